"""One run of the app: Qt dressed, the workspace unlocked, its window open, backups on time."""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
    Slot,
)
from PySide6.QtWidgets import QApplication

from envoy_desktop import now, words
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import device, keys
from envoy_desktop.store.troubles import NoKey
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell import crash
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.words import _

log = logging.getLogger(__name__)

BACKUP_CHECK_MS = 10 * 60 * 1000
FIRST_CARE_MS = 400  # after the first rows are painted


class Session(QObject):
    """Holds the application, this laptop's settings and the open window."""

    def __init__(
        self,
        *,
        language: str | None = None,
        theme: str | None = None,
        scale: int | None = None,
        arguments: Sequence[str] = ("envoy-desktop",),
    ) -> None:
        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else QApplication([*arguments])
        super().__init__()
        self.app.setApplicationName("envoy-desktop")
        self.app.setApplicationDisplayName("")
        self.device = device.load()
        self._translators: list[QTranslator] = []
        self._shown = theme, scale
        self.window: MainWindow | None = None
        self.workspace: Workspace | None = None
        self.dress(language)
        crash.install()
        self._backups = QTimer(self)
        self._backups.setInterval(BACKUP_CHECK_MS)
        self._backups.timeout.connect(self.care)

    def dress(self, language: str | None = None) -> None:
        """Take language, theme and text size from the arguments, else from the settings."""
        chosen = language or str(self.device.value("ui.language"))
        if chosen == "system":
            system = QLocale.system().name()
            chosen = "en" if system.startswith("en") else "zh_CN"
        words.set_language(chosen)
        for old in self._translators:
            self.app.removeTranslator(old)
        self._translators.clear()
        if chosen == "zh_CN":  # Qt's own dialogs
            translator = QTranslator(self.app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                self.app.installTranslator(translator)
                self._translators.append(translator)
        scheme, scale = self._shown
        theme.start(
            scheme or str(self.device.value("ui.theme")),
            (scale or int(self.device.value("ui.text_scale"))) / 100,
        )

    # -- running -------------------------------------------------------------------------------

    def run(self, path: Path | None) -> int:
        """Open the named workspace, the one opened last, or the first start; until closed."""
        path = path or self.device.last
        opened = self.open(path) if path is not None else False
        if not opened:
            from envoy_desktop.ui.start.first import first_start

            if not first_start(self):
                return 0
        return self.app.exec()

    def run_demo(self) -> int:
        """Open a throw-away demo city."""
        with tempfile.TemporaryDirectory(prefix="envoy-demo-") as folder:
            from envoy_desktop.ui.start.demo import open_demo

            if not open_demo(self, Path(folder)):
                return 1
            code = self.app.exec()
            self.close()
        return code

    def open(self, path: Path, *, key: bytes | None = None) -> bool:
        """Unlock a workspace and show its window; False where the person turned away."""
        from envoy_desktop.ui.start import single, unlock

        if not single.claim(self, path):
            return True
        try:
            if key is None:
                key = self._key(path) or unlock.ask(self, path)
            if key is None:
                return False
            self.show(Workspace.open(path, key))
        except Trouble as trouble:
            return unlock.tell(self, path, trouble)
        return True

    def _key(self, path: Path) -> bytes | None:
        try:
            return keys.unlock_by_keyring(path)
        except NoKey as reason:
            log.info("keyring: %s", reason.rule)
            return None

    def show(self, workspace: Workspace, *, demo: bool = False) -> MainWindow:
        """The window of an open workspace, at *Today*."""
        self.close()
        self.workspace = workspace
        self.window = MainWindow(workspace, Asked(workspace).sources())
        self.window.context.settings["session"] = self
        self.window.go("today")
        self.window.show()
        if not demo:
            self.device.opened(workspace.path)
            self._backups.start()
            self.window.closing.connect(self.leave)
        QTimer.singleShot(FIRST_CARE_MS, self.care)
        self._idle = IdleWatch(self, int(self.device.value("lock.idle_minutes")))
        return self.window

    def close(self) -> None:
        """Close the window and its workspace."""
        self._backups.stop()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    # -- what runs beside the work -------------------------------------------------------------

    @Slot()
    def care(self) -> None:
        """Catch up with the day, back up when it is time; the heavy imports happen here."""
        if self.window is None or self.workspace is None:
            return
        self.window.jobs.run(
            Job(
                _("整理与备份"),
                look_after,
                {
                    "workspace": self.workspace,
                    "folder": self.backup_folder(),
                    "hours": int(self.device.value("backup.every_hours")),
                },
                quiet=True,
            ),
            done=self._cared,
            lane="write",
        )

    @Slot(object)
    def _cared(self, changed: object) -> None:
        if self.window is not None:
            if changed:
                self.window.refresh_all()
            self.window.ask_around()

    @Slot()
    def leave(self) -> None:
        """A last backup when the window closes."""
        if self.workspace is not None and self.backup_folder() is not None:
            from envoy_desktop.store import backup

            try:
                backup.automatic(self.workspace, self.backup_folder() or Path())
            except Trouble:
                log.warning("no backup at leaving", exc_info=True)

    def backup_folder(self) -> Path | None:
        """Where automatic backups go."""
        from envoy_desktop.store import backup

        chosen = str(self.device.value("backup.folder"))
        if chosen:
            return Path(chosen)
        return backup.folder_of(self.workspace.path) if self.workspace else None


def look_after(workspace: Workspace, folder: Path, hours: int) -> bool:
    """Refresh readings that time has changed, back up when due; whether anything changed."""
    from datetime import datetime, timedelta

    from envoy_desktop.store import backup, readings

    changed = bool(readings.catch_up(workspace, now.today()))
    last = workspace.meta("backed_up_at")
    due = not last or now.instant() - datetime.fromisoformat(last) >= timedelta(hours=hours)
    if due:
        backup.automatic(workspace, folder)
    return changed


class IdleWatch(QObject):
    """Locks the window after so many minutes without a key or the mouse; 0 never."""

    def __init__(self, session: Session, minutes: int) -> None:
        super().__init__(session)
        self._session = session
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(max(1, minutes) * 60_000)
        self._timer.timeout.connect(self._lock)
        if minutes:
            self._timer.start()
            session.app.installEventFilter(self)

    _WAKING = frozenset(
        {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
         QEvent.Type.MouseMove, QEvent.Type.TouchBegin}
    )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self._WAKING:
            self._timer.start()
        return False

    @Slot()
    def _lock(self) -> None:
        from envoy_desktop.ui.start import lock

        lock.lock(self._session)
