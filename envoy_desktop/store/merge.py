"""Taking in others' changes: set-based, in any order, any number of times, all or nothing.

The state is a function of the set of changes. A field's heads are the changes that no other names
as parent; of several the highest (hlc, actor, seq) shows until a change names them all. The table
`head` keeps only what is not implied: heads of fields that somebody edited, and differing values
with which several devices made one object of a natural id. The change that made an object is
implied as covered by any edit, since nobody can edit what he has not seen.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, schema
from envoy_desktop.store.changelog import AHEAD_MS, NATURAL, NO_HASH, SEQ_BITS, WITHHELD, Change
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.lines import Author, Row, Run

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

BLOCK = 500
KEPT_MERGES = 20
MOST_TOUCHED = 5000
_SEQ = (1 << SEQ_BITS) - 1
_COLUMNS = "id, hlc, unit, kind, object, field, value, parents, hash"


@dataclass
class Taken:
    """What one taking in did. `ahead` names actors whose clock runs over a day ahead."""

    new: int = 0
    known: int = 0
    quarantined: int = 0
    ahead: list[int] = field(default_factory=list)
    forked: list[int] = field(default_factory=list)
    own_forked: bool = False
    touched: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def add(self, other: "Taken") -> None:
        """Count what another taking in did too."""
        self.new += other.new
        self.known += other.known
        self.quarantined += other.quarantined
        self.own_forked |= other.own_forked
        self.ahead += [tag for tag in other.ahead if tag not in self.ahead]
        self.forked += [tag for tag in other.forked if tag not in self.forked]


@dataclass(frozen=True, slots=True)
class Heads:
    """Of one field the changes that nobody named, and which of them shows."""

    changes: tuple[int, ...]
    shown: int
    value: Any


def take_in(
    unit: "Unit",
    authors: Sequence[Author],
    runs: Sequence[Run],
    rows: Sequence[Row],
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
    facts. Everything happens in the open unit: commit or nothing.
    """
    taken = Taken()
    _know(unit, authors, signer)
    _stage(unit, rows)
    for tag in relayed & {run.tag for run in runs}:
        taken.quarantined += _set_relayed_aside(unit, tag)
    runs = [run for run in runs if run.tag not in relayed]
    for tag, seq in (limits or {}).items():
        taken.quarantined += _set_aside_staged(unit, tag, seq + 1, "revoked")
    rebuilt: set[int] = set()
    for tag, seq in sorted(_forks(unit, authors, runs).items()):
        rebuilt |= _quarantine(unit, tag, seq)
        taken.forked.append(tag)
        taken.own_forked |= tag == int(unit.reader.meta("actor") or 0)
    for tag, seq in unit.rows("SELECT tag, forked_at FROM actor WHERE forked_at IS NOT NULL"):
        taken.quarantined += _set_aside_staged(unit, tag, seq, "forked")
    upgraded = _drop_known(unit, taken)
    taken.new = int(unit.value("SELECT count(*) FROM stage"))
    if taken.new:
        _insert(unit, upgraded)
        _move_heads(unit)
        rebuilt |= _make(unit)
        rebuilt |= _natural_edits(unit)
        _show(unit, rebuilt)
    rebuild(unit, rebuilt)
    _advance(unit, taken)
    _tell(unit, taken)
    unit.execute("DELETE FROM stage")
    unit.execute("DELETE FROM named")
    return taken


# -- who --------------------------------------------------------------------------------------


def _know(unit: "Unit", authors: Sequence[Author], signer: str) -> None:
    for author in authors:
        row = unit.row("SELECT uuid, own, identity FROM actor WHERE tag = :tag", tag=author.tag)
        if row is None:
            unit.execute(
                "INSERT INTO actor(tag, uuid, name, device, seq, hlc, hash, own, identity)"
                " VALUES (:tag, :uuid, :name, :device, 0, 0, :hash, 0, :identity)",
                tag=author.tag,
                uuid=author.uuid,
                name=author.name,
                device=author.device,
                hash=NO_HASH,
                identity=signer if author.own else author.identity,
            )
            continue
        uuid, own, identity = row
        if uuid != author.uuid:
            raise Refusal("actor-collision", name=author.name, next="ask-sender")
        owner = signer if author.own else author.identity
        if not owner or own or identity:  # who signed for it first stands for it
            continue
        unit.execute(
            "UPDATE actor SET identity = :identity WHERE tag = :tag",
            identity=owner,
            tag=author.tag,
        )


