"""Obstacles, what was tried, and evidence, as lists and papers show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """What was tried; dates are ISO texts."""

    id: int
    obstacle: int | None
    procedure: int | None
    text: str
    channel: str
    on: str
    promised_on: str | None
    entered_on: str


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """One obstacle with the names a list shows; dates are ISO texts."""

    id: int
    text: str
    kind: str
    severity: int
    on: str
    answer_due: str | None
    proposal: str
    statement: str
    statement_on: str | None
    resolved_on: str | None
    resolution: str
    entered_on: str
    project: int | None
    project_name: str
    procedure: int | None
    procedure_name: str
    department: int | None
    department_name: str
    attempts: int
    last_attempt_on: str | None
    attachments: int
    verified_on: str | None = None
    verified_by: str = ""
    root: int | None = None
    level: str = ""  # the highest level of the ladder that was asked

    @property
    def state(self) -> str:
        """open or resolved."""
        return "resolved" if self.resolved_on else "open"


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One piece of evidence; `size` in bytes."""

    id: int
    of_kind: str
    of: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_on: str


_OBSTACLES = (
    'SELECT o.id, o.text, o.kind, CAST(o.severity AS INTEGER), o."on", o.answer_due, o.proposal,'
    " o.statement, o.statement_on, o.resolved_on, o.resolution, o.entered_on, o.project,"
    " coalesce(j.name, ''), o.procedure, coalesce(i.name, ''), o.department,"
    " coalesce(nullif(d.short_name, ''), d.name, ''),"
    " (SELECT count(*) FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0),"
    ' (SELECT max(a."on") FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0),'
    " (SELECT count(*) FROM attachment f WHERE f.of = o.id AND f.deleted = 0),"
    " o.verified_on, o.verified_by, o.root,"
    " coalesce((SELECT e.level FROM escalation e WHERE e.obstacle = o.id AND e.deleted = 0"
    "  ORDER BY CASE e.level WHEN 'city' THEN 0 WHEN 'head' THEN 1 WHEN 'section' THEN 2"
    "  ELSE 3 END LIMIT 1), '')"
    " FROM obstacle o LEFT JOIN project j ON j.id = o.project"
    " LEFT JOIN procedure p ON p.id = o.procedure LEFT JOIN catalogue_item i ON i.id = p.item"
    " LEFT JOIN department d ON d.id = o.department WHERE o.deleted = 0"
)


def obstacles(
    reader: Reader,
    *,
    ids: Sequence[int] = (),
    project: int | None = None,
    procedure: int | None = None,
    department: int | None = None,
    open: bool | None = None,
) -> list[ObstacleRow]:
    """Obstacles, the newest first; `open` None gives both open and resolved ones."""
    parts, values = [""], dict[str, Any]()
    if ids:
        parts.append(f"o.id IN ({', '.join(map(str, ids))})")
    for name, value in (
        ("project", project),
        ("procedure", procedure),
        ("department", department),
    ):
        if value is not None:
            parts.append(f"o.{name} = :{name}")
            values[name] = value
    if open is not None:
        parts.append("o.resolved_on IS NULL" if open else "o.resolved_on IS NOT NULL")
    where = " AND ".join(parts)
    found = [
        ObstacleRow(*row)
        for row in reader.rows(f'{_OBSTACLES}{where} ORDER BY o."on" DESC, o.id DESC', **values)
    ]
    if ids:
        place = {id: n for n, id in enumerate(ids)}
        found.sort(key=lambda row: place[row.id])
    return found


def attempts(
    reader: Reader, *, obstacle: int | None = None, procedure: int | None = None
) -> list[AttemptRow]:
    """What was tried on an obstacle or a procedure, the oldest first."""
    return [
        AttemptRow(*row)
        for row in reader.rows(
            'SELECT id, obstacle, procedure, text, channel, "on", promised_on, entered_on'
            " FROM attempt"
            " WHERE deleted = 0 AND (obstacle = :obstacle OR procedure = :procedure)"
            ' ORDER BY "on", id',
            obstacle=obstacle,
            procedure=procedure,
        )
    ]


def attachments(reader: Reader, of: int) -> list[AttachmentRow]:
    """The evidence that hangs on an object."""
    return [
        AttachmentRow(*row)
        for row in reader.rows(
            "SELECT id, of_kind, of, name, media_type, size, sha256, added_on FROM attachment"
            " WHERE of = :of AND deleted = 0 ORDER BY id",
            of=of,
        )
    ]
