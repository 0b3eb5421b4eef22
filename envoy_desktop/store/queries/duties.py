"""The supervision ledger's rows."""

from dataclasses import dataclass
from typing import Any

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty; dates are ISO texts."""

    id: int
    source: str
    source_id: int | None
    project: int | None
    project_name: str
    text: str
    basis: str
    lead_department: int | None
    department_name: str
    cooperating_departments: str
    owed_by: str
    given_on: str
    due_on: str
    done_on: str | None
    done_note: str


def duties(
    reader: Reader, *, project: int | None = None, open: bool | None = None, source: str = ""
) -> list[DutyRow]:
    """The duties by due date; `open` None gives both open and done ones."""
    where, values = "", dict[str, Any]()
    if project is not None:
        where += " AND t.project = :project"
        values["project"] = project
    if source:
        where += " AND t.source = :source"
        values["source"] = source
    if open is not None:
        where += f" AND t.done_on IS {'NULL' if open else 'NOT NULL'}"
    return [
        DutyRow(*row)
        for row in reader.rows(
            "SELECT t.id, t.source, t.source_id, t.project, coalesce(j.name, ''), t.text, t.basis,"
            " t.lead_department, coalesce(nullif(d.short_name, ''), d.name, ''),"
            " t.cooperating_departments, t.owed_by, t.given_on, t.due_on, t.done_on, t.done_note"
            " FROM duty t LEFT JOIN project j ON j.id = t.project"
            " LEFT JOIN department d ON d.id = t.lead_department"
            f" WHERE t.deleted = 0{where} ORDER BY t.done_on IS NOT NULL, t.due_on, t.id",
            **values,
        )
    ]
