"""What is wrong with a spreadsheet: every bad cell by sheet, row and column, to read or to copy."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _, refusals


class ProblemList(QPlainTextEdit):
    """Every bad cell of a spreadsheet, one a line, to read beside it or to copy."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("表格里要改的地方"))
        self.setMinimumHeight(theme.px(180))

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return not self.toPlainText()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these."""
        self.setPlainText("\n".join(lines))


class Problems(QWidget):
    """A refused spreadsheet: what happened, each bad cell, what to do; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self._what = Label("", "strong", "red_word", wrap=True, selectable=True)
        self._next = Label("", "body", "muted", wrap=True)
        self.list = ProblemList()
        for part in (self._what, self.list, self._next):
            column.addWidget(part)
        self.hide()

    def clear(self) -> None:
        """All is well."""
        self.list.show_lines(())
        self.hide()

    @Slot(object)
    def show_trouble(self, error: Exception) -> None:
        """Tell a trouble; anything else is a bug and goes on."""
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self._what.setText(told.what)
        self._next.setText(" ".join(part for part in (told.kept, told.next) if part))
        self.list.show_lines(told.lines)
        self.list.setVisible(bool(told.lines))
        self.show()
