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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from envoy_desktop import now
from envoy_desktop.store.connection import Reader

SEQ_BITS = 32
TAG_BITS = 30
NATURAL = 1 << 62
NO_HASH = bytes(32)
WITHHELD = "withheld"
"""The kind of a change that is known by its hash alone: its content stays with its author."""
AHEAD_MS = 24 * 3600 * 1000
"""How far ahead a clock may run before it is flagged and no longer followed."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_quoted: Callable[[str], str] = json.encoder.encode_basestring


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
    return _ENCODER.encode(value)


def plain(value: Any) -> Any:
    """A value as the file holds it: values that are equal so say the same."""
    return int(value) if isinstance(value, bool) else value


def line(
    id: int, hlc: int, unit: int, kind: str, object: int, field: str, value: str, parents: str
) -> bytes:
    """The bytes of a change that its hash covers; packages carry these very bytes."""
    return (
        f"[{id},{hlc},{unit},{_quoted(kind)},{object},{_quoted(field)},{_quoted(value)},"
        f"{_quoted(parents)}]"
    ).encode()


def chain(previous: bytes, change: Change) -> bytes:
    """The hash of a change: SHA-256 over the hash before it and its own fields."""
    c = change
    told = line(c.id, c.hlc, c.unit, c.kind, c.object, c.field, c.value, c.parents)
    return hashlib.sha256(previous + told).digest()


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


def newest_hlc(reader: Reader) -> int:
    """The newest hybrid logical time known; clocks more than a day ahead are not followed."""
    found = reader.value("SELECT max(hlc) FROM change WHERE hlc < :limit", limit=latest_followed())
    return int(found or 0)


def latest_followed() -> int:
    """The hybrid logical time from which on a clock counts as running ahead."""
    return int(now.instant().timestamp() * 1000) + AHEAD_MS << 16


def verify(reader: Reader) -> list[tuple[str, int]]:
    """The places where the chain is broken: (actor's uuid, first wrong change); [] when whole.

    A change that was withheld is known by its hash alone; after a gap the chain begins anew.
    """
    broken: list[tuple[str, int]] = []
    current = int(reader.meta("actor") or 0)
    for tag, identity, seq, last in reader.rows("SELECT tag, uuid, seq, hash FROM actor"):
        wrong = _broken_at(reader, tag, tag << SEQ_BITS | seq, bytes(last), tag == current)
        if wrong is not None:
            broken.append((identity, wrong))
    return broken


def _broken_at(reader: Reader, tag: int, last: int, hash: bytes, current: bool) -> int | None:
    """The first wrong change of an actor, whose changes up to `last` are all here."""
    previous: bytes | None = NO_HASH
    before = tag << SEQ_BITS
    if last == before and hash != NO_HASH:
        return last
    for row in reader.each(
        "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
        " WHERE id BETWEEN :first AND :last ORDER BY id",
        first=before,
        last=(tag + 1 << SEQ_BITS) - 1,
    ):
        change = Change(*row)
        if change.id != before + 1:
            if change.id <= last or current:
                return change.id
            previous = None
        told = change.kind != WITHHELD and previous is not None
        if told and chain(previous or NO_HASH, change) != change.hash:
            return change.id
        if change.id == last and change.hash != hash:
            return change.id
        previous, before = change.hash, change.id
    return before if before < last or (current and before != last) else None


def decode(text: str) -> Any:
    """The value of a change's JSON text."""
    return json.loads(text)


def created(value: str) -> Mapping[str, Any]:
    """The fields that a making change gave."""
    found: Mapping[str, Any] = json.loads(value)
    return found
