"""What an act asks of one object before it writes: does it stand, what is it called, is it done.

Rows of objects that were removed are not found, unless a function says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from envoy_desktop.store.connection import Reader

_CALLED = {
    "project": "name",
    "department": "name",
    "contact": "name",
    "team_member": "name",
    "baseline": "name",
    "attachment": "name",
    "obstacle": "text",
    "attempt": "text",
    "note": "text",
    "memo": "title",
}


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """A project as an act checks it."""

    id: int
    name: str
    closed_on: str | None
    edition: int
    envoy: str
    mandate_until: str | None


@dataclass(frozen=True, slots=True)
class ProcedureHead:
    """A procedure with the item of its list and its project, which may be closed or removed."""

    id: int
    project: int
    item: int
    code: str
    name: str
    lead_department: str
    project_name: str
    project_closed: str | None
    project_stands: bool


@dataclass(frozen=True, slots=True)
class ProcedureState:
    """Where a procedure stands, by its reading; `department` is the leading one's id."""

    id: int
    project: int
    code: str
    name: str
    state: str
    department: int | None
    ended_on: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class EventHead:
    """A fact as a correction takes it over; `replaced` where another names it."""

    procedure: int
    kind: str
    on: str
    day_order: float
    note: str
    has_receipt: bool
    system_on: str | None
    void: bool
    replaced: bool


@dataclass(frozen=True, slots=True)
class ObstacleHead:
    """An obstacle and what it hangs on; `project_closed` is the day its project was closed."""

    text: str
    on: str
    resolved_on: str | None
    root: int | None
    procedure: int | None
    project: int | None
    project_name: str
    project_closed: str | None


@dataclass(frozen=True, slots=True)
class AttemptHead:
    """An attempt or a call: what was said, what was promised and whether it was kept."""

    text: str
    promised_on: str | None
    kept_on: str | None


@dataclass(frozen=True, slots=True)
class MemoHead:
    """A document as its life's acts check it; `number` is "" while it is a draft."""

    kind: str
    title: str
    number: str
    organ: str
    organ_code: str
    issuer: str
    signed_by: str
    signed_sha256: str
    signed_on: str | None
    replaces: int | None


@dataclass(frozen=True, slots=True)
class DutyHead:
    """A duty as it was charged."""

    source: str
    given_on: str
    due_on: str | None
    text: str
    owed_by: str
    basis: str


@dataclass(frozen=True, slots=True)
class StageHead:
    """One stage of a duty."""

    text: str
    done_on: str | None


@dataclass(frozen=True, slots=True)
class MandateHead:
    """A mandate as it was signed; `scope_items` as it is kept."""

    project: int
    signatory: str
    from_on: str
    until: str | None
    scope: str
    scope_items: str
    ended_on: str | None


def called(reader: Reader, kind: str, id: int) -> str | None:
    """The name, title or text of an object; None where none stands."""
    found: str | None = reader.value(
        f"SELECT {_CALLED[kind]} FROM {kind} WHERE id = :id AND deleted = 0", id=id
    )
    return found


def project(reader: Reader, id: int) -> ProjectHead | None:
    """A project by its id."""
    row = reader.row(
        "SELECT id, name, closed_on, edition, envoy, mandate_until FROM project"
        " WHERE id = :id AND deleted = 0",
        id=id,
    )
    return ProjectHead(*row) if row else None


def edition_of(reader: Reader, project: int) -> int | None:
    """The edition of the catalogue that a project is held against, a removed one's too."""
    found: int | None = reader.value("SELECT edition FROM project WHERE id = :id", id=project)
    return found


def edition_name(reader: Reader, edition: int) -> str:
    """What an edition is called, also one that is no list to choose; "" where there is none."""
    return str(reader.value("SELECT name FROM edition WHERE id = :id", id=edition) or "")


def edition_known(reader: Reader, edition: int) -> bool:
    """Whether an edition was ever taken in, hidden ones too."""
    return bool(reader.value("SELECT 1 FROM edition WHERE id = :id", id=edition))


def project_names(reader: Reader) -> dict[int, str]:
    """Every project's name by its id, removed ones too: a package may carry their history."""
    return dict(reader.rows("SELECT id, name FROM project"))


_PROCEDURE = (
    "SELECT p.id, p.project, p.item, i.code, i.name, i.lead_department, coalesce(j.name, ''),"
    " j.closed_on, CASE WHEN j.deleted = 0 THEN 1 ELSE 0 END FROM procedure p"
    " JOIN catalogue_item i ON i.id = p.item LEFT JOIN project j ON j.id = p.project"
    " WHERE p.deleted = 0"
)


def procedure(reader: Reader, id: int) -> ProcedureHead | None:
    """A procedure by its id."""
    row = reader.row(f"{_PROCEDURE} AND p.id = :id", id=id)
    return _procedure(row) if row else None


