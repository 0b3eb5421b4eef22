"""Changes as lines of a package: the very bytes that their hashes cover, read back strictly."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeAlias

import msgspec
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
LARGEST_NUMBER = (1 << 31) - 1
"""Of whole numbers that are no ids: what a column takes in every database."""
DEEPEST = 200_000
"""Characters of one value; a memo of a hundred pages has some 100,000."""
MOST_LINES = 100_000
"""Lines of one part; ours have 20,000 at most."""
AT_ONCE = 2 << 20
"""Characters of values that are decoded together: what a lie unfolds to is seen block by block."""
MOST_FIELDS = 100
LARGEST_FIGURE = 10**15
"""Of days and of money that a reason tells."""


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


@dataclass(frozen=True, slots=True)
class Part:
    """Changes in the order of their runs, and the decoded value of each (None if withheld)."""

    rows: Sequence[Row]
    values: Sequence[Any]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Part":
        """Changes that were checked before: their values are decoded anew."""
        return cls(rows, [None if row[3] == WITHHELD else json.loads(row[6]) for row in rows])


def read(data: bytes, runs: Iterable[Run]) -> Part:
    """The changes of `data`, which must be exactly those of `runs`, hashes checked.

    Refuses "package-malformed" (place) for anything our own program would not have written.
    What can be asked of a whole column is asked once: a part has 20,000 changes.
    """
    runs = list(runs)
    count = sum(run.count for run in runs)
    if count > MOST_LINES or data.count(b"\n") != count or data[-1:] not in (b"", b"\n"):
        raise _malformed("runs")  # before there is an object in memory for each of them
    texts = data.split(b"\n")
    texts.pop()
    told = _told(data, texts)
    if len(told) != count:
        raise _malformed("lines")
    rows: list[Row] = []
    reached: dict[int, int] = {}
    for run in runs:
        if run.first <= reached.get(run.tag, 0):
            raise _malformed("run")  # no change comes twice in one part
        reached[run.tag] = run.last
        start, end = len(rows), len(rows) + run.count
        rows += _run(run, told[start:end], texts[start:end])
    values = _decoded(rows)
    _examine(rows, values)
    return Part(rows, values)


_Told: TypeAlias = tuple[int, int, int, str, int, str, str, str]
_Withheld: TypeAlias = tuple[int, int, int, bytes]
_DECODER = msgspec.json.Decoder(_Told)
_ENCODER = msgspec.json.Encoder()
_NUMBER = rb"(0|[1-9][0-9]{0,18})"
_HASH_ALONE = re.compile(rb"\[%s,%s,%s,\"([0-9a-f]{64})\"\]" % (_NUMBER, _NUMBER, _NUMBER))


def _told(data: bytes, texts: Sequence[bytes]) -> Sequence[_Told | _Withheld]:
    """What each line tells; each must be the one text that its change can have."""
    try:
        whole: Sequence[_Told] = _DECODER.decode_lines(data)
    except msgspec.ValidationError:
        return _mixed(texts)  # some are withheld, or no changes at all
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _malformed("json") from error
    if _ENCODER.encode_lines(whole) != data:
        raise _malformed(_first(texts, whole))
    return whole


def _mixed(texts: Sequence[bytes]) -> Sequence[_Told | _Withheld]:
    told: list[_Told | _Withheld] = []
    for text in texts:
        alone = _HASH_ALONE.fullmatch(text)
        if alone is not None:
            id, hlc, unit, hash = alone.groups()
            told.append((int(id), int(hlc), int(unit), bytes.fromhex(hash.decode())))
            continue
        try:
            change: _Told = _DECODER.decode(text)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise _malformed(f"line {len(told) + 1}") from error
        if _ENCODER.encode(change) != text:
            raise _malformed(change[0])
        told.append(change)
    return told


def _first(texts: Sequence[bytes], told: Sequence[_Told]) -> object:
    """The first change whose line is not its own text."""
    pairs = zip(texts, told, strict=False)
    return next((change[0] for text, change in pairs if _ENCODER.encode(change) != text), "lines")


def _run(run: Run, told: Sequence[_Told | _Withheld], texts: Sequence[bytes]) -> Sequence[Row]:
    """The changes of one run with their hashes, each chained to the one before."""
    if not (0 < run.tag < 1 << TAG_BITS and 0 < run.first <= run.last <= LARGEST_NUMBER):
        raise _malformed("run")
    if (run.first == 1) != (run.before == changelog.NO_HASH):
        raise _malformed("run")
    start = run.tag << SEQ_BITS
    expected = range(start + run.first, start + run.last + 1)
    rows: list[Row] = []
    hash, sha256 = run.before, hashlib.sha256
    for wanted, change, text in zip(expected, told, texts, strict=True):
        if not (change[0] == wanted and start < change[2] <= wanted and 0 < change[1] <= LARGEST):
            raise _malformed(wanted)
        if len(change) == 8:
            if change[3] == WITHHELD:
                raise _malformed(wanted)  # it is told by its hash alone, or it has its own kind
            hash = sha256(hash + text).digest()
            rows.append((*change, hash))
        else:
            id, hlc, unit, hash = change
            rows.append((id, hlc, unit, WITHHELD, 0, "", "", "[]", hash))
    if hash != run.after:
        raise _malformed("hash")
    return rows


def _decoded(rows: Sequence[Row]) -> Sequence[Any]:
    """The values of all changes, many decoded at once.

    Between them stands a mark that nobody could foresee, so no value reaches into another.
    """
    mark = secrets.token_hex(16)
    values: list[Any] = []
    for block in _blocks(rows):
        texts = ["null" if row[3] == WITHHELD else row[6] for row in block]
        try:
            found = json.loads("[" + f',"{mark}",'.join(texts) + "]")
        except (ValueError, RecursionError) as error:
            raise _malformed("value") from error
        if len(found) != max(0, 2 * len(texts) - 1) or found[1::2].count(mark) != len(texts[1:]):
            raise _malformed("value")
        bad = next((n for n, value in enumerate(found[::2]) if not _flat(value)), None)
        if bad is not None:
            raise _malformed(block[bad][0])
        values += found[::2]
    return values


def _blocks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Changes in their order, so many together as are decoded at once; refuses one too long."""
    start = size = 0
    for n, row in enumerate(rows):
        length = len(row[6])
        if length > DEEPEST:
            raise _malformed(row[0])
        if size + length > AT_ONCE:
            yield rows[start:n]
            start, size = n, 0
        size += length
    yield rows[start:]


