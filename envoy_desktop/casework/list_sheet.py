"""Any list as a spreadsheet: named columns with types, exactly the rows and order that are shown.

Dates are dates, numbers are numbers, and a text is never a formula, whatever it begins with.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import (
    departments,
    documents,
    duties,
    obstacles,
    procedures,
    projects,
)
from envoy_desktop.store.troubles import unwritable
from envoy_desktop.words import N_, _, names

TEXT, DATE, NUMBER = "text", "date", "number"
MOST_ROWS = 1_000_000
"""Rows of one sheet; more go on a next one (the format holds 1,048,576 with the head)."""
BLOCK = 5_000
MOST_SIGNS = 32_767
"""Characters of one cell in the format."""
CUT = "…"
_WHOLE = "whole"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_WIDTHS = {TEXT: 18, DATE: 12, NUMBER: 9}
_FIRST_DAY = date(1900, 3, 1)  # before it the format's days are off by one
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells are (text, date, number), its width in characters."""

    title: str
    type: str = TEXT
    width: float = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A list ready to be written; a row may be shorter than the columns."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows, and cells whose text was longer than the format takes."""

    rows: int
    cut: int = 0


def write(path: Path, table: Table) -> Written:
    """Write a list to an XLSX file; the old file is replaced only by the whole new one.

    Raises SystemFailed("file-unwritable").
    """
    try:
        # beside the file: what is not finished never lies about in a common folder
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            written = _write(Path(folder), table)
            os.replace(Path(folder) / _WHOLE, path)
    except OSError as error:
        raise unwritable(error, path) from error
    return written


