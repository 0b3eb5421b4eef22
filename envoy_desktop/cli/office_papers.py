"""`envoy office`: the meeting's papers: book, minutes, department table, sheets, reminders."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.office import office
from envoy_desktop.cli.office_meeting import MEETING
from envoy_desktop.cli.paper import write_pdf
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE
from envoy_desktop.words import N_, _, names

if TYPE_CHECKING:
    from envoy_desktop.documents.layout import Layout
    from envoy_desktop.store.connection import Reader

OUT = Argument("out", N_("文件"), type=FILE, help=N_("写成这个文件"))
FROM = Option("--from", "since", type=DAY, required=True, help=N_("只算这一天起申报的"))
TO = Option("--to", "until", type=DAY, required=True, help=N_("只算到这一天为止申报的"))


@office.verb(
    "book", OUT, MEETING,
    help=N_("印会议材料：封面、目录、议题和情况、时间轴、部门效能表"),
)  # fmt: skip
def book(session: Session, *, out: Path, meeting: str | None) -> Answer:
    """Write the meeting book as PDF."""
    from envoy_desktop.documents import meeting_book
    from envoy_desktop.office import papers

    with session.read() as reader:
        id = ids.find(reader, "meeting", meeting) if meeting else None
        made = papers.book(reader, now.today(), meeting=id)
    pages = meeting_book.layout(made)
    parts = [title for title, _blocks in made.parts]
    return _written(pages, out, {"parts": parts, "timelines": list(made.pictures)})


@office.verb(
    "minutes", OUT, MEETING,
    Option("--draft", is_flag=True, help=N_("另起草一份纪要公文，可以编号、印发")),
    help=N_("印会议纪要（PDF；.docx 为 Word）"),
)  # fmt: skip
def minutes(session: Session, *, out: Path, meeting: str | None, draft: bool) -> Answer:
    """Write the minutes; with `--draft` also as a memo that can be numbered and issued."""
    from envoy_desktop.cli.office_meeting import _meeting
    from envoy_desktop.documents import docx, meeting_minutes, official_page
    from envoy_desktop.office import papers
    from envoy_desktop.store.connection import replace_file

    held = session.workspace()
    with held.read() as reader:
        id = _meeting(reader, meeting)
        paper = meeting_minutes.document(reader, id)
    data: dict[str, Any] = {"meeting": ids.show(id)}
    if draft:
        made, data["kept"] = papers.draft_minutes(held, id)
        data["memo"] = ids.show(made)
    if out.suffix.lower() == ".docx":
        replace_file(out, docx.write(paper))
        return said({**data, "path": str(out)}, _("已写出 {path}").format(path=out))
    return _written(official_page.compose(paper, quoting=True), out, data)


@office.verb(
    "table", OUT, FROM, TO,
    Option("--public", is_flag=True, help=N_("公布稿：不出现个人姓名")),
    help=N_("印部门效能情况表（PDF；.xlsx 为表格，合计是公式）"),
)  # fmt: skip
def table(session: Session, *, out: Path, since: date, until: date, public: bool) -> Answer:
    """Write the department table."""
    from envoy_desktop.documents import department_table, department_workbook

    with session.read() as reader:
        made = department_table.read(reader, since, until, now.today(), public=public)
    data: dict[str, Any] = {
        "period": made.period,
        "as_of": made.as_of.isoformat(),
        "departments": [
            {
                "department": line.name,
                "id": ids.show(line.row.office.id),
                "cases": line.row.figure.cases,
                "rank": line.row.standing.rank,
                "note": line.row.standing.note,
                "trend": line.trend,
                "answers": [one.text for one in line.answers],
            }
            for line in made.lines
        ],
    }
    if out.suffix.lower() == ".xlsx":
        department_workbook.write(made, out)
        return said({**data, "path": str(out)}, _("已写出 {path}").format(path=out))
    return _written(department_table.layout(made, public=public), out, data)


@office.verb(
    "sheets",
    Argument("out", N_("文件夹"), type=FILE, help=N_("写到这个文件夹")),
    FROM, TO,
    Option("--department", help=N_("只印这个部门的")),
    help=N_("印各部门自己的效能单：数字、所据办件、答复"),
)  # fmt: skip
def sheets(
    session: Session, *, out: Path, since: date, until: date, department: str | None
) -> Answer:
    """Write each department's own sheet into a folder."""
    from envoy_desktop.documents import department_table, official_page
    from envoy_desktop.store.connection import told

    with told(out):
        out.mkdir(parents=True, exist_ok=True)
    with session.read() as reader:
        made = department_table.read(reader, since, until, now.today())
        wanted = [ids.department(reader, department)] if department else [
            line.row.office.id for line in made.lines
        ]  # fmt: skip
        papers = [(id, department_table.own_sheet(reader, made, id, now.today())) for id in wanted]
        names = _names(reader)
    written, said_lines = [], list[str]()
    for id, paper in papers:
        path = out / department_table.file_name(names.get(id, ""))
        pages = official_page.compose(paper, quoting=True)
        write_pdf(pages, path)
        written.append(
            {"department": ids.show(id), "path": str(path), "lacking": list(pages.lacking)}
        )
        said_lines += [str(path), *_lacking(pages)]
    return said({"sheets": written}, *said_lines)


def _names(reader: "Reader") -> dict[int, str]:
    from envoy_desktop.store.queries import meetings as rows

    return rows.department_names(reader)


def _written(pages: "Layout", out: Path, data: dict[str, Any]) -> Answer:
    write_pdf(pages, out)
    count = len(pages.pages)
    return said(
        {**data, "path": str(out), "pages": count, "lacking": list(pages.lacking)},
        _("已写出 {path}，{n} 页").format(path=out, n=count),
        *_lacking(pages),
    )


def _lacking(pages: "Layout") -> list[str]:
    return [names.lacking(pages.lacking)] if pages.lacking else []