def _flat(value: Any) -> bool:
    """Whether a value is one of a column, or such values by the names of columns."""
    if type(value) is dict:
        return len(value) <= MOST_FIELDS and not any(type(v) in _NESTED for v in value.values())
    return type(value) is not list


_NESTED = (dict, list)


def _examine(rows: Sequence[Row], values: Sequence[Any]) -> None:
    """Refuse changes that no act of ours could have logged (they would not fit our tables)."""
    escaped = any("\\u" in row[6] for row in rows)
    alike: dict[tuple[str, str], list[int]] = {}
    for n, (id, _hlc, unit, kind, object, field, value, parents, _hash) in enumerate(rows):
        if kind == WITHHELD:
            continue
        if not 0 < object <= LARGEST:
            raise _malformed(id)
        if escaped and "\\u" in value and changelog.encode(values[n]) != value:
            raise _malformed(id)  # half a character, which no database takes
        if parents != "[]" and (field == "" or not _has_seen(id, parents)):
            raise _malformed(id)
        if field == "" and not (
            object == unit if kind == "unit" else object == id or object & NATURAL
        ):
            raise _malformed(id)
        alike.setdefault((kind, field), []).append(n)
    for (kind, field), places in alike.items():
        told = [values[n] for n in places]
        bad = _first_unfit(kind, field, told, [rows[n][4] for n in places])
        if bad is not None:
            raise _malformed(rows[places[bad]][0])


def _first_unfit(kind: str, field: str, told: Sequence[Any], objects: Sequence[int]) -> int | None:
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


def _first_bad(check: "Check", column: Sequence[Any]) -> int | None:
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


def _has_seen(id: int, parents: str) -> bool:
    """Whether an author can have seen what he names: nothing of his own that was yet to come."""
    if len(parents) > DEEPEST or not _PARENTS.fullmatch(parents):
        return False
    end = (id >> SEQ_BITS) + 1 << SEQ_BITS
    return all(not id <= parent < end for parent in map(int, parents[1:-1].split(",")))


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


_ALWAYS = frozenset({("duty", "due_on")})
"""Columns that may be empty by the table, and that every act of ours fills."""

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
        return type(value) is str and abs(Decimal(value)) < LARGEST_FIGURE
    except InvalidOperation:
        return False


def _address(value: Any) -> bool:
    return type(value) is str and (value == "" or _SHA256.fullmatch(value) is not None)


_SHA256 = re.compile("[0-9a-f]{64}")


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
    ("event", "items"): _json(_texts),
    ("claim", "grounds"): lambda value: value != "" and _json(_objects)(value),
    ("claim", "recipe"): _json(_recipe),
    ("rating", "answers"): _json(_answers),
    ("agenda_item", "grounds"): _json(_urgency),
    ("catalogue_item", "limit_unit"): _one_of((u.value for u in LimitUnit), blank=True),
    ("catalogue_item", "limit_from"): _one_of((f.value for f in LimitFrom), blank=True),
    ("catalogue_item", "fee_lower"): _money,
    ("catalogue_item", "fee_upper"): _money,
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


def _malformed(place: object) -> Refusal:
    return Refusal("package-malformed", place=str(place), next="ask-sender")
