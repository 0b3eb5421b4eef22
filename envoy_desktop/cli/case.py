"""One procedure's reading as JSON and as a page: shared by show, record, set and correct."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.casework import checklist
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row
from envoy_desktop.domain import iso
from envoy_desktop.domain.before_clock import BeforeClock, days_before_clock, system_gap
from envoy_desktop.domain.clock_values import ClockReading, DayNote, Effect, Proposal, Reading
from envoy_desktop.domain.obstacles import kind_to_log
from envoy_desktop.store import readings
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, procedures, reference
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.store.queries.procedures import ProcedureRow
from envoy_desktop.words import _, names

if TYPE_CHECKING:
    from envoy_desktop.casework.events import Recorded
    from envoy_desktop.domain.calendar import Calendar


@dataclass(frozen=True)
class Case:
    """A procedure with its reading of today, its standing facts, and why each day counted.

    `late`: by event entered late (补录), the working days between its day and its entry. `gaps`:
    by event, by how many working days the city's system shows it late. `before`: the days before
    the clock. `demands`: obstacles that what was asked for suggests.
    """

    row: ProcedureRow
    reading: Reading
    events: tuple[EventRow, ...]
    late: Mapping[int, int]
    gaps: Mapping[int, int]
    before: BeforeClock | None
    demands: tuple[Proposal, ...]
    days: tuple[DayNote, ...] = ()


def read(reader: Reader, procedure: int, *, why: bool = False) -> Case:
    """The case of a procedure as of today, straight from its facts."""
    found = after(reader, procedure, readings.read_procedure(reader, procedure, now.today()))
    if not why:
        return found
    from envoy_desktop.domain import clock

    known = facts.facts(reader, procedure)
    notes = clock.days(
        known.events,
        known.terms,
        reference.calendar(reader),
        now.today(),
        reference.thresholds(reader),
    )
    return replace(found, days=notes)


def after(reader: Reader, procedure: int, reading: Reading) -> Case:
    """The case of a procedure whose reading is at hand."""
    row = procedures.rows(reader, [procedure])[0]
    standing = [e for e in facts.event_rows(reader, procedure) if not (e.void or e.replaced)]
    told = facts.facts(reader, procedure)
    calendar = reference.calendar(reader)
    return Case(
        row,
        reading,
        tuple(standing),
        dict(_late(reader, standing)),
        dict(_gaps(calendar, standing)),
        days_before_clock(
            told.events,
            calendar,
            reading.as_of,
            led_by_intermediary=told.terms.led_by_intermediary,
        ),
        tuple(checklist.proposals(reader, procedure)),
    )


def _gaps(calendar: "Calendar", events: Iterable[EventRow]) -> Iterator[tuple[int, int]]:
    for event in events:
        if event.system_on:
            on, shown = map(date.fromisoformat, (event.on, event.system_on))
            gap = system_gap(on, shown, calendar)
            if gap is not None:
                yield event.id, gap


def _late(reader: Reader, events: Iterable[EventRow]) -> Iterator[tuple[int, int]]:
    calendar = reference.calendar(reader)
    bound = int(str(reference.setting(reader, "clock.late_entry_days")))
    for event in events:
        on, entered = map(date.fromisoformat, (event.on, event.entered_on))
        days = calendar.working_days(on, entered)
        if days > bound:
            yield event.id, days


def items_of(text: str | None) -> tuple[str, ...]:
    """The papers named in `a;b`."""
    parts = re.split("[;；]", text or "")
    return tuple(part.strip() for part in parts if part.strip())


def document(of: Case) -> Row:
    """The case as JSON."""
    reading = of.reading
    effects = {effect.event_id: effect for effect in reading.effects}
    data: Row = {
        "id": ids.show(of.row.procedure),
        "project": ids.show(of.row.project),
        "project_name": of.row.project_name,
        "code": of.row.code,
        "name": of.row.name,
        "department": of.row.department_name,
        "stage": of.row.stage,
        "state": reading.state.value,
        "as_of": reading.as_of.isoformat(),
        "filed": iso.text(reading.filed),
        "accepted": iso.text(reading.accepted),
        "deemed_accepted": reading.deemed_accepted,
        "decided": iso.text(reading.decided),
        "ended": iso.text(reading.ended),
        "holder": reading.holder.value,
        "holder_since": iso.text(reading.holder_since),
        "elapsed": reading.elapsed,
        "charged": {
            "department": reading.charged.department,
            "investor": reading.charged.investor,
            "intermediary": reading.charged.intermediary,
            "nobody": reading.charged.nobody,
        },
        "clocks": [_clock(clock) for clock in reading.clocks],
        "events": [],
        "proposed_obstacles": [
            {
                "kind": p.kind,
                "because": names.proposal(p),
                "event": ids.show(p.event_id),
                "log_as": kind_to_log(p.kind),
            }
            for p in (*reading.proposed, *of.demands)
        ],
        "before_clock": {
            "first": of.before.first.isoformat(),
            "until": of.before.until.isoformat(),
            "open": of.before.open,
            "elapsed": of.before.elapsed,
            "department": of.before.department,
            "investor": of.before.investor,
            "intermediary": of.before.intermediary,
            "nobody": of.before.nobody,
        }
        if of.before
        else None,
    }
    for event in of.events:
        effect = effects.get(event.id)
        data["events"].append(
            {
                "id": ids.show(event.id),
                "event": event.kind,
                "on": event.on,
                "effect": names.effect(effect) if effect else "",
                "effect_code": effect.code if effect else None,
                "items": list(event.items),
                "party": event.party or None,
                "announced": event.announced,
                "days": event.days,
                "note": event.note,
                "receipt": bool(event.has_receipt),
                "entered": event.entered_on,
                "entered_late": of.late.get(event.id),
                "system_on": event.system_on,
                "system_gap": of.gaps.get(event.id),
                "corrects": ids.show(event.corrects),
                "attachments": event.attachments,
            }
        )
    if of.days:
        data["days"] = [
            {
                "date": note.date.isoformat(),
                "holder": note.holder.value,
                "counted_for": [clock.value for clock in note.counted_for],
                "number": note.number,
                "reason": note.reason,
                "because": names.day_reason(note),
            }
            for note in of.days
        ]
    return data


def page(of: Case) -> Iterator[str]:
    """The case for a person."""
    reading = of.reading
    yield f"{of.row.project_name}  {of.row.code} {of.row.name}  {of.row.department_name}"
    charged = reading.charged
    told = [
        (_("编号"), ids.show(of.row.procedure) or ""),
        (_("状态"), names.state(reading.state.value)),
        (_("申报"), _day(reading.filed)),
        (
            _("受理"),
            _("{day}（视为受理）").format(day=_day(reading.accepted))
            if reading.deemed_accepted
            else _day(reading.accepted),
        ),
        (_("决定"), _day(reading.decided)),
        (_("结束"), _day(reading.ended)),
    ]
    if reading.filed:
        told.append(
            (
                _("历时"),
                _("{n} 日：部门 {a}，投资方 {b}，中介机构 {c}，不计责任 {d}").format(
                    n=reading.elapsed,
                    a=charged.department,
                    b=charged.investor,
                    c=charged.intermediary,
                    d=charged.nobody,
                ),
            )
        )
    if of.before:
        told.append((_("计时以前"), names.before_clock(of.before)))
    yield from tables.facts(told)
    if reading.clocks:
        yield ""
        yield from tables.table(
            (_("灯"), _("期限"), _("时限"), _("已用"), _("截止"), _("说明")),
            (_clock_cells(clock) for clock in reading.clocks),
        )
    if of.events:
        yield ""
        effects = {effect.event_id: effect for effect in reading.effects}
        yield from tables.table(
            (_("编号"), _("日期"), _("事件"), _("效果")),
            (
                (
                    ids.show(event.id) or "",
                    event.on,
                    names.event(event.kind),
                    "".join(_told(of, event, effects)),
                )
                for event in of.events
            ),
        )
    for proposed in (*reading.proposed, *of.demands):
        yield names.proposal(proposed)
    if of.days:
        yield ""
        yield from tables.table(
            (_("日期"), _("第几日"), _("计入"), _("原因")),
            (
                (
                    names.day(note.date),
                    "" if note.number is None else str(note.number),
                    names.party(note.holder.value),
                    names.day_reason(note),
                )
                for note in of.days
            ),
        )


def _told(of: Case, event: EventRow, effects: Mapping[int, Effect]) -> Iterator[str]:
    if event.id in effects:
        yield names.effect(effects[event.id])
    if event.id in of.late:
        yield _("补录，晚 {days} 个工作日").format(days=of.late[event.id])
    if of.gaps.get(event.id):
        yield _("与系统相差 {days} 个工作日").format(days=of.gaps[event.id])


def recorded(made: "Recorded", found: Case, outside: str = "") -> Answer:
    """The answer to recording or correcting a fact: its id, the warnings, the new reading.

    `outside`: why the act lies outside the mandate, where it does.
    """
    codes = tuple(made.warnings)
    warnings = tuple(names.warning(code) for code in codes)
    if outside:
        codes, warnings = (*codes, outside), (*warnings, names.mandate_warning(outside))
    data: dict[str, Any] = {
        "id": ids.show(made.id),
        "warnings": [
            {"code": code, "message": text} for code, text in zip(codes, warnings, strict=True)
        ],
        "procedure": document(found),
    }
    return Answer(data, lambda: map(tables.coloured, page(found)), warnings)


def _clock(clock: ClockReading) -> Row:
    return {
        "clock": clock.clock.value,
        "limit_kind": clock.limit_kind.value,
        "limit": clock.limit,
        "unit": clock.unit.value,
        "used": clock.used,
        "deadline": iso.text(clock.deadline),
        "lamp": clock.lamp.value,
        "ended": clock.ended is not None,
        "provisional": clock.provisional,
        "disputed": clock.disputed,
        "started": clock.started.isoformat(),
        "ended_on": iso.text(clock.ended),
        "used_without_exclusions": clock.used_without_exclusions,
        "yellow_on": iso.text(clock.yellow_on),
        "red_on": iso.text(clock.red_on),
    }


def _clock_cells(clock: ClockReading) -> tuple[str, ...]:
    marks = [
        word
        for word, holds in (
            (_("已停"), clock.ended is not None),
            (_("日期待定"), clock.provisional),
            (_("单位有争议"), clock.disputed),
        )
        if holds
    ]
    return (
        tables.lamp(clock.lamp.value),
        names.clock(clock.clock.value),
        f"{names.limit_kind(clock.limit_kind.value)} {names.days(clock.limit, clock.unit.value)}",
        str(clock.used),
        _day(clock.deadline),
        "，".join(marks),
    )


def _day(on: date | None) -> str:
    return names.day(on) if on else ""
