"""The course of a procedure: what each event did to acceptance, ball, exclusions and limits.

Three passes over the sorted events, each of which needs only what the one before it found:
where the procedure begins, ends and is suspended; how it came to be accepted; what happened
after the acceptance. Nothing here counts a limit but where a rule asks for it: the days of
acceptance, and whether an extension came in time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from envoy_desktop.domain.calendar import ONE_DAY, Calendar, Unit
from envoy_desktop.domain.clock_count import Count, Span, union
from envoy_desktop.domain.clock_values import (
    Effect,
    Event,
    EventKind,
    LimitFrom,
    LimitKind,
    Party,
    Proposal,
    Terms,
    Thresholds,
)

ACCEPTANCE_LIMIT = 5  # working days, L 32(1)4
DELIVERY_LIMIT = 10  # working days, L 44
LICENCE_LIMIT = 20  # working days, L 42(1), where a licence has no limit of its own
EXTENSION_DAYS = 10  # L 42(1), where an extension is recorded without its length

ENDS = frozenset(
    {EventKind.NOT_ACCEPTED, EventKind.REFUSED, EventKind.WITHDRAWN, EventKind.DELIVERED}
)

# A notice that does not name its papers asks for this one: it is open until anything is given.
UNNAMED = ""


@dataclass(slots=True)
class Suspension:
    """From `after` to the resumption, decision or end; `first` and `last` are event indices."""

    after: date
    first: int
    until: date | None = None
    last: int | None = None


@dataclass(slots=True)
class Step:
    """A special step; it excludes up to `told_until`, the end of its announced length (L 45)."""

    begun: date
    announced: int | None
    told_until: date | None
    ended: date | None = None

    @property
    def excluded(self) -> Span | None:
        """The days left out of the limits: none without a notice, none beyond its length."""
        if self.told_until is None:
            return None
        return Span(self.begun, min(self.told_until, self.ended or self.told_until))


@dataclass(slots=True)
class Stop:
    """The papers wait at `party` from the stopping notice to the resubmission."""

    after: date
    party: Party
    items: tuple[str, ...]
    until: date | None = None


@dataclass(slots=True)
class Window:
    """The organ's days for saying what it thinks of a (re)submission."""

    opened: date
    index: int  # of the event that opened it
    limit: int
    ended: date | None = None


@dataclass(slots=True)
class Course:
    """What happened up to `as_of`, event by event; made by `follow`."""

    terms: Terms
    calendar: Calendar
    as_of: date
    lead: Party
    events: list[Event] = field(default_factory=list)
    filed: date | None = None
    end: Event | None = None
    suspensions: list[Suspension] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    open_items: set[str] = field(default_factory=set)
    noticed: bool = False
    accepted: date | None = None
    deemed: bool = False
    implied: bool = False
    counted_from: date | None = None
    steps: list[Step] = field(default_factory=list)
    extension: int | None = None
    decided: date | None = None
    found: dict[int, Effect] = field(default_factory=dict)  # by event index
    outside: list[Effect] = field(default_factory=list)  # of events that are not read
    proposed: list[Proposal] = field(default_factory=list)

    @property
    def last(self) -> date:
        """The last day of the reading: the end, else `as_of`."""
        return self.end.on if self.end else self.as_of

    @property
    def window(self) -> Window | None:
        """The running or last days of acceptance."""
        return self.windows[-1] if self.windows else None

    @property
    def correcting(self) -> bool:
        return bool(self.stops) and self.stops[-1].until is None

    def suspended_spans(self, before: int | None = None) -> list[Span]:
        """The suspensions; with `before` as they were known at that event."""
        if before is None:
            return [Span(s.after, s.until) for s in self.suspensions]
        return [
            Span(s.after, None if s.last is None or s.last >= before else s.until)
            for s in self.suspensions
            if s.first < before
        ]

    def excluded_spans(self, before: int | None = None) -> tuple[Span, ...]:
        """What the decision and delivery limits leave out (L 45; suspension by city practice).

        A stop lies before the acceptance but where a decision implies it: then the investor's
        days do not use the department's limit.
        """
        steps = [step.excluded for step in self.steps]
        stops = [Span(stop.after, stop.until) for stop in self.stops]
        return union([*(s for s in steps if s), *self.suspended_spans(before), *stops])

    def statutory(self) -> tuple[int, Unit] | None:
        """The statutory decision limit with its extension, and its unit; None if there is none."""
        limit, unit = self.terms.statutory_limit, self.terms.unit
        if limit is None:
            if not self.terms.licence:
                return None
            limit, unit = LICENCE_LIMIT, Unit.WORKING_DAY  # L 42(1), 82
        return limit + (self.extension or 0), unit

    def decision_limits(self) -> list[tuple[LimitKind, int, Unit]]:
        """The limits of the decision clock: kind, length and unit."""
        limits = []
        statutory = self.statutory()
        if statutory:
            limits.append((LimitKind.STATUTORY, *statutory))
        own = {
            LimitKind.PROMISED: self.terms.promised_limit,
            LimitKind.PLAN: self.terms.plan_limit,
        }
        limits += [(kind, n, self.terms.unit) for kind, n in own.items() if n is not None]
        return limits

    def acceptance_count(self) -> Count | None:
        """The count of the running or last acceptance clock; a suspension stops it too."""
        return self.count_of(self.window) if self.window else None

    def count_of(self, window: Window) -> Count:
        """The days of acceptance since `window` was opened."""
        suspended = union(self.suspended_spans())
        return Count(self.calendar, Unit.WORKING_DAY, window.opened, suspended)

    def acceptance_due(self) -> date | None:
        """The last day for a stopping notice or acceptance; None while a suspension is open."""
        count = self.acceptance_count()
        return count.day_of(self.window.limit) if count and self.window else None


