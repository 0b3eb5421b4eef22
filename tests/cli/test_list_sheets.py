"""`--xlsx` of the listing verbs, read back by another library: same rows, same order, types."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Call


def rows(path: Path) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.fixture
def stuck(envoy: Call, permit: str) -> str:
    """An obstacle whose text a spreadsheet could take for a formula."""
    logged = envoy("--json", "obstacle", "log", "=1+1 窗口退件", "--procedure", permit)
    assert logged.exit == 0, logged.err
    id = logged.json["id"]
    assert isinstance(id, str)
    return id


def test_procedures_keep_order_dates_and_numbers(envoy: Call, permit: str, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    listed = envoy("--json", "procedure", "list", "--sort", "deadline").json
    written = envoy("--json", "procedure", "list", "--sort", "deadline", "--xlsx", out)
    assert written.json["rows"] == len(listed)
    head, *found = rows(out)
    assert [row[head.index("代码")] for row in found] == [row["code"] for row in listed]
    mine = next(row for row in found if row[head.index("代码")] == "GH-XK")
    assert mine[head.index("受理日期")] == date(2026, 10, 29)
    assert mine[head.index("时限天数")] == 7.0


def test_a_filter_holds_for_the_file_too(envoy: Call, permit: str, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    assert envoy("procedure", "list", "--state", "accepted", "--xlsx", out).exit == 0
    assert len(rows(out)) == 2


def test_a_text_is_never_a_formula(envoy: Call, stuck: str, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    assert envoy("obstacle", "list", "--xlsx", out).exit == 0
    assert rows(out)[1][0] == "=1+1 窗口退件"


@pytest.mark.parametrize("noun", ["project", "procedure", "obstacle", "memo", "duty", "catalogue"])
def test_every_list_has_it(envoy: Call, stuck: str, tmp_path: Path, noun: str) -> None:
    assert envoy("memo", "draft", "--kind", "briefing", "--obstacles", stuck).exit == 0
    out = tmp_path / "a.xlsx"
    done = envoy("--json", noun, "list", "--xlsx", out)
    assert done.exit == 0, done.err
    listed = envoy("--json", noun, "list").json
    assert done.json["rows"] == len(listed) == len(rows(out)) - 1


def test_a_place_that_cannot_be_written_is_told(envoy: Call, tmp_path: Path) -> None:
    done = envoy("project", "list", "--xlsx", tmp_path / "none" / "a.xlsx")
    assert done.exit
    assert "写不了" in done.err
