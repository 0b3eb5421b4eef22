"""The meeting book (会议材料): cover, contents with page numbers, agenda, timelines, the table.

Front matter carries no page number and is an even number of sides, so that page 1 lies right.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from envoy_desktop.casework import agenda
from envoy_desktop.casework.agenda import Line as AgendaLine
from envoy_desktop.documents import department_table, pdf, preview, timeline_of, timeline_page
from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import (
    Align,
    Block,
    Column,
    Heading,
    Paragraph,
    Picture,
    Table,
    closed_up,
    plain,
    text,
)
from envoy_desktop.documents.blocks import numbered as in_order
from envoy_desktop.documents.feet import put_folio
from envoy_desktop.documents.flow import flow
from envoy_desktop.documents.fonts import Role, faces
from envoy_desktop.documents.heads import title_lines
from envoy_desktop.documents.layout import Layout, Page, Problem
from envoy_desktop.documents.official_page import body_slabs, draw_laid
from envoy_desktop.documents.press import Press
from envoy_desktop.domain.agenda import KINDS, OBSTACLE, Matter, Placed, Reason
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.meetings import MeetingRow
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.words import agenda as words
from envoy_desktop.words import as_printed, matters

NOBODY = "未明确部门"
BELOW_TITLE = 3
"""Rows that the heading of the contents takes."""
FEWEST = 4
"""Entries that the last page of the contents holds at least, where a part can go over."""
MOST_TIMELINES = 12
MOST_BARS = 12
PICTURE_WIDTH = g.mm(186)
"""A timeline is drawn as wide and put into the type area's 156 mm: its words stay legible."""
PICTURE_DPI = 220


@dataclass(frozen=True, slots=True)
class Came:
    """What the book rests on: how many envoys there are, who of them has not delivered since a
    day (name and unit), and what is not settled."""

    since: date
    envoys: int
    missing: tuple[tuple[str, str], ...]
    conflicts: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """What the book holds: parts with their title, each on pages of its own."""

    title: str
    organ: str
    on: date
    parts: tuple[tuple[str, tuple[Block, ...]], ...]
    pictures: Mapping[str, bytes]


def read(
    reader: Reader, today: date, *, meeting: int | None = None, came: Came | None = None
) -> Book:
    """What the book of a meeting says; without one, of the meeting that is coming.

    The agenda is the meeting's own, in its order; before it has begun it is the proposed one.
    `came` tells whose work the book rests on.
    """
    with as_printed():
        return _read(reader, today, meeting, came)


def _read(reader: Reader, today: date, meeting: int | None, came: Came | None) -> Book:
    row = rows.meeting(reader, meeting) if meeting else rows.newest(reader, open=True)
    if meeting and row is None:
        raise Refusal("unknown-id", kind="meeting")
    lines = agenda.proposed(reader, today)
    if row is not None:
        listed = _of_meeting(reader, row, lines)
    else:
        longest = int(str(reference.setting(reader, "agenda.longest")))
        listed = lines[:longest]
    on = date.fromisoformat(row.on) if row else today
    name = row.name if row else f"{today.year}年{today.month}月协调推进会"
    organ = str(reference.setting(reader, "memo.organ") or reference.setting(reader, "envoy.unit"))
    taken = {(line.placed.matter.kind, line.placed.matter.id) for line in listed}
    left = sum((one.placed.matter.kind, one.placed.matter.id) not in taken for one in lines)
    pictures = _timelines(reader, listed, today)
    parts: list[tuple[str, tuple[Block, ...]]] = [
        ("会议安排", _arranged(row, on, listed, left, came)),
        ("议题和有关情况", _agenda(reader, listed, today)),
    ]
    if pictures:
        parts.append(("项目时间轴", tuple(Picture(name, name) for name in pictures)))
    since, until = _last_month(on)
    table = department_table.read(reader, since, until, today)
    parts.append((f"{table.period}部门审批效能", _table(table)))
    earlier = _earlier(reader, row)
    if earlier:
        parts.append(("此前议定事项办理情况", earlier))
    return Book(f"{name}\n会议材料", organ, on, tuple(parts), pictures)


