"""What a procedure's page and its forms show, read in one go off the UI thread."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.casework import checklist
from envoy_desktop.domain import clock
from envoy_desktop.domain.before_clock import BeforeClock, days_before_clock
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.clock_values import DayNote, Event, Proposal, Reading, Terms, Thresholds
from envoy_desktop.domain.mandates import MandateFacts
from envoy_desktop.store.queries import case as cases
from envoy_desktop.store.queries import (
    centre,
    facts,
    mandates,
    materials,
    obstacles,
    procedures,
    reference,
)
from envoy_desktop.store.queries import history as changes
from envoy_desktop.store.queries.centre import CentreRow
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.queries.materials import MaterialRow
from envoy_desktop.store.queries.obstacles import AttachmentRow, AttemptRow, ObstacleRow
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted


@dataclass(frozen=True, slots=True)
class Case:
    """A procedure with its clocks, facts and terms on a day."""

    row: ProcedureRow
    item: CatalogueItem
    reading: Reading
    events: tuple[EventRow, ...]
    standing: tuple[Event, ...]
    terms: Terms
    materials: tuple[MaterialRow, ...]
    calendar: Calendar
    thresholds: Thresholds
    late_days: int
    before: BeforeClock | None = None
    mandates: tuple[MandateFacts, ...] = ()

    def days(self) -> tuple[DayNote, ...]:
        """Day by day: why this date."""
        return clock.days(
            self.standing, self.terms, self.calendar, self.reading.as_of, self.thresholds
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A case with everything its page shows beside the clocks."""

    case: Case
    departments: dict[str, str]
    prerequisites: tuple[tuple[str, ProcedureRow | None], ...]
    later: tuple[ProcedureRow, ...]
    again: tuple[ProcedureRow, ...]
    obstacles: tuple[ObstacleRow, ...]
    attempts: tuple[AttemptRow, ...]
    attachments: tuple[AttachmentRow, ...]
    closed: bool
    reference: str
    note: str
    in_centre: bool | None = None
    window_decides: bool | None = None
    listed_in_centre: bool = False
    demands: tuple[Proposal, ...] = ()
    windows: CentreRow | None = None

    @property
    def proposed(self) -> tuple[Proposal, ...]:
        """The obstacles that facts suggest: of the clocks, and of what was asked for."""
        return (*self.case.reading.proposed, *self.demands)


def case(workspace: Any, procedure: int, today: date) -> Case | None:
    """The clocks and facts of a procedure on a day; None where it is gone."""
    with workspace.read() as reader:
        return _case(reader, procedure, today)


def _case(reader: Any, procedure: int, today: date) -> Case | None:
    found = procedures.rows(reader, [procedure])
    if not found:
        return None
    told = facts.facts(reader, procedure)
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    own = cases.own(reader, procedure)
    assert own is not None
    return Case(
        row=found[0],
        item=reference.item(reader, own.item),
        reading=clock.read(told.events, told.terms, calendar, today, thresholds),
        events=tuple(facts.event_rows(reader, procedure)),
        standing=told.events,
        terms=told.terms,
        materials=tuple(materials.of_procedure(reader, procedure)),
        calendar=calendar,
        thresholds=thresholds,
        late_days=int(str(reference.setting(reader, "clock.late_entry_days"))),
        before=days_before_clock(
            told.events, calendar, today, led_by_intermediary=told.terms.led_by_intermediary
        ),
        mandates=tuple(m.facts() for m in mandates.mandates(reader, found[0].project)),
    )


def page(workspace: Any, procedure: int, today: date) -> Page | None:
    """Everything of a procedure's page; None where it is gone."""
    with workspace.read() as reader:
        found = _case(reader, procedure, today)
        if found is None:
            return None
        row = found.row
        ids = procedures.ids(reader, Wanted(today, project=row.project))
        siblings = procedures.rows(reader, ids)
        by_code: dict[str, ProcedureRow] = {}
        for other in siblings:
            by_code[other.code] = other
        own = cases.own(reader, procedure)
        assert own is not None
        items = {i.code: i for i in reference.items(reader, own.edition).values()}
        needed = [c for c in found.item.prerequisites if c in by_code]
        later = [
            by_code[i.code] for i in items.values()
            if found.item.code in i.prerequisites and i.code in by_code
        ]  # fmt: skip
        evidence = [*obstacles.attachments(reader, procedure)]
        for event in found.events:
            if event.attachments:
                evidence += obstacles.attachments(reader, event.id)
        departments = reference.departments(reader).values()
        return Page(
            case=found,
            departments={d.code: d.short_name or d.name for d in departments},
            prerequisites=tuple((items[c].name, by_code.get(c)) for c in needed),
            later=tuple(later),
            again=tuple(o for o in siblings if o.code == row.code and o.procedure != row.procedure),
            obstacles=tuple(obstacles.obstacles(reader, procedure=procedure)),
            attempts=tuple(obstacles.attempts(reader, procedure=procedure)),
            attachments=tuple(evidence),
            closed=bool(own.closed_on),
            reference=own.reference,
            note=own.note,
            in_centre=own.in_centre,
            window_decides=own.window_decides,
            listed_in_centre=own.listed_in_centre,
            demands=tuple(checklist.proposals(reader, procedure)),
            windows=next(iter(centre.centre(reader, row.department)), None)
            if row.department and not found.item.is_intermediary
            else None,
        )


def history(workspace: Any, procedure: int) -> list[Entry]:
    """Who changed what of a procedure and its facts, the newest first."""
    with workspace.read() as reader:
        ids = [procedure, *(e.id for e in facts.event_rows(reader, procedure))]
        found: dict[int, Entry] = {}
        for id in ids:
            for entry in changes.entries(reader, id):
                old = found.get(entry.unit)
                found[entry.unit] = entry if old is None else merged(old, entry)
    return sorted(found.values(), key=lambda e: (e.at, e.unit), reverse=True)


def merged(first: Entry, second: Entry) -> Entry:
    """Two views of one act, of two objects, as one."""
    from dataclasses import replace

    return replace(first, changes=(*first.changes, *second.changes))


def content(workspace: Any, sha256: str) -> bytes:
    """The bytes of a piece of evidence."""
    from envoy_desktop.store import attachments

    with workspace.read() as reader:
        return attachments.content(reader, sha256)
