"""Readings for another day than they were kept for: looked at without writing, caught up later."""

from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import events, found, plans, projects
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store import readings
from envoy_desktop.store.queries import procedures
from envoy_desktop.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path):
    now.set_today(date(2026, 3, 20))
    made = found.workspace(
        tmp_path / "w.envoy", "correct horse 9", name="李", organisation="市特派办",
        use_keyring=False,
    )  # fmt: skip
    yield made
    made.close()
    now.set_today(None)


@pytest.fixture
def procedure(workspace: Workspace) -> int:
    project = workspace.do(projects.create, name="甲项目")
    return next(p.id for p in workspace.do(plans.generate, project=project) if p.id)


def state(workspace: Workspace, procedure: int, today: date) -> str:
    with workspace.read() as reader, readings.as_of(reader, today):
        return procedures.rows(reader, [procedure])[0].state


def test_looking_at_a_later_day_shows_that_silence_has_accepted_and_writes_nothing(
    workspace, procedure
):
    workspace.do(events.record, procedure=procedure, kind=EventKind.FILED, on=date(2026, 3, 18))
    assert state(workspace, procedure, date(2026, 3, 20)) == "filed"
    assert state(workspace, procedure, date(2026, 4, 20)) == "accepted"
    assert state(workspace, procedure, date(2026, 3, 10)) == "planned"
    with workspace.read() as reader:
        assert procedures.rows(reader, [procedure])[0].state == "filed"


def test_an_event_later_than_the_day_tried_out_is_not_lost_from_the_readings(workspace, procedure):
    workspace.do(events.record, procedure=procedure, kind=EventKind.FILED, on=date(2026, 3, 16))
    workspace.do(events.record, procedure=procedure, kind=EventKind.ACCEPTED, on=date(2026, 3, 20))
    now.set_today(date(2026, 3, 17))
    workspace.do(
        events.record, procedure=procedure, kind=EventKind.CORRECTION_NOTICE, on=date(2026, 3, 17),
        items=("证明",),
    )  # fmt: skip
    assert state(workspace, procedure, date(2026, 3, 17)) == "correcting"
    assert state(workspace, procedure, date(2026, 3, 20)) == "accepted"
    assert procedure in readings.catch_up(workspace, date(2026, 3, 20))
    with workspace.read() as reader:
        assert procedures.rows(reader, [procedure])[0].state == "accepted"


def test_the_whole_list_is_seen_as_of_the_day(workspace, procedure):
    workspace.do(events.record, procedure=procedure, kind=EventKind.FILED, on=date(2026, 3, 18))
    wanted = procedures.Wanted(date(2026, 4, 20), state="accepted")
    with workspace.read() as reader:
        everything = len(procedures.ids(reader, procedures.Wanted(date(2026, 4, 20))))
        assert list(procedures.ids(reader, wanted)) == []
        with readings.as_of(reader, date(2026, 4, 20)):
            assert list(procedures.ids(reader, wanted)) == [procedure]
            assert len(procedures.ids(reader, procedures.Wanted(date(2026, 4, 20)))) == everything
        assert list(procedures.ids(reader, wanted)) == []
