"""The list of obstacles at any length: which ones, in which order, and what is urgent."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.domain import iso
from envoy_desktop.domain import obstacles as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import ObstacleFacts, Urgency
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries.obstacles import ObstacleRow

URGENCY, NEWEST, DUE, PROJECT, DEPARTMENT = "urgency", "newest", "due", "project", "department"
_ORDERS = {
    NEWEST: 'o."on" DESC, o.id DESC',
    DUE: "o.answer_due IS NULL, o.answer_due, o.id",
    PROJECT: "j.name IS NULL, j.name, o.answer_due, o.id",
    DEPARTMENT: "d.name IS NULL, d.name, o.answer_due, o.id",
}
_FROM = (
    " FROM obstacle o LEFT JOIN project j ON j.id = o.project"
    " LEFT JOIN department d ON d.id = o.department"
    " LEFT JOIN reading_procedure r ON r.procedure = o.procedure WHERE o.deleted = 0"
)
_LAST = '(SELECT max(a."on") FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0)'
_TRIED = "(SELECT count(*) FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which obstacles: open, resolved or (None) both; of a project or department; with a text."""

    open: bool | None = True
    project: int | None = None
    department: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands under the list's title."""

    open: int
    overdue: int
    resolved: int


def ids(
    reader: Reader, wanted: Wanted, order: str, today: date, calendar: Calendar
) -> "array[int]":
    """The ids of the wanted obstacles; the order `urgency` puts the most urgent first."""
    where, values = _where(wanted)
    if order in _ORDERS:
        rows = reader.rows(f"SELECT o.id{_FROM}{where} ORDER BY {_ORDERS[order]}", **values)
        return array("q", (row[0] for row in rows))
    scored: list[tuple[bool, int, int, int]] = []
    for id, resolved, *told in reader.rows(
        f'SELECT o.id, o.resolved_on, o.kind, CAST(o.severity AS INTEGER), o."on", o.answer_due,'
        f" {_LAST}, {_TRIED}, r.statutory_deadline{_FROM}{where}",
        **values,
    ):
        # the resolved ones stand below, the last one first
        weight = _day(resolved) if resolved else _score(told, today, calendar)
        scored.append((bool(resolved), -weight, _day(told[3]), id))
    scored.sort()
    return array("q", (row[-1] for row in scored))


def counts(reader: Reader, today: date) -> Counts:
    """How many are open, of these past their answer, and resolved."""
    row = reader.row(
        "SELECT sum(resolved_on IS NULL), sum(resolved_on IS NULL AND answer_due < :today),"
        " sum(resolved_on IS NOT NULL) FROM obstacle WHERE deleted = 0",
        today=today.isoformat(),
    )
    return Counts(*(int(n or 0) for n in row or (0, 0, 0)))


def urgencies(
    reader: Reader, rows: Sequence[ObstacleRow], today: date, calendar: Calendar
) -> Mapping[int, Urgency]:
    """How urgent each of some obstacles is on `today`; the resolved ones are left out."""
    procedures = sorted({row.procedure for row in rows if row.procedure})
    deadlines: dict[int, str | None] = {}
    if procedures:
        deadlines = dict(
            reader.rows(
                "SELECT procedure, statutory_deadline FROM reading_procedure WHERE procedure IN"
                f" ({', '.join(map(str, procedures))})"
            )
        )
    found = {}
    for row in rows:
        if not row.resolved_on:
            deadline = deadlines.get(row.procedure or 0)
            told = (
                row.kind, row.severity, row.on, row.answer_due, row.last_attempt_on,
                row.attempts, deadline,
            )  # fmt: skip
            found[row.id] = rules.urgency(_facts(told, today, calendar), calendar, today)
    return found


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    parts, values = "", dict[str, Any]()
    if wanted.open is not None:
        parts += f" AND o.resolved_on IS {'' if wanted.open else 'NOT '}NULL"
    for name in ("project", "department"):
        value = getattr(wanted, name)
        if value is not None:
            parts += f" AND o.{name} = :{name}"
            values[name] = value
    if wanted.text.strip():
        parts += (
            " AND (instr(o.text, :text) OR instr(coalesce(j.name, ''), :text)"
            " OR instr(coalesce(d.name, '') || coalesce(d.short_name, ''), :text)"
            " OR instr(coalesce(r.name, ''), :text))"
        )
        values["text"] = wanted.text.strip()
    return parts, values


def _score(told: Sequence[Any], today: date, calendar: Calendar) -> int:
    return rules.urgency(_facts(told, today, calendar), calendar, today).score


def _facts(told: Sequence[Any], today: date, calendar: Calendar) -> ObstacleFacts:
    kind, severity, on, due, last, tried, deadline = told
    over = calendar.working_days(date.fromisoformat(deadline), today) if deadline else 0
    return ObstacleFacts(
        kind,
        date.fromisoformat(on),
        iso.day(due),
        # only the number and the newest of them weigh
        (date.fromisoformat(last),) * tried if last else (),
        days_over=over,
        severity=severity or None,
    )


def _day(on: str | None) -> int:
    return date.fromisoformat(on).toordinal() if on else 10**7
