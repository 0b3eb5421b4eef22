"""Merging: a package verified, parsed and merged, against plain `executemany` of the same rows."""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust

PASSPHRASE = "bench bench bench 1"
SHARE = 4
"""Every fourth change is an edit of a field; the others make objects."""


def write(workspace: Workspace, count: int) -> None:
    """`count` changes: obstacles and edits of them."""
    made: list[int] = []
    with workspace.hurried(), workspace.unit("bench") as unit:
        for n in range(count):
            if n % SHARE or not made:
                made.append(
                    unit.add(
                        "attempt", text=f"与规划局窗口沟通第 {n} 次", on="2026-11-23",
                        channel="visit", entered_on="2026-11-23",
                    )
                )  # fmt: skip
            else:
                unit.set("attempt", made[n // SHARE * 3 // 4], text=f"改为第 {n} 次")


def measure(count: int, folder: Path) -> dict[str, float]:
    """Seconds of each step for `count` changes, and the floor."""
    folder.mkdir()
    sides = [
        Workspace.create(folder / f"{name}.envoy", PASSPHRASE, name=name, use_keyring=False)
        for name in "ab"
    ]
    a, b = sides
    write(a, count)
    with b.unit("trust") as unit:
        trust.enrol(unit, identity.own(a).public)
    path = folder / "p.envoy-package"
    clock = time.perf_counter
    began = clock()
    sending.write(a, path, identity.own(b).public)
    packed = clock() - began
    began = clock()
    receiving.look(b, path)
    verified = clock() - began
    began = clock()
    received = receiving.read(b, path)
    merged = clock() - began
    with a.read() as reader:
        rows = reader.rows(
            "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
        )
    floor = floor_of(rows, folder)
    for side in sides:
        side.close()
    return {
        "changes": received.new,
        "MB": path.stat().st_size / 1e6,
        "floor": floor,
        "write": packed,
        "verify": verified,
        "read": merged,
    }


def floor_of(rows: Sequence[tuple[Any, ...]], folder: Path) -> float:
    """Seconds of a plain `executemany` of changes into a file of sqlite3's, the middle of three."""
    took = []
    for n in range(3):
        plain = sqlite3.connect(folder / f"plain{n}.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute(
            "CREATE TABLE change (id INTEGER PRIMARY KEY, hlc INTEGER, unit INTEGER, kind TEXT,"
            " object INTEGER, field TEXT, value TEXT, parents TEXT, hash BLOB)"
        )
        began = time.perf_counter()
        plain.execute("BEGIN")
        plain.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        plain.execute("COMMIT")
        took.append(time.perf_counter() - began)
        plain.close()
    return sorted(took)[1]


def main() -> int:
    """Print ratios to the floor at several sizes."""
    parser = argparse.ArgumentParser(prog="merging", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="envoy-merge-") as folder:
        for count in asked.counts:
            found = measure(count, Path(folder) / str(count))
            floor = found["floor"]
            print(
                f"{found['changes']:>9,.0f} changes  {found['MB']:6.1f} MB  floor {floor:6.3f} s  "
                + "  ".join(
                    f"{name} {found[name] / floor:5.1f}" for name in ("write", "verify", "read")
                )
            )
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
