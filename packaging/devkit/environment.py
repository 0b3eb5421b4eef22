"""The environment of dev.py: one folder, filled by pip from a lock file with hashes.

A set-up is stamped with the hash of its lock file and the Python version. A start that finds the
stamp goes straight on. What differs is brought up to date in place; what was interrupted is made
anew. Two starts at once wait for each other.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from functools import partial

from devkit.places import PACKAGING, ROOT, cache_folder, writable
from devkit.say import say, stop

LOCKS = {"run": "run.txt", "dev": "dev.txt"}  # dev.txt holds everything of run.txt too
UNFINISHED = "envoy-setup-unfinished"


def python_of(folder: str) -> str:
    """The interpreter inside an environment."""
    if sys.platform == "win32":
        return os.path.join(folder, "Scripts", "python.exe")
    return os.path.join(folder, "bin", "python")


def ready(group: str) -> str:
    """An environment with the libraries of `group` ("run" or "dev"); its interpreter."""
    wanted = _stamp(group)
    for folder in _candidates():
        if _stamped(folder, group, wanted):
            return python_of(folder)
    folder = _place()
    with _alone(folder):
        if not _stamped(folder, group, wanted):  # another start may have done it meanwhile
            _set_up(folder, group, wanted)
    return python_of(folder)


def _candidates() -> list[str]:
    chosen = os.environ.get("ENVOY_DEV_ENV")
    if chosen:
        return [os.path.abspath(chosen)]
    return [os.path.join(ROOT, ".venv"), os.path.join(cache_folder(), "venv")]


def _place() -> str:
    """Where to set up: `.venv` of the checkout if it can be written, else the user's cache."""
    folders = _candidates()
    for folder in folders:
        beside = os.path.dirname(folder)
        with contextlib.suppress(OSError):
            if beside != ROOT:
                os.makedirs(beside, exist_ok=True)
            # Beside it too: the lock against a second set-up lies there.
            if writable(beside) and (not os.path.isdir(folder) or writable(folder)):
                return folder
    return stop(
        f"no folder for the environment can be written (tried {' and '.join(folders)}).",
        "nothing was changed.",
        "set ENVOY_DEV_ENV to a folder that can be written and start again.",
    )


def _stamp(group: str) -> str:
    import hashlib

    with open(os.path.join(PACKAGING, LOCKS[group]), "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    # The checkout's place is part of it: the environment names it, and a moved one must notice.
    return f"{lock} {sys.version_info[0]}.{sys.version_info[1]} {sys.platform} {ROOT}\n"


def _stamped(folder: str, group: str, wanted: str) -> bool:
    try:
        with open(os.path.join(folder, f"envoy-{group}.stamp"), encoding="utf-8") as file:
            stamped = file.read() == wanted
    except (OSError, UnicodeDecodeError):
        return False
    return (
        stamped
        and os.path.exists(python_of(folder))
        and not os.path.exists(os.path.join(folder, UNFINISHED))
    )


@contextlib.contextmanager
def _alone(folder: str) -> Iterator[None]:
    """One set-up at a time; the lock goes with its process, however that ends."""
    with open(f"{folder}.lock", "a+b") as file:
        if sys.platform == "win32":
            import msvcrt
            import time

            told = False
            while True:
                try:
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    if not told:
                        say("another start is setting up; waiting for it.")
                    told = True
                    time.sleep(0.5)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say("another start is setting up; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _set_up(folder: str, group: str, wanted: str) -> None:
    import time

    from devkit import installing

    began = time.monotonic()
    unfinished = os.path.join(folder, UNFINISHED)
    if os.path.exists(unfinished):
        say("the last set-up was interrupted; making the environment anew.")
        installing.remove(folder)
    elif os.path.isdir(folder) and not installing.fits(folder):
        say("the environment belongs to another Python; making it anew.")
        installing.remove(folder)
    fresh = not os.path.isdir(folder)
    say(f"{'setting up' if fresh else 'updating'} the environment in {folder}")
    try:
        if fresh:
            installing.create(folder, unfinished)
        lock = os.path.join(PACKAGING, LOCKS[group])
        # Marked when pip begins to change what is there, so that a failed download breaks nothing.
        installing.install(folder, lock, changing=partial(_write, unfinished, ""))
        installing.name_checkout(folder)
        _write(os.path.join(folder, f"envoy-{group}.stamp"), wanted)
        if group == "dev":
            _write(os.path.join(folder, "envoy-run.stamp"), _stamp("run"))
        with contextlib.suppress(FileNotFoundError):
            os.unlink(unfinished)
    except OSError as error:
        stop(
            f"setting up the environment failed: {error}",
            "the checkout is untouched; a half-made environment is made anew next time.",
            "free the disk or mend the folder named above, then start again.",
        )
    say(f"the environment is ready after {time.monotonic() - began:.1f} s.")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
