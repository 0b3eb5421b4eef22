"""A window over a workspace of its own, and hands for it: find a dialog, press, wait for rows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell.window import MainWindow
from tests.store.conftest import file, key, template, workspace

__all__ = ["file", "key", "template", "workspace"]

D = TypeVar("D", bound=QWidget)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says so for every window; a real one (dev.py test) does not."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


class Hands:
    """What a person does in the window."""

    def __init__(self, window: MainWindow, qtbot: Any) -> None:
        self.window, self.qtbot = window, qtbot
        self.refusals: list[BaseException] = []
        window.jobs.refused.connect(self._refused)

    def _refused(self, _task: object, error: BaseException) -> None:
        self.refusals.append(error)

    def until(self, seen: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)

    def dialog(self, kind: type[D]) -> D:
        """The dialog of a kind that has come up."""

        def shown() -> list[D]:
            return [d for d in self.window.findChildren(kind) if d.isVisible()]

        self.until(shown)
        return shown()[0]

    def gone(self, kind: type[QDialog]) -> None:
        """Wait until no such dialog is there any more."""
        self.until(lambda: not [d for d in self.window.findChildren(kind) if d.isVisible()])

    def screen(self, name: str) -> Any:
        """A screen that was visited."""
        return self.window.screens[name]


@pytest.fixture
def hands(workspace: Workspace, qtbot: Any, qapp: Any) -> Iterator[Hands]:
    theme.start("light", 1.0)
    window = MainWindow(workspace, Asked(workspace).sources())
    qtbot.addWidget(window)
    window.activateWindow()
    with qtbot.waitExposed(window):
        window.show()
    made = Hands(window, qtbot)
    yield made
    window.close()
    assert made.refusals == []
