"""Merging in a database: the same set of changes is the same state as in a file."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.store import changelog, check, keys
from envoy_desktop.store.queries import conflicts, exchange
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from tests.store.conftest import PASSPHRASE, TODAY

FIELDS = {"text": ["一", "二", "三"], "channel": ["visit", "phone"]}


@pytest.fixture
def places(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Workspace]]:
    """Three envoys' files, then an office in a file and an office in a database."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    with now.turned():
        now.set_today(TODAY)
        made = [
            found.workspace(
                tmp_path / f"{name}.envoy", PASSPHRASE, name=name, organisation="区特派办",
                use_keyring=False, database=database if name == "database" else "",
            )
            for name in ("甲", "乙", "丙", "file", "database")
        ]  # fmt: skip
        for one in made:
            for other in made:
                if other is not one:
                    public = identity.own(other).public
                    with one.unit("identity.trust") as unit:
                        trust.enrol(unit, public)
        try:
            yield made
        finally:
            for one in made:
                one.close()


def work(workspace: Workspace, chance: random.Random) -> None:
    with workspace.unit("attempts.log") as unit:
        known = [row[0] for row in unit.rows("SELECT id FROM attempt ORDER BY id")]
        for _n in range(chance.randrange(1, 40)):
            if known and chance.random() < 0.6:
                field = chance.choice(list(FIELDS))
                unit.set("attempt", chance.choice(known), **{field: chance.choice(FIELDS[field])})
            else:
                known.append(
                    unit.add(
                        "attempt", text="打过电话", channel="visit", on="2026-11-23",
                        entered_on="2026-11-23",
                    )
                )  # fmt: skip
    with workspace.unit("settings.set") as unit:  # the same object on every device
        key = chance.choice(("obstacle.stale_days", "clock.yellow_days"))
        unit.put(
            "setting", changelog.natural_id("setting", key), key=key,
            value=str(chance.randrange(3, 9)),
        )  # fmt: skip


def digest(workspace: Workspace) -> tuple[str, int]:
    with workspace.read() as reader:
        return exchange.digest(reader), conflicts.count(reader)


def sound(workspace: Workspace) -> list[str]:
    return [f"{f.check}: {f.found}" for f in check.check(workspace) if not f.ok]


@pytest.mark.parametrize("seed", [0, 2])
def test_the_same_packages_in_any_order_give_the_same_in_file_and_database(
    places: list[Workspace], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    *envoys, file, shared = places
    heaps: dict[str, list[Path]] = {"file": [], "database": []}
    for round in range(3):
        for n, envoy in enumerate(envoys):
            work(envoy, chance)
            for name, office in (("file", file), ("database", shared)):
                path = tmp_path / f"{round}-{n}-{name}.p"
                sending.write(envoy, path, identity.own(office).public, everything=True)
                heaps[name].append(path)
            other = chance.choice(envoys)
            if other is not envoy:
                path = tmp_path / f"{round}-{n}-between.p"
                sending.write(envoy, path, identity.own(other).public)
                receiving.read(other, path)
    for name, office in (("file", file), ("database", shared)):
        chance.shuffle(heaps[name])
        for path in (*heaps[name], heaps[name][0]):
            receiving.read(office, path)
    # each has made its own keys and lists besides: let each see the other's
    for one, other in ((file, shared), (shared, file)):
        path = tmp_path / f"last-{chance.random()}.p"
        sending.write(one, path, identity.own(other).public)
        receiving.read(other, path)
    assert digest(file) == digest(shared)
    assert sound(shared) == []
    with file.read() as a, shared.read() as b:
        ask = "SELECT id, hash FROM change ORDER BY id"
        assert [(i, bytes(h)) for i, h in a.rows(ask)] == [(i, bytes(h)) for i, h in b.rows(ask)]
        ask = "SELECT object, field, change FROM head ORDER BY object, field, change"
        assert a.rows(ask) == b.rows(ask)
