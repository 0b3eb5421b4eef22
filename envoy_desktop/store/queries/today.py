"""The rows behind *Today*: open work of open projects, over the raw connection alone.

A province's day is longer than a person's: of each kind of open work the `MOST` worst rows are
read, by indexes, and what was left out is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from envoy_desktop.domain import duties as rules
from envoy_desktop.domain import iso, official
from envoy_desktop.domain import mandates as mandate_rules
from envoy_desktop.domain import obstacles as kinds
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import ObstacleFacts
from envoy_desktop.domain.today_rows import (
    InvestorDuty,
    OpenDuty,
    OpenMandate,
    OpenMilestone,
    OpenObstacle,
    OpenProcedure,
    OpenPromise,
    RatingToAsk,
    Snooze,
    TodayRows,
    WaitingMemo,
)
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import duties as ledger
from envoy_desktop.store.queries import mandates, own_duties, people, teams

MOST, QUICK = 200, 40
RATING_DAYS, RATINGS_SHOWN = 10, 12
"""Working days after a delivery in which a rating is asked for, and how many stand at once."""
_OPEN_PROJECTS = "NOT IN (SELECT id FROM project WHERE closed_on IS NOT NULL OR deleted = 1)"
# the day in force of a duty: the last one that was agreed
_DUE_NOW = (
    "coalesce((SELECT max(to_on) FROM postponement x WHERE x.duty = t.id AND x.deleted = 0),"
    " t.due_on)"
)
_PROCEDURES = (
    "SELECT procedure, project, name, holder, holder_since, clock, department, deadline,"
    " limit_kind, statutory_deadline, promised_deadline, plan_deadline, yellow_on, red_on,"
    " disputed, filed_on, state FROM reading_procedure"
)
# what a clock of calendar days and the clock of acceptance do not turn red is still overdue
_OVER = (
    "(deadline < :today OR statutory_deadline < :today OR promised_deadline < :today"
    " OR plan_deadline < :today)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line of *Today* says besides the rule's own values."""

    project_name: str = ""
    department_name: str = ""
    second_line: str = ""
    limit_kind: str = ""
    limit_days: int | None = None
    unit: str = ""
    procedure: int | None = None
    filed_on: str | None = None
    accepted_on: str | None = None


def today_rows(
    reader: Reader, today: date, calendar: Calendar, *, most: int = MOST, quick: bool = False
) -> TodayRows:
    """Everything the reading of *Today* looks at, at most `most` of each kind of procedure.

    `quick`: only the worst of each, for the first page of a province; `is_long` says where that
    is worth it.
    """
    most = min(most, QUICK) if quick else most
    return TodayRows(
        procedures=_procedures(reader, today, calendar, most, quick),
        obstacles=_obstacles(reader, today, calendar, most),
        duties=_duties(reader, calendar, today, most),
        memos=_memos(reader),
        investor_duties=() if quick else _own_duties(reader, today, calendar),
        milestones=_milestones(reader),
        mandates=_mandates(reader, calendar, today),
        promises=_promises(reader, most),
        ratings=() if quick else _ratings(reader, calendar, today),
        snoozes=_snoozes(reader, today),
    )


def is_long(reader: Reader) -> bool:
    """Whether there is so much that the whole day takes longer than one may wait for a window."""
    return bool(reader.value("SELECT 1 FROM reading_procedure LIMIT 1 OFFSET 5000"))


def overdue_count(reader: Reader, today: date) -> int:
    """How many procedures, duties and asked obstacles are overdue: for the navigation."""
    values: dict[str, Any] = {"today": today.isoformat()}
    total = reader.value(
        "SELECT (SELECT count(*) FROM reading_procedure WHERE open = 1 AND red_on <= :today"
        f" AND project {_OPEN_PROJECTS})"
        " + (SELECT count(*) FROM duty t WHERE t.deleted = 0 AND t.done_on IS NULL"
        f" AND t.withdrawn_on IS NULL AND {_DUE_NOW} < :today"
        f" AND coalesce(t.project, 0) {_OPEN_PROJECTS})"
        " + (SELECT count(*) FROM obstacle WHERE deleted = 0 AND resolved_on IS NULL"
        f" AND answer_due < :today AND coalesce(project, 0) {_OPEN_PROJECTS})"
        " + (SELECT count(*) FROM attempt WHERE deleted = 0 AND obstacle IS NULL"
        " AND promised_on < :today AND kept_on IS NULL"
        f" AND coalesce(project, 0) {_OPEN_PROJECTS})"
        " + (SELECT count(*) FROM milestone m WHERE m.deleted = 0 AND m.reached_on IS NULL"
        " AND coalesce((SELECT max(to_on) FROM milestone_slip x WHERE x.milestone = m.id"
        "  AND x.deleted = 0), m.due_on) < :today"
        f" AND m.project {_OPEN_PROJECTS})",
        **values,
    )
    return int(total)


