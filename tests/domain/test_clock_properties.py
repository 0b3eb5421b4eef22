"""What holds for every set of facts, and the clocks against a walk from day to day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar, HolidayRow
from envoy_desktop.domain.clock import (
    Event,
    EventKind,
    Lamp,
    Party,
    Reading,
    State,
    Terms,
    days,
    read,
)
from tests.domain.clock_strategies import AS_OF, START, TERMS, event_sets
from tests.domain.conftest import published_calendar
from tests.domain.walker import Walk

CALENDAR = published_calendar()


@settings(max_examples=400)
@given(event_sets(), TERMS, AS_OF)
def test_the_reading_equals_walking_the_days(
    events: tuple[Event, ...], terms: Terms, as_of: date
) -> None:
    reading = read(events, terms, CALENDAR, as_of)
    walk = Walk(events, terms, CALENDAR, as_of)
    if not walk.events:
        assert reading.state is State.PLANNED
        return
    assert (reading.filed, reading.ended) == (walk.filed, walk.ended)
    assert (reading.accepted, reading.deemed_accepted) == (walk.accepted, walk.deemed)
    assert reading.decided == walk.decided
    charged = {party: getattr(reading.charged, party.value) for party in Party}
    assert charged == walk.charged()
    clocks = {(c.clock.value, c.limit_kind.value): c for c in reading.clocks}
    walked = walk.clocks()
    assert clocks.keys() == walked.keys()
    for name, expected in walked.items():
        told = {key: getattr(clocks[name], key) for key in expected}
        assert told == expected, name


@given(event_sets(), TERMS, AS_OF)
def test_the_days_of_all_parties_add_up_to_the_elapsed_days(
    events: tuple[Event, ...], terms: Terms, as_of: date
) -> None:
    reading = read(events, terms, CALENDAR, as_of)
    assert reading.charged.total == reading.elapsed
    if reading.filed:
        assert reading.elapsed == ((reading.ended or as_of) - reading.filed).days


@given(event_sets(), TERMS, AS_OF, st.randoms())
def test_the_sequence_of_arrival_does_not_matter(
    events: tuple[Event, ...], terms: Terms, as_of: date, chance: object
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(shuffled, terms, CALENDAR, as_of) == read(events, terms, CALENDAR, as_of)


@given(event_sets(), TERMS, AS_OF)
def test_the_sequence_of_recording_does_not_matter_where_the_day_order_is_given(
    events: tuple[Event, ...], terms: Terms, as_of: date
) -> None:
    placed = [replace(event, order=float(n)) for n, event in enumerate(events)]
    renamed = [replace(event, id=100 - event.id) for event in placed]

    def plain(reading: Reading) -> Reading:
        return replace(reading, effects=(), proposed=())

    assert plain(read(placed, terms, CALENDAR, as_of)) == plain(
        read(renamed, terms, CALENDAR, as_of)
    )


@given(event_sets(), TERMS, AS_OF)
def test_the_days_told_one_by_one_are_the_days_charged(
    events: tuple[Event, ...], terms: Terms, as_of: date
) -> None:
    reading = read(events, terms, CALENDAR, as_of)
    last = reading.ended or as_of
    notes = [note for note in days(events, terms, CALENDAR, as_of) if note.date <= last]
    for party in Party:
        told = sum(note.holder is party for note in notes)
        assert told == getattr(reading.charged, party.value)
    for clock in reading.clocks:
        counted = [n for n in notes if clock.clock in n.counted_for and n.date > clock.started]
        if clock.limit_kind.value == "statutory":
            assert len(counted) == clock.used


@given(event_sets(), TERMS, AS_OF, st.lists(st.integers(0, 120), min_size=1, max_size=20))
def test_adding_a_holiday_never_shortens_a_deadline(
    events: tuple[Event, ...], terms: Terms, as_of: date, more: list[int]
) -> None:
    """As far as the facts stay what they are: an extension in time may be late under a table."""
    kept = [event for event in events if event.kind is not EventKind.EXTENSION]
    rows = [HolidayRow(START + timedelta(n), "holiday", "增加", 2026) for n in more]
    longer = Calendar((*CALENDAR.rows, *rows))
    before, after = (read(kept, terms, c, as_of) for c in (CALENDAR, longer))
    for old in before.clocks:
        new = after.clock(old.clock, old.limit_kind)
        if new and old.deadline and new.deadline and old.started == new.started:
            assert new.deadline >= old.deadline


@given(event_sets(), TERMS, AS_OF, st.integers(0, 40), st.integers(1, 40))
def test_a_suspended_span_never_uses_a_limit(
    events: tuple[Event, ...], terms: Terms, as_of: date, begin: int, length: int
) -> None:
    on = START + timedelta(begin)
    kept = [e for e in events if e.kind not in (EventKind.SUSPENDED, EventKind.RESUMED)]
    span = [
        Event(101, EventKind.SUSPENDED, on),
        Event(102, EventKind.RESUMED, on + timedelta(length)),
    ]
    reading = read([*kept, *span], terms, CALENDAR, as_of)
    if not any(effect.code == "suspends" for effect in reading.effects):
        return
    lifted = min(d for d in (reading.decided, reading.ended, span[1].on) if d and d >= on)
    for note in days([*kept, *span], terms, CALENDAR, as_of):
        if on < note.date <= lifted:
            assert note.counted_for == ()


@given(event_sets(), TERMS, AS_OF, st.integers(0, 90))
def test_lamps_change_on_the_days_that_were_foretold(
    events: tuple[Event, ...], terms: Terms, as_of: date, later: int
) -> None:
    """Readings keep dates and not colours, so the dates must tell every later day."""
    known = [event for event in events if event.on <= as_of]
    now = read(known, terms, CALENDAR, as_of)
    on = as_of + timedelta(later)
    then = read(known, terms, CALENDAR, on)
    if now.changes_on is None or on < now.changes_on:
        assert (now.state, now.holder) == (then.state, then.holder)
        assert len(now.clocks) == len(then.clocks)
    for clock in now.clocks:
        seen = then.clock(clock.clock, clock.limit_kind)
        assert seen
        assert seen.deadline == clock.deadline
        red = clock.red_on is not None and clock.red_on <= on
        yellow = clock.yellow_on is not None and clock.yellow_on <= on
        assert seen.lamp is (Lamp.RED if red else Lamp.YELLOW if yellow else Lamp.GREEN)


@given(event_sets(), TERMS, AS_OF)
def test_an_exclusion_never_adds_used_days(
    events: tuple[Event, ...], terms: Terms, as_of: date
) -> None:
    for clock in read(events, terms, CALENDAR, as_of).clocks:
        assert 0 <= clock.used <= clock.used_without_exclusions
