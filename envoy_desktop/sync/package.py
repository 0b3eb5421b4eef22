"""The sealed file: age around a tar whose first entries are the manifest and its signature.

Reading trusts nothing: the signature is checked before anything behind it is looked at, then only
the signed entries come, in signed order and size; nothing is ever written to a path of the file's
choosing. What is read is only final when the whole file has been authenticated.
"""

import base64
import binascii
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Protocol

import pyrage
import zstandard

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, versions
from envoy_desktop.store.exchange import Voucher
from envoy_desktop.store.lines import Author, Run
from envoy_desktop.store.shapes import LARGEST_NUMBER
from envoy_desktop.sync import identity
from envoy_desktop.sync.identity import Own, Public
from envoy_desktop.sync.trust import authenticated

FORMAT = 1
TYPE = "envoy-desktop/package/1"
BLOCK = 512
LARGEST_HEAD = 64 << 10
"""Bytes in which age names its recipients; ours are two."""
LARGEST_MANIFEST = 16 << 20
LARGEST_PART = 64 << 20
"""Bytes of one part of changes when unpacked; our own parts have some 9 MB."""
LARGEST_ENTRY = 256 << 20
MOST_VOLUMES = 100_000
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"
_CHANGES = re.compile(r"changes-[0-9]{5}\.zst")
_UUID = re.compile(r"[0-9a-f]{32}")
_BLOB = re.compile(r"blob-[0-9a-f]{64}-[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed entry: changes (`runs`, `raw` bytes unpacked) or a piece of a blob."""

    name: str
    size: int
    sha256: str
    raw: int = 0
    runs: tuple[Run, ...] = ()
    blob: str = ""
    first: int = 0
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sender signed."""

    schema: str
    sender: Public
    recipients: tuple[str, ...]
    actor: str
    sequence: int
    previous: str
    volume: int
    volumes: int
    hlc: int
    authors: tuple[Author, ...]
    have: tuple[tuple[int, int, bytes], ...]
    wants: tuple[str, ...]
    trust: str
    vouchers: tuple[Voucher, ...]
    entries: tuple[Entry, ...]

    @property
    def changes(self) -> int:
        """How many changes the package carries."""
        return sum(run.count for entry in self.entries for run in entry.runs)

    def encoded(self) -> bytes:
        """The exact bytes that are signed."""
        return changelog.encode(
            {
                "format": FORMAT,
                "schema": self.schema,
                "sender": self.sender.document(),
                "recipients": list(self.recipients),
                "actor": self.actor,
                "sequence": self.sequence,
                "previous": self.previous,
                "volume": [self.volume, self.volumes],
                "hlc": self.hlc,
                "authors": [
                    [a.tag, a.uuid, a.name, a.device, a.own, a.forked_at, a.identity]
                    for a in self.authors
                ],
                "have": [[tag, seq, hash.hex()] for tag, seq, hash in self.have],
                "wants": list(self.wants),
                "trust": self.trust,
                "vouchers": [_voucher_told(voucher) for voucher in self.vouchers],
                "entries": [_entry_told(entry) for entry in self.entries],
            }
        ).encode()


def _entry_told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"name": entry.name, "size": entry.size, "sha256": entry.sha256}
    if entry.blob:
        return {**told, "blob": [entry.blob, entry.first, entry.whole]}
    runs = [[r.tag, r.first, r.last, r.before.hex(), r.after.hex()] for r in entry.runs]
    return {**told, "raw": entry.raw, "runs": runs}


def _voucher_told(voucher: Voucher) -> list[str | int]:
    signature = base64.b64encode(voucher.signature).decode()
    return [voucher.tag, voucher.uuid, voucher.seq, voucher.digest.hex(), voucher.identity,
            signature]  # fmt: skip


class Sink(Protocol):
    """Who takes what a package holds, once its signature has been found good."""

    def manifest(self, manifest: Manifest, sha256: str) -> None:
        """The signed manifest; raise a Refusal to read no further."""

    def changes(self, entry: Entry, data: bytes) -> None:
        """The lines of a part of changes, unpacked, size and hash as signed."""

    def piece(self, entry: Entry, n: int, data: bytes) -> None:
        """A piece of a blob of at most 1 MiB; its hash is only known good at the end."""


# -- writing ----------------------------------------------------------------------------------


def header(name: str, size: int) -> bytes:
    """The one tar header that an entry of this name and size can have."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info.tobuf(tarfile.USTAR_FORMAT)


def pack(data: bytes) -> bytes:
    """Changes packed by zstd; the same bytes give the same."""
    return zstandard.ZstdCompressor(level=3, write_content_size=True).compress(data)


def signature_of(own: Own, manifest: bytes) -> bytes:
    """The DSSE envelope of a manifest; the payload lies beside it as an entry of its own."""
    signature = own.signature(authenticated(TYPE, manifest))
    return changelog.encode(
        {
            "payloadType": TYPE,
            "signatures": [
                {"keyid": own.public.identity, "sig": base64.b64encode(signature).decode()}
            ],
        }
    ).encode()


def stream(
    own: Own, manifest: Manifest, contents: Callable[[Entry], Iterable[bytes]]
) -> Iterator[bytes]:
    """The bytes of the tar; `contents` gives those of an entry."""
    signed = manifest.encoded()
    for name, data in ((MANIFEST, signed), (SIGNATURE, signature_of(own, signed))):
        yield header(name, len(data)) + data + _padding(len(data))
    for entry in manifest.entries:
        yield header(entry.name, entry.size)
        yield from contents(entry)
        yield _padding(entry.size)
    yield bytes(2 * BLOCK)


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)


