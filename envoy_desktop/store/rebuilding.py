"""Heads and rows of objects worked out from all their changes, by the definition.

Merging takes shorter ways where it can; what it cannot tell is told here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from envoy_desktop.store import changelog, schema
from envoy_desktop.store.connection import blocks, listed

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Heads:
    """Of one field the changes that nobody named, and which of them shows."""

    changes: tuple[int, ...]
    shown: int
    value: Any


Told = tuple[int, int, str, str, str, str]
"""A change of an object: id, hlc, kind, field, value, parents."""


def rebuild(unit: "Unit", objects: Iterable[int]) -> None:
    """Work out heads and rows of objects anew; one whose making is gone loses its row."""
    for block in blocks(objects):
        found: dict[int, list[Told]] = {id: [] for id in block}
        for object, *change in unit.rows(
            "SELECT object, id, hlc, kind, field, value, parents FROM change"
            f" WHERE object IN ({listed(block)}) AND kind NOT IN ('unit', 'withheld')"
            " ORDER BY object, id"
        ):
            found[object].append(tuple(change))
        unit.execute(f"DELETE FROM head WHERE object IN ({listed(block)})")
        unit.execute(f"DELETE FROM awaited WHERE object IN ({listed(block)})")
        _lay(unit, found)


def _lay(unit: "Unit", found: Mapping[int, Sequence[Told]]) -> None:
    heads: list[tuple[int, str, int]] = []
    awaited: list[tuple[int, str, int]] = []
    made: list[tuple[str, int, Mapping[str, Any]]] = []
    gone: list[int] = []
    for object, changes in found.items():
        if not changes:
            gone.append(object)
            continue
        kind = kind_of(changes)
        if any(change[2] != kind for change in changes):
            _forget(unit, [object], but=kind)
            changes = [change for change in changes if change[2] == kind]
        preset = defaults(kind)
        standing = heads_of(changes, preset)
        heads += [(object, of, id) for of, one in standing.items() for id in one.changes]
        here = {change[0] for change in changes}
        awaited += [
            (object, of, parent)
            for _id, _hlc, _kind, of, _value, parents in changes
            for parent in json.loads(parents)
            if parent not in here
        ]
        making = next((value for _i, _h, _k, of, value, _p in changes if of == ""), None)
        if making is None:
            gone.append(object)
            continue
        edits = {of: one.value for of, one in standing.items()}
        made.append((kind, object, {**preset, **json.loads(making), **edits}))
    unit.execute_many("INSERT INTO head(object, field, change) VALUES (?, ?, ?)", heads)
    unit.execute_many(
        "INSERT INTO awaited(object, field, parent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        awaited,
    )
    made.sort(key=lambda of: of[0])
    for kind, rows in groupby(made, key=lambda of: of[0]):
        anew = [(object, row) for _kind, object, row in rows]
        ids = listed(object for object, _row in anew)
        unit.execute(f"DELETE FROM {schema.LOGGED[kind].name} WHERE id IN ({ids})")
        unit.lay_all(kind, anew)
    _forget(unit, gone)


def kind_of(changes: Iterable[Told]) -> str:
    """The kind of an object: as which it was made; of several the first by the alphabet.

    Only somebody who lies makes one natural id as two kinds, or edits an object as another.
    """
    return min((of != "", kind) for _id, _hlc, kind, of, _value, _parents in changes)[1]


def _forget(unit: "Unit", objects: Sequence[int], *, but: str = "") -> None:
    """Take away the rows of objects whose making is not here any more."""
    if not objects:
        return
    for kind, table in schema.LOGGED.items():
        if kind == but:
            continue
        ids = [
            row[0]
            for row in unit.rows(f"SELECT id FROM {table.name} WHERE id IN ({listed(objects)})")
        ]
        if ids:
            unit.execute(f"DELETE FROM {table.name} WHERE id IN ({listed(ids)})")
            unit.touched(kind, ids)


@cache
def defaults(kind: str) -> Mapping[str, Any]:
    """What each field of a kind holds where the making does not name it."""
    from envoy_desktop.store.unit import default_of

    table = schema.LOGGED[kind]
    return {c.name: default_of(table, c.name) for c in table.columns if c.name != "id"}


def heads_of(changes: Sequence[Told], preset: Mapping[str, Any]) -> dict[str, Heads]:
    """Heads of each field of one object that are not implied, by the definition.

    `changes` are all of the object; `preset` its defaults.
    """
    made = {
        id: (hlc, {**preset, **json.loads(value)})
        for id, hlc, _kind, of, value, _parents in changes
        if of == ""
    }
    edits: dict[str, dict[int, tuple[int, Any]]] = {}
    named: dict[str, set[int]] = {}
    for id, hlc, _kind, of, value, parents in changes:
        if of != "":
            edits.setdefault(of, {})[id] = (hlc, json.loads(value))
            named.setdefault(of, set()).update(json.loads(parents))
    found: dict[str, Heads] = {}
    for of in {*edits, *(preset if len(made) > 1 else ())}:
        values = {
            id: changelog.encode(changelog.plain(fields[of])) for id, (_hlc, fields) in made.items()
        }
        standing: dict[int, tuple[int, Any]] = {}
        if len(set(values.values())) > 1:
            # who edited a value has seen it, whichever device had made the object with it
            covered = {values[id] for id in named.get(of, ()) if id in values}
            standing = {
                id: (made[id][0], made[id][1][of])
                for id, value in values.items()
                if value not in covered
            }
        told = edits.get(of, {})
        # edits that name each other in a circle leave none unnamed: all of them stand
        standing |= {id: edit for id, edit in told.items() if id not in named.get(of, ())} or told
        if standing:
            shown = max(standing, key=lambda id: (standing[id][0], id))
            found[of] = Heads(tuple(sorted(standing)), shown, standing[shown][1])
    return found
