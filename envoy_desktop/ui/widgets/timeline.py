"""The timeline: bars on working days, zoomed by the wheel, walked by keys, saved as picture."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.theme.tokens import LIGHT, Tokens
from envoy_desktop.ui.widgets.timeline_paint import Frame, TimelinePainter
from envoy_desktop.ui.widgets.timeline_values import Axis, Bar, Segment, span
from envoy_desktop.words import _

NAMES, HEAD, ROW = 194, 28, 34
SMALLEST_DAY, LARGEST_DAY = 0.6, 60.0


class Timeline(QAbstractScrollArea):
    """`set_bars(bars, today, working)`. Wheel zooms (with Ctrl where rows scroll), drag moves,
    arrows walk, + − 0 zoom, Home goes to today, Enter opens."""

    chosen = Signal(object)  # an id: 63 bits do not fit an int of Qt
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("时间轴"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(theme.px(480), theme.px(200))
        self.viewport().setMouseTracking(True)
        self._today = date(2000, 1, 1)
        self._bars: tuple[Bar, ...] = ()
        self._axis = Axis(self._today, self._today)
        self._day = 0.0  # 0: all of it fits the width
        self._painter = self._new_painter(theme.tokens())
        self._drag: QPoint | None = None

    def set_bars(
        self,
        bars: Sequence[Bar],
        today: date,
        working: Callable[[date], bool] | None = None,
    ) -> None:
        """Show these bars; with `working` days off take no width."""
        current = self.current()
        self._bars, self._today = tuple(bars), today
        self._axis = Axis(*span(self._bars, today), working)
        self._painter = self._new_painter(theme.tokens())
        if current is not None:
            self._painter.current = self._painter.place.get(current.id, -1)
        self._measure()
        self.viewport().update()

    def current(self) -> Bar | None:
        """The chosen bar."""
        number = self._painter.current
        return self._bars[number] if 0 <= number < len(self._bars) else None

    def choose(self, bar_id: int) -> None:
        """Choose a bar and bring it into view."""
        self._go(self._painter.place.get(bar_id, -1), tell=False)

    # --- pictures -----------------------------------------------------------------------------

    def to_image(self, width: int = 1600, ratio: float = 2.0) -> QImage:
        """All rows as a picture in the light colours, `width` px wide, at `ratio` dots a px."""
        frame = self._whole(width)
        image = QImage(
            QSize(round(frame.width * ratio), round(frame.height * ratio)),
            QImage.Format.Format_RGB32,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(LIGHT.panel))
        painter = QPainter(image)
        self._new_painter(LIGHT).paint(painter, frame)
        painter.end()
        return image

    def to_svg(self, width: int = 1600) -> bytes:
        """All rows as SVG in the light colours."""
        frame = self._whole(width)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        made = QSvgGenerator()
        made.setOutputDevice(buffer)
        made.setSize(QSize(round(frame.width), round(frame.height)))
        made.setViewBox(QRectF(0, 0, frame.width, frame.height))
        made.setTitle(_("时间轴"))
        painter = QPainter(made)
        self._new_painter(LIGHT).paint(painter, frame)
        painter.end()
        data: QByteArray = buffer.data()
        return bytes(data.data())

    def _whole(self, width: int) -> Frame:
        names, head, row = theme.px(NAMES), theme.px(HEAD), theme.px(ROW)
        height = head + row * max(len(self._bars), 1)
        return Frame(names, head, row, (width - names) / self._axis.length, width, height)

    # --- painting -----------------------------------------------------------------------------

    def _new_painter(self, tokens: Tokens) -> TimelinePainter:
        return TimelinePainter(tokens, self._bars, self._axis, self._today)

    def _frame_now(self) -> Frame:
        return Frame(
            self._names(), theme.px(HEAD), theme.px(ROW), self._day_width(),
            self.viewport().width(), self.viewport().height(),
            self.horizontalScrollBar().value(), self.verticalScrollBar().value(),
        )  # fmt: skip

    def _names(self) -> float:
        return min(theme.px(NAMES), self.viewport().width() * 0.45)

    def _day_width(self) -> float:
        return self._day or (self.viewport().width() - self._names()) / self._axis.length

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._painter.tokens is not theme.tokens():
            current = self._painter.current
            self._painter = self._new_painter(theme.tokens())
            self._painter.current = current
        self._painter.focused = self.hasFocus()
        painter = QPainter(self.viewport())
        self._painter.paint(painter, self._frame_now())
        painter.setPen(theme.colour("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _measure(self) -> None:
        room = self.viewport().width() - self._names()
        wide = self._day_width() * self._axis.length
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(round(wide - room), 0))
        across.setPageStep(round(room))
        across.setSingleStep(max(round(room / 20), 1))
        space = self.viewport().height() - theme.px(HEAD)
        down.setRange(0, max(theme.px(ROW) * len(self._bars) - space, 0))
        down.setPageStep(max(space, 1))
        down.setSingleStep(theme.px(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # --- hand and keys ------------------------------------------------------------------------

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Zoom by `factor` around the viewport's x `at` (else today's line, else the middle)."""
        frame = self._frame_now()
        if at is None:
            at = frame.x(self._axis.right(self._today))
            if not frame.names <= at <= frame.width:
                at = (frame.names + frame.width) / 2
        at = max(at, frame.names)
        place = (at - frame.names + frame.shift_x) / frame.day
        fit = (frame.width - frame.names) / self._axis.length
        day = min(max(frame.day * factor, min(SMALLEST_DAY, fit)), LARGEST_DAY)
        self._day = 0.0 if day <= fit else day
        self._measure()
        self.horizontalScrollBar().setValue(round(place * self._day_width() - (at - frame.names)))
        self.viewport().update()

    def show_all(self) -> None:
        """The whole time in the width."""
        self._day = 0.0
        self._measure()
        self.viewport().update()

    def show_today(self) -> None:
        """Scroll to today's line."""
        place = self._axis.right(self._today) * self._day_width()
        room = self.viewport().width() - self._names()
        self.horizontalScrollBar().setValue(round(place - room / 2))

    def wheelEvent(self, event: QWheelEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        delta = event.angleDelta()
        if not shift and not delta.x() and (control or self.verticalScrollBar().maximum() == 0):
            self.zoom(1.0015 ** delta.y(), event.position().x())
            event.accept()
        elif shift or delta.x():
            across = self.horizontalScrollBar()
            across.setValue(across.value() - (delta.x() or delta.y()))
            event.accept()
        else:
            down = self.verticalScrollBar()
            down.setValue(down.value() - delta.y() * theme.px(ROW) // 60)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, number = event.key(), self._painter.current
        across = self.horizontalScrollBar()
        page = max((self.viewport().height() - theme.px(HEAD)) // theme.px(ROW), 1)
        walks = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page,
        }  # fmt: skip
        if key in walks:
            self._go(min(max(number + walks[Qt.Key(key)], 0), len(self._bars) - 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = across.singleStep() * (1 if key == Qt.Key.Key_Right else -1)
            across.setValue(across.value() + step)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom(0.8)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Home:
            self.show_today()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            bar = self.current()
            if bar is not None:
                self.opened.emit(bar.id)
        else:
            super().keyPressEvent(event)

    def _row_at(self, point: QPoint) -> int:
        frame = self._frame_now()
        if point.y() < frame.head:
            return -1
        number = int((point.y() - frame.head + frame.shift_y) // frame.row)
        return number if number < len(self._bars) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._go(self._row_at(point))
        if point.x() > self._names():
            self._drag = point
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            point = event.position().toPoint()
            moved, self._drag = point - self._drag, point
            for bar, by in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        bar = self.current()
        if bar is not None and self._row_at(event.position().toPoint()) >= 0:
            self.opened.emit(bar.id)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._row_at(event.pos())
            text = self._painter.words(self._bars[number]) if number >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _go(self, number: int, *, tell: bool = True) -> None:
        if not 0 <= number < len(self._bars) or number == self._painter.current:
            return
        self._painter.current = number
        bar = self._bars[number]
        self.setAccessibleDescription(self._painter.words(bar))
        down, row = self.verticalScrollBar(), theme.px(ROW)
        space = self.viewport().height() - theme.px(HEAD)
        if number * row < down.value():
            down.setValue(number * row)
        elif (number + 1) * row > down.value() + space:
            down.setValue((number + 1) * row - space)
        self.viewport().update()
        if tell:
            self.chosen.emit(bar.id)


__all__ = ["Bar", "Segment", "Timeline"]
