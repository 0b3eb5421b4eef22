"""Reminds of due dates while the program runs: once before, on, and after each."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from envoy_desktop import now
from envoy_desktop.domain.reminders import Notice
from envoy_desktop.words import _, ngettext

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Session

EVERY_MS = 30 * 60 * 1000
SHOWN = 3
"""Notices named in one message; the rest are counted."""


class Reminding(QObject):
    """Looks half-hourly; a locked window tells how many, not what."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        self.deleteLater()

    @Slot()
    def look(self) -> None:
        """Read what is due off the UI thread."""
        from envoy_desktop.casework import reminders

        window = self._session.window
        if window is None or not self._session.device.value("ui.reminders"):
            return
        window.context.jobs.read(
            reminders.notices, done=self._came, key="reminders",
            workspace=window.context.workspace, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: tuple[Notice, ...]) -> None:
        if not found or self._session.window is None:
            return
        from envoy_desktop.casework import reminders

        n = len(found)
        title = ngettext("{n} 项到期提醒", "{n} 项到期提醒", n).format(n=n)
        if self._session.cover is not None:
            self._session.notify(title, _("解锁后查看"))
            return
        lines = [reminders.words(notice) for notice in found[:SHOWN]]
        if n > SHOWN:
            more = n - SHOWN
            lines.append(ngettext("另有 {n} 项", "另有 {n} 项", more).format(n=more))
        self._session.notify(title, "\n".join(lines))
