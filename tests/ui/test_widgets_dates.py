"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.ui.widgets.dates import read_date

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-3-12", date(2026, 3, 12)),
        ("2026.3.12", date(2026, 3, 12)),
        ("2026年3月12日", date(2026, 3, 12)),
        ("20260312", date(2026, 3, 12)),
        ("3.12", date(2026, 3, 12)),
        ("3-12", date(2026, 3, 12)),
        ("3月12日", date(2026, 3, 12)),
        ("12.24", date(2025, 12, 24)),
        ("2.29", date(2024, 2, 29)),
        ("12", date(2026, 11, 12)),
        ("30", date(2026, 10, 30)),
        ("31日", date(2026, 10, 31)),
        ("昨天", date(2026, 11, 22)),
        ("今日", TODAY),
        ("-3", date(2026, 11, 20)),
        ("+1", date(2026, 11, 24)),
    ],
)
def test_a_past_day_is_meant(text, meant):
    assert read_date(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("12.24", date(2026, 12, 24)), ("3.12", date(2027, 3, 12)), ("12", date(2026, 12, 12)),
     ("23", TODAY), ("明天", date(2026, 11, 24))],
)  # fmt: skip
def test_a_day_ahead_is_meant(text, meant):
    assert read_date(text, TODAY, ahead=True) == meant


@pytest.mark.parametrize("text", ["", "x", "13.40", "2026-2-30", "0", "99", "2.30", "下周"])
def test_what_is_no_date_is_none(text):
    assert read_date(text, TODAY) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_written_out_reads_as_itself(on):
    assert read_date(on.isoformat(), TODAY) == on
