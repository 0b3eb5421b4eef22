"""A dressed application, the fixed day of the samples, and jobs that end with their test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from tests.ui.gallery import TODAY, FakeWorkspace

NO_SUCH_THING = "propagateSizeHints|does not support raise"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says so for every window; a real one (dev.py test) does not."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(NO_SUCH_THING, extend=True))


@pytest.fixture(autouse=True)
def _dressed(qapp: object) -> Iterator[None]:
    """Light, 100 %, on the sample day; and so again for the next test."""
    now.set_today(TODAY)
    theme.start("light", 1.0)
    yield
    now.set_today(None)
    theme.start("light", 1.0)


@pytest.fixture
def jobs(qtbot: object) -> Iterator[Jobs]:
    made = Jobs(FakeWorkspace())
    yield made
    made.close()


@pytest.fixture
def shown(qtbot) -> Callable[[QWidget], QWidget]:  # type: ignore[no-untyped-def]
    """Show a widget and wait until it stands on the screen."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return show


@pytest.fixture
def icons(root: Path) -> Path:
    return root / "resources" / "icons"
