"""What each column takes: the shape of values that come from elsewhere, asked before they go in.

A reader of ours counts on these shapes; a value that no act of ours could have logged is refused.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Float, Integer, Table

from envoy_desktop.domain import settings
from envoy_desktop.domain.calendar import Unit as LimitUnit
from envoy_desktop.domain.clock_values import EventKind, LimitFrom, Party
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, schema

LARGEST = (1 << 63) - 1
LARGEST_NUMBER = (1 << 31) - 1
"""Of whole numbers that are no ids: what a column takes in every database."""
LARGEST_FIGURE = 10**15
"""Of days and of money that a reason tells."""
MOST_PLACES = 50
"""Behind the point; a division of ours makes 28."""
Check: TypeAlias = Callable[[Any], bool]
"""Whether a value fits."""


def first_unfit(kind: str, field: str, told: Sequence[Any], objects: Sequence[int]) -> int | None:
    """The place of the first value that does not fit; None where all do."""
    if kind == "unit":
        return _first_bad(_is_unit, told) if field == "" else 0
    if kind not in schema.LOGGED:
        return 0
    bad = _unfit_making(kind, told) if field == "" else _unfit_edit(kind, field, told)
    if bad is None and kind == "setting":
        bad = _unfit_setting(field, told, objects)
    return bad


def _unfit_edit(kind: str, field: str, told: Sequence[Any]) -> int | None:
    check = _checks(kind).get(field)
    return 0 if check is None else _first_bad(check, told)


def _unfit_making(kind: str, told: Sequence[Any]) -> int | None:
    """The same of makings: a value for each column named, and for every column that must be."""
    bad = next((n for n, fields in enumerate(told) if type(fields) is not dict), None)
    if bad is not None:
        return bad
    checks, required = _checks(kind), _required(kind)
    alike: dict[tuple[str, ...], list[int]] = {}
    for n, fields in enumerate(told):
        alike.setdefault(tuple(fields), []).append(n)
    for names, places in alike.items():
        if not (checks.keys() >= set(names) and required <= set(names)):
            return places[0]
        for name in names:
            bad = _first_bad(checks[name], [told[n][name] for n in places])
            if bad is not None:
                return places[bad]
    return None


def _unfit_setting(field: str, told: Sequence[Any], objects: Sequence[int]) -> int | None:
    for n, (value, object) in enumerate(zip(told, objects, strict=True)):
        if field == "":
            key = value["key"]
            good = object == changelog.natural_id("setting", key)
            good = good and _is_setting(key, value.get("value", ""))
        else:
            good = field != "key" and (field != "value" or _setting_takes(object, value))
        if not good:
            return n
    return None


def _first_bad(check: Check, column: Sequence[Any]) -> int | None:
    """The place of the first value of a column that a check does not take; None where all pass.

    Equal values are looked at once where their types do not mix (1 and True are equal).
    """
    types = set(map(type, column)) - {type(None)}
    plain = len(types) <= 1 and types <= {str, int, float, bool}
    if all(map(check, set(column) if plain else column)):
        return None
    return next(n for n, value in enumerate(column) if not check(value))


def fits(kind: str, field: str, value: Any) -> bool:
    """Whether a column of a kind takes a value."""
    check = _checks(kind).get(field)
    return check is not None and bool(check(value))


def _is_unit(told: Any) -> bool:
    return (
        type(told) is dict
        and told.keys() == {"act", "subject", "undoes", "final"}
        and _text(told["act"])
        and _text(told["subject"])
        and (told["undoes"] is None or _whole(told["undoes"]))
        and type(told["final"]) is bool
    )


_ALWAYS = frozenset({("duty", "due_on")})
"""Columns that may be empty by the table, and that every act of ours fills."""


@cache
def _checks(kind: str) -> Mapping[str, Check]:
    """What each column of a kind takes."""
    table: Table = schema.LOGGED[kind]
    found: dict[str, Check] = {}
    for column in table.columns:
        if column.name == "id":
            continue
        special = _SPECIAL.get((kind, column.name))
        if special is not None:
            check = special
        elif column.name in _LENGTHS:
            check = _length
        elif isinstance(column.type, Float):
            check = _real
        elif column.type is schema.base.Id:
            check = _id
        elif isinstance(column.type, Integer):
            check = _number
        elif column.type is schema.base.Flag:
            check = _flag
        elif column.info.get("day"):
            check = _day
        else:
            check = _text
        always = not column.nullable or (kind, column.name) in _ALWAYS
        found[column.name] = check if always else _or_none(check)
    return found


@cache
def _required(kind: str) -> frozenset[str]:
    return frozenset(name for of, name in _ALWAYS if of == kind) | frozenset(
        column.name
        for column in schema.LOGGED[kind].columns
        if column.name != "id" and not column.nullable and column.server_default is None
    )


def _or_none(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _text(value: Any) -> bool:
    return type(value) is str and "\0" not in value


def _whole(value: Any) -> bool:
    return type(value) is int and -LARGEST <= value <= LARGEST


def _id(value: Any) -> bool:
    return type(value) is int and 0 <= value <= LARGEST


def _number(value: Any) -> bool:
    return type(value) is int and abs(value) <= LARGEST_NUMBER


_LENGTHS = frozenset(
    ("days", "announced", "plan_limit", "statutory_limit", "promised_limit", "extension",
     "limit_days")
)  # fmt: skip


def _length(value: Any) -> bool:
    return type(value) is int and -36_500 <= value <= 36_500


def _flag(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and value in (0, 1))


def _real(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e12


def _day(value: Any) -> bool:
    if type(value) is not str or len(value) != 10:
        return False
    try:
        return 1900 <= date.fromisoformat(value).year <= 2200
    except ValueError:
        return False


def _one_of(codes: Iterable[str], blank: bool = False) -> Check:
    known = frozenset(codes) | ({""} if blank else set())
    return lambda value: type(value) is str and value in known


def _json(holds: Check) -> Check:
    """A column that keeps JSON: what reads it counts on its shape. "" is nothing kept."""

    def check(value: Any) -> bool:
        if type(value) is not str or "\0" in value:
            return False
        try:
            return value == "" or holds(json.loads(value))
        except (ValueError, RecursionError):
            return False

    return check


def _texts(told: Any) -> bool:
    return type(told) is list and all(type(text) is str and "\0" not in text for text in told)


def _objects(told: Any) -> bool:
    return type(told) is list and all(
        type(one) is list and len(one) == len(("kind", "id")) and type(one[0]) is str
        and _id(one[1])
        for one in told
    )  # fmt: skip


def _recipe(told: Any) -> bool:
    return type(told) is dict and _id(told.get("of", 0))


def _answers(told: Any) -> bool:
    return type(told) is dict


def _urgency(told: Any) -> bool:
    """Why an item stands on the agenda: its day, its points, and the reasons with their weights."""
    reasons = told.get("reasons", []) if type(told) is dict else None
    return (
        type(reasons) is list
        and _day(told.get("since", "2000-01-01"))
        and _number(told.get("urgency", 0))
        and type(told.get("kind", "")) is str
        and all(
            type(one) is list and len(one) == len(("code", "told", "factor"))
            and type(one[0]) is str and _figure(one[1]) and _real(one[2])
            for one in reasons
        )
    )  # fmt: skip


def _figure(value: Any) -> bool:
    try:
        return type(value) is str and _is_small(Decimal(value))
    except InvalidOperation:
        return False


def _is_small(figure: Decimal) -> bool:
    """Whether it can be added up and written out; an exponent may have any length."""
    if not -LARGEST_FIGURE < figure < LARGEST_FIGURE:
        return False
    exponent = figure.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_PLACES


def _address(value: Any) -> bool:
    return type(value) is str and (value == "" or _SHA256.fullmatch(value) is not None)


_SHA256 = re.compile("[0-9a-f]{64}")


def _money(value: Any) -> bool:
    if type(value) is not str:
        return False
    try:
        return value == "" or _is_small(Decimal(value))
    except InvalidOperation:
        return False


_SPECIAL: Mapping[tuple[str, str], Check] = {
    ("event", "kind"): _one_of(kind.value for kind in EventKind),
    ("event", "party"): _one_of((party.value for party in Party), blank=True),
    ("event", "items"): _json(_texts),
    ("claim", "grounds"): lambda value: value != "" and _json(_objects)(value),
    ("claim", "recipe"): _json(_recipe),
    ("rating", "answers"): _json(_answers),
    ("agenda_item", "grounds"): _json(_urgency),
    ("catalogue_item", "limit_unit"): _one_of((u.value for u in LimitUnit), blank=True),
    ("catalogue_item", "limit_from"): _one_of((f.value for f in LimitFrom), blank=True),
    ("catalogue_item", "fee_lower"): _money,
    ("catalogue_item", "fee_upper"): _money,
    ("fee", "charged"): _money,
    ("fee", "paid"): _money,
    ("contract", "price"): _money,
    ("attachment", "sha256"): _address,
    ("memo", "pdf_sha256"): _address,
    ("memo", "text_sha256"): _address,
    ("memo", "signed_sha256"): _address,
}


def _is_setting(key: Any, text: Any) -> bool:
    if key not in settings.SETTINGS:
        return True
    try:
        settings.parse_setting(key, text)
    except Refusal:
        return False
    return True


@cache
def _settings_by_id() -> Mapping[int, str]:
    return {changelog.natural_id("setting", key): key for key in settings.SETTINGS}


def _setting_takes(object: int, text: Any) -> bool:
    key = _settings_by_id().get(object)
    return key is None or _is_setting(key, text)
