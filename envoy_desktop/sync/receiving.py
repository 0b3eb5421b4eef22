"""Taking a package in: whole or not at all, in one transaction with the merge."""

import gc
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, exchange, forks, lines, merge
from envoy_desktop.store.changelog import SEQ_BITS
from envoy_desktop.store.lines import Author, Part
from envoy_desktop.store.queries import actors, conflicts, gaps
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.sifting import Taken
from envoy_desktop.store.troubles import opened, shown, unreadable
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package, trust, vouching
from envoy_desktop.sync.package import Entry, Manifest


@dataclass
class Received:
    """What one package brought. `conflicts` and `gaps` are those that stand afterwards."""

    sender: str
    sender_name: str
    sequence: int
    volume: int
    volumes: int
    again: bool
    new: int = 0
    known: int = 0
    withheld: int = 0
    quarantined: int = 0
    conflicts: int = 0
    gaps: int = 0
    blobs: int = 0
    waiting_blobs: int = 0
    ahead: list[str] = field(default_factory=list)
    forked: list[str] = field(default_factory=list)
    own_forked: bool = False
    rewritten: int = 0
    """Own changes that lay aside at a fork and were written anew under a new name."""
    trust_list: int | None = None
    missing: int = 0
    """How many of the sender's packages before this one have not come."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A package looked at without taking it in; `trust` is a state or "unknown"."""

    manifest: Manifest
    sha256: str
    trust: str
    again: bool
    size: int
    new: int


def read(workspace: Workspace, path: Path) -> Received:
    """Take in the package at `path`: all of it is committed, or nothing.

    Refuses what `package.unseal`, `trust.sender` and `merge.take_in` refuse; raises SystemFailed
    where the file cannot be read. Twice is once.
    """
    own = identity.own(workspace)
    with _opened(path) as file, workspace.unit("package.read") as unit:
        taking = _Taking(unit)
        package.unseal(file, own, taking)
        received = taking.end(path)
        manifest = taking.told
    workspace.set_meta(f"wants {manifest.sender.identity}", json.dumps(list(manifest.wants)))
    if received.own_forked or forks.is_forked(workspace):
        _go_on_as_new(workspace)
    received.rewritten = forks.write_anew(workspace)
    return received


