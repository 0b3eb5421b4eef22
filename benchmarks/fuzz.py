"""`python3 packaging/dev.py fuzz [N]`: damaged packages; none may be taken, none may crash.

A third are damaged outside (the encrypted file), a third inside: sealed again by somebody who knows
the recipient's public key, which everybody may. A third are lies: damaged in manifest or lines, and
signed, hashed and sealed anew by the trusted sender himself. Of these some say nothing worse than
an honest one could: they are merged, counted as plausible, and the file must pass every check
afterwards. Memory is watched.
"""

import argparse
import hashlib
import io
import json
import random
import resource
import sys
import tarfile
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import zstandard

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import changelog, check
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package, receiving, sending, trust

PASSPHRASE = "fuzz fuzz fuzz 1"


def damaged(data: bytes, rng: random.Random) -> bytes:
    """`data` with a few bytes flipped, cut, doubled, moved or blown up."""
    out = bytearray(data)
    for _n in range(rng.choice((1, 1, 1, 2, 5))):
        if not out:
            break
        at = rng.randrange(len(out))
        what = rng.randrange(8)
        if what <= 2:
            out[at] ^= 1 << rng.randrange(8)
        elif what == 3:
            del out[at:]
        elif what == 4:
            del out[at : at + rng.randrange(1, 600)]
        elif what == 5:
            out[at:at] = out[max(0, at - rng.randrange(1, 600)) : at] or b"\0"
        elif what == 6:
            out[at:at] = rng.randbytes(rng.randrange(1, 64))
        else:
            end = min(len(out), at + 512)
            other = rng.randrange(len(out))
            out[at:end], out[other : other + end - at] = (
                out[other : other + end - at],
                out[at:end],
            )
    return bytes(out)


def inside(data: bytes, own: identity.Own) -> bytes:
    """The tar inside a package."""
    import pyrage

    return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(own.encrypt)]))


def sealed(data: bytes, own: identity.Own) -> bytes:
    """A tar sealed to a recipient, as anybody can."""
    out = io.BytesIO()
    package.seal(iter([data]), out, [own.public.encrypt])
    return out.getvalue()


ODD: tuple[Any, ...] = (
    0, -1, 1, 1 << 31, 1 << 40, 1 << 62, (1 << 63) - 1, 1 << 70, 1.5, True, None, "", "x", [], {},
    "\x00", "\u202e\x1b", "../../x", "9999-99-99", "[" * 2000, "0" * 64, [[]] * 500,
)  # fmt: skip
"""What a liar puts in the place of a value."""


