"""Obstacles: logging one in ten seconds, what was tried, and how it ended."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import days, evidence
from envoy_desktop.domain import guess as guessing
from envoy_desktop.domain.guess import Guess, KnownDepartment, KnownProcedure
from envoy_desktop.domain.obstacles import CHANNELS, KINDS
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.store.unit import Unit


def guess(reader: Reader, text: str, *, project: int | None, procedure: int | None) -> Guess:
    """Kind, department and procedure that a typed line seems to be about.

    Keys in the answer are ids as text; what is open (`project`, `procedure`) weighs more.
    """
    departments = [
        KnownDepartment(str(id), d.name, d.short_name)
        for id, d in reference.departments(reader).items()
    ]
    where, values = ("project = :project", {"project": project}) if project else ("open = 1", {})
    procedures = [
        KnownProcedure(
            str(id), name, code, str(department or ""), str(of), id == procedure, bool(running)
        )
        for id, name, code, department, of, running in reader.rows(
            "SELECT procedure, name, code, department, project, open FROM reading_procedure"
            f" WHERE {where} LIMIT 2000",
            **values,
        )
    ]
    return guessing.guess(text, departments, procedures)


def log(
    unit: Unit,
    *,
    text: str,
    project: int | None = None,
    procedure: int | None = None,
    kind: str = "",
    department: int | None = None,
    severity: int | None = None,
    on: date | None = None,
    proposal: str = "",
    files: Sequence[evidence.File] = (),
) -> int:
    """Log an obstacle with its evidence; what is not named is guessed from the text. Gives its id.

    The day by which an answer is owed follows from the kind. Refuses "text-missing",
    "unknown-obstacle-kind", "project-closed", "future-date" and "unknown-id".
    """
    text = text.strip()
    if not text:
        raise Refusal("text-missing")
    day = days.happened(on)
    if procedure is not None:
        row = unit.row("SELECT project FROM procedure WHERE id = :id AND deleted = 0", id=procedure)
        if row is None:
            raise Refusal("unknown-id", kind="procedure")
        project = row[0]
    if project is not None:
        closed = unit.row("SELECT closed_on, name FROM project WHERE id = :id", id=project)
        if closed is not None and closed[0]:
            raise Refusal("project-closed", name=closed[1])
    if department is None:
        department = _department_of(unit, procedure)
    if not kind or department is None:
        seen = guess(unit.reader, text, project=project, procedure=procedure)
        kind = kind or seen.kind
        if department is None and seen.department:
            department = int(seen.department)
    unit.subject = text[:40]
    obstacle = unit.add(
        "obstacle",
        text=text,
        project=project,
        procedure=procedure,
        kind=_known_kind(kind),
        department=department,
        severity=str(severity or KINDS[kind].severity),
        on=day.isoformat(),
        answer_due=_answer_due(unit, kind, day),
        proposal=proposal.strip(),
        entered_on=now.today().isoformat(),
    )
    evidence.keep(unit, "obstacle", obstacle, files)
    return obstacle


def change(unit: Unit, *, obstacle: int, **fields: str | int | None) -> None:
    """Change an obstacle: text, kind, department, procedure, project, severity, answer_due,
    proposal, statement, statement_on. A new kind sets its own day for the answer."""
    unit.subject = _text(unit, obstacle)
    allowed = {
        "text", "kind", "department", "procedure", "project", "severity", "answer_due",
        "proposal", "statement", "statement_on",
    }  # fmt: skip
    if set(fields) - allowed:
        raise TypeError(str(set(fields) - allowed))
    if "text" in fields and not str(fields["text"]).strip():
        raise Refusal("text-missing")
    if "kind" in fields:
        kind = _known_kind(str(fields["kind"]))
        on = unit.value('SELECT "on" FROM obstacle WHERE id = :id', id=obstacle)
        fields.setdefault("answer_due", _answer_due(unit, kind, date.fromisoformat(on)))
    unit.set("obstacle", obstacle, **fields)


def attempt(
    unit: Unit,
    *,
    text: str,
    obstacle: int | None = None,
    procedure: int | None = None,
    channel: str = "call",
    on: date | None = None,
    promised_on: date | None = None,
) -> int:
    """Record what was tried, on an obstacle or a procedure (a call, a visit).

    `promised_on` is the day by which something was promised; it becomes the obstacle's
    expected answer. Refuses "text-missing", "future-date", "unknown-id", "obstacle-resolved".
    """
    if not text.strip():
        raise Refusal("text-missing")
    day = days.happened(on)
    if channel not in CHANNELS:
        raise Refusal("unknown-channel", channel=channel)
    if obstacle is not None:
        unit.subject = _text(unit, obstacle)
        if unit.value("SELECT resolved_on FROM obstacle WHERE id = :id", id=obstacle):
            raise Refusal("obstacle-resolved", text=unit.subject)
        if promised_on is not None:
            unit.set("obstacle", obstacle, answer_due=promised_on.isoformat())
    else:
        unit.subject = text.strip()[:40]
    if procedure is not None and not unit.value(
        "SELECT 1 FROM procedure WHERE id = :id AND deleted = 0", id=procedure
    ):
        raise Refusal("unknown-id", kind="procedure")
    return unit.add(
        "attempt",
        obstacle=obstacle,
        procedure=procedure,
        text=text.strip(),
        channel=channel,
        on=day.isoformat(),
        promised_on=promised_on.isoformat() if promised_on else None,
        entered_on=now.today().isoformat(),
    )


def resolve(unit: Unit, *, obstacle: int, how: str = "", on: date | None = None) -> None:
    """Say that an obstacle is out of the way. Refuses "obstacle-resolved", "future-date"
    and "resolved-before-logged"."""
    unit.subject = _text(unit, obstacle)
    day = days.happened(on)
    if unit.value("SELECT resolved_on FROM obstacle WHERE id = :id", id=obstacle):
        raise Refusal("obstacle-resolved", text=unit.subject)
    logged = date.fromisoformat(unit.value('SELECT "on" FROM obstacle WHERE id = :id', id=obstacle))
    if day < logged:
        raise Refusal("resolved-before-logged", on=day, logged=logged)
    unit.set("obstacle", obstacle, resolved_on=day.isoformat(), resolution=how.strip())


def reopen(unit: Unit, *, obstacle: int) -> None:
    """Say that a resolved obstacle stands again."""
    unit.subject = _text(unit, obstacle)
    unit.set(
        "obstacle", obstacle, resolved_on=None, resolution="", verified_on=None, verified_by=""
    )


def remove(unit: Unit, *, obstacle: int) -> None:
    """Remove an obstacle logged by mistake; it stays in the history."""
    unit.subject = _text(unit, obstacle)
    unit.remove("obstacle", obstacle)


def snooze(unit: Unit, *, of_kind: str, of: int, until: date, reason: str) -> int:
    """Set a line of *Today* aside until a day, with a reason. Refuses "reason-missing"."""
    if not reason.strip():
        raise Refusal("reason-missing")
    if until <= now.today():
        raise Refusal("snooze-past", until=until, today=now.today())
    unit.subject = reason.strip()[:40]
    return unit.add(
        "snooze", of_kind=of_kind, of=of, until=until.isoformat(), reason=reason.strip()
    )


def _text(unit: Unit, obstacle: int) -> str:
    text = unit.value("SELECT text FROM obstacle WHERE id = :id AND deleted = 0", id=obstacle)
    if text is None:
        raise Refusal("unknown-id", kind="obstacle")
    return str(text)[:40]


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise Refusal("unknown-obstacle-kind", kind=kind, known=sorted(KINDS))
    return kind


def _answer_due(unit: Unit, kind: str, on: date) -> str:
    length = KINDS[_known_kind(kind)].answer_days
    return reference.calendar(unit.reader).add_working_days(on, length).isoformat()


def _department_of(unit: Unit, procedure: int | None) -> int | None:
    if procedure is None:
        return None
    found: int | None = unit.value(
        "SELECT department FROM reading_procedure WHERE procedure = :id", id=procedure
    )
    return found
