"""Setting an office up: its workspace, its identity with a root key, its first trust list."""

from pathlib import Path

from envoy_desktop.casework import found
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.office import enrol
from envoy_desktop.store import roles
from envoy_desktop.store.queries import actors
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity
from envoy_desktop.sync.identity import Own

ROLE = "role"
OFFICE = "office"


def new(
    path: Path,
    passphrase: str,
    *,
    name: str,
    organisation: str,
    use_keyring: bool = True,
    database: str = "",
) -> Workspace:
    """An office's workspace at `path`, or an officer's file that joins the office in `database`.

    Nothing is left behind where it fails. Raises Refusal and SystemFailed.
    """
    for value in (name, organisation):
        if not value.strip():
            raise Refusal("owner-missing", next="write-name")
    made = found.workspace(
        path,
        passphrase,
        name=name.strip(),
        organisation=organisation.strip(),
        use_keyring=use_keyring,
        database=database,
    )
    try:
        roles.install(made)
        with made.read() as reader:
            joined = actors.has_office(reader)
        if not joined:
            with made.unit("office.begin", organisation.strip()) as unit:
                begin(unit)
        made.set_meta(ROLE, OFFICE)
    except BaseException:
        made.discard()
        raise
    return made


def begin(unit: Unit) -> None:
    """The office's keys and its first, empty trust list."""
    identity.make(unit, OFFICE)
    enrol.publish(unit)


def is_office(workspace: Workspace) -> bool:
    """Whether this workspace is an office's."""
    return workspace.meta(ROLE) == OFFICE


def own(workspace: Workspace) -> Own:
    """The office's identity; refuses "not-an-office" and "office-keys-closed"."""
    if not is_office(workspace):
        raise Refusal("not-an-office", next="office-new")
    with workspace.read() as reader:
        keys = identity.own_in(reader)
    if keys is None:
        raise Refusal("office-keys-closed", next="ask-chair")
    return keys
