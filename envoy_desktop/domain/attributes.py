"""What is known of a project that decides which procedures apply: names, kinds and values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from envoy_desktop.domain.refusal import Refusal

Value = bool | Decimal | str
"""yes/no, a number, or one of the values of a choice."""

YES_NO, NUMBER, CHOICE = "yes_no", "number", "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact about a project; `unit` belongs to numbers, `choices` to choices."""

    code: str
    kind: str
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def blank(self) -> Value | None:
        """What stands where nothing was given: no, `none` where that is a value, else nothing."""
        if self.kind == YES_NO:
            return False
        return "none" if "none" in self.choices else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _choice(code: str, values: str) -> Attribute:
    return Attribute(code, CHOICE, choices=_words(values))


_ALL = (
    _choice("investment_kind", "approval verification record"),
    _choice("land_supply", "grant allocation existing lease"),
    _choice("eia_class", "report form registration"),
    _choice("pollution_permit", "key simplified registration none"),
    Attribute("area_m2", NUMBER, "m2"),
    Attribute("land_area_m2", NUMBER, "m2"),
    Attribute("earthwork_m3", NUMBER, "m3"),
    Attribute("energy_tce", NUMBER, "tce"),
    Attribute("electricity_mwh", NUMBER, "mwh"),
    Attribute("investment_cny", NUMBER, "cny"),
    *(
        Attribute(code, YES_NO)
        for code in _words(
            "new_company social_risk new_construction_land forest_land geohazard_zone "
            "archaeology_zone river_zone water_abstraction hazardous occupational_hazard "
            "seismic_major national_security_zone traffic_impact near_heritage "
            "overlimit_highrise civil_air_defence green_land fire_special public_assembly "
            "lightning tendering_required infrastructure_fee road_occupation "
            "construction_waste power_supply water_supply gas_supply telecom "
            "sewage_to_network special_equipment"
        )
    ),
)

ATTRIBUTES: dict[str, Attribute] = {attribute.code: attribute for attribute in _ALL}
"""Every attribute a condition may name, in the order a form asks for them."""

_YES = frozenset({"yes", "true", "1", "是", "有"})
_NO = frozenset({"no", "false", "0", "否", "无"})
_NUMBER = re.compile(r"(?P<digits>\d+|\d{1,3}(?:,\d{3})+)(?P<rest>\.\d+)?\s*(?P<scale>[万亿]?)")
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
LARGEST = Decimal(10) ** 15
"""No project has a number beyond this; one that has is a slip of the keyboard."""


def parse_value(code: str, text: str) -> Value | None:
    """The value that `text` gives the attribute `code`; a blank text gives None (not given).

    Numbers may be written 12,000, 1.2万 or 3亿, in full or half width. Refuses
    ``unknown-attribute`` and ``bad-attribute`` (attribute, value, expected, choices).
    """
    attribute = ATTRIBUTES.get(code)
    if attribute is None:
        raise Refusal("unknown-attribute", attribute=code, next="see-attributes")
    clean = unicodedata.normalize("NFKC", text).strip()
    if not clean:
        return None
    value: Value | None
    if attribute.kind == YES_NO:
        folded = clean.casefold()
        value = True if folded in _YES else False if folded in _NO else None
    elif attribute.kind == CHOICE:
        value = clean if clean in attribute.choices else None
    else:
        value = _number(clean)
    if value is None:
        raise Refusal(
            "bad-attribute",
            attribute=code,
            value=text,
            expected=attribute.kind,
            choices=attribute.choices,
            unit=attribute.unit,
            next="correct-attribute",
        )
    return value


def _number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    try:
        number = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
    except InvalidOperation:
        return None
    number *= _SCALES[match["scale"]]
    return number if number <= LARGEST else None


def format_value(value: Value | None) -> str:
    """The text that `parse_value` reads back as the same value (what a workspace keeps)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def parse_values(texts: Mapping[str, str]) -> dict[str, Value]:
    """Every given attribute of `texts`; blank ones are left out. Refuses as `parse_value`."""
    parsed = {code: parse_value(code, text) for code, text in texts.items()}
    return {code: value for code, value in parsed.items() if value is not None}
