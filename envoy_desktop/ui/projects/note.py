"""A note on what is open, from anywhere: earlier notes on it stand under the line."""

from dataclasses import dataclass
from typing import Any

from envoy_desktop.casework.notes import KINDS
from envoy_desktop.store.queries import choices, notes
from envoy_desktop.store.queries.notes import NoteRow
from envoy_desktop.ui.projects.team_forms import NoteForm
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _, names

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """What the note is about, and what was noted before."""

    kind: str
    id: int
    title: str
    earlier: tuple[NoteRow, ...]


def open_note(context: Context) -> None:
    """The command: note something on the project, procedure or obstacle that is chosen."""
    about = context.selected()
    if about is None or about[0] not in KINDS:
        context.messages.done(_("请先选中一个项目、事项或障碍，再记笔记。"))
        return
    context.jobs.read(
        read_ground, done=_Opens(context).form, key="note-ground", workspace=context.workspace,
        kind=about[0], id=about[1],
    )  # fmt: skip


def read_ground(workspace: Any, kind: str, id: int) -> Ground:
    """The name of a thing and the notes on it."""
    with workspace.read() as reader:
        return Ground(kind, id, choices.name_of(reader, kind, id), tuple(notes.notes(reader, id)))


class _Opens:
    """Opens the form; holds no widget."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def form(self, ground: Ground) -> None:
        form = NoteForm(self._context, ground.kind, ground.id, ground.title)
        for note in ground.earlier[:SHOWN]:
            day = names.short_day(note.on)
            mark = _("不外传") if note.private else ""
            head = " · ".join(part for part in (day, mark) if part)
            form.more.addWidget(Label(head, "caption", "muted"))
            form.more.addWidget(Label(note.text, "body", wrap=True, selectable=True))
        form.open()
