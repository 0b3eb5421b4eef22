"""The meeting's papers as an office writes them: with whose work they rest on, and as a memo."""

from datetime import date

from envoy_desktop.documents import kinds, meeting_book, meeting_minutes
from envoy_desktop.documents import memo as memos
from envoy_desktop.documents.meeting_book import Book, Came
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.office import status
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.workspace import Workspace


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
    since = status.begins(reader, status.MEETING, on)
    seen = status.read(reader, since)
    missing = tuple((one.name, one.organisation) for one in seen.missing)
    return Came(since, len(seen.active), missing, seen.conflicts, len(seen.aside))


def draft_minutes(workspace: Workspace, meeting: int) -> tuple[int, list[str]]:
    """Draft a memo of a meeting's minutes, to be numbered and issued; its id, and which of those
    who were there it keeps. Refuses "unknown-id"."""
    with workspace.read() as reader:
        row = rows.meeting(reader, meeting)
        if row is None:
            raise Refusal("unknown-id", kind="meeting")
        paper = meeting_minutes.document(reader, meeting)
    told = meeting_minutes.particulars(row)
    made = memos.draft(
        workspace, kind="minutes", title=paper.title, body=memos.body_text(paper.body),
        particulars=told,
    )  # fmt: skip
    return made, sorted(kinds.told(kinds.kept(told)))
