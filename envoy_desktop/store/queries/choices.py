"""What a form offers to choose from: open projects, their procedures, the departments."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader

MOST = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to choose: its id, its name, and the project it belongs to, if it does."""

    id: int
    name: str
    project: int | None = None


def projects(reader: Reader, also: int | None = None) -> list[Choice]:
    """Open projects by name, at most `MOST`; `also` is among them whatever its state."""
    return [
        Choice(*row)
        for row in reader.rows(
            "SELECT id, name FROM (SELECT id, name FROM project WHERE deleted = 0"
            " AND closed_on IS NULL ORDER BY opened_on DESC, id DESC LIMIT :most)"
            " UNION SELECT id, name FROM project WHERE id = :also ORDER BY name",
            most=MOST,
            also=also,
        )
    ]


def procedures(reader: Reader, project: int) -> list[Choice]:
    """The procedures of a project: those in progress first, then by stage."""
    return [
        Choice(*row)
        for row in reader.rows(
            "SELECT procedure, name, project FROM reading_procedure WHERE project = :project"
            " ORDER BY open DESC, stage, name",
            project=project,
        )
    ]


def project_of(reader: Reader, procedure: int) -> int | None:
    """The project that a procedure belongs to."""
    found: int | None = reader.value(
        "SELECT project FROM procedure WHERE id = :id AND deleted = 0", id=procedure
    )
    return found


def departments(reader: Reader) -> list[Choice]:
    """The departments in the order of the list, by their short names."""
    return [
        Choice(*row)
        for row in reader.rows(
            "SELECT id, coalesce(nullif(short_name, ''), name) FROM department"
            " WHERE deleted = 0 ORDER BY id"
        )
    ]


def name_of(reader: Reader, field: str, id: int) -> str:
    """The name of what a column refers to, for the history; "" where it is no such column."""
    sources = {
        "department": "SELECT name FROM department WHERE id = :id",
        "project": "SELECT name FROM project WHERE id = :id",
        "procedure": "SELECT name FROM reading_procedure WHERE procedure = :id",
        "obstacle": "SELECT substr(text, 1, 20) FROM obstacle WHERE id = :id",
        "memo": "SELECT title FROM memo WHERE id = :id",
    }
    return str(reader.value(sources[field], id=id) or "") if field in sources else ""
