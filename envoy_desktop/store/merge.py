"""Taking in others' changes: set-based, in any order, any number of times, all or nothing.

The state is a function of the set of changes. A field's heads are the changes that no other names
as parent; of several the highest (hlc, actor, seq) shows until a change names them all. The table
`head` keeps only what is not implied: heads of fields that somebody edited, and differing values
with which several devices made one object of a natural id. The change that made an object is
implied as covered by any edit, since nobody can edit what he has not seen.

What comes is weighed in memory, a part at a time; the file is asked only for what it may hold of
the same fields. `rebuilding` tells the same by the definition, for what needs a closer look.
"""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from envoy_desktop import now
from envoy_desktop.store import changelog, rebuilding, schema, sifting
from envoy_desktop.store.changelog import AHEAD_MS, NATURAL, SEQ_BITS, WITHHELD
from envoy_desktop.store.connection import blocks, listed
from envoy_desktop.store.lines import Author, Part, Row, Run
from envoy_desktop.store.sifting import Taken

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

KEPT_MERGES = 20
MOST_TOUCHED = 5000
_SEQ = (1 << SEQ_BITS) - 1
_ID: Final = 0
_HLC: Final = 1
_KIND: Final = 3
_OBJECT: Final = 4
_FIELD: Final = 5
_PARENTS: Final = 7

Place = tuple[int, str]
"""A field of an object."""
Heads = dict[Place, set[int]]
"""The changes that are heads, by field."""
_NONE: frozenset[int] = frozenset()


def take_in(
    unit: "Unit",
    authors: Sequence[Author],
    runs: Sequence[Run],
    part: Part,
    *,
    signer: str = "",
    limits: Mapping[int, int] | None = None,
    relayed: frozenset[int] = frozenset(),
) -> Taken:
    """Take in changes whose lines were read and whose hashes were checked (`lines.read`).

    `signer` is the identity that signed for them; it stands for its own actors from then on.
    Changes of the actors `relayed` are brought by a third hand: they are set aside.
    `limits` names the last change taken of a revoked actor; later ones are set aside.
    Refuses "actor-collision". Facts that our rules would have refused stay
    facts. Everything happens in the open unit: commit or nothing. `tell` follows once at its end.
    """
    taken = Taken()
    sifting.know(unit, authors, signer)
    fresh, rebuilt = sifting.sift(unit, authors, runs, part, taken, limits or {}, relayed)
    taken.new = len(fresh.rows)
    if fresh.rows:
        _insert(unit, fresh)
        made, edits = _told_apart(fresh)
        heads = _standing(unit, made, edits)
        edited = {object for object, _field in heads}
        rebuilt |= _in_a_circle(unit, edits, heads)
        _move_heads(unit, fresh, edits, heads)
        rebuilt |= {row[_OBJECT] for row, _value in edits if not heads[row[_OBJECT], row[_FIELD]]}
        rebuilt |= _made_differently(unit, made, edits)
        kinds = _kinds(unit, made, edits)
        rebuilt |= _of_two_kinds(unit, made, edits, edited, kinds)
        shown = _shown(unit, made, edits, heads, kinds.keys() - rebuilt)
        _make(unit, made, shown, rebuilt)
        _show(unit, shown, kinds)
    rebuilding.rebuild(unit, rebuilt)
    _advance(unit, fresh, taken)
    return taken


# -- the set and its heads --------------------------------------------------------------------


def _insert(unit: "Unit", fresh: Part) -> None:
    unit.execute_many(
        "INSERT INTO change(id, hlc, unit, kind, object, field, value, parents, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fresh.rows,
    )
    unit.execute_many(
        "INSERT INTO unit(id, hlc, act, subject, undoes, final) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        [
            (row[_OBJECT], row[_HLC], of["act"], of["subject"], of["undoes"], int(of["final"]))
            for row, of in zip(fresh.rows, fresh.values, strict=True)
            if row[_KIND] == "unit"
        ],
    )


Making = tuple[str, int, Mapping[str, Any]]
"""An object made by a change that came: its kind, its id, the values it was made with."""
Edit = tuple[Row, Any]
"""A change of one field that came, and its value."""


