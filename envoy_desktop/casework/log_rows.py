"""Reads a log of cases, XES or CSV, gzipped or not, case by case: never the whole in memory."""

import csv
import gzip
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.troubles import unreadable

CHUNK = 1 << 18
MOST_UNPACKED = 16 << 30
MOST_RATIO = 300
"""A gzip file unpacked to more than so many times its size is a bomb; real logs reach some 50."""
SMALL = 64 << 20  # below this no ratio is asked for
MOST_TEXT = 4_000
"""Characters kept of one value; a longer one is cut (names and codes are short)."""
MOST_EVENTS = 100_000
"""Events kept of one case: a loop that never ends is cut there."""
MOST_NAMES = 500
"""Attribute names kept of one case, and remembered of a file."""
TIME = "time:timestamp"
NAME = "concept:name"


@dataclass(slots=True)
class Entry:
    """One case of a log: `place` says where it stands (line of the file), `values` its
    attributes, `events` those of its events, `cut` whether there were too many."""

    place: int
    values: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, str]] = field(default_factory=list)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a log calls something: how many of the cases (or events) looked at carry it, how many
    of those values are days, and some values."""

    name: str
    of: str  # case or event
    seen: int
    days: int
    samples: tuple[str, ...]


def is_xes(path: Path) -> bool:
    """Whether a file is XES by its first characters, whatever it is called."""
    with _opened(path) as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf").lstrip()
    return start[:1] == b"<"


def entries(path: Path, events: frozenset[str] | None = None, most: int = 0) -> Iterator[Entry]:
    """The cases of a log in the order of the file.

    `events`: attributes of events that are wanted (None: none of them, which is faster). Of a
    CSV every line is an entry. Refuses "log-unreadable" (line, reason), "log-with-doctype",
    "log-bomb"; raises SystemFailed where the file cannot be read. `most`: stop after so many.
    """
    source = _xes(path, events) if is_xes(path) else _csv(path)
    for number, entry in enumerate(source, start=1):
        yield entry
        if most and number >= most:
            return


def attributes(path: Path, most: int = 2_000) -> list[Attribute]:
    """What the first cases of a log carry, so that a person can say what means what."""
    seen: dict[tuple[str, str], list[Any]] = {}
    for entry in entries(path, frozenset({"*"}), most):
        carriers = [("case", entry.values), *(("event", event) for event in entry.events)]
        for of, values in carriers:
            for name, value in values.items():
                if (of, name) not in seen and len(seen) >= MOST_NAMES:
                    continue
                told = seen.setdefault((of, name), [0, 0, []])
                told[0] += 1
                told[1] += isinstance(read_day(value), date)
                if value not in told[2] and len(told[2]) < 5:
                    told[2].append(value)
    return [
        Attribute(name, of, count, days, tuple(samples))
        for (of, name), (count, days, samples) in seen.items()
    ]


# -- the file ------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if not packed:
                yield raw
                return
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield _Bounded(unpacked, path)  # type: ignore[misc]
    except (gzip.BadGzipFile, EOFError) as error:
        raise Refusal("log-unreadable", path=path.name, line=0, reason=str(error)) from error
    except OSError as error:
        raise unreadable(error, path) from error


class _Bounded(io.RawIOBase):
    """An unpacking stream that stops a bomb: so much from so little is no log."""

    def __init__(self, source: gzip.GzipFile, path: Path) -> None:
        self._source = source
        self._path = path
        self._size = path.stat().st_size
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._source.read(len(buffer))
        self._given += len(data)
        ratio = self._given > SMALL and self._given > MOST_RATIO * self._size
        if ratio or self._given > MOST_UNPACKED:
            raise Refusal("log-bomb", path=self._path.name, megabytes=self._given >> 20)
        buffer[: len(data)] = data
        return len(data)


# -- XES -----------------------------------------------------------------------------------------


class _Traces:
    """Hears the elements of an XES file and keeps only the case that is being read.

    Attributes inside attributes, and what stands outside of cases (globals, extensions), are
    passed over.
    """

    def __init__(self, parser: Any, path: Path, events: frozenset[str] | None) -> None:
        self.done: list[Entry] = []
        self._parser = parser
        self._path = path
        self._wanted = events
        self._entry: Entry | None = None
        self._event: dict[str, str] | None = None
        self._depth = 0  # of elements inside a case or an event
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.buffer_text = True

    def _doctype(self, *_of: object) -> None:
        """A log has no document type; one that brings entities is made to burst (XML bomb)."""
        raise Refusal("log-with-doctype", path=self._path.name)

    def _start(self, tag: str, values: dict[str, str]) -> None:
        if self._entry is None:
            if tag == "trace" or tag.endswith(":trace"):
                self._entry = Entry(self._parser.CurrentLineNumber)
                self._depth = 0
            return
        self._depth += 1
        if self._event is None:
            if self._depth != 1:
                return
            if tag == "event" or tag.endswith(":event"):
                if self._wanted is not None:
                    self._event = {}
                    self._depth = 0
                return
            target = self._entry.values
        else:
            if self._depth != 1:
                return
            target = self._event
            key = values.get("key")
            if key not in self._wanted and "*" not in self._wanted:  # type: ignore[operator]
                return
        name, value = values.get("key"), values.get("value")
        if name is not None and value is not None and len(target) < MOST_NAMES:
            target[name] = value if len(value) <= MOST_TEXT else value[:MOST_TEXT]

    def _end(self, tag: str) -> None:
        if self._entry is None:
            return
        if self._depth:
            self._depth -= 1
        elif self._event is not None:
            if len(self._entry.events) < MOST_EVENTS:
                self._entry.events.append(self._event)
            else:
                self._entry.cut = True
            self._event = None
            self._depth = 0  # the event itself was counted before its own depth began
        else:
            self.done.append(self._entry)
            self._entry = None


def _xes(path: Path, events: frozenset[str] | None) -> Iterator[Entry]:
    parser = expat.ParserCreate()
    heard = _Traces(parser, path, events)
    with _opened(path) as file:
        while True:
            data = file.read(CHUNK)
            try:
                parser.Parse(data or b"", not data)
            except expat.ExpatError as error:
                raise Refusal(
                    "log-unreadable",
                    path=path.name,
                    line=error.lineno,
                    reason=expat.errors.messages.get(error.code, str(error)),
                ) from error
            yield from heard.done
            heard.done.clear()
            if not data:
                return


# -- CSV -----------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[Entry]:
    encoding = _encoding(path)
    old = csv.field_size_limit(1 << 20)
    try:
        with (
            _opened(path) as file,
            io.TextIOWrapper(
                io.BufferedReader(file) if isinstance(file, io.RawIOBase) else file,
                encoding=encoding,
                errors="replace",
                newline="",
            ) as text,
        ):
            yield from _lines(path, text)
    finally:
        csv.field_size_limit(old)


def _lines(path: Path, text: IO[str]) -> Iterator[Entry]:
    head = ""
    for line in text:
        head = line
        if line.strip():
            break
    marks = sorted(",;\t|", key=lambda mark: -_outside(head, mark))
    rows = csv.reader(_after(head, text), delimiter=marks[0])
    names: list[str] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Entry(rows.line_num, {"": str(error)}, cut=True)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if names is None:
            names = [name.strip() for name in row]
            if len(names) < 2:
                raise Refusal("log-unreadable", path=path.name, line=1, reason=head[:80].strip())
            continue
        values = {
            name: cell[:MOST_TEXT].strip() for name, cell in zip(names, row, strict=False) if name
        }
        yield Entry(rows.line_num, values)


def _after(head: str, text: IO[str]) -> Iterator[str]:
    yield head
    yield from text


def _outside(line: str, mark: str) -> int:
    """How often a mark stands outside of quotes."""
    return re.sub(r'"[^"]*"', "", line).count(mark)


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 by its mark, GB 18030, else Latin letters of one byte."""
    with _opened(path) as file:
        start = file.read(1 << 20)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if start[:3] == b"\xef\xbb\xbf":
        return "utf-8-sig"
    for encoding in ("utf-8", "gb18030"):
        try:
            start.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(start) - 4 and len(start) == 1 << 20:
                return encoding  # a character cut by the end of the sample
            continue
        return encoding
    return "latin-1"


