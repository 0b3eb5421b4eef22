"""An official document for Word and WPS: the same page in the cell grid, with styles of its own.

The faces are named, not embedded: an office has them, and Word takes its nearest where it has not.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Block,
    Face,
    Heading,
    Inline,
    Item,
    OfficialDocument,
    Paragraph,
    Picture,
    Table,
    Text,
    numbered,
)
from envoy_desktop.documents.feet import note_text, party_lines
from envoy_desktop.documents.heads import ISSUES

PITCH = Pt(28.95)
"""Exactly: 22 lines of it fill 225 mm as a grid of cells, the way Word counts."""
SIZE, CELL = Pt(16), Pt(15.8)
RED = RGBColor(0xFF, 0, 0)
FANG, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
_FACES = {Face.KAI: KAI, Face.HEI: HEI}
_LEVELS = {1: ("一级标题", HEI), 2: ("二级标题", KAI), 3: ("三级标题", FANG), 4: ("四级标题", FANG)}
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_ORDER = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens",
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
    "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
    "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""ECMA-376 17.3.1.26: a paragraph's properties come in this order."""


def write(document: OfficialDocument) -> bytes:
    """The document as a DOCX file; equal documents give equal text, styles and geometry."""
    word = docx.Document()
    _Writer(word, document).write()
    out = BytesIO()
    word.save(out)
    return out.getvalue()


