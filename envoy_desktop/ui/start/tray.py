"""The icon in the system's tray: log an obstacle from anywhere; where there is a tray at all."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from envoy_desktop.ui import theme
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Session


class Tray(QObject):
    """Icon and menu; everything it does the window does too."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._menu = QMenu()
        for words, slot in (
            (_("记障碍"), self._log),
            (_("打开窗口"), self._raise),
            (_("锁定"), self._lock),
            (_("退出"), self._leave),
        ):
            self._menu.addAction(words, slot)
        self._icon = QSystemTrayIcon(theme.icon("seal-check", "accent"), self)
        self._icon.setToolTip(_("特派服务员工作台"))
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._pressed)
        self._icon.messageClicked.connect(self._raise)
        self._icon.show()

    def notify(self, title: str, lines: str) -> None:
        """Tell something through the system's notifications."""
        self._icon.showMessage(title, lines, QSystemTrayIcon.MessageIcon.Information)

    def end(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self.deleteLater()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._raise()

    @Slot()
    def _raise(self) -> None:
        self._session.raise_window()

    @Slot()
    def _log(self) -> None:
        self._session.raise_window()
        if self._session.window is not None and self._session.cover is None:
            self._session.window.quick_log()

    @Slot()
    def _lock(self) -> None:
        self._session.lock()

    @Slot()
    def _leave(self) -> None:
        if self._session.window is not None:
            self._session.window.close()


def put(session: "Session") -> Tray | None:
    """Put the icon into the tray; None where the system has none (a bare X server)."""
    return Tray(session) if QSystemTrayIcon.isSystemTrayAvailable() else None
