"""Setting up: once, repaired after a kill, never broken by a failed download or a second start.

Played with a lock file of one tiny library that lies in a folder, so no network is used.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Checkout:
    """A checkout with dev.py, a lock file of one library, and a command line that prints."""

    def __init__(self, folder: Path) -> None:
        self.root, self.wheels = folder / "checkout", folder / "wheels"
        self.environment = self.root / ".venv"
        shutil.copytree(ROOT / "packaging", self.root / "packaging")
        package = self.root / "envoy_desktop" / "cli"
        package.mkdir(parents=True)
        (package.parent / "__init__.py").touch()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text("import sys, tiny; print(tiny.VERSION, sys.argv[1:])")
        self.wheels.mkdir()
        self.lock("1")

    def lock(self, version: str) -> Path:
        """Publish a version of the library and name it in the lock file."""
        wheel = self.wheels / f"tiny-{version}-py3-none-any.whl"
        info = f"tiny-{version}.dist-info"
        files = {
            "tiny.py": f"VERSION = {version!r}\n",
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        listed = [f"{name},sha256={_hash(text)},{len(text)}" for name, text in files.items()]
        files[f"{info}/RECORD"] = "\n".join([*listed, f"{info}/RECORD,,", ""])
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("run.txt", "dev.txt"):
            line = f"tiny=={version} --hash=sha256:{digest}\n"
            (self.root / "packaging" / name).write_text(line)
        return wheel

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        names = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        names["PIP_CONFIG_FILE"] = os.devnull
        command = [sys.executable, self.root / "packaging" / "dev.py", *arguments]
        return subprocess.Popen(
            command,
            env={**os.environ, **names},
            cwd=self.root.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def says(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error of dev.py."""
        process = self.start(*arguments)
        out, errors = process.communicate()
        return process.returncode, out, errors


def _hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_start_sets_up_and_the_second_only_runs(checkout: Checkout):
    code, out, errors = checkout.says("envoy", "--json", "a b")
    assert (code, out) == (0, "1 ['--json', 'a b']\n"), errors
    assert "setting up" in errors
    assert checkout.says("envoy") == (0, "1 []\n", "")


def test_a_new_lock_is_taken_in_place(checkout: Checkout):
    checkout.says("envoy")
    mine = checkout.environment / "mine"
    mine.touch()
    checkout.lock("2")
    assert checkout.says("envoy")[:2] == (0, "2 []\n")
    assert mine.exists()


def test_a_failed_download_says_so_and_breaks_nothing(checkout: Checkout):
    checkout.says("envoy")
    before = (checkout.root / "packaging" / "run.txt").read_text()
    checkout.lock("2").unlink()
    code, out, errors = checkout.says("envoy")
    assert (code, out) == (1, "")
    assert "Traceback" not in errors
    assert "Kept:" in errors
    assert "Next:" in errors
    (checkout.root / "packaging" / "run.txt").write_text(before)
    assert checkout.says("envoy") == (0, "1 []\n", "")


def test_an_altered_library_is_not_installed(checkout: Checkout):
    with zipfile.ZipFile(checkout.wheels / "tiny-1-py3-none-any.whl", "a") as archive:
        archive.writestr("extra.py", "")
    code, _, errors = checkout.says("envoy")
    assert code == 1
    assert "not the one the lock file names" in errors


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process group")
@pytest.mark.parametrize("after", [0.1, 0.7])
def test_a_set_up_that_was_killed_is_repaired(checkout: Checkout, after: float):
    process = checkout.start("envoy")
    time.sleep(after)
    process.kill()
    process.communicate()
    assert checkout.says("envoy")[:2] == (0, "1 []\n")


def test_what_a_kill_left_half_written_is_made_anew(checkout: Checkout):
    checkout.says("envoy")
    next(checkout.environment.rglob("tiny.py")).write_text("")
    (checkout.environment / "envoy-setup-unfinished").touch()
    code, out, errors = checkout.says("envoy")
    assert (code, out) == (0, "1 []\n")
    assert "interrupted" in errors


def test_two_first_starts_at_once_both_run(checkout: Checkout):
    starts = [checkout.start("envoy", name) for name in ("one", "two")]
    said = [process.communicate() for process in starts]
    assert [process.returncode for process in starts] == [0, 0], said
    assert [out for out, _ in said] == ["1 ['one']\n", "1 ['two']\n"]


def test_an_environment_of_another_python_is_made_anew(checkout: Checkout):
    checkout.says("envoy")
    python = checkout.environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.unlink()
    assert checkout.says("envoy")[:2] == (0, "1 []\n")


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("--help",), 0), (("nonsense",), 2)])
def test_usage_goes_to_standard_error(checkout: Checkout, arguments: tuple[str, ...], code: int):
    answer, out, errors = checkout.says(*arguments)
    assert (answer, out) == (code, "")
    for verb in ("run", "envoy", "test", "faults", "bench", "texts", "lock", "package"):
        assert f"\n  {verb} " in errors


def test_a_checkout_without_the_app_says_so(checkout: Checkout):
    code, _, errors = checkout.says("run")
    assert code == 1
    assert "envoy_desktop/app.py" in errors
    assert "Traceback" not in errors
