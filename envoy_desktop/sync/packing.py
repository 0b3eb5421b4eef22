"""The parts of packages, made once: whoever lacks the same run of an actor gets the same bytes.

A part holds one actor's run, and parts end at the same numbers for everybody. Manifest, signature
and encryption alone differ by recipient. Nothing lies on the disk in plain: what memory has no room
for is packed again, to the same bytes.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from envoy_desktop.store import attachments, lines
from envoy_desktop.store.changelog import SEQ_BITS, WITHHELD
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.exchange import CHUNK, Voucher
from envoy_desktop.store.lines import Author, Row, Run
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.sync import package, vouching
from envoy_desktop.sync.identity import Own
from envoy_desktop.sync.package import Entry

PART = 20_000
"""Changes of one part; a part is unpacked whole in memory."""
ROOM = 256 << 20
"""Bytes of packed parts and of evidence that are kept for the next recipient."""
RESERVE = 256 << 10
"""Bytes of a volume for manifest, headers and encryption."""
_SEQ = (1 << SEQ_BITS) - 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Changes that go together: one actor's after a number up to another, or `ids` alone."""

    tag: int
    after: int
    last: int
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What a package carries, without a name yet; `stretch` is None for a piece of a blob."""

    entry: Entry
    stretch: Stretch | None
    changes: int
    withheld: int
    blobs: tuple[str, ...]

    def named(self, number: int) -> "Part":
        """The part as the so manieth of a package."""
        if self.stretch is None:
            return self
        return replace(self, entry=replace(self.entry, name=f"changes-{number:05d}.zst"))


class Packing:
    """One view of a workspace, and what was packed of it so far; `volume` bounds its parts."""

    def __init__(
        self,
        reader: Reader,
        own: Own | None,
        volume: int | None = None,
        room: int | None = None,
    ) -> None:
        self.reader = reader
        self._own = own
        self._office = own is not None and bool(own.public.root)
        self._most = PART if volume is None else max(500, min(PART, (volume - RESERVE) // 4000))
        self._pieces = max(1, ((volume or 64 << 20) - RESERVE) // CHUNK)
        self._room = ROOM if room is None else room
        self._kept: dict[Stretch | Entry, bytes] = {}
        self._parts: dict[Stretch, Part] = {}
        self._blobs: dict[str, tuple[Part, ...]] = {}
        self._hashes: dict[tuple[int, int], bytes | None] = {}

    # -- what is asked once ---------------------------------------------------------------------

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """Every actor known."""
        return tuple(stored.authors(self.reader))

    @cached_property
    def have(self) -> tuple[tuple[int, int, bytes], ...]:
        """What is here without a gap."""
        return tuple(stored.have(self.reader))

    @cached_property
    def wants(self) -> tuple[str, ...]:
        """Blobs that are named and not here."""
        return tuple(stored.blobs_missing(self.reader))

    @cached_property
    def vouchers(self) -> tuple[Voucher, ...]:
        """What is signed for the changes that go along."""
        return () if self._own is None else vouching.carried(self.reader, self._own)

    @cached_property
    def trust(self) -> str:
        """The office's own list; "" of an envoy."""
        if self._own is None or not self._office:
            return ""
        kept = stored.trust_list(self.reader, self._own.public.identity)
        return kept[1] if kept else ""

    @cached_property
    def _staying(self) -> frozenset[int]:
        return stored.staying_changes(self.reader)

    @cached_property
    def _released(self) -> tuple[Stretch, ...]:
        by_tag: dict[int, list[int]] = {}
        for id in sorted(stored.released(self.reader)):
            by_tag.setdefault(id >> SEQ_BITS, []).append(id)
        return tuple(
            Stretch(tag, 0, 0, tuple(ids[start : start + self._most]))
            for tag, ids in by_tag.items()
            for start in range(0, len(ids), self._most)
        )

    @cached_property
    def _sent_as_far_as(self) -> dict[int, int]:
        # others' changes go as far as their author has signed for them
        mine = {tag for tag, _uuid, _seq in stored.own_actors(self.reader)}
        vouched = {one.tag: one.seq for one in stored.vouchers(self.reader)}
        return {
            tag: here if self._office or tag in mine else min(here, vouched.get(tag, 0))
            for tag, here, _hash in self.have
        }

    # -- what a recipient lacks -----------------------------------------------------------------

    def lacking(
        self, recipient: str, *, everything: bool = False, actors: Collection[int] | None = None
    ) -> Iterator[Stretch]:
        """What a recipient has not said to have, of all actors or of these."""
        acknowledged = {} if everything else stored.receipts(self.reader, recipient)
        for tag, last in self._sent_as_far_as.items():
            if actors is not None and tag not in actors:
                continue
            after, hash = acknowledged.get(tag, (0, b""))
            if after and self._hash_of(tag, after) != hash:
                after = 0  # he has another history under this name: all shows where they part
            # what lies behind a gap waits: the hash that it follows is known to nobody here
            ends = range((after // self._most + 1) * self._most, last, self._most)
            yield from (
                Stretch(tag, first, end)
                for first, end in pairwise((after, *ends, last))
                if first < end
            )
        if acknowledged:
            yield from (
                stretch for stretch in self._released if actors is None or stretch.tag in actors
            )

    def rows(self, stretch: Stretch) -> list[Row]:
        """The changes of a stretch as they may leave: private ones as stubs."""
        if stretch.ids:
            found = stored.named_changes(self.reader, list(stretch.ids))
        else:
            found = stored.changes_between(self.reader, stretch.tag, stretch.after, stretch.last)
        staying = self._staying
        return [
            (*row[:3], WITHHELD, 0, "", "", "[]", row[8]) if row[0] in staying else row
            for row in found
        ]

    # -- parts ----------------------------------------------------------------------------------

    def parts(
        self, recipient: str, *, everything: bool = False, actors: Collection[int] | None = None
    ) -> list[Part]:
        """The parts of a recipient's package: changes first, then the evidence that they name."""
        found: list[Part] = []
        wanted: dict[str, None] = {}
        for stretch in self.lacking(recipient, everything=everything, actors=actors):
            part = self._parts.get(stretch) or self._pack(stretch)
            if not part.changes:
                continue
            wanted |= dict.fromkeys(part.blobs)
            found.append(part.named(len(found) + 1))
        wanted |= dict.fromkeys(stored.wanted_by(self.reader, recipient))
        for sha256 in wanted:
            found += self._blob(sha256)
        return found

    def contents(self, part: Part) -> Iterable[bytes]:
        """The bytes of a part; LookupError where they are not what they were."""
        if part.stretch is None:
            return self._piece(part.entry)
        data = self._kept.get(part.stretch)
        if data is None:
            data = self._packed(self.rows(part.stretch))[0]
            if hashlib.sha256(data).hexdigest() != part.entry.sha256:
                raise LookupError(f"{part.stretch} is packed otherwise than before")
        return [data]

    def _pack(self, stretch: Stretch) -> Part:
        rows = self.rows(stretch)
        data, raw = self._packed(rows)
        entry = Entry(
            "", len(data), hashlib.sha256(data).hexdigest(), raw=raw, runs=self._runs(rows)
        )
        withheld = sum(row[3] == WITHHELD for row in rows)
        part = Part(entry, stretch, len(rows), withheld, tuple(stored.blobs_named(rows)))
        self._parts[stretch] = part
        self._keep(stretch, data)
        return part

    def _packed(self, rows: list[Row]) -> tuple[bytes, int]:
        raw = b"".join(lines.write(rows))
        return package.pack(raw), len(raw)

    def _keep(self, key: Stretch | Entry, data: bytes) -> None:
        # every recipient goes through them in one order: what came first stays, since the newest
        # in place of the oldest would leave nothing for the next one
        if len(data) <= self._room:
            self._kept[key] = data
            self._room -= len(data)

    def _runs(self, rows: list[Row]) -> tuple[Run, ...]:
        """The runs without a gap in a slice of changes."""
        found: list[Run] = []
        start = 0
        for n in range(1, len(rows) + 1):
            if n < len(rows) and rows[n][0] == rows[n - 1][0] + 1:
                continue
            first, last = rows[start], rows[n - 1]
            tag, seq = first[0] >> SEQ_BITS, first[0] & _SEQ
            before = self._hash_of(tag, seq - 1)
            if before is None:
                raise LookupError(f"the change before {first[0]} is not here")
            found.append(Run(tag, seq, last[0] & _SEQ, before, last[8]))
            start = n
        return tuple(found)

    def _hash_of(self, tag: int, seq: int) -> bytes | None:
        if (tag, seq) not in self._hashes:
            self._hashes[tag, seq] = stored.hash_of(self.reader, tag, seq)
        return self._hashes[tag, seq]

    # -- evidence -------------------------------------------------------------------------------

    def _blob(self, sha256: str) -> tuple[Part, ...]:
        if sha256 not in self._blobs:
            size = stored.blob_size(self.reader, sha256) or 0
            self._blobs[sha256] = tuple(
                self._measured(sha256, first, min(self._pieces * CHUNK, size - first * CHUNK), size)
                for first in range(0, -(-size // CHUNK), self._pieces)
            )
        return self._blobs[sha256]

    def _measured(self, sha256: str, first: int, held: int, whole: int) -> Part:
        digest, kept = hashlib.sha256(), bytearray()
        keeps = held <= self._room
        for chunk in _bytes_of(self.reader, sha256, first, held):
            digest.update(chunk)
            if keeps:
                kept += chunk
        name = f"blob-{sha256}-{first:06d}"
        entry = Entry(name, held, digest.hexdigest(), blob=sha256, first=first, whole=whole)
        if keeps:
            self._keep(entry, bytes(kept))
        return Part(entry, None, 0, 0, ())

    def _piece(self, entry: Entry) -> Iterable[bytes]:
        kept = self._kept.get(entry)
        if kept is not None:
            return [kept]
        return _bytes_of(self.reader, entry.blob, entry.first, entry.size)


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
