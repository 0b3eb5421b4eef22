"""The workspace's own commands: lock, back up, restore, passphrase, open another, make one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from envoy_desktop.ui.start.session import Session


def session_of(context: Context) -> "Session":
    """The session the window belongs to."""
    found: Session = context.settings["session"]
    return found


def lock(context: Context) -> None:
    """Cover the window at once."""
    from envoy_desktop.ui.start import lock as cover

    cover.lock(session_of(context))


class _Said(QObject):
    """Says where the backup lies."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context

    @Slot(object)
    def written(self, path: "Path") -> None:
        """Say it, and ask for the status line anew."""
        self._context.messages.done(_("已备份并核验：{name}").format(name=path.name))
        session = session_of(self._context)
        if session.window is not None:
            session.window.ask_around()
        self.deleteLater()


def back_up(context: Context) -> None:
    """Write a verified copy now."""
    folder = session_of(context).backup_folder()
    context.jobs.run(
        Job(_("备份"), write_backup, {"workspace": context.workspace, "folder": folder}),
        done=_Said(context).written,
        lane="write",
    )


def write_backup(workspace: Workspace, folder: "Path") -> "Path":
    """A verified copy in `folder`, remembered as the newest; runs off the UI thread."""
    from envoy_desktop import now
    from envoy_desktop.store import backup

    path = backup.write(workspace, folder)
    workspace.set_meta("backed_up_at", now.instant().isoformat())
    return path


def restore(context: Context) -> None:
    """The list of backups, and the way back."""
    from envoy_desktop.ui.start.restore import restore_over

    restore_over(session_of(context), context.workspace.path)


def change_passphrase(context: Context) -> None:
    """Another passphrase for the same workspace."""
    from envoy_desktop.ui.start.change_passphrase import ChangePassphrase

    ChangePassphrase(context).open()


def open_workspace(context: Context) -> None:
    """Open another workspace in the place of this one."""
    from envoy_desktop.ui.start.unlock import open_other

    open_other(session_of(context), context.workspace.path)


def new_workspace(context: Context) -> None:
    """Make a workspace and open it in the place of this one."""
    from envoy_desktop.ui.start.first import first_start

    first_start(session_of(context))


def look_around(context: Context) -> None:
    """Open the demo city in the place of this workspace; from an office, the city's office."""
    office = context.workspace.meta("role") == "office"
    session_of(context).look_around(office=office)


def settings(context: Context) -> None:
    """Show the settings."""
    context.go("settings")


def manual(context: Context) -> None:
    """Open the manual at the screen in front."""
    window = session_of(context).window
    if window is not None:
        window.manual()


def keys(context: Context) -> None:
    """Show the list of keys."""
    window = session_of(context).window
    if window is not None:
        window.show_keys()