def _told_apart(fresh: Part) -> tuple[list[Making], list[Edit]]:
    """Which changes make an object, and which edit a field."""
    made: list[Making] = []
    edits: list[Edit] = []
    for row, value in zip(fresh.rows, fresh.values, strict=True):
        if row[_FIELD] != "":
            edits.append((row, value))
        elif row[_KIND] != "unit" and row[_KIND] != WITHHELD:
            made.append((row[_KIND], row[_OBJECT], value))
    return made, edits


def _standing(unit: "Unit", made: Sequence[Making], edits: Sequence[Edit]) -> Heads:
    """The heads kept until now of objects that were edited or made."""
    spans: dict[
        int, tuple[int, int]
    ] = {}  # of an actor the objects that it made: the first, the last
    wanted: set[int] = set()
    for _kind, object, _values in made:
        if object & NATURAL:
            wanted.add(object)
            continue
        first, last = spans.get(object >> SEQ_BITS, (object, object))
        spans[object >> SEQ_BITS] = min(first, object), max(last, object)
    for row, _value in edits:
        first, last = spans.get(row[_OBJECT] >> SEQ_BITS, (1, 0))
        if not first <= row[_OBJECT] <= last:
            wanted.add(row[_OBJECT])
    ranges = [f"BETWEEN {first} AND {last}" for first, last in spans.values()]
    found: Heads = {}
    for where in (*ranges, *(f"IN ({listed(block)})" for block in blocks(wanted))):
        for object, of, change in unit.rows(
            f"SELECT object, field, change FROM head WHERE object {where}"
        ):
            found.setdefault((object, of), set()).add(change)
    return found


def _move_heads(unit: "Unit", fresh: Part, edits: Sequence[Edit], heads: Heads) -> None:
    """Heads that are named go, edits that nobody names come; parents not here are remembered."""
    named: dict[Place, set[int]] = {}
    for row, _value in edits:
        if row[_PARENTS] != "[]":
            parents = map(int, row[_PARENTS][1:-1].split(","))
            named.setdefault((row[_OBJECT], row[_FIELD]), set()).update(parents)
    arrived = {row[_ID] for row in fresh.rows if row[_KIND] != WITHHELD}
    awaited = _awaited(unit, arrived)
    gone = [
        (*place, parent)
        for place, parents in named.items()
        for parent in parents & heads.get(place, _NONE)
    ]
    come = [
        (row[_OBJECT], row[_FIELD], row[_ID])
        for row, _value in edits
        if row[_ID] not in named.get((row[_OBJECT], row[_FIELD]), _NONE)
        and (row[_OBJECT], row[_FIELD], row[_ID]) not in awaited
    ]
    unit.execute_many("DELETE FROM head WHERE object = ? AND field = ? AND change = ?", gone)
    unit.execute_many("INSERT INTO head(object, field, change) VALUES (?, ?, ?)", come)
    unit.execute_many("DELETE FROM awaited WHERE parent = ?", [(id,) for _o, _f, id in awaited])
    here = arrived | _here(unit, {p for parents in named.values() for p in parents} - arrived)
    unit.execute_many(
        "INSERT INTO awaited(object, field, parent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(*place, id) for place, parents in named.items() for id in parents - here],
    )
    for object, of, change in gone:
        heads[object, of].discard(change)
    for row, _value in edits:
        heads.setdefault((row[_OBJECT], row[_FIELD]), set())
    for object, of, change in come:
        heads[object, of].add(change)


def _in_a_circle(unit: "Unit", edits: Sequence[Edit], heads: Heads) -> set[int]:
    """Objects of which several heads stand that name each other: they need a closer look.

    Nobody can have seen what came after him; who says so lies, and must keep no other's work out.
    """
    places = {(row[_OBJECT], row[_FIELD]) for row, _value in edits}
    several = {
        id: place for place in places for id in heads.get(place, ()) if len(heads[place]) > 1
    }
    return {
        several[id][0]
        for block in blocks(several)
        for id, parents in unit.rows(
            f"SELECT id, parents FROM change WHERE id IN ({listed(block)})"
        )
        if not heads[several[id]].isdisjoint(json.loads(parents))
    }


