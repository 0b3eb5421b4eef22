"""The history's pages, read and worded off the UI thread."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.store import undo
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import choices, history
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.undo import Step
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import _, names

PAGE = 60
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One act, ready to read; `undone` is the sign of an undo or redo."""

    unit: int
    day: date
    time: str
    words: str
    device: str
    changes: tuple[str, ...]
    undoes: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some acts, whether there are older ones, and what undo and redo would do now."""

    acts: tuple[Told, ...]
    more: bool
    undo: Step | None
    redo: Step | None


def read_page(workspace: Workspace, object_id: int = 0, before: int = 0) -> Page:
    """The acts before the unit `before` (0: the newest), of one object or of everything."""
    with workspace.read() as reader:
        found = history.entries(reader, object_id or None, limit=PAGE + 1, before=before or None)
        return Page(
            tuple(_told(reader, entry) for entry in found[:PAGE]),
            len(found) > PAGE,
            undo.next_undo(reader),
            undo.next_redo(reader),
        )


def _told(reader: Reader, entry: Entry) -> Told:
    def name_of(field: str, id: int) -> str:
        return choices.name_of(reader, field, id)

    changes = names.changes(entry.changes, name_of)
    if len(changes) > MOST_CHANGES:
        changes = (*changes[:MOST_CHANGES], _("还有 {n} 处").format(n=len(changes) - MOST_CHANGES))
    return Told(
        entry.unit,
        entry.at.date(),
        f"{entry.at:%H:%M}",
        names.entry(entry),
        entry.device,
        changes,
        entry.undoes is not None,
    )


def step_words(step: Step | None) -> str:
    """What a step would undo or redo, in words; "" for none."""
    return names.done(step.act, step.subject) if step is not None else ""
