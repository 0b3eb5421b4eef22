"""What the obstacles' screen asks the workspace, off the UI thread, with plain values."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import Urgency
from envoy_desktop.store.queries import (
    choices,
    escalations,
    history,
    memo_list,
    obstacle_list,
    reference,
)
from envoy_desktop.store.queries import obstacles as queries
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.escalations import EscalationRow, Kin
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.queries.memo_list import MemoName
from envoy_desktop.store.queries.obstacle_list import Counts, Wanted
from envoy_desktop.store.queries.obstacles import AttachmentRow, AttemptRow, ObstacleRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.obstacles.model import row_of
from envoy_desktop.ui.quick_log.typing import kept
from envoy_desktop.ui.widgets.row import Row


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list offers to filter by, and the counts under its title."""

    projects: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Case:
    """One obstacle with everything its page shows."""

    row: ObstacleRow
    department: str
    urgency: Urgency | None
    attempts: tuple[AttemptRow, ...]
    evidence: tuple[AttachmentRow, ...]
    memos: tuple[MemoName, ...]
    calendar: Calendar
    stale_after: int
    typed: dict[str, Any]
    asked: tuple[EscalationRow, ...] = ()
    kin: tuple[Kin, ...] = ()


class ObstacleSource:
    """The list's rows, windowed; `wanted` is set by the filters before a load."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.wanted = Wanted()

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """All ids in this order."""
        wanted = self.wanted
        with self._workspace.read() as reader:
            return obstacle_list.ids(reader, wanted, order, now.today(), reference.calendar(reader))

    def rows(self, ids: Sequence[int]) -> Sequence[Row | None]:
        """The finished rows of `ids`."""
        today = now.today()
        with self._workspace.read() as reader:
            calendar = reference.calendar(reader)
            stale = int(str(reference.setting(reader, "obstacle.stale_after_days")))
            found = queries.obstacles(reader, ids=list(ids)) if ids else []
        rows = {row.id: row_of(row, today, calendar, stale) for row in found}
        return [rows.get(id) for id in ids]


def filters(workspace: Workspace) -> Filters:
    """What to filter by, and how many there are."""
    with workspace.read() as reader:
        return Filters(
            tuple(choices.projects(reader)),
            tuple(choices.departments(reader)),
            obstacle_list.counts(reader, now.today()),
        )


def case(workspace: Workspace, obstacle: int) -> Case | None:
    """One obstacle, or None where it is gone."""
    today = now.today()
    with workspace.read() as reader:
        found = queries.obstacles(reader, ids=[obstacle])
        if not found:
            return None
        row = found[0]
        calendar = reference.calendar(reader)
        departments = reference.departments(reader)
        named = departments.get(row.department or 0)
        return Case(
            row,
            named.name if named else "",
            obstacle_list.urgencies(reader, [row], today, calendar).get(row.id),
            tuple(queries.attempts(reader, obstacle=obstacle)),
            tuple(queries.attachments(reader, obstacle)),
            tuple(memo_list.about(reader, obstacle)),
            calendar,
            int(str(reference.setting(reader, "obstacle.stale_after_days"))),
            kept(workspace, f"obstacle:{obstacle}"),
            tuple(escalations.of_obstacle(reader, obstacle)),
            tuple(escalations.kin(reader, obstacle)),
        )


@dataclass(frozen=True, slots=True)
class Root:
    """An obstacle that others may hang on."""

    id: int
    words: str


def roots(workspace: Workspace, obstacle: int) -> tuple[Root, ...]:
    """The open obstacles that may be the root of this one: those of its project first."""
    with workspace.read() as reader:
        rows = queries.obstacles(reader, open=True)
    mine = next((row.project for row in rows if row.id == obstacle), None)
    rows.sort(key=lambda row: row.project != mine)
    return tuple(
        Root(row.id, f"{row.text} · {row.project_name}" if row.project_name else row.text)
        for row in rows
        if row.id != obstacle and row.root != obstacle
    )


def story(workspace: Workspace, id: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """The history of a row: when, who did what, and the fields it changed."""
    from envoy_desktop.words import names

    with workspace.read() as reader:
        found: list[Entry] = history.entries(reader, object=id, limit=100)
        name_of = partial(choices.name_of, reader)
        return [
            (names.moment(entry.at), names.entry(entry), names.changes(entry.changes, name_of))
            for entry in found
        ]
