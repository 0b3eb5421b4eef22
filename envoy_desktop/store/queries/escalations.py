"""Whom an obstacle was brought to, what they answered, and which obstacles share one root."""

from collections.abc import Sequence
from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """One level that was asked; dates are ISO texts."""

    id: int
    obstacle: int
    level: str
    on: str
    to: str
    contact_name: str
    answer_due: str | None
    answered_on: str | None
    answer: str


@dataclass(frozen=True, slots=True)
class Kin:
    """An obstacle of one root with others, in short; `is_root`: the root itself."""

    id: int
    text: str
    project_name: str
    resolved_on: str | None
    is_root: bool


def of_obstacle(reader: Reader, obstacle: int) -> list[EscalationRow]:
    """The levels asked for an obstacle, the first asked first."""
    return of_several(reader, [obstacle]).get(obstacle, [])


def of_several(reader: Reader, obstacles: Sequence[int]) -> dict[int, list[EscalationRow]]:
    """The same for several obstacles; one that nobody was asked for is left out."""
    found: dict[int, list[EscalationRow]] = {}
    for start in range(0, len(obstacles), 500):
        block = ", ".join(map(str, obstacles[start : start + 500]))
        for row in reader.rows(
            'SELECT e.id, e.obstacle, e.level, e."on", e."to", coalesce(c.name, \'\'),'
            " e.answer_due, e.answered_on, e.answer FROM escalation e"
            " LEFT JOIN contact c ON c.id = e.contact"
            f" WHERE e.deleted = 0 AND e.obstacle IN ({block})"
            ' ORDER BY e."on", e.id'
        ):
            found.setdefault(row[1], []).append(EscalationRow(*row))
    return found


def kin(reader: Reader, obstacle: int) -> list[Kin]:
    """The root first, then all that hang on it; empty where the obstacle stands by itself."""
    root = reader.value("SELECT root FROM obstacle WHERE id = :id", id=obstacle) or obstacle
    rows = reader.rows(
        "SELECT o.id, o.text, coalesce(j.name, ''), o.resolved_on"
        " FROM obstacle o LEFT JOIN project j ON j.id = o.project"
        " WHERE (o.id = :root OR o.root = :root) AND o.deleted = 0"
        ' ORDER BY CASE WHEN o.id = :root THEN 0 ELSE 1 END, o."on", o.id',
        root=root,
    )
    return [Kin(*(*row, row[0] == root)) for row in rows] if len(rows) > 1 else []


def taken_up_most(reader: Reader) -> int | None:
    """The obstacle that went up the ladder most often."""
    found: int | None = reader.value(
        "SELECT obstacle FROM escalation WHERE deleted = 0"
        " GROUP BY obstacle ORDER BY count(*) DESC, obstacle LIMIT 1"
    )
    return found
