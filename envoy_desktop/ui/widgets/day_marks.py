"""The city's calendar as marks for months and date fields."""

from collections.abc import Callable, Mapping
from datetime import date

from envoy_desktop.domain.calendar import Calendar, DayKind
from envoy_desktop.ui.widgets.month import DayMark
from envoy_desktop.words import _


def marks(
    calendar: Calendar, due: Mapping[date, tuple[tuple[str, ...], str]] | None = None
) -> Callable[[date], DayMark]:
    """`mark(date)` for `Month` and `DateField`; `due`: lamps and words of what falls on a day."""
    fallen = due or {}

    def mark(on: date) -> DayMark:
        day = calendar.day_kind(on)
        lamps, words = fallen.get(on, ((), ""))
        return DayMark(
            working=day.kind.is_working,
            swapped=day.kind is DayKind.SWAPPED_WORKDAY,
            # a holiday row on a weekend is a weekend to the eye
            holiday=day.kind is DayKind.HOLIDAY and on.weekday() < 5,
            due=lamps,
            words=_("，").join(part for part in (day.name, words) if part),
        )

    return mark
