"""A million procedures at once read as each of them does alone."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envoy_desktop.domain import clock_arrays, clock_pack
from envoy_desktop.domain.calendar import Calendar, HolidayRow, Unit
from envoy_desktop.domain.clock import Event, EventKind, Terms, Thresholds, read
from envoy_desktop.domain.clock_arrays import empty, put, read_many
from envoy_desktop.domain.clock_pack import pack
from tests.domain.clock_strategies import AS_OF, START, TERMS, event_sets
from tests.domain.conftest import published_calendar

CALENDAR = published_calendar()
CASES = st.lists(st.tuples(event_sets(), TERMS), min_size=1, max_size=12)
K = EventKind
Cases = list[tuple[tuple[Event, ...], Terms]]


def assert_same(
    cases: Cases, as_of: date, calendar: Calendar = CALENDAR, **thresholds: float
) -> None:
    settings = Thresholds(**thresholds)  # type: ignore[arg-type]
    together = read_many(pack(cases), calendar, as_of, settings)
    alone = empty(len(cases))
    for row, (events, terms) in enumerate(cases):
        put(alone, row, read(events, terms, calendar, as_of, settings))
    for name in type(alone).__slots__:
        np.testing.assert_array_equal(getattr(together, name), getattr(alone, name), name)


def story(*told: tuple[EventKind, int], **more: object) -> tuple[Event, ...]:
    """Events so many days after the start; `more` goes to each that it suits."""
    events = []
    for n, (kind, after) in enumerate(told):
        event = Event(n + 1, kind, START + timedelta(after))
        if kind is K.SPECIAL_STEP_BEGUN:
            event = replace(event, announced=5)
        events.append(replace(event, **more))
    return tuple(events)


@settings(max_examples=300)
@given(CASES, AS_OF)
def test_many_at_once_are_each_alone(cases: Cases, as_of: date) -> None:
    assert_same(cases, as_of)


@given(
    CASES,
    AS_OF,
    st.lists(st.integers(0, 90), max_size=15),
    st.sampled_from([0.5, 0.55, 0.8, 1.0]),
    st.integers(0, 3),
    st.integers(1, 7),
)
def test_under_any_table_and_any_setting(
    cases: Cases, as_of: date, more: list[int], share: float, left: int, window: int
) -> None:
    rows = [HolidayRow(START + timedelta(n), "holiday", "增加", 2026) for n in more]
    assert_same(
        cases,
        as_of,
        Calendar((*CALENDAR.rows, *rows)),
        yellow_share=share,
        yellow_days_left=left,
        resubmission_window=window,
    )


ORDINARY = [
    story((K.FILED, 0)),
    story((K.FILED, 0), (K.ACCEPTED, 2), (K.DECIDED, 20), (K.DELIVERED, 25)),
    story((K.FILED, 0), (K.DECIDED, 0), (K.DELIVERED, 0)),
    story((K.FILED, 0), (K.CORRECTION_NOTICE, 2), (K.RESUBMITTED, 8), (K.ACCEPTED, 10)),
    story((K.FILED, 0), (K.ACCEPTED, 2), (K.SPECIAL_STEP_BEGUN, 4), (K.SPECIAL_STEP_ENDED, 9),
          (K.SUSPENDED, 12), (K.RESUMED, 15), (K.EXTENSION, 18), (K.REFUSED, 40)),
    story((K.FILED, 0), (K.ACCEPTED, 2), (K.EXTENSION, 4), (K.EXTENSION, 6)),
    story((K.FILED, 0), (K.SUSPENDED, 2), (K.RESUMED, 9), (K.WITHDRAWN, 30)),
]  # fmt: skip


def asked_again() -> tuple[Event, ...]:
    """A stopping notice for two papers, one given, the other asked again, then a third."""
    told = [
        (K.FILED, 0, ""),
        (K.CORRECTION_NOTICE, 2, "AB"),
        (K.RESUBMITTED, 4, "A"),
        (K.CORRECTION_NOTICE, 7, "B"),
        (K.RESUBMITTED, 9, "B"),
        (K.CORRECTION_NOTICE, 10, "C"),
        (K.ACCEPTED, 15, ""),
    ]
    return tuple(
        Event(n, kind, START + timedelta(after), items=tuple(items))
        for n, (kind, after, items) in enumerate(told)
    )


def test_what_happens_every_day_is_read_in_lockstep() -> None:
    """Else the test above would say nothing about it, and a million would take a minute."""
    terms = Terms(extension=10, unit=Unit.CALENDAR_DAY, statutory_limit=30)
    usual = [*ORDINARY, asked_again()]
    packed = pack([(events, terms) for events in usual])
    assert not packed.apart
    assert not any(chunk.single.any() for chunk in packed.chunks)
    for after in range(60):
        assert_same([(e, terms) for e in usual], START + timedelta(after))


def test_what_does_not_fit_the_columns_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(f"材料{n}" for n in range(70))
    cases: Cases = [
        (story((K.FILED, 0), (K.CORRECTION_NOTICE, 2), (K.RESUBMITTED, 8), items=many), Terms()),
        (story((K.FILED, -14000), (K.ACCEPTED, -13990)), Terms()),
        (story((K.FILED, 0), (K.ACCEPTED, 3)), Terms(statutory_limit=5000)),
        (story((K.FILED, 0), (K.ACCEPTED, 3)), Terms(statutory_limit=100_000)),
        (story((K.FILED, 0), (K.CORRECTION_NOTICE, 2), items=("",)), Terms()),
        ((), Terms()),
        (story((K.ACCEPTED, 0)), Terms()),
        (ORDINARY[1], Terms(unit=Unit.CALENDAR_DAY, promised_limit=9)),
    ]
    read_alone = []
    monkeypatch.setattr(
        clock_arrays, "read", lambda *told: read_alone.append(told[0]) or read(*told)
    )
    assert_same(cases, START + timedelta(30))
    assert len(read_alone) == 5


def test_any_number_of_chunks_and_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_pack, "_CHUNK", 2)
    terms = Terms(promised_limit=7)
    assert_same([(e, terms) for e in ORDINARY], START + timedelta(33))
    assert read_many(pack([]), CALENDAR, START).state.shape == (0,)


def test_days_come_back_as_dates() -> None:
    readings = read_many(pack([(ORDINARY[1], Terms())]), CALENDAR, START + timedelta(5))
    assert readings.day(int(readings.accepted[0])) == START + timedelta(2)
    assert readings.day(int(readings.decided[0])) is None
