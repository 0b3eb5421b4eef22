"""The office, the meeting and the exchange by the keyboard alone: reached, seen, and named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QTabBar, QWidget

from envoy_desktop import now
from envoy_desktop.casework import meetings, obstacles
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.meeting.exchange import ExchangeScreen
from envoy_desktop.ui.meeting.view import MeetingScreen
from envoy_desktop.ui.office.view import OfficeScreen
from envoy_desktop.ui.shell.registry import SCREENS, number_key, screens_of
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.tour_stops import office_with_envoys
from tests.store.conftest import TODAY


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    with now.turned():
        now.set_today(TODAY)
        made = office_with_envoys(tmp_path)
        yield made
        made.close()


@pytest.fixture
def window(office: Workspace, qtbot: Any) -> Iterator[MainWindow]:
    theme.start("light", 1.0)
    screens = [*screens_of(office.meta("role"))]
    screens += [entry for entry in SCREENS if entry.name not in {one.name for one in screens}]
    made = MainWindow(office, Asked(office).sources(), screens=tuple(screens))
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def ready(window: MainWindow, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    QApplication.processEvents()


def wanted(page: QWidget) -> set[QWidget]:
    """What takes the keyboard on a page: a tab bar and a list once, each field, each button."""
    return {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QAbstractItemView)
    }


def reached(window: MainWindow) -> set[QWidget]:
    """Every widget that Tab comes to, once round the window."""
    found: set[QWidget] = set()
    for _step in range(200):
        window.focusNextChild()
        here = window.focusWidget()
        if here is None or here in found:
            break
        found.add(here)
    return found


def nameless(widgets: set[QWidget]) -> list[str]:
    found = []
    for widget in widgets:
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name) if spoken else ""
        texts = widget.text() if isinstance(widget, QAbstractButton) else ""
        if isinstance(widget, QTabBar):
            texts = widget.tabText(widget.currentIndex())
        if not (name or widget.accessibleName() or texts):
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def checked(window: MainWindow, page: QWidget, qtbot: Any) -> None:
    ready(window, qtbot)
    parts = wanted(page)
    assert parts, "nothing on the page takes the keyboard"
    assert nameless(parts) == []
    left = parts - reached(window)
    assert [f"{type(w).__name__} {w.accessibleName()}" for w in left] == []


@pytest.mark.parametrize("name", ["status", "aside", "conflicts", "trust", "return"])
def test_each_page_of_the_office(window: MainWindow, qtbot: Any, name: str) -> None:
    window.go("office")
    screen = window.screens["office"]
    assert isinstance(screen, OfficeScreen)
    screen.tabs.show_page(name)
    checked(window, screen.widget(), qtbot)


@pytest.mark.parametrize("name", ["send", "receive", "conflicts", "trust"])
def test_each_page_of_the_exchange(window: MainWindow, qtbot: Any, name: str) -> None:
    window.go("exchange")
    screen = window.screens["exchange"]
    assert isinstance(screen, ExchangeScreen)
    screen.tabs.show_page(name)
    checked(window, screen.widget(), qtbot)


def test_the_meeting_before_and_while_it_is_held(
    window: MainWindow, office: Workspace, qtbot: Any
) -> None:
    with office.read() as reader:
        lead = reader.value("SELECT min(id) FROM department")
    for text in ("会审意见迟迟不汇总", "窗口不能决定"):
        office.do(obstacles.log, text=text, department=lead)
    window.go("meeting")
    screen = window.screens["meeting"]
    assert isinstance(screen, MeetingScreen)
    checked(window, screen.widget(), qtbot)
    office.do(meetings.begin, chair="市长")
    for name in ("agenda", "decisions", "table"):
        screen.tabs.show_page(name)
        checked(window, screen.widget(), qtbot)
    screen.tabs.show_page("agenda")
    screen.items.setFocus()
    ready(window, qtbot)
    first = screen.items.current()
    assert first is not None, "a list that has the keyboard shows where"
    screen.show_projector()
    assert screen.projector is not None
    qtbot.keyClick(screen.projector, Qt.Key.Key_Down)
    assert screen.items.current() != first
    qtbot.keyClick(screen.projector, Qt.Key.Key_Escape)
    assert not screen.projector.isVisible()


def test_a_list_shows_where_the_keyboard_is(window: MainWindow, qtbot: Any) -> None:
    window.go("office")
    screen = window.screens["office"]
    assert isinstance(screen, OfficeScreen)
    ready(window, qtbot)
    envoys: Any = screen.tabs.page("status")
    assert envoys.envoys.current() is None
    envoys.envoys.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: envoys.envoys.current() is not None)


def test_ten_screens_have_keys_and_no_key_has_two_digits() -> None:
    assert [number_key(n) for n in (1, 9, 10, 11)] == ["Ctrl+1", "Ctrl+9", "Ctrl+0", ""]
