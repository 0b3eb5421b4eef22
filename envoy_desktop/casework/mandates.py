"""Mandates (代办委托书): taking one, renewing it, ending it; what lies outside is warned of."""

from collections.abc import Sequence
from datetime import date, timedelta

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain import mandates as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import mandates as stored
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.queries.standing import MandateHead
from envoy_desktop.store.unit import Unit


def add(
    unit: Unit,
    *,
    project: int,
    until: date | None = None,
    from_on: date | None = None,
    signatory: str = "",
    signed_on: date | None = None,
    scope: str = "",
    scope_items: Sequence[str] = (),
    memo: int | None = None,
) -> int:
    """Record a signed mandate; no `scope_items`: every procedure of the project. Gives its id.

    Refuses "unknown-id", "mandate-ends-before", "unknown-item" and "future-date" (of signing).
    """
    held = checked.project(unit, project)
    unit.subject = unit.subject or held.name
    if signed_on is not None:
        days.happened(signed_on)
    begins = from_on or signed_on or now.today()
    rules.check_term(begins, until)
    codes = _known(unit, scope_items)
    if held.mandate_until:  # of a file of the first version: from here on the mandate alone says it
        unit.set("project", project, mandate_until=None)
    return unit.add(
        "mandate",
        project=project,
        signatory=signatory.strip(),
        signed_on=signed_on.isoformat() if signed_on else None,
        from_on=begins.isoformat(),
        until=until.isoformat() if until else None,
        scope=scope.strip(),
        scope_items=";".join(codes),
        memo=memo,
    )


def renew(
    unit: Unit, *, mandate: int, until: date, signed_on: date | None = None, signatory: str = ""
) -> int:
    """A new mandate of the same scope that goes on where this one ends. Gives its id.

    Refuses "mandate-ends-before" and "mandate-ended".
    """
    held = _begin(unit, mandate)
    if held.ended_on:
        raise Refusal("mandate-ended", on=date.fromisoformat(held.ended_on))
    first = days.happened(signed_on)
    if held.until and first.isoformat() <= held.until:
        first = date.fromisoformat(held.until) + timedelta(days=1)
    rules.check_term(max(first, date.fromisoformat(held.from_on)), until)
    return unit.add(
        "mandate",
        project=held.project,
        signatory=signatory.strip() or held.signatory,
        signed_on=signed_on.isoformat() if signed_on else None,
        from_on=first.isoformat(),
        until=until.isoformat(),
        scope=held.scope,
        scope_items=held.scope_items,
    )


def end(unit: Unit, *, mandate: int, reason: str, on: date | None = None) -> None:
    """The investor takes the mandate back, or it is fulfilled. Refuses "reason-missing"."""
    held = _begin(unit, mandate)
    if not reason.strip():
        raise Refusal("reason-missing")
    if held.ended_on:
        raise Refusal("mandate-ended", on=date.fromisoformat(held.ended_on))
    day = days.happened(on)
    unit.set("mandate", mandate, ended_on=day.isoformat(), end_reason=reason.strip())


def warning(reader: Reader, procedure: int, kind: str, on: date) -> str:
    """Why recording an event of `kind` on a day lies outside the mandate; "" where it does not."""
    code, found = stored.of_procedure(reader, procedure)
    return rules.warning([row.facts() for row in found], code, kind, on)


def _begin(unit: Unit, mandate: int) -> MandateHead:
    found = standing.mandate(unit.reader, mandate)
    if found is None:
        raise Refusal("unknown-id", kind="mandate")
    unit.subject = checked.name(unit, "project", found.project)
    return found


def _known(unit: Unit, codes: Sequence[str]) -> list[str]:
    wanted = [code.strip() for code in codes if code.strip()]
    if not wanted:
        return []
    edition = reference.newest_edition(unit.reader) or 0
    known = {item.code for item in reference.items(unit.reader, edition).values()}
    for code in wanted:
        if code not in known:
            raise Refusal("unknown-item", code=code)
    return wanted
