"""A push button of the look: plain, the one primary, or a link in a line of text."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from envoy_desktop.ui import theme


class Button(QPushButton):
    """`Button(text, primary=…, link=…, icon=…, on=bound_method)`; Enter presses too."""

    def __init__(
        self,
        text: str = "",
        *,
        primary: bool = False,
        link: bool = False,
        icon: str = "",
        tip: str = "",
        on: Callable[..., Any] | SignalInstance | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        if primary:
            self.setProperty("primary", True)
        if link:
            self.setProperty("link", True)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            tone = "button_ink" if primary else "accent" if link else "muted"
            self.setIcon(theme.icon(icon, tone))
        if tip:
            self.setToolTip(tip)
        if on is not None:
            self.clicked.connect(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isDefault():
            self.click()
            return
        super().keyPressEvent(event)
