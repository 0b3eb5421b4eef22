"""The day something is said to have happened."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal


def happened(on: date | None) -> date:
    """The day of what is recorded, today where none is named. Refuses "future-date"."""
    today = now.today()
    if on is not None and on > today:
        raise Refusal("future-date", on=on, today=today)
    return on or today
