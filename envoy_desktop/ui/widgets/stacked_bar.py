"""Days by charged party as one bar, with a legend in words."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.words import _

PARTIES = ("department", "investor", "intermediary", "nobody")

# where colour is off (high contrast, printed grey) each party has its hatching
PATTERNS = {
    "department": Qt.BrushStyle.SolidPattern,
    "investor": Qt.BrushStyle.BDiagPattern,
    "intermediary": Qt.BrushStyle.Dense5Pattern,
    "nobody": Qt.BrushStyle.NoBrush,
}


def party_name(party: str) -> str:
    """部门, 企业, 中介 or 不计."""
    return {
        "department": _("部门"),
        "investor": _("企业"),
        "intermediary": _("中介"),
        "nobody": _("不计"),
    }[party]


def paint_party(painter: QPainter, box: QRectF, party: str, colour: QColor) -> None:
    """Fill `box` as this party: its colour, and hatched where colours are off."""
    if theme.look().patterns:
        ink = theme.colour("ink")
        painter.fillRect(box, theme.colour("panel"))
        painter.fillRect(box, QBrush(ink, PATTERNS[party]))
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
    else:
        painter.fillRect(box, colour)


class StackedBar(QWidget):
    """`StackedBar({"department": 17, "investor": 3, "nobody": 7})`; what is 0 is not named."""

    def __init__(
        self,
        days: Mapping[str, int] | None = None,
        *,
        legend: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._legend = legend
        self._days: dict[str, int] = {}
        self._lines = 1  # of the legend: narrow panels and English words take a second
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_days(days or {})

    def set_days(self, days: Mapping[str, int]) -> None:
        """Show these calendar days by party."""
        self._days = {party: days.get(party, 0) for party in PARTIES if days.get(party, 0) > 0}
        words = self.words()
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self._break()
        self.update()

    def words(self) -> str:
        """部门 17 日，企业 3 日."""
        parts = (
            _("{party} {days} 日").format(party=party_name(party), days=days)
            for party, days in self._days.items()
        )
        return _("，").join(parts)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(236), theme.px(10 + (8 + 18 * self._lines if self._legend else 0)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        lines = len(self._legend_lines())
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def _legend_lines(self) -> list[list[tuple[str, str, int]]]:
        """Party, words and width of each entry, broken where a line is full."""
        metrics = QFontMetrics(theme.font("caption"))
        lines: list[list[tuple[str, str, int]]] = [[]]
        left = 0
        for party, days in self._days.items():
            text = f"{party_name(party)} {days}"
            width = theme.px(9) + theme.px(5) + metrics.horizontalAdvance(text)
            if lines[-1] and left + width > self.width():
                lines.append([])
                left = 0
            lines[-1].append((party, text, width))
            left += width + theme.px(8)
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(10)
        whole = QRectF(0, 0, self.width(), height)
        clip = QPainterPath()
        clip.addRoundedRect(whole, theme.px(2), theme.px(2))
        painter.setClipPath(clip)
        painter.fillRect(whole, theme.colour("line"))
        total = sum(self._days.values())
        left = 0.0
        for party, days in self._days.items():
            width = self.width() * days / total
            paint_party(painter, QRectF(left, 0, width, height), party, theme.colour(party))
            left += width
        painter.setClipping(False)
        if self._legend:
            self._paint_legend(painter, height)

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        painter.setFont(theme.font("caption"))
        side, gap = theme.px(9), theme.px(5)
        lines = self._legend_lines()
        top += theme.px(6)
        height = (self.height() - top) / len(lines)
        for number, line in enumerate(lines):
            free = max(self.width() - sum(width for _party, _text, width in line), 0)
            step = min(free / max(len(line) - 1, 1), theme.px(32))
            left, upper = 0.0, top + number * height
            for party, text, width in line:
                box = QRectF(left, upper + (height - side) / 2, side, side)
                paint_party(painter, box, party, theme.colour(party))
                painter.setPen(theme.colour("muted"))
                place = QRect(round(left + side + gap), round(upper), width, round(height))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
                left += width + step


class PartyLegend(QWidget):
    """Which colour is whose, over a timeline."""

    def __init__(self, *, plan: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._font = theme.font("caption")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        parts = [party_name(party) for party in PARTIES]
        self.setAccessibleDescription(_("、").join(parts))

    def _texts(self) -> list[tuple[str, str]]:
        texts = [(party, party_name(party)) for party in PARTIES]
        if self._plan:
            texts += [("forecast", _("预测")), ("critical", _("关键路径"))]
        return texts

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font)
        width = sum(metrics.horizontalAdvance(text) + theme.px(30) for _key, text in self._texts())
        return QSize(width, theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        left, middle, side = 0, self.height() / 2, theme.px(10)
        for key, text in self._texts():
            box = QRectF(left, middle - side / 2, side, side)
            if key in PARTIES:
                paint_party(painter, box, key, theme.colour(key))
            else:
                pen = painter.pen()
                pen.setColor(theme.colour("muted" if key == "forecast" else "ink"))
                pen.setWidth(1 if key == "forecast" else 2)
                dashed = key == "forecast"
                pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
                painter.setPen(pen)
                painter.drawLine(left, round(middle), left + side, round(middle))
            painter.setPen(theme.colour("muted"))
            left += side + theme.px(4)
            width = metrics.horizontalAdvance(text)
            place = QRect(left, 0, width + 1, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
            left += width + theme.px(16)
