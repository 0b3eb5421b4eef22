"""Counting a limit: days of a unit after a start, without the spans that are excluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from envoy_desktop.domain.calendar import Calendar, Unit


@dataclass(frozen=True, slots=True)
class Span:
    """The days d with after < d <= until; `until` None: no end is known."""

    after: date
    until: date | None

    def __contains__(self, on: date) -> bool:
        return self.after < on and (self.until is None or on <= self.until)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as disjoint spans in sequence."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.after):
        if span.until is not None and span.until <= span.after:
            continue
        if joined:
            last = joined[-1]
            if last.until is None or span.after <= last.until:
                longer = (
                    None
                    if last.until is None or span.until is None
                    else max(last.until, span.until)
                )
                joined[-1] = Span(last.after, longer)
                continue
        joined.append(span)
    return tuple(joined)


def cut_off(spans: Iterable[Span], ended: date) -> tuple[Span, ...]:
    """The parts of `spans` up to and including `ended`."""
    return tuple(
        Span(span.after, min(span.until or ended, ended)) for span in spans if span.after < ended
    )


@dataclass(frozen=True, slots=True)
class Count:
    """Days of `unit` after `start` that lie in none of the `excluded` spans (disjoint, sorted).

    The day of `start` is not counted (民法典 201).
    """

    calendar: Calendar
    unit: Unit
    start: date
    excluded: tuple[Span, ...] = ()

    def used(self, until: date) -> int:
        """Counted days up to and including `until`."""
        used = self._between(self.start, until)
        for span in self.excluded:
            last = until if span.until is None else min(span.until, until)
            used -= self._between(max(span.after, self.start), last)
        return used

    def used_without_exclusions(self, until: date) -> int:
        """The same as if nothing were excluded."""
        return self._between(self.start, until)

    def day_of(self, number: int) -> date | None:
        """The first day on which `number` days are used; None if an open span comes before it."""
        if number <= 0:
            return self.start
        at = self.start
        for span in self.excluded:
            if span.until is not None and span.until <= at:
                continue
            free = self._between(at, span.after)
            if number <= free:
                break
            if span.until is None:
                return None
            number -= free
            at = max(at, span.until)
        if self.unit is Unit.WORKING_DAY:
            return self.calendar.add_working_days(at, number)
        return at + timedelta(number)

    def _between(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        if self.unit is Unit.WORKING_DAY:
            return self.calendar.working_days(after, until)
        return (until - after).days
