"""A chart on the screen: the drawing of plain values in the look's colours, kept as a picture."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from envoy_desktop.domain import drawing
from envoy_desktop.domain.charts import Bars, Chart, Fan, Reliability
from envoy_desktop.domain.drawing import Box, Drawing, Stroke
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _
from envoy_desktop.words import charts as words

INKS = {"ink": "ink", "muted": "muted", "line": "line", "accent": "accent", "red": "red_word"}
_SIDES = {"left": 0.0, "middle": 0.5, "right": 1.0}


class ChartView(QWidget):
    """`show_chart(chart)`; words for screen readers, Ctrl+S or the menu keep it as a picture."""

    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self._made: tuple[tuple[int, int, int], Drawing] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.em(20))

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart; None: nothing."""
        self.chart, self._made = chart, None
        if chart is not None:
            self.setAccessibleName(words.title(chart))
            self.setAccessibleDescription(words.spoken(chart))
            self.setToolTip("")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        size = theme.font("caption").pixelSize()
        high = theme.px(220)
        if isinstance(self.chart, Bars):
            high = round(size * (2.6 + 2.1 * max(2, len(self.chart.amounts))))
        elif isinstance(self.chart, Reliability):
            high = theme.px(320)
        elif isinstance(self.chart, Fan):
            high = theme.px(200) + round(size * 1.9 * len(self.chart.spans))
        return QSize(theme.px(420), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, self._drawing())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _drawing(self) -> Drawing:
        assert self.chart is not None
        font = theme.font("small")
        key = (self.width(), self.height(), font.pixelSize())
        if self._made is None or self._made[0] != key:
            metrics = QFontMetricsF(font)
            pad = theme.px(4)
            made = drawing.draw(
                self.chart, words.speech(self.chart), max(self.width() - 2 * pad, 10),
                max(self.height() - 2 * pad, 10), font.pixelSize(), metrics.horizontalAdvance,
            )  # fmt: skip
            self._made = key, made
        return self._made[1]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_wanted.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("存为图片…")).triggered.connect(self.save_wanted)
        menu.popup(event.globalPos())


def paint(painter: QPainter, made: Drawing) -> None:
    """Paint a drawing in the colours of the look, a little inside the widget's edge."""
    painter.save()
    painter.translate(theme.px(4), theme.px(4))
    font = theme.font("small")
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for shape in made.shapes:
        colour = theme.colour(INKS[shape.ink])
        if isinstance(shape, Box):
            painter.fillRect(QRectF(shape.x, shape.y, shape.width, shape.height), colour)
        elif isinstance(shape, Stroke):
            pen = QPen(colour, max(shape.width, 0.6))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if shape.dash:
                pen.setDashPattern([max(one / pen.widthF(), 0.1) for one in shape.dash])
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
        else:
            painter.setPen(colour)
            left = shape.x - _SIDES[shape.side] * metrics.horizontalAdvance(shape.text)
            painter.drawText(QPointF(left, shape.y), shape.text)
    painter.restore()


class ChartCard(QWidget):
    """A chart under its title, with a line of words below and a button that keeps the picture."""

    save_wanted = Signal(object)  # the chart

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = column(self, gap=4)
        head = row(gap=8)
        self._title = Label("", "caption-strong", "muted")
        head.addWidget(self._title, 1)
        self._save = Button(_("存为图片"), link=True, on=self._wanted)
        head.addWidget(self._save)
        body.addLayout(head)
        self.view = ChartView()
        self.view.save_wanted.connect(self._wanted)
        body.addWidget(self.view)
        self._line = Label("", "caption", "muted", wrap=True)
        body.addWidget(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_chart(self, chart: Chart, line: str = "", title: str = "") -> None:
        """Show a chart with its words."""
        self._title.setText(title or words.title(chart))
        self._save.setAccessibleName(
            _("把“{title}”存为图片").format(title=title or words.title(chart))
        )
        self.view.show_chart(chart)
        self._line.setText(line)
        self._line.setVisible(bool(line))

    @Slot()
    def _wanted(self) -> None:
        if self.view.chart is not None:
            self.save_wanted.emit(self.view.chart)


def write(path: Path, chart: Chart, title: str, line: str = "") -> Path:
    """Write a chart as .png, .svg or .pdf, black on white; off the UI thread."""
    from envoy_desktop.documents import charts
    from envoy_desktop.store.connection import replace_file

    replace_file(path, charts.written(chart, path.suffix, title, line))
    return path
