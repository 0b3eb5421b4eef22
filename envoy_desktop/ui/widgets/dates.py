"""Dates as people write and read them: 3.12, 3月12日, 昨天; and back into words."""

import re
from datetime import date, timedelta

from envoy_desktop.words import _, days

_FULL = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_SHORT = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_DAY = re.compile(r"(\d{1,2})\s*[日号]?")
_STEP = re.compile(r"([+-])\s*(\d{1,3})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NEAR = {
    "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip


def read_date(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The date a person means by `text`, or None.

    Understands 2026-3-12, 2026.3.12, 2026年3月12日, 20260312, 3.12, 3-12, 3月12日, 12 (a day), +3,
    -1 (calendar days from today), 今天, 昨天, 明天. A date without year is the latest such day up
    to today, with `ahead` the next one from today on.
    """
    text = text.strip().lower()
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if step := _STEP.fullmatch(text):
        days = int(step[2])
        return today + timedelta(days=days if step[1] == "+" else -days)
    for pattern in (_FULL, _RUN):
        if full := pattern.fullmatch(text):
            return _made(int(full[1]), int(full[2]), int(full[3]))
    if short := _SHORT.fullmatch(text):
        return _without_year(int(short[1]), int(short[2]), today, ahead)
    if day := _DAY.fullmatch(text):
        return _without_month(int(day[1]), today, ahead)
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int, today: date, ahead: bool) -> date | None:
    # eight years: 29 February may be that far
    years = range(today.year, today.year + 9) if ahead else range(today.year, today.year - 9, -1)
    for year in years:
        found = _made(year, month, day)
        if found is not None and (found >= today if ahead else found <= today):
            return found
    return None


def _without_month(day: int, today: date, ahead: bool) -> date | None:
    year, month = today.year, today.month
    for _step in range(3):
        found = _made(year, month, day)
        if found is not None and (found >= today if ahead else found <= today):
            return found
        month += 1 if ahead else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return None


def weekday(on: date) -> str:
    """周一 … 周日."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[
        on.weekday()
    ]


def day_words(on: date, today: date | None = None) -> str:
    """11月26日, with the year where it is not this year's; always where no `today` is given."""
    return days.full_day(on) if today is None else days.short_day(on)
