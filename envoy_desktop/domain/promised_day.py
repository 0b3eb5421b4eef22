"""The day that a line of speech names: 明天, 周五, 下周三, 12月3日, 5号."""

import re
from datetime import date, timedelta

_WEEKDAYS = "一二三四五六日"
_AHEAD = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_WEEK = re.compile(r"(下{0,2})(?:周|星期|礼拜)([一二三四五六日天])")
_DAY = re.compile(r"(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*[日号]")
_WORD = re.compile("大后天|后天|明天|今天")


def day_in(text: str, today: date) -> date | None:
    """The first day from today on that the text names; None where it names none.

    周五 is the coming one (today included), 下周五 that of the next week.
    """
    word = _WORD.search(text)
    if word:
        return today + timedelta(days=_AHEAD[word[0]])
    week = _WEEK.search(text)
    if week:
        place = _WEEKDAYS.index(week[2].replace("天", "日"))
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=len(week[1]))
        found = monday + timedelta(days=place)
        return found if found >= today else found + timedelta(weeks=1)
    day = _DAY.search(text)
    return _coming(int(day[1]) if day[1] else 0, int(day[2]), today) if day else None


def _coming(month: int, day: int, today: date) -> date | None:
    """The next such day: of this month or the next where no month is named, else of a year."""
    for ahead in range(13):
        year, at = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        if month and at + 1 != month:
            continue
        try:
            found = date(year, at + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
