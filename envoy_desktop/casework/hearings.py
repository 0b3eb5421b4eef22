"""A department gets heard: whether its own statement was sought before a memo names it."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import claims
from envoy_desktop.store.unit import Unit


def hear(
    unit: Unit,
    *,
    memo: int,
    department: int,
    asked_on: date | None = None,
    channel: str = "",
    answered_on: date | None = None,
    statement: str = "",
    not_asked_because: str = "",
) -> int:
    """Record that a department was asked on a draft, what it said, or why it was not asked.

    One record a department and memo: what is told later completes it. A statement without a day
    of its own came today. Gives the record's id. Refuses "hearing-incomplete", "memo-issued",
    "future-date" and "answered-before-asked".
    """
    checked.draft(unit, memo)
    name = checked.name(unit, "department", department)
    statement, reason = statement.strip(), not_asked_because.strip()
    if not (asked_on or statement or reason) or (reason and (statement or asked_on)):
        raise Refusal("hearing-incomplete", department=name, next="tell-hearing")
    asked = days.happened(asked_on).isoformat() if asked_on else None
    answered = days.happened(answered_on).isoformat() if statement else None
    before = claims.hearing_of(unit.reader, memo, department)
    first = asked or (before.asked_on if before else None)
    if first and answered and answered < first:
        raise Refusal("answered-before-asked", asked=first, answered=answered, next="mend-date")
    unit.subject = str(name)
    told = {
        name: value
        for name, value in {
            "asked_on": asked,
            "channel": channel.strip(),
            "answered_on": answered,
            "statement": statement,
        }.items()
        if value
    }
    told["not_asked_because"] = reason
    if before is not None:
        unit.set("hearing", before.id, **told)
        return before.id
    entered = now.today().isoformat()
    return unit.add("hearing", memo=memo, department=department, entered_on=entered, **told)
