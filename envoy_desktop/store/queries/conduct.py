"""How departments conducted themselves beside their clocks: counts of facts, by department."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from envoy_desktop.domain.before_clock import days_before_clock
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import BEFORE_CLOCK
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, reference
from envoy_desktop.store.queries.facts import STANDING
from envoy_desktop.store.queries.figures import follow, successors

FEWEST_RATINGS = 5
COUNTED = (
    "piecemeal", "off_list_demand", "sent_to_back_office", "window_cannot_decide",
    "before_the_clock",
)  # fmt: skip
"""Kinds of obstacle that have a figure of their own."""
SILENT_DAYS = 60
"""Working days without any entry after which an open case counts as not kept up."""


@dataclass(slots=True)
class Conduct:
    """One department in a window.

    `kinds`: obstacles by COUNTED kind. `obstacles`, `unresolved`: all that were logged. `owed`:
    unresolved ones whose answer is overdue. `before_days`: working days before the clock charged
    to it, of `before_cases`. `events`: facts recorded, `late` of them entered
    more than the set working days after they happened. `gap_events`, `gap_days`: facts whose day
    in the city's system differs, and by how many working days together. `silent`: open cases
    with no entry for SILENT_DAYS. `ratings`, `rated`: slips, and their mean by question, only
    from FEWEST_RATINGS slips on.
    """

    department: int
    kinds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    obstacles: int = 0
    unresolved: int = 0
    owed: int = 0
    before_cases: int = 0
    before_days: int = 0
    events: int = 0
    late: int = 0
    gap_events: int = 0
    gap_days: int = 0
    open: int = 0
    silent: int = 0
    ratings: int = 0
    rated: dict[str, float] = field(default_factory=dict)

    @property
    def rating(self) -> float | None:
        """The mean over all questions, None under FEWEST_RATINGS slips."""
        return sum(self.rated.values()) / len(self.rated) if self.rated else None


def conduct(
    reader: Reader, as_of: date, since: date | None = None, until: date | None = None
) -> dict[int, Conduct]:
    """What was recorded of each department from `since` up to `until`, by its id; a department
    that was merged or renamed counts with the one it became."""
    calendar = reference.calendar(reader)
    goes = successors(reader)
    found: dict[int, Conduct] = {}

    def of(department: int | None) -> Conduct:
        id = follow(goes, department or 0, 0)
        return found.setdefault(id, Conduct(id))

    low = (since or date.min).isoformat()
    high = (min(until, as_of) if until else as_of).isoformat()
    _obstacles(reader, of, low, high, as_of)
    _events(reader, of, low, high, calendar)
    _before(reader, of, low, high, calendar, as_of)
    _silent(reader, of, calendar, as_of)
    _ratings(reader, of, low, high)
    found.pop(0, None)
    return found


def _obstacles(reader: Reader, of: Any, low: str, high: str, as_of: date) -> None:
    for department, kind, count, unresolved, owed in reader.rows(
        "SELECT department, kind, count(*),"
        " sum(CASE WHEN resolved_on IS NULL THEN 1 ELSE 0 END),"
        " sum(CASE WHEN resolved_on IS NULL AND answer_due < :today THEN 1 ELSE 0 END)"
        ' FROM obstacle WHERE deleted = 0 AND "on" >= :low AND "on" <= :high'
        " AND department IS NOT NULL GROUP BY department, kind",
        today=as_of.isoformat(),
        low=low,
        high=high,
    ):
        own = of(department)
        own.obstacles += count
        own.unresolved += unresolved or 0
        own.owed += owed or 0
        if kind in own.kinds:
            own.kinds[kind] += count


def _events(reader: Reader, of: Any, low: str, high: str, calendar: Calendar) -> None:
    """Late entries, and the gap between paper and the city's system; days are few, so events
    are counted by the days they carry."""
    after = int(str(reference.setting(reader, "clock.late_entry_days")))
    for department, on, entered, system, count in reader.each(
        'SELECT d.id, e."on", e.entered_on, e.system_on, count(*) FROM event e'
        " JOIN procedure p ON p.id = e.procedure JOIN catalogue_item i ON i.id = p.item"
        " JOIN department d ON d.code = i.lead_department"
        f" WHERE {STANDING} AND p.deleted = 0"
        ' AND e."on" >= :low AND e."on" <= :high'
        " AND NOT EXISTS (SELECT 1 FROM imported_case c"
        "  WHERE c.procedure = e.procedure AND c.deleted = 0)"
        ' GROUP BY d.id, e."on", e.entered_on, e.system_on',
        low=low,
        high=high,
    ):
        own = of(department)
        happened = date.fromisoformat(on)
        own.events += count
        if calendar.working_days(happened, date.fromisoformat(entered)) > after:
            own.late += count
        if system and system != on:
            shown = date.fromisoformat(system)
            own.gap_events += count
            own.gap_days += count * (
                calendar.working_days(happened, shown) + calendar.working_days(shown, happened)
            )


def _before(reader: Reader, of: Any, low: str, high: str, calendar: Calendar, as_of: date) -> None:
    """Days before the clock of what began in the window: beside the figures, never inside."""
    kinds = ", ".join(f"'{kind.value}'" for kind in sorted(BEFORE_CLOCK))
    leads = dict(
        reader.rows(
            "SELECT DISTINCT e.procedure, d.id FROM event e JOIN procedure p ON p.id = e.procedure"
            " JOIN catalogue_item i ON i.id = p.item"
            " JOIN department d ON d.code = i.lead_department"
            f" WHERE {STANDING} AND p.deleted = 0 AND e.kind IN ({kinds})"
        )
    )
    for procedure, found in facts.several(reader, list(leads)):
        led = found.terms.led_by_intermediary
        told = days_before_clock(found.events, calendar, as_of, led_by_intermediary=led)
        if told is not None and low <= told.first.isoformat() <= high:
            own = of(leads[procedure])
            own.before_cases += 1
            own.before_days += told.intermediary if led else told.department


def _silent(reader: Reader, of: Any, calendar: Calendar, as_of: date) -> None:
    since = as_of
    days = 0
    while days < SILENT_DAYS:
        since -= timedelta(days=7)
        days = calendar.working_days(since, as_of)
    for department, open_, silent in reader.rows(
        "SELECT d.id, count(*), sum(CASE WHEN last_on < :since THEN 1 ELSE 0 END) FROM"
        ' (SELECT e.procedure AS procedure, max(e."on") AS last_on,'
        "  max(CASE WHEN e.kind IN ('delivered', 'refused', 'withdrawn', 'not_accepted')"
        f"  THEN 1 ELSE 0 END) AS over FROM event e WHERE {STANDING}"
        "  AND NOT EXISTS (SELECT 1 FROM imported_case c"
        "   WHERE c.procedure = e.procedure AND c.deleted = 0)"
        "  GROUP BY e.procedure) t"
        " JOIN procedure p ON p.id = t.procedure JOIN catalogue_item i ON i.id = p.item"
        " JOIN department d ON d.code = i.lead_department"
        " WHERE t.over = 0 AND p.deleted = 0 GROUP BY d.id",
        since=since.isoformat(),
    ):
        own = of(department)
        own.open += open_
        own.silent += silent or 0


def _ratings(reader: Reader, of: Any, low: str, high: str) -> None:
    """The mean of each question, from FEWEST_RATINGS slips on: fewer would name a person."""
    sums: dict[int, dict[str, list[int]]] = {}
    for department, answers in reader.rows(
        "SELECT department, answers FROM rating WHERE deleted = 0"
        ' AND "on" >= :low AND "on" <= :high',
        low=low,
        high=high,
    ):
        own = of(department)
        own.ratings += 1
        told = sums.setdefault(own.department, {})
        for question, answer in json.loads(answers or "{}").items():
            if isinstance(answer, int) and 1 <= answer <= 5:
                told.setdefault(question, []).append(answer)
    for department, told in sums.items():
        own = of(department)
        if own.ratings >= FEWEST_RATINGS:
            own.rated = {question: sum(n) / len(n) for question, n in told.items()}
