"""A bad cell is told where a person finds it: sheet, row as the spreadsheet counts, column."""

from pathlib import Path

import pytest
import xlsxwriter

from envoy_desktop.casework import reference
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.places import shipped
from envoy_desktop.words import refusals

HOLIDAYS = ["date", "kind", "name", "notice_year"]
GOOD, BAD = ["2027-01-01", "holiday", "元旦", "2027"], ["元月二日", "rest", "元旦", "2027"]


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for n, line in enumerate(lines):
                sheet.write_row(n, 0, line)
    return path


def told(path: Path) -> refusals.Told:
    with pytest.raises(Refusal) as refused:
        reference.read_lists(path, reference.shipped_lists())
    return refusals.tell(refused.value)


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        ([HOLIDAYS, GOOD, BAD], 3),
        ([HOLIDAYS, GOOD, [], ["", " "], BAD], 5),
        ([[], [], HOLIDAYS, GOOD, BAD], 5),
        ([[], HOLIDAYS, [], BAD, []], 4),
    ],
    ids=["plain", "gaps", "blank lines above", "both"],
)
def test_a_row_is_counted_as_the_spreadsheet_counts_it(tmp_path, lines, row):
    seen = told(workbook(tmp_path / "本市.xlsx", {"放假": lines}))
    assert seen.what == "节假日表有 2 处要改："
    assert seen.lines == (
        f"“放假”第 {row} 行，kind（种类）：“rest”应为以下之一：holiday、workday。",
        f"“放假”第 {row} 行，date（日期）：“元月二日”应为日期，如 2026-10-01。",
    )


def test_blank_lines_of_a_csv_count_too(tmp_path):
    path = tmp_path / "放假.csv"
    path.write_text(
        "\n".join(",".join(line) for line in (HOLIDAYS, GOOD, [], BAD)), encoding="gb18030"
    )
    assert told(path).lines[0].startswith("“放假”第 4 行，kind（种类）")


def test_the_sheet_of_several_is_named(tmp_path):
    departments = shipped("db", "reference", "departments.csv").read_text("utf-8")
    lines = [line.split(",") for line in departments.splitlines()]
    lines[4][3] = "office"
    path = workbook(tmp_path / "本市.xlsx", {"放假": [HOLIDAYS, GOOD], "部门": lines})
    assert told(path).lines == (
        "“部门”第 5 行，kind（种类）："
        "“office”应为以下之一：government、vertical、public_utility、intermediary_class。",
    )


def test_blank_rows_between_good_ones_are_passed_over(tmp_path):
    path = workbook(tmp_path / "放假.xlsx", {"放假": [HOLIDAYS, [], GOOD, [], []]})
    lists = reference.read_lists(path, reference.shipped_lists())
    assert [h.on.isoformat() for h in lists.holidays] == ["2027-01-01"]
