"""Departments as a table and as a page, read and worded off the UI thread."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain import duties as rules
from envoy_desktop.domain.catalogue import DEPARTMENT_KINDS
from envoy_desktop.store.queries import departments as stored
from envoy_desktop.store.queries import duties, obstacles, reference
from envoy_desktop.store.queries.departments import DepartmentRow
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.windowed_table import Cell, Column
from envoy_desktop.words import _, names, ngettext, pgettext

FIGURES = ("open", "red", "yellow", "obstacles", "owed", "duties", "cases")


class DepartmentSource:
    """The departments in an order; fifty rows, yet through the same window as the long lists."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self.only_busy = True
        self._found: dict[int, DepartmentRow] = {}

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """All ids in an order; figures go with the largest first."""
        with self._workspace.read() as reader:
            rows = stored.departments(reader, now.today())
        self._found = {row.id: row for row in rows}
        text = text.strip().lower()
        shown = [
            row
            for row in rows
            if (row.busy or not self.only_busy)
            and (not text or text in f"{row.name} {row.short_name} {row.code}".lower())
        ]
        if order in FIGURES:
            shown.sort(key=lambda row: getattr(row, order), reverse=True)
        elif order == "name":
            shown.sort(key=lambda row: row.name)
        if descending:
            shown.reverse()
        return array("q", (row.id for row in shown))

    def rows(self, ids: Sequence[int]) -> list[DepartmentRow | None]:
        """The rows of some ids."""
        return [self._found.get(id) for id in ids]


def _figure(name: str, lamp: str = "") -> Any:
    def cell(row: DepartmentRow) -> Cell:
        n: int = getattr(row, name)
        if not n:
            return Cell("–", tone="muted")
        return Cell(f"{n:,}", tone=f"{lamp}_word" if lamp else "ink", lamp=lamp)

    return cell


def _kind(row: DepartmentRow) -> Cell:
    return Cell(names.department_kind(row.kind), tone="muted")


def _name(row: DepartmentRow) -> str:
    return row.name


def columns() -> list[Column]:
    """The columns; made when shown, in the language spoken then."""
    return [
        Column(_("部门"), _name, width=16, order="name", stretch=True),
        Column(_("类别"), _kind, width=8, goes=1,
               holds=[names.department_kind(code) for code in DEPARTMENT_KINDS]),
        Column(_("在办"), _figure("open"), width=5, order="open", figure=True),
        Column(_("红灯"), _figure("red", "red"), width=5.5, order="red", figure=True),
        Column(_("黄灯"), _figure("yellow", "yellow"), width=5.5, order="yellow", figure=True,
               goes=4),
        Column(pgettext("screen", "障碍"), _figure("obstacles"), width=5, order="obstacles",
               figure=True),
        Column(_("欠答复"), _figure("owed"), width=5.5, order="owed", figure=True, goes=3),
        Column(_("督办"), _figure("duties"), width=5, order="duties", figure=True, goes=2),
        Column(_("全部事项"), _figure("cases"), width=8, order="cases", figure=True),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One department: its figures, its obstacles and its duties."""

    row: DepartmentRow
    obstacles: tuple[Row, ...]
    owed: tuple[Row, ...]
    duties: tuple[Row, ...]


def read_page(workspace: Workspace, department: int, today: date) -> Page | None:
    """What lies with a department, or None where it is gone."""
    with workspace.read() as reader:
        row = next((r for r in stored.departments(reader, today) if r.id == department), None)
        if row is None:
            return None
        standing = obstacles.obstacles(reader, department=department, open=True)
        standing.sort(key=lambda o: (o.answer_due is None, o.answer_due or o.on, o.id))
        owed = [o for o in standing if o.answer_due and o.answer_due < today.isoformat()]
        calendar = reference.calendar(reader)
        led = [d for d in duties.duties(reader, open=True) if d.lead_department == department]
        return Page(
            row,
            tuple(_obstacle(o, today, calendar) for o in standing),
            tuple(_obstacle(o, today, calendar) for o in owed),
            tuple(_duty(d, calendar, today) for d in led),
        )


def _obstacle(row: ObstacleRow, today: date, calendar: Any) -> Row:
    late = bool(row.answer_due) and str(row.answer_due) < today.isoformat()
    if late:
        over = calendar.working_days(date.fromisoformat(str(row.answer_due)), today)
        figure = ngettext("逾期 {n} 日", "逾期 {n} 日", over).format(n=over)
    else:
        waited = calendar.working_days(date.fromisoformat(row.on), today)
        figure = ngettext("已等 {n} 日", "已等 {n} 日", waited).format(n=waited)
    due = _("应于 {day} 答复").format(day=names.short_day(row.answer_due)) if row.answer_due else ""
    return Row(
        row.id,
        row.text,
        " · ".join(part for part in (row.project_name, row.procedure_name) if part),
        second=names.obstacle_kind(row.kind),
        second_line=due,
        figure=figure,
        lamp="red" if late else "green",
        kind="obstacle",
    )


def _duty(row: DutyRow, calendar: Any, today: date) -> Row:
    from envoy_desktop.ui.ledger.model import LAMPS, figure

    reading = rules.read_duty(
        rules.DutyFacts(
            row.source,
            date.fromisoformat(row.given_on or row.due_on),
            date.fromisoformat(row.due_on),
        ),
        calendar,
        today,
    )
    return Row(
        row.id,
        row.text,
        row.project_name,
        second=names.duty_source(row.source),
        second_line=_("截止 {day}").format(day=names.short_day(row.due_on)),
        figure=figure(reading),
        lamp=LAMPS.get(reading.state, ""),
        kind="duty",
    )
