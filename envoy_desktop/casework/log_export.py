"""One's own log as XES or CSV, so that a process-mining tool can open it: no names of persons."""

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader, written_beside
from envoy_desktop.store.queries import figures, imported_logs
from envoy_desktop.store.queries.figures import Facts
from envoy_desktop.store.troubles import unwritable
from envoy_desktop.words import ids

COLUMNS = (
    "case", "item", "item_name", "department", "filed", "ended", "deadline", "department_days",
    "event", "on", "entered",
)  # fmt: skip
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """How many cases and events were written."""

    cases: int
    events: int


@dataclass(frozen=True, slots=True)
class _Case:
    id: str
    item: str
    item_name: str
    department: str
    filed: str
    ended: str
    deadline: str
    days: int
    events: list[tuple[str, str, str]]


def export(reader: Reader, as_of: date, out: Path) -> Exported:
    """Write every filed case with its standing events; the name decides: .xes, .xes.gz, .csv.

    Cases are named by their ids; projects, investors, contacts and notes stay out. Refuses
    "log-kind"; raises SystemFailed where the file cannot be written.
    """
    name = out.name.lower()
    found = figures.facts(reader, as_of)
    if name.endswith((".xes", ".xes.gz")):
        write = _xes
    elif name.endswith((".csv", ".csv.gz")):
        write = _csv
    else:
        raise Refusal("log-kind", path=out.name, next="choose-log-name")
    try:
        with _target(out) as text:
            return write(text, _cases(reader, found))
    except OSError as error:
        raise unwritable(error, out) from error


def _cases(reader: Reader, found: Facts) -> Iterator[_Case]:
    deadlines = imported_logs.deadlines(reader)
    order = found.procedure.argsort(kind="stable").tolist()
    events = figures.events_of(reader)
    waiting = next(events, None)
    for n in order:
        id = int(found.procedure[n])
        while waiting is not None and waiting[0] < id:
            waiting = next(events, None)
        own: list[tuple[str, str, str]] = []
        if waiting is not None and waiting[0] == id:
            own = waiting[1]
        item = found.items[int(found.cases.item[n])]
        office = found.departments[int(found.cases.department[n])]
        ended = int(found.ended[n])
        yield _Case(
            ids.show(id),
            item.code,
            item.name,
            office.name,
            date.fromordinal(int(found.filed[n])).isoformat(),
            date.fromordinal(ended).isoformat() if ended else "",
            deadlines.get(id) or "",
            int(found.cases.days[n]),
            own,
        )


@contextmanager
def _target(out: Path) -> Iterator[IO[str]]:
    with written_beside(out) as raw:
        if out.name.lower().endswith(".gz"):
            with (
                gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
                io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
            ):
                yield text
        else:
            plain = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            yield plain
            plain.flush()
            plain.detach()  # closing it would close the file before it is safe on the disk


def _csv(out: IO[str], cases: Iterator[_Case]) -> Exported:
    out.write("\ufeff")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    count = events = 0
    for case in cases:
        count += 1
        for kind, on, entered in case.events:
            events += 1
            rows.writerow(
                (
                    case.id, _plain(case.item), _plain(case.item_name), _plain(case.department),
                    case.filed, case.ended, case.deadline, case.days, kind, on, entered,
                )
            )  # fmt: skip
    return Exported(count, events)


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _xes(out: IO[str], cases: Iterator[_Case]) -> Exported:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write('<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n')
    for name, prefix, uri in _EXTENSIONS:
        out.write(f'\t<extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n')
    out.write('\t<classifier name="Event" keys="concept:name"/>\n')
    count = events = 0
    for case in cases:
        count += 1
        out.write("\t<trace>\n")
        for key, value in (
            ("concept:name", case.id),
            ("item", case.item),
            ("item_name", case.item_name),
            ("department", case.department),
        ):
            out.write(f"\t\t<string key={quoteattr(key)} value={quoteattr(_clean(value))}/>\n")
        for key, value in (
            ("filed", case.filed), ("ended", case.ended), ("deadline", case.deadline),
        ):  # fmt: skip
            if value:
                out.write(f'\t\t<date key="{key}" value="{_midnight(value)}"/>\n')
        out.write(f'\t\t<int key="department_days" value="{case.days}"/>\n')
        for kind, on, entered in case.events:
            events += 1
            out.write(
                f'\t\t<event>\n\t\t\t<string key="concept:name" value="{kind}"/>\n'
                f'\t\t\t<date key="time:timestamp" value="{_midnight(on)}"/>\n'
                '\t\t\t<string key="lifecycle:transition" value="complete"/>\n'
                f'\t\t\t<date key="entered" value="{_midnight(entered)}"/>\n\t\t</event>\n'
            )
        out.write("\t</trace>\n")
    out.write("</log>\n")
    return Exported(count, events)


def _midnight(on: str) -> str:
    return f"{on}T00:00:00.000+08:00"


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
