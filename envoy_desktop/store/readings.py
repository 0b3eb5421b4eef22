"""Materialised readings: a cache of what the clocks say, which can be dropped and rebuilt.

It keeps dates (when a lamp turns yellow and red), not colours, so midnight changes nothing but
the few rows whose `stale_on` has come (silence that accepts, a special step that ends).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.domain import clock, iso
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import (
    ClockReading,
    LimitKind,
    Reading,
    Thresholds,
)
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, reference
from envoy_desktop.store.queries.facts import Facts

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit
    from envoy_desktop.store.workspace import Workspace

COLUMNS = (
    "procedure", "project", "code", "name", "project_name", "department", "department_name",
    "stage", "state", "open", "filed_on", "accepted_on", "deemed_accepted", "decided_on",
    "ended_on", "holder", "holder_since", "clock", "limit_kind", "limit_days", "unit", "deadline",
    "yellow_on", "red_on", "statutory_deadline", "promised_deadline", "plan_deadline",
    "provisional", "disputed", "piecemeal", "read_on", "stale_on",
)  # fmt: skip
_NAMES = (
    "SELECT p.id, p.project, i.code, i.name, j.name, d.id,"
    " coalesce(nullif(d.short_name, ''), d.name, i.lead_department), i.stage"
    " FROM procedure p JOIN catalogue_item i ON i.id = p.item JOIN project j ON j.id = p.project"
    " LEFT JOIN department d ON d.code = i.lead_department AND d.deleted = 0"
    " WHERE p.deleted = 0 AND j.deleted = 0"
)
_INSERT = (
    f"INSERT INTO reading_procedure({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
)


def read_procedure(reader: Reader, procedure: int, as_of: date) -> Reading:
    """The whole reading of one procedure on a day; KeyError where there is none."""
    found = facts.facts(reader, procedure)
    return clock.read(
        found.events,
        found.terms,
        reference.calendar(reader),
        as_of,
        reference.thresholds(reader),
    )


def refresh(unit: "Unit") -> None:
    """Bring the readings up to date with what this unit has changed."""
    if unit.changed_ids("holiday") or unit.changed_ids("setting"):
        rebuild(unit)
        return
    if unit.changed_ids("catalogue_item") or unit.changed_ids("department"):
        if unit.value("SELECT 1 FROM procedure LIMIT 1"):
            rebuild(unit)
        return
    affected = set(unit.changed_ids("procedure"))
    affected |= _owners(unit, "procedure", "event", unit.changed_ids("event"))
    for project in unit.changed_ids("project"):
        affected |= {
            row[0] for row in unit.rows("SELECT id FROM procedure WHERE project = :p", p=project)
        }
    if affected:
        _write(unit, sorted(affected), now.today())


def rebuild(unit: "Unit") -> None:
    """Drop all readings and compute them anew from the facts."""
    unit.execute("DELETE FROM reading_procedure")
    today, calendar = now.today(), reference.calendar(unit.reader)
    thresholds = reference.thresholds(unit.reader)
    names = {row[0]: row for row in unit.rows(_NAMES)}
    unit.execute_many(
        _INSERT,
        (
            _row(names[id], found, calendar, thresholds, today)
            for id, found in list(facts.all_facts(unit.reader))
            if id in names
        ),
    )


def catch_up(workspace: "Workspace", today: date) -> frozenset[int]:
    """Refresh the readings that time alone has changed by `today`; gives their procedures.

    Nothing is logged: readings are a cache.
    """
    with workspace.read() as reader:
        stale = _stale(reader, today)
    if stale:
        with workspace.unit("readings.catch_up") as unit:
            _write(unit, stale, today)
    return frozenset(stale)


@contextmanager
def as_of(reader: Reader, today: date) -> Iterator[None]:
    """Let the queries of `reader` see the readings of the day `today`; nothing is written.

    For those who only look: what `catch_up` would write lies in memory over the kept readings.
    """
    stale = _stale(reader, today)
    if not stale:
        yield
        return
    with reader.laid_over("reading_procedure", "procedure", COLUMNS, rows(reader, stale, today)):
        yield


def _stale(reader: Reader, today: date) -> list[int]:
    return sorted(
        row[0]
        for row in reader.rows(
            "SELECT procedure FROM reading_procedure WHERE stale_on <= :today"
            " UNION SELECT procedure FROM reading_procedure WHERE read_on > :today",
            today=today.isoformat(),
        )
    )


def _owners(unit: "Unit", column: str, kind: str, ids: Iterable[int]) -> set[int]:
    listed, found = list(ids), set()
    for start in range(0, len(listed), 500):
        block = ", ".join(map(str, listed[start : start + 500]))
        found |= {row[0] for row in unit.rows(f"SELECT {column} FROM {kind} WHERE id IN ({block})")}
    return found


def _write(unit: "Unit", procedures: list[int], today: date) -> None:
    for start in range(0, len(procedures), 500):
        block = procedures[start : start + 500]
        fresh = list(rows(unit.reader, block, today))
        listed = ", ".join(map(str, block))
        unit.execute(f"DELETE FROM reading_procedure WHERE procedure IN ({listed})")
        unit.execute_many(_INSERT, fresh)


def rows(reader: Reader, procedures: list[int], today: date) -> Iterator[tuple[Any, ...]]:
    """The readings of the named procedures, computed from their facts."""
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    for start in range(0, len(procedures), 500):
        block = procedures[start : start + 500]
        listed = ", ".join(map(str, block))
        names = {row[0]: row for row in reader.rows(f"{_NAMES} AND p.id IN ({listed})")}
        for id, found in facts.several(reader, block):
            if id in names:
                yield _row(names[id], found, calendar, thresholds, today)


def _row(
    names: tuple[Any, ...],
    found: Facts,
    calendar: Calendar,
    thresholds: Thresholds,
    today: date,
) -> tuple[Any, ...]:
    reading = clock.read(found.events, found.terms, calendar, today, thresholds)
    running = _telling(reading)
    first = min(running, key=_urgency, default=None)
    deadlines = {c.limit_kind: c.deadline for c in running}
    return (
        *names,
        reading.state.value,
        int(reading.filed is not None and reading.ended is None),
        iso.text(reading.filed),
        iso.text(reading.accepted),
        int(reading.deemed_accepted),
        iso.text(reading.decided),
        iso.text(reading.ended),
        reading.holder.value if reading.ended is None else "",
        iso.text(reading.holder_since),
        first.clock.value if first else "",
        first.limit_kind.value if first else "",
        first.limit if first else None,
        first.unit.value if first else "",
        iso.text(first.deadline) if first else None,
        iso.text(min((c.yellow_on for c in running if c.yellow_on), default=None)),
        iso.text(min((c.red_on for c in running if c.red_on), default=None)),
        iso.text(deadlines.get(LimitKind.STATUTORY)),
        iso.text(deadlines.get(LimitKind.PROMISED)),
        iso.text(deadlines.get(LimitKind.PLAN)),
        int(first is not None and first.provisional),  # of the deadline that is shown
        int(any(c.disputed for c in running)),
        sum(p.kind == "piecemeal" for p in reading.proposed),
        today.isoformat(),
        iso.text(_stale_on(reading, found, today)),
    )


def _stale_on(reading: Reading, found: Facts, today: date) -> date | None:
    """The day on which time alone changes a reading.

    An event dated later than the reading's day (someone tried an earlier day) counts from then.
    """
    days = [event.on for event in found.events if event.on > today]
    if reading.changes_on is not None:
        days.append(reading.changes_on)
    return min(days, default=None)


def _telling(reading: Reading) -> list[ClockReading]:
    """The clocks a list shows: those that run; of an ended procedure the last ones that ran.

    While corrections are awaited none runs: there is no deadline to show and no lamp.
    """
    running = [c for c in reading.clocks if c.ended is None]
    if running or reading.ended is None:
        return running
    if not reading.clocks:
        return []
    last = reading.clocks[-1].clock
    decided = [c for c in reading.clocks if c.clock == "decision"]
    return decided or [c for c in reading.clocks if c.clock is last]


def _urgency(reading: ClockReading) -> tuple[date, int]:
    """The clock that turns red first; among equals the law's before the promise."""
    order = (LimitKind.STATUTORY, LimitKind.PROMISED, LimitKind.PLAN).index(reading.limit_kind)
    return reading.red_on or reading.deadline or date.max, order
