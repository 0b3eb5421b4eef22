"""The field of a memo's title: it breaks by sense by itself; the person may move the breaks."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from envoy_desktop.documents import title
from envoy_desktop.ui import theme

_CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class TitleEdit(QPlainTextEdit):
    """Enter breaks the title there; Ctrl+J writes the breaks of the page, or takes all away.

    Ctrl+Alt+Left and Right move the break nearest to the caret by a character.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + theme.px(18))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @Slot()
    def break_by_sense(self) -> None:
        """Write the breaks where the page has them; where there are some, take them away."""
        words = self.toPlainText()
        bare = "".join(line.strip() for line in words.split("\n"))
        self._write(bare if "\n" in words else "\n".join(title.break_title(bare)))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def move_break(self, step: int) -> None:
        """Move the break nearest to the caret one character on (1) or back (-1)."""
        words = self.toPlainText()
        places = [n for n, char in enumerate(words) if char == "\n"]
        if not places:
            return
        caret = self.textCursor().position()
        at = min(places, key=lambda n: abs(n - caret))
        to = at + step
        if not 0 < to < len(words) - 1 or words[to] == "\n":
            return
        rest = words[:at] + words[at + 1 :]
        self._write(rest[:to] + "\n" + rest[to:])
        cursor = self.textCursor()
        cursor.setPosition(to)
        self.setTextCursor(cursor)

    def _write(self, words: str) -> None:
        cursor = self.textCursor()  # not setPlainText: it can be undone
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_J and control:
            self.break_by_sense()
            return
        if event.modifiers() & _CONTROL_ALT == _CONTROL_ALT and event.key() in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            self.move_break(1 if event.key() == Qt.Key.Key_Right else -1)
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.toPlainText().count("\n") >= title.MOST_LINES - 1:
            return
        super().keyPressEvent(event)
