"""What the meeting's screen shows, read off the window's thread."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from envoy_desktop import now
from envoy_desktop.casework import agenda
from envoy_desktop.casework.agenda import Line
from envoy_desktop.documents import (
    department_table,
    department_workbook,
    docx,
    meeting_book,
    meeting_minutes,
    official_page,
    pdf,
)
from envoy_desktop.documents.department_table import DepartmentTable
from envoy_desktop.documents.layout import Layout
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.office import papers as office_papers
from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow, MeetingRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import figures as words


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
    left: int = 0
    """Matters of the city that are not among those proposed."""
    held: tuple[MeetingRow, ...] = ()
    """Every meeting that was begun, the newest first."""

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
        whole = () if going else tuple(agenda.proposed(reader, now.today()))
        names = sorted(rows.department_names(reader).items(), key=lambda item: item[1])
        return Seen(
            office, meeting, items, whole[:longest], tuple(rows.decisions(reader)), tuple(names),
            reference.calendar(reader), max(0, len(whole) - longest),
            tuple(rows.meetings(reader)),
        )  # fmt: skip


def months(today: date, count: int = 12) -> list[tuple[tuple[date, date], str]]:
    """The last months and quarters as times of the table, the last full month first; this month
    and this quarter, as far as they have come, after it."""
    found = []
    whole = today.replace(day=1)
    quarter = whole.replace(month=3 * ((whole.month - 1) // 3) + 1)
    running = [(whole, _last_day(whole)), (quarter, _last_day(quarter, 3))]
    until = today.replace(day=1) - timedelta(days=1)
    for _n in range(count):
        since = until.replace(day=1)
        found.append((since, until))
        if until.month % 3 == 0:
            first = (since - timedelta(days=32)).replace(day=1)
            found.append((first.replace(month=until.month - 2), until))
        until = since - timedelta(days=1)
    found[1:1] = [one for one in running if one not in found]
    return [(one, words.period(*one)) for one in found]


def _last_day(first: date, months: int = 1) -> date:
    """The last day of so many months from the first of one."""
    after = first
    for _n in range(months):
        after = (after + timedelta(days=31)).replace(day=1)
    return after - timedelta(days=1)


def table(workspace: Workspace, since: date, until: date) -> DepartmentTable:
    """The department table of a time."""
    with workspace.read() as reader:
        return department_table.read(reader, since, until, now.today())


class Written(NamedTuple):
    """A paper that was written: its pages (rows of a workbook), and what no face could print."""

    pages: int
    lacking: str = ""


def _put(path: Path, pages: Layout) -> Written:
    replace_file(path, pdf.write(pages))
    return Written(len(pages.pages), pages.lacking)


def write_book(workspace: Workspace, path: Path, meeting: int | None = None) -> Written:
    """Write the book of a meeting, or of the one that runs or is coming."""
    with workspace.read() as reader:
        book = office_papers.book(reader, now.today(), meeting=meeting)
    pages = meeting_book.layout(book)
    return _put(path, pages)


def write_minutes(workspace: Workspace, path: Path, meeting: int) -> Written:
    """Write a meeting's minutes, for Word where the name ends in .docx."""
    with workspace.read() as reader:
        paper = meeting_minutes.document(reader, meeting)
    pages = official_page.compose(paper, quoting=True)
    if path.suffix.lower() != ".docx":
        return _put(path, pages)
    replace_file(path, docx.write(paper))
    return Written(len(pages.pages))


def draft_minutes(workspace: Workspace, meeting: int) -> int:
    """Draft a memo of a meeting's minutes; its id."""
    return office_papers.draft_minutes(workspace, meeting)[0]


def write_table(
    workspace: Workspace, path: Path, since: date, until: date, public: bool = False
) -> Written:
    """Write the department table, as a workbook where the name ends in .xlsx; `public`: the
    version that names nobody."""
    with workspace.read() as reader:
        made = department_table.read(reader, since, until, now.today(), public=public)
    if path.suffix.lower() == ".xlsx":
        return Written(department_workbook.write(made, path))
    return _put(path, department_table.layout(made, public=public))


def write_sheets(workspace: Workspace, folder: Path, since: date, until: date) -> Written:
    """Write the own sheet of every department into a folder; gives how many there are."""
    lacking: dict[str, None] = {}
    with workspace.read() as reader:
        made = department_table.read(reader, since, until, now.today())
        for line in made.lines:
            paper = department_table.own_sheet(reader, made, line.row.office.id, now.today())
            name = department_table.file_name(line.name)
            written = _put(folder / name, official_page.compose(paper, quoting=True))
            lacking |= dict.fromkeys(written.lacking)
    return Written(len(made.lines), "".join(lacking))


def write_sheet(
    workspace: Workspace, path: Path, since: date, until: date, department: int
) -> Written:
    """Write a department's own sheet."""
    with workspace.read() as reader:
        made = department_table.read(reader, since, until, now.today())
        paper = department_table.own_sheet(reader, made, department, now.today())
    return _put(path, official_page.compose(paper, quoting=True))
