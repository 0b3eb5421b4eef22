"""What *Today* shows: the reading of the day, worded as rows. Imports no numpy, no SQLAlchemy."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.domain import today as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.today import Entry, Today
from envoy_desktop.domain.today_rows import Snooze
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries import today as queries
from envoy_desktop.store.queries.overview import overview
from envoy_desktop.store.queries.today import Subject
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.words import _, names, ngettext

LATER = "later"
SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Day:
    """The reading of a day with the names beside its lines."""

    today: date
    reading: Today
    subjects: dict[tuple[str, int], Subject]
    calendar: Calendar
    soon: int
    partial: bool = False  # only the worst, while the rest is being read
    overdue: int = 0  # all that is overdue; of a province more than is listed
    bare: bool = False  # a workspace without a project

    def subject(self, entry: Entry) -> Subject:
        """The names of an entry's subject."""
        return self.subjects.get((entry.kind, entry.id), _NOBODY)


_NOBODY = Subject()


def read_day(workspace: Any, today: date, quick: bool = False) -> Day:
    """Everything *Today* shows, over the raw connection; with `quick` a province's worst alone."""
    with workspace.read() as reader:
        is_long = queries.is_long(reader)
        quick = quick and is_long
        calendar = reference.calendar(reader)
        soon = int(str(reference.setting(reader, "today.due_soon_days")))
        stale = int(str(reference.setting(reader, "obstacle.stale_after_days")))
        rows = queries.today_rows(reader, today, calendar, quick=quick)
        reading = rules.read_today(rows, calendar, today, soon=soon, stale_after=stale)
        entries = [*reading.entries, *reading.next, *(entry for entry, _s in reading.snoozed)]
        subjects = queries.subjects(reader, ((entry.kind, entry.id) for entry in entries))
        overdue = queries.overdue_count(reader, today) if is_long else 0
        bare = not entries and overview(reader, today).projects == 0
    return Day(today, reading, subjects, calendar, soon, quick, overdue, bare)


def summary(day: Day) -> str:
    """4 项逾期，5 项三个工作日内到期."""
    counts = {group: len(entries) for group, entries in day.reading.groups}
    parts = []
    overdue = max(counts.get(rules.OVERDUE, 0), day.overdue)
    soon = counts.get(rules.DUE_SOON, 0)
    soon += counts.get(rules.RUNNING_OUT, 0)
    waiting = counts.get(rules.WAITING_INVESTOR, 0) + counts.get(rules.WAITING_DEPARTMENT, 0)
    if overdue:
        parts.append(ngettext("{n} 项逾期", "{n} 项逾期", overdue).format(n=overdue))
    if soon:
        words = ngettext("{n} 项将在 {days}内到期", "{n} 项将在 {days}内到期", soon)
        parts.append(words.format(n=soon, days=names.days(day.soon)))
    if waiting:
        parts.append(ngettext("{n} 项在等", "{n} 项在等", waiting).format(n=waiting))
    if not parts:
        return _("今天没有要办的")
    return _("，").join(parts)


def group_words(code: str, day: Day) -> str:
    """The head of a group; what is due soon names the days of the setting."""
    if code == rules.DUE_SOON:
        return _("{days}内到期").format(days=names.days(day.soon))
    if code == LATER:
        return _("接下来")
    if code == SNOOZED:
        return _("已暂缓")
    return names.today_group(code)


def rows(day: Day, *, snoozed: bool = False) -> list[Row | Group]:
    """The list: groups worst first; what comes next where nothing is due."""
    made: list[Row | Group] = []
    for code, entries in day.reading.groups:
        count = max(len(entries), day.overdue) if code == rules.OVERDUE else len(entries)
        made.append(Group(group_words(code, day), count))
        made += [row(entry, day) for entry in entries]
    if not made and day.reading.next:
        made.append(Group(group_words(LATER, day), len(day.reading.next)))
        made += [row(entry, day) for entry in day.reading.next]
    if snoozed and day.reading.snoozed:
        made.append(Group(group_words(SNOOZED, day), len(day.reading.snoozed)))
        made += [snoozed_row(entry, snooze, day) for entry, snooze in day.reading.snoozed]
    return made


def row(entry: Entry, day: Day) -> Row:
    """One line: lamp, what, project, who owes it, days, and the one next action."""
    subject = day.subject(entry)
    return Row(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        subtitle=_joined(subject.project_name, about(entry, subject)),
        second=owner(entry, subject),
        second_line=since(entry, subject, day),
        figure=figure(entry, day),
        lamp=entry.lamp,
        tone="ink" if entry.meaning == rules.WAITED and entry.lamp != "red" else "",
        action=entry.action,
        action_text=action_words(entry),
        data=entry,
    )