class _Writer:
    """One document on its way into Word's."""

    def __init__(self, word: Any, document: OfficialDocument) -> None:
        self.word, self.document = word, document

    def write(self) -> None:
        self._page(self.word.sections[0])
        self._styles()
        self._head()
        self._title()
        if self.document.addressee:
            self._line(self.document.addressee.rstrip("：:") + "：", "主送机关")
        self._blocks(self.document.body)
        self._attachments_note()
        self._attendance()
        self._places_to_sign()
        self._signature()
        if self.document.note:
            self._line(note_text(self.document), "公文正文")
        typeset = [a for a in self.document.attachments if a.blocks]
        if not typeset:
            self._imprint()
        for attachment in typeset:
            self._attachment(attachment)
        if typeset:
            self._imprint()
        self.word.core_properties.title = self.document.title.replace("\n", "")
        self.word.core_properties.author = "；".join(self._organs())
        self.word.core_properties.language = "zh-CN"

    # --- the page -----------------------------------------------------------------------------

    def _page(self, section: Any) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance = Mm(15)
        # the dash of the page number 7 mm below the type area: 297 - 262 - 7 - its own height
        section.footer_distance = Mm(24)
        self.word.settings.odd_and_even_pages_header_footer = True
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "linesAndChars")
        grid.set(qn("w:linePitch"), "579")  # 28.95 pt in twentieths
        grid.set(qn("w:charSpace"), "-849")  # 15.79 pt a cell from 16: in 4096ths of a point
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            line = footer.paragraphs[0]
            line.alignment = side
            indent = line.paragraph_format
            if side == WD_ALIGN_PARAGRAPH.RIGHT:
                indent.right_indent = Pt(14)
            else:
                indent.left_indent = Pt(14)
            _run(line, "— ", "宋体", Pt(14))
            _field(line, "PAGE", Pt(14))
            _run(line, " —", "宋体", Pt(14))

    def _styles(self) -> None:
        normal = self.word.styles["Normal"]
        _face(normal, FANG, SIZE)
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
        _spacing(normal)
        self._style("公文正文", FANG, indent=True)
        self._style("主送机关", FANG)
        for name, face in _LEVELS.values():
            self._style(name, face, indent=True, level=int("一二三四".index(name[0]) + 1))
        self._style("列举", FANG, indent=True)
        title = self._style("公文标题", TITLE, size=Pt(22), align=WD_ALIGN_PARAGRAPH.CENTER)
        title.paragraph_format.line_spacing = Pt(35.6)
        mark = self._style("发文机关标志", TITLE, size=Pt(40), align=WD_ALIGN_PARAGRAPH.CENTER)
        mark.font.color.rgb = RED
        mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        self._style("发文字号", FANG)
        self._style("落款", FANG, align=WD_ALIGN_PARAGRAPH.RIGHT)
        self._style("附件说明", FANG, indent=True)
        self._style("附件标记", HEI)
        imprint = self._style("版记", FANG, size=Pt(14))
        imprint.paragraph_format.line_spacing = Pt(26.25)
        table = self._style("表格", FANG, size=Pt(12))
        table.paragraph_format.line_spacing = Pt(18)

    def _style(
        self,
        name: str,
        face: str,
        *,
        size: Any = SIZE,
        indent: bool = False,
        align: Any = None,
        level: int = 0,
    ) -> Any:
        style = self.word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.word.styles["Normal"]
        style.quick_style = True
        _face(style, face, size)
        if indent:
            _indent(style, 2)
        if align is not None:
            style.paragraph_format.alignment = align
        else:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if level:
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            _put(style.element.get_or_add_pPr(), outline)
        return style

    # --- head and title -----------------------------------------------------------------------

    def _head(self) -> None:
        document = self.document
        mark = self.word.add_paragraph(style="发文机关标志")
        # the mark's ink 35 mm below the type area's top
        mark.paragraph_format.space_before = Mm(30 if document.kind != "letter" else 0)
        words = document.mark.replace("\n", " ")
        run = mark.add_run(words)
        run.font.size = Pt(max(24, min(48, 442 // max(1, len(words)))))
        if document.kind == "letter":
            _rule(mark, "bottom", 12)
        line = self.word.add_paragraph(style="发文字号")
        line.paragraph_format.space_before = PITCH
        line.paragraph_format.tab_stops.add_tab_stop(Mm(156) - CELL, WD_TAB_ALIGNMENT.RIGHT)
        line.paragraph_format.left_indent = CELL
        right = ""
        if document.kind in ISSUES:
            organ = next(iter(self._organs()), "")
            on = document.signature.on if document.signature else None
            right = f"{organ} {_day(on)}".strip()
        elif document.issuers:
            right = "签发人：" + "　".join(document.issuers)
        if document.kind == "letter":
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.add_run(document.number)
        else:
            line.add_run(document.number + ("\t" if right else ""))
            label, colon, name = right.partition("：")
            line.add_run(label + colon if colon else right)
            if colon:
                _run(line, name, KAI, SIZE)
            _rule(line, "bottom", 16, space=11)
        if document.urgency:
            mark.insert_paragraph_before(document.urgency, style="附件标记")

    def _title(self) -> None:
        first, *rest = self.document.title.split("\n")
        line = self.word.add_paragraph(style="公文标题")
        line.paragraph_format.space_before = 2 * PITCH
        line.paragraph_format.space_after = PITCH
        run = line.add_run(first)
        for more in rest:
            run.add_break()
            run = line.add_run(more)

    # --- body ---------------------------------------------------------------------------------

    def _line(self, text: str, style: str) -> Any:
        return self.word.add_paragraph(text, style=style)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for item in numbered(tuple(blocks)):
            block = item.block
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Picture):
                # an office that edits has the printed page beside it; the name leads back
                self._line(f"〔图：{block.caption or block.file}〕", "公文正文")
            elif isinstance(block, Heading):
                name, face = _LEVELS[block.level]
                line = self.word.add_paragraph(style=name if not block.rest else "公文正文")
                _run(line, item.number, face, SIZE)
                self._runs(line, block.runs, face)
                self._runs(line, block.rest, FANG)
            elif isinstance(block, Item):
                line = self.word.add_paragraph(item.number, style="列举")
                self._runs(line, block.runs, "")
            elif isinstance(block, Paragraph):
                self._runs(self.word.add_paragraph(style="公文正文"), block.runs, "")

    def _runs(self, line: Any, runs: Text, face: str) -> None:
        for run in runs:
            name = _FACES.get(run.face, face) if isinstance(run, Inline) else face
            if name:
                _run(line, run.text, name, SIZE)
            else:
                line.add_run(run.text)

    def _table(self, table: Table) -> None:
        if table.caption:
            caption = self.word.add_paragraph(table.caption, style="表格")
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        made = self.word.add_table(rows=0, cols=len(table.columns))
        made.style = "Table Grid"
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        shares = sum(column.share for column in table.columns)
        head = made.add_row()
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(repeat)
        rows = [head, *(made.add_row() for _row in table.rows)]
        texts = [tuple(column.title for column in table.columns), *table.rows]
        for m, (row, cells) in enumerate(zip(rows, texts, strict=True)):
            for n, (column, text) in enumerate(zip(table.columns, cells, strict=True)):
                cell = row.cells[n]
                cell.width = int(Mm(156) * column.share / shares)
                line = cell.paragraphs[0]
                line.style = "表格"
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER if m == 0 else _ALIGN[column.align]
                if m == 0:
                    _run(line, text, HEI, Pt(12))
                else:
                    line.add_run(text)

    # --- tail ---------------------------------------------------------------------------------

    def _attachments_note(self) -> None:
        attachments = self.document.attachments
        for n, attachment in enumerate(attachments):
            number = f"{n + 1}. " if len(attachments) > 1 else ""
            label = "附件：" if n == 0 else "　　　"
            line = self._line(label + number + attachment.title.rstrip("。；"), "附件说明")
            if n == 0:
                line.paragraph_format.space_before = PITCH

    def _attendance(self) -> None:
        for n, attended in enumerate(self.document.attendance):
            line = self.word.add_paragraph(style="公文正文")
            _run(line, attended.label, HEI, SIZE)
            _run(line, "：" + attended.names, FANG, SIZE)
            line.paragraph_format.left_indent = 5 * CELL
            line.paragraph_format.first_line_indent = -3 * CELL
            if n == 0:
                line.paragraph_format.space_before = PITCH

    def _places_to_sign(self) -> None:
        for party in self.document.parties:
            for n, text in enumerate(party_lines(party)):
                line = self._line(text, "公文正文")
                if n == 0:
                    line.paragraph_format.space_before = PITCH

    def _signature(self) -> None:
        signature = self.document.signature
        if signature is None or self.document.kind in (*ISSUES, "mandate"):
            return
        for n, organ in enumerate(signature.organs):
            line = self._line(organ, "落款")
            line.paragraph_format.right_indent = 2 * CELL
            if n == 0:
                line.paragraph_format.space_before = PITCH
        if signature.on:
            line = self._line(_day(signature.on), "落款")
            line.paragraph_format.right_indent = 4 * CELL

    def _attachment(self, attachment: Attachment) -> None:
        attachments = self.document.attachments
        number = attachments.index(attachment) + 1
        mark = self._line("附件" + (str(number) if len(attachments) > 1 else ""), "附件标记")
        mark.paragraph_format.page_break_before = True
        title = self._line(attachment.title, "公文标题")
        title.paragraph_format.space_before = title.paragraph_format.space_after = PITCH
        self._blocks(attachment.blocks)

    def _imprint(self) -> None:
        imprint = self.document.imprint
        if imprint is None:
            return
        lines = []
        if imprint.copies:
            lines.append("抄送：" + "，".join(imprint.copies) + "。")
        if imprint.printer or imprint.printed_on:
            on = f"{_day(imprint.printed_on)}印发" if imprint.printed_on else ""
            lines.append(f"{imprint.printer}\t{on}".rstrip("\t"))
        for n, text in enumerate(lines):
            line = self._line(text, "版记")
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
            stops = line.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(156) - Pt(14), WD_TAB_ALIGNMENT.RIGHT)
            _rule(line, "top", 8 if n == 0 else 6)
            if n == len(lines) - 1:
                _rule(line, "bottom", 8)
            if n == 0:
                line.paragraph_format.space_before = 2 * PITCH

    def _organs(self) -> tuple[str, ...]:
        return self.document.signature.organs if self.document.signature else ()


def _day(on: Any) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def _run(line: Any, text: str, face: str, size: Any) -> Any:
    run = line.add_run(text)
    _face(run, face, size)
    return run


def _face(owner: Any, face: str, size: Any) -> None:
    """The face for Chinese, Times for Latin, and the size; never bold or slanted."""
    owner.font.name = LATIN
    owner.font.size = size
    owner.font.bold = owner.font.italic = False
    properties = owner.element.get_or_add_rPr() if hasattr(owner, "element") else owner._r.rPr
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), LATIN if face != "宋体" else face)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:cs"), LATIN)
    fonts.set(qn("w:hint"), "eastAsia")


