"""Projects as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class StageCount:
    """How one stage (1 to 4) of a project stands: procedures in all, done, running, overdue."""

    stage: int
    total: int
    done: int
    running: int
    red: int
    yellow: int


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project; dates are ISO texts."""

    id: int
    name: str
    investor: str
    investor_contact: str
    place: str
    summary: str
    lead_leader: str
    working_group: str
    envoy: str
    edition: int
    opened_on: str
    target_on: str | None
    mandate_until: str | None
    closed_on: str | None
    close_reason: str
    stages: tuple[StageCount, ...]
    open_obstacles: int
    touched_on: str | None

    @property
    def lamp(self) -> str:
        """The worst lamp of its open procedures, "" where nothing runs."""
        if any(s.red for s in self.stages):
            return "red"
        if any(s.yellow for s in self.stages):
            return "yellow"
        return "green" if any(s.running for s in self.stages) else ""


def all_projects(
    reader: Reader, today: date, *, closed: bool = False, ids: Sequence[int] = ()
) -> list[ProjectRow]:
    """The projects (open ones unless `closed`), by name; or just the named ones."""
    where = "deleted = 0"
    if ids:
        where += f" AND id IN ({', '.join(map(str, ids))})"
    elif not closed:
        where += " AND closed_on IS NULL"
    listed = reader.rows(
        "SELECT id, name, investor, investor_contact, place, summary, lead_leader, working_group,"
        " envoy, edition, opened_on, target_on,"
        " coalesce((SELECT max(until) FROM mandate m WHERE m.project = project.id"
        "  AND m.deleted = 0 AND m.ended_on IS NULL), mandate_until), closed_on, close_reason"
        f" FROM project WHERE {where} ORDER BY name"
    )
    chosen = f" AND project IN ({', '.join(str(row[0]) for row in listed)})" if ids else ""
    stages: dict[int, list[StageCount]] = {}
    for project, *counts in reader.rows(
        "SELECT project, stage, count(*), sum(state = 'delivered'), sum(open),"
        " sum(open = 1 AND red_on IS NOT NULL AND red_on <= :today),"
        " sum(open = 1 AND yellow_on IS NOT NULL AND yellow_on <= :today"
        "  AND (red_on IS NULL OR red_on > :today))"
        f" FROM reading_procedure WHERE 1 = 1{chosen} GROUP BY project, stage",
        today=today.isoformat(),
    ):
        stages.setdefault(project, []).append(StageCount(*counts))
    obstacles = dict(
        reader.rows(
            "SELECT project, count(*) FROM obstacle"
            f" WHERE deleted = 0 AND resolved_on IS NULL{chosen} GROUP BY project"
        )
    )
    touched = dict(
        reader.rows(
            "SELECT p.project, max(e.entered_on) FROM event e"
            " JOIN procedure p ON p.id = e.procedure"
            f" WHERE e.deleted = 0{chosen.replace('project', 'p.project')} GROUP BY p.project"
        )
    )
    rest = (
        (
            tuple(sorted(stages.get(row[0], ()), key=lambda s: s.stage)),
            obstacles.get(row[0], 0),
            touched.get(row[0]),
        )
        for row in listed
    )
    return [
        ProjectRow(*values)
        for values in ((*row, *more) for row, more in zip(listed, rest, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class ProjectKey:
    """What a list of projects is ordered and filtered by; counts of overdue and yellow ones."""

    id: int
    name: str
    investor: str
    place: str
    target_on: str | None
    closed_on: str | None
    red: int
    yellow: int


def keys(reader: Reader, today: date, *, closed: bool = False) -> list[ProjectKey]:
    """All projects by name, with what orders them: quick at a province's thousands."""
    on = today.isoformat()
    late = (
        "SELECT project, count(*) FROM reading_procedure WHERE open = 1 AND {} <= :on"
        " GROUP BY project"
    )
    red = dict(reader.rows(late.format("red_on"), on=on))
    yellow = dict(reader.rows(late.format("yellow_on"), on=on))
    where = "" if closed else " AND closed_on IS NULL"
    return [
        ProjectKey(
            id, name, investor, place, target_on, closed_on, red.get(id, 0), yellow.get(id, 0)
        )
        for id, name, investor, place, target_on, closed_on in reader.rows(
            "SELECT id, name, investor, place, target_on, closed_on FROM project"
            f" WHERE deleted = 0{where} ORDER BY name"
        )
    ]


def procedures_of(reader: Reader, projects: Sequence[int]) -> list[int]:
    """The procedures of several projects, each project's by stage (500 projects a query)."""
    return [
        row[0]
        for start in range(0, len(projects), 500)
        for row in reader.rows(
            "SELECT procedure FROM reading_procedure"
            f" WHERE project IN ({', '.join(map(str, projects[start : start + 500]))})"
            " ORDER BY project, stage, procedure"
        )
    ]


def touched(reader: Reader) -> dict[int, str]:
    """The day of the last entry in each project; goes through all events."""
    return dict(
        reader.rows(
            "SELECT p.project, max(e.entered_on) FROM event e"
            " JOIN procedure p ON p.id = e.procedure WHERE e.deleted = 0 GROUP BY p.project"
        )
    )


def project(reader: Reader, id: int, today: date) -> ProjectRow | None:
    """One project, or None."""
    found = all_projects(reader, today, ids=[id])
    return found[0] if found else None
