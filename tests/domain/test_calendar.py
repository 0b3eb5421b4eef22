"""Working days by the published tables: examples checked by hand, and what always holds."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar, Day, DayKind, HolidayRow, Unit
from envoy_desktop.domain.refusal import Refusal

ROWS_FILE = Path(__file__).resolve().parents[2] / "db" / "reference" / "holidays.csv"


@cache
def published_rows() -> tuple[HolidayRow, ...]:
    with ROWS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            HolidayRow(
                date.fromisoformat(row["date"]),
                "workday" if row["kind"] == "workday" else "holiday",
                row["name"],
                int(row["notice_year"]),
            )
            for row in csv.DictReader(file)
        )


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(published_rows())


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_twenty_working_days_over_mid_autumn_and_national_day(calendar: Calendar) -> None:
    deadline = calendar.deadline(day("2026-09-25"), 20)
    assert deadline.on == day("2026-10-29")
    assert not deadline.provisional
    skipped = {d.date: (d.kind, d.name, d.notice_year) for d in deadline.skipped}
    assert skipped[day("2026-09-26")] == (DayKind.HOLIDAY, "中秋节", 2026)
    assert skipped[day("2026-10-01")] == (DayKind.HOLIDAY, "国庆节", 2026)
    assert skipped[day("2026-10-11")] == (DayKind.WEEKEND, "", None)
    assert day("2026-10-10") not in skipped  # a Saturday that is worked for the holiday
    assert len(skipped) == (deadline.on - day("2026-09-25")).days - 20


def test_the_emergency_notice_of_2020_moved_five_days_from_1_to_4_february() -> None:
    """春节 2020 was announced as 01-24 to 01-30 with 02-01 worked, then lengthened to 02-02."""
    announced = [HolidayRow(date(2020, 1, n), "holiday", "春节", 2020) for n in range(24, 31)] + [
        HolidayRow(date(2020, 2, 1), "workday", "春节", 2020)
    ]
    later = [
        HolidayRow(date(2020, 1, 31), "holiday", "春节", 2020),
        HolidayRow(date(2020, 2, 1), "holiday", "春节", 2020),
        HolidayRow(date(2020, 2, 2), "holiday", "春节", 2020),
    ]
    start = day("2020-01-20")
    assert Calendar(announced).deadline(start, 5).on == day("2020-02-01")
    assert Calendar(announced + later).deadline(start, 5).on == day("2020-02-04")
    assert Calendar(published_rows()).deadline(start, 5).on == day("2020-02-04")


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        ("2026-10-09", DayKind.WORKING, ""),
        ("2026-10-10", DayKind.SWAPPED_WORKDAY, "国庆节"),
        ("2026-10-11", DayKind.WEEKEND, ""),
        ("2026-10-05", DayKind.HOLIDAY, "国庆节"),
        ("2026-09-20", DayKind.SWAPPED_WORKDAY, "国庆节"),
    ],
)
def test_what_a_day_is(calendar: Calendar, on: str, kind: DayKind, name: str) -> None:
    found = calendar.day_kind(day(on))
    assert (found.kind, found.name) == (kind, name)
    assert calendar.is_working_day(day(on)) is kind.is_working


@pytest.mark.parametrize(
    ("start", "days", "on", "moved_over"),
    [
        ("2026-03-02", 10, "2026-03-12", []),
        ("2026-03-04", 10, "2026-03-16", ["2026-03-14", "2026-03-15"]),
        ("2026-09-21", 10, "2026-10-08", [f"2026-10-0{n}" for n in range(1, 8)]),
        ("2026-09-10", 10, "2026-09-20", []),  # a Sunday that is worked
    ],
)
def test_a_calendar_day_limit_moves_to_the_next_working_day(
    calendar: Calendar, start: str, days: int, on: str, moved_over: list[str]
) -> None:
    """民法典 203."""
    deadline = calendar.deadline(day(start), days, Unit.CALENDAR_DAY)
    assert deadline.on == day(on)
    assert [d.date for d in deadline.skipped] == [day(text) for text in moved_over]


@pytest.mark.parametrize(
    ("start", "days", "unit", "provisional"),
    [
        ("2026-12-01", 20, Unit.WORKING_DAY, False),  # 12-29
        ("2026-12-10", 20, Unit.WORKING_DAY, True),  # 2027 has no table yet
        ("2026-12-20", 11, Unit.CALENDAR_DAY, False),  # 12-31, a Thursday
        ("2026-12-20", 12, Unit.CALENDAR_DAY, True),
        ("2013-12-20", 20, Unit.WORKING_DAY, True),  # before the first table, ends in 2014
        ("2013-12-31", 20, Unit.WORKING_DAY, False),  # 12-31 itself is not counted
        ("2031-01-06", 5, Unit.WORKING_DAY, True),
    ],
)
def test_a_deadline_on_an_unpublished_year_is_provisional(
    calendar: Calendar, start: str, days: int, unit: Unit, provisional: bool
) -> None:
    assert calendar.deadline(day(start), days, unit).provisional is provisional
    assert calendar.published(2026)
    assert not calendar.published(2027)


def test_a_limit_of_no_days_and_a_day_beyond_the_calendar_are_refused(calendar: Calendar) -> None:
    with pytest.raises(Refusal) as none:
        calendar.deadline(day("2026-03-02"), 0)
    assert none.value.rule == "limit-not-positive"
    for unit in Unit:
        with pytest.raises(Refusal) as far:
            calendar.deadline(day("2026-03-02"), 10**12, unit)
        assert far.value.rule == "date-out-of-range"


def test_equal_tables_are_equal_calendars(calendar: Calendar) -> None:
    assert Calendar(published_rows()) == calendar
    assert hash(Calendar(published_rows())) == hash(calendar)
    assert Calendar() != calendar
    assert Calendar().day_kind(day("2026-10-01")) == Day(day("2026-10-01"), DayKind.WORKING)


DATES = st.dates(date(2012, 1, 1), date(2029, 12, 31))
ROWS = st.lists(
    st.builds(
        HolidayRow,
        st.dates(date(2025, 12, 1), date(2026, 4, 1)),
        st.sampled_from(["holiday", "workday"]),
        st.just("试验"),
        st.just(2026),
    ),
    max_size=40,
)


def counted_one_by_one(calendar: Calendar, after: date, until: date) -> int:
    passing = (after + timedelta(n) for n in range(1, (until - after).days + 1))
    return sum(calendar.is_working_day(d) for d in passing)


@given(ROWS, st.dates(date(2025, 11, 1), date(2026, 5, 1)), st.integers(0, 200))
def test_arithmetic_equals_walking_the_days(
    rows: list[HolidayRow], start: date, length: int
) -> None:
    calendar = Calendar(rows)
    until = start + timedelta(length)
    assert calendar.working_days(start, until) == counted_one_by_one(calendar, start, until)
    if length:
        reached = calendar.add_working_days(start, length)
        assert calendar.is_working_day(reached)
        assert counted_one_by_one(calendar, start, reached) == length


@given(DATES, DATES, st.integers(1, 60))
def test_arrays_hold_the_same_calendar(one: date, other: date, length: int) -> None:
    calendar = Calendar(published_rows())
    arrays = calendar.arrays
    a, b = (d.toordinal() - arrays.first for d in sorted((one, other)))
    after, until = sorted((one, other))
    assert arrays.count[b] - arrays.count[a] == calendar.working_days(after, until)
    reached = calendar.add_working_days(after, length).toordinal() - arrays.first
    assert arrays.day[arrays.count[a] + length] == reached


@given(ROWS, st.dates(date(2025, 11, 1), date(2026, 5, 1)), st.integers(1, 60), st.data())
def test_adding_a_holiday_never_shortens_a_deadline(
    rows: list[HolidayRow], start: date, length: int, data: st.DataObject
) -> None:
    more = data.draw(st.lists(st.dates(date(2025, 12, 1), date(2026, 6, 1)), min_size=1))
    holidays = [HolidayRow(d, "holiday", "增加", 2026) for d in more]
    for unit in Unit:
        before = Calendar(rows).deadline(start, length, unit).on
        assert Calendar([*rows, *holidays]).deadline(start, length, unit).on >= before
