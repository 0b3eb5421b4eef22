"""Icons: shipped SVGs tinted with a token, drawn at the size and sharpness that is asked for."""

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from envoy_desktop.places import shipped

_sources: dict[str, bytes] = {}


def _source(name: str) -> bytes:
    if name not in _sources:
        _sources[name] = shipped("resources", "icons", f"{name}.svg").read_bytes()
    return _sources[name]


def pixmap(name: str, tone: str, size: QSize, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in the token `tone`, at `size` device pixels."""
    from envoy_desktop.ui.theme import tokens

    colour = tokens().value(tone)
    key = f"icon/{name}/{colour}/{size.width()}x{size.height()}"
    found = QPixmap()
    if not QPixmapCache.find(key, found):
        found = QPixmap(size)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        svg = _source(name).replace(b"currentColor", colour.encode())
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        QPixmapCache.insert(key, found)
    found = QPixmap(found)
    found.setDevicePixelRatio(ratio)
    return found


class _Engine(QIconEngine):
    """Asks for the token when it paints, so an icon follows the theme by itself."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._tone)

    def _tone_in(self, mode: QIcon.Mode) -> str:
        return "faint" if mode == QIcon.Mode.Disabled else self._tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = (rect.size().toSizeF() * ratio).toSize()
        painter.drawPixmap(rect, pixmap(self._name, self._tone_in(mode), size, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._tone_in(mode), size)


def icon(name: str, tone: str = "muted") -> QIcon:
    """The shipped icon `name` (a file of resources/icons) that follows the theme."""
    _source(name)
    return QIcon(_Engine(name, tone))
