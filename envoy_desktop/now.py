"""The one clock: the instant now, and the city's date, which tests and `--today` can set."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")


class _Own(threading.local):
    """A thread's own clock while it stands apart."""

    apart = False
    today: date | None = None
    instant: Callable[[], datetime] | None = None


_own = _Own()
_fixed_today: date | None = None
_instant: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731, DTZ


def instant() -> datetime:
    """The present moment, aware, in UTC."""
    return _own.instant() if _own.instant else _instant()


def today() -> date:
    """The date in the city (Asia/Shanghai), whatever zone the laptop is set to."""
    fixed = _own.today if _own.apart else _fixed_today
    return fixed or instant().astimezone(CITY_ZONE).date()


def in_city(at: str) -> str:
    """A moment in ISO form as it is in the city, to the second: its date is the city's day."""
    return datetime.fromisoformat(at).astimezone(CITY_ZONE).isoformat(timespec="seconds")


def set_today(day: date | None) -> None:
    """Hold `today` at a day (trying out, tests); None lets it run again."""
    global _fixed_today
    if _own.apart:
        _own.today = day
    else:
        _fixed_today = day


def set_instant(source: Callable[[], datetime] | None) -> None:
    """Take the present moment from `source`; None gives the machine's clock back."""
    global _instant
    if _own.apart:
        _own.instant = source
        return
    _instant = source or (lambda: datetime.now(UTC))


@contextmanager
def turned() -> Iterator[None]:
    """Give the clock back as it was, whatever is set inside (a test, a trial)."""
    global _fixed_today, _instant
    held = _fixed_today, _instant
    try:
        yield
    finally:
        _fixed_today, _instant = held


@contextmanager
def apart() -> Iterator[None]:
    """A clock of this thread's own, which begins as the common one: the demo city is played in it.

    Other threads (a window over a real workspace) go on reading the common clock.
    """
    held = _own.apart, _own.today, _own.instant
    _own.today = _own.today if _own.apart else _fixed_today
    _own.apart = True
    try:
        yield
    finally:
        _own.apart, _own.today, _own.instant = held
