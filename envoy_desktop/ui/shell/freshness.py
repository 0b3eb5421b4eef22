"""What changed, here or elsewhere, told to the screen in front; the others hear it when shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.shell.screen import Screen

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

ELSEWHERE_MS = 2000  # the command line may write beside an open window


class Freshness(QObject):
    """Listens to the workspace, looks every two seconds for other processes, and for midnight.

    `changed` comes on the main thread, whatever thread committed.
    """

    changed = Signal(object)  # Changed
    day_turned = Signal()
    _announced = Signal(object)

    def __init__(self, workspace: Any, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._jobs, self._window = workspace, jobs, window
        self._stale: dict[str, Changed | None] = {}
        self._today = now.today()
        self._announced.connect(self.changed)
        if workspace is not None:
            workspace.listen(self._announce)
        self._poll = QTimer(self)
        self._poll.setInterval(ELSEWHERE_MS)
        self._poll.timeout.connect(self.look)
        self._poll.start()

    def note(self, changed: "Changed | None", screens: Mapping[str, Screen], front: str) -> None:
        """Refresh the screen in front; keep the change (None: everything) for the others."""
        for name, screen in screens.items():
            if name == front:
                screen.refresh(changed)
            else:
                self._stale[name] = merged(self._stale.get(name, _NOTHING), changed)

    def bring_up(self, name: str, screen: Screen) -> None:
        """Tell a screen that comes to the front what it missed."""
        if name in self._stale:
            screen.refresh(self._stale.pop(name))

    def forget(self) -> None:
        """The screens are built anew: they read everything themselves."""
        self._stale.clear()

    def stop(self) -> None:
        """Listen no more."""
        self._poll.stop()
        if self._workspace is not None:
            self._workspace.unlisten(self._announce)
            self._workspace = None

    @Slot()
    def look(self) -> None:
        """Look for another process's writes and for a new day."""
        if now.today() != self._today:
            self._today = now.today()
            self.day_turned.emit()
        if self._workspace is not None and self._window.isVisible():
            self._jobs.read(
                self._workspace.changed_elsewhere, done=self._elsewhere, key="elsewhere"
            )

    @Slot(object)
    def _elsewhere(self, changed: "Changed") -> None:
        if changed:
            self.changed.emit(changed)

    def _announce(self, changed: "Changed") -> None:
        self._announced.emit(changed)  # on the thread that committed; queued to the main one


_NOTHING: Any = object()


def merged(first: Any, second: "Changed | None") -> "Changed | None":
    """Two changes as one; None (everything) swallows all."""
    if first is None or second is None:
        return None
    if first is _NOTHING:
        return second
    kinds = first.ids.keys() | second.ids.keys()
    return type(second)({kind: first.of(kind) | second.of(kind) for kind in kinds})
