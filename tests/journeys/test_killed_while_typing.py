"""The plug is pulled while a memo is typed: every word is there when the workspace opens again."""

import os
import subprocess
import sys
from pathlib import Path

from envoy_desktop.documents import memo as papers
from envoy_desktop.store.queries import documents

TYPED = "这一段还没有来得及成为草稿。"

CHILD = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from envoy_desktop import now
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.documents import keeping
from envoy_desktop.ui.shell.window import MainWindow

keeping.SAVE_MS = 10 ** 6  # the pause after which it would become the draft never comes
path, key, memo, day, typed = sys.argv[1:]
now.set_today(date.fromisoformat(day))
app = QApplication([])
theme.start("light", 1.0)
workspace = Workspace.open(Path(path), bytes.fromhex(key))
window = MainWindow(workspace, Asked(workspace).sources())
window.show()
window.go("documents", int(memo))
screen = window.screens["documents"]
step = 0

def look():
    global step
    if step == 0 and screen.editor.memo:
        screen.editor.body.moveCursor(screen.editor.body.textCursor().MoveOperation.End)
        screen.editor.body.insert_lines([typed])
        step = 1
    elif step == 1 and not [t for t in window.jobs.busy() if t.lane == "write"]:
        print("typed", flush=True)
        step = 2

timer = keeping.QTimer()
timer.timeout.connect(look)
timer.start(20)
app.exec()
"""


def test_a_draft_survives_the_kill(hands, workspace, tmp_path, file, key):
    memo = papers.draft(workspace, kind="briefing", title="关于某事的专报", body="原来的一段。\n")
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(file), key.hex(), str(memo), "2026-11-23", TYPED],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "typed\n"
        child.kill()

    with workspace.read() as reader:
        assert TYPED not in documents.memo(reader, memo).body
    hands.window.go("documents", memo)
    editor = hands.screen("documents").editor
    hands.until(lambda: TYPED in editor.body.toPlainText())

    def is_the_draft():
        with workspace.read() as reader:
            return documents.memo(reader, memo).body == f"原来的一段。\n{TYPED}\n"

    hands.until(is_the_draft)
    hands.until(lambda: workspace.kept_typing(f"memo:{memo}") == "")
