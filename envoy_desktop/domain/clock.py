"""The heart: events of a procedure -> days charged to each party, limits, deadlines, lamps.

The reading is a function of the *set* of events: they are sorted by (on, order, id), so nothing
depends on the sequence in which facts arrive. Articles: 行政许可法 (2019) as "L".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import (
    DEFAULT_THRESHOLDS,
    Charged,
    ClockName,
    ClockReading,
    DayNote,
    Effect,
    Event,
    EventKind,
    Lamp,
    LimitFrom,
    LimitKind,
    MovedDeadline,
    Party,
    Proposal,
    Reading,
    State,
    Terms,
    Thresholds,
)

__all__ = [
    "DEFAULT_THRESHOLDS",
    "Charged",
    "ClockName",
    "ClockReading",
    "DayNote",
    "Effect",
    "Event",
    "EventKind",
    "Lamp",
    "LimitFrom",
    "LimitKind",
    "MovedDeadline",
    "Party",
    "Proposal",
    "Reading",
    "State",
    "Terms",
    "Thresholds",
    "check",
    "days",
    "differences",
    "read",
]


def read(
    events: Iterable[Event],
    terms: Terms,
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> Reading:
    """What the set of `events` says at the end of the day `as_of`; later events are left out."""
    raise NotImplementedError


def days(
    events: Iterable[Event],
    terms: Terms,
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> tuple[DayNote, ...]:
    """"Why this date": every day after the filing up to the end, or the latest open deadline."""
    raise NotImplementedError


def check(
    events: Iterable[Event],
    new: Event,
    terms: Terms,
    calendar: Calendar,
    today: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> tuple[str, ...]:
    """Refuse `new` where it cannot have happened so; else the codes of what is unusual about it.

    Facts may arrive late and in any order: only an order that is impossible in the final set is
    refused. Give `new` an id above the others (the sequence of recording).
    """
    raise NotImplementedError


def differences(old: Reading, new: Reading) -> tuple[MovedDeadline, ...]:
    """The clocks whose deadline or lamp differs between two readings of the same facts."""
    raise NotImplementedError
