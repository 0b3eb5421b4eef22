"""The look of the window: colours, faces, sizes and icons; every length grows with the text.

`em(n)` is n body heights; `px(n)` is the length drawn as n in the pictures (at 13 px text), at the
size that holds now. Painted widgets ask `colour()` while painting and repaint on PaletteChange.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from envoy_desktop.ui.theme.icons import icon, pixmap
from envoy_desktop.ui.theme.look import Look, Scheme
from envoy_desktop.ui.theme.tokens import Tokens

__all__ = [
    "Look", "Scheme", "Tokens", "colour", "em", "font", "icon", "look", "pixmap", "px", "start",
    "tokens",
]  # fmt: skip

_look: Look | None = None

# at 13 px text: (size, bold)
FACES = {
    "title": (20, True),
    "figure": (16, True),
    "body": (13, False),
    "strong": (13, True),
    "caption": (12, False),
    "caption-strong": (12, True),
    "small": (11, False),
}


def look() -> Look:
    """The look of this application; needs a QApplication."""
    global _look
    if _look is None:
        _look = Look()
        app = QApplication.instance()
        assert app is not None
        # goes before Qt does, else its colours outlive the platform
        app.aboutToQuit.connect(_forget, Qt.ConnectionType.DirectConnection)
    return _look


def _forget() -> None:
    global _look
    _look = None


def start(scheme: Scheme | str = Scheme.SYSTEM, scale: float = 1.0) -> Look:
    """Dress the application before its first window; `scale` 1.0–2.0."""
    look().start(Scheme(scheme), scale)
    return look()


def tokens() -> Tokens:
    """The colours that hold now, as #RRGGBB."""
    return look().tokens


def colour(name: str) -> QColor:
    """The token `name` as a colour; shared, do not change it."""
    return look().colour(name)


def em(n: float) -> int:
    """`n` heights of the body text, in pixels."""
    return round(n * look().body.pixelSize())


def px(n: float) -> int:
    """The length drawn as `n` in the pictures (13 px text), at the text size that holds now."""
    return round(n * look().body.pixelSize() / 13)


def font(face: str = "body") -> QFont:
    """One of the faces title, figure, body, strong, caption, caption-strong, small."""
    size, bold = FACES[face]
    made = QFont(look().body)
    made.setPixelSize(px(size))
    made.setBold(bold)
    return made
