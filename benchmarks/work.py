"""The day's work: recording, lists of a province, clocks of everything, a memo."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np

from benchmarks.measure import Figure, median_ms, percentile_ms
from envoy_desktop import demo, now
from envoy_desktop.casework import events
from envoy_desktop.documents.blocks import OfficialDocument
from envoy_desktop.documents.layout import Layout
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store import connection as door
from envoy_desktop.store.queries import facts, procedures, reference
from envoy_desktop.store.queries.procedures import Wanted
from envoy_desktop.store.workspace import Workspace

JUMPS = 200


def recording(workspace: Workspace) -> Iterator[Figure]:
    """Recording an event: commit on the disk, readings and search fresh, against a raw commit."""
    raw = door.connect(workspace.path, workspace.key)
    raw.execute("CREATE TABLE IF NOT EXISTS bench_floor(x)")

    def commit() -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO bench_floor VALUES (1)")
        raw.execute("COMMIT")

    with workspace.read() as reader:
        planned = [
            row[0]
            for row in reader.rows(
                "SELECT procedure FROM reading_procedure WHERE state = 'planned' LIMIT 60"
            )
        ]

    def record() -> None:
        workspace.do(events.record, procedure=planned.pop(), kind=EventKind.FILED)

    took = median_ms(record, 40)
    floor = median_ms(commit, 40)
    raw.execute("DROP TABLE bench_floor")
    raw.close()
    yield Figure("record an event, readings fresh, on the disk", "one raw SQLCipher commit", took,
                 floor, 2)  # fmt: skip


def lists(workspace: Workspace) -> Iterator[Figure]:
    """The procedure list: open, jump, sort, filter."""
    today = now.today()
    with workspace.read() as reader:
        total = reader.value("SELECT count(*) FROM reading_procedure")
        floor = median_ms(lambda: reader.value("SELECT count(*) FROM procedure"), 5)
        every = procedures.ids(reader, Wanted(today))
        yield Figure(
            f"list of {total:,}: all row ids in order",
            "one count(*)",
            median_ms(lambda: procedures.ids(reader, Wanted(today)), 3),
            floor,
            None,
        )
        yield Figure(
            "… open: the first page",
            "one count(*)",
            median_ms(lambda: procedures.first(reader, Wanted(today)), 20),
            floor,
            2,
        )
        rng, took = random.Random(5), []
        for _jump in range(JUMPS):
            at = rng.randrange(max(1, len(every) - 60))
            begun = time.perf_counter()
            procedures.rows(reader, every[at : at + 60])
            took.append((time.perf_counter() - begun) * 1000)
        yield Figure("… a frame of 60 rows at a random jump, p50", "5 ms",
                     percentile_ms(took, 0.5), 5.0, 1)  # fmt: skip
        yield Figure("… the same, p99", "5 ms", percentile_ms(took, 0.99), 5.0, 1)
        for sort in ("deadline", "name", "department_name", "red_on"):
            yield Figure(
                f"… sorted by {sort}: the first page",
                "16 ms",
                median_ms(lambda by=sort: procedures.first(reader, Wanted(today), by), 9),
                16.0,
                1,
            )
        for text in ("规", "规划许可", "ghxk"):
            yield Figure(
                f"… filtered by {text!r}: the first page",
                "16 ms",
                median_ms(
                    lambda typed=text: procedures.first(reader, Wanted(today, text=typed)), 9
                ),
                16.0,
                1,
            )


def clocks(workspace: Workspace) -> Iterator[Figure]:
    """The clocks of a million procedures against one gather over their events."""
    from envoy_desktop.domain.clock_arrays import read_many
    from envoy_desktop.domain.clock_pack import pack

    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        cases = []
        for _id, found in facts.all_facts(reader):
            if found.events:
                cases.append((found.events, found.terms))
            if len(cases) == 20_000:
                break
    repeats = max(1, 1_000_000 // len(cases))
    packed = pack(cases * repeats)
    count = sum(len(e) for e, _terms in cases) * repeats
    holder = np.arange(count, dtype=np.int32) % 20_000
    days = np.arange(20_000, dtype=np.int32)
    floor = median_ms(lambda: days[holder], 5)
    today = date(2026, 11, 23)
    took = median_ms(lambda: read_many(packed, calendar, today), 1)
    yield Figure(
        f"clocks of {len(cases) * repeats:,} procedures, {count:,} events",
        "one numpy gather over the events",
        took,
        floor,
        25,
    )


def memo(workspace: Workspace) -> Iterator[Figure]:
    """A memo of the demo and long papers: set and written, against bare canvases."""
    from envoy_desktop.documents import memo as memos
    from envoy_desktop.documents.blocks import Paragraph, text
    from envoy_desktop.store.queries import documents

    with workspace.read() as reader:
        drafts = documents.memos(reader)
        paper = memos.document(reader, drafts[-1].id)
    yield _paper(paper, "a memo", 1.4)
    told = "市自然资源和规划局受理后，在法定时限内没有办结，窗口答复说材料不全需要补正。"
    for count in (140, 420):  # some 30 and some 90 pages, no paragraph twice
        body = tuple(Paragraph(text(f"第{n}件，{told * 4}")) for n in range(count))
        yield _paper(replace(paper, body=body), "a paper", 2.0)


def _paper(paper: OfficialDocument, name: str, goal: float) -> Figure:
    """A paper set from nothing, no line of it known, and written."""
    from envoy_desktop.documents import linebreak, official_page, pdf

    def made() -> bytes:
        linebreak.set_text.cache_clear()
        return pdf.write(official_page.compose(paper, strict=False))

    layout = official_page.compose(paper, strict=False)
    floor = median_ms(lambda: bare(layout), 9)
    return Figure(
        f"{name} of {len(layout.pages)} pages, laid out and written",
        "the same strings on a bare canvas",
        median_ms(made, 9),
        floor,
        goal,
    )


def keystroke(workspace: Workspace) -> Iterator[Figure]:
    """A key in a memo of ten pages until the page in sight stands anew, at 150 %."""
    from envoy_desktop.documents import memo as memos
    from envoy_desktop.documents import preview
    from envoy_desktop.store.queries import documents
    from envoy_desktop.ui.documents import reading

    with workspace.read() as reader:
        row = memos.memo_row(reader, next(m.id for m in documents.memos(reader) if not m.number))
    words = "部门自受理之日起已用17个工作日，超出承诺时限10个工作日（城乡规划法第四十条）。"
    before, _attachment, after = row.body.partition("\n附件")
    body = before
    while len(body) < 9 * 22 * 26:  # nine pages of nearly full lines, and what the head takes
        body += f"\n{words * 6}"
    body += f"\n附件{after}"
    typed = 0

    def key() -> None:
        nonlocal typed
        typed += 1
        live = reading.live(workspace, row, {}, body.replace("已用", "已" + "又" * typed, 1))
        assert live.layout is not None
        preview.page(live.layout, 5, 144)

    live = reading.live(workspace, row, {}, body)
    assert live.layout is not None
    layout = live.layout
    floor = median_ms(lambda: preview.page(layout, 5, 144), 9)
    yield Figure(
        f"a key in a memo of {len(layout.pages)} pages to its new page at 150 %",
        "rendering that page alone",
        median_ms(key, 9),
        floor,
        2,
    )


def bare(layout: Layout) -> bytes:
    """The strings of a layout on a bare canvas, faces registered: the floor of a paper."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    first = next(layout.runs()).face
    canvas = Canvas(buffer, (layout.width, layout.height), initialFontName=first)
    page = 1
    for run in layout.runs():
        while page < run.page:
            canvas.showPage()
            page += 1
        canvas.setFont(run.face, run.size)
        canvas.drawString(run.x, layout.height - run.baseline, run.text)
    canvas.save()
    return buffer.getvalue()


def figures(folder: Path, scale: int) -> Iterator[Figure]:
    """All figures of the day's work, over a demo city of a scale."""
    with demo.write(folder / "work.envoy", scale=scale) as workspace:
        yield from recording(workspace)
        yield from lists(workspace)
        yield from clocks(workspace)
        yield from memo(workspace)
        yield from keystroke(workspace)
