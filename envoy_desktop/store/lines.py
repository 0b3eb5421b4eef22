"""Changes as lines of a package: the very bytes that their hashes cover, read back strictly."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, shapes
from envoy_desktop.store.changelog import NATURAL, SEQ_BITS, TAG_BITS, WITHHELD
from envoy_desktop.store.shapes import LARGEST, LARGEST_NUMBER

Row: TypeAlias = tuple[int, int, int, str, int, str, str, str, bytes]
"""A change as the log keeps it: id, hlc, unit, kind, object, field, value, parents, hash."""
DEEPEST = 200_000
"""Characters of one value; a memo of a hundred pages has some 100,000."""
MOST_LINES = 100_000
"""Lines of one part; ours have 20,000 at most."""
AT_ONCE = 2 << 20
"""Characters of values that are decoded together."""


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
    values: list[Any] = []
    for block in _blocks(rows):  # what a lie unfolds to is looked at before more is unfolded
        told_here = _decoded(block)
        _examine(block, told_here)
        values += told_here
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
    """The values of changes, decoded at once.

    Between them stands a mark that nobody could foresee, so no value reaches into another.
    """
    texts = ["null" if row[3] == WITHHELD else row[6] for row in rows]
    mark = secrets.token_hex(16)
    try:
        found = json.loads("[" + f',"{mark}",'.join(texts) + "]")
    except (ValueError, RecursionError) as error:
        raise _malformed("value") from error
    if len(found) != max(0, 2 * len(texts) - 1) or found[1::2].count(mark) != len(texts[1:]):
        raise _malformed("value")
    values: Sequence[Any] = found[::2]
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
        bad = shapes.first_unfit(kind, field, told, [rows[n][4] for n in places])
        if bad is not None:
            raise _malformed(rows[places[bad]][0])


def _has_seen(id: int, parents: str) -> bool:
    """Whether an author can have seen what he names: nothing of his own that was yet to come."""
    if len(parents) > DEEPEST or not _PARENTS.fullmatch(parents):
        return False
    end = (id >> SEQ_BITS) + 1 << SEQ_BITS
    return all(not id <= parent < end for parent in map(int, parents[1:-1].split(",")))


_ID = "(?:[1-9][0-9]{0,17}|[1-8][0-9]{18})"
_PARENTS = re.compile(rf"\[{_ID}(?:,{_ID})*\]")


def _malformed(place: object) -> Refusal:
    return Refusal("package-malformed", place=str(place), next="ask-sender")
