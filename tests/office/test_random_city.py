"""Envoys, their office and a stick: what each shows follows from whose words have reached him.

A model beside the program holds sets of changes and nothing else; after each delivery the lists,
the conflicts with all their values and the standing of the office are held against it.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop.store import keys
from tests.cli.conftest import PASSPHRASE, in_process

ENVOYS, OFFICE = ("甲", "乙", "丙"), "办"
STEPS = 26


@dataclass(frozen=True)
class Change:
    """Somebody's word for a place or a text of its own; `parents` are what he had seen."""

    n: int
    place: str
    value: str
    parents: frozenset[int]


@dataclass
class Package:
    """What one wrote for another: the files, what they hold, and what the writer had."""

    writer: str
    reader: str
    files: list[Path]
    holds: set[int]
    sequence: int


@dataclass
class City:
    """The workspaces and the model."""

    folder: Path
    rng: random.Random
    changes: dict[int, Change] = field(default_factory=dict)
    known: dict[str, set[int]] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    trusts: dict[str, set[str]] = field(default_factory=dict)
    under_way: list[Package] = field(default_factory=list)
    came: list[Package] = field(default_factory=list)
    secrets: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    def call(self, who: str, *words: object, exit: int = 0) -> Any:
        file = self.folder / f"{who} 的.envoy"
        called = in_process("--workspace", file, "--json", *words)
        assert called.exit == exit, (who, words, called.out, called.err)
        return called.json

    def write(self, who: str, place: str, value: str) -> int:
        """The model's change: it has seen all heads that its writer had."""
        self.count += 1
        seen = frozenset(one.n for one in self.heads(self.known[who]).get(place, ()))
        self.changes[self.count] = Change(self.count, place, value, seen)
        self.known[who].add(self.count)
        return self.count

    def heads(self, known: Iterable[int]) -> dict[str, list[Change]]:
        places: dict[str, list[Change]] = {}
        for n in known:
            places.setdefault(self.changes[n].place, []).append(self.changes[n])
        for place, ones in places.items():
            named = frozenset().union(*(one.parents for one in ones))
            places[place] = [one for one in ones if one.n not in named]
        return places

    # -- what happens --------------------------------------------------------------------------

    def step(self) -> None:
        rng, who = self.rng, self.rng.choice((*ENVOYS, OFFICE))
        here = [id for id, made in self.projects.items() if made in self.known[who]]
        kind = rng.choice(
            ("log", "place", "place", "settle", "secret", "send", "send", "arrive", "arrive",
             "arrive", "again", "lost", "return", "carry")
        )  # fmt: skip
        if kind == "log" and here:
            text = f"第{self.count}件 {who}的"
            id = self.call(who, "obstacle", "log", text, "--project", rng.choice(here))["id"]
            self.write(who, id, text)
        elif kind == "place" and here:
            project, value = rng.choice(here), f"第{self.count}处"
            self.call(who, "project", "set", project, "--place", value)
            self.write(who, project, value)
        elif kind == "settle":
            for one in self.call(who, "conflict", "list")[:1]:
                taken = rng.choice(one["siblings"])
                self.call(who, "conflict", "settle", one["id"], "--take", taken["n"])
                self.write(who, one["object"], taken["value"])
        elif kind == "secret" and here:
            text = f"不外传{self.count}号"
            self.call(who, "note", "add", text, "--project", rng.choice(here), "--private")
            self.secrets.setdefault(who, []).append(text)
        elif kind == "send":
            to = rng.choice([one for one in (*ENVOYS, OFFICE) if one != who])
            self.under_way.append(self.send(who, to, *rng.choice(((), ("--all",)))))
        elif kind == "arrive" and self.under_way:  # in any order
            self.arrive(self.under_way.pop(rng.randrange(len(self.under_way))))
        elif kind == "lost" and self.under_way:
            self.under_way.pop(rng.randrange(len(self.under_way)))
        elif kind == "again" and self.came:
            package = rng.choice(self.came)
            before = self.call(package.reader, "workspace", "digest")
            self.arrive(package)
            assert self.call(package.reader, "workspace", "digest") == before
        elif kind == "return":
            self.under_way += self.given_back()
        elif kind == "carry":  # what came from the office goes on to a colleague
            first, second = rng.sample(ENVOYS, 2)
            self.arrive(self.send(OFFICE, first))
            self.arrive(self.send(first, second))

    def send(self, who: str, to: str, *how: str) -> Package:
        self.count += 1
        path = self.folder / f"包 {self.count}.p"
        made = self.call(who, "package", "write", path, "--to", self.folder / f"{to}.id", *how)
        return Package(who, to, [path], set(self.known[who]), made["sequence"])

    def given_back(self) -> list[Package]:
        self.count += 1
        back = self.call(OFFICE, "office", "return", self.folder / f"发回 {self.count}")
        return [
            Package(OFFICE, one["name"], [Path(file) for file in one["files"]],
                    set(self.known[OFFICE]), one["sequence"])
            for one in back["packages"]
        ]  # fmt: skip

    def arrive(self, package: Package) -> None:
        to = package.reader
        act = ("office", "import") if to == OFFICE else ("package", "read")
        if package.writer not in self.trusts[to]:  # the office's list has not come yet
            self.call(to, *act, *package.files, exit=1)
            return
        self.call(to, *act, *package.files)
        self.known[to] |= package.holds
        if package.writer == OFFICE:
            self.trusts[to] |= set(ENVOYS)
        self.came.append(package)
        self.compare(to)

    # -- what shows ----------------------------------------------------------------------------

    def compare(self, who: str) -> None:
        heads = self.heads(self.known[who])
        logged = {one["id"]: one["text"] for one in self.call(who, "obstacle", "list")}
        places = {one["id"]: one["place"] for one in self.call(who, "project", "list")}
        assert places.keys() == {id for id, n in self.projects.items() if n in self.known[who]}
        assert logged.keys() == heads.keys() - places.keys()
        for id, shown in {**logged, **places}.items():
            assert shown in {one.value for one in heads[id]}, (who, id)
        conflicts = {
            one["object"]: {sibling["value"] for sibling in one["siblings"]}
            for one in self.call(who, "conflict", "list")
        }
        values = {place: {one.value for one in ones} for place, ones in heads.items()}
        assert conflicts == {place: said for place, said in values.items() if len(said) > 1}
        notes = {one["text"] for one in self.call(who, "note", "list")}
        assert notes == set(self.secrets.get(who, ()))

    def home(self) -> None:
        """The end of the month, twice: what the first return brings, the second one settles."""
        for _round in range(2):
            for who in ENVOYS:
                self.arrive(self.send(who, OFFICE))
            for package in self.given_back():
                self.arrive(package)
        assert len({self.call(who, "workspace", "digest")["digest"] for who in self.known}) == 1
        status = self.call(OFFICE, "office", "status")
        conflicts = self.call(OFFICE, "conflict", "list")
        assert (status["delivered"], status["missing"]) == (len(ENVOYS), 0)
        assert (status["gaps"], status["quarantined"]) == (0, 0)
        assert status["conflicts"] == len(conflicts)
        for one in status["envoys"]:
            came = {p.sequence for p in self.came if (p.writer, p.reader) == (one["name"], OFFICE)}
            assert one["missing_packages"] == sorted(set(range(1, max(came))) - came)
        for who in self.known:
            assert self.call(who, "conflict", "list") == conflicts
            assert self.call(who, "workspace", "check")["ok"]


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> City:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    (tmp_path / "pw").write_text(PASSPHRASE + "\n", "utf-8")
    monkeypatch.setenv("ENVOY_PASSPHRASE_FILE", str(tmp_path / "pw"))
    monkeypatch.delenv("ENVOY_WORKSPACE", raising=False)
    city = City(tmp_path, random.Random(request.param))
    made = ("--unit", "市特派办", "--no-keyring")
    city.call(OFFICE, "office", "new", tmp_path / f"{OFFICE} 的.envoy", *made)
    for who in ENVOYS:
        city.call(who, "workspace", "new", tmp_path / f"{who} 的.envoy", "--name", who, *made)
    for who in (*ENVOYS, OFFICE):
        city.call(who, "identity", "show", "--out", tmp_path / f"{who}.id")
        city.known[who], city.trusts[who] = set(), {OFFICE}
    for who in ENVOYS:
        city.call(OFFICE, "office", "enrol", tmp_path / f"{who}.id")
        city.trusts[OFFICE].add(who)
        city.call(who, "identity", "trust", tmp_path / f"{OFFICE}.id")
        id = city.call(who, "project", "new", "--name", f"{who}项目", "--investor", "投资方")["id"]
        city.projects[id] = city.write(who, id, "")
    return city


@pytest.mark.parametrize("city", [2, 5], indirect=True)
def test_everybody_shows_what_has_reached_him_and_in_the_end_all_the_same(city: City) -> None:
    city.arrive(city.send("甲", OFFICE))
    for package in city.given_back():
        city.arrive(package)
    for _n in range(STEPS):
        city.step()
    city.home()
