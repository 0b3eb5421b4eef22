"""The office's window: its own navigation; a dropped folder goes in and shows who delivered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop import now
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell.registry import screens_of
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.tour_stops import office_with_envoys
from envoy_desktop.words import names
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
def window(office: Workspace, qtbot: Any, qapp: Any) -> Iterator[MainWindow]:
    theme.start("light", 1.0)
    made = MainWindow(office, Asked(office).sources(), screens=screens_of(office.meta("role")))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def test_an_envoys_navigation_knows_no_office_and_an_offices_begins_with_it() -> None:
    assert "office" not in [entry.name for entry in screens_of("")]
    assert screens_of("office")[0].name == "office"


def test_the_dashboard_tells_who_delivered_and_takes_dropped_packages(
    window: MainWindow, office: Workspace, tmp_path: Path, qtbot: Any
) -> None:
    window.go("office")
    screen: Any = window.screens["office"]
    page = screen.tabs.page("status")
    qtbot.waitUntil(lambda: page._sums["delivered"].text() == "3", timeout=20_000)
    assert page._sums["missing"].text() == "2"
    assert page._sums["conflicts"].text() == "1"
    assert page._sums["aside"].text() == "2"
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bad").write_text("x y")
    page.take((tmp_path / "more",))
    qtbot.waitUntil(lambda: page._sums["aside"].text() == "3", timeout=20_000)
    assert page.envoys.isVisible()
    page._by.set_value("district")
    page._show_by()
    assert page.districts.isVisible()
    assert not page.envoys.isVisible()
    page._from.set_value("days")
    page._ask()
    day = names.short_day(now.today() - timedelta(31))
    qtbot.waitUntil(lambda: day in page._heading.text(), timeout=20_000)
    screen.tabs.show_page("return")
    back = screen.tabs.page("return")
    back.write(tmp_path / "back")
    qtbot.waitUntil(lambda: len(list((tmp_path / "back").glob("*"))) == 5, timeout=20_000)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)


def test_forty_conflicts_in_a_low_window_leave_in_sight_what_is_to_be_decided(
    window: MainWindow, qtbot: Any
) -> None:
    window.resize(1100, 620)
    window.go("office")
    screen: Any = window.screens["office"]
    qtbot.waitUntil(lambda: screen._seen is not None, timeout=20_000)
    screen.tabs.show_page("conflicts")
    page = screen.tabs.page("conflicts")
    found = screen._seen.exchange
    page.show_exchange(replace(found, conflicts=found.conflicts * 40))
    qtbot.waitUntil(lambda: page.siblings.height() > 0)
    qtbot.wait(50)
    for upper, lower in (
        (page.list, page._told), (page._told, page.siblings), (page.siblings, page.value),
    ):  # fmt: skip
        assert upper.geometry().bottom() < lower.geometry().top()
    assert page.value.geometry().bottom() <= page.height()
