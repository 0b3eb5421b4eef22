"""The reading behind *Today*: everything that needs the envoy, worst first."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from envoy_desktop.domain.obstacles import STALE_AFTER_DAYS
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

# Groups, in the order of the screen.
OVERDUE = "overdue"
DUE_SOON = "due_soon"
WAITING_INVESTOR = "waiting_investor"
WAITING_DEPARTMENT = "waiting_department"
RUNNING_OUT = "running_out"
UNANSWERED_MEMOS = "unanswered_memos"
GROUPS = (
    OVERDUE,
    DUE_SOON,
    WAITING_INVESTOR,
    WAITING_DEPARTMENT,
    RUNNING_OUT,
    UNANSWERED_MEMOS,
)

# What the figure of an entry means, in working days.
OVERDUE_BY = "overdue_by"
LEFT = "left"
WAITED = "waited"

DUE_SOON_DAYS = 3
"""Working days within which a date counts as soon."""


class WorkingDays(Protocol):
    """What this reading asks of a calendar."""

    def working_days(self, a: date, b: date, /) -> int:
        """Working days d with a < d <= b (0 where b is not after a)."""
        ...


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owes it: `party` is department, investor, intermediary, leader or envoy."""

    party: str
    department: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of *Today*.

    `kind` and `id` name the subject: procedure, obstacle, duty, memo, investor_duty, milestone,
    mandate, attempt (a promise on the telephone), rating (id of the procedure). `days`
    (working days) reads by `meaning`: overdue_by, left, waited. `about` says which date it is:
    acceptance, decision, delivery, promised, plan, answer, commitment, instruction, decision_due,
    duty, own_duty, correction, memo, stage, milestone, mandate, promise, rating. `action` is
    the code of the one next step.
    """

    group: str
    lamp: str
    kind: str
    id: int
    title: str
    project: int | None
    owner: Owner
    about: str
    days: int
    meaning: str
    date: date | None
    action: str
    disputed: bool = False
    rank: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Today:
    """The reading: groups in the order of `GROUPS` (empty ones are left out), and what was
    snoozed; `next` is what comes next when nothing is due."""

    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    snoozed: tuple[tuple[Entry, Snooze], ...]
    next: tuple[Entry, ...]
    later: tuple[Entry, ...] = ()  # all that has a day ahead, the nearest first

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for _, group in self.groups for entry in group)


NEXT_RECORD = {
    "acceptance": "record_accepted",
    "decision": "record_decided",
    "delivery": "record_delivered",
}
_LAMP_RANK = {"red": 0, "yellow": 1, "green": 2}
_GRAVITY = {
    "promised": 1, "answer": 1, "promise": 1, "plan": 2, "own_duty": 2, "milestone": 2, "stage": 2,
}  # fmt: skip  # 0: the law's, a leader's
_MEMO_YELLOW_AFTER = 10
_NEXT_SHOWN = 5


def read_today(
    rows: TodayRows,
    calendar: WorkingDays,
    today: date,
    *,
    soon: int = DUE_SOON_DAYS,
    stale_after: int = STALE_AFTER_DAYS,
) -> Today:
    """What needs the envoy on `today`; `soon` and `stale_after` in working days.

    An obstacle for which nothing was tried for longer than `stale_after` is yellow and leads
    those that wait.

    Each subject stands once, in the worst group it belongs to. Broken commitments lead their
    group (守信重诺); then red before yellow, the longest overdue or the fewest days left, and
    the id, so that the order never jumps.
    """
    reading = _Reading(calendar, today, soon, stale_after)
    found: list[Entry] = []
    for procedure in rows.procedures:
        found += reading.procedure(procedure)
    for obstacle in rows.obstacles:
        found += reading.obstacle(obstacle)
    for duty in rows.duties:
        found += reading.duty(duty)
    for own in rows.investor_duties:
        found += reading.own_duty(own)
    for memo in rows.memos:
        found += reading.memo(memo)
    found += [reading.milestone(row) for row in rows.milestones]
    found += [reading.mandate(row) for row in rows.mandates]
    found += [reading.promise(row) for row in rows.promises]
    found += [reading.rating(row) for row in rows.ratings]
    asleep = {(s.kind, s.id): s for s in rows.snoozes if s.until > today}
    snoozed = tuple((e, asleep[e.kind, e.id]) for e in found if (e.kind, e.id) in asleep)
    awake = sorted(
        (e for e in found if (e.kind, e.id) not in asleep),
        key=lambda e: (e.rank, e.kind, e.id),
    )
    groups = tuple((g, tuple(e for e in awake if e.group == g)) for g in GROUPS)
    later = sorted(
        (e for e in awake if not e.group and e.date is not None),
        key=lambda e: (e.date or today, e.kind, e.id),
    )
    return Today(
        groups=tuple((g, entries) for g, entries in groups if entries),
        snoozed=snoozed,
        next=tuple(later[:_NEXT_SHOWN]),
        later=tuple(later),
    )


@dataclass(frozen=True, slots=True)
class _Due:
    """A date that something runs to."""

    on: date
    about: str


class _Reading:
    """The rules of the groups, for one day."""

    def __init__(self, calendar: WorkingDays, today: date, soon: int, stale_after: int) -> None:
        self._calendar = calendar
        self._today = today
        self._soon = soon
        self._stale_after = stale_after

    def procedure(self, row: OpenProcedure) -> list[Entry]:
        owner = _holder(row)
        if row.holder == "investor":
            return [self._waiting(row, owner, WAITING_INVESTOR, "correction", "record_resubmitted")]
        dues = [
            _Due(on, about)
            for on, about in (
                (row.deadline, row.clock),
                (row.promised_deadline, "promised"),
                (row.plan_deadline, "plan"),
            )
            if on is not None
        ]
        if not dues and row.holder == "intermediary":
            return [self._waiting(row, owner, WAITING_INVESTOR, "correction", "log_call")]
        if not dues:
            return [self._waiting(row, owner, WAITING_DEPARTMENT, row.clock, "log_call")]
        return [self._dated(row, owner, dues)]

    def _dated(self, row: OpenProcedure, owner: Owner, dues: list[_Due]) -> Entry:
        """By the worst of its deadlines: the law's if it is over, then a promise, then the plan."""
        over = [due for due in dues if due.on < self._today]
        if over:
            return self._overdue(row, "procedure", owner, over[0], _over_action(row, over[0]))
        due = min(dues, key=lambda d: d.on)
        left = self._calendar.working_days(self._today, due.on)
        if row.holder == "nobody":  # a special step: its end is the next thing to record
            action = "record_special_step_ended"
        elif due.about == row.clock:
            action = NEXT_RECORD.get(row.clock, "log_call")
        else:
            action = "log_call"
        return Entry(
            group=DUE_SOON if left <= self._soon else "",
            lamp=row.lamp,
            kind="procedure",
            id=row.id,
            title=row.name,
            project=row.project,
            owner=owner,
            about=due.about,
            days=left,
            meaning=LEFT,
            date=due.on,
            action=action,
            disputed=row.unit_disputed,
            rank=(3, _LAMP_RANK.get(row.lamp, 2), left),
        )

    def _waiting(
        self, row: OpenProcedure, owner: Owner, group: str, about: str, action: str
    ) -> Entry:
        waited = self._calendar.working_days(row.holder_since, self._today)
        return Entry(
            group=group,
            lamp=row.lamp,
            kind="procedure",
            id=row.id,
            title=row.name,
            project=row.project,
            owner=owner,
            about=about,
            days=waited,
            meaning=WAITED,
            date=row.holder_since,
            action=action,
            rank=(3, _LAMP_RANK.get(row.lamp, 2), -waited),
        )

    def _overdue(
        self,
        row: (
            OpenProcedure
            | OpenObstacle
            | OpenDuty
            | InvestorDuty
            | OpenMilestone
            | OpenMandate
            | OpenPromise
        ),
        kind: str,
        owner: Owner,
        due: _Due,
        action: str,
        *,
        broken_commitment: bool = False,
    ) -> Entry:
        late = self._calendar.working_days(due.on, self._today)
        disputed = isinstance(row, OpenProcedure) and row.unit_disputed and due.about == row.clock
        soft = disputed or due.about in ("plan", "own_duty", "milestone", "stage")
        return Entry(
            group=OVERDUE,
            lamp="yellow" if soft else "red",
            kind=kind,
            id=row.id,
            title=row.name if isinstance(row, OpenProcedure) else row.title,
            project=row.project,
            owner=owner,
            about=due.about,
            days=late,
            meaning=OVERDUE_BY,
            date=due.on,
            action=action,
            disputed=disputed,
            rank=(0 if broken_commitment else 1, int(soft), _GRAVITY.get(due.about, 0), -late),
        )

    def obstacle(self, row: OpenObstacle) -> list[Entry]:
        owner = Owner(row.charged_party, row.department)
        if row.answer_due is not None and row.answer_due < self._today:
            # asked and not answered: the next step up is a memo
            action = "log_call" if row.last_attempt_on is None or row.escalated else "write_memo"
            due = _Due(row.answer_due, "answer")
            return [self._overdue(row, "obstacle", owner, due, action)]
        since = row.last_attempt_on or row.logged_on
        waited = self._calendar.working_days(since, self._today)
        left = (
            None
            if row.answer_due is None
            else self._calendar.working_days(self._today, row.answer_due)
        )
        if left is not None and left <= self._soon:
            group, days, meaning = DUE_SOON, left, LEFT
        else:
            group = WAITING_INVESTOR if row.charged_party == "investor" else WAITING_DEPARTMENT
            days, meaning = waited, WAITED
        stale = waited > self._stale_after
        return [
            Entry(
                group=group,
                lamp="yellow" if group == DUE_SOON or stale else "green",
                kind="obstacle",
                id=row.id,
                title=row.title,
                project=row.project,
                owner=owner,
                about="answer",
                days=days,
                meaning=meaning,
                date=row.answer_due or since,
                action="log_call",
                rank=(
                    2 if stale else 3,
                    1,
                    days if meaning == LEFT else -days,
                    -round(row.urgency),
                ),
            )
        ]

    def duty(self, row: OpenDuty) -> list[Entry]:
        owner = Owner(row.party, row.department)
        about = row.source if row.source in ("commitment", "instruction") else "duty"
        if row.source == "decision":
            about = "decision_due"
        if row.stage:
            about = "stage"
        if row.due < self._today:
            due = _Due(row.due, about)
            broken = row.source == "commitment" and not row.stage
            return [
                self._overdue(
                    row,
                    "duty",
                    owner,
                    due,
                    "urge" if row.to_remind else "mark_duty_done",
                    broken_commitment=broken,
                )
            ]
        left = self._calendar.working_days(self._today, row.due)
        ledger = row.source in ("instruction", "decision")
        group = (RUNNING_OUT if ledger else DUE_SOON) if left <= self._soon else ""
        return [
            Entry(
                group=group,
                lamp="yellow" if group else "green",
                kind="duty",
                id=row.id,
                title=row.title,
                project=row.project,
                owner=owner,
                about=about,
                days=left,
                meaning=LEFT,
                date=row.due,
                action="urge" if row.to_remind and group else "mark_duty_done",
                rank=(2 if row.source == "commitment" else 3, 1, left),
            )
        ]

    def own_duty(self, row: InvestorDuty) -> list[Entry]:
        owner = Owner("investor")
        if row.due < self._today:
            due = _Due(row.due, "own_duty")
            return [self._overdue(row, "investor_duty", owner, due, "record_filed")]
        left = self._calendar.working_days(self._today, row.due)
        return [
            Entry(
                group=DUE_SOON if left <= self._soon else WAITING_INVESTOR,
                lamp="yellow" if left <= self._soon else "green",
                kind="investor_duty",
                id=row.id,
                title=row.title,
                project=row.project,
                owner=owner,
                about="own_duty",
                days=left,
                meaning=LEFT,
                date=row.due,
                action="record_filed",
                rank=(3, 1, left),
            )
        ]

    def memo(self, row: WaitingMemo) -> list[Entry]:
        if not row.answer_wanted:
            return []
        waited = self._calendar.working_days(row.issued_on, self._today)
        late = row.due is not None and row.due < self._today
        return [
            Entry(
                group=UNANSWERED_MEMOS,
                lamp="red" if late else "yellow" if waited >= _MEMO_YELLOW_AFTER else "green",
                kind="memo",
                id=row.id,
                title=row.title,
                project=row.project,
                owner=Owner("leader", name=row.addressee),
                about="memo",
                days=waited,
                meaning=WAITED,
                date=row.due or row.issued_on,
                action="record_instruction",
                rank=(3, 0 if late else 1, -waited),
            )
        ]

    def milestone(self, row: OpenMilestone) -> Entry:
        """A milestone of the plan: its slip is a fact, so a late one asks for it."""
        return self._day(row, "milestone", Owner("envoy"), row.due, "mark_reached")

    def mandate(self, row: OpenMandate) -> Entry:
        """The mandate is renewed before it ends: it stands among what runs out."""
        owner = Owner("investor")
        if row.until < self._today:
            return self._overdue(row, "mandate", owner, _Due(row.until, "mandate"), "renew_mandate")
        left = self._calendar.working_days(self._today, row.until)
        return Entry(
            group=RUNNING_OUT,
            lamp="yellow",
            kind="mandate",
            id=row.id,
            title=row.title,
            project=row.project,
            owner=owner,
            about="mandate",
            days=left,
            meaning=LEFT,
            date=row.until,
            action="renew_mandate",
            rank=(3, 1, left),
        )

    def promise(self, row: OpenPromise) -> Entry:
        """What was promised on the telephone: is it kept?"""
        # Who promised is not known where neither a department nor a project was named.
        party = "department" if row.department else "investor" if row.project else "nobody"
        owner = Owner(party, row.department)
        entry = self._day(row, "attempt", owner, row.due, "mark_kept", about="promise")
        if entry.group or row.due < self._today:
            return entry
        waited = self._calendar.working_days(row.called_on, self._today)
        return Entry(
            group=WAITING_INVESTOR if party == "investor" else WAITING_DEPARTMENT,
            lamp="green",
            kind="attempt",
            id=row.id,
            title=row.title,
            project=row.project,
            owner=owner,
            about="promise",
            days=waited,
            meaning=WAITED,
            date=row.due,
            action="mark_kept",
            rank=(3, 1, -waited),
        )

    def rating(self, row: RatingToAsk) -> Entry:
        """The investor's word about the department, while the window is still remembered."""
        waited = self._calendar.working_days(row.delivered_on, self._today)
        return Entry(
            group=WAITING_INVESTOR,
            lamp="green",
            kind="rating",
            id=row.id,
            title=row.title,
            project=row.project,
            owner=Owner("investor", row.department),
            about="rating",
            days=waited,
            meaning=WAITED,
            date=row.delivered_on,
            action="ask_rating",
            rank=(4, 1, -waited),
        )

    def _day(
        self,
        row: OpenMilestone | OpenPromise,
        kind: str,
        owner: Owner,
        due: date,
        action: str,
        *,
        about: str = "",
    ) -> Entry:
        """Something with one day: over, soon, or later."""
        if due < self._today:
            return self._overdue(row, kind, owner, _Due(due, about or kind), action)
        left = self._calendar.working_days(self._today, due)
        soon = left <= self._soon
        return Entry(
            group=DUE_SOON if soon else "",
            lamp="yellow" if soon else "green",
            kind=kind,
            id=row.id,
            title=row.title,
            project=row.project,
            owner=owner,
            about=about or kind,
            days=left,
            meaning=LEFT,
            date=due,
            action=action,
            rank=(3, 1, left),
        )


def _holder(row: OpenProcedure) -> Owner:
    party = row.holder if row.holder in ("investor", "intermediary", "nobody") else "department"
    return Owner(party, row.department if party in ("department", "intermediary") else None)


def _over_action(row: OpenProcedure, due: _Due) -> str:
    """Silence about acceptance asks for its receipt; a limit or promise broken, for a memo."""
    if due.about == "acceptance":
        return "record_accepted"
    if due.about == "delivery":
        return "record_delivered"
    return "log_call" if due.about == "plan" or row.holder != "department" else "write_memo"


ACTIONS: tuple[str, ...] = (
    "record_accepted",
    "record_decided",
    "record_delivered",
    "record_resubmitted",
    "record_filed",
    "record_special_step_ended",
    "log_call",
    "write_memo",
    "urge",
    "record_instruction",
    "mark_duty_done",
    "mark_reached",
    "renew_mandate",
    "mark_kept",
    "ask_rating",
    "snooze",
)
"""Every next step an entry may carry; snooze (with a reason) is offered beside each."""
