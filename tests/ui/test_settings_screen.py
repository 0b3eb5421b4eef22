"""Settings: every declared one stands somewhere, is kept when one goes on, and can be undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from envoy_desktop import words
from envoy_desktop.casework import taking_in
from envoy_desktop.domain.settings import SETTINGS
from envoy_desktop.store import undo
from envoy_desktop.store.queries import reference
from envoy_desktop.ui import theme
from envoy_desktop.ui.settings import view
from envoy_desktop.ui.settings.view import SettingsScreen
from envoy_desktop.ui.start.session import Session
from tests.ui.clipping import problems
from tests.ui.start_ground import cheap_keys, file, idle, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]
TABS = ("people", "rules", "holidays", "catalogue", "safety", "laptop")
ON_SAFETY = ("backup.folder", "backup.every_hours", "backup.keep")


@pytest.fixture
def settings(opened: Session, qtbot) -> SettingsScreen:
    assert opened.window is not None
    opened.window.go("settings")
    qtbot.waitUntil(idle(opened))
    screen = opened.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    return screen


def kept(session: Session, key: str) -> object:
    assert session.workspace is not None
    with session.workspace.read() as reader:
        return reference.setting(reader, key)


def test_every_setting_stands_on_one_page() -> None:
    shown = [*view.PEOPLE, *view.RULES, *view.LAPTOP, *ON_SAFETY]
    assert sorted(shown) == sorted(SETTINGS)


def test_a_field_is_kept_when_it_is_left_and_undone(
    settings: SettingsScreen, opened: Session, qtbot
) -> None:
    form = settings.forms["people"]
    field = form.fields["envoy.phone"].input()
    field.setFocus()
    qtbot.keyClicks(field, "6312 0086")
    assert kept(opened, "envoy.phone") == ""
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(opened, "envoy.phone") == "6312 0086")
    assert opened.workspace is not None
    undo.undo(opened.workspace)
    qtbot.waitUntil(lambda: form.fields["envoy.phone"].value() == "")


def test_a_value_out_of_bounds_is_told_and_not_kept(
    settings: SettingsScreen, opened: Session, qtbot
) -> None:
    settings.tabs.show_page("rules")
    form = settings.forms["rules"]
    form.fields["lamp.yellow_share"].set_value(5)
    form.keep("lamp.yellow_share")
    assert "不能小于" in form.fields["lamp.yellow_share"]._wrong.text()
    form.fields["lamp.yellow_share"].set_value(70)
    form.keep("lamp.yellow_share")
    qtbot.waitUntil(lambda: str(kept(opened, "lamp.yellow_share")) == "0.7")


def test_language_theme_and_scale_switch_at_once(
    settings: SettingsScreen, opened: Session, qtbot
) -> None:
    assert opened.window is not None
    opened.set_device("ui.theme", "dark")
    assert theme.look().dark
    opened.set_device("ui.text_scale", "150")
    assert theme.look().scale == 1.5
    qtbot.waitUntil(idle(opened))
    opened.set_device("ui.language", "en")
    qtbot.waitUntil(idle(opened))
    assert words.language() == "en"
    assert opened.window.screens["settings"].title() != "设置"
    again = opened.device.values
    assert (again["ui.theme"], again["ui.text_scale"], again["ui.language"]) == (
        "dark", "150", "en",
    )  # fmt: skip


def test_a_new_holiday_table_gives_its_receipt(
    settings: SettingsScreen, opened: Session, tmp_path: Path, qtbot
) -> None:
    from datetime import date

    from envoy_desktop.casework import events, plans
    from envoy_desktop.domain.clock_values import EventKind

    assert opened.workspace is not None
    project = opened.workspace.do(
        plans.begin, name="甲", attributes={"investment_kind": "record", "land_supply": "grant"}
    )
    with opened.workspace.read() as reader:
        plan = {p.item.code: p.id for p in plans.plan(reader, project)}
    for kind, on in ((EventKind.FILED, 19), (EventKind.ACCEPTED, 20)):
        opened.workspace.do(
            events.record, procedure=plan["GH-XK"], kind=kind, on=date(2026, 11, on)
        )
    settings.tabs.show_page("holidays")
    tab = settings._holidays
    assert tab is not None
    table = tmp_path / "new.csv"
    table.write_text(
        "date,kind,name,notice_year\n2026-11-30,holiday,市庆,2026\n2026-12-01,holiday,市庆,2026\n",
        "utf-8",
    )
    tab.take(table)
    qtbot.waitUntil(lambda: tab.receipt.rows.rowCount() > 0, timeout=20_000)
    moved = [tab.receipt.rows.row_at(n) for n in range(tab.receipt.rows.rowCount())]
    assert all("→" in row.second_line for row in moved)
    assert "个截止日因此移动" in tab._receipt_told.text()
    table.write_text("date,kind,name,notice_year\n2026-13-01,holiday,市庆,2026\n", "utf-8")
    tab.take(table)
    qtbot.waitUntil(lambda: tab.problems.isVisible(), timeout=20_000)
    assert "第 2 行" in tab.problems.list.toPlainText()


def test_a_catalogue_is_no_holiday_table(opened: Session, root: Path) -> None:
    from envoy_desktop.domain.refusal import Refusal

    assert opened.workspace is not None
    with pytest.raises(Refusal) as refused:
        taking_in.holidays(opened.workspace, root / "db" / "reference" / "departments.csv", None)
    assert refused.value.rule == "not-a-holiday-table"


def test_a_bad_row_of_a_catalogue_is_told_and_nothing_is_taken_in(
    settings: SettingsScreen, opened: Session, tmp_path: Path, root: Path, qtbot
) -> None:
    settings.tabs.show_page("catalogue")
    qtbot.waitUntil(idle(opened))
    tab = settings._catalogue
    assert tab is not None
    assert tab.list.rows.rowCount() > 50
    own = tmp_path / "own.csv"
    text = (root / "db" / "reference" / "catalogue.csv").read_text("utf-8")
    own.write_text(text.replace(",accepted,", ",acepted,", 1), "utf-8")
    tab.take(own)
    qtbot.waitUntil(lambda: tab.problems.isVisible(), timeout=20_000)
    assert settings.kept is not None
    assert len(settings.kept.editions) == 1
    own.write_text(text.replace("企业投资项目备案", "企业投资项目备案（市）", 1), "utf-8")
    tab.take(own)
    qtbot.waitUntil(
        lambda: settings.kept is not None and len(settings.kept.editions) == 2, timeout=20_000
    )
    assert not tab.problems.isVisible()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_page_is_clipped(opened: Session, scale: float, language: str, qtbot) -> None:
    assert opened.window is not None
    words.set_language(language)
    theme.look().set_scale(scale)
    theme.look().set_scheme("dark" if scale == 1.5 else "light")
    opened.window.rebuild()
    opened.window.resize(round(1280 * scale), round(800 * scale))
    opened.window.go("settings")
    screen = opened.window.screens["settings"]
    assert isinstance(screen, SettingsScreen)
    for name in TABS:
        screen.tabs.show_page(name)
        qtbot.waitUntil(idle(opened))
        qtbot.waitUntil(lambda: problems(screen.widget()) == [])
