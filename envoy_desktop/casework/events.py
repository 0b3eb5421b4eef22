"""Recording what happens in a procedure, and correcting a fact by another that names it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import checked
from envoy_desktop.domain import clock
from envoy_desktop.domain.clock_values import Event, EventKind, Party, Reading
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.queries import facts, reference, standing
from envoy_desktop.store.queries.standing import EventHead
from envoy_desktop.store.unit import Unit

KEEP: Any = object()
"""Says that a correction leaves a value as it is."""


@dataclass(frozen=True)
class Recorded:
    """What recording did: the fact's id, what is unusual about it, and the reading after it."""

    id: int
    warnings: tuple[str, ...]
    reading: Reading


def record(
    unit: Unit,
    *,
    procedure: int,
    kind: EventKind,
    on: date | None = None,
    items: tuple[str, ...] = (),
    party: Party | None = None,
    announced: int | None = None,
    days: int | None = None,
    note: str = "",
    has_receipt: bool = False,
    system_on: date | None = None,
    before: EventKind | None = None,
    files: Sequence[Path] = (),
) -> Recorded:
    """Record an event, today by default; `before` places it within its day, `files` prove it.

    Lengths as in `clock.Event`. Refuses what `clock.check` refuses; what is only unusual is
    recorded and told in `warnings`.
    """
    unit.subject = checked.open_procedure(unit, procedure).name
    _name_act(unit, kind)
    found = facts.facts(unit.reader, procedure)
    day = on or now.today()
    event = Event(
        id=1 + max((e.id for e in found.events), default=0),
        kind=kind,
        on=day,
        order=_order(found.events, day, before),
        items=tuple(item.strip() for item in items if item.strip()),
        party=party,
        announced=announced,
        days=days,
    )
    recorded = _write(unit, procedure, found, event, note, has_receipt, system_on, None)
    for path in files:
        attachments.attach_file(unit, "event", recorded.id, path)
    return recorded


def take_over(
    unit: Unit,
    *,
    procedure: int,
    told: Sequence[Mapping[str, Any]],
    found: facts.Facts | None = None,
) -> None:
    """Record a whole course at once: an envoy who takes over midway, a ledger that is read in.

    Each of `told` has the values of `record` and `entered_on`; they are checked one after the
    other as if recorded singly, but read only once. `found` are the facts so far, where the
    caller knows them.
    """
    found = found or facts.facts(unit.reader, procedure)
    calendar, thresholds = reference.calendar(unit.reader), reference.thresholds(unit.reader)
    today, order = now.today(), now.instant().timestamp()
    events = list(found.events)
    for place, one in enumerate(told):
        event = Event(
            id=place + 1 + max((e.id for e in found.events), default=0),
            kind=one["kind"],
            on=one["on"],
            order=order + place / 1000,
            items=tuple(one.get("items", ())),
            party=one.get("party"),
            announced=one.get("announced"),
            days=one.get("days"),
        )
        clock.check(events, event, found.terms, calendar, today, thresholds)
        events.append(event)
        unit.add(
            "event",
            **_columns(
                procedure,
                event,
                one.get("note", ""),
                one.get("has_receipt", False),
                one.get("system_on"),
                one["entered_on"],
                None,
            ),
        )


def correct(
    unit: Unit,
    *,
    event: int,
    on: Any = KEEP,
    items: Any = KEEP,
    party: Any = KEEP,
    announced: Any = KEEP,
    days: Any = KEEP,
    note: Any = KEEP,
    has_receipt: Any = KEEP,
    system_on: Any = KEEP,
    before: EventKind | None = None,
) -> Recorded:
    """Correct a recorded fact: a new one takes its place, both stay in the history.

    Values have the types of `record`; KEEP leaves one as it is.
    """
    old = _standing(unit, event)
    procedure = old.procedure
    unit.subject = checked.open_procedure(unit, procedure).name
    _name_act(unit, old.kind)
    found = facts.facts(unit.reader, procedure)
    others = facts.Facts(found.terms, tuple(e for e in found.events if e.id != event))
    was = next(e for e in found.events if e.id == event)
    day = was.on if on is KEEP else on
    fresh = replace(
        was,
        on=day,
        order=_order(others.events, day, before) if before or day != was.on else was.order,
        items=was.items if items is KEEP else tuple(items),
        party=was.party if party is KEEP else party,
        announced=was.announced if announced is KEEP else announced,
        days=was.days if days is KEEP else days,
    )
    return _write(
        unit,
        procedure,
        others,
        fresh,
        old.note if note is KEEP else note,
        old.has_receipt if has_receipt is KEEP else has_receipt,
        old.system_on if system_on is KEEP else system_on,
        event,
    )


