"""Each due date is told once before, on, and after its day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.reminders import AFTER, BEFORE, LEVELS, ON, Due, to_notify

CALENDAR = Calendar(())
FRIDAY = date(2026, 11, 27)
DUE = Due("duty:1", FRIDAY, "答复")


def play(due, days):
    told, heard = {}, []
    for today in days:
        found, told = to_notify([due], told, CALENDAR, today)
        heard += [(today, notice.level, notice.days) for notice in found]
    return heard


def test_once_before_on_and_after():
    days = [FRIDAY + timedelta(n) for n in range(-4, 6)]
    assert play(DUE, [*days, days[-1]]) == [
        (FRIDAY - timedelta(1), BEFORE, 1),
        (FRIDAY, ON, 0),
        (FRIDAY + timedelta(1), AFTER, 0),
    ]


def test_after_a_holiday_only_the_last_word_is_said():
    assert play(DUE, [FRIDAY + timedelta(3)]) == [(FRIDAY + timedelta(3), AFTER, 1)]


def test_the_working_day_before_a_monday_is_friday():
    monday = Due("duty:1", FRIDAY + timedelta(3), "答复")
    assert play(monday, [FRIDAY])[0][1] == BEFORE


def test_a_date_that_was_moved_is_told_anew_and_what_is_done_is_forgotten():
    _found, told = to_notify([DUE], {}, CALENDAR, FRIDAY)
    moved = Due(DUE.key, FRIDAY + timedelta(3), DUE.title)
    found, told = to_notify([moved], told, CALENDAR, FRIDAY)
    assert [n.level for n in found] == [BEFORE]
    assert to_notify([], told, CALENDAR, FRIDAY) == ((), {})


@given(
    st.lists(st.integers(-20, 20), max_size=8, unique=True),
    st.lists(st.integers(0, 40), min_size=1, max_size=25).map(sorted),
)
def test_no_level_of_a_date_is_ever_told_twice_and_never_backwards(offsets, walks):
    due = [Due(str(n), FRIDAY + timedelta(n), "") for n in offsets]
    told, heard = {}, []
    for step in walks:
        found, told = to_notify(due, told, CALENDAR, FRIDAY - timedelta(20) + timedelta(step))
        heard += [(notice.due.key, LEVELS.index(notice.level)) for notice in found]
        assert to_notify(due, told, CALENDAR, FRIDAY - timedelta(20) + timedelta(step))[0] == ()
    for key in {key for key, _level in heard}:
        levels = [level for other, level in heard if other == key]
        assert levels == sorted(set(levels))