def follow(
    events: Iterable[Event], terms: Terms, calendar: Calendar, as_of: date, thresholds: Thresholds
) -> Course:
    """The course of the procedure by its events up to and including `as_of`."""
    lead = Party.INTERMEDIARY if terms.led_by_intermediary else Party.DEPARTMENT
    course = Course(terms, calendar, as_of, lead)
    _begin_and_end(course, sorted(events, key=lambda e: (e.on, e.order, e.id)))
    if course.filed is None:
        return course
    _suspensions(course)
    after = _acceptance(course, thresholds)
    _after_acceptance(course, after)
    return course


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
                _say(course, n, "already_suspended", since=running.after)
            else:
                running = Suspension(event.on, n)
                course.suspensions.append(running)
                _say(course, n, "suspends")
        elif event.kind is EventKind.RESUMED and not running:
            _say(course, n, "not_suspended")
        elif running and lifts:
            running.until, running.last = event.on, n
            if event.kind is EventKind.RESUMED:
                _say(course, n, "resumes", since=running.after)
            running = None


def _acceptance(course: Course, thresholds: Thresholds) -> int:
    """How the procedure came to be accepted, if it did; the index after which it is accepted."""
    for n, event in enumerate(course.events):
        due = course.acceptance_due()
        if not course.correcting and due is not None and event.on > due:
            return _deem(course, due)
        if event.kind is EventKind.FILED:
            if n == 0:
                _open_window(course, n, ACCEPTANCE_LIMIT, "starts_acceptance_clock")
            else:
                _say(course, n, "duplicate_filing", first=course.filed)
        elif event.kind is EventKind.CORRECTION_NOTICE:
            _notice(course, n, event)
        elif event.kind is EventKind.RESUBMITTED:
            if _gives(course, event):
                _open_window(course, n, thresholds.resubmission_window, "restarts_acceptance_clock")
            else:
                _say(course, n, "resubmission_moves_nothing")
        elif event.kind is EventKind.ACCEPTED:
            assert course.window
            # Papers still missing are waived by the acceptance: they count as received with it.
            received = event.on if course.correcting else course.window.opened
            _accept(course, event.on, event.on, received)
            _say(course, n, "accepted", counted_from=course.counted_from)
            return n
        elif event.kind in (EventKind.DECIDED, EventKind.DELIVERED):
            assert course.window
            opened, index = course.window.opened, course.window.index
            course.implied = True
            _accept(course, opened, event.on, opened)
            return index
        elif event.kind in ENDS:
            _end_of_waiting(course, event.on)
            return len(course.events)
    due = course.acceptance_due()
    if not course.correcting and due is not None and course.as_of > due:
        return _deem(course, due)
    return len(course.events)