def void(unit: Unit, *, event: int, reason: str = "") -> None:
    """Say that a recorded fact never happened; it stays in the history with the reason.

    Refuses an order of the remaining facts that is impossible.
    """
    old = _standing(unit, event)
    procedure = old.procedure
    unit.subject = checked.open_procedure(unit, procedure).name
    _name_act(unit, old.kind)
    found = facts.facts(unit.reader, procedure)
    rest = [e for e in found.events if e.id != event]
    calendar, thresholds = reference.calendar(unit.reader), reference.thresholds(unit.reader)
    for place, other in enumerate(rest):
        clock.check(
            rest[:place] + rest[place + 1 :], other, found.terms, calendar, now.today(), thresholds
        )
    unit.add(
        "event",
        procedure=procedure,
        kind=old.kind,
        on=old.on,
        day_order=old.day_order,
        note=reason.strip(),
        entered_on=now.today().isoformat(),
        corrects=event,
        void=True,
    )


def _name_act(unit: Unit, kind: str) -> None:
    """Let history and undo say which event it was: events.record.accepted is 记录受理."""
    if unit.act in ("events.record", "events.correct", "events.void"):
        unit.act = f"{unit.act}.{EventKind(kind).value}"


def _write(
    unit: Unit,
    procedure: int,
    found: facts.Facts,
    event: Event,
    note: str,
    has_receipt: bool,
    system_on: date | str | None,
    corrects: int | None,
) -> Recorded:
    calendar, thresholds = reference.calendar(unit.reader), reference.thresholds(unit.reader)
    today = now.today()
    warnings = clock.check(found.events, event, found.terms, calendar, today, thresholds)
    columns = _columns(procedure, event, note, has_receipt, system_on, today, corrects)
    id = unit.add("event", **columns)
    after = clock.read(
        (*found.events, replace(event, id=id)), found.terms, calendar, today, thresholds
    )
    return Recorded(id, warnings, after)


def _columns(
    procedure: int,
    event: Event,
    note: str,
    has_receipt: bool,
    system_on: date | str | None,
    entered_on: date,
    corrects: int | None,
) -> dict[str, Any]:
    return {
        "procedure": procedure,
        "kind": event.kind.value,
        "on": event.on.isoformat(),
        "day_order": event.order,
        "items": json.dumps(event.items, ensure_ascii=False) if event.items else "",
        "party": event.party.value if event.party else "",
        "announced": event.announced,
        "days": event.days,
        "note": note.strip(),
        "has_receipt": bool(has_receipt),
        "system_on": system_on.isoformat() if isinstance(system_on, date) else system_on,
        "entered_on": entered_on.isoformat(),
        "corrects": corrects,
    }


def _order(events: tuple[Event, ...], on: date, before: EventKind | None) -> float:
    """Where an event stands within its day: by the order of recording, or before another."""
    last = now.instant().timestamp()
    if before is None:
        return last
    that_day = sorted((e for e in events if e.on == on), key=lambda e: (e.order, e.id))
    for place, other in enumerate(that_day):
        if other.kind is before:
            earlier = that_day[place - 1].order if place else other.order - 2.0
            return (earlier + other.order) / 2
    raise Refusal("no-such-event-that-day", event=before.value, on=on)


def _standing(unit: Unit, event: int) -> EventHead:
    found = standing.event(unit.reader, event)
    if found is None:
        raise Refusal("unknown-id", kind="event")
    if found.void or found.replaced:
        raise Refusal("fact-replaced", next="correct-the-newer")
    return found
