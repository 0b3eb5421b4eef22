"""Every write, who, when, old and new: undo, history, audit and sync are readings of this log.

A change is `(actor, seq, hlc, object, field, value, parents, hash)`. Its id is
`actor tag << 32 | seq`; an object's id is the id of the change that made it, so ids are the same
on every device. A change with an empty field makes the object with all its values; a later one
names the heads it saw as parents. The hash chains each actor's changes (SHA-256).
"""

import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from envoy_desktop import now
from envoy_desktop.store.connection import Reader

SEQ_BITS = 32
TAG_BITS = 30
NATURAL = 1 << 62
NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Actor:
    """One device incarnation: who writes, and the head of its chain."""

    tag: int
    uuid: str
    name: str
    device: str
    seq: int
    hlc: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the log; `value` and `parents` are the JSON texts as hashed."""

    id: int
    hlc: int
    unit: int
    kind: str
    object: int
    field: str
    value: str
    parents: str
    hash: bytes


def mint_actor(name: str, device: str, seed: str | None = None) -> Actor:
    """A new device incarnation; `seed` makes it the same each time (the demo city alone)."""
    if seed is None:
        identity = uuid.uuid4()
        tag = 1 + secrets.randbelow((1 << TAG_BITS) - 1)
    else:
        digest = hashlib.sha256(seed.encode()).digest()
        identity = uuid.UUID(bytes=digest[:16], version=4)
        tag = 1 + int.from_bytes(digest[16:20]) % ((1 << TAG_BITS) - 1)
    return Actor(tag, identity.hex, name, device, 0, 0, NO_HASH)


def natural_id(kind: str, *key: object) -> int:
    """The id of an object that is the same on every device (a department, a holiday).

    Two devices that load the shipped catalogue make the same objects, not twins.
    """
    name = json.dumps([kind, *key], ensure_ascii=False, default=str)
    digest = hashlib.sha256(name.encode()).digest()
    return NATURAL | int.from_bytes(digest[:8]) & (NATURAL - 1)


def is_natural(id: int) -> bool:
    """Whether the id names an object by its natural key."""
    return bool(id & NATURAL)


def encode(value: object) -> str:
    """The one JSON text of a value, as hashed and sent."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain(previous: bytes, change: Change) -> bytes:
    """The hash of a change: SHA-256 over the hash before it and its own fields."""
    text = encode(
        [
            change.id,
            change.hlc,
            change.unit,
            change.kind,
            change.object,
            change.field,
            change.value,
            change.parents,
        ]
    )
    return hashlib.sha256(previous + text.encode()).digest()


def next_hlc(last: int) -> int:
    """The next hybrid logical time after `last`: milliseconds << 16 | counter, only rising."""
    return max(int(now.instant().timestamp() * 1000) << 16, last + 1)


def milliseconds(hlc: int) -> int:
    """The milliseconds since 1970 in a hybrid logical time."""
    return hlc >> 16


class Log:
    """Appends one unit's changes for one actor; ids and hashes are given as they come."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._seq = actor.seq
        self._hlc = next_hlc(actor.hlc)
        self._hash = actor.hash
        self.unit = 0  # the id of its first change
        self.changes: list[Change] = []

    @property
    def hlc(self) -> int:
        """The time of the unit: all its changes carry it."""
        return self._hlc

    def append(
        self,
        kind: str,
        object: int | None,
        field: str,
        value: object,
        parents: Iterable[int] = (),
    ) -> int:
        """Log a change and give its id; without an `object` the change makes one."""
        self._seq += 1
        id = self._actor.tag << SEQ_BITS | self._seq
        bare = Change(
            id,
            self._hlc,
            self.unit or id,
            kind,
            id if object is None else object,
            field,
            encode(value),
            encode(sorted(parents)),
            b"",
        )
        self.unit = bare.unit
        self._hash = chain(self._hash, bare)
        self.changes.append(
            Change(
                bare.id,
                bare.hlc,
                bare.unit,
                bare.kind,
                bare.object,
                bare.field,
                bare.value,
                bare.parents,
                self._hash,
            )
        )
        return id

    def head(self) -> Actor:
        """The actor after these changes."""
        a = self._actor
        return Actor(a.tag, a.uuid, a.name, a.device, self._seq, self._hlc, self._hash)


def heads(reader: Reader, object: int, field: str) -> list[int]:
    """The changes no other names as parent for this field: what an author sees there."""
    found = reader.rows(
        "SELECT change FROM head WHERE object = :object AND field = :field",
        object=object,
        field=field,
    )
    if found:
        return [row[0] for row in found]
    if not is_natural(object):
        return [object]
    made = reader.rows("SELECT id FROM change WHERE object = :object AND field = ''", object=object)
    return [row[0] for row in made]


def verify(reader: Reader) -> list[tuple[str, int]]:
    """The places where the chain is broken: (actor's uuid, first wrong change); [] when whole."""
    broken: list[tuple[str, int]] = []
    for tag, identity, seq, last in reader.rows("SELECT tag, uuid, seq, hash FROM actor"):
        previous, expected = NO_HASH, tag << SEQ_BITS
        for row in reader.each(
            "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
            " WHERE id BETWEEN :first AND :last ORDER BY id",
            first=tag << SEQ_BITS,
            last=(tag + 1 << SEQ_BITS) - 1,
        ):
            change = Change(*row)
            expected += 1
            if change.id != expected or chain(previous, change) != change.hash:
                broken.append((identity, change.id))
                break
            previous = change.hash
        else:
            if previous != last or expected != tag << SEQ_BITS | seq:
                broken.append((identity, expected))
    return broken


def decode(text: str) -> Any:
    """The value of a change's JSON text."""
    return json.loads(text)


def created(value: str) -> Mapping[str, Any]:
    """The fields that a making change gave."""
    found: Mapping[str, Any] = json.loads(value)
    return found
