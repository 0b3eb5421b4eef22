"""From the first start to the second: a workspace made, the window at Today, opened again."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from envoy_desktop.casework import plans
from envoy_desktop.store import keys
from envoy_desktop.store.queries import projects
from envoy_desktop.ui.start import first, unlock
from envoy_desktop.ui.start.first import FirstStart
from envoy_desktop.ui.start.session import Opened, Session
from envoy_desktop.ui.widgets.section import EmptyState
from tests.ui.start_ground import PASSPHRASE, cheap_keys, session

__all__ = ["cheap_keys", "session"]


def play(kind: type[QDialog], hand, again: int = 50) -> None:
    """When a dialog of this kind stands, let `hand(dialog)` go on."""

    def look() -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        if found:
            hand(found[0])
        else:
            QTimer.singleShot(again, look)

    QTimer.singleShot(again, look)


def test_three_steps_then_today_then_the_passphrase(
    session: Session, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = sys.excepthook, threading.excepthook

    def through(dialog: FirstStart) -> None:
        dialog.person.form.set_values({"name": "李明", "unit": "市特派办"})
        dialog.go_on()
        dialog.place.form.set_values(
            {"file": str(tmp_path / "工作"), "passphrase": PASSPHRASE, "again": PASSPHRASE}
        )
        dialog.go_on()
        dialog.go_on()

    play(FirstStart, through)
    assert first.first_start(session)
    sys.excepthook, threading.excepthook = hooks
    session.app.setQuitOnLastWindowClosed(False)
    path = tmp_path / "工作.envoy"
    assert session.window is not None
    assert session.workspace is not None
    assert session.workspace.path == path
    assert session.device.last == path
    today = session.window.screens["today"]
    told = [w for w in today.widget().findChildren(EmptyState) if w.isVisible()]
    assert len(told) == 1  # there is nothing yet, and it says so
    session.workspace.do(plans.begin, name="卧龙产业园", attributes={"investment_kind": "record"})
    session.close()
    assert not path.with_name(path.name + "-wal").exists()

    def typed(dialog: unlock.Unlock) -> None:
        dialog.passphrase.set_value(PASSPHRASE)
        dialog.unlock()

    play(unlock.Unlock, typed)
    assert session.open(path) is Opened.OPEN
    sys.excepthook, threading.excepthook = hooks
    session.app.setQuitOnLastWindowClosed(False)
    assert session.workspace is not None
    from envoy_desktop import now

    with session.workspace.read() as reader:
        assert [p.name for p in projects.all_projects(reader, now.today())] == ["卧龙产业园"]
    assert keys.read(path).keyring is False  # there is no keyring here, and nothing says there is


def test_turning_away_from_the_passphrase_opens_nothing(session: Session, tmp_path: Path) -> None:
    from tests.ui.start_ground import make

    path = tmp_path / "w.envoy"
    make(path).close()
    play(unlock.Unlock, QDialog.reject)
    assert session.open(path) is Opened.TURNED_AWAY
    assert session.window is None
    assert session.workspace is None
