"""What holds for every test: a home of its own, no real keyring, Chinese, nothing wrong unsaid."""

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WITH_KEYRING = os.environ.get("ENVOY_TEST_KEYRING") == "1"


def _own_surroundings() -> Path:
    """Turn home, settings, caches and display to this run's own; before anything reads them."""
    home = Path(tempfile.mkdtemp(prefix="envoy-test-"))
    session = {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"} if WITH_KEYRING else set()
    for name in [*os.environ]:
        ours = name.startswith(("XDG_", "DBUS_", "LC_", "ENVOY_")) and name not in session
        if (ours and not name.startswith("ENVOY_TEST_")) or name == "LANGUAGE":
            del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_STATE_HOME": str(home / "state"),
        "LANG": "C.UTF-8",
        "NO_AT_BRIDGE": "1",
    }
    if sys.platform == "win32":
        os.environ |= {name: str(home) for name in ("USERPROFILE", "APPDATA", "LOCALAPPDATA")}
    if not WITH_KEYRING:
        runtime = home / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        # Never the person's own keyring: whatever asks for one finds none.
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    displays = os.environ.get("ENVOY_TEST_DISPLAYS", "").split()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if displays:  # each worker has a screen and a window manager of its own
        os.environ["DISPLAY"] = displays[int(worker[2:]) % len(displays)]
    elif not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # plain `pytest`: no windows over one's work
    return home


def _steady_hypothesis() -> None:
    """No deadline: a busy machine is no fault; the same examples in every run of CI."""
    import hypothesis

    hypothesis.settings.register_profile("ours", deadline=None, print_blob=True)
    hypothesis.settings.register_profile(
        "ci", parent=hypothesis.settings.get_profile("ours"), derandomize=True
    )
    hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "ours")


_HOME = _own_surroundings()
_steady_hypothesis()


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not WITH_KEYRING:
        reason = "needs a real keyring: packaging/dev.py test"
        for item in items:
            if item.get_closest_marker("keyring"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _nothing_goes_wrong_unsaid(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """An error that was only logged fails the test, unless the test means it."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    wrong = [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    if wrong:
        pytest.fail("logged: " + "; ".join(record.getMessage() for record in wrong))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
