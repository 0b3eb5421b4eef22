"""Taking in a log of cases as projects, procedures and events; every bad row is named."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.casework import log_rows
from envoy_desktop.casework.log_rows import NAME, TIME, Entry
from envoy_desktop.domain.clock_values import BEFORE_CLOCK, EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.queries import imported_logs, lookup, standing
from envoy_desktop.store.unit import Unit
from envoy_desktop.words import figures as words

MOST_TOLD = 1_000
"""Bad rows that are told one by one; of the rest the number."""
UNNAMED = "未注明"
FILED, DELIVERED = EventKind.FILED.value, EventKind.DELIVERED.value
KINDS = tuple(kind.value for kind in EventKind)
BEFORE = frozenset(kind.value for kind in BEFORE_CLOCK)
_ONCE = frozenset({"filed", "accepted", "not_accepted", "decided", "delivered", "refused"})


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which attribute or column of a log means what; blank: it has none.

    `events`: our kind of event -> what stands for it: a column of days, or the name of an
    activity. `activity`: the attribute of an event (the column of a line) that names it, `time`
    the one that says when.
    """

    case: str
    item: str
    department: str
    filed: str
    deadline: str = ""
    planned: str = ""
    ended: str = ""
    events: tuple[tuple[str, str], ...] = ()
    activity: str = ""
    time: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The attributes of a case that were named."""
        own = (
            self.case, self.item, self.department, self.filed, self.deadline, self.planned,
            self.ended,
        )  # fmt: skip
        return tuple(filter(None, own))


@dataclass(frozen=True, slots=True)
class Bad:
    """One bad row: its place in the file (a line), the case and attribute, the value, and the
    code of the reason; `taken`: the case was taken all the same, without this."""

    place: int
    case: str
    column: str
    value: str
    reason: str
    taken: bool = False


REASONS = (
    "missing", "bad-date", "unknown-zone", "duplicate-case", "ended-before-filed",
    "unreadable-row", "event-outside", "too-many-events", "in-future",
)  # fmt: skip


@dataclass(slots=True)
class Imported:
    """What was taken in: `cases` taken, `refused` rows not taken, `remarks` on taken ones; `bad`
    tells the first of both."""

    log: int = 0
    project: int = 0
    name: str = ""
    cases: int = 0
    events: int = 0
    refused: int = 0
    remarks: int = 0
    departments: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    def tell(self, bad: Bad) -> None:
        """Count a bad row and keep it while they are few."""
        if bad.taken:
            self.remarks += 1
        else:
            self.refused += 1
        if len(self.bad) < MOST_TOLD:
            self.bad.append(bad)


@dataclass(slots=True)
class Case:
    """A case read: days as ISO texts, events as (kind, day)."""

    place: int
    name: str
    item: str
    department: str
    filed: date
    deadline: date | None
    planned: date | None
    ended: date | None
    events: list[tuple[str, date]]


def mapping_of(*, events: Iterable[str] = (), time: str = "", **attributes: str | None) -> Mapping:
    """A mapping from texts as a person gives them; an event is ``kind=attribute``, or the name
    of the attribute that names events. Refuses "unknown-event-kind"."""
    pairs: list[tuple[str, str]] = []
    activity = ""
    for text in events:
        kind, equals, name = text.partition("=")
        if not equals:
            activity = text.strip()
        elif kind.strip() not in KINDS:
            raise Refusal("unknown-event-kind", event=kind.strip(), kinds=KINDS)
        else:
            pairs.append((kind.strip(), name.strip()))
    told = {name: (value or "").strip() for name, value in attributes.items()}
    return Mapping(**told, events=tuple(pairs), activity=activity, time=time.strip())


def check(path: Path, mapping: Mapping) -> None:
    """Refuses "log-no-attribute" where a named attribute is nowhere among the first cases, and
    "log-empty"."""
    known = log_rows.attributes(path)
    names = {one.name for one in known}
    if not names - {""}:
        raise Refusal("log-empty", path=path.name)
    carried = {one.name for one in known if one.of == "case"}
    for name in mapping.asked:
        if name not in names:
            raise Refusal(
                "log-no-attribute", path=path.name, attribute=name, found=sorted(carried)[:30]
            )


def cases(path: Path, mapping: Mapping, told: Imported) -> Iterator[Case]:
    """The good cases of a log; what is bad is told."""
    wanted = None
    xes = log_rows.is_xes(path)
    if mapping.activity or mapping.events:
        wanted = frozenset(filter(None, (mapping.activity or NAME, mapping.time or TIME)))
    source = log_rows.entries(path, wanted)
    if not xes and mapping.activity:
        source = _gathered(source, mapping)
    seen: set[bytes] = set()
    today = now.today()
    for entry in source:
        case = _case(entry, mapping, told, today, xes=xes)
        if case is None:
            continue
        mark = hashlib.blake2b(case.name.encode(), digest_size=8).digest()
        if mark in seen:
            told.tell(Bad(entry.place, case.name, mapping.case, case.name, "duplicate-case"))
            continue
        seen.add(mark)
        yield case


def _gathered(source: Iterator[Entry], mapping: Mapping) -> Iterator[Entry]:
    """Lines of events as cases: the first line of a case leads, later ones fill what is blank."""
    held: dict[str, Entry] = {}
    for line in source:
        name = line.values.get(mapping.case, "")
        entry = held.setdefault(name, Entry(line.place))
        for column, value in line.values.items():
            if value and not entry.values.get(column):
                entry.values[column] = value
        if len(entry.events) < log_rows.MOST_EVENTS:
            entry.events.append(
                {
                    mapping.activity: line.values.get(mapping.activity, ""),
                    mapping.time: line.values.get(mapping.time or mapping.filed, ""),
                }
            )
    yield from held.values()


def _case(entry: Entry, mapping: Mapping, told: Imported, today: date, *, xes: bool) -> Case | None:
    values, place = entry.values, entry.place
    if "" in values:
        told.tell(Bad(place, "", "", values[""][:80], "unreadable-row"))
        return None
    name = values.get(mapping.case, "").strip()
    if not name:
        told.tell(Bad(place, "", mapping.case, "", "missing"))
        return None
    days: dict[str, date | None] = {}
    for field_ in ("filed", "deadline", "planned", "ended"):
        column = getattr(mapping, field_)
        text = values.get(column, "").strip() if column else ""
        if not text:
            if field_ == "filed":
                told.tell(Bad(place, name, column, "", "missing"))
                return None
            days[field_] = None
            continue
        read = log_rows.read_day(text)
        if isinstance(read, str):
            told.tell(Bad(place, name, column, text[:60], read))
            return None
        if read > today and field_ in ("filed", "ended"):
            told.tell(Bad(place, name, column, text[:60], "in-future"))
            return None
        days[field_] = read
    filed, ended = days["filed"], days["ended"]
    assert filed is not None
    if ended is not None and ended < filed:
        told.tell(
            Bad(place, name, mapping.ended, ended.isoformat(), "ended-before-filed", taken=True)
        )
    if entry.cut:
        told.tell(Bad(place, name, "", str(len(entry.events)), "too-many-events", taken=True))
    events = _events(entry, mapping, told, name, filed, ended, xes=xes)
    return Case(
        place, name, values.get(mapping.item, "").strip() or UNNAMED,
        values.get(mapping.department, "").strip() or UNNAMED, filed, days["deadline"],
        days["planned"], ended, events,
    )  # fmt: skip


def _events(
    entry: Entry, mapping: Mapping, told: Imported, name: str, filed: date, ended: date | None,
    *, xes: bool,
) -> list[tuple[str, date]]:  # fmt: skip
    """The events of a case that the mapping names, in order; those before it was filed or after
    it ended are told and left out."""
    found: list[tuple[str, str]] = []
    stands = {text: kind for kind, text in mapping.events}
    for kind, column in mapping.events:
        if not log_rows.blank(entry.values, column):
            found.append((kind, entry.values[column]))
    activity, time = mapping.activity or NAME, mapping.time or (TIME if xes else "")
    for event in entry.events:
        called = event.get(activity, "").strip()
        known: str | None = called.casefold() if called.casefold() in KINDS else None
        meant = stands.get(called, known if mapping.activity else None)
        if meant is not None:
            found.append((meant, event.get(time, "")))
    events: list[tuple[str, date]] = []
    done: set[str] = set()
    for kind, text in found:
        read = log_rows.read_day(text.strip())
        if isinstance(read, str):
            told.tell(Bad(entry.place, name, kind, text[:60], read, taken=True))
        elif kind in (FILED, DELIVERED) or (kind in _ONCE and kind in done):
            continue  # said by the case itself, or a loop that comes back to it
        elif (read < filed and kind not in BEFORE) or (ended is not None and read > ended):
            told.tell(Bad(entry.place, name, kind, text[:60], "event-outside", taken=True))
        else:
            done.add(kind)
            events.append((kind, read))
    return sorted(events, key=lambda event: event[1])


# -- writing -------------------------------------------------------------------------------------


def import_log(unit: Unit, *, path: Path, mapping: Mapping) -> Imported:
    """Take in a log as one closed project with a procedure for each case; one undo takes it back.

    Departments and items it meets are made where no department is called so. Nothing is written
    where no row is good ("log-no-rows"); the same log by the same mapping is taken once
    ("log-known").
    """
    unit.subject = path.name
    told = Imported(name=path.name)
    digest = _digest(path)
    meant = json.dumps(asdict(mapping), ensure_ascii=False, sort_keys=True)
    if imported_logs.is_known(unit.reader, digest, meant):
        raise Refusal("log-known", path=path.name)
    today = now.today().isoformat()
    book = _Book(unit, told, path, digest, today)
    for case in cases(path, mapping, told):
        book.write(case)
    if not told.cases:
        shown = tuple(words.bad_row(one.place, one.column, one.reason) for one in told.bad[:5])
        raise Refusal("log-no-rows", path=path.name, refused=told.refused, bad=shown)
    told.log = book.log
    told.project = book.project
    unit.make(
        "imported_log",
        book.log,
        name=path.name,
        sha256=digest,
        mapping=meant,
        taken=told.cases,
        refused=told.refused,
        on=today,
    )
    return told


class _Book:
    """Writes cases one after the other; makes what they name on the way."""

    def __init__(self, unit: Unit, told: Imported, path: Path, digest: str, today: str) -> None:
        self._unit, self._told, self._today = unit, told, today
        self._digest = digest
        self._items: dict[tuple[str, str], int] = {}
        self._codes: dict[str, str] = {}
        for code, name, short in imported_logs.departments_called(unit.reader):
            for called in (short, name, code):
                if called:
                    self._codes[called] = code
        self._edition = natural_id("edition", "log", digest)
        # hidden: no list that a new project could take
        if not standing.edition_known(unit.reader, self._edition):
            unit.make(
                "edition",
                self._edition,
                name=path.name,
                imported_on=today,
                digest=digest,
                deleted=True,
            )
        self.project = unit.add(
            "project",
            name=self._free(f"导入：{path.name}"),
            edition=self._edition,
            opened_on=today,
            closed_on=today,
            close_reason="导入的日志",
        )
        self.log = natural_id("imported_log", digest, self.project)

    def _free(self, name: str) -> str:
        number, free = 1, name
        while lookup.project_named(self._unit.reader, free):
            number += 1
            free = f"{name}（{number}）"
        return free

    def write(self, case: Case) -> None:
        """One case: its procedure, its events, its days as the log tells them."""
        unit = self._unit
        procedure = unit.add(
            "procedure",
            project=self.project,
            item=self._item(case.item, self._department(case.department)),
        )
        usable = case.ended is not None and case.ended >= case.filed
        events = [(FILED, case.filed), *case.events]
        if (
            usable
            and case.ended
            and not any(
                kind in ("delivered", "refused", "withdrawn", "not_accepted") for kind, _ in events
            )
        ):
            events.append((DELIVERED, case.ended))
        for order, (kind, on) in enumerate(events):
            unit.add(
                "event",
                procedure=procedure,
                kind=kind,
                on=on.isoformat(),
                day_order=float(order),
                items="",
                system_on=on.isoformat(),
                entered_on=self._today,
            )
        unit.add(
            "imported_case",
            imported_log=self.log,
            procedure=procedure,
            case=case.name,
            filed_on=case.filed.isoformat(),
            deadline_on=case.deadline.isoformat() if case.deadline else None,
            planned_on=case.planned.isoformat() if case.planned else None,
            ended_on=case.ended.isoformat() if case.ended else None,
        )
        self._told.cases += 1
        self._told.events += len(events)

    def _department(self, called: str) -> str:
        if called not in self._codes:
            self._unit.put(
                "department",
                natural_id("department", called),
                code=called,
                name=called,
                short_name="",
                kind="government",
                in_service_centre=False,
            )
            self._codes[called] = called
            self._told.departments.append(called)
        return self._codes[called]

    def _item(self, code: str, department: str) -> int:
        key = code, department
        if key not in self._items:
            id = natural_id("catalogue_item", self._digest, code, department)
            self._unit.put(
                "catalogue_item",
                id,
                edition=self._edition,
                position=len(self._items),
                code=code,
                name=code,
                stage=1,
                kind="其他行政权力",
                lead_department=department,
                limit_unit="working_day",
                limit_from="received",
            )
            self._items[key] = id
            if code not in self._told.items:
                self._told.items.append(code)
        return self._items[key]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
