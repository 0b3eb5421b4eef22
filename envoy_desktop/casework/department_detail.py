"""One department's figures opened up: its charts, worst cases, items, and the cases of a figure."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from envoy_desktop.casework.figures import DepartmentFigures, Table
from envoy_desktop.domain import charts
from envoy_desktop.domain import departments as rules
from envoy_desktop.domain.charts import Distribution, Mark, Months, Survival
from envoy_desktop.domain.departments import Bools, Figure
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import figures_behind as stored
from envoy_desktop.store.queries.figures import Facts, Item, Window
from envoy_desktop.store.queries.figures_behind import BehindRow, StatementRow
from envoy_desktop.words import _
from envoy_desktop.words import figures as words

WORST = 10
MOST_BEHIND = 500
"""Rows of a list behind a figure; the count beside it is always the whole."""
OF_CASES = (
    "cases", "open", "median", "over_promised", "within_promised", "over_statutory",
    "within_statutory", "overdue_days",
)  # fmt: skip
"""Figures that are counted from cases; the others from what was recorded beside them."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a department beside the city's."""

    item: Item
    figure: Figure
    city: Figure


@dataclass(frozen=True, slots=True)
class Detail:
    """What the page of a department shows of its figures.

    `worst`: its cases longest over their limit (else the longest). `statements`: what the
    department itself says, newest first.
    """

    as_of: date
    window: Window
    row: DepartmentFigures
    distribution: Distribution
    survival: Survival
    months: Months
    items: tuple[ItemLine, ...]
    worst: tuple[BehindRow, ...]
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The first of the things a figure counts, and how many there are."""

    rows: tuple[BehindRow, ...]
    count: int


def detail(reader: Reader, table: Table, department: int) -> Detail:
    """Open a department's row. Refuses "no-cases" where the table has no such row."""
    row = next((one for one in table.departments if one.office.id == department), None)
    if row is None:
        raise Refusal("no-cases", next="widen-window")
    facts = table.facts
    own = facts.take(_of(table, department))
    here = np.unique(own.cases.item)
    city = facts.take(np.isin(facts.cases.item, here))
    days, ended, unit = charts.lengths(own.cases)
    marks = _marks(own.cases, facts, unit)
    median = row.figure.median.value if unit == "days" else row.figure.used.value
    shown = list(marks)
    if median is not None:
        told = words.figure_days(median) if unit == "days" else words.percent(median)
        shown.append(Mark(median, _("中位数 {value}").format(value=told), "median"))
    other = None
    if len(city.cases) > len(own.cases):
        theirs = charts.lengths(city.cases)
        other = (theirs[0], theirs[1]) if theirs[2] == unit else None
    return Detail(
        table.as_of,
        table.window,
        row,
        charts.distribution(days, ended, unit, shown),
        charts.survival_chart(days, ended, unit, marks, other),
        charts.months(own.filed, own.cases.days, own.cases.ended, marks if unit == "days" else ()),
        tuple(
            ItemLine(
                facts.items[n],
                rules.figure(own.cases.take(own.cases.item == n)),
                rules.figure(city.cases.take(city.cases.item == n)),
            )
            for n in _by_count(own.cases.item)
        ),
        _cases(reader, own, _longest(own)[:WORST]),
        tuple(stored.statements(reader, department)),
    )


def behind(reader: Reader, table: Table, department: int, figure: str) -> Behind:
    """The cases (or obstacles, or entries) that a figure of a department counts."""
    if figure in OF_CASES:
        own = table.facts.take(_of(table, department))
        kept = _counted(own, figure)
        places = _longest(own)
        places = places[kept[places]]
        return Behind(_cases(reader, own, places[:MOST_BEHIND]), len(places))
    rows = stored.beside(
        reader, department, figure, table.as_of, table.window.since, table.window.until
    )
    return Behind(tuple(rows[:MOST_BEHIND]), len(rows))


def _of(table: Table, department: int) -> Bools:
    number = table.facts.department(department)
    found: Bools = table.facts.cases.department == (-1 if number is None else number)
    return found


def _counted(own: Facts, figure: str) -> Bools:
    cases = own.cases
    if figure == "open":
        return ~cases.ended
    if figure in ("over_promised", "within_promised"):
        return _side(cases.promised, figure)
    if figure in ("over_statutory", "within_statutory"):
        return _side(cases.statutory, figure)
    if figure == "overdue_days":
        return cases.overdue > 0
    return np.ones(len(cases), bool)


def _side(kept: rules.Marks, figure: str) -> Bools:
    side: Bools = kept == (rules.OUTSIDE if figure.startswith("over") else rules.INSIDE)
    return side


def _longest(own: Facts) -> rules.Index:
    """The places of cases: the most days over the limit first, then the longest."""
    return np.lexsort((own.procedure, -own.cases.days, -own.cases.overdue))


def _by_count(item: rules.Index) -> list[int]:
    seen = np.bincount(item)
    order = sorted(np.flatnonzero(seen).tolist(), key=lambda n: (-seen[n], n))
    return [int(n) for n in order]


def _cases(reader: Reader, own: Facts, places: rules.Index) -> tuple[BehindRow, ...]:
    told = [
        (
            int(own.procedure[n]), float(own.cases.days[n]), bool(own.cases.ended[n]),
            float(own.cases.overdue[n]), date.fromordinal(int(own.filed[n])).isoformat(),
        )
        for n in places.tolist()
    ]  # fmt: skip
    return tuple(stored.cases(reader, told))


def _marks(cases: rules.Cases, facts: Facts, unit: str) -> tuple[Mark, ...]:
    """The limits drawn into a chart: of one item its own, of several the limit as the whole."""
    if unit == "share":
        return (Mark(1.0, _("时限"), "limit"),)
    items = np.unique(cases.item)
    if len(items) != 1:
        return ()
    item = facts.items[int(items[0])]
    found = []
    if item.promised is not None:
        found.append(Mark(item.promised, _("承诺 {days}").format(days=item.promised), "limit"))
    if item.statutory is not None and item.statutory != item.promised:
        found.append(Mark(item.statutory, _("法定 {days}").format(days=item.statutory), "limit"))
    return tuple(found)
