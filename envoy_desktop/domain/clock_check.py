"""Whether an event can have happened: what is impossible is refused, what is unusual is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_course import ENDS
from envoy_desktop.domain.clock_follow import follow
from envoy_desktop.domain.clock_values import (
    BEFORE_CLOCK,
    DEFAULT_THRESHOLDS,
    Event,
    EventKind,
    Terms,
    Thresholds,
)
from envoy_desktop.domain.refusal import Refusal

# Effects that a person should hear of at once: the event is kept and does not do what it says,
# or does something that is easily overlooked.
UNUSUAL = frozenset(
    {
        "after_acceptance",
        "after_deemed_acceptance",
        "already_accepted",
        "already_decided",
        "already_suspended",
        "before_acceptance",
        "before_clock_after_filing",
        "decided_implies_acceptance",
        "delivered_implies_decided",
        "duplicate_filing",
        "extends_statutory_capped",
        "extension_after_decision",
        "extension_without_limit",
        "extension_without_right",
        "late_extension",
        "not_accepted_after_deemed_acceptance",
        "not_suspended",
        "piecemeal",
        "repeated_notice",
        "resubmission_moves_nothing",
        "second_extension",
        "special_step_not_begun",
        "special_step_without_notice",
    }
)

# One cannot follow the other in a procedure, on whatever days: (earlier, later). What follows an
# end, and what precedes the filing, is told apart from these.
NEVER_AFTER = {
    (EventKind.ACCEPTED, EventKind.NOT_ACCEPTED),
    (EventKind.DECIDED, EventKind.NOT_ACCEPTED),
    (EventKind.DECIDED, EventKind.ACCEPTED),
    (EventKind.DECIDED, EventKind.REFUSED),
}


def check(
    events: Iterable[Event],
    new: Event,
    terms: Terms,
    calendar: Calendar,
    today: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> tuple[str, ...]:
    """Refuse `new` where it cannot have happened so; else the codes of what is unusual about it.

    Facts may arrive late and in any order: only a pair that is impossible in the final set is
    refused, so the sequence of recording decides nothing once the filing is known. Give `new` an
    id above the others, the sequence of recording. Refuses `date-in-future`,
    `length-not-positive`, `nothing-filed`, `event-before-filed`, `event-after-end`,
    `end-before-event`, `filed-after-end` and `event-out-of-order`.
    """
    given = tuple(events)
    known = tuple(event for event in given if event.kind not in BEFORE_CLOCK)
    if new.on > today:
        raise Refusal("date-in-future", event=new.kind.value, on=new.on, today=today)
    for length in (new.announced, new.days):
        if length is not None and length < 1:
            raise Refusal("length-not-positive", event=new.kind.value, days=length)
    if new.kind in BEFORE_CLOCK:
        course = follow((*given, new), terms, calendar, today, thresholds)
        return tuple(e.code for e in course.outside if e.event_id == new.id and e.code in UNUSUAL)
    _refuse_before_filing(known, new)
    _refuse_around_end(known, new)
    for other in known:
        earlier, later = sorted((other, new), key=_place)
        if (earlier.kind, later.kind) in NEVER_AFTER:
            raise Refusal(
                "event-out-of-order",
                next=_way_on(new, other),
                event=new.kind.value,
                on=new.on,
                other=other.kind.value,
                other_on=other.on,
            )
    course = follow((*known, new), terms, calendar, today, thresholds)
    told = (effect for effect in course.found.values() if effect.event_id == new.id)
    return tuple(effect.code for effect in told if effect.code in UNUSUAL)


def _place(event: Event) -> tuple[date, float, int]:
    return event.on, event.order, event.id


def _way_on(new: Event, other: Event) -> str:
    """Events of one day can be put in their true sequence; else one of the dates is wrong."""
    return "place-within-day" if new.on == other.on else "correct-date"


def _refuse_before_filing(known: Sequence[Event], new: Event) -> None:
    if new.kind is EventKind.FILED:
        return
    filings = [event for event in known if event.kind is EventKind.FILED]
    if not filings:
        raise Refusal("nothing-filed", next="record-filed", event=new.kind.value, on=new.on)
    filed = min(filings, key=_place)
    if _place(new) < _place(filed):
        raise Refusal(
            "event-before-filed",
            next="correct-filed-date" if new.on < filed.on else "place-within-day",
            event=new.kind.value,
            on=new.on,
            filed=filed.on,
        )


def _refuse_around_end(known: Sequence[Event], new: Event) -> None:
    """Nothing follows the end; and an end does not come before what is known to have followed."""
    for other in known:
        if other.kind in ENDS and _place(other) < _place(new):
            again = new.kind is EventKind.FILED
            raise Refusal(
                "filed-after-end" if again else "event-after-end",
                next="new-procedure" if again else _way_on(new, other),
                event=new.kind.value,
                on=new.on,
                end=other.kind.value,
                ended=other.on,
            )
    if new.kind in ENDS:
        later = [event for event in known if _place(event) > _place(new)]
        if later:
            first = min(later, key=_place)
            raise Refusal(
                "end-before-event",
                next=_way_on(new, first),
                event=new.kind.value,
                on=new.on,
                other=first.kind.value,
                other_on=first.on,
            )
