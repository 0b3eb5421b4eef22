"""Facts of many procedures as columns, sorted out so that they can be read in lock-step.

What follows from the sequence of the events alone is found here, once for any day and calendar:
where a procedure begins and ends, which event settles the acceptance, which suspension and which
special step lasts from where to where. What needs a count of days is left to `clock_arrays`. A
procedure whose spans overlap is set aside for the reading of single cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from envoy_desktop.domain.calendar import FIRST_OF_ARRAYS, LAST_OF_ARRAYS, Unit
from envoy_desktop.domain.clock_values import (
    BEFORE_CLOCK,
    Event,
    EventKind,
    LimitFrom,
    Party,
    Terms,
)

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Index = NDArray[np.intp]

NONE = -1  # no such day
KINDS = tuple(kind for kind in EventKind if kind not in BEFORE_CLOCK)
PARTIES = tuple(Party)
CODE = {kind: code for code, kind in enumerate(KINDS)}
PARTY_CODE = {party: code for code, party in enumerate(PARTIES)}
UNNAMED_BIT = np.int64(1) << 62
MOST_ITEMS = 62
FIRST = FIRST_OF_ARRAYS.toordinal()
# Days near the edges of the calendar's arrays are read singly, so that no sum leaves them.
LOWEST, HIGHEST = 400, LAST_OF_ARRAYS.toordinal() - FIRST - 6000
LONGEST = 1000

(
    FILED,
    NOTICE,
    RESUBMITTED,
    ACCEPTED,
    NOT_ACCEPTED,
    BEGUN,
    STEP_ENDED,
    EXTENSION,
    SUSPENDED,
    RESUMED,
    DECIDED,
    DELIVERED,
    REFUSED,
    WITHDRAWN,
) = range(len(KINDS))

_ENDS = np.isin(np.arange(len(KINDS)), (NOT_ACCEPTED, DELIVERED, REFUSED, WITHDRAWN))
_SETTLES = _ENDS | np.isin(np.arange(len(KINDS)), (ACCEPTED, DECIDED))
# Procedures whose columns stay in the processor's cache together: with fewer the calls cost more
# than the counting, with more the memory does.
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events as columns of one length, in any sequence.

    `case`: the procedure's row in the terms; `kind`, `party`: places in `KINDS`, `PARTIES`
    (-1: none); `on`: ordinal of the day; `items`: a bit for each paper of the procedure;
    `days`: announced length or length of the extension, 0 for none.
    """

    case: Index
    kind: NDArray[np.int8]
    on: Ints
    order: NDArray[np.float64]
    id: NDArray[np.int64]
    items: NDArray[np.int64]
    party: NDArray[np.int8]
    days: Ints

    def take(self, places: Index | Bools | slice) -> EventColumns:
        return EventColumns(
            self.case[places],
            self.kind[places],
            self.on[places],
            self.order[places],
            self.id[places],
            self.items[places],
            self.party[places],
            self.days[places],
        )


@dataclass(frozen=True, slots=True)
class TermsColumns:
    """`Terms` of the procedures, one row each; limits -1 for none, `extension` 0 for no right."""

    statutory: Ints
    promised: Ints
    plan: Ints
    calendar_days: Bools
    received: Bools
    extension: Ints
    licence: Bools
    led_by_intermediary: Bools
    unit_disputed: Bools

    def take(self, places: Index | slice) -> TermsColumns:
        return TermsColumns(*(getattr(self, name)[places] for name in self.__slots__))

    def terms(self, row: int) -> Terms:
        """The row as a value."""
        statutory, promised, plan = (
            None if column[row] < 0 else int(column[row])
            for column in (self.statutory, self.promised, self.plan)
        )
        return Terms(
            statutory,
            promised,
            plan,
            Unit.CALENDAR_DAY if self.calendar_days[row] else Unit.WORKING_DAY,
            LimitFrom.RECEIVED if self.received[row] else LimitFrom.ACCEPTED,
            int(self.extension[row]) or None,
            bool(self.licence[row]),
            bool(self.led_by_intermediary[row]),
            bool(self.unit_disputed[row]),
        )


