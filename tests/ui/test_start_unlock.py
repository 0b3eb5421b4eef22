"""Unlocking and locking: the wrong passphrase is told, nothing of the work shows meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from envoy_desktop.store import backup, keys
from envoy_desktop.store.troubles import Damaged, NoKey, SystemFailed
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.start import unlock
from envoy_desktop.ui.start.lock import lock
from envoy_desktop.ui.start.passphrase import PassphraseField, StrengthBar
from envoy_desktop.ui.start.session import Opened, Session
from envoy_desktop.ui.start.unlock import Unlock
from tests.ui.start_ground import PASSPHRASE, cheap_keys, file, idle, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]


def test_a_wrong_passphrase_is_told_and_the_next_try_opens(file: Path, shown, qtbot) -> None:
    dialog = shown(Unlock(file))
    dialog.passphrase.set_value("不是这个口令")
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog._wrong.isVisible(), timeout=20_000)
    assert "口令不对" in dialog._wrong.text()
    assert dialog.key is None
    assert dialog.passphrase.line.selectedText()  # typing replaces it
    dialog.passphrase.set_value(PASSPHRASE)
    dialog.unlock()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=20_000)
    with Workspace.open(file, dialog.key) as workspace:
        assert workspace.meta("workspace")


def test_caps_lock_is_noticed(shown) -> None:
    field = shown(PassphraseField())
    QTest.keyClick(field.line, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not field._caps.isVisible()
    QTest.keyClicks(field.line, "A", Qt.KeyboardModifier.NoModifier)
    assert field._caps.isVisible()


def test_strength_is_said_in_words(shown) -> None:
    bar = shown(StrengthBar())
    bar.show_strength("")
    assert "至少 8 个字符" in bar._word.text()
    bar.show_strength("12345")
    assert "太短" in bar._word.text()
    bar.show_strength("乘风破浪会有时直挂云帆")
    assert "很好" in bar._word.text()


def test_why_the_keyring_did_not_open_it_is_said(file: Path, shown) -> None:
    dialog = shown(Unlock(file, NoKey("keyring-entry-missing")))
    assert dialog.remember.isVisible()
    silent = shown(Unlock(file, NoKey("keyring-not-used")))
    assert not silent.remember.isVisible()


def test_slots_that_are_gone_are_no_question_for_a_passphrase(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.key_file(file).unlink()
    told: list[str] = []

    def tell(_session: Session, _path: Path, trouble: Damaged) -> Opened:
        told.append(trouble.rule)
        return Opened.TURNED_AWAY

    monkeypatch.setattr(unlock, "tell", tell)
    assert session.open(file) is Opened.TURNED_AWAY
    assert told == ["no-slots"]
    assert session.open(file.with_name("none.envoy")) is Opened.TURNED_AWAY
    assert told == ["no-slots", "file-missing"]


def answer(monkeypatch: pytest.MonkeyPatch, words: str) -> list[list[str]]:
    """Let the next message box be answered by the button with these words."""
    from PySide6.QtWidgets import QMessageBox

    offered: list[list[str]] = []

    def pressed(box: QMessageBox) -> int:
        offered.append([button.text() for button in box.buttons()])
        found = next(b for b in box.buttons() if b.text() == words)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda self: found)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", pressed)
    return offered


def test_a_damaged_file_offers_its_backups(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.unlock_by_passphrase(file, PASSPHRASE)
    with Workspace.open(file, key) as workspace:
        backup.write(workspace, backup.folder_of(file))
    offered = answer(monkeypatch, "退出")
    assert unlock.tell(session, file, Damaged("damaged", path=str(file))) is Opened.TURNED_AWAY
    assert set(offered[0]) == {"从备份恢复", "打开其他工作区", "新建工作区", "退出"}


def test_a_busy_file_can_be_tried_again(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = answer(monkeypatch, "退出")
    unlock.tell(session, file, SystemFailed("busy", path=str(file)))
    assert "再试一次" in offered[0]
    assert "从备份恢复" not in offered[0]  # there is none


def test_locked_nothing_of_the_work_shows(opened: Session, qtbot) -> None:
    window = opened.window
    assert window is not None
    window.run_command("quick-log")
    qtbot.waitUntil(idle(opened))
    typed = next(d for d in window.findChildren(QDialog) if d.isVisible())
    cover = lock(opened)
    assert cover is not None
    assert not window.centralWidget().isVisible()
    assert not typed.isVisible()
    assert "已锁定" in window.windowTitle()
    assert not any(action.isEnabled() for action in window.actions())
    assert lock(opened) is cover  # a second time is no second cover
    cover.passphrase.set_value("不是这个")
    cover.unlock()
    qtbot.waitUntil(lambda: "口令不对" in cover.told.text(), timeout=20_000)
    assert not window.centralWidget().isVisible()
    cover.passphrase.set_value(PASSPHRASE)
    cover.unlock()
    qtbot.waitUntil(lambda: opened.cover is None, timeout=20_000)
    assert window.centralWidget().isVisible()
    assert typed.isVisible()  # half-typed texts come back
    assert all(action.isEnabled() for action in window.actions())
    typed.close()


def test_idle_minutes_lock(opened: Session, qtbot) -> None:
    from envoy_desktop.ui.start.care import IdleWatch

    watch = IdleWatch(opened.app, 0.002, opened)
    watch.idle.connect(opened.lock)
    qtbot.waitUntil(lambda: opened.cover is not None, timeout=20_000)
    watch.end()
    assert opened.cover is not None
    opened.cover.lift()


def test_another_passphrase_needs_the_old_one(opened: Session, qtbot) -> None:
    from envoy_desktop.ui.start.change_passphrase import ChangePassphrase

    assert opened.window is not None
    assert opened.workspace is not None
    dialog = ChangePassphrase(opened.window.context)
    dialog.open()
    new = "长风破浪会有时 8"
    dialog.form.set_values({"old": "不对的", "new": new, "again": new})
    dialog.submit()
    qtbot.waitUntil(lambda: dialog._wrong.isVisible(), timeout=20_000)
    assert keys.unlock_by_passphrase(opened.workspace.path, PASSPHRASE)
    dialog.form.set_values({"old": PASSPHRASE})
    with qtbot.waitSignal(dialog.accepted, timeout=20_000):
        dialog.submit()
    assert keys.unlock_by_passphrase(opened.workspace.path, new) == opened.workspace.key
