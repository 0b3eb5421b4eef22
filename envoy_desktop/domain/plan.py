"""The prerequisite graph on working days: earliest and latest dates, slack, critical path.

A day is a whole number: working days up to and including it, as a calendar counts them. The day
on which a step begins is not counted, so a step of n days begun on day w ends on day w + n.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.refusal import Refusal

Key = str
Edge = tuple[Key, Key]

UNLIMITED_DAYS = 10
"""Working days planned for a step that has no limit of any kind; the plan marks it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One procedure on working days.

    `started` and `ended`: day numbers, None where not yet. `used`: working days used of its
    limits. `promised`, `statutory`: its limits in working days (`working_length`). `expected`:
    a learnt length that goes before the limits. `left`: the working days it will still take,
    where a person supposes so.
    """

    key: Key
    promised: int | None = None
    statutory: int | None = None
    started: int | None = None
    ended: int | None = None
    used: int = 0
    expected: int | None = None
    left: int | None = None

    @property
    def length(self) -> int:
        """Working days planned for the whole step: learnt, else promised, else statutory."""
        for days in (self.expected, self.promised, self.statutory):
            if days is not None:
                return days
        return UNLIMITED_DAYS

    @property
    def without_limit(self) -> bool:
        return self.expected is None and self.promised is None and self.statutory is None

    @property
    def remaining(self) -> int:
        """Working days it still takes: what is left of its length, else of the next longer
        limit, else one day."""
        if self.left is not None:
            return self.left
        for days in (self.expected, self.promised, self.statutory):
            if days is not None and days > self.used:
                return days - self.used
        if self.without_limit and self.used < UNLIMITED_DAYS:
            return UNLIMITED_DAYS - self.used
        return 0 if self.used == 0 and self.length == 0 else 1


@dataclass(frozen=True, slots=True)
class Planned:
    """A step's place in the plan, in day numbers.

    `latest_start`, `latest_finish`, `slack` (total, working days; below 0 where the due day
    cannot be met) are None for a step that does not lead to the target. `free_slack`: days it
    may slip without moving any other step.
    """

    key: Key
    state: str  # done, running, future
    start: int
    finish: int
    latest_start: int | None
    latest_finish: int | None
    slack: int | None
    free_slack: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A reading of the graph on one day.

    `finish`: the day on which the last step of `target` ends. `critical`: the chain that sets
    it, from its first open step on. `order`: the steps, each after its prerequisites.
    """

    steps: Mapping[Key, Planned]
    finish: int
    critical: tuple[Key, ...]
    order: tuple[Key, ...]
    target: tuple[Key, ...]
    as_of: int
    due: int | None
    source: tuple[Step, ...]
    edges: tuple[Edge, ...]

    @property
    def margin(self) -> int | None:
        """Working days between the plan's finish and the due day; below 0: too late."""
        return None if self.due is None else self.due - self.finish


