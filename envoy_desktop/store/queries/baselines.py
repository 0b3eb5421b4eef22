"""Baselines of a project's plan."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One baseline; `on` is an ISO text."""

    id: int
    name: str
    on: str


def of_project(reader: Reader, project: int) -> list[BaselineRow]:
    """The baselines of a project, the newest first."""
    return [
        BaselineRow(*row)
        for row in reader.rows(
            'SELECT b.id, b.name, b."on" FROM baseline b'
            " WHERE b.project = :project AND b.deleted = 0"
            ' ORDER BY b."on" DESC,'
            " (SELECT max(c.hlc) FROM change c WHERE c.object = b.id) DESC, b.id DESC",
            project=project,
        )
    ]


def steps(reader: Reader, baseline: int) -> dict[int, date]:
    """The day on which each procedure was to end."""
    return {
        procedure: date.fromisoformat(ends)
        for procedure, ends in reader.rows(
            "SELECT procedure, ends_on FROM baseline_step"
            " WHERE baseline = :baseline AND deleted = 0 AND ends_on IS NOT NULL",
            baseline=baseline,
        )
    }
