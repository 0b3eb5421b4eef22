"""One window for one workspace: a second start raises the first, a crash locks nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from envoy_desktop.ui.start.session import Opened, Session
from envoy_desktop.ui.start.single import Claim, Claimed
from tests.ui.start_ground import cheap_keys, file, opened, session

__all__ = ["cheap_keys", "file", "opened", "session"]

ASK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from envoy_desktop.ui.start.single import Claim
app = QCoreApplication([])
claim = Claim(Path(sys.argv[1]))
print(claim.take().value, flush=True)
if sys.argv[2:] == ["hold"]:
    sys.stdin.readline()
"""


def other(path: Path, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", ASK, str(path), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )


def test_the_second_start_raises_the_window_of_the_first(opened: Session, qtbot) -> None:
    assert opened.window is not None
    assert opened.workspace is not None
    opened.window.showMinimized()
    assert opened._claim is not None
    with qtbot.waitSignal(opened._claim.wanted, timeout=20_000):
        asking = other(opened.workspace.path)
        qtbot.waitUntil(lambda: asking.poll() is not None, timeout=20_000)
    answer, _errors = asking.communicate()
    assert answer.strip() == "raised"
    assert not opened.window.isMinimized()
    assert opened.window.messages.toast is not None
    assert "已经打开" in opened.window.messages.toast._text.text()


def test_the_lock_is_free_again_after_kill_9(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "w.envoy"
    holding = other(path, "hold")
    assert holding.stdout is not None
    assert holding.stdout.readline().strip() == "ours"
    assert Claim(path).take() is not Claimed.OURS
    os.kill(holding.pid, signal.SIGKILL)
    holding.communicate()
    mine = Claim(path)
    assert mine.take() is Claimed.OURS
    mine.release()


def test_who_holds_it_and_says_nothing_is_named(
    session: Session, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from envoy_desktop.ui.start import single, unlock

    monkeypatch.setattr(single, "ANSWER_MS", 100)
    holding = other(file, "hold")
    assert holding.stdout is not None
    holding.stdout.readline()
    told: list[str] = []

    def tell(_session: Session, _path: Path, holder: str) -> Opened:
        told.append(holder)
        return Opened.TURNED_AWAY

    monkeypatch.setattr(unlock, "tell_held", tell)
    assert session.open(file) is Opened.TURNED_AWAY
    assert str(holding.pid) in told[0]
    holding.communicate("\n")


def test_two_workspaces_stand_side_by_side(tmp_path: Path, qapp: object) -> None:
    first, second = Claim(tmp_path / "a.envoy"), Claim(tmp_path / "b.envoy")
    assert (first.take(), second.take()) == (Claimed.OURS, Claimed.OURS)
    first.release()
    second.release()