def working_length(limit: int | None, unit: str) -> int | None:
    """A limit as working days for planning; calendar days at five a week, rounded up.

    Only the plan uses it: a clock counts its calendar days on the calendar itself.
    """
    if limit is None or unit == "working_day":
        return limit
    return -(-limit * 5 // 7)


def step_of(
    key: Key,
    item: CatalogueItem,
    *,
    started: int | None = None,
    ended: int | None = None,
    used: int = 0,
    expected: int | None = None,
) -> Step:
    """The step of a catalogue item, with its limits in working days."""
    return Step(
        key=key,
        promised=working_length(item.promised_limit, item.limit_unit),
        statutory=working_length(item.decision_limit, item.limit_unit),
        started=started,
        ended=ended,
        used=used,
        expected=expected,
    )


def topological(keys: Sequence[Key], edges: Iterable[Edge]) -> tuple[Key, ...]:
    """The keys, each after its prerequisites, else in the given order.

    Refuses ``cyclic-plan`` (keys) where prerequisites run in a circle. Edges to keys that are
    not there are passed over.
    """
    known = set(keys)
    after: dict[Key, list[Key]] = {key: [] for key in keys}
    missing = dict.fromkeys(keys, 0)
    for first, second in edges:
        if first in known and second in known:
            after[first].append(second)
            missing[second] += 1
    ready = [key for key in keys if not missing[key]]
    order: list[Key] = []
    for key in ready:  # grows while it is read
        order.append(key)
        for second in after[key]:
            missing[second] -= 1
            if not missing[second]:
                ready.append(second)
    if len(order) < len(keys):
        left = tuple(key for key in keys if missing[key])
        raise Refusal("cyclic-plan", keys=left, next="correct-prerequisites")
    return tuple(order)


def schedule(
    steps: Sequence[Step],
    edges: Sequence[Edge],
    as_of: int,
    *,
    target: Collection[Key] | None = None,
    due: int | None = None,
) -> Plan:
    """Lays the steps along the graph from the day `as_of`.

    What ended or began keeps its days; what has not begun starts when its prerequisites end,
    today at the earliest. `target`: the steps whose end is asked for (default: all); `due`: the
    day it is wanted by. Refuses ``cyclic-plan``.
    """
    by_key = {step.key: step for step in steps}
    order = topological(list(by_key), edges)
    wanted = tuple(k for k in order if target is None or k in target)
    before: dict[Key, list[Key]] = {key: [] for key in order}
    after: dict[Key, list[Key]] = {key: [] for key in order}
    for first, second in edges:
        if first in by_key and second in by_key:
            before[second].append(first)
            after[first].append(second)

    start, finish = earliest(order, by_key, before, as_of)
    end = max((finish[k] for k in wanted), default=as_of)
    latest: dict[Key, int | None] = {}
    for key in reversed(order):
        limits: list[int] = []
        if key in wanted:
            limits.append(end if due is None else due)
        for second in after[key]:
            last = latest[second]
            if last is not None and by_key[second].started is None and not _done(by_key[second]):
                limits.append(last - by_key[second].remaining)
        latest[key] = min(limits, default=None)

    critical = _critical_chain(by_key, before, start, finish, wanted, end)
    on_path, asked = set(critical), set(wanted)
    planned = {
        key: _planned(
            by_key[key],
            start[key],
            finish[key],
            latest[key],
            after[key],
            by_key,
            start,
            end,
            key in asked,
            on_path,
        )
        for key in order
    }
    return Plan(planned, end, critical, order, wanted, as_of, due, tuple(steps), tuple(edges))


def earliest(
    order: Sequence[Key],
    by_key: Mapping[Key, Step],
    before: Mapping[Key, Sequence[Key]],
    as_of: int,
) -> tuple[dict[Key, int], dict[Key, int]]:
    """The day on which each step begins and ends, at the earliest.

    `order` has each step after its prerequisites, `before` names those of each step.
    """
    start: dict[Key, int] = {}
    finish: dict[Key, int] = {}
    for key in order:
        step = by_key[key]
        if step.ended is not None:
            finish[key] = step.ended
            start[key] = step.ended if step.started is None else step.started
        elif step.started is not None:
            start[key] = step.started
            finish[key] = as_of + step.remaining
        else:
            begins = as_of
            for first in before[key]:
                begins = max(begins, finish[first])
            start[key] = begins
            finish[key] = begins + step.remaining
    return start, finish


def _done(step: Step) -> bool:
    return step.ended is not None


def _planned(
    step: Step,
    start: int,
    finish: int,
    latest: int | None,
    after: Sequence[Key],
    by_key: Mapping[Key, Step],
    starts: Mapping[Key, int],
    end: int,
    asked: bool,
    on_path: Collection[Key],
) -> Planned:
    state = "done" if _done(step) else "future" if step.started is None else "running"
    if state == "done":
        return Planned(step.key, state, start, finish, None, None, None, 0, False)
    waiting = [starts[k] for k in after if by_key[k].started is None and not _done(by_key[k])]
    if asked:  # its own end is wanted, whatever waits for it
        waiting.append(end)
    free = min(waiting, default=max(end, finish)) - finish
    return Planned(
        key=step.key,
        state=state,
        start=start,
        finish=finish,
        latest_start=None if latest is None else latest - (finish - start),
        latest_finish=latest,
        slack=None if latest is None else latest - finish,
        free_slack=free,
        critical=step.key in on_path,
    )


def _critical_chain(
    by_key: Mapping[Key, Step],
    before: Mapping[Key, Sequence[Key]],
    start: Mapping[Key, int],
    finish: Mapping[Key, int],
    wanted: Sequence[Key],
    end: int,
) -> tuple[Key, ...]:
    """One chain of open steps that ends on the last day; of equal ones the first named."""
    here = next((k for k in wanted if finish[k] == end and not _done(by_key[k])), None)
    chain: list[Key] = []
    while here is not None:
        chain.append(here)
        if by_key[here].started is not None:
            break
        here = next(
            (b for b in before[here] if finish[b] == start[chain[-1]] and not _done(by_key[b])),
            None,
        )
    return tuple(reversed(chain))
