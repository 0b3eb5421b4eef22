"""Tabs whose pages are built on the first visit; a widget of the page's own at the right end."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from envoy_desktop.ui import theme


class Tabs(QWidget):
    """`add(name, title, build)`; `set_count(name, n)` puts the number behind the title."""

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(8))
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setUsesScrollButtons(True)
        self._head.addWidget(self.bar, 1)
        self._corner = QStackedWidget()
        self._corner.addWidget(QWidget())
        self._head.addWidget(self._corner, 0, Qt.AlignmentFlag.AlignVCenter)
        self._corner.hide()
        column.addLayout(self._head)
        column.addWidget(_Edge())
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self._names: list[str] = []
        self._titles: dict[str, str] = {}
        self._builds: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._corners: dict[str, QWidget] = {}
        self.setFocusProxy(self.bar)
        self.bar.currentChanged.connect(self._show)

    def add(
        self,
        name: str,
        title: str,
        build: Callable[[], QWidget],
        *,
        count: int | None = None,
        corner: QWidget | None = None,
    ) -> None:
        """A tab; `build` makes its page on the first visit (a bound method)."""
        self._names.append(name)
        self._titles[name] = title
        self._builds[name] = build
        if corner is not None:
            self._corners[name] = corner
            self._corner.addWidget(corner)
        self.bar.addTab(title)
        self.set_count(name, count)

    def set_count(self, name: str, count: int | None) -> None:
        """The number behind the tab's title; None or 0: none."""
        title = self._titles[name]
        self.bar.setTabText(self._names.index(name), f"{title} {count}" if count else title)

    def show_page(self, name: str) -> None:
        """Bring a tab to the front."""
        self.bar.setCurrentIndex(self._names.index(name))

    def current(self) -> str:
        """The name of the tab in front."""
        return self._names[self.bar.currentIndex()] if self._names else ""

    def page(self, name: str) -> QWidget | None:
        """The page, if it was ever visited."""
        return self._pages.get(name)

    @Slot(int)
    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._names):
            return
        name = self._names[number]
        if name not in self._builds:
            return
        if name not in self._pages:
            self._pages[name] = self._builds[name]()
            self.stack.addWidget(self._pages[name])
        self.stack.setCurrentWidget(self._pages[name])
        corner = self._corners.get(name)
        if corner is not None:
            self._corner.setCurrentWidget(corner)
        self._fit()
        self.shown.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        corner = self._corners.get(self.current())
        room = self.width() - self.bar.sizeHint().width()
        self._corner.setVisible(corner is not None and corner.sizeHint().width() <= room)


class _Edge(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("line"))
