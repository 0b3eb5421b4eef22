"""What was played, as plain facts, and what follows from them by hand.

Nothing here asks the program: days, clocks, paths and urgencies are counted anew from the rules
(行政许可法, the city's rules), slowly and in the plainest way, so that a fault in the program
shows as a difference.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parents[2] / "db" / "reference" / "holidays.csv"
CORRECTION_DAYS = 5
"""Working days within which all that is missing is told at once (行政许可法 32)."""


@cache
def _published() -> dict[date, bool]:
    with TABLE.open(encoding="utf-8") as file:
        return {
            date.fromisoformat(row["date"]): row["kind"] == "workday"
            for row in csv.DictReader(file)
        }


@cache
def works(day: date) -> bool:
    """Whether a day is a working day."""
    return _published().get(day, day.weekday() < 5)


def days(after: date, until: date) -> Iterator[date]:
    """The days d with after < d <= until."""
    day = after
    while day < until:
        day += timedelta(1)
        yield day


@cache
def between(after: date, until: date) -> int:
    """Working days d with after < d <= until."""
    return sum(works(day) for day in days(after, until))


def later(day: date, count: int) -> date:
    """The working day that lies `count` working days after a day."""
    while count:
        day += timedelta(1)
        count -= works(day)
    return day


@dataclass(frozen=True)
class Happened:
    """One event of a procedure, by which envoy it was recorded."""

    kind: str
    on: date
    items: tuple[str, ...] = ()
    announced: int | None = None
    by: int = 0


@dataclass(frozen=True)
class Item:
    """What the city's list says of a procedure."""

    code: str
    department: str
    promised: int | None
    statutory: int | None
    calendar_days: bool
    from_receipt: bool
    before: tuple[str, ...]


@dataclass
class Case:
    """A procedure of a project with all that happened."""

    id: int
    project: int
    item: Item
    told: list[Happened] = field(default_factory=list)


@dataclass
class Project:
    """A project: whose it is, and what weighs."""

    id: int
    name: str
    by: int
    investment: Decimal
    target: date
    closed_on: date | None = None
    closed_by: int = 0


@dataclass
class Obstacle:
    """An obstacle with its promises: (promised for, kept on, recorded by)."""

    id: int
    project: int
    case: int
    department: str
    kind: str
    on: date
    by: int
    promises: list[tuple[date, date | None, int]] = field(default_factory=list)
    resolved: date | None = None
    text: str = ""


@dataclass
class Duty:
    """A duty; `moved` are the dates it was postponed to; by -1: the office."""

    id: int
    source: str
    project: int | None
    department: str
    given: date
    due: date
    by: int
    moved: list[date] = field(default_factory=list)
    done: date | None = None
    withdrawn: date | None = None
    text: str = ""

    def state(self, today: date) -> str:
        """done, done_late, withdrawn, overdue or open."""
        due = self.moved[-1] if self.moved else self.due
        if self.done is not None and self.done <= today:
            return "done" if self.done <= due else "done_late"
        if self.withdrawn is not None and self.withdrawn <= today:
            return "withdrawn"
        return "overdue" if today > due else "open"


@dataclass
class Memo:
    """An issued paper and the obstacles it is about."""

    id: int
    by: int
    obstacles: tuple[int, ...]
    instructed: bool


@dataclass
class Truth:
    """All that was played."""

    projects: dict[int, Project] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    obstacles: dict[int, Obstacle] = field(default_factory=dict)
    duties: dict[int, Duty] = field(default_factory=dict)
    memos: dict[int, Memo] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)  # the whole list of the city
    conflicts: set[tuple[int, str]] = field(default_factory=set)
    holder: dict[int, str] = field(default_factory=dict)  # who carries a project now
    lost: set[int] = field(default_factory=set)  # what its own writer does not hold any more

    def seen_by(self, senders: Iterable[int]) -> "Truth":
        """What somebody knows who has the work of these envoys (-1: and of the office)."""
        known = set(senders)
        seen = Truth(items=self.items, conflicts=self.conflicts, holder=self.holder)
        for project in self.projects.values():
            if project.by in known:
                seen.projects[project.id] = project
        for case in self.cases.values():
            if case.project in seen.projects:
                told = [one for one in case.told if one.by in known]
                seen.cases[case.id] = Case(case.id, case.project, case.item, told)
        seen.obstacles = {one.id: one for one in self.obstacles.values() if one.by in known}
        seen.duties = {one.id: one for one in self.duties.values() if one.by in known}
        seen.memos = {one.id: one for one in self.memos.values() if one.by in known}
        return seen

    def is_closed(self, project: int | None) -> bool:
        """Whether a project is closed: what stands open with it comes up nowhere."""
        return project in self.projects and self.projects[project].closed_on is not None

    def overdue(self, today: date) -> list[Duty]:
        """The duties that are overdue on a day."""
        return [one for one in self.duties.values() if one.state(today) == "overdue"]


