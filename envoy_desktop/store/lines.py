"""Changes as lines of a package: the very bytes that their hashes cover, read back strictly."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from envoy_desktop.store.changelog import NATURAL, SEQ_BITS, TAG_BITS, WITHHELD

Row: TypeAlias = tuple[int, int, int, str, int, str, str, str, bytes]
"""A change as the log keeps it: id, hlc, unit, kind, object, field, value, parents, hash."""
LARGEST = (1 << 63) - 1
DEEPEST = 200_000
"""Characters of one value; a memo of a hundred pages has some 100,000."""


@dataclass(frozen=True, slots=True)
class Author:
    """An actor as a package tells of it; `own`: an incarnation of the sender's workspace.

    `identity` signs for it, as far as the sender knows; only an office's word on it counts.
    """

    tag: int
    uuid: str
    name: str
    device: str
    own: bool = False
    forked_at: int | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Changes of one actor without a gap; hashes before its first and of its last."""

    tag: int
    first: int
    last: int
    before: bytes
    after: bytes

    @property
    def count(self) -> int:
        """How many changes it has."""
        return self.last - self.first + 1


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """The lines of changes; one that is withheld is told by id, time, unit and hash alone."""
    for id, hlc, unit, kind, object, field, value, parents, hash in rows:
        if kind == WITHHELD:
            yield f'[{id},{hlc},{unit},"{hash.hex()}"]\n'.encode()
        else:
            yield changelog.line(id, hlc, unit, kind, object, field, value, parents) + b"\n"


def read(data: bytes, runs: Iterable[Run]) -> list[Row]:
    """The changes of `data`, which must be exactly those of `runs`, hashes checked.

    Refuses "package-malformed" (place) for anything our own program would not have written.
    """
    texts = data.split(b"\n")
    if texts.pop() != b"":
        raise _malformed("end")
    try:
        told = json.loads(b"[" + b",".join(texts) + b"]")
    except (ValueError, RecursionError) as error:
        raise _malformed("json") from error
    rows: list[Row] = []
    place = 0
    for run in runs:
        end = place + run.count
        if end > len(told):
            raise _malformed("runs")
        rows += _run(run, told[place:end], texts[place:end])
        place = end
    if place != len(told):
        raise _malformed("runs")
    return rows


def _run(run: Run, told: list[Any], texts: list[bytes]) -> Iterator[Row]:
    if not (0 < run.tag < 1 << TAG_BITS and 0 < run.first <= run.last < 1 << SEQ_BITS):
        raise _malformed("run")
    if (run.first == 1) != (run.before == changelog.NO_HASH):
        raise _malformed("run")
    decoded = iter(_decoded(told, run))
    hash = run.before
    expected = (run.tag << SEQ_BITS) + run.first
    sha256, line = hashlib.sha256, changelog.line
    for change, text in zip(told, texts, strict=True):
        if type(change) is not list:
            raise _malformed(expected)
        if len(change) == 4:
            row = _withheld(change, text)
        else:
            if tuple(map(type, change)) != _TYPES or line(*change) != text:
                raise _malformed(expected)
            hash = sha256(hash + text).digest()
            _examine(next(decoded), *change)
            row = (*change, hash)
        if row[0] != expected:
            raise _malformed(expected)
        _place_in_time(row)
        expected += 1
        hash = row[8]
        yield row
    if hash != run.after:
        raise _malformed("hash")


def _decoded(told: list[Any], run: Run) -> list[Any]:
    """The values of all changes that tell one, decoded at once.

    Between them stands a mark that nobody could foresee, so no value reaches into another.
    """
    texts = [c[6] for c in told if type(c) is list and len(c) == 8 and type(c[6]) is str]
    mark = secrets.token_hex(16)
    try:
        found = json.loads("[" + f',"{mark}",'.join(texts) + "]")
    except (ValueError, RecursionError) as error:
        raise _malformed(f"{run.tag} {run.first}") from error
    if len(found) != max(0, 2 * len(texts) - 1) or found[1::2].count(mark) != len(texts[1:]):
        raise _malformed(f"{run.tag} {run.first}")
    values: list[Any] = found[::2]
    return values


_TYPES = (int, int, int, str, int, str, str, str)


