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


@dataclass(frozen=True, slots=True)
class Arrays:
    """The calendar as arrays: days are indices counted from the ordinal `first`.

    `count[d]`: working days up to and including day d; `day[w]`: the w-th of them; so the days in
    (a, b] are `count[b] - count[a]` and the n-th after a is `day[count[a] + n]`.
    """

    first: int
    count: NDArray[np.int32]
    day: NDArray[np.int32]


FIRST_OF_ARRAYS = date(1990, 1, 1)
LAST_OF_ARRAYS = date(2079, 6, 30)  # indices fit into 16 bits


class Calendar:
    """The days of work by a table of holidays; equal rows make equal calendars.

    Where two rows name the same day the later row holds: a later notice changes an earlier one.
    """

    def __init__(self, rows: Iterable[HolidayRow] = ()) -> None:
        self.rows = tuple(rows)
        self._by_day = {row.date: row for row in self.rows}
        self._published = frozenset(row.notice_year for row in self.rows)
        # Only the days that differ from the plain week count: a holiday on a weekday takes one
        # working day away, a swapped workday on a weekend adds one.
        changes = sorted(
            (day.toordinal(), 1 if row.kind == "workday" else -1)
            for day, row in self._by_day.items()
            if (row.kind == "workday") == (day.weekday() >= 5)
        )
        self._changed = [ordinal for ordinal, _ in changes]
        self._sums = [0, *accumulate(change for _, change in changes)]
        self._counts = [self._count(ordinal) for ordinal in self._changed]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.rows == other.rows

    def __hash__(self) -> int:
        return hash(self.rows)

    def day_kind(self, on: date) -> Day:
        """What `on` is: kind, and the name and notice year of the row that says so."""
        row = self._by_day.get(on)
        if row is None:
            return Day(on, DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WORKING)
        kind = DayKind.SWAPPED_WORKDAY if row.kind == "workday" else DayKind.HOLIDAY
        return Day(on, kind, row.name, row.notice_year)

    def is_working_day(self, on: date) -> bool:
        """Whether `on` is a working day: a weekday without holiday, or a swapped workday."""
        row = self._by_day.get(on)
        return on.weekday() < 5 if row is None else row.kind == "workday"

    def published(self, year: int) -> bool:
        """Whether the notice for `year` is in the table."""
        return year in self._published

    def provisional(self, after: date, until: date) -> bool:
        """Whether a day d with after < d <= until lies in a year that is not published."""
        first = until.year if until <= after else (after + ONE_DAY).year
        return any(year not in self._published for year in range(first, until.year + 1))

    def working_days(self, after: date, until: date) -> int:
        """Working days d with after < d <= until (民法典 201: the first day is not counted)."""
        if until <= after:
            return 0
        return self._count(until.toordinal()) - self._count(after.toordinal())

    def add_working_days(self, on: date, days: int) -> date:
        """The day that is the `days`-th working day after `on`; `on` itself for 0."""
        if days <= 0:
            return on
        return _date(self._day(self._count(on.toordinal()) + days))

    def next_working_day(self, on: date) -> date:
        """`on` if it is a working day, else the next one (民法典 203)."""
        return on if self.is_working_day(on) else self.add_working_days(on, 1)

    def deadline(self, start: date, days: int, unit: Unit = Unit.WORKING_DAY) -> Deadline:
        """The last day of a limit of `days` that begins with an event on `start`.

        The day of the event is not counted (民法典 201). A calendar-day limit that ends on a
        non-working day moves to the next working day (民法典 203). Refuses `limit-not-positive`
        and `date-out-of-range`.
        """
        if days < 1:
            raise Refusal("limit-not-positive", days=days)
        if unit is Unit.CALENDAR_DAY:
            last = _date(start.toordinal() + days)
            on = self.next_working_day(last)
            between = range(last.toordinal(), on.toordinal())
            provisional = self.provisional(last - ONE_DAY, on)
        else:
            on = self.add_working_days(start, days)
            between = range(start.toordinal() + 1, on.toordinal())
            provisional = self.provisional(start, on)
        passed = (self.day_kind(date.fromordinal(ordinal)) for ordinal in between)
        return Deadline(on, provisional, tuple(day for day in passed if not day.kind.is_working))

    @cached_property
    def arrays(self) -> Arrays:
        """The calendar from 1990 to 2079 as arrays, for readings of many cases at once."""
        import numpy as np

        first = FIRST_OF_ARRAYS.toordinal()
        length = LAST_OF_ARRAYS.toordinal() - first + 1
        working = (np.arange(length) + first - 1) % 7 < 5
        for day, row in self._by_day.items():
            index = day.toordinal() - first
            if 0 <= index < length:
                working[index] = row.kind == "workday"
        count = np.cumsum(working, dtype=np.int32)
        day_of = np.concatenate(([-1], np.flatnonzero(working))).astype(np.int32)
        return Arrays(first, count, day_of)

    def _count(self, ordinal: int) -> int:
        """Working days up to and including the day `ordinal` (1 = 0001-01-01, a Monday)."""
        weeks, rest = divmod(ordinal, 7)
        return 5 * weeks + min(rest, 5) + self._sums[bisect_right(self._changed, ordinal)]

    def _day(self, count: int) -> int:
        """The ordinal of the `count`-th working day: the inverse of `_count`."""
        place = bisect_left(self._counts, count)
        weeks, rest = divmod(count - self._sums[place] - 1, 5)
        plain = 7 * weeks + rest + 1
        # From the changed day at `place` on the sums differ; it is itself the day if reached.
        return min(plain, self._changed[place]) if place < len(self._changed) else plain


def _date(ordinal: int) -> date:
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise Refusal("date-out-of-range") from None
