"""The ledger's rows: each duty as its rule reads it today, in the order it should be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain import duties as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.duties import DutyFacts, DutyReading
from envoy_desktop.store.queries import choices, duties, reference
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.words import _, names, ngettext

OPEN, OVERDUE, DONE, ALL = "open", "overdue", "done", "all"
LAMPS = {"overdue": "red", "due_soon": "yellow", "open": "green"}
DONE_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty and how it stands today."""

    row: DutyRow
    reading: DutyReading

    @property
    def broken(self) -> bool:
        """A promise to the investor that was not kept in time: it leads everything (守信重诺)."""
        return self.row.source == "commitment" and self.reading.state == "overdue"

    @property
    def owner(self) -> str:
        """Who is to do it."""
        return self.row.department_name or self.row.owed_by


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the screen shows and offers."""

    duties: tuple[Duty, ...]
    projects: list[Choice]
    departments: list[Choice]
    calendar: Calendar
    today: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the filters leave in."""

    state: str = OPEN
    source: str = ""
    department: int | None = None
    text: str = ""


def read_ledger(workspace: Workspace, today: date) -> Ledger:
    """All duties as they stand on `today`; runs off the UI thread."""
    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        soon = int(reference.setting(reader, "today.due_soon_days"))
        escalate = int(reference.setting(reader, "duty.escalate_after_days"))
        found = tuple(
            Duty(row, _reading(row, calendar, today, soon, escalate))
            for row in duties.duties(reader)
        )
        return Ledger(found, choices.projects(reader), choices.departments(reader), calendar, today)


def _reading(
    row: DutyRow, calendar: Calendar, today: date, soon: int, escalate: int
) -> DutyReading:
    facts = DutyFacts(
        row.source,
        date.fromisoformat(row.given_on or row.due_on),
        date.fromisoformat(row.due_on),
        date.fromisoformat(row.done_on) if row.done_on else None,
    )
    return rules.read_duty(facts, calendar, today, soon=soon, escalate_after=escalate)


def filtered(ledger: Ledger, wanted: Wanted) -> list[Duty]:
    """The duties the filters leave, by group and due date."""
    text = wanted.text.strip().lower()
    found = [
        duty
        for duty in ledger.duties
        if (not wanted.source or duty.row.source == wanted.source)
        and (wanted.department is None or duty.row.lead_department == wanted.department)
        and _in_state(duty, wanted.state)
        and (not text or text in _all_words(duty))
    ]
    weight = rules.SOURCES
    found.sort(
        key=lambda d: (
            _place(d),
            d.row.due_on if d.reading.is_open else "",
            -weight[d.row.source].weight if d.row.source in weight else 0,
            d.row.id,
        )
    )
    done = [d for d in found if not d.reading.is_open]
    done.sort(key=lambda d: (d.row.done_on or "", d.row.id), reverse=True)
    return [d for d in found if d.reading.is_open] + done[:DONE_SHOWN]


def rows(found: Sequence[Duty], today: date) -> list[Row | Group]:
    """The rows under their heads."""
    heads = {
        0: _("未兑现的承诺"),
        1: _("已逾期"),
        2: _("即将到期"),
        3: _("办理中"),
        4: _("已办结"),
    }
    shown: list[Row | Group] = []
    for place, head in heads.items():
        inside = [duty for duty in found if _place(duty) == place]
        if inside:
            shown.append(Group(head, len(inside)))
            shown += [row_of(duty) for duty in inside]
    return shown


def row_of(duty: Duty) -> Row:
    """One duty as a row."""
    row, reading = duty.row, duty.reading
    under = (row.project_name, names.duty_source(row.source), row.basis)
    return Row(
        row.id,
        row.text,
        " · ".join(part for part in under if part),
        second=duty.owner or _("未定责任单位"),
        second_line=due_words(duty),
        figure=figure(reading),
        lamp=LAMPS.get(reading.state, ""),
        action="done" if reading.is_open else "",
        action_text=_("办结") if reading.is_open else "",
        tone="" if reading.is_open else "muted",
        kind="duty",
        data=duty,
    )


def due_words(duty: Duty) -> str:
    """By when, and what it asks for: 截止 11月12日 · 提请领导协调."""
    if not duty.reading.is_open:
        return _("{day}办结").format(day=names.short_day(duty.row.done_on))
    due = _("截止 {day}").format(day=names.short_day(duty.row.due_on))
    reminder = names.reminder(duty.reading.reminder)
    return " · ".join(part for part in (due, reminder) if part)


def figure(reading: DutyReading) -> str:
    """逾期 8 日, 剩 2 日, 今日到期, 逾期 3 日办结."""
    if reading.state == "overdue":
        return ngettext("逾期 {n} 日", "逾期 {n} 日", reading.days).format(n=reading.days)
    if reading.state == "done_late":
        return ngettext("逾期 {n} 日办结", "逾期 {n} 日办结", reading.days).format(n=reading.days)
    if reading.state == "done":
        return _("按期办结")
    if not reading.is_open:
        return names.duty_state(reading.state)
    if not reading.days:
        return _("今日到期")
    return ngettext("剩 {n} 日", "剩 {n} 日", reading.days).format(n=reading.days)


def summary(ledger: Ledger) -> str:
    """The line under the title."""
    states = [duty.reading.state for duty in ledger.duties]
    open_ = sum(duty.reading.is_open for duty in ledger.duties)
    if not open_:
        return _("没有未办结的督办事项。")
    parts = [ngettext("{n} 项未办结", "{n} 项未办结", open_).format(n=open_)]
    late, broken = states.count("overdue"), sum(duty.broken for duty in ledger.duties)
    if late:
        parts.append(ngettext("{n} 项逾期", "{n} 项逾期", late).format(n=late))
    if broken:
        parts.append(ngettext("{n} 项承诺未兑现", "{n} 项承诺未兑现", broken).format(n=broken))
    return _("，").join(parts)


def _place(duty: Duty) -> int:
    if duty.broken:
        return 0
    return {"overdue": 1, "due_soon": 2, "open": 3}.get(duty.reading.state, 4)


def _in_state(duty: Duty, state: str) -> bool:
    if state == OPEN:
        return duty.reading.is_open
    if state == OVERDUE:
        return duty.reading.state == "overdue"
    if state == DONE:
        return not duty.reading.is_open
    return True


def _all_words(duty: Duty) -> str:
    row = duty.row
    return f"{row.text} {row.project_name} {row.basis} {duty.owner}".lower()
