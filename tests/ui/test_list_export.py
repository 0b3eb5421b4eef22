"""Ctrl+Shift+E writes the list in front: its filter, its order, its groups; from a field too."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from python_calamine import CalamineWorkbook

from envoy_desktop.ui.shell import list_export
from tests.ui.test_casework_screens import city, file, key, template, window

__all__ = ["city", "file", "key", "template", "window"]


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "list.xlsx"
    monkeypatch.setattr(list_export, "ask_path", lambda *_arguments: path)
    return path


def written(window, out: Path, qtbot) -> list[list[Any]]:
    QTest.keyClick(
        window.focusWidget() or window,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(out.exists, timeout=20_000)
    book = CalamineWorkbook.from_path(str(out))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_a_filtered_list_from_its_filter_field(window, out, qtbot):
    window.go("procedures")
    table = window.screens["procedures"].listing.table
    listing = window.screens["procedures"].listing
    qtbot.waitUntil(lambda: len(table.rows.window) > 0, timeout=20_000)
    everything = len(table.rows.window)
    listing.text.setFocus()
    listing.text.setText("规划")
    qtbot.waitUntil(lambda: 0 < len(table.rows.window) < everything, timeout=20_000)
    ids = list(table.rows.window.all_ids())
    head, *rows = written(window, out, qtbot)
    assert len(rows) == len(ids)
    assert isinstance(rows[0][head.index("截止日")], date | str)
    names = [row[head.index("事项")] + row[head.index("项目")] for row in rows]
    assert all("规划" in name for name in names)


def test_groups_are_a_column(window, out, qtbot):
    window.go("ledger")
    screen = window.screens["ledger"]
    qtbot.waitUntil(lambda: screen.list.rows.rowCount() > 1, timeout=20_000)
    told = list_export.shown(screen.list)
    head, *rows = written(window, out, qtbot)
    assert len(rows) == len(told.ids)
    if told.groups:
        assert head[0] == "分组"
        assert [row[0] for row in rows] == list(told.groups)


@pytest.mark.parametrize("name", ["projects", "obstacles", "documents", "departments", "today"])
def test_every_list_screen_has_it(window, out, qtbot, name):
    window.go(name)
    qtbot.waitUntil(
        lambda: (
            (found := list_export.list_in_front(window)) is not None
            and bool(list_export.shown(found).ids)
        ),
        timeout=20_000,
    )
    found = list_export.list_in_front(window)
    count = len(list_export.shown(found).ids)
    _head, *rows = written(window, out, qtbot)
    assert len(rows) == count
