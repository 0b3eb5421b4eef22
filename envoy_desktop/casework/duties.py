"""The supervision ledger: a duty from its first word to the proof that closes it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import days, evidence
from envoy_desktop.domain import duties as rules
from envoy_desktop.domain.obstacles import CHANNELS
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import duties as stored
from envoy_desktop.store.queries import standing
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.unit import Unit

SHEET = "sheet"
"""The channel of a reminder that went out as a printed sheet (督办单)."""


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
    row = standing.duty(unit.reader, duty)
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    held: dict[str, Any] = asdict(row)
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
    """Say that a duty is done. Refuses "duty-done", "duty-withdrawn" and "future-date"."""
    row = _open(unit, duty)
    day = days.happened(on)
    unit.subject = row.text[:40]
    unit.set("duty", duty, done_on=day.isoformat(), done_note=note.strip())


def close(
    unit: Unit,
    *,
    duty: int,
    by: str = "",
    statement: str = "",
    on: date | None = None,
    files: Sequence[evidence.File] = (),
) -> None:
    """Close a duty (销号): its proof was seen. One that is not yet done is done by it.

    The proof is a file kept with the duty, or a statement by name: `by` says `statement`. Refuses
    "close-needs-proof", "duty-closed", "duty-withdrawn", "future-date".
    """
    row = _row(unit, duty)
    day = days.happened(on)
    if row.closed_on:
        raise Refusal("duty-closed", text=row.text[:40], on=date.fromisoformat(row.closed_on))
    if row.withdrawn_on:
        raise Refusal("duty-withdrawn", text=row.text[:40])
    unit.subject = row.text[:40]
    rules.check_close(row.proofs + len(files), statement or row.done_note, by)
    evidence.keep(unit, "duty", duty, files)
    note = statement.strip() or row.done_note
    unit.set(
        "duty",
        duty,
        done_on=row.done_on or day.isoformat(),
        done_note=note,
        closed_on=day.isoformat(),
        closed_by=by.strip(),
    )


def withdraw(unit: Unit, *, duty: int, reason: str, on: date | None = None) -> None:
    """Say that a duty was taken back by who gave it. Refuses "reason-missing", "duty-done"."""
    if not reason.strip():
        raise Refusal("reason-missing")
    row = _open(unit, duty)
    unit.subject = row.text[:40]
    unit.set(
        "duty",
        duty,
        withdrawn_on=days.happened(on).isoformat(),
        withdrawn_reason=reason.strip(),
    )


def postpone(
    unit: Unit,
    *,
    duty: int,
    to: date,
    reason: str,
    agreed_by: str,
    on: date | None = None,
) -> int:
    """Agree on a later date; the first one stays and is shown. Gives the postponement's id.

    Refuses "reason-missing", "postponed-not-later", "postponement-needs-name", "duty-done".
    """
    if not reason.strip():
        raise Refusal("reason-missing")
    if not agreed_by.strip():
        raise Refusal("postponement-needs-name")
    row = _open(unit, duty)
    rules.check_postponed(row.facts(), to)
    unit.subject = row.text[:40]
    return unit.add(
        "postponement",
        duty=duty,
        on=days.happened(on).isoformat(),
        to_on=to.isoformat(),
        reason=reason.strip(),
        agreed_by=agreed_by.strip(),
        entered_on=now.today().isoformat(),
    )


def add_stage(unit: Unit, *, duty: int, text: str, due_on: date) -> int:
    """Add a stage with its own date. Refuses "text-missing", "stage-outside" (given, due)."""
    if not text.strip():
        raise Refusal("text-missing")
    row = _open(unit, duty)
    if not row.given_on <= due_on.isoformat() <= row.due_now:
        raise Refusal(
            "stage-outside",
            on=due_on,
            given=date.fromisoformat(row.given_on),
            due=date.fromisoformat(row.due_now),
        )
    unit.subject = text.strip()[:40]
    return unit.add(
        "duty_stage",
        duty=duty,
        text=text.strip(),
        due_on=due_on.isoformat(),
        position=len(row.stages) + 1,
    )


def stage_done(unit: Unit, *, stage: int, on: date | None = None, note: str = "") -> None:
    """Say that a stage is done. Refuses "unknown-id", "stage-done", "future-date"."""
    held = standing.stage(unit.reader, stage)
    if held is None:
        raise Refusal("unknown-id", kind="duty_stage")
    if held.done_on:
        raise Refusal("stage-done", text=held.text, on=date.fromisoformat(held.done_on))
    unit.subject = held.text[:40]
    unit.set("duty_stage", stage, done_on=days.happened(on).isoformat(), note=note.strip())


def remind(
    unit: Unit,
    *,
    duty: int,
    level: str = "",
    channel: str = "call",
    note: str = "",
    on: date | None = None,
    until: date | None = None,
    number: str = "",
) -> int:
    """Record a reminder; by default of the level that is due. Gives its id.

    `until` also sets the line of *Today* aside till then. Refuses "unknown-reminder-level",
    "unknown-channel", "duty-done", "snooze-past".
    """
    row = _open(unit, duty)
    day = days.happened(on)
    if channel not in (*CHANNELS, SHEET):
        raise Refusal("unknown-channel", channel=channel)
    if not level:
        from envoy_desktop.casework import ledger

        reading = ledger.of_row(unit.reader, row, now.today())
        level = reading.reminder if reading.reminder != "none" else "notice"
    rules.check_level(level)
    if until is not None:
        if until <= now.today():
            raise Refusal("snooze-past", until=until, today=now.today())
        reason = note.strip() or row.text[:20]
        unit.add("snooze", of_kind="duty", of=duty, until=until.isoformat(), reason=reason)
    unit.subject = row.text[:40]
    return unit.add(
        "reminder",
        duty=duty,
        level=level,
        on=day.isoformat(),
        channel=channel,
        number=number,
        note=note.strip(),
        entered_on=now.today().isoformat(),
    )


def issue_sheet(unit: Unit, *, duties: Sequence[int], note: str = "") -> str:
    """Record that a reminder sheet (督办单) over these duties goes out; gives its number.

    Numbers run through the year: 督〔2026〕5号. Refuses "duty-done".
    """
    year = now.today().year
    taken = [_sequence(number) for number in stored.sheets_in(unit.reader, year)]
    number = f"督〔{year}〕{max(taken, default=0) + 1}号"
    for duty in duties:
        remind(unit, duty=duty, channel=SHEET, note=note, number=number)
    unit.subject = number
    return number


def reopen(unit: Unit, *, duty: int) -> None:
    """Say that a duty is not done after all; what closed it stays in the history."""
    unit.subject = _row(unit, duty).text[:40]
    unit.set(
        "duty",
        duty,
        done_on=None,
        done_note="",
        closed_on=None,
        closed_by="",
        withdrawn_on=None,
        withdrawn_reason="",
    )


def remove(unit: Unit, *, duty: int) -> None:
    """Remove a duty entered by mistake; it stays in the history."""
    unit.subject = _row(unit, duty).text[:40]
    unit.remove("duty", duty)


def _row(unit: Unit, duty: int) -> DutyRow:
    row = stored.duty(unit.reader, duty)
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    return row


def _open(unit: Unit, duty: int) -> DutyRow:
    row = _row(unit, duty)
    if row.done_on:
        raise Refusal("duty-done", text=row.text[:40], on=date.fromisoformat(row.done_on))
    if row.withdrawn_on:
        raise Refusal("duty-withdrawn", text=row.text[:40])
    return row


def _sequence(number: str) -> int:
    digits = number.rpartition("〕")[2].removesuffix("号")
    return int(digits) if digits.isdecimal() else 0
