"""Restoring from the window: the list, a trial that changes nothing, the swap, what is kept."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from envoy_desktop.casework import projects
from envoy_desktop.store import backup, keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.start import acts
from envoy_desktop.ui.start.restore import Restore, copies_of
from envoy_desktop.ui.start.session import Session
from tests.ui.start_ground import PASSPHRASE, cheap_keys, file, idle, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]


def project_names(workspace: Workspace) -> list[str]:
    with workspace.read() as reader:
        return [row[0] for row in reader.rows("SELECT name FROM project ORDER BY name")]


def test_a_trial_says_what_is_inside_and_changes_nothing(
    file: Path, session: Session, shown, qtbot
) -> None:
    key = keys.unlock_by_passphrase(file, PASSPHRASE)
    with Workspace.open(file, key) as workspace:
        workspace.do(projects.create, name="旧")
        backup.write(workspace, backup.folder_of(file))
    before = file.read_bytes()
    dialog = shown(Restore(file, copies_of(session, file), None))
    assert dialog.passphrase.isVisible()  # no workspace is open: its passphrase is asked
    dialog.passphrase.set_value("不是这个")
    dialog.try_out()
    qtbot.waitUntil(lambda: "口令不对" in dialog.told.text(), timeout=20_000)
    dialog.passphrase.set_value(PASSPHRASE)
    dialog.try_out()
    qtbot.waitUntil(lambda: "检验通过" in dialog.told.text(), timeout=20_000)
    assert "1 个项目" in dialog.told.text()
    assert dialog.chosen is None
    assert file.read_bytes() == before


def test_a_damaged_backup_is_told_and_not_taken(file: Path, session: Session, shown, qtbot) -> None:
    key = keys.unlock_by_passphrase(file, PASSPHRASE)
    with Workspace.open(file, key) as workspace:
        copy = backup.write(workspace, backup.folder_of(file))
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 8
    copy.write_bytes(data)
    dialog = shown(Restore(file, copies_of(session, file), key))
    dialog.restore()
    qtbot.waitUntil(lambda: "损坏" in dialog.told.text(), timeout=20_000)
    assert dialog.chosen is None
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_the_restored_workspace_is_open_and_the_old_file_is_kept(
    opened: Session, file: Path, qtbot
) -> None:
    assert opened.workspace is not None
    opened.workspace.do(projects.create, name="旧")
    copy = backup.write(opened.workspace, backup.folder_of(file))
    opened.workspace.do(projects.create, name="新")
    key = opened.workspace.key
    assert opened.restore(copy, file, key)
    opened.app.setQuitOnLastWindowClosed(False)
    assert opened.window is not None
    assert opened.window.isVisible()
    assert project_names(opened.workspace) == ["旧"]
    (kept,) = file.parent.glob("w-before-restore-*.envoy")
    with Workspace.open(kept, key) as old:
        assert project_names(old) == ["新", "旧"]
    qtbot.waitUntil(idle(opened))


def test_a_restore_that_fails_opens_what_was_there(
    opened: Session, file: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    from envoy_desktop.ui.start import trouble

    told: list[str] = []
    monkeypatch.setattr(trouble, "tell_plainly", lambda t, parent=None: told.append(t.rule))
    assert opened.workspace is not None
    opened.workspace.do(projects.create, name="在")
    key = opened.workspace.key
    assert opened.restore(file.with_name("none.envoy-backup"), file, key)
    opened.app.setQuitOnLastWindowClosed(False)
    assert told == ["backup-missing"]
    assert opened.workspace is not None
    assert project_names(opened.workspace) == ["在"]
    qtbot.waitUntil(idle(opened))


def test_back_up_now_writes_a_copy_and_the_status_says_when(opened: Session, qtbot) -> None:
    assert opened.window is not None
    assert opened.workspace is not None
    acts.back_up(opened.window.context)
    qtbot.waitUntil(idle(opened), timeout=20_000)
    reasons = [copy.reason for copy in copies_of(opened, opened.workspace.path)]
    assert "asked" in reasons
    assert opened.workspace.meta("backed_up_at")
