"""One team, a mandate, calls, ratings: what an envoy relies on."""

from datetime import date

import pytest

from envoy_desktop import now
from envoy_desktop.casework import calls, events, mandates, plans, projects, ratings, teams
from envoy_desktop.documents import rating_slip
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import undo
from envoy_desktop.store.queries import mandates as stored_mandates
from envoy_desktop.store.queries import people
from envoy_desktop.store.queries import projects as stored_projects
from envoy_desktop.store.queries import teams as stored_teams
from envoy_desktop.store.queries import today as today_queries
from envoy_desktop.store.queries.reference import calendar

D = date.fromisoformat


@pytest.fixture
def project(workspace):
    made = workspace.do(projects.create, name="龙飞精工", investor="龙飞有限公司")
    workspace.do(plans.generate, project=made)
    return made


def procedure_of(workspace, project, code="A01"):
    with workspace.read() as reader:
        return reader.value(
            "SELECT procedure FROM reading_procedure WHERE project = :p ORDER BY code LIMIT 1",
            p=project,
        )


def delivered(workspace, project):
    """A procedure that was filed, accepted, decided and delivered."""
    id = procedure_of(workspace, project)
    for kind, on in (
        (EventKind.FILED, "2026-11-09"),
        (EventKind.ACCEPTED, "2026-11-10"),
        (EventKind.DECIDED, "2026-11-17"),
        (EventKind.DELIVERED, "2026-11-18"),
    ):
        workspace.do(events.record, procedure=id, kind=kind, on=D(on))
    return id


def rows_of_today(workspace):
    with workspace.read() as reader:
        return today_queries.today_rows(reader, now.today(), calendar(reader))


def refused(rule, act, workspace, **values):
    with pytest.raises(Refusal) as caught:
        workspace.do(act, **values)
    assert caught.value.rule == rule


# --- milestones and handover ------------------------------------------------------------------


def test_a_milestone_that_slips_keeps_its_first_date_and_says_why(workspace, project):
    made = workspace.do(teams.add_milestone, project=project, name="拿地", due_on=D("2026-12-01"))
    refused("reason-missing", teams.slip, workspace, milestone=made, to=D("2026-12-20"), reason=" ")
    refused(
        "slip-not-later", teams.slip, workspace, milestone=made, to=D("2026-12-01"), reason="雪"
    )
    workspace.do(
        teams.slip,
        milestone=made,
        to=D("2026-12-20"),
        reason="评估重做",
        charged_party="intermediary",
    )
    with workspace.read() as reader:
        row = stored_teams.milestones(reader, project)[0]
    assert (row.due_on, row.due_now) == ("2026-12-01", "2026-12-20")
    assert row.slips[0].charged_party == "intermediary"
    assert [m.due for m in rows_of_today(workspace).milestones] == [D("2026-12-20")]
    workspace.do(teams.reach, milestone=made)
    assert not rows_of_today(workspace).milestones
    refused("milestone-reached", teams.slip, workspace, milestone=made, to=D("2027-01-20"),
            reason="再推")  # fmt: skip


def test_a_handover_moves_the_project_and_one_undo_takes_it_back(workspace, project):
    workspace.do(teams.hand_over, project=project, to="张华", note="印章在专班")
    with workspace.read() as reader:
        row = stored_projects.project(reader, project, now.today())
        handed = stored_teams.handovers(reader, project)[0]
    assert row.envoy == "张华"
    assert (handed.from_envoy, handed.to_envoy) == ("李明", "张华")
    refused("handover-to-self", teams.hand_over, workspace, project=project, to="张华")
    undo.undo(workspace)
    with workspace.read() as reader:
        assert stored_projects.project(reader, project, now.today()).envoy == "李明"


# --- mandate ----------------------------------------------------------------------------------


def test_a_term_named_with_a_new_project_becomes_a_mandate(workspace):
    made = workspace.do(projects.create, name="甲", mandate_until="2027-06-30")
    with workspace.read() as reader:
        rows = stored_mandates.mandates(reader, made)
        told = stored_projects.project(reader, made, now.today()).mandate_until
    assert [(row.until, row.items) for row in rows] == [("2027-06-30", ())]
    assert rows[0].id
    assert told == "2027-06-30"


def test_the_term_of_a_file_of_the_first_version_is_read_until_a_mandate_replaces_it(workspace):
    made = workspace.do(projects.create, name="旧")
    with workspace.unit("projects.change") as unit:
        unit.set("project", made, mandate_until="2026-12-31")
    with workspace.read() as reader:
        assert [row.until for row in stored_mandates.mandates(reader, made)] == ["2026-12-31"]
    workspace.do(mandates.add, project=made, until=D("2027-12-31"))
    with workspace.read() as reader:
        assert [row.until for row in stored_mandates.mandates(reader, made)] == ["2027-12-31"]
        assert stored_projects.project(reader, made, now.today()).mandate_until == "2027-12-31"