class _Source:
    """Chunks as a file that pyrage reads."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; b"" at the end."""
        try:
            while not self._left:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._left = memoryview(chunk)
        except BaseException as error:
            self.error = self.error or error
            raise
        given = self._left[: len(self._left) if size < 0 else size]
        self._left = self._left[len(given) :]
        return bytes(given)


class _Target:
    """A file that remembers its first error: pyrage swallows one at its last flush."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Write all or remember why not."""
        if self.error is None:
            try:
                self._file.write(data)
            except BaseException as error:
                self.error = error
                raise
        return len(data)

    def flush(self) -> None:
        """Flush, and remember an error."""
        if self.error is None:
            try:
                self._file.flush()
            except BaseException as error:
                self.error = error
                raise


def seal(chunks: Iterator[bytes], file: IO[bytes], recipients: Sequence[str]) -> None:
    """Encrypt chunks to recipients into an open file; raises OSError where it cannot take them."""
    source, target = _Source(chunks), _Target(file)
    keys = [pyrage.x25519.Recipient.from_str(text) for text in dict.fromkeys(recipients)]
    try:
        pyrage.encrypt_io(source, target, keys)
    finally:  # the first error of ours is the one to be told, swallowed or not
        first = source.error or target.error
        if first is not None:
            raise first


# -- reading ----------------------------------------------------------------------------------


def unseal(file: IO[bytes], own: Own, sink: Sink) -> Manifest:
    """Read a package through to its end into `sink`; gives its manifest.

    Refuses "package-empty", "package-not-for-us", "package-damaged", "package-forged",
    "package-malformed", "package-from-the-future", and what the sink refuses.
    What the sink took is void unless this returns.
    """
    key = pyrage.x25519.Identity.from_str(own.encrypt)
    opened = _Opened(own, sink)
    start = file.read(LARGEST_HEAD)
    if not start:
        raise Refusal("package-empty", next="ask-sender")
    if not start.startswith(b"age-encryption.org/"):
        raise Refusal("not-a-package", next="choose-package")
    if len(start) == LARGEST_HEAD and b"\n--- " not in start:
        raise Refusal("package-damaged", next="copy-again")  # each recipient costs a trial
    source = _Source(_from(start, file))
    try:
        pyrage.decrypt_io(source, opened, [key])
    except BaseException as error:
        if opened.error is not None:
            raise opened.error from None
        if source.error is not None:
            raise source.error from None
        if isinstance(error, pyrage.DecryptError) and "matching" in str(error).lower():
            raise Refusal(
                "package-not-for-us", words=own.public.words, next="ask-sender"
            ) from error
        if isinstance(error, pyrage.DecryptError | OSError):
            raise Refusal("package-damaged", next="copy-again") from error
        raise
    if opened.error is not None:
        raise opened.error
    return opened.finished()


def _from(start: bytes, file: IO[bytes]) -> Iterator[bytes]:
    yield start
    while chunk := file.read(1 << 16):
        yield chunk


