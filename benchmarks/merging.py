"""Merging: a package written, verified, and read into a file and into PostgreSQL, by size."""

import math
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure
from benchmarks.server import Server, programs
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust

PASSPHRASE = "bench bench bench 1"
SHARE = 4
"""Every fourth change is an edit of a field; the others make objects."""
COUNTS = (1_000, 10_000, 100_000)
COLUMNS = "id, hlc, unit, kind, object, field, value, parents, hash"
PLAIN, COPY = "plain executemany of the same rows", "raw COPY of the same rows"


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


def figures(folder: Path, counts: Sequence[int] = COUNTS) -> Iterator[Figure]:
    """Ratios to the floors, and the exponent with which reading grows from size to size."""
    keys.MEMORY_KIB, keys.ITERATIONS = 8192, 1
    yield from _by_size(folder / "file", counts, None)
    found = programs()
    if found is None:
        return
    server = Server(found)
    try:
        yield from _by_size(folder / "database", counts, server)
    finally:
        server.remove()


def _by_size(folder: Path, counts: Sequence[int], server: Server | None) -> Iterator[Figure]:
    before: tuple[int, float] | None = None
    for count in counts:
        into, goal, name = ("PostgreSQL", 4, COPY) if server else ("a file", 6, PLAIN)
        took, floor = measure(count, folder / str(count), server)
        grown = ""
        if before is not None:
            ratio = math.log(took["read"] / before[1]) / math.log(count / before[0])
            grown = f"grows with the changes to the power {ratio:.2f}"
        before = count, took["read"]
        what = f"package of {count:,} changes"
        if server is None:
            yield Figure(f"{what}: written, read again", name, took["write"], floor, None)
            yield Figure(f"{what}: verified", name, took["verify"], floor, None)
        yield Figure(f"{what}: read and merged into {into}", name, took["read"], floor, goal, grown)


def measure(
    count: int, folder: Path, server: Server | None = None
) -> tuple[dict[str, float], float]:
    """Milliseconds of writing, verifying and reading `count` changes (medians of three), and of
    the floor."""
    folder.mkdir(parents=True)
    made = Workspace.create(folder / "a.envoy", PASSPHRASE, name="a", use_keyring=False)
    write(made, count)
    took: dict[str, list[float]] = {"write": [], "verify": [], "read": [], "floor": []}
    for n in range(3):
        into = Workspace.create(
            folder / f"b{n}.envoy", PASSPHRASE, name="b", use_keyring=False,
            database=_empty(server) if server else "",
        )  # fmt: skip
        with into.unit("trust") as unit:
            trust.enrol(unit, identity.own(made).public)
        path = folder / f"{n}.envoy-package"
        began = [time.perf_counter()]
        sending.write(made, path, identity.own(into).public)
        began.append(time.perf_counter())
        receiving.look(into, path)
        began.append(time.perf_counter())
        receiving.read(into, path)
        began.append(time.perf_counter())
        for name, start, end in zip(("write", "verify", "read"), began, began[1:], strict=False):
            took[name].append((end - start) * 1000)
        with made.read() as reader:
            rows = reader.rows(f"SELECT {COLUMNS} FROM change")
        took["floor"].append(_copied(rows, server) if server else floor_of(rows, folder) * 1000)
        into.discard()
    made.discard()
    medians = {name: statistics.median(times) for name, times in took.items()}
    return medians, medians["floor"]


def _empty(server: Server) -> str:
    server.sql("DROP DATABASE IF EXISTS city WITH (FORCE)")
    server.sql("CREATE DATABASE city")
    return server.database


def floor_of(rows: Sequence[tuple[Any, ...]], folder: Path) -> float:
    """Seconds of a plain `executemany` of changes into a file of sqlite3's."""
    path = folder / "plain.db"
    path.unlink(missing_ok=True)
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute(
        "CREATE TABLE change (id INTEGER PRIMARY KEY, hlc INTEGER, unit INTEGER, kind TEXT,"
        " object INTEGER, field TEXT, value TEXT, parents TEXT, hash BLOB)"
    )
    began = time.perf_counter()
    plain.execute("BEGIN")
    plain.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    plain.execute("COMMIT")
    took = time.perf_counter() - began
    plain.close()
    return took


def _copied(rows: Sequence[tuple[Any, ...]], server: Server) -> float:
    """Milliseconds of a raw COPY of changes into a table with nothing but its key."""
    import psycopg

    with psycopg.connect(server.database) as held:
        held.execute(
            "CREATE TABLE plain (id bigint PRIMARY KEY, hlc bigint, unit bigint, kind text,"
            " object bigint, field text, value text, parents text, hash bytea)"
        )
        held.commit()
        began = time.perf_counter()
        with held.cursor() as cursor, cursor.copy("COPY plain FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        held.commit()
        took = (time.perf_counter() - began) * 1000
        held.execute("DROP TABLE plain")
    return took
