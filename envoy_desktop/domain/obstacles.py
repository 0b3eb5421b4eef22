"""Obstacles: their kinds, what an answer is owed by when, how urgent one is, when it goes stale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ObstacleKind:
    """A kind of obstacle.

    `severity` 1 to 5, by how much it holds the project. `answer_days`: working days within
    which an answer is owed. `charged_party`: department, investor, intermediary or nobody;
    only the first counts in a department's figures. `article` is the law or rule it goes
    against, blank where it only costs time.
    """

    code: str
    severity: int
    answer_days: int
    charged_party: str
    article: str = ""

    @property
    def is_violation(self) -> bool:
        return bool(self.article)


DEPARTMENT, INVESTOR, INTERMEDIARY, NOBODY = "department", "investor", "intermediary", "nobody"

_ALL = (
    # against the law or the city's rules
    ObstacleKind(
        "piecemeal", 3, 3, DEPARTMENT, "行政许可法第三十二条第一款第（四）项、第七十二条第（四）项"
    ),
    ObstacleKind(
        "off_list_demand",
        4,
        3,
        DEPARTMENT,
        "行政许可法第十六条第四款、第三十一条；优化营商环境条例第四十条",
    ),
    ObstacleKind("paper_already_held", 3, 3, DEPARTMENT, "优化营商环境条例第三十七条"),
    ObstacleKind("overdue", 5, 2, DEPARTMENT, "行政许可法第四十二条"),
    ObstacleKind("before_the_clock", 4, 3, DEPARTMENT, "行政许可法第二十九条、第三十二条"),
    ObstacleKind("fee_violation", 4, 3, DEPARTMENT, "行政许可法第五十八条"),
    ObstacleKind("designated_intermediary", 4, 3, DEPARTMENT, "优化营商环境条例第四十三条"),
    ObstacleKind("promise_broken", 4, 3, DEPARTMENT, "优化营商环境条例第三十一条、第三十六条"),
    # the way of working
    ObstacleKind("window_cannot_decide", 3, 5, DEPARTMENT),
    ObstacleKind("sent_to_back_office", 3, 5, DEPARTMENT),
    ObstacleKind("department_conflict", 4, 5, DEPARTMENT),
    ObstacleKind("no_coordination", 3, 5, DEPARTMENT),
    ObstacleKind("higher_level_approval", 3, 10, DEPARTMENT),
    ObstacleKind("policy_unclear", 2, 10, DEPARTMENT),
    ObstacleKind("system_fault", 2, 2, DEPARTMENT),
    # what the ground itself brings
    ObstacleKind("land", 4, 10, DEPARTMENT),
    ObstacleKind("utility", 3, 5, DEPARTMENT),
    ObstacleKind("site_access", 3, 3, DEPARTMENT),
    ObstacleKind("funding", 3, 10, DEPARTMENT),
    # not a department's doing
    ObstacleKind("investor_delay", 2, 5, INVESTOR),
    ObstacleKind("intermediary_delay", 3, 5, INTERMEDIARY),
    ObstacleKind("weather", 2, 10, NOBODY),
    ObstacleKind("other", 2, 5, DEPARTMENT),
)
KINDS: dict[str, ObstacleKind] = {kind.code: kind for kind in _ALL}
"""Every kind of obstacle, in the order of a list to choose from."""

CHANNELS = ("call", "visit", "letter", "meeting", "online")
"""How an attempt was made, in the order of a list to choose from."""

STALE_AFTER_DAYS = 5


def kind_to_log(proposed: str) -> str:
    """The kind under which a proposed obstacle is logged.

    A notice that came too late has none of its own: it offends the same article (L 32(1)4). A
    paper that another window has already is one that is held.
    """
    if proposed == "demanded_twice":
        return "paper_already_held"
    return proposed if proposed in KINDS else "piecemeal"


class Calendar(Protocol):
    """What these rules ask of a calendar."""

    def working_days(self, a: date, b: date, /) -> int:
        """Working days d with a < d <= b (0 where b is not after a)."""
        ...

    def add_working_days(self, a: date, n: int, /) -> date:
        """The n-th working day after a."""
        ...


def answer_due(kind: str, asked_on: date, calendar: Calendar) -> date:
    """The day by which an answer is owed; the day of asking is not counted (民法典 Art. 201)."""
    return calendar.add_working_days(asked_on, KINDS.get(kind, KINDS["other"]).answer_days)


@dataclass(frozen=True, slots=True)
class ObstacleFacts:
    """What is known of an open obstacle on a day.

    `critical`: its procedure is on the critical path; `slack` its working days of slack else.
    `days_over`: working days that its procedure is over its statutory limit. `severity` as a
    person set it, None: its kind's.
    """

    kind: str
    logged_on: date
    answer_due: date | None = None
    attempts_on: Sequence[date] = ()
    critical: bool = False
    slack: int | None = None
    days_over: int = 0
    severity: int | None = None
    commitment_at_risk: bool = False
    key_project: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an urgency: `points`, and the figure it comes from.

    Codes: severity (1–5), answer_over (working days), critical, slack (working days), days_over
    (working days over the statutory limit), waiting (working days since logged), stale (working
    days since anything was tried), attempts (tried in vain), commitment, key_project.
    """

    code: str
    points: int
    figure: int


