"""Changes that are kept out of the state: of a forked or revoked actor, or without a voucher.

They lie in the table `quarantined`, each version of a change once, until their author, an office
or a voucher brings them, and are never lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from envoy_desktop.store import changelog
from envoy_desktop.store.changelog import NO_HASH, SEQ_BITS, WITHHELD, Change
from envoy_desktop.store.lines import Author, Row, Run

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

RELAYED, REVOKED, FORKED, OWN = "relayed", "revoked", "forked", "own"
_SEQ = (1 << SEQ_BITS) - 1
_COLUMNS = "id, hlc, unit, kind, object, field, value, parents, hash"


def put(unit: "Unit", rows: Iterable[Row], reason: str) -> None:
    """Set changes aside; a version that lies there already stays as it is."""
    unit.execute_many(
        f"INSERT INTO quarantined({_COLUMNS}, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id, hash) DO NOTHING",
        [(*row, reason) for row in rows],
    )


def lying(unit: "Unit", runs: Iterable[Run]) -> dict[int, list[tuple[bytes, str]]]:
    """What lies aside of some runs: the hash and the reason of each version, by change."""
    found: dict[int, list[tuple[bytes, str]]] = {}
    if unit.value("SELECT 1 FROM quarantined LIMIT 1"):
        for run in runs:
            for id, hash, reason in unit.rows(
                "SELECT id, hash, reason FROM quarantined WHERE id BETWEEN :first AND :last",
                first=run.tag << SEQ_BITS | run.first,
                last=run.tag << SEQ_BITS | run.last,
            ):
                found.setdefault(id, []).append((bytes(hash), reason))
    return found


def let_in(
    unit: "Unit", rows: Sequence[Row], aside: Mapping[int, Sequence[tuple[bytes, str]]]
) -> None:
    """What came now by a way that counts lies aside no more."""
    unit.execute_many(
        "DELETE FROM quarantined WHERE id = ? AND hash = ?",
        [
            (row[0], hash)
            for row in rows
            for hash, reason in aside.get(row[0], ())
            if reason == REVOKED or (reason == RELAYED and hash == row[8])
        ],
    )


def forks(
    unit: "Unit",
    authors: Iterable[Author],
    runs: Iterable[Run],
    rows: Iterable[Row],
    known: Mapping[int, tuple[str, bytes]],
    aside: Mapping[int, Sequence[tuple[bytes, str]]],
) -> dict[int, int]:
    """Actors of whom two histories are known now: tag -> the first change that has two versions.

    `known` are the changes of the runs that are here (kind, hash), `aside` those that lie aside.
    """
    found: dict[int, int] = {}

    def fork(tag: int, seq: int) -> None:
        before = unit.value("SELECT forked_at FROM actor WHERE tag = :tag", tag=tag)
        if before is None or max(seq, 1) < before:
            found[tag] = min(max(seq, 1), found.get(tag, max(seq, 1)))

    for author in authors:
        if author.forked_at is not None:
            fork(author.tag, author.forked_at)
    if known or aside:
        for row in rows:
            id, hash = row[0], row[8]
            # of a revoked actor a version may lie aside that is the same as this one; what a third
            # hand brought proves nothing
            versions = [h for h, reason in aside.get(id, ()) if reason != RELAYED]
            if id in known:
                versions.append(known[id][1])
            if any(version != hash for version in versions):
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


def take_out(unit: "Unit", tag: int, seq: int) -> set[int]:
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
    unit.execute(
        f"INSERT INTO quarantined({_COLUMNS}, reason) SELECT {_COLUMNS}, :reason FROM change"
        " WHERE id BETWEEN :a AND :b ON CONFLICT (id, hash) DO NOTHING",
        reason=OWN if own else FORKED,
        a=first,
        b=last,
    )
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
