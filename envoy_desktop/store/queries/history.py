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
    """One field of one object; `made` when the object was made with these values.

    `label` says which of its kind the object is, where the field alone does not (the attribute,
    the setting, the paper). `old_name` and `new_name` name what a reference points to.
    """

    kind: str
    object: int
    field: str
    old: Any
    new: Any
    made: bool
    label: str = ""
    old_name: str = ""
    new_name: str = ""


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


def _read(reader: Reader, where: str, values: dict[str, Any], object: int | None) -> list[Entry]:
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
            old = _before(reader, field, parents)
            changes.append(
                FieldChange(
                    kind, of, field, old, new, False, _label(reader, kind, of),
                    _name(reader, field, old), _name(reader, field, new),
                )
            )  # fmt: skip
    return tuple(changes)


_LABELS = {
    "project_attribute": "SELECT name FROM project_attribute WHERE id = :id",
    "setting": "SELECT key FROM setting WHERE id = :id",
    "material_state": (
        "SELECT m.material_name FROM material_state s JOIN project j ON j.id = s.project"
        " JOIN material m ON m.edition = j.edition AND m.material_code = s.material_code"
        " WHERE s.id = :id"
    ),
}
_ITEM = "SELECT name FROM catalogue_item WHERE id = "
_NAMES = {
    "project": "SELECT name FROM project WHERE id = :id",
    "procedure": f"{_ITEM}(SELECT item FROM procedure WHERE id = :id)",
    "item": f"{_ITEM}:id",
    "edition": "SELECT name FROM edition WHERE id = :id",
    "department": "SELECT coalesce(nullif(short_name, ''), name) FROM department WHERE id = :id",
    "lead_department": "SELECT coalesce(nullif(short_name, ''), name) FROM department"
    " WHERE id = :id",
    "obstacle": "SELECT substr(text, 1, 40) FROM obstacle WHERE id = :id",
    "root": "SELECT substr(text, 1, 40) FROM obstacle WHERE id = :id",
    "duty": "SELECT substr(text, 1, 40) FROM duty WHERE id = :id",
    "contact": "SELECT name FROM contact WHERE id = :id",
    "milestone": "SELECT name FROM milestone WHERE id = :id",
    "memo": "SELECT title FROM memo WHERE id = :id",
    "replaces": "SELECT title FROM memo WHERE id = :id",
}


def _label(reader: Reader, kind: str, id: int) -> str:
    return str(reader.value(_LABELS[kind], id=id) or "") if kind in _LABELS else ""


def _name(reader: Reader, field: str, value: Any) -> str:
    """The name of the object that a reference points to; blank for any other field."""
    if field not in _NAMES or not isinstance(value, int):
        return ""
    return str(reader.value(_NAMES[field], id=value) or "")


def _before(reader: Reader, field: str, parents: str) -> Any:
    for parent in json.loads(parents):
        row = reader.row("SELECT field, value FROM change WHERE id = :id", id=parent)
        if row is not None:
            value = json.loads(row[1])
            return value.get(field) if row[0] == "" else value
    return None
