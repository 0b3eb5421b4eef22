"""The numbers that were given, by register and device, and who else writes for the same envoy."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader

_TAG = 1 << 32  # a change's id is the actor's tag and the count of its changes


@dataclass(frozen=True, slots=True)
class GivenNumber:
    """A number on an issued document; `device` is the tag of the incarnation that gave it."""

    memo: int
    organ: str
    kind: str
    year: int
    sequence: int
    register: str
    number: str
    device: int


@dataclass(frozen=True, slots=True)
class Device:
    """The incarnation that writes here: its tag, its identity, the envoy's name."""

    tag: int
    uuid: str
    name: str


def given(reader: Reader, of: str = "") -> list[GivenNumber]:
    """The numbers given for an organ (its code, or its name where it has none), or for all."""
    where = " AND (CASE WHEN m.organ_code <> '' THEN m.organ_code ELSE m.organ END) = :of"
    values = {"of": of} if of else {}
    return [
        GivenNumber(
            id, code or name, kind, year, sequence, register, number, (change or id) // _TAG
        )
        for id, code, name, kind, year, sequence, register, number, change in reader.rows(
            "SELECT m.id, m.organ_code, m.organ, m.kind, m.year, m.sequence, m.register, m.number,"
            " (SELECT max(h.change) FROM head h WHERE h.object = m.id AND h.field = 'number')"
            " FROM memo m WHERE m.deleted = 0 AND m.number <> '' AND m.year IS NOT NULL"
            f"{where if of else ''} ORDER BY m.year, m.sequence, m.id",
            **values,
        )
    ]


def device(reader: Reader) -> Device:
    """The incarnation that writes here."""
    row = reader.row(
        "SELECT tag, uuid, name FROM actor WHERE tag = :own", own=int(reader.meta("actor") or 0)
    )
    return Device(*row) if row else Device(0, "", "")
