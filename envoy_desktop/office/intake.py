"""Taking in packages by the hundred: each on its own, a bad one is set aside with its reason."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.office import setup
from envoy_desktop.store import exchange
from envoy_desktop.store.troubles import SystemFailed, opened, shown
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import receiving
from envoy_desktop.sync.receiving import Received

Progress = Callable[[int, int], None]
"""Called with files done and files in all."""
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait, one after the other, for a database that went away."""
_PASSING = frozenset({"database-away", "busy"})
"""What waiting helps: the database is away, or somebody beside us takes in a large package."""
_OF_THE_FILE = frozenset({"file-unreadable", "file-missing"})


@dataclass(frozen=True, slots=True)
class Tried:
    """One file: what it brought, or why it was set aside."""

    path: Path
    received: Received | None
    trouble: Trouble | None

    @property
    def state(self) -> str:
        """in, again (had come before) or set-aside."""
        if self.received is None:
            return "set-aside"
        return "again" if self.received.again else "in"


@dataclass
class Intake:
    """What became of all files; `stopped` tells what kept the rest from being tried."""

    tried: list[Tried] = field(default_factory=list)
    left: int = 0
    stopped: Trouble | None = None

    def of(self, state: str) -> list[Tried]:
        """The files with this state."""
        return [one for one in self.tried if one.state == state]


def take_in(
    workspace: Workspace, paths: Iterable[Path], progress: Progress | None = None
) -> Intake:
    """Take in packages and folders of packages, each in a transaction of its own.

    A database that goes away is waited for, and somebody else who writes just now; where waiting
    does not help the rest is left untried.
    Refuses "not-an-office" and "office-keys-closed".
    """
    setup.own(workspace)
    files = list(dict.fromkeys(_files(paths)))
    done = Intake()
    for n, path in enumerate(files):
        if progress is not None:
            progress(n, len(files))
        try:
            done.tried.append(_patiently(workspace, path))
        except SystemFailed as failed:
            done.stopped, done.left = failed, len(files) - n
            break
    if progress is not None:
        progress(len(files) - done.left, len(files))
    return done


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files meant; of a folder all below it but hidden ones, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found
                for found in path.rglob("*")
                if _is_file(found)
                and not any(part.startswith(".") for part in found.relative_to(path).parts)
            )
        else:
            yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # it cannot be looked at: it is tried, and set aside with the reason


def _patiently(workspace: Workspace, path: Path) -> Tried:
    for wait in WAITS:
        try:
            return _one(workspace, path)
        except SystemFailed as failed:
            if failed.rule not in _PASSING:
                raise
            time.sleep(wait)
    return _one(workspace, path)


def _one(workspace: Workspace, path: Path) -> Tried:
    """Take one in or set it aside; raises SystemFailed where the fault is not the file's."""
    try:
        received = receiving.read(workspace, path)
    except Refusal as refused:
        trouble: Trouble = refused
    except SystemFailed as failed:
        if failed.rule not in _OF_THE_FILE:
            raise
        trouble = failed
    except Exception as error:  # noqa: BLE001 - rolled back and told; the others shall go in
        trouble = Refusal("package-fault", error=type(error).__name__, next="ask-sender")
        trouble.__cause__ = error
    else:
        _keep(workspace, path, None)
        return Tried(path, received, None)
    _keep(workspace, path, trouble)
    return Tried(path, None, trouble)


def _keep(workspace: Workspace, path: Path, trouble: Trouble | None) -> None:
    """Remember why it was set aside, or forget that it ever was."""
    with workspace.unit("office.import") as unit:
        if trouble is None:
            exchange.taken_after_all(unit, sha256_of(path), shown(path.absolute()))
        else:
            values = {k: v for k, v in trouble.values.items() if isinstance(v, str | int)}
            exchange.set_aside(
                unit, sha256_of(path), shown(path.absolute()), trouble.rule, trouble.next, values
            )


def sha256_of(path: Path) -> str:
    """The hash of a file; of its name where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with opened(path) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return hashlib.sha256(b"unreadable " + os.fsencode(path.absolute())).hexdigest()
    return digest.hexdigest()
