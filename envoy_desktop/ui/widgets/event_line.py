"""The event line of a procedure: what happened, in order, what it did, and what came in late."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.words import _


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, worded: `day` "11月12日 周四", `title` "补正告知", `effect` what it did.

    `late`: working days between the day and its entry, where that is marked. `void`: it changes
    nothing (a duplicate, corrected, without its notice). `ahead`: still to come.
    """

    id: int
    day: str
    title: str
    effect: str = ""
    note: str = ""
    late: int = 0
    void: bool = False
    ahead: bool = False
    tone: str = "accent"


class _Event(QWidget):
    pressed = Signal(object)  # an id: 63 bits do not fit an int of Qt
    menu = Signal(object, QPoint)

    def __init__(
        self, happened: Happened, first: bool, last: bool, wide: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.happened = happened
        self._first, self._last = first, last
        self.chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(28), theme.px(6), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(12))
        day = Label(happened.day, "body", "muted")
        day.setMinimumWidth(wide)  # of all of them, so that what happened stands in line
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        faint = happened.void or happened.ahead
        title = QHBoxLayout()
        title.setSpacing(theme.px(8))
        title.addWidget(Label(happened.title, "strong", "muted" if faint else "ink"))
        if happened.late:
            late = _("补录，晚 {days} 个工作日").format(days=happened.late)
            title.addWidget(Lamp("yellow", late, "caption"))
        if happened.void:
            title.addWidget(Label(_("不起作用"), "caption", "muted"))
        title.addStretch(1)
        texts.addLayout(title)
        for text, face in ((happened.effect, "body"), (happened.note, "small")):
            if text:
                texts.addWidget(Label(text, face, "muted", wrap=True))
        row.addLayout(texts, 1)
        parts = (happened.day, happened.title, happened.effect, happened.note)
        self.setAccessibleName(_("，").join(part for part in parts if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.chosen:
            painter.fillRect(self.rect(), theme.colour("selection"))
        x, y = theme.px(14), theme.px(6) + theme.px(10)
        painter.setPen(QPen(theme.colour("line"), theme.px(2)))
        if not self._first:
            painter.drawLine(QPointF(x, 0), QPointF(x, y))
        if not self._last:
            painter.drawLine(QPointF(x, y), QPointF(x, self.height()))
        side = theme.px(9)
        dot = QRectF(x - side / 2, y - side / 2, side, side)
        faint = self.happened.void or self.happened.ahead
        painter.setPen(QPen(theme.colour("faint" if faint else self.happened.tone), theme.px(2)))
        painter.setBrush(theme.colour("panel" if faint else self.happened.tone))
        painter.drawEllipse(dot)
        if self.hasFocus():
            painter.fillRect(0, 0, theme.px(2), self.height(), theme.colour("accent"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.pressed.emit(self.happened.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pressed.emit(self.happened.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
            corner = self.mapToGlobal(QPoint(theme.px(28), self.height()))
            self.menu.emit(self.happened.id, corner)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu.emit(self.happened.id, event.globalPos())


class EventLine(QWidget):
    """`set_events([Happened, …])`; Enter or the right button asks for an event's menu."""

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._events: list[_Event] = []
        self._current = 0
        # not Maximum: that would cap the height at the hint for a wide line, and cut wrapped texts
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_events(self, events: Sequence[Happened]) -> None:
        """Show these, the earliest first."""
        # asked of the window: while a dialog is still closing, no widget of it has the focus
        had_focus = self.window().focusWidget() in self._events
        for old in self._events:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._events = []
        advance = QFontMetrics(theme.font("body")).horizontalAdvance
        wide = max([theme.em(8), *(advance(happened.day) for happened in events)])
        for number, happened in enumerate(events):
            made = _Event(happened, number == 0, number == len(events) - 1, wide, self)
            made.pressed.connect(self._pressed)
            made.menu.connect(self.menu_wanted)
            self._column.addWidget(made)
            self._events.append(made)
        self.choose(self._current)
        if had_focus and self._events:
            self._events[-1].show()  # the layout would later; a hidden one takes no focus
            self._events[-1].setFocus()

    def choose(self, event_id: int) -> None:
        """Mark an event."""
        self._current = event_id
        for event in self._events:
            if event.chosen != (event.happened.id == event_id):
                event.chosen = not event.chosen
                event.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), super().sizeHint().height())

    @Slot(object)
    def _pressed(self, event_id: int) -> None:
        self.choose(event_id)
        self.chosen.emit(event_id)


__all__ = ["EventLine", "Happened"]
