"""What goes into a package: all that the recipient has not acknowledged, and never what is private.

The file is written beside its name, read again to its end, and only then gets the name.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import connection as door
from envoy_desktop.store import exchange, versions
from envoy_desktop.store.changelog import WITHHELD, newest_hlc, next_hlc
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import actors as actors_of_file
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.troubles import shown
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package
from envoy_desktop.sync.identity import Own, Public
from envoy_desktop.sync.package import Entry, Manifest
from envoy_desktop.sync.packing import RESERVE, Packing, Part

SMALLEST_VOLUME = 2 << 20
ROOM_OF_ONE = 64 << 20
"""Bytes that are kept packed where there is one recipient: what is past it is packed twice."""


@dataclass
class Contents:
    """What a package will carry; `withheld` changes go as hashes alone."""

    changes: int = 0
    withheld: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    projects: dict[int, int] = field(default_factory=dict)
    blobs: dict[str, int] = field(default_factory=dict)
    stays: dict[str, int] = field(default_factory=dict)
    packed: int = 0

    @property
    def size(self) -> int:
        """The bytes to be written, about."""
        return self.packed + sum(self.blobs.values())


@dataclass(frozen=True, slots=True)
class Written:
    """A package that was written and read again: its files, and what they carry."""

    files: tuple[Path, ...]
    sequence: int
    changes: int
    withheld: int
    blobs: int
    size: int
    recipient: str


Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


def outline(reader: Reader, recipient: str, *, everything: bool = False) -> Contents:
    """What a package to `recipient` would carry, by kind and project; nothing is written."""
    found = Contents(stays=stored.staying(reader))
    wanted: dict[str, None] = {}
    owner: dict[int, int] = {}
    packing = Packing(reader, identity.own_in(reader))
    for stretch in packing.lacking(recipient, everything=everything):
        rows = packing.rows(stretch)
        found.changes += len(rows)
        found.withheld += sum(row[3] == WITHHELD for row in rows)
        wanted |= dict.fromkeys(stored.blobs_named(rows))
        for row in rows:
            if row[3] not in ("unit", WITHHELD):
                found.kinds[row[3]] = found.kinds.get(row[3], 0) + 1
                owner[row[4]] = owner.get(row[4], 0) + 1
        found.packed += 160 * len(rows)  # packed, a change has some 160 bytes
    for project, objects in stored.projects_of(reader, owner).items():
        found.projects[project] = objects
    for sha256 in wanted:
        size = stored.blob_size(reader, sha256)
        if size:
            found.blobs[sha256] = size
    return found


def write(
    workspace: Workspace,
    out: Path,
    recipient: Public,
    *,
    volume: int | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write what `recipient` has not acknowledged to `out` (or volumes of at most `volume` bytes
    beside that name), read it again, and remember it.

    Refuses "volume-too-small"; raises SystemFailed, and leaves nothing half written then.
    """
    with packing_of(workspace, volume, room=ROOM_OF_ONE) as packing:
        return write_packed(
            workspace, packing, out, recipient,
            volume=volume, everything=everything, progress=progress,
        )  # fmt: skip


@contextmanager
def packing_of(
    workspace: Workspace, volume: int | None = None, *, room: int | None = None
) -> Iterator[Packing]:
    """One view of the workspace to pack from for any number of recipients.

    Refuses "volume-too-small".
    """
    if volume is not None and volume < SMALLEST_VOLUME:
        raise Refusal("volume-too-small", least=SMALLEST_VOLUME >> 20, next="larger-volume")
    own = identity.own(workspace)
    with workspace.read() as reader:
        yield Packing(reader, own, volume, room)