def _spacing(style: Any) -> None:
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = PITCH
    style.paragraph_format.widow_control = False
    properties = style.element.get_or_add_pPr()
    for name in ("w:kinsoku", "w:overflowPunct"):
        rule = OxmlElement(name)
        rule.set(qn("w:val"), "1" if name == "w:kinsoku" else "0")
        _put(properties, rule)


def _indent(style: Any, cells: int) -> None:
    """An indent of cells, told in hundredths of a character so that Word keeps the grid."""
    style.paragraph_format.first_line_indent = cells * CELL
    style.element.get_or_add_pPr().find(qn("w:ind")).set(qn("w:firstLineChars"), str(100 * cells))


def _put(properties: Any, element: Any) -> None:
    """Put an element where the schema wants it: Word refuses a paragraph in another order."""
    at = _ORDER.index(f"w:{element.tag.rpartition('}')[2]}")
    properties.insert_element_before(element, *_ORDER[at + 1 :])


def _field(line: Any, code: str, size: Any) -> None:
    for kind in ("begin", "", "end"):
        run = line.add_run()
        _face(run, "宋体", size)
        if kind:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        else:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)


def _rule(line: Any, side: str, eighths: int, *, space: int = 1) -> None:
    """A rule above or below a paragraph, its thickness in eighths of a point."""
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        _put(properties, borders)
    edge = OxmlElement(f"w:{side}")
    red = side == "bottom" and line.style.name in ("发文字号", "发文机关标志")
    for name, value in (
        ("val", "single"), ("sz", str(eighths)), ("space", str(space)),
        ("color", "FF0000" if red else "000000"),
    ):  # fmt: skip
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