def procedures_of(reader: Reader, project: int) -> list[ProcedureHead]:
    """The procedures of a project in the order they were made."""
    found = reader.rows(f"{_PROCEDURE} AND p.project = :project ORDER BY p.id", project=project)
    return [_procedure(row) for row in found]


def _procedure(row: tuple[Any, ...]) -> ProcedureHead:
    *held, project_stands = row
    return ProcedureHead(*(*held, bool(project_stands)))


_STATE = (
    "SELECT procedure, project, code, name, state, department, ended_on, open"
    " FROM reading_procedure"
)


def procedures_of_item(reader: Reader, project: int, item: int) -> list[int]:
    """A project's procedures of one item, the one filed first in front."""
    found = reader.rows(
        "SELECT p.id FROM procedure p LEFT JOIN reading_procedure r ON r.procedure = p.id"
        " WHERE p.project = :project AND p.item = :item AND p.deleted = 0"
        " ORDER BY coalesce(r.filed_on, '9999'), p.id",
        project=project,
        item=item,
    )
    return [row[0] for row in found]


def with_events(reader: Reader, project: int) -> set[int]:
    """The procedures of a project in which anything was recorded, void or replaced too."""
    found = reader.rows(
        "SELECT DISTINCT e.procedure FROM event e JOIN procedure p ON p.id = e.procedure"
        " WHERE p.project = :project AND e.deleted = 0",
        project=project,
    )
    return {row[0] for row in found}


def has_events(reader: Reader, procedure: int) -> bool:
    """Whether anything was recorded in a procedure."""
    return bool(
        reader.value(
            "SELECT 1 FROM event WHERE procedure = :id AND deleted = 0 LIMIT 1", id=procedure
        )
    )


def to_guess_from(reader: Reader, project: int | None) -> list[ProcedureState]:
    """The procedures that a typed line may be about: a project's, or all that are open."""
    where, values = ("project = :project", {"project": project}) if project else ("open = 1", {})
    found = reader.rows(f"{_STATE} WHERE {where} LIMIT 2000", **values)
    return [_state(row) for row in found]


def state(reader: Reader, procedure: int) -> ProcedureState | None:
    """Where a procedure stands, by its reading."""
    row = reader.row(f"{_STATE} WHERE procedure = :id", id=procedure)
    return _state(row) if row else None


def _state(row: tuple[Any, ...]) -> ProcedureState:
    *told, open = row
    return ProcedureState(*(*told, bool(open)))


def ended(reader: Reader, project: int) -> set[int]:
    """The procedures of a project that have ended."""
    found = reader.rows(
        "SELECT procedure FROM reading_procedure WHERE project = :project AND ended_on IS NOT NULL",
        project=project,
    )
    return {row[0] for row in found}


def event(reader: Reader, id: int) -> EventHead | None:
    """A fact by its id, void and replaced ones too."""
    row = reader.row(
        'SELECT procedure, kind, "on", day_order, note, has_receipt, system_on, void,'
        " CASE WHEN EXISTS (SELECT 1 FROM event c WHERE c.corrects = e.id AND c.deleted = 0)"
        " THEN 1 ELSE 0 END FROM event e WHERE id = :id AND deleted = 0",
        id=id,
    )
    if row is None:
        return None
    *told, receipt, system_on, void, replaced = row
    return EventHead(*(*told, bool(receipt), system_on, bool(void), bool(replaced)))


def procedure_of_event(reader: Reader, event: int) -> int:
    """The procedure that an event belongs to. LookupError where there is no such event."""
    found: int | None = reader.value("SELECT procedure FROM event WHERE id = :id", id=event)
    if found is None:
        raise LookupError(event)
    return found


def attribute_texts(reader: Reader, project: int) -> dict[str, str]:
    """What is known of a project by the attribute's name; what was taken back is left out."""
    return dict(
        reader.rows(
            "SELECT name, value FROM project_attribute"
            " WHERE project = :project AND deleted = 0 AND value <> '' ORDER BY id",
            project=project,
        )
    )


def obstacle(reader: Reader, id: int) -> ObstacleHead | None:
    """An obstacle by its id."""
    row = reader.row(
        'SELECT o.text, o."on", o.resolved_on, o.root, o.procedure, o.project,'
        " coalesce(j.name, ''), j.closed_on FROM obstacle o"
        " LEFT JOIN project j ON j.id = o.project WHERE o.id = :id AND o.deleted = 0",
        id=id,
    )
    return ObstacleHead(*row) if row else None


def hanging_on(reader: Reader, root: int) -> list[int]:
    """The obstacles that have this one as their root."""
    found = reader.rows("SELECT id FROM obstacle WHERE root = :root AND deleted = 0", root=root)
    return [row[0] for row in found]


