"""What of a package is new and counts: whose it is, what is here already, what is set aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import aside
from envoy_desktop.store.changelog import NO_HASH, SEQ_BITS, WITHHELD
from envoy_desktop.store.connection import blocks, listed
from envoy_desktop.store.lines import Author, Part, Run

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

_SEQ = (1 << SEQ_BITS) - 1
_ID: Final = 0
_KIND: Final = 3
_HASH: Final = 8


@dataclass
class Taken:
    """What one taking in did. `ahead` names actors whose clock runs over a day ahead."""

    new: int = 0
    known: int = 0
    quarantined: int = 0
    ahead: list[int] = field(default_factory=list)
    forked: list[int] = field(default_factory=list)
    own_forked: bool = False

    def add(self, other: "Taken") -> None:
        """Count what another taking in did too."""
        self.new += other.new
        self.known += other.known
        self.quarantined += other.quarantined
        self.own_forked |= other.own_forked
        self.ahead += [tag for tag in other.ahead if tag not in self.ahead]
        self.forked += [tag for tag in other.forked if tag not in self.forked]


def know(unit: "Unit", authors: Sequence[Author], signer: str) -> None:
    """Learn of actors; who signs for one first stands for it. Refuses "actor-collision"."""
    for author in authors:
        row = unit.row("SELECT uuid, own, identity FROM actor WHERE tag = :tag", tag=author.tag)
        if row is None:
            if unit.value("SELECT 1 FROM actor WHERE uuid = :uuid", uuid=author.uuid):
                raise Refusal("actor-collision", name=author.name, next="ask-sender")
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


def sift(
    unit: "Unit",
    authors: Sequence[Author],
    runs: Sequence[Run],
    part: Part,
    taken: Taken,
    limits: Mapping[int, int],
    relayed: frozenset[int],
) -> tuple[Part, set[int]]:
    """What is new and counts, and the objects that a fork found by it leaves to be rebuilt."""
    known = _known(unit, runs)
    lying = aside.lying(unit, runs)

    def leave(reason: str, kept: Sequence[bool]) -> None:
        nonlocal part
        out = [row for row, keep in zip(part.rows, kept, strict=True) if not keep]
        if out:
            aside.put(unit, out, reason)
            taken.quarantined += len(out)
            part = only(part, kept)

    if relayed:  # unless it is here already, hash for hash
        leave(
            aside.RELAYED,
            [
                row[_ID] >> SEQ_BITS not in relayed
                or (row[_ID] in known and known[row[_ID]][1] == row[_HASH])
                for row in part.rows
            ],
        )
        runs = [run for run in runs if run.tag not in relayed]
    if limits:
        leave(aside.REVOKED, _up_to(part, limits))
    rebuilt: set[int] = set()
    for tag, seq in sorted(aside.forks(unit, authors, runs, part.rows, known, lying).items()):
        rebuilt |= aside.take_out(unit, tag, seq)
        taken.forked.append(tag)
        taken.own_forked |= tag == int(unit.reader.meta("actor") or 0)
    forked = dict(unit.rows("SELECT tag, forked_at - 1 FROM actor WHERE forked_at IS NOT NULL"))
    if forked:
        leave(aside.FORKED, _up_to(part, forked))
    if lying:
        aside.let_in(unit, part.rows, lying)
    if known:
        part = _drop_known(unit, part, known, taken)
    return part, rebuilt


def _known(unit: "Unit", runs: Iterable[Run]) -> dict[int, tuple[str, bytes]]:
    """The kind and hash of each change of some runs that is here already."""
    return {
        id: (kind, bytes(hash))
        for run in runs
        for id, kind, hash in unit.rows(
            "SELECT id, kind, hash FROM change WHERE id BETWEEN :first AND :last",
            first=run.tag << SEQ_BITS | run.first,
            last=run.tag << SEQ_BITS | run.last,
        )
    }


def only(part: Part, kept: Sequence[bool]) -> Part:
    """The changes of a part that are kept, in their order."""
    return Part(
        [row for row, keep in zip(part.rows, kept, strict=True) if keep],
        [value for value, keep in zip(part.values, kept, strict=True) if keep],
    )


def _up_to(part: Part, last: Mapping[int, int]) -> list[bool]:
    """Whether each change comes no later than the last that counts of its actor."""
    return [row[_ID] & _SEQ <= last.get(row[_ID] >> SEQ_BITS, _SEQ) for row in part.rows]


def _drop_known(
    unit: "Unit", part: Part, known: Mapping[int, tuple[str, bytes]], taken: Taken
) -> Part:
    """Drop what is here already; a change of which only the hash was known is new."""
    new = [
        row[_ID] not in known or (known[row[_ID]][0] == WITHHELD != row[_KIND]) for row in part.rows
    ]
    fresh = only(part, new)
    for block in blocks(row[_ID] for row in fresh.rows if row[_ID] in known):
        unit.execute(f"DELETE FROM change WHERE id IN ({listed(block)})")
    taken.known = len(part.rows) - len(fresh.rows)
    return fresh
