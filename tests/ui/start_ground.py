"""A session over a small workspace, with cheap keys; the hooks and the language given back."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from envoy_desktop import words
from envoy_desktop.casework import found
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.start import background
from envoy_desktop.ui.start.session import Session

PASSPHRASE = "乘风破浪 2026"
NAME = "李明"


def make(path: Path) -> Workspace:
    """A new workspace with the shipped lists, open."""
    return found.workspace(path, PASSPHRASE, name=NAME, organisation="市特派办", use_keyring=False)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Argon2 with its smallest parameters: stretching is tried in the store's own tests."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    monkeypatch.setattr(keys, "LANES", 1)
    yield
    background.stop()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed workspace."""
    path = tmp_path / "w.envoy"
    make(path).close()
    return path


@pytest.fixture
def session(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session with settings of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    hooks = sys.excepthook, threading.excepthook
    language = words.language()
    made = Session(language="zh_CN", theme="light", scale=100)
    sys.excepthook, threading.excepthook = hooks  # pytest-qt listens there
    made.app.setQuitOnLastWindowClosed(False)
    yield made
    made.end()
    sys.excepthook, threading.excepthook = hooks
    words.set_language(language)


@pytest.fixture
def opened(session: Session, file: Path, qtbot) -> Session:  # type: ignore[no-untyped-def]
    """The session with its window open on the workspace."""
    window = session.show(Workspace.open(file, keys.unlock_by_passphrase(file, PASSPHRASE)))
    session.app.setQuitOnLastWindowClosed(False)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return session


def idle(session: Session) -> Callable[[], bool]:
    """Whether nothing is under way."""
    return lambda: session.window is not None and not session.window.jobs.busy()
