"""Days as people say them on the telephone; today is a Monday."""

from datetime import date

import pytest

from envoy_desktop.domain.promised_day import day_in

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("王科长说周五前出证", "2026-11-27"),
        ("下周三开会", "2026-12-02"),
        ("周一答复", "2026-11-23"),
        ("星期天加班", "2026-11-29"),
        ("明天给意见", "2026-11-24"),
        ("大后天", "2026-11-26"),
        ("12月3日前", "2026-12-03"),
        ("5号出来", "2026-12-05"),
        ("30日前办结", "2026-11-30"),
        ("1月8日动工", "2027-01-08"),
        ("答复还在走流程", None),
    ],
)
def test_the_day_a_line_names(said, day):
    found = day_in(said, MONDAY)
    assert found == (date.fromisoformat(day) if day else None)


def test_a_number_that_is_no_day_names_none():
    assert day_in("2月30日", MONDAY) is None
