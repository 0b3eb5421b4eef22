"""The list of keys, on the screen and on paper."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

Key = tuple[str, str]  # keys, what they do


class KeyList(QDialog):
    """Every key with what it does; prints itself."""

    def __init__(self, keys: Sequence[Key], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = list(keys)
        self.setWindowTitle(_("快捷键"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(16))
        column.addWidget(Label(_("快捷键"), "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        half = (len(self._keys) + 1) // 2
        for number, (key, what) in enumerate(self._keys):
            side = 0 if number < half else 2
            line = number % half if half else 0
            grid.addWidget(Label(key, "strong"), line, side)
            grid.addWidget(Label(what, "body", "muted"), line, side + 1)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(_("打印"), icon="printer", on=self._print))
        close = Button(_("关闭"), primary=True, on=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)

    @Slot()
    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()  # held: a dialog over a temporary printer crashes
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            document = QTextDocument()
            document.setHtml(self.as_html())
            document.print_(printer)

    def as_html(self) -> str:
        """The list as one page."""
        rows = "".join(
            f"<tr><td><b>{escape(key)}</b></td><td>{escape(what)}</td></tr>"
            for key, what in self._keys
        )
        return f"<h2>{escape(_('快捷键'))}</h2><table cellpadding='4'>{rows}</table>"
