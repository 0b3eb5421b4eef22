"""一费结: what a project pays, item by item, by the lower bound of the published basis."""

from dataclasses import dataclass
from decimal import Decimal

from envoy_desktop.casework import plans
from envoy_desktop.domain.attributes import Value
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee; money in 元 (Decimal), None where the basis lets no figure be worked out.

    `by_law_of_market`: an intermediary's price, agreed and not set by a department.
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


@dataclass(frozen=True, slots=True)
class Settlement:
    """All fees of a project; `lower` adds up what can be worked out, `open` counts the rest."""

    lines: tuple[FeeLine, ...]

    @property
    def lower(self) -> Decimal:
        """The sum by the lower bounds, in 元."""
        return sum((line.lower for line in self.lines if line.lower is not None), Decimal(0))

    @property
    def open(self) -> int:
        """Fees whose amount is not known yet."""
        return sum(line.lower is None for line in self.lines)


def settlement(reader: Reader, project: int) -> Settlement:
    """The fees of a project's procedures (收费一律按下限)."""
    given = plans.attributes(reader, project)
    names = {d.code: d.short_name or d.name for d in reference.departments(reader).values()}
    lines = []
    for planned in plans.plan(reader, project):
        item = planned.item
        if not planned.id or not item.has_fee:
            continue
        amount = _amount(item, given)
        lines.append(
            FeeLine(
                procedure=planned.id,
                code=item.code,
                name=item.name,
                department_name=names.get(item.lead_department, item.lead_department),
                basis=item.fee_basis,
                lower_rate=item.fee_lower,
                upper_rate=item.fee_upper,
                unit=item.fee_unit,
                lower=_times(item.fee_lower, amount),
                upper=_times(item.fee_upper, amount),
                intermediary=item.is_intermediary,
            )
        )
    return Settlement(tuple(lines))


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
