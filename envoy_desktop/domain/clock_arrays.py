"""The clocks of a million procedures at once: `clock.read` of each of them, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock import read, yellow_from
from envoy_desktop.domain.clock_lockstep import STATE_CODE, Lockstep
from envoy_desktop.domain.clock_measure import Measure
from envoy_desktop.domain.clock_pack import (
    FIRST,
    LONGEST,
    NONE,
    PARTIES,
    PARTY_CODE,
    Bools,
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

__all__ = ["CLOCKS", "LAMPS", "PARTIES", "STATES", "Readings", "empty", "put", "read_many"]

# Ninety years of days fit: half the memory to be filled.
Short = NDArray[np.int16]
FARTHEST = 32767  # a day beyond 2079, or before 1900, is told as this far

STATES = tuple(State)
LAMPS = tuple(Lamp)
CLOCKS = (
    (ClockName.ACCEPTANCE, LimitKind.STATUTORY),
    (ClockName.DECISION, LimitKind.STATUTORY),
    (ClockName.DECISION, LimitKind.PROMISED),
    (ClockName.DECISION, LimitKind.PLAN),
    (ClockName.DELIVERY, LimitKind.STATUTORY),
)


@dataclass(frozen=True, slots=True)
class Readings:
    """What `Reading` says, as columns; days are indices from `first` (see `day`), NONE for none.

    `state`, `holder`, `lamp` are places in `STATES`, `PARTIES`, `LAMPS` (-1: no such clock).
    `charged` is [party, case]; the clocks' columns are [clock, case] in the sequence of `CLOCKS`,
    `limit` -1 where a procedure has no such clock.
    """

    first: int
    state: NDArray[np.int8]
    filed: Short
    accepted: Short
    deemed_accepted: Bools
    decided: Short
    ended: Short
    elapsed: Short
    charged: Short
    holder: NDArray[np.int8]
    changes_on: Short
    limit: Short
    used: Short
    deadline: Short
    yellow_on: Short
    red_on: Short
    lamp: NDArray[np.int8]
    disputed: Bools

    def day(self, index: int) -> date | None:
        """The date of an index, None for none."""
        return None if index == NONE else date.fromordinal(self.first + int(index))

    def part(self, start: int, stop: int) -> Readings:
        """A view of the cases from `start` up to `stop`."""
        names = self.__slots__[1:]
        return Readings(self.first, *(getattr(self, name)[..., start:stop] for name in names))


def empty(count: int) -> Readings:
    """Columns for `count` readings, not yet filled."""

    def days(*shape: int) -> Short:
        return np.empty((*shape, count), np.int16)

    def codes(*shape: int) -> NDArray[np.int8]:
        return np.empty((*shape, count), np.int8)

    def truths(*shape: int) -> Bools:
        return np.empty((*shape, count), np.bool_)

    clocks = len(CLOCKS)
    return Readings(
        first=FIRST,
        state=codes(),
        filed=days(),
        accepted=days(),
        deemed_accepted=truths(),
        decided=days(),
        ended=days(),
        elapsed=days(),
        charged=days(len(Party)),
        holder=codes(),
        changes_on=days(),
        limit=days(clocks),
        used=days(clocks),
        deadline=days(clocks),
        yellow_on=days(clocks),
        red_on=days(clocks),
        lamp=codes(clocks),
        disputed=truths(clocks),
    )


def read_many(
    packed: Packed,
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Readings:
    """`clock.read` of every packed procedure on the day `as_of`, as columns."""
    readings = empty(packed.count)
    today = as_of.toordinal() - FIRST
    lengths = range(2 * LONGEST + 1)
    yellow = np.array([yellow_from(length, thresholds) for length in lengths], np.int32)
    arrays = calendar.arrays
    plain = np.arange(len(arrays.count), dtype=np.int32)
    measures = Measure(arrays.count, arrays.day), Measure(plain, plain)
    fits = 0 < today < len(arrays.count) - 6000
    for chunk in packed.chunks:
        out = readings.part(chunk.start, chunk.start + len(chunk.filed))
        if fits:
            single = Lockstep(chunk, measures, today, thresholds, yellow).read(out)
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
        if on is None:
            return NONE
        return max(-FARTHEST, min(on.toordinal() - FIRST, FARTHEST))

    out.state[row] = STATE_CODE[reading.state]
    for name in ("filed", "accepted", "decided", "ended", "changes_on"):
        getattr(out, name)[row] = day(getattr(reading, name))
    out.deemed_accepted[row] = reading.deemed_accepted
    out.elapsed[row] = min(reading.elapsed, FARTHEST)
    out.charged[:, row] = [min(getattr(reading.charged, party.value), FARTHEST) for party in Party]
    out.holder[row] = PARTY_CODE[reading.holder]
    for n, (name, kind) in enumerate(CLOCKS):
        clock = reading.clock(name, kind)
        out.limit[n, row] = min(clock.limit, FARTHEST) if clock else NONE
        out.used[n, row] = min(clock.used, FARTHEST) if clock else 0
        out.deadline[n, row] = day(clock.deadline) if clock else NONE
        out.yellow_on[n, row] = day(clock.yellow_on) if clock else NONE
        out.red_on[n, row] = day(clock.red_on) if clock else NONE
        out.lamp[n, row] = LAMPS.index(clock.lamp) if clock else NONE
        out.disputed[n, row] = bool(clock and clock.disputed)
