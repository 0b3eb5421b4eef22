"""The ladder on which an obstacle rises: window, section, head of the department, the city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain.calendar import Calendar

LEVELS = ("window", "section", "head", "city")
"""The levels, the lowest first."""

ANSWER_DAYS: Mapping[str, int] = {"window": 2, "section": 3, "head": 5, "city": 5}
"""Working days within which each level owes its answer, where no other day was agreed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A level that was asked: on which day, by when it owes an answer, when it gave one."""

    level: str
    on: date
    answer_due: date | None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an obstacle stands on the ladder on a day.

    `level`: the highest asked, "" for none. `owes`: the asked level that has not answered.
    `days_over`: working days by which its answer is late. `next`: the level to ask now: the
    lowest at first, the one above where an answer is late or came without settling it; "" while
    an answer is awaited in time, or at the top.
    """

    level: str
    owes: str
    due: date | None
    days_over: int
    next: str


def standing(asked: Sequence[Asked], calendar: Calendar, today: date) -> Standing:
    """Where an obstacle that is still open stands on the ladder."""
    if not asked:
        return Standing("", "", None, 0, LEVELS[0])
    highest = max(asked, key=lambda one: (LEVELS.index(one.level), one.on))
    above = next_level(highest.level)
    if highest.answered_on is not None:
        return Standing(highest.level, "", None, 0, above)
    due = highest.answer_due
    over = calendar.working_days(due, today) if due is not None and due < today else 0
    return Standing(highest.level, highest.level, due, over, above if over else "")


def next_level(level: str) -> str:
    """The level above, "" above the city; the lowest for ""."""
    place = LEVELS.index(level) + 1 if level else 0
    return LEVELS[place] if place < len(LEVELS) else ""


def passed_over(asked: Sequence[str], level: str) -> tuple[str, ...]:
    """The levels below `level` that nobody asked: a paper upward copies them in (GB/T 9704)."""
    highest = max((LEVELS.index(one) for one in asked), default=-1)
    return LEVELS[highest + 1 : LEVELS.index(level)]


def answer_due(level: str, on: date, calendar: Calendar) -> date:
    """The day by which a level owes its answer; the day of asking is not counted."""
    return calendar.add_working_days(on, ANSWER_DAYS[level])
