"""The department table as a workbook whose sums are formulas, so that they can be checked."""

import io
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.documents import department_table as paper
from envoy_desktop.documents.department_table import DepartmentTable, TableLine
from envoy_desktop.domain.departments import FEWEST, Held
from envoy_desktop.domain.survival import rounded
from envoy_desktop.store.connection import replace_file
from envoy_desktop.words import figures as words

FIGURES = (
    "名次", "部门", "办件", "在办", "中位数", "区间下限", "区间上限", "P90", "承诺内", "法定内",
    "与全市比（倍）", "下限", "上限", "结论", "趋势",
)  # fmt: skip
_SUMMED = (2, 3)


def write(table: DepartmentTable, path: Path) -> int:
    """Write the workbook; gives its departments. Raises SystemFailed("file-unwritable")."""
    import xlsxwriter

    data = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, plain)
    book.set_properties(
        {
            "title": f"{table.period}部门审批效能情况表",
            "created": now.instant().replace(tzinfo=None),
        }
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "share": book.add_format({"num_format": "0%"}),
        "sum": book.add_format({"bold": True, "top": 1}),
    }
    lines = table.lines
    sheet = _sheet(book, "办理用时", FIGURES, formats)
    for n, line in enumerate(lines, 1):
        for column, value in enumerate(_figures(line)):
            share = column in (8, 9)
            _cell(sheet, n, column, value, formats["share"] if share else None)
    _sums(sheet, len(lines), _SUMMED, [_figures(line) for line in lines], formats)
    heads = ("部门", *paper.CONDUCT, "评议均分", "评议份数")
    sheet = _sheet(book, "办理中的问题", heads, formats)
    told = [(line.name, *paper.counts(line), line.row.conduct.rating, line.row.conduct.ratings)
            for line in lines]  # fmt: skip
    for n, row in enumerate(told, 1):
        for column, value in enumerate(row):
            _cell(sheet, n, column, value)
    summed = (*range(1, len(paper.CONDUCT) + 1), len(heads) - 1)
    _sums(sheet, len(lines), summed, told, formats)
    sheet = _sheet(book, "部门的答复", ("部门", "日期", "答复"), formats)
    said = [(line.name, a.on, a.text) for line in lines for a in line.answers]
    for n, cells in enumerate(said, 1):
        for column, value in enumerate(cells):
            _cell(sheet, n, column, value)
    sheet = book.add_worksheet("怎样读")
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    for n, words_ in enumerate((f"{table.period}，截至{table.as_of.isoformat()}", *paper.METHOD)):
        sheet.write_string(n, 0, words_)
    book.close()
    replace_file(path, data.getvalue())
    return len(lines)


def _figures(line: TableLine) -> tuple[Any, ...]:
    figure, standing = line.row.figure, line.row.standing
    return (
        standing.rank, line.name, figure.cases, figure.open, rounded(figure.median.value),
        rounded(figure.median.low), rounded(figure.median.high), rounded(figure.p90.value),
        _share(figure.promised), _share(figure.statutory), _short(standing.shrunk),
        _short(standing.low), _short(standing.high), paper.against_city(line),
        paper.TRENDS[line.trend],
    )  # fmt: skip


def _share(held: Held) -> float | str | None:
    """A share to reckon with; of too few settled cases the cases."""
    return held.share if held.inside + held.outside >= FEWEST else words.held(held)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _sheet(book: Any, name: str, heads: tuple[str, ...], formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for n, head in enumerate(heads):
        sheet.set_column(n, n, 60 if head == "答复" else 18 if head in ("部门", "结论") else 10)
        sheet.write_string(0, n, head, formats["head"])
    return sheet


def _cell(sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    elif value:
        sheet.write_string(row, column, str(value), form)


def _sums(
    sheet: Any, count: int, columns: tuple[int, ...], told: list[Any], formats: dict[str, Any]
) -> None:
    """A last row of sums as formulas, each with the value it has now."""
    if not count:
        return
    label = next(n for n, value in enumerate(told[0]) if isinstance(value, str))
    sheet.write_string(count + 1, label, "合计", formats["sum"])
    for n in columns:
        letter = chr(ord("A") + n)
        value = sum(row[n] or 0 for row in told)
        formula = f"=SUM({letter}2:{letter}{count + 1})"
        sheet.write_formula(count + 1, n, formula, formats["sum"], value)
