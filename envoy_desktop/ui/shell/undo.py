"""Undo everywhere: the field under the cursor first while it has something, else the workspace."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def _line_of(widget: QWidget) -> QWidget:
    """The text inside a combo, spin or date box, else the widget itself."""
    line = getattr(widget, "lineEdit", None)
    inner = line() if callable(line) else None
    return inner if isinstance(inner, QWidget) else widget


def can_undo(widget: QWidget | None) -> bool:
    """Whether the text field has something of its own to undo."""
    text = _line_of(widget) if widget is not None else None
    if isinstance(text, QLineEdit):
        return text.isUndoAvailable()
    if isinstance(text, QPlainTextEdit | QTextEdit):
        return text.document().isUndoAvailable()
    return False


def can_redo(widget: QWidget | None) -> bool:
    """Whether the text field has something of its own to redo."""
    text = _line_of(widget) if widget is not None else None
    if isinstance(text, QLineEdit):
        return text.isRedoAvailable()
    if isinstance(text, QPlainTextEdit | QTextEdit):
        return text.document().isRedoAvailable()
    return False


class FieldFirst(QObject):
    """Text fields swallow Ctrl+Z even when they have nothing to undo; this lets it through.

    It watches the focused widget alone: a filter on the application would see every event.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    @Slot(QWidget, QWidget)
    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, QWidget)
        mods = event.modifiers()
        control = Qt.KeyboardModifier.ControlModifier
        both = control | Qt.KeyboardModifier.ShiftModifier
        redo = event.key() == Qt.Key.Key_Y and mods == control
        if event.key() == Qt.Key.Key_Z and mods == control:
            mine = can_undo(watched)
        elif redo or (event.key() == Qt.Key.Key_Z and mods == both):
            mine = can_redo(watched)
        else:
            return False
        if mine:
            return False
        event.ignore()  # the field has nothing: the window's shortcut gets it
        return True
