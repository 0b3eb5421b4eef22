"""Which due dates to tell now, given what was told: each once before, on, and after its day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain.calendar import Calendar

BEFORE, ON, AFTER = "before", "on", "after"
LEVELS = (BEFORE, ON, AFTER)
"""When one is told, in order; a later one makes an earlier one that was missed needless."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a due date; `key` stays the same from day to day."""

    key: str
    on: date
    title: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell now; `days`: working days left (before), 0 (on), or over (after)."""

    due: Due
    level: str
    days: int


def level(due: date, calendar: Calendar, today: date, ahead: int) -> str:
    """The level that a due date has reached: from `ahead` working days before it; else ""."""
    if due < today:
        return AFTER
    if due == today:
        return ON
    return BEFORE if calendar.working_days(today, due) <= ahead else ""


def to_notify(
    due: Iterable[Due],
    told: Mapping[str, str],
    calendar: Calendar,
    today: date,
    *,
    ahead: int = 1,
) -> tuple[tuple[Notice, ...], dict[str, str]]:
    """The notices to give now, and what counts as told afterwards.

    `told`: key -> "DATE LEVEL". A date that was moved is told anew. What is no longer due is
    forgotten, so that the memory does not grow. The worst come first.
    """
    notices, after = [], dict[str, str]()
    for one in due:
        reached = level(one.on, calendar, today, ahead)
        before = told.get(one.key, "")
        on, _space, last = before.partition(" ")
        standing = LEVELS.index(last) if on == one.on.isoformat() and last in LEVELS else -1
        if not reached:
            continue
        after[one.key] = f"{one.on.isoformat()} {LEVELS[max(standing, LEVELS.index(reached))]}"
        if LEVELS.index(reached) <= standing:
            continue
        left = calendar.working_days(today, one.on)
        over = calendar.working_days(one.on, today)
        notices.append(Notice(one, reached, over if reached == AFTER else left))
    notices.sort(key=lambda n: (-LEVELS.index(n.level), n.due.on, n.due.key))
    return tuple(notices), after
