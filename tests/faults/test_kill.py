"""Pull the plug: what was told to be kept is kept, and nothing is half there."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from envoy_desktop.store import changelog, readings
from envoy_desktop.store.workspace import Workspace

WRITER = Path(__file__).with_name("writer.py")


def kill_while_writing(path: Path, key: bytes, name: str, after: float) -> list[str]:
    """Start a writer, kill -9 it after some seconds; the acts it had told to be done."""
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(path), key.hex(), name],
        stdout=subprocess.PIPE,
        text=True,
        cwd=WRITER.parent.parent.parent,
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip()]  # it has begun
        time.sleep(after)
        writer.kill()
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    return [line for line in told if line]


def look(path: Path, key: bytes, told: list[str], kills: int = 1) -> None:
    """Everything told is there, in both tables; the chain holds; readings are what facts say."""
    with Workspace.open(path, key) as opened, opened.read() as reader:
        there = {row[0] for row in reader.rows("SELECT name FROM project")}
        duties = {row[0] for row in reader.rows("SELECT text FROM duty")}
        assert set(told) <= there
        assert set(told) <= duties
        assert len(there - duties) <= kills  # killed between the two acts
        assert changelog.verify(reader) == []
        assert reader.rows("PRAGMA integrity_check") == [("ok",)]
        assert reader.rows("PRAGMA cipher_integrity_check") == []


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_writing(file: Path, key: bytes, seed: int) -> None:
    after = random.Random(seed).uniform(0.05, 0.4)
    look(file, key, kill_while_writing(file, key, f"r{seed}", after))


@pytest.mark.slow
def test_killed_two_hundred_times(file: Path, key: bytes) -> None:
    rng, told = random.Random(7), []
    for n in range(200):
        told += kill_while_writing(file, key, f"k{n}", rng.uniform(0.0, 0.3))
        if n % 10 == 9:
            look(file, key, told, kills=n + 1)
    with Workspace.open(file, key) as opened, opened.unit("readings.rebuild") as unit:
        before = unit.rows("SELECT * FROM reading_procedure ORDER BY procedure")
        readings.rebuild(unit)
        assert unit.rows("SELECT * FROM reading_procedure ORDER BY procedure") == before
