"""The meeting book as an office writes it: with whose work it rests on."""

from datetime import date, timedelta

from envoy_desktop.documents import meeting_book
from envoy_desktop.documents.meeting_book import Book, Came
from envoy_desktop.office import status
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows

FIRST = timedelta(days=31)
"""How long before the first meeting a delivery counts."""


def book(reader: Reader, today: date, *, meeting: int | None = None) -> Book:
    """The book of a meeting, or of the one that is coming; in an office it tells who delivered.

    Refuses "unknown-id".
    """
    came = None
    if reader.meta("role") == "office":
        held = rows.meeting(reader, meeting) if meeting else rows.newest(reader, open=True)
        came = delivered(reader, date.fromisoformat(held.on) if held else today)
    return meeting_book.read(reader, today, meeting=meeting, came=came)


def delivered(reader: Reader, on: date) -> Came:
    """Who has delivered for a meeting: since the meeting before it."""
    before = [day for row in rows.meetings(reader) if (day := date.fromisoformat(row.on)) < on]
    since = max(before, default=on - FIRST)
    seen = status.read(reader, since)
    missing = tuple((one.name, one.organisation) for one in seen.missing)
    return Came(since, len(seen.active), missing, seen.conflicts, len(seen.aside))
