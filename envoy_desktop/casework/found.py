"""The first start: a new workspace with the person's name and the city's list."""

from pathlib import Path

from envoy_desktop.casework import reference
from envoy_desktop.store.queries import actors
from envoy_desktop.store.queries import reference as stored
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace


def workspace(
    path: Path,
    passphrase: str,
    *,
    name: str,
    organisation: str,
    use_keyring: bool = True,
    seed: str = "",
    lists: reference.Lists | None = None,
    database: str = "",
) -> Workspace:
    """A new workspace with the shipped catalogue, departments and holidays (or `lists`).

    Over a `database` in which others work already, their lists stand. Nothing is left behind
    where it fails. Raises Refusal and SystemFailed.
    """
    lists = lists or reference.shipped_lists()
    made = Workspace.create(
        path, passphrase, name=name, use_keyring=use_keyring, seed=seed, database=database
    )
    try:
        with made.read() as reader:
            joined = stored.newest_edition(reader) is not None
        if not joined:
            made.do(begin, name=name, organisation=organisation, lists=lists)
        with made.read() as reader:  # the shipped lists are no one's work to be sent
            made.set_meta("exported_to", str(actors.written(reader)))
    except BaseException:
        made.discard()
        raise
    return made


def begin(unit: Unit, *, name: str, organisation: str, lists: reference.Lists) -> None:
    """Write who works here and take the city's lists."""
    unit.subject = name
    unit.final = True  # there is nothing before it to go back to
    reference.set_setting(unit, key="envoy.name", text=name)
    reference.set_setting(unit, key="envoy.unit", text=organisation)
    reference.take_departments(unit, lists.departments)
    reference.take_edition(unit, lists)
    reference.take_holidays(unit, lists.holidays)
