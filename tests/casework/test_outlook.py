"""How a project looks ahead: what is done moves nothing, what is late moves the target."""

from dataclasses import replace
from datetime import date

import pytest

from envoy_desktop import now
from envoy_desktop.casework import events, outlook, plans, projects, timeline
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import reference

TODAY = date(2026, 11, 23)
ATTRIBUTES = {
    "investment_kind": "record", "land_supply": "existing", "area_m2": "2000",
    "investment_cny": "3000万", "eia_class": "registration",
}  # fmt: skip


@pytest.fixture
def project(workspace):
    return workspace.do(plans.begin, name="甲项目", attributes=ATTRIBUTES, target_on="2027-06-01")


def seen(workspace, project, **more):
    with workspace.read() as reader:
        return outlook.outlook(reader, project, now.today(), **more)


def deliver(workspace, procedure, filed, delivered):
    for kind, on in ((K.FILED, filed), (K.ACCEPTED, filed), (K.DELIVERED, delivered)):
        workspace.do(events.record, procedure=procedure, kind=kind, on=on)


def id_of(found, code):
    return found.step(code).procedure


def test_before_anything_is_filed_the_plan_runs_from_today_along_the_prerequisites(
    workspace, project
):
    found = seen(workspace, project)
    assert found.target == "ground_breaking"
    assert found.reached_on is None
    assert found.finish > TODAY
    assert [s.state for s in found.steps] == ["future"] * len(found.steps)
    chain = [s.code for s in found.critical]
    assert chain[-1] == "ZJ-XK"  # the works permit is what breaks the ground
    for first, then in found.edges:
        assert found.step(first).finish <= found.step(then).start


def test_a_plan_that_reaches_into_a_year_without_a_holiday_table_says_so(workspace, project):
    found = seen(workspace, project)
    assert found.unpublished == 2027  # the table of 2026 is the last one shipped
    assert max(found.finish, found.p90).year == 2027
    assert found.provisional
    this_year = replace(found, finish=date(2026, 12, 30), p90=date(2026, 12, 31))
    assert not this_year.provisional


def test_the_forecast_says_a_later_day_for_more_certainty_and_the_same_one_each_time(
    workspace, project
):
    found = seen(workspace, project)
    assert found.p50 is not None
    assert found.p90 is not None
    assert TODAY < found.p50 <= found.p90
    assert 0 <= found.chance <= 1
    assert found == seen(workspace, project)
    assert seen(workspace, project, with_forecast=False).p50 is None


def test_what_was_delivered_keeps_its_own_days_and_moves_the_target_no_more(workspace, project):
    before = seen(workspace, project)
    first = before.critical[0]
    deliver(workspace, first.procedure, date(2026, 11, 2), date(2026, 11, 20))
    after = seen(workspace, project)
    done = after.step(first.code)
    assert (done.state, done.start, done.finish) == ("done", date(2026, 11, 2), date(2026, 11, 20))
    assert done.slack is None
    assert after.finish < before.finish


def test_a_step_that_waits_eats_the_margin_day_by_day(workspace, project):
    margin = seen(workspace, project).margin
    with now.turned():
        now.set_today(date(2026, 11, 30))  # five working days later, nothing was done
        assert seen(workspace, project).margin == margin - 5


def test_a_refused_procedure_is_ahead_again_and_its_second_filing_stands_for_it(workspace, project):
    code = seen(workspace, project).critical[0].code
    first = id_of(seen(workspace, project), code)
    for kind, on in ((K.FILED, 2), (K.ACCEPTED, 3), (K.REFUSED, 10)):
        workspace.do(events.record, procedure=first, kind=kind, on=date(2026, 11, on))
    assert seen(workspace, project).step(code).state == "future"
    second = workspace.do(plans.file_again, procedure=first)
    assert id_of(seen(workspace, project), code) == second
    workspace.do(events.record, procedure=second, kind=K.FILED, on=date(2026, 11, 20))
    found = seen(workspace, project)
    assert (found.step(code).procedure, found.step(code).state) == (second, "running")


def test_a_few_procedures_taken_over_without_a_plan_tell_no_day(workspace):
    with workspace.read() as reader:
        edition = reference.newest_edition(reader)

    def begin(unit):
        project = projects.create(unit, name="表格来的项目", attributes=ATTRIBUTES)
        codes = ["HJ-SH", "GH-XK", "AQ-TJ"]
        plans.take_over(unit, project=project, edition=edition, codes=codes)
        return project

    project = workspace.do(begin)
    found = seen(workspace, project)
    assert not found.generated
    assert (found.p50, found.p90, found.chance, found.margin) == (None, None, None, None)
    assert not found.critical
    assert not found.provisional
    with workspace.read() as reader:
        made = timeline.timeline(reader, project, now.today())
    assert all(bar.ahead is None for bar in made.bars)
    workspace.do(plans.generate, project=project)
    found = seen(workspace, project)
    assert found.generated
    assert found.p50 is not None


def test_a_project_that_is_not_there_is_told(workspace):
    with pytest.raises(Refusal, match="unknown-id"):
        seen(workspace, 12345)


def test_the_timeline_measures_working_days_alone_and_leaves_none_out(workspace, project):
    code = seen(workspace, project).critical[0].code
    procedure = id_of(seen(workspace, project), code)
    filed = date(2026, 11, 2)
    workspace.do(events.record, procedure=procedure, kind=K.FILED, on=filed)
    workspace.do(
        events.record, procedure=procedure, kind=K.CORRECTION_NOTICE, on=date(2026, 11, 4),
        items=("图纸",),
    )  # fmt: skip
    workspace.do(events.record, procedure=procedure, kind=K.RESUBMITTED, on=date(2026, 11, 11))
    with workspace.read() as reader:
        found = timeline.timeline(reader, project, TODAY)
        calendar = reference.calendar(reader)
    bar = next(bar for bar in found.bars if bar.code == code)
    assert [span.party for span in bar.spans] == ["department", "investor", "department"]
    days = sum(
        calendar.working_days(span.first, span.last) + calendar.is_working_day(span.first)
        for span in bar.spans
    )
    assert days == calendar.working_days(filed, TODAY)
    assert bar.ahead[0] == TODAY
    assert found.first == date(2026, 11, 3)  # the day of filing is charged to nobody


def test_what_comes_after_begins_where_its_prerequisite_is_forecast_to_end(workspace, project):
    with workspace.read() as reader:
        found = timeline.timeline(reader, project, TODAY)
    for bar in found.bars:
        for place in bar.after:
            assert found.bars[place].ahead[1] <= bar.ahead[1]
            assert bar.ahead[0] >= min(found.bars[place].ahead[1], bar.ahead[1])
