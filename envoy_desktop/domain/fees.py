"""Fees: what is wrong with what was charged, against the city's list and the law.

Nothing is charged without a basis (行政许可法 58); fees go by the lower bound (收费一律按下限);
an assessment that an organ commissions is paid by the organ (优化营商环境条例 43).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from envoy_desktop.domain.refusal import Refusal

NO_BASIS, ORGAN_PAYS = "no_basis", "organ_pays"
ABOVE_LOWER, ABOVE_UPPER, ABOVE_PRICE = "above_lower", "above_upper", "above_price"
FLAGS = (NO_BASIS, ORGAN_PAYS, ABOVE_UPPER, ABOVE_LOWER, ABOVE_PRICE)
VIOLATIONS = frozenset({NO_BASIS, ORGAN_PAYS, ABOVE_UPPER})
"""Against a law or regulation; the others only against the city's word."""
MOST = Decimal(10) ** 12
_SCALES = (("亿元", 10**8), ("亿", 10**8), ("万元", 10**4), ("万", 10**4), ("元", 1))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be charged, in 元; None where the basis lets no figure be worked out.

    `basis` as the list has it, blank: free of charge. `price`: agreed in an intermediary's
    contract. `market`: an intermediary's price, which needs no basis.
    """

    basis: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    price: Decimal | None = None
    market: bool = False

    @property
    def right(self) -> Decimal | None:
        """What is right to charge: the lower bound, an intermediary's contract; free is 0."""
        if self.market:
            return self.price if self.price is not None else self.lower
        return self.lower if self.basis else Decimal(0)


def flags(charged: Decimal, bounds: Bounds, *, commissioned: bool = False) -> tuple[str, ...]:
    """What is wrong with a sum charged, in the order of `FLAGS`.

    `commissioned`: an assessment that the organ itself ordered.
    """
    found = set()
    if charged > 0 and not bounds.market and not bounds.basis:
        found.add(NO_BASIS)
    if charged > 0 and commissioned:
        found.add(ORGAN_PAYS)
    if bounds.upper is not None and charged > bounds.upper:
        found.add(ABOVE_UPPER)
    elif bounds.lower is not None and charged > bounds.lower:
        found.add(ABOVE_LOWER)
    if bounds.price is not None and charged > bounds.price:
        found.add(ABOVE_PRICE)
    return tuple(flag for flag in FLAGS if flag in found)


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of what is known."""
    return sum((a for a in amounts if a is not None), Decimal(0))


def money(text: str) -> Decimal:
    """Yuan from what a person writes: 3万, 12.6亿元, 1,100 (元). Refuses "bad-money"."""
    clean = text.strip().replace(",", "").replace("，", "").replace(" ", "")
    scale = 1
    for ending, by in _SCALES:
        if clean.endswith(ending):
            clean, scale = clean.removesuffix(ending), by
            break
    try:
        yuan = Decimal(clean) * scale
    except InvalidOperation:
        raise Refusal("bad-money", value=text.strip()[:40], next="write-money") from None
    if not yuan.is_finite() or not 0 <= yuan <= MOST or yuan != yuan.quantize(Decimal("0.01")):
        raise Refusal("bad-money", value=text.strip()[:40], next="write-money")
    return yuan