def _open_window(course: Course, n: int, limit: int, code: str) -> None:
    event = course.events[n]
    if course.correcting:
        course.stops[-1].until = event.on
    course.windows.append(Window(event.on, n, limit))
    due = course.acceptance_due()
    _say(course, n, code, until=due, open=tuple(sorted(course.open_items - {UNNAMED})))


def _end_of_waiting(course: Course, on: date) -> None:
    """The acceptance clock ends on `on`, and whoever had to make a missing paper is free."""
    assert course.window
    if course.correcting:
        course.stops[-1].until = on
    elif course.window.ended is None:
        course.window.ended = on


def _accept(course: Course, accepted: date, on: date, received: date) -> None:
    _end_of_waiting(course, on)
    course.accepted = accepted
    from_receipt = course.terms.limit_from is LimitFrom.RECEIVED
    course.counted_from = received if from_receipt else accepted


def _deem(course: Course, due: date) -> int:
    """Silence: accepted on the day of the (re)submission (L 32(1)4)."""
    assert course.window
    course.deemed = True
    _accept(course, course.window.opened, due, course.window.opened)
    return course.window.index


def _new_items(course: Course, event: Event) -> tuple[str, ...] | None:
    """The papers of a notice that are not open, None if all are.

    A later notice that names none repeats what is open, and asks for something new if nothing is.
    """
    if not event.items:
        return None if course.open_items else (UNNAMED,)
    return tuple(item for item in event.items if item not in course.open_items) or None


def _notice(course: Course, n: int, event: Event) -> None:
    """A correction notice dated before acceptance and within the days of acceptance, if they run.

    Only the first one brings papers that can stop the clock: a later one stops it again where all
    it asks for is open, and is piecemeal where anything is new (L 32(1)4, 72(4)).
    """
    assert course.window
    if not course.noticed:
        course.noticed = True
        course.open_items = set(event.items) or {UNNAMED}
        _stop(course, n, event, "stopping_notice")
        return
    new = _new_items(course, event)
    if new:
        _piecemeal(course, n, event, new)
    elif course.correcting:
        _say(course, n, "repeated_notice", since=course.stops[-1].after)
    else:
        _stop(course, n, event, "stops_again")


def _stop(course: Course, n: int, event: Event, code: str) -> None:
    assert course.window
    earlier = course.stops[-1].party if course.stops else Party.INVESTOR
    party = event.party or earlier
    course.window.ended = event.on
    course.stops.append(Stop(event.on, party, event.items))
    _say(course, n, code, party=party.value, items=event.items)


def _piecemeal(course: Course, n: int, event: Event, new: tuple[str, ...]) -> None:
    items = tuple(item for item in new if item != UNNAMED)
    _say(course, n, "piecemeal", items=items)
    course.proposed.append(Proposal("piecemeal", event.id, {"on": event.on, "items": items}))


def _gives(course: Course, event: Event) -> bool:
    """Take in what a resubmission gives; whether any of it was asked by a stopping notice."""
    if not course.open_items:
        return False
    if not event.items or UNNAMED in course.open_items:
        course.open_items.clear()
        return True
    given = course.open_items.intersection(event.items)
    course.open_items -= given
    return bool(given)


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
            _say(course, n, code)
        elif n <= after and kind in _ONLY_AFTER_ACCEPTANCE:
            _say(course, n, "before_acceptance")
        elif kind is EventKind.CORRECTION_NOTICE:
            _late_notice(course, n, event)
        elif kind is EventKind.RESUBMITTED:
            _gives(course, event)
            _say(course, n, "resubmission_moves_nothing")
        elif kind is EventKind.FILED:
            _say(course, n, "duplicate_filing", first=course.filed)
        elif kind is EventKind.ACCEPTED:
            code = "after_deemed_acceptance" if course.deemed else "already_accepted"
            _say(course, n, code, accepted=course.accepted)
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
    new = _new_items(course, event)
    if course.deemed and not course.noticed:
        values = {"on": event.on, "due": course.window.ended if course.window else None}
        course.proposed.append(Proposal("late_notice", event.id, values))
    elif new:
        _piecemeal(course, n, event, new)
        return
    course.noticed = True
    code = "after_deemed_acceptance" if course.deemed else "after_acceptance"
    _say(course, n, code, accepted=course.accepted)


