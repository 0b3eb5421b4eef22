"""What the meeting's screen shows, read off the window's thread."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.casework import agenda
from envoy_desktop.casework.agenda import Line
from envoy_desktop.documents import (
    department_table,
    department_workbook,
    meeting_book,
    meeting_minutes,
    official_page,
    pdf,
)
from envoy_desktop.documents.department_table import DepartmentTable
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.office import papers as office_papers
from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow, MeetingRow
from envoy_desktop.store.workspace import Workspace


@dataclass(frozen=True)
class Seen:
    """The newest meeting, its agenda or the proposed one, what was decided, who may lead."""

    office: bool
    meeting: MeetingRow | None
    items: tuple[ItemRow, ...]
    proposed: tuple[Line, ...]
    decisions: tuple[DecisionRow, ...]
    departments: tuple[tuple[int, str], ...]
    calendar: Calendar

    @property
    def open(self) -> bool:
        return self.meeting is not None and self.meeting.closed_on is None


def read(workspace: Workspace) -> Seen:
    """All that the screen shows but the table."""
    with workspace.read() as reader:
        office = workspace.meta("role") == "office"
        meeting = rows.newest(reader, open=True) or rows.newest(reader)
        going = meeting is not None and meeting.closed_on is None
        items = tuple(rows.items(reader, meeting.id)) if meeting else ()
        longest = int(str(reference.setting(reader, "agenda.longest")))
        proposed = () if going else tuple(agenda.proposed(reader, now.today(), most=longest))
        names = sorted(rows.department_names(reader).items(), key=lambda item: item[1])
        return Seen(
            office, meeting, items, proposed, tuple(rows.decisions(reader)), tuple(names),
            reference.calendar(reader),
        )  # fmt: skip


def months(today: date, count: int = 12) -> list[tuple[tuple[date, date], str]]:
    """The last months and quarters as times of the table, the last full month first."""
    found = []
    until = today.replace(day=1) - timedelta(days=1)
    for _n in range(count):
        since = until.replace(day=1)
        found.append((since, until))
        if until.month % 3 == 0:
            first = (since - timedelta(days=32)).replace(day=1)
            found.append((first.replace(month=until.month - 2), until))
        until = since - timedelta(days=1)
    return [(one, department_table.period(*one)) for one in found]


def table(workspace: Workspace, since: date, until: date) -> DepartmentTable:
    """The department table of a time."""
    with workspace.read() as reader:
        return department_table.read(reader, since, until, now.today())


def write_book(workspace: Workspace, path: Path) -> int:
    """Write the meeting book; gives its pages."""
    with workspace.read() as reader:
        pages = meeting_book.layout(office_papers.book(reader, now.today()))
    replace_file(path, pdf.write(pages))
    return len(pages.pages)


def write_minutes(workspace: Workspace, path: Path, meeting: int) -> int:
    """Write a meeting's minutes; gives their pages."""
    with workspace.read() as reader:
        pages = meeting_minutes.layout(reader, meeting)
    replace_file(path, pdf.write(pages))
    return len(pages.pages)


def write_table(workspace: Workspace, path: Path, since: date, until: date) -> int:
    """Write the department table, as a workbook where the name ends in .xlsx."""
    made = table(workspace, since, until)
    if path.suffix.lower() == ".xlsx":
        return department_workbook.write(made, path)
    pages = department_table.layout(made)
    replace_file(path, pdf.write(pages))
    return len(pages.pages)


def write_sheet(workspace: Workspace, path: Path, since: date, until: date, department: int) -> int:
    """Write a department's own sheet; gives its pages."""
    with workspace.read() as reader:
        made = department_table.read(reader, since, until, now.today())
        paper = department_table.own_sheet(reader, made, department, now.today())
    pages = official_page.compose(paper)
    replace_file(path, pdf.write(pages))
    return len(pages.pages)
