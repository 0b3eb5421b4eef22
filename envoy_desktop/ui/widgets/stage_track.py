"""The four stages as a track: how far each is, its lamp, and where the project stands today."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.lamp import LAMPS, lamp_word
from envoy_desktop.words import _


@dataclass(frozen=True, slots=True)
class Stage:
    """`lamp` colours the top edge ("" not begun); `share` 0–1 is done; `here`: today is in it."""

    title: str
    line: str = ""
    lamp: str = ""
    share: float = 1.0
    here: bool = False


class StageTrack(QWidget):
    """Stages side by side; click or Enter chooses one."""

    chosen = Signal(int)

    def __init__(self, stages: Sequence[Stage] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: tuple[Stage, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("四个阶段"))
        self._strong, self._body = theme.font("strong"), theme.font("body")
        self.set_stages(stages)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show these stages."""
        self._stages = tuple(stages)
        self.setAccessibleDescription(_("；").join(self._words(stage) for stage in self._stages))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(800), theme.px(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(480), theme.px(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, stage in enumerate(self._stages):
            self._paint_stage(painter, self._box(number), stage, number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(len(self._stages)):
            if self._box(number).contains(event.position().toPoint()):
                self._current = number
                self.update()
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and self._stages:
            self._current = (self._current + steps[Qt.Key(event.key())]) % len(self._stages)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _box(self, number: int) -> QRect:
        width = self.width() / max(len(self._stages), 1)
        left = round(number * width)
        return QRect(left, 0, round((number + 1) * width) - left - theme.px(2), self.height())

    def _paint_stage(self, painter: QPainter, box: QRect, stage: Stage, number: int) -> None:
        edge = theme.px(4)
        painter.fillRect(box, theme.colour("panel"))
        top = QRect(box.left(), box.top(), box.width(), edge)
        painter.fillRect(top, theme.colour("line"))
        if stage.lamp not in LAMPS:
            top.setWidth(theme.px(5))  # not begun: its mark stands where it begins
        else:
            top.setWidth(round(box.width() * min(max(stage.share, 0.0), 1.0)))
            painter.fillRect(top, theme.colour(stage.lamp))
        if stage.here:
            side = theme.px(9)
            mark = QRectF(top.right() - side / 2, edge, side, side * 0.7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ink"))
            points = [mark.bottomLeft(), mark.bottomRight(), mark.center()]
            points[2].setY(mark.top())
            painter.drawPolygon(points)
        if self.hasFocus() and number == self._current:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        pad = theme.px(12)
        width = box.width() - 2 * pad
        for text, font, tone, y in (
            (stage.title, self._strong, "ink", edge + theme.px(7)),
            (stage.line, self._body, "muted", edge + theme.px(27)),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(tone))
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            line = QRect(box.left() + pad, y, width, metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _words(self, stage: Stage) -> str:
        here = _("当前阶段") if stage.here else ""
        parts = (lamp_word(stage.lamp), stage.title, stage.line, here)
        return _("，").join(part for part in parts if part)
