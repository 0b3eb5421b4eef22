"""The department table as a spreadsheet: the counts as numbers, sums and shares as formulas."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from envoy_desktop.casework.figures import DepartmentFigures, Table
from envoy_desktop.domain.survival import rounded
from envoy_desktop.store.troubles import unwritable
from envoy_desktop.words import N_, _, names
from envoy_desktop.words import figures as words

Take = Callable[[DepartmentFigures], Any]
SUMMED = "sum"

COLUMNS: tuple[tuple[str, float, str, Take], ...] = (
    (N_("名次"), 6, "", lambda row: row.standing.rank),
    (N_("部门"), 26, "", lambda row: row.office.name),
    (N_("办件"), 7, SUMMED, lambda row: row.figure.cases),
    (N_("在办"), 7, SUMMED, lambda row: row.figure.open),
    (N_("中位数"), 8, "", lambda row: rounded(row.figure.median.value)),
    (N_("区间下"), 8, "", lambda row: rounded(row.figure.median.low)),
    (N_("区间上"), 8, "", lambda row: rounded(row.figure.median.high)),
    (N_("P90"), 8, "", lambda row: rounded(row.figure.p90.value)),
    (N_("向全市靠拢后"), 12, "", lambda row: rounded(row.standing.shrunk_median)),
    (N_("承诺内"), 8, SUMMED, lambda row: row.figure.promised.inside),
    (N_("超承诺"), 8, SUMMED, lambda row: row.figure.promised.outside),
    (N_("承诺内占比"), 10, "share", lambda row: None),
    (N_("法定内"), 8, SUMMED, lambda row: row.figure.statutory.inside),
    (N_("超法定"), 8, SUMMED, lambda row: row.figure.statutory.outside),
    (N_("法定内占比"), 10, "share", lambda row: None),
    (N_("超期日"), 8, SUMMED, lambda row: row.figure.overdue_days),
    (N_("非一次性告知"), 12, SUMMED, lambda row: row.conduct.kinds["piecemeal"]),
    (N_("清单外要求"), 10, SUMMED, lambda row: row.conduct.kinds["off_list_demand"]),
    (N_("退后台"), 8, SUMMED, lambda row: row.conduct.kinds["sent_to_back_office"]
        + row.conduct.kinds["window_cannot_decide"]),
    (N_("体外件"), 8, SUMMED, lambda row: row.conduct.before_cases),
    (N_("体外日"), 8, SUMMED, lambda row: row.conduct.before_days),
    (N_("记录"), 8, SUMMED, lambda row: row.conduct.events),
    (N_("补录"), 8, SUMMED, lambda row: row.conduct.late),
    (N_("与系统不符"), 10, SUMMED, lambda row: row.conduct.gap_events),
    (N_("相差日"), 8, SUMMED, lambda row: row.conduct.gap_days),
    (N_("评议"), 8, SUMMED, lambda row: row.conduct.ratings),
    (N_("评议均分"), 9, "", lambda row: None if row.conduct.rating is None
        else round(row.conduct.rating, 2)),
    (N_("障碍"), 8, SUMMED, lambda row: row.conduct.obstacles),
    (N_("欠答复"), 8, SUMMED, lambda row: row.conduct.owed),
    (N_("说明"), 34, "", lambda row: words.note(row.standing.note)),
)  # fmt: skip


def write(path: Path, table: Table) -> int:
    """Write the table; gives its rows. The old file is replaced only by the whole new one.

    Raises SystemFailed("file-unwritable").
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            whole = Path(folder) / "whole"
            _write(whole, table)
            os.replace(whole, path)
    except OSError as error:
        raise unwritable(error, path) from error
    return len(table.departments)


def _write(path: Path, table: Table) -> None:
    import xlsxwriter
    from xlsxwriter.utility import xl_col_to_name

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        total = book.add_format({"bold": True, "top": 1})
        share = book.add_format({"num_format": "0%"})
        total_share = book.add_format({"bold": True, "top": 1, "num_format": "0%"})
        muted = book.add_format({"font_color": "#5C6672", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("部门用时"))
        sheet.freeze_panes(1, 2)
        last = len(table.departments)
        for n, (head, width, _kind, _take) in enumerate(COLUMNS):
            sheet.set_column(n, n, width)
            sheet.write_string(0, n, _(head), bold)
        for line, row in enumerate(table.departments, 1):
            for n, (_head, _width, kind, take) in enumerate(COLUMNS):
                if kind == "share":
                    told = row.figure.promised if n < 13 else row.figure.statutory
                    _share(sheet, line, n, xl_col_to_name, share, told.share)
                    continue
                value = take(row)
                if isinstance(value, str):
                    sheet.write_string(line, n, value)
                elif value is not None:
                    sheet.write_number(line, n, value)
        sheet.write_string(last + 1, 1, _("合计"), total)
        for n, (_head, _width, kind, take) in enumerate(COLUMNS):
            if kind == SUMMED:
                name = xl_col_to_name(n)
                value = sum(take(row) for row in table.departments)
                formula = f"=SUM({name}2:{name}{last + 1})" if last else "=0"
                sheet.write_formula(last + 1, n, formula, total, value)
            elif kind == "share":
                held = [r.figure.promised if n < 13 else r.figure.statutory
                        for r in table.departments]  # fmt: skip
                inside, outside = sum(h.inside for h in held), sum(h.outside for h in held)
                whole = inside / (inside + outside) if inside + outside else None
                _share(sheet, last + 1, n, xl_col_to_name, total_share, whole)
        if last:
            sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        method = book.add_worksheet(_("方法"))
        method.set_column(0, 0, 100)
        for n, words_ in enumerate(_method(table)):
            method.write_string(n, 0, words_, muted)


def _share(sheet: Any, line: int, n: int, name: Any, form: Any, value: float | None) -> None:
    """Inside ÷ (inside + outside), from the two columns before it."""
    a, b = f"{name(n - 2)}{line + 1}", f"{name(n - 1)}{line + 1}"
    sheet.write_formula(line, n, f'=IF({a}+{b}=0,"",{a}/({a}+{b}))', form, "" if value is None
                        else value)  # fmt: skip


def _method(table: Table) -> list[str]:
    window = table.window
    parts = [_("截至 {day}").format(day=names.full_day(table.as_of))]
    if window.since:
        parts.append(_("{day}起申报").format(day=names.full_day(window.since)))
    if window.until:
        parts.append(_("申报至 {day}").format(day=names.full_day(window.until)))
    if window.item:
        parts.append(_("只算事项 {code}").format(code=window.item))
    return [_("；").join(parts), *words.method()]
