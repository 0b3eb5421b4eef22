"""The change log: nothing is forgotten, every act can be undone, the chain tells of tampering."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envoy_desktop.casework import duties, events, obstacles, plans, projects
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, readings, schema, undo
from envoy_desktop.store.queries import history
from envoy_desktop.store.workspace import Workspace

SOME = {"investment_kind": "record", "land_supply": "existing"}


def state(workspace: Workspace) -> dict[str, Any]:
    """What a person can see: every object that is not hidden, and the readings."""
    with workspace.read() as reader:
        seen: dict[str, Any] = {}
        for kind, table in schema.LOGGED.items():
            names = ", ".join(f'"{c.name}"' for c in table.columns)
            seen[kind] = reader.rows(f"SELECT {names} FROM {kind} WHERE deleted = 0 ORDER BY id")
        seen["readings"] = reader.rows("SELECT * FROM reading_procedure ORDER BY procedure")
        seen["search"] = reader.rows("SELECT * FROM search_doc ORDER BY id")
        return seen


def by_log(workspace: Workspace) -> dict[int, dict[str, Any]]:
    """The state that the log alone gives: each object's fields, the last write of each."""
    objects: dict[int, dict[str, Any]] = {}
    with workspace.read() as reader:
        for object, field, value in reader.rows(
            "SELECT object, field, value FROM change WHERE kind <> 'unit' ORDER BY id"
        ):
            decoded = changelog.decode(value)
            if field == "":
                objects.setdefault(object, {}).update(decoded)
            else:
                objects[object][field] = decoded
    return objects


@pytest.fixture
def project(workspace: Workspace) -> int:
    made: int = workspace.do(projects.create, name="卧龙产业园", attributes=SOME)
    workspace.do(plans.generate, project=made)
    return made


ACTS = st.lists(
    st.sampled_from(["rename", "file", "log", "attempt", "duty", "close", "undo", "redo"]),
    min_size=1,
    max_size=14,
)


@given(ACTS)
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_is_done_can_all_be_undone_and_done_again(
    workspace: Workspace, acts: list[str]
) -> None:
    project = workspace.do(projects.create, name=f"项目{state_number(workspace)}", attributes=SOME)
    workspace.do(plans.generate, project=project)
    start, done = state(workspace), 0
    for act in acts:
        done += _do(workspace, project, act, done)
    after = state(workspace)
    for _step in range(done):
        undo.undo(workspace)
    assert state(workspace) == start
    for _step in range(done):
        undo.redo(workspace)
    assert state(workspace) == after
    with workspace.read() as reader:
        assert changelog.verify(reader) == []


def state_number(workspace: Workspace) -> int:
    with workspace.read() as reader:
        return int(reader.value("SELECT count(*) FROM change"))


def _do(workspace: Workspace, project: int, act: str, done: int) -> int:
    """Do one of the acts; how many steps undo has gained (or lost) by it."""
    with workspace.read() as reader:
        procedure = reader.value("SELECT min(id) FROM procedure WHERE project = :p", p=project)
        obstacle = reader.value("SELECT max(id) FROM obstacle WHERE deleted = 0")
        redo = undo.next_redo(reader)
    try:
        if act == "rename":
            workspace.do(projects.change, project=project, name=f"名{state_number(workspace)}")
        elif act == "file":
            workspace.do(
                events.record, procedure=procedure, kind=EventKind.FILED, on=date(2026, 11, 2)
            )
        elif act == "log":
            workspace.do(obstacles.log, text="窗口不能决定", procedure=procedure)
        elif act == "attempt" and obstacle:
            workspace.do(obstacles.attempt, obstacle=obstacle, text="打电话")
        elif act == "duty":
            workspace.do(duties.add, text="督办", due_on=date(2026, 12, 1))
        elif act == "close":
            workspace.do(projects.close, project=project)
        elif act == "undo" and done:
            undo.undo(workspace)
            return -1
        elif act == "redo" and redo and done >= 0:
            undo.redo(workspace)
            return 1
        else:
            return 0
    except Refusal:
        return 0
    return 1


