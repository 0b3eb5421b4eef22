"""Half-typed text of one place, kept at once and dropped when it has become a fact."""

import json
from typing import Any

from PySide6.QtCore import QObject

from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context


class Typing(QObject):
    """`keep(values)` after every key: of several waiting only the newest is written."""

    def __init__(self, context: Context, place: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.place = place
        self._last: str | None = None  # what stands there from before is not known

    def keep(self, values: dict[str, Any]) -> None:
        """Keep these values (plain ones) through a crash."""
        self._write(json.dumps(values, ensure_ascii=False))

    def drop(self) -> None:
        """Nothing is half typed any more."""
        self._write("")

    def _write(self, text: str) -> None:
        if text == self._last:
            return
        self._last = text
        keep = self._context.workspace.keep_typing
        job = Job("", keep, {"place": self.place, "text": text}, quiet=True)
        self._context.jobs.run(job, key=f"kept-{self.place}", lane="write")


def kept(workspace: Workspace, place: str) -> dict[str, Any]:
    """What was half typed at a place when the app ended; {} where nothing was."""
    text = workspace.kept_typing(place)
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
