"""What goes back: for each envoy a package with receipt, decisions, lists and the trust list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.office import scope, setup
from envoy_desktop.store.connection import told
from envoy_desktop.store.queries import exchange
from envoy_desktop.store.queries.exchange import Trusted
from envoy_desktop.store.troubles import SystemFailed
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, sending
from envoy_desktop.sync.sending import Written

Progress = Callable[[int, int], None]
"""Called with packages done and packages in all."""
SUFFIX = ".envoy-package"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Returned:
    """One envoy's package."""

    identity: str
    name: str
    written: Written


@dataclass
class Return:
    """All packages that go back; `stopped` tells why the rest was not written."""

    done: list[Returned] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    stopped: Trouble | None = None


def write(
    workspace: Workspace,
    folder: Path,
    *,
    only: Iterable[str] = (),
    volume: int | None = None,
    everything: bool = False,
    shares: str = "",
    progress: Progress | None = None,
) -> Return:
    """Write for each trusted envoy (or `only` these names or fingerprints) what he lacks.

    `shares` is `all` (the whole city to everybody) or `shared` (the office's work, his own, and
    that of the people of his projects); "" is what the office has set. All packages are of one
    moment, and what several lack is packed once. Refuses "not-an-office", "office-keys-closed",
    "unknown-identity", "nobody-enrolled", "volume-too-small".
    """
    setup.own(workspace)
    with workspace.read() as reader:
        trusted = [
            one
            for one in exchange.all_trusted(reader)
            if one.role == "envoy" and one.by != "self" and one.state == "active"
        ]
    wanted = list(only)
    chosen = [one for one in trusted if not wanted or {one.name, one.identity} & set(wanted)]
    for text in wanted:
        if not any(text in (one.name, one.identity) for one in chosen):
            raise Refusal("unknown-identity", text=text, next="see-identities")
    if not chosen:
        raise Refusal("nobody-enrolled", next="office-enrol")
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    result = Return()
    written = 0
    try:
        with sending.packing_of(workspace, volume) as packing:
            shared = None
            if (shares or scope.of(packing.reader)) == scope.SHARED:
                shared = scope.read(packing.reader)
            for one in chosen:
                if progress is not None:
                    progress(written, len(chosen))
                package = sending.write_packed(
                    workspace,
                    packing,
                    folder / file_name(one),
                    identity.parse(one.document),
                    volume=volume,
                    everything=everything,
                    actors=None if shared is None else shared.with_(one.name.strip()),
                )
                result.done.append(Returned(one.identity, one.name, package))
                written += 1
    except SystemFailed as failed:
        result.stopped = failed
        result.left = [left.name for left in chosen[written:]]
    return result


def file_name(of: Trusted) -> str:
    """The package's name: who it is for. A name from outside never becomes a path."""
    plain = "".join(c for c in of.name if c.isalnum())[:_LONGEST]
    return f"{plain or 'envoy'}-{of.identity[:8]}{SUFFIX}"
