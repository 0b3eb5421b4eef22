"""Backups: verified, thinned by age, and a way back that loses nothing."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop import now
from envoy_desktop.casework import projects
from envoy_desktop.store import backup, keys
from envoy_desktop.store.backup import Copy
from envoy_desktop.store.troubles import Damaged
from envoy_desktop.store.workspace import Workspace
from tests.store.conftest import PASSPHRASE

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=now.CITY_ZONE)


def test_restoring_brings_back_what_was_and_keeps_what_is(
    workspace: Workspace, file: Path, key: bytes
) -> None:
    workspace.do(projects.create, name="旧")
    folder = file.parent / "backups"
    copy = backup.write(workspace, folder)
    workspace.do(projects.create, name="新")
    before = workspace.meta("actor")
    workspace.close()
    kept = backup.restore(copy, file, key)
    assert kept is not None
    with Workspace.open(file, key) as restored, restored.read() as reader:
        assert [row[0] for row in reader.rows("SELECT name FROM project")] == ["旧"]
        assert restored.meta("actor") != before  # a new device incarnation
    with Workspace.open(kept, key) as old, old.read() as reader:
        assert [row[0] for row in reader.rows("SELECT name FROM project ORDER BY name")] == [
            "新",
            "旧",
        ]


def test_a_backup_opens_with_the_passphrase_alone(workspace: Workspace, tmp_path: Path) -> None:
    copy = backup.write(workspace, tmp_path / "stick")
    key = keys.unlock_by_passphrase(copy, PASSPHRASE)
    with Workspace.open(copy, key) as opened, opened.read() as reader:
        assert reader.value("SELECT count(*) FROM department") > 40


def test_a_damaged_backup_is_refused_and_touches_nothing(
    workspace: Workspace, file: Path, key: bytes
) -> None:
    copy = backup.write(workspace, file.parent / "backups")
    workspace.close()
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 8
    copy.write_bytes(data)
    before = file.read_bytes()
    with pytest.raises(Damaged):
        backup.restore(copy, file, key)
    assert file.read_bytes() == before


def test_nothing_changed_needs_no_second_backup(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    assert backup.automatic(workspace, folder) is not None
    assert backup.automatic(workspace, folder) is None
    workspace.do(projects.create, name="甲")
    assert backup.automatic(workspace, folder) is not None


@given(st.lists(st.integers(0, 24 * 90), unique=True, max_size=200))
def test_thinning_keeps_the_newest_of_hours_days_and_weeks(hours: list[int]) -> None:
    found = [Copy(Path(f"{h}"), NOW - timedelta(hours=h, minutes=7), "auto", 1) for h in hours]
    gone = {copy.path for copy in backup.thinned(found, NOW)}
    left = [copy for copy in found if copy.path not in gone]
    if found:
        assert max(found, key=lambda c: c.at) in left
    assert len(left) <= 1 + backup.HOURLY + backup.DAILY + backup.WEEKLY
    for span, slot, most in (
        (24, "%Y%m%d%H", backup.HOURLY),
        (24 * 14, "%Y%m%d", backup.DAILY),
        (24 * 7 * 8, "%G%V", backup.WEEKLY),  # eight weeks touch nine weeks of the calendar
    ):
        newest: dict[str, Copy] = {}
        for copy in sorted(found, key=lambda c: c.at):
            if NOW - copy.at <= timedelta(hours=span):
                newest[copy.at.strftime(slot)] = copy
        assert all(copy in left for copy in sorted(newest.values(), key=_at)[-most:])


@given(st.lists(st.integers(0, 24 * 400), unique=True, max_size=60), st.integers(1, 40))
def test_as_many_copies_stay_as_the_person_wants(hours: list[int], least: int) -> None:
    found = [Copy(Path(f"{h}"), NOW - timedelta(hours=h), "auto", 1) for h in hours]
    gone = backup.thinned(found, NOW, least)
    assert len(found) - len(gone) >= min(least, len(found))
    newest = sorted(found, key=lambda copy: copy.at, reverse=True)[:least]
    assert not set(newest) & set(gone)


def _at(copy: Copy) -> datetime:
    return copy.at


def test_backups_asked_for_by_a_person_are_never_thinned() -> None:
    asked = [Copy(Path(str(h)), NOW - timedelta(days=h), "asked", 1) for h in range(300)]
    assert backup.thinned(asked, NOW) == []


def test_without_room_no_half_backup_stays(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    monkeypatch.setattr(Workspace, "copy_to", full)
    from envoy_desktop.store.troubles import SystemFailed

    with pytest.raises(SystemFailed) as refused:
        backup.write(workspace, folder)
    assert refused.value.rule == "disk-full"
    assert list(folder.iterdir()) == []


def test_a_restore_without_room_leaves_the_workspace_where_it_was(
    workspace: Workspace, file: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from envoy_desktop.store.troubles import SystemFailed

    copy = backup.write(workspace, tmp_path / "b")
    workspace.close()
    before = sorted(path.name for path in file.parent.iterdir())

    def full(path: Path, _data: bytes) -> None:
        raise SystemFailed("disk-full", path=str(path), next="free-space")

    with monkeypatch.context() as without_room:
        without_room.setattr(backup.door, "replace_file", full)
        with pytest.raises(SystemFailed):
            backup.restore(copy, file, key)
    assert sorted(path.name for path in file.parent.iterdir()) == before
    Workspace.open(file, key).close()
