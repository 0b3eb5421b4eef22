"""The supervision ledger's rows: each duty with its stages, postponements and reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.domain import iso
from envoy_desktop.domain.duties import DutyFacts
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of a duty; dates are ISO texts."""

    id: int
    text: str
    due_on: str
    done_on: str | None
    note: str


@dataclass(frozen=True, slots=True)
class PostponementRow:
    """A new date, why, and who agreed."""

    id: int
    on: str
    to_on: str
    reason: str
    agreed_by: str


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder that was sent; `number` is that of its sheet, "" where none was printed."""

    id: int
    level: str
    on: str
    channel: str
    number: str
    note: str


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
    closed_on: str | None = None
    closed_by: str = ""
    withdrawn_on: str | None = None
    withdrawn_reason: str = ""
    proofs: int = 0
    cooperating_names: str = ""
    stages: tuple[StageRow, ...] = ()
    postponements: tuple[PostponementRow, ...] = ()
    reminders: tuple[ReminderRow, ...] = ()

    @property
    def due_now(self) -> str:
        """The date in force: the last one agreed."""
        return self.postponements[-1].to_on if self.postponements else self.due_on

    def facts(self) -> DutyFacts:
        """What the rules read of it."""
        return DutyFacts(
            source=self.source,
            received_on=date.fromisoformat(self.given_on or self.due_on),
            due=date.fromisoformat(self.due_on),
            done_on=iso.day(self.done_on),
            withdrawn_on=iso.day(self.withdrawn_on),
            postponed_to=tuple(date.fromisoformat(p.to_on) for p in self.postponements),
            closed_on=iso.day(self.closed_on),
            stages=tuple((date.fromisoformat(s.due_on), iso.day(s.done_on)) for s in self.stages),
            reminded=tuple((r.level, date.fromisoformat(r.on)) for r in self.reminders),
        )


def duties(
    reader: Reader,
    *,
    project: int | None = None,
    open: bool | None = None,
    source: str = "",
    department: int | None = None,
    ids: Sequence[int] = (),
) -> list[DutyRow]:
    """The duties by due date; `open` None gives both open and ended ones."""
    where, values = "", dict[str, Any]()
    if project is not None:
        where += " AND t.project = :project"
        values["project"] = project
    if source:
        where += " AND t.source = :source"
        values["source"] = source
    if department is not None:
        where += " AND t.lead_department = :department"
        values["department"] = department
    if ids:
        where += f" AND t.id IN ({', '.join(map(str, ids))})"
    if open is not None:
        ended = "t.done_on IS NOT NULL OR t.withdrawn_on IS NOT NULL"
        where += f" AND NOT ({ended})" if open else f" AND ({ended})"
    found = reader.rows(
        "SELECT t.id, t.source, t.source_id, t.project, coalesce(j.name, ''), t.text, t.basis,"
        " t.lead_department, coalesce(nullif(d.short_name, ''), d.name, ''),"
        " t.cooperating_departments, t.owed_by, t.given_on, t.due_on, t.done_on, t.done_note,"
        " t.closed_on, t.closed_by, t.withdrawn_on, t.withdrawn_reason,"
        ' (SELECT count(*) FROM attachment a WHERE a."of" = t.id AND a.deleted = 0)'
        " FROM duty t LEFT JOIN project j ON j.id = t.project"
        " LEFT JOIN department d ON d.id = t.lead_department"
        f" WHERE t.deleted = 0{where} ORDER BY t.done_on IS NOT NULL, t.due_on, t.id",
        **values,
    )
    few = [row[0] for row in found] if len(found) <= 500 else []
    stages = _of_duty(
        reader,
        "SELECT duty, id, text, due_on, done_on, note FROM duty_stage",
        "due_on, position, id",
        few,
        StageRow,
    )
    postponed = _of_duty(
        reader,
        'SELECT duty, id, "on", to_on, reason, agreed_by FROM postponement',
        "to_on, id",
        few,
        PostponementRow,
    )
    reminded = _of_duty(
        reader,
        'SELECT duty, id, "level", "on", channel, number, note FROM reminder',
        '"on", id',
        few,
        ReminderRow,
    )
    called = dict(
        reader.rows("SELECT code, coalesce(nullif(short_name, ''), name) FROM department")
    )
    return [
        DutyRow(
            *(
                *row,
                "、".join(called.get(code, code) for code in row[9].split(";") if code),
                tuple(stages.get(row[0], ())),
                tuple(postponed.get(row[0], ())),
                tuple(reminded.get(row[0], ())),
            )
        )
        for row in found
    ]


def duty(reader: Reader, id: int) -> DutyRow | None:
    """One duty, or None."""
    found = duties(reader, ids=[id])
    return found[0] if found else None


def sheets_in(reader: Reader, year: int) -> list[str]:
    """The numbers of the reminder sheets of a year."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT number FROM reminder WHERE number <> '' AND \"on\" BETWEEN :first AND :last",
            first=f"{year}-01-01",
            last=f"{year}-12-31",
        )
    ]


def _of_duty(
    reader: Reader, sql: str, order: str, duties: Sequence[int], make: Any
) -> dict[int, list[Any]]:
    where = f" AND duty IN ({', '.join(map(str, duties))})" if duties else ""
    found: dict[int, list[Any]] = {}
    for duty, *values in reader.rows(f"{sql} WHERE deleted = 0{where} ORDER BY {order}"):
        found.setdefault(duty, []).append(make(*values))
    return found
