"""What the reading of *Today* looks at: plain rows of open work, as a store hands them over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenProcedure:
    """An open procedure with the clocks that run for it.

    `holder` is who has the ball (department, investor, intermediary, nobody), since
    `holder_since`. `clock` names the clock nearest to its end: acceptance, decision, delivery;
    `deadline` its statutory day, `promised_deadline` and `plan_deadline` the other two (None:
    none, or unknown while suspended). `lamp` as the clocks read it; `unit_disputed`: the limit
    is over by calendar days, not by working days.
    """

    id: int
    project: int
    name: str
    holder: str
    holder_since: date
    clock: str
    department: int | None = None
    deadline: date | None = None
    promised_deadline: date | None = None
    plan_deadline: date | None = None
    lamp: str = "green"
    unit_disputed: bool = False
    open_items: int = 0


@dataclass(frozen=True, slots=True)
class OpenObstacle:
    """An obstacle that is not resolved; `answer_due` the day its answer is owed."""

    id: int
    project: int
    title: str
    logged_on: date
    department: int | None = None
    charged_party: str = "department"
    answer_due: date | None = None
    last_attempt_on: date | None = None
    escalated: bool = False
    urgency: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A line of the supervision ledger that is not done; `source` as in `duties.SOURCES`."""

    id: int
    title: str
    source: str
    due: date
    project: int | None = None
    department: int | None = None
    party: str = "department"
    to_remind: str = ""  # the level of the reminder that is owed now
    stage: str = ""  # the stage whose day `due` is, where it comes before the duty's own


@dataclass(frozen=True, slots=True)
class OpenMilestone:
    """A milestone that is not reached; `due` the day in force."""

    id: int
    project: int
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class OpenMandate:
    """A mandate that runs out within `MANDATE_SOON_DAYS` or is over and not followed by one."""

    id: int
    project: int
    title: str
    until: date


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """What was promised on the telephone and is not kept; `due` the day named."""

    id: int
    title: str
    called_on: date
    due: date
    project: int | None = None
    department: int | None = None


@dataclass(frozen=True, slots=True)
class RatingToAsk:
    """A delivered procedure whose investor was not asked yet; id of the procedure."""

    id: int
    project: int
    title: str
    delivered_on: date
    department: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingMemo:
    """An issued memo without an answer; `due` is the day an answer was asked for."""

    id: int
    title: str
    issued_on: date
    project: int | None = None
    due: date | None = None
    addressee: str = ""
    answer_wanted: bool = True


@dataclass(frozen=True, slots=True)
class InvestorDuty:
    """A duty of the investor's own with a date (`generation.OWN_DUTIES`); id of its procedure."""

    id: int
    project: int
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class Snooze:
    """Sets an entry aside until (not including) `until`, with a reason."""

    kind: str
    id: int
    until: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TodayRows:
    """Everything the reading looks at: plain rows, as the store hands them over."""

    procedures: Sequence[OpenProcedure] = ()
    obstacles: Sequence[OpenObstacle] = ()
    duties: Sequence[OpenDuty] = ()
    memos: Sequence[WaitingMemo] = ()
    investor_duties: Sequence[InvestorDuty] = ()
    milestones: Sequence[OpenMilestone] = ()
    mandates: Sequence[OpenMandate] = ()
    promises: Sequence[OpenPromise] = ()
    ratings: Sequence[RatingToAsk] = ()
    snoozes: Sequence[Snooze] = ()
