"""The plain-text form of a memo: what is printed is read back as the same document."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Attendance,
    Column,
    Face,
    Heading,
    Imprint,
    Inline,
    Item,
    OfficialDocument,
    Paragraph,
    Party,
    Picture,
    Request,
    Signature,
    Table,
)
from envoy_desktop.documents.markup import (
    ATTENDANCE,
    KINDS,
    PARTIES,
    parse,
    parse_blocks,
    print_blocks,
    print_form,
)
from envoy_desktop.domain.refusal import Refusal

NASTY = "国民一二、（）1.．①|\\[]~:：；⏎【】/请求附件表 -“”𬭎aB　n"
WORDS = st.text(st.sampled_from(NASTY), min_size=1, max_size=12)
NAME = st.text(st.sampled_from("国民临江市政府办Aa1〔〕（）"), min_size=1, max_size=8)
FACT = st.one_of(st.just(""), st.text(st.sampled_from("abc123-]|\\"), min_size=1, max_size=6))


@st.composite
def runs(draw: st.DrawFn, ends: str = "") -> tuple[Inline, ...]:
    """Inline runs as an editor keeps them: no two plain neighbours."""
    found: list[Inline] = []
    for _n in range(draw(st.integers(1, 3))):
        text = draw(WORDS)
        face = draw(st.sampled_from(Face))
        fact = draw(FACT)
        if found and not fact and not face and not (found[-1].fact or found[-1].face):
            continue
        found.append(Inline(text, face, fact))
    return tuple(found)


def _stripped(value: tuple[Inline, ...]) -> bool:
    """Headings and items begin and end with ink; a paragraph may do as it likes."""
    first, last = value[0], value[-1]
    marked = bool(first.face or first.fact), bool(last.face or last.fact)
    return (marked[0] or first.text == first.text.lstrip()) and (
        marked[1] or last.text == last.text.rstrip()
    )


TIDY = runs().filter(_stripped)
HEADING = st.builds(Heading.of, st.integers(1, 4), TIDY)
SIMPLE = st.one_of(st.builds(Paragraph, runs()), HEADING, st.builds(Item, TIDY))
CELL = st.text(st.sampled_from("国民|\\ 1\n-:"), max_size=6).map(lambda t: t.strip(" "))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(
            st.builds(Column, CELL, st.integers(1, 9), st.sampled_from(Align)),
            min_size=1,
            max_size=4,
        )
    )
    width = len(columns)
    rows = draw(st.lists(st.tuples(*[CELL] * width), max_size=4))
    return Table(tuple(columns), tuple(rows), draw(CELL).strip())


BLOCKS = st.lists(
    st.one_of(
        SIMPLE,
        tables(),
        st.builds(Request, st.lists(SIMPLE, min_size=1, max_size=3).map(tuple)),
        st.builds(Picture, NAME, CELL.map(str.strip)),
    ),
    max_size=8,
).map(tuple)
NAMES = st.lists(NAME, max_size=3).map(tuple)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
DOCUMENT = st.builds(
    OfficialDocument,
    kind=st.sampled_from(sorted(KINDS)),
    mark=NAME,
    title=st.text(st.sampled_from("国民⏎\\1\n"), min_size=1).filter(lambda t: t == t.strip()),
    body=BLOCKS,
    number=NAME,
    issuers=NAMES,
    urgency=st.sampled_from(["", "特急"]),
    addressee=NAME,
    attachments=st.lists(
        st.builds(Attachment, NAME.filter(lambda t: not t[0].isdigit()), BLOCKS), max_size=2
    ).map(tuple),
    signature=st.none() | st.builds(Signature, NAMES.filter(bool), st.none() | DAYS, st.booleans()),
    note=st.sampled_from(["", "联系人：张伟，电话：0790-1234567"]),
    imprint=st.none() | st.builds(Imprint, NAMES, NAME, st.none() | DAYS),
    keep=NAMES,
    attendance=st.lists(st.sampled_from(ATTENDANCE), unique=True).map(
        lambda labels: tuple(
            Attendance(one, "市水利局李强") for one in sorted(labels, key=ATTENDANCE.index)
        )
    ),
    parties=st.lists(st.sampled_from(PARTIES), unique=True).map(
        lambda roles: tuple(Party(one, "远航公司") for one in sorted(roles, key=PARTIES.index))
    ),
)


@given(DOCUMENT)
def test_a_document_survives_print_and_parse(document: OfficialDocument) -> None:
    printed = print_form(document)
    assert parse(printed) == document
    assert print_form(parse(printed)) == printed


@given(BLOCKS)
def test_blocks_survive_alone(blocks: tuple[Paragraph, ...]) -> None:
    assert parse_blocks(print_blocks(blocks)) == blocks


def test_what_a_person_types_is_understood() -> None:
    document = parse(
        "标题：关于用地预审超期问题的请示\r\n种类：请示\r\n主送：市人民政府\r\n\r\n"
        "　　项目推进受阻。\r\n三、情况\r\n（一）窗口。答复不一。\r\n1.5公顷土地\r\n"
        "【请求】\r\n协调。\r\n【/请求】\r\n| 日期 | 天数 |\r\n| -- | -: |\r\n| 3月2日 | 20 |\r\n"
        "附件：1. 清单\r\n2026年的事实\r\n附件：2．照片"
    )
    assert document.body[1] == Heading(1, (Inline("情况"),))
    assert document.body[2] == Heading(2, (Inline("窗口。"),), (Inline("答复不一。"),))
    assert document.body[3] == Paragraph((Inline("1.5公顷土地"),))
    assert isinstance(document.body[4], Request)
    assert [a.title for a in document.attachments] == ["清单", "照片"]
    assert document.attachments[0].blocks == (Paragraph((Inline("2026年的事实"),)),)
    assert "一、情况" in print_form(document)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("标题：甲\n", 2),
        ("种类：请示\n", 2),
        ("种类：命令\n标题：甲\n", 1),
        ("种类：请示\n标题：甲\n收件：乙\n", 3),
        ("种类：请示\n标题：甲\n标题：乙\n", 3),
        ("种类：请示\n标题：甲\n成文日期：3月2日\n", 3),
        ("种类：请示\n标题：甲\n用印：也许\n", 3),
        ("种类：请示\n标题：甲\n\n【请求】\n协调。\n", 4),
        ("种类：请示\n标题：甲\n\n【/请求】\n", 4),
        ("种类：请示\n标题：甲\n\n【请求】\n【/请求】\n", 5),
        ("种类：请示\n标题：甲\n\n甲[[乙|楷体\n", 4),
        ("种类：请示\n标题：甲\n\n甲[[乙|宋体]]\n", 4),
        ("种类：请示\n标题：甲\n\n| 甲 | 乙 |\n| - |\n", 5),
        ("种类：请示\n标题：甲\n\n| 甲 |\n| - |\n| 1 | 2 |\n", 6),
        ("种类：请示\n标题：甲\n\n| 甲 |\n", 5),
    ],
)
def test_bad_input_names_its_line_and_what_was_expected(text: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)
    assert refused.value.rule == "bad-memo-text"
    assert refused.value.values["line"] == line
    assert refused.value.values["expected"]
