"""What a crash leaves behind is told once, and a window that still runs is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from envoy_desktop.ui.start import faults


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(faults, "folder", lambda: tmp_path)
    return tmp_path


def test_the_stacks_of_a_dead_run_are_told_once(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    (folder / f"fault-{gone.pid}.txt").write_text("Fatal Python error", "utf-8")
    assert faults.left_behind() == "Fatal Python error"
    assert faults.left_behind() == ""


def test_a_run_that_goes_on_keeps_its_file(folder: Path) -> None:
    other = folder / f"fault-{os.getppid()}.txt"
    other.write_text("", "utf-8")
    assert faults.left_behind() == ""
    assert other.exists()


def test_a_run_that_ends_well_leaves_nothing(folder: Path) -> None:
    faults.watch()
    assert faults.file().exists()
    faults.end()
    assert not list(folder.iterdir())