def attempt(reader: Reader, id: int) -> AttemptHead | None:
    """An attempt or a call by its id."""
    row = reader.row(
        "SELECT text, promised_on, kept_on FROM attempt WHERE id = :id AND deleted = 0", id=id
    )
    return AttemptHead(*row) if row else None


def department_of_contact(reader: Reader, contact: int) -> int | None:
    """The department that a contact sits in."""
    found: int | None = reader.value("SELECT department FROM contact WHERE id = :id", id=contact)
    return found


def memo(reader: Reader, id: int) -> MemoHead | None:
    """A document by its id."""
    row = reader.row(
        "SELECT kind, title, coalesce(number, ''), organ, organ_code, issuer, signed_by,"
        " signed_sha256, signed_on, replaces FROM memo WHERE id = :id AND deleted = 0",
        id=id,
    )
    return MemoHead(*row) if row else None


def memo_fields(reader: Reader, id: int, names: Sequence[str]) -> dict[str, Any]:
    """Columns of a document by their names. KeyError for a column there is not."""
    from envoy_desktop.store.schema import document  # heavy: not for every call that only reads

    known = [document.memo.c[name].name for name in names]
    row = reader.row(f"SELECT {', '.join(known)} FROM memo WHERE id = :id", id=id)
    return dict(zip(known, row or (), strict=True))


def corrections_of(reader: Reader, memo: int) -> list[int]:
    """The documents drafted in the place of this one, the oldest in front."""
    found = reader.rows(
        "SELECT id FROM memo WHERE replaces = :id AND deleted = 0 ORDER BY id", id=memo
    )
    return [row[0] for row in found]


def obstacles_of_memo(reader: Reader, memo: int) -> list[int]:
    """The obstacles that a document tells of, in its order."""
    found = reader.rows(
        "SELECT obstacle FROM memo_obstacle WHERE memo = :id AND deleted = 0 ORDER BY position",
        id=memo,
    )
    return [row[0] for row in found]


def duty(reader: Reader, id: int) -> DutyHead | None:
    """A duty by its id."""
    row = reader.row(
        "SELECT source, given_on, due_on, text, owed_by, basis FROM duty"
        " WHERE id = :id AND deleted = 0",
        id=id,
    )
    return DutyHead(*row) if row else None


def stage(reader: Reader, id: int) -> StageHead | None:
    """A stage of a duty by its id."""
    row = reader.row("SELECT text, done_on FROM duty_stage WHERE id = :id AND deleted = 0", id=id)
    return StageHead(*row) if row else None


def mandate(reader: Reader, id: int) -> MandateHead | None:
    """A mandate by its id."""
    row = reader.row(
        "SELECT project, signatory, from_on, until, scope, scope_items, ended_on FROM mandate"
        " WHERE id = :id AND deleted = 0",
        id=id,
    )
    return MandateHead(*row) if row else None


def rated(reader: Reader, procedure: int) -> bool:
    """Whether a rating was given for a procedure."""
    return bool(
        reader.value("SELECT 1 FROM rating WHERE procedure = :id AND deleted = 0", id=procedure)
    )


def department_named(reader: Reader, name: str, *, other_than: int) -> int | None:
    """Another department of exactly this name."""
    found: int | None = reader.value(
        "SELECT id FROM department WHERE name = :name AND deleted = 0 AND id <> :id",
        name=name,
        id=other_than,
    )
    return found


def holiday_days(reader: Reader) -> list[tuple[int, str]]:
    """Each row of the table of holidays: its id and its day."""
    found = reader.rows("SELECT id, date FROM holiday WHERE deleted = 0")
    return [(id, on) for id, on in found]


def procedure_names(reader: Reader) -> dict[int, tuple[str, str]]:
    """The name of every procedure and of its project."""
    found = reader.rows("SELECT procedure, name, project_name FROM reading_procedure")
    return {id: (name, project) for id, name, project in found}


def material_name(reader: Reader, edition: int, code: str) -> str | None:
    """What an edition calls a material; None where it has none of this code."""
    found: str | None = reader.value(
        "SELECT material_name FROM material WHERE edition = :edition AND material_code = :code"
        " AND deleted = 0 LIMIT 1",
        edition=edition,
        code=code,
    )
    return found


def next_position(reader: Reader, kind: str, project: int) -> int:
    """The place behind a project's team members or milestones, removed ones counted."""
    table = {"team_member": "team_member", "milestone": "milestone"}[kind]
    found: int = reader.value(f"SELECT count(*) FROM {table} WHERE project = :id", id=project)
    return found


def project_of_milestone(reader: Reader, milestone: int) -> int | None:
    """The project that a milestone belongs to."""
    found: int | None = reader.value(
        "SELECT project FROM milestone WHERE id = :id AND deleted = 0", id=milestone
    )
    return found
