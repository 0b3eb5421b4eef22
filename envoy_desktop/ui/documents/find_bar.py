"""The line under a text in which one looks for words: Ctrl+F, Enter, Shift+Enter, Esc."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _


class FindBar(QWidget):
    """Emits `wanted(text, backward)`; the owner says with `tell` whether there was one."""

    wanted = Signal(str, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self, gap=4)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("查找"))
        self.text.setAccessibleName(_("查找"))
        self.text.textEdited.connect(self._typed)
        line.addWidget(self.text, 1)
        self._none = Label("", "caption", "red_word")
        line.addWidget(self._none)
        for icon, words, slot in (
            ("caret-up", _("上一处（Shift+回车）"), self.before),
            ("caret-down", _("下一处（回车）"), self.after),
            ("x", _("关闭查找（Esc）"), self.close_bar),
        ):
            tool = QToolButton()
            tool.setIcon(theme.icon(icon))
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.clicked.connect(slot)
            line.addWidget(tool)
        self.hide()

    def begin(self, text: str = "") -> None:
        """Show the bar and take the keyboard."""
        self.show()
        if text:
            self.text.setText(text)
        self.text.selectAll()
        self.text.setFocus()

    def tell(self, found: bool) -> None:
        """Say that there is none."""
        self._none.setText("" if found or not self.text.text() else _("没有找到"))

    @Slot()
    def after(self) -> None:
        """The next place."""
        self.wanted.emit(self.text.text(), False)

    @Slot()
    def before(self) -> None:
        """The place before."""
        self.wanted.emit(self.text.text(), True)

    @Slot()
    def close_bar(self) -> None:
        """Put it away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.before if shift else self.after)()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.wanted.emit(text, False)