def _awaited(unit: "Unit", arrived: set[int]) -> set[tuple[int, str, int]]:
    """Of the changes that came those that others, here before, name as parents."""
    if not unit.value("SELECT 1 FROM awaited LIMIT 1"):
        return set()
    return {
        row
        for block in blocks(arrived)
        for row in unit.rows(
            f"SELECT object, field, parent FROM awaited WHERE parent IN ({listed(block)})"
        )
    }


def _here(unit: "Unit", ids: Iterable[int]) -> set[int]:
    """Which of some changes are known by more than their hash."""
    return {
        row[0]
        for block in blocks(ids)
        for row in unit.rows(
            f"SELECT id FROM change WHERE id IN ({listed(block)}) AND kind <> '{WITHHELD}'"
        )
    }


# -- rows -------------------------------------------------------------------------------------


def _made_differently(unit: "Unit", made: Sequence[Making], edits: Sequence[Edit]) -> set[int]:
    """Objects that several devices made differently: their heads need a closer look."""
    objects = {object for _kind, object, _values in made if object & NATURAL}
    objects |= {row[_OBJECT] for row, _value in edits if row[_OBJECT] & NATURAL}
    return {
        row[0]
        for block in blocks(objects)
        for row in unit.rows(
            f"SELECT object FROM change WHERE field = '' AND object IN ({listed(block)})"
            " GROUP BY object HAVING min(value) <> max(value) OR min(kind) <> max(kind)"
        )
    }


def _kinds(unit: "Unit", made: Sequence[Making], edits: Sequence[Edit]) -> dict[int, str]:
    """As what each object was made; one whose making is not here has no kind and no row."""
    kinds = {object: kind for kind, object, _values in made}
    for block in blocks({row[_OBJECT] for row, _value in edits} - kinds.keys()):
        kinds |= unit.rows(
            "SELECT object, kind FROM change WHERE field = '' AND kind <> 'unit'"
            f" AND object IN ({listed(block)})"
        )
    return kinds


def _of_two_kinds(
    unit: "Unit",
    made: Sequence[Making],
    edits: Sequence[Edit],
    edited: Set[int],
    kinds: Mapping[int, str],
) -> set[int]:
    """Objects of which a change speaks as of another kind: what does not fit them must not show.

    `edited` are the objects of which edits had come before.
    """
    told = [(row[_OBJECT], row[_KIND]) for row, _value in edits]
    for block in blocks(edited & {object for _kind, object, _values in made}):
        told += unit.rows(  # also what was named since, and names others itself
            f"SELECT object, kind FROM change WHERE object IN ({listed(block)}) AND field <> ''"
        )
    return {object for object, kind in told if kinds.get(object, kind) != kind}


def _shown(
    unit: "Unit",
    made: Sequence[Making],
    edits: Sequence[Edit],
    heads: Heads,
    objects: Set[int],
) -> dict[int, dict[str, Any]]:
    """The value of the highest head of each field whose heads moved, of some objects."""
    new = {object for _kind, object, _values in made}
    wanted = {place for place in heads if place[0] in new}  # edits came before the making
    wanted |= {(row[_OBJECT], row[_FIELD]) for row, _value in edits}
    wanted = {place for place in wanted if place[0] in objects and heads.get(place)}
    came = {row[_ID]: (row[_HLC], value) for row, value in edits}
    told = came | _told(unit, {id for place in wanted for id in heads[place]} - came.keys())
    found: dict[int, dict[str, Any]] = {}
    for object, of in wanted:
        shown = max(heads[object, of], key=lambda id: (told[id][0], id))
        found.setdefault(object, {})[of] = changelog.plain(told[shown][1])
    return found


