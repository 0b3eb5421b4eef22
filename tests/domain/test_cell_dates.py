"""Dates as an envoy's spreadsheet holds them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.cell_dates import is_blank, read_date

TODAY = date(2026, 11, 23)
DAY = date(2025, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-05", "2025-03-05 00:00:00", "2025-03-05T14:30:00", "2025/3/5", "2025.3.5",
        "25.3.5", "20250305", "2025年3月5日", "2025年3月5号", "2025年03月05日（星期三）", "45721",
        "45721.604", "２０２５．３．５", " 2025-03-05 ", "2025.3.5。",
    ],
)  # fmt: skip
def test_one_day_in_many_hands(text):
    assert read_date(text, TODAY) == DAY


@pytest.mark.parametrize(
    "text", ["3/5/2025", "3.5", "昨天", "2025年3月", "2025-02-30", "已办结", "1", "13月1日", "2025"]
)
def test_what_two_people_could_read_as_two_days_is_none(text):
    assert read_date(text, TODAY) is None


def test_a_day_without_a_year_is_its_last_one_or_the_next_after_the_one_before():
    assert read_date("3月5日", TODAY) == date(2026, 3, 5)
    assert read_date("12月5日", TODAY) == date(2025, 12, 5)
    assert read_date("1月5日", TODAY, after=date(2024, 11, 2)) == date(2025, 1, 5)
    assert read_date("2月29日", TODAY) == date(2024, 2, 29)


def test_what_stands_where_there_is_no_date():
    assert all(map(is_blank, ("", "—", "/", "无", " - ")))
    assert not is_blank("已办结")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_excel_counts_the_same_days(on):
    serial = (on - date(1899, 12, 30)).days
    assert read_date(str(serial), TODAY) == on
    assert read_date(f"{on.year}年{on.month}月{on.day}日", TODAY) == on
    assert read_date((on + timedelta(0)).isoformat(), TODAY) == on
