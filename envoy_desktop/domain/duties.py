"""The supervision ledger (督查台账): where a duty comes from, how it stands, when to remind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from envoy_desktop.domain.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a duty comes from.

    `needs_words`: it is recorded word for word with who said it and when (批示, 议定事项).
    `weight` orders duties of equal date: the higher is told first.
    """

    code: str
    needs_words: bool
    weight: int


_ALL_SOURCES = (
    Source("commitment", True, 9),  # 承诺: what was promised to the investor
    Source("instruction", True, 8),  # 领导批示件
    Source("assignment", True, 7),  # 交办事项
    Source("decision", True, 6),  # 会议议定事项
    Source("proposal", False, 5),  # 人大代表建议、政协提案
    Source("list_task", False, 4),  # 清单任务
    Source("memo", False, 4),  # what an issued memo proposed and was granted
    Source("obstacle", False, 3),  # 障碍协调
    Source("procedure", False, 2),  # 办件
    Source("own_duty", False, 2),  # the investor's own duty
)
SOURCES: dict[str, Source] = {source.code: source for source in _ALL_SOURCES}

STATES = ("open", "due_soon", "overdue", "done", "done_late", "withdrawn")
DUE_SOON_DAYS = 3
ESCALATE_AFTER_DAYS = 10
LEVELS = ("notice", "urge", "escalate")
"""Levels of a reminder, the mildest first."""
REMIND_EVERY_DAYS = 5
"""Working days after which an overdue duty is to be urged again."""


class WorkingDays(Protocol):
    """What this reading asks of a calendar."""

    def working_days(self, a: date, b: date, /) -> int:
        """Working days d with a < d <= b (0 where b is not after a)."""
        ...


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What is known of a duty. `postponed_to`: new dates in the order they were agreed.

    `stages`: (due, done on or None) of each stage; `reminded`: (level, day) of each reminder.
    """

    source: str
    received_on: date
    due: date
    done_on: date | None = None
    withdrawn_on: date | None = None
    postponed_to: Sequence[date] = ()
    closed_on: date | None = None
    stages: Sequence[tuple[date, date | None]] = ()
    reminded: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True, slots=True)
class DutyReading:
    """How a duty stands on a day.

    `days`: working days left (open, due_soon), or over (overdue, done_late), else 0.
    `due` is the date in force, `first_due` the one first agreed: postponing hides nothing.
    `reminder`: none, notice (a third of the time is left or it is due soon), urge (overdue),
    escalate (overdue by more than ten working days, or a broken commitment). `to_remind` is the
    level that has not been sent yet, "" for none. `closed`: its proof was seen. `stage_due` is
    the day of the first stage that is not done.
    """

    state: str
    days: int
    due: date
    first_due: date
    postponed: int
    reminder: str
    to_remind: str = ""
    closed: bool = False
    stage_due: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "due_soon", "overdue")


def read_duty(
    facts: DutyFacts,
    calendar: WorkingDays,
    today: date,
    *,
    soon: int = DUE_SOON_DAYS,
    escalate_after: int = ESCALATE_AFTER_DAYS,
) -> DutyReading:
    """How a duty stands on `today`; `soon` and `escalate_after` in working days.

    The due day itself is not late. A duty done after its date stays marked as late.
    """
    due = facts.postponed_to[-1] if facts.postponed_to else facts.due

    stages = sorted(on for on, done in facts.stages if done is None or done > today)

    def reading(state: str, days: int, reminder: str) -> DutyReading:
        is_open = state in ("open", "due_soon", "overdue")
        return DutyReading(
            state,
            days,
            due,
            facts.due,
            len(facts.postponed_to),
            reminder,
            _to_remind(reminder, facts, due, calendar, today) if is_open else "",
            facts.closed_on is not None and facts.closed_on <= today,
            stages[0] if stages and is_open else None,
        )

    if facts.done_on is not None and facts.done_on <= today:
        late = calendar.working_days(due, facts.done_on) if facts.done_on > due else 0
        return reading("done_late" if facts.done_on > due else "done", late, "none")
    if facts.withdrawn_on is not None and facts.withdrawn_on <= today:
        return reading("withdrawn", 0, "none")
    if today > due:
        over = calendar.working_days(due, today)
        grave = over > escalate_after or facts.source == "commitment"
        return reading("overdue", over, "escalate" if grave else "urge")
    left = calendar.working_days(today, due)
    if left <= soon:
        return reading("due_soon", left, "notice")
    whole = calendar.working_days(facts.received_on, due)
    return reading("open", left, "notice" if 3 * left <= whole else "none")


def _to_remind(level: str, facts: DutyFacts, due: date, calendar: WorkingDays, today: date) -> str:
    """The level that is owed: none of at least its weight yet, or the last is long ago.

    A postponement begins anew: what was urged before it does not count against the new date.
    """
    if level == "none":
        return ""
    weight = LEVELS.index(level)
    sent = [on for known, on in facts.reminded if known in LEVELS[weight:] and on <= today]
    if level in ("urge", "escalate"):
        sent = [on for on in sent if on > due]
    if not sent:
        return level
    again = level != "notice" and calendar.working_days(max(sent), today) >= REMIND_EVERY_DAYS
    return level if again else ""


def check_level(level: str) -> str:
    """The level itself. Refuses ``unknown-reminder-level``."""
    if level not in LEVELS:
        raise Refusal("unknown-reminder-level", level=level)
    return level


def check_close(proofs: int, statement: str, said_by: str) -> None:
    """Refuses ``close-needs-proof``: neither a file nor a statement with the name behind it."""
    if not proofs and not (statement.strip() and said_by.strip()):
        raise Refusal("close-needs-proof")


def check_duty(
    source: str, received_on: date, due: date, *, words: str = "", said_by: str = ""
) -> None:
    """Refuses a duty that could not be followed up.

    ``unknown-duty-source``; ``duty-due-before-received`` (due, received); ``duty-needs-words``
    (source) where an instruction, decision or commitment lacks its words or who gave them.
    """
    known = SOURCES.get(source)
    if known is None:
        raise Refusal("unknown-duty-source", source=source, next="see-duty-sources")
    if due < received_on:
        raise Refusal(
            "duty-due-before-received", due=due, received=received_on, next="correct-due-date"
        )
    if known.needs_words and not (words.strip() and said_by.strip()):
        raise Refusal("duty-needs-words", source=source, next="add-words")


def check_postponed(facts: DutyFacts, to: date) -> None:
    """Refuses ``postponed-not-later`` (to, due): a new date lies after the one in force."""
    due = facts.postponed_to[-1] if facts.postponed_to else facts.due
    if to <= due:
        raise Refusal("postponed-not-later", to=to, due=due, next="correct-due-date")
