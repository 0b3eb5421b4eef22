"""The facts of procedures as the clock wants them: terms and events."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from envoy_desktop.domain.calendar import Unit
from envoy_desktop.domain.catalogue import CatalogueItem, unit_to_confirm
from envoy_desktop.domain.clock_values import Event, EventKind, LimitFrom, Party, Terms
from envoy_desktop.store.connection import Reader

# a fact counts unless it is hidden, void, or replaced by another that names it
STANDING = (
    "e.deleted = 0 AND e.void = 0 AND NOT EXISTS"
    " (SELECT 1 FROM event c WHERE c.corrects = e.id AND c.deleted = 0)"
)
_TERMS = (
    "SELECT p.id, i.statutory_limit, i.promised_limit, p.plan_limit, i.limit_unit, i.limit_from,"
    " i.extension, i.kind, i.lead_department,"
    " CASE i.limit_unit WHEN 'calendar_day' THEN i.notes END FROM procedure p"
    " JOIN catalogue_item i ON i.id = p.item"
)
_EVENTS = (
    'SELECT e.procedure, e.id, e.kind, e."on", e.day_order, e.items, e.party, e.announced, e.days'
    f" FROM event e WHERE {STANDING}"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clock reads of one procedure."""

    terms: Terms
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One fact as the event line and the history show it; replaced and void ones too."""

    id: int
    kind: str
    on: str
    day_order: float
    items: tuple[str, ...]
    party: str
    announced: int | None
    days: int | None
    note: str
    has_receipt: bool
    system_on: str | None
    entered_on: str
    corrects: int | None
    void: bool
    replaced: bool
    attachments: int


def facts(reader: Reader, procedure: int) -> Facts:
    """The terms and standing events of one procedure; KeyError where there is none."""
    for found in several(reader, [procedure]):
        return found[1]
    raise KeyError(procedure)


def several(reader: Reader, procedures: list[int]) -> Iterator[tuple[int, Facts]]:
    """The facts of the named procedures (any order, 500 a query)."""
    for start in range(0, len(procedures), 500):
        block = ", ".join(map(str, procedures[start : start + 500]))
        events: dict[int, list[Event]] = {}
        for row in reader.rows(f"{_EVENTS} AND e.procedure IN ({block})"):
            events.setdefault(row[0], []).append(_event(row))
        for row in reader.rows(f"{_TERMS} WHERE p.id IN ({block})"):
            yield row[0], Facts(_terms(row), tuple(events.get(row[0], ())))


def all_facts(reader: Reader) -> Iterator[tuple[int, Facts]]:
    """The facts of every procedure, one pass over the events."""
    events = groupby(reader.each(f"{_EVENTS} ORDER BY e.procedure"), key=lambda row: row[0])
    waiting: tuple[int, tuple[Event, ...]] | None = None
    for row in reader.rows(f"{_TERMS} ORDER BY p.id"):
        while waiting is None or waiting[0] < row[0]:
            group = next(events, None)
            if group is None:
                break
            waiting = group[0], tuple(_event(event) for event in group[1])
        mine = waiting[1] if waiting is not None and waiting[0] == row[0] else ()
        yield row[0], Facts(_terms(row), mine)


def event_rows(reader: Reader, procedure: int) -> list[EventRow]:
    """Every fact ever recorded of a procedure, in the order of its days."""
    return [
        EventRow(*(*row[:4], tuple(json.loads(row[4] or "[]")), *row[5:]))
        for row in reader.rows(
            'SELECT e.id, e.kind, e."on", e.day_order, e.items, e.party, e.announced, e.days,'
            " e.note, e.has_receipt, e.system_on, e.entered_on, e.corrects, e.void,"
            " EXISTS (SELECT 1 FROM event c WHERE c.corrects = e.id AND c.deleted = 0),"
            " (SELECT count(*) FROM attachment a WHERE a.of = e.id AND a.deleted = 0)"
            " FROM event e WHERE e.procedure = :procedure AND e.deleted = 0"
            ' ORDER BY e."on", e.day_order, e.id',
            procedure=procedure,
        )
    ]


def _event(row: tuple) -> Event:  # type: ignore[type-arg]
    _procedure, id, kind, on, order, items, party, announced, days = row
    return Event(
        id=id,
        kind=EventKind(kind),
        on=date.fromisoformat(on),
        order=order,
        items=tuple(json.loads(items)) if items else (),
        party=Party(party) if party else None,
        announced=announced,
        days=days,
    )


def terms_of(item: CatalogueItem, plan_limit: int | None = None) -> Terms:
    """The limits that an item sets to its procedures."""
    return Terms(
        statutory_limit=item.statutory_limit,
        promised_limit=item.promised_limit,
        plan_limit=plan_limit,
        unit=Unit(item.limit_unit),
        limit_from=LimitFrom(item.limit_from),
        extension=item.extension,
        licence=item.is_licence,
        led_by_intermediary=item.is_intermediary,
        unit_disputed=item.unit_disputed,
    )


def _terms(row: tuple) -> Terms:  # type: ignore[type-arg]
    _id, statutory, promised, plan, unit, limit_from, extension, kind, lead, notes = row
    return Terms(
        statutory_limit=statutory,
        promised_limit=promised,
        plan_limit=plan,
        unit=Unit(unit),
        limit_from=LimitFrom(limit_from),
        extension=extension,
        licence=kind == "行政许可",
        led_by_intermediary=lead.startswith("zj_"),
        unit_disputed=notes is not None and unit_to_confirm(notes),
    )