# -- staging ----------------------------------------------------------------------------------


def _stage(unit: "Unit", rows: Sequence[Row]) -> None:
    blob = "BLOB" if unit.reader.dialect == "sqlite" else "BYTEA"
    big = "INTEGER" if unit.reader.dialect == "sqlite" else "BIGINT"
    unit.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS stage (id {big} PRIMARY KEY, hlc {big}, unit {big},"
        f" kind TEXT, object {big}, field TEXT, value TEXT, parents TEXT, hash {blob})"
    )
    unit.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS named (object {big}, field TEXT, parent {big},"
        " PRIMARY KEY (object, field, parent))"
    )
    unit.execute("DELETE FROM stage")
    unit.execute("DELETE FROM named")
    unit.execute_many(
        "INSERT INTO stage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    if unit.reader.dialect == "postgresql":
        unit.execute("ANALYZE stage")


def _forks(unit: "Unit", authors: Sequence[Author], runs: Sequence[Run]) -> dict[int, int]:
    """Actors of whom two histories are known now: tag -> the first change that has two versions."""
    found: dict[int, int] = {}

    def fork(tag: int, seq: int) -> None:
        known = unit.value("SELECT forked_at FROM actor WHERE tag = :tag", tag=tag)
        if known is None or max(seq, 1) < known:
            found[tag] = min(max(seq, 1), found.get(tag, max(seq, 1)))

    for author in authors:
        if author.forked_at is not None:
            fork(author.tag, author.forked_at)
    for table in ("change", "quarantined"):
        # of a revoked actor a version may lie aside that is the same as this one; what a third
        # hand brought proves nothing
        proven = " AND c.reason <> 'relayed'" if table == "quarantined" else ""
        for (id,) in unit.rows(
            f"SELECT DISTINCT s.id FROM stage s JOIN {table} c ON c.id = s.id"
            f" WHERE c.hash <> s.hash{proven}"
        ):
            fork(id >> SEQ_BITS, id & _SEQ)
    for run in runs:
        first = run.tag << SEQ_BITS | run.first
        before = unit.value("SELECT hash FROM change WHERE id = :id", id=first - 1)
        if before is not None and bytes(before) != run.before:
            fork(run.tag, run.first - 1)
        following = unit.row(
            f"SELECT {_COLUMNS} FROM change WHERE id = :id", id=(run.tag << SEQ_BITS) + run.last + 1
        )
        if following is not None and following[3] != WITHHELD:
            after = Change(*following)
            if changelog.chain(run.after, after) != bytes(after.hash):
                fork(run.tag, run.last)
    return found


def _set_aside_staged(unit: "Unit", tag: int, seq: int, reason: str) -> int:
    first, last = tag << SEQ_BITS | seq, (tag + 1 << SEQ_BITS) - 1
    count = int(
        unit.value("SELECT count(*) FROM stage WHERE id BETWEEN :a AND :b", a=first, b=last)
    )
    if count:
        _copy_aside(unit, "stage", first, last, reason)
        unit.execute("DELETE FROM stage WHERE id BETWEEN :a AND :b", a=first, b=last)
    return count


def _set_relayed_aside(unit: "Unit", tag: int) -> int:
    """Set aside what a third hand brought, unless it is here already, hash for hash."""
    first, last = tag << SEQ_BITS, (tag + 1 << SEQ_BITS) - 1
    unknown = (
        " WHERE id BETWEEN :a AND :b AND NOT EXISTS"
        " (SELECT 1 FROM change c WHERE c.id = stage.id AND c.hash = stage.hash)"
    )
    count = int(unit.value(f"SELECT count(*) FROM stage{unknown}", a=first, b=last))
    if count:
        unit.execute(
            "INSERT INTO quarantined(id, hash, hlc, unit, kind, object, field, value, parents,"
            " reason) SELECT id, hash, hlc, unit, kind, object, field, value, parents, 'relayed'"
            f" FROM stage{unknown} ON CONFLICT (id, hash) DO NOTHING",
            a=first,
            b=last,
        )
        unit.execute(f"DELETE FROM stage{unknown}", a=first, b=last)
    return count


def _copy_aside(unit: "Unit", table: str, first: int, last: int, reason: str) -> None:
    unit.execute(
        "INSERT INTO quarantined(id, hash, hlc, unit, kind, object, field, value, parents, reason)"
        f" SELECT id, hash, hlc, unit, kind, object, field, value, parents, :reason FROM {table}"
        " WHERE id BETWEEN :a AND :b ON CONFLICT (id, hash) DO NOTHING",
        reason=reason,
        a=first,
        b=last,
    )


def _quarantine(unit: "Unit", tag: int, seq: int) -> set[int]:
    """Set aside what an actor wrote from `seq` on; gives the objects to be rebuilt."""
    first, last = tag << SEQ_BITS | seq, (tag + 1 << SEQ_BITS) - 1
    objects = {
        row[0]
        for row in unit.rows(
            "SELECT DISTINCT object FROM change WHERE id BETWEEN :a AND :b"
            " AND kind NOT IN ('unit', 'withheld')",
            a=first,
            b=last,
        )
    }
    objects |= {
        row[0]
        for row in unit.rows(
            "SELECT DISTINCT object FROM head WHERE change BETWEEN :a AND :b", a=first, b=last
        )
    }
    # own work is written anew under another name (forks.py)
    own = unit.value("SELECT own FROM actor WHERE tag = :tag", tag=tag)
    _copy_aside(unit, "change", first, last, "own" if own else "forked")
    unit.execute("DELETE FROM change WHERE id BETWEEN :a AND :b", a=first, b=last)
    unit.execute("DELETE FROM unit WHERE id BETWEEN :a AND :b", a=first, b=last)
    # a unit that began before the fork and ends behind it has lost its words
    before = unit.value("SELECT hash FROM change WHERE id = :id", id=first - 1)
    seq_now = unit.value("SELECT seq FROM actor WHERE tag = :tag", tag=tag)
    if seq_now >= seq:
        unit.execute(
            "UPDATE actor SET seq = :seq, hash = :hash WHERE tag = :tag",
            seq=seq - 1,
            hash=bytes(before) if before is not None else NO_HASH,
            tag=tag,
        )
    unit.execute("UPDATE actor SET forked_at = :seq WHERE tag = :tag", seq=seq, tag=tag)
    return objects


def _drop_known(unit: "Unit", taken: Taken) -> set[int]:
    """Drop what is here already; gives the ids of which only the hash was known till now."""
    upgraded = {
        row[0]
        for row in unit.rows(
            "SELECT s.id FROM stage s JOIN change c ON c.id = s.id"
            " WHERE c.kind = 'withheld' AND s.kind <> 'withheld'"
        )
    }
    unit.execute(
        "DELETE FROM quarantined WHERE reason = 'relayed' AND EXISTS"
        " (SELECT 1 FROM stage s WHERE s.id = quarantined.id AND s.hash = quarantined.hash)"
    )
    for block in _blocks(upgraded):
        unit.execute(f"DELETE FROM change WHERE id IN ({block})")
    before = int(unit.value("SELECT count(*) FROM stage"))
    unit.execute("DELETE FROM stage WHERE id IN (SELECT s.id FROM stage s JOIN change c"
                 " ON c.id = s.id)")  # fmt: skip
    taken.known = before - int(unit.value("SELECT count(*) FROM stage"))
    unit.execute(
        "DELETE FROM quarantined WHERE reason = 'revoked' AND id IN (SELECT id FROM stage)"
    )
    return upgraded


# -- the set and its heads --------------------------------------------------------------------


def _insert(unit: "Unit", upgraded: set[int]) -> None:
    unit.execute(f"INSERT INTO change({_COLUMNS}) SELECT {_COLUMNS} FROM stage ORDER BY id")
    told = unit.rows("SELECT object, hlc, value FROM stage WHERE kind = 'unit'")
    unit.execute_many(
        "INSERT INTO unit(id, hlc, act, subject, undoes, final) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO NOTHING",
        [
            (id, hlc, of["act"], of["subject"], of["undoes"], int(of["final"]))
            for id, hlc, value in told
            for of in (json.loads(value),)
        ],
    )


def _move_heads(unit: "Unit") -> None:
    """Heads that are named go, edits that nobody names come; parents not here are remembered."""
    unit.execute_many(
        "INSERT INTO named(object, field, parent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (object, of, parent)
            for object, of, parents in unit.rows(
                "SELECT object, field, parents FROM stage WHERE parents <> '[]'"
            )
            for parent in map(int, parents[1:-1].split(","))
        ],
    )
    if unit.reader.dialect == "postgresql":
        unit.execute("ANALYZE named")
    unit.execute(
        "DELETE FROM head WHERE (object, field, change) IN"
        " (SELECT object, field, parent FROM named)"
    )
    unit.execute(
        "INSERT INTO head(object, field, change) SELECT s.object, s.field, s.id FROM stage s"
        " WHERE s.field <> '' AND NOT EXISTS (SELECT 1 FROM named n WHERE n.object = s.object"
        "  AND n.field = s.field AND n.parent = s.id)"
        " AND NOT EXISTS (SELECT 1 FROM awaited a WHERE a.object = s.object"
        "  AND a.field = s.field AND a.parent = s.id)"
    )
    unit.execute("DELETE FROM awaited WHERE parent IN (SELECT id FROM stage)")
    unit.execute(
        "INSERT INTO awaited(object, field, parent) SELECT n.object, n.field, n.parent FROM named n"
        " WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.id = n.parent AND c.kind <> 'withheld')"
        " ON CONFLICT DO NOTHING"
    )


