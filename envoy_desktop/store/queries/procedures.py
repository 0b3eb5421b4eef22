"""The list of procedures, windowed: row ids in an order first, rows for the part on screen."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.store.connection import Reader

ALL = 1 << 60  # LIMIT takes no "all" that both databases know


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
    found = array("q")
    found.extend(
        row[0]
        for row in reader.each(
            f"SELECT procedure FROM reading_procedure r {where} {_order(sort, descending)}",
            **values,
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
    where, values = _where(reader, wanted)
    return [
        ProcedureRow(*row)
        for row in reader.rows(
            f"SELECT {_columns()} FROM reading_procedure r {where} {_order(sort, descending)}"
            " LIMIT :most",
            most=limit,
            **values,
        )
    ]


def each(
    reader: Reader, wanted: Wanted, sort: str = "project", *, limit: int | None = None
) -> Iterator[ProcedureRow]:
    """All wanted procedures one after the other, never all at once in memory."""
    where, values = _where(reader, wanted)
    for row in reader.each(
        f"SELECT {_columns()} FROM reading_procedure r {where} {_order(sort, False)} LIMIT :most",
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


def count(reader: Reader, wanted: Wanted) -> int:
    """How many procedures are wanted."""
    where, values = _where(reader, wanted)
    return int(reader.value(f"SELECT count(*) FROM reading_procedure r {where}", **values))


def _columns() -> str:
    return ", ".join(f"r.{name}" for name in _FIELDS)


def _order(sort: str, descending: bool) -> str:
    if sort not in SORTS:
        raise ValueError(sort)
    way = " DESC" if descending else ""
    if sort == "project":
        return f"ORDER BY r.project{way}, r.stage{way}, r.procedure{way}"
    if sort in ("red_on", "deadline"):
        return f"ORDER BY r.{sort} IS NULL{way}, r.{sort}{way}, r.procedure{way}"
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
        values["today"] = wanted.today.isoformat()
        parts.append("r.clock <> ''")
        red = "r.red_on IS NOT NULL AND r.red_on <= :today"
        yellow = "r.yellow_on IS NOT NULL AND r.yellow_on <= :today"
        parts.append(
            {
                "red": f"({red})",
                "yellow": f"({yellow}) AND NOT ({red})",
                "green": f"NOT ({yellow}) AND NOT ({red})",
            }[wanted.lamp]
        )
    if wanted.text.strip():
        values["query"] = search.match_of(reader, wanted.text)
        parts.append(
            f"r.procedure IN (SELECT rowid FROM search_gram WHERE {search.matching(reader)})"
        )
    return ("WHERE " + " AND ".join(parts) if parts else ""), values