@dataclass(frozen=True, slots=True)
class Urgency:
    """0 (can wait) to 100, with the parts it is the sum of (capped at 100)."""

    score: int
    parts: tuple[Part, ...]


def urgency(facts: ObstacleFacts, calendar: Calendar, today: date) -> Urgency:
    """How urgent an obstacle is on `today`; each part says what it adds, so that it can be argued.

    The longest waits weigh by square root: the tenth day adds less than the second.
    """
    kind = KINDS.get(facts.kind, KINDS["other"])
    severity = kind.severity if facts.severity is None else facts.severity
    over = calendar.working_days(facts.answer_due, today) if facts.answer_due else 0
    waiting = calendar.working_days(facts.logged_on, today)
    still = stale_days(facts.logged_on, facts.attempts_on, calendar, today)
    tried = sum(1 for on in facts.attempts_on if on <= today)
    slack = facts.slack
    parts = [Part("severity", 6 * severity, severity)]
    if facts.critical:
        parts.append(Part("critical", 20, 1))
    elif slack is not None and slack < 10:
        parts.append(Part("slack", 15 - (3 * max(slack, 0)) // 2, max(slack, 0)))
    parts += [
        Part("answer_over", min(15, round(5 * math.sqrt(max(over, 0)))), over),
        Part("days_over", min(15, round(5 * math.sqrt(facts.days_over))), facts.days_over),
        Part("waiting", min(10, round(2 * math.sqrt(waiting))), waiting),
        Part("stale", 5 if still > STALE_AFTER_DAYS else 0, still),
        Part("attempts", min(6, 2 * tried), tried),
        Part("commitment", 10 if facts.commitment_at_risk else 0, int(facts.commitment_at_risk)),
        Part("key_project", 5 if facts.key_project else 0, int(facts.key_project)),
    ]
    kept = tuple(part for part in parts if part.points > 0)
    return Urgency(min(100, sum(part.points for part in kept)), kept)


def stale_days(
    logged_on: date, attempts_on: Sequence[date], calendar: Calendar, today: date
) -> int:
    """Working days since anything was done about it (logged or tried)."""
    last = max((on for on in (logged_on, *attempts_on) if on <= today), default=logged_on)
    return calendar.working_days(last, today)


def is_stale(
    logged_on: date,
    attempts_on: Sequence[date],
    calendar: Calendar,
    today: date,
    *,
    after: int = STALE_AFTER_DAYS,
) -> bool:
    """Nothing was tried for more than `after` working days."""
    return stale_days(logged_on, attempts_on, calendar, today) > after