def subjects(reader: Reader, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """The names beside the lines of *Today*, by (kind, id)."""
    ids: dict[str, list[int]] = {}
    for kind, id in wanted:
        ids.setdefault("procedure" if kind == "investor_duty" else kind, []).append(id)
    found: dict[tuple[str, int], Subject] = {}
    for id, project, department, limit_kind, days, unit, filed, accepted in _named(
        reader,
        "SELECT procedure, project_name, department_name, limit_kind, limit_days, unit, filed_on,"
        " accepted_on FROM reading_procedure WHERE procedure IN",
        ids.get("procedure", ()),
    ):
        found["procedure", id] = found["investor_duty", id] = Subject(
            project, department, "", limit_kind, days, unit, id, filed, accepted
        )
    for id, items in _named(
        reader,
        # what the newest notice asked for, while it has not come
        "SELECT e.procedure, e.items FROM event e WHERE e.kind = 'correction_notice'"
        " AND e.deleted = 0 AND e.void = 0 AND e.procedure IN",
        ids.get("procedure", ()),
        ' ORDER BY e."on", e.day_order',
    ):
        old = found.get(("procedure", id))
        if old is not None:
            found["procedure", id] = _with_line(old, items)
    for id, procedure, project, department, name in _named(
        reader,
        "SELECT o.id, o.procedure, coalesce(j.name, ''),"
        " coalesce(nullif(d.short_name, ''), d.name, ''), coalesce(r.name, '') FROM obstacle o"
        " LEFT JOIN project j ON j.id = o.project LEFT JOIN department d ON d.id = o.department"
        " LEFT JOIN reading_procedure r ON r.procedure = o.procedure WHERE o.id IN",
        ids.get("obstacle", ()),
    ):
        found["obstacle", id] = Subject(project, department, name, procedure=procedure)
    for id, project, department, basis, owed_by in _named(
        reader,
        "SELECT t.id, coalesce(j.name, ''), coalesce(nullif(d.short_name, ''), d.name, ''),"
        " t.basis, t.owed_by FROM duty t LEFT JOIN project j ON j.id = t.project"
        " LEFT JOIN department d ON d.id = t.lead_department WHERE t.id IN",
        ids.get("duty", ()),
    ):
        found["duty", id] = Subject(project, department or owed_by, basis)
    for id, project in _named(
        reader,
        "SELECT m.id, j.name FROM milestone m JOIN project j ON j.id = m.project WHERE m.id IN",
        ids.get("milestone", ()),
    ):
        found["milestone", id] = Subject(project, "", "")
    for id, project, scope, signatory in _named(
        reader,
        "SELECT m.id, j.name, m.scope, m.signatory FROM mandate m"
        " JOIN project j ON j.id = m.project WHERE m.id IN",
        ids.get("mandate", ()),
    ):
        found["mandate", id] = Subject(project, signatory, scope)
    for call in people.calls(reader, ids=ids["attempt"]) if ids.get("attempt") else ():
        found["attempt", call.id] = Subject(
            call.project_name,
            call.contact_name or call.department_name,
            call.procedure_name,
            procedure=call.procedure,
        )
    for id, project, department in _named(
        reader,
        "SELECT procedure, project_name, department_name FROM reading_procedure WHERE procedure IN",
        ids.get("rating", ()),
    ):
        found["rating", id] = Subject(project, department, procedure=id)
    for id, project, number, addressee in _named(
        reader,
        "SELECT m.id, coalesce(j.name, ''), m.number, m.addressee FROM memo m"
        " LEFT JOIN project j ON j.id = m.project WHERE m.id IN",
        ids.get("memo", ()),
    ):
        found["memo", id] = Subject(project, addressee, number)
    return found


def _with_line(subject: Subject, items: str) -> Subject:
    from dataclasses import replace
    from json import loads

    return replace(subject, second_line="、".join(loads(items)) if items else "")


def _named(
    reader: Reader, sql: str, ids: Iterable[int], end: str = ""
) -> Iterable[tuple[Any, ...]]:
    listed = list(ids)
    for start in range(0, len(listed), 500):
        block = ", ".join(map(str, listed[start : start + 500]))
        yield from reader.rows(f"{sql} ({block}){end}")


def _procedures(
    reader: Reader, today: date, calendar: Calendar, most: int, quick: bool
) -> tuple[OpenProcedure, ...]:
    values: dict[str, Any] = {
        "today": today.isoformat(),
        # a lamp turns red on the day after the deadline; a calendar-day limit a little later
        "horizon": (calendar.add_working_days(today, 4) + timedelta(days=1)).isoformat(),
        "most": most,
    }
    ours = f"open = 1 AND project {_OPEN_PROJECTS}"
    found: dict[int, tuple[Any, ...]] = {}
    by_index = (  # each stops at its first rows
        f"{ours} AND red_on <= :today ORDER BY red_on, procedure",
        f"{ours} AND red_on > :today AND red_on <= :horizon ORDER BY red_on, procedure",
        f"{ours} AND red_on > :horizon ORDER BY red_on, procedure",  # what comes next
    )
    sorted_ = (
        f"{ours} AND yellow_on <= :today AND {_OVER} ORDER BY deadline, procedure",
        f"{ours} AND red_on IS NULL AND deadline <= :horizon ORDER BY deadline, procedure",
        f"{ours} AND holder IN ('investor', 'intermediary') ORDER BY holder_since, procedure",
        f"{ours} AND deadline IS NULL ORDER BY holder_since, procedure",
        f"{ours} AND plan_deadline <= :horizon ORDER BY plan_deadline, procedure",
    )
    for where in by_index if quick else (*by_index, *sorted_):
        rows = reader.rows(f"{_PROCEDURES} WHERE {where} LIMIT :most", **values)
        found.update((row[0], row) for row in rows)
    return tuple(_procedure(row, today) for row in found.values())


def _procedure(row: tuple[Any, ...], today: date) -> OpenProcedure:
    (id, project, name, holder, since, clock, department, deadline, limit_kind, statutory,
     promised, plan, yellow_on, red_on, disputed, filed, _state) = row  # fmt: skip
    on = today.isoformat()
    lamp = "red" if red_on and red_on <= on else "yellow" if yellow_on and yellow_on <= on else ""
    return OpenProcedure(
        id=id,
        project=project,
        name=name,
        holder=holder,
        holder_since=date.fromisoformat(since or filed),
        clock=clock or "decision",
        department=department,
        deadline=iso.day(deadline if limit_kind == "statutory" else statutory),
        promised_deadline=iso.day(promised),
        plan_deadline=iso.day(plan),
        lamp=lamp or "green",
        unit_disputed=bool(disputed),
    )


def _obstacles(
    reader: Reader, today: date, calendar: Calendar, most: int
) -> tuple[OpenObstacle, ...]:
    found = []
    for (
        id,
        text,
        kind,
        severity,
        on,
        due,
        project,
        department,
        last,
        tried,
        escalated,
    ) in reader.rows(
        'SELECT o.id, o.text, o.kind, CAST(o.severity AS INTEGER), o."on", o.answer_due,'
        " o.project, o.department,"
        ' (SELECT max(a."on") FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0),'
        " (SELECT count(*) FROM attempt a WHERE a.obstacle = o.id AND a.deleted = 0),"
        " EXISTS (SELECT 1 FROM memo_obstacle x JOIN memo m ON m.id = x.memo"
        "  WHERE x.obstacle = o.id AND x.deleted = 0 AND m.deleted = 0 AND m.number <> '')"
        " FROM obstacle o WHERE o.deleted = 0 AND o.resolved_on IS NULL"
        f" AND coalesce(o.project, 0) {_OPEN_PROJECTS}"
        " ORDER BY o.answer_due IS NULL, o.answer_due, o.id LIMIT :most",
        most=most,
    ):
        rule = kinds.KINDS.get(kind, kinds.KINDS["other"])
        told = ObstacleFacts(
            kind,
            date.fromisoformat(on),
            iso.day(due),
            # the day of the last attempt stands for each: only their number and the newest count
            (date.fromisoformat(last),) * tried if last else (),
            severity=severity or None,
        )
        found.append(
            OpenObstacle(
                id=id,
                project=project or 0,
                title=text,
                logged_on=date.fromisoformat(on),
                department=department,
                charged_party=rule.charged_party,
                answer_due=iso.day(due),
                last_attempt_on=iso.day(last),
                escalated=bool(escalated),
                urgency=kinds.urgency(told, calendar, today).score,
            )
        )
    return tuple(found)


def _duties(reader: Reader, calendar: Calendar, today: date, most: int) -> tuple[OpenDuty, ...]:
    """The open duties by the day in force; one whose stage comes first stands with that day."""
    ids = [
        row[0]
        for row in reader.rows(
            "SELECT t.id FROM duty t WHERE t.deleted = 0 AND t.done_on IS NULL"
            f" AND t.withdrawn_on IS NULL AND coalesce(t.project, 0) {_OPEN_PROJECTS}"
            f" ORDER BY {_DUE_NOW}, t.id LIMIT :most",
            most=most,
        )
    ]
    found = []
    for row in ledger.duties(reader, ids=ids) if ids else ():
        reading = rules.read_duty(row.facts(), calendar, today)
        stage = next((s for s in row.stages if not s.done_on), None)
        if stage is not None and date.fromisoformat(stage.due_on) >= reading.due:
            stage = None
        found.append(
            OpenDuty(
                id=row.id,
                title=row.text,
                source=row.source,
                due=date.fromisoformat(stage.due_on) if stage else reading.due,
                project=row.project,
                department=row.lead_department,
                party="department" if row.lead_department else "envoy",
                to_remind=reading.to_remind,
                stage=stage.text if stage else "",
            )
        )
    return tuple(found)


def _milestones(reader: Reader) -> tuple[OpenMilestone, ...]:
    return tuple(
        OpenMilestone(row.id, row.project, row.name, date.fromisoformat(row.due_now))
        for row in teams.milestones(reader)
        if not row.reached_on
    )


def _mandates(reader: Reader, calendar: Calendar, today: date) -> tuple[OpenMandate, ...]:
    """Of each project the mandate that ends last, where it runs out or is over."""
    last: dict[int, mandates.MandateRow] = {}
    unlimited: set[int] = set()
    for row in mandates.mandates(reader):
        if row.ended_on:
            continue
        if row.until is None:
            unlimited.add(row.project)
        elif row.project not in last or row.until > (last[row.project].until or ""):
            last[row.project] = row
    found = []
    for project, row in last.items():
        state = mandate_rules.read_mandate(row.facts(), calendar, today).state
        if project not in unlimited and row.until and state in ("running_out", "expired"):
            until = date.fromisoformat(row.until)
            found.append(OpenMandate(row.id or project, project, row.project_name, until))
    return tuple(found)


def _promises(reader: Reader, most: int) -> tuple[OpenPromise, ...]:
    """Promises that do not already stand as the day of an obstacle's answer."""
    return tuple(
        OpenPromise(
            row.id,
            row.promised or row.text,
            date.fromisoformat(row.on),
            date.fromisoformat(row.promised_on),
            row.project,
            row.department,
        )
        for row in people.open_promises(reader, most)
        if row.promised_on
    )


def _ratings(reader: Reader, calendar: Calendar, today: date) -> tuple[RatingToAsk, ...]:
    """What was delivered in the last `RATING_DAYS` working days and is not rated."""
    since = today
    while calendar.working_days(since, today) < RATING_DAYS:
        since -= timedelta(days=1)
    return tuple(
        RatingToAsk(
            row.procedure,
            row.project,
            row.name,
            date.fromisoformat(row.delivered_on),
            row.department,
        )
        for row in people.to_rate(reader, since=since, most=RATINGS_SHOWN)
    )


def _memos(reader: Reader) -> tuple[WaitingMemo, ...]:
    return tuple(
        WaitingMemo(
            id=id,
            title=title or number,
            issued_on=date.fromisoformat(delivered or signed),
            project=project,
            due=iso.day(due),
            addressee=addressee,
            # a briefing asks for nothing, unless a day was named by which one hopes for a word
            answer_wanted=bool(due) or official.KINDS[kind].may_request,
        )
        for id, title, number, kind, signed, delivered, project, due, addressee in reader.rows(
            "SELECT m.id, m.title, m.number, m.kind, m.signed_on, m.delivered_on, m.project,"
            " m.answer_due, m.addressee FROM memo m WHERE m.deleted = 0 AND m.number <> ''"
            " AND m.signed_on IS NOT NULL AND m.closed_on IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM instruction n WHERE n.memo = m.id AND n.deleted = 0)"
        )
        if kind in official.KINDS
    )


def _own_duties(reader: Reader, today: date, calendar: Calendar) -> tuple[InvestorDuty, ...]:
    """The investor's own duties whose day is known and that are not done."""
    return tuple(
        InvestorDuty(row.procedure, row.project, row.name, row.reading.due)
        for row in own_duties.duties(reader, calendar, today)
        if row.reading.due is not None and row.reading.done is None
    )


def _snoozes(reader: Reader, today: date) -> tuple[Snooze, ...]:
    return tuple(
        Snooze(kind, of, date.fromisoformat(until), reason)
        for kind, of, until, reason in reader.rows(
            "SELECT of_kind, of, until, reason FROM snooze"
            " WHERE deleted = 0 AND until > :today ORDER BY until, id",
            today=today.isoformat(),
        )
    )
