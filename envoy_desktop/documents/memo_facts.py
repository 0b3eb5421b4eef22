"""What a memo says of each obstacle, gathered from the facts: dates, days, limits, attempts."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.clock_values import ClockName, ClockReading, EventKind, LimitKind, Reading
from envoy_desktop.store import readings
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts as fact_queries
from envoy_desktop.store.queries import obstacles as obstacle_queries
from envoy_desktop.store.queries import projects as project_queries
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.store.queries.obstacles import AttemptRow, ObstacleRow
from envoy_desktop.store.queries.projects import ProjectRow


@dataclass(frozen=True)
class ProcedureFacts:
    """A procedure with its item, its reading today and its recorded events."""

    item: CatalogueItem
    department: str
    reading: Reading
    events: tuple[EventRow, ...]

    @property
    def decision(self) -> ClockReading | None:
        """The decision clock against the law's limit, if there is one and it has begun."""
        return self.reading.clock(ClockName.DECISION, LimitKind.STATUTORY)

    @property
    def promised(self) -> ClockReading | None:
        """The decision clock against the promised limit."""
        return self.reading.clock(ClockName.DECISION, LimitKind.PROMISED)


@dataclass(frozen=True)
class ObstacleFacts:
    """An obstacle with its procedure's clocks and everything that was tried."""

    row: ObstacleRow
    department: str
    procedure: ProcedureFacts | None
    attempts: tuple[AttemptRow, ...]


@dataclass(frozen=True)
class MemoFacts:
    """All a memo is written from."""

    today: date
    calendar: Calendar
    projects: tuple[ProjectRow, ...]
    attributes: dict[int, dict[str, str]]
    obstacles: tuple[ObstacleFacts, ...]


def gather(reader: Reader, obstacles: list[int], today: date) -> MemoFacts:
    """The facts behind the named obstacles as they stand on `today`."""
    names = {id: d.name for id, d in reference.departments(reader).items()}
    rows = obstacle_queries.obstacles(reader, ids=obstacles) if obstacles else []
    found = [
        ObstacleFacts(
            row,
            names.get(row.department or 0, ""),
            _procedure(reader, row.procedure, today, names) if row.procedure else None,
            tuple(obstacle_queries.attempts(reader, obstacle=row.id)),
        )
        for row in rows
    ]
    projects = list(dict.fromkeys(row.project for row in rows if row.project))
    return MemoFacts(
        today,
        reference.calendar(reader),
        tuple(p for id in projects if (p := project_queries.project(reader, id, today))),
        {id: standing.attribute_texts(reader, id) for id in projects},
        tuple(found),
    )


def of_record(events: tuple[EventRow, ...], kind: EventKind) -> EventRow | None:
    """The first standing fact of a kind."""
    return next((e for e in events if e.kind == kind and not e.replaced and not e.void), None)


def _procedure(
    reader: Reader, procedure: int, today: date, names: dict[int, str]
) -> ProcedureFacts | None:
    held = standing.procedure(reader, procedure)
    if held is None:
        return None
    item = reference.item(reader, held.item)
    department = reference.department_ids(reader).get(item.lead_department)
    return ProcedureFacts(
        item,
        names.get(department or 0, ""),
        readings.read_procedure(reader, procedure, today),
        tuple(fact_queries.event_rows(reader, procedure)),
    )
