"""Merging into PostgreSQL: a package verified and merged, against raw COPY of the same rows.

Needs an empty database, which is filled: `python3 -m benchmarks.merging_postgres URL [COUNT …]`.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.merging import PASSPHRASE, write
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust


def measure(count: int, url: str, folder: Path) -> dict[str, float]:
    """Seconds of each step for `count` changes, and the floor."""
    import psycopg

    folder.mkdir()
    a = Workspace.create(folder / "a.envoy", PASSPHRASE, name="a", use_keyring=False)
    b = Workspace.create(folder / "b.envoy", PASSPHRASE, name="b", use_keyring=False, database=url)
    write(a, count)
    with b.unit("trust") as unit:
        trust.enrol(unit, identity.own(a).public)
    path = folder / "p.envoy-package"
    sending.write(a, path, identity.own(b).public)
    clock = time.perf_counter
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
    floor = []
    with psycopg.connect(url) as held:
        for _n in range(3):
            held.execute("DROP TABLE IF EXISTS plain")
            held.execute(
                "CREATE TABLE plain (id bigint PRIMARY KEY, hlc bigint, unit bigint, kind text,"
                " object bigint, field text, value text, parents text, hash bytea)"
            )
            held.commit()
            began = clock()
            with held.cursor() as cursor, cursor.copy("COPY plain FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            held.commit()
            floor.append(clock() - began)
        held.execute("DROP TABLE plain")
    a.close()
    b.close()
    return {
        "changes": received.new,
        "floor": sorted(floor)[1],
        "verify": verified,
        "read": merged,
    }


def main() -> int:
    """Print ratios to the floor at several sizes."""
    parser = argparse.ArgumentParser(prog="merging_postgres", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="envoy-merge-") as folder:
        for count in asked.counts:
            found = measure(count, asked.url, Path(folder) / str(count))
            floor = found["floor"]
            print(
                f"{found['changes']:>9,.0f} changes  floor {floor:6.3f} s  "
                + "  ".join(f"{name} {found[name] / floor:5.1f}" for name in ("verify", "read"))
            )
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
