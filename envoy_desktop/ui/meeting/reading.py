"""What the exchange page shows, read off the window's thread: worded and ready."""

from dataclasses import dataclass
from pathlib import Path

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store.queries import conflicts, exchange, standing
from envoy_desktop.store.queries.conflicts import Conflict
from envoy_desktop.store.queries.exchange import Sent, Trusted
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending
from envoy_desktop.sync.identity import Public
from envoy_desktop.sync.receiving import Received
from envoy_desktop.sync.sending import Contents, Progress, Written


@dataclass(frozen=True)
class Named:
    """A conflict with the name of its object."""

    conflict: Conflict
    subject: str


@dataclass(frozen=True)
class Exchange:
    """Own identity, who is trusted, the packages so far, conflicts, what lies outside."""

    own: Public
    trusted: tuple[Trusted, ...]
    packages: tuple[Sent, ...]
    conflicts: tuple[Named, ...]
    aside: tuple[tuple[int, str, str, int], ...]

    @property
    def recipients(self) -> list[Trusted]:
        """Whom a package can be written for."""
        return [one for one in self.trusted if one.state == "active" and one.by != "self"]


@dataclass(frozen=True)
class Outline:
    """What a package would carry, projects by name."""

    contents: Contents
    projects: tuple[tuple[str, int], ...]
    last: str


@dataclass(frozen=True)
class Taken:
    """One file handed in: what it brought, or why it was set aside."""

    path: Path
    received: Received | None
    trouble: Trouble | None


def read(workspace: Workspace) -> Exchange:
    """All that the page shows."""
    own = identity.own(workspace).public
    with workspace.read() as reader:
        return Exchange(
            own,
            tuple(exchange.all_trusted(reader)),
            tuple(exchange.packages(reader)),
            tuple(
                Named(one, conflicts.name_of(reader, one.kind, one.object))
                for one in conflicts.conflicts(reader)
            ),
            tuple(exchange.set_aside(reader)),
        )


def outline(workspace: Workspace, recipient: str, everything: bool) -> Outline:
    """What a package to somebody would carry now."""
    with workspace.read() as reader:
        contents = sending.outline(reader, recipient, everything=everything)
        names = standing.project_names(reader)
        told = sorted(contents.projects.items(), key=lambda item: -item[1])
        last = next(
            (one.at for one in exchange.packages(reader, "out") if one.identity == recipient),
            "",
        )
    projects = tuple((str(names.get(id, "")), count) for id, count in told)
    return Outline(contents, projects, last)


def write(
    workspace: Workspace,
    out: Path,
    recipient: str,
    volume: int | None,
    everything: bool,
    progress: Progress,
) -> Written:
    """Write a package for somebody trusted."""
    public = identity.parse(recipient)
    return sending.write(
        workspace, out, public, volume=volume, everything=everything, progress=progress
    )


def take(workspace: Workspace, paths: tuple[Path, ...], progress: Progress) -> list[Taken]:
    """Take packages in one after the other; a bad one is told and the rest go in."""
    done: list[Taken] = []
    for n, path in enumerate(paths):
        progress(n, len(paths))
        try:
            done.append(Taken(path, receiving.read(workspace, path), None))
        except Trouble as trouble:
            done.append(Taken(path, None, trouble))
    return done


def look_at_identity(path: Path) -> Public:
    """The public identity in a file."""
    return identity.read_file(path)
