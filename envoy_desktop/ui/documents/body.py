"""The editor of a memo's body: one text, its structure visible, undo and find as in any editor."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from envoy_desktop.documents import markup
from envoy_desktop.documents.blocks import Inline
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import gutter, paste, structure
from envoy_desktop.ui.documents.body_lines import (
    AS_IS,
    FACE,
    FACT,
    REQUEST,
    block_format,
    line_of,
    set_property,
    write_runs,
)
from envoy_desktop.ui.documents.gutter import Gutter
from envoy_desktop.ui.documents.highlight import Highlighter
from envoy_desktop.ui.documents.structure import Line, Place
from envoy_desktop.words import _

MARKS = {
    "text": "", "heading1": "一、", "heading2": "（一）", "heading3": "1.", "heading4": "（1）",
    "item": "①",
}  # fmt: skip
NEW_TABLE = ("表：", "| 项目 | 内容 |", "| :--- | :------ |", "|  |  |")


class BodyEdit(QTextEdit):
    """`load(form)`, `form()`; headings, lists, requests, tables and attachments line by line."""

    caret_moved = Signal()  # to another line
    edited = Signal()  # by the person, or by their undo

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("正文"))
        self.setTabChangesFocus(True)
        self.setAcceptRichText(True)  # `insertFromMimeData` takes the structure alone
        self._loading = False
        self._numbering = False
        self._line = -1
        self._marks: Mapping[int, str] = {}
        self._gutter = Gutter(self)
        self._highlighter = Highlighter(self.document())
        self.setViewportMargins(theme.px(gutter.WIDTH), 0, 0, 0)
        self.document().setDocumentMargin(theme.px(6))
        self.document().contentsChanged.connect(self._contents_changed)
        self.cursorPositionChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # --- in and out ---------------------------------------------------------------------------

    def load(self, form: str) -> None:
        """Show a form; what was before cannot be undone to."""
        self._loading = True
        document = self.document()
        document.setUndoRedoEnabled(False)
        document.clear()
        cursor = QTextCursor(document)
        for n, line in enumerate(structure.lines_of(form) or [Line()]):
            if n:
                cursor.insertBlock()
            cursor.setBlockFormat(block_format(line))
            write_runs(cursor, line)
        document.setUndoRedoEnabled(True)
        document.setModified(False)
        self._loading = False
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._line = -1
        self._moved()

    def form(self) -> str:
        """The plain-text form of what stands here."""
        return structure.form_of(self.lines())

    def lines(self) -> list[Line]:
        """The lines as they stand."""
        return [line_of(block) for block in self._blocks()]

    # --- places -------------------------------------------------------------------------------

    def place_at_caret(self) -> Place | None:
        """Where in the document the caret is."""
        return structure.places(self.lines())[self.textCursor().blockNumber()]

    def go_to(self, place: Place) -> bool:
        """Put the caret on the line of a place (or of the block it lies in)."""
        found = structure.places(self.lines())
        for n, stands in enumerate(found):
            if stands is not None and stands[: len(place)] == place:
                self.go_to_line(n)
                return True
        return False

    def go_to_line(self, number: int) -> None:
        """Put the caret at the end of a line, numbered from 0, and take the keyboard."""
        block = self.document().findBlockByNumber(number)
        if not block.isValid():
            block = self.document().lastBlock()
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def line_of_form(self, number: int) -> int:
        """The line here from which line `number` (from 1) of the form comes."""
        for n, (line, _text) in enumerate(structure.numbered_form(self.lines()), 1):
            if n == number:
                return line
        return max(0, self.document().blockCount() - 1)

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Put a lamp beside some lines: line number to red or yellow."""
        if marks != self._marks:
            self._marks = marks
            self._gutter.update()

    # --- structure ----------------------------------------------------------------------------

    def kind_at_caret(self) -> str:
        """What the line of the caret is."""
        return line_of(self.textCursor().block()).kind or "text"

    def in_request(self) -> bool:
        """Whether the caret stands in what is asked."""
        return bool(self.textCursor().blockFormat().property(REQUEST))

    def set_kind(self, kind: str) -> None:
        """Make the chosen lines headings of a level, items or body text."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for block in self._chosen():
            line = line_of(block)
            if line.kind in structure.RAW:
                continue
            length = 0 if line.as_is else markup.mark_length(line.text)
            one = QTextCursor(block)
            one.movePosition(
                QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, length
            )
            one.insertText(MARKS[kind], QTextCharFormat())
            again = line_of(QTextCursor(block).block())
            as_is = kind == "text" and markup.line_kind(again.text) != "text"
            set_property(block, AS_IS, as_is or None)
        cursor.endEditBlock()
        self.setFocus()

    def toggle_request(self) -> None:
        """Frame the chosen lines as one matter that is asked, or take the frame away."""
        chosen = [b for b in self._chosen() if line_of(b).kind not in structure.RAW]
        if not chosen:
            return
        framed = all(block.blockFormat().property(REQUEST) for block in chosen)
        numbers = [int(b.blockFormat().property(REQUEST) or 0) for b in self._blocks()]
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for block in chosen:
            set_property(block, REQUEST, None if framed else max(numbers) + 1)
        cursor.endEditBlock()
        self.viewport().update()
        self._gutter.update()
        self.setFocus()

    def insert_lines(self, texts: Sequence[str]) -> None:
        """Put lines below the one of the caret (in it, where it is empty)."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        for text in texts:
            if cursor.block().text().strip():
                cursor.insertBlock(block_format(Line()), QTextCharFormat())
            else:
                cursor.setBlockFormat(block_format(Line()))
            cursor.insertText(text, QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setFocus()

    def insert_claim(self, words: str, number: int, *, below: bool = False) -> None:
        """Put a sentence that rests on facts at the caret, or as a line below it."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.clearSelection()
        if below:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock(block_format(Line()), QTextCharFormat())
        write_runs(cursor, Line((Inline(words, fact=str(number)),)))
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setFocus()

    def insert_table(self) -> None:
        """Begin a table of two columns."""
        self.insert_lines([*NEW_TABLE])

    def insert_attachment(self) -> None:
        """Begin an attachment at the end."""
        self.moveCursor(QTextCursor.MoveOperation.End)
        count = sum(line.kind == "attachment" for line in self.lines())
        self.insert_lines([f"附件：{count + 1}. "])

    def insert_picture(self, file: str, caption: str) -> None:
        """Put a picture at the end of the last attachment, which is made where there is none."""
        if not any(line.kind == "attachment" for line in self.lines()):
            self.insert_attachment()
            self.textCursor().insertText(_("有关照片"), QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.End)
        told = caption.replace("\\", "").replace("|", "")
        self.insert_lines([f"图：{file}|{told}"])

    def table_at_caret(self) -> tuple[int, int] | None:
        """First and last line of the table the caret is in."""
        lines = self.lines()
        at = self.textCursor().blockNumber()
        if lines[at].kind != "table":
            return None
        first = last = at
        while (
            first > 0
            and lines[first - 1].kind == "table"
            and not lines[first].text.lstrip().startswith("表：")
        ):
            first -= 1
        while (
            last + 1 < len(lines)
            and lines[last + 1].kind == "table"
            and not lines[last + 1].text.lstrip().startswith("表：")
        ):
            last += 1
        return first, last

    def replace_lines(self, first: int, last: int, texts: Sequence[str]) -> None:
        """Put other lines in the place of some; one step of undo."""
        cursor = QTextCursor(self.document().findBlockByNumber(first))
        cursor.beginEditBlock()
        end = self.document().findBlockByNumber(last)
        cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(texts), QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def renumber(self) -> None:
        """Give headings and items the numbers of their order; undone with the step before.

        The caret's own line is left alone: who has typed `3.` may go on with `5万元`.
        """
        if self.document().isRedoAvailable():
            return  # writing now would take the way forward away
        wanted = structure.renumbered(self.lines())
        wanted[self.textCursor().blockNumber()] = None
        if not any(wanted):
            return
        self._numbering = True
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        for number, mark in enumerate(wanted):
            if mark is None:
                continue
            block = self.document().findBlockByNumber(number)
            one = QTextCursor(block)
            length = markup.mark_length(block.text())
            one.movePosition(
                QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, length
            )
            one.insertText(mark, QTextCharFormat())
        cursor.endEditBlock()
        self._numbering = False

    # --- finding ------------------------------------------------------------------------------

    def find_next(self, text: str, *, backward: bool = False) -> bool:
        """Go to the next place of a text, around the end if need be."""
        if not text:
            return False
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if self.find(text, flags):
            return True
        before = self.textCursor()
        self.moveCursor(
            QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start
        )
        if self.find(text, flags):
            return True
        self.setTextCursor(before)
        return False

    # --- typing -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._new_line()
            return
        if event.text() and event.text().isprintable():
            self._leave_fact()
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._leave_fact()
        super().inputMethodEvent(event)

    def _new_line(self) -> None:
        """A new line: the next item of a list, the next row of a table, else body text."""
        cursor = self.textCursor()
        line = line_of(cursor.block())
        at_end = cursor.atBlockEnd() and not cursor.hasSelection()
        cursor.beginEditBlock()
        empty = line.text.strip() in ("", "①") or (
            line.kind == "item" and len(line.text) <= markup.mark_length(line.text)
        )
        if at_end and empty and (line.request or line.kind == "item"):
            # an empty line ends the list, or what is asked
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.removeSelectedText()
            ended = Line(request=line.request if line.kind == "item" else 0)
            cursor.setBlockFormat(block_format(ended))
        else:
            cursor.insertBlock(block_format(Line(request=line.request)), QTextCharFormat())
            if at_end and line.kind == "item":
                cursor.insertText("①", QTextCharFormat())
            elif at_end and line.kind == "table" and line.text.rstrip().endswith("|"):
                columns = line.text.count("|") - 1
                cursor.insertText("|" + "  |" * columns, QTextCharFormat())
                cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
                cursor.movePosition(QTextCursor.MoveOperation.Right, n=2)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.setCurrentCharFormat(QTextCharFormat())
        self.ensureCursorVisible()

    def _leave_fact(self) -> None:
        """What is typed behind a stretch that rests on a fact does not rest on it."""
        cursor = self.textCursor()
        fmt = cursor.charFormat()
        if not (fmt.property(FACT) or fmt.property(FACE)) or cursor.hasSelection():
            return
        after = QTextCursor(cursor)
        on = not cursor.atBlockEnd() and after.movePosition(QTextCursor.MoveOperation.Right)
        if not on or after.charFormat().property(FACT) != fmt.property(FACT):
            self.setCurrentCharFormat(QTextCharFormat())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        lines = paste.lines_of(source)
        if not lines:
            return
        cursor = self.textCursor()
        cursor.beginEditBlock()
        request = cursor.blockFormat().property(REQUEST) or 0
        cursor.insertText(lines[0], QTextCharFormat())
        for text in lines[1:]:
            cursor.insertBlock(block_format(Line(request=request)), QTextCharFormat())
            cursor.insertText(text, QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for _number, block, rect in self.visible_blocks():
            if not block.blockFormat().property(REQUEST):
                continue
            box = QRectF(0, rect.top(), self.viewport().width(), rect.height())
            painter.fillRect(box, theme.colour("tint"))
            edge = QRectF(0, box.top(), theme.px(3), box.height())
            painter.fillRect(edge, theme.colour("accent"))
        painter.end()
        super().paintEvent(event)

    def visible_blocks(self) -> list[tuple[int, QTextBlock, QRectF]]:
        """The lines in sight with their numbers and places in the viewport."""
        layout = self.document().documentLayout()
        shift = -self.verticalScrollBar().value()
        found = []
        first = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        block = first.previous() if first.previous().isValid() else first
        while block.isValid():
            rect = layout.blockBoundingRect(block).translated(0, shift)
            if rect.top() > self.viewport().height():
                break
            found.append((block.blockNumber(), block, rect))
            block = block.next()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        frame = self.contentsRect()
        self._gutter.setGeometry(
            QRect(frame.left(), frame.top(), theme.px(gutter.WIDTH), frame.height())
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.take_colours()

    def marks(self) -> Mapping[int, str]:
        """The lamps beside the lines."""
        return self._marks

    # --- inside -------------------------------------------------------------------------------

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().firstBlock()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _chosen(self) -> list[QTextBlock]:
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        return [document.findBlockByNumber(n) for n in range(first, last + 1)]

    @Slot()
    def _contents_changed(self) -> None:
        self._gutter.update()
        self.viewport().update()
        if not self._loading and not self._numbering:
            self.edited.emit()

    @Slot()
    def _moved(self) -> None:
        line = self.textCursor().blockNumber()
        if line != self._line and not self._loading:
            self._line = line
            self._gutter.update()
            self.caret_moved.emit()

    @Slot()
    def _scrolled(self) -> None:
        self._gutter.update()
