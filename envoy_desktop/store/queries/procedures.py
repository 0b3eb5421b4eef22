"""The list of procedures, windowed: row ids in an order first, rows for the part on screen."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from envoy_desktop.store.connection import Reader

ALL = 1 << 60  # LIMIT takes no "all" that both databases know


URGENCY = "red_on"
"""The sort by urgency: red, yellow, green; each by the day that comes first. A yellow whose unit is
disputed turns red late or never, so yellows stand by their deadline."""

NONE = "none"  # no clock has begun, so no lamp
LAMPS = ("red", "yellow", "green", NONE)
SORTS = ("red_on", "deadline", "name", "project_name", "department_name", "state", "project")
_FIELDS = (
    "procedure", "project", "code", "name", "project_name", "department", "department_name",
    "stage", "state", "open", "filed_on", "accepted_on", "deemed_accepted", "decided_on",
    "ended_on", "holder", "holder_since", "clock", "limit_kind", "limit_days", "unit", "deadline",
    "yellow_on", "red_on", "statutory_deadline", "promised_deadline", "plan_deadline",
    "provisional", "disputed", "piecemeal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One procedure as lists show it; dates are ISO texts, ids are numbers."""

    procedure: int
    project: int
    code: str
    name: str
    project_name: str
    department: int | None
    department_name: str
    stage: int
    state: str
    open: int
    filed_on: str | None
    accepted_on: str | None
    deemed_accepted: int
    decided_on: str | None
    ended_on: str | None
    holder: str
    holder_since: str | None
    clock: str
    limit_kind: str
    limit_days: int | None
    unit: str
    deadline: str | None
    yellow_on: str | None
    red_on: str | None
    statutory_deadline: str | None
    promised_deadline: str | None
    plan_deadline: str | None
    provisional: int
    disputed: int
    piecemeal: int

    def lamp(self, today: date) -> str:
        """The lamp on a day: green, yellow, red, or "" where no clock has begun."""
        if not self.clock:
            return ""
        on = today.isoformat()
        if self.red_on and self.red_on <= on:
            return "red"
        if self.yellow_on and self.yellow_on <= on:
            return "yellow"
        return "green"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which procedures a list shows; blank values leave out nothing. `lamp` holds for `today`."""

    today: date
    project: int | None = None
    department: int | None = None
    state: str = ""
    lamp: str = ""
    open: bool | None = None
    holder: str = ""
    text: str = ""


def ids(
    reader: Reader, wanted: Wanted, sort: str = "project", *, descending: bool = False
) -> array:  # type: ignore[type-arg]
    """The ids of all wanted procedures in an order (8 bytes each, a million in a second)."""
    where, values = _where(reader, wanted)
    order = _order(sort, descending, wanted, values)
    found = array("q")
    found.extend(
        row[0]
        for row in reader.each(
            f"SELECT procedure FROM reading_procedure r {where} {order}", **values
        )
    )
    return found


def first(
    reader: Reader,
    wanted: Wanted,
    sort: str = "project",
    *,
    descending: bool = False,
    limit: int = 60,
) -> list[ProcedureRow]:
    """The first rows at once from the index, before `ids` has gone through all."""
    if sort != URGENCY or wanted.lamp:
        return _page(reader, wanted, sort, descending, limit)
    found: list[ProcedureRow] = []
    for lamp in reversed(LAMPS) if descending else LAMPS:  # no index knows what day it is
        if len(found) < limit:
            part = replace(wanted, lamp=lamp)
            found += _page(reader, part, sort, descending, limit - len(found))
    return found


def _page(
    reader: Reader, wanted: Wanted, sort: str, descending: bool, limit: int
) -> list[ProcedureRow]:
    where, values = _where(reader, wanted)
    order = _order(sort, descending, wanted, values)
    return [
        ProcedureRow(*row)
        for row in reader.rows(
            f"SELECT {_columns()} FROM reading_procedure r {where} {order} LIMIT :most",
            most=limit,
            **values,
        )
    ]


def each(
    reader: Reader, wanted: Wanted, sort: str = "project", *, limit: int | None = None
) -> Iterator[ProcedureRow]:
    """All wanted procedures one after the other, never all at once in memory."""
    where, values = _where(reader, wanted)
    order = _order(sort, False, wanted, values)
    for row in reader.each(
        f"SELECT {_columns()} FROM reading_procedure r {where} {order} LIMIT :most",
        most=ALL if limit is None else limit,
        **values,
    ):
        yield ProcedureRow(*row)


def rows(reader: Reader, procedures: Sequence[int]) -> list[ProcedureRow]:
    """The rows of the named procedures, in the order named; removed ones are left out."""
    found: dict[int, ProcedureRow] = {}
    for start in range(0, len(procedures), 500):
        block = ", ".join(map(str, procedures[start : start + 500]))
        for row in reader.rows(
            f"SELECT {_columns()} FROM reading_procedure r WHERE procedure IN ({block})"
        ):
            found[row[0]] = ProcedureRow(*row)
    return [found[id] for id in procedures if id in found]


def _columns() -> str:
    return ", ".join(f"r.{name}" for name in _FIELDS)


_RED = "(r.red_on IS NOT NULL AND r.red_on <= :today)"
_YELLOW = "(r.yellow_on IS NOT NULL AND r.yellow_on <= :today)"
_OF_LAMP = {
    "red": f"r.clock <> '' AND {_RED} AND (r.red_on IS NULL) = FALSE",
    "yellow": f"r.clock <> '' AND {_YELLOW} AND NOT {_RED}",
    "green": f"r.clock <> '' AND NOT {_YELLOW} AND NOT {_RED}",
    NONE: "r.clock = ''",
}
_POSITION = (
    "(SELECT i.position FROM procedure p JOIN catalogue_item i ON i.id = p.item"
    " WHERE p.id = r.procedure)"
)


def _order(sort: str, descending: bool, wanted: Wanted, values: dict[str, Any]) -> str:
    """The order as SQL; what it asks for is put into `values`."""
    if sort not in SORTS:
        raise ValueError(sort)
    way = " DESC" if descending else ""
    if sort == "project":
        # A project's list stands in the catalogue's order; that of all projects is read from
        # the index alone.
        inside = f" {_POSITION}{way}," if wanted.project else ""
        return f"ORDER BY r.project{way}, r.stage{way},{inside} r.procedure{way}"
    if sort == URGENCY and wanted.lamp != "yellow":
        ranked = ""
        key = "r.red_on"
        if not wanted.lamp:
            values["today"] = wanted.today.isoformat()
            ranked = (
                f" CASE WHEN r.clock = '' THEN 3 WHEN {_RED} THEN 0 WHEN {_YELLOW} THEN 1"
                f" ELSE 2 END{way},"
            )
            key = f"CASE WHEN {_YELLOW} AND NOT {_RED} THEN r.deadline ELSE r.red_on END"
        return f"ORDER BY{ranked} {key} IS NULL{way}, {key}{way}, r.procedure{way}"
    if sort in (URGENCY, "deadline"):
        return f"ORDER BY r.deadline IS NULL{way}, r.deadline{way}, r.procedure{way}"
    return f"ORDER BY r.{sort}{way}, r.procedure{way}"


def _where(reader: Reader, wanted: Wanted) -> tuple[str, dict[str, Any]]:
    from envoy_desktop.store import search

    parts: list[str] = []
    values: dict[str, Any] = {}
    for name in ("project", "department", "state", "holder"):
        value = getattr(wanted, name)
        if value:
            parts.append(f"r.{name} = :{name}")
            values[name] = value
    if wanted.open is not None:
        parts.append("r.open = :open")
        values["open"] = int(wanted.open)
    if wanted.lamp:
        parts.append(_OF_LAMP[wanted.lamp])
        if ":today" in _OF_LAMP[wanted.lamp]:
            values["today"] = wanted.today.isoformat()
    if wanted.text.strip():
        values["query"] = search.match_of(reader, wanted.text)
        parts.append(
            f"r.procedure IN (SELECT rowid FROM search_gram WHERE {search.matching(reader)})"
        )
    return ("WHERE " + " AND ".join(parts) if parts else ""), values