@dataclass(frozen=True, slots=True)
class Layer:
    """The n-th event (or span) of its sort of every procedure that has so many: no case twice.

    `until`: of a span the day of the event that ends it, NONE for none. `days`: of a suspension
    -1, so that it is told from a special step.
    """

    case: Index
    on: Ints
    until: Ints
    items: NDArray[np.int64]
    party: NDArray[np.int8]
    days: Ints
    place: Ints  # among the events of its procedure

    def take(self, places: Index) -> Layer:
        return Layer(*(getattr(self, name)[places] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some procedures in sequence: days as indices of the calendar's arrays, NONE for never."""

    start: int
    events: EventColumns
    terms: TermsColumns
    no_own_limit: Bools  # licences that have L 42's 20 working days
    filed: Ints
    settled_on: Ints
    settled_by: NDArray[np.int8]
    settled_place: Ints
    decided: Ints
    ended: Ints
    ended_by: NDArray[np.int8]
    asked: tuple[tuple[bool, Layer], ...]  # notices (True) and resubmissions in turn
    extensions: tuple[Layer, ...]
    spans: tuple[Layer, ...]  # suspensions and special steps, in sequence
    single: Bools  # to be read one by one


@dataclass(frozen=True, slots=True)
class Packed:
    """Procedures ready for `clock_arrays.read_many`; `apart` are those that fit no columns."""

    count: int
    chunks: tuple[Chunk, ...]
    apart: dict[int, tuple[tuple[Event, ...], Terms]]


def pack(cases: Iterable[tuple[Sequence[Event], Terms]]) -> Packed:
    """Pack procedures given as values; readings come in the same sequence."""
    rows: list[tuple[int, int, int, float, int, int, int, int]] = []
    terms: list[Terms] = []
    apart: dict[int, tuple[tuple[Event, ...], Terms]] = {}
    for case, (events, own) in enumerate(cases):
        terms.append(own)
        events = [event for event in events if event.kind not in BEFORE_CLOCK]
        bits: dict[str, int] = {}
        for event in events:
            for item in event.items:
                bits.setdefault(item, len(bits))
        if len(bits) > MOST_ITEMS or "" in bits or not all(_fits(event.on) for event in events):
            apart[case] = (tuple(events), own)
            continue
        rows += [
            (
                case,
                CODE[event.kind],
                event.on.toordinal(),
                event.order,
                event.id,
                sum(1 << bits[item] for item in set(event.items)),
                NONE if event.party is None else PARTY_CODE[event.party],
                (event.announced if event.kind is EventKind.SPECIAL_STEP_BEGUN else event.days)
                or 0,
            )
            for event in events
        ]
    columns = list(zip(*rows, strict=True)) or [()] * 8
    sorts = (np.intp, np.int8, np.int32, np.float64, np.int64, np.int64, np.int8, np.int32)
    packed = pack_columns(
        EventColumns(*(np.array(c, s) for c, s in zip(columns, sorts, strict=True))),
        _terms_columns(terms),
    )
    return Packed(packed.count, packed.chunks, apart)


def _fits(on: date) -> bool:
    return LOWEST < on.toordinal() - FIRST < HIGHEST


def _terms_columns(terms: Sequence[Terms]) -> TermsColumns:
    def limits(values: Iterable[int | None], none: int) -> Ints:
        return np.array([none if v is None else v for v in values], np.int32)

    return TermsColumns(
        limits((t.statutory_limit for t in terms), NONE),
        limits((t.promised_limit for t in terms), NONE),
        limits((t.plan_limit for t in terms), NONE),
        np.array([t.unit is Unit.CALENDAR_DAY for t in terms], np.bool_),
        np.array([t.limit_from is LimitFrom.RECEIVED for t in terms], np.bool_),
        limits((t.extension for t in terms), 0),
        np.array([t.licence for t in terms], np.bool_),
        np.array([t.led_by_intermediary for t in terms], np.bool_),
        np.array([t.unit_disputed for t in terms], np.bool_),
    )


def pack_columns(events: EventColumns, terms: TermsColumns) -> Packed:
    """Pack procedures given as columns, as they come from a query."""
    count = len(terms.statutory)
    by_place = np.lexsort((events.id, events.order, events.on, events.case))
    events = events.take(by_place)
    edges = np.searchsorted(events.case, np.arange(0, count + _CHUNK, _CHUNK))
    chunks = [
        _chunk(
            start,
            events.take(slice(int(edges[n]), int(edges[n + 1]))),
            terms.take(slice(start, start + _CHUNK)),
        )
        for n, start in enumerate(range(0, count, _CHUNK))
    ]
    return Packed(count, tuple(chunks), {})


def _chunk(start: int, events: EventColumns, terms: TermsColumns) -> Chunk:
    count = len(terms.statutory)
    case = (events.case - start).astype(np.intp)
    on = events.on - np.int32(FIRST)
    kind = events.kind
    place = np.arange(len(case), dtype=np.int32)
    single = _unfit(case, on, events, terms)

    filing = _first(case, kind == FILED, place, count)
    ends = _ENDS[kind] & (filing[case] != NONE) & (place > filing[case])
    end = _first(case, ends, place, count)
    last = np.where(end == NONE, np.int32(len(case)), end)
    inside = (filing[case] != NONE) & (place >= filing[case]) & (place <= last[case])

    settles = _first(case, inside & _SETTLES[kind], place, count)
    decides = inside & ((kind == DECIDED) | (kind == DELIVERED))
    decision = _first(case, decides, place, count)

    asks = inside & ((kind == NOTICE) | (kind == RESUBMITTED))
    asks &= (settles[case] == NONE) | (place < settles[case])
    extends = inside & (kind == EXTENSION)
    extends &= (decision[case] == NONE) | (place < decision[case])

    suspensions, _ = _spans(case, kind, place, inside, decision, SUSPENDED, RESUMED)
    steps, twice = _spans(case, kind, place, inside, decision, BEGUN, STEP_ENDED)
    single |= twice
    spans = np.maximum(suspensions, steps)
    _mark_overlaps(single, case, place, spans)
    # A notice or resubmission after a suspension: the days of acceptance were stopped before.
    last_ask = np.full(count, NONE, np.int32)
    last_ask[case[asks]] = place[asks]  # the last of equal indices stays
    begun = np.flatnonzero(suspensions != NONE)
    single[case[begun[place[begun] < last_ask[case[begun]]]]] = True

    def layers(chosen: Index, until: Ints | None = None) -> list[Layer]:
        if until is None:
            ends = np.full(len(chosen), NONE, np.int32)
        else:
            closer = until[chosen]
            ends = np.where(closer < len(case), on[np.minimum(closer, len(case) - 1)], NONE)
        number = _number(case[chosen])
        return [
            Layer(
                case[chosen[n]],
                on[chosen[n]],
                ends[n].astype(np.int32),
                events.items[chosen[n]],
                events.party[chosen[n]],
                np.where(kind[chosen[n]] == SUSPENDED, np.int32(-1), events.days[chosen[n]]),
                place[chosen[n]],
            )
            for n in (np.flatnonzero(number == k) for k in range(int(number.max(initial=-1)) + 1))
        ]

    asked = []
    for layer in layers(np.flatnonzero(asks)):
        is_notice = kind[layer.place] == NOTICE
        for notice in (True, False):
            part = np.flatnonzero(is_notice == notice)
            if len(part):
                asked.append((notice, layer.take(part)))

    def day_of(places: Ints) -> Ints:
        if not len(on):
            return np.full(len(places), NONE, np.int32)
        return np.where(places == NONE, NONE, on[places]).astype(np.int32)

    def kind_of(places: Ints) -> NDArray[np.int8]:
        if not len(kind):
            return np.full(len(places), NONE, np.int8)
        return np.where(places == NONE, NONE, kind[places]).astype(np.int8)

    return Chunk(
        start,
        events,
        terms,
        terms.licence & (terms.statutory == NONE),
        day_of(filing),
        day_of(settles),
        kind_of(settles),
        settles,
        day_of(decision),
        day_of(end),
        kind_of(end),
        tuple(asked),
        tuple(layers(np.flatnonzero(extends))),
        tuple(layers(np.flatnonzero(spans != NONE), spans)),
        single,
    )


def _unfit(case: Index, on: Ints, events: EventColumns, terms: TermsColumns) -> Bools:
    """Procedures with days, lengths or units that the arrays do not hold."""
    limits = np.maximum.reduce((terms.statutory, terms.promised, terms.plan, terms.extension))
    unfit: Bools = limits > LONGEST
    wrong = (on < LOWEST) | (on > HIGHEST) | (events.days > LONGEST) | (events.days < 0)
    unfit[case[wrong]] = True
    return unfit


def _first(case: Index, chosen: Bools, place: Ints, count: int) -> Ints:
    """The place of each procedure's first chosen event, NONE where there is none."""
    found = np.full(count, NONE, np.int32)
    places = np.flatnonzero(chosen)[::-1]
    found[case[places]] = place[places]  # the last of equal indices stays: the first in sequence
    return found


def _number(case: Index) -> Index:
    """How many of the same procedure come before each, in a sorted column."""
    if not len(case):
        return np.zeros(0, np.intp)
    new = np.concatenate(([True], case[1:] != case[:-1]))
    starts = np.flatnonzero(new)
    number: Index = np.arange(len(case)) - starts[np.cumsum(new) - 1]
    return number


def _spans(
    case: Index,
    kind: NDArray[np.int8],
    place: Ints,
    inside: Bools,
    decision: Ints,
    opens: int,
    closes: int,
) -> tuple[Ints, Bools]:
    """For each event that opens a span the place of what closes it, `len(case)` if nothing does.

    The first decision and the end close it too. Also the procedures in which one was opened
    while another was open: the second opens nothing.
    """
    length = len(case)
    until = np.full(length, NONE, np.int32)
    twice = np.zeros(len(decision), np.bool_)
    ends = _ENDS[kind] | (place == decision[case])
    part = np.flatnonzero(inside & ((kind == opens) | (kind == closes) | ends))
    if not len(part):
        return until, twice
    is_open = kind[part] == opens
    same = np.concatenate(([False], case[part][1:] == case[part][:-1]))
    after_open = same & np.concatenate(([False], is_open[:-1]))
    twice[case[part[is_open & after_open]]] = True
    first = np.flatnonzero(is_open & ~after_open)
    others = np.flatnonzero(~is_open)
    nearest = np.searchsorted(others, first)
    closer = np.append(part[others], length)[nearest]
    own = np.append(case, NONE)[closer] == case[part[first]]
    until[part[first]] = np.where(own, closer, length)
    return until, twice


def _mark_overlaps(single: Bools, case: Index, place: Ints, until: Ints) -> None:
    """Set aside the procedures with a suspension and a special step at once."""
    begun = np.flatnonzero(until != NONE)
    if len(begun) > 1:
        same = case[begun][1:] == case[begun][:-1]
        over = same & (until[begun][:-1] > place[begun][1:])
        single[case[begun[1:][over]]] = True


def events_of(chunk: Chunk, row: int) -> tuple[Event, ...]:
    """The events of a chunk's procedure as values; papers are named by their bit."""
    columns = chunk.events
    low, high = np.searchsorted(columns.case, (chunk.start + row, chunk.start + row + 1))
    events = []
    for n in range(int(low), int(high)):
        kind, days = KINDS[columns.kind[n]], int(columns.days[n]) or None
        items = int(columns.items[n])
        party = int(columns.party[n])
        events.append(
            Event(
                int(columns.id[n]),
                kind,
                date.fromordinal(int(columns.on[n])),
                float(columns.order[n]),
                tuple(str(bit) for bit in range(items.bit_length()) if items >> bit & 1),
                None if party < 0 else PARTIES[party],
                announced=days if kind is EventKind.SPECIAL_STEP_BEGUN else None,
                days=days if kind is EventKind.EXTENSION else None,
            )
        )
    return tuple(events)
