"""What one call works with: the wishes of the global options, the key, the open workspaces."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli.answer import speak
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.troubles import NoKey
    from envoy_desktop.store.workspace import Workspace

TRIES = 3


@dataclass
class Session:
    """The wishes of one call. `opened` is shared by the calls of a batch."""

    file: Path | None = None
    json: bool = False
    today: date | None = None
    passphrase_file: Path | None = None
    opened: "dict[Path, Workspace]" = field(default_factory=dict)
    written: bool = field(default=False, init=False)  # whether this call has committed something
    _heard: list[Path] = field(default_factory=list, init=False)  # those whose commits it is told

    def _wrote(self, changed: object) -> None:
        """Remember that a unit of work was committed: what fails later undoes none of it."""
        self.written = True

    def wish(self, name: str, value: Any) -> None:
        """Take a global option, wherever it stood."""
        if name == "workspace":
            self.file = value
        elif name == "passphrase_file":
            self.passphrase_file = value
        elif name == "json":
            self.json = True
        elif name == "today":
            self.today = value
            now.set_today(value)

    # -- the workspace -------------------------------------------------------------------------

    def named(self) -> Path | None:
        """The workspace's file where one was named, by option or environment."""
        if self.file is not None:
            return self.file
        told = os.environ.get("ENVOY_WORKSPACE", "")
        return Path(told) if told else None

    def path(self) -> Path:
        """The workspace's file; wrong usage where none was named."""
        from envoy_desktop.cli.grammar import Usage

        path = self.named()
        if path is None:
            raise Usage(
                "no-workspace-named",
                _("没有指明工作区"),
                next=_("用 --workspace 文件，或设置 ENVOY_WORKSPACE"),
            )
        return path

    def workspace(self) -> "Workspace":
        """The open workspace; opened once in a process. Raises NoKey, Damaged, SystemFailed."""
        from envoy_desktop.store.workspace import Workspace

        path = self.path().absolute()
        if path not in self.opened:
            self.opened[path] = Workspace.open(path, self.key(path))
        if path not in self._heard:
            self.opened[path].listen(self._wrote)
            self._heard.append(path)
        return self.opened[path]

    @contextmanager
    def read(self) -> "Iterator[Reader]":
        """A reader whose lists are those of today, whichever day that is; nothing is written."""
        from envoy_desktop.store import readings

        with self.workspace().read() as reader, readings.as_of(reader, now.today()):
            yield reader

    def backups(self) -> Path | None:
        """Where the workspace's backups go, as the window's do; None for a demo city."""
        from envoy_desktop.store import device

        held = self.workspace()
        return None if held.meta("demo") else device.load().backup_folder(held.path)

    def leave(self) -> None:
        """End one call of a batch: the workspaces stay open, its commits are no longer told."""
        for path in self._heard:
            if path in self.opened:
                self.opened[path].unlisten(self._wrote)
        self._heard.clear()

    def close(self, path: Path | None = None) -> None:
        """Close one open workspace, or all."""
        for held in [path.absolute()] if path else list(self.opened):
            workspace = self.opened.pop(held, None)
            if held in self._heard:
                self._heard.remove(held)
            if workspace is not None:
                workspace.close()

    # -- the key -------------------------------------------------------------------------------

    def key(self, path: Path, slots: Path | None = None) -> bytes:
        """The master key of the workspace at `path`: keyring, passphrase file, prompt.

        `slots` names another file whose slots are meant (a backup). Raises NoKey with what the
        keyring answered where nothing else is at hand.
        """
        from envoy_desktop.store import keys
        from envoy_desktop.store.troubles import NoKey, SystemFailed

        if not path.exists():
            raise SystemFailed("file-missing", path=str(path), next="choose-workspace")
        try:
            return keys.unlock_by_keyring(path)
        except NoKey as fault:
            given = self.given_passphrase()
            if given is not None:
                return keys.unlock_by_passphrase(path, given)
            published = _published_key(path, fault)
            return published or self._asked_key(path, fault)

    def _asked_key(self, path: Path, fault: "NoKey") -> bytes:
        from envoy_desktop.cli import failures
        from envoy_desktop.store import keys
        from envoy_desktop.store.troubles import NoKey

        if not at_terminal():
            raise fault
        if fault.rule != "keyring-not-used":
            speak(failures.words_of(fault).what)
        for left in range(TRIES - 1, -1, -1):
            try:
                return keys.unlock_by_passphrase(path, asked(_("工作区口令：")))
            except NoKey as wrong:
                if wrong.rule != "wrong-passphrase" or not left:
                    raise
                speak(_("口令不对，请再输一次"))
        raise fault

    def given_passphrase(self) -> str | None:
        """The passphrase from a file, without the newline it may end in; None where none is."""
        path = self.passphrase_file
        if path is None and os.environ.get("ENVOY_PASSPHRASE_FILE"):
            path = Path(os.environ["ENVOY_PASSPHRASE_FILE"])
        return passphrase_in(path) if path else None

    def new_passphrase(self, file: Path | None = None) -> str:
        """A passphrase for a new seal: from `file` (or the passphrase file), else asked twice."""
        from envoy_desktop.store.troubles import NoKey

        given = passphrase_in(file) if file else self.given_passphrase()
        if given is not None:
            return given
        return self.asked_twice(NoKey("no-passphrase-given", next="use-passphrase-file"))

    def asked_twice(self, otherwise: Exception) -> str:
        """A new passphrase typed twice; raises `otherwise` where there is no terminal."""
        if not at_terminal():
            raise otherwise
        first = asked(_("新口令："))
        if asked(_("再输一次：")) != first:
            raise Refusal("passphrases-differ")
        return first


def passphrase_in(path: Path) -> str:
    """The passphrase in a file; the newline at its end is not part of it."""
    from envoy_desktop.store.troubles import NoKey, unreadable

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = unreadable(error, path).values.get("reason", "")
        raise NoKey("passphrase-file-unreadable", path=str(path), reason=reason) from error
    except UnicodeDecodeError as error:
        raise NoKey("passphrase-file-unreadable", path=str(path), reason="UTF-8") from error
    return text.removesuffix("\n").removesuffix("\r")


def at_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(prompt: str) -> str:
    """What a person types unseen; raises NoKey("prompt-dismissed")."""
    import getpass

    from envoy_desktop.store.troubles import NoKey

    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except (EOFError, KeyboardInterrupt) as error:
        speak("")
        raise NoKey("prompt-dismissed", next="use-passphrase") from error


def _published_key(path: Path, fault: "NoKey") -> bytes | None:
    """The key of a demo city, whose passphrase everyone may know; None of any other."""
    if fault.rule != "keyring-not-used":
        return None
    from envoy_desktop import demo
    from envoy_desktop.store import keys
    from envoy_desktop.store.troubles import NoKey

    try:
        return keys.unlock_by_passphrase(path, demo.PASSPHRASE)
    except NoKey:
        return None
