"""The values of the clocks: what happened in a procedure, under which terms, and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from envoy_desktop.domain.calendar import Unit


class EventKind(StrEnum):
    """What can happen in a procedure."""

    FILED = "filed"
    CORRECTION_NOTICE = "correction_notice"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    SPECIAL_STEP_BEGUN = "special_step_begun"
    SPECIAL_STEP_ENDED = "special_step_ended"
    EXTENSION = "extension"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    DECIDED = "decided"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PRE_REVIEW = "pre_review"  # 预审, asked for before anything may be filed
    RECEIPT_REFUSED = "receipt_refused"  # 不收件
    LEFT_HERE = "left_here"  # 先放这儿, taken without a receipt


BEFORE_CLOCK = frozenset({EventKind.PRE_REVIEW, EventKind.RECEIPT_REFUSED, EventKind.LEFT_HERE})
"""What happens before the filing: no clock reads it (`before_clock` does)."""


class Party(StrEnum):
    """Who is charged with a day; `NOBODY` for excluded and non-working days."""

    DEPARTMENT = "department"
    INVESTOR = "investor"
    INTERMEDIARY = "intermediary"
    NOBODY = "nobody"


class Lamp(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class ClockName(StrEnum):
    ACCEPTANCE = "acceptance"
    DECISION = "decision"
    DELIVERY = "delivery"


class LimitKind(StrEnum):
    """Whose limit it is: the law's, the city's published one, the one the envoy agreed."""

    STATUTORY = "statutory"
    PROMISED = "promised"
    PLAN = "plan"


class LimitFrom(StrEnum):
    """What the decision limit counts from (行政许可法 42; `received`: EIA, works permits)."""

    ACCEPTED = "accepted"
    RECEIVED = "received"


class State(StrEnum):
    """Where a procedure stands."""

    PLANNED = "planned"  # nothing filed yet
    FILED = "filed"  # waits for acceptance
    CORRECTING = "correcting"  # stopped, waits for what was asked
    ACCEPTED = "accepted"  # waits for the decision
    SPECIAL_STEP = "special_step"  # a special step is open (行政许可法 45)
    SUSPENDED = "suspended"
    DECIDED = "decided"  # granted, waits for delivery
    DELIVERED = "delivered"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """A fact: `kind` happened on the day `on`.

    Events are read in the sequence of (`on`, `order`, `id`): `order` is the place within the day,
    `id` the sequence of recording. `items`: what a correction notice asks for, or what a
    resubmission gave (none named: everything asked). `party`: who makes the missing paper.
    `announced`: length in working days that the written notice of a special step told (none: no
    notice). `days`: length of an extension in the unit of the limit (none: 10).
    """

    id: int
    kind: EventKind
    on: date
    order: float = 0.0
    items: tuple[str, ...] = ()
    party: Party | None = None
    announced: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """The limits of a procedure, from its catalogue item; lengths in `unit`.

    `extension`: days the organ may add once to the statutory limit, None where it has no right.
    `licence`: a 行政许可, which has L 42's 20 working days where it has no limit of its own.
    `led_by_intermediary`: led by a `zj_*`, whose days are the intermediary's.
    `unit_disputed`: the law says 日 and practice reads it as working days too; matters for
    calendar-day limits alone.
    """

    statutory_limit: int | None = None
    promised_limit: int | None = None
    plan_limit: int | None = None
    unit: Unit = Unit.WORKING_DAY
    limit_from: LimitFrom = LimitFrom.ACCEPTED
    extension: int | None = None
    licence: bool = True
    led_by_intermediary: bool = False
    unit_disputed: bool = True


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Settings: when a lamp turns yellow, and the days for acceptance after a resubmission."""

    yellow_share: float = 0.8
    yellow_days_left: int = 1
    resubmission_window: int = 5


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Charged:
    """Calendar days by the party charged with them; the sum is the elapsed days."""

    department: int = 0
    investor: int = 0
    intermediary: int = 0
    nobody: int = 0

    @property
    def total(self) -> int:
        return self.department + self.investor + self.intermediary + self.nobody


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One clock against one limit.

    `limit` (extension included), `used` and `used_without_exclusions` in `unit`. `deadline`: the
    day on which the limit is used up if nothing else happens, None while that is unknown.
    `yellow_on`, `red_on`: the first day the lamp shows that colour if nothing else happens, None
    for never or unknown; of an ended clock the days on which it did turn. `ended`: the day that
    stopped the clock for good. `disputed`: overdue by calendar days but not by working days.
    """

    clock: ClockName
    limit_kind: LimitKind
    limit: int
    unit: Unit
    started: date
    used: int
    deadline: date | None
    lamp: Lamp
    ended: date | None
    provisional: bool
    disputed: bool
    used_without_exclusions: int
    yellow_on: date | None
    red_on: date | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one event did, or why it changed nothing; `code` is worded elsewhere."""

    event_id: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An obstacle that the facts themselves suggest, with the event it rests on."""

    kind: str
    event_id: int
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts of one procedure say on the day `as_of`.

    `filed`: the earliest filing; `accepted` the day of acceptance, deemed or implied ones
    included; `ended` the day of delivery, refusal, non-acceptance or withdrawal. `elapsed`:
    calendar days d with filed < d <= ended (or as_of), equal to `charged.total`.
    `holder`: who has the ball after the events of `as_of`, since `holder_since` (the day itself
    still counts for the holder before). `changes_on`: the first later day on which the reading
    changes by itself in more than counts and lamps: silence deems accepted, or an announced
    length runs out; whoever keeps readings re-reads this one on that day.
    """

    state: State
    as_of: date
    filed: date | None = None
    accepted: date | None = None
    deemed_accepted: bool = False
    decided: date | None = None
    ended: date | None = None
    elapsed: int = 0
    charged: Charged = Charged()
    clocks: tuple[ClockReading, ...] = ()
    effects: tuple[Effect, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    holder: Party = Party.NOBODY
    holder_since: date | None = None
    changes_on: date | None = None

    def clock(self, name: ClockName, kind: LimitKind = LimitKind.STATUTORY) -> ClockReading | None:
        """The clock `name` against the limit `kind`, if there is one."""
        return next((c for c in self.clocks if c.clock is name and c.limit_kind is kind), None)


@dataclass(frozen=True, slots=True)
class DayNote:
    """One calendar day of "why this date".

    `holder`: who is charged with it. `counted_for`: the clocks whose limit it uses, and `number`
    how many days the last of them has used by then. `reason`: counted, swapped_workday, weekend,
    holiday, special_step, special_step_overrun, correcting or suspended; `values` say which
    holiday and notice, or since when.
    """

    date: date
    holder: Party
    counted_for: tuple[ClockName, ...]
    number: int | None
    reason: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """One line of the receipt of a new holiday table."""

    clock: ClockName
    limit_kind: LimitKind
    old: date | None
    new: date | None
    old_lamp: Lamp
    new_lamp: Lamp
    ended: bool
