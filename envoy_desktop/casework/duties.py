"""The supervision ledger: adding a duty, doing it, and the instruction that makes one."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import days
from envoy_desktop.domain import duties as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.unit import Unit


def add(
    unit: Unit,
    *,
    text: str,
    due_on: date,
    source: str = "list_task",
    source_id: int | None = None,
    project: int | None = None,
    lead_department: int | None = None,
    cooperating_departments: str = "",
    owed_by: str = "",
    basis: str = "",
    given_on: date | None = None,
) -> int:
    """Add a duty with a department (or `owed_by` in words) and a date; gives its id.

    Refuses "text-missing" and what `duties.check_duty` refuses.
    """
    if not text.strip():
        raise Refusal("text-missing")
    given = given_on or now.today()
    rules.check_duty(source, given, due_on, words=text, said_by=owed_by or basis or "-")
    unit.subject = text.strip()[:40]
    return unit.add(
        "duty",
        source=source,
        source_id=source_id,
        project=project,
        text=text.strip(),
        basis=basis.strip(),
        lead_department=lead_department,
        cooperating_departments=cooperating_departments,
        owed_by=owed_by.strip(),
        given_on=given.isoformat(),
        due_on=due_on.isoformat(),
        entered_on=now.today().isoformat(),
    )


FIELDS = (
    "text", "due_on", "source", "project", "lead_department", "cooperating_departments",
    "owed_by", "basis", "given_on",
)  # fmt: skip


def change(unit: Unit, *, duty: int, **fields: str | int | date | None) -> None:
    """Change what was entered of a duty; a field not named stays.

    Refuses "unknown-id", "text-missing" and what `duties.check_duty` refuses.
    """
    if set(fields) - set(FIELDS):
        raise TypeError(str(set(fields) - set(FIELDS)))
    row = unit.row(
        "SELECT source, given_on, due_on, text, owed_by, basis FROM duty"
        " WHERE id = :id AND deleted = 0",
        id=duty,
    )
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    held = dict(zip(("source", "given_on", "due_on", "text", "owed_by", "basis"), row, strict=True))
    new = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }
    held |= new
    if not str(held["text"]).strip():
        raise Refusal("text-missing")
    rules.check_duty(
        str(held["source"]),
        date.fromisoformat(str(held["given_on"])),
        date.fromisoformat(str(held["due_on"])),
        words=str(held["text"]),
        said_by=str(held["owed_by"] or held["basis"] or "-"),
    )
    unit.subject = str(held["text"]).strip()[:40]
    unit.set("duty", duty, **new)


def done(unit: Unit, *, duty: int, note: str = "", on: date | None = None) -> None:
    """Say that a duty is done. Refuses "duty-done" and "future-date"."""
    row = unit.row("SELECT text, done_on FROM duty WHERE id = :id AND deleted = 0", id=duty)
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    day = days.happened(on)
    if row[1]:
        raise Refusal("duty-done", text=row[0], on=row[1])
    unit.subject = str(row[0])[:40]
    unit.set("duty", duty, done_on=day.isoformat(), done_note=note.strip())


def reopen(unit: Unit, *, duty: int) -> None:
    """Say that a duty is not done after all."""
    row = unit.row("SELECT text FROM duty WHERE id = :id AND deleted = 0", id=duty)
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    unit.subject = str(row[0])[:40]
    unit.set("duty", duty, done_on=None, done_note="")


def remove(unit: Unit, *, duty: int) -> None:
    """Remove a duty entered by mistake; it stays in the history."""
    reopen(unit, duty=duty)
    unit.remove("duty", duty)
