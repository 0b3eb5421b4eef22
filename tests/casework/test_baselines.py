"""The plan in full: supposing a day, a baseline and what slipped since, slack never below 0."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop import now
from envoy_desktop.casework import baselines, events, outlook, plans, projects, suppose
from envoy_desktop.domain import plan
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal

TODAY = date(2026, 11, 23)


@pytest.fixture
def project(workspace):
    return workspace.do(plans.begin, name="电池一期", attributes={"land_supply": "grant"})


def test_a_decision_brought_forward_moves_the_target(workspace, project):
    with workspace.read() as reader:
        seen = outlook.outlook(reader, project, TODAY, with_forecast=False)
        last = seen.critical[-1]
        found = suppose.what_if(reader, project, last.code, last.finish + timedelta(14), TODAY)
        assert (found.before, found.days) == (seen.finish, 10)
        assert found.after == found.decided
        same = suppose.what_if(reader, project, last.code, last.finish, TODAY)
        assert (same.days, same.moved) == (0, ())
        with pytest.raises(Refusal, match="what-if-past"):
            suppose.what_if(reader, project, last.code, TODAY - timedelta(1), TODAY)


def test_what_slipped_since_the_baseline(workspace, project):
    workspace.do(baselines.set_baseline, project=project, name="开工前")
    now.set_today(TODAY + timedelta(7))
    with workspace.read() as reader:
        seen = outlook.outlook(reader, project, now.today(), with_forecast=False)
        found = baselines.compared(reader, project, seen)
    assert found is not None
    assert (found.baseline.name, found.finish_days) == ("开工前", 5)
    assert {slip.days for slip in found.slips} == {5}  # nothing was begun for five working days


def test_a_step_on_time_slips_by_nothing(workspace, project):
    workspace.do(baselines.set_baseline, project=project)
    with workspace.read() as reader:
        first = outlook.outlook(reader, project, TODAY, with_forecast=False).steps[0]
    workspace.do(events.record, procedure=first.procedure, kind=EventKind.FILED)
    now.set_today(first.finish)
    workspace.do(events.record, procedure=first.procedure, kind=EventKind.DELIVERED)
    with workspace.read() as reader:
        seen = outlook.outlook(reader, project, now.today(), with_forecast=False)
        found = baselines.compared(reader, project, seen)
    assert found is not None
    assert next(s for s in found.slips if s.procedure == first.procedure).days <= 0


def test_a_project_without_procedures_has_nothing_to_keep(workspace):
    empty = workspace.do(projects.create, name="空项目")
    with pytest.raises(Refusal, match="plan-empty"):
        workspace.do(baselines.set_baseline, project=empty)


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 12))
    steps = []
    for n in range(count):
        begun = draw(st.booleans())
        ended = begun and draw(st.booleans())
        start = draw(st.integers(50, 100)) if begun else None
        steps.append(
            plan.Step(
                str(n),
                promised=draw(st.none() | st.integers(0, 30)),
                started=start,
                ended=draw(st.integers(start or 50, 100)) if ended else None,
                used=draw(st.integers(0, 40)) if begun else 0,
            )
        )
    pairs = [(a, b) for b in range(count) for a in range(b)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    target = draw(st.none() | st.lists(st.sampled_from(range(count)), min_size=1))
    return steps, [(str(a), str(b)) for a, b in edges], target and [str(n) for n in target]


def test_a_step_whose_own_end_is_wanted_has_no_free_days_because_the_next_begins_later():
    steps = [plan.Step("a", promised=2), plan.Step("b", promised=9), plan.Step("c", promised=1)]
    made = plan.schedule(steps, [("a", "c"), ("b", "c")], 100, target=["a"])
    assert made.steps["a"].slack == 0
    assert made.steps["a"].free_slack == 0


@given(graphs(), st.integers(0, 200))
def test_slack_is_never_negative_without_a_late_target(graph, room):
    steps, edges, target = graph
    free = plan.schedule(steps, edges, 100, target=target)
    due = free.finish + room
    for made in (free, plan.schedule(steps, edges, 100, target=target, due=due)):
        for step in made.steps.values():
            assert step.slack is None or step.slack >= 0
            assert step.free_slack >= 0
            assert step.slack is None or step.free_slack <= step.slack or not step.critical