def _make(
    unit: "Unit", made: Sequence[Making], shown: dict[int, dict[str, Any]], rebuilt: set[int]
) -> None:
    """Lay down the rows of objects made, with what edits say of them already."""
    natural: dict[str, set[int]] = {}
    for kind, object, _values in made:
        if object & NATURAL:
            natural.setdefault(kind, set()).add(object)
    known = set(rebuilt)
    for kind, objects in natural.items():
        for block in blocks(objects):
            known |= {
                row[0]
                for row in unit.rows(
                    f"SELECT id FROM {schema.LOGGED[kind].name} WHERE id IN ({listed(block)})"
                )
            }
    laid: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for kind, object, values in made:
        if object & NATURAL:
            if object in known:
                continue
            known.add(object)
        edited = shown.pop(object, None)
        laid.setdefault(kind, []).append((object, {**values, **edited} if edited else values))
    for kind, rows in laid.items():
        unit.lay_all(kind, rows)


def _show(unit: "Unit", shown: Mapping[int, Mapping[str, Any]], kinds: Mapping[int, str]) -> None:
    """Write into each field of objects that were here what it shows now."""
    cells: dict[tuple[str, str], list[tuple[Any, int]]] = {}
    for object, fields in shown.items():
        for of, value in fields.items():
            cells.setdefault((kinds[object], of), []).append((value, object))
    for (kind, of), values in cells.items():
        table = schema.LOGGED[kind].name
        unit.execute_many(f'UPDATE {table} SET "{of}" = ? WHERE id = ?', values)
        unit.touched(kind, (object for _value, object in values))


def _told(unit: "Unit", changes: Iterable[int]) -> dict[int, tuple[int, Any]]:
    """Time and value of changes that are here."""
    return {
        id: (hlc, json.loads(value))
        for block in blocks(changes)
        for id, hlc, value in unit.rows(
            f"SELECT id, hlc, value FROM change WHERE id IN ({listed(block)})"
        )
    }


# -- the end ----------------------------------------------------------------------------------


def _advance(unit: "Unit", fresh: Part, taken: Taken) -> None:
    """Bring each actor to the last change before its first gap; flag clocks that run ahead."""
    now_ms = int(now.instant().timestamp() * 1000)
    current = int(unit.reader.meta("actor") or 0)
    newest: dict[int, int] = {}
    for row in fresh.rows:
        if row[_HLC] > newest.get(row[_ID] >> SEQ_BITS, 0):
            newest[row[_ID] >> SEQ_BITS] = row[_HLC]
    for tag, latest in newest.items():
        seq, hash, ahead, hlc = unit.rows(
            "SELECT seq, hash, ahead, hlc FROM actor WHERE tag = :tag", tag=tag
        )[0]
        if tag == current:
            taken.own_forked = True  # a copy of this file went on by itself: this one is another
        before = tag << SEQ_BITS | seq
        # behind a gap that stays there may be any number of changes: they are not gone through
        if unit.value("SELECT 1 FROM change WHERE id = :id", id=before + 1):
            end = unit.value(
                "SELECT min(c.id) FROM change c WHERE c.id > :before AND c.id < :end"
                " AND NOT EXISTS (SELECT 1 FROM change d WHERE d.id = c.id + 1)",
                before=before,
                end=tag + 1 << SEQ_BITS,
            )
            seq = end & _SEQ
            hash = unit.value("SELECT hash FROM change WHERE id = :id", id=end)
        runs_ahead = changelog.milliseconds(latest) - now_ms
        if runs_ahead > AHEAD_MS:
            taken.ahead.append(tag)
            ahead = max(ahead, runs_ahead)
        unit.execute(
            "UPDATE actor SET seq = :seq, hash = :hash, hlc = :hlc, ahead = :ahead"
            " WHERE tag = :tag",
            seq=seq,
            hash=bytes(hash),
            hlc=max(hlc, latest) if tag != current else hlc,
            ahead=ahead,
            tag=tag,
        )


def tell(unit: "Unit") -> None:
    """Keep what was touched for a window beside this process."""
    every = ((kind, id) for kind, ids in unit.all_changed().items() for id in ids)
    told = list(islice(every, MOST_TOUCHED))
    if not told:
        return
    n = int(unit.value("SELECT max(n) FROM merged") or 0) + 1
    unit.execute_many(
        "INSERT INTO merged(n, kind, object) VALUES (?, ?, ?)",
        [(n, kind, id) for kind, id in told],
    )
    unit.execute("DELETE FROM merged WHERE n <= :old", old=n - KEPT_MERGES)
    unit.merge = n
