"""What a month brought: the rows behind the monthly report, counted as of the month's last day."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How many of each fell into the month, and how many stood open on its last day."""

    projects: int
    projects_opened: int
    projects_closed: int
    filed: int
    accepted: int
    decided: int
    delivered: int
    running: int
    overdue: int
    obstacles_found: int
    obstacles_resolved: int
    obstacles_open: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project on the month's last day."""

    name: str
    done: int
    running: int
    overdue: int
    obstacles: int
    target_on: str | None


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure with the clock that turned, or turns, red first; dates are ISO texts."""

    id: int
    project: str
    name: str
    department: str
    filed_on: str
    deadline: str | None
    limit_kind: str


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """An obstacle of the month, or one whose answer is owed."""

    id: int
    on: str
    project: str
    department: str
    text: str
    answer_due: str | None
    resolved_on: str | None


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What a department promised for a day and has not kept; `id` is the attempt's."""

    id: int
    on: str
    promised_on: str
    department: str
    project: str
    promised: str


_OPEN_THEN = "filed_on <= :end AND (ended_on IS NULL OR ended_on > :end)"
_RED_THEN = f"{_OPEN_THEN} AND red_on IS NOT NULL AND red_on <= :end"
_STANDING = 'o.deleted = 0 AND o."on" <= :end AND (o.resolved_on IS NULL OR o.resolved_on > :end)'
_PROCEDURES = (
    "SELECT r.procedure, r.project_name, r.name, coalesce(d.name, r.department_name),"
    " r.filed_on, r.deadline, r.limit_kind"
    " FROM reading_procedure r LEFT JOIN department d ON d.id = r.department"
)
_OBSTACLES = (
    "SELECT o.id, o.\"on\", coalesce(j.name, ''), coalesce(d.name, ''), o.text, o.answer_due,"
    " o.resolved_on FROM obstacle o LEFT JOIN project j ON j.id = o.project"
    " LEFT JOIN department d ON d.id = o.department"
)


def counts(reader: Reader, first: date, end: date) -> MonthCounts:
    """The figures of the days from `first` to `end`, both included."""
    on = {"first": first.isoformat(), "end": end.isoformat()}

    def fell(column: str) -> int:
        return int(
            reader.value(
                f"SELECT count(*) FROM reading_procedure WHERE {column} BETWEEN :first AND :end",
                **on,
            )
        )

    def of(table: str, where: str) -> int:
        return int(reader.value(f"SELECT count(*) FROM {table} WHERE {where}", **on))

    return MonthCounts(
        projects=of(
            "project",
            "deleted = 0 AND coalesce(opened_on, :first) <= :end"
            " AND (closed_on IS NULL OR closed_on > :end)",
        ),
        projects_opened=of("project", "deleted = 0 AND opened_on BETWEEN :first AND :end"),
        projects_closed=of("project", "deleted = 0 AND closed_on BETWEEN :first AND :end"),
        filed=fell("filed_on"),
        accepted=fell("accepted_on"),
        decided=fell("decided_on"),
        delivered=of(
            "reading_procedure", "state = 'delivered' AND ended_on BETWEEN :first AND :end"
        ),
        running=of("reading_procedure", _OPEN_THEN),
        overdue=of("reading_procedure", _RED_THEN),
        obstacles_found=of("obstacle", 'deleted = 0 AND "on" BETWEEN :first AND :end'),
        obstacles_resolved=of("obstacle", "deleted = 0 AND resolved_on BETWEEN :first AND :end"),
        obstacles_open=of("obstacle o", _STANDING),
    )


