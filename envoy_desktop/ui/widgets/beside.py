"""A line of words with buttons at its right end; under the words where it is narrow."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label

LEAST = 16
"""The width (em) that the words are left beside the buttons."""


class Beside(QWidget):
    """`Beside(label)`, `add(button, …)`."""

    def __init__(self, words: Label, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(theme.px(8))
        self._both.addWidget(words, 1)
        self._buttons = Flow(gap=8, right=True)
        self._both.addLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Put buttons at the end, in this order."""
        for widget in widgets:
            self._buttons.addWidget(widget)
        self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        beside = self.width() - self._buttons.sizeHint().width() >= theme.em(LEAST)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if beside else ways.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)
            self._buttons.right = beside
            self.updateGeometry()
