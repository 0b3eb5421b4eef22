"""体外循环: days before the filing stand beside the clocks, never inside them and never twice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain import clock
from envoy_desktop.domain.before_clock import days_before_clock, system_gap
from envoy_desktop.domain.clock_values import BEFORE_CLOCK, Event, Party, Terms
from envoy_desktop.domain.clock_values import EventKind as K
from tests.domain.clock_strategies import AS_OF, START, TERMS, event_sets


def test_a_pre_review_charges_the_department_up_to_the_filing(calendar):
    events = [
        Event(1, K.PRE_REVIEW, date(2026, 11, 2)),  # Monday
        Event(2, K.RECEIPT_REFUSED, date(2026, 11, 5)),
        Event(3, K.FILED, date(2026, 11, 10)),
    ]
    found = days_before_clock(events, calendar, date(2026, 11, 20))
    assert (found.first, found.until, found.open) == (date(2026, 11, 2), date(2026, 11, 10), False)
    assert (found.department, found.nobody) == (6, 2)


def test_a_receipt_refused_for_a_stated_lack_gives_the_days_after_it_to_the_investor(calendar):
    events = [
        Event(1, K.LEFT_HERE, date(2026, 11, 2)),
        Event(2, K.RECEIPT_REFUSED, date(2026, 11, 5), party=Party.INVESTOR),
    ]
    found = days_before_clock(events, calendar, date(2026, 11, 6))
    assert (found.department, found.investor, found.open) == (3, 1, True)


def test_nothing_before_the_filing_is_nothing(calendar):
    events = [Event(1, K.FILED, date(2026, 11, 2)), Event(2, K.LEFT_HERE, date(2026, 11, 3))]
    assert days_before_clock(events, calendar, date(2026, 11, 20)) is None


@given(event_sets(), TERMS, AS_OF)
def test_no_day_is_told_twice_and_the_sums_hold(calendar, events, terms, as_of):
    found = days_before_clock(events, calendar, as_of)
    reading = clock.read(events, terms, calendar, as_of)
    assert reading.elapsed == reading.charged.total
    if found is not None:
        parts = found.department + found.investor + found.intermediary + found.nobody
        assert parts == found.elapsed
        assert found.until == (reading.filed or as_of)
        assert found.open is (reading.filed is None)


@given(event_sets(), TERMS, AS_OF)
def test_no_clock_reads_what_came_before_it(calendar, events, terms, as_of):
    plain = [e for e in events if e.kind not in BEFORE_CLOCK]
    without = clock.read(plain, terms, calendar, as_of)
    told = clock.read(events, terms, calendar, as_of)
    assert (told.clocks, told.charged, told.state, told.proposed) == (
        without.clocks, without.charged, without.state, without.proposed,
    )  # fmt: skip
    assert len(told.effects) == len(events)


@given(st.permutations(list(range(4))), st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_the_sequence_of_recording_decides_nothing(calendar, places, gaps):
    kinds = (K.PRE_REVIEW, K.LEFT_HERE, K.RECEIPT_REFUSED, K.FILED)
    events = [
        Event(n, kind, START + timedelta(gap))
        for n, (kind, gap) in enumerate(zip(kinds, gaps, strict=True))
    ]
    as_of = START + timedelta(40)
    assert days_before_clock([events[n] for n in places], calendar, as_of) == days_before_clock(
        events, calendar, as_of
    )


def test_how_late_the_citys_system_shows_an_event(calendar):
    friday, monday = date(2026, 11, 6), date(2026, 11, 9)
    assert system_gap(friday, monday, calendar) == 1
    assert system_gap(monday, friday, calendar) == -1
    assert system_gap(friday, None, calendar) is None


def test_what_happened_before_needs_no_filing_and_is_never_refused_for_its_order(calendar):
    today = date(2026, 11, 20)
    left = Event(1, K.LEFT_HERE, date(2026, 11, 2))
    assert clock.check([], left, Terms(), calendar, today) == ()
    filed = Event(2, K.FILED, date(2026, 11, 5))
    withdrawn = Event(3, K.WITHDRAWN, date(2026, 11, 6))
    late = Event(4, K.PRE_REVIEW, date(2026, 11, 9))
    known = [left, filed, withdrawn]
    assert clock.check(known, late, Terms(), calendar, today) == ("before_clock_after_filing",)
    again = Event(5, K.ACCEPTED, date(2026, 11, 6), order=-1)
    assert clock.check([*known, late], again, Terms(), calendar, today) == ()