# -- rows -------------------------------------------------------------------------------------


def _make(unit: "Unit") -> set[int]:
    """Lay down the rows of objects made; gives those that several devices made differently."""
    rebuilt: set[int] = set()
    made = unit.rows(
        "SELECT kind, object, value FROM stage WHERE field = ''"
        " AND kind NOT IN ('unit', 'withheld') ORDER BY id"
    )
    natural = [object for _kind, object, _value in made if object & NATURAL]
    known: set[int] = set()
    if natural:
        rebuilt |= {
            row[0]
            for row in unit.rows(
                "SELECT object FROM change WHERE field = '' AND object IN"
                " (SELECT object FROM stage WHERE field = '')"
                " GROUP BY object HAVING min(value) <> max(value) AND object > 0"
            )
        }
        by_kind: dict[str, set[int]] = {}
        for kind, object, _value in made:
            if object & NATURAL:
                by_kind.setdefault(kind, set()).add(object)
        for kind, objects in by_kind.items():
            table = schema.LOGGED[kind].name
            for block in _blocks(objects):
                known |= {
                    row[0] for row in unit.rows(f"SELECT id FROM {table} WHERE id IN ({block})")
                }
    laid: dict[str, list[tuple[int, str]]] = {}
    for kind, object, value in made:
        if object in known or object in rebuilt:
            continue
        known.add(object)
        laid.setdefault(kind, []).append((object, value))
    for kind, of in laid.items():
        # each value was decoded by itself when its line was checked: here all at once
        values = json.loads(f"[{','.join(value for _object, value in of)}]")
        unit.lay_all(kind, [(o, v) for (o, _text), v in zip(of, values, strict=True)])
    return rebuilt