# -- days ----------------------------------------------------------------------------------------

_PLAIN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}:\d{2}.*))?$")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(.*)$")
_ZONE = re.compile(r"(?:Z|z|([+-])(\d{2}):?(\d{2})?)?$")


def read_day(text: str) -> date | str:
    """The local day of a time as written (its own offset), or the code of what is wrong.

    "bad-date": no such day; "unknown-zone": an offset or a name that tells no local time.
    """
    found = _PLAIN.match(text) or _PACKED.match(text)
    if found is None:
        return "bad-date"
    try:
        on = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return "bad-date"
    if not 1990 <= on.year <= 2079:
        return "bad-date"
    clock = found[4] if found.re is _PLAIN else None
    if not clock:
        return on
    rest = _CLOCK.match(clock)
    if rest is None:
        return "bad-date"
    if int(clock.split(":", 1)[0]) > 24 or int(clock.split(":", 2)[1][:2]) > 59:
        return "bad-date"
    zone = _ZONE.match(rest[1].strip())
    if zone is None or (zone[2] and (int(zone[2]) > 14 or int(zone[3] or 0) > 59)):
        return "unknown-zone"
    return on


def blank(values: Mapping[str, str], name: str) -> bool:
    """Whether a case says nothing under a name."""
    return not values.get(name, "").strip()