class Liar:
    """A trusted sender's own keys over what his program would not have written."""

    def __init__(self, tar: bytes, own: identity.Own) -> None:
        self._own = own
        self._entries: list[tuple[str, bytes]] = []
        with tarfile.open(fileobj=io.BytesIO(tar)) as held:
            for member in held:
                file = held.extractfile(member)
                assert file is not None
                self._entries.append((member.name, file.read()))

    def package(self, rng: random.Random) -> bytes:
        """A tar with one or two lies, all else made to fit."""
        entries = dict(self._entries)
        told = json.loads(entries.pop("manifest.json"))
        del entries["manifest.sig.json"]
        if rng.random() < 0.5:
            _twist(told, rng)
        else:
            self._lines(told, entries, rng)
        signed = changelog.encode(told).encode()
        whole = [("manifest.json", signed),
                 ("manifest.sig.json", package.signature_of(self._own, signed)),
                 *entries.items()]  # fmt: skip
        return b"".join(
            package.header(name, len(data)) + data + bytes(-len(data) % package.BLOCK)
            for name, data in whole
        ) + bytes(2 * package.BLOCK)

    def _lines(self, told: Any, entries: dict[str, bytes], rng: random.Random) -> None:
        """Some lines of one part twisted; chain, sizes and hashes computed anew."""
        entry = rng.choice([one for one in told["entries"] if "runs" in one])
        texts = zstandard.decompress(entries[entry["name"]]).split(b"\n")[:-1]
        at = {rng.randrange(len(texts)) for _n in range(rng.choice((1, 1, 3)))}
        out, place = list[bytes](), 0
        for run in entry["runs"]:
            hash = bytes.fromhex(run[3])
            for n in range(place, place + run[2] - run[1] + 1):
                line = json.loads(texts[n])
                if n in at:
                    _twist(line, rng)
                    if len(line) > VALUE and rng.random() < 0.5:
                        line[VALUE] = _twisted_text(line[VALUE], rng)
                    texts[n] = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
                    if b"\n" in texts[n]:
                        texts[n] = b"[]"
                hash = hashlib.sha256(hash + texts[n]).digest()
                if len(line) == WITHHELD and isinstance(line[-1], str):
                    with suppress(ValueError):
                        hash = bytes.fromhex(line[-1])
                out.append(texts[n])
            place += run[2] - run[1] + 1
            run[4] = hash.hex()
        raw = b"".join(text + b"\n" for text in out)
        entries[entry["name"]] = data = package.pack(raw)
        entry |= {"raw": len(raw), "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


VALUE, WITHHELD = 6, 4
"""The place of the value in a line; how long a withheld one is."""


def _twist(told: Any, rng: random.Random) -> None:
    """Put something odd somewhere into a document; now and then take away, double or swap."""
    while True:
        places = list(told) if isinstance(told, dict) else list(range(len(told)))
        if not places:
            return
        place = rng.choice(places)
        if isinstance(told[place], list | dict) and told[place] and rng.random() < 0.8:
            told = told[place]
            continue
        what = rng.random()
        if what < 0.7:
            told[place] = rng.choice(ODD)
        elif what < 0.8:
            del told[place]
        elif isinstance(told, list):
            told.insert(place, told[rng.randrange(len(told))])
        else:
            told[place] = told[rng.choice(places)]
        return


def _twisted_text(text: Any, rng: random.Random) -> Any:
    try:
        told = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return text
    if isinstance(told, dict):
        _twist(told, rng)
    else:
        told = rng.choice(ODD)
    return changelog.encode(told)


def _merged(side: Workspace, data: bytes, path: Path) -> str:
    """What becomes of a lie that is well formed: it is merged, or refused only then."""
    path.write_bytes(data)
    try:
        receiving.read(side, path)
    except Trouble as trouble:
        return f"{trouble.rule} when merged"
    return "plausible"


def fuzz(count: int, seed: int, folder: Path) -> tuple[int, dict[str, int], int]:
    """Try `count` damaged packages: (taken, refusals by rule, peak memory in KiB)."""
    sides: list[Workspace] = []
    with now.turned():
        for name in ("a", "b"):
            sides.append(
                found.workspace(
                    folder / f"{name}.envoy", PASSPHRASE, name=name, organisation="o",
                    use_keyring=False,
                )
            )  # fmt: skip
        own = identity.own(sides[1])
        path = folder / "p.envoy-package"
        sending.write(sides[0], path, own.public)
        whole = path.read_bytes()
        tar = inside(whole, own)
        rng = random.Random(seed)
        taken, rules = 0, dict[str, int]()
        liar = Liar(tar, identity.own(sides[0]))
        with sides[1].unit("identity.trust") as unit:
            trust.enrol(unit, identity.own(sides[0]).public)
        for n in range(count):
            source, outer = (whole, True) if n % 3 == 1 else (tar, False)
            bad = liar.package(rng) if n % 3 == 0 else damaged(source, rng)
            if bad == source:
                continue
            data = bad if outer else sealed(bad, own)
            try:
                package.unseal(io.BytesIO(data), own, receiving._Looking())
            except Trouble as trouble:
                rules[trouble.rule] = rules.get(trouble.rule, 0) + 1
            else:
                if n % 3 == 0:
                    rule = _merged(sides[1], data, path)
                    rules[rule] = rules.get(rule, 0) + 1
                else:
                    taken += 1
        broken = [one for one in check.check(sides[1]) if not one.ok]
        assert not broken, broken
        for side in sides:
            side.close()
    return taken, rules, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Fuzz and print what came of it."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="envoy-fuzz-") as folder:
        taken, rules, memory = fuzz(asked.count, asked.seed, Path(folder))
    for rule, number in sorted(rules.items(), key=lambda item: -item[1]):
        print(f"{number:>9,}  {rule}")
    print(f"{taken:>9,}  taken")
    spent = time.monotonic() - began
    print(f"{memory / 1024:.0f} MiB at most, {spent:.0f} s, seed {asked.seed}", file=sys.stderr)
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main())