def _natural_edits(unit: "Unit") -> set[int]:
    """Objects edited here that several devices made differently: their heads need a closer look."""
    edited = {
        row[0]
        for row in unit.rows(
            "SELECT DISTINCT object FROM stage WHERE field <> '' AND object >= :natural",
            natural=NATURAL,
        )
    }
    found: set[int] = set()
    for block in _blocks(edited):
        found |= {
            row[0]
            for row in unit.rows(
                f"SELECT object FROM change WHERE field = '' AND object IN ({block})"
                " GROUP BY object HAVING min(value) <> max(value)"
            )
        }
    return found


_OF_EDITS = (
    "SELECT DISTINCT s.kind, h.object, h.field, h.change, c.hlc, c.value FROM stage s"
    " JOIN head h ON h.object = s.object AND h.field = s.field JOIN change c ON c.id = h.change"
    " WHERE s.field <> ''"
)
_OF_MADE = (
    "SELECT s.kind, h.object, h.field, h.change, c.hlc, c.value FROM stage s"
    " JOIN head h ON h.object = s.object JOIN change c ON c.id = h.change"
    " WHERE s.field = '' AND s.kind NOT IN ('unit', 'withheld')"
)


def _show(unit: "Unit", rebuilt: set[int]) -> None:
    """Write the value of the highest head into each field whose heads moved."""
    shown: dict[tuple[str, int, str], tuple[int, int, str]] = {}
    for query in (_OF_EDITS, _OF_MADE):
        for kind, object, of, change, hlc, value in unit.rows(query):
            if object in rebuilt:
                continue
            place, candidate = (kind, object, of), (hlc, change, value)
            if place not in shown or candidate[:2] > shown[place][:2]:
                shown[place] = candidate
    cells: dict[tuple[str, str], list[tuple[Any, int]]] = {}
    for (kind, object, of), (_hlc, _change, value) in shown.items():
        cells.setdefault((kind, of), []).append((_plain(json.loads(value)), object))
    for (kind, of), values in cells.items():
        table = schema.LOGGED[kind].name
        unit.execute_many(f'UPDATE {table} SET "{of}" = ? WHERE id = ?', values)
        unit.touched(kind, (object for _value, object in values))


