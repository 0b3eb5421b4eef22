"""一费结: what a project pays, item by item, held against the published basis and its bounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from envoy_desktop.casework import plans
from envoy_desktop.domain import fees as rules
from envoy_desktop.domain.attributes import Value
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.fees import Bounds
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import choices, reference, standing
from envoy_desktop.store.queries import fees as stored
from envoy_desktop.store.queries.fees import FeeRow


@dataclass(frozen=True, slots=True)
class FeeLine:
    """The fee of one procedure; money in 元 (Decimal), None where it is not known.

    `lower`, `upper`: what the basis gives for this project; `price`: agreed with an intermediary.
    `charged`, `paid`: the sums of `charges`, None where nothing was charged or paid. `difference`:
    charged above what is right to charge (`Bounds.right`), None where that is not known.
    `flags`: what is wrong, codes of `domain.fees`.
    """

    procedure: int
    code: str
    name: str
    department_name: str
    basis: str
    lower_rate: Decimal | None
    upper_rate: Decimal | None
    unit: str
    lower: Decimal | None
    upper: Decimal | None
    intermediary: bool
    price: Decimal | None = None
    charged: Decimal | None = None
    paid: Decimal | None = None
    difference: Decimal | None = None
    flags: tuple[str, ...] = ()
    charges: tuple[FeeRow, ...] = ()

    @property
    def owed(self) -> Decimal | None:
        """What was charged and is not paid yet."""
        if self.charged is None:
            return None
        return max(self.charged - (self.paid or Decimal(0)), Decimal(0))

    @property
    def is_violation(self) -> bool:
        """Whether a law or regulation forbids the charge."""
        return any(flag in rules.VIOLATIONS for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Settlement:
    """All fees of a project on a day; sums in 元.

    `lower` adds up what can be worked out, `open` counts the rest.
    """

    lines: tuple[FeeLine, ...]

    @property
    def lower(self) -> Decimal:
        """The sum by the lower bounds."""
        return rules.total(line.lower for line in self.lines)

    @property
    def open(self) -> int:
        """Fees whose amount is not known yet; one that no law knows has none to come."""
        return sum(
            line.lower is None and line.price is None and rules.NO_BASIS not in line.flags
            for line in self.lines
        )

    @property
    def charged(self) -> Decimal:
        """The sum of what was charged."""
        return rules.total(line.charged for line in self.lines)

    @property
    def paid(self) -> Decimal:
        """The sum of what was paid."""
        return rules.total(line.paid for line in self.lines)

    @property
    def above(self) -> Decimal:
        """By how much charges are above what is right; what is below sets nothing off."""
        return rules.total(
            line.difference for line in self.lines if line.difference and line.difference > 0
        )

    @property
    def flagged(self) -> int:
        """Fees that something is wrong with."""
        return sum(bool(line.flags) for line in self.lines)


def settlement(reader: Reader, project: int, as_of: date | None = None) -> Settlement:
    """The fees of a project's procedures (收费一律按下限) with what was charged and paid.

    A procedure that is free of charge stands here too once something was charged for it.
    `as_of` leaves out what was charged later.
    """
    given = plans.attributes(reader, project)
    names = {d.code: d.short_name or d.name for d in reference.departments(reader).values()}
    charges: dict[int, list[FeeRow]] = {}
    for row in stored.fees(reader, project=project):
        if as_of is None or (row.charged_on or "") <= as_of.isoformat():
            charges.setdefault(row.procedure, []).append(row)
    prices: dict[int, Decimal] = {}
    for contract in stored.contracts(reader, project=project):
        if contract.price is not None:
            before = prices.get(contract.procedure, Decimal(0))
            prices[contract.procedure] = before + contract.price
    items = reference.items(reader, _edition(reader, project))
    lines = []
    for procedure in standing.procedures_of(reader, project):
        id = procedure.id
        found = items.get(procedure.item) or reference.item(reader, procedure.item)
        own = tuple(charges.get(id, ()))
        if found.has_fee or own or id in prices:
            lines.append(_line(id, found, given, names, own, prices.get(id)))
    place = {item.code: n for n, item in enumerate(items.values())}
    return Settlement(tuple(sorted(lines, key=lambda line: (place.get(line.code, 0), line.code))))


def _edition(reader: Reader, project: int) -> int:
    return standing.edition_of(reader, project) or 0


def _line(
    procedure: int,
    item: CatalogueItem,
    given: dict[str, Value],
    names: dict[str, str],
    charges: tuple[FeeRow, ...],
    price: Decimal | None,
) -> FeeLine:
    amount = _amount(item, given)
    bounds = Bounds(
        basis=item.fee_basis,
        lower=_times(item.fee_lower, amount),
        upper=_times(item.fee_upper, amount),
        price=price,
        market=item.is_intermediary,
    )
    known = [c.charged for c in charges if c.charged is not None]
    charged = rules.total(known) if known else None
    commissioned = any(c.commissioned and c.charged for c in charges)
    # what the organ ordered it pays itself: nothing of it is right to charge
    right = Decimal(0) if commissioned else bounds.right
    paid = [c.paid for c in charges if c.paid is not None]
    return FeeLine(
        procedure=procedure,
        code=item.code,
        name=item.name,
        department_name=names.get(item.lead_department, item.lead_department),
        basis=item.fee_basis,
        lower_rate=item.fee_lower,
        upper_rate=item.fee_upper,
        unit=item.fee_unit,
        lower=bounds.lower,
        upper=bounds.upper,
        intermediary=item.is_intermediary,
        price=price,
        charged=charged,
        paid=rules.total(paid) if paid else None,
        difference=None if charged is None or right is None else charged - right,
        flags=() if charged is None else rules.flags(charged, bounds, commissioned=commissioned),
        charges=charges,
    )


def _amount(item: CatalogueItem, given: dict[str, Value]) -> Decimal | None:
    """How many units are charged, in 元 a unit; None where the project does not tell."""
    if item.fee_unit == "元/件":
        return Decimal(1)
    if item.fee_unit == "万元":
        return Decimal(10_000)
    if item.fee_unit == "元/平方米":
        # land taken is charged by the land, what is built by the building
        by_land = item.code.startswith(("LD-", "SB-"))
        area = given.get("land_area_m2" if by_land else "area_m2")
        return area if isinstance(area, Decimal) else None
    return None


def _times(rate: Decimal | None, amount: Decimal | None) -> Decimal | None:
    return None if rate is None or amount is None else rate * amount


def of_procedure(reader: Reader, procedure: int) -> FeeLine:
    """The fee of one procedure. LookupError where it has none."""
    project = choices.project_of(reader, procedure)
    for line in settlement(reader, project or 0).lines:
        if line.procedure == procedure:
            return line
    raise LookupError(procedure)
