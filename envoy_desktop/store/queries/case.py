"""A procedure's own fields, beside what its reading says."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class Own:
    """The catalogue item of a procedure, its project's edition and closing, its own notes."""

    item: int
    edition: int
    closed_on: str | None
    plan_limit: int | None
    reference: str
    note: str


def own(reader: Reader, procedure: int) -> Own | None:
    """The own fields of a procedure, or None where it is gone."""
    row = reader.row(
        "SELECT p.item, j.edition, j.closed_on, p.plan_limit, p.reference, p.note"
        " FROM procedure p JOIN project j ON j.id = p.project WHERE p.id = :id AND p.deleted = 0",
        id=procedure,
    )
    return Own(*row) if row else None
