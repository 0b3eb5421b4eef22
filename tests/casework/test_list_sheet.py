"""Lists as spreadsheets: types, long texts, many rows; read back by another library."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from envoy_desktop.casework import list_sheet
from envoy_desktop.casework.list_sheet import DATE, NUMBER, Column, Table


def sheets(path: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return [
        book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    ]


def written(path: Path, *rows: tuple[Any, ...]) -> list[list[Any]]:
    columns = (Column("事项"), Column("日期", DATE), Column("件数", NUMBER))
    list_sheet.write(path, Table("名单", columns, rows))
    return sheets(path)[0]


def test_each_type_comes_back_as_itself(tmp_path: Path) -> None:
    head, *found = written(
        tmp_path / "a.xlsx",
        ("=HYPERLINK(1)", "2026-03-05", 3),
        ("@甲\x01\n乙", date(2026, 3, 6), "4"),
        ("http://example.org", "没有日期", "约5件"),
        ("", None, None),
        ("007", "1899-12-31", 0),
    )
    assert head == ["事项", "日期", "件数"]
    assert found[0] == ["=HYPERLINK(1)", date(2026, 3, 5), 3.0]
    assert found[1] == ["@甲\x01\n乙", date(2026, 3, 6), 4.0]
    assert found[2] == ["http://example.org", "没有日期", "约5件"]
    assert found[3] == ["", "", ""]
    assert found[4] == ["007", "1899-12-31", 0.0]


def test_a_text_longer_than_a_cell_is_cut_and_counted(tmp_path: Path) -> None:
    table = Table("名单", (Column("事项"),), [("𬭎" * 40_000,), ("短",)])
    told = list_sheet.write(tmp_path / "a.xlsx", table)
    assert (told.rows, told.cut) == (2, 1)
    assert sheets(tmp_path / "a.xlsx")[0][1][0].endswith("𬭎…")


def test_more_rows_than_a_sheet_holds_go_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_sheet, "MOST_ROWS", 3)
    list_sheet.write(tmp_path / "a.xlsx", Table("名[单]", (Column("号"),), [(n,) for n in "abcde"]))
    first, second = sheets(tmp_path / "a.xlsx")
    assert [row[0] for row in first] == ["号", "a", "b", "c"]
    assert [row[0] for row in second] == ["号", "d", "e"]


def test_columns_of_worded_cells_find_their_types() -> None:
    table = list_sheet.plain(
        "表", ["日", "数", "字"], [("2026-03-05", "12", "12"), ("", "3.5", "一"), ("2026-03-06",)]
    )
    assert [column.type for column in table.columns] == [DATE, NUMBER, list_sheet.TEXT]


def test_an_old_file_stays_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def broken() -> Any:
        yield ("一",)
        raise ValueError("the reader was closed")

    with pytest.raises(ValueError, match="closed"):
        list_sheet.write(path, Table("名单", (Column("号"),), broken()))
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
