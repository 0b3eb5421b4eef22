"""The work of an own incarnation that was set aside at a fork, written anew under a new name.

A copied file went on by itself: both versions are set aside everywhere, and each file writes its
own work again as another actor. So no edit is lost; where both changed one thing it is a conflict.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from envoy_desktop.store import schema
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace

Values = Mapping[str, Any]


def _code(reader: Reader, values: Values) -> str:
    return str(reader.value("SELECT code FROM catalogue_item WHERE id = :i", i=values["item"]))


_KEYS: Mapping[str, Callable[[Reader, Values], tuple[object, ...]]] = {
    "procedure": lambda reader, v: (v["project"], _code(reader, v)),
    "project_attribute": lambda _reader, v: (v["project"], v["name"]),
    "project_day": lambda _reader, v: (v["project"], v["kind"]),
    "material_state": lambda _reader, v: (v["project"], v["material_code"]),
    "member_opinion": lambda _reader, v: (v["joint_review"], v["department"]),
}
"""Natural keys that name another object: where that one gets a new id, so do they."""


def is_forked(workspace: Workspace) -> bool:
    """Whether the actor under whom this file writes is set aside from some change on."""
    with workspace.read() as reader:
        return bool(
            reader.value(
                "SELECT 1 FROM actor WHERE tag = :tag AND forked_at IS NOT NULL",
                tag=int(reader.meta("actor") or 0),
            )
        )


def write_anew(workspace: Workspace) -> int:
    """Write own work that lies aside again as the actor of now; gives how many changes it was.

    All in one unit: it is done or it still waits, and cannot be undone.
    """
    with workspace.read() as reader:
        if not reader.value("SELECT 1 FROM quarantined WHERE reason = 'own' LIMIT 1"):
            return 0
    with workspace.unit("package.rewrite") as unit:
        unit.final = True
        rows = unit.rows(
            "SELECT id, kind, object, field, value, parents FROM quarantined"
            " WHERE reason = 'own' ORDER BY id"
        )
        written = _write(unit, rows)
        unit.execute("UPDATE quarantined SET reason = 'forked' WHERE reason = 'own'")
    return written


def _write(unit: Unit, rows: list[tuple[Any, ...]]) -> int:
    ids: dict[int, int] = {}  # of changes and of objects: a making change names its object
    touched: set[int] = set()
    written = 0
    for id, kind, object, field, text, parents in rows:
        if kind not in schema.LOGGED:
            continue
        value = json.loads(text)
        if field == "":
            old_key = _key(unit.reader, kind, value)
            value = {name: _mapped(kind, name, v, ids) for name, v in value.items()}
            if object == id:
                new = ids[id] = unit.again(kind, None, "", value)
                touched.add(new)
            else:
                made = object
                if old_key is not None and natural_id(kind, *old_key) == object:
                    made = natural_id(kind, *(_key(unit.reader, kind, value) or old_key))
                ids[object] = made
                ids[id] = unit.again(kind, made, "", value)
                touched.add(made)
        else:
            named = [ids.get(parent, parent) for parent in json.loads(parents)]
            made = ids.get(object, object)
            ids[id] = unit.again(kind, made, field, _mapped(kind, field, value, ids), named)
            touched.add(made)
        written += 1
    unit.show_again(touched)
    return written


def _key(reader: Reader, kind: str, values: Values) -> tuple[object, ...] | None:
    return _KEYS[kind](reader, values) if kind in _KEYS else None


def _mapped(kind: str, field: str, value: Any, ids: Mapping[int, int]) -> Any:
    column = schema.LOGGED[kind].columns[field]
    return ids.get(value, value) if column.type is schema.base.Id else value
