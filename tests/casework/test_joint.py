"""一章通: members are asked, their words and days kept, and one decision stands for all."""

from datetime import date

import pytest

from envoy_desktop.casework import events, joint, plans, projects, reference
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import undo
from envoy_desktop.store.queries import facts
from envoy_desktop.store.queries import reference as stored

TODAY = date(2026, 11, 23)
GROUP = "施工许可联审"


@pytest.fixture
def project(workspace):
    return workspace.do(
        plans.begin, name="甲项目",
        attributes={"investment_kind": "record", "land_supply": "grant", "area_m2": "52000",
                    "investment_cny": "2亿"},
    )  # fmt: skip


@pytest.fixture
def review(workspace, project):
    return workspace.do(joint.convene, project=project, group=GROUP, on=date(2026, 11, 9))


def read(workspace, review, today=TODAY):
    with workspace.read() as reader:
        return joint.one(reader, review, today)


def test_members_are_the_lead_and_cooperating_departments_each_once(workspace, review):
    found = read(workspace, review)
    members = [o.department for o in found.row.opinions]
    assert len(members) == len(set(members)) > 2
    with workspace.read() as reader:
        codes = {d.code for id, d in stored.departments(reader).items() if id in members}
    assert {"zhujian", "renfang", "xiaofang"} <= codes
    assert {p.code for p in found.row.procedures} == {"ZJ-ZA", "ZJ-XK"}
    assert found.row.opinions_due == "2026-11-16"  # five working days


def test_silence_counts_as_the_city_says(workspace, review):
    assert {m.state for m in read(workspace, review).members} == {"silent_consent"}
    workspace.do(reference.set_setting, key="joint.silence_consents", text="no")
    found = read(workspace, review)
    assert {m.state for m in found.members} == {"overdue"}
    with pytest.raises(Refusal, match="opinions-missing"):
        workspace.do(joint.decide, review=review, conclusion="joint_pass")
    workspace.do(joint.decide, review=review, conclusion="joint_return", text="缺消防意见")
    assert read(workspace, review).row.conclusion == "joint_return"


def test_an_objection_needs_words_and_a_pass_over_it_too(workspace, review):
    member = read(workspace, review).members[0].department
    with pytest.raises(Refusal, match="objection-needs-words"):
        workspace.do(joint.give, review=review, department=member, opinion="object")
    workspace.do(
        joint.give, review=review, department=member, opinion="object", text="间距不足",
        on=date(2026, 11, 11),
    )  # fmt: skip
    with pytest.raises(Refusal, match="objection-unanswered"):
        workspace.do(joint.decide, review=review, conclusion="joint_pass")
    workspace.do(joint.decide, review=review, conclusion="joint_pass", text="已调整间距")
    with pytest.raises(Refusal, match="joint-decided"):
        workspace.do(joint.give, review=review, department=member, opinion="agree")


def test_one_decision_is_recorded_for_the_procedures_that_can_have_it_and_undone_in_one_step(
    workspace, project, review
):
    ids = {p.code: p.procedure for p in read(workspace, review).row.procedures}
    workspace.do(events.record, procedure=ids["ZJ-XK"], kind=K.FILED, on=date(2026, 11, 10))
    done = workspace.do(joint.decide, review=review, conclusion="joint_pass", record=True)
    assert done.decided == (ids["ZJ-XK"],)
    assert [id for id, _name in done.left] == [ids["ZJ-ZA"]]  # not filed: left as it is
    with workspace.read() as reader:
        kinds = [e.kind for e in facts.facts(reader, ids["ZJ-XK"]).events]
    assert kinds == [K.FILED, K.DECIDED]
    assert undo.undo(workspace) is not None
    assert read(workspace, review).row.decided_on is None
    with workspace.read() as reader:
        assert [e.kind for e in facts.facts(reader, ids["ZJ-XK"]).events] == [K.FILED]


def test_the_joint_clock_runs_from_the_first_acceptance_against_forty_five_days(workspace, review):
    ids = [p.procedure for p in read(workspace, review).row.procedures]
    for n, procedure in enumerate(ids):
        for kind, on in ((K.FILED, 10), (K.ACCEPTED, 11 + n)):
            workspace.do(events.record, procedure=procedure, kind=kind, on=date(2026, 11, on))
    clock = read(workspace, review).clock
    assert (clock.limit, clock.started, clock.used) == (45, date(2026, 11, 11), 8)
    assert clock.deadline is not None


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"group": "没有这一组"}, "unknown-joint-group"),
        ({"group": GROUP}, "joint-running"),
        ({"group": "联合验收", "on": date(2026, 11, 24)}, "future-date"),
        ({"group": "联合验收", "opinions_due": date(2026, 11, 1)}, "opinions-due-early"),
    ],
)
def test_what_cannot_be_convened_is_refused(workspace, project, review, values, rule):
    with pytest.raises(Refusal, match=rule):
        workspace.do(joint.convene, project=project, **values)


def test_who_is_no_member_has_no_word_and_nobody_speaks_before_being_asked(workspace, review):
    member = read(workspace, review).members[0].department
    with workspace.read() as reader:
        other = stored.department_ids(reader)["zj_hp"]
    for department, on, rule in (
        (other, TODAY, "not-a-member"), (member, date(2026, 11, 6), "before-convened"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=rule):
            workspace.do(joint.give, review=review, department=department, opinion="agree", on=on)


def test_a_closed_project_is_not_written_to(workspace, project, review):
    procedure = read(workspace, review).row.procedures[0].procedure
    workspace.do(projects.close, project=project, reason="完成")
    for act, values in (
        (joint.convene, {"project": project, "group": "联合验收"}),
        (joint.decide, {"review": review, "conclusion": "joint_pass"}),
        (plans.set_plan_limit, {"procedure": procedure, "days": 3}),
    ):
        with pytest.raises(Refusal, match="project-closed"):
            workspace.do(act, **values)


def test_groups_that_can_be_convened_leave_out_what_runs(workspace, project, review):
    with workspace.read() as reader:
        names = [g.name for g in joint.groups(reader, project)]
    assert GROUP not in names
    assert "联合验收" in names
