"""`python3 packaging/dev.py fuzz [N]`: damaged packages; none may be taken, none may crash.

Half are damaged outside (the encrypted file), half inside: sealed again by somebody who knows the
recipient's public key, which everybody may. Memory is watched.
"""

import argparse
import io
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package, receiving, sending

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
        for n in range(count):
            source, outer = (whole, True) if n % 2 else (tar, False)
            bad = damaged(source, rng)
            if bad == source:
                continue
            data = bad if outer else sealed(bad, own)
            try:
                package.unseal(io.BytesIO(data), own, receiving._Looking())
            except Trouble as trouble:
                rules[trouble.rule] = rules.get(trouble.rule, 0) + 1
            else:
                taken += 1
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