# -- one procedure ----------------------------------------------------------------------------


@dataclass
class Stand:
    """How a procedure stands on a day."""

    filed: date | None = None
    received: date | None = None  # the last whole filing
    accepted: date | None = None
    decided: date | None = None
    ended: date | None = None
    gave_up: bool = False
    piecemeal: int = 0
    used: int = 0

    @property
    def open(self) -> bool:
        return self.filed is not None and self.ended is None


def stand(case: Case, today: date) -> Stand:
    """Read a procedure's events in their order."""
    found = Stand()
    asked: set[str] = set()
    stopped = False
    pauses: list[tuple[date, date, int | None]] = []
    begun: tuple[date, int | None] | None = None
    held = 0  # working days since the last whole filing on which a suspension held the clock

    def silence(on: date) -> None:
        held_up = stopped or begun is not None  # asked for papers, or suspended
        waits = found.received and not (found.accepted or found.ended or held_up)
        if found.received and waits and on > later(found.received, CORRECTION_DAYS + held):
            found.accepted = found.received

    told = [one for one in case.told if one.on <= today]
    for one in sorted(told, key=lambda one: one.on):  # of one day: as recorded
        silence(one.on)
        if one.kind == "filed":
            found.filed = found.received = one.on
        elif one.kind == "correction_notice":
            fresh = set(one.items) - asked
            if not found.accepted and not stopped and (not asked or not fresh):
                stopped = True
                asked |= set(one.items)
            else:
                found.piecemeal += 1
        elif one.kind == "resubmitted":
            if stopped:
                stopped, found.received, held = False, one.on, 0
        elif one.kind == "accepted":
            found.accepted = found.accepted or one.on
        elif one.kind in ("special_step_begun", "suspended"):
            begun = (one.on, one.announced if one.kind == "special_step_begun" else 10_000)
        elif one.kind in ("special_step_ended", "resumed") and begun:
            pauses.append((begun[0], one.on, begun[1]))
            held += between(begun[0], one.on) if one.kind == "resumed" else 0
            begun = None
        elif one.kind == "decided":
            found.accepted = found.accepted or found.received
            found.decided = one.on
        elif one.kind == "delivered":
            found.ended = one.on
        elif one.kind in ("refused", "withdrawn", "not_accepted"):
            found.ended, found.gave_up = one.on, True
    silence(today)
    if begun:
        pauses.append((begun[0], today, begun[1]))
    found.used = _used(case.item, found, pauses, today)
    return found


