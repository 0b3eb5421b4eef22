"""The heart: events of a procedure -> days charged to each party, limits, deadlines, lamps.

The reading is a function of the *set* of events: they are sorted by (on, order, id), so nothing
depends on the sequence in which facts arrive. Articles: 行政许可法 (2019) as "L".
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from envoy_desktop.domain.calendar import ONE_DAY, Calendar, Unit
from envoy_desktop.domain.clock_check import check
from envoy_desktop.domain.clock_count import Count, Span, cut_off, union
from envoy_desktop.domain.clock_course import DELIVERY_LIMIT, Course, last_day
from envoy_desktop.domain.clock_days import days
from envoy_desktop.domain.clock_follow import follow
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
    given = tuple(events)
    course = follow(given, terms, calendar, as_of, thresholds)
    effects = {effect.event_id: effect for effect in (*course.found.values(), *course.outside)}
    in_sequence = sorted(given, key=lambda e: (e.on, e.order, e.id))
    told = tuple(effects[event.id] for event in in_sequence)
    if course.filed is None:
        return Reading(State.PLANNED, as_of, effects=told)
    holder, since = _ball(course)
    return Reading(
        state=_state(course),
        as_of=as_of,
        filed=course.filed,
        accepted=course.accepted,
        deemed_accepted=course.deemed,
        decided=course.decided,
        ended=course.end.on if course.end else None,
        elapsed=(course.last - course.filed).days,
        charged=_charged(course),
        clocks=_clocks(course, thresholds),
        effects=told,
        proposed=tuple(course.proposed),
        holder=holder,
        holder_since=since,
        changes_on=course.changes_on(),
    )


def differences(old: Reading, new: Reading) -> tuple[MovedDeadline, ...]:
    """The open clocks whose deadline or lamp differs between two readings of the same facts.

    For the receipt of a new holiday table. An ended clock is named where its lamp differs, so that
    none changes colour silently; the deadline it once had is of no more use.
    """
    before = {(c.clock, c.limit_kind): c for c in old.clocks}
    moved = []
    for now in new.clocks:
        then = before.get((now.clock, now.limit_kind))
        if then is None:
            continue
        still_runs = now.ended is None
        if then.lamp is not now.lamp or (still_runs and then.deadline != now.deadline):
            moved.append(
                MovedDeadline(
                    now.clock,
                    now.limit_kind,
                    then.deadline,
                    now.deadline,
                    then.lamp,
                    now.lamp,
                    not still_runs,
                )
            )
    return tuple(moved)


def _state(course: Course) -> State:
    if course.end:
        return State(course.end.kind.value)
    if course.suspensions and course.suspensions[-1].until is None:
        return State.SUSPENDED
    if course.decided:
        return State.DECIDED
    if any(step.ended is None for step in course.steps):
        return State.SPECIAL_STEP
    if course.accepted:
        return State.ACCEPTED
    return State.CORRECTING if course.correcting else State.FILED


def _ball(course: Course) -> tuple[Party, date]:
    """Who has the ball after the events of the last day, and since when."""
    assert course.filed
    if course.end:
        return Party.NOBODY, course.end.on
    today = course.as_of
    spans = _away(course)
    for party, span in spans:
        if span.after <= today and (span.until is None or today < span.until):
            return party, span.after
    freed = (span.until for _, span in spans if span.until is not None)
    return course.lead, max(freed, default=course.filed)


def _charged(course: Course) -> Charged:
    """Calendar days by party: who was left with the ball by the last event dated before the day.

    A non-working day is nobody's. A suspension goes before a special step and that before a stop,
    so each takes the working days that those before it left; the rest is the leading body's.
    """
    assert course.filed
    plain = Count(course.calendar, Unit.WORKING_DAY, course.filed)
    working = plain.used(course.last)
    charged = dict.fromkeys(Party, 0)
    charged[Party.NOBODY] = (course.last - course.filed).days - working
    left = working
    taken: list[Span] = []
    for party, span in _away(course):
        taken.append(span)
        still = replace(plain, excluded=union(taken)).used(course.last)
        charged[party] += left - still
        left = still
    charged[course.lead] += left
    return Charged(*(charged[party] for party in Party))


def _away(course: Course) -> list[tuple[Party, Span]]:
    """The spans in which the ball is not with the leading body, those that go first before."""
    return [
        *((Party.INVESTOR, span) for span in course.suspended_spans()),
        *((Party.NOBODY, step.excluded) for step in course.steps if step.excluded),
        *((stop.party, Span(stop.after, stop.until)) for stop in course.stops),
    ]


def _clocks(course: Course, thresholds: Thresholds) -> tuple[ClockReading, ...]:
    """Every clock that was started, in the sequence of the procedure."""
    made = []
    ended = course.end.on if course.end else None
    acceptance = course.acceptance_count()
    if course.window and acceptance:
        made.append(
            _clock(
                course,
                (ClockName.ACCEPTANCE, LimitKind.STATUTORY),
                course.window.limit,
                acceptance,
                course.window.ended,
                thresholds,
            )
        )
    if course.counted_from:
        for kind, limit, unit in course.decision_limits():
            count = Count(course.calendar, unit, course.counted_from, course.excluded_spans())
            stopped = course.decided or ended
            name = (ClockName.DECISION, kind)
            made.append(_clock(course, name, limit, count, stopped, thresholds))
    if course.decided:
        count = Count(course.calendar, Unit.WORKING_DAY, course.decided, course.excluded_spans())
        name = (ClockName.DELIVERY, LimitKind.STATUTORY)
        made.append(_clock(course, name, DELIVERY_LIMIT, count, ended, thresholds))
    return tuple(made)


def _clock(
    course: Course,
    name: tuple[ClockName, LimitKind],
    limit: int,
    count: Count,
    ended: date | None,
    thresholds: Thresholds,
) -> ClockReading:
    """One clock: counts up to its end or `as_of`, deadline and lamps as if nothing else happens."""
    clock, kind = name
    today = ended or course.as_of
    if ended:
        # What ended a clock ended its exclusions too; what came later is not its own.
        count = replace(count, excluded=cut_off(count.excluded, ended))
    deadline = last_day(count, limit)
    yellow_on = count.day_of(yellow_from(limit, thresholds))
    overdue_on = red_on = _overdue_on(count, limit, deadline)
    if clock is ClockName.ACCEPTANCE:
        overdue_on = red_on = None  # it never runs over: silence accepts (L 32(1)4)
    elif count.unit is Unit.CALENDAR_DAY and course.terms.unit_disputed:
        in_working_days = Count(count.calendar, Unit.WORKING_DAY, count.start, count.excluded)
        by_working_days = in_working_days.day_of(limit + 1)
        red_on = max(red_on, by_working_days) if red_on and by_working_days else None
    is_red = red_on is not None and red_on <= today
    is_yellow = yellow_on is not None and yellow_on <= today
    if ended:
        yellow_on = yellow_on if is_yellow else None
        red_on = red_on if is_red else None
    return ClockReading(
        clock=clock,
        limit_kind=kind,
        limit=limit,
        unit=count.unit,
        started=count.start,
        used=count.used(today),
        deadline=deadline,
        lamp=Lamp.RED if is_red else Lamp.YELLOW if is_yellow else Lamp.GREEN,
        ended=ended,
        provisional=_provisional(count, limit, deadline),
        disputed=not is_red and overdue_on is not None and overdue_on <= today,
        used_without_exclusions=count.used_without_exclusions(today),
        yellow_on=yellow_on,
        red_on=red_on,
    )


def yellow_from(limit: int, thresholds: Thresholds) -> int:
    """The used days from which the lamp is yellow: a share of the limit, or so many days left."""
    # 0.55 * 100 is a little over 55 in binary: a day must not be lost to that.
    by_share = math.ceil(thresholds.yellow_share * limit - 1e-9)
    return min(by_share, limit - thresholds.yellow_days_left)


def _overdue_on(count: Count, limit: int, deadline: date | None) -> date | None:
    """The first day that is used over the limit (in calendar days: over the moved deadline)."""
    if deadline is None or count.unit is Unit.WORKING_DAY:
        return count.day_of(limit + 1)
    return count.day_of(count.used(deadline) + 1)


def _provisional(count: Count, limit: int, deadline: date | None) -> bool:
    """Whether the deadline rests on a year whose holidays are not published.

    In calendar days without exclusions only the move at the end asks for holidays.
    """
    if deadline is None:
        return False
    after = count.start
    if count.unit is Unit.CALENDAR_DAY and not count.excluded:
        after = (count.day_of(limit) or deadline) - ONE_DAY
    return count.calendar.provisional(after, deadline)
