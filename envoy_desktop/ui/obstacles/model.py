"""An obstacle as a row of a list: lamp by the answer owed, what was tried, and what is next."""

from datetime import date

from envoy_desktop.domain import obstacles as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.words import _, names, ngettext

SOON = 1
"""Working days before the answer is owed at which the lamp turns yellow."""


def row_of(row: ObstacleRow, today: date, calendar: Calendar, stale_after: int) -> Row:
    """The finished row of an obstacle."""
    where = row.project_name, row.procedure_name, names.obstacle_kind(row.kind)
    parts = [part for part in where if part]
    if row.attachments:
        parts.append(ngettext("附件 {n}", "附件 {n}", row.attachments).format(n=row.attachments))
    lamp, figure = lamp_of(row, today, calendar, stale_after)
    return Row(
        row.id,
        row.text,
        _(" · ").join(parts),
        row.department_name,
        tried(row, today, calendar, stale_after),
        figure,
        lamp,
        "" if row.resolved_on else "attempt",
        "" if row.resolved_on else _("记协调"),
        "muted" if row.resolved_on else "",
        "obstacle",
        row.state,
    )


def lamp_of(row: ObstacleRow, today: date, calendar: Calendar, stale_after: int) -> tuple[str, str]:
    """The lamp and the figure beside it: days over, days left, or the day it was resolved."""
    if row.resolved_on:
        return "", names.short_day(row.resolved_on)
    still = is_stale(row, today, calendar, stale_after)
    if not row.answer_due:
        return ("yellow" if still else "green"), ""
    due = date.fromisoformat(row.answer_due)
    if due < today:
        n = max(1, calendar.working_days(due, today))
        return "red", ngettext("逾期 {n} 日", "逾期 {n} 日", n).format(n=n)
    left = calendar.working_days(today, due)
    lamp = "yellow" if still or left <= SOON else "green"
    if due == today:
        return lamp, _("今日到期")
    return lamp, ngettext("剩 {n} 日", "剩 {n} 日", left).format(n=left)


def tried(row: ObstacleRow, today: date, calendar: Calendar, stale_after: int) -> str:
    """What was done about it, or that nobody has moved for days."""
    if row.resolved_on:
        return row.resolution or _("已解决")
    if is_stale(row, today, calendar, stale_after):
        last = _last(row)
        days = rules.stale_days(date.fromisoformat(row.on), last, calendar, today)
        return names.urgency_part("stale", days)
    if row.attempts and row.last_attempt_on:
        n = row.attempts
        told = ngettext("已协调 {n} 次，最近 {day}", "已协调 {n} 次，最近 {day}", n)
        return told.format(n=n, day=names.short_day(row.last_attempt_on))
    return _("尚未协调")


def is_stale(row: ObstacleRow, today: date, calendar: Calendar, after: int) -> bool:
    """Nothing was tried for more than `after` working days."""
    logged = date.fromisoformat(row.on)
    return not row.resolved_on and rules.is_stale(logged, _last(row), calendar, today, after=after)


def _last(row: ObstacleRow) -> tuple[date, ...]:
    return (date.fromisoformat(row.last_attempt_on),) if row.last_attempt_on else ()