def snoozed_row(entry: Entry, snooze: Snooze, day: Day) -> Row:
    """A line that was set aside: until when, and why."""
    subject = day.subject(entry)
    until = names.short_day(snooze.until)
    return Row(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        subtitle=_joined(subject.project_name, about(entry, subject)),
        second=owner(entry, subject),
        second_line=snooze.reason,
        figure=_("到{day}").format(day=until),
        tone="muted",
        data=entry,
    )


def about(entry: Entry, subject: Subject) -> str:
    """The second half of the second line: which limit, which paper is missing, which source."""
    if entry.kind == "procedure":
        if entry.about == "correction":
            if subject.second_line:
                return _("缺 {items}").format(items=subject.second_line)
            return _("等补正")
        if entry.about in ("promised", "plan", "decision") and subject.limit_days is not None:
            kind = "statutory" if entry.about == "decision" else entry.about
            if kind == subject.limit_kind:
                length = names.days(subject.limit_days, subject.unit)
                return _("{limit} {days}").format(limit=names.limit_kind(kind), days=length)
        return names.today_about(entry.about)
    if entry.kind == "obstacle":
        return subject.second_line or _("障碍")
    if entry.kind == "duty":
        return _joined(names.today_about(entry.about), subject.second_line)
    if entry.kind == "memo":
        return subject.second_line
    if entry.kind in ("attempt", "mandate"):
        return _joined(names.today_about(entry.about), subject.second_line)
    return names.today_about(entry.about)


def owner(entry: Entry, subject: Subject) -> str:
    """Who owes it."""
    if entry.owner.party == "leader":
        return entry.owner.name or names.party("leader")
    if entry.kind == "rating":
        return subject.department_name
    if entry.owner.party == "investor":
        return names.party("investor")
    if entry.owner.party == "nobody":
        return subject.department_name
    return subject.department_name or names.party(entry.owner.party)


def since(entry: Entry, subject: Subject, day: Day) -> str:
    """The date behind the figure: 截止 11月18日, 11月9日起等."""
    if entry.date is None:
        return ""
    on = names.short_day(entry.date)
    if entry.disputed:
        return _("截止 {day}，按工作日未逾期").format(day=on)
    if entry.kind == "memo":
        asked = entry.date > day.today or entry.lamp == "red"
        return (_("请于 {day} 前答复") if asked else _("{day}送出")).format(day=on)
    if entry.kind == "rating":
        return _("{day}送达").format(day=on)
    if entry.kind == "attempt" and entry.meaning == rules.WAITED:
        return _("答应 {day}").format(day=on)
    if entry.meaning == rules.WAITED:
        if entry.kind == "obstacle" and entry.date > day.today:
            return _("应于 {day} 答复").format(day=on)
        return _("{day}起").format(day=on)
    if entry.kind == "obstacle":
        return _("应于 {day} 答复").format(day=on)
    return _("截止 {day}").format(day=on)


def figure(entry: Entry, day: Day) -> str:
    """逾期 7 日, 今日到期, 明日到期, 剩 2 日, 已等 4 日 (working days)."""
    n = entry.days
    if entry.meaning == rules.OVERDUE_BY:
        return ngettext("逾期 {n} 日", "逾期 {n} 日", n).format(n=n) if n else _("刚逾期")
    if entry.meaning == rules.WAITED:
        return ngettext("已等 {n} 日", "已等 {n} 日", n).format(n=n) if n else _("今日起")
    if entry.date == day.today or n == 0:
        return _("今日到期")
    if entry.date is not None and (entry.date - day.today).days == 1:
        return _("明日到期")
    return ngettext("剩 {n} 日", "剩 {n} 日", n).format(n=n)


def action_words(entry: Entry) -> str:
    """The words of the one next action."""
    return names.today_action(entry.action)


def due_marks(day: Day) -> dict[date, tuple[tuple[str, ...], str]]:
    """Lamps and words of what falls due on each day, for the month."""
    found: dict[date, list[Entry]] = {}
    for entry in (*day.reading.entries, *day.reading.next):
        if entry.date is not None and entry.meaning != rules.WAITED:
            found.setdefault(entry.date, []).append(entry)
    marks = {}
    for on, entries in found.items():
        lamps = sorted({e.lamp for e in entries}, key=("red", "yellow", "green", "").index)
        titles = _("、").join(e.title for e in entries[:3])
        words = ngettext("{n} 项到期：{titles}", "{n} 项到期：{titles}", len(entries))
        marks[on] = tuple(lamps), words.format(n=len(entries), titles=titles)
    return marks


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
