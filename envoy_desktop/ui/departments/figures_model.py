"""The department table of figures: read as a job, worded cell by cell, each cell with its cases."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.windowed_table import Cell, Column
from envoy_desktop.words import _, names, ngettext, pgettext

if TYPE_CHECKING:  # numpy comes with the first job, never with the screen
    from envoy_desktop.casework.bottlenecks import Bottlenecks
    from envoy_desktop.casework.department_detail import Behind, Detail
    from envoy_desktop.casework.figures import DepartmentFigures, Table
    from envoy_desktop.domain.calibration import Calibration
    from envoy_desktop.store.queries.figures_behind import BehindRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filters over the table say."""

    item: str = ""
    since: date | None = None
    until: date | None = None


def read_table(workspace: Any, asked: Asked) -> "Table":
    """The whole table; off the UI thread."""
    from envoy_desktop.casework import figures
    from envoy_desktop.store.queries.figures import Window

    with workspace.read() as reader:
        return figures.table(reader, now.today(), Window(asked.since, asked.until, asked.item))


def read_items(workspace: Any) -> list[tuple[str, str]]:
    """The items that cases are of, for the filter: code and name."""
    from envoy_desktop.store.queries import figures_behind

    with workspace.read() as reader:
        return figures_behind.items(reader)


def read_detail(workspace: Any, department: int, asked: Asked) -> "tuple[Table, Detail] | None":
    """One department opened up, or None where it has no case and nothing recorded."""
    from envoy_desktop.casework import department_detail
    from envoy_desktop.domain.refusal import Refusal

    table = read_table(workspace, asked)
    with workspace.read() as reader:
        try:
            return table, department_detail.detail(reader, table, department)
        except Refusal:
            return None


def read_behind(workspace: Any, table: "Table", department: int, figure: str) -> "Behind":
    """What a figure counts; off the UI thread."""
    from envoy_desktop.casework import department_detail

    with workspace.read() as reader:
        return department_detail.behind(reader, table, department, figure)


def read_bottlenecks(workspace: Any) -> "Bottlenecks":
    """Where days are lost; off the UI thread."""
    from envoy_desktop.casework import bottlenecks

    with workspace.read() as reader:
        return bottlenecks.bottlenecks(reader, now.today())


