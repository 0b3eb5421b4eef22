"""Working days: weekends, statutory holidays and swapped workdays, and limits counted on them.

The State Council publishes each year's holidays in the autumn before and changes them now and
then by a later notice, so the table is data: a `Calendar` is made from its rows. Days are counted
by arithmetic over the sorted exceptions; nothing walks from day to day but the explanation of a
deadline. numpy is needed for the arrays of a million cases alone and is imported there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from envoy_desktop.domain.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in (行政许可法 82: that law's own limits are working days)."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"


class DayKind(StrEnum):
    """What a day is by the calendar alone."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SWAPPED_WORKDAY = "swapped_workday"

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORKING, DayKind.SWAPPED_WORKDAY)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One row of a published table: a day off, or a day of rest that is worked (调休)."""

    date: date
    kind: Literal["holiday", "workday"]
    name: str
    notice_year: int


@dataclass(frozen=True, slots=True)
class Day:
    """What `date` is, and where it is written: name and year of the notice, if one names it."""

    date: date
    kind: DayKind
    name: str = ""
    notice_year: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit; `skipped` explains it.

    In working days `skipped` holds every day on the way that was not counted, in calendar days
    those over which the deadline moved. `provisional`: it rests on a year not yet published.
    """

    on: date
    provisional: bool
    skipped: tuple[Day, ...]


class Calendar:
    """The days of work by a table of holidays; equal rows make equal calendars.

    Where two rows name the same day the later row holds: a later notice changes an earlier one.
    """

    def __init__(self, rows: Iterable[HolidayRow] = ()) -> None:
        raise NotImplementedError

    def day_kind(self, on: date) -> Day:
        """What `on` is: kind, and the name and notice year of the row that says so."""
        raise NotImplementedError

    def is_working_day(self, on: date) -> bool:
        """Whether `on` is a working day: a weekday without holiday, or a swapped workday."""
        raise NotImplementedError

    def published(self, year: int) -> bool:
        """Whether the notice for `year` is in the table."""
        raise NotImplementedError

    def provisional(self, after: date, until: date) -> bool:
        """Whether a day d with after < d <= until lies in a year that is not published."""
        raise NotImplementedError

    def working_days(self, after: date, until: date) -> int:
        """Working days d with after < d <= until (民法典 201: the first day is not counted)."""
        raise NotImplementedError

    def add_working_days(self, on: date, days: int) -> date:
        """The day that is the `days`-th working day after `on`; `on` itself for 0."""
        raise NotImplementedError

    def next_working_day(self, on: date) -> date:
        """`on` if it is a working day, else the next one (民法典 203)."""
        raise NotImplementedError

    def deadline(self, start: date, days: int, unit: Unit = Unit.WORKING_DAY) -> Deadline:
        """The last day of a limit of `days` that begins with an event on `start`.

        The day of the event is not counted (民法典 201). A calendar-day limit that ends on a
        non-working day moves to the next working day (民法典 203). Refuses `limit-not-positive`
        and `date-out-of-range`.
        """
        raise NotImplementedError
