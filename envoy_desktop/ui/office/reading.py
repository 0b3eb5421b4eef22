"""What the office's screens show, read off the window's thread: plain values."""

from dataclasses import dataclass
from pathlib import Path

from envoy_desktop.office import intake, returning, scope, status
from envoy_desktop.office.enrol import read_identity
from envoy_desktop.office.intake import Intake
from envoy_desktop.office.returning import Return
from envoy_desktop.office.status import Status
from envoy_desktop.store import roles
from envoy_desktop.store.queries import conflicts, exchange
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity
from envoy_desktop.sync.identity import Public
from envoy_desktop.ui.meeting.reading import Exchange, Named
from envoy_desktop.ui.shell.jobs import Progress


@dataclass(frozen=True)
class Seen:
    """The dashboard, the conflicts, and what this officer may do."""

    status: Status
    exchange: Exchange
    role: str
    scope: str


def read(workspace: Workspace, since: str = status.MONTH) -> Seen:
    """All that the screens show; `since` is one of `status.BEGINS`."""
    with workspace.read() as reader:
        trusted = exchange.all_trusted(reader)
        own = next(one for one in trusted if one.by == "self" and one.role == "office")
        return Seen(
            status.read(reader, status.begins(reader, since, status.today())),
            Exchange(
                identity.parse(own.document),
                tuple(trusted),
                tuple(exchange.packages(reader)),
                tuple(
                    Named(one, conflicts.name_of(reader, one.kind, one.object))
                    for one in conflicts.conflicts(reader)
                ),
                tuple(exchange.set_aside(reader)),
            ),
            roles.role_of(reader),
            scope.of(reader),
        )


def take(workspace: Workspace, paths: tuple[Path, ...], progress: Progress) -> Intake:
    """Take packages and folders of packages in."""
    return intake.take_in(workspace, paths, progress)


def write(
    workspace: Workspace, folder: Path, only: tuple[str, ...], shares: str, progress: Progress
) -> Return:
    """Write the packages that go back."""
    return returning.write(workspace, folder, only=only, shares=shares, progress=progress)


def look_at_identity(path: Path) -> Public:
    """The public identity in a file or in a picture of its QR code."""
    return read_identity(path)
