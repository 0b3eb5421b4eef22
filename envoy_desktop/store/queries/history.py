"""The change log as a person reads it: who changed what, when, from what to what."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from envoy_desktop import now
from envoy_desktop.store import changelog
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one object; `made` when the object was made with these values."""

    kind: str
    object: int
    field: str
    old: Any
    new: Any
    made: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of work: who did what when (city time), and the fields it changed."""

    unit: int
    at: datetime
    who: str
    device: str
    act: str
    subject: str
    undoes: int | None
    changes: tuple[FieldChange, ...]


def entries(
    reader: Reader, object: int | None = None, *, limit: int = 200, before: int | None = None
) -> list[Entry]:
    """The newest acts, of one object where it is named; `before` (a unit) pages back."""
    values: dict[str, Any] = {"limit": limit}
    where = "1 = 1"
    if object is not None:
        where = "u.id IN (SELECT unit FROM change WHERE object = :object)"
        values["object"] = object
    if before is not None:
        where += " AND u.hlc < (SELECT hlc FROM unit WHERE id = :before)"
        values["before"] = before
    return _read(reader, where, values, object)


_OF_PROJECT = (
    "SELECT :project"
    " UNION SELECT id FROM procedure WHERE project = :project"
    " UNION SELECT e.id FROM event e JOIN procedure p ON p.id = e.procedure"
    "  WHERE p.project = :project"
    " UNION SELECT id FROM obstacle WHERE project = :project"
    " UNION SELECT a.id FROM attempt a JOIN obstacle o ON o.id = a.obstacle"
    "  WHERE o.project = :project"
    " UNION SELECT a.id FROM attempt a JOIN procedure p ON p.id = a.procedure"
    "  WHERE p.project = :project"
    " UNION SELECT id FROM duty WHERE project = :project"
    " UNION SELECT id FROM memo WHERE project = :project"
    " UNION SELECT id FROM project_attribute WHERE project = :project"
    " UNION SELECT id FROM material_state WHERE project = :project"
)


def of_project(reader: Reader, project: int, *, limit: int = 200) -> list[Entry]:
    """The newest acts on a project and on everything that belongs to it."""
    where = f"u.id IN (SELECT unit FROM change WHERE object IN ({_OF_PROJECT}))"
    return _read(reader, where, {"limit": limit, "project": project}, None)


def _read(
    reader: Reader, where: str, values: dict[str, Any], object: int | None
) -> list[Entry]:
    found: list[Entry] = []
    for id, hlc, act, subject, undoes, who, device in reader.rows(
        "SELECT u.id, u.hlc, u.act, u.subject, u.undoes, a.name, a.device FROM unit u"
        f" JOIN actor a ON a.tag = u.id >> 32 WHERE {where} ORDER BY u.hlc DESC, u.id DESC"
        " LIMIT :limit",
        **values,
    ):
        at = datetime.fromtimestamp(changelog.milliseconds(hlc) / 1000, UTC)
        found.append(
            Entry(
                id, at.astimezone(now.CITY_ZONE), who, device, act, subject, undoes,
                _changes(reader, id, object),
            )
        )  # fmt: skip
    return found


def _changes(reader: Reader, unit: int, object: int | None) -> tuple[FieldChange, ...]:
    only = " AND object = :object" if object is not None else ""
    values = {"object": object} if object is not None else {}
    changes: list[FieldChange] = []
    for kind, of, field, value, parents in reader.rows(
        "SELECT kind, object, field, value, parents FROM change"
        f" WHERE unit = :unit AND kind <> 'unit'{only} ORDER BY id LIMIT 50",
        unit=unit,
        **values,
    ):
        new = json.loads(value)
        if field == "":
            changes.append(FieldChange(kind, of, "", None, new, True))
        else:
            changes.append(
                FieldChange(kind, of, field, _before(reader, field, parents), new, False)
            )
    return tuple(changes)


def _before(reader: Reader, field: str, parents: str) -> Any:
    for parent in json.loads(parents):
        row = reader.row("SELECT field, value FROM change WHERE id = :id", id=parent)
        if row is not None:
            value = json.loads(row[1])
            return value.get(field) if row[0] == "" else value
    return None
