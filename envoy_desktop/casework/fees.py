"""Recording what was charged and paid (一费结); sums in 元, Decimal, never a float."""

from datetime import date
from decimal import Decimal

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import fees as stored
from envoy_desktop.store.queries.fees import FeeRow
from envoy_desktop.store.unit import Unit


def charge(
    unit: Unit,
    *,
    procedure: int,
    charged: Decimal,
    on: date | None = None,
    name: str = "",
    basis: str = "",
    commissioned: bool = False,
    contract: int | None = None,
    paid: Decimal | None = None,
    note: str = "",
) -> int:
    """Record a charge as the bill has it; gives its id.

    `commissioned`: for an assessment that the organ itself ordered. `paid`: paid at once. What
    is wrong with it is told by the settlement, not refused: it was charged.
    Refuses "unknown-id", "project-closed", "future-date", "bad-money".
    """
    unit.subject = _procedure(unit, procedure)
    day = days.happened(on)
    return unit.add(
        "fee",
        procedure=procedure,
        contract=contract,
        name=name.strip(),
        basis=basis.strip(),
        charged=_text(charged),
        charged_on=day.isoformat(),
        paid="" if paid is None else _text(paid),
        paid_on=None if paid is None else day.isoformat(),
        commissioned=commissioned,
        note=note.strip(),
        entered_on=now.today().isoformat(),
    )


def pay(unit: Unit, *, fee: int, paid: Decimal | None = None, on: date | None = None) -> None:
    """Record that a charge was paid, in full unless `paid` says how much.

    Refuses "unknown-id", "fee-not-charged", "paid-before-charged", "future-date".
    """
    row = _fee(unit, fee)
    day = days.happened(on)
    if row.charged is None:
        raise Refusal("fee-not-charged", name=unit.subject)
    if row.charged_on and day.isoformat() < row.charged_on:
        charged = date.fromisoformat(row.charged_on)
        raise Refusal("paid-before-charged", on=day, charged=charged)
    unit.set(
        "fee",
        fee,
        paid=_text(row.charged if paid is None else paid),
        paid_on=day.isoformat(),
    )


def remove(unit: Unit, *, fee: int) -> None:
    """Remove a charge recorded by mistake; it stays in the history."""
    _fee(unit, fee)
    unit.remove("fee", fee)


def _fee(unit: Unit, fee: int) -> FeeRow:
    found = stored.fees(unit.reader, fee=fee)
    if not found:
        raise Refusal("unknown-id", kind="fee")
    unit.subject = found[0].name or _procedure(unit, found[0].procedure)
    return found[0]


def _procedure(unit: Unit, procedure: int) -> str:
    return checked.open_procedure(unit, procedure).name


def _text(amount: Decimal) -> str:
    """An amount as the store keeps it. Refuses "bad-money"."""
    if not amount.is_finite() or amount < 0:
        raise Refusal("bad-money", value=str(amount))
    return f"{amount.normalize():f}"
