"""How a procedure comes to be accepted: notices, resubmissions, silence (L 32)."""

from __future__ import annotations

from datetime import date

from envoy_desktop.domain.clock_course import ACCEPTANCE_LIMIT, ENDS, Course, Stop, Window
from envoy_desktop.domain.clock_values import (
    Event,
    EventKind,
    LimitFrom,
    Party,
    Proposal,
    Thresholds,
)

# A notice that does not name its papers asks for this one: it is open until anything is given.
UNNAMED = ""


def accept(course: Course, thresholds: Thresholds) -> int:
    """How the procedure came to be accepted, if it did; the index after which it is accepted."""
    for n, event in enumerate(course.events):
        due = course.acceptance_due()
        if not course.correcting and due is not None and event.on > due:
            return _deem(course, due)
        if event.kind is EventKind.FILED:
            if n == 0:
                _open_window(course, n, ACCEPTANCE_LIMIT, "starts_acceptance_clock")
            else:
                course.say(n, "duplicate_filing", first=course.filed)
        elif event.kind is EventKind.CORRECTION_NOTICE:
            _notice(course, n, event)
        elif event.kind is EventKind.RESUBMITTED:
            if gives(course, event):
                _open_window(course, n, thresholds.resubmission_window, "restarts_acceptance_clock")
            else:
                course.say(n, "resubmission_moves_nothing")
        elif event.kind is EventKind.ACCEPTED:
            assert course.window
            # Papers still missing are waived by the acceptance: they count as received with it.
            received = event.on if course.correcting else course.window.opened
            _accept(course, event.on, event.on, received)
            course.say(n, "accepted", counted_from=course.counted_from)
            return n
        elif event.kind in (EventKind.DECIDED, EventKind.DELIVERED):
            assert course.window
            opened, index = course.window.opened, course.window.index
            course.implied = True
            _accept(course, opened, event.on, opened)
            return index
        elif event.kind in ENDS:
            _end_waiting(course, event.on)
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
    course.say(n, code, open=tuple(sorted(course.open_items - {UNNAMED})))
    _say_due(course)


def _say_due(course: Course) -> None:
    """Tell the last day for acceptance beside the (re)submission that opened it."""
    assert course.window
    told = course.found[course.window.index]
    values = {**told.values, "until": course.acceptance_due()}
    course.say(course.window.index, told.code, **values)


def _end_window(course: Course, on: date) -> None:
    assert course.window
    course.window.ended = on
    _say_due(course)  # a suspension that begins after this day does not move it


def _end_waiting(course: Course, on: date) -> None:
    """The acceptance clock ends on `on`, and whoever had to make a missing paper is free."""
    assert course.window
    if course.correcting:
        course.stops[-1].until = on
    elif course.window.ended is None:
        _end_window(course, on)


def _accept(course: Course, accepted: date, on: date, received: date) -> None:
    _end_waiting(course, on)
    course.accepted = accepted
    from_receipt = course.terms.limit_from is LimitFrom.RECEIVED
    course.counted_from = received if from_receipt else accepted


def _deem(course: Course, due: date) -> int:
    """Silence: accepted on the day of the (re)submission (L 32(1)4)."""
    assert course.window
    course.deemed = True
    _accept(course, course.window.opened, due, course.window.opened)
    return course.window.index


def new_items(course: Course, event: Event) -> tuple[str, ...] | None:
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
    new = new_items(course, event)
    if new:
        ask_piecemeal(course, n, event, new)
    elif course.correcting:
        course.say(n, "repeated_notice", since=course.stops[-1].after)
    else:
        _stop(course, n, event, "stops_again")


def _stop(course: Course, n: int, event: Event, code: str) -> None:
    earlier = course.stops[-1].party if course.stops else Party.INVESTOR
    party = event.party or earlier
    _end_window(course, event.on)
    course.stops.append(Stop(event.on, party, event.items))
    course.say(n, code, party=party.value, items=event.items)


def ask_piecemeal(course: Course, n: int, event: Event, new: tuple[str, ...]) -> None:
    items = tuple(item for item in new if item != UNNAMED)
    course.say(n, "piecemeal", items=items)
    course.proposed.append(Proposal("piecemeal", event.id, {"on": event.on, "items": items}))


def gives(course: Course, event: Event) -> bool:
    """Take in what a resubmission gives; whether any of it was asked by a stopping notice."""
    if not course.open_items:
        return False
    if not event.items or UNNAMED in course.open_items:
        course.open_items.clear()
        return True
    given = course.open_items.intersection(event.items)
    course.open_items -= given
    return bool(given)
