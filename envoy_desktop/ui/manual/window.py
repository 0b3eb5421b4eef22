"""F1: the manual beside the work, at the screen one is on, with a search over all pages."""

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import (
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.manual.pages import Page, pages
from envoy_desktop.words import _


class Manual(QDialog):
    """Stays open beside the work; does not hold it up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("手册"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self._pages = pages()
        line = QHBoxLayout(self)
        line.setContentsMargins(*[theme.px(16)] * 4)
        line.setSpacing(theme.px(16))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("在手册里查找"))
        self.search.setAccessibleName(_("在手册里查找"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._next_place)
        left.addWidget(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName(_("手册目录"))
        self.list.setStyleSheet(f"QListWidget::item {{ padding: {theme.px(5)}px; }}")
        self.list.currentItemChanged.connect(self._chosen)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(theme.px(190))
        left.setContentsMargins(0, 0, 0, 0)
        line.addWidget(side)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("手册正文"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        line.addWidget(self.text, 1)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.activated.connect(self.search.setFocus)
        theme.look().changed.connect(self._redraw)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(820), room.width() - 40), min(theme.px(620), room.height() - 80))
        self._look("")

    def show_topic(self, topic: str) -> None:
        """Show the page of a screen; a screen without one gets the first page."""
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(Qt.ItemDataRole.UserRole).topic == topic:
                self.list.setCurrentItem(item)
                return
        self.list.setCurrentRow(0)

    @Slot(str)
    def _look(self, words: str) -> None:
        words = words.strip()
        current = self._current()
        self.list.blockSignals(True)
        self.list.clear()
        for page in self._pages:
            if page.holds(words):
                item = QListWidgetItem(page.title)
                item.setData(Qt.ItemDataRole.UserRole, page)
                self.list.addItem(item)
        self.list.blockSignals(False)
        self.show_topic(current.topic if current is not None else "")
        self._redraw()

    def _current(self) -> Page | None:
        item = self.list.currentItem()
        page: Page | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return page

    @Slot()
    def _chosen(self) -> None:
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        page = self._current()
        if page is None:
            self.text.setPlainText(_("没有找到。可以换一个词。"))
            return
        document = QTextDocument(self.text)
        document.setDefaultFont(theme.font("body"))
        document.setDocumentMargin(theme.px(12))
        document.setMarkdown(page.text)
        _space_out(document)
        self.text.setDocument(document)
        self._mark(self.search.text().strip())

    def _mark(self, words: str) -> None:
        marks = []
        found = QTextCursor(self.text.document())
        while words and not (found := self.text.document().find(words, found)).isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = found
            shape = QTextCharFormat()
            shape.setBackground(theme.colour("selection"))
            mark.format = shape
            marks.append(mark)
        self.text.setExtraSelections(marks)

    @Slot()
    def _next_place(self) -> None:
        words = self.search.text().strip()
        if words and not self.text.find(words):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(words)

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        self.search.clear()
        self.show_topic(url.toString())


def _space_out(document: QTextDocument) -> None:
    """Room between paragraphs and lines, the head in the look's size, keys in bold."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        shape = block.blockFormat()
        shape.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(theme.px(4 if block.textList() else 10))
        cursor.setBlockFormat(shape)
        if shape.headingLevel():
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            face = QTextCharFormat()
            face.setFont(theme.font("title"))
            cursor.setCharFormat(face)
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.charFormat().fontFixedPitch():
                cursor.setPosition(piece.position())
                end = piece.position() + piece.length()
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                face = QTextCharFormat()
                face.setFont(theme.font("strong"))
                face.setForeground(theme.colour("accent"))
                cursor.setCharFormat(face)
            pieces += 1
        block = block.next()


def open_manual(window: QWidget, topic: str) -> Manual:
    """Show the manual at a topic; one that is open is used again."""
    found = window.findChild(Manual)
    made = found if isinstance(found, Manual) else Manual(window)
    made.show_topic(topic)
    made.show()
    made.raise_()
    made.activateWindow()
    return made
