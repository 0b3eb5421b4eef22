"""Who writes: the actors of the change log, one for each device, and how far each has written."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One writer; `own` where the device is ours, `identity` whom a stranger's belongs to."""

    tag: int
    uuid: str
    name: str
    device: str
    seq: int
    own: bool
    identity: str


def actor(reader: Reader, tag: int) -> ActorRow | None:
    """A writer by his tag."""
    row = reader.row(
        "SELECT tag, uuid, name, device, seq, own, identity FROM actor WHERE tag = :tag", tag=tag
    )
    if row is None:
        return None
    *told, own, identity = row
    return ActorRow(*(*told, bool(own), identity))


def here(reader: Reader) -> ActorRow | None:
    """The writer on this device; None in a workspace that nobody has written in."""
    return actor(reader, int(reader.meta("actor") or 0))


def written(reader: Reader) -> int:
    """How many changes the log holds, by all who wrote."""
    return int(reader.value("SELECT sum(seq) FROM actor") or 0)


def has_office(reader: Reader) -> bool:
    """Whether an office was founded here, also for an officer who may not see its keys."""
    return bool(
        reader.value("SELECT 1 FROM trusted WHERE \"by\" = 'self' AND role = 'office' LIMIT 1")
    )


def office_name(reader: Reader) -> str:
    """The name of the office that was founded here; "" where none was."""
    return str(
        reader.value("SELECT name FROM trusted WHERE \"by\" = 'self' AND role = 'office' LIMIT 1")
        or ""
    )
