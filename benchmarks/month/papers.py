"""The papers of the month, written and read back: page numbers, names, decisions."""

import re
from datetime import date
from pathlib import Path

from benchmarks.month.check import Checks
from benchmarks.month.play import MEETING, NEXT_MONTH
from benchmarks.month.round import Round
from envoy_desktop.documents import (
    department_table,
    department_workbook,
    meeting_book,
    meeting_minutes,
    official_page,
    pdf,
    reminder_sheet,
)
from envoy_desktop.documents import memo as papers
from envoy_desktop.documents.layout import Layout
from envoy_desktop.office import papers as office_papers

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)


def write(month: Round, sent: list[tuple[str, tuple[int, ...]]]) -> Path:
    """Write every paper of the month into a folder of its own."""
    out = month.folder / "papers"
    (out / "sheets").mkdir(parents=True)
    month.clock.go(MEETING)
    office = month.office
    with month.stage("the book"), office.read() as reader:
        _put(out / "book.pdf", meeting_book.layout(
            office_papers.book(reader, MEETING, meeting=month.meeting)), month)  # fmt: skip
    with month.stage("the minutes"), office.read() as reader:
        _put(out / "minutes.pdf", meeting_minutes.layout(reader, month.meeting), month)
    with month.stage("the department table"), office.read() as reader:
        table = department_table.read(reader, SINCE, UNTIL, MEETING)
        _put(out / "table.pdf", department_table.layout(table), month)
        open_to_all = department_table.read(reader, SINCE, UNTIL, MEETING, public=True)
        _put(out / "table-public.pdf", department_table.layout(open_to_all, public=True), month)
        department_workbook.write(table, out / "table.xlsx")
    with month.stage("each department's sheet"), office.read() as reader:
        for line in table.lines:
            sheet = department_table.own_sheet(reader, table, line.row.office.id, MEETING)
            _put(out / "sheets" / f"{line.name}.pdf", official_page.compose(sheet), month)
    month.clock.go(NEXT_MONTH)
    with month.stage("the reminder sheets"), office.read() as reader:
        made = [
            reminder_sheet.Numbered(number, tuple(reminder_sheet.chosen(reader, ids, NEXT_MONTH)))
            for number, ids in sent
        ]
        _put(out / "reminders.pdf", reminder_sheet.reminder_sheets(reader, made, NEXT_MONTH), month)
    with month.stage("the monthly reports"):
        player = month.players[0]
        for name, workspace in (("office", office), ("envoy", player.held)):
            drafted = papers.draft(workspace, kind="monthly_report", month="2026-11")
            with workspace.read() as reader:
                _put(out / f"report-{name}.pdf",
                     official_page.compose(papers.document(reader, drafted)), month)  # fmt: skip
        player.rest()
    return out


def _put(path: Path, pages: Layout, month: Round) -> None:
    data = pdf.write(pages)
    path.write_bytes(data)
    sizes = month.figures.setdefault("papers", {})
    assert isinstance(sizes, dict)
    sizes[str(path.relative_to(month.folder / "papers"))] = (len(pages.pages), len(data))
    for problem in pages.problems:
        month.told(f"{path.name}: {problem}")


def read_back(checks: Checks, month: Round, out: Path) -> None:
    """The contents name the page on which each heading stands; nobody's name is published."""
    pages = _pages(out / "book.pdf")
    front = next(n for n, text in enumerate(pages) if text.rstrip().endswith("—1—"))
    listed = {
        title: int(number)
        for text in pages[:front]
        for title, number in re.findall(r"^(.+?)·{2,}(\d+)$", text, re.MULTILINE)
    }
    checks.same("book: it has contents", bool(listed), True)
    wrong = {
        title: number
        for title, number in listed.items()
        if title.rstrip("…") not in pages[front + number - 1].replace("\n", "")
    }
    checks.same("book: headings stand where the contents say", wrong, {})
    checks.same("book: page 1 lies right", front % 2, 0)
    minutes = "".join(_pages(out / "minutes.pdf")).replace("\n", "")
    for one in month.decisions:
        if not one.replaced:
            day = f"{one.due.year}年{one.due.month}月{one.due.day}日前办结"
            checks.same(f"minutes: {one.topic}", one.text in minutes and day in minutes, True)
    known = "".join("".join(_pages(out / "table-public.pdf")))
    named = {one.name for one in month.people if one.name in known}
    checks.same("published table: nobody is named", named, set())


def _pages(path: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [
        page.get_textpage().get_text_range().replace("\r\n", "\n").replace(" ", "")
        for page in document
    ]
