"""The clocks of a million procedures at once: the same rules over arrays.

`clock.read` says what the rules are; this says the same, faster, and is tested equal to it. With
W[d] the working days up to day d and D[w] the day of the w-th of them, the days in (a, b] are
W[b] - W[a] and the n-th after a is D[W[a] + n]. A limit is followed in that measure ("mark"): an
excluded span that begins before its mark pushes the mark on by the span's length. In calendar
days the measure is the day itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock import read, yellow_from
from envoy_desktop.domain.clock_course import ACCEPTANCE_LIMIT, DELIVERY_LIMIT, ENDS
from envoy_desktop.domain.clock_pack import (
    ACCEPTED,
    CODE,
    DECIDED,
    DELIVERED,
    FIRST,
    LONGEST,
    NONE,
    PARTY_CODE,
    UNNAMED_BIT,
    Bools,
    Chunk,
    Index,
    Ints,
    Layer,
    Packed,
    events_of,
)
from envoy_desktop.domain.clock_values import (
    DEFAULT_THRESHOLDS,
    ClockName,
    Lamp,
    LimitKind,
    Party,
    Reading,
    State,
    Thresholds,
)

STATES = tuple(State)
LAMPS = tuple(Lamp)
CLOCKS = (
    (ClockName.ACCEPTANCE, LimitKind.STATUTORY),
    (ClockName.DECISION, LimitKind.STATUTORY),
    (ClockName.DECISION, LimitKind.PROMISED),
    (ClockName.DECISION, LimitKind.PLAN),
    (ClockName.DELIVERY, LimitKind.STATUTORY),
)
NEVER = 1 << 28  # a mark that no day reaches: an open suspension

STATE_CODE = {state: np.int8(code) for code, state in enumerate(STATES)}
LEAD, INVESTOR, INTERMEDIARY, NOBODY = (np.int8(PARTY_CODE[p]) for p in Party)
WAITING, CORRECTING, DONE = np.int8(1), np.int8(2), np.int8(3)


@dataclass(frozen=True, slots=True)
class Readings:
    """What `Reading` says, as columns; days are indices from `first` (see `day`), NONE for none.

    `state`, `holder`, `lamp` are places in `STATES`, `PARTIES`, `LAMPS` (-1: no such clock).
    `charged` is [party, case]; the clocks' columns are [clock, case] in the sequence of `CLOCKS`,
    `limit` -1 where a procedure has no such clock.
    """

    first: int
    state: NDArray[np.int8]
    filed: Ints
    accepted: Ints
    deemed_accepted: Bools
    decided: Ints
    ended: Ints
    elapsed: Ints
    charged: Ints
    holder: NDArray[np.int8]
    changes_on: Ints
    limit: Ints
    used: Ints
    deadline: Ints
    yellow_on: Ints
    red_on: Ints
    lamp: NDArray[np.int8]
    disputed: Bools

    def day(self, index: int) -> date | None:
        """The date of an index, None for none."""
        return None if index < 0 else date.fromordinal(self.first + int(index))

    def part(self, start: int, stop: int) -> Readings:
        """A view of the cases from `start` up to `stop`."""
        names = self.__slots__[1:]
        return Readings(self.first, *(getattr(self, name)[..., start:stop] for name in names))


def _empty(count: int) -> Readings:
    def column(sort: type, *shape: int) -> NDArray[np.generic]:
        return np.empty((*shape, count), sort)

    one, clocks = (), (len(CLOCKS),)
    sorts: list[tuple[type, tuple[int, ...]]] = [
        (np.int8, one),
        *[(np.int32, one)] * 2,
        (np.bool_, one),
        *[(np.int32, one)] * 3,
        (np.int32, (len(Party),)),
        (np.int8, one),
        (np.int32, one),
        *[(np.int32, clocks)] * 5,
        (np.int8, clocks),
        (np.bool_, clocks),
    ]
    columns: list[NDArray[np.generic]] = [column(sort, *shape) for sort, shape in sorts]
    return Readings(FIRST, *columns)  # type: ignore[arg-type]


def read_many(
    packed: Packed,
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Readings:
    """`clock.read` of every packed procedure on the day `as_of`, as columns."""
    readings = _empty(packed.count)
    today = as_of.toordinal() - FIRST
    fits = 0 < today < len(calendar.arrays.count) - 6000
    for chunk in packed.chunks:
        out = readings.part(chunk.start, chunk.start + len(chunk.filed))
        single = chunk.single
        if fits:
            single = _Lockstep(chunk, calendar, today, thresholds).read(out)
        else:
            single = np.ones(len(chunk.filed), np.bool_)
        for row in np.flatnonzero(single).tolist():
            events, terms = events_of(chunk, row), chunk.terms.terms(row)
            put(out, row, read(events, terms, calendar, as_of, thresholds))
    for row, (events, terms) in packed.apart.items():
        put(readings, row, read(events, terms, calendar, as_of, thresholds))
    return readings


def put(out: Readings, row: int, reading: Reading) -> None:
    """Write one reading into its row."""

    def day(on: date | None) -> int:
        return NONE if on is None else on.toordinal() - FIRST

    out.state[row] = STATE_CODE[reading.state]
    for name in ("filed", "accepted", "decided", "ended", "changes_on"):
        getattr(out, name)[row] = day(getattr(reading, name))
    out.deemed_accepted[row] = reading.deemed_accepted
    out.elapsed[row] = reading.elapsed
    out.charged[:, row] = [getattr(reading.charged, party.value) for party in Party]
    out.holder[row] = PARTY_CODE[reading.holder]
    for n, (name, kind) in enumerate(CLOCKS):
        clock = reading.clock(name, kind)
        out.limit[n, row] = clock.limit if clock else NONE
        out.used[n, row] = clock.used if clock else 0
        out.deadline[n, row] = day(clock.deadline) if clock else NONE
        out.yellow_on[n, row] = day(clock.yellow_on) if clock else NONE
        out.red_on[n, row] = day(clock.red_on) if clock else NONE
        out.lamp[n, row] = LAMPS.index(clock.lamp) if clock else NONE
        out.disputed[n, row] = bool(clock and clock.disputed)


class _Lockstep:
    """One chunk on one day under one calendar."""

    def __init__(
        self, chunk: Chunk, calendar: Calendar, today: int, thresholds: Thresholds
    ) -> None:
        self.chunk, self.today, self.thresholds = chunk, today, thresholds
        self.count = calendar.arrays.count
        self.day = calendar.arrays.day
        self.size = len(chunk.filed)
        self.single = chunk.single.copy()
        # A limit's first yellow day: share and days left by one look-up.
        self.yellow_from = np.array(
            [yellow_from(limit, thresholds) for limit in range(2 * LONGEST + 1)], np.int32
        )

    def read(self, out: Readings) -> Bools:
        """Fill `out`; the procedures that must be read one by one instead."""
        today = self.today
        self.filed = self._known(self.chunk.filed)
        self.decided = self._known(self.chunk.decided)
        self.ended = self._known(self.chunk.ended)
        self.settled = self._known(self.chunk.settled_on)
        self.last = np.where(self.ended == NONE, np.int32(today), self.ended)
        self.is_filed = self.filed != NONE
        self.charged = np.zeros((len(Party), self.size), np.int32)
        self._ask()
        self._silence()
        self._settle()
        self.exclusions = list(self._excluded())
        self._tell(out)
        return self.single

    def _known(self, on: Ints) -> Ints:
        return np.where(on > self.today, np.int32(NONE), on)

    # -- acceptance ----------------------------------------------------------------------------

    def _ask(self) -> None:
        """Notices and resubmissions up to what settles the acceptance, one of each case a turn."""
        self.opened = self.filed.copy()
        self.opened_place = np.full(self.size, NONE, np.int32)  # the filing comes before all
        self.window = np.full(self.size, ACCEPTANCE_LIMIT, np.int32)
        self.due = self.day[self.count[np.maximum(self.filed, 0)] + ACCEPTANCE_LIMIT]
        self.phase = np.full(self.size, WAITING, np.int8)
        self.window_ended = np.full(self.size, NONE, np.int32)
        self.stopped = np.full(self.size, NONE, np.int32)
        self.away = np.full(self.size, INVESTOR, np.int8)
        noticed = np.zeros(self.size, np.bool_)
        open_items = np.zeros(self.size, np.int64)
        for is_notice, layer in self.chunk.asked:
            known = layer.on <= self.today
            case = layer.case
            if not known.all():
                layer = _take(layer, np.flatnonzero(known))
                case = layer.case
            waits = self.phase[case] == WAITING
            silent = waits & (layer.on > self.due[case])
            quiet = case[silent]
            self.phase[quiet] = DONE
            self.window_ended[quiet] = self.due[quiet]
            before = open_items[case]
            if is_notice:
                seen = noticed[case]
                asked = np.where(
                    layer.items == 0, np.where(before == 0, UNNAMED_BIT, before), layer.items
                )
                new = (asked & ~before) != 0
                stops = waits & ~silent & (~seen | ~new)
                places = np.flatnonzero(stops)
                case = case[places]
                on = layer.on[places]
                open_items[case] = np.where(noticed[case], before[places], asked[places])
                noticed[case] = True
                self.phase[case] = CORRECTING
                self.stopped[case] = self.window_ended[case] = on
                party = layer.party[places]
                self.away[case] = np.where(party == NONE, self.away[case], party)
            else:
                gives = (layer.items == 0) | (before >= UNNAMED_BIT)
                given = np.where(gives, before, before & layer.items)
                corrects = self.phase[case] == CORRECTING
                answers = (given != 0) & (corrects | (waits & ~silent))
                places = np.flatnonzero(answers)
                self._back(_take(layer, np.flatnonzero(answers & corrects)))
                case = case[places]
                on = layer.on[places]
                open_items[case] = before[places] & ~given[places]
                self.phase[case] = WAITING
                self.opened[case] = on
                self.opened_place[case] = layer.place[places]
                self.window[case] = self.thresholds.resubmission_window
                self.due[case] = self.day[
                    self.count[on] + np.int32(self.thresholds.resubmission_window)
                ]
                self.window_ended[case] = NONE

    def _back(self, layer: Layer) -> None:
        """Charge the party that had the missing papers up to the day of the layer's events."""
        self._charge_away(layer.case, layer.on)

    def _charge_away(self, case: Index, until: Ints) -> None:
        days = self.count[until] - self.count[self.stopped[case]]
        self.charged[self.away[case], case] += days

    def _silence(self) -> None:
        """A suspension in the days of acceptance puts their end off."""
        for layer in self.chunk.spans:
            waits = (layer.days < 0) & (self.phase[layer.case] == WAITING)
            waits &= (layer.on < self.due[layer.case]) & (layer.on <= self.today)
            # After what settled the acceptance nothing is put off any more.
            settled = self.settled[layer.case]
            waits &= (settled == NONE) | (layer.place < self.chunk.settled_place[layer.case])
            part = _take(layer, np.flatnonzero(waits))
            case = part.case
            ended = (part.until != NONE) & (part.until <= self.today)
            left = self.count[np.minimum(self.due[case], HIGH)] - self.count[part.on]
            moved = self.day[self.count[np.where(ended, part.until, 0)] + left]
            self.due[case] = np.where(ended, moved, np.int32(NEVER))

    def _settle(self) -> None:
        """By an event, by silence, or not yet: accepted on which day, counted from which."""
        chunk, settled, today = self.chunk, self.settled, np.int32(self.today)
        by = np.where(settled == NONE, np.int8(NONE), chunk.settled_by)
        waits = (self.phase == WAITING) & self.is_filed
        at = np.where(settled == NONE, today, settled)
        silent = waits & (at > self.due)
        self.window_ended[silent] = self.due[silent]
        self.deemed = silent | (self.phase == DONE)
        told = by == ACCEPTED
        implied = (by == DECIDED) | (by == DELIVERED)
        corrects = self.phase == CORRECTING
        self.single |= corrects & implied
        explicit = told & ~self.deemed
        open_waits = waits & ~silent & (by != NONE)
        self.window_ended[open_waits] = settled[open_waits]
        from_opening = self.deemed | (implied & waits)
        self.accepted = np.where(
            from_opening, self.opened, np.where(explicit, settled, np.int32(NONE))
        )
        received = from_opening | (explicit & chunk.terms.received & ~corrects)
        self.counted_from = np.where(received, self.opened, self.accepted)
        self.accepted_place = np.where(from_opening, self.opened_place, chunk.settled_place)
        self.is_accepted = self.accepted != NONE
        self.corrects = corrects & ~self.is_accepted & (self.ended == NONE)
        case = np.flatnonzero(corrects)
        if len(case):
            self._charge_away(case, at[case])

    # -- spans ---------------------------------------------------------------------------------

    def _excluded(self) -> Iterator[_Spans]:
        """The spans that stop a clock, charged to whom they belong to."""
        self.suspended = np.zeros(self.size, np.bool_)
        self.step_open = np.zeros(self.size, np.bool_)
        self.told_until = np.full(self.size, NONE, np.int32)
        for layer in self.chunk.spans:
            suspends = layer.days < 0
            stands = suspends | (
                self.is_accepted[layer.case] & (layer.place > self.accepted_place[layer.case])
            )
            part = _take(layer, np.flatnonzero(stands & (layer.on <= self.today)))
            case, suspends = part.case, part.days < 0
            runs = (part.until == NONE) | (part.until > self.today)
            self._suspend(_take(part, np.flatnonzero(suspends)))
            told = np.where(part.days > 0, self.day[self.count[part.on] + part.days], part.on)
            self.suspended[case] |= suspends & runs
            self.step_open[case] |= ~suspends & runs
            self.told_until[case] = np.where(~suspends & runs, told, self.told_until[case])
            until = np.where(runs, np.int32(NEVER), part.until)
            until = np.where(suspends, until, np.minimum(told, until))
            seen = np.minimum(until, self.last[case])
            party = np.where(suspends, INVESTOR, NOBODY)
            self.charged[party, case] += self.count[seen] - self.count[part.on]
            until = np.where(until == NEVER, np.int32(NONE), until)
            yield _Spans(case, part.on, until, suspends)

    def _suspend(self, part: Layer) -> None:
        """Whoever waits for papers and is suspended at once is read by itself."""
        case = part.case
        before = (self.settled[case] == NONE) | (part.place < self.chunk.settled_place[case])
        self.single[case] |= (self.phase[case] == CORRECTING) & before

    # -- what is told --------------------------------------------------------------------------

    def _tell(self, out: Readings) -> None:
        chunk = self.chunk
        has_ended = self.ended != NONE
        out.filed[:] = self.filed
        out.accepted[:] = self.accepted
        out.deemed_accepted[:] = self.deemed
        out.decided[:] = self.decided
        out.ended[:] = self.ended
        elapsed = np.where(self.is_filed, self.last - self.filed, np.int32(0))
        out.elapsed[:] = elapsed
        working = np.where(self.is_filed, self.count[self.last] - self.count[self.filed], 0)
        rest = working - self.charged.sum(axis=0, dtype=np.int32)
        self.charged[NOBODY] += elapsed - working
        led = chunk.terms.led_by_intermediary
        self.charged[LEAD] += np.where(led, 0, rest)
        self.charged[INTERMEDIARY] += np.where(led, rest, 0)
        out.charged[:] = self.charged

        state = np.where(self.is_filed, STATE_CODE[State.FILED], STATE_CODE[State.PLANNED])
        state[self.corrects] = STATE_CODE[State.CORRECTING]
        state[self.is_accepted] = STATE_CODE[State.ACCEPTED]
        state[self.step_open] = STATE_CODE[State.SPECIAL_STEP]
        state[self.decided != NONE] = STATE_CODE[State.DECIDED]
        state[self.suspended] = STATE_CODE[State.SUSPENDED]
        out.state[:] = np.where(has_ended, _END_STATES[chunk.ended_by], state)

        holder = np.where(led, INTERMEDIARY, LEAD)
        holder = np.where(self.corrects, self.away, holder)
        in_step = self.step_open & (self.told_until > self.today)
        holder[in_step | has_ended | ~self.is_filed] = NOBODY
        holder[self.suspended] = INVESTOR
        out.holder[:] = holder

        silence = self.is_filed & ~self.is_accepted & ~self.corrects & (self.due < NEVER)
        changes = np.where(silence, self.due + 1, np.int32(NONE))
        changes[in_step] = self.told_until[in_step]
        changes[has_ended] = NONE
        out.changes_on[:] = changes

        self._tell_acceptance(out)
        self._tell_decision(out)
        self._tell_delivery(out)

    def _tell_acceptance(self, out: Readings) -> None:
        ended = np.where(
            (self.window_ended == NONE) & (self.ended != NONE), self.ended, self.window_ended
        )
        suspended = [spans.take(np.flatnonzero(spans.suspends)) for spans in self.exclusions]
        measure = _Measure(self.count, self.day)
        clock = _Run(measure, np.maximum(self.opened, 0), ended, self.today, suspended)
        self._put(out, 0, clock, np.where(self.is_filed, self.window, np.int32(NONE)))
        out.red_on[0] = NONE

    def _tell_decision(self, out: Readings) -> None:
        terms = self.chunk.terms
        statutory = np.where(self.is_accepted, terms.statutory, np.int32(NONE))
        promised = np.where(self.is_accepted, terms.promised, np.int32(NONE))
        plan = np.where(self.is_accepted, terms.plan, np.int32(NONE))
        ended = np.where(self.decided == NONE, self.ended, self.decided)
        start = np.maximum(self.counted_from, 0)
        measure = _Measure(self.count, self.day)
        clock = _Run(measure, start, ended, self.today, self.exclusions)
        statutory = self._extended(statutory, clock)
        for n, limit in enumerate((statutory, promised, plan), 1):
            self._put(out, n, clock, limit)
        part = np.flatnonzero(terms.calendar_days & self.is_accepted)
        if len(part):
            self._tell_calendar_days(out, part, start[part], ended[part])

    def _tell_calendar_days(self, out: Readings, part: Index, start: Ints, ended: Ints) -> None:
        terms = self.chunk.terms.take(part)
        mine = np.full(self.size, NONE, np.intp)
        mine[part] = np.arange(len(part))
        spans = [s.of(mine) for s in self.exclusions]
        plain = np.arange(len(self.count), dtype=np.int32)
        clock = _Run(_Measure(plain, plain), start, ended, self.today, spans)
        working = _Run(_Measure(self.count, self.day), start, ended, self.today, spans)
        by_days = self._extended(terms.statutory, clock, mine, moved=True)
        for n, limit in enumerate((by_days, terms.promised, terms.plan), 1):
            has = limit != NONE
            length = np.where(has, limit, 0)
            deadline = self._moved(clock.day_of(length))
            overdue = clock.day_of(clock.used_on(deadline) + 1)
            overdue[deadline == NONE] = NONE
            by_both = working.day_of(length + 1)
            red_on = np.where(
                terms.unit_disputed,
                np.where((overdue == NONE) | (by_both == NONE), NONE, np.maximum(overdue, by_both)),
                overdue,
            )
            yellow_on = clock.day_of(self.yellow_from[length])
            red = (red_on != NONE) & (red_on <= clock.stop)
            yellow = (yellow_on != NONE) & (yellow_on <= clock.stop)
            late = (overdue != NONE) & (overdue <= clock.stop)
            over = ended != NONE
            out.limit[n, part] = limit
            out.used[n, part] = np.where(has, clock.used, 0)
            out.deadline[n, part] = np.where(has, deadline, NONE)
            out.yellow_on[n, part] = np.where(has & (yellow | ~over), yellow_on, NONE)
            out.red_on[n, part] = np.where(has & (red | ~over), red_on, NONE)
            out.lamp[n, part] = np.where(has, np.where(red, 2, yellow.astype(np.int8)), NONE)
            out.disputed[n, part] = has & late & ~red

    def _moved(self, on: Ints) -> Ints:
        """The first working day on or after each day (民法典 203)."""
        known = np.maximum(on, 1)
        moved = self.day[self.count[known - 1] + 1]
        return np.where(on == NONE, np.int32(NONE), moved)

    def _tell_delivery(self, out: Readings) -> None:
        has = self.decided != NONE
        measure = _Measure(self.count, self.day)
        start = np.maximum(self.decided, 0)
        clock = _Run(measure, start, self.ended, self.today, self.exclusions)
        limit = np.where(has, np.int32(DELIVERY_LIMIT), np.int32(NONE))
        self._put(out, 4, clock, limit)

    def _extended(
        self, limit: Ints, clock: _Run, mine: Index | None = None, moved: bool = False
    ) -> Ints:
        """The statutory limit with its extension: the first by right after the acceptance."""
        right = self.chunk.terms.extension
        taken = np.zeros(len(limit), np.bool_)
        limit = limit.copy()
        for layer in self.chunk.extensions:
            stands = (layer.on <= self.today) & (right[layer.case] > 0)
            stands &= self.is_accepted[layer.case]
            stands &= layer.place > self.accepted_place[layer.case]
            part = _take(layer, np.flatnonzero(stands))
            case = part.case if mine is None else mine[part.case]
            keep = (case != NONE) & (limit[case] != NONE) & ~taken[case]
            part, case = _take(part, np.flatnonzero(keep)), case[keep]
            due = clock.day_of(limit[case], case)
            if moved:
                due = self._moved(due)
            asked = np.where(part.days > 0, part.days, np.int32(10))
            days = np.minimum(asked, right[part.case])
            in_time = (due == NONE) | (part.on <= due)
            taken[case] = True  # a later one is later than a deadline already missed
            limit[case] += np.where(in_time, days, 0)
        return limit

    def _put(self, out: Readings, n: int, clock: _Run, limit: Ints) -> None:
        """A clock in working days: used days and the days of deadline, yellow and red."""
        has = limit != NONE
        length = np.maximum(limit, 0)
        yellow_at = self.yellow_from[length]
        used = clock.used
        yellow, red = used >= yellow_at, used > length
        over = clock.ended != NONE
        out.limit[n] = limit
        out.used[n] = np.where(has, used, 0)
        out.deadline[n] = np.where(has, clock.day_of(length), NONE)
        out.yellow_on[n] = np.where(has & (yellow | ~over), clock.day_of(yellow_at), NONE)
        out.red_on[n] = np.where(has & (red | ~over), clock.day_of(length + 1), NONE)
        lamp = yellow.view(np.int8) + (yellow & red).view(np.int8)
        out.lamp[n] = np.where(has, lamp, np.int8(NONE))
        out.disputed[n] = False


