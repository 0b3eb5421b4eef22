"""The editor's lines: what a memo's text says is neither lost nor changed by showing it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envoy_desktop.documents import markup
from envoy_desktop.documents.blocks import Column as TableColumn
from envoy_desktop.documents.blocks import Face, Heading, Inline, Item, Paragraph, Request, Table
from envoy_desktop.ui.documents import structure
from envoy_desktop.ui.documents.structure import Line, form_of, lines_of, places, renumbered

SIGNS = st.text("部门未受理。，1.（一）、①【请求】[]|\\~表：附件—a", min_size=1, max_size=14)
RUNS = st.lists(
    st.builds(Inline, SIGNS, st.sampled_from(list(Face)), st.sampled_from(["", "f1", "a|b]", "7"])),
    min_size=1,
    max_size=3,
).map(tuple)
SIMPLE = st.one_of(
    st.builds(Paragraph, RUNS),
    st.builds(Item, RUNS),
    st.builds(Heading.of, st.integers(1, 4), RUNS),
)
TABLE = st.just(
    Table((TableColumn("项", 2), TableColumn("数 | 额", 3)), (("甲", "1"), ("乙\\", "")), "表名")
)
BODY = st.lists(
    st.one_of(SIMPLE, TABLE, st.lists(SIMPLE, min_size=1, max_size=3).map(tuple).map(Request)),
    max_size=6,
)


@settings(max_examples=60)
@given(BODY)
def test_what_is_shown_and_taken_back_is_the_same_text(body):
    form = markup.print_blocks(body)
    form = markup.print_blocks(markup.parse_blocks(form))
    assert form_of(lines_of(form)) == form


@settings(max_examples=60)
@given(BODY)
def test_each_line_knows_its_place_in_the_document(body):
    form = markup.print_blocks(body)
    blocks = markup.parse_blocks(form)
    lines = lines_of(form)
    for line, place in zip(lines, places(lines), strict=True):
        assert place is not None
        block = blocks[place[0]]
        if isinstance(block, Request):
            block = block.blocks[place[1]]
        kinds = {Table: "table", Item: "item", Paragraph: "text"}
        expected = f"heading{block.level}" if isinstance(block, Heading) else kinds[type(block)]
        assert line.kind == expected


@given(st.text("[]|\\事实楷体 一、", max_size=30))
def test_a_half_typed_line_is_shown_and_kept_as_it_is(text):
    once = [line.text for line in lines_of(text) if line.text.strip()]
    again = [line.text.strip() for line in lines_of(form_of(lines_of(text)))]
    assert again == [line.strip() for line in once]


def test_numbers_follow_the_order_of_the_lines():
    lines = lines_of("一、甲\n（一）乙\n（一）丙\n三、丁\n（五）戊\n①己\n③庚\n正文\n②辛\n3. 2项\n")
    wanted = renumbered(lines)
    assert wanted == [None, None, "（二）", "二、", "（一）", None, "②", None, "①", "1."]
    assert renumbered([Line((Inline("9.5万元"),))]) == [None]


def test_attachments_count_anew_and_have_places_of_their_own():
    table = "表：\n| a |\n| - |\n| 1 |\n"
    lines = lines_of(f"一、甲\n附件：1. 明细\n一、乙\n{table}附件：2. 图\n正文\n")
    assert places(lines) == [
        (0,), (-1, 0), (-1, 0), (-1, 1), (-1, 1), (-1, 1), (-1, 1), (-2, 0), (-2, 0),
    ]  # fmt: skip
    assert renumbered(lines) == [None] * 9


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [("一、背景", "", "背景"), ("背景", "（一）", "（一）背景"), ("①甲", "一、", "一、甲")],
)
def test_another_level_is_another_number_at_the_front(text, mark, expected):
    assert structure.with_mark(Line((Inline(text),)), mark).text == expected
