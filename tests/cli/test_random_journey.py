"""Three people, each at home, and a stick: whatever happens to the packages, all come to one state.

Edits of the same things, packages lost, repeated and swapped, a backup restored in the middle.
"""

import random
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop.store import keys
from tests.cli.conftest import PASSPHRASE, Called, in_process

PEOPLE = "abc"
STEPS = 22


class Journey:
    """Three workspaces, the packages under way between them, and a backup or two."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder, self.rng = folder, rng
        self.under_way: list[tuple[str, Path]] = []
        self.read: list[tuple[str, Path]] = []
        self.backups: dict[str, Path] = {}
        self.count = 0
        self.restored: set[str] = set()
        self.undone: set[str] = set()

    def say(self, who: str, *words: object) -> Called:
        return in_process("--workspace", self.folder / f"{who}.envoy", "--json", *words)

    def well(self, who: str, *words: object) -> Any:
        called = self.say(who, *words)
        assert called.exit == 0, (who, words, called.err, called.out)
        return called.json

    def send(self, who: str, to: str, *how: str) -> Path:
        self.count += 1
        path = self.folder / f"{self.count}-{who}-{to}.p"
        self.well(who, "package", "write", path, "--to", self.folder / f"{to}.id", *how)
        return path

    def receive(self, who: str, path: Path) -> None:
        self.well(who, "package", "read", path)
        self.read.append((who, path))

    def step(self, procedures: list[str]) -> None:
        rng = self.rng
        who = rng.choice(PEOPLE)
        what = rng.choice(
            ("limit", "limit", "log", "put", "send", "send", "send", "arrive", "arrive", "arrive",
             "lost", "again", "backup", "restore", "undo", "settle")
        )  # fmt: skip
        if what == "limit":
            days = rng.randrange(5, 60)
            self.well(who, "procedure", "set", rng.choice(procedures), "--plan-limit", days)
        elif what == "log":
            self.count += 1
            self.well(who, "obstacle", "log", f"第{self.count}件难事", "--project", "甲项目")
        elif what == "put":  # an object that several may make
            self.well(who, "project", "set", "甲项目", "--attr", f"area_m2={rng.randrange(1, 9)}00")
        elif what == "send":
            to = rng.choice([other for other in PEOPLE if other != who])
            self.under_way.append((to, self.send(who, to)))
        elif what == "arrive" and self.under_way:  # in any order
            self.receive(*self.under_way.pop(rng.randrange(len(self.under_way))))
        elif what == "lost" and self.under_way:
            self.under_way.pop(rng.randrange(len(self.under_way)))
        elif what == "again" and self.read:
            to, path = rng.choice(self.read)
            before = self.well(to, "workspace", "digest")["digest"]
            self.receive(to, path)
            assert (to in self.restored) or before == self.well(to, "workspace", "digest")["digest"]
        elif what == "backup":
            self.count += 1
            folder = self.folder / f"backup{self.count}"
            self.backups[who] = Path(self.well(who, "backup", folder)["path"])
        elif what == "restore" and who in self.backups:
            self.well(who, "restore", self.backups[who])
            self.restored.add(who)
        elif what == "undo":
            before_it = self.obstacles(who)
            assert self.say(who, "undo").exit in (0, 1)
            self.undone |= before_it - self.obstacles(who)
        elif what == "settle":
            for one in self.well(who, "conflict", "list")[:1]:
                self.well(who, "conflict", "settle", one["id"], "--take", 1)

    def obstacles(self, who: str) -> set[str]:
        return {one["text"] for one in self.well(who, "obstacle", "list")}

    def home(self) -> set[str]:
        """Everybody hands everything to everybody, twice: what one has told, all have heard."""
        for _round in range(2):
            for who in PEOPLE:
                for to in PEOPLE:
                    if who != to:
                        self.receive(to, self.send(who, to, "--all"))
        return {self.well(who, "workspace", "digest")["digest"] for who in PEOPLE}


@pytest.fixture
def journey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Journey:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    (tmp_path / "pw").write_text(PASSPHRASE + "\n", "utf-8")
    monkeypatch.setenv("ENVOY_PASSPHRASE_FILE", str(tmp_path / "pw"))
    monkeypatch.delenv("ENVOY_WORKSPACE", raising=False)
    made = Journey(tmp_path, random.Random(request.param))
    for who in PEOPLE:
        file = tmp_path / f"{who}.envoy"
        made.well(
            who, "workspace", "new", file, "--name", f"人{who}", "--unit", "单位", "--no-keyring"
        )
        made.well(who, "identity", "show", "--out", tmp_path / f"{who}.id")
    for who in PEOPLE:
        for other in PEOPLE:
            if who != other:
                made.well(who, "identity", "trust", tmp_path / f"{other}.id")
    return made


@pytest.mark.parametrize("journey", [2, 3], indirect=True)
def test_whatever_happens_on_the_way_all_come_to_one_state(journey: Journey):
    journey.well("a", "project", "new", "--name", "甲项目", "--investor", "甲公司")
    planned = journey.well("a", "plan", "generate", "甲项目")
    for to in "bc":
        journey.receive(to, journey.send("a", to))
    procedures = [one["id"] for one in planned["procedures"][:2]]
    for _n in range(STEPS):
        journey.step(procedures)
    told = set().union(*map(journey.obstacles, PEOPLE))
    assert len(journey.home()) == 1
    seen = [journey.obstacles(who) for who in PEOPLE]
    assert seen[0] == seen[1] == seen[2]
    assert told - journey.undone <= seen[0], "no lost edit"
    for who in PEOPLE:
        assert journey.say(who, "workspace", "check").exit == 0
