"""Contacts, the calls with them, what they promised, and the investors' ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.domain.ratings import read_answers
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at a department, or of the investor's or contractor's."""

    id: int
    name: str
    department: int | None
    department_name: str
    project: int | None
    project_name: str
    post: str
    window: str
    phone: str
    note: str
    calls: int
    last_call_on: str | None
    promises: int


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call, and what was promised in it; dates are ISO texts."""

    id: int
    text: str
    on: str
    contact: int | None
    contact_name: str
    department: int | None
    department_name: str
    project: int | None
    project_name: str
    procedure: int | None
    procedure_name: str
    obstacle: int | None
    promised: str
    promised_on: str | None
    kept_on: str | None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What an investor said of a department after a procedure."""

    id: int
    procedure: int
    procedure_name: str
    project: int
    project_name: str
    department: int
    department_name: str
    answers: dict[str, int]
    comment: str
    by: str
    channel: str
    on: str

    @property
    def overall(self) -> int:
        """The answer to the last question."""
        return self.answers.get("overall", 0)


@dataclass(frozen=True, slots=True)
class RatingWish:
    """A delivered procedure that its investor has not rated yet."""

    procedure: int
    name: str
    project: int
    project_name: str
    department: int
    department_name: str
    delivered_on: str


def wish_for(reader: Reader, procedure: int) -> RatingWish | None:
    """What is to be rated of a procedure, whatever its state; None where it is gone."""
    row = reader.row(
        "SELECT r.procedure, r.name, r.project, r.project_name, coalesce(r.department, 0),"
        " r.department_name, CASE r.state WHEN 'delivered' THEN r.ended_on ELSE '' END"
        " FROM reading_procedure r"
        " WHERE r.procedure = :id",
        id=procedure,
    )
    return RatingWish(*row) if row is not None else None


def contacts(
    reader: Reader,
    *,
    ids: Sequence[int] = (),
    department: int | None = None,
    project: int | None = None,
) -> list[ContactRow]:
    """The contacts by department and name."""
    where, values = "", dict[str, Any]()
    if ids:
        where += f" AND c.id IN ({', '.join(map(str, ids))})"
    if department is not None:
        where += " AND c.department = :department"
        values["department"] = department
    if project is not None:
        where += " AND c.project = :project"
        values["project"] = project
    return [
        ContactRow(*row)
        for row in reader.rows(
            "SELECT c.id, c.name, c.department, coalesce(nullif(d.short_name, ''), d.name, ''),"
            " c.project, coalesce(j.name, ''), c.post, c.\"window\", c.phone, c.note,"
            " (SELECT count(*) FROM attempt a WHERE a.contact = c.id AND a.deleted = 0),"
            ' (SELECT max(a."on") FROM attempt a WHERE a.contact = c.id AND a.deleted = 0),'
            " (SELECT count(*) FROM attempt a WHERE a.contact = c.id AND a.deleted = 0"
            "  AND a.promised_on IS NOT NULL AND a.kept_on IS NULL)"
            " FROM contact c LEFT JOIN department d ON d.id = c.department"
            " LEFT JOIN project j ON j.id = c.project"
            f" WHERE c.deleted = 0{where} ORDER BY c.department IS NULL, d.code, c.name, c.id",
            **values,
        )
    ]


