"""The meeting's rows: meetings, their agenda, what was decided, departments' answers, matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting; dates are ISO texts, names of people as they were written."""

    id: int
    name: str
    on: str
    place: str
    chair: str
    present: str
    absent: str
    observers: str
    closed_on: str | None
    note: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda; `grounds` is the JSON of why it stands where it stands."""

    id: int
    meeting: int
    topic: str
    position: int
    project: int | None
    project_name: str
    obstacle: int | None
    duty: int | None
    department: int | None
    department_name: str
    statement: str
    grounds: str
    decisions: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was decided. `duty` is its duty, `replaced_by` the decision that corrects it."""

    id: int
    meeting: int
    meeting_name: str
    item: int | None
    project: int | None
    project_name: str
    topic: str
    text: str
    lead: int | None
    lead_name: str
    cooperating: str
    due_on: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    dissent: str
    on: str
    entered_on: str
    replaces: int | None
    replaced_by: int | None
    duty: int | None
    done_on: str | None
    cooperating_names: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A department's own words about its sheet of a time."""

    id: int
    department: int
    department_name: str
    from_on: str
    to_on: str
    text: str
    on: str


@dataclass(frozen=True, slots=True)
class OpenObstacle:
    """An obstacle as the agenda reads it. `broken`: promises about it that were not kept;
    `investment`: of its project, as entered; `attempts`: how often it was tried."""

    id: int
    text: str
    on: str
    project: int | None
    project_name: str
    investment: str
    procedure: int | None
    department: int | None
    statement: str
    proposal: str
    attempts: int
    broken: int


_MEETING = (
    'SELECT id, name, "on", place, chair, present, absent, observers, closed_on, note'
    " FROM meeting WHERE deleted = 0"
)
_CALLED = "coalesce(nullif(d.short_name, ''), d.name, '')"


def meetings(reader: Reader) -> list[MeetingRow]:
    """All meetings, the newest first."""
    return [MeetingRow(*row) for row in reader.rows(f'{_MEETING} ORDER BY "on" DESC, id DESC')]


def meeting(reader: Reader, id: int) -> MeetingRow | None:
    """One meeting, or None."""
    row = reader.row(f"{_MEETING} AND id = :id", id=id)
    return MeetingRow(*row) if row else None


def newest(reader: Reader, *, open: bool = False) -> MeetingRow | None:
    """The newest meeting (with `open`: the newest one that is not closed), or None."""
    where = " AND closed_on IS NULL" if open else ""
    row = reader.row(f'{_MEETING}{where} ORDER BY "on" DESC, id DESC LIMIT 1')
    return MeetingRow(*row) if row else None


def items(reader: Reader, meeting: int) -> list[ItemRow]:
    """A meeting's agenda in its order."""
    return [
        ItemRow(*row)
        for row in reader.rows(
            "SELECT i.id, i.meeting, i.topic, i.position, i.project, coalesce(j.name, ''),"
            f" i.obstacle, i.duty, i.department, {_CALLED}, i.statement, i.grounds,"
            " (SELECT count(*) FROM decision c WHERE c.agenda_item = i.id AND c.deleted = 0)"
            " FROM agenda_item i LEFT JOIN project j ON j.id = i.project"
            " LEFT JOIN department d ON d.id = i.department"
            " WHERE i.deleted = 0 AND i.meeting = :meeting ORDER BY i.position, i.id",
            meeting=meeting,
        )
    ]


def item(reader: Reader, id: int) -> ItemRow | None:
    """One item of an agenda, or None."""
    row = reader.row("SELECT meeting FROM agenda_item WHERE id = :id AND deleted = 0", id=id)
    if row is None:
        return None
    return next((one for one in items(reader, row[0]) if one.id == id), None)


