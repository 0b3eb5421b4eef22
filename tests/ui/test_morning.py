"""What a new envoy stumbles over in the first morning: lost focus, lost endings."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from envoy_desktop.ui.widgets.event_line import EventLine, Happened
from envoy_desktop.ui.widgets.save_as import ask_path


def test_keys_stay_with_the_events_when_they_are_reread_behind_a_dialog(qtbot: QtBot) -> None:
    """The next letter records an event; it does not land in the search box."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())  # the first that would take a lost focus
    events = EventLine()
    column.addWidget(events)
    qtbot.addWidget(window)
    events.set_events([Happened(1, "10月12日 星期一", "申报")])
    window.show()
    qtbot.waitExposed(window)
    events._events[0].setFocus()
    dialog = QDialog(window)
    dialog.open()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    second = Happened(2, "10月20日 星期二", "受理")
    events.set_events([Happened(1, "10月12日 星期一", "申报"), second])
    dialog.accept()
    assert window.focusWidget() is events._events[-1]


def test_a_name_without_its_ending_gets_it_and_is_asked_about_again_when_taken(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "taken.pdf").write_bytes(b"mine")
    answers = iter([str(tmp_path / "taken"), str(tmp_path / "other")])
    proposed = []

    def chosen(_parent: QWidget, _title: str, near: str, _kinds: str) -> tuple[str, str]:
        proposed.append(near)
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    assert ask_path(parent, "t", "a.pdf", "PDF (*.pdf)", "pdf") == tmp_path / "other.pdf"
    assert proposed == ["a.pdf", str(tmp_path / "taken.pdf")]
