"""The ledger's rows: each duty as its rule reads it today, in the order it should be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework import ledger as ledger_of
from envoy_desktop.casework.ledger import Entry
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.duties import DutyReading
from envoy_desktop.store.queries import choices, reference
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.words import N_, _, names, ngettext

OPEN, OVERDUE, DONE, ALL = "open", "overdue", "done", "all"
REMIND, UNPROVED = "remind", "unproved"
LAMPS = {"overdue": "red", "due_soon": "yellow", "open": "green"}
DONE_SHOWN = 300


Duty = Entry
"""A duty and how it stands today."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the screen shows and offers."""

    duties: tuple[Duty, ...]
    projects: list[Choice]
    departments: list[Choice]
    calendar: Calendar
    today: date
    codes: tuple[tuple[str, str], ...] = ()  # departments by the codes that a duty keeps


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
        return Ledger(
            tuple(ledger_of.read(reader, today)),
            choices.projects(reader),
            choices.departments(reader),
            reference.calendar(reader),
            today,
            tuple((d.code, d.short_name or d.name) for d in
                  reference.departments(reader).values()),
        )  # fmt: skip


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
    found.sort(key=lambda d: d.order)
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
        4: _("待销号：等办结凭据"),
        5: _("已办结"),
        6: _("已撤销"),
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
        action=next_of(duty),
        action_text=_(NEXT[next_of(duty)]) if next_of(duty) else "",
        tone="" if reading.is_open else "muted",
        kind="duty",
        data=duty,
    )


NEXT = {"remind": N_("催办"), "done": N_("办结"), "close": N_("销号")}


def next_of(duty: Duty) -> str:
    """The one next step: a reminder that is owed, else done, then closed with its proof."""
    if duty.reading.is_open:
        return "remind" if duty.reading.to_remind in ("urge", "escalate") else "done"
    return "close" if duty.unproved else ""


def due_words(duty: Duty) -> str:
    """By when, and what it asks for: 截止 11月12日 · 提请领导协调."""
    if duty.row.withdrawn_on and not duty.row.done_on:
        return _("{day}撤销").format(day=names.short_day(duty.row.withdrawn_on))
    if duty.row.closed_on:
        return _("{day}销号").format(day=names.short_day(duty.row.closed_on))
    if not duty.reading.is_open:
        return _("{day}办结").format(day=names.short_day(duty.row.done_on))
    reading = duty.reading
    due = _("截止 {day}").format(day=names.short_day(reading.due))
    if reading.postponed:
        due = _("{due}（原定 {day}）").format(due=due, day=names.short_day(reading.first_due))
    stage = ""
    if reading.stage_due is not None and reading.stage_due < reading.due:
        stage = _("阶段 {day}").format(day=names.short_day(reading.stage_due))
    reminder = _("应{what}").format(what=names.reminder(reading.to_remind))
    return " · ".join(part for part in (due, stage, reminder if reading.to_remind else "") if part)


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
    counts = ledger_of.counts(ledger.duties)
    if not counts.open and not counts.unproved:
        return _("没有未办结的督办事项。")
    parts = []
    for n, words in (
        (counts.broken, ngettext("{n} 项承诺未兑现", "{n} 项承诺未兑现", counts.broken)),
        (counts.open, ngettext("{n} 项未办结", "{n} 项未办结", counts.open)),
        (
            counts.states["overdue"],
            ngettext("{n} 项逾期", "{n} 项逾期", counts.states["overdue"]),
        ),
        (counts.to_remind, ngettext("{n} 项应催办", "{n} 项应催办", counts.to_remind)),
        (counts.unproved, ngettext("{n} 项待销号", "{n} 项待销号", counts.unproved)),
    ):
        if n:
            parts.append(words.format(n=n))
    return _("，").join(parts)


def _place(duty: Duty) -> int:
    if duty.broken:
        return 0
    if duty.unproved:
        return 4
    return {"overdue": 1, "due_soon": 2, "open": 3, "withdrawn": 6}.get(duty.reading.state, 5)


def _in_state(duty: Duty, state: str) -> bool:
    if state == OPEN:
        return duty.reading.is_open
    if state == REMIND:
        return bool(duty.reading.to_remind)
    if state == UNPROVED:
        return duty.unproved
    if state == OVERDUE:
        return duty.reading.state == "overdue"
    if state == DONE:
        return not duty.reading.is_open
    return True


def _all_words(duty: Duty) -> str:
    row = duty.row
    return f"{row.text} {row.project_name} {row.basis} {duty.owner}".lower()