def read_calibration(workspace: Any) -> "Calibration":
    """How honest past forecasts were; off the UI thread."""
    from envoy_desktop.casework import measured

    with workspace.read() as reader:
        return measured.calibration(reader, now.today())


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A figure: its head, its code for the cases behind (blank: none), its width in em, and how
    its cell and its order are read from a row."""

    name: str
    title: str
    width: float
    cell: Callable[[Any], Cell | str]
    key: Callable[[Any], Any]
    behind: str = ""
    figure: bool = True


def _count(n: int, whole: int | None = None) -> Cell:
    if not n:
        return Cell("–", tone="muted")
    return Cell(f"{n:,}" if whole is None else f"{n:,}/{whole:,}")


def _settled(row: "DepartmentFigures") -> Cell:
    from envoy_desktop.words import figures as words

    rank = row.standing.rank
    return Cell(words.settled(row.standing), tone="ink" if rank is not None else "muted")


def _median(row: "DepartmentFigures") -> Cell:
    from envoy_desktop.words import figures as words

    told = row.figure
    return Cell(words.median(told), tone="ink" if told.is_statistic else "muted")


def _share(held: Any) -> Cell:
    from envoy_desktop.words import figures as words

    if held.share is None:
        return Cell("–", tone="muted")
    told = words.held(held)
    return Cell(told, tone="muted" if "/" in told else "ink")


def _late(row: "DepartmentFigures") -> Cell:
    return _count(row.conduct.late, row.conduct.events) if row.conduct.late else Cell("–", "muted")


def _gap(row: "DepartmentFigures") -> Cell:
    told = row.conduct
    if not told.gap_events:
        return Cell("–", tone="muted")
    return Cell(_("{n} 次 {days} 日").format(n=told.gap_events, days=told.gap_days))


def _rating(row: "DepartmentFigures") -> Cell:
    told = row.conduct
    if told.rating is None:
        return Cell(_("{n} 份").format(n=told.ratings) if told.ratings else "–", tone="muted")
    return Cell(_("{mean}（{n}）").format(mean=f"{told.rating:.1f}", n=told.ratings))


def _low(value: float | None) -> float:
    return -1.0 if value is None else value


def figure_columns() -> tuple[FigureColumn, ...]:
    """All figures of the table; made when shown, in the language spoken then."""
    return (
        FigureColumn("rank", _("名次"), 6, _settled,
                     lambda r: (r.standing.rank is None, r.standing.rank or 0), figure=False),
        FigureColumn("name", _("部门"), 15,
                     lambda r: r.office.name, lambda r: r.office.name, figure=False),
        FigureColumn("cases", pgettext("list", "办件"), 5, lambda r: _count(r.figure.cases),
                     lambda r: -r.figure.cases, "cases"),
        FigureColumn("open", _("在办"), 5, lambda r: _count(r.figure.open),
                     lambda r: -r.figure.open, "open"),
        FigureColumn("median", _("中位数（95% 区间）"), 11, _median,
                     lambda r: -_low(r.figure.median.value), "median"),
        FigureColumn("promised", _("承诺内"), 6, lambda r: _share(r.figure.promised),
                     lambda r: _low(r.figure.promised.share), "over_promised"),
        FigureColumn("statutory", _("法定内"), 6, lambda r: _share(r.figure.statutory),
                     lambda r: _low(r.figure.statutory.share), "over_statutory"),
        FigureColumn("overdue", _("超期日"), 6, lambda r: _count(r.figure.overdue_days),
                     lambda r: -r.figure.overdue_days, "overdue_days"),
        FigureColumn("piecemeal", _("非一次告知"), 7,
                     lambda r: _count(r.conduct.kinds["piecemeal"]),
                     lambda r: -r.conduct.kinds["piecemeal"], "piecemeal"),
        FigureColumn("off_list", _("清单外"), 5.5,
                     lambda r: _count(r.conduct.kinds["off_list_demand"]),
                     lambda r: -r.conduct.kinds["off_list_demand"], "off_list"),
        FigureColumn("back_office", _("退后台"), 5.5, lambda r: _count(_back(r)),
                     lambda r: -_back(r), "back_office"),
        FigureColumn("before", _("体外日"), 5.5, lambda r: _count(r.conduct.before_days),
                     lambda r: -r.conduct.before_days, "before_days"),
        FigureColumn("late", _("补录"), 6, _late, lambda r: -r.conduct.late, "late"),
        FigureColumn("gap", _("与系统差"), 7.5, _gap, lambda r: -r.conduct.gap_days, "gap"),
        FigureColumn("ratings", _("评议"), 6, _rating, lambda r: _low(r.conduct.rating)),
        FigureColumn("obstacles", pgettext("screen", "障碍"), 5,
                     lambda r: _count(r.conduct.obstacles),
                     lambda r: -r.conduct.obstacles, "obstacles"),
        FigureColumn("owed", _("欠答复"), 5.5, lambda r: _count(r.conduct.owed),
                     lambda r: -r.conduct.owed, "owed"),
    )  # fmt: skip


def _back(row: "DepartmentFigures") -> int:
    kinds = row.conduct.kinds
    return kinds["sent_to_back_office"] + kinds["window_cannot_decide"]


def columns() -> list[Column]:
    """The columns as the table wants them."""
    return [
        Column(one.title, one.cell, width=one.width, order=one.name, figure=one.figure)
        for one in figure_columns()
    ]


class FigureSource:
    """The rows of a table that was computed: ordering is all that is left."""

    def __init__(self) -> None:
        self.table: Table | None = None
        self._rows: dict[int, DepartmentFigures] = {}

    def hold(self, table: "Table") -> None:
        """Show another table."""
        self.table = table
        self._rows = {row.office.id: row for row in table.departments}

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """The departments in an order."""
        rows = list(self._rows.values())
        if order and order != "rank":
            rows.sort(key={one.name: one.key for one in figure_columns()}[order])
        if descending:
            rows.reverse()
        return array("q", (row.office.id for row in rows))

    def rows(self, ids: Sequence[int]) -> "list[DepartmentFigures | None]":
        """The rows of some ids."""
        return [self._rows.get(id) for id in ids]


def behind_row(row: "BehindRow") -> Row:
    """One thing behind a figure as a row of a list."""
    from envoy_desktop.words import figures as words

    figure = ""
    if row.days is not None:
        figure = _("{days} 日").format(days=words.figure_days(row.days))
        if not row.ended:
            figure = _("已 {days} 日").format(days=words.figure_days(row.days))
    over = _("超 {days} 日").format(days=words.figure_days(row.over)) if row.over else ""
    return Row(
        row.id, row.title, row.project, second=names.short_day(row.on) if row.on else "",
        second_line=over, figure=figure, kind=row.kind,
    )  # fmt: skip


def behind_count(n: int) -> str:
    """How many there are."""
    return ngettext("{n} 件", "{n} 件", n).format(n=n)
