"""Conflicts: fields that several people wrote without knowing of each other, with all siblings."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from envoy_desktop import now
from envoy_desktop.store import changelog, schema
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.unit import default_of

NO_MATTER = frozenset({"imported_on", "entered_on", "added_on"})
"""Days on which somebody typed something in: two of them are nothing to be settled."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """One of the values of a conflict: who wrote it, on which device, when (city time)."""

    change: int
    value: Any
    who: str
    device: str
    at: datetime
    shown: bool
    ahead: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field of one object with several values; siblings by time, the one that shows last."""

    kind: str
    object: int
    field: str
    siblings: tuple[Sibling, ...]

    @property
    def shown(self) -> Sibling:
        """The value that shows until somebody settles it."""
        return next(s for s in self.siblings if s.shown)


def conflicts(
    reader: Reader, object: int | None = None, *, travelling: bool = False
) -> list[Conflict]:
    """All conflicts, or those of one object; `travelling` leaves out what never leaves the file."""
    where = " WHERE object = :object" if object is not None else ""
    values = {"object": object} if object is not None else {}
    found: list[Conflict] = []
    for of, field in reader.rows(
        f"SELECT object, field FROM head{where} GROUP BY object, field HAVING count(*) > 1"
        " ORDER BY object, field",
        **values,
    ):
        one = _conflict(reader, of, field)
        if one is not None and not (travelling and _stays(reader, one)):
            found.append(one)
    return found


def count(reader: Reader) -> int:
    """How many conflicts stand."""
    return len(conflicts(reader))


def _conflict(reader: Reader, object: int, field: str) -> Conflict | None:
    if field in NO_MATTER:
        return None
    siblings: list[tuple[int, int, Any, str, str, int]] = []
    kind = ""
    for change, hlc, of, value, said, who, device, ahead in reader.rows(
        "SELECT c.id, c.hlc, c.field, c.value, c.kind, a.name, a.device, a.ahead FROM head h"
        " JOIN change c ON c.id = h.change JOIN actor a ON a.tag = c.id / 4294967296"
        " WHERE h.object = :object AND h.field = :field",
        object=object,
        field=field,
    ):
        kind = said
        told = json.loads(value)
        if of == "":
            told = told.get(field, default_of(schema.LOGGED[kind], field))
        siblings.append((hlc, change, told, who, device, ahead))
    if len({changelog.encode(changelog.plain(s[2])) for s in siblings}) < 2:
        return None  # all say the same
    if not reader.value(f"SELECT 1 FROM {schema.LOGGED[kind].name} WHERE id = :id", id=object):
        return None  # its making is not here yet
    siblings.sort(key=lambda s: s[:2])
    newest = siblings[-1][1]
    return Conflict(
        kind,
        object,
        field,
        tuple(
            Sibling(change, value, who, device, _at(hlc), change == newest, bool(ahead))
            for hlc, change, value, who, device, ahead in siblings
        ),
    )


_NAMES = {
    "project": "SELECT name FROM project WHERE id = :id",
    "department": "SELECT name FROM department WHERE id = :id",
    "catalogue_item": "SELECT name FROM catalogue_item WHERE id = :id",
    "procedure": "SELECT i.name || ' · ' || j.name FROM procedure p"
    " JOIN catalogue_item i ON i.id = p.item JOIN project j ON j.id = p.project WHERE p.id = :id",
    "event": "SELECT i.name || ' · ' || j.name FROM event e JOIN procedure p ON p.id = e.procedure"
    " JOIN catalogue_item i ON i.id = p.item JOIN project j ON j.id = p.project WHERE e.id = :id",
    "project_attribute": "SELECT j.name FROM project_attribute a"
    " JOIN project j ON j.id = a.project WHERE a.id = :id",
    "material_state": "SELECT j.name FROM material_state s JOIN project j ON j.id = s.project"
    " WHERE s.id = :id",
    "obstacle": "SELECT substr(text, 1, 40) FROM obstacle WHERE id = :id",
    "attempt": "SELECT substr(text, 1, 40) FROM attempt WHERE id = :id",
    "duty": "SELECT substr(text, 1, 40) FROM duty WHERE id = :id",
    "memo": "SELECT title FROM memo WHERE id = :id",
    "setting": "SELECT key FROM setting WHERE id = :id",
    "holiday": "SELECT date FROM holiday WHERE id = :id",
    "decision": "SELECT substr(topic, 1, 40) FROM decision WHERE id = :id",
    "meeting": "SELECT name FROM meeting WHERE id = :id",
}


def name_of(reader: Reader, kind: str, id: int) -> str:
    """What an object is called in a list of conflicts; "" where its kind has no name."""
    return str(reader.value(_NAMES[kind], id=id) or "") if kind in _NAMES else ""


def _stays(reader: Reader, conflict: Conflict) -> bool:
    from envoy_desktop.store.queries.exchange import STAYS

    rule = STAYS.get(conflict.kind)
    return rule is not None and bool(
        reader.value(f"SELECT 1 FROM {conflict.kind} WHERE id = :id AND {rule}", id=conflict.object)
    )


def _at(hlc: int) -> datetime:
    at = datetime.fromtimestamp(changelog.milliseconds(hlc) / 1000, UTC)
    return at.astimezone(now.CITY_ZONE)