def test_acts_outside_the_mandate_are_warned_of_and_recorded(workspace, project):
    procedure = procedure_of(workspace, project)
    with workspace.read() as reader:
        code, _ = stored_mandates.of_procedure(reader, procedure)
        other = reader.value(
            "SELECT code FROM reading_procedure WHERE project = :p AND code <> :c LIMIT 1",
            p=project, c=code,
        )  # fmt: skip

        def warned(kind, on):
            return mandates.warning(reader, procedure, kind, D(on))

        assert warned("filed", "2026-11-20") == ""  # no mandate yet: told of on the page
    first = workspace.do(
        mandates.add, project=project, until=D("2026-11-30"), from_on=D("2026-11-02"),
        signed_on=D("2026-11-05"), scope_items=[code],
    )  # fmt: skip
    with workspace.read() as reader:
        for kind, on, expected in (
            ("filed", "2026-11-04", "before_mandate"),  # agreed, not yet signed
            ("filed", "2026-11-05", ""),
            ("filed", "2026-11-30", ""),
            ("filed", "2026-12-01", "after_mandate"),
            ("accepted", "2026-12-01", ""),  # the department's own act
        ):
            assert mandates.warning(reader, procedure, kind, D(on)) == expected, (kind, on)
    workspace.do(mandates.end, mandate=first, reason="缩小范围")
    workspace.do(mandates.add, project=project, scope_items=[other])
    with workspace.read() as reader:
        # the ended one still covered it; only its term is over
        assert mandates.warning(reader, procedure, "filed", D("2026-11-24")) == "after_mandate"
    refused("unknown-item", mandates.add, workspace, project=project, scope_items=["NO"])


def test_a_renewed_mandate_goes_on_where_the_first_ends_and_leaves_today(workspace, project):
    made = workspace.do(mandates.add, project=project, until=D("2026-12-04"))
    assert [m.until for m in rows_of_today(workspace).mandates] == [D("2026-12-04")]
    workspace.do(mandates.renew, mandate=made, until=D("2028-12-04"))
    with workspace.read() as reader:
        newest = stored_mandates.mandates(reader, project)[0]
    assert newest.from_on == "2026-12-05"
    assert not rows_of_today(workspace).mandates


# --- calls ------------------------------------------------------------------------------------


def test_a_promise_on_the_telephone_stands_on_today_until_it_is_kept(workspace, project):
    from envoy_desktop.casework import contacts

    person = workspace.do(contacts.add, name="王建设", post="科长", phone="6312 0000")
    with workspace.read() as reader:
        assert calls.guess(reader, "王科长说周五出证").contact == person
    call = workspace.do(
        calls.log, text="王科长说周五出证", contact=person, project=project, promised="出证",
        promised_on=D("2026-11-27"),
    )  # fmt: skip
    assert [(p.title, p.due) for p in rows_of_today(workspace).promises] == [
        ("出证", D("2026-11-27"))
    ]
    workspace.do(calls.kept, call=call)
    assert not rows_of_today(workspace).promises
    refused("promise-kept", calls.kept, workspace, call=call)
    refused("promise-needs-day", calls.log, workspace, text="答应了", promised="出证")


def test_a_call_about_a_procedure_is_its_departments_where_nobody_is_named(workspace, project):
    with workspace.read() as reader:
        permit = next(p for p in plans.plan(reader, project) if p.item.code == "GH-XK")
    workspace.do(calls.log, text="答应周五出证", procedure=permit.id, promised_on=D("2026-11-27"))
    (promise,) = rows_of_today(workspace).promises
    assert promise.department is not None


def test_two_contacts_of_one_name_are_not_guessed(workspace):
    from envoy_desktop.casework import contacts

    for _n in range(2):
        workspace.do(contacts.add, name="王建设", post="科长")
    with workspace.read() as reader:
        assert calls.guess(reader, "王建设来电").contact is None


# --- ratings ----------------------------------------------------------------------------------


def test_a_rating_is_asked_for_recorded_once_and_stays(workspace, project):
    procedure = procedure_of(workspace, project)
    refused("not-delivered", ratings.record, workspace, procedure=procedure,
            answers={"overall": 5})  # fmt: skip
    delivered(workspace, project)
    assert [r.id for r in rows_of_today(workspace).ratings] == [procedure]
    refused("rating-incomplete", ratings.record, workspace, procedure=procedure,
            answers={"in_time": 2})  # fmt: skip
    refused("rating-out-of-range", ratings.record, workspace, procedure=procedure,
            answers={"overall": 6})  # fmt: skip
    workspace.do(ratings.record, procedure=procedure, answers={"overall": 2, "in_time": 1})
    assert not rows_of_today(workspace).ratings
    refused("rating-given", ratings.record, workspace, procedure=procedure,
            answers={"overall": 5})  # fmt: skip
    with workspace.read() as reader:
        assert undo.next_undo(reader).act != "ratings.record"
        assert people.ratings(reader)[0].answers == {"in_time": 1, "overall": 2}
    public = {name for name in vars(ratings) if callable(getattr(ratings, name))}
    assert not public & {"change", "remove", "correct", "set"}


def test_a_slips_code_leads_back_to_its_procedure_and_nothing_else_does(workspace, project):
    procedure = delivered(workspace, project)
    code = rating_slip.payload(procedure)
    assert rating_slip.read_payload(code) == procedure
    shown = "-".join(code[at : at + 4] for at in range(0, len(code), 4)).lower()
    assert rating_slip.read_payload(shown) == procedure
    garbled = code[:-1] + ("0" if code[-1] != "0" else "1")
    for wrong in (garbled, "E1" + code[2:], "", "R1"):
        with pytest.raises(Refusal, match="not-a-slip"):
            rating_slip.read_payload(wrong)
