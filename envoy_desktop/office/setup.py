"""Setting an office up: its workspace, its identity with a root key, its first trust list."""

from dataclasses import dataclass
from pathlib import Path

from envoy_desktop.casework import found
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.office import enrol
from envoy_desktop.store import roles
from envoy_desktop.store.queries import actors
from envoy_desktop.store.troubles import SystemFailed
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
    seed: str = "",
) -> Workspace:
    """An office's workspace at `path`, or an officer's file that joins the office in `database`.

    Nothing is left behind where it fails. Raises Refusal and SystemFailed ("database-other" and
    what `postgres.look` raises).
    """
    for value in (name, organisation):
        if not value.strip():
            raise Refusal("owner-missing", next="write-name")
    if database:
        look(database)
    made = found.workspace(
        path,
        passphrase,
        name=name.strip(),
        organisation=organisation.strip(),
        use_keyring=use_keyring,
        database=database,
        seed=seed,
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


@dataclass(frozen=True, slots=True)
class There:
    """What lies at a database's address: its name, and the office that works there, "" for none."""

    database: str
    office: str


def look(database: str) -> There:
    """What lies at an address; raises SystemFailed where no office can be founded or joined."""
    from envoy_desktop.store import postgres

    place = postgres.where(postgres.addressed(database))
    state = postgres.look(database)
    if state == "other":
        raise SystemFailed("database-other", database=place, next="ask-for-database")
    if state == "empty":
        return There(place, "")
    held = postgres.connect(database)
    try:
        with postgres.told(database):
            return There(place, actors.office_name(postgres.DatabaseReader(held, {})))
    finally:
        held.close()


@dataclass(frozen=True, slots=True)
class Set:
    """How an office stands after its making: `words` of its fingerprint, "" where its keys are
    closed to this login; `database` "" for a file; `role` of this login."""

    name: str
    words: str
    database: str
    role: str


def told(workspace: Workspace) -> Set:
    """What a person is told of an office that was founded or joined."""
    from envoy_desktop.store import postgres

    url = workspace.meta("database")
    with workspace.read() as reader:
        keys = identity.own_in(reader)
        return Set(
            keys.public.organisation or keys.public.name if keys else actors.office_name(reader),
            keys.public.words if keys else "",
            postgres.where(url) if url else "",
            roles.role_of(reader),
        )


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