def rebuild(unit: "Unit", objects: Iterable[int]) -> None:
    """Work out heads and rows of objects from all their changes, by the definition."""
    from envoy_desktop.store.unit import default_of

    for object in sorted(objects):
        changes = unit.rows(
            "SELECT id, hlc, kind, field, value, parents FROM change WHERE object = :object"
            " AND kind NOT IN ('unit', 'withheld') ORDER BY id",
            object=object,
        )
        unit.execute("DELETE FROM head WHERE object = :object", object=object)
        unit.execute("DELETE FROM awaited WHERE object = :object", object=object)
        kinds = {change[2] for change in changes}
        if not kinds:
            _forget(unit, object)
            continue
        kind = changes[0][2]
        table = schema.LOGGED[kind]
        preset = {c.name: default_of(table, c.name) for c in table.columns if c.name != "id"}
        heads = heads_of(changes, preset)
        unit.execute_many(
            "INSERT INTO head(object, field, change) VALUES (?, ?, ?)",
            [(object, of, change) for of, one in heads.items() for change in one.changes],
        )
        here = {change[0] for change in changes}
        unit.execute_many(
            "INSERT INTO awaited(object, field, parent) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (object, of, parent)
                for _id, _hlc, _kind, of, _value, parents in changes
                for parent in json.loads(parents)
                if parent not in here
            ],
        )
        made = [json.loads(value) for _i, _h, _k, of, value, _p in changes if of == ""]
        if not made:
            _forget(unit, object)
            continue
        row = {**preset, **made[0], **{of: one.value for of, one in heads.items()}}
        unit.execute(f"DELETE FROM {table.name} WHERE id = :object", object=object)
        unit.lay(kind, object, row)


def _forget(unit: "Unit", object: int) -> None:
    """Take away the row of an object whose making is not here any more."""
    for kind, table in schema.LOGGED.items():
        if unit.value(f"SELECT 1 FROM {table.name} WHERE id = :object", object=object):
            unit.execute(f"DELETE FROM {table.name} WHERE id = :object", object=object)
            unit.touched(kind, [object])


