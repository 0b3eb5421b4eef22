"""One run of the app: Qt dressed, the workspace unlocked, its window open, backups on time."""

import logging
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Slot
from PySide6.QtWidgets import QApplication, QWidget

from envoy_desktop import words
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import device, keys
from envoy_desktop.store.troubles import NoKey, SystemFailed
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell.crash import Hooks
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.registry import screens_of
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.start import background, faults
from envoy_desktop.ui.start.care import IdleWatch, look_after
from envoy_desktop.ui.start.single import Claim, Claimed
from envoy_desktop.words import _

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from envoy_desktop.ui.start.lock import Cover
    from envoy_desktop.ui.start.reminding import Reminding
    from envoy_desktop.ui.start.tray import Tray

log = logging.getLogger(__name__)

BACKUP_CHECK_MS = 10 * 60 * 1000
FIRST_CARE_MS = 400  # after the first rows are painted


class Opened(Enum):
    """What came of opening a workspace."""

    OPEN = "open"
    ELSEWHERE = "elsewhere"  # its window was raised
    TURNED_AWAY = "turned_away"


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
        # a dialog that closes before there is a window must not end the program
        self.app.setQuitOnLastWindowClosed(False)
        self.device = device.load()
        self._translators: list[QTranslator] = []
        self._asked = language, theme, scale  # the arguments hold until a setting is changed
        self.window: MainWindow | None = None
        self.workspace: Workspace | None = None
        self.demo = False
        self._claim: Claim | None = None
        self._folders: list[TemporaryDirectory[str]] = []  # of demo cities
        self._idle: IdleWatch | None = None
        self.cover: Cover | None = None  # while it is locked
        self._tray: Tray | None = None
        self._reminding: Reminding | None = None
        self.dress()
        self._before_window = QWidget()  # errors before there is a window are shown over it
        self._hooks = Hooks(self._before_window)
        self._hooks.install()
        self._backups = QTimer(self)
        self._backups.setInterval(BACKUP_CHECK_MS)
        self._backups.timeout.connect(self.care)

    # -- the look ------------------------------------------------------------------------------

    def dress(self) -> None:
        """Take language, theme and text size from the arguments, else from the settings."""
        language, scheme, scale = self._asked
        self._speak(language or str(self.device.value("ui.language")))
        theme.start(
            scheme or str(self.device.value("ui.theme")),
            (scale or int(self.device.value("ui.text_scale"))) / 100,
        )
        theme.look().set_still(bool(self.device.value("ui.reduce_motion")))
        self.app.setWindowIcon(theme.icon("seal-check", "accent"))

    def _speak(self, language: str) -> None:
        if language == "system":
            language = "en" if QLocale.system().name().startswith("en") else "zh_CN"
        words.set_language(language)
        for old in self._translators:
            self.app.removeTranslator(old)
        self._translators.clear()
        if language == "zh_CN":  # Qt's own dialogs
            translator = QTranslator(self.app)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load("qtbase_zh_CN", folder):
                self.app.installTranslator(translator)
                self._translators.append(translator)

    def set_device(self, key: str, text: str) -> None:
        """Change a setting of this laptop; the look, language and lock follow at once.

        Refuses "bad-setting"; raises SystemFailed.
        """
        self.device.set(key, text)
        language, scheme, scale = self._asked
        if key == "ui.language":
            self._asked = None, scheme, scale
            self._speak(str(self.device.value(key)))
            if self.window is not None:
                self.window.rebuild()
        elif key == "ui.theme":
            self._asked = language, None, scale
            theme.look().set_scheme(str(self.device.value(key)))
        elif key == "ui.text_scale":
            self._asked = language, scheme, None
            theme.look().set_scale(int(self.device.value(key)) / 100)
        elif key == "ui.reduce_motion":
            theme.look().set_still(bool(self.device.value(key)))
        elif key == "ui.tray":
            self._show_tray()
        elif key == "lock.idle_minutes":
            self._watch_idleness()

    # -- running -------------------------------------------------------------------------------

    def run(self, path: Path | None) -> int:
        """Open the named workspace, the one opened last, or the first start; until closed."""
        path = path or self.device.last
        if path is None:
            from envoy_desktop.ui.start.first import first_start

            if not first_start(self):
                return 0
        elif self.open(path) is not Opened.OPEN:
            return 0
        return self._stay()

    def run_demo(self, *, office: bool = False) -> int:
        """Open a throw-away demo city, or its office; until closed."""
        return self._stay() if self.look_around(office=office) else 0

    def _stay(self) -> int:
        code = self.app.exec()
        self.end()
        for folder in self._folders:
            folder.cleanup()
        return code

    def look_around(self, *, office: bool = False) -> bool:
        """Open a throw-away demo city, or its office; it goes when the session ends."""
        import tempfile

        from envoy_desktop.ui.start.demo import open_demo

        folder = tempfile.TemporaryDirectory(prefix="envoy-demo-", ignore_cleanup_errors=True)
        self._folders.append(folder)
        return open_demo(self, Path(folder.name), office=office)

    def open(self, path: Path, *, key: bytes | None = None) -> Opened:
        """Unlock a workspace and show its window in the place of the one that is open."""
        from envoy_desktop.ui.start import unlock

        path = path.absolute()
        if self.workspace is not None and self.workspace.path == path:
            self.raise_window()
            return Opened.OPEN
        claim = Claim(path)
        answer = claim.take() if path.is_file() else Claimed.OURS
        if answer is Claimed.RAISED:
            sys.stderr.write(_("这个工作区已经打开，已把它的窗口带到前面。") + "\n")
            return Opened.ELSEWHERE
        if answer is Claimed.HELD:
            return unlock.tell_held(self, path, claim.holder)
        try:
            if key is None:
                key, why = self._key(path)
                key = key or unlock.ask(self, path, why)
            if key is None:
                claim.release()
                return self._instead()
            workspace = Workspace.open(path, key)
        except Trouble as trouble:
            claim.release()
            return unlock.tell(self, path, trouble)
        self.show(workspace, claim=claim)
        return Opened.OPEN

    def _instead(self) -> Opened:
        """What the unlock dialog opened in the place of what was asked for, if anything."""
        return Opened.OPEN if self.window is not None else Opened.TURNED_AWAY

    def _key(self, path: Path) -> tuple[bytes | None, NoKey | None]:
        if not path.is_file():
            raise SystemFailed("file-missing", path=str(path), next="choose-workspace")
        try:
            return keys.unlock_by_keyring(path), None
        except NoKey as why:
            log.info("keyring: %s", why.rule)
            return None, why

    def restore(self, source: Path, target: Path, key: bytes) -> bool:
        """Put a backup in the place of a workspace, and open it; whether a window is open now."""
        from envoy_desktop.store import backup
        from envoy_desktop.ui.start.trouble import tell_plainly
        from envoy_desktop.ui.start.waiting import wait_for

        self.close()
        try:
            kept = wait_for(
                _("正在恢复"), backup.restore, line=_("检验备份，换下现在的文件。"),
                source=source, target=target, key=key,
            )  # fmt: skip
        except Trouble as trouble:
            tell_plainly(trouble)
            return self.open(target, key=key) is Opened.OPEN
        if self.open(target, key=key) is not Opened.OPEN or self.window is None:
            return False
        said = _("已从备份恢复")
        if kept is not None:
            said = _("已从备份恢复；原来的文件留在 {name}").format(name=kept.name)
        self.window.messages.done(said)
        return True

    def show(
        self, workspace: Workspace, *, demo: bool = False, claim: Claim | None = None
    ) -> MainWindow:
        """The window of an open workspace, at *Today*."""
        from envoy_desktop.ui.start.fittings import Fittings

        self.close()
        self.workspace, self.demo = workspace, demo or bool(workspace.meta("demo"))
        if claim is None:
            claim = Claim(workspace.path)
            claim.take()
        self._claim = claim
        sources = Asked(workspace).sources()
        sources.manual = self.manual
        role = workspace.meta("role")
        self.window = window = MainWindow(workspace, sources, screens=screens_of(role))
        window.context.settings["session"] = self
        claim.wanted.connect(self.raised_by_other)
        Fittings(window, self)
        self._hooks = Hooks(window)
        before = faults.left_behind()
        self._hooks.install()
        faults.watch()
        window.go("office" if role == "office" else "today")
        window.show()
        self.app.setQuitOnLastWindowClosed(True)
        if not demo:
            self._remember(workspace.path)
            self._backups.start()
        QTimer.singleShot(FIRST_CARE_MS, self.care)
        QTimer.singleShot(FIRST_CARE_MS, self._show_tray)
        QTimer.singleShot(FIRST_CARE_MS, self._remind)
        self._watch_idleness()
        if before:
            faults.tell(window, before)
        return window

    def _remember(self, path: Path) -> None:
        """Keep the workspace among those opened; a folder that cannot be written stops nothing."""
        try:
            self.device.opened(path)
        except Trouble as trouble:
            assert self.window is not None
            self.window.messages.show_error(trouble)

    def end(self) -> None:
        """Close everything; before the application goes."""
        self.close()
        background.stop()

    def close(self) -> None:
        """Close the window and its workspace."""
        self.app.setQuitOnLastWindowClosed(False)
        self._backups.stop()
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        if self._reminding is not None:
            self._reminding.end()
            self._reminding = None
        if self._tray is not None:
            self._tray.end()
            self._tray = None
        self.cover = None
        if self.window is not None:
            window, self.window = self.window, None
            self._hooks = Hooks(self._before_window)
            self._hooks.install()
            window.close()  # lets what is being written finish
            window.deleteLater()
        self.leave()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
            faults.end()
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def raise_window(self) -> None:
        """Bring the window to the front."""
        if self.window is not None:
            self.window.setWindowState(
                self.window.windowState() & ~self.window.windowState().WindowMinimized
            )
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    @Slot()
    def raised_by_other(self) -> None:
        """Someone started the app again on this workspace."""
        self.raise_window()
        if self.window is not None:
            self.window.messages.done(_("这个工作区已经打开，就在这里。"))

    def manual(self, topic: str) -> None:
        """Open the manual at a screen's name."""
        from envoy_desktop.ui.manual.window import open_manual

        assert self.window is not None
        open_manual(self.window, topic)

    # -- what runs beside the work -------------------------------------------------------------

    def _watch_idleness(self) -> None:
        if self._idle is not None:
            self._idle.end()
            self._idle = None
        minutes = int(self.device.value("lock.idle_minutes"))
        if minutes and self.window is not None and not self.demo:
            self._idle = IdleWatch(self.app, minutes, self)
            self._idle.idle.connect(self.lock)

    @Slot()
    def lock(self) -> None:
        """Cover the window."""
        from envoy_desktop.ui.start import lock

        lock.lock(self)

    @Slot()
    def _show_tray(self) -> None:
        from envoy_desktop.ui.start import tray

        if self._tray is not None:
            self._tray.end()
            self._tray = None
        if self.window is not None and bool(self.device.value("ui.tray")):
            self._tray = tray.put(self)

    @Slot()
    def _remind(self) -> None:
        from envoy_desktop.ui.start import reminding

        if self.window is not None and not self.demo and self._reminding is None:
            self._reminding = reminding.Reminding(self)

    def notify(self, title: str, lines: str) -> None:
        """Tell something by the system's notifications, in the window where there is no tray."""
        if self._tray is not None:
            self._tray.notify(title, lines)
        elif self.window is not None:
            self.window.messages.done(_("{title}：{lines}").format(title=title, lines=lines))

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
                    "folder": self.backup_folder() if not self.demo else None,
                    "hours": int(self.device.value("backup.every_hours")),
                    "keep": int(self.device.value("backup.keep")),
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

    def leave(self) -> None:
        """A last backup when the workspace is closed."""
        folder = self.backup_folder()
        if self.workspace is not None and folder is not None and not self.demo:
            from envoy_desktop.store import backup
            from envoy_desktop.ui.start.trouble import tell_plainly
            from envoy_desktop.ui.start.waiting import wait_for

            try:
                wait_for(
                    _("正在备份"), backup.automatic, line=_("写完逐页核验，马上就好。"),
                    workspace=self.workspace, folder=folder,
                    keep=int(self.device.value("backup.keep")),
                )  # fmt: skip
            except Trouble as trouble:
                log.warning("no backup at leaving", exc_info=True)
                tell_plainly(trouble, about=_("离开前的备份没有写成"))

    def backup_folder(self) -> Path | None:
        """Where automatic backups go."""
        return self.backup_folder_of(self.workspace.path) if self.workspace else None

    def backup_folder_of(self, path: Path) -> Path:
        """Where the automatic backups of the workspace at `path` go."""
        return self.device.backup_folder(path)
