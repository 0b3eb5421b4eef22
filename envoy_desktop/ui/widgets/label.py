"""A text in one of the look's faces and tones; follows the theme."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from envoy_desktop.ui import theme

_ROLES = {
    "ink": QPalette.ColorRole.WindowText,
    "muted": QPalette.ColorRole.PlaceholderText,
    "accent": QPalette.ColorRole.Link,
    "red_word": QPalette.ColorRole.BrightText,
}


class Label(QLabel):
    """`Label(text, face, tone)`: faces of `theme.FACES`, tones are token names."""

    def __init__(
        self,
        text: str = "",
        face: str = "body",
        tone: str = "ink",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._tone = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(face))
        self.setWordWrap(wrap)
        if wrap:
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        """Write in the token `tone` from now on."""
        if tone == self._tone:
            return
        self._tone = tone
        if tone in _ROLES:
            self.setForegroundRole(_ROLES[tone])
        else:
            self.setForegroundRole(QPalette.ColorRole.WindowText)
            self._recolour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._tone not in _ROLES:
            self._recolour()

    def _recolour(self) -> None:
        if not self._tone:
            return
        wanted = theme.colour(self._tone)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != wanted:
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)


class Elided(Label):
    """A label that may be cut with an ellipsis; the whole text is then its tip."""

    may_elide = True  # the clipping check lets it pass

    def __init__(
        self, text: str = "", face: str = "body", tone: str = "ink", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, face, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.em(3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if whole else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)
