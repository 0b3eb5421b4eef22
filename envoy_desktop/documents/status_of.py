"""A project's status page read from the store: the same figures as on its screen, worded."""

from dataclasses import replace
from datetime import date
from itertools import zip_longest

from envoy_desktop.casework.outlook import Outlook, outlook
from envoy_desktop.casework.timeline import Bar, timeline
from envoy_desktop.documents import sheet
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.project_status import ProcedureLine, ProjectStatus, project_status
from envoy_desktop.domain import clock
from envoy_desktop.domain.calendar import ONE_DAY, Calendar
from envoy_desktop.domain.clock_values import ClockName, LimitKind, Reading
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, obstacles, procedures, projects, reference
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.words import _, names

MOST_LINES, MOST_BARS = 8, 12
LEAST_LINES, LEAST_BARS = 2, 4
"""Procedures, obstacles and bars on the page: at most, and where there is much to say, at least."""


def status_of(reader: Reader, project: int, today: date) -> ProjectStatus:
    """What the status page of a project says on a day. Refuses "unknown-id"."""
    row = projects.project(reader, project, today)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    seen = outlook(reader, project, today)
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    ids = procedures.ids(reader, Wanted(today, project=project))
    running = [r for r in procedures.rows(reader, ids) if r.open]
    critical = {step.procedure for step in seen.critical}
    running.sort(key=lambda r: (_RANK[r.lamp(today)], r.procedure not in critical, r.red_on or "~"))
    readings = {
        id: clock.read(found.events, found.terms, calendar, today, thresholds)
        for id, found in facts.several(reader, [r.procedure for r in running])
    }
    standing = sorted(obstacles.obstacles(reader, project=project, open=True), key=lambda o: o.on)
    return ProjectStatus(
        name=row.name,
        as_of=today,
        facts=_facts(row),
        done=sum(s.done for s in row.stages),
        running=sum(s.running for s in row.stages),
        overdue=sum(s.red for s in row.stages),
        total=sum(s.total for s in row.stages),
        forecast=forecast_words(seen),
        procedures=tuple(_line(r, readings[r.procedure], today) for r in running[:MOST_LINES]),
        obstacles=tuple(
            _obstacle(o.text, o.department_name, date.fromisoformat(o.on), calendar, today)
            for o in standing[:MOST_LINES]
        ),
        timeline=_timeline(reader, project, today, seen),
        envoy=row.envoy,
    )


def one_page(status: ProjectStatus) -> Layout:
    """The status laid out on one page: what is longest gives way, its last lines first."""
    layout = project_status(status)
    while len(layout.pages) > 1:
        shorter = _shortened(status)
        if shorter is None:
            return layout
        status = shorter
        layout = project_status(status)
    return layout


def _shortened(status: ProjectStatus) -> ProjectStatus | None:
    bars = status.timeline.rows if status.timeline else ()
    spare = {
        "bars": len(bars) - LEAST_BARS,
        "procedures": len(status.procedures) - LEAST_LINES,
        "obstacles": len(status.obstacles) - LEAST_LINES,
    }
    longest = max(spare, key=lambda part: spare[part])
    if spare[longest] <= 0:
        return None
    if longest == "bars" and status.timeline:
        return replace(status, timeline=replace(status.timeline, rows=bars[:-1]))
    if longest == "procedures":
        return replace(status, procedures=status.procedures[:-1])
    return replace(status, obstacles=status.obstacles[:-1])


_RANK = {"red": 0, "yellow": 1, "green": 2, "": 3}


def forecast_words(seen: Outlook) -> str:
    """五成把握 3月18日动工，九成把握 4月22日；目标 3月1日."""
    what = _("动工") if seen.target == "ground_breaking" else _("办结全部事项")
    if not seen.generated:
        return names.no_plan() + _("。")
    if seen.reached_on is not None:
        return _("{day}已具备{what}条件。").format(day=names.full_day(seen.reached_on), what=what)
    if seen.p50 is None or seen.p90 is None:
        return ""
    words = _("五成把握 {p50}{what}，九成把握 {p90}").format(
        p50=names.full_day(seen.p50), p90=names.full_day(seen.p90), what=what
    )
    if seen.target_on is not None:
        words += _("；目标 {day}").format(day=names.full_day(seen.target_on))
    if seen.critical:
        words += _("；关键事项：{name}").format(name=seen.critical[0].name)
    return words + _("。")


def _facts(row: ProjectRow) -> tuple[tuple[str, str], ...]:
    pairs = [
        (_("投资方"), row.investor),
        (_("建设地点"), row.place),
        (_("包联领导"), row.lead_leader),
        (_("工作专班"), row.working_group),
    ]
    if row.target_on:
        pairs.append((_("目标动工日期"), names.full_day(date.fromisoformat(row.target_on))))
    return tuple((name, value) for name, value in pairs if value)


def _line(row: ProcedureRow, reading: Reading, today: date) -> ProcedureLine:
    decision = reading.clock(ClockName.DECISION, LimitKind.PROMISED) or reading.clock(
        ClockName.DECISION, LimitKind.STATUTORY
    )
    used = ""
    if decision is not None:
        unit = decision.unit.value
        used = _("已用 {used}，时限 {limit}").format(
            used=names.days(decision.used, unit), limit=names.days(decision.limit, unit)
        )
    return ProcedureLine(
        name=row.name,
        department=row.department_name,
        state=names.state(row.state),
        lamp=row.lamp(today),
        used=used,
        deadline=names.short_day(date.fromisoformat(row.deadline)) if row.deadline else "",
    )


def _obstacle(text: str, department: str, on: date, calendar: Calendar, today: date) -> str:
    waited = names.days(calendar.working_days(on, today))
    if department:
        return _("{text}（{department}，已 {days}）").format(
            text=text, department=department, days=waited
        )
    return _("{text}（已 {days}）").format(text=text, days=waited)


def _timeline(reader: Reader, project: int, today: date, seen: Outlook) -> sheet.Timeline | None:
    """What runs and what comes next: what is done is told by its number, the page is one."""
    found = timeline(reader, project, today, seen=seen)
    ahead = [bar for bar in found.bars if bar.ahead]
    ahead.sort(key=lambda bar: (not bar.spans, not bar.critical, bar.ahead))
    chosen = {bar.procedure for bar in ahead[:MOST_BARS]}
    bars = [bar for bar in found.bars if bar.procedure in chosen]
    if not bars:
        return None
    days = [span.first for bar in bars for span in bar.spans]
    ends = [bar.ahead[1] for bar in bars if bar.ahead]
    targets = [found.target_on] if found.target_on else []
    return sheet.Timeline(
        min([today, *days, *targets]),
        max([today, *ends, *targets]),
        today,
        tuple(_bar(bar) for bar in bars),
        found.target_on,
    )


def _bar(bar: Bar) -> sheet.TimelineRow:
    """A bar over every day: a span goes on over the days of rest up to the next one."""
    spans = [
        sheet.Span(span.first, after.first - ONE_DAY if after else span.last, span.party)
        for span, after in zip_longest(bar.spans, bar.spans[1:])
    ]
    if bar.ahead:
        spans.append(sheet.Span(*bar.ahead, "planned"))
    return sheet.TimelineRow(bar.name, tuple(spans), bar.critical)
