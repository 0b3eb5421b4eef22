"""The pages of a paper, drawn as they are looked at: newest wins, the place is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from envoy_desktop.documents.layout import Layout
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import pages
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.words import _

FIT = 0.0
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
SCREEN_DPI = 96
GAP = 12
KEPT = 2  # pages before and after those in sight whose pictures stay
FARTHEST = 4.0

Draw = Callable[[int, float], QImage]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that was drawn: of which paper, at how many dots per inch."""

    paper: int
    number: int
    dpi: float
    image: QImage


class PaperView(QAbstractScrollArea):
    """`show_layout(layout)` or `show_pdf(data, sizes)`; a click tells page and height in points."""

    clicked = Signal(int, float)
    zoomed = Signal(float)
    page_changed = Signal(int, int)  # the page in sight, and how many there are

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._draw: Draw | None = None
        self._paper = 0
        self._sizes: list[tuple[float, float]] = []
        self._pictures: dict[int, tuple[int, float, QPixmap]] = {}
        self._asked: dict[int, tuple[int, float]] = {}
        self._zoom = FIT
        self._page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("版面"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)
        self._settle.timeout.connect(self._ask_visible)

    # --- what is shown ------------------------------------------------------------------------

    def show_layout(self, layout: Layout) -> None:
        """Show a laid out draft; what stood there stays until the new page is drawn."""
        sizes = [(layout.width, layout.height)] * len(layout.pages)
        self._show(partial(pages.of_layout, layout), sizes)

    def show_pdf(self, data: bytes, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a PDF whose pages have these sizes in points."""
        self._show(partial(pages.of_pdf, data), sizes)

    def clear(self) -> None:
        """Show nothing."""
        self._pictures.clear()
        self._show(None, [])

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """1.0 is as large as on paper; 0 fits the width."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show it larger or smaller; the middle of what is seen stays."""
        if zoom == self._zoom:
            return
        page, y = self.at_middle()
        self._zoom = zoom
        self._measure()
        top = self._top(page) + y * self._scale() - self.viewport().height() / 2
        self.verticalScrollBar().setValue(round(top))
        self.viewport().update()
        self._settle.start()
        self.zoomed.emit(zoom)

    def at_middle(self) -> tuple[int, float]:
        """The page in the middle of what is seen, and how far down it, in points."""
        if not self._sizes:
            return 1, 0.0
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        for number in range(1, self.count + 1):
            top = self._top(number)
            if middle < top + self._height(number) + theme.px(GAP) or number == self.count:
                return number, max(0.0, (middle - top) / self._scale())
        return 1, 0.0

    def ensure(self, page: int, y: float) -> None:
        """Bring a place into sight, with room around it; in sight already, nothing moves."""
        if not 1 <= page <= self.count:
            return
        at = self._top(page) + y * self._scale()
        bar, room = self.verticalScrollBar(), theme.px(60)
        top, bottom = bar.value(), bar.value() + self.viewport().height()
        if at - room < top or at + room > bottom:
            bar.setValue(round(at - self.viewport().height() / 3))

    # --- how it behaves -----------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), theme.px(600))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme.colour("background"))
        for number in self._visible():
            box = self._rect(number)
            painter.fillRect(box, Qt.GlobalColor.white)  # paper is white in the dark too
            held = self._pictures.get(number)
            if held is not None:
                painter.drawPixmap(box, held[2])
            painter.setPen(theme.colour("line"))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        page, y = self.at_middle()
        super().resizeEvent(event)
        self._measure()
        if self._zoom == FIT and event.oldSize().width() != event.size().width():
            top = self._top(page) + y * self._scale() - self.viewport().height() / 2
            self.verticalScrollBar().setValue(round(top))
        self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def step_zoom(self, step: int) -> None:
        """One zoom larger (1) or smaller (-1)."""
        now = self._scale() * 72 / SCREEN_DPI
        larger = [z for z in ZOOMS if z > now * 1.02]
        smaller = [z for z in ZOOMS if z < now / 1.02]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = QPointF(event.position())
        for number in self._visible():
            box = QRectF(self._rect(number))
            if box.contains(point):
                self.clicked.emit(number, (point.y() - box.top()) / self._scale())

    # --- inside -------------------------------------------------------------------------------

    def _show(self, draw: Draw | None, sizes: Sequence[tuple[float, float]]) -> None:
        self._draw = draw
        self._paper += 1
        self._sizes = list(sizes)
        for number in [n for n in self._pictures if n > len(sizes)]:
            del self._pictures[number]
        self._measure()
        self.viewport().update()
        self._ask_visible()
        self._tell_page()

    def _scale(self) -> float:
        """Pixels a point."""
        if self._zoom != FIT or not self._sizes:
            return (self._zoom or 1.0) * SCREEN_DPI / 72
        widest = max(width for width, _height in self._sizes)
        room = self.viewport().width() - 2 * theme.px(GAP)
        return max(0.2, min(FARTHEST, room / widest))

    def _height(self, number: int) -> int:
        return round(self._sizes[number - 1][1] * self._scale())

    def _top(self, number: int) -> int:
        gap = theme.px(GAP)
        return gap + sum(self._height(n) + gap for n in range(1, number))

    def _rect(self, number: int) -> QRect:
        width = round(self._sizes[number - 1][0] * self._scale())
        room = self.viewport().width()
        left = max(theme.px(GAP), (room - width) // 2) - self.horizontalScrollBar().value()
        top = self._top(number) - self.verticalScrollBar().value()
        return QRect(left, top, width, self._height(number))

    def _visible(self) -> list[int]:
        view = self.viewport().rect()
        return [n for n in range(1, self.count + 1) if self._rect(n).intersects(view)]

    def _measure(self) -> None:
        whole = self._top(self.count + 1) if self._sizes else 0
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(view.height())
        down.setSingleStep(theme.px(40))
        down.setRange(0, max(0, whole - view.height()))
        widest = max((round(w * self._scale()) for w, _h in self._sizes), default=0)
        across.setPageStep(view.width())
        across.setRange(0, max(0, widest + 2 * theme.px(GAP) - view.width()))

    @Slot()
    def _scrolled(self) -> None:
        self.viewport().update()
        self._ask_visible()
        self._tell_page()

    def _tell_page(self) -> None:
        page, _y = self.at_middle()
        self._page = page
        self.setAccessibleDescription(
            _("第 {page} 页，共 {count} 页").format(page=page, count=self.count)
        )
        self.page_changed.emit(page, self.count)

    @Slot()
    def _ask_visible(self) -> None:
        if self._draw is None or not self.isVisible():
            return
        seen = self._visible()
        if not seen:
            return
        dpi = round(self._scale() * 72 * self.devicePixelRatioF(), 2)
        for number in [n for n in self._pictures if n < seen[0] - KEPT or n > seen[-1] + KEPT]:
            del self._pictures[number]
        for number in seen:
            held = self._pictures.get(number)
            wanted = (self._paper, dpi)
            if (held is not None and held[:2] == wanted) or self._asked.get(number) == wanted:
                continue
            self._asked[number] = wanted
            self._jobs.read(
                _drawn, done=self._came, failed=self._failed, key=f"page-{id(self)}-{number}",
                draw=self._draw, paper=self._paper, number=number, dpi=dpi,
            )  # fmt: skip

    @Slot(object)
    def _came(self, drawn: Drawn) -> None:
        if self._asked.get(drawn.number) == (drawn.paper, drawn.dpi):
            del self._asked[drawn.number]
        if drawn.paper == self._paper:
            pixmap = QPixmap.fromImage(drawn.image)
            self._pictures[drawn.number] = (drawn.paper, drawn.dpi, pixmap)
            self.viewport().update()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._asked.clear()
        raise error

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._measure()
        self._ask_visible()


def _drawn(draw: Draw, paper: int, number: int, dpi: float) -> Drawn:
    return Drawn(paper, number, dpi, draw(number, dpi))
