"""The meeting: a decision is one duty, it is corrected and never edited, and comes once."""

from datetime import date

import pytest

from envoy_desktop.casework import agenda, duties, meetings, obstacles, plans
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import duties as duty_rows
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.workspace import Workspace

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 10)


def departments(workspace: Workspace) -> list[int]:
    with workspace.read() as reader:
        return [row[0] for row in reader.rows("SELECT id FROM department ORDER BY code")]


@pytest.fixture
def city(workspace: Workspace) -> Workspace:
    """A project with an obstacle, and a commitment that was broken."""
    lead = departments(workspace)[0]
    project = workspace.do(
        plans.begin, name="卧龙产业园",
        attributes={"investment_kind": "record", "investment_cny": "3500000000"},
    )  # fmt: skip
    workspace.do(
        obstacles.log, text="会审意见迟迟不汇总", project=project, department=lead,
        on=date(2026, 11, 2),
    )  # fmt: skip
    workspace.do(
        duties.add, text="修通园区道路", source="commitment", due_on=date(2026, 11, 9),
        given_on=date(2026, 10, 9), lead_department=lead, project=project, basis="现场会",
    )  # fmt: skip
    return workspace


def decide(workspace: Workspace, **fields: object) -> meetings.Decided:
    lead, other = departments(workspace)[:2]
    told = {"topic": "道路", "text": "年底前通车", "lead": lead, "due_on": DUE,
            "cooperating": [other], **fields}  # fmt: skip
    return workspace.do(meetings.decide, **told)  # type: ignore[no-any-return]


def test_the_agenda_has_obstacles_and_broken_promises_with_their_reasons(city: Workspace) -> None:
    with city.read() as reader:
        lines = agenda.proposed(reader, TODAY)
    assert {line.placed.matter.kind for line in lines} == {"obstacle", "commitment"}
    broken = next(line for line in lines if line.placed.matter.kind == "commitment")
    assert {reason.code for reason in broken.placed.reasons} >= {"investment", "age", "broken"}
    assert lines[0] is broken


def test_a_meeting_of_a_day_is_begun_once_and_takes_up_what_is_new(city: Workspace) -> None:
    first = city.do(meetings.begin, chair="市长")
    city.do(obstacles.log, text="窗口不能决定", on=TODAY)
    assert city.do(meetings.begin) == first
    with city.read() as reader:
        assert [one.position for one in rows.items(reader, first)] == [1, 2, 3]
        meeting = rows.meeting(reader, first)
    assert meeting is not None
    assert meeting.chair == "市长"


def test_a_decision_becomes_one_duty_with_its_departments_and_day(city: Workspace) -> None:
    made = decide(city, votes_for=9, votes_against=1, dissent="来不及")
    with city.read() as reader:
        found = [row for row in duty_rows.duties(reader) if row.source == "decision"]
        decision = rows.decision(reader, made.decision)
    (duty,) = found
    assert (duty.id, duty.source_id, duty.due_on) == (made.duty, made.decision, DUE.isoformat())
    assert duty.lead_department == departments(city)[0]
    assert duty.cooperating_names
    assert decision is not None
    assert (decision.votes_for, decision.dissent) == (9, "来不及")


def test_a_decision_is_corrected_by_another_and_both_stay(city: Workspace) -> None:
    old = decide(city)
    city.do(meetings.close)
    with pytest.raises(Refusal, match="meeting-closed"):
        decide(city, meeting=old.meeting)
    new = decide(city, text="次年一月通车", due_on=date(2027, 1, 29), replaces=old.decision)
    with city.read() as reader:
        before, after = rows.decision(reader, old.decision), rows.decision(reader, new.decision)
        withdrawn = duty_rows.duty(reader, old.duty)
    assert before is not None
    assert before.text == "年底前通车"
    assert before.replaced_by == new.decision
    assert after is not None
    assert after.meeting == old.meeting
    assert withdrawn is not None
    assert withdrawn.withdrawn_on
    with pytest.raises(Refusal, match="decision-replaced"):
        decide(city, replaces=old.decision)


def test_a_correction_is_about_what_the_corrected_decision_was_about(city: Workspace) -> None:
    project = city.do(plans.begin, name="望湖路", attributes={})
    meeting = city.do(meetings.begin)
    item = city.do(meetings.add_item, topic="道路", project=project)
    old = decide(city, item=item)
    city.do(meetings.close)
    new = decide(city, text="次年一月通车", due_on=date(2027, 1, 29), replaces=old.decision)
    with city.read() as reader:
        found = rows.decision(reader, new.decision)
    assert found is not None
    assert (found.meeting, found.item, found.project) == (meeting, item, project)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"text": " "}, "text-missing"),
        ({"lead": None}, "lead-missing"),
        ({"votes_for": -1}, "bad-votes"),
        ({"due_on": date(2026, 11, 1)}, "duty-due-before-received"),
        ({"meeting": 77}, "unknown-id"),
    ],
)
def test_a_decision_nobody_could_follow_is_refused_and_writes_nothing(
    city: Workspace, fields: dict[str, object], rule: str
) -> None:
    with pytest.raises(Refusal, match=rule):
        decide(city, **fields)
    with city.read() as reader:
        assert rows.decisions(reader) == []
        assert rows.meetings(reader) == []


def test_the_agenda_is_put_in_another_order_and_closes_up(city: Workspace) -> None:
    meeting = city.do(meetings.begin)
    own = city.do(meetings.add_item, topic="园区用电")
    city.do(meetings.move_item, item=own, to=1)
    with city.read() as reader:
        listed = rows.items(reader, meeting)
    assert listed[0].id == own
    assert [one.position for one in listed] == [1, 2, 3]
    city.do(meetings.drop_item, item=own)
    with city.read() as reader:
        assert own not in [one.id for one in rows.items(reader, meeting)]


def test_an_answer_stands_under_its_own_time(city: Workspace) -> None:
    lead = departments(city)[0]
    since, until = date(2026, 7, 1), date(2026, 9, 30)
    city.do(meetings.answer, department=lead, since=since, until=until, text="资料不全所致")
    with pytest.raises(Refusal, match="period-backwards"):
        city.do(meetings.answer, department=lead, since=until, until=since, text="x")
    with city.read() as reader:
        assert [one.text for one in rows.answers(reader, since, until)] == ["资料不全所致"]
        assert rows.answers(reader, since, date(2026, 9, 29)) == []
