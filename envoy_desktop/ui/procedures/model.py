"""The long list of procedures: its columns, its filters, and where its rows come from."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain.clock_values import State
from envoy_desktop.store.queries import procedures, reference
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted
from envoy_desktop.ui.widgets.windowed_table import Cell, Column
from envoy_desktop.words import _, names


@dataclass(frozen=True, slots=True)
class Filter:
    """What the filters over the list say."""

    lamp: str = ""
    state: str = ""
    department: int | None = None
    project: int | None = None
    only_open: bool = True


class ProcedureSource:
    """Rows of the list through a window over the store; called off the UI thread."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self.filter = Filter()

    def wanted(self, text: str) -> Wanted:
        """The filters as the query wants them."""
        f = self.filter
        return Wanted(
            today=now.today(),
            project=f.project,
            department=f.department,
            state=f.state,
            lamp=f.lamp,
            open=True if f.only_open and not f.state else None,
            text=text,
        )

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """All ids in an order."""
        with self._workspace.read() as reader:
            return procedures.ids(
                reader, self.wanted(text), order or "red_on", descending=descending
            )

    def first(self, order: str, descending: bool, text: str, limit: int) -> Sequence[int]:
        """The first page at once."""
        with self._workspace.read() as reader:
            rows = procedures.first(
                reader, self.wanted(text), order or "red_on", descending=descending, limit=limit
            )
        return [row.procedure for row in rows]

    def rows(self, ids: Sequence[int]) -> list[ProcedureRow | None]:
        """The rows of some ids, None where one is gone."""
        with self._workspace.read() as reader:
            found = {row.procedure: row for row in procedures.rows(reader, ids)}
        return [found.get(id) for id in ids]


def departments(workspace: Any) -> list[tuple[int, str]]:
    """Department ids with their short names, for the filter."""
    with workspace.read() as reader:
        return [(id, d.short_name or d.name) for id, d in reference.departments(reader).items()]


STATES = tuple(state.value for state in State)
LAMPS = ("red", "yellow", "green")


def lamp_cell(row: ProcedureRow) -> Cell:
    """The lamp in words: how many days are over or left is told by the deadline."""
    if not row.open:
        return Cell("")
    lamp = row.lamp(now.today())
    return Cell(names.lamp(lamp) if lamp else "", lamp=lamp)


def state_cell(row: ProcedureRow) -> Cell:
    """The state; what has ended is muted."""
    return Cell(names.state(row.state), tone="muted" if row.ended_on else "ink")


def deadline_cell(row: ProcedureRow) -> Cell:
    """The deadline of the clock that turns red first, with its kind; the end of what has ended."""
    if row.ended_on:
        return Cell(names.short_day(date.fromisoformat(row.ended_on)), tone="muted")
    if not row.deadline:
        return Cell(_("停止计时") if row.open else "", tone="muted")
    day = names.short_day(date.fromisoformat(row.deadline))
    text = _("{day} 暂定").format(day=day) if row.provisional else day
    lamp = row.lamp(now.today())
    return Cell(text, tone=f"{lamp}_word" if lamp in ("red", "yellow") else "ink")


def _limit(kind: str, days: int, unit: str = "working") -> str:
    return f"{names.limit_kind(kind)} {names.days(days, unit)}"


def limit_cell(row: ProcedureRow) -> Cell:
    """Which limit it is: 承诺 10 个工作日."""
    if not row.limit_kind or row.limit_days is None or row.ended_on:
        return Cell("", tone="muted")
    words = names.days(row.limit_days, row.unit)
    if row.clock == "acceptance":
        return Cell(f"{names.clock(row.clock)} {words}", tone="muted")
    return Cell(_limit(row.limit_kind, row.limit_days, row.unit), tone="muted")


def columns() -> list[Column]:
    """The columns of the list; made when shown, in the language spoken then."""
    return [
        Column(_("预警"), lamp_cell, width=5, order="red_on",
               holds=[names.lamp(code) for code in LAMPS]),
        Column(_("事项"), lambda row: row.name, width=11, order="name", stretch=True),
        Column(_("项目"), lambda row: row.project_name, width=10, order="project_name",
               stretch=True),
        Column(_("部门"), lambda row: row.department_name, width=10, order="department_name",
               goes=2),
        Column(_("状态"), state_cell, width=5.5, order="state", goes=4,
               holds=[names.state(code) for code in STATES]),
        Column(_("截止日"), deadline_cell, width=8.5, order="deadline", goes=3),
        Column(_("时限"), limit_cell, width=11.5, goes=1, holds=[_limit("promised", 60)]),
    ]  # fmt: skip
