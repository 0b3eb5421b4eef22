"""Gaps: changes of an actor that later ones follow and that are not here."""

from dataclasses import dataclass

from envoy_desktop.store.changelog import SEQ_BITS
from envoy_desktop.store.connection import Reader

_SEQ = (1 << SEQ_BITS) - 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Changes of an actor that are named by later ones and are not here."""

    tag: int
    first: int
    last: int


def gaps(reader: Reader) -> list[Gap]:
    """What is missing between known changes, by actor."""
    found: list[Gap] = []
    for tag, seq in reader.rows(
        "SELECT tag, seq FROM actor a WHERE EXISTS (SELECT 1 FROM change c"
        " WHERE c.id > a.tag * 4294967296 + a.seq AND c.id < (a.tag + 1) * 4294967296)"
        " ORDER BY tag"
    ):
        known = tag << SEQ_BITS | seq
        before = known
        for (id,) in reader.rows(
            "SELECT c.id FROM change c WHERE c.id > :known AND c.id < :end"
            " AND NOT EXISTS (SELECT 1 FROM change d WHERE d.id = c.id - 1)"
            " ORDER BY c.id",
            known=known,
            end=tag + 1 << SEQ_BITS,
        ):
            if id != known + 1:
                before = reader.value("SELECT max(id) FROM change WHERE id < :id", id=id)
                before = max(before or known, known)
                found.append(Gap(tag, (before & _SEQ) + 1, (id & _SEQ) - 1))
    return found
