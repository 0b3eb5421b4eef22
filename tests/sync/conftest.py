"""Two people's workspaces who trust each other, and a third whom nobody knows."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.store import keys
from envoy_desktop.store.queries import exchange
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from envoy_desktop.sync.identity import Public
from tests.store.conftest import PASSPHRASE, TODAY


@dataclass
class Side:
    """One person's workspace."""

    workspace: Workspace
    folder: Path

    @property
    def public(self) -> Public:
        return identity.own(self.workspace).public

    def trusts(self, other: "Side", **how: object) -> None:
        with self.workspace.unit("identity.trust") as unit:
            trust.enrol(unit, other.public, **how)  # type: ignore[arg-type]

    def write(self, to: "Side", name: str = "p.envoy-package", **how: object) -> Path:
        path = self.folder / name
        sending.write(self.workspace, path, to.public, **how)  # type: ignore[arg-type]
        return path

    def read(self, path: Path) -> receiving.Received:
        return receiving.read(self.workspace, path)

    def obstacle(self, text: str) -> int:
        with self.workspace.unit("obstacles.log") as unit:
            return unit.add("obstacle", text=text, on="2026-11-23", entered_on="2026-11-23")

    def digest(self) -> str:
        with self.workspace.read() as reader:
            return exchange.digest(reader)

    def value(self, sql: str, **values: object) -> object:
        with self.workspace.read() as reader:
            return reader.value(sql, **values)


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A fresh workspace's file and key."""
    path = tmp_path_factory.mktemp("new") / "n.envoy"
    with now.turned():
        now.set_today(TODAY)
        found.workspace(
            path, PASSPHRASE, name="李明", organisation="市特派办", use_keyring=False
        ).close()
    return path, keys.unlock_by_passphrase(path, PASSPHRASE)


@pytest.fixture
def sides(new: tuple[Path, bytes], tmp_path: Path) -> Iterator[tuple[Side, Side, Side]]:
    """A and B trust each other; nobody trusts C. Each is a device of its own."""
    made = []
    with now.turned():
        now.set_today(TODAY)
        for name in ("a", "b", "c"):
            folder = tmp_path / name
            folder.mkdir()
            path = folder / "w.envoy"
            shutil.copy(new[0], path)
            shutil.copy(keys.key_file(new[0]), keys.key_file(path))
            workspace = Workspace.open(path, new[1])
            workspace.mint_actor(f"人{name}")
            made.append(Side(workspace, folder))
        a, b, c = made
        a.trusts(b)
        b.trusts(a)
        c.trusts(a)
        try:
            yield a, b, c
        finally:
            for side in made:
                side.workspace.close()
