"""Lines of a paragraph: nothing lost, no mark where it may not be, full lines to the edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.documents.fonts import Role, faces
from envoy_desktop.documents.geometry import CELL, INDENT, SIZE, WIDTH
from envoy_desktop.documents.linebreak import NO_END, NO_START, Line, Measure, set_text

BODY = Measure(SIZE, CELL, WIDTH, INDENT)

IDEOGRAPH = st.sampled_from("市自然资源和规划局受理后未在法定时限内作出决定项目用地预审临江远航")
WORD = st.text(IDEOGRAPH, min_size=1, max_size=12)
MARK = st.sampled_from(["，", "。", "；", "、", "：", "？", "！"])
LATIN = st.sampled_from(
    [
        "2026年3月2日",
        "20个",
        "12.6亿元",
        "PDF",
        "BIM",
        "〔2026〕17号",
        "80％",
        "——",
        "……",
        "A-15",
        "3.5",
        "GB/T 9704",
    ]
)
QUOTED = st.builds(
    lambda pair, inside, stop: pair[0] + inside + stop + pair[1],
    st.sampled_from(["“”", "‘’", "（）", "《》", "〔〕", "【】"]),
    WORD,
    st.sampled_from(["", "。", "？"]),
)
NESTED = st.builds(lambda inside: "“" + inside + "”", QUOTED)
PIECE = st.one_of(WORD, WORD, st.builds(str.__add__, WORD, MARK), LATIN, QUOTED, NESTED)
TEXT = st.lists(PIECE, min_size=1, max_size=40).map("".join).filter(lambda t: t[0] not in NO_START)


def lines_of(text: str, measure: Measure = BODY) -> tuple[Line, ...]:
    return set_text(faces(bundled_only=True), ((text, Role.FANG),), measure).lines


def edge(line: Line) -> float:
    """The right edge of the last glyph's em, as a PDF reader adds it up."""
    face = {name: f for f in map(faces(True).first, Role) for name in [f.name]}
    run = line.runs[-1]
    added = run.step * (len(run.text) - 1)
    return run.dx + sum(face[run.face].advance(c) * SIZE for c in run.text) + added


@given(TEXT)
def test_the_lines_together_are_the_text(text: str) -> None:
    lines = lines_of(text)
    assert "".join(line.text for line in lines) == text
    drawn = "".join(run.text for line in lines for run in line.runs)
    assert drawn.replace(" ", "") == text.replace(" ", "")


@given(TEXT)
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str) -> None:
    lines = lines_of(text)
    for line in lines[1:]:
        assert line.text[0] not in NO_START, line
    for line in lines[:-1]:
        assert line.text.rstrip()[-1] not in NO_END, line


@given(TEXT)
def test_full_lines_end_on_the_type_areas_edge(text: str) -> None:
    for n, line in enumerate(lines_of(text)):
        room = WIDTH - (INDENT if n == 0 else 0)
        if line.last:
            assert line.width <= room + 0.01
            continue
        assert line.width == pytest.approx(room, abs=0.01)
        last = line.runs[-1].text[-1]
        if last not in NO_START:  # a squeezed mark ends a little further out, in white
            assert edge(line) == pytest.approx(WIDTH, abs=0.3 if last > "\u2000" else 6)


@given(TEXT)
def test_runs_do_not_overlap(text: str) -> None:
    for line in lines_of(text):
        starts = [run.dx for run in line.runs]
        assert starts == sorted(starts)


@given(st.text(IDEOGRAPH, min_size=30, max_size=300))
def test_lines_without_latin_or_marks_have_28_cells(text: str) -> None:
    lines = lines_of(text)
    assert len(lines[0].text) == 26
    assert {len(line.text) for line in lines[1:-1]} <= {28}


@pytest.mark.parametrize("ends", ["”。", "）；", "’”。", "》，", "。”"])
@pytest.mark.parametrize("cell", range(24, 31))
def test_marks_in_a_row_near_the_edge_leave_no_lone_mark(ends: str, cell: int) -> None:
    text = "国" * (cell - 2 - len(ends)) + ends + "后文接续" * 3
    lines = lines_of(text)
    assert all(line.text[0] not in NO_START for line in lines)
    short = lines_of("国" * (cell - 2 - len(ends)) + ends)
    assert all(len(line.text) > 1 and line.runs for line in short)


@pytest.mark.parametrize(
    "unit",
    ["〔2026〕17号", "2026年", "12月31日", "20个", "12.6亿元", "PDF/A-2u", "——", "……", "80％"],
)
def test_units_are_not_torn(unit: str) -> None:
    for before in range(14, 30):
        lines = lines_of("国" * before + unit + "民" * 30)
        assert sum(unit in line.text for line in lines) == 1, before


def test_a_mark_in_the_middle_of_its_cell_is_not_squeezed() -> None:
    """Fandol's ？ is centred: the character before it goes down with it."""
    lines = lines_of("国" * 26 + "？" + "民" * 40)
    assert lines[0].text == "国" * 25
    assert lines_of("国" * 26 + "，" + "民" * 40)[0].text[-1] != "，"
    assert lines_of("国" * 24 + "，国" + "，" + "民" * 40)[0].text == "国" * 24 + "，国，"


def test_a_code_longer_than_a_line_is_torn_at_a_sign_and_ends() -> None:
    code = "https://example.cn/" + "a1b2c3/" * 30
    lines = lines_of("见" + code)
    assert "".join(line.text for line in lines) == "见" + code
    assert all(line.text.endswith("/") for line in lines[1:-1])
    assert all(line.width <= WIDTH + 0.01 for line in lines_of("W" * 500))


def test_what_is_invisible_is_dropped_and_tabs_are_blanks() -> None:
    (line,) = lines_of("用\u200b地\t预审\u00a0x\n")
    assert line.text == "用地 预审 x "


def test_the_same_paragraph_is_set_once() -> None:
    assert lines_of("临江远航" * 30) is lines_of("临江远航" * 30)


def test_two_marks_in_a_row_are_both_squeezed_in() -> None:
    """`”。` at the edge: the line has marks enough, so both come up rather than go down."""
    (first, *_rest) = lines_of("局，规划，受理，“国" + "国" * 16 + "”。" + "民" * 40)
    assert first.text.endswith("”。")
    assert first.width == pytest.approx(WIDTH - INDENT, abs=0.01)
