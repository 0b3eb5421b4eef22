"""A workspace to try things on: made once, copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace

PASSPHRASE = "乘风破浪 2026"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A fresh workspace's file and key."""
    path = tmp_path_factory.mktemp("template") / "w.envoy"
    with now.turned():
        now.set_today(TODAY)
        found.workspace(
            path, PASSPHRASE, name="李明", organisation="市特派办", use_keyring=False
        ).close()
    return path, keys.unlock_by_passphrase(path, PASSPHRASE)


@pytest.fixture
def key(template: tuple[Path, bytes]) -> bytes:
    return template[1]


@pytest.fixture
def file(template: tuple[Path, bytes], tmp_path: Path) -> Path:
    """A copy of the workspace's file with its slots."""
    path = tmp_path / "w.envoy"
    shutil.copy(template[0], path)
    shutil.copy(keys.key_file(template[0]), keys.key_file(path))
    return path


@pytest.fixture
def workspace(file: Path, key: bytes) -> Iterator[Workspace]:
    """An open copy, on a fixed day."""
    with now.turned():
        now.set_today(TODAY)
        with Workspace.open(file, key) as opened:
            yield opened
