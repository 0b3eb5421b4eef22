"""Packages made by a trusted sender's own keys that no program of ours would write."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard

from envoy_desktop.store import changelog, lines
from envoy_desktop.sync import identity, package, sending
from envoy_desktop.sync.package import Entry, Manifest
from envoy_desktop.sync.packing import Packing
from tests.sync.conftest import Side


class Forger:
    """Writes a package of `sender` for `receiver` with one thing wrong."""

    def __init__(self, sender: Side, receiver: Side) -> None:
        self.own = identity.own(sender.workspace)
        self.to = receiver.public
        with sender.workspace.read() as reader:
            packing = Packing(reader, self.own)
            parts = packing.parts(self.to.identity)
            self.data = {part.entry.name: b"".join(packing.contents(part)) for part in parts}
            # the actor who wrote the obstacle last
            self.parts = sorted(parts, key=lambda part: self._persons(part.entry))
            self.manifest = sending._manifest(packing, self.own, self.to, 1, "", 1, 1, self.parts)

    def _persons(self, entry: Entry) -> bool:
        return b'"obstacle"' in package.unpack(self.data[entry.name], entry.raw, "part")

    def write(self, what: str, path: Path) -> Path:
        """The file with `what` wrong; "" is a good one."""
        chunks = getattr(self, "_" + what.replace("-", "_"))() if what else self._stream()
        with path.open("wb") as file:
            package.seal(iter(chunks), file, [self.to.encrypt])
        return path

    def _stream(self, manifest: Manifest | None = None) -> list[bytes]:
        return list(package.stream(self.own, manifest or self.manifest, self._contents))

    def _contents(self, entry: Entry) -> Iterable[bytes]:
        return [self.data[entry.name]]

    def _with(self, change: Callable[[dict[str, Any]], None], own: Any = None) -> list[bytes]:
        """A manifest changed as JSON and signed anew."""
        told = json.loads(self.manifest.encoded())
        change(told)
        return self._signed(changelog.encode(told).encode(), own)

    def _signed(self, data: bytes, own: Any = None) -> list[bytes]:
        envelope = package.signature_of(own or self.own, data)
        out = [package.header("manifest.json", len(data)) + data + _pad(data)]
        out.append(package.header("manifest.sig.json", len(envelope)) + envelope + _pad(envelope))
        return [*out, *self._rest(self.manifest.entries)]

    def _rest(self, entries: Iterable[Entry]) -> list[bytes]:
        out = []
        for entry in entries:
            data = self.data[entry.name]
            out.append(package.header(entry.name, len(data)) + data + _pad(data))
        return [*out, bytes(1024)]

    # -- faults of the frame -------------------------------------------------------------------

    def _other_name(self) -> list[bytes]:
        return self._with(lambda m: m["entries"][0].update(name="readme.txt"))

    def _parent_path(self) -> list[bytes]:
        return self._with(lambda m: m["entries"][0].update(name="../../changes-00001.zst"))

    def _more_entries(self) -> list[bytes]:
        out = self._stream()
        return [*out[:-1], package.header("changes-00099.zst", 3) + b"abc" + bytes(509), out[-1]]

    def _fewer_entries(self) -> list[bytes]:
        return [*self._stream()[:2], bytes(1024)]

    def _reordered(self) -> list[bytes]:
        first, second = self._stream()[:2]
        return [second, first, *self._rest(self.manifest.entries)]

    def _signature(self) -> list[bytes]:
        data = self.manifest.encoded()
        envelope = bytearray(package.signature_of(self.own, data))
        at = envelope.index(b'"sig":"') + 12
        envelope[at] = ord("A") if envelope[at] != ord("A") else ord("B")
        out = [package.header("manifest.json", len(data)) + data + _pad(data)]
        told = bytes(envelope)
        out.append(package.header("manifest.sig.json", len(told)) + told + _pad(told))
        return [*out, *self._rest(self.manifest.entries)]

    def _signed_by_other(self) -> list[bytes]:
        other = identity.fresh("鬼", "鬼")
        lying = replace(other, public=self.own.public)
        return self._with(lambda m: None, lying)

    def _manifest(self) -> list[bytes]:
        data = self.manifest.encoded()
        changed = data.replace(b'"sequence":1', b'"sequence":2')
        assert changed != data
        envelope = package.signature_of(self.own, data)
        out = [package.header("manifest.json", len(changed)) + changed + _pad(changed)]
        out.append(package.header("manifest.sig.json", len(envelope)) + envelope + _pad(envelope))
        return [*out, *self._rest(self.manifest.entries)]

    def _future_format(self) -> list[bytes]:
        return self._with(lambda m: m.update(format=2, shape="of tomorrow"))

    def _future_schema(self) -> list[bytes]:
        return self._with(lambda m: m.update(schema="9999"))

    def _for_another(self) -> list[bytes]:
        return self._with(lambda m: m.update(recipients=["0" * 64]))

    def _trailing(self) -> list[bytes]:
        return [*self._stream(), b"more"]

    def _padding(self) -> list[bytes]:
        out = b"".join(self._stream())
        end = out.rindex(bytes(1024))
        return [out[: end - 1] + b"x" + out[end:]]

    # -- faults of the changes -----------------------------------------------------------------

    def _resigned(self, data: bytes, raw: int) -> list[bytes]:
        """The first part replaced, sizes and hashes right, signed anew."""
        entry = self.manifest.entries[0]
        self.data[entry.name] = data
        fresh = replace(entry, size=len(data), sha256=hashlib.sha256(data).hexdigest(), raw=raw)
        entries = (fresh, *self.manifest.entries[1:])
        return self._stream(replace(self.manifest, entries=entries))

    def _bomb(self) -> list[bytes]:
        return self._resigned(zstandard.ZstdCompressor().compress(bytes(300 << 20)), 1000)

    def _long_raw(self) -> list[bytes]:
        return self._resigned(zstandard.ZstdCompressor().compress(bytes(100 << 20)), 100 << 20)

    def _raw(self, entry: Entry) -> bytes:
        return package.unpack(self.data[entry.name], entry.raw, entry.name)

    def _lines(self, change: Callable[[list[Any]], None], which: str = "obstacle") -> list[bytes]:
        """One change altered, the chain behind it computed anew: all hashes are right."""
        entry = self.manifest.entries[-1]  # the newest actor's: a person's own
        runs, out = [], []
        texts = self._raw(entry).split(b"\n")[:-1]
        done, altered = 0, False
        for run in entry.runs:
            hash = run.before
            for text in texts[done : done + run.count]:
                told = json.loads(text)
                if len(told) == 4:
                    hash = bytes.fromhex(told[3])
                    out.append(text)
                    continue
                if not altered and told[3] == which and told[5] == "":
                    altered = True
                    change(told)
                    text = changelog.encode(told).encode()
                hash = hashlib.sha256(hash + text).digest()
                out.append(text)
            done += run.count
            runs.append(replace(run, after=hash))
        assert altered
        raw = b"\n".join(out) + b"\n"
        data = package.pack(raw)
        self.data[entry.name] = data
        fresh = replace(
            entry, size=len(data), sha256=hashlib.sha256(data).hexdigest(), raw=len(raw),
            runs=tuple(runs),
        )  # fmt: skip
        return self._stream(replace(self.manifest, entries=(*self.manifest.entries[:-1], fresh)))

    def _value(self, **values: Any) -> list[bytes]:
        def change(told: list[Any]) -> None:
            told[6] = changelog.encode({**json.loads(told[6]), **values})

        return self._lines(change)

    def _bad_line(self) -> list[bytes]:
        return self._lines(lambda told: told.append("more"))

    def _unknown_kind(self) -> list[bytes]:
        return self._lines(lambda told: told.__setitem__(3, "spell"))

    def _unknown_field(self) -> list[bytes]:
        return self._value(spell="abracadabra")

    def _bad_day(self) -> list[bytes]:
        return self._value(on="2026-13-45")

    def _bad_event(self) -> list[bytes]:
        def change(told: list[Any]) -> None:
            told[3] = "event"
            told[6] = changelog.encode(
                {"procedure": 1, "kind": "eaten", "on": "2026-11-23", "day_order": 1.0,
                 "entered_on": "2026-11-23"}
            )  # fmt: skip

        return self._lines(change)

    def _huge_number(self) -> list[bytes]:
        return self._value(project=1 << 80)

    def _deep(self) -> list[bytes]:
        return self._lines(lambda told: told.__setitem__(6, "[" * 100_000))

    def _other_hash(self) -> list[bytes]:
        entry = self.manifest.entries[0]
        runs = tuple(replace(run, after=bytes(32)) for run in entry.runs)
        fresh = replace(entry, runs=runs)
        return self._stream(replace(self.manifest, entries=(fresh, *self.manifest.entries[1:])))


def _pad(data: bytes) -> bytes:
    return bytes(-len(data) % 512)


__all__ = ["Forger", "lines"]
