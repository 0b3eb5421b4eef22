"""Working papers: the recovery sheet says how, never what; a status fits its page."""

from datetime import date, timedelta

import pytest

from envoy_desktop.documents import pdf, preview, sheet
from envoy_desktop.documents.blocks import Column, Table
from envoy_desktop.documents.project_status import (
    ProcedureLine,
    ProjectStatus,
    project_status,
    status_text,
)
from envoy_desktop.documents.recovery_sheet import recovery_sheet
from envoy_desktop.documents.sheet import BOTTOM, LEFT, RIGHT, Span, Timeline, TimelineRow

from .reading import Read, words

DAY = date(2026, 4, 16)


def status(procedures: int = 3) -> ProjectStatus:
    rows = tuple(
        TimelineRow(
            f"事项{n}",
            (
                Span(date(2026, 1, 5) + timedelta(n), date(2026, 2, 10), "department"),
                Span(date(2026, 2, 11), date(2026, 5, 1), "planned"),
            ),
            n % 2 == 0,
        )
        for n in range(procedures)
    )
    return ProjectStatus(
        name="远航新材料项目",
        as_of=DAY,
        facts=(("投资方", "临江远航新材料科技有限公司"),),
        done=7,
        running=5,
        overdue=2,
        total=31,
        procedures=tuple(
            ProcedureLine(
                f"事项{n}", "市自然资源和规划局", "审查中", "red", "31/20 个工作日", "2026-04-01"
            )
            for n in range(procedures)
        ),
        obstacles=("窗口收件不出具受理凭证",),
        timeline=Timeline(date(2026, 1, 1), date(2026, 5, 31), DAY, rows, date(2026, 5, 20)),
    )


def test_the_recovery_sheet_is_one_page_with_lines_to_write_on() -> None:
    layout = recovery_sheet(
        workspace="临江", unit="推进办", person="张伟", file="/home/张/临江.envoy", created=DAY
    )
    paper = Read(pdf.write(layout))
    assert paper.pages == 1
    assert paper.line_with("口令")
    assert len([s for s in paper.strokes if s.thickness > 0.15]) >= 6
    assert not layout.problems


def test_a_project_status_is_one_page() -> None:
    paper = Read(pdf.write(project_status(status())))
    assert paper.pages == 1
    assert words(paper.line_with("7/31")).startswith("7/31")
    assert paper.line_with("今天")


@pytest.mark.parametrize("count", [0, 1, 40, 150])
def test_nothing_leaves_the_page(count: int) -> None:
    layout = project_status(status(count))
    for run in layout.runs():
        assert LEFT - 0.1 <= run.x <= RIGHT
    for page in layout.pages:
        assert all(bar.y + bar.height <= BOTTOM + 15 for bar in page.bars)
        assert all(LEFT - 1 <= bar.x <= bar.x + bar.width <= RIGHT + 1 for bar in page.bars)


def test_the_same_as_text_for_a_chat() -> None:
    text = status_text(status())
    assert text.splitlines()[0] == "【远航新材料项目】截至 2026-04-16"
    assert "事项0（市自然资源和规划局）" in text


def test_a_page_becomes_a_picture() -> None:
    layout = project_status(status())
    picture = preview.page(layout, 1, 60)
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert preview.page_png(pdf.write(layout), 1, 60).startswith(b"\x89PNG")


def test_an_english_sheet_keeps_its_words_and_quotes_narrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet, "language", lambda: "en")
    text = "One key is kept by this computer’s keyring — it is lost with it; “the other” is yours…"
    layout = sheet.compose(sheet.Sheet("Sheet", (sheet.Words(text * 3),)))
    drawn = "".join(run.text for run in layout.runs())
    assert "computer's keyring" in drawn
    assert layout.language == "en"
    assert not any(line.endswith("-") for line in pdf.text_of(layout).splitlines())


@pytest.mark.parametrize("lines", range(30, 46))
def test_a_tables_head_never_stands_alone_at_a_pages_foot(lines: int) -> None:
    table = Table(
        (Column("序号", 2), Column("事实", 9)), tuple((str(n), "已受理") for n in range(1, 4)),
        caption="明细",
    )  # fmt: skip
    layout = sheet.compose(
        sheet.Sheet("清单", (*(sheet.Words(f"第{n}行") for n in range(lines)), table))
    )
    told = [[run.text for run in page.runs] for page in layout.pages]
    on = [n for n, page in enumerate(told) if "明细" in page]
    assert on, told
    assert "已受理" in told[on[0]], "the caption and the head stand with a row"
