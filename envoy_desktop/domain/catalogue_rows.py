"""Reads the rows of a procedure list, departments, materials and holidays, and checks them whole.

Every bad cell of a file is collected, so that a person corrects the spreadsheet once.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from envoy_desktop.domain.applies import parse_condition
from envoy_desktop.domain.catalogue import (
    DEPARTMENT_KINDS,
    KINDS,
    LIMIT_STARTS,
    STAGES,
    UNITS,
    CatalogueItem,
    Department,
    Material,
)
from envoy_desktop.domain.refusal import Refusal

Row = Mapping[str, str]

ITEM_COLUMNS = tuple(CatalogueItem.__dataclass_fields__)
DEPARTMENT_COLUMNS = tuple(Department.__dataclass_fields__)
MATERIAL_COLUMNS = tuple(Material.__dataclass_fields__)
HOLIDAY_COLUMNS = ("date", "kind", "name", "notice_year")
_FIRST_ROW = 2  # the header is row 1, as a spreadsheet counts


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A bad cell: its row as a spreadsheet counts (header 1), column, value, what belongs there.

    `expected` is a code: column, filled, unique, one-of, whole-number, amount, lower-not-above-
    upper, yes-no, known-department, known-procedure, no-cycle, condition, date, year, same-name,
    code. `values` goes with it: the allowed words, the cycle's codes, or for a condition its
    position and what was expected there.
    """

    row: int
    column: str
    value: str
    expected: str
    values: tuple[str, ...] = ()
    sheet: str = ""  # where several sheets are read as one


@dataclass(frozen=True, slots=True)
class HolidayCells:
    """A checked row of a holiday table: `kind` is holiday or workday (a swapped working day)."""

    on: date
    kind: str
    name: str
    notice_year: int


