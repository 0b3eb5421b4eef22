"""The ladder of an obstacle."""

from datetime import date

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.escalations import Asked, next_level, passed_over, standing

CALENDAR = Calendar(())
MONDAY, WEDNESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27)


def test_nobody_asked_yet_begins_at_the_window():
    found = standing((), CALENDAR, MONDAY)
    assert (found.level, found.owes, found.next) == ("", "", "window")


def test_an_answer_awaited_in_time_asks_for_no_higher_level():
    found = standing([Asked("window", MONDAY, WEDNESDAY)], CALENDAR, WEDNESDAY)
    assert (found.owes, found.days_over, found.next) == ("window", 0, "")


def test_a_late_answer_goes_up():
    found = standing([Asked("window", MONDAY, WEDNESDAY)], CALENDAR, FRIDAY)
    assert (found.owes, found.days_over, found.next) == ("window", 2, "section")


def test_an_answer_that_settled_nothing_goes_up_at_once():
    asked = [Asked("window", MONDAY, WEDNESDAY, WEDNESDAY)]
    assert standing(asked, CALENDAR, WEDNESDAY).next == "section"


def test_above_the_city_there_is_nobody():
    asked = [Asked("city", MONDAY, WEDNESDAY), Asked("window", MONDAY, WEDNESDAY)]
    found = standing(asked, CALENDAR, FRIDAY)
    assert (found.level, found.next, next_level("city")) == ("city", "", "")


def test_levels_passed_over_are_named():
    assert passed_over(["window"], "city") == ("section", "head")
    assert passed_over([], "window") == ()
    assert passed_over(["head"], "head") == ()
