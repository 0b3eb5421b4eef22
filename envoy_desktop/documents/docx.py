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
from envoy_desktop.documents.docx_parts import (
    CELL,
    CLOSER,
    PITCH,
    SIZE,
    exact,
    in_frame,
    indent_cells,
    off_grid,
    put_field,
    put_property,
    put_rule,
    put_run,
    set_apart,
    set_face,
)
from envoy_desktop.documents.feet import note_text, party_lines
from envoy_desktop.documents.heads import ISSUES
from envoy_desktop.documents.title import break_title

RED = RGBColor(0xFF, 0, 0)
FANG, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
_IMPRINT_ROW, _IMPRINT_CELLS = Pt(26.25), 31
"""A line of the imprint, and the 14 pt characters that it holds."""
_FACES = {Face.KAI: KAI, Face.HEI: HEI}
_LEVELS = {1: ("一级标题", HEI), 2: ("二级标题", KAI), 3: ("三级标题", FANG), 4: ("四级标题", FANG)}
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


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
        # lines only: a grid of characters gives each Latin sign a cell of its own in LibreOffice,
        # and a cell narrower than 16 pt two of them; the body's characters stand closer instead
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), "579")  # 28.95 pt in twentieths
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
            put_run(line, "— ", "宋体", Pt(14))
            put_field(line, "PAGE", Pt(14))
            put_run(line, " —", "宋体", Pt(14))

    def _styles(self) -> None:
        normal = self.word.styles["Normal"]
        set_face(normal, FANG, SIZE)
        set_apart(normal, CLOSER)
        normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
        exact(normal)
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
        off_grid(title)
        off_grid(mark)
        self._style("发文字号", FANG)
        self._style("落款", FANG, align=WD_ALIGN_PARAGRAPH.RIGHT)
        self._style("附件说明", FANG, indent=True)
        self._style("附件标记", HEI)
        imprint = self._style("版记", FANG, size=Pt(14))
        imprint.paragraph_format.line_spacing = _IMPRINT_ROW
        off_grid(imprint)
        table = self._style("表格", FANG, size=Pt(12))
        table.paragraph_format.line_spacing = Pt(18)
        off_grid(table)

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
        set_face(style, face, size)
        if size != SIZE:
            set_apart(style, 0)
        if indent:
            indent_cells(style, 2)
        if align is not None:
            style.paragraph_format.alignment = align
        else:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if level:
            style.paragraph_format.keep_with_next = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            put_property(style.element.get_or_add_pPr(), outline)
        return style

    # --- head and title -----------------------------------------------------------------------

    def _head(self) -> None:
        kind = self.document.kind
        if kind == "mandate":
            if self.document.number:
                line = self._line(f"编号：{self.document.number}", "发文字号")
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            return
        letter = kind == "letter"
        if self.document.urgency and not letter:
            self._line(self.document.urgency, "附件标记")
        if letter:
            self._letter_head()
        else:
            self._general_head()

    def _mark(self) -> Any:
        mark = self.word.add_paragraph(style="发文机关标志")
        words = self.document.mark
        longest = max((len(line) for line in words.split("\n")), default=1)
        run = mark.add_run(words)
        run.font.size = Pt(max(24, min(48, 440 // max(1, longest))))
        return mark

    def _general_head(self) -> None:
        document = self.document
        # the mark's ink 35 mm below the type area's top
        self._mark().paragraph_format.space_before = Mm(30 if not document.urgency else 20)
        issue = document.kind in ISSUES
        if issue and document.number:
            number = self._line(document.number, "发文字号")
            number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line = self.word.add_paragraph(style="发文字号")
        line.paragraph_format.space_before = PITCH
        stops = line.paragraph_format.tab_stops
        # no indent: the red line is the paragraph's and as wide as the type area
        stops.add_tab_stop(CELL)
        stops.add_tab_stop(Mm(156) - CELL, WD_TAB_ALIGNMENT.RIGHT)
        if issue:
            on = document.signature.on if document.signature else None
            line.add_run(f"\t{next(iter(self._organs()), '')}\t{day(on)}".rstrip("\t"))
        elif document.issuers:
            line.add_run(f"\t{document.number}\t签发人：")
            put_run(line, "　".join(document.issuers), KAI, SIZE)
        else:
            line.add_run(document.number)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        put_rule(line, "bottom", 16, space=11, red=True)

    def _letter_head(self) -> None:
        """Mark 30 mm from the paper's top, double red rules 170 mm wide, one at the foot (10.1)."""
        mark = self._mark()
        put_rule(mark, "bottom", 24, space=11, red=True, kind="thickThinSmallGap")
        in_frame(mark, left=Mm(20), top=Mm(28), width=Mm(170))
        number = self._line(self.document.number, "发文字号")
        number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        number.paragraph_format.space_before = Pt(14)
        if self.document.urgency:
            self._line(self.document.urgency, "附件标记")
        section = self.word.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_footer.is_linked_to_previous = False
        section.footer_distance = Mm(20)
        for footer in (section.footer, section.even_page_footer):
            footer.paragraphs[0].paragraph_format.space_after = Mm(4)
        foot = section.first_page_footer.paragraphs[0]
        foot.paragraph_format.line_spacing = Pt(2)
        foot.paragraph_format.left_indent = Mm(-8)
        foot.paragraph_format.right_indent = Mm(-6)
        put_rule(foot, "bottom", 24, space=0, red=True, kind="thinThickSmallGap")

    def _title(self) -> None:
        first, *rest = break_title(self.document.title, self.document.keep) or ("",)
        line = self.word.add_paragraph(style="公文标题")
        line.paragraph_format.space_before = 2 * PITCH if self.document.kind != "mandate" else PITCH
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
                put_run(line, item.number, face, SIZE)
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
                put_run(line, run.text, name, SIZE)
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
        for told, column in zip(made.columns, table.columns, strict=True):
            told.width = int(Mm(156) * column.share / shares)
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
                    put_run(line, text, HEI, Pt(12))
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
            put_run(line, attended.label, HEI, SIZE)
            put_run(line, "：" + attended.names, FANG, SIZE)
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
            line = self._line(day(signature.on), "落款")
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
        ruled = self.document.kind != "letter"
        if ruled and (imprint.printer or imprint.printed_on):
            on = f"{day(imprint.printed_on)}印发" if imprint.printed_on else ""
            lines.append(f"{imprint.printer}\t{on}".rstrip("\t"))
        if not lines:
            return
        heights = [int(_IMPRINT_ROW * -(-(len(text) + 1) // _IMPRINT_CELLS)) for text in lines]
        for n, text in enumerate(lines):
            # one character in by a space: an indent would draw the rules in as well
            line = self._line("　" + text, "版记")
            # each in a frame of its own: LibreOffice drops the rules where several share one
            below = sum(heights[n:])
            in_frame(line, left=Mm(28), top=Mm(262) - below, width=Mm(156))
            stops = line.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(156) - Pt(14), WD_TAB_ALIGNMENT.RIGHT)
            if ruled:
                put_rule(line, "top", 8 if n == 0 else 6)
                if n == len(lines) - 1:
                    put_rule(line, "bottom", 8)
        # what floats hangs on the paragraph after it
        self._line("", "版记").paragraph_format.line_spacing = Pt(1)

    def _organs(self) -> tuple[str, ...]:
        return self.document.signature.organs if self.document.signature else ()


def day(on: Any) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else ""