def _begin_step(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """No notice, no exclusion: a house rule, the law demands the notice (L 45)."""
    told_until = None
    if event.announced:
        told_until = course.calendar.add_working_days(event.on, event.announced)
        _say(course, n, "excludes_special_step", announced=event.announced, until=told_until)
    else:
        _say(course, n, "special_step_without_notice")
    step = Step(event.on, event.announced, told_until)
    course.steps.append(step)
    running.append(step)


def _end_step(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """End the step that was begun first, if several are open at once."""
    if not running:
        _say(course, n, "special_step_not_begun")
        return
    step = running.pop(0)
    step.ended = event.on
    over = 0
    if step.told_until:
        over = course.calendar.working_days(step.told_until, event.on)
    _say(course, n, "ends_special_step", begun=step.begun, overrun=over)


def _close(running: list[Step], on: date) -> None:
    for step in running:
        step.ended = on
    running.clear()


def _extend(course: Course, n: int, event: Event) -> None:
    """Once, by right, on or before the statutory deadline as it then stands (L 42(1))."""
    statutory = course.statutory()
    right = course.terms.extension
    if statutory is None:
        _say(course, n, "extension_without_limit")
        return
    if not right:
        _say(course, n, "extension_without_right")
        return
    if course.extension is not None:
        _say(course, n, "second_extension")
        return
    if course.decided is not None:
        _say(course, n, "extension_after_decision", decided=course.decided)
        return
    assert course.counted_from
    limit, unit = statutory
    count = Count(course.calendar, unit, course.counted_from, course.excluded_spans(before=n))
    due = last_day(count, limit)
    if due is not None and event.on > due:
        _say(course, n, "late_extension", deadline=due)
        return
    asked = EXTENSION_DAYS if event.days is None else event.days
    course.extension = min(asked, right)
    due = last_day(count, limit + course.extension)
    code = "extends_statutory_capped" if (event.days or 0) > right else "extends_statutory"
    _say(course, n, code, days=course.extension, asked=asked, deadline=due)


def _decide(course: Course, n: int, event: Event, running: list[Step]) -> None:
    """A decision, or a delivery, which implies one; it ends the special steps that are open."""
    delivered = event.kind is EventKind.DELIVERED
    if course.decided is not None:
        if delivered:
            _close(running, event.on)
        _say(course, n, "delivered" if delivered else "already_decided", decided=course.decided)
        return
    course.decided = event.on
    _close(running, event.on)
    if delivered:
        _say(course, n, "delivered_implies_decided")
    elif course.implied:
        _say(course, n, "decided_implies_acceptance", accepted=course.accepted)
    else:
        _say(course, n, "decided")


def last_day(count: Count, limit: int) -> date | None:
    """The deadline: the day `limit` is used up, in calendar days moved to a working day (203)."""
    used_up = count.day_of(limit)
    if used_up is None or count.unit is Unit.WORKING_DAY:
        return used_up
    return count.calendar.next_working_day(used_up)


def _say(course: Course, n: int, code: str, **values: object) -> None:
    course.found[n] = Effect(course.events[n].id, code, values)


def changes_on(course: Course) -> date | None:
    """The first day after `as_of` on which the course itself changes if nothing happens.

    Silence deems accepted from the day after the last for acceptance; an announced length runs
    out and the ball goes back. Lamps are not meant: they have dates of their own.
    """
    if course.filed is None or course.end:
        return None
    days = []
    if course.accepted is None and not course.correcting:
        due = course.acceptance_due()
        if due is not None:
            days.append(due + ONE_DAY)
    for step in course.steps:
        if step.ended is None and step.told_until and step.told_until > course.as_of:
            days.append(step.told_until)
    return min(days, default=None)