def _used(
    item: Item, found: Stand, pauses: list[tuple[date, date, int | None]], today: date
) -> int:
    """Working days used of the decision limit; calendar days at five a week."""
    begin = found.received if item.from_receipt else found.accepted
    if begin is None or found.accepted is None:
        return 0
    free: set[date] = set()
    for first, last, announced in pauses:
        left = announced or 0
        for day in days(first, last):
            if left > 0:
                free.add(day)
                left -= works(day)
    counted = [day for day in days(begin, found.decided or today) if day not in free]
    if item.calendar_days and (item.promised is not None or item.statutory is not None):
        return -(-len(counted) * 5 // 7)
    return sum(map(works, counted))


# -- one project ------------------------------------------------------------------------------

PERMIT = "ZJ-XK"
BEFORE_GROUND = frozenset(
    {"HJ-SH", "HJ-BG", "NY-SC", "SB-SP", "SL-HP", "AQ-TJ", "AQ-SJ", "DZ-AP", "GA-GJ", "WW-JK",
     "LH-SM", PERMIT}
)  # fmt: skip
WITHOUT_LIMIT = 10


def slack(truth: Truth, project: int, today: date) -> dict[int, int | None]:
    """By procedure the working days that it may slip before the target moves; None: it never does.

    What is on the longest chain has none, whatever the day the target is wanted by.
    """
    cases = {one.item.code: one for one in truth.cases.values() if one.project == project}
    stands = {code: stand(case, today) for code, case in cases.items()}
    running = {code for code, one in stands.items() if one.open}
    done = {code for code, one in stands.items() if one.ended and not one.gave_up}
    waiting = set(cases) - running - done
    before = {code: _before(truth.items, code, set(cases)) for code in cases}

    def left(code: str) -> int:
        item, used = cases[code].item, stands[code].used if code in running else 0
        limits = [_working(item, limit) for limit in (item.promised, item.statutory)]
        told = [limit for limit in limits if limit is not None]
        for limit in told or [WITHOUT_LIMIT]:
            if limit > used:
                return limit - used
        return 0 if used == 0 and told and told[0] == 0 else 1

    @cache
    def end(code: str) -> int:
        """Working days from today till a step is done."""
        if code in done:
            one = stands[code].ended
            return -between(one, today) if one else 0
        if code in running:
            return left(code)
        return max([0, *map(end, before[code])]) + left(code)

    wanted = {code for code in cases if code in BEFORE_GROUND} or set(cases)
    whole = max(map(end, wanted), default=0)
    due = _until(today, truth.projects[project].target)
    after = {code: [c for c in waiting if code in before[c]] for code in cases}

    @cache
    def behind(code: str) -> int | None:
        """The longest way from the end of a step to the end of the target."""
        ways = [0] if code in wanted else []
        for then in after[code]:
            way = behind(then)
            if way is not None:
                ways.append(way + left(then))
        return max(ways, default=None)

    found: dict[int, int | None] = {}
    for code, case in cases.items():
        way = behind(code)
        if code in done or way is None:
            found[case.id] = None
        elif end(code) + way == whole:
            found[case.id] = 0
        else:
            found[case.id] = due - end(code) - way
    return found


def _until(today: date, day: date) -> int:
    return between(today, day) if day >= today else -between(day, today)


def _working(item: Item, limit: int | None) -> int | None:
    if limit is None or not item.calendar_days:
        return limit
    return -(-limit * 5 // 7)


def _before(items: dict[str, Item], code: str, here: set[str]) -> set[str]:
    """The steps directly before one; what does not apply hands on to its own."""
    found: set[str] = set()
    for one in items[code].before:
        found |= {one} if one in here else _before(items, one, here)
    return found


# -- the agenda -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Matter:
    """What comes before the meeting, and how urgent by hand."""

    kind: str
    id: int
    since: date
    urgency: float
    lost: int
    broken: int


def agenda(truth: Truth, today: date) -> list[Matter]:
    """Open obstacles, overdue duties and broken commitments, the most urgent first."""
    found: list[Matter] = []
    slacks: dict[int, dict[int, int | None]] = {}
    for one in truth.obstacles.values():
        gone = one.resolved is not None and one.resolved <= today
        if one.on > today or gone or truth.is_closed(one.project):
            continue
        project = truth.projects.get(one.project)
        if one.project not in slacks:
            slacks[one.project] = slack(truth, one.project, today)
        spare = slacks[one.project].get(one.case)
        lost = 0 if spare is None else max(0, between(one.on, today) - max(spare, 0))
        broken = sum(day < today and kept is None for day, kept, _by in one.promises)
        found.append(_matter("obstacle", one.id, one.on, lost, _money(truth, project), broken,
                             today))  # fmt: skip
    for duty in truth.overdue(today):
        if truth.is_closed(duty.project):
            continue
        promise = duty.source == "commitment"
        project = truth.projects.get(duty.project or 0)
        found.append(
            _matter(
                "commitment" if promise else "duty", duty.id, duty.due, 0,
                _money(truth, project), promise + len(duty.moved), today,
            )
        )  # fmt: skip
    kinds = ("obstacle", "duty", "commitment")
    return sorted(found, key=lambda m: (-m.urgency, m.since, kinds.index(m.kind), m.id))


def _money(truth: Truth, project: Project | None) -> Decimal:
    return project.investment if project else Decimal(0)


def _matter(
    kind: str, id: int, since: date, lost: int, money: Decimal, broken: int, today: date
) -> Matter:
    age = between(since, today)
    weight = 10.0 * (1 + lost / 5) * (1 + float(money / 10**8)) ** 0.5
    return Matter(kind, id, since, weight * (1 + age / 20) ** 0.5 * (1 + broken), lost, broken)


# -- the departments --------------------------------------------------------------------------


def filed(truth: Truth, since: date, until: date) -> dict[str, int]:
    """How many cases were filed with each department in a time."""
    found: dict[str, int] = {}
    for case in truth.cases.values():
        on = stand(case, until).filed
        if on is not None and since <= on <= until:
            found[case.item.department] = found.get(case.item.department, 0) + 1
    return found


def obstacles_at(truth: Truth, since: date, until: date) -> dict[str, tuple[int, int, int]]:
    """By department the obstacles logged in a time: all, unresolved at its end, piecemeal."""
    found: dict[str, tuple[int, int, int]] = {}
    for one in truth.obstacles.values():
        if since <= one.on <= until:
            a, b, c = found.get(one.department, (0, 0, 0))
            standing = one.resolved is None or one.resolved > until
            found[one.department] = (a + 1, b + standing, c + (one.kind == "piecemeal"))
    return found


def ordered(matters: Sequence[Matter]) -> list[tuple[str, int]]:
    """Kind and id of matters, in their order."""
    return [(one.kind, one.id) for one in matters]