class _Sheet:
    """One file while it is read: its rows, the problems found so far."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[str]) -> None:
        self.problems: list[RowProblem] = []
        present = set().union(*(row.keys() for row in rows)) if rows else set(columns)
        for column in columns:
            if column not in present:
                self.problems.append(RowProblem(1, column, "", "column"))
        # blank rows say nothing, but the rows after them keep their place in the spreadsheet
        filled = [
            (at, row)
            for at, row in enumerate(rows, _FIRST_ROW)
            if any((cell or "").strip() for cell in row.values())
        ]
        self.rows = [] if self.problems else filled
        if not filled:
            self.problems.append(RowProblem(1, columns[0], "", "filled"))

    def bad(self, at: int, column: str, value: str, expected: str, *values: str) -> None:
        self.problems.append(RowProblem(at, column, value, expected, values))

    def finish(self, rule: str) -> None:
        if self.problems:
            self.problems.sort(key=lambda p: p.row)
            raise Refusal(rule, problems=tuple(self.problems), next="correct-rows")

    def text(self, at: int, row: Row, column: str, *, needed: bool = True) -> str:
        value = (row.get(column) or "").strip()
        if needed and not value:
            self.bad(at, column, value, "filled")
        return value

    def code(self, at: int, row: Row, column: str) -> str:
        value = self.text(at, row, column)
        if value and not re.fullmatch(r"[^\s;；,，]{1,40}", value):
            self.bad(at, column, value, "code")
        return value

    def one_of(self, at: int, row: Row, column: str, allowed: Sequence[str]) -> str:
        value = self.text(at, row, column, needed=False)
        if value not in allowed:
            self.bad(at, column, value, "one-of", *allowed)
        return value

    def whole(self, at: int, row: Row, column: str, *, low: int, needed: bool) -> int | None:
        value = self.text(at, row, column, needed=needed)
        if not value:
            return None
        # a spreadsheet hands numbers over as 20.0
        if re.fullmatch(r"[0-9]{1,6}(\.0+)?", value) and int(value.split(".")[0]) >= low:
            return int(value.split(".")[0])
        self.bad(at, column, value, "whole-number", str(low))
        return None

    def amount(self, at: int, row: Row, column: str) -> Decimal | None:
        value = self.text(at, row, column, needed=False)
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            self.bad(at, column, value, "amount")
            return None
        return number

    def yes(self, at: int, row: Row, column: str) -> bool:
        return self.one_of(at, row, column, ("yes", "no")) == "yes"

    def unique(self, keys: Iterable[tuple[int, str]], column: str) -> None:
        seen: dict[str, int] = {}
        for at, key in keys:
            if key and key in seen:
                self.bad(at, column, key, "unique", str(seen[key]))
            seen.setdefault(key, at)


def split_codes(text: str) -> tuple[str, ...]:
    """Codes that stand in one cell, separated by ; or ；."""
    return tuple(part.strip() for part in re.split("[;；]", text) if part.strip())


def read_departments(rows: Sequence[Row]) -> tuple[Department, ...]:
    """The departments of a list; refuses ``department-rows`` with all bad cells."""
    sheet = _Sheet(rows, DEPARTMENT_COLUMNS)
    found = [
        Department(
            code=sheet.code(at, row, "code"),
            name=sheet.text(at, row, "name"),
            short_name=sheet.text(at, row, "short_name"),
            kind=sheet.one_of(at, row, "kind", DEPARTMENT_KINDS),
            in_service_centre=sheet.yes(at, row, "in_service_centre"),
        )
        for at, row in sheet.rows
    ]
    places = [at for at, _row in sheet.rows]
    sheet.unique(zip(places, (d.code for d in found), strict=True), "code")
    sheet.finish("department-rows")
    return tuple(found)


def read_items(rows: Sequence[Row], departments: Collection[str]) -> tuple[CatalogueItem, ...]:
    """The procedures of a list in its order; refuses ``catalogue-rows`` with all bad cells.

    `departments` are the known codes. Prerequisites must be on the list and form no circle.
    """
    sheet = _Sheet(rows, ITEM_COLUMNS)
    found = [(at, _item(sheet, at, row)) for at, row in sheet.rows]
    sheet.unique(((at, item.code) for at, item in found), "code")
    codes = {item.code for _, item in found}
    for at, item in found:
        for column, names in (
            ("lead_department", (item.lead_department,)),
            ("cooperating_departments", item.cooperating_departments),
        ):
            for name in names:
                if name and name not in departments:
                    sheet.bad(at, column, name, "known-department")
        for code in item.prerequisites:
            if code not in codes:
                sheet.bad(at, "prerequisites", code, "known-procedure")
    places = {item.code: at for at, item in reversed(found)}
    before = {item.code: item.prerequisites for _, item in found}
    for cycle in find_cycles(before):
        sheet.bad(places[cycle[0]], "prerequisites", " → ".join(cycle), "no-cycle", *cycle)
    sheet.finish("catalogue-rows")
    return tuple(item for _, item in found)


def _item(sheet: _Sheet, at: int, row: Row) -> CatalogueItem:
    condition = sheet.text(at, row, "applies_when")
    if condition:
        try:
            parse_condition(condition)
        except Refusal as no:
            told = (str(no.values["position"]), str(no.values["expected"]))
            sheet.bad(at, "applies_when", condition, "condition", *told)
    lower, upper = sheet.amount(at, row, "fee_lower"), sheet.amount(at, row, "fee_upper")
    if lower is not None and upper is not None and lower > upper:
        sheet.bad(at, "fee_upper", str(upper), "lower-not-above-upper", str(lower))
    stage = sheet.one_of(at, row, "stage", tuple(str(n) for n in STAGES))
    return CatalogueItem(
        code=sheet.code(at, row, "code"),
        name=sheet.text(at, row, "name"),
        stage=int(stage) if stage in ("1", "2", "3", "4") else 1,
        kind=sheet.one_of(at, row, "kind", KINDS),
        lead_department=sheet.code(at, row, "lead_department"),
        cooperating_departments=split_codes(row.get("cooperating_departments") or ""),
        legal_basis=sheet.text(at, row, "legal_basis"),
        statutory_limit=sheet.whole(at, row, "statutory_limit", low=1, needed=False),
        limit_unit=sheet.one_of(at, row, "limit_unit", UNITS),
        limit_from=sheet.one_of(at, row, "limit_from", LIMIT_STARTS),
        extension=sheet.whole(at, row, "extension", low=1, needed=False),
        promised_limit=sheet.whole(at, row, "promised_limit", low=0, needed=False),
        fee_basis=sheet.text(at, row, "fee_basis", needed=False),
        fee_lower=lower,
        fee_upper=upper,
        fee_unit=sheet.text(at, row, "fee_unit", needed=False),
        prerequisites=split_codes(row.get("prerequisites") or ""),
        exclusions=split_codes(row.get("exclusions") or ""),
        applies_when=condition,
        joint_review_group=sheet.text(at, row, "joint_review_group", needed=False),
        window_decides=sheet.yes(at, row, "window_decides"),
        notes=sheet.text(at, row, "notes", needed=False),
    )


def find_cycles(before: Mapping[str, Collection[str]]) -> tuple[tuple[str, ...], ...]:
    """Circles among prerequisites, each once, its first code repeated at the end.

    Found by walking back from each code in order; a circle is named where it closes.
    """
    done: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for root in before:
        if root in done:
            continue
        path: list[str] = [root]
        on_path = {root}
        waiting = [iter(before[root])]
        while waiting:
            code = next(waiting[-1], None)
            if code is None:
                waiting.pop()
                leaving = path.pop()
                on_path.discard(leaving)
                done.add(leaving)
            elif code in on_path:
                # read forwards: each code is needed by the next
                cycles.append((code, *reversed(path[path.index(code) :])))
            elif code in before and code not in done:
                path.append(code)
                on_path.add(code)
                waiting.append(iter(before[code]))
    return tuple(cycles)


def read_materials(
    rows: Sequence[Row], items: Collection[str], departments: Collection[str]
) -> tuple[Material, ...]:
    """The demanded papers; refuses ``material-rows`` with all bad cells.

    `items` and `departments` are the known codes. One paper has one name everywhere: that is
    what lets the checklist ask for it once.
    """
    sheet = _Sheet(rows, MATERIAL_COLUMNS)
    found: list[Material] = []
    names: dict[str, str] = {}
    for at, row in sheet.rows:
        material = Material(
            procedure_code=sheet.code(at, row, "procedure_code"),
            material_code=sheet.code(at, row, "material_code"),
            material_name=sheet.text(at, row, "material_name"),
            issued_by=sheet.text(at, row, "issued_by"),
            original_copies=sheet.whole(at, row, "original_copies", low=0, needed=True) or 0,
        )
        found.append(material)
        if material.procedure_code and material.procedure_code not in items:
            sheet.bad(at, "procedure_code", material.procedure_code, "known-procedure")
        issuer = material.issued_by
        if issuer and issuer != "applicant" and issuer not in departments:
            sheet.bad(at, "issued_by", issuer, "known-department")
        first = names.setdefault(material.material_code, material.material_name)
        if first != material.material_name:
            sheet.bad(at, "material_name", material.material_name, "same-name", first)
    places = (at for at, _row in sheet.rows)
    pairs = [
        (at, f"{m.procedure_code} {m.material_code}") for at, m in zip(places, found, strict=True)
    ]
    sheet.unique(pairs, "material_code")
    sheet.finish("material-rows")
    return tuple(found)


def read_holidays(rows: Sequence[Row]) -> tuple[HolidayCells, ...]:
    """The rows of a holiday table; refuses ``holiday-rows`` with all bad cells.

    A date stands once; the notice is of the year itself or the one before or after.
    """
    sheet = _Sheet(rows, HOLIDAY_COLUMNS)
    found: list[HolidayCells] = []
    dates: list[tuple[int, str]] = []
    for at, row in sheet.rows:
        text = sheet.text(at, row, "date")
        kind = sheet.one_of(at, row, "kind", ("holiday", "workday"))
        name = sheet.text(at, row, "name")
        year = sheet.whole(at, row, "notice_year", low=1949, needed=True)
        on = _iso_date(text)
        if on is None:
            if text:
                sheet.bad(at, "date", text, "date")
            continue
        dates.append((at, on.isoformat()))
        if year is not None and abs(year - on.year) > 1:
            sheet.bad(at, "notice_year", str(year), "year", str(on.year))
        found.append(HolidayCells(on, kind, name, year or on.year))
    sheet.unique(dates, "date")
    sheet.finish("holiday-rows")
    return tuple(found)


def _iso_date(text: str) -> date | None:
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?", text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
