"""Plays the main job in the window with the demo city, and takes a picture at every stop.

The README's pictures come from here; without a display it is what `dev.py run` shows.
"""

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Workspace
    from envoy_desktop.ui.start.session import Session

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1280, 800
LONGEST_S = 900  # the whole tour; then it is ended
PATIENCE_MS = 20_000  # for what one stop waits for
PAGE_DPI = 110

W = TypeVar("W", bound=QWidget)


class Stuck(Exception):
    """A stop could not be played: what it looked for never came."""


def play(session: "Session", folder: Path) -> int:
    """Play the tour into `folder`; 0 where every stop was played. Never hangs."""
    from envoy_desktop.ui import tour_stops

    folder.mkdir(parents=True, exist_ok=True)
    watchdog = threading.Timer(LONGEST_S, _give_up)
    watchdog.daemon = True
    watchdog.start()
    hook = sys.excepthook
    with tempfile.TemporaryDirectory(prefix="envoy-tour-") as held:
        tour = Tour(session, folder, _city(session, Path(held)))
        try:
            for stop in tour_stops.STOPS:
                tour.stop(stop)
        finally:
            session.end()
            sys.excepthook = hook
    watchdog.cancel()
    tour.sum_up()
    return 1 if tour.failed else 0


def _city(session: "Session", folder: Path) -> "Workspace":
    from envoy_desktop import demo

    print("demo city …", flush=True)
    return demo.write(folder / "demo.envoy")


def _give_up() -> None:
    sys.stderr.write(f"the tour did not end within {LONGEST_S} s\n")
    sys.stderr.flush()
    os._exit(1)


class Tour:
    """The window that is played in, and the hands that play: look, press, type, wait, picture."""

    def __init__(self, session: "Session", folder: Path, workspace: "Workspace") -> None:
        self.session, self.folder, self.workspace = session, folder, workspace
        self.made: list[str] = []
        self.failed: list[str] = []
        self.window: MainWindow = session.show(workspace, demo=True)
        self.crashes: list[BaseException] = []
        sys.excepthook = self._crashed
        threading.excepthook = lambda what: self._crashed(
            what.exc_type, what.exc_value or Exception(), what.exc_traceback
        )
        self.fit()

    def _crashed(self, _kind: Any, error: BaseException, _trace: Any) -> None:
        log.error("during the tour", exc_info=error)
        self.crashes.append(error)

    # -- stops ---------------------------------------------------------------------------------

    def stop(self, stop: "Callable[[Tour], None]") -> None:
        """Play one stop; a stop that fails is told, and the tour goes on."""
        name = stop.__name__
        self.crashes.clear()
        try:
            stop(self)
            if self.crashes:
                raise self.crashes[0]
        except Exception as error:
            self.failed.append(name)
            log.error("the stop %s failed", name, exc_info=error)
            print(f"  {name}: failed: {type(error).__name__}: {error}", flush=True)
        self.close_dialogs()
        self.settle()

    def sum_up(self) -> None:
        """Name the folder and what lies in it."""
        print(self.folder)
        for name in self.made:
            print(f"  {name}")
        if self.failed:
            print(f"failed: {', '.join(self.failed)}")

    # -- hands ---------------------------------------------------------------------------------

    def fit(self) -> None:
        """The window as large as the pictures are."""
        self.window.resize(WIDTH, HEIGHT)
        self.settle()

    def pause(self, milliseconds: int) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait(self, until: Callable[[], Any], what: str = "") -> Any:
        """Wait until something is so, and give it."""
        waited = 0
        while not (found := until()):
            if waited >= PATIENCE_MS:
                raise Stuck(what or "waited in vain")
            self.pause(30)
            waited += 30
        return found

    def settle(self) -> None:
        """Wait until nothing is under way and everything is painted."""
        self.pause(60)
        self.wait(lambda: not self.window.jobs.busy(), "work that does not end")
        self.pause(200)

    def go(self, screen: str, object_id: int = 0) -> None:
        """Show a screen."""
        self.window.go(screen, object_id)
        self.settle()

    def run(self, command: str) -> None:
        """Run one of the window's commands."""
        self.window.run_command(command)
        self.settle()

    def front(self) -> QWidget:
        """The dialog in front, or the window."""
        shown = [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget is not self.window and _is_dialog(widget)
        ]
        return shown[-1] if shown else self.window

    def dialog(self) -> QWidget:
        """The dialog that has opened."""
        found = self.wait(
            lambda: self.front() if self.front() is not self.window else None, "no dialog opened"
        )
        self.settle()
        assert isinstance(found, QWidget)
        return found

    def find(self, kind: type[W], where: QWidget | None = None) -> W:
        """The first visible widget of a kind."""
        place = where or self.front()
        found = next((w for w in place.findChildren(kind) if w.isVisible()), None)
        if found is None:
            raise Stuck(f"no {kind.__name__} here")
        return found

    def press(self, words: str, where: QWidget | None = None) -> None:
        """Press the button with these words."""
        place = where or self.front()
        for button in place.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and _plain(button.text()) == words:
                button.click()
                self.settle()
                return
        raise Stuck(f"no button “{words}”")

    def close_dialogs(self) -> None:
        """Close what a stop left open."""
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self.window:
                widget.close()
        self.pause(50)

    # -- pictures ------------------------------------------------------------------------------

    def picture(self, name: str) -> None:
        """The window as a person sees it, dialogs over it, into the folder."""
        self.settle()
        toast = self.window.messages.toast
        if toast is not None:
            toast.hide()  # it has been read
        shot = self.window.grab()
        painter = QPainter(shot)
        managed = QGuiApplication.platformName() != "offscreen"  # else nobody places windows
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self.window and widget.width() > 1:
                over = widget.grab()
                at = widget.mapToGlobal(QPoint(0, 0)) - self.window.mapToGlobal(QPoint(0, 0))
                if not managed or not self.window.rect().contains(at):
                    at = QPoint(
                        (self.window.width() - widget.width()) // 2,
                        max(0, (self.window.height() - widget.height()) // 2),
                    )
                painter.drawPixmap(at, over)
                painter.setPen(theme.colour("faint"))
                painter.drawRect(at.x(), at.y(), widget.width() - 1, widget.height() - 1)
        painter.end()
        self.keep(name, shot)

    def alone(self, name: str, widget: QWidget) -> None:
        """A window of its own, without the main one behind it."""
        self.pause(250)
        self.keep(name, widget.grab())

    def keep(self, name: str, shot: QPixmap) -> None:
        """Write one picture."""
        path = self.folder / f"{name}.png"
        shot.save(str(path))
        self.made.append(path.name)
        print(f"  {path.name}", flush=True)


def _is_dialog(widget: QWidget) -> bool:
    from PySide6.QtWidgets import QDialog

    return isinstance(widget, QDialog)


def _plain(text: str) -> str:
    return text.partition("\t")[0].replace("&", "").strip()