_END_STATES = np.full(len(CODE) + 1, STATE_CODE[State.PLANNED], np.int8)
for _kind in ENDS:
    _END_STATES[CODE[_kind]] = STATE_CODE[State(_kind.value)]


@dataclass(frozen=True, slots=True)
class _Spans:
    """Excluded days after `on` up to `until` (NONE: open), of some of the cases."""

    case: Index
    on: Ints
    until: Ints
    suspends: Bools

    def take(self, places: Index) -> _Spans:
        return _Spans(self.case[places], self.on[places], self.until[places], self.suspends[places])

    def of(self, mine: Index) -> _Spans:
        """The same for a part of the cases: `mine` has their places in it, else NONE."""
        part = self.take(np.flatnonzero(mine[self.case] != NONE))
        return _Spans(mine[part.case], part.on, part.until, part.suspends)


@dataclass(frozen=True, slots=True)
class _Measure:
    """Counted days up to a day, and the day of a count."""

    of: Ints
    day: Ints


class _Run:
    """A count of days of many cases from `start`, without the spans, up to `ended` or today."""

    def __init__(
        self, measure: _Measure, start: Ints, ended: Ints, today: int, spans: list[_Spans]
    ) -> None:
        self.measure, self.start, self.ended = measure, start, ended
        self.stop = np.where(ended == NONE, np.int32(today), ended)
        self.mark = measure.of[start]
        self.spans = [s for s in (self._own(span) for span in spans) if len(s[0])]
        self.used = self.used_on(self.stop)

    def _own(self, spans: _Spans) -> tuple[Index, Ints, Ints]:
        """The span as this count meets it: cut off at its start and end, in its measure."""
        case = spans.case
        after = np.maximum(spans.on, self.start[case])
        ended = self.ended[case]
        until = np.where(spans.until == NONE, np.int32(NEVER), spans.until)
        until = np.where(ended == NONE, until, np.minimum(until, ended))
        places = np.flatnonzero(until > after)
        case, after, until = case[places], after[places], until[places]
        begun = self.measure.of[after]
        known = np.minimum(until, HIGH)
        length = np.where(until == NEVER, np.int32(NEVER), self.measure.of[known] - begun)
        return case, begun, length

    def used_on(self, on: Ints) -> Ints:
        """Counted days up to each case's day."""
        reached = self.measure.of[np.maximum(on, 0)]
        used = np.maximum(reached - self.mark, 0)
        for case, begun, length in self.spans:
            used[case] -= np.clip(reached[case] - begun, 0, length)
        return used

    def day_of(self, number: Ints, part: Index | None = None) -> Ints:
        """The day on which `number` days are used (of the cases `part`), NONE for never."""
        start = self.start if part is None else self.start[part]
        mark = (self.mark if part is None else self.mark[part]) + number
        if part is not None and self.spans:
            whole = self.mark.copy()
            whole[part] = mark
            mark = whole
        for case, begun, length in self.spans:
            own = mark[case]
            mark[case] = own + np.where(own > begun, length, 0)
        if part is not None and self.spans:
            mark = mark[part]
        last = len(self.measure.day) - 1
        day: Ints = np.where(number <= 0, start, self.measure.day[np.minimum(mark, last)])
        if self.spans:
            day[mark >= NEVER] = NONE
        return day


HIGH = 32000  # stands for a day that is never looked up


def _take(layer: Layer, places: Index) -> Layer:
    return Layer(*(getattr(layer, name)[places] for name in Layer.__slots__))


__all__ = ["CLOCKS", "LAMPS", "STATES", "Readings", "put", "read_many"]
