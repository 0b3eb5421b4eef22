"""The lamps: circle, diamond, triangle, always with a word; painted alone or as a small widget."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

LAMPS = ("green", "yellow", "red")


def lamp_word(lamp: str) -> str:
    """The lamp's name for tips and screen readers."""
    return {"green": _("绿灯"), "yellow": _("黄灯"), "red": _("红灯")}.get(lamp, "")


def word_tone(lamp: str) -> str:
    """The token in which words beside this lamp are written."""
    return f"{lamp}_word" if lamp in LAMPS else "ink"


def paint_lamp(painter: QPainter, box: QRectF, lamp: str, colour: QColor | None = None) -> None:
    """Paint the shape centred in `box` (its smaller side is the lamp's height)."""
    if lamp not in LAMPS:
        return
    side = min(box.width(), box.height())
    centre = box.center()
    half = side / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour or theme.colour(lamp))
    if lamp == "green":
        painter.drawEllipse(centre, half, half)
    elif lamp == "yellow":
        points = [(0, -half * 1.08), (half * 1.08, 0), (0, half * 1.08), (-half * 1.08, 0)]
        painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in points]))
    else:
        points = [(0, -half), (half * 1.05, half * 0.95), (-half * 1.05, half * 0.95)]
        painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in points]))
    painter.restore()


class LampShape(QWidget):
    """The shape alone, beside a text that says the same."""

    def __init__(self, lamp: str = "", size: float = 11, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lamp, self._size = lamp, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_lamp(self, lamp: str) -> None:
        """Show `lamp`: green, yellow, red or "" for none."""
        self._lamp = lamp
        self.setToolTip(lamp_word(lamp))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size + 2)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(self._size)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_lamp(painter, box, self._lamp)


class Lamp(QWidget):
    """Shape and word: `Lamp("red", "逾期 7 日")`."""

    def __init__(
        self,
        lamp: str = "",
        text: str = "",
        face: str = "strong",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        self._shape = LampShape()
        self._text = Label("", face)
        row.addWidget(self._shape)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set(lamp, text)

    def set(self, lamp: str, text: str) -> None:
        """Show another lamp and word."""
        self._shape.set_lamp(lamp)
        self._shape.setVisible(lamp in LAMPS)
        self._text.set_tone(word_tone(lamp))
        self._text.setText(text)
        self.setAccessibleDescription(f"{lamp_word(lamp)} {text}".strip())
