"""Following a procedure through its events, in three passes over the sorted set.

Each pass needs only what the one before it found: where the procedure begins, ends and is
suspended; how it came to be accepted; what happened after the acceptance.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from envoy_desktop.domain.calendar import Calendar, Unit
from envoy_desktop.domain.clock_acceptance import accept, ask_piecemeal, gives, new_items
from envoy_desktop.domain.clock_count import Count
from envoy_desktop.domain.clock_course import (
    ENDS,
    EXTENSION_DAYS,
    Course,
    Step,
    Suspension,
    last_day,
)
from envoy_desktop.domain.clock_values import (
    BEFORE_CLOCK,
    Effect,
    Event,
    EventKind,
    Party,
    Proposal,
    Terms,
    Thresholds,
)


def follow(
    events: Iterable[Event], terms: Terms, calendar: Calendar, as_of: date, thresholds: Thresholds
) -> Course:
    """The course of the procedure by its events up to and including `as_of`."""
    lead = Party.INTERMEDIARY if terms.led_by_intermediary else Party.DEPARTMENT
    course = Course(terms, calendar, as_of, lead)
    told = sorted(events, key=lambda e: (e.on, e.order, e.id))
    _begin_and_end(course, [event for event in told if event.kind not in BEFORE_CLOCK])
    course.outside += _before_the_clock(course, told)
    if course.filed is None:
        return course
    _suspensions(course)
    after = accept(course, thresholds)
    _after_acceptance(course, after)
    return course


def _before_the_clock(course: Course, events: list[Event]) -> list[Effect]:
    """What no clock reads: told where it came after the filing and so counts nowhere."""
    filings = [(e.on, e.order, e.id) for e in events if e.kind is EventKind.FILED]
    effects = []
    for event in events:
        if event.kind not in BEFORE_CLOCK:
            continue
        late = bool(filings) and (event.on, event.order, event.id) > filings[0]
        code = "before_clock_after_filing" if late else f"before_clock_{event.kind.value}"
        effects.append(Effect(event.id, "after_as_of" if event.on > course.as_of else code))
    return effects


def _begin_and_end(course: Course, events: list[Event]) -> None:
    """Cut out what lies between the first filing and the end; say why the rest is not read."""
    known = [event for event in events if event.on <= course.as_of]
    filings = (n for n, event in enumerate(known) if event.kind is EventKind.FILED)
    first = next(filings, len(known))
    ends = (n for n in range(first, len(known)) if known[n].kind in ENDS)
    last = next(ends, len(known))
    if first < len(known):
        course.filed = known[first].on
    if last < len(known):
        course.end = known[last]
    course.events = known[first : last + 1]
    why = "before_filing" if course.filed else "nothing_filed"
    course.outside = [Effect(event.id, why) for event in known[:first]]
    if course.end:
        values = {"ended": course.end.on, "by": course.end.kind.value}
        course.outside += [Effect(event.id, "after_end", values) for event in known[last + 1 :]]
    course.outside += [Effect(e.id, "after_as_of") for e in events if e.on > course.as_of]


def _suspensions(course: Course) -> None:
    """A suspension lasts until it is resumed, the decision falls, or the procedure ends."""
    running: Suspension | None = None
    decided = False
    for n, event in enumerate(course.events):
        lifts = event.kind in ENDS or event.kind is EventKind.RESUMED
        if event.kind is EventKind.DECIDED:
            lifts, decided = not decided, True
        if event.kind is EventKind.SUSPENDED:
            if running:
                course.say(n, "already_suspended", since=running.after)
            else:
                running = Suspension(event.on)
                course.suspensions.append(running)
                course.say(n, "suspends")
        elif event.kind is EventKind.RESUMED and not running:
            course.say(n, "not_suspended")
        elif running and lifts:
            running.until = event.on
            if event.kind is EventKind.RESUMED:
                course.say(n, "resumes", since=running.after)
            running = None


def _after_acceptance(course: Course, after: int) -> None:
    """Special steps, extension, decision and end; what came before the acceptance moves nothing.

    A deemed or implied acceptance is one from the day of the (re)submission, so a special step or
    an extension after that day stands, even if it fell into the days of acceptance.
    """
    running: list[Step] = []
    for n, event in enumerate(course.events):
        if n in course.found:
            continue
        kind = event.kind
        if kind in (EventKind.REFUSED, EventKind.WITHDRAWN, EventKind.NOT_ACCEPTED):
            _close(running, event.on)
            late = kind is EventKind.NOT_ACCEPTED and course.deemed
            code = "not_accepted_after_deemed_acceptance" if late else f"ends_{kind.value}"
            course.say(n, code)
        elif n <= after and kind in _ONLY_AFTER_ACCEPTANCE:
            course.say(n, "before_acceptance")
        elif kind is EventKind.CORRECTION_NOTICE:
            _late_notice(course, n, event)
        elif kind is EventKind.RESUBMITTED:
            gives(course, event)
            course.say(n, "resubmission_moves_nothing")
        elif kind is EventKind.FILED:
            course.say(n, "duplicate_filing", first=course.filed)
        elif kind is EventKind.ACCEPTED:
            code = "after_deemed_acceptance" if course.deemed else "already_accepted"
            course.say(n, code, accepted=course.accepted)
        elif kind is EventKind.SPECIAL_STEP_BEGUN:
            _begin_step(course, n, event, running)
        elif kind is EventKind.SPECIAL_STEP_ENDED:
            _end_step(course, n, event, running)
        elif kind is EventKind.EXTENSION:
            _extend(course, n, event)
        else:
            _decide(course, n, event, running)


_ONLY_AFTER_ACCEPTANCE = frozenset(
    {EventKind.SPECIAL_STEP_BEGUN, EventKind.SPECIAL_STEP_ENDED, EventKind.EXTENSION}
)


def _late_notice(course: Course, n: int, event: Event) -> None:
    """A notice after the acceptance stops nothing; a new demand in it is piecemeal.

    The first one of all, where silence had already accepted, is no second demand but a late one.
    """
    new = new_items(course, event)
    if course.deemed and not course.noticed:
        values = {"on": event.on, "due": course.window.ended if course.window else None}
        course.proposed.append(Proposal("late_notice", event.id, values))
    elif new:
        ask_piecemeal(course, n, event, new)
        return
    course.noticed = True
    code = "after_deemed_acceptance" if course.deemed else "after_acceptance"
    course.say(n, code, accepted=course.accepted)


def _begin_step(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """No notice, no exclusion: a house rule, the law demands the notice (L 45)."""
    told_until = None
    if event.announced:
        told_until = course.calendar.add_working_days(event.on, event.announced)
        course.say(n, "excludes_special_step", announced=event.announced, until=told_until)
    else:
        course.say(n, "special_step_without_notice")
    step = Step(event.on, event.announced, told_until)
    course.steps.append(step)
    running.append(step)


def _end_step(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """End the step that was begun first, if several are open at once."""
    if not running:
        course.say(n, "special_step_not_begun")
        return
    step = running.pop(0)
    step.ended = event.on
    over = 0
    if step.told_until:
        others = course.excluded_spans()
        over = Count(course.calendar, Unit.WORKING_DAY, step.told_until, others).used(event.on)
    lead = course.lead.value
    course.say(n, "ends_special_step", begun=step.begun, overrun=over, charged_to=lead)


def _close(running: list[Step], on: date) -> None:
    for step in running:
        step.ended = on
    running.clear()


def _extend(course: Course, n: int, event: Event) -> None:
    """Once, by right, on or before the statutory deadline as it then stands (L 42(1))."""
    statutory = course.statutory()
    right = course.terms.extension
    if statutory is None:
        course.say(n, "extension_without_limit")
        return
    if not right:
        course.say(n, "extension_without_right")
        return
    if course.extension is not None:
        course.say(n, "second_extension")
        return
    if course.decided is not None:
        course.say(n, "extension_after_decision", decided=course.decided)
        return
    assert course.counted_from
    limit, unit = statutory
    # What is suspended or begun later, or ends later than was told, begins on or after this day
    # and so decides nothing here: the deadline as it then stood lies on the same side of it.
    count = Count(course.calendar, unit, course.counted_from, course.excluded_spans())
    due = last_day(count, limit)
    if due is not None and event.on > due:
        course.say(n, "late_extension", deadline=due)
        return
    asked = EXTENSION_DAYS if event.days is None else event.days
    course.extension = min(asked, right)
    due = last_day(count, limit + course.extension)
    code = "extends_statutory_capped" if (event.days or 0) > right else "extends_statutory"
    course.say(n, code, days=course.extension, asked=asked, deadline=due, unit=unit.value)


def _decide(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """A decision, or a delivery, which implies one; it ends the special steps that are open."""
    delivered = event.kind is EventKind.DELIVERED
    if course.decided is not None:
        if delivered:
            _close(running, event.on)
        course.say(n, "delivered" if delivered else "already_decided", decided=course.decided)
        return
    course.decided = event.on
    _close(running, event.on)
    if delivered:
        course.say(n, "delivered_implies_decided")
    elif course.implied:
        course.say(n, "decided_implies_acceptance", accepted=course.accepted)
    else:
        course.say(n, "decided")
