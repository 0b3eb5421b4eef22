"""What is left behind when the program dies at once: where its stacks go, and telling it next time.

The file holds names of the program's own files and lines; nothing of the work.
"""

import faulthandler
import logging
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.ui.shell.window import MainWindow

log = logging.getLogger(__name__)

_open: TextIO | None = None


def file() -> Path:
    """Where the stacks of a hard crash are written."""
    import platformdirs

    return Path(platformdirs.user_state_dir("envoy-desktop", False)) / "fault.txt"


def left_behind() -> str:
    """The stacks of the last run's crash, or "" where it ended well."""
    try:
        return file().read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def watch() -> None:
    """Write the stacks of a hard crash into the file from now on."""
    global _open
    if _open is None:
        try:
            file().parent.mkdir(parents=True, exist_ok=True)
            _open = file().open("w", encoding="utf-8")
        except OSError:
            log.info("no place for the stacks of a crash", exc_info=True)
            return
        faulthandler.enable(_open)


def end() -> None:
    """All ended well: the file stays empty."""
    global _open
    if _open is not None:
        faulthandler.disable()
        _open.close()
        _open = None


def tell(window: "MainWindow", text: str) -> None:
    """One quiet notice, with the report to read."""
    window.messages.offer_next_step("see-report", _("查看报告"), Report(window, text))
    window.messages.tell(
        _("上次程序意外退出"),
        _("已经记录的内容都在；没有写完的文字，打开原来的地方就能接着写。"),
        code="see-report",
        button=_("查看报告"),
    )


class Report:
    """Opens the report when it is called."""

    def __init__(self, window: "MainWindow", text: str) -> None:
        self._window, self._text = window, text

    def __call__(self) -> None:
        from envoy_desktop.ui.shell.crash import CrashDialog

        CrashDialog(self._text, self._window).open()
