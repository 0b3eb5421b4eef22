"""The Word file: the same geometry, named faces, true styles, and every word of the paper."""

from datetime import date
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from envoy_desktop.documents import docx as word
from envoy_desktop.documents import docx_parts
from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Column,
    Heading,
    Imprint,
    OfficialDocument,
    Paragraph,
    Request,
    Signature,
    Table,
    text,
)

PAPER = OfficialDocument(
    kind="request",
    mark="临江市特派办文件",
    title="关于协调解决\n建设工程规划许可证的请示",
    number="临特服请〔2026〕5号",
    issuers=("王建国",),
    addressee="临江市人民政府",
    body=(
        Heading(1, text("基本情况")),
        Heading(2, text("规划许可（市资规局）")),
        Paragraph(text("已用17个工作日，超出10个工作日。")),
        Request((Paragraph(text("恳请协调。")),)),
        Paragraph(text("妥否，请批示。")),
    ),
    attachments=(
        Attachment(
            "明细表",
            (Table((Column("序号", 2, Align.CENTRE), Column("事实", 6)), (("1", "受理"),)),),
        ),
    ),
    signature=Signature(("临江市特派办",), date(2026, 11, 23)),
    note="联系人：李明，电话：0377-1",
    imprint=Imprint(("市政府办公室",), "临江市特派办", date(2026, 11, 23)),
)


@pytest.fixture(scope="module")
def made():
    return docx.Document(BytesIO(word.write(PAPER)))


def test_the_page_is_the_standards(made):
    section = made.sections[0]
    measures = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(m.mm) for m in measures] == [210, 297, 37, 35, 28, 26]
    body = made.styles["公文正文"]
    assert made.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    assert body.paragraph_format.first_line_indent.pt == pytest.approx(31.6, abs=0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"


def test_each_part_has_its_style_and_face(made):
    faces = {}
    for line in made.paragraphs:
        fonts = line.style.element.rPr.find(qn("w:rFonts"))
        faces[line.style.name] = fonts.get(qn("w:eastAsia"))
    assert faces["公文标题"] == "方正小标宋简体"
    assert faces["一级标题"] == "黑体"
    assert faces["二级标题"] == "楷体_GB2312"
    assert faces["公文正文"] == "仿宋_GB2312"


def test_every_word_is_there_in_order(made):
    told = "".join(text.text or "" for text in made.element.body.iter(qn("w:t")))
    places = [
        told.index(words)
        for words in (
            "临江市特派办文件", "临特服请〔2026〕5号", "签发人：王建国", "关于协调解决",
            "临江市人民政府：", "一、基本情况", "（一）规划许可", "恳请协调。", "妥否，请批示。",
            "附件：明细表", "2026年11月23日", "（联系人：李明", "抄送：市政府办公室。", "印发",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["序号", "事实"], ["1", "受理"]
    ]  # fmt: skip


def test_page_numbers_stand_outside_and_are_a_field(made):
    section = made.sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert line.alignment == side
        assert "PAGE" in line._p.xml
        assert line.text.replace(" ", "") == "——"


def test_properties_come_in_the_order_that_word_wants(made):
    for owner in (*made.element.body.iter(qn("w:pPr")), *made.styles.element.iter(qn("w:pPr"))):
        names = [f"w:{child.tag.rpartition('}')[2]}" for child in owner]
        places = [docx_parts._ORDER.index(name) for name in names]
        assert places == sorted(places)