def _withheld(change: list[Any], text: bytes) -> Row:
    id, hlc, unit, hash = change
    if not (type(id) is type(hlc) is type(unit) is int and type(hash) is str and len(hash) == 64):
        raise _malformed("withheld")
    if text != f'[{id},{hlc},{unit},"{hash}"]'.encode():
        raise _malformed(id)
    try:
        return (id, hlc, unit, WITHHELD, 0, "", "", "[]", bytes.fromhex(hash))
    except ValueError as error:
        raise _malformed(id) from error


def _place_in_time(row: Row) -> None:
    id, hlc, unit = row[0], row[1], row[2]
    if not (0 < hlc <= LARGEST and unit >> SEQ_BITS == id >> SEQ_BITS and unit <= id):
        raise _malformed(id)


def _examine(
    decoded: Any,
    id: int,
    hlc: int,
    unit: int,
    kind: str,
    object: int,
    field: str,
    value: str,
    parents: str,
) -> None:
    """Refuse a change that no act of ours could have logged (it would not fit our tables)."""
    if not 0 < object <= LARGEST or len(value) > DEEPEST:
        raise _malformed(id)
    if "\\u" in value and changelog.encode(decoded) != value:
        raise _malformed(id)  # half a character, which no database takes
    named = parents != "[]"
    if named and not _PARENTS.fullmatch(parents):
        raise _malformed(id)
    if kind == "unit":
        good = object == unit and not field and not named and _is_unit(decoded)
    elif kind not in schema.LOGGED:
        good = False
    elif field == "":
        good = (object == id or object & NATURAL != 0) and not named and _makes(kind, decoded)
        if good and kind == "setting":
            good = _is_setting(decoded.get("key"), decoded.get("value", ""))
    else:
        check = _checks(kind).get(field)
        good = check is not None and check(decoded)
        if good and kind == "setting":
            good = field != "key" and (field != "value" or _setting_takes(object, decoded))
    if not good:
        raise _malformed(id)


def fits(kind: str, field: str, value: Any) -> bool:
    """Whether a column of a kind takes a value."""
    check = _checks(kind).get(field)
    return check is not None and bool(check(value))


_ID = "(?:[1-9][0-9]{0,17}|[1-8][0-9]{18})"
_PARENTS = re.compile(rf"\[{_ID}(?:,{_ID})*\]")


def _is_unit(told: Any) -> bool:
    return (
        type(told) is dict
        and told.keys() == {"act", "subject", "undoes", "final"}
        and _text(told["act"])
        and _text(told["subject"])
        and (told["undoes"] is None or _whole(told["undoes"]))
        and type(told["final"]) is bool
    )


def _makes(kind: str, told: Any) -> bool:
    if type(told) is not dict:
        return False
    checks = _checks(kind)
    for name, value in told.items():
        check = checks.get(name)
        if check is None or not check(value):
            return False
    return _required(kind) <= told.keys()


Check: TypeAlias = Callable[[Any], bool]


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
        elif isinstance(column.type, Integer) or column.type is schema.base.Id:
            check = _whole
        elif column.type is schema.base.Flag:
            check = _flag
        elif column.info.get("day"):
            check = _day
        else:
            check = _text
        found[column.name] = _or_none(check) if column.nullable else check
    return found


@cache
def _required(kind: str) -> frozenset[str]:
    return frozenset(
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


def _texts(value: Any) -> bool:
    if value == "":
        return True
    try:
        told = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return False
    return type(told) is list and all(type(text) is str for text in told)


def _money(value: Any) -> bool:
    if type(value) is not str:
        return False
    try:
        return value == "" or Decimal(value).is_finite()
    except InvalidOperation:
        return False


_SPECIAL: Mapping[tuple[str, str], Check] = {
    ("event", "kind"): _one_of(kind.value for kind in EventKind),
    ("event", "party"): _one_of((party.value for party in Party), blank=True),
    ("event", "items"): _texts,
    ("catalogue_item", "limit_unit"): _one_of((u.value for u in LimitUnit), blank=True),
    ("catalogue_item", "limit_from"): _one_of((f.value for f in LimitFrom), blank=True),
    ("catalogue_item", "fee_lower"): _money,
    ("catalogue_item", "fee_upper"): _money,
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


def _malformed(place: object) -> Refusal:
    return Refusal("package-malformed", place=str(place), next="ask-sender")