class _Opened:
    """Takes the tar's bytes as age releases them and goes through them strictly."""

    def __init__(self, own: Own, sink: Sink) -> None:
        self._own = own
        self._sink = sink
        self._buffer = bytearray()
        self._steps = self._read()
        self._wanted = next(self._steps)
        self.error: BaseException | None = None
        self._manifest: Manifest | None = None
        self._ended = False

    def write(self, data: bytes) -> int:
        """More bytes; after an error none is looked at any more."""
        if self.error is None:
            try:
                self._buffer += data
                self._go_on()
            except BaseException as error:
                self.error = error
                raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def _go_on(self) -> None:
        done = 0
        while not self._ended and len(self._buffer) - done >= self._wanted:
            taken = bytes(self._buffer[done : done + self._wanted])
            done += self._wanted
            try:
                self._wanted = self._steps.send(taken)
            except StopIteration:
                self._ended = True
        del self._buffer[:done]
        if self._ended and self._buffer:
            raise Refusal("package-malformed", place="end", next="ask-sender")

    def finished(self) -> Manifest:
        """The manifest, once all that was signed has come."""
        if not self._ended or self._manifest is None:
            raise Refusal("package-damaged", next="copy-again")
        return self._manifest

    def _read(self) -> "Steps":
        signed = yield from self._named(MANIFEST, LARGEST_MANIFEST)
        envelope = yield from self._named(SIGNATURE, 4096)
        self._manifest = manifest = verified(signed, envelope, self._own)
        self._sink.manifest(manifest, hashlib.sha256(signed).hexdigest())
        for entry in manifest.entries:
            if (yield BLOCK) != header(entry.name, entry.size):
                raise Refusal("package-malformed", place=entry.name, next="ask-sender")
            yield from (self._piece(entry) if entry.blob else self._part(entry))
            padding = -entry.size % BLOCK
            if padding and (yield padding) != bytes(padding):
                raise Refusal("package-malformed", place=entry.name, next="ask-sender")
        if (yield 2 * BLOCK) != bytes(2 * BLOCK):
            raise Refusal("package-malformed", place="end", next="ask-sender")

    def _named(self, name: str, most: int) -> "Steps":
        block = yield BLOCK
        try:
            size = int(block[124:135], 8)
        except ValueError as error:
            raise Refusal("package-malformed", place=name, next="ask-sender") from error
        if not 0 < size <= most or block != header(name, size):
            raise Refusal("package-malformed", place=name, next="ask-sender")
        data = yield size
        padding = -size % BLOCK
        if padding and (yield padding) != bytes(padding):
            raise Refusal("package-malformed", place=name, next="ask-sender")
        return data

    def _part(self, entry: Entry) -> "Steps":
        data = yield entry.size
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise Refusal("package-malformed", place=entry.name, next="ask-sender")
        self._sink.changes(entry, unpack(data, entry.raw, entry.name))
        return b""

    def _piece(self, entry: Entry) -> "Steps":
        from envoy_desktop.store.exchange import CHUNK

        digest, left, n = hashlib.sha256(), entry.size, entry.first
        while left:
            data = yield min(left, CHUNK)
            digest.update(data)
            self._sink.piece(entry, n, data)
            left -= len(data)
            n += 1
        if digest.hexdigest() != entry.sha256:
            raise Refusal("package-malformed", place=entry.name, next="ask-sender")
        return b""


Steps = Any
"""A generator that asks for so many bytes, is sent them, and gives bytes at its end."""


def unpack(data: bytes, raw: int, name: str) -> bytes:
    """The bytes of a zstd frame that must be `raw` long; never more than that is made."""
    try:
        if zstandard.frame_content_size(data) != raw:
            raise Refusal("package-malformed", place=name, next="ask-sender")
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            io.BytesIO(data), read_across_frames=True
        )
        found = reader.read(raw + 1)
    except zstandard.ZstdError as error:
        raise Refusal("package-malformed", place=name, next="ask-sender") from error
    if len(found) != raw:
        raise Refusal("package-malformed", place=name, next="ask-sender")
    return found


