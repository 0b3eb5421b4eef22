"""A million procedures at once read as each of them does alone."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock import Event, EventKind, Terms, Thresholds, read
from envoy_desktop.domain.clock_arrays import _empty, put, read_many
from envoy_desktop.domain.clock_pack import pack
from tests.domain.clock_strategies import AS_OF, START, TERMS, event_sets
from tests.domain.conftest import published_calendar

CALENDAR = published_calendar()
CASES = st.lists(st.tuples(event_sets(), TERMS), min_size=1, max_size=12)


def assert_same(
    cases: list[tuple[tuple[Event, ...], Terms]],
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = Thresholds(),  # noqa: B008
) -> None:
    together = read_many(pack(cases), calendar, as_of, thresholds)
    alone = _empty(len(cases))
    for row, (events, terms) in enumerate(cases):
        put(alone, row, read(events, terms, calendar, as_of, thresholds))
    for name in type(alone).__slots__:
        np.testing.assert_array_equal(getattr(together, name), getattr(alone, name), name)


@settings(max_examples=400)
@given(CASES, AS_OF)
def test_many_at_once_are_each_alone(
    cases: list[tuple[tuple[Event, ...], Terms]], as_of: date
) -> None:
    assert_same(cases, CALENDAR, as_of)
