"""Where days are lost in the whole city: by party, item, transition; waits that cost most."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from envoy_desktop.casework import outlook
from envoy_desktop.domain import bottlenecks as rules
from envoy_desktop.domain.clock_pack import PARTIES
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import figures, projects
from envoy_desktop.store.queries.figures import Transition, Window

MOST_WAITS = 10
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class ItemLoss:
    """One item: its cases, the working days departments had them, and those beyond the limit."""

    code: str
    name: str
    cases: int
    department_days: int
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait on a project's critical path: `days` by which it holds the target up."""

    project: int
    project_name: str
    procedure: int
    code: str
    name: str
    department_name: str
    state: str
    days: int


@dataclass(frozen=True, slots=True)
class Third:
    """What a department a third faster would give: working days by project, and together.

    `dates`: for each of `projects` the planned day of its target now, and then.
    """

    department_name: str
    days: int
    projects: tuple[tuple[int, str, int], ...]
    dates: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """`parties`: calendar days charged, by party. The lists have the heaviest first."""

    parties: tuple[tuple[str, int], ...]
    items: tuple[ItemLoss, ...]
    transitions: tuple[Transition, ...]
    waits: tuple[Wait, ...]
    thirds: tuple[Third, ...]
    left_out: tuple[str, ...] = ()  # projects whose plan runs in a circle


def bottlenecks(reader: Reader, as_of: date, window: Window | None = None) -> Bottlenecks:
    """Where days are lost, as of a day; waits and thirds are those of the running projects."""
    found = figures.facts(reader, as_of, window)
    charged = found.charged.sum(axis=1)
    parties = tuple((party.value, int(charged[n])) for n, party in enumerate(PARTIES))
    count = len(found.items)
    cases = np.bincount(found.cases.item, minlength=count)
    days = np.bincount(found.cases.item, found.cases.days, minlength=count)
    over = np.bincount(found.cases.item, found.cases.overdue, minlength=count)
    items = [
        ItemLoss(item.code, item.name, int(cases[n]), int(days[n]), int(over[n]))
        for n, item in enumerate(found.items)
        if cases[n]
    ]
    items.sort(key=lambda item: (-item.overdue_days, -item.department_days, item.code))
    waits: list[Wait] = []
    thirds: dict[str, list[tuple[int, str, int, date, date]]] = {}
    left_out: list[str] = []
    for row in projects.all_projects(reader, as_of):
        try:
            laid = outlook.ground(reader, row.id, as_of)
        except Refusal:
            left_out.append(row.name)
            continue
        for cost in rules.costs(laid.made):
            case = laid.standing[cost.key]
            state = laid.made.steps[cost.key].state
            waits.append(
                Wait(
                    row.id, row.name, case.procedure, case.code, case.name,
                    case.department_name, state, cost.days,
                )
            )  # fmt: skip
        leads: dict[str, set[str]] = {}
        for code in laid.made.critical:
            leads.setdefault(laid.standing[code].department_name, set())
        for code, case in laid.standing.items():
            if case.department_name in leads:
                leads[case.department_name].add(code)
        for name, codes in leads.items():
            won = rules.won_by_a_third(laid.made, codes)
            if won > 0:
                then = outlook.day(laid.calendar, laid.made.finish - won)
                now_ = outlook.day(laid.calendar, laid.made.finish)
                thirds.setdefault(name, []).append((row.id, row.name, won, now_, then))
    waits.sort(key=lambda wait: (-wait.days, wait.project_name, wait.code))
    told = []
    for name, rows in thirds.items():
        rows.sort(key=lambda r: -r[2])
        told.append(
            Third(
                name, sum(r[2] for r in rows), tuple(r[:3] for r in rows),
                tuple(r[3:] for r in rows),
            )
        )  # fmt: skip
    return Bottlenecks(
        parties,
        tuple(items[:MOST_ROWS]),
        tuple(figures.transitions(reader, as_of)[:MOST_ROWS]),
        tuple(waits[:MOST_WAITS]),
        tuple(sorted(told, key=lambda third: (-third.days, third.department_name))),
        tuple(left_out),
    )
