"""Projects, procedures and events as a workbook that can be taken in again as it is."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain import sheet_columns
from envoy_desktop.domain.attributes import ATTRIBUTES
from envoy_desktop.domain.sheet_columns import ATTRIBUTE, EVENT_FIELDS, PROJECT_FIELDS
from envoy_desktop.store.connection import Reader, replace_file
from envoy_desktop.store.queries import ledgers
from envoy_desktop.words import names as words

SHEETS = ("项目", "办件", "事件")
"""The sheets' names: part of the form of the file, the same in every language."""

_PROJECT = (*PROJECT_FIELDS, *(ATTRIBUTE + code for code in ATTRIBUTES))
_PROCEDURE = ("project", "item", "nth", "plan_limit", "reference", "note")
_BESIDE = ("事项名称（对照）", "部门（对照）", "状态（对照）", "截止日（对照）")
_EVENT = ("project", "item", "nth", *EVENT_FIELDS)


def write(reader: Reader, path: Path, projects: Sequence[int] = ()) -> dict[str, int]:
    """Write the named projects (default: all) to an XLSX; gives the rows of each sheet.

    Values are texts, never formulas. Columns marked 对照 are for reading and are not taken in
    again. Raises SystemFailed("file-unwritable").
    """
    chosen = list(projects)
    sheets = {
        SHEETS[0]: (_headings(_PROJECT), list(_projects(reader, chosen))),
        SHEETS[1]: ((*_headings(_PROCEDURE), *_BESIDE), list(_procedures(reader, chosen))),
        SHEETS[2]: (_headings(_EVENT), list(_events(reader, chosen))),
    }
    _book(path, sheets)
    return {name: len(rows) for name, (_heads, rows) in sheets.items()}


def _headings(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sheet_columns.heading, fields))


def _projects(reader: Reader, chosen: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    given = ledgers.attributes(reader, chosen)
    for row in ledgers.projects(reader, chosen):
        values = given.get(row[0], {})
        yield (*row[1:], *(values.get(code, "") for code in ATTRIBUTES))


def _procedures(reader: Reader, chosen: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    for row in ledgers.procedures(reader, chosen):
        yield (
            row.project_name,
            row.code,
            row.nth,
            row.plan_limit,
            row.reference,
            row.note,
            row.name,
            row.department_name,
            words.state(row.state),
            row.deadline,
        )


def _events(reader: Reader, chosen: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    procedures = {row.procedure: row for row in ledgers.procedures(reader, chosen)}
    for event in ledgers.events(reader, chosen):
        of = procedures.get(event.procedure)
        if of is None:
            continue
        yield (
            of.project_name,
            of.code,
            of.nth,
            words.event(event.kind),
            event.on,
            ";".join(json.loads(event.items or "[]")),
            event.party,
            event.announced,
            event.days,
            event.note,
            "有" if event.has_receipt else "无",
            event.system_on,
            event.entered_on,
        )


def _book(path: Path, sheets: Mapping[str, tuple[Sequence[str], list[tuple[Any, ...]]]]) -> None:
    import xlsxwriter

    told = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, told)
    book.set_properties({"created": now.instant().replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for name, (headings, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, len(headings) - 1, 14)
        sheet.write_row(0, 0, headings, head)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, str(value))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    book.close()
    replace_file(path, data.getvalue())