def projects(reader: Reader, end: date) -> list[ProjectLine]:
    """The open projects on `end`, those with most overdue first."""
    return [
        ProjectLine(*row)
        for row in reader.rows(
            "SELECT j.name,"
            " coalesce(sum(CASE WHEN r.ended_on IS NOT NULL AND r.ended_on <= :end"
            "  THEN 1 ELSE 0 END), 0),"
            f" coalesce(sum(CASE WHEN {_OPEN_THEN} THEN 1 ELSE 0 END), 0),"
            f" coalesce(sum(CASE WHEN {_RED_THEN} THEN 1 ELSE 0 END), 0) AS late,"
            f" (SELECT count(*) FROM obstacle o WHERE o.project = j.id AND {_STANDING}),"
            " j.target_on"
            " FROM project j LEFT JOIN reading_procedure r ON r.project = j.id"
            " WHERE j.deleted = 0 AND coalesce(j.opened_on, :end) <= :end"
            " AND (j.closed_on IS NULL OR j.closed_on > :end)"
            " GROUP BY j.id, j.name, j.target_on ORDER BY late DESC, j.name, j.id",
            end=end.isoformat(),
        )
    ]


def overdue(reader: Reader, end: date) -> list[ProcedureLine]:
    """The procedures that stood open and past a limit on `end`, the longest first."""
    return [
        ProcedureLine(*row)
        for row in reader.rows(
            f"{_PROCEDURES} WHERE {_RED_THEN} ORDER BY red_on, procedure", end=end.isoformat()
        )
    ]


def falling_due(reader: Reader, first: date, end: date) -> list[ProcedureLine]:
    """The open procedures whose deadline lies in the days from `first` to `end`."""
    return [
        ProcedureLine(*row)
        for row in reader.rows(
            f"{_PROCEDURES} WHERE open = 1 AND deadline BETWEEN :first AND :end"
            " ORDER BY deadline, procedure",
            first=first.isoformat(),
            end=end.isoformat(),
        )
    ]


def obstacles(reader: Reader, first: date, end: date) -> list[ObstacleLine]:
    """The obstacles found or resolved from `first` to `end`, by day."""
    return [
        ObstacleLine(*row)
        for row in reader.rows(
            f'{_OBSTACLES} WHERE o.deleted = 0 AND (o."on" BETWEEN :first AND :end'
            ' OR o.resolved_on BETWEEN :first AND :end) ORDER BY o."on", o.id',
            first=first.isoformat(),
            end=end.isoformat(),
        )
    ]


def answers_owed(reader: Reader, end: date) -> list[ObstacleLine]:
    """The obstacles that stood open on `end` with the day of their answer gone before it."""
    return [
        ObstacleLine(*row)
        for row in reader.rows(
            f"{_OBSTACLES} WHERE {_STANDING} AND o.answer_due < :end ORDER BY o.answer_due, o.id",
            end=end.isoformat(),
        )
    ]


def standing_by_department(reader: Reader, end: date) -> list[tuple[str, int]]:
    """How many obstacles stood open on `end` at each department, most first."""
    return [
        (str(name), int(count))
        for name, count in reader.rows(
            "SELECT d.name, count(*) AS many FROM obstacle o JOIN department d"
            f" ON d.id = o.department WHERE {_STANDING} GROUP BY d.id, d.name"
            " ORDER BY many DESC, d.name",
            end=end.isoformat(),
        )
    ]


def promises_broken(reader: Reader, end: date) -> list[PromiseLine]:
    """What departments promised for a day before `end` and had not kept by then."""
    return [
        PromiseLine(*row)
        for row in reader.rows(
            "SELECT a.id, a.\"on\", a.promised_on, coalesce(d.name, e.name, ''),"
            " coalesce(j.name, ''), a.promised FROM attempt a"
            " LEFT JOIN obstacle o ON o.id = a.obstacle"
            " LEFT JOIN department d ON d.id = a.department"
            " LEFT JOIN department e ON e.id = o.department"
            " LEFT JOIN project j ON j.id = coalesce(a.project, o.project)"
            " WHERE a.deleted = 0 AND a.promised_on < :end"
            " AND (a.kept_on IS NULL OR a.kept_on > :end)"
            " AND (o.resolved_on IS NULL OR o.resolved_on > :end)"
            " ORDER BY a.promised_on, a.id",
            end=end.isoformat(),
        )
    ]
