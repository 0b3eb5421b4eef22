"""Mandates (代办委托书) as pages and rules read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.domain import iso
from envoy_desktop.domain.mandates import MandateFacts
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One mandate; dates are ISO texts. `id` 0 is the term that a file of the first version kept
    as a field of the project."""

    id: int
    project: int
    project_name: str
    signatory: str
    signed_on: str | None
    from_on: str
    until: str | None
    scope: str
    scope_items: str
    memo: int | None
    ended_on: str | None
    end_reason: str

    @property
    def items(self) -> tuple[str, ...]:
        """The codes it is limited to; none: every procedure."""
        return tuple(code for code in self.scope_items.split(";") if code)

    def facts(self) -> MandateFacts:
        """What the rules read of it; it binds from its signing, where that is later."""
        begins = max(self.from_on, self.signed_on or self.from_on)
        return MandateFacts(
            date.fromisoformat(begins),
            iso.day(self.until),
            self.items,
            iso.day(self.ended_on),
        )


def mandates(reader: Reader, project: int | None = None) -> list[MandateRow]:
    """The mandates of a project, or of all open projects; the newest first."""
    where, values = "j.closed_on IS NULL", dict[str, Any]()
    if project is not None:
        where, values = "j.id = :project", {"project": project}
    found = [
        MandateRow(*row)
        for row in reader.rows(
            "SELECT m.id, m.project, j.name, m.signatory, m.signed_on, m.from_on, m.until, m.scope,"
            " m.scope_items, m.memo, m.ended_on, m.end_reason"
            " FROM mandate m JOIN project j ON j.id = m.project"
            f" WHERE m.deleted = 0 AND j.deleted = 0 AND {where}"
            " ORDER BY m.from_on DESC, m.id DESC",
            **values,
        )
    ]
    found += [
        MandateRow(0, id, name, "", None, opened, until, "", "", None, None, "")
        for id, name, opened, until in reader.rows(
            "SELECT j.id, j.name, coalesce(j.opened_on, j.mandate_until), j.mandate_until"
            " FROM project j"
            f" WHERE j.mandate_until IS NOT NULL AND j.deleted = 0 AND {where} AND NOT EXISTS"
            " (SELECT 1 FROM mandate m WHERE m.project = j.id AND m.deleted = 0)",
            **values,
        )
    ]
    return found


def of_procedure(reader: Reader, procedure: int) -> tuple[str, list[MandateRow]]:
    """The item's code of a procedure, and the mandates of its project."""
    row = reader.row(
        "SELECT i.code, p.project FROM procedure p JOIN catalogue_item i ON i.id = p.item"
        " WHERE p.id = :id",
        id=procedure,
    )
    return ("", []) if row is None else (str(row[0]), mandates(reader, row[1]))
