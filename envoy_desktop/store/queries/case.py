"""A procedure's own fields, beside what its reading says."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class Own:
    """The catalogue item of a procedure, its project's edition and closing, its own notes.

    `in_centre`, `window_decides`: as seen at the window, None as the list says; the list's own
    word on the centre is its department's (`listed_in_centre`).
    """

    item: int
    edition: int
    closed_on: str | None
    plan_limit: int | None
    reference: str
    note: str
    in_centre: bool | None = None
    window_decides: bool | None = None
    listed_in_centre: bool = False


def own(reader: Reader, procedure: int) -> Own | None:
    """The own fields of a procedure, or None where it is gone."""
    row = reader.row(
        "SELECT p.item, j.edition, j.closed_on, p.plan_limit, p.reference, p.note, p.in_centre,"
        " p.window_decides, coalesce(d.in_service_centre, 0)"
        " FROM procedure p JOIN project j ON j.id = p.project"
        " JOIN catalogue_item i ON i.id = p.item"
        " LEFT JOIN department d ON d.code = i.lead_department AND d.deleted = 0"
        " WHERE p.id = :id AND p.deleted = 0",
        id=procedure,
    )
    if row is None:
        return None
    centre, window = (None if value is None else bool(value) for value in row[6:8])
    return Own(*(*row[:6], centre, window, bool(row[8])))
