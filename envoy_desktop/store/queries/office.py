"""What an office asks of the store: who delivered what when, what stands open with whom."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from envoy_desktop import now
from envoy_desktop.store import changelog
from envoy_desktop.store.changelog import SEQ_BITS
from envoy_desktop.store.connection import Reader

MOST_MISSING = 1000
"""Numbers of packages told as missing of one sender: his newest number is what he says it is."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Packages of one sender: the newest, and which numbers before it have not come."""

    at: str  # instant at which the newest came
    sequence: int
    packages: int
    missing: tuple[int, ...]  # the first `MOST_MISSING`


@dataclass(frozen=True, slots=True)
class Aside:
    """A package that could not be taken in: `values` are those of the rule's words."""

    sha256: str
    file: str
    at: str
    rule: str
    next: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Author:
    """An actor and who signs for it; `ahead` in ms, `forked` where two histories are known."""

    tag: int
    name: str
    device: str
    identity: str
    own: bool
    ahead: int
    forked: bool
    seq: int


@dataclass(frozen=True, slots=True)
class Unacknowledged:
    """How many of our changes somebody has not said to have, the oldest written on that day."""

    changes: int
    since: str | None


def delivered(reader: Reader) -> dict[str, Delivered]:
    """By sender what came from him."""
    came: dict[str, dict[int, list[tuple[int, int, str]]]] = {}
    for identity, sequence, volume, volumes, at in reader.rows(
        "SELECT identity, sequence, volume, volumes, at FROM package WHERE direction = 'in'"
    ):
        came.setdefault(identity, {}).setdefault(sequence, []).append((volume, volumes, at))
    found = {}
    for identity, by_sequence in came.items():
        # a restored backup numbers anew: two packages may have one number
        times = {sequence: _times(parts) for sequence, parts in by_sequence.items()}
        whole = {sequence for sequence, count in times.items() if count}
        newest = max(by_sequence)
        found[identity] = Delivered(
            max(at for parts in by_sequence.values() for _v, _n, at in parts),
            newest,
            sum(times.values()),
            _missing(whole, newest),
        )
    return found


def _times(parts: list[tuple[int, int, str]]) -> int:
    """How many whole packages lie in volumes (volume, of how many, instant) of one number."""
    came = Counter(volume for volume, _of, _at in parts)
    return min(came.values()) if len(came) >= parts[0][1] else 0


def _missing(whole: set[int], newest: int) -> tuple[int, ...]:
    """The first `MOST_MISSING` numbers up to the newest that have not come; he says how many."""
    missing = (n for n in range(1, newest + 1) if n not in whole)
    return tuple(islice(missing, MOST_MISSING))


def aside(reader: Reader, limit: int = 500) -> list[Aside]:
    """The packages set aside, newest first."""
    found = []
    for sha256, file, at, rule, told in reader.rows(
        "SELECT sha256, file, at, rule, told FROM set_aside ORDER BY at DESC, file LIMIT :limit",
        limit=limit,
    ):
        values = json.loads(told)
        found.append(Aside(sha256, file, at, rule, values.pop("next", ""), values))
    return found


def authors(reader: Reader) -> list[Author]:
    """Every actor."""
    return [
        Author(tag, name, device, identity, bool(own), int(ahead), forked is not None, seq)
        for tag, name, device, identity, own, ahead, forked, seq in reader.rows(
            "SELECT tag, name, device, identity, own, ahead, forked_at, seq FROM actor ORDER BY tag"
        )
    ]


def unacknowledged(reader: Reader, identity: str, own: list[Author]) -> Unacknowledged:
    """Of the changes of `own` actors those that somebody has not said to have."""
    has = dict(
        reader.rows("SELECT tag, seq FROM receipt WHERE identity = :identity", identity=identity)
    )
    changes, oldest = 0, None
    for actor in own:
        known = has.get(actor.tag, 0)
        if actor.seq <= known:
            continue
        changes += actor.seq - known
        hlc = reader.value(
            "SELECT hlc FROM change WHERE id = :id", id=actor.tag << SEQ_BITS | known + 1
        )
        if hlc is not None and (oldest is None or hlc < oldest):
            oldest = hlc
    return Unacknowledged(changes, None if oldest is None else _day(oldest))


def _day(hlc: int) -> str:
    at = datetime.fromtimestamp(changelog.milliseconds(hlc) / 1000, UTC)
    return at.astimezone(now.CITY_ZONE).date().isoformat()
