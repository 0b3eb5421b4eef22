"""Calls of the command line as a script makes them: arguments in, exit code and texts out."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop import words
from envoy_desktop.cli import running
from envoy_desktop.store import keys

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "correct horse 9"
TODAY = "2026-11-23"


@dataclass(frozen=True)
class Called:
    """What one call left behind."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


Call = Callable[..., Called]


def in_process(*arguments: object) -> Called:
    """One call without a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        exit = running.run([str(word) for word in arguments])
    return Called(exit, out.getvalue(), err.getvalue())


def process(*arguments: object, code: str = "", before: Sequence[str] = (), **more: Any) -> Called:
    """One call in a process of its own; `code` runs before the program does, in it, and
    `before` is a command that runs the process."""
    program = f"{code}\nfrom envoy_desktop.cli import main\nmain()"
    done = subprocess.run(
        [*before, sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=more.pop("cwd", ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})},
        check=False,
        **more,
    )
    return Called(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one project and its plan; its passphrase seal costs little."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "pw").write_text(PASSPHRASE + "\n")
    held = keys.MEMORY_KIB, keys.ITERATIONS
    keys.MEMORY_KIB, keys.ITERATIONS = 8 * 1024, 1
    try:
        file = folder / "city.envoy"
        at = ("--workspace", file, "--passphrase-file", folder / "pw", "--today", TODAY)
        made = in_process(
            *at, "workspace", "new", file, "--name", "李明", "--unit", "市特派办", "--no-keyring"
        )
        assert made.exit == 0, made.err
        project = in_process(
            *at, "project", "new", "--name", "卧龙产业园", "--investor", "甲公司", "--target",
            "2027-03-01", "--attr", "investment_kind=record", "land_supply=grant",
            "area_m2=52000", "eia_class=form", "new_company=yes",
        )  # fmt: skip
        assert project.exit == 0, project.err
        planned = in_process(*at, "plan", "generate", "卧龙产业园")
        assert planned.exit == 0, planned.err
    finally:
        keys.MEMORY_KIB, keys.ITERATIONS = held
    return file


@pytest.fixture
def city(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the template, named by the environment as scripts do."""
    for name in (template.name, template.name + ".keys", "pw"):
        shutil.copyfile(template.with_name(name), tmp_path / name)
    monkeypatch.setenv("ENVOY_WORKSPACE", str(tmp_path / template.name))
    monkeypatch.setenv("ENVOY_PASSPHRASE_FILE", str(tmp_path / "pw"))
    return tmp_path / template.name


@pytest.fixture
def envoy(city: Path) -> Call:
    """Calls on the city, on one day."""

    def call(*arguments: object) -> Called:
        return in_process("--today", TODAY, *arguments)

    return call


@pytest.fixture
def permit(envoy: Call) -> str:
    """A procedure of the city, filed and accepted."""
    for event, on in (("filed", "2026-10-28"), ("accepted", "2026-10-29")):
        recorded = envoy("procedure", "record", "卧龙产业园/GH-XK", event, "--on", on)
        assert recorded.exit == 0, recorded.err
    id = envoy("--json", "procedure", "show", "卧龙产业园/GH-XK").json["id"]
    assert isinstance(id, str)
    return id


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    words.set_language("zh_CN")
