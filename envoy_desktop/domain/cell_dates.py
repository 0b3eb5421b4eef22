"""Dates as people write them in the cells of a spreadsheet."""

import re
import unicodedata
from datetime import date, timedelta

BLANKS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "否", "暂无", "未", "n/a", "na", "none"}
)
"""What people write into a date's cell where there is none."""

_EXCEL_EPOCH = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1950-01-01 to 2099-12-31
_WHOLE = re.compile(r"(\d{4}|\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_CLOCK = re.compile(r"[ T]*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$|[ ]*[上下]午.*$")
_WEEKDAY = re.compile(r"\s*[(]?\s*(星期|周|礼拜)[一二三四五六日天]\s*[)]?\s*$")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")


def read_date(text: str, today: date, *, after: date | None = None) -> date | None:
    """The day that a cell means, or None where it means none.

    Reads 2025-03-05, 2025/3/5, 2025.3.5, 25.3.5, 20250305, 2025年3月5日, with a weekday or a time
    behind it, Excel's serial numbers, and 3月5日: that day's next return from `after` on, else its
    last one before `today`. What two people could read as two days (3/5/2025, 3.5) is None.
    """
    clean = unicodedata.normalize("NFKC", text).strip().strip("。;,，、'")
    clean = _WEEKDAY.sub("", _CLOCK.sub("", clean)).strip()
    match = _WHOLE.fullmatch(clean) or _RUN_TOGETHER.fullmatch(clean)
    if match is not None:
        year = int(match[1])
        return _day(year + 2000 if year < 100 else year, int(match[2]), int(match[3]))
    match = _SERIAL.fullmatch(clean)
    if match is not None and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(int(match[1]))
    match = _WITHOUT_YEAR.fullmatch(clean)
    if match is None:
        return None
    month, day = int(match[1]), int(match[2])
    if after is not None:
        years = range(after.year, after.year + 9)
        found = (_day(year, month, day) for year in years)
        return next((on for on in found if on is not None and on >= after), None)
    years = range(today.year, today.year - 9, -1)  # 29 February comes every fourth, or eighth, year
    found = (_day(year, month, day) for year in years)
    return next((on for on in found if on is not None and on <= today), None)


def is_blank(text: str) -> bool:
    """Whether a cell for a date says that there is none."""
    return unicodedata.normalize("NFKC", text).strip().casefold() in BLANKS


def has_no_year(text: str) -> bool:
    """Whether the year of a written day is left to be guessed."""
    clean = unicodedata.normalize("NFKC", text).strip()
    return _WITHOUT_YEAR.fullmatch(_WEEKDAY.sub("", clean).strip()) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