def write_packed(
    workspace: Workspace,
    packing: Packing,
    out: Path,
    recipient: Public,
    *,
    volume: int | None = None,
    everything: bool = False,
    actors: Collection[int] | None = None,
    progress: Progress | None = None,
) -> Written:
    """As `write`, from what is packed already; of all actors, or of these alone."""
    own = identity.own(workspace)
    told = progress or _silent
    parts = packing.parts(recipient.identity, everything=everything, actors=actors)
    volumes = _dealt(parts, volume)
    with workspace.read() as fresh:  # the packing may be from before another's package to him
        sequence, previous = stored.last_out(fresh, recipient.identity)
    sequence += 1
    whole = sum(part.entry.size for part in parts)
    files: list[tuple[Path, Manifest, str]] = []
    done = 0
    try:
        for n, held in enumerate(volumes, 1):
            manifest = _manifest(packing, own, recipient, sequence, previous, n, len(volumes), held)
            path = _named(out, n, len(volumes))
            _write_one(packing, own, recipient, path, manifest, held)
            previous = hashlib.sha256(manifest.encoded()).hexdigest()
            files.append((path, manifest, previous))
            done += sum(part.entry.size for part in held)
            told(done, whole)
        hlc = newest_hlc(packing.reader)
        sent_to = sum(seq for _tag, seq, _hash in stored.own_heads(packing.reader))
        with workspace.unit("package.write") as unit:
            for path, manifest, sha256 in files:
                exchange.keep_package(
                    unit, sha256, "out", recipient.identity,
                    sequence=sequence, volume=manifest.volume, volumes=manifest.volumes,
                    hlc=hlc, changes=manifest.changes, known=0, file=shown(path.name),
                )  # fmt: skip
    except BaseException:  # what is not remembered as sent must not lie there as if it were
        for written in files:
            with suppress(OSError):  # the stick may be gone
                written[0].unlink(missing_ok=True)
        raise
    workspace.set_meta("exported_to", str(sent_to))
    return Written(
        tuple(path for path, _m, _s in files),
        sequence,
        sum(part.changes for part in parts),
        sum(part.withheld for part in parts),
        len({part.entry.blob for part in parts if part.entry.blob}),
        sum(path.stat().st_size for path, _m, _s in files),
        recipient.identity,
    )


def _silent(_done: int, _whole: int) -> None:
    pass


def _dealt(parts: Iterable[Part], volume: int | None) -> list[list[Part]]:
    """The parts dealt to volumes in their order, none over the size."""
    dealt: list[list[Part]] = [[]]
    room = 0
    for part in parts:
        size = part.entry.size + 2048
        if volume is not None and dealt[-1] and room + size > volume - RESERVE:
            dealt.append([])
            room = 0
        dealt[-1].append(part)
        room += size
    return dealt


def _manifest(
    packing: Packing,
    own: Own,
    recipient: Public,
    sequence: int,
    previous: str,
    volume: int,
    volumes: int,
    parts: list[Part],
) -> Manifest:
    here = actors_of_file.here(packing.reader)
    return Manifest(
        schema=versions.newest(),
        sender=own.public,
        recipients=(recipient.identity,),
        actor=here.uuid if here else "",
        sequence=sequence,
        previous=previous,
        volume=volume,
        volumes=volumes,
        hlc=next_hlc(newest_hlc(packing.reader)),
        authors=packing.authors,
        have=packing.have,
        wants=packing.wants,
        trust=packing.trust,
        vouchers=packing.vouchers,
        entries=tuple(part.entry for part in parts),
    )


def _named(out: Path, n: int, volumes: int) -> Path:
    if volumes == 1:
        return out
    width = len(str(volumes))
    return out.with_name(f"{out.stem}-{n:0{width}d}of{volumes}{out.suffix}")


def _write_one(
    packing: Packing, own: Own, recipient: Public, path: Path, manifest: Manifest, parts: list[Part]
) -> None:
    by_name = {part.entry.name: part for part in parts}

    def contents(entry: Entry) -> Iterable[bytes]:
        return packing.contents(by_name[entry.name])

    with door.told(path), door.written_beside(path) as file:
        keys = [recipient.encrypt, own.public.encrypt]  # to self too: to read it again
        package.seal(package.stream(own, manifest, contents), file, keys)
        file.flush()
        os.fsync(file.fileno())
        with Path(file.name).open("rb") as again:
            package.unseal(again, own, _Again())


class _Again:
    """Reads what was written: sizes, hashes and seal are checked on the way."""

    def manifest(self, manifest: Manifest, sha256: str) -> None:
        """Nothing to keep."""

    def changes(self, entry: Entry, data: bytes) -> None:
        """Nothing to keep."""

    def piece(self, entry: Entry, n: int, data: bytes) -> None:
        """Nothing to keep."""
