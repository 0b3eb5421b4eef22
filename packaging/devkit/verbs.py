"""The verbs of dev.py: each gets the ready environment and hands over to it."""

import os
import sys

from devkit import environment
from devkit.places import ROOT
from devkit.say import say, stop


def hand_over(python: str, arguments: list[str]) -> int:
    """Become the environment's Python (on Windows, which cannot: run it and pass on its code)."""
    command = [python, "-P", *arguments]
    if sys.platform == "win32":
        import subprocess

        return subprocess.run(command, check=False).returncode
    sys.stderr.flush()
    return os.execv(python, command)


def needs(*path: str) -> None:
    """Stop unless the checkout holds this part."""
    if not os.path.exists(os.path.join(ROOT, *path)):
        stop(
            f"this checkout has no {'/'.join(path)}.",
            "nothing was changed.",
            "fetch the checkout anew, or take a later state of it.",
        )


def envoy(arguments: list[str]) -> int:
    """The command line; standard output is its own."""
    needs("envoy_desktop", "cli")
    return hand_over(environment.ready("run"), ["-m", "envoy_desktop.cli", *arguments])


def run(arguments: list[str]) -> int:
    """The app; without a display, its tour."""
    needs("envoy_desktop", "app.py")
    from devkit import window

    return window.run(environment.ready("run"), arguments)


def test(arguments: list[str]) -> int:
    """Every check, then a table of them."""
    from devkit import checks

    return checks.test(environment.ready("dev"), arguments)


def faults(arguments: list[str]) -> int:
    """The tests marked slow."""
    from devkit import checks

    return checks.faults(environment.ready("dev"), arguments)


def bench(arguments: list[str]) -> int:
    """The benchmarks, on a virtual screen where there is none."""
    needs("benchmarks")
    from devkit import window

    return window.bench(environment.ready("dev"), arguments)


def scans(arguments: list[str]) -> int:
    """Synthetic scans, and how many of them are found."""
    needs("benchmarks")
    return hand_over(environment.ready("dev"), ["-m", "benchmarks.scans", *arguments])


def fuzz(arguments: list[str]) -> int:
    """Damaged packages; memory is watched."""
    needs("benchmarks")
    return hand_over(environment.ready("dev"), ["-m", "benchmarks.fuzz", *arguments])


def month(arguments: list[str]) -> int:
    """A month of many envoys, held against what was played."""
    needs("benchmarks")
    return hand_over(environment.ready("dev"), ["-m", "benchmarks.month", *arguments])


def texts(arguments: list[str]) -> int:
    """The catalogue of texts."""
    if arguments:
        stop(f"texts takes nothing: {' '.join(arguments)}", "nothing was changed.", "leave it out.")
    script = os.path.join(os.path.dirname(__file__), "texts.py")
    return hand_over(environment.ready("dev"), [script, ROOT])


def lock(arguments: list[str]) -> int:
    """The lock files."""
    from devkit import locking

    return locking.lock(arguments)


def package(arguments: list[str]) -> int:
    """The wheel."""
    import subprocess

    target = os.path.abspath(arguments[0] if arguments else os.path.join(ROOT, "dist"))
    python = environment.ready("dev")
    done = subprocess.run(
        [python, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", target],
        cwd=ROOT,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode == 0:
        say(f"the wheel lies in {target}")
    return done.returncode
