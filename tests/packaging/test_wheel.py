"""The wheel: what is installed from it runs without the checkout and finds its data."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the libraries are borrowed from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = next((ROOT / "packaging").glob("pip-*.whl")) / "pip"
    install = [scripts / "python", pip, "install", "-q", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return scripts


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    libraries = {"PYTHONPATH": sysconfig.get_path("purelib")}
    surroundings = {**os.environ, **libraries}
    folder = Path(command[0]).parent  # not the checkout
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


def test_the_installed_program_finds_its_data(installed: Path):
    question = (
        "from envoy_desktop.places import shipped\n"
        "for part in 'resources', 'db': print(shipped(part), any(shipped(part).iterdir()))"
    )
    answer = run(installed / "python", "-P", "-c", question)
    lines = answer.stdout.splitlines()
    assert len(lines) == 2, answer.stderr
    for line in lines:
        assert str(installed.parent) in line
        assert line.endswith("True")


def test_the_entry_points_are_there(installed: Path):
    names = {path.stem for path in installed.iterdir()}
    assert {"envoy", "envoy-desktop"} <= names


def test_the_installed_command_says_its_version(installed: Path):
    from envoy_desktop import __version__

    answer = run(installed / "envoy", "--version")
    assert answer.returncode == 0, answer.stderr
    assert __version__ in answer.stdout
