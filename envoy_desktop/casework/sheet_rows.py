"""The rows of an envoy's own ledger against what a workspace holds: what is new, what is wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain import attributes as known
from envoy_desktop.domain import cell_dates, clock, sheet_columns
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.catalogue_rows import RowProblem
from envoy_desktop.domain.clock_values import Event, EventKind, Party
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.domain.sheet_columns import ATTRIBUTE, DATES, ON
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, reference, standing
from envoy_desktop.store.queries import projects as stored
from envoy_desktop.words import names as words
from envoy_desktop.words import refusals
from envoy_desktop.words.course import EVENTS

ATTRIBUTES = known.ATTRIBUTES
LONGEST = 2000
"""Characters of a cell; more is a page pasted into it."""

_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "1", "true"})
_NO = frozenset({"", "否", "无", "×", "n", "no", "0", "false"})
_ORDER = {kind: place for place, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its cells by field; `headings` say how the sheet calls each field."""

    sheet: str
    shape: str
    number: int
    headings: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(slots=True)
class WantedProcedure:
    """A procedure to write; `id` 0: it is new. `told`: the events to record, in their order."""

    id: int
    item: int
    code: str
    name: str
    nth: int
    plan_limit: int | None = None
    reference: str = ""
    note: str = ""
    told: list[dict[str, Any]] = field(default_factory=list)
    known_events: int = 0
    first: SheetRow | None = None


