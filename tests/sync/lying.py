"""Packages of a trusted sender who lies: signature, chain and sizes hold, what they say does not.

Made from nothing but the format, so that what our own program cannot be brought to write is here.
"""

import hashlib
from pathlib import Path
from typing import Any

import zstandard

from envoy_desktop.store import changelog, versions
from envoy_desktop.store.changelog import SEQ_BITS, WITHHELD
from envoy_desktop.sync import identity, package
from tests.sync.conftest import Side

Part = tuple[dict[str, Any], bytes]
OBSTACLE = {"text": "假", "on": "2026-11-20", "entered_on": "2026-11-20"}


class Liar:
    """Writes changes of one actor for `to`, signed by `sender`; a new one, unless told which."""

    def __init__(self, sender: Side, to: Side, tag: int = 77, uuid: str = "7" * 32) -> None:
        self.own = identity.own(sender.workspace)
        self.to = to.public
        self.tag, self.uuid = tag, uuid
        self.seq, self.before = 0, changelog.NO_HASH
        self.hash = self.before
        self.first = 1
        self.hlc = 1_795_000_000_000 << 16
        self.lines: list[bytes] = []

    def goes_on(self, seq: int, hash: bytes) -> "Liar":
        """Behind what an actor has written already."""
        self.seq, self.first, self.before, self.hash = seq, seq + 1, hash, hash
        return self

    @property
    def next(self) -> int:
        """The id of the change that comes next."""
        return self.tag << SEQ_BITS | self.seq + 1

    def says(
        self, kind: str, value: object, object: int | None = None, field: str = "", **other: Any
    ) -> int:
        """One change; `text` in the place of the value's JSON, `line` in that of the whole."""
        id = self.next
        self.seq += 1
        text = other.get("text", changelog.encode(value))
        made = id if object is None else object
        line: bytes = other.get("line") or changelog.line(
            id, other.get("hlc", self.hlc), id, kind, made, field, text, other.get("parents", "[]")
        )
        self.hash = hashlib.sha256(self.hash + line).digest()
        self.lines.append(line)
        return id

    def obstacle(self, **values: object) -> int:
        return self.says("obstacle", {**OBSTACLE, **values})

    def run(self) -> list[object]:
        return [self.tag, self.first, self.seq, self.before.hex(), self.hash.hex()]

    def author(self, **values: object) -> list[object]:
        told = {"tag": self.tag, "uuid": self.uuid, "name": "骗", "device": "", "own": True,
                "forked_at": None, "identity": ""}  # fmt: skip
        return list({**told, **values}.values())

    def part(self, n: int = 1, raw: bytes | None = None, **values: Any) -> Part:
        raw = b"".join(line + b"\n" for line in self.lines) if raw is None else raw
        data = zstandard.ZstdCompressor(level=3).compress(raw)
        told = {"name": f"changes-{n:05d}.zst", "size": len(data), "raw": len(raw),
                "sha256": hashlib.sha256(data).hexdigest(), "runs": [self.run()]}  # fmt: skip
        return {**told, **values}, data

    def piece(self, sha256: str, n: int, data: bytes, whole: int) -> Part:
        """A piece of a blob, at a place and of a size as he says."""
        told = {"name": f"blob-{sha256}-{n:06d}", "size": len(data), "blob": [sha256, n, whole],
                "sha256": hashlib.sha256(data).hexdigest()}  # fmt: skip
        return told, data

    def manifest(self, *parts: Part, **values: object) -> dict[str, Any]:
        return {
            "format": 1, "schema": versions.newest(), "sender": self.own.public.document(),
            "recipients": [self.to.identity], "actor": self.uuid, "sequence": 1, "previous": "",
            "volume": [1, 1], "hlc": self.hlc, "authors": [self.author()], "have": [], "wants": [],
            "trust": "", "vouchers": [], "entries": [told for told, _data in parts], **values,
        }  # fmt: skip

    def write(self, path: Path, *parts: Part, signed: bytes | None = None, **values: Any) -> Path:
        """The sealed file; `signed` in the place of the manifest's bytes."""
        parts = parts or (self.part(),)
        manifest = signed or changelog.encode(self.manifest(*parts, **values)).encode()
        entries = [("manifest.json", manifest),
                   ("manifest.sig.json", package.signature_of(self.own, manifest)),
                   *((told["name"], data) for told, data in parts)]  # fmt: skip
        with path.open("wb") as file:
            package.seal(
                iter(
                    [package.header(name, len(data)) + data + bytes(-len(data) % 512)
                     for name, data in entries] + [bytes(1024)]
                ),
                file,
                [self.to.encrypt],
            )  # fmt: skip
        return path


__all__ = ["OBSTACLE", "WITHHELD", "Liar"]
