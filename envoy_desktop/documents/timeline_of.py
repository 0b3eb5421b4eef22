"""The timeline of a workspace's project as the page wants it, and as the bytes of a file."""

from datetime import date, timedelta

from envoy_desktop.casework import baselines, outlook, timeline
from envoy_desktop.documents import pdf, preview, timeline_page
from envoy_desktop.documents.timeline_page import PlannedBar, TimelineSheet
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import projects, reference
from envoy_desktop.words import _, names

PNG_DPI = 180
SUFFIXES = (".pdf", ".png", ".svg")


def sheet(reader: Reader, project: int, today: date) -> TimelineSheet:
    """What the pages of a project show on a day. Refuses "unknown-id"."""
    row = projects.project(reader, project, today)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    seen = outlook.outlook(reader, project, today)
    made = timeline.timeline(reader, project, today, seen=seen)
    held = baselines.compared(reader, project, seen)
    slips = {slip.procedure: slip for slip in held.slips if slip.then} if held else {}
    calendar = reference.calendar(reader)
    marks = [day for slip in slips.values() for day in (slip.then, slip.now) if day]
    if not seen.generated:
        slips, marks = {}, []
    first, last = made.first - timedelta(4), max([made.last, *marks]) + timedelta(7)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    parts = [_("截至 {day}").format(day=names.full_day(today))]
    if not seen.generated:
        parts.append(names.no_plan())
    elif seen.p50 is not None and seen.reached_on is None:
        # the bars end by the forecast: so does what the line says of the target
        parts.append(_("五成把握 {day} 达成目标").format(day=names.full_day(seen.p50)))
    if seen.target_on is not None:
        parts.append(_("目标 {day}").format(day=names.full_day(seen.target_on)))
    if held is not None and seen.generated:
        parts.append(_("基准：{name}").format(name=held.baseline.name))
        parts.append(_slipped(held.finish_days))
    note = ""
    if seen.provisional:
        note = _("{year} 年节假日安排尚未公布，该年的日期待定").format(year=seen.unpublished)
    return TimelineSheet(
        title=_("{name} · 时间轴").format(name=row.name),
        subtitle=_(" · ").join(parts),
        bars=tuple(
            PlannedBar(
                label=_(" · ").join(part for part in (bar.name, bar.department_name) if part),
                spans=tuple((span.party, span.first, span.last) for span in bar.spans),
                ahead=bar.ahead,
                critical=bar.critical,
                baseline=slips[bar.procedure].then if bar.procedure in slips else None,
                planned=slips[bar.procedure].now if bar.procedure in slips else None,
            )
            for bar in made.bars
        ),
        days=tuple(day for day in days if calendar.is_working_day(day)),
        today=today,
        target=seen.target_on,
        note=note,
    )


def _slipped(days: int) -> str:
    """How far today's plan ends from the plan of the baseline, in working days."""
    if not days:
        return _("计划与基准相同")
    words = _("计划比基准晚 {days}") if days > 0 else _("计划比基准早 {days}")
    return words.format(days=names.days(abs(days)))


def written(sheet: TimelineSheet, suffix: str) -> bytes:
    """The bytes of a file that ends in .pdf, .png or .svg; refuses "unknown-picture"."""
    kind = suffix.lower()
    if kind == ".pdf":
        return pdf.write(timeline_page.timeline_pages(sheet))
    if kind not in SUFFIXES:
        raise Refusal("unknown-picture", suffix=suffix or "—", next="choose-picture")
    whole = timeline_page.timeline_pages(sheet, whole=True)
    if kind == ".svg":
        return timeline_page.svg_of(whole).encode()
    return preview.page_png(pdf.write(whole), 1, PNG_DPI)
