"""The course of a procedure: what its events did to acceptance, ball, exclusions and limits.

`Course` is filled by `clock_follow` and `clock_acceptance`; it holds no counts of limits but those
that a rule asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from envoy_desktop.domain.calendar import ONE_DAY, Calendar, Unit
from envoy_desktop.domain.clock_count import Count, Span, cut_off, union
from envoy_desktop.domain.clock_values import (
    Effect,
    Event,
    EventKind,
    LimitKind,
    Party,
    Proposal,
    Terms,
)

ACCEPTANCE_LIMIT = 5  # working days, L 32(1)4
DELIVERY_LIMIT = 10  # working days, L 44
LICENCE_LIMIT = 20  # working days, L 42(1), where a licence has no limit of its own
EXTENSION_DAYS = 10  # L 42(1), where an extension is recorded without its length

ENDS = frozenset(
    {EventKind.NOT_ACCEPTED, EventKind.REFUSED, EventKind.WITHDRAWN, EventKind.DELIVERED}
)


@dataclass(slots=True)
class Suspension:
    """From the day `after` to the resumption, decision or end."""

    after: date
    until: date | None = None


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

    def suspended_spans(self) -> list[Span]:
        return [Span(s.after, s.until) for s in self.suspensions]

    def excluded_spans(self) -> tuple[Span, ...]:
        """What the decision and delivery limits leave out (L 45; suspension by city practice).

        A stop lies before the acceptance but where a decision implies it: then the investor's
        days do not use the department's limit.
        """
        steps = [step.excluded for step in self.steps]
        stops = [Span(stop.after, stop.until) for stop in self.stops]
        return union([*(s for s in steps if s), *self.suspended_spans(), *stops])

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
        """The days of acceptance since `window` was opened; what follows its end is not its own."""
        suspended = union(self.suspended_spans())
        if window.ended:
            suspended = cut_off(suspended, window.ended)
        return Count(self.calendar, Unit.WORKING_DAY, window.opened, suspended)

    def acceptance_due(self) -> date | None:
        """The last day for a stopping notice or acceptance; None while a suspension is open."""
        count = self.acceptance_count()
        return count.day_of(self.window.limit) if count and self.window else None

    def changes_on(self) -> date | None:
        """The first day after `as_of` on which the course itself changes if nothing happens.

        Silence deems accepted from the day after the last for acceptance; an announced length runs
        out and the ball goes back. Lamps are not meant: they have dates of their own.
        """
        if self.filed is None or self.end:
            return None
        days = []
        due = self.acceptance_due()
        if self.accepted is None and not self.correcting and due is not None:
            days.append(due + ONE_DAY)
        for step in self.steps:
            if step.ended is None and step.told_until and step.told_until > self.as_of:
                days.append(step.told_until)
        return min(days, default=None)

    def say(self, n: int, code: str, **values: object) -> None:
        """Note what the event at index `n` did."""
        self.found[n] = Effect(self.events[n].id, code, values)


def last_day(count: Count, limit: int) -> date | None:
    """The deadline: the day `limit` is used up, in calendar days moved to a working day (203)."""
    used_up = count.day_of(limit)
    if used_up is None or count.unit is Unit.WORKING_DAY:
        return used_up
    return count.calendar.next_working_day(used_up)
