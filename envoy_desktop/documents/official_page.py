"""The official page (GB/T 9704-2012): an OfficialDocument becomes a Layout."""

from collections.abc import Callable, Sequence
from unicodedata import name as unicode_name

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import (
    Attachment,
    Block,
    Heading,
    Inline,
    Item,
    OfficialDocument,
    Paragraph,
    Picture,
    Table,
    numbered,
)
from envoy_desktop.documents.feet import (
    PageCode,
    SetImprint,
    note_text,
    party_lines,
    put_code,
    put_folio,
    put_imprint,
    put_signature,
    set_imprint,
    signature_rows,
)
from envoy_desktop.documents.flow import Blank, Flowed, Laid, Slab, TableRow, TextLine, flow
from envoy_desktop.documents.fonts import Faces, Role, faces
from envoy_desktop.documents.heads import (
    ISSUES,
    attachment_head,
    general_head,
    letter_head,
    mandate_head,
    turned_head,
)
from envoy_desktop.documents.layout import Anchor, Layout, Problem
from envoy_desktop.documents.linebreak import Measure
from envoy_desktop.documents.pictures import Files, picture_slabs
from envoy_desktop.documents.press import Press, styled
from envoy_desktop.documents.tables import is_turned, table_slabs
from envoy_desktop.domain.refusal import Refusal

BODY = Measure(g.SIZE, g.CELL, g.WIDTH, g.INDENT)
FLUSH = Measure(g.SIZE, g.CELL, g.WIDTH)
_HEADINGS = {1: Role.HEI, 2: Role.KAI, 3: Role.FANG, 4: Role.FANG}
SIGNED_ALONG = 2
"""Body lines that go with a signature which does not fit (never 此页无正文)."""
EARLIEST_END = 12
"""The row, from 1, above which a page is not ended early for a signature."""

Codes = Callable[[int], PageCode]


def compose(
    document: OfficialDocument,
    *,
    code: Codes | None = None,
    with_faces: Faces | None = None,
    strict: bool = True,
    quoting: bool = False,
    files: Files | None = None,
) -> Layout:
    """Lay the document out.

    `code` gives the code for the way back of a page (from 1), `files` the content of an evidence
    file that a picture names. With `strict` what could not be printed whole is refused by name:
    `missing-glyph`, `title-too-long`, `mark-too-long`, `table-too-wide`, `picture-unreadable`;
    without, the layout's problems name it (a 〓 stands for a character): that is for a draft.
    A paper that is `quoting` many people's words is not kept back for one character of theirs.
    """
    press = Press(with_faces or faces())
    _Composer(press, document, files).compose()
    pages = press.pages
    for page in pages:
        letter = document.kind == "letter" and page.number == 1
        if not letter:
            put_folio(press, page)
        if code:
            put_code(press, page, code(page.number), below_rule=letter)
    if strict and press.problems:
        raise _refusal(press.problems[0])
    for char, place in press.missing.items():
        values = {"char": char, "code": f"U+{ord(char):04X}", "name": unicode_name(char, "")}
        if strict and not quoting:
            raise Refusal("missing-glyph", next="replace-character", **values)
        press.problems.append(Problem("missing-glyph", values, place))
    if press.substitutions:
        chars = "".join(dict.fromkeys(one.char for one in press.substitutions))
        press.problems.append(Problem("substituted", {"chars": chars}))
    for told in press.faces.passed_by:
        values = {"file": told.file, "why": told.why}
        press.problems.append(Problem("face-passed-by", values))
    return Layout(
        tuple(pages),
        g.PAPER_WIDTH,
        g.PAPER_HEIGHT,
        document.title.replace("\n", ""),
        anchors=press.anchors,
        substitutions=tuple(press.substitutions),
        problems=tuple(press.problems),
    )


def body_slabs(press: Press, blocks: Sequence[Block], files: Files | None = None) -> list[Slab]:
    """Blocks as the official page sets them, for papers that are bound of several parts."""
    return _Composer(press, _BARE, files).slabs(blocks)


def draw_laid(press: Press, laid: Sequence[Laid]) -> None:
    """Draw laid slabs on their pages, which are made as they are needed."""
    _Composer(press, _BARE, None)._draw(laid)


_BARE = OfficialDocument("report", "", "", ())


def _refusal(problem: Problem) -> Refusal:
    """Why a paper with this problem is not printed."""
    values = problem.values
    if problem.rule == "title-too-long":
        return Refusal("title-too-long", next="shorten-title", **values)
    if problem.rule == "mark-too-long":
        return Refusal("mark-too-long", next="shorten-organ", **values)
    if problem.rule == "table-too-wide":
        return Refusal("table-too-wide", next="split-table", **values)
    return Refusal("picture-unreadable", next="replace-picture", **values)


