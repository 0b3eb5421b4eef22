"""Making and filling the environment: venv without pip, then the bundled pip with hashes.

Debian's bare python3 has neither pip nor ensurepip, so pip's own wheel lies beside dev.py and is
run from there, on every system alike.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from devkit.environment import python_of
from devkit.places import PACKAGING, ROOT
from devkit.say import say, stop

_KEPT = "the checkout is untouched; what was downloaded stays in pip's cache."


def create(folder: str, unfinished: str) -> None:
    """An empty environment, marked unfinished before anything else is in it."""
    import venv

    os.makedirs(folder)
    with open(unfinished, "w", encoding="utf-8"):
        pass
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")


def remove(folder: str) -> None:
    """Take the environment away; moved aside first, so that a kill leaves no half of it."""
    aside = f"{folder}.old-{os.getpid()}"
    os.rename(folder, aside)
    shutil.rmtree(aside, ignore_errors=True)


def fits(folder: str) -> bool:
    """Whether the environment's interpreter runs and is of this Python's version."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python_of(folder), "-I", "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version_info[0]}.{sys.version_info[1]}"


def name_checkout(folder: str) -> None:
    """Let the environment's Python find the checkout's package from any working directory."""
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run(
        [python_of(folder), "-I", "-c", question], capture_output=True, text=True, check=True
    )
    path = os.path.join(found.stdout.strip(), "envoy-desktop-checkout.pth")
    with open(path, "w", encoding="utf-8") as file:
        file.write(ROOT + "\n")


def bundled_pip() -> str:
    """The pip wheel that travels with the checkout, as something Python can run."""
    wheels = sorted(glob.glob(os.path.join(PACKAGING, "pip-*.whl")))
    if not wheels:
        stop(
            "packaging/pip-*.whl is missing from this checkout.",
            "nothing was changed.",
            "fetch the checkout anew; the file is part of it.",
        )
    return os.path.join(wheels[-1], "pip")


def install(folder: str, lock: str, changing: Callable[[], None]) -> None:
    """Install a lock file: ready-made wheels only, each against its hash.

    `changing` is called before the first installed file is touched.
    """
    command = [python_of(folder), bundled_pip(), "install", "--no-input", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-warn-script-location", "-r", lock]
    environment = {"PIP_RETRIES": "2", **os.environ, "PYTHONIOENCODING": "utf-8"}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    environment.pop("PYTHONPATH", None)
    # Not in /tmp, which may be small, and where a kill would leave what was unpacked.
    unpacking = os.path.join(folder, "envoy-setup-tmp")
    os.makedirs(unpacking, exist_ok=True)
    environment |= {"TMPDIR": unpacking, "TEMP": unpacking}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        environment["PIP_ROOT_USER_ACTION"] = "ignore"
    with open(lock, encoding="utf-8") as file:
        total = len(re.findall(r"^[A-Za-z0-9._-]+==", file.read(), re.MULTILINE))
    record = os.path.join(folder, "envoy-setup.log")
    with open(record, "w", encoding="utf-8", buffering=1) as log:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout is not None
        lines = []
        try:
            progress = _Progress(total)
            for line in process.stdout:
                log.write(line)
                lines.append(line.rstrip())
                if line.startswith("Installing collected packages"):
                    changing()
                progress.saw(line)
        except BaseException:
            process.kill()
            raise
        finally:
            process.wait()
            progress.done()
            shutil.rmtree(unpacking, ignore_errors=True)
    if process.returncode:
        _explain(lines, record)


class _Progress:
    """Says how far pip is: one moving line on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int) -> None:
        self._total, self._seen, self._told = total, 0, time.monotonic()
        self._moving = sys.stderr.isatty()

    def saw(self, line: str) -> None:
        if line.startswith("Collecting "):
            self._seen += 1
            text = f"downloading {line.split()[1].split('==')[0]} ({self._seen} of ≤ {self._total})"
        elif line.startswith("Installing collected"):
            text = "unpacking the libraries"
        else:
            return
        if self._moving:
            print(f"\r\033[Kdev.py: {text}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._told > 10:
            self._told = time.monotonic()
            say(text)

    def done(self) -> None:
        if self._moving:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


_OFFLINE = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "NewConnectionError",
    "NameResolutionError",
    "getaddrinfo failed",
    "Network is unreachable",
    "ProxyError",
    "Read timed out",
    "ReadTimeoutError",
    "ConnectTimeoutError",
)


def _explain(lines: list[str], record: str) -> NoReturn:
    """pip failed: say why in a sentence, and keep its own words in the log."""
    text = "\n".join(lines)
    wrong = [line for line in lines if line.startswith(("ERROR:", "error:"))]
    last = "\n    ".join(wrong[:3] or lines[-3:])
    if any(sign in text for sign in _OFFLINE):
        stop(
            f"the libraries could not be downloaded: no package index answered.\n    {last}",
            _KEPT,
            "connect to a network (or name a mirror in pip.conf) and start again.",
        )
    if "No space left on device" in text:
        stop("the disk is full.", _KEPT, "free about 1 GB and start again.")
    if "DO NOT MATCH THE HASHES" in text:
        stop(
            "a downloaded library is not the one the lock file names, so it was not installed.",
            _KEPT,
            "start again; if it stays so, the mirror you use serves altered files: use another.",
        )
    if "SSL" in text or "CERTIFICATE" in text:
        stop(
            f"the package index could not be trusted (its certificate was refused).\n    {last}",
            _KEPT,
            "install ca-certificates, or set PIP_CERT to your organisation's certificate.",
        )
    if "No matching distribution found" in text:
        stop(
            f"no package index offers a build of a library for this system and Python.\n    {last}",
            _KEPT,
            "use 64-bit Python 3.11 to 3.14, on Linux with glibc 2.34 or newer (README);"
            " if you have that, look whether you are online and your mirror is complete.",
        )
    stop(f"pip failed:\n    {last}", _KEPT, f"read pip's own words in {record}, then start again.")