def heads_of(
    changes: Sequence[tuple[int, int, str, str, str, str]], preset: Mapping[str, Any]
) -> dict[str, Heads]:
    """Heads of each field of one object that are not implied, by the definition.

    `changes` are (id, hlc, kind, field, value, parents) of the object; `preset` its defaults.
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
        values = {id: changelog.encode(_plain(fields[of])) for id, (_hlc, fields) in made.items()}
        standing: dict[int, tuple[int, Any]] = {}
        if len(set(values.values())) > 1:
            # who edited a value has seen it, whichever device had made the object with it
            covered = {values[id] for id in named.get(of, ()) if id in values}
            standing = {
                id: (made[id][0], made[id][1][of])
                for id, value in values.items()
                if value not in covered
            }
        standing |= {
            id: edit for id, edit in edits.get(of, {}).items() if id not in named.get(of, ())
        }
        if standing:
            shown = max(standing, key=lambda id: (standing[id][0], id))
            found[of] = Heads(tuple(sorted(standing)), shown, standing[shown][1])
    return found


# -- the end ----------------------------------------------------------------------------------


def _advance(unit: "Unit", taken: Taken) -> None:
    """Bring each actor to the last change before its first gap; flag clocks that run ahead."""
    now_ms = int(now.instant().timestamp() * 1000)
    current = int(unit.reader.meta("actor") or 0)
    for tag, newest in unit.rows("SELECT id / 4294967296, max(hlc) FROM stage GROUP BY 1"):
        seq, hash, ahead, hlc = unit.rows(
            "SELECT seq, hash, ahead, hlc FROM actor WHERE tag = :tag", tag=tag
        )[0]
        if tag == current:
            taken.own_forked = True  # a copy of this file went on by itself: this one is another
        before = tag << SEQ_BITS | seq
        end = unit.value(
            "SELECT min(c.id) FROM change c WHERE c.id > :before AND c.id < :end"
            " AND NOT EXISTS (SELECT 1 FROM change d WHERE d.id = c.id + 1)",
            before=before,
            end=tag + 1 << SEQ_BITS,
        )
        if end is not None and unit.value("SELECT 1 FROM change WHERE id = :id", id=before + 1):
            seq = end & _SEQ
            hash = unit.value("SELECT hash FROM change WHERE id = :id", id=end)
        runs_ahead = changelog.milliseconds(newest) - now_ms
        if runs_ahead > AHEAD_MS:
            taken.ahead.append(tag)
            ahead = max(ahead, runs_ahead)
        unit.execute(
            "UPDATE actor SET seq = :seq, hash = :hash, hlc = :hlc, ahead = :ahead"
            " WHERE tag = :tag",
            seq=seq,
            hash=bytes(hash),
            hlc=max(hlc, newest) if tag != current else hlc,
            ahead=ahead,
            tag=tag,
        )


def _tell(unit: "Unit", taken: Taken) -> None:
    """Keep what was touched for a window beside this process."""
    taken.touched = unit.all_changed()
    told = [(kind, id) for kind, ids in taken.touched.items() for id in sorted(ids)]
    if not told:
        return
    n = int(unit.value("SELECT max(n) FROM merged") or 0) + 1
    unit.execute_many(
        "INSERT INTO merged(n, kind, object) VALUES (?, ?, ?)",
        [(n, kind, id) for kind, id in told[:MOST_TOUCHED]],
    )
    unit.execute("DELETE FROM merged WHERE n <= :old", old=n - KEPT_MERGES)
    unit.merge = n


@dataclass(frozen=True, slots=True)
class Gap:
    """Changes of an actor that are named by later ones and are not here."""

    tag: int
    first: int
    last: int


def gaps(reader: Reader) -> list[Gap]:
    """What is missing between known changes, by actor."""
    found: list[Gap] = []
    for tag, seq in reader.rows("SELECT tag, seq FROM actor ORDER BY tag"):
        known = tag << SEQ_BITS | seq
        before = known
        if not reader.value(
            "SELECT 1 FROM change WHERE id > :known AND id < :end",
            known=known,
            end=tag + 1 << SEQ_BITS,
        ):
            continue
        for (id,) in reader.rows(
            "SELECT c.id FROM change c WHERE c.id > :known AND c.id < :end"
            " AND NOT EXISTS (SELECT 1 FROM change d WHERE d.id = c.id - 1)"
            " ORDER BY c.id",
            known=known,
            end=tag + 1 << SEQ_BITS,
        ):
            if id != known + 1:
                before = reader.value("SELECT max(id) FROM change WHERE id < :id", id=id)
                before = max(before or known, known)
                found.append(Gap(tag, (before & _SEQ) + 1, (id & _SEQ) - 1))
    return found


def _blocks(ids: Iterable[int]) -> Iterator[str]:
    listed = sorted(ids)
    for start in range(0, len(listed), BLOCK):
        yield ", ".join(map(str, listed[start : start + BLOCK]))


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
