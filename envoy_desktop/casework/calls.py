"""Calls: one line for what was said, and the promise in it that becomes an expectation."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days, obstacles
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import choices, people, standing
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Guessed:
    """Whom a typed line seems to be about, by ids; None where nothing says so."""

    contact: int | None = None
    department: int | None = None
    project: int | None = None
    procedure: int | None = None


def guess(
    reader: Reader, text: str, *, project: int | None = None, procedure: int | None = None
) -> Guessed:
    """Contact, department and procedure of a typed line; what is open weighs more.

    A contact is known by the whole name, or by the surname with the post (王科长), where only one
    is called so.
    """
    known = people.contacts(reader)
    named = [row for row in known if row.name in text]
    if not named:
        named = [row for row in known if row.post and row.name[:1] + row.post in text]
    found = named[0] if len(named) == 1 else None
    seen = obstacles.guess(reader, text, project=project, procedure=procedure)
    department = int(seen.department) if seen.department else None
    return Guessed(
        found.id if found else None,
        (found.department if found else None) or department,
        (found.project if found else None) or project,
        int(seen.procedure) if seen.procedure else procedure,
    )


def log(
    unit: Unit,
    *,
    text: str,
    contact: int | None = None,
    department: int | None = None,
    project: int | None = None,
    procedure: int | None = None,
    obstacle: int | None = None,
    promised: str = "",
    promised_on: date | None = None,
    on: date | None = None,
) -> int:
    """Log a call; what was promised for `promised_on` stands on *Today* until it is kept.

    On an obstacle the promise is also the day its answer is owed. Gives the attempt's id.
    Refuses "text-missing", "future-date", "unknown-id", "promise-needs-day".
    """
    words = text.strip() or promised.strip()
    if not words:
        raise Refusal("text-missing")
    if promised.strip() and promised_on is None:
        raise Refusal("promise-needs-day")
    day = days.happened(on)
    for kind, id in (
        ("contact", contact),
        ("procedure", procedure),
        ("obstacle", obstacle),
        ("project", project),
    ):
        if id is not None:
            checked.stands(unit, kind, id)
    if department is None and contact is not None:
        department = standing.department_of_contact(unit.reader, contact)
    if department is None and contact is None and procedure is not None:
        found = standing.state(unit.reader, procedure)
        department = found.department if found else None
    if project is None and procedure is not None:
        project = choices.project_of(unit.reader, procedure)
    if obstacle is not None and promised_on is not None:
        unit.set("obstacle", obstacle, answer_due=promised_on.isoformat())
    unit.subject = words[:40]
    return unit.add(
        "attempt",
        obstacle=obstacle,
        procedure=procedure,
        project=project,
        department=department,
        contact=contact,
        text=words,
        channel="call",
        on=day.isoformat(),
        promised=promised.strip(),
        promised_on=promised_on.isoformat() if promised_on else None,
        entered_on=now.today().isoformat(),
    )


def kept(unit: Unit, *, call: int, on: date | None = None) -> None:
    """What was promised was done. Refuses "unknown-id", "nothing-promised", "promise-kept"."""
    held = standing.attempt(unit.reader, call)
    if held is None:
        raise Refusal("unknown-id", kind="attempt")
    unit.subject = held.text[:40]
    if held.promised_on is None:
        raise Refusal("nothing-promised", text=unit.subject)
    if held.kept_on:
        raise Refusal("promise-kept", text=unit.subject, on=date.fromisoformat(held.kept_on))
    unit.set("attempt", call, kept_on=days.happened(on).isoformat())


def remove(unit: Unit, *, call: int) -> None:
    """Remove a call logged by mistake; it stays in the history."""
    unit.subject = checked.excerpt(unit, "attempt", call)
    unit.remove("attempt", call)
