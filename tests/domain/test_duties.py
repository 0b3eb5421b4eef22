"""The supervision ledger: how a duty stands on a day, and what it must say to be followed up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.duties import (
    SOURCES,
    STATES,
    DutyFacts,
    check_duty,
    check_postponed,
    read_duty,
)
from envoy_desktop.domain.refusal import Refusal

CALENDAR = Calendar()
DUTY = DutyFacts("instruction", date(2026, 3, 2), date(2026, 3, 20))


def state(facts: DutyFacts, today: date) -> tuple[str, int, str]:
    reading = read_duty(facts, CALENDAR, today)
    return reading.state, reading.days, reading.reminder


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (3, ("open", 13, "none")),
        (13, ("open", 5, "none")),
        (16, ("open", 4, "notice")),
        (17, ("due_soon", 3, "notice")),
        (20, ("due_soon", 0, "notice")),  # the due day itself is not late
        (21, ("overdue", 0, "urge")),
        (25, ("overdue", 3, "urge")),
    ],
)
def test_how_a_duty_stands_day_by_day(day, expected):
    assert state(DUTY, date(2026, 3, day)) == expected


def test_more_than_ten_working_days_late_goes_up_a_level():
    assert state(DUTY, date(2026, 4, 3)) == ("overdue", 10, "urge")
    assert state(DUTY, date(2026, 4, 6)) == ("overdue", 11, "escalate")


def test_a_broken_commitment_goes_up_at_once():
    promise = DutyFacts("commitment", date(2026, 3, 2), date(2026, 3, 20))
    assert state(promise, date(2026, 3, 23))[2] == "escalate"


def test_done_late_stays_late_and_the_future_is_not_done_yet():
    late = DutyFacts("decision", date(2026, 3, 2), date(2026, 3, 20), done_on=date(2026, 3, 24))
    assert state(late, date(2026, 5, 1)) == ("done_late", 2, "none")
    assert state(late, date(2026, 3, 23))[0] == "overdue"


def test_postponing_moves_the_date_and_hides_nothing():
    moved = DutyFacts(
        "list_task", date(2026, 3, 2), date(2026, 3, 20), postponed_to=(date(2026, 4, 10),)
    )
    reading = read_duty(moved, CALENDAR, date(2026, 3, 25))
    assert reading.is_open
    assert (reading.state, reading.due, reading.first_due, reading.postponed) == (
        "open",
        date(2026, 4, 10),
        date(2026, 3, 20),
        1,
    )
    with pytest.raises(Refusal, match="postponed-not-later"):
        check_postponed(moved, date(2026, 4, 10))


def test_an_instruction_needs_its_words_and_its_giver():
    day = date(2026, 3, 2)
    check_duty("instruction", day, day, words="请资规局三日内办结", said_by="张市长")
    check_duty("list_task", day, day)
    for words, by in (("", "张市长"), ("请办结", " ")):
        with pytest.raises(Refusal, match="duty-needs-words"):
            check_duty("instruction", day, day, words=words, said_by=by)
    with pytest.raises(Refusal, match="duty-due-before-received"):
        check_duty("list_task", day, date(2026, 3, 1))
    with pytest.raises(Refusal, match="unknown-duty-source"):
        check_duty("rumour", day, day)


@given(
    st.sampled_from(sorted(SOURCES)),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)),
)
def test_a_duty_is_in_one_state_with_a_figure_that_is_never_negative(source, due, today, done):
    reading = read_duty(DutyFacts(source, date(2026, 1, 1), due, done_on=done), CALENDAR, today)
    assert reading.state in STATES
    assert reading.days >= 0
    assert (reading.state == "overdue") is (today > due and (done is None or done > today))