class _Composer:
    """One document on its way to pages."""

    def __init__(self, press: Press, document: OfficialDocument, files: Files | None) -> None:
        self.press, self.document, self.files = press, document, files
        self.letter = document.kind == "letter"
        # briefing and minutes show the organ in their head, a mandate is signed by its parties
        own = document.kind in (*ISSUES, "mandate")
        self.signature = None if own else document.signature
        self.pictures = 0

    def compose(self) -> None:
        press, document = self.press, self.document
        first = press.page()
        heads = {"letter": letter_head, "mandate": mandate_head}
        row = heads.get(document.kind, general_head)(press, first, document)
        slabs: list[Slab] = []
        if document.addressee:
            text = document.addressee.rstrip("：:") + "："
            slabs += [TextLine(line, keep=True) for line in press.set(((text, Role.FANG),), FLUSH)]
        before = len(slabs)
        slabs += self.slabs(document.body)
        note = self.attachments_note() + self.attendance() + self.places_to_sign()
        typeset = [a for a in document.attachments if a.blocks]
        imprint = set_imprint(press, document.imprint, ruled=not self.letter)
        on_last = None if typeset else imprint
        if len(note) > g.ROWS // 2:  # so long a list flows like body
            slabs, note = slabs + note, []
        flowed, carries = self._with_tail(slabs, before, row, note, on_last)
        self._draw(flowed.laid)
        self._tail(flowed, note)
        if typeset:
            for attachment in typeset:
                end = self._attachment(attachment)
            carries = imprint is not None and end <= imprint.last_row + 1
        if imprint:
            put_imprint(press.pages[-1] if carries else press.page(), imprint)

    def slabs(
        self,
        blocks: Sequence[Block],
        prefix: tuple[int, ...] = (),
        above: Sequence[TableRow] = (),
    ) -> list[Slab]:
        """The blocks as lines and table rows; `above` goes with a first table that is turned."""
        slabs: list[Slab] = []
        for item in numbered(tuple(blocks)):
            place, block = prefix + item.place, item.block
            if isinstance(block, Table):
                over = above if item.place == (0,) else ()
                slabs += table_slabs(self.press, block, place, above=over)
                continue
            if isinstance(block, Picture):
                self.pictures += 1
                slabs += picture_slabs(self.press, block, place, self.files, self.pictures)
                continue
            keep = False
            if isinstance(block, Paragraph):
                text = styled(block.runs, Role.FANG)
            elif isinstance(block, Item):
                text = styled((Inline(item.number), *block.runs), Role.FANG)
            else:
                role = _HEADINGS[block.level]
                text = styled((Inline(item.number), *block.runs), role)
                text += styled(block.rest, Role.FANG)
                # Levels 3 and 4 look like body: holding them would only make pages short.
                keep = block.level <= 2 and not block.rest
            lines = self.press.set(text, BODY, place)
            slabs += [
                TextLine(line, place if n == 0 else None, keep and isinstance(block, Heading))
                for n, line in enumerate(lines)
            ]
        return slabs

    def attachments_note(self) -> list[Slab]:
        """附件： one blank line below the body, two in; titles hang under titles (7.3.4)."""
        attachments = self.document.attachments
        if not attachments:
            return []
        slabs: list[Slab] = [Blank()]
        for n, attachment in enumerate(attachments):
            number = f"{n + 1}. " if len(attachments) > 1 else ""
            label = "附件：" if n == 0 else ""
            hang = 5 * g.CELL
            if number:
                hang += self.press.line(number, Role.FANG, g.SIZE, g.CELL).width
            first = 2 * g.CELL if n == 0 else 5 * g.CELL
            measure = Measure(g.SIZE, g.CELL, g.WIDTH, first, hang)
            text = ((label + number + attachment.title.rstrip("。；"), Role.FANG),)
            slabs += [TextLine(line) for line in self.press.set(text, measure)]
        return slabs

    def attendance(self) -> list[Slab]:
        """出席、请假、列席 in Hei after a blank line, the names in Fang hang behind (10.3)."""
        slabs: list[Slab] = []
        measure = Measure(g.SIZE, g.CELL, g.WIDTH, g.INDENT, g.ATTENDED_HANG)
        for n, attended in enumerate(self.document.attendance):
            text = ((attended.label, Role.HEI), ("：" + attended.names, Role.FANG))
            slabs += [Blank()] if n == 0 else []
            slabs += [TextLine(line) for line in self.press.set(text, measure)]
        return slabs

    def places_to_sign(self) -> list[Slab]:
        """Where the parties of a mandate seal, sign and date it, each after a blank line."""
        slabs: list[Slab] = []
        for party in self.document.parties:
            slabs.append(Blank())
            for text in party_lines(party):
                slabs += [TextLine(one) for one in self.press.set(((text, Role.FANG),), BODY)]
        return slabs

    def _with_tail(
        self,
        slabs: list[Slab],
        before: int,
        row: int,
        note: list[Slab],
        imprint: SetImprint | None,
    ) -> tuple[Flowed, bool]:
        """Lay the body so that its tail stands with body text; also whether the last page
        carries the imprint."""
        start = row * g.PITCH
        flowed = flow(slabs, 0, start)
        last = g.ROWS - 1 if imprint is None else imprint.last_row
        tail = self._tail_rows(note)
        along = sum(one.page == flowed.page for one in flowed.laid)
        alone = tail > 0 and flowed.page > 0 and along < SIGNED_ALONG
        if flowed.next_row + tail - 1 <= last and not alone:
            return flowed, imprint is not None
        for gentle in (True, False):
            for bottom in (last, g.ROWS - 1):
                for moved in range(SIGNED_ALONG, g.ROWS):
                    at = len(slabs) - moved
                    if at <= before:
                        break
                    if getattr(slabs[at - 1], "keep", False):
                        continue
                    if not all(isinstance(slab, TextLine) for slab in slabs[at:]):
                        break
                    if moved + tail - 1 > bottom:
                        break
                    again = flow(slabs, 0, start, break_before=at)
                    ends = next(laid for laid in reversed(again.laid) if laid.page < again.page)
                    early = ends.y / g.PITCH + 1 < EARLIEST_END
                    if gentle and early:
                        break
                    return again, imprint is not None and bottom == last
                if flowed.next_row + tail - 1 <= g.ROWS - 1 and not alone:
                    return flowed, False
        return flowed, False

    def _tail_rows(self, note: list[Slab]) -> int:
        """Rows of attachments note, signature and 附注 (the slabs of the note are all lines)."""
        rows = len(note) + signature_rows(self.signature)
        if self.document.note:
            rows += len(self._note_lines())
        return rows

    def _note_lines(self) -> list[Slab]:
        text = note_text(self.document)
        return [TextLine(line) for line in self.press.set(((text, Role.FANG),), BODY)]

    def _tail(self, flowed: Flowed, note: list[Slab]) -> None:
        """Attachments note, signature, 附注 after the body."""
        flowed = flow(note, flowed.page, flowed.next_row * g.PITCH)
        self._draw(flowed.laid)
        page, row = flowed.page, flowed.next_row
        signature = self.signature
        if signature is not None:
            if row + signature_rows(signature) > g.ROWS:
                page, row = page + 1, -1
            self._pages(page)
            put_signature(self.press, self.press.pages[page], signature, row + 1)
            row += signature_rows(signature)
        if self.document.note:
            end = flow(self._note_lines(), page, row * g.PITCH)
            self._draw(end.laid)

    def _attachment(self, attachment: Attachment) -> int:
        """An attachment on pages of its own; gives the next free row of its last page."""
        attachments = self.document.attachments
        index = attachments.index(attachment)
        name = "附件" if len(attachments) == 1 else f"附件{index + 1}"
        page = self.press.page()
        first = attachment.blocks[0]
        above: Sequence[TableRow] = ()
        if isinstance(first, Table) and is_turned(self.press, first):
            # name and title lie across too, or they would stand on a page alone
            above = turned_head(self.press, name, attachment.title)
        row = 0 if above else attachment_head(self.press, page, name, attachment.title)
        slabs = self.slabs(attachment.blocks, (-1 - index,), above)
        flowed = flow(slabs, page.number - 1, row * g.PITCH)
        self._draw(flowed.laid)
        return flowed.next_row

    def _pages(self, page: int) -> None:
        while len(self.press.pages) <= page:
            self.press.page()

    def _draw(self, laid: Sequence[Laid]) -> None:
        for one in laid:
            self._pages(one.page)
            page = self.press.pages[one.page]
            slab, top = one.slab, g.TOP + one.y
            if isinstance(slab, Blank):
                continue
            if slab.place is not None:
                self.press.anchors.setdefault(slab.place, Anchor(page.number, top))
            if isinstance(slab, TableRow):
                slab.draw(page, top)
            else:
                page.put(slab.line, g.LEFT, top + g.ASCENT * g.SIZE, g.SIZE)
