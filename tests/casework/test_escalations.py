"""Obstacles in full: the ladder, the answers, one root, and the investor's word."""

from datetime import date

import pytest

from envoy_desktop.casework import escalations, obstacles, projects
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import escalations as stored
from envoy_desktop.store.queries import obstacles as queries

DAY = date(2026, 11, 18)


@pytest.fixture
def obstacle(workspace):
    return workspace.do(obstacles.log, text="窗口不能决定", kind="window_cannot_decide", on=DAY)


def row(workspace, id):
    with workspace.read() as reader:
        return queries.obstacles(reader, ids=[id])[0]


def refused(workspace, act, **values):
    with pytest.raises(Refusal) as no:
        workspace.do(act, **values)
    return no.value.rule


def test_up_the_ladder_with_its_dates(workspace, obstacle):
    first = workspace.do(escalations.escalate, obstacle=obstacle, to="首席代表", on=DAY)
    assert first.answer_due == date(2026, 11, 20)
    assert row(workspace, obstacle).answer_due == "2026-11-20"
    workspace.do(escalations.answer, obstacle=obstacle, text="做不了主", on=date(2026, 11, 19))
    second = workspace.do(escalations.escalate, obstacle=obstacle)
    with workspace.read() as reader:
        levels = [(r.level, r.answer) for r in stored.of_obstacle(reader, obstacle)]
    assert levels == [("window", "做不了主"), ("section", "")]
    assert second.passed_over == ()
    assert row(workspace, obstacle).level == "section"


def test_what_the_ladder_refuses(workspace, obstacle):
    assert refused(workspace, escalations.answer, obstacle=obstacle, text="好") == "nothing-asked"
    made = workspace.do(escalations.escalate, obstacle=obstacle, level="head")
    assert made.passed_over == ("window", "section")
    down = {"obstacle": obstacle, "level": "window"}
    assert refused(workspace, escalations.escalate, **down) == "escalation-downward"
    workspace.do(escalations.escalate, obstacle=obstacle)
    assert refused(workspace, escalations.escalate, obstacle=obstacle) == "escalation-at-top"
    early = {"obstacle": obstacle, "text": "好", "on": DAY}
    assert refused(workspace, escalations.answer, **early) == "answer-before-asked"
    workspace.do(obstacles.resolve, obstacle=obstacle)
    assert refused(workspace, escalations.escalate, obstacle=obstacle) == "obstacle-resolved"


def test_a_closed_project_takes_no_obstacle(workspace):
    project = workspace.do(projects.create, name="电池一期")
    workspace.do(projects.close, project=project)
    assert refused(workspace, obstacles.log, text="卡住", project=project) == "project-closed"


def test_what_hangs_on_one_root_is_resolved_with_it(workspace, obstacle):
    others = [workspace.do(obstacles.log, text=f"第{n}条", kind="other") for n in "二三"]
    workspace.do(escalations.link, obstacle=others[1], root=others[0])
    workspace.do(escalations.link, obstacle=others[0], root=obstacle)
    with workspace.read() as reader:
        kin = stored.kin(reader, others[1])
    assert [(k.id, k.is_root) for k in kin] == [
        (obstacle, True), (others[0], False), (others[1], False),
    ]  # fmt: skip
    assert refused(workspace, escalations.link, obstacle=obstacle, root=others[1]) == "root-itself"
    workspace.do(escalations.resolve_group, obstacles=[obstacle, *others], how="授权到位")
    assert {row(workspace, id).state for id in (obstacle, *others)} == {"resolved"}


def test_the_investor_has_the_last_word(workspace, obstacle):
    by = {"obstacle": obstacle, "by": "王总"}
    assert refused(workspace, escalations.verify, **by) == "obstacle-open"
    workspace.do(obstacles.resolve, obstacle=obstacle, on=date(2026, 11, 20))
    early = {**by, "on": DAY}
    assert refused(workspace, escalations.verify, **early) == "verified-before-resolved"
    workspace.do(escalations.verify, **by)
    assert row(workspace, obstacle).verified_on == "2026-11-23"
    workspace.do(obstacles.reopen, obstacle=obstacle)
    assert row(workspace, obstacle).verified_on is None


def test_it_cannot_be_gone_before_it_was_there(workspace, obstacle):
    early = {"obstacle": obstacle, "on": date(2026, 11, 1)}
    assert refused(workspace, obstacles.resolve, **early) == "resolved-before-logged"