def look(workspace: Workspace, path: Path) -> Looked:
    """What is in a package, its seal and signature checked; nothing is taken in."""
    own = identity.own(workspace)
    with _opened(path) as file:
        looking = _Looking()
        manifest = package.unseal(file, own, looking)
        size = os.fstat(file.fileno()).st_size
    with workspace.read() as reader:
        known = stored.trusted(reader, manifest.sender.identity)
        state = "unknown" if known is None else known.state
        if known is not None and known.until and known.until < now.today().isoformat():
            state = "expired"
        heads = {tag: seq for tag, seq, _hash in stored.have(reader)}
        new = sum(
            max(0, run.last - max(run.first - 1, heads.get(run.tag, 0)))
            for entry in manifest.entries
            for run in entry.runs
        )
        return Looked(
            manifest,
            looking.sha256,
            state,
            stored.was_read(reader, looking.sha256),
            size,
            new,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's collector of cycles held off: a part is some 100,000 tuples and no cycle, and each
    of its runs would go through all of them (a fifth of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A package's file; every error of the system while it is read becomes SystemFailed."""
    try:
        with opened(path) as file:
            yield file
    except OSError as error:
        raise unreadable(error, path) from error


class _Taking:
    """Takes what a package holds into an open unit."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._taken = Taken()
        self._limits: dict[int, int] = {}
        self._blobs: dict[str, int] = {}
        self._pieces: Counter[str] = Counter()
        self._relayed: frozenset[int] = frozenset()
        self._authors: list[Author] = []
        self._came: dict[int, bytes] = {}
        self._role = ""
        self.received: Received | None = None
        self.told: Manifest
        self._sha256 = ""

    def manifest(self, manifest: Manifest, sha256: str) -> None:
        """Refuse a sender whom nobody here trusts; take his receipt and his office's list."""
        unit = self._unit
        made = datetime.fromtimestamp(changelog.milliseconds(manifest.hlc) / 1000, UTC)
        day = made.astimezone(now.CITY_ZONE).date()
        sender = manifest.sender
        self.told, self._sha256 = manifest, sha256
        me = identity.own_in(unit.reader)
        self._authors = list(manifest.authors)
        rest = False
        if me is None or sender.identity != me.public.identity:
            # only what was made before today's trust can have ended counts by its own day
            rest = trust.rest_of_the_last(
                unit.reader, sender.identity, manifest.sequence, manifest.volumes
            )
            made_on = min(day, now.today())
            self._role = "office" if rest else trust.sender(unit.reader, sender, made_on).role
            if self._role != "office":
                self._authors, self._relayed = vouching.judged(
                    unit.reader, manifest.authors, sender.identity
                )
        again = stored.was_read(unit.reader, sha256)
        before = stored.last_in(unit.reader, sender.identity)
        self.received = Received(
            sender.identity, sender.name, manifest.sequence, manifest.volume, manifest.volumes,
            again, missing=max(0, manifest.sequence - before - 1) if not again else 0,
        )  # fmt: skip
        if manifest.trust and sender.role == "office" and not rest:
            told = trust.read_list(manifest.trust)
            if told.office != sender.identity:
                raise Refusal("trust-list-bad", next="consult-office")
            if trust.take_list(unit, manifest.trust):
                self.received.trust_list = told.version
        self._limits = trust.limits(unit.reader, sender.identity if self._role == "office" else "")
        # a clock that ran ahead must not outlast what he says once it is right
        said = min(manifest.hlc, changelog.latest_followed())
        exchange.keep_receipts(unit, sender.identity, said, manifest.have)
        if not manifest.entries:
            empty = Part((), ())
            self._add(merge.take_in(unit, self._authors, (), empty, signer=sender.identity))

    def changes(self, entry: Entry, data: bytes) -> None:
        """Merge a part."""
        with _uncollected():
            self._changes(entry, data)

    def _changes(self, entry: Entry, data: bytes) -> None:
        part = lines.read(data, entry.runs)
        assert self.received is not None
        self.received.withheld += sum(row[3] == changelog.WITHHELD for row in part.rows)
        if self._relayed:
            self._came |= {
                row[0]: row[8] for row in part.rows if row[0] >> SEQ_BITS in self._relayed
            }
        self._add(
            merge.take_in(
                self._unit,
                self._authors,
                entry.runs,
                part,
                signer=self.told.sender.identity,
                limits=self._limits,
                relayed=self._relayed,
            )
        )

    def _add(self, taken: Taken) -> None:
        self._taken.add(taken)

    def _carried_on(self) -> None:
        """Take in what authors signed and another brought; keep what this author signed."""
        told = self.told
        if self._came:
            taken, freed = vouching.admit(
                self._unit, told.vouchers, told.authors, self._relayed, self._came, self._limits
            )
            self._add(taken)
            self._taken.quarantined = max(0, self._taken.quarantined - freed)
        vouching.keep(
            self._unit, told.vouchers, told.sender.identity, office=self._role == "office"
        )

    def piece(self, entry: Entry, n: int, data: bytes) -> None:
        """Keep a piece of a blob under a passing name."""
        exchange.keep_piece(self._unit, entry.blob, n, data)
        self._blobs[entry.blob] = entry.whole
        self._pieces[entry.blob] += 1

    def end(self, path: Path) -> Received:
        """The whole file was good: complete the blobs and count what stands."""
        unit, received = self._unit, self.received
        assert received is not None
        self._carried_on()
        done = [
            exchange.complete(unit, sha256, size, self._pieces[sha256])
            for sha256, size in self._blobs.items()
        ]
        merge.tell(unit)
        taken = self._taken
        names = {a.tag: a.name for a in self.told.authors}
        received.new, received.known = taken.new, taken.known
        received.quarantined, received.own_forked = taken.quarantined, taken.own_forked
        received.ahead = [names.get(tag, str(tag)) for tag in taken.ahead]
        received.forked = [names.get(tag, str(tag)) for tag in taken.forked]
        received.blobs, received.waiting_blobs = sum(done), len(done) - sum(done)
        received.conflicts = conflicts.count(unit.reader)
        received.gaps = len(gaps.gaps(unit.reader))
        exchange.keep_package(
            unit, self._sha256, "in", received.sender,
            sequence=received.sequence, volume=received.volume, volumes=received.volumes,
            hlc=self.told.hlc, changes=taken.new, known=taken.known, file=shown(path.name),
        )  # fmt: skip
        return received


class _Looking:
    """Goes through a package without keeping anything but the manifest's hash."""

    sha256 = ""

    def manifest(self, manifest: Manifest, sha256: str) -> None:
        """Keep the hash."""
        self.sha256 = sha256

    def changes(self, entry: Entry, data: bytes) -> None:
        """Check the lines."""
        lines.read(data, entry.runs)

    def piece(self, entry: Entry, n: int, data: bytes) -> None:
        """Nothing to keep."""


def _go_on_as_new(workspace: Workspace) -> None:
    """A copy of this file has written under the same name: from now on this one has its own."""
    with workspace.read() as reader:
        here = actors.here(reader)
    workspace.mint_actor(here.name if here else "")
