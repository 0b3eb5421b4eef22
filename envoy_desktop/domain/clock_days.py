"""A procedure day by day: "why this date", with the reason why each day was counted or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from envoy_desktop.domain.calendar import ONE_DAY, Calendar, DayKind, Unit
from envoy_desktop.domain.clock_count import Count, Span
from envoy_desktop.domain.clock_course import (
    DELIVERY_LIMIT,
    Course,
    Step,
    last_day,
)
from envoy_desktop.domain.clock_follow import follow
from envoy_desktop.domain.clock_values import (
    DEFAULT_THRESHOLDS,
    ClockName,
    DayNote,
    Event,
    Party,
    Terms,
    Thresholds,
)


def days(
    events: Iterable[Event],
    terms: Terms,
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> tuple[DayNote, ...]:
    """Every day after the filing up to the end or the latest open deadline: why this date."""
    course = follow(events, terms, calendar, as_of, thresholds)
    if course.filed is None:
        return ()
    counts = _counts(course)
    last = course.last
    if course.end is None:
        last = max([last, *_open_deadlines(course)])
    return tuple(
        _note(course, counts, course.filed + timedelta(n))
        for n in range(1, (last - course.filed).days + 1)
    )


# A clock, what it counts, and the day that ended it.
Counting = tuple[ClockName, Count, date | None]


def _counts(course: Course) -> list[Counting]:
    """Every clock that was started, the days of acceptance of each (re)submission included."""
    ended = course.end.on if course.end else None
    counts: list[Counting] = [
        (ClockName.ACCEPTANCE, course.count_of(window), window.ended or ended)
        for window in course.windows
    ]
    excluded = course.excluded_spans()
    if course.counted_from:
        limits = course.decision_limits()
        unit = limits[0][2] if limits else course.terms.unit
        count = Count(course.calendar, unit, course.counted_from, excluded)
        counts.append((ClockName.DECISION, count, course.decided or ended))
    if course.decided:
        count = Count(course.calendar, Unit.WORKING_DAY, course.decided, excluded)
        counts.append((ClockName.DELIVERY, count, ended))
    return counts


def _open_deadlines(course: Course) -> list[date]:
    """The deadlines of the clocks that still run, as far as they are known."""
    known: list[date | None] = []
    if course.decided:
        count = Count(course.calendar, Unit.WORKING_DAY, course.decided, course.excluded_spans())
        known.append(last_day(count, DELIVERY_LIMIT))
    elif course.counted_from:
        for _, limit, unit in course.decision_limits():
            count = Count(course.calendar, unit, course.counted_from, course.excluded_spans())
            known.append(last_day(count, limit))
    elif not course.correcting:
        known.append(course.acceptance_due())
    return [on for on in known if on is not None]


def _note(course: Course, counts: list[Counting], on: date) -> DayNote:
    counted = [
        (name, count.used(on))
        for name, count, ended in counts
        if (ended is None or on <= ended) and count.used(on) > count.used(on - ONE_DAY)
    ]
    names = tuple(name for name, _ in counted)
    holder, reason, values = _why(course, on, ClockName.DECISION in names)
    return DayNote(on, holder, names, counted[-1][1] if counted else None, reason, values)


def _why(course: Course, on: date, counted: bool) -> tuple[Party, str, dict[str, object]]:
    """Who is charged with the day, and the reason that decided it.

    A day of rest is told as such, unless calendar days are counted and something else left it out.
    """
    working = course.calendar.is_working_day(on)
    away = _away(course, on)
    if not working:
        running = course.counted_from and course.counted_from < on and not course.decided
        if away and running and not counted and course.terms.unit is Unit.CALENDAR_DAY:
            return Party.NOBODY, away[1], away[2]
        return Party.NOBODY, *_of_calendar(course, on)
    if away:
        return away
    for step in course.steps:
        # In days to come an open step is taken to have ended.
        if on in Span(step.begun, step.ended) and on <= course.last:
            reason = "special_step_overrun" if step.told_until else "special_step_without_notice"
            return course.lead, reason, _of_step(step)
    return course.lead, *_of_calendar(course, on)


def _away(course: Course, on: date) -> tuple[Party, str, dict[str, object]] | None:
    """Why the ball is not with the leading body on this day."""
    for suspension in course.suspensions:
        if on in Span(suspension.after, suspension.until):
            return Party.INVESTOR, "suspended", {"since": suspension.after}
    for step in course.steps:
        if step.excluded and on in step.excluded:
            return Party.NOBODY, "special_step", _of_step(step)
    for stop in course.stops:
        if on in Span(stop.after, stop.until):
            return stop.party, "correcting", {"since": stop.after, "items": stop.items}
    return None


def _of_step(step: Step) -> dict[str, object]:
    return {"begun": step.begun, "announced": step.announced, "until": step.told_until}


def _of_calendar(course: Course, on: date) -> tuple[str, dict[str, object]]:
    day = course.calendar.day_kind(on)
    reason = "counted" if day.kind is DayKind.WORKING else day.kind.value
    if not day.name:
        return reason, {}
    return reason, {"name": day.name, "notice_year": day.notice_year}
