"""Devices that write and exchange changes, and the model: state as a function of a set of changes.

The model is written apart from the program, from the definition alone.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.store import changelog, forks, keys, lines, merge, schema
from envoy_desktop.store.changelog import SEQ_BITS
from envoy_desktop.store.lines import Author, Row, Run
from envoy_desktop.store.queries import conflicts, exchange, gaps
from envoy_desktop.store.unit import default_of
from envoy_desktop.store.workspace import Workspace

START = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIELDS = {"obstacle": ("text", "severity", "deleted"), "project_attribute": ("value",)}
SEQ = (1 << SEQ_BITS) - 1


class Time:
    """A clock that only goes on; each device may be off by its own span."""

    def __init__(self) -> None:
        self.ticks = 0
        self.off = timedelta()

    def __call__(self) -> datetime:
        self.ticks += 1
        return START + timedelta(seconds=self.ticks) + self.off


@dataclass
class Device:
    """A workspace of the test; `off` is how wrong its clock is."""

    name: str
    path: Path
    key: bytes
    time: Time
    off: timedelta = timedelta()

    def __post_init__(self) -> None:
        self.workspace = Workspace.open(self.path, self.key)

    # -- writing -------------------------------------------------------------------------------

    def unit(self, act: str = "test"):
        self.time.off = self.off
        return self.workspace.unit(act)

    def log(self, text: str) -> int:
        with self.unit() as unit:
            return unit.add(
                "obstacle", text=text, on="2026-11-23", entered_on="2026-11-23", severity="1"
            )

    def put(self, n: int, value: str) -> int:
        id = changelog.natural_id("project_attribute", n)
        with self.unit() as unit:
            unit.put("project_attribute", id, project=1, name=f"a{n}", value=value)
        return id

    def edit(self, object: int, field: str, value: Any) -> None:
        kind = "project_attribute" if changelog.is_natural(object) else "obstacle"
        with self.unit() as unit:
            unit.set(kind, object, **{field: value})

    def settle(self) -> bool:
        with self.workspace.read() as reader:
            found = conflicts.conflicts(reader)
        if found:
            one = found[0]
            with self.unit() as unit:
                unit.settle(one.kind, one.object, one.field, one.siblings[0].value)
        return bool(found)

    # -- what is here --------------------------------------------------------------------------

    def objects(self) -> list[int]:
        with self.workspace.read() as reader:
            return [
                row[0]
                for kind in ("obstacle", "project_attribute")
                for row in reader.rows(f"SELECT id FROM {kind} ORDER BY id")
            ]

    def changes(self) -> list[Row]:
        with self.workspace.read() as reader:
            return [
                (*row[:8], bytes(row[8]))
                for row in reader.rows(
                    "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
                    " ORDER BY id"
                )
            ]

    def aside(self) -> set[int]:
        with self.workspace.read() as reader:
            return {row[0] for row in reader.rows("SELECT id FROM quarantined")}

    def authors(self) -> list[Author]:
        with self.workspace.read() as reader:
            return exchange.authors(reader)

    def digest(self) -> str:
        with self.workspace.read() as reader:
            return exchange.digest(reader)

    def gaps(self) -> list[tuple[int, int, int]]:
        with self.workspace.read() as reader:
            return [(g.tag, g.first, g.last) for g in gaps.gaps(reader)]

    # -- exchange ------------------------------------------------------------------------------

    def take(self, rows: Iterable[Row], authors: Iterable[Author]) -> merge.Taken:
        """Take in changes through their lines, as a package does."""
        held = sorted(rows)
        runs = runs_of(held)
        read = lines.read(b"".join(lines.write(held)), runs)
        with self.unit("package.read") as unit:
            taken = merge.take_in(unit, list(authors), runs, read)
        if taken.own_forked:
            self.workspace.mint_actor(self.name)
        forks.write_anew(self.workspace)
        return taken

    def copy_to(self, path: Path) -> Path:
        self.workspace.close()
        shutil.copy(self.path, path)
        self.workspace = Workspace.open(self.path, self.key)
        return path

    def go_back_to(self, path: Path) -> None:
        """Restore a copy: the file of then, and a new incarnation."""
        self.workspace.close()
        shutil.copy(path, self.path)
        self.workspace = Workspace.open(self.path, self.key)
        self.workspace.mint_actor(self.name)


BEFORE: dict[int, bytes] = {}
"""Hashes of every change ever seen, by id and by what it is: runs need the one before."""


def runs_of(rows: list[Row]) -> list[Run]:
    """The runs without a gap in sorted rows; the hash before the first is looked up."""
    found: list[Run] = []
    start = 0
    for n in range(1, len(rows) + 1):
        if n < len(rows) and rows[n][0] == rows[n - 1][0] + 1:
            continue
        first, last = rows[start], rows[n - 1]
        tag, seq = first[0] >> SEQ_BITS, first[0] & SEQ
        before = changelog.NO_HASH if seq == 1 else PREVIOUS[first[8]]
        found.append(Run(tag, seq, last[0] & SEQ, before, last[8]))
        start = n
    return found


PREVIOUS: dict[bytes, bytes] = {}
"""The hash before each change, by its own hash."""


def remember(rows: list[Row]) -> None:
    """Learn which hash each change follows."""
    by_id = {row[0]: row for row in rows}
    for row in rows:
        before = by_id.get(row[0] - 1)
        if row[0] & SEQ == 1:
            PREVIOUS[row[8]] = changelog.NO_HASH
        elif before is not None:
            PREVIOUS.setdefault(row[8], before[8])


# -- the model ---------------------------------------------------------------------------------


@dataclass
class State:
    """What the model says: rows by object, conflicts as sets of values."""

    rows: dict[int, dict[str, Any]]
    conflicts: dict[tuple[int, str], list[str]]
    shown: dict[tuple[int, str], int]


def model(changes: Iterable[Row]) -> State:
    """The state that a set of changes gives, by the definition in docs/sync.md."""
    by_object: dict[int, list[Row]] = {}
    for change in changes:
        if change[3] in FIELDS:
            by_object.setdefault(change[4], []).append(change)
    state = State({}, {}, {})
    for object, of in by_object.items():
        kind = of[0][3]
        table = schema.LOGGED[kind]
        preset = {c.name: default_of(table, c.name) for c in table.columns if c.name != "id"}
        made = {c[0]: {**preset, **json.loads(c[6])} for c in of if c[5] == ""}
        times = {c[0]: c[1] for c in of}
        row: dict[str, Any] = {}
        for field in preset:
            edits = {c[0]: json.loads(c[6]) for c in of if c[5] == field}
            named = {p for c in of if c[5] == field for p in json.loads(c[7])}
            values = {id: fields[field] for id, fields in made.items()}
            seen = {plain(values[id]) for id in named if id in values}
            alike = len({plain(v) for v in values.values()}) < 2
            heads = {
                id: value
                for id, value in values.items()
                if plain(value) not in seen and not (edits and alike)
            }
            heads |= {id: value for id, value in edits.items() if id not in named}
            told = heads or values
            if not told:
                continue
            shown = max(told, key=lambda id: (times[id], id))
            row[field] = told[shown]
            state.shown[object, field] = shown
            several = len({plain(v) for v in heads.values()}) > 1
            if made and several and field not in conflicts.NO_MATTER:
                state.conflicts[object, field] = sorted(plain(v) for v in heads.values())
        if made:
            state.rows[object] = row
    return state


def plain(value: Any) -> str:
    return json.dumps(int(value) if isinstance(value, bool) else value)


def model_gaps(changes: Iterable[Row]) -> list[tuple[int, int, int]]:
    """The holes before known changes, by actor."""
    found = []
    by_tag: dict[int, list[int]] = {}
    for change in changes:
        by_tag.setdefault(change[0] >> SEQ_BITS, []).append(change[0] & SEQ)
    for tag, seqs in sorted(by_tag.items()):
        expected = 1
        for seq in sorted(seqs):
            if seq != expected:
                found.append((tag, expected, seq - 1))
            expected = seq + 1
    return found


def check(device: Device) -> None:
    """The file's state is the model's state of the changes in it."""
    changes = device.changes()
    state = model(changes)
    with device.workspace.read() as reader:
        for kind in FIELDS:
            table = schema.LOGGED[kind]
            names = [c.name for c in table.columns]
            listed = ", ".join(f'"{name}"' for name in names)
            rows = {
                row[0]: dict(zip(names[1:], row[1:], strict=True))
                for row in reader.rows(f"SELECT {listed} FROM {kind}")
            }
            wanted = {
                object: {name: int(v) if isinstance(v, bool) else v for name, v in row.items()}
                for object, row in state.rows.items()
                if (kind == "project_attribute") == changelog.is_natural(object)
            }
            assert rows == wanted
        found = {
            (c.object, c.field): sorted(plain(s.value) for s in c.siblings)
            for c in conflicts.conflicts(reader)
        }
        shown = {(c.object, c.field): c.shown.change for c in conflicts.conflicts(reader)}
        assert changelog.verify(reader) == []
        awaited = {row[0] for row in reader.rows("SELECT parent FROM awaited")}
    assert found == state.conflicts
    assert shown == {place: state.shown[place] for place in shown}
    here = {change[0] for change in changes}
    assert awaited == {p for c in changes if c[5] for p in json.loads(c[7]) if p not in here}, (
        "awaited parents"
    )
    assert device.gaps() == model_gaps(changes)


def open_devices(template: Path, key: bytes, folder: Path, count: int) -> tuple[Time, list[Device]]:
    """Empty workspaces of several people under one clock."""
    time = Time()
    now.set_instant(time)
    devices = []
    for n in range(count):
        path = folder / f"d{n}.envoy"
        shutil.copy(template, path)
        shutil.copy(keys.key_file(template), keys.key_file(path))
        device = Device(f"人{n}", path, key, time)
        device.workspace.mint_actor(device.name, seed=f"{folder.name} {n}")
        devices.append(device)
    return time, devices