def decisions(
    reader: Reader, meeting: int | None = None, *, ids: Sequence[int] = ()
) -> list[DecisionRow]:
    """What was decided, in the order of recording; of one meeting, or (None) of all."""
    where, values = "", dict[str, Any]()
    if meeting is not None:
        where, values = " AND c.meeting = :meeting", {"meeting": meeting}
    if ids:
        where += f" AND c.id IN ({', '.join(map(str, ids))})"
    called = _short_names(reader)
    return [
        DecisionRow(
            *(
                *row,
                "、".join(called.get(code, code) for code in str(row[10]).split(";") if code),
            )
        )
        for row in reader.rows(
            "SELECT c.id, c.meeting, coalesce(m.name, ''), c.agenda_item, c.project,"
            f" coalesce(j.name, ''), c.topic, c.text, c.lead_department, {_CALLED},"
            " c.cooperating_departments, c.due_on, c.votes_for, c.votes_against, c.abstained,"
            ' c.dissent, c."on", c.entered_on, c.replaces,'
            " (SELECT min(n.id) FROM decision n WHERE n.replaces = c.id AND n.deleted = 0),"
            " (SELECT min(t.id) FROM duty t WHERE t.source = 'decision' AND t.source_id = c.id"
            "  AND t.deleted = 0),"
            " (SELECT min(t.done_on) FROM duty t WHERE t.source = 'decision'"
            "  AND t.source_id = c.id AND t.deleted = 0)"
            " FROM decision c LEFT JOIN meeting m ON m.id = c.meeting"
            " LEFT JOIN project j ON j.id = c.project"
            " LEFT JOIN department d ON d.id = c.lead_department"
            f' WHERE c.deleted = 0{where} ORDER BY c."on", c.entered_on, c.id',
            **values,
        )
    ]


def decision(reader: Reader, id: int) -> DecisionRow | None:
    """One decision, or None."""
    found = decisions(reader, ids=[id])
    return found[0] if found else None


def answers(reader: Reader, since: date, until: date) -> list[AnswerRow]:
    """The departments' answers to their sheets of just this time, in the order given."""
    return [
        AnswerRow(*row)
        for row in reader.rows(
            f'SELECT a.id, a.department, {_CALLED}, a.from_on, a.to_on, a.text, a."on"'
            " FROM department_answer a LEFT JOIN department d ON d.id = a.department"
            " WHERE a.deleted = 0 AND a.from_on = :since AND a.to_on = :until"
            ' ORDER BY a.department, a."on", a.id',
            since=since.isoformat(),
            until=until.isoformat(),
        )
    ]


def open_obstacles(reader: Reader, today: date) -> list[OpenObstacle]:
    """Every open obstacle of a running project (or of none), the oldest first."""
    return [
        OpenObstacle(*row)
        for row in reader.rows(
            "SELECT o.id, o.text, o.\"on\", o.project, coalesce(j.name, ''),"
            " coalesce((SELECT max(x.value) FROM project_attribute x WHERE x.project = o.project"
            "  AND x.name = 'investment_cny' AND x.deleted = 0), ''),"
            " o.procedure, o.department, o.statement, coalesce(o.proposal, ''),"
            " (SELECT count(*) FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0),"
            " (SELECT count(*) FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0"
            "  AND a.promised_on < :today AND a.kept_on IS NULL)"
            " FROM obstacle o LEFT JOIN project j ON j.id = o.project"
            ' WHERE o.deleted = 0 AND o.resolved_on IS NULL AND o."on" <= :today'
            " AND j.closed_on IS NULL"
            ' ORDER BY o."on", o.id',
            today=today.isoformat(),
        )
    ]


def closed_projects(reader: Reader) -> frozenset[int]:
    """The projects whose matters come before no meeting any more."""
    return frozenset(
        row[0] for row in reader.rows("SELECT id FROM project WHERE closed_on IS NOT NULL")
    )


def investments(reader: Reader) -> dict[int, str]:
    """What each project invests, as entered."""
    return dict(
        reader.rows(
            "SELECT project, max(value) FROM project_attribute WHERE name = 'investment_cny'"
            " AND deleted = 0 GROUP BY project"
        )
    )


def department_names(reader: Reader) -> dict[int, str]:
    """The short names of all departments."""
    return dict(reader.rows(f"SELECT d.id, {_CALLED} FROM department d WHERE d.deleted = 0"))


def _short_names(reader: Reader) -> dict[str, str]:
    return dict(reader.rows("SELECT code, coalesce(nullif(short_name, ''), name) FROM department"))


def persons(reader: Reader) -> set[str]:
    """Names of persons written down here: envoys, contacts, teams, leaders, signatories."""
    found: set[str] = set()
    for sql in (
        "SELECT name FROM contact",
        "SELECT name FROM team_member",
        "SELECT name FROM actor",
        "SELECT envoy FROM project",
        "SELECT lead_leader FROM project",
        "SELECT signatory FROM mandate",
    ):
        found |= {str(row[0]).strip() for row in reader.rows(sql) if row[0]}
    return {name for name in found if len(name) > 1}
