"""Starting: a window with *Today* against a bare window, commands against a bare Python."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure
from envoy_desktop import demo

RUNS = 7
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
class W(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
w = W()
w.resize(1280, 800)
w.show()
app.exec()
"""
TODAY = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, QObject, QEvent
from envoy_desktop.ui.start.session import Session
from envoy_desktop.store.workspace import Workspace
session = Session(language="zh_CN", theme="light", scale=100)
window = session.show(Workspace.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])), demo=True)
screen = window.screens["today"]
rows = len(sys.argv) > 3
def look():
    if not rows or session.app.property("painted_rows"):
        session.app.quit()
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            if not rows:
                QTimer.singleShot(0, session.app.quit)
            else:
                QTimer.singleShot(0, wait_rows)
        return False
def wait_rows():
    from PySide6.QtWidgets import QAbstractItemView
    for view in window.findChildren(QAbstractItemView):
        if view.model() is not None and view.model().rowCount() > 3 and view.isVisible():
            view.viewport().repaint()
            session.app.quit()
            return
    QTimer.singleShot(5, wait_rows)
painted = Painted()
window.installEventFilter(painted)
QTimer.singleShot(20000, session.app.quit)
session.app.exec()
import os
os._exit(0)
"""
SHOWN_IMPORTS = (
    "import sqlcipher3, json, click, envoy_desktop.store.workspace,"
    " envoy_desktop.store.readings, envoy_desktop.domain.clock"
)


def figures(folder: Path) -> Iterator[Figure]:
    """The figures of starting; a virtual screen or a real one must be there."""
    with demo.write(folder / "start.envoy") as workspace:
        path, key = workspace.path, workspace.key.hex()
        with workspace.read() as reader:
            procedure = reader.value("SELECT min(procedure) FROM reading_procedure WHERE open = 1")
    bare = _median([sys.executable, "-c", BARE])
    window = _median([sys.executable, "-c", TODAY, str(path), key])
    rows = _median([sys.executable, "-c", TODAY, str(path), key, "rows"])
    yield Figure("cold start to the painted window", "bare PySide6 window", window, bare, 1.3)
    yield Figure("cold start to Today with its rows", "bare PySide6 window", rows, bare, 1.6)
    python = _median([sys.executable, "-c", "pass"])
    version = _median([sys.executable, "-m", "envoy_desktop.cli", "--version"])
    yield Figure("envoy --version", "python -c pass", version, python, 4)
    from envoy_desktop.words import ids

    own = _median([sys.executable, "-c", SHOWN_IMPORTS])
    show = _median(
        [sys.executable, "-m", "envoy_desktop.cli", "--json", "--workspace", str(path),
         "procedure", "show", ids.show(procedure)]
    )  # fmt: skip
    yield Figure("envoy procedure show (key by passphrase)", "the same imports", show, own, None,
                 "the passphrase costs 0.4 s; a keyring does not")  # fmt: skip


def _median(command: list[str]) -> float:
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    took = []
    for run in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
        if run:  # the first fills the caches
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)