def layout(book: Book) -> Layout:
    """The pages. Refuses "missing-glyph" by name, as every paper does."""
    press = Press(faces())
    starts: list[tuple[int, str, int]] = []
    for part, (heading, blocks) in enumerate(book.parts, 1):
        first = len(press.pages)
        press.page()
        title = Heading(1, text(heading))
        # numbers run through the book: the heads of the parts before are set and left out
        slabs = body_slabs(press, (*[title] * part, *blocks), book.pictures.get)
        slabs = slabs[_lines_of(press, title, part - 1) :]
        flowed = flow(slabs, first, 0.0)
        draw_laid(press, flowed.laid)
        starts.append((1, _numbered_title(part, heading), first + 1))
        level_two = [
            plain(item.block.runs)
            for item in in_order((title, *blocks))
            if isinstance(item.block, Heading) and item.block.level == 2
        ]
        for n, block in enumerate(blocks):
            if isinstance(block, Heading) and block.level == 2:
                place = (n + part,)
                page = next((one.page for one in flowed.laid if one.slab.place == place), first)  # type: ignore[union-attr]
                count = sum(isinstance(b, Heading) and b.level == 2 for b in blocks[: n + 1])
                starts.append((2, f"（{_chinese(count)}）{level_two[count - 1]}", page + 1))
    for made in press.pages:
        put_folio(press, made)
    front = _front(book, starts)
    pages = [*front.pages, *(_shifted(page, len(front.pages)) for page in press.pages)]
    lacking = (Problem("missing-glyph", {"char": c}) for c in {**press.missing, **front.missing})
    problems = (*press.problems, *front.problems, *lacking)
    return Layout(
        tuple(pages), g.PAPER_WIDTH, g.PAPER_HEIGHT, book.title.replace("\n", ""),
        substitutions=(*press.substitutions, *front.substitutions), problems=problems,
    )  # fmt: skip


def _lines_of(press: Press, title: Heading, times: int) -> int:
    return len(body_slabs(press, (title,) * times))


def _front(book: Book, starts: Sequence[tuple[int, str, int]]) -> Press:
    """Cover and contents, an even number of sides."""
    press = Press(faces())
    cover = press.page()
    name, _break, kind = book.title.partition("\n")
    y = g.mm(95)
    for line_text in (*_title_lines(press, name), kind):
        line = press.line(line_text, Role.TITLE, g.TITLE_SIZE)
        cover.put(line, g.CENTRE - line.width / 2, y, g.TITLE_SIZE)
        y += g.TITLE_LEADING * 1.25
    for n, told in enumerate((book.organ, _day(book.on))):
        line = press.line(told, Role.KAI, g.SIZE, g.CELL)
        cover.put(line, g.CENTRE - line.width / 2, g.mm(222) + n * g.PITCH, g.SIZE)
    press.page()  # the back of the cover stays blank
    page = press.page()
    line = press.line("目　　录", Role.TITLE, g.TITLE_SIZE)
    page.put(line, g.CENTRE - line.width / 2, g.row_top(0) + g.TITLE_SIZE, g.TITLE_SIZE)
    for n, entries in enumerate(contents_pages(starts)):
        page = press.page() if n else page
        for row, (level, told, number) in enumerate(entries, 0 if n else BELOW_TITLE):
            _entry(press, page, level, told, number, g.row_top(row) + g.ASCENT * g.SIZE)
    if len(press.pages) % 2:
        press.page()
    return press


