"""The investor's own duties: when each is due, and that an unknown day makes none overdue."""

from datetime import date

import pytest

from envoy_desktop.domain import own_duties


@pytest.mark.parametrize(
    ("code", "since", "due"),
    [
        ("XF-BA", date(2026, 9, 28), date(2026, 10, 10)),  # 5 working days over the holiday
        ("ZJ-BA", date(2026, 9, 28), date(2026, 10, 13)),  # 15 calendar days
        ("RS-BZJ", date(2026, 11, 2), date(2026, 11, 30)),  # 20 working days
        ("DA-YS", date(2026, 8, 31), date(2026, 11, 30)),  # no 31st of November (民法典 202)
        ("SF-QS", date(2026, 11, 2), date(2026, 11, 2)),  # before the registration
    ],
)
def test_when_a_duty_is_due(calendar, code, since, due):
    found = own_duties.read(code, since, None, calendar, date(2026, 9, 1))
    assert found.due == due


@pytest.mark.parametrize(
    ("since", "done", "today", "state", "days"),
    [
        (None, None, date(2026, 11, 23), "waiting", None),
        (date(2026, 11, 2), None, date(2026, 11, 23), "open", 5),
        (date(2026, 11, 2), None, date(2026, 12, 2), "overdue", 2),
        (date(2026, 11, 2), date(2026, 11, 30), date(2026, 12, 2), "done", None),
        (date(2026, 11, 2), date(2026, 12, 1), date(2026, 12, 2), "done_late", 1),
    ],
)
def test_how_a_duty_stands(calendar, since, done, today, state, days):
    found = own_duties.read("RS-BZJ", since, done, calendar, today)
    assert (found.state, found.days) == (state, days)
