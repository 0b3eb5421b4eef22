"""The head of a thing's page: title, a second line, buttons beside or (narrow) under them."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row


class PageHead(QWidget):
    """`title`, `line` (a row to fill), `add(button)`; nothing is cut at any width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(theme.px(12))
        texts = column(gap=2)
        self.title = Label("", "title", wrap=True)
        self.line: QHBoxLayout = row(gap=0)
        texts.addWidget(self.title)
        texts.addLayout(self.line)
        self._both.addLayout(texts, 1)
        self._buttons = Flow(gap=8, right=True)
        self._both.addLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_title(self, text: str) -> None:
        """Show another title."""
        self.title.setText(text)
        self._turn()

    def add(self, *widgets: QWidget) -> None:
        """Put buttons (or a lamp) at the end, in this order."""
        for widget in widgets:
            self._buttons.addWidget(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Buttons go under the title where both do not fit side by side."""
        needed = self._buttons.sizeHint().width() + theme.px(24)
        title = self.title.fontMetrics().horizontalAdvance(self.title.text())
        room = self.width() - needed
        beside = room >= max(min(title, theme.px(420)), theme.px(400))
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if beside else ways.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)
            self._buttons.right = beside
            self.updateGeometry()
