"""What is left behind when the program dies at once: where its stacks go, and telling it next time.

The file holds names of the program's own files and lines; nothing of the work.
"""

import faulthandler
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.ui.shell.window import MainWindow

log = logging.getLogger(__name__)

_open: TextIO | None = None


def folder() -> Path:
    """Where the stacks of a hard crash are written, a file for each run."""
    import platformdirs

    return Path(platformdirs.user_state_dir("envoy-desktop", False))


def file() -> Path:
    """This run's file: two windows of one person do not write over each other."""
    return folder() / f"fault-{os.getpid()}.txt"


def left_behind() -> str:
    """The stacks of runs that crashed, or "" where all ended well; read once, then gone."""
    told = []
    for left in sorted(folder().glob("fault-*.txt")):
        try:
            if left != file() and not _alive(left):
                told.append(left.read_text("utf-8", "replace").strip())
                left.unlink()
        except OSError:
            log.info("a crash's stacks cannot be read", exc_info=True)
    return "\n\n".join(filter(None, told))


def _alive(left: Path) -> bool:
    """Whether the run that writes this file still goes on."""
    number = left.stem.removeprefix("fault-")
    if os.name == "nt":  # a file that is held open cannot be renamed there
        try:
            left.rename(left)
        except OSError:
            return True
        return False
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def watch() -> None:
    """Write the stacks of a hard crash into the file from now on."""
    global _open
    if _open is None:
        try:
            folder().mkdir(parents=True, exist_ok=True)
            _open = file().open("w", encoding="utf-8")
        except OSError:
            log.info("no place for the stacks of a crash", exc_info=True)
            return
        faulthandler.enable(_open)


def end() -> None:
    """All ended well: nothing is left behind."""
    global _open
    if _open is not None:
        faulthandler.disable()
        _open.close()
        _open = None
        file().unlink(missing_ok=True)


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
