"""The meeting's agenda proposed by urgency: what held the city up longest stands first, and why.

Urgency = days lost on the critical path × investment × age × broken promises. Each factor is 1
where there is nothing to count, and is raised to its weight, so that a weight of 0 leaves it out.
The product can be taken apart: each reason carries the factor it put in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

OBSTACLE, DUTY, COMMITMENT = "obstacle", "duty", "commitment"
KINDS = (OBSTACLE, DUTY, COMMITMENT)
"""What comes before a meeting: an open obstacle, an overdue duty, a broken commitment."""

WEEK = 5
"""Working days lost that add the factor's first whole: a week lost doubles the urgency."""
MONTH = 20
"""Working days of age that do the same."""
SCALE = 10
"""What a matter without any reason counts."""


class WorkingDays(Protocol):
    """What this reading asks of a calendar."""

    def working_days(self, a: date, b: date, /) -> int:
        """Working days d with a < d <= b (0 where b is not after a)."""
        ...


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that may come before the meeting.

    `since`: the day it was logged, or fell due. `critical_days`: working days it has cost the
    project's target so far. `investment`: of its project in yuan, None where unknown. `broken`:
    promises about it that were not kept.
    """

    kind: str
    id: int
    since: date
    project: int | None = None
    department: int | None = None
    critical_days: int = 0
    investment: Decimal | None = None
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor weighs: 0 leaves it out, 1 takes it as it is."""

    critical: Decimal = Decimal(1)
    investment: Decimal = Decimal("0.5")
    age: Decimal = Decimal("0.5")
    broken: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it stands where it stands: critical (working days lost), investment (yuan), age
    (working days) or broken (promises), and the factor that this puts into the urgency."""

    code: str
    figure: Decimal
    factor: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A matter at its place (from 1) with its urgency and the reasons, the heaviest first."""

    place: int
    matter: Matter
    urgency: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The matters of one department (None: of none), the most urgent first."""

    department: int | None
    items: tuple[Placed, ...]


def agenda(
    matters: Iterable[Matter],
    calendar: WorkingDays,
    today: date,
    weights: Weights | None = None,
) -> tuple[Placed, ...]:
    """All matters in the order of their urgency; of equal urgency the older stands first."""
    taken = weights or Weights()
    weighed = [(*urgency(matter, calendar, today, taken), matter) for matter in matters]
    weighed.sort(key=lambda w: (-w[0], w[2].since, KINDS.index(w[2].kind), w[2].id))
    return tuple(
        Placed(place, matter, round(score), reasons)
        for place, (score, reasons, matter) in enumerate(weighed, 1)
    )


def urgency(
    matter: Matter, calendar: WorkingDays, today: date, weights: Weights
) -> tuple[float, tuple[Reason, ...]]:
    """The urgency of one matter (`SCALE` where nothing speaks for it) and its reasons.

    The factors before their weights: 1 + days lost ÷ 5; 1 + investment in 亿元 (100 million
    yuan); 1 + age ÷ 20; 1 + broken promises.
    """
    age = calendar.working_days(matter.since, today)
    invested = max(matter.investment or Decimal(0), Decimal(0))
    counted = (
        ("critical", Decimal(max(matter.critical_days, 0)), Decimal(WEEK), weights.critical),
        ("investment", invested, Decimal(10) ** 8, weights.investment),
        ("age", Decimal(max(age, 0)), Decimal(MONTH), weights.age),
        ("broken", Decimal(max(matter.broken, 0)), Decimal(1), weights.broken),
    )
    score, reasons = float(SCALE), list[Reason]()
    for code, figure, whole, weight in counted:
        factor = float(1 + figure / whole) ** float(weight)
        score *= factor
        if factor > 1:
            reasons.append(Reason(code, figure, factor))
    return score, tuple(sorted(reasons, key=lambda reason: -reason.factor))


def by_department(placed: Sequence[Placed]) -> tuple[Group, ...]:
    """The agenda grouped by department: whose most urgent matter stands highest comes first."""
    found: dict[int | None, list[Placed]] = {}
    for one in placed:
        found.setdefault(one.matter.department, []).append(one)
    return tuple(Group(department, tuple(items)) for department, items in found.items())


def days_lost(since: date, slack: int | None, calendar: WorkingDays, today: date) -> int:
    """Working days that something open since a day has cost the target: what goes over the slack
    of its step; none where the step does not lead to the target (None)."""
    if slack is None:
        return 0
    return max(0, calendar.working_days(since, today) - max(slack, 0))
