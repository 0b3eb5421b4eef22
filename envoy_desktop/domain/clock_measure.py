"""Counting the limits of many procedures at once, and the array idioms that this takes.

A limit is followed in the measure of its unit ("mark"): with W[d] the working days up to day d
and D[w] the day of the w-th of them, the n-th day after a is D[W[a] + n]. An excluded span that
begins before a mark pushes it on by the span's length. In calendar days the measure is the day.

Masks are kept as integers of ones, so that choosing is `&` and `|`: `numpy.where` over a mask
without pattern costs ten times as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envoy_desktop.domain.clock_pack import NONE, Bools, Index, Ints

NEVER = 1 << 28  # a mark that no day reaches: an open suspension

Bytes = NDArray[np.int8]


def ones(where: Bools) -> Ints:
    """All bits where true, none elsewhere; as NONE has all bits, `x | ones(gone)` forgets days."""
    return -where.astype(np.int32)


def ones8(where: Bools) -> Bytes:
    """The same in bytes."""
    return -where.view(np.int8)


def choose(bits: Ints, yes: Ints, no: Ints) -> Ints:
    """`yes` where all bits are set, `no` where none."""
    return no ^ ((no ^ yes) & bits)


def choose8(bits: Bytes, yes: Bytes, no: Bytes) -> Bytes:
    """The same in bytes."""
    return no ^ ((no ^ yes) & bits)


def known_or(on: Ints, other: int) -> Ints:
    """`on`, and `other` where it is NONE."""
    return on + ((on >> 31) & np.int32(other + 1))


def look_up(table: Ints, at: Ints) -> Ints:
    """`table[at]`; below 0 (NONE) the first, beyond the end the last entry."""
    found: Ints = table.take(at.astype(np.intp), mode="clip")
    return found


@dataclass(frozen=True, slots=True)
class Spans:
    """Excluded days after `on` up to `until` (NEVER: open), no case twice."""

    case: Index
    on: Ints
    until: Ints
    suspends: Bools

    def take(self, places: Index) -> Spans:
        return Spans(self.case[places], self.on[places], self.until[places], self.suspends[places])

    def of(self, mine: Index) -> Spans:
        """The same for a part of the cases: `mine` has their places in it, else NONE."""
        part = self.take(np.flatnonzero(mine[self.case] != NONE))
        return Spans(mine[part.case], part.on, part.until, part.suspends)


@dataclass(frozen=True, slots=True)
class Measure:
    """Counted days up to a day, and the day of a count."""

    of: Ints
    day: Ints


class Run:
    """A count of days of many cases from `start`, without the spans, up to `ended` or today.

    `spans` come in sequence. `start` and `ended` may be NONE; what is counted from no start is
    for the caller to drop.
    """

    def __init__(
        self, measure: Measure, start: Ints, ended: Ints, today: int, spans: list[Spans]
    ) -> None:
        self.measure, self.start, self.ended = measure, start, ended
        self.stop = known_or(ended, today)
        self.mark = look_up(measure.of, start)
        self.spans = [own for own in map(self._own, spans) if len(own[0])]
        self.used = self.used_on(self.stop)

    def _own(self, spans: Spans) -> tuple[Index, Ints, Ints]:
        """The spans as this count meets them: cut off at its start and end, in its measure."""
        case = spans.case
        after = np.maximum(spans.on, self.start[case])
        until = np.minimum(spans.until, known_or(self.ended[case], NEVER))
        places = np.flatnonzero(until > after)
        if len(places) < len(case):
            case, after, until = case[places], after[places], until[places]
        begun = look_up(self.measure.of, after)
        length = look_up(self.measure.of, until) - begun
        length[until == NEVER] = NEVER
        return case, begun, length

    def used_on(self, on: Ints) -> Ints:
        """Counted days up to each case's day."""
        reached = look_up(self.measure.of, on)
        used: Ints = np.maximum(reached - self.mark, 0)
        for case, begun, length in self.spans:
            used[case] -= np.minimum(np.maximum(reached[case] - begun, 0), length)
        return used

    def mark_of(self, number: Ints) -> Ints:
        """Where in the measure `number` days are used."""
        mark = self.mark + number
        for case, begun, length in self.spans:
            own = mark[case]
            mark[case] = own + (length & ones(own > begun))
        return mark

    def day_of(self, number: Ints) -> Ints:
        """The day on which `number` days are used, NONE for never."""
        mark = self.mark_of(number)
        day = look_up(self.measure.day, mark)
        if number.min(initial=1) <= 0:
            day = choose(ones(number <= 0), self.start, day)
        for case, _, length in self.spans:
            # Only an open suspension reaches that far.
            far = case[np.flatnonzero(length == NEVER)]
            day[far] |= ones(mark[far] >= NEVER)
        return day
