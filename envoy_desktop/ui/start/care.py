"""What runs beside the work: readings brought up to the day, backups on time, idleness watched."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from envoy_desktop import now
from envoy_desktop.store.workspace import Workspace


def look_after(workspace: Workspace, folder: Path | None, hours: int, keep: int = 0) -> bool:
    """Refresh readings that time has changed, back up when due; whether anything changed."""
    from datetime import datetime, timedelta

    from envoy_desktop.store import backup, readings

    changed = bool(readings.catch_up(workspace, now.today()))
    last = workspace.meta("backed_up_at")
    due = not last or now.instant() - datetime.fromisoformat(last) >= timedelta(hours=hours)
    if due and folder is not None:
        backup.automatic(workspace, folder, keep)
    return changed


class IdleWatch(QObject):
    """`idle` after so many minutes without a key or the mouse."""

    idle = Signal()

    def __init__(self, app: QApplication, minutes: float, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.idle)
        self._timer.start()
        app.installEventFilter(self)

    _WAKING = frozenset(
        {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
         QEvent.Type.MouseMove, QEvent.Type.TouchBegin}
    )  # fmt: skip

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._app.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self._WAKING:
            self._timer.start()
        return False
