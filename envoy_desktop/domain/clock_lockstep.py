"""The rules of the clocks over arrays: the events of many procedures in lock-step.

`clock_follow` and `clock_acceptance` say what the rules are and cite them; this says the same of
one chunk of procedures, and is tested equal to them. Every pass of a loop takes the next event of
its sort of every procedure that has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from envoy_desktop.domain.clock_course import (
    ACCEPTANCE_LIMIT,
    DELIVERY_LIMIT,
    ENDS,
    EXTENSION_DAYS,
    LICENCE_LIMIT,
)
from envoy_desktop.domain.clock_measure import (
    NEVER,
    Bytes,
    Measure,
    Run,
    Spans,
    choose,
    choose8,
    known_or,
    look_up,
    ones,
    ones8,
)
from envoy_desktop.domain.clock_pack import (
    ACCEPTED,
    CODE,
    DECIDED,
    DELIVERED,
    NONE,
    PARTY_CODE,
    UNNAMED_BIT,
    Bools,
    Chunk,
    Index,
    Ints,
    Layer,
)
from envoy_desktop.domain.clock_values import Party, State, Thresholds

if TYPE_CHECKING:
    from envoy_desktop.domain.clock_arrays import Readings

STATE_CODE = {state: np.int8(code) for code, state in enumerate(State)}
LEAD, INVESTOR, INTERMEDIARY, NOBODY = (np.int8(PARTY_CODE[party]) for party in Party)
WAITING, CORRECTING, SILENCE = np.int8(1), np.int8(2), np.int8(3)

_END_STATES = np.full(len(CODE) + 1, STATE_CODE[State.PLANNED], np.int8)
for _kind in ENDS:
    _END_STATES[CODE[_kind]] = STATE_CODE[State(_kind.value)]


class Lockstep:
    """One chunk on the day `today`, an index of the measures: working days and plain days."""

    def __init__(
        self,
        chunk: Chunk,
        measures: tuple[Measure, Measure],
        today: int,
        thresholds: Thresholds,
        yellow_from: Ints,
    ) -> None:
        self.chunk, self.today, self.thresholds = chunk, today, thresholds
        self.yellow_from = yellow_from  # by the length of a limit
        self.size = len(chunk.filed)
        self.single = chunk.single.copy()
        self.working, self.plain = measures

    def read(self, out: Readings) -> Bools:
        """Fill `out`; the procedures that must be read one by one instead."""
        chunk = self.chunk
        self.filed = self._known(chunk.filed)
        self.decided = self._known(chunk.decided)
        self.ended = self._known(chunk.ended)
        self.settled = self._known(chunk.settled_on)
        self.last = known_or(self.ended, self.today)
        self.is_filed = self.filed != NONE
        self.charged = np.zeros((len(Party), self.size), np.int32)
        self._ask()
        self._put_off()
        self._settle()
        self.exclusions = list(self._exclude())
        self._tell_course(out)
        self._tell_acceptance(out)
        self._tell_decision(out)
        self._tell_delivery(out)
        return self.single

    def _known(self, on: Ints) -> Ints:
        """What has happened by today; NONE of what has not."""
        return on | ones(on > self.today)

    def _count(self, on: Ints) -> Ints:
        return look_up(self.working.of, on)

    def _day(self, count: Ints) -> Ints:
        return look_up(self.working.day, count)

    # -- acceptance ----------------------------------------------------------------------------

    def _ask(self) -> None:
        """Notices and resubmissions up to the event that settles the acceptance."""
        size = self.size
        self.opened = self.filed.copy()
        self.opened_place = np.full(size, NONE, np.int32)  # the filing comes before all
        self.window = np.full(size, ACCEPTANCE_LIMIT, np.int32)
        self.due = self._day(self._count(self.filed) + ACCEPTANCE_LIMIT)
        self.phase = np.full(size, WAITING, np.int8)
        self.window_ended = np.full(size, NONE, np.int32)
        self.stopped = np.full(size, NONE, np.int32)
        self.away = np.full(size, INVESTOR, np.int8)
        self.noticed = np.zeros(size, np.bool_)
        self.open_items = np.zeros(size, np.int64)
        for is_notice, layer in self.chunk.asked:
            told = self._up_to_today(layer)
            case = told.case
            waits = self.phase[case] == WAITING
            silent = waits & (told.on > self.due[case])
            quiet = case[np.flatnonzero(silent)]
            self.phase[quiet] = SILENCE
            self.window_ended[quiet] = self.due[quiet]
            waits &= ~silent
            if is_notice:
                self._notice(told, waits)
            else:
                self._resubmit(told, waits)

    def _up_to_today(self, layer: Layer) -> Layer:
        known = layer.on <= self.today
        return layer if known.all() else layer.take(np.flatnonzero(known))

    def _notice(self, told: Layer, waits: Bools) -> None:
        """The first stops; a later one where all that it asks for is open."""
        open_items = self.open_items[told.case]
        asked = told.items
        if not asked.all():
            repeated = np.where(open_items == 0, UNNAMED_BIT, open_items)
            asked = np.where(asked == 0, repeated, asked)
        first = ~self.noticed[told.case]
        places = np.flatnonzero(waits & (first | (asked & ~open_items == 0)))
        case, on, party = told.case[places], told.on[places], told.party[places]
        self.open_items[case] = np.where(first[places], asked[places], open_items[places])
        self.noticed[case] = True
        self.phase[case] = CORRECTING
        self.stopped[case] = on
        self.window_ended[case] = on
        self.away[case] = np.where(party == NONE, self.away[case], party)

    def _resubmit(self, told: Layer, waits: Bools) -> None:
        """Whatever gives something open brings the papers back and new days of acceptance."""
        open_items = self.open_items[told.case]
        everything = (told.items == 0) | (open_items >= UNNAMED_BIT)
        given = np.where(everything, open_items, open_items & told.items)
        corrects = self.phase[told.case] == CORRECTING
        answers = (given != 0) & (corrects | waits)
        back = np.flatnonzero(answers & corrects)
        self._charge_away(told.case[back], told.on[back])
        places = np.flatnonzero(answers)
        case, on = told.case[places], told.on[places]
        self.open_items[case] = open_items[places] & ~given[places]
        self.phase[case] = WAITING
        self.opened[case] = on
        self.opened_place[case] = told.place[places]
        days = self.thresholds.resubmission_window
        self.window[case] = days
        self.due[case] = self._day(self._count(on) + np.int32(days)) if days > 0 else on
        self.window_ended[case] = NONE

    def _charge_away(self, case: Index, until: Ints) -> None:
        """Charge whoever had the missing papers."""
        days = self._count(until) - self._count(self.stopped[case])
        self.charged[self.away[case], case] += days

    def _put_off(self) -> None:
        """A suspension in the days of acceptance puts their end off.

        One after the acceptance does so too, to no effect: the end lay behind it anyway.
        """
        for layer in self.chunk.spans:
            case = layer.case
            stands = (layer.days < 0) & (layer.on <= self.today)
            stands &= (self.phase[case] == WAITING) & (layer.on < self.due[case])
            part = layer.take(np.flatnonzero(stands))
            left = self._count(self.due[part.case]) - self._count(part.on)
            moved = self._day(self._count(part.until) + left)
            runs = (part.until == NONE) | (part.until > self.today)
            moved[runs] = NEVER
            self.due[part.case] = moved

    def _before_settled(self, layer: Layer) -> Bools:
        """Which of the events come before the one that settles the acceptance."""
        case = layer.case
        unsettled: Bools = self.settled[case] == NONE
        return unsettled | (layer.place < self.chunk.settled_place[case])

    def _settle(self) -> None:
        """By an event, by silence, or not yet: accepted on which day, counted from which."""
        chunk, settled = self.chunk, self.settled
        is_settled = settled != NONE
        waits = (self.phase == WAITING) & self.is_filed
        corrects = self.phase == CORRECTING
        at = known_or(settled, self.today)
        silent = waits & (at > self.due)
        self.deemed = silent | (self.phase == SILENCE)
        by = chunk.settled_by
        implied = is_settled & ((by == DECIDED) | (by == DELIVERED))
        self.single |= corrects & implied
        explicit = is_settled & (by == ACCEPTED) & ~self.deemed
        ended = choose(ones(silent), self.due, settled)
        waited = waits & (silent | is_settled)
        self.window_ended = choose(ones(waited), ended, self.window_ended)

        from_opening = self.deemed | (implied & waits)
        self.is_accepted = from_opening | explicit
        opening = ones(from_opening)
        self.accepted = choose(opening, self.opened, settled) | ones(~self.is_accepted)
        received = ones(from_opening | (explicit & chunk.terms.received & ~corrects))
        self.counted_from = choose(received, self.opened, self.accepted)
        self.accepted_place = choose(opening, self.opened_place, chunk.settled_place)
        self.corrects = corrects & ~self.is_accepted & (self.ended == NONE)
        case = np.flatnonzero(corrects)
        self._charge_away(case, at[case])

    # -- spans ---------------------------------------------------------------------------------

    def _exclude(self) -> Iterator[Spans]:
        """The spans that stop a clock, charged to whom they belong to."""
        self.suspended = np.zeros(self.size, np.bool_)
        self.step_open = np.zeros(self.size, np.bool_)
        self.told_until = np.full(self.size, NONE, np.int32)
        for layer in self.chunk.spans:
            stands = (layer.days < 0) | (
                self.is_accepted[layer.case] & (layer.place > self.accepted_place[layer.case])
            )
            stands &= layer.on <= self.today
            part = layer if stands.all() else layer.take(np.flatnonzero(stands))
            case, suspends = part.case, part.days < 0
            # Who waits for papers and is suspended at once is read alone.
            self.single[case] |= (
                suspends & (self.phase[case] == CORRECTING) & self._before_settled(part)
            )
            runs = (part.until == NONE) | (part.until > self.today)
            begun = self._count(part.on)
            told = choose(ones(part.days > 0), self._day(begun + part.days), part.on)
            self.suspended[case] |= suspends & runs
            self.step_open[case] |= ~suspends & runs
            self.told_until[case] = choose(ones(~suspends & runs), told, self.told_until[case])
            until = choose(ones(runs), np.full_like(told, NEVER), part.until)
            until = choose(ones(suspends), until, np.minimum(told, until))
            seen = np.minimum(until, self.last[case])
            party = np.where(suspends, INVESTOR, NOBODY)
            self.charged[party, case] += self._count(seen) - begun
            yield Spans(case, part.on, until, suspends)

    # -- what is told --------------------------------------------------------------------------

    def _tell_course(self, out: Readings) -> None:
        """Days, charges, state, holder."""
        filed = ones(self.is_filed)
        has_ended = self.ended != NONE
        led = self.chunk.terms.led_by_intermediary
        out.filed[:] = self.filed
        out.accepted[:] = self.accepted
        out.deemed_accepted[:] = self.deemed
        out.decided[:] = self.decided
        out.ended[:] = self.ended
        elapsed = (self.last - self.filed) & filed
        out.elapsed[:] = elapsed
        working = (self._count(self.last) - self._count(self.filed)) & filed
        rest = working - self.charged.sum(axis=0, dtype=np.int32)
        self.charged[NOBODY] += elapsed - working
        self.charged[LEAD] += rest & ones(~led)
        self.charged[INTERMEDIARY] += rest & ones(led)
        out.charged[:] = self.charged

        in_step = self.step_open & (self.told_until > self.today)
        decided = self.decided != NONE
        out.state[:] = _last_true(
            (self.is_filed, STATE_CODE[State.FILED]),
            (self.corrects, STATE_CODE[State.CORRECTING]),
            (self.is_accepted, STATE_CODE[State.ACCEPTED]),
            (self.step_open, STATE_CODE[State.SPECIAL_STEP]),
            (decided, STATE_CODE[State.DECIDED]),
            (self.suspended, STATE_CODE[State.SUSPENDED]),
            (has_ended, _END_STATES.take(self.chunk.ended_by, mode="clip")),
        )
        out.holder[:] = _last_true(
            (~led, LEAD),
            (led, INTERMEDIARY),
            (self.corrects, self.away),
            (in_step | has_ended | ~self.is_filed, NOBODY),
            (self.suspended, INVESTOR),
        )
        silence = self.is_filed & ~self.is_accepted & ~self.corrects & (self.due < NEVER)
        changes = (self.due + 1) | ones(~silence)
        out.changes_on[:] = choose(ones(in_step), self.told_until, changes) | ones(has_ended)

    def _tell_acceptance(self, out: Readings) -> None:
        suspended = [spans.take(np.flatnonzero(spans.suspends)) for spans in self.exclusions]
        clock = Run(self.working, self.opened, self.window_ended, self.today, suspended)
        self._put(out, 0, clock, self.window | ones(~self.is_filed))
        out.red_on[0] = NONE  # silence accepts before

    def _tell_decision(self, out: Readings) -> None:
        terms = self.chunk.terms
        gone = ones(~self.is_accepted)
        ended = choose(self.decided >> 31, self.ended, self.decided)
        clock = Run(self.working, self.counted_from, ended, self.today, self.exclusions)
        own = choose(
            ones(self.chunk.no_own_limit),
            np.full_like(terms.statutory, LICENCE_LIMIT),
            terms.statutory,
        )
        statutory = self._extended(own | gone, clock)
        for n, limit in enumerate((statutory, terms.promised | gone, terms.plan | gone), 1):
            self._put(out, n, clock, limit)
        part = np.flatnonzero(terms.calendar_days & self.is_accepted)
        if len(part):
            self._tell_calendar_days(out, part, ended[part])

    def _tell_calendar_days(self, out: Readings, part: Index, ended: Ints) -> None:
        """Limits in calendar days: deadlines that move, and the dispute over their unit (L 82)."""
        terms = self.chunk.terms
        disputed = terms.unit_disputed[part]
        mine = np.full(self.size, NONE, np.intp)
        mine[part] = np.arange(len(part))
        spans = [s.of(mine) for s in self.exclusions]
        start = self.counted_from[part]
        clock = Run(self.plain, start, ended, self.today, spans)
        working = Run(self.working, start, ended, self.today, spans)
        statutory = self._extended(terms.statutory[part], clock, mine)
        over = ended != NONE
        for n, limit in enumerate((statutory, terms.promised[part], terms.plan[part]), 1):
            length = np.maximum(limit, 0)
            deadline = self._moved(clock.day_of(length))
            overdue_on = clock.day_of(clock.used_on(deadline) + 1) | (deadline >> 31)
            by_both = working.day_of(length + 1)
            by_both = np.maximum(by_both, overdue_on) | (by_both >> 31) | (overdue_on >> 31)
            red_on = choose(ones(disputed), by_both, overdue_on)
            yellow_on = clock.day_of(look_up(self.yellow_from, length))
            red = (red_on != NONE) & (red_on <= clock.stop)
            yellow = (yellow_on != NONE) & (yellow_on <= clock.stop)
            late = (overdue_on != NONE) & (overdue_on <= clock.stop)
            has = np.flatnonzero(limit != NONE)
            case = part[has]
            out.limit[n, case] = limit[has]
            out.used[n, case] = clock.used[has]
            out.deadline[n, case] = deadline[has]
            out.yellow_on[n, case] = (yellow_on | ones(over & ~yellow))[has]
            out.red_on[n, case] = (red_on | ones(over & ~red))[has]
            out.lamp[n, case] = np.maximum(2 * red.view(np.int8), yellow.view(np.int8))[has]
            out.disputed[n, case] = (late & ~red)[has]

    def _moved(self, on: Ints) -> Ints:
        """The first working day on or after each day (民法典 203)."""
        moved = self._day(self._count(on - 1) + 1)
        return moved | (on >> 31)

    def _tell_delivery(self, out: Readings) -> None:
        clock = Run(self.working, self.decided, self.ended, self.today, self.exclusions)
        limit = np.full(self.size, DELIVERY_LIMIT, np.int32) | (self.decided >> 31)
        self._put(out, 4, clock, limit)

    def _extended(self, limit: Ints, clock: Run, mine: Index | None = None) -> Ints:
        """The statutory limit with its extension: the first by right after the acceptance.

        With `mine` of a part of the cases, whose limits are in calendar days.
        """
        right = self.chunk.terms.extension
        taken = np.zeros(len(limit), np.bool_)
        longer = limit
        if self.chunk.extensions:
            mark = clock.mark_of(np.maximum(limit, 0))
            longer = limit.copy()
        for layer in self.chunk.extensions:
            stands = (layer.on <= self.today) & (right[layer.case] > 0)
            stands &= self.is_accepted[layer.case]
            stands &= layer.place > self.accepted_place[layer.case]
            part = layer.take(np.flatnonzero(stands))
            case = part.case if mine is None else mine[part.case]
            keep = np.flatnonzero((case != NONE) & (limit[case] != NONE) & ~taken[case])
            part, case = part.take(keep), case[keep]
            asked = choose(ones(part.days > 0), part.days, np.full_like(part.days, EXTENSION_DAYS))
            # The deadline is the day of the mark, in calendar days moved to a working day: in time
            # unless a working day lies between them, or the mark itself is a day before.
            before = self._count(part.on - 1)
            due = mark[case]
            in_time = before < due if mine is None else before <= self._count(due - 1)
            taken[case] = True  # a later one is later than a deadline already missed
            longer[case] += np.minimum(asked, right[part.case]) & ones(in_time)
        return longer

    def _put(self, out: Readings, n: int, clock: Run, limit: Ints) -> None:
        """A clock in working days: used days, lamp, and the days of deadline, yellow and red."""
        gone = limit >> 31  # NONE has all bits
        length = np.maximum(limit, 0)
        yellow_at = look_up(self.yellow_from, length)
        yellow, red = clock.used >= yellow_at, clock.used > length
        over = clock.ended != NONE
        out.limit[n] = limit
        out.used[n] = clock.used & ~gone
        out.deadline[n] = clock.day_of(length) | gone
        out.yellow_on[n] = clock.day_of(yellow_at) | gone | ones(over & ~yellow)
        out.red_on[n] = clock.day_of(length + 1) | gone | ones(over & ~red)
        lamp = yellow.view(np.int8) + (yellow & red).view(np.int8)
        out.lamp[n] = lamp | gone.astype(np.int8)
        out.disputed[n] = False


def _last_true(*told: tuple[Bools, Bytes | np.int8]) -> Bytes:
    """The value of the last condition that holds, 0 where none does."""
    found = np.zeros(len(told[0][0]), np.int8)
    for holds, value in told:
        whole = value if isinstance(value, np.ndarray) else np.full_like(found, value)
        found = choose8(ones8(holds), whole, found)
    return found
