"""A memo out of the app: PDF, Word and text into a file, and onto paper."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from envoy_desktop.documents import memo as papers
from envoy_desktop.store import connection
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.words import _

_UNFIT = dict.fromkeys(map(ord, '\\/:*?"<>|\n\r\t'), "_")


def export(context: Context, memo: int, name: str, form: str, parent: QWidget) -> None:
    """Ask where to, and write the memo there as pdf, docx or txt."""
    titles = {
        "pdf": (_("导出 PDF"), _("PDF 文件 (*.pdf)")),
        "docx": (_("导出 Word"), _("Word 文件 (*.docx)")),
        "txt": (_("导出文本"), _("文本文件 (*.txt)")),
    }
    title, kinds = titles[form]
    proposed = f"{name.translate(_UNFIT).strip() or _('公文')}.{form}"
    path = ask_path(parent, title, proposed, kinds, form)
    if path is None:
        return
    job = Job(
        title, write, {"workspace": context.workspace, "memo": memo, "form": form, "path": path}
    )
    # behind the writing lane: what was typed just now is in the file
    context.jobs.run(job, done=partial(_told, context), lane="write")


def write(workspace: Workspace, memo: int, form: str, path: Path) -> Path:
    """Write a memo's file: the old one or the whole new one. Raises SystemFailed."""
    made: dict[str, Any] = {"pdf": papers.pdf, "docx": papers.docx, "txt": papers.text}
    with workspace.read() as reader:
        found = made[form](reader, memo)
    connection.replace_file(path, found.encode() if isinstance(found, str) else found)
    return path


def _told(context: Context, path: Path) -> None:
    context.messages.done(_("已导出：{name}").format(name=path.name))
