"""The verb `test`: lint, types, layer contract, tests; all run, then a table says how each went.

The tests get real screens of their own (Xvfb with a window manager), since Qt's offscreen drawing
lets keys through that a real window keeps. The keyring tests run with a real gnome-keyring in a
D-Bus session of their own.
"""

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from devkit import libraries, screen
from devkit.places import ROOT
from devkit.say import say

WORKERS = 2
# `-m importlinter.cli` ends well without looking at anything; this is what its script does.
_LAYERS = "from importlinter.cli import lint_imports_command as lint; lint()"
_NO_TESTS = 5  # pytest's exit code when nothing was collected


def test(python: str, arguments: list[str]) -> int:
    """Every stage, whatever fails before it; 0 only if all passed. Arguments go to pytest."""
    stages = _Stages()
    module = [python, "-P", "-m"]
    if not arguments:
        stages.run("ruff", [*module, "ruff", "check", "."])
        stages.run("mypy --strict", [*module, "mypy"])
        stages.run("layer contract", [python, "-P", "-c", _LAYERS, "--no-logo"])
    with _surroundings(WORKERS if not arguments else 1) as environment:
        if not arguments:
            if sys.platform.startswith("linux"):
                stages.run(
                    "tests with a keyring",
                    _with_keyring([*module, "pytest", "-m", "keyring"]),
                    environment={**environment, "ENVOY_TEST_KEYRING": "1"},
                    fine=(0, _NO_TESTS),
                )
            spread = ["-n", str(WORKERS), "--dist", "loadfile"]
            arguments = [*spread, "-m", "not keyring and not slow"]
        stages.run("tests", [*module, "pytest", *arguments], environment=environment)
    return stages.table()


def faults(python: str, arguments: list[str]) -> int:
    """The tests marked slow: faults that are tried many times over."""
    stages = _Stages()
    command = [python, "-P", "-m", "pytest", "-m", "slow", "tests", *arguments]
    with _surroundings(1) as environment:
        stages.run("faults", command, environment=environment, fine=(0, _NO_TESTS))
    return stages.table()


class _Stages:
    """What was run, how it went, how long it took."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, float]] = []

    def run(
        self,
        name: str,
        command: list[str],
        *,
        environment: dict[str, str] | None = None,
        fine: tuple[int, ...] = (0,),
    ) -> None:
        say(f"— {name}")
        began = time.monotonic()
        sys.stdout.flush()
        try:
            code = subprocess.run(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
            ).returncode
        except OSError as error:
            say(f"{command[0]} could not be started: {error}")
            code = 127
        said = "passed" if code == 0 else "none" if code in fine else f"FAILED ({code})"
        self._rows.append((name, said, time.monotonic() - began))

    def table(self) -> int:
        wide = max(len(name) for name, _, _ in self._rows)
        lines = [f"  {name:<{wide}}  {said:<12} {took:6.1f} s" for name, said, took in self._rows]
        failed = [name for name, said, _ in self._rows if said.startswith("FAILED")]
        lines.append(f"  {'not all passed: ' + ', '.join(failed) if failed else 'all passed'}")
        say("\n" + "\n".join(lines))
        return 1 if failed else 0


@contextlib.contextmanager
def _surroundings(screens: int) -> Iterator[dict[str, str]]:
    """A fresh home and screens of our own, whoever runs this and wherever."""
    still, lacking = libraries.provide(
        {**libraries.CORE, **libraries.XCB, **libraries.PRINTING}, libraries.TESTS, "the tests"
    )
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="envoy-test-home-"))
        runtime = os.path.join(home, "run")
        os.mkdir(runtime, mode=0o700)
        dropped = ("XDG_", "WAYLAND_", "DBUS_", "QT_", "ENVOY_", "GNOME_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
        environment = {**kept, "HOME": home, "XDG_RUNTIME_DIR": runtime, "ENVOY_TEST_HOME": home}
        if not sys.platform.startswith("linux"):
            yield environment
            return
        environment["QT_QPA_PLATFORM"] = "offscreen"
        if "Xvfb" in lacking or set(still) & set(libraries.XCB):
            say("no virtual screen can be had: the tests draw offscreen, which is less strict.")
        else:
            displays = stack.enter_context(screen.virtual(screens))
            environment["QT_QPA_PLATFORM"] = "xcb"
            environment["DISPLAY"] = displays[0]
            environment["ENVOY_TEST_DISPLAYS"] = " ".join(displays)
        yield environment


def _with_keyring(command: list[str]) -> list[str]:
    """The command inside a D-Bus session with an unlocked gnome-keyring, as root and headless."""
    unlock = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    return ["dbus-run-session", "--", "sh", "-c", f"{unlock} && exec {shlex.join(command)}"]
