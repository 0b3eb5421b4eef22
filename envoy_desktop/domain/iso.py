"""A day that may be missing, as it is kept and as scripts read it: ISO text, and back."""

from datetime import date


def day(text: str | None) -> date | None:
    """The day of an ISO text ("2026-11-23"); None where there is none. ValueError for another."""
    return date.fromisoformat(text) if text else None


def text(on: date | None) -> str | None:
    """A day as ISO text; None where there is none."""
    return on.isoformat() if on else None