def plain(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A list of worded cells: a column all of dates or all of figures becomes one of its type."""
    held = [tuple(row) for row in rows]
    columns = []
    for n, head in enumerate(heads):
        cells = [str(row[n]) for row in held if n < len(row) and row[n] not in ("", None)]
        type = TEXT
        if cells and all(_ISO.fullmatch(cell) for cell in cells):
            type = DATE
        elif cells and all(_FIGURE.fullmatch(cell) for cell in cells):
            type = NUMBER
        longest = max((_cells(cell) for cell in cells[:500]), default=0)
        columns.append(Column(head, type, min(60, max(longest, _cells(head)) + 2)))
    return Table(title, tuple(columns), held)


# The lists that the workspace knows


def known(kind: str) -> bool:
    """Whether a list of this kind of thing has columns of its own."""
    return kind in _LISTS


def of(reader: Reader, kind: str, ids: Sequence[int], groups: Sequence[str] = ()) -> Table:
    """The list of the named things in their order; `groups` names each row's group, if grouped."""
    title, columns, rows = _LISTS[kind]
    heads = tuple(Column(_(c.title), c.type, c.width) for c in columns)
    made = _placed(reader, ids, rows)
    if not groups:
        return Table(_(title), heads, (row for row in made if row is not None))
    return Table(
        _(title),
        (Column(_("分组"), TEXT, 18), *heads),
        ((group, *row) for group, row in zip(groups, made, strict=True) if row is not None),
    )


Made = Iterable[tuple[int, Sequence[Any]]]


def _placed(
    reader: Reader, ids: Sequence[int], rows: Callable[[Reader, Sequence[int]], Made]
) -> Iterator[Sequence[Any] | None]:
    """The rows in the order of the ids, a block at a time: a million are never held."""
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        found = dict(rows(reader, block))
        for id in block:
            yield found.get(id)


def _projects(reader: Reader, ids: Sequence[int]) -> Made:
    rows = projects.all_projects(reader, now.today(), closed=True, ids=ids) if ids else []
    for row in rows:
        yield (
            row.id,
            (
                row.name, names.lamp(row.lamp) if row.lamp else "", row.investor, row.place,
                row.envoy, row.lead_leader, row.opened_on, row.target_on,
                sum(s.total for s in row.stages), sum(s.done for s in row.stages),
                sum(s.running for s in row.stages), sum(s.red for s in row.stages),
                row.open_obstacles, row.touched_on, row.closed_on,
            ),
        )  # fmt: skip


def _procedures(reader: Reader, ids: Sequence[int]) -> Made:
    today = now.today()
    for start in range(0, len(ids), 500):
        for row in procedures.rows(reader, ids[start : start + 500]):
            lamp = row.lamp(today)
            yield (
                row.procedure,
                (
                    row.project_name, row.code, row.name, row.stage, row.department_name,
                    names.lamp(lamp) if lamp else "", names.state(row.state), row.filed_on,
                    row.accepted_on, row.decided_on, row.ended_on,
                    names.holder(row.holder) if row.holder else "", row.limit_days,
                    row.deadline, row.statutory_deadline, row.promised_deadline,
                    row.plan_deadline,
                ),
            )  # fmt: skip


def _obstacles(reader: Reader, ids: Sequence[int]) -> Made:
    rows = obstacles.obstacles(reader, ids=ids) if ids else []
    for row in rows:
        yield (
            row.id,
            (
                row.text, names.obstacle_kind(row.kind) if row.kind else "",
                names.severity(row.severity), row.project_name, row.procedure_name,
                row.department_name, row.on, row.answer_due, row.attempts, row.last_attempt_on,
                row.proposal, row.statement, row.resolved_on, row.resolution, row.entered_on,
            ),
        )  # fmt: skip


def _memos(reader: Reader, ids: Sequence[int]) -> Made:
    wanted = frozenset(ids)
    for row in documents.memos(reader):
        if row.id in wanted:
            yield (
                row.id,
                (
                    row.number, names.document_kind(row.kind), row.title.replace("\n", ""),
                    names.document_state(row.state), row.organ, row.addressee, row.issuer,
                    row.copies, row.drafted_on, row.signed_on, row.delivered_on, row.answer_due,
                    row.closed_on,
                ),
            )  # fmt: skip


def _duties(reader: Reader, ids: Sequence[int]) -> Made:
    wanted = frozenset(ids)
    for row in duties.duties(reader):
        if row.id in wanted:
            yield (
                row.id,
                (
                    row.text, names.duty_source(row.source), row.basis, row.project_name,
                    row.department_name or row.owed_by, row.given_on, row.due_on, row.done_on,
                    row.done_note,
                ),
            )  # fmt: skip


def _departments(reader: Reader, ids: Sequence[int]) -> Made:
    wanted = frozenset(ids)
    for row in departments.departments(reader, now.today()):
        if row.id in wanted:
            yield (
                row.id,
                (
                    row.name, row.short_name, names.department_kind(row.kind), row.cases,
                    row.open, row.red, row.yellow, row.obstacles, row.owed, row.duties,
                ),
            )  # fmt: skip


_LISTS: Mapping[
    str, tuple[str, tuple[Column, ...], Callable[[Reader, Sequence[int]], Made]]
] = {
    "project": (
        N_("项目"),
        (
            Column(N_("项目"), width=30), Column(N_("灯"), width=6), Column(N_("投资方"), width=26),
            Column(N_("地点"), width=20), Column(N_("特派服务员"), width=12),
            Column(N_("包联领导"), width=12), Column(N_("启动日期"), DATE),
            Column(N_("计划动工"), DATE), Column(N_("事项数"), NUMBER), Column(N_("办结"), NUMBER),
            Column(N_("在办"), NUMBER), Column(N_("红灯"), NUMBER),
            Column(N_("未解决障碍"), NUMBER, 12), Column(N_("最近记录"), DATE),
            Column(N_("结束日期"), DATE),
        ),
        _projects,
    ),
    "procedure": (
        N_("事项"),
        (
            Column(N_("项目"), width=30), Column(N_("代码"), width=10),
            Column(N_("事项"), width=30), Column(N_("阶段"), NUMBER, 6),
            Column(N_("牵头部门"), width=16), Column(N_("灯"), width=6),
            Column(N_("状态"), width=12), Column(N_("申报日期"), DATE),
            Column(N_("受理日期"), DATE), Column(N_("决定日期"), DATE),
            Column(N_("结束日期"), DATE), Column(N_("现由谁办"), width=12),
            Column(N_("时限天数"), NUMBER), Column(N_("截止日"), DATE),
            Column(N_("法定截止日"), DATE), Column(N_("承诺截止日"), DATE),
            Column(N_("计划截止日"), DATE),
        ),
        _procedures,
    ),
    "obstacle": (
        N_("障碍"),
        (
            Column(N_("障碍"), width=48), Column(N_("种类"), width=18),
            Column(N_("程度"), width=10), Column(N_("项目"), width=26),
            Column(N_("事项"), width=26), Column(N_("部门"), width=16),
            Column(N_("发生日期"), DATE), Column(N_("答复期限"), DATE),
            Column(N_("协调次数"), NUMBER), Column(N_("最近协调"), DATE),
            Column(N_("建议"), width=36), Column(N_("部门说法"), width=36),
            Column(N_("解决日期"), DATE), Column(N_("怎样解决"), width=30),
            Column(N_("登记日期"), DATE),
        ),
        _obstacles,
    ),
    "memo": (
        N_("公文"),
        (
            Column(N_("发文字号"), width=22), Column(N_("文种"), width=10),
            Column(N_("标题"), width=48), Column(N_("状态"), width=10),
            Column(N_("发文机关"), width=22), Column(N_("主送机关"), width=22),
            Column(N_("签发人"), width=12), Column(N_("抄送机关"), width=22),
            Column(N_("起草日期"), DATE), Column(N_("签发日期"), DATE),
            Column(N_("送达日期"), DATE), Column(N_("答复期限"), DATE),
            Column(N_("结束日期"), DATE),
        ),
        _memos,
    ),
    "duty": (
        N_("督办事项"),
        (
            Column(N_("内容"), width=48), Column(N_("来源"), width=12),
            Column(N_("依据"), width=24), Column(N_("项目"), width=26),
            Column(N_("责任单位"), width=18), Column(N_("交办日期"), DATE),
            Column(N_("截止日期"), DATE), Column(N_("办结日期"), DATE),
            Column(N_("办结说明"), width=30),
        ),
        _duties,
    ),
    "department": (
        N_("部门"),
        (
            Column(N_("部门"), width=26), Column(N_("简称"), width=14),
            Column(N_("类别"), width=12), Column(N_("事项数"), NUMBER),
            Column(N_("在办"), NUMBER), Column(N_("红灯"), NUMBER), Column(N_("黄灯"), NUMBER),
            Column(N_("未解决障碍"), NUMBER, 12), Column(N_("欠答复"), NUMBER),
            Column(N_("督办"), NUMBER),
        ),
        _departments,
    ),
}  # fmt: skip


# Writing


def _write(folder: Path, table: Table) -> Written:
    import xlsxwriter

    told = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "constant_memory": True,
        "tmpdir": str(folder),
    }
    book = xlsxwriter.Workbook(str(folder / _WHOLE), told)
    try:
        try:
            return _fill(book, table)
        finally:
            book.close()
    except xlsxwriter.exceptions.XlsxFileError as error:  # it words a full disk its own way
        cause = error.args[0] if error.args else None
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def _fill(book: Any, table: Table) -> Written:
    book.set_properties({"title": table.title, "created": now.instant().replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F2F2"}),
        DATE: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }
    rows = cut = number = 0
    sheet = None
    name = table.title.translate(_UNFIT).strip()[:24] or "1"
    for cells in table.rows:
        if sheet is None or number == MOST_ROWS:
            _close(sheet, table, number)
            sheets = rows // MOST_ROWS
            sheet = _begin(book, f"{name} {sheets + 1}" if sheets else name, table, formats)
            number = 0
        number += 1
        rows += 1
        for n, (value, column) in enumerate(zip(cells, table.columns, strict=False)):
            cut += _cell(sheet, number, n, value, column.type, formats)
    if sheet is None:
        sheet = _begin(book, name, table, formats)
    _close(sheet, table, number)
    return Written(rows, cut)


def _begin(book: Any, name: str, table: Table, formats: Mapping[str, Any]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for n, column in enumerate(table.columns):
        wide = max(column.width or _WIDTHS[column.type], _cells(column.title) + 3)
        sheet.set_column(n, n, wide)
        sheet.write_string(0, n, column.title, formats["head"])
    return sheet


def _close(sheet: Any, table: Table, last: int) -> None:
    if sheet is not None and table.columns:
        sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _cell(
    sheet: Any, row: int, column: int, value: Any, type: str, formats: Mapping[str, Any]
) -> int:
    """Write one cell by its column's type, what does not fit the type as text; 1 if it was cut."""
    if value is None or value == "":
        return 0
    if type == DATE:
        on = _date(value)
        if on is not None:
            sheet.write_datetime(row, column, on, formats[DATE])
            return 0
    elif type == NUMBER:
        if isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value)
            return 0
        if isinstance(value, str) and _FIGURE.fullmatch(value):
            sheet.write_number(row, column, float(value))
            return 0
    text = str(value)
    # the format counts UTF-16 units
    if len(text) + sum(c > "\uffff" for c in text) <= MOST_SIGNS:
        sheet.write_string(row, column, text)
        return 0
    sheet.write_string(row, column, text[: MOST_SIGNS // 2] + CUT)
    return 1


def _date(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        value = value.date()
    return value if isinstance(value, date) and value >= _FIRST_DAY else None


def _cells(text: str) -> int:
    """About how wide a text is: Chinese takes two."""
    return sum(2 if c > "\u2e7f" else 1 for c in text)
