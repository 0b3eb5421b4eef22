"""Search finds by Chinese text, pinyin initials and number, and forgets what is gone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envoy_desktop.casework import obstacles, projects
from envoy_desktop.store import search
from envoy_desktop.store.workspace import Workspace


def found(workspace: Workspace, text: str, *kinds: str) -> list[str]:
    with workspace.read() as reader:
        return [hit.title for hit in search.find(reader, text, kinds=kinds)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("规", "市自然资源和规划局"),
        ("规划局", "市自然资源和规划局"),
        ("ghj", "市自然资源和规划局"),
        ("zjj", "市住房和城乡建设局"),
        ("ziran", "市自然资源和规划局"),
        ("住建", "市住房和城乡建设局"),
    ],
)
def test_departments_by_text_initials_and_code(
    workspace: Workspace, typed: str, title: str
) -> None:
    assert title in found(workspace, typed, "department")


def test_renamed_and_removed_things_are_found_as_they_are(workspace: Workspace) -> None:
    project = workspace.do(projects.create, name="卧龙产业园", investor="甲公司")
    workspace.do(obstacles.log, text="窗口不收件", project=project)
    assert found(workspace, "卧龙 窗口") == ["窗口不收件"]
    workspace.do(projects.change, project=project, name="伏虎产业园")
    assert found(workspace, "卧龙") == []
    assert found(workspace, "伏虎 窗口") == ["窗口不收件"]
    assert found(workspace, "fhcyy")[0] == "伏虎产业园"
    with workspace.unit("projects.remove") as unit:
        unit.remove("project", project)
    assert "伏虎产业园" not in found(workspace, "伏虎", "project")


NAMES = st.text(st.sampled_from("卧龙伏虎产业园区甲乙12aB"), min_size=1, max_size=8)


@given(NAMES, st.data())
@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_every_part_of_a_name_finds_it(
    workspace: Workspace, name: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    with workspace.unit("try") as unit:
        unit.add("duty", source="list_task", text=f"{name}完", entered_on="2026-11-23")
    with workspace.read() as reader:
        hits = search.find(reader, name[start:end], kinds=("duty",), limit=10_000)
    assert f"{name}完" in [hit.title for hit in hits]


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "a AND b", "NEAR(", "；", "😀"])
def test_odd_input_finds_nothing_and_breaks_nothing(workspace: Workspace, typed: str) -> None:
    assert found(workspace, typed) == []
