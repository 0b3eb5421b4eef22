"""The plan on working days: slack, the critical path, and what a change would bring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.plan import Step, schedule, topological, working_length
from envoy_desktop.domain.plan_changes import lost, what_if, who_can_win
from envoy_desktop.domain.refusal import Refusal

#   land (10) ─ design (5) ─ permit (7)
#   eia (12) ────────────────┘        report: not before the permit
STEPS = [Step("land", 10, 20), Step("design", 5), Step("eia", 12, 30), Step("permit", 7)]
EDGES = [("land", "design"), ("design", "permit"), ("eia", "permit")]


def test_the_longest_chain_sets_the_end_and_the_rest_has_slack():
    plan = schedule(STEPS, EDGES, as_of=100)
    assert plan.finish == 122
    assert plan.critical == ("land", "design", "permit")
    assert (plan.steps["eia"].slack, plan.steps["eia"].free_slack) == (3, 3)
    assert (plan.steps["design"].start, plan.steps["design"].finish) == (110, 115)
    assert plan.steps["eia"].latest_start == 103


def test_what_ended_keeps_its_days_and_what_runs_only_needs_the_rest():
    steps = [
        Step("land", 10, started=80, ended=90),
        Step("design", 5, started=98, used=2),
        Step("eia", 12, started=95, used=5),
        Step("permit", 7),
    ]
    plan = schedule(steps, EDGES, as_of=100)
    assert (plan.steps["land"].state, plan.steps["land"].finish) == ("done", 90)
    assert plan.steps["design"].finish == 103
    assert plan.critical == ("eia", "permit")
    assert plan.finish == 100 + 7 + 7


@pytest.mark.parametrize(
    ("used", "remaining"), [(0, 10), (9, 1), (10, 10), (15, 5), (20, 1), (50, 1)]
)
def test_past_the_promise_the_law_rules_and_past_the_law_tomorrow(used, remaining):
    assert Step("x", 10, 20, started=0, used=used).remaining == remaining


def test_a_step_on_the_spot_takes_no_day_and_one_without_limit_is_marked():
    assert Step("x", 0).remaining == 0
    assert Step("x").without_limit
    assert Step("x").length == 10


def test_slack_against_a_due_day_may_be_gone():
    plan = schedule(STEPS, EDGES, as_of=100, due=118)
    assert plan.margin == -4
    assert plan.steps["permit"].slack == -4
    assert plan.steps["eia"].slack == -1


def test_a_step_that_does_not_lead_to_the_target_has_no_slack_figure():
    plan = schedule([*STEPS, Step("water", 4)], EDGES, as_of=0, target={"permit"})
    assert plan.steps["water"].slack is None
    assert plan.finish == 22


def test_prerequisites_in_a_circle_are_refused_by_name():
    with pytest.raises(Refusal) as no:
        schedule(STEPS, [*EDGES, ("permit", "land")], as_of=0)
    assert no.value.rule == "cyclic-plan"
    assert set(no.value.values["keys"]) == {"land", "design", "permit"}


def test_what_if_the_critical_step_ended_earlier():
    plan = schedule(STEPS, EDGES, as_of=100)
    assert what_if(plan, "land", 105).finish == 119  # the EIA now sets the end
    assert what_if(plan, "land", 105).critical == ("eia", "permit")
    assert what_if(plan, "land", 100).steps["land"].finish == 100
    assert what_if(plan, "eia", 120).finish == 127


@pytest.mark.parametrize(
    ("key", "finish", "rule"),
    [("done", 105, "what-if-done"), ("land", 99, "what-if-past"), ("design", 104, "what-if-too-")],
)
def test_what_cannot_be_is_refused(key, finish, rule):
    steps = [*STEPS, Step("done", 3, started=90, ended=92)]
    with pytest.raises(Refusal, match=rule):
        what_if(schedule(steps, EDGES, as_of=100), key, finish)


def test_who_can_win_how_many_days():
    slow = [Step("land", 10, 20, expected=18), *STEPS[1:]]
    wins = who_can_win(schedule(slow, EDGES, as_of=0))
    assert [(w.key, w.at, w.days) for w in wins] == [
        ("land", "promised", 8),
        ("land", "two_thirds", 6),
        ("permit", "two_thirds", 2),
        ("design", "two_thirds", 1),
    ]


def test_slack_that_is_gone_since_the_first_plan():
    first = schedule(STEPS, EDGES, as_of=100)
    late = [
        Step("land", 10, 20, started=100, ended=110),
        Step("design", 5, started=110, used=2),
        Step("eia", 12, 30),  # nobody filed it
        Step("permit", 7),
    ]
    found = lost(schedule(late, EDGES, as_of=112), first)
    assert [(x.key, x.slack, x.delay, x.critical) for x in found] == [
        ("eia", 3, 12, True),
        ("permit", 0, 9, True),
    ]
    assert lost(first, first) == ()


@pytest.mark.parametrize(
    ("limit", "unit", "days"),
    [(7, "working_day", 7), (7, "calendar_day", 5), (60, "calendar_day", 43), (None, "x", None)],
)
def test_calendar_days_count_five_a_week_in_a_plan(limit, unit, days):
    assert working_length(limit, unit) == days


GRAPHS = st.integers(2, 9).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 9), min_size=n, max_size=n),
        st.sets(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda e: e[0] < e[1])
        ),
    )
)


@given(GRAPHS)
def test_a_step_may_slip_by_its_slack_and_by_no_day_more(graph):
    lengths, pairs = graph
    steps = [Step(str(i), days) for i, days in enumerate(lengths)]
    edges = [(str(a), str(b)) for a, b in sorted(pairs)]
    plan = schedule(steps, edges, as_of=0)
    assert topological([s.key for s in steps], edges) == plan.order
    for key, planned in plan.steps.items():
        assert planned.slack is not None
        assert what_if(plan, key, planned.finish + planned.slack).finish == plan.finish
        assert what_if(plan, key, planned.finish + planned.slack + 1).finish == plan.finish + 1
        if planned.critical:
            assert planned.slack == 0
        moved = what_if(plan, key, planned.finish + planned.free_slack)
        others = {k: p.start for k, p in plan.steps.items() if k != key}
        assert {k: p.start for k, p in moved.steps.items() if k != key} == others
    length = sum(plan.steps[k].finish - plan.steps[k].start for k in plan.critical)
    assert length == plan.finish