@dataclass(slots=True)
class WantedProject:
    """A project to write; `id` 0: it is new. `fields` are those it has not yet."""

    id: int
    name: str
    edition: int
    fields: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    opened_on: str = ""
    closed_on: str = ""
    close_reason: str = ""
    by_item: dict[tuple[str, int], WantedProcedure] = field(default_factory=dict)

    @property
    def procedures(self) -> list[WantedProcedure]:
        """Its procedures, in the order of the file."""
        return list(self.by_item.values())


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that the lists do not have: an item's, or a project's like one that stands."""

    kind: str  # item, project
    name: str
    rows: int
    suggestions: tuple[tuple[str, str], ...]  # what it may mean: code or name, and how it is told


@dataclass(frozen=True, slots=True)
class Intake:
    """What importing would write, and every bad cell; with a bad one nothing is written.

    `matched`: names read as another (施工许可 -> 建筑工程施工许可证核发). `guessed_years`: days
    written without a year. `known_events`: events that stand already.
    """

    projects: tuple[WantedProject, ...]
    problems: tuple[RowProblem, ...]
    matched: tuple[tuple[str, str], ...]
    unmatched: tuple[Unmatched, ...]
    guessed_years: int
    known_events: int

    @property
    def fresh_projects(self) -> int:
        """Projects that the workspace has not."""
        return sum(not p.id for p in self.projects)

    @property
    def fresh_procedures(self) -> int:
        """Procedures that the workspace has not."""
        return sum(not one.id for p in self.projects for one in p.procedures)

    @property
    def fresh_events(self) -> int:
        """Events to record."""
        return sum(len(one.told) for p in self.projects for one in p.procedures)


def intake(reader: Reader, rows: Sequence[SheetRow], names: Mapping[str, str]) -> Intake:
    """What rows would write; `names`: what a name of the file means, as a person chose."""
    work = _Work(reader, names)
    for row in rows:
        work.take(row)
    return work.finish()


class _Work:
    """One reading of a file."""

    def __init__(self, reader: Reader, names: Mapping[str, str]) -> None:
        self.reader = reader
        self.names = names
        self.today = now.today()
        self.calendar = reference.calendar(reader)
        self.thresholds = reference.thresholds(reader)
        self.problems: list[RowProblem] = []
        self.projects: dict[str, WantedProject] = {}
        self.standing = {p.name: p for p in stored.all_projects(reader, self.today, closed=True)}
        self.newest = reference.newest_edition(reader) or 0
        self.matched: dict[str, str] = {}
        self.missing: Counter[str] = Counter()
        self.alike: dict[str, tuple[str, ...]] = {}
        self.guessed_years = 0
        self.known_events = 0
        self.days: dict[tuple[str, tuple[str, int]], list[tuple[SheetRow, str, dict[str, Any]]]]
        self.days = {}
        self.items: dict[int, dict[int, CatalogueItem]] = {}
        self.said: dict[tuple[str, str], tuple[str, SheetRow]] = {}

    def bad(self, row: SheetRow, of: str, value: str, expected: str, *values: str) -> None:
        column = row.headings.get(of, sheet_columns.heading(of))
        self.problems.append(
            RowProblem(row.number, column, value[:80], expected, values, row.sheet)
        )

    # -- one row -------------------------------------------------------------------------------

    def take(self, row: SheetRow) -> None:
        for of, value in row.values.items():
            if len(value) > LONGEST:
                self.bad(row, of, value, "too-long", str(LONGEST))
                return
        name = row.values.get("project", "")
        if not name:
            self.bad(row, "project", "", "filled")
            return
        project = self._project(row, name)
        self._of_project(row, project)
        if row.shape == "projects":
            return
        procedure = self._procedure(row, project)
        if procedure is None:
            self._look_at_days(row)  # every bad cell is named, not the first of each row
            return
        self._of_procedure(row, procedure)
        if row.shape == "events":
            self._event(row, project, procedure)
        else:
            self._days(row, project, procedure)

    def _project(self, row: SheetRow, name: str) -> WantedProject:
        meant = self.names.get(name, name)
        if meant not in self.standing:
            same = next((n for n in self.standing if sheet_columns.same_name(n, meant)), None)
            if same is None:
                same = next((n for n in self.projects if sheet_columns.same_name(n, meant)), meant)
            meant = same
        if meant != name:
            self.matched[name] = meant
        if meant not in self.projects:
            held = self.standing.get(meant)
            if held is None:
                near = sheet_columns.close_names(meant, self.standing)
                if near:
                    self.alike[meant] = near
            elif held.closed_on:
                self.bad(row, "project", name, "closed-project")
            self.projects[meant] = WantedProject(
                held.id if held else 0, meant, held.edition if held else self.newest
            )
        return self.projects[meant]

    def _of_project(self, row: SheetRow, project: WantedProject) -> None:
        held = self.standing.get(project.name)
        for of, raw in row.values.items():
            of_project = of in sheet_columns.PROJECT_FIELDS or of.startswith(ATTRIBUTE)
            if of == "project" or not raw or not of_project:
                continue
            value: str | None = raw
            if of in DATES:
                value = self._date(row, of, raw)
            elif of.startswith(ATTRIBUTE):
                value = self._attribute(row, of, raw)
            if value is None:
                continue
            first = self.said.setdefault((project.name, of), (value, row))
            if first[0] != value:
                self.bad(row, of, raw, "differs", str(first[1].number), first[0])
                continue
            if of.startswith(ATTRIBUTE):
                project.attributes[of.removeprefix(ATTRIBUTE)] = value
            elif of in ("opened_on", "closed_on", "close_reason"):
                if held is None:
                    setattr(project, of, value)
            elif held is None or not getattr(held, of):
                project.fields[of] = value

    def _attribute(self, row: SheetRow, of: str, raw: str) -> str | None:
        code = of.removeprefix(ATTRIBUTE)
        attribute = ATTRIBUTES[code]
        worded = {words.attribute_value(code, choice): choice for choice in attribute.choices}
        try:
            value = known.parse_value(code, worded.get(raw, raw))
        except Refusal:
            told = attribute.choices or (words.attribute(code),)
            self.bad(row, of, raw, "one-of" if attribute.choices else "amount", *told)
            return None
        return known.format_value(value)

    def _procedure(self, row: SheetRow, project: WantedProject) -> WantedProcedure | None:
        text = row.values.get("item", "")
        if not text:
            # a row that only tells of its project, or one whose item was forgotten
            dated = any(v for of, v in row.values.items() if of.startswith(ON) or of == "on")
            if dated:
                self.bad(row, "item", "", "filled")
            return None
        found = self._item(project.edition, text)
        if found is None:
            self.missing[text] += 1
            near = self._suggestions(project.edition, text)
            told = (f"{name}（{code}）" for code, name in near)
            self.bad(row, "item", text, "unknown-item" if near else "known-procedure", *told)
            return None
        id, item = found
        nth = self._whole(row, "nth") or 1
        key = (item.code, nth)
        if key not in project.by_item:
            there = standing.procedures_of_item(self.reader, project.id, id) if project.id else []
            held = there[nth - 1] if nth <= len(there) else 0
            project.by_item[key] = WantedProcedure(held, id, item.code, item.name, nth, first=row)
        elif row.shape == "procedures":
            first = project.by_item[key].first
            if first is not None and first.sheet == row.sheet:
                self.bad(row, "item", text, "repeated", str(first.number))
        return project.by_item[key]

    def _item(self, edition: int, text: str) -> tuple[int, CatalogueItem] | None:
        items = self._items(edition)
        meant = self.names.get(text, text)
        for id, item in items.items():
            if meant.casefold() == item.code.casefold() or meant == item.name:
                if meant != text:
                    self.matched[text] = f"{item.name}（{item.code}）"
                return id, item
        named = {item.name: item.code for item in items.values()}
        code = next((c for n, c in named.items() if sheet_columns.same_name(n, meant)), None)
        code = code or sheet_columns.one_within(meant, named)
        if code is None:
            return None
        id, item = next((id, item) for id, item in items.items() if item.code == code)
        self.matched[text] = f"{item.name}（{item.code}）"
        return id, item

    def _items(self, edition: int) -> dict[int, CatalogueItem]:
        if edition not in self.items:
            self.items[edition] = reference.items(self.reader, edition)
        return self.items[edition]

    def _suggestions(self, edition: int, text: str) -> tuple[tuple[str, str], ...]:
        named = {item.name: item.code for item in self._items(edition).values()}
        return tuple((named[name], name) for name in sheet_columns.close_names(text, named))

    def _of_procedure(self, row: SheetRow, procedure: WantedProcedure) -> None:
        limit = self._whole(row, "plan_limit")
        if limit is not None:
            procedure.plan_limit = limit
        for of in ("reference", "note"):
            if row.values.get(of) and row.shape == "procedures":
                setattr(procedure, of, row.values[of])

    # -- events --------------------------------------------------------------------------------

    def _days(self, row: SheetRow, project: WantedProject, procedure: WantedProcedure) -> None:
        """The columns of days of a row, in the order in which such events follow each other."""
        last: date | None = None
        columns = sorted(
            (of for of in row.values if of.startswith(ON)),
            key=lambda of: _ORDER[EventKind(of.removeprefix(ON))],
        )
        for of in columns:
            if cell_dates.is_blank(row.values[of]):
                continue
            text = self._date(row, of, row.values[of], after=last)
            if text is None:
                continue
            last = date.fromisoformat(text)
            told = {"kind": EventKind(of.removeprefix(ON)), "on": last, "entered_on": self.today}
            self._tell(row, of, project, procedure, told)

    def _look_at_days(self, row: SheetRow) -> None:
        for of, value in row.values.items():
            if value and (of.startswith(ON) or of in DATES):
                self._date(row, of, value)

    def _event(self, row: SheetRow, project: WantedProject, procedure: WantedProcedure) -> None:
        text = row.values.get("event", "")
        named = {str(words.event(code)): code for code in EVENTS}
        code = sheet_columns.event_of(text, named)
        if code is None:
            self.bad(row, "event", text, "one-of" if text else "filled", *named)
            return
        on = self._date(row, "on", row.values.get("on", ""))
        if on is None:
            return
        told: dict[str, Any] = {"kind": EventKind(code), "on": date.fromisoformat(on)}
        told["items"] = tuple(
            part.strip() for part in row.values.get("items", "").replace("；", ";").split(";")
            if part.strip()
        )  # fmt: skip
        told["party"] = self._party(row)
        told["announced"] = self._whole(row, "announced")
        told["days"] = self._whole(row, "days")
        told["note"] = row.values.get("event_note") or row.values.get("note", "")
        receipt = row.values.get("has_receipt", "").casefold()
        if receipt not in _YES | _NO:
            self.bad(row, "has_receipt", receipt, "yes-no")
        told["has_receipt"] = receipt in _YES
        system = row.values.get("system_on", "")
        told["system_on"] = self._date(row, "system_on", system) if system else None
        entered = row.values.get("entered_on", "")
        entered_on = self._date(row, "entered_on", entered) if entered else None
        told["entered_on"] = date.fromisoformat(entered_on) if entered_on else self.today
        if told["entered_on"] > self.today or told["entered_on"] < told["on"]:
            self.bad(row, "entered_on", entered, "entered-before")
        self._tell(row, "on", project, procedure, told)

    def _tell(
        self,
        row: SheetRow,
        of: str,
        project: WantedProject,
        procedure: WantedProcedure,
        told: dict[str, Any],
    ) -> None:
        key = (project.name, (procedure.code, procedure.nth))
        self.days.setdefault(key, []).append((row, of, told))

    def _party(self, row: SheetRow) -> Party | None:
        text = row.values.get("party", "")
        if not text:
            return None
        for party in Party:
            if text in (party.value, str(words.party(party.value))):
                return party
        self.bad(row, "party", text, "one-of", *(words.party(party.value) for party in Party))
        return None

    def _date(self, row: SheetRow, of: str, text: str, *, after: date | None = None) -> str | None:
        if cell_dates.is_blank(text):
            if of == "on":
                self.bad(row, of, text, "filled")
            return None
        on = cell_dates.read_date(text, self.today, after=after)
        if on is None:
            self.bad(row, of, text, "cell-date")
            return None
        self.guessed_years += cell_dates.has_no_year(text)
        return on.isoformat()

    def _whole(self, row: SheetRow, of: str) -> int | None:
        text = row.values.get(of, "").removesuffix(".0")
        if not text:
            return None
        if text.isascii() and text.isdigit() and 1 <= int(text) <= 3650:
            return int(text)
        self.bad(row, of, text, "whole-number", "1")
        return None

    # -- the whole -----------------------------------------------------------------------------

    def finish(self) -> Intake:
        """Check each procedure's course as the clock does, event by event."""
        for (name, key), told in self.days.items():
            self._course(self.projects[name], self.projects[name].by_item[key], told)
        unmatched = [
            Unmatched("item", name, rows, self._suggestions(self.newest, name))
            for name, rows in self.missing.items()
        ]
        unmatched += [
            Unmatched("project", name, 0, tuple((one, one) for one in near))
            for name, near in self.alike.items()
        ]
        return Intake(
            tuple(self.projects.values()),
            tuple(sorted(self.problems, key=lambda p: (p.sheet, p.row))),
            tuple(self.matched.items()),
            tuple(unmatched),
            self.guessed_years,
            self.known_events,
        )

    def _course(
        self,
        project: WantedProject,
        procedure: WantedProcedure,
        told: list[tuple[SheetRow, str, dict[str, Any]]],
    ) -> None:
        item = self._items(project.edition)[procedure.item]
        if procedure.id:
            found = facts.facts(self.reader, procedure.id)
        else:
            found = facts.Facts(facts.terms_of(item, procedure.plan_limit), ())
        standing = Counter((event.kind, event.on) for event in found.events)
        events = list(found.events)
        number = max((event.id for event in events), default=0)
        for place, (row, of, one) in enumerate(sorted(told, key=lambda entry: entry[2]["on"])):
            if standing[one["kind"], one["on"]]:
                standing[one["kind"], one["on"]] -= 1
                self.known_events += 1
                continue
            number += 1
            event = Event(
                id=number,
                kind=one["kind"],
                on=one["on"],
                order=1e12 + place,
                items=one.get("items", ()),
                party=one.get("party"),
                announced=one.get("announced"),
                days=one.get("days"),
            )
            try:
                clock.check(events, event, found.terms, self.calendar, self.today, self.thresholds)
            except Refusal as no:
                self.bad(row, of, row.values.get(of, ""), "event-rule", _clause(no))
                continue
            events.append(event)
            procedure.told.append(one)


def _clause(no: Refusal) -> str:
    """What a refusal says, to stand within a sentence."""
    return refusals.tell(no).what.rstrip("。.")