def calls(
    reader: Reader,
    *,
    ids: Sequence[int] = (),
    contact: int | None = None,
    project: int | None = None,
    promised: bool | None = None,
    most: int = 500,
) -> list[CallRow]:
    """The calls, the newest first; `promised`: only those whose promise is open."""
    where, values = "", dict[str, Any](most=most)
    if ids:
        where += f" AND a.id IN ({', '.join(map(str, ids))})"
    else:
        where += " AND a.channel = 'call'"
    if contact is not None:
        where += " AND a.contact = :contact"
        values["contact"] = contact
    if project is not None:
        where += " AND coalesce(a.project, p.project, o.project) = :project"
        values["project"] = project
    if promised:
        where += " AND a.promised_on IS NOT NULL AND a.kept_on IS NULL"
    return [
        CallRow(*row)
        for row in reader.rows(
            "SELECT a.id, a.text, a.\"on\", a.contact, coalesce(c.name, ''),"
            " coalesce(a.department, c.department, r.department),"
            " coalesce(nullif(d.short_name, ''), d.name, ''),"
            " coalesce(a.project, p.project, o.project), coalesce(j.name, ''), a.procedure,"
            " coalesce(r.name, ''), a.obstacle, a.promised, a.promised_on, a.kept_on"
            " FROM attempt a LEFT JOIN contact c ON c.id = a.contact"
            " LEFT JOIN obstacle o ON o.id = a.obstacle"
            " LEFT JOIN procedure p ON p.id = a.procedure"
            " LEFT JOIN reading_procedure r ON r.procedure = a.procedure"
            " LEFT JOIN department d ON d.id = coalesce(a.department, c.department, r.department)"
            " LEFT JOIN project j ON j.id = coalesce(a.project, p.project, o.project)"
            f' WHERE a.deleted = 0{where} ORDER BY a."on" DESC, a.id DESC LIMIT :most',
            **values,
        )
    ]


def open_promises(reader: Reader, most: int) -> list[CallRow]:
    """Promises of open projects that are not kept, the first due first; those of an obstacle
    stand as the day its answer is owed."""
    ids = [
        row[0]
        for row in reader.rows(
            "SELECT a.id FROM attempt a LEFT JOIN procedure p ON p.id = a.procedure"
            " LEFT JOIN project j ON j.id = coalesce(a.project, p.project)"
            " WHERE a.deleted = 0 AND a.obstacle IS NULL AND a.promised_on IS NOT NULL"
            " AND a.kept_on IS NULL AND j.closed_on IS NULL AND coalesce(j.deleted, 0) = 0"
            " ORDER BY a.promised_on, a.id LIMIT :most",
            most=most,
        )
    ]
    return calls(reader, ids=ids, most=most) if ids else []


def ratings(
    reader: Reader,
    *,
    project: int | None = None,
    department: int | None = None,
    procedure: int | None = None,
) -> list[RatingRow]:
    """The ratings, the newest first."""
    where, values = "", dict[str, Any]()
    for name, value in (("project", project), ("department", department)):
        if value is not None:
            where += f" AND {'p' if name == 'project' else 't'}.{name} = :{name}"
            values[name] = value
    if procedure is not None:
        where += " AND t.procedure = :procedure"
        values["procedure"] = procedure
    found = []
    for *first, answers, comment, by, channel, on in reader.rows(
        "SELECT t.id, t.procedure, i.name, p.project, j.name, t.department,"
        " coalesce(nullif(d.short_name, ''), d.name, ''), t.answers, t.comment, t.\"by\","
        ' t.channel, t."on" FROM rating t JOIN procedure p ON p.id = t.procedure'
        " JOIN catalogue_item i ON i.id = p.item JOIN project j ON j.id = p.project"
        " LEFT JOIN department d ON d.id = t.department"
        f' WHERE t.deleted = 0{where} ORDER BY t."on" DESC, t.id DESC',
        **values,
    ):
        found.append(RatingRow(*(*first, read_answers(answers), comment, by, channel, on)))
    return found


def to_rate(
    reader: Reader, *, since: date | None = None, project: int | None = None, most: int = 500
) -> list[RatingWish]:
    """Delivered procedures of departments without a rating, the last delivered first."""
    where, values = "", dict[str, Any](most=most)
    if since is not None:
        where += " AND r.ended_on >= :since"
        values["since"] = since.isoformat()
    if project is not None:
        where += " AND r.project = :project"
        values["project"] = project
    return [
        RatingWish(*row)
        for row in reader.rows(
            "SELECT r.procedure, r.name, r.project, r.project_name, r.department,"
            " r.department_name, r.ended_on FROM reading_procedure r"
            " JOIN department d ON d.id = r.department"
            " WHERE r.state = 'delivered' AND r.ended_on IS NOT NULL"
            " AND d.kind <> 'intermediary_class' AND NOT EXISTS"
            " (SELECT 1 FROM rating t WHERE t.procedure = r.procedure AND t.deleted = 0)"
            f"{where} ORDER BY r.ended_on DESC, r.procedure LIMIT :most",
            **values,
        )
    ]
