"""The one clock: the instant now, and the city's date, which tests and `--today` can set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY_ZONE = ZoneInfo("Asia/Shanghai")

_fixed_today: date | None = None
_instant: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731, DTZ


def instant() -> datetime:
    """The present moment, aware, in UTC."""
    return _instant()


def today() -> date:
    """The date in the city (Asia/Shanghai), whatever zone the laptop is set to."""
    return _fixed_today or instant().astimezone(CITY_ZONE).date()


def set_today(day: date | None) -> None:
    """Hold `today` at a day (trying out, tests); None lets it run again."""
    global _fixed_today
    _fixed_today = day


def set_instant(source: Callable[[], datetime] | None) -> None:
    """Take the present moment from `source`; None gives the machine's clock back."""
    global _instant
    _instant = source or (lambda: datetime.now(UTC))


@contextmanager
def turned() -> Iterator[None]:
    """Give the clock back as it was, whatever is set inside (the demo city, a trial)."""
    global _fixed_today, _instant
    held = _fixed_today, _instant
    try:
        yield
    finally:
        _fixed_today, _instant = held