def test_the_log_alone_gives_the_rows(workspace: Workspace, project: int) -> None:
    workspace.do(projects.change, project=project, place="宛城")
    undo.undo(workspace)
    told = by_log(workspace)
    with workspace.read() as reader:
        for kind, table in schema.LOGGED.items():
            names = [c.name for c in table.columns]
            columns = ", ".join(f'"{name}"' for name in names)
            for row in reader.rows(f"SELECT {columns} FROM {kind}"):
                values = dict(zip(names, row, strict=True))
                for field, value in told[values["id"]].items():
                    assert values[field] == (int(value) if isinstance(value, bool) else value)


def test_undo_names_the_act_and_stops_where_others_went_on(
    workspace: Workspace, file: Path, key: bytes, project: int
) -> None:
    workspace.do(projects.change, project=project, place="宛城")
    with workspace.read() as reader:
        step = undo.next_undo(reader)
    assert step is not None
    assert (step.act, step.subject) == ("projects.change", "卧龙产业园")
    with Workspace.open(file, key) as beside:
        beside.mint_actor("同事")
        beside.do(projects.change, project=project, place="卧龙区")
    with Workspace.open(file, key) as again:
        own = again.meta("actor")
    assert own != ""
    workspace.set_meta("actor", str(step.unit >> changelog.SEQ_BITS))
    with pytest.raises(Refusal) as refused:
        undo.undo(workspace)
    assert refused.value.rule == "changed-since"


def test_a_change_rewritten_behind_our_back_is_found(workspace: Workspace, project: int) -> None:
    with workspace.engine.begin() as writing:
        writing.exec_driver_sql(
            "UPDATE change SET value = replace(value, '卧龙', '伏虎') WHERE object = ?"
            " AND field = ''",
            (project,),
        )
    with workspace.read() as reader:
        assert [change for _actor, change in changelog.verify(reader)] == [project]


def test_a_change_taken_out_is_found(workspace: Workspace, project: int) -> None:
    with workspace.engine.begin() as writing:
        writing.exec_driver_sql("DELETE FROM change WHERE id = (SELECT max(id) FROM change)")
    with workspace.read() as reader:
        assert changelog.verify(reader) != []


def test_history_reads_who_did_what_from_what_to_what(workspace: Workspace, project: int) -> None:
    workspace.do(projects.change, project=project, place="宛城")
    workspace.do(projects.change, project=project, place="卧龙区")
    with workspace.read() as reader:
        last = history.entries(reader, project)[0]
    assert (last.who, last.act, last.subject) == ("李明", "projects.change", "卧龙产业园")
    change = last.changes[0]
    assert (change.field, change.old, change.new) == ("place", "宛城", "卧龙区")


def test_readings_dropped_and_rebuilt_are_the_same(workspace: Workspace, project: int) -> None:
    with workspace.read() as reader:
        procedures = [
            row[0] for row in reader.rows("SELECT id FROM procedure WHERE project = :p", p=project)
        ]
    for n, procedure in enumerate(procedures[:6]):
        workspace.do(
            events.record, procedure=procedure, kind=EventKind.FILED, on=date(2026, 9, 1 + n)
        )
        if n % 2:
            workspace.do(
                events.record,
                procedure=procedure,
                kind=EventKind.CORRECTION_NOTICE,
                on=date(2026, 9, 2 + n),
                items=("用地红线图",),
            )
    before = state(workspace)["readings"]
    assert any(row[15] for row in before)
    with workspace.unit("readings.rebuild") as unit:
        readings.rebuild(unit)
    assert state(workspace)["readings"] == before


def test_nothing_written_gives_no_step(workspace: Workspace, project: int) -> None:
    heard: list[object] = []
    workspace.listen(heard.append)
    workspace.do(projects.change, project=project, place="")
    assert heard == []
    with workspace.read() as reader:
        step = undo.next_undo(reader)
    assert step is not None
    assert step.act == "plans.generate"
