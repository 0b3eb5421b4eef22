"""The figures of departments and items, with the cases behind each."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from envoy_desktop.domain import departments as rules
from envoy_desktop.domain.departments import Figure, Standing
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import conduct as conducts
from envoy_desktop.store.queries import figures, imported_logs
from envoy_desktop.store.queries.conduct import Conduct
from envoy_desktop.store.queries.figures import Facts, Item, Office, Window

SEED = 1


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """One department: who it is, its figure, how it stands against the city, its conduct."""

    office: Office
    figure: Figure
    standing: Standing
    conduct: Conduct


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item over the whole city."""

    item: Item
    departments: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Cases that ended after their day, in time, and those without an end; `without`: ended cases
    that carry no deadline."""

    late: int
    in_time: int
    open: int
    without: int


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """The whole table on a day, and the facts it rests on (`behind` finds a figure's cases)."""

    as_of: date
    window: Window
    departments: tuple[DepartmentFigures, ...]
    facts: Facts

    def behind(self, department: int | None = None, item: str = "") -> tuple[int, ...]:
        """The procedures behind a figure: of a department's id, of an item's code."""
        cases = self.facts.cases
        kept = np.ones(len(cases), bool)
        if department is not None:
            number = self.facts.department(department)
            kept &= cases.department == (-1 if number is None else number)
        if item:
            at = self.facts.item(item)
            kept &= cases.item == (-1 if at is None else at)
        return tuple(self.facts.procedure[kept].tolist())


def table(reader: Reader, as_of: date, window: Window | None = None, *, seed: int = SEED) -> Table:
    """The department table: only departments with a case, an obstacle or a rating, the slower
    than the city first, then who cannot be told from it, the faster, the rest; intermediaries, who
    have a ranking of their own, last. The same facts and seed give the same table."""
    wanted = window or Window()
    found = figures.facts(reader, as_of, wanted)
    told = conducts.conduct(reader, as_of, wanted.since, wanted.until)
    spoilt = np.array([is_spoilt(told.get(one.id)) for one in found.departments], bool)
    pools = np.array([is_intermediary(one) for one in found.departments], np.intp)
    rows = [
        DepartmentFigures(
            found.departments[row.department],
            row.figure,
            row.standing,
            told.get(found.departments[row.department].id)
            or Conduct(found.departments[row.department].id),
        )
        for row in rules.by_department(
            found.cases, len(found.departments), spoilt, pools=pools, seed=seed
        )
        if row.figure.cases
    ]
    shown = {row.office.id for row in rows}
    if not wanted.item:
        nothing = rules.figure(found.cases.take(np.zeros(len(found.cases), bool)))
        alone = Standing(None, None, None, None, None, None, None, rules.TOO_FEW)
        rows += [
            DepartmentFigures(office, nothing, alone, told[office.id])
            for office in figures.offices(reader)
            if office.id in told and office.id not in shown
            and (told[office.id].obstacles or told[office.id].ratings)
        ]  # fmt: skip
    return Table(as_of, wanted, tuple(sorted(rows, key=_order)), found)


def is_spoilt(told: Conduct | None) -> bool:
    """Whether a department's facts came too late or not at all to compare it."""
    if told is None:
        return False
    late = told.events >= rules.FEWEST and told.late > rules.LATE_SHARE * told.events
    silent = told.open >= rules.FEWEST and told.silent > rules.LATE_SHARE * told.open
    return late or silent


def is_intermediary(office: Office) -> bool:
    """Whether it is a kind of intermediaries (中介机构), no department."""
    return office.kind == "intermediary_class"


_FROM_SLOW = (
    rules.SLOWER, rules.NOT_DISTINGUISHABLE, rules.FASTER, rules.NOT_COMPARABLE, rules.TOO_FEW,
)  # fmt: skip
_KINDS = ("government", "vertical", "public_utility")


def _order(row: DepartmentFigures) -> tuple[bool, int, int, int, str]:
    kind = _KINDS.index(row.office.kind) if row.office.kind in _KINDS else len(_KINDS)
    return (
        is_intermediary(row.office), _FROM_SLOW.index(row.standing.note), row.standing.rank or 0,
        kind, row.office.name,
    )  # fmt: skip


def items(reader: Reader, as_of: date, window: Window | None = None) -> list[ItemFigures]:
    """The city-wide figure of every item that has cases, those with most cases first."""
    found = figures.facts(reader, as_of, window)
    rows = []
    for n, figure in enumerate(rules.by_item(found.cases, len(found.items))):
        if figure.cases:
            led = np.unique(found.cases.department[found.cases.item == n])
            rows.append(ItemFigures(found.items[n], len(led), figure))
    return sorted(rows, key=lambda row: (-row.figure.cases, row.item.code))


def deadlines(reader: Reader, as_of: date) -> Deadlines:
    """How many cases kept their day, by local date: a log's deadline, else the statutory limit.

    A case that ended before it was filed, by its log, is counted by its dates all the same.
    """
    late = in_time = open_ = without = 0
    on = as_of.isoformat()
    for deadline, ended, count in imported_logs.days(reader, on):
        if not ended or ended > on:
            open_ += count
        elif not deadline:
            without += count
        elif ended > deadline:
            late += count
        else:
            in_time += count
    found = figures.facts(reader, as_of)
    own = found.take(~found.imported)
    ended_ = own.cases.ended
    marks = own.cases.statutory[ended_]
    late += int((marks == rules.OUTSIDE).sum())
    in_time += int((marks == rules.INSIDE).sum())
    without += int((marks == rules.UNSETTLED).sum())
    open_ += int(len(own.cases) - ended_.sum())
    return Deadlines(late, in_time, open_, without)
