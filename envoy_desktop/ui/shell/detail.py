"""The panel at the right: beside the work in a wide window, a drawer over it in a narrow one."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.words import _

WIDTH = 267


class Detail(QWidget):
    """Holds each screen's right panel; `drawer` says how it stands."""

    closed = Signal()

    def __init__(self, body: QWidget, row: QHBoxLayout) -> None:
        super().__init__(body)
        self._body, self._row = body, row
        self.drawer = False
        self._stack = QStackedWidget(self)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self._stack)
        self._held: dict[QWidget, QScrollArea] = {}
        self._none = QWidget()
        self._stack.addWidget(self._none)
        self._motion = QPropertyAnimation(self, b"geometry", self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.setAccessibleName(_("详情"))
        self.setFixedWidth(theme.px(WIDTH))
        row.addWidget(self)
        body.installEventFilter(self)
        self.hide()

    @property
    def empty(self) -> bool:
        """Whether the screen in front has no panel."""
        return self._stack.currentWidget() is self._none

    def put(self, panel: QWidget | None) -> None:
        """Show `panel`; None: the screen has none."""
        if panel is None:
            self._stack.setCurrentWidget(self._none)
        else:
            if panel not in self._held:
                self._held[panel] = self._scrolling(panel)
                self._stack.addWidget(self._held[panel])
            self._stack.setCurrentWidget(self._held[panel])
        if self.drawer or panel is None:
            self.hide()
        else:
            self.show()

    def set_drawer(self, drawer: bool) -> None:
        """Become a drawer over the work, or stand beside it again."""
        if drawer == self.drawer:
            return
        self.drawer = drawer
        self.hide()
        if drawer:
            self._row.removeWidget(self)
        else:
            self._row.addWidget(self)
            self.setVisible(not self.empty)

    def pull(self) -> None:
        """Draw the drawer out; beside the work there is nothing to do."""
        if not self.drawer or self.empty or self.isVisible():
            return
        end = self._place()
        self.setGeometry(end)
        self.show()
        self.raise_()
        duration = theme.look().motion(120)
        if duration:
            self._motion.setDuration(duration)
            self._motion.setStartValue(end.translated(end.width(), 0))
            self._motion.setEndValue(end)
            self._motion.start()

    def push(self) -> None:
        """Push the drawer in."""
        if self.drawer and self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.drawer:
            self.push()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.drawer and self.isVisible():
            self.setGeometry(self._place())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(QRect(0, 0, 1, self.height()), theme.colour("line"))

    def _scrolling(self, panel: QWidget) -> QScrollArea:
        """A long panel scrolls; it does not make the window higher."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        panel.setAutoFillBackground(False)
        area.setWidget(panel)
        return area

    def _place(self) -> QRect:
        width = theme.px(WIDTH)
        return QRect(self._body.width() - width, 0, width, self._body.height())