def contents_pages(starts: Sequence[tuple[int, str, int]]) -> list[list[tuple[int, str, int]]]:
    """The entries (level, words, page) of the contents by page; a part goes over whole rather
    than leave a line or two on the last page."""
    pages: list[list[tuple[int, str, int]]] = []
    rest, room = list(starts), g.ROWS - BELOW_TITLE
    while rest:
        end = min(room, len(rest))
        if 0 < len(rest) - end < FEWEST:
            parts = [n for n in range(room // 2, end) if rest[n][0] == 1]
            end = parts[-1] if parts else end
        pages.append(rest[:end])
        rest, room = rest[end:], g.ROWS
    return pages


def _title_lines(press: Press, name: str) -> tuple[str, ...]:
    from envoy_desktop.documents.blocks import OfficialDocument

    return title_lines(press, OfficialDocument("report", "", name, (), keep=("协调推进会",)))


def _entry(press: Press, page: Page, level: int, told: str, number: int, baseline: float) -> None:
    role = Role.HEI if level == 1 else Role.FANG
    x = g.LEFT + (level - 1) * g.INDENT
    figure = press.line(str(number), Role.FANG, g.SIZE)
    room = g.RIGHT - x - figure.width - 3 * g.CELL
    line = press.line(told, role, g.SIZE)
    short = told
    while line.width > room and len(short) > 1:
        short = short[:-1]
        line = press.line(short + "…", role, g.SIZE)
    page.put(line, x, baseline, g.SIZE)
    page.put(figure, g.RIGHT - figure.width, baseline, g.SIZE)
    dot = press.line("·", Role.FANG, 9.0)
    at = g.RIGHT - figure.width - 0.5 * g.CELL - dot.width
    while at > x + line.width + 0.5 * g.CELL:
        page.put(dot, at, baseline, 9.0)
        at -= 7.0


def _shifted(page: Page, by: int) -> Page:
    number = page.number + by
    return Page(
        number,
        [one._replace(page=number) for one in page.runs],
        [one._replace(page=number) for one in page.rules],
        [one._replace(page=number) for one in page.bars],
        [one._replace(page=number) for one in page.pictures],
    )


def _arranged(
    row: MeetingRow | None, on: date, listed: Sequence[AgendaLine], left: int, came: Came | None
) -> tuple[Block, ...]:
    told = [f"时间：{_day(on)}"]
    if row is not None:
        told += [f"{label}：{value}" for label, value in
                 (("地点", row.place), ("主持", row.chair), ("出席", row.present),
                  ("请假", row.absent), ("列席", row.observers)) if value]  # fmt: skip
    by = agenda.grouped(list(listed))
    names = "、".join(f"{name or NOBODY}{len(lines)}项" for name, lines in by)
    more = f"；另有{left}项未列入" if left else ""
    blocks: list[Block] = [Paragraph(text(line)) for line in told]
    if came is not None and came.envoys:
        blocks.append(Paragraph(text(_rests_on(came))))
    if listed:
        blocks.append(Paragraph(text(f"议题{len(listed)}项：{names}{more}。")))
        blocks.append(
            Paragraph(
                text(
                    "议题按紧急程度排列。紧急程度由影响工期的天数、项目总投资、拖延时间和承诺未兑现的次数"
                    "相乘得出，理由见第二部分。"
                )
            )
        )
        blocks.append(
            Table(
                (
                    Column("序号", 2, Align.CENTRE), Column("部门", 6), Column("项目", 9),
                    Column("议题", 12), Column("紧急程度", 3, Align.RIGHT),
                ),
                tuple(
                    (
                        str(n), line.owner or "—", line.project_name or "—",
                        line.topic.strip().rstrip("。"), _urgency(line),
                    )
                    for n, line in enumerate(listed, 1)
                ),
            )
        )  # fmt: skip
    else:
        blocks.append(Paragraph(text("没有需要会议协调的事项。")))
    return tuple(blocks)


def _agenda(reader: Reader, listed: Sequence[AgendaLine], today: date) -> tuple[Block, ...]:
    about = {row.id: row for row in obstacle_rows.obstacles(reader, open=True)}
    blocks: list[Block] = []
    places = {(one.placed.matter.kind, one.placed.matter.id): n for n, one in enumerate(listed, 1)}
    for name, lines in agenda.grouped(list(listed)):
        blocks.append(Heading(2, text(name or NOBODY)))
        for line in lines:
            topic = line.topic.strip().rstrip("。")
            project = f"（{line.project_name}）" if line.project_name else ""
            blocks.append(Heading(3, text(f"{topic}{project}。")))
            matter = line.placed.matter
            facts = _facts(line, about.get(matter.id))
            heaviness = f"，紧急程度{_urgency(line)}" if line.placed.urgency else ""
            place = f"议题{places[matter.kind, matter.id]}{heaviness}。"
            blocks.append(Paragraph(text(place + (f"{facts}。" if facts else ""))))
            if line.statement:
                blocks.append(Paragraph(text(f"部门说明：{line.statement.rstrip('。')}。")))
            if line.proposal:
                blocks.append(
                    Paragraph(text(f"建议：{line.proposal.rstrip('。').removeprefix('建议')}。"))
                )
    return tuple(blocks) or (Paragraph(text("没有需要会议协调的事项。")),)


def _facts(line: AgendaLine, row: ObstacleRow | None) -> str:
    """Since when, what was tried, and why it stands where it stands."""
    matter = line.placed.matter
    if matter.kind not in KINDS:
        return ""  # the office's own: its words are all there is
    if matter.kind == OBSTACLE:
        told = [f"{_day(matter.since)}提出"]
        told += [f"已协调{row.attempts}次"] if row is not None and row.attempts else []
    else:
        told = [matters.duty_source(line.source)] if line.source else []
        told.append(f"{_day(matter.since)}到期")
    told += [closed_up(words.reason(one.code, one.figure)) for one in line.placed.reasons]
    return "，".join(told)


def _urgency(line: AgendaLine) -> str:
    return f"{line.placed.urgency:,}" if line.placed.urgency else "—"


def _rests_on(came: Came) -> str:
    """Whose work the book rests on, and what is not settled."""
    begin = f"本材料依据特派服务员报送的数据。应报{came.envoys}人，"
    since = f"{_day(came.since)}以来"
    if not came.missing:
        told = f"{begin}{since}全部已报"
    else:
        names = "、".join(f"{name}（{unit}）" if unit else name for name, unit in came.missing)
        known = came.envoys - len(came.missing)
        told = f"{begin}{since}已报{known}人，未报{len(came.missing)}人：{names}，其近期情况未计入"
    if came.conflicts:
        told += f"；多人填报不一致、尚未裁定的有{came.conflicts}处"
    if came.aside:
        told += f"；另有{came.aside}个数据包无法收入"
    return told + "。"


def _of_meeting(reader: Reader, row: MeetingRow, lines: Sequence[AgendaLine]) -> list[AgendaLine]:
    """The meeting's own agenda in its order; facts of today where the matter still stands."""
    known = {(line.placed.matter.kind == OBSTACLE, line.placed.matter.id): line for line in lines}
    found = []
    for place, item in enumerate(rows.items(reader, row.id), 1):
        line = known.get((item.obstacle is not None, item.obstacle or item.duty or 0))
        if line is None:
            kept = json.loads(item.grounds) if item.grounds else {}
            since = date.fromisoformat(kept.get("since", row.on))
            reasons = tuple(Reason(*one) for one in words.grounds(kept))
            kind = kept.get("kind", OBSTACLE) if item.obstacle or item.duty else ""
            matter = Matter(kind, item.obstacle or item.duty or item.id, since, item.project,
                            item.department)  # fmt: skip
            line = AgendaLine(
                Placed(place, matter, int(kept.get("urgency", 0)), reasons),
                item.topic, item.project_name, item.department_name,
            )  # fmt: skip
        found.append(replace(line, statement=item.statement or line.statement))
    return found


def _timelines(reader: Reader, listed: Sequence[AgendaLine], today: date) -> dict[str, bytes]:
    """The pictures of the projects on the agenda, in its order, under their names."""
    projects = dict.fromkeys(
        (line.placed.matter.project, line.project_name)
        for line in listed
        if line.placed.matter.project
    )
    found = {}
    for project, name in list(projects)[:MOST_TIMELINES]:
        try:
            sheet = timeline_of.sheet(reader, project or 0, today)
        except Refusal:
            continue  # a plan that runs in a circle has no timeline
        open_bars = [bar for bar in sheet.bars if bar.ahead is not None]
        bars = [bar for bar in open_bars if bar.critical or bar.spans][:MOST_BARS] or open_bars
        if not bars:
            continue
        begins = [first for bar in bars for _party, first, _last in bar.spans]
        begins += [bar.ahead[0] for bar in bars if bar.ahead]
        ends = [bar.ahead[1] for bar in bars if bar.ahead]
        low = max(min(begins), today - timedelta(120)) - timedelta(4)
        high = max([*ends, today]) + timedelta(10)
        cut = replace(
            sheet,
            bars=tuple(bars[:MOST_BARS]),
            days=tuple(day for day in sheet.days if low <= day <= high),
        )
        whole = timeline_page.timeline_pages(cut, whole=True, width=PICTURE_WIDTH)
        found[name] = preview.page_png(pdf.write(whole), 1, PICTURE_DPI)
    return found


def _table(table: department_table.DepartmentTable) -> tuple[Block, ...]:
    paper = department_table.official(table)
    return tuple(
        replace(block, level=2) if isinstance(block, Heading) and block.level == 1 else block
        for block in paper.body
    )


def _earlier(reader: Reader, now_open: MeetingRow | None) -> tuple[Block, ...]:
    """How what earlier meetings decided stands; what was corrected is left out."""
    decided = [
        one
        for one in rows.decisions(reader)
        if one.replaced_by is None and (now_open is None or one.meeting != now_open.id)
    ]
    if not decided:
        return ()
    done = sum(1 for one in decided if one.done_on)
    return (
        Paragraph(text(f"此前议定{len(decided)}项，已办结{done}项。")),
        Table(
            (
                Column("序号", 2, Align.CENTRE), Column("议定事项", 10), Column("牵头部门", 5),
                Column("期限", 5, Align.CENTRE), Column("办结", 5, Align.CENTRE),
            ),
            tuple(
                (
                    str(n), f"{one.topic}：{one.text}", one.lead_name, one.due_on,
                    one.done_on or "未办结",
                )
                for n, one in enumerate(decided, 1)
            ),
        ),
    )  # fmt: skip


def _last_month(on: date) -> tuple[date, date]:
    until = on.replace(day=1) - timedelta(days=1)
    return until.replace(day=1), until


def _numbered_title(part: int, heading: str) -> str:
    return f"{_chinese(part)}、{heading}"


def _chinese(number: int) -> str:
    from envoy_desktop.documents.blocks import chinese

    return chinese(number)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
