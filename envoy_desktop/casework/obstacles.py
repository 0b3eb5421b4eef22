"""Obstacles: logging one in ten seconds, what was tried, and how it ended."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days, evidence
from envoy_desktop.domain import guess as guessing
from envoy_desktop.domain import obstacles as rules
from envoy_desktop.domain.guess import Guess, KnownDepartment, KnownProcedure
from envoy_desktop.domain.obstacles import CHANNELS, KINDS
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit


def guess(reader: Reader, text: str, *, project: int | None, procedure: int | None) -> Guess:
    """Kind, department and procedure that a typed line seems to be about.

    Keys in the answer are ids as text; what is open (`project`, `procedure`) weighs more.
    """
    departments = [
        KnownDepartment(str(id), d.name, d.short_name)
        for id, d in reference.departments(reader).items()
    ]
    procedures = [
        KnownProcedure(
            str(one.id),
            one.name,
            one.code,
            str(one.department or ""),
            str(one.project),
            one.id == procedure,
            one.open,
        )
        for one in standing.to_guess_from(reader, project)
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
        project = checked.open_procedure(unit, procedure).project
    elif project is not None:
        checked.open_project(unit, project)
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
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
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
        on = date.fromisoformat(checked.obstacle(unit, obstacle).on)
        fields.setdefault("answer_due", _answer_due(unit, kind, on))
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
        unit.subject = checked.excerpt(unit, "obstacle", obstacle)
        if checked.obstacle(unit, obstacle).resolved_on:
            raise Refusal("obstacle-resolved", text=unit.subject)
        if promised_on is not None:
            unit.set("obstacle", obstacle, answer_due=promised_on.isoformat())
    else:
        unit.subject = text.strip()[:40]
    if procedure is not None:
        checked.stands(unit, "procedure", procedure)
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
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    day = days.happened(on)
    held = checked.obstacle(unit, obstacle)
    if held.resolved_on:
        raise Refusal("obstacle-resolved", text=unit.subject)
    logged = date.fromisoformat(held.on)
    if day < logged:
        raise Refusal("resolved-before-logged", on=day, logged=logged)
    unit.set("obstacle", obstacle, resolved_on=day.isoformat(), resolution=how.strip())


def reopen(unit: Unit, *, obstacle: int) -> None:
    """Say that a resolved obstacle stands again."""
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    unit.set(
        "obstacle", obstacle, resolved_on=None, resolution="", verified_on=None, verified_by=""
    )


def remove(unit: Unit, *, obstacle: int) -> None:
    """Remove an obstacle logged by mistake; it stays in the history."""
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
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


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise Refusal("unknown-obstacle-kind", kind=kind, known=sorted(KINDS))
    return kind


def _answer_due(unit: Unit, kind: str, on: date) -> str:
    return rules.answer_due(_known_kind(kind), on, reference.calendar(unit.reader)).isoformat()


def _department_of(unit: Unit, procedure: int | None) -> int | None:
    if procedure is None:
        return None
    found = standing.state(unit.reader, procedure)
    return found.department if found else None
