"""The maintainer's verb `lock`: versions chosen by uv, written as lists with hashes for pip.

uv's own lock file names an address of a package index for every file, which would tie the checkout
to one mirror. So it is made in a throw-away folder and only its export is kept: names, versions,
hashes, markers for every system; pip takes the addresses from the user's own settings.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from devkit import environment
from devkit.places import PACKAGING, ROOT
from devkit.say import say, stop

_HEADS = {
    "run.txt": "# What the app needs, for every system. Made by `dev.py lock`, never by hand.\n",
    "dev.txt": "# run.txt and what tests and tools need. Made by `dev.py lock`, never by hand.\n",
}
_GROUPS = {"run.txt": ["--no-dev"], "dev.txt": ["--group", "dev"]}


def lock(arguments: list[str]) -> int:
    """Write packaging/run.txt and dev.txt; `--keep` changes no version that still fits."""
    uv = _uv()
    keep = arguments == ["--keep"]
    if arguments and not keep:
        stop("lock takes only --keep.", "nothing was changed.", "leave the rest out.")
    with tempfile.TemporaryDirectory(prefix="envoy-lock-") as folder:
        for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD-PARTY.md"):
            shutil.copy(os.path.join(ROOT, name), folder)  # the metadata names them all
        os.makedirs(os.path.join(folder, "envoy_desktop"))
        shutil.copy(os.path.join(ROOT, "envoy_desktop", "__init__.py"), f"{folder}/envoy_desktop")
        if keep:
            _constrain(os.path.join(folder, "pyproject.toml"))
        _call([uv, "lock", "--quiet"], folder)
        for name, group in _GROUPS.items():
            export = [uv, "export", "--format", "requirements.txt", "--no-emit-project"]
            out = _call([*export, "--no-header", "--no-annotate", "--quiet", *group], folder)
            if re.search(r"://|--index|--find-links", out):
                stop(f"the new {name} names an address.", "the old one.", "look at uv's settings.")
            with open(os.path.join(PACKAGING, name), "w", encoding="utf-8", newline="\n") as file:
                file.write(_HEADS[name] + out)
            pins = len(re.findall(r"^\S+==", out, re.MULTILINE))
            say(f"packaging/{name}: {pins} pins")
    return 0


def _constrain(project: str) -> None:
    """Hold every version that is locked now, so that only what is new is chosen."""
    with open(os.path.join(PACKAGING, "dev.txt"), encoding="utf-8") as file:
        held = re.findall(r"^(\S+==[^\\\n]+?)\s*\\?$", file.read(), re.MULTILINE)
    listed = ", ".join(f'"{pin.replace(chr(34), chr(39))}"' for pin in held)
    with open(project, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(
        r"(constraint-dependencies = \[)", lambda found: f"{found[1]}{listed}, ", text, count=1
    )
    with open(project, "w", encoding="utf-8") as file:
        file.write(text)


def _uv() -> str:
    beside = os.path.join(os.path.dirname(environment.python_of(os.path.join(ROOT, ".venv"))), "uv")
    for found in (shutil.which("uv"), shutil.which(beside)):
        if found:
            return found
    return stop(
        "`lock` needs uv, the maintainer's tool for choosing versions; running and testing do not.",
        "nothing was changed.",
        f"{os.path.basename(sys.executable)} -m pip install uv, then start again.",
    )


def _call(command: list[str], folder: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(f"uv failed:\n{done.stderr.strip()}", "the old lock files.", "mend pyproject.toml.")
    return done.stdout
