"""What a timeline shows: plain bars on days, and the axis that gives each day its place."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Segment:
    """Days charged to one party, both ends included."""

    party: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Bar:
    """A procedure's row: measured segments, the forecast after them, and what comes before it.

    `after`: ids of prerequisite bars. `critical` underlines it. `spoken` is what a screen reader
    says; by default title, subtitle and dates.
    """

    id: int
    title: str
    subtitle: str = ""
    lamp: str = ""
    segments: tuple[Segment, ...] = ()
    forecast: tuple[date, date] | None = None
    critical: bool = False
    after: tuple[int, ...] = ()
    spoken: str = ""

    @property
    def first(self) -> date | None:
        """The day it begins, measured or forecast."""
        days = [segment.first for segment in self.segments]
        if self.forecast is not None:
            days.append(self.forecast[0])
        return min(days, default=None)

    @property
    def last(self) -> date | None:
        """The day it ends, forecast included."""
        days = [segment.last for segment in self.segments]
        if self.forecast is not None:
            days.append(self.forecast[1])
        return max(days, default=None)


class Axis:
    """Days from left to right. With `working` a day that does not work takes no width."""

    def __init__(
        self, first: date, last: date, working: Callable[[date], bool] | None = None
    ) -> None:
        self.first, self.last = first, max(last, first)
        places = [0]
        for number in range((self.last - first).days + 1):
            on = first + timedelta(days=number)
            places.append(places[-1] + (1 if working is None or working(on) else 0))
        self._places = places

    @property
    def length(self) -> int:
        """How many day widths the whole axis has."""
        return max(self._places[-1], 1)

    def left(self, on: date) -> int:
        """Where the day begins, in day widths."""
        number = min(max((on - self.first).days, 0), len(self._places) - 1)
        return self._places[number]

    def right(self, on: date) -> int:
        """Where the day ends, in day widths."""
        number = min(max((on - self.first).days + 1, 0), len(self._places) - 1)
        return self._places[number]

    def day(self, place: float) -> date:
        """The day at `place` day widths."""
        number = bisect_left(self._places, int(place) + 1) - 1
        return self.first + timedelta(days=min(max(number, 0), len(self._places) - 2))

    def months(self) -> list[date]:
        """The first day of each month on the axis."""
        found = []
        on = self.first.replace(day=1)
        while on <= self.last:
            if on >= self.first:
                found.append(on)
            on = (on + timedelta(days=32)).replace(day=1)
        return found


def span(bars: Sequence[Bar], today: date) -> tuple[date, date]:
    """From a week before the first bar to two weeks after the last, today included."""
    days = [day for bar in bars for day in (bar.first, bar.last) if day is not None]
    first, last = min([*days, today]), max([*days, today])
    return first - timedelta(days=7), last + timedelta(days=14)
