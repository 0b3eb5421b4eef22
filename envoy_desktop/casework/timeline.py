"""A project on working days: what passed and on whom it was charged, and what lies ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework.outlook import Outlook, outlook
from envoy_desktop.domain import clock
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import DayNote
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, procedures, reference
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted


@dataclass(frozen=True, slots=True)
class Span:
    """Working days `first` … `last` charged to one party (department, investor, intermediary,
    nobody)."""

    first: date
    last: date
    party: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One procedure's row: measured spans, then what lies ahead (None: nothing does).

    `ahead`: first and last day by forecast (P50), by plan where there is none; `p90`: the day by
    which it ends with nine chances in ten. `after`: places of its prerequisites among the bars.
    """

    procedure: int
    code: str
    name: str
    stage: int
    department_name: str
    state: str
    lamp: str
    spans: tuple[Span, ...]
    ahead: tuple[date, date] | None
    p90: date | None
    critical: bool
    slack: int | None
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars of a project in the order of their stages; `first` and `last` day of the picture."""

    project: int
    as_of: date
    bars: tuple[Bar, ...]
    first: date
    last: date
    target_on: date | None
    finish: date


def timeline(reader: Reader, project: int, today: date, *, seen: Outlook | None = None) -> Timeline:
    """The timeline of a project on a day; `seen` spares reading the outlook again."""
    seen = seen or outlook(reader, project, today)
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    ids = procedures.ids(reader, Wanted(today, project=project))
    rows = {row.procedure: row for row in procedures.rows(reader, ids)}
    filed = [row.procedure for row in rows.values() if row.filed_on]
    spans: dict[int, tuple[Span, ...]] = {}
    for id, found in facts.several(reader, filed):
        notes = clock.days(found.events, found.terms, calendar, today, thresholds)
        spans[id] = measured(notes, calendar, today)
    place = {step.code: n for n, step in enumerate(seen.steps)}
    before: dict[str, list[int]] = {}
    for first, then in seen.edges:
        before.setdefault(then, []).append(place[first])
    ahead = _ahead(seen, today)
    bars = [
        Bar(
            procedure=step.procedure,
            code=step.code,
            name=step.name,
            stage=step.stage,
            department_name=step.department_name,
            state=rows[step.procedure].state,
            lamp=_lamp(rows[step.procedure], today),
            spans=spans.get(step.procedure, ()),
            ahead=ahead.get(step.code),
            p90=step.p90,
            critical=step.critical,
            slack=step.slack,
            after=tuple(before.get(step.code, ())),
        )
        for step in seen.steps
    ]
    days = [span.first for bar in bars for span in bar.spans]
    ends = [end for bar in bars if bar.ahead for end in bar.ahead]
    ends += [span.last for bar in bars for span in bar.spans]
    targets = [seen.target_on] if seen.target_on else []
    return Timeline(
        project=project,
        as_of=today,
        bars=tuple(bars),
        first=min([today, *days]),
        last=max([today, *ends, *targets]),
        target_on=seen.target_on,
        finish=seen.finish,
    )


def measured(notes: Sequence[DayNote], calendar: Calendar, until: date) -> tuple[Span, ...]:
    """The working days up to `until` as spans of one party each; days of rest part nothing."""
    spans: list[Span] = []
    for note in notes:
        if note.date > until or not calendar.is_working_day(note.date):
            continue
        party = note.holder.value
        if spans and spans[-1].party == party:
            spans[-1] = Span(spans[-1].first, note.date, party)
        else:
            spans.append(Span(note.date, note.date, party))
    return tuple(spans)


def _ahead(seen: Outlook, today: date) -> dict[str, tuple[date, date]]:
    """From the end of its prerequisites (or today) to the forecast end of each open step.

    Nothing where no plan was generated: the few steps that stand do not tell their days.
    """
    if not seen.generated:
        return {}
    ends = {step.code: step.p50 or step.finish for step in seen.steps if step.state != "done"}
    begins = dict.fromkeys(ends, today)
    for first, then in seen.edges:
        if then in begins and first in ends:
            begins[then] = max(begins[then], ends[first])
    running = {step.code for step in seen.steps if step.state == "running"}
    return {
        code: (today if code in running else min(begins[code], end), end)
        for code, end in ends.items()
    }


def _lamp(row: ProcedureRow, today: date) -> str:
    if row.ended_on:
        return "green" if row.state == "delivered" else ""
    return row.lamp(today)
