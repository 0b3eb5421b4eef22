"""What goes into a package: all that the recipient has not acknowledged, and never what is private.

The file is written beside its name, read again to its end, and only then gets the name.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments, exchange, lines, versions
from envoy_desktop.store import connection as door
from envoy_desktop.store.changelog import SEQ_BITS, WITHHELD, newest_hlc
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.exchange import CHUNK
from envoy_desktop.store.lines import Row, Run
from envoy_desktop.store.queries import actors
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package, vouching
from envoy_desktop.sync.identity import Own, Public
from envoy_desktop.sync.package import Entry, Manifest

PART = 20_000
"""Changes of one part; a part is unpacked whole in memory."""
SMALLEST_VOLUME = 2 << 20
_ROOM = 256 << 10  # of a volume, for manifest, headers and encryption
_SEQ = (1 << SEQ_BITS) - 1


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


@dataclass(frozen=True, slots=True)
class _Part:
    entry: Entry
    data: bytes  # packed changes; b"" for a piece of a blob
    rows: tuple[int, int]  # changes, withheld


def outline(reader: Reader, recipient: str, *, everything: bool = False) -> Contents:
    """What a package to `recipient` would carry, by kind and project; nothing is written."""
    found = Contents(stays=stored.staying(reader))
    wanted: dict[str, None] = {}
    owner: dict[int, int] = {}
    for run in _unacknowledged(reader, recipient, everything):
        for rows in _slices(run):
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
    if volume is not None and volume < SMALLEST_VOLUME:
        raise Refusal("volume-too-small", least=SMALLEST_VOLUME >> 20, next="larger-volume")
    own = identity.own(workspace)
    told = progress or _silent
    with workspace.read() as reader:
        parts = list(_parts(reader, recipient.identity, everything, volume))
        volumes = _dealt(parts, volume)
        sequence, previous = stored.last_out(reader, recipient.identity)
        sequence += 1
        whole = sum(part.entry.size for part in parts)
        files: list[tuple[Path, Manifest, str]] = []
        done = 0
        try:
            for n, held in enumerate(volumes, 1):
                manifest = _manifest(
                    reader, own, recipient, sequence, previous, n, len(volumes), held
                )
                path = _named(out, n, len(volumes))
                _write_one(reader, own, recipient, path, manifest, held)
                previous = hashlib.sha256(manifest.encoded()).hexdigest()
                files.append((path, manifest, previous))
                done += sum(part.entry.size for part in held)
                told(done, whole)
        except BaseException:
            for written in files:
                written[0].unlink(missing_ok=True)
            raise
        sums = [part.rows for part in parts]
        hlc = newest_hlc(reader)
        sent_to = sum(seq for _tag, seq, _hash in stored.own_heads(reader))
    with workspace.unit("package.write") as unit:
        for path, manifest, sha256 in files:
            exchange.keep_package(
                unit, sha256, "out", recipient.identity,
                sequence=sequence, volume=manifest.volume, volumes=manifest.volumes,
                hlc=hlc, changes=manifest.changes, known=0, file=path.name,
            )  # fmt: skip
    workspace.set_meta("exported_to", str(sent_to))
    return Written(
        tuple(path for path, _m, _s in files),
        sequence,
        sum(changes for changes, _withheld in sums),
        sum(withheld for _changes, withheld in sums),
        len({part.entry.blob for part in parts if part.entry.blob}),
        sum(path.stat().st_size for path, _m, _s in files),
        recipient.identity,
    )


def _silent(_done: int, _whole: int) -> None:
    pass


def _unacknowledged(reader: Reader, recipient: str, everything: bool) -> Iterator[Iterator[Row]]:
    """By actor the changes that the recipient has not said to have."""
    acknowledged = {} if everything else stored.receipts(reader, recipient)
    mine = {tag for tag, _uuid, _seq in stored.own_actors(reader)}
    vouched = {one.tag: one.seq for one in stored.vouchers(reader)}
    me = identity.own_in(reader)
    office = me is not None and bool(me.public.root)
    for tag, here, _hash in stored.have(reader):
        # others' changes go as far as their author has signed for them
        seq = here if office or tag in mine else min(here, vouched.get(tag, 0))
        after, hash = acknowledged.get(tag, (0, b""))
        if after and stored.hash_of(reader, tag, after) != hash:
            after = 0  # he has another history under this name: all of it shows where they part
        # what lies behind a gap waits: the hash that it follows is known to nobody here
        yield stored.travelling(reader, tag, after, seq)
    if acknowledged:
        fresh = stored.released(reader)
        if fresh:
            yield stored.named_changes(reader, fresh)


def _slices(rows: Iterator[Row], size: int = PART) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def _parts(reader: Reader, recipient: str, everything: bool, volume: int | None) -> Iterator[_Part]:
    most = PART if volume is None else max(500, min(PART, (volume - _ROOM) // 4000))
    wanted: dict[str, None] = {}
    number = 0
    for actor in _unacknowledged(reader, recipient, everything):
        for rows in _slices(actor, most):
            number += 1
            wanted |= dict.fromkeys(stored.blobs_named(rows))
            raw = b"".join(lines.write(rows))
            data = package.pack(raw)
            entry = Entry(
                f"changes-{number:05d}.zst",
                len(data),
                hashlib.sha256(data).hexdigest(),
                raw=len(raw),
                runs=_runs(reader, rows),
            )
            yield _Part(entry, data, (len(rows), sum(row[3] == WITHHELD for row in rows)))
    wanted |= dict.fromkeys(stored.wanted_by(reader, recipient))
    pieces = max(1, ((volume or 64 << 20) - _ROOM) // CHUNK)
    for sha256 in wanted:
        size = stored.blob_size(reader, sha256)
        for first in range(0, -(-(size or 0) // CHUNK), pieces):
            held = min(pieces * CHUNK, (size or 0) - first * CHUNK)
            digest = hashlib.sha256()
            for chunk in _bytes_of(reader, sha256, first, held):
                digest.update(chunk)
            entry = Entry(
                f"blob-{sha256}-{first:06d}",
                held,
                digest.hexdigest(),
                blob=sha256,
                first=first,
                whole=size or 0,
            )
            yield _Part(entry, b"", (0, 0))


def _runs(reader: Reader, rows: list[Row]) -> tuple[Run, ...]:
    """The runs without a gap in a slice of changes."""
    found: list[Run] = []
    start = 0
    for n in range(1, len(rows) + 1):
        if n < len(rows) and rows[n][0] == rows[n - 1][0] + 1:
            continue
        first, last = rows[start], rows[n - 1]
        tag, seq = first[0] >> SEQ_BITS, first[0] & _SEQ
        before = (
            rows[start - 1][8]
            if start and rows[start - 1][0] == first[0] - 1
            else stored.hash_of(reader, tag, seq - 1)
        )
        if before is None:
            raise LookupError(f"the change before {first[0]} is not here")
        found.append(Run(tag, seq, last[0] & _SEQ, before, last[8]))
        start = n
    return tuple(found)


def _bytes_of(reader: Reader, sha256: str, first: int, size: int) -> Iterator[bytes]:
    """Some bytes of a blob in pieces of 1 MiB, however they are kept."""
    skip, left = first * CHUNK, size
    buffer = bytearray()
    for chunk in attachments.chunks(reader, sha256):
        if skip >= len(chunk):
            skip -= len(chunk)
            continue
        buffer += chunk[skip:]
        skip = 0
        while left and len(buffer) >= min(CHUNK, left):
            n = min(CHUNK, left)
            yield bytes(buffer[:n])
            del buffer[:n]
            left -= n
        if not left:
            return


def _dealt(parts: Iterable[_Part], volume: int | None) -> list[list[_Part]]:
    """The parts dealt to volumes in their order, none over the size."""
    dealt: list[list[_Part]] = [[]]
    room = 0
    for part in parts:
        size = part.entry.size + 2048
        if volume is not None and dealt[-1] and room + size > volume - _ROOM:
            dealt.append([])
            room = 0
        dealt[-1].append(part)
        room += size
    return dealt


def _manifest(
    reader: Reader,
    own: Own,
    recipient: Public,
    sequence: int,
    previous: str,
    volume: int,
    volumes: int,
    parts: list[_Part],
) -> Manifest:
    office = own.public.identity if own.public.root else ""
    kept = stored.trust_list(reader, office) if office else None
    here = actors.here(reader)
    return Manifest(
        schema=versions.newest(),
        sender=own.public,
        recipients=(recipient.identity,),
        actor=here.uuid if here else "",
        sequence=sequence,
        previous=previous,
        volume=volume,
        volumes=volumes,
        hlc=_clock(reader),
        authors=tuple(stored.authors(reader)),
        have=tuple(stored.have(reader)),
        wants=tuple(stored.blobs_missing(reader)),
        trust=kept[1] if kept else "",
        vouchers=vouching.carried(reader, own),
        entries=tuple(part.entry for part in parts),
    )


def _clock(reader: Reader) -> int:
    from envoy_desktop.store.changelog import next_hlc

    return next_hlc(newest_hlc(reader))


def _named(out: Path, n: int, volumes: int) -> Path:
    if volumes == 1:
        return out
    width = len(str(volumes))
    return out.with_name(f"{out.stem}-{n:0{width}d}of{volumes}{out.suffix}")


def _write_one(
    reader: Reader, own: Own, recipient: Public, path: Path, manifest: Manifest, parts: list[_Part]
) -> None:
    data = {part.entry.name: part.data for part in parts}

    def contents(entry: Entry) -> Iterable[bytes]:
        if entry.blob:
            return _bytes_of(reader, entry.blob, entry.first, entry.size)
        return [data[entry.name]]

    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    with door.told(path):
        try:
            with fresh.open("wb") as file:
                keys = [recipient.encrypt, own.public.encrypt]  # to self too: to read it again
                package.seal(package.stream(own, manifest, contents), file, keys)
                file.flush()
                os.fsync(file.fileno())
            with fresh.open("rb") as again:
                package.unseal(again, own, _Again())
            fresh.replace(path)
            door.sync_folder(path.parent)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


class _Again:
    """Reads what was written: sizes, hashes and seal are checked on the way."""

    def manifest(self, manifest: Manifest, sha256: str) -> None:
        """Nothing to keep."""

    def changes(self, entry: Entry, data: bytes) -> None:
        """Nothing to keep."""

    def piece(self, entry: Entry, n: int, data: bytes) -> None:
        """Nothing to keep."""
