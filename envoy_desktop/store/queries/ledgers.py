"""Projects, procedures and events as the rows of a workbook that leaves the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries.facts import STANDING


@dataclass(frozen=True, slots=True)
class LedgerProcedure:
    """One procedure; `nth`: which filing of its item in its project it is, from 1 on."""

    procedure: int
    project: int
    project_name: str
    code: str
    name: str
    department_name: str
    state: str
    deadline: str | None
    plan_limit: int | None
    reference: str
    note: str
    nth: int


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """One standing fact; `items` is a JSON list, dates are ISO texts."""

    procedure: int
    kind: str
    on: str
    items: str
    party: str
    announced: int | None
    days: int | None
    note: str
    has_receipt: bool
    system_on: str | None
    entered_on: str


def projects(reader: Reader, chosen: Sequence[int] = ()) -> list[tuple[Any, ...]]:
    """Each project: id, then the columns of `sheet_columns.PROJECT_FIELDS`; by name."""
    return reader.rows(
        "SELECT id, name, investor, investor_contact, place, summary, lead_leader, working_group,"
        " envoy, opened_on, target_on, mandate_until, closed_on, close_reason FROM project"
        f" WHERE deleted = 0{_within('id', chosen)} ORDER BY name"
    )


def attributes(reader: Reader, chosen: Sequence[int] = ()) -> dict[int, dict[str, str]]:
    """What is known of each project: value by name."""
    found: dict[int, dict[str, str]] = {}
    for project, name, value in reader.rows(
        "SELECT project, name, value FROM project_attribute"
        f" WHERE deleted = 0 AND value <> ''{_within('project', chosen)} ORDER BY id"
    ):
        found.setdefault(project, {})[name] = value
    return found


def procedures(reader: Reader, chosen: Sequence[int] = ()) -> list[LedgerProcedure]:
    """The procedures by project and stage; several of one item in the order of their filing."""
    counted: dict[tuple[int, str], int] = {}
    rows = []
    for row in reader.rows(
        "SELECT p.id, p.project, j.name, i.code, i.name, coalesce(r.department_name, ''),"
        " coalesce(r.state, 'planned'), r.deadline, p.plan_limit, p.reference, p.note"
        " FROM procedure p JOIN project j ON j.id = p.project"
        " JOIN catalogue_item i ON i.id = p.item"
        " LEFT JOIN reading_procedure r ON r.procedure = p.id"
        f" WHERE p.deleted = 0 AND j.deleted = 0{_within('p.project', chosen)}"
        " ORDER BY j.name, i.stage, i.position, coalesce(r.filed_on, '9999'), p.id"
    ):
        key = row[1], row[3]
        counted[key] = counted.get(key, 0) + 1
        rows.append(LedgerProcedure(*(*row, counted[key])))
    return rows


def events(reader: Reader, chosen: Sequence[int] = ()) -> list[LedgerEvent]:
    """The facts that stand, by procedure in the order of their days."""
    return [
        LedgerEvent(*row)
        for row in reader.rows(
            'SELECT e.procedure, e.kind, e."on", e.items, e.party, e.announced, e.days, e.note,'
            " e.has_receipt, e.system_on, e.entered_on FROM event e"
            " JOIN procedure p ON p.id = e.procedure JOIN project j ON j.id = p.project"
            f" WHERE {STANDING} AND p.deleted = 0 AND j.deleted = 0{_within('p.project', chosen)}"
            ' ORDER BY j.name, e.procedure, e."on", e.day_order, e.id'
        )
    ]


def _within(column: str, chosen: Sequence[int]) -> str:
    return f" AND {column} IN ({', '.join(map(str, chosen))})" if chosen else ""
