"""Draws a timeline on anything that can be painted: the window, a picture, an SVG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from envoy_desktop.ui import theme
from envoy_desktop.ui.theme import Tokens
from envoy_desktop.ui.widgets.dates import day_words
from envoy_desktop.ui.widgets.lamp import paint_lamp
from envoy_desktop.ui.widgets.stacked_bar import paint_party
from envoy_desktop.ui.widgets.timeline_values import Axis, Bar
from envoy_desktop.words import _, days

ELIDE = Qt.TextElideMode.ElideRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class Frame:
    """Lengths of one drawing, in pixels; `day` is a day's width, `shift` what is scrolled away."""

    names: float
    head: float
    row: float
    day: float
    width: float
    height: float
    shift_x: float = 0.0
    shift_y: float = 0.0

    def x(self, place: float) -> float:
        """Where `place` day widths lie."""
        return self.names + place * self.day - self.shift_x

    def y(self, number: int) -> float:
        """The top of row `number`."""
        return self.head + number * self.row - self.shift_y

    def rows_shown(self, count: int) -> range:
        """The rows inside the frame."""
        first = max(int(self.shift_y // self.row), 0)
        last = int((self.shift_y + self.height - self.head) // self.row) + 1
        return range(first, min(max(last, first), count))


class TimelinePainter:
    """Paints bars in a frame with the colours of `tokens`."""

    def __init__(self, tokens: Tokens, bars: Sequence[Bar], axis: Axis, today: date) -> None:
        self.tokens, self.bars, self.axis, self.today = tokens, bars, axis, today
        self.current = -1
        self.focused = False
        self.place: Mapping[int, int] = {bar.id: number for number, bar in enumerate(bars)}
        self._body, self._small = theme.font("body"), theme.font("small")
        self._caption = theme.font("caption")
        self._colours: dict[str, QColor] = {}

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw everything inside the frame."""
        painter.fillRect(QRectF(0, 0, frame.width, frame.height), self._colour("panel"))
        shown = frame.rows_shown(len(self.bars))
        painter.save()
        painter.setClipRect(QRectF(0, frame.head, frame.width, frame.height - frame.head))
        self._paint_rows(painter, frame, shown)
        painter.setClipRect(QRectF(frame.names, 0, frame.width - frame.names, frame.height))
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(frame.names, 0, frame.width - frame.names, frame.height))
        self._paint_months(painter, frame)
        painter.setClipRect(
            QRectF(frame.names, frame.head, frame.width - frame.names, frame.height - frame.head)
        )
        self._paint_arrows(painter, frame, shown)
        for number in shown:
            self._paint_bar(painter, frame, number)
        self._paint_today(painter, frame)
        painter.restore()

    def _colour(self, name: str) -> QColor:
        if name not in self._colours:
            self._colours[name] = QColor(self.tokens.value(name))
        return self._colours[name]

    def _paint_rows(self, painter: QPainter, frame: Frame, shown: Iterable[int]) -> None:
        for number in shown:
            bar, top = self.bars[number], frame.y(number)
            if number == self.current:
                box = QRectF(0, top, frame.width, frame.row)
                painter.fillRect(box, self._colour("selection"))
                if self.focused:
                    edge = QRectF(0, top, theme.px(2), frame.row)
                    painter.fillRect(edge, self._colour("accent"))
            painter.setPen(self._colour("line"))
            bottom = top + frame.row - 1
            painter.drawLine(QPointF(0, bottom), QPointF(frame.width, bottom))
            if bar.lamp:
                side = theme.px(13)
                middle = top + frame.row / 2
                box = QRectF(theme.px(5), middle - side / 2, side, side)
                paint_lamp(painter, box, bar.lamp, self._colour(bar.lamp))
            left = theme.px(28)
            width = frame.names - left - theme.px(8)
            self._text(painter, QRectF(left, top + theme.px(1), width, frame.row * 0.56), bar.title,
                       self._body, "ink")  # fmt: skip
            self._text(painter, QRectF(left, top + frame.row * 0.52, width, frame.row * 0.46),
                       bar.subtitle, self._small, "muted")  # fmt: skip

    def _text(self, painter: QPainter, box: QRectF, text: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(self._colour(tone))
        painter.drawText(box, MIDDLE, QFontMetricsF(font).elidedText(text, ELIDE, box.width()))

    def _paint_months(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(self._caption)
        metrics = QFontMetricsF(self._caption)
        free = frame.names
        for month in self.axis.months():
            x = frame.x(self.axis.left(month))
            if x > frame.width or x < frame.names - theme.px(60):
                continue
            painter.setPen(self._colour("line"))
            painter.drawLine(QPointF(x, frame.head * 0.9), QPointF(x, frame.height))
            words, whole = days.short_month(month), days.month(month)
            if month.month == 1 and x + metrics.horizontalAdvance(whole) < frame.width:
                words = whole
            width = metrics.horizontalAdvance(words)
            if x >= free:
                painter.setPen(self._colour("muted"))
                painter.drawText(QRectF(x + 1, 0, width + 2, frame.head), MIDDLE, words)
                free = x + width + theme.px(8)
        painter.setPen(self._colour("line"))
        painter.drawLine(QPointF(frame.names, 0), QPointF(frame.names, frame.height))

    def _box(self, frame: Frame, number: int, left: int, right: int) -> QRectF:
        height = theme.px(14)
        top = frame.y(number) + (frame.row - height) / 2 - theme.px(1)
        x = frame.x(left)
        return QRectF(x, top, max((right - left) * frame.day, 1.5), height)

    def _paint_bar(self, painter: QPainter, frame: Frame, number: int) -> None:
        bar = self.bars[number]
        if bar.first is None or bar.last is None:
            return
        for segment in bar.segments:
            box = self._box(
                frame, number, self.axis.left(segment.first), self.axis.right(segment.last)
            )
            if box.right() >= frame.names and box.left() <= frame.width:
                paint_party(painter, box, segment.party, self._colour(segment.party))
        if bar.forecast is not None:
            first, last = bar.forecast
            box = self._box(frame, number, self.axis.left(first), self.axis.right(last))
            pen = QPen(self._colour("muted"))
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if bar.critical:
            whole = self._box(frame, number, self.axis.left(bar.first), self.axis.right(bar.last))
            line = QRectF(whole.left(), whole.bottom() + theme.px(3), whole.width(), theme.px(2))
            painter.fillRect(line, self._colour("ink"))

    def _paint_arrows(self, painter: QPainter, frame: Frame, shown: range) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._colour("faint"))
        for number in shown:
            bar = self.bars[number]
            if bar.first is None:
                continue
            for before in bar.after:
                from_row = self.place.get(before)
                if from_row is None or self.bars[from_row].last is None:
                    continue
                both = bar.critical and self.bars[from_row].critical
                pen.setColor(self._colour("ink" if both else "faint"))
                painter.setPen(pen)
                self._paint_arrow(painter, frame, from_row, number)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_arrow(self, painter: QPainter, frame: Frame, from_row: int, to_row: int) -> None:
        end, start = self.bars[from_row].last, self.bars[to_row].first
        assert end is not None
        assert start is not None
        x1 = frame.x(self.axis.right(end))
        y1 = frame.y(from_row) + frame.row / 2
        x2 = frame.x(self.axis.left(start))
        y2 = frame.y(to_row) + frame.row / 2 - theme.px(1)
        if max(x1, x2) < frame.names or min(x1, x2) > frame.width:
            return
        knee = theme.px(5)
        path = QPainterPath(QPointF(x1, y1))
        path.lineTo(x1 + knee, y1)
        if x2 - knee >= x1 + knee:
            path.lineTo(x1 + knee, y2)
        else:
            between = y2 - frame.row / 2 if y2 > y1 else y2 + frame.row / 2
            path.lineTo(x1 + knee, between)
            path.lineTo(x2 - knee, between)
            path.lineTo(x2 - knee, y2)
        path.lineTo(x2 - theme.px(1), y2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        head = theme.px(3)
        painter.setBrush(painter.pen().color())
        tip = QPointF(x2, y2)
        painter.drawPolygon(
            [tip, tip + QPointF(-head * 1.6, -head), tip + QPointF(-head * 1.6, head)]
        )

    def _paint_today(self, painter: QPainter, frame: Frame) -> None:
        x = frame.x(self.axis.right(self.today))
        if frame.names <= x <= frame.width:
            line = QRectF(x - theme.px(1), frame.head, theme.px(2), frame.height - frame.head)
            painter.fillRect(line, self._colour("accent"))

    def words(self, bar: Bar) -> str:
        """A bar as one sentence."""
        if bar.spoken:
            return bar.spoken
        parts = [bar.title, bar.subtitle]
        if bar.first is not None and bar.last is not None:
            parts.append(f"{day_words(bar.first, self.today)} – {day_words(bar.last, self.today)}")
        if bar.forecast is not None:
            parts.append(_("预计 {date} 办结").format(date=day_words(bar.forecast[1], self.today)))
        if bar.critical:
            parts.append(_("关键路径"))
        return _("，").join(part for part in parts if part)