def verified(signed: bytes, envelope: bytes, own: Own) -> Manifest:
    """The manifest behind a signature by the key that it names, made for us."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        told = json.loads(signed)
        if type(told) is not dict or type(told.get("format")) is not int:
            raise ValueError("format")
        sender = identity.parse(told["sender"])
        outer = json.loads(envelope)
        signatures = outer["signatures"]
        if outer["payloadType"] != TYPE or len(signatures) != 1:
            raise ValueError("type")
        if signatures[0]["keyid"] != sender.identity:
            raise ValueError("key")
        signature = base64.b64decode(signatures[0]["sig"], validate=True)
        Ed25519PublicKey.from_public_bytes(sender.sign).verify(
            signature, authenticated(TYPE, signed)
        )
    except InvalidSignature as error:
        raise Refusal("package-forged", next="ask-sender") from error
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, binascii.Error) as error:
        raise Refusal("package-malformed", place=MANIFEST, next="ask-sender") from error
    if told["format"] > FORMAT or str(told.get("schema", "")) > versions.newest():
        raise Refusal("package-from-the-future", name=sender.name, next="update")
    try:
        found = _manifest(told, sender)
        again = found.encoded()  # half a character cannot be written
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Refusal("package-malformed", place=MANIFEST, next="ask-sender") from error
    if again != signed:
        raise Refusal("package-malformed", place=MANIFEST, next="ask-sender")
    if own.public.identity not in (*found.recipients, sender.identity):
        raise Refusal("package-not-for-us", words=own.public.words, next="ask-sender")
    return found


def _manifest(told: Any, sender: Public) -> Manifest:
    volume, volumes = map(_count, told["volume"])
    if not 1 <= volume <= volumes <= MOST_VOLUMES:
        raise ValueError("volume")
    found = Manifest(
        schema=_revision(told["schema"]),
        sender=sender,
        recipients=tuple(_hex(text) for text in told["recipients"]),
        actor=_text(told["actor"]),
        sequence=_count(told["sequence"], LARGEST_NUMBER),
        previous=_text(told["previous"]),
        volume=volume,
        volumes=volumes,
        hlc=_count(told["hlc"]),
        authors=tuple(
            Author(
                _tag(tag), _uuid(uuid), _text(name), _text(device), _flag(own),
                None if forked_at is None else _seq(forked_at),
                _hex(signer) if signer else _text(signer),
            )
            for tag, uuid, name, device, own, forked_at, signer in told["authors"]
        ),
        have=tuple(
            (_tag(tag), _seq(seq), bytes.fromhex(_hex(hash))) for tag, seq, hash in told["have"]
        ),
        wants=tuple(_hex(text) for text in told["wants"]),
        trust=_text(told["trust"], 8 << 20),
        vouchers=tuple(
            Voucher(
                _tag(tag), _uuid(uuid), _seq(seq), bytes.fromhex(_hex(digest)), _hex(signer),
                base64.b64decode(signature, validate=True),
            )
            for tag, uuid, seq, digest, signer, signature in told["vouchers"]
        ),
        entries=_entries(told["entries"]),
    )  # fmt: skip
    known = {author.tag for author in found.authors}
    if len(known) != len(found.authors):
        raise ValueError("authors")
    # whose word counts is asked of the authors: nobody's changes come without him
    if not known.issuperset(run.tag for entry in found.entries for run in entry.runs):
        raise ValueError("runs")
    return found


def _entries(told: Any) -> tuple[Entry, ...]:
    found: list[Entry] = []
    names: set[str] = set()
    for one in told:
        name, size, sha256 = one["name"], _count(one["size"]), _hex(one["sha256"])
        if type(name) is not str or name in names or not 0 < size <= LARGEST_ENTRY:
            raise ValueError("entry")
        names.add(name)
        if _CHANGES.fullmatch(name):
            raw = _count(one["raw"])
            if not 0 < raw <= LARGEST_PART or size > raw + BLOCK:
                raise ValueError("raw")  # packing never makes it larger by more than its head
            runs = tuple(
                Run(
                    _count(tag), _count(first), _count(last),
                    bytes.fromhex(_hex(before)), bytes.fromhex(_hex(after)),
                )
                for tag, first, last, before, after in one["runs"]
            )  # fmt: skip
            found.append(Entry(name, size, sha256, raw=raw, runs=runs))
        elif _BLOB.fullmatch(name):
            blob, first, whole = one["blob"]
            if name != f"blob-{_hex(blob)}-{_count(first):06d}" or _count(whole) < size:
                raise ValueError("blob")
            found.append(Entry(name, size, sha256, blob=blob, first=first, whole=whole))
        else:
            raise ValueError("name")
    return tuple(found)


def _text(text: Any, most: int = 500) -> str:
    if type(text) is not str or len(text) > most or "\0" in text:
        raise ValueError("text")
    return text


def _revision(text: Any) -> str:
    if text not in versions.known():
        raise ValueError("schema")
    return str(text)


def _uuid(text: Any) -> str:
    if type(text) is not str or not _UUID.fullmatch(text):
        raise ValueError("uuid")
    return text


def _hex(text: Any) -> str:
    if type(text) is not str or len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ValueError("hash")
    return text


def _count(number: Any, most: int = (1 << 63) - 1) -> int:
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError("number")
    return number


def _tag(number: Any) -> int:
    if _count(number, (1 << changelog.TAG_BITS) - 1) == 0:
        raise ValueError("actor")
    return int(number)


def _seq(number: Any) -> int:
    return _count(number, LARGEST_NUMBER)


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("flag")
    return value
