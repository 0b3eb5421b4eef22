"""Undo says which event it takes back."""

import pytest

from envoy_desktop.casework import events, obstacles, plans, projects, reference
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store import undo
from envoy_desktop.store.queries import history
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import names


@pytest.fixture
def procedure(workspace: Workspace) -> int:
    project = workspace.do(projects.create, name="甲项目")
    planned = workspace.do(plans.generate, project=project)
    return next(p.id for p in planned if p.item.code == "GH-XK")


def said(workspace: Workspace) -> str:
    with workspace.read() as reader:
        step = undo.next_undo(reader)
    assert step
    return names.done(step.act, step.subject)


def test_undo_says_which_event_it_takes_back(workspace: Workspace, procedure: int):
    item = "建设工程规划许可证核发"
    filed = workspace.do(events.record, procedure=procedure, kind=EventKind.FILED)
    assert said(workspace) == f"记录申报（{item}）"
    workspace.do(events.correct, event=filed.id, note="网上申报")
    assert said(workspace) == f"更正申报（{item}）"
    undo.undo(workspace)
    assert said(workspace) == f"记录申报（{item}）"
    workspace.do(events.void, event=filed.id, reason="记错了办件")
    assert said(workspace) == f"作废申报（{item}）"


def test_an_event_within_another_act_leaves_that_act_its_name(workspace: Workspace, procedure: int):
    with workspace.unit("plans.take_over", "甲项目") as unit:
        events.record(unit, procedure=procedure, kind=EventKind.FILED)
        events.record(unit, procedure=procedure, kind=EventKind.ACCEPTED)
        unit.subject = "甲项目"
    assert said(workspace) == "接手项目（甲项目）"


def test_the_history_of_a_workspace_is_readable(workspace: Workspace, procedure: int):
    workspace.do(events.record, procedure=procedure, kind=EventKind.FILED)
    with workspace.read() as reader:
        newest, *_older = history.entries(reader)
    assert names.entry(newest) == "李明：记录申报（建设工程规划许可证核发）"
    assert "新增事件：种类：申报；发生日期：2026年11月23日" in names.changes(newest.changes)


def test_the_history_names_what_was_changed(workspace: Workspace, procedure: int):
    with workspace.read() as reader:
        project = reader.value("SELECT project FROM procedure WHERE id = :id", id=procedure)
        ids = dict(reader.rows("SELECT short_name, id FROM department"))

    def newest() -> tuple[str, ...]:
        with workspace.read() as reader:
            return names.changes(history.entries(reader, limit=1)[0].changes)

    workspace.do(projects.change, project=project, attributes={"area_m2": "52000"})
    workspace.do(projects.change, project=project, attributes={"area_m2": "60000"})
    assert newest() == ("建筑面积：52,000 平方米 → 60,000 平方米",)
    workspace.do(projects.change, project=project, attributes={"area_m2": ""})
    assert newest() == ("建筑面积：60,000 平方米 → 未填",)
    workspace.do(reference.set_setting, key="today.due_soon_days", text="7")
    workspace.do(reference.set_setting, key="today.due_soon_days", text="")
    assert newest() == ("即将到期：7 个工作日 → 3 个工作日",)
    first, second = ids["市发改委"], ids["市资规局"]
    obstacle = workspace.do(obstacles.log, text="窗口说要科室定", department=first)
    workspace.do(obstacles.change, obstacle=obstacle, department=second)
    assert newest() == ("部门：市发改委 → 市资规局",)
