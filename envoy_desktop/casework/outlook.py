"""How a project looks ahead: plan, critical path, slack and forecast from the facts of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from envoy_desktop.domain import clock, generation, iso, plan, plan_changes
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.clock_values import ClockName, LimitKind, Reading, State
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import cases, facts, procedures, projects, reference
from envoy_desktop.store.queries.procedures import ProcedureRow
from envoy_desktop.store.queries.projects import ProjectRow

if TYPE_CHECKING:
    from envoy_desktop.domain.forecast import Distribution

EPOCH = date(2000, 1, 1)
"""Day number 0 of a plan: numbers are working days after it."""

GAVE_UP = (State.REFUSED.value, State.NOT_ACCEPTED.value, State.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class OutlookStep:
    """One procedure in the plan.

    `state`: done, running, future. `start`, `finish` as planned (as they were, where done).
    `slack` (working days) None where it does not lead to the target; `free_slack`: what it may
    slip without moving another step; `gone`: working days by
    which its end slipped against the plan of the project's first day. `p50`, `p90`: forecast of
    its end, None where done or not forecast. `without_limit`: planned by a house figure.
    """

    procedure: int
    code: str
    name: str
    stage: int
    department_name: str
    state: str
    start: date
    finish: date
    slack: int | None
    free_slack: int
    gone: int
    critical: bool
    without_limit: bool
    history: bool = False
    p50: date | None = None
    p90: date | None = None


@dataclass(frozen=True, slots=True)
class Win:
    """A critical step that could bring the target nearer by `days` working days if it took
    `length`; `at`: promised or two_thirds."""

    code: str
    name: str
    at: str
    length: int
    days: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a project stands towards its target: ground broken (else, all procedures done).

    `finish`: the plan's day of the target; `margin`: working days between it and `target_on`,
    below 0 too late. `p50`, `p90`, `chance` are None without forecast. `reached_on`: the day all
    of the target was done, None while something is open. `levels`: by which day the target is
    reached with which chance, rising. `unpublished`: the first year ahead without a holiday
    table; days in it and after it are by weekends alone. `critical`: the chain of open steps
    that sets the finish, the first one first. `no_history`: codes that rest on limits alone.
    `generated` is False where the plan was never generated, so that what leads to breaking
    ground is not in it: then nothing is forecast, and `finish` is of the few steps alone.
    """

    project: int
    as_of: date
    target: str  # ground_breaking or all
    target_on: date | None
    finish: date
    margin: int | None
    reached_on: date | None
    steps: tuple[OutlookStep, ...]
    edges: tuple[tuple[str, str], ...]
    wins: tuple[Win, ...]
    p50: date | None = None
    p90: date | None = None
    chance: float | None = None
    no_history: tuple[str, ...] = ()
    spread: tuple[tuple[str, float], ...] = ()
    target_codes: tuple[str, ...] = ()
    levels: tuple[tuple[float, date], ...] = ()
    unpublished: int | None = None
    generated: bool = True

    @property
    def provisional(self) -> bool:
        """Whether a day told here lies in a year whose holidays are not published yet."""
        last = max(self.finish, self.p90 or self.finish)
        return (
            self.reached_on is None
            and self.generated
            and self.unpublished is not None
            and last.year >= self.unpublished
        )

    @property
    def critical(self) -> tuple[OutlookStep, ...]:
        """The open steps of the critical path, in their order."""
        on_path = (s for s in self.steps if s.critical)
        return tuple(sorted(on_path, key=lambda s: (s.start, s.finish)))

    def step(self, code: str) -> OutlookStep | None:
        """The step of an item, or None."""
        return next((s for s in self.steps if s.code == code), None)


@dataclass(slots=True)
class Lengths:
    """Lengths learnt from the workspace's cases; one is shared among the outlooks of a job."""

    reader: Reader
    today: date
    calendar: Calendar
    _known: dict[str, "Distribution"] = field(default_factory=dict)

    def of(self, item: CatalogueItem) -> "Distribution":
        """How long the item takes from filing to delivery, in working days."""
        if item.code not in self._known:
            self._known[item.code] = self._learn(item)
        return self._known[item.code]

    def _learn(self, item: CatalogueItem) -> "Distribution":
        from envoy_desktop.domain import forecast  # numpy: not before it is needed

        found = cases.cases(self.reader, item.code, item.name)
        durations, closed = [], []
        for case in found:
            filed = date.fromisoformat(case.filed_on)
            until = case.ended_on or min(case.known or "9999", self.today.isoformat())
            ended = date.fromisoformat(until)
            durations.append(self.calendar.working_days(filed, ended))
            closed.append(case.delivered)
        return forecast.learn(
            durations,
            closed,
            promised=plan.working_length(item.promised_limit, item.limit_unit),
            statutory=plan.working_length(item.decision_limit, item.limit_unit),
            newest_first=True,
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """A project's plan with what it was made from: the procedure that stands for each item, the
    items by code, the calendar. `target`: ground_breaking or all."""

    made: plan.Plan
    standing: Mapping[str, ProcedureRow]
    items: Mapping[str, CatalogueItem]
    calendar: Calendar
    target: str
    target_on: date | None
    opened_on: str

    @property
    def codes(self) -> list[str]:
        """The steps, by stage and within it after their prerequisites."""
        return [step.key for step in self.made.source]


def ground(reader: Reader, project: int, today: date) -> Ground:
    """The plan of a project on a day. Raises Refusal("unknown-id") and "cyclic-plan"."""
    row = projects.project(reader, project, today)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    standing = _standing(reader, [project]).get(project, {})
    used = _used(reader, standing.values(), reference.calendar(reader), today)
    return _laid(reader, row, standing, used, today)


def grounds(reader: Reader, wanted: Sequence[int], today: date) -> dict[int, Ground]:
    """The plans of several projects, their facts read together; one whose plan runs in a circle,
    and one that is not here, is left out."""
    standing = _standing(reader, wanted)
    cases = [row for of in standing.values() for row in of.values()]
    used = _used(reader, cases, reference.calendar(reader), today)
    found: dict[int, Ground] = {}
    for start in range(0, len(wanted), 500):
        for row in projects.all_projects(reader, today, ids=wanted[start : start + 500]):
            try:
                found[row.id] = _laid(reader, row, standing.get(row.id, {}), used, today)
            except Refusal:
                continue
    return found


def _laid(
    reader: Reader,
    row: ProjectRow,
    standing: Mapping[str, ProcedureRow],
    used: Mapping[int, int],
    today: date,
) -> Ground:
    calendar = reference.calendar(reader)
    items, ordered = _listed(reader, row.edition)
    steps = [
        _step(standing[item.code], item, calendar, used)
        for item in ordered
        if item.code in standing
    ]
    codes = [step.key for step in steps]
    edges = generation.prerequisite_edges(items, codes)
    broken = generation.ground_breaking(codes)
    target_on = iso.day(row.target_on)
    made = plan.schedule(
        steps,
        edges,
        number(calendar, today),
        target=broken or tuple(codes),
        due=number(calendar, target_on) if target_on else None,
    )
    return Ground(
        made,
        standing,
        {item.code: item for item in items},
        calendar,
        "ground_breaking" if broken else "all",
        target_on,
        row.opened_on,
    )


def _listed(reader: Reader, edition: int) -> tuple[list[CatalogueItem], tuple[CatalogueItem, ...]]:
    """The items of an edition as listed, and in the order of a plan: once for each reader."""
    key = f"items in order {edition}"
    if key not in reader.known:
        items = list(reference.items(reader, edition).values())
        reader.known[key] = items, generation.in_order(items)
    found: tuple[list[CatalogueItem], tuple[CatalogueItem, ...]] = reader.known[key]
    return found


def outlook(
    reader: Reader,
    project: int,
    today: date,
    *,
    lengths: Lengths | None = None,
    with_forecast: bool = True,
    seed: int = 1,
) -> Outlook:
    """The plan of a project on a day, with its forecast unless `with_forecast` is false.

    Give one `lengths` where several projects are read. Raises Refusal("unknown-id") and
    "cyclic-plan".
    """
    held = ground(reader, project, today)
    made, standing, calendar = held.made, held.standing, held.calendar
    gone = _gone(made, made.source, calendar, held.opened_on)
    found = Outlook(
        project=project,
        as_of=today,
        target=held.target,
        target_on=held.target_on,
        finish=day(calendar, made.finish),
        margin=made.margin,
        reached_on=_reached(standing, made.target),
        steps=tuple(
            _told(made, standing[code], held.items[code], calendar, gone.get(code, 0))
            for code in held.codes
        ),
        edges=made.edges,
        wins=tuple(
            Win(w.key, held.items[w.key].name, w.at, w.length, w.days)
            for w in plan_changes.who_can_win(made)
        ),
        target_codes=tuple(made.target),
        unpublished=next(y for y in range(today.year, 10_000) if not calendar.published(y)),
    )
    if not _generated(reader, project, standing):
        return replace(
            found,
            margin=None,
            reached_on=None,
            steps=tuple(replace(step, slack=None, critical=False) for step in found.steps),
            wins=(),
            generated=False,
        )
    if with_forecast:
        lengths = lengths or Lengths(reader, today, calendar)
        found = _forecast(found, made, standing, held.items, lengths, calendar, made.due, seed)
    return found


def _generated(reader: Reader, project: int, standing: Mapping[str, ProcedureRow]) -> bool:
    """Whether most of what leads to the works permit stands, and the permit; where it does not
    apply, most of what does.

    A few procedures taken over from a spreadsheet tell no day of breaking ground; a plan that
    lacks one new procedure after an attribute changed is a plan still.
    """
    permit = standing.get(generation.WORKS_PERMIT)
    if permit is not None and permit.state == State.DELIVERED.value:
        return True
    from envoy_desktop.casework import plans  # acts of writing: not for one who only reads

    planned = plans.plan(reader, project)
    before = {one.item.code: one.prerequisites for one in planned}
    ground = generation.WORKS_PERMIT in before
    if not standing or (ground and permit is None):
        return False
    needed: set[str] = set()
    waiting = [generation.WORKS_PERMIT] if ground else list(before)
    while waiting:
        code = waiting.pop()
        if code not in needed:
            needed.add(code)
            waiting += before.get(code, ())
    return 2 * sum(code in standing for code in needed) >= len(needed)


def number(calendar: Calendar, on: date) -> int:
    """The plan's day number of a date: working days after the epoch, up to and including it."""
    return calendar.working_days(EPOCH, on)


def day(calendar: Calendar, number: int) -> date:
    """The working day of a day number."""
    return calendar.add_working_days(EPOCH, number)


def _standing(reader: Reader, wanted: Sequence[int]) -> dict[int, dict[str, ProcedureRow]]:
    """By project the procedure that stands for each item: delivered before running before given
    up."""
    found: dict[int, dict[str, ProcedureRow]] = {}
    for row in procedures.rows(reader, projects.procedures_of(reader, wanted)):
        of = found.setdefault(row.project, {})
        old = of.get(row.code)
        if old is None or _rank(row) >= _rank(old):
            of[row.code] = row
    return found


def _rank(row: ProcedureRow) -> tuple[int, str]:
    if row.state == State.DELIVERED.value:
        return 2, row.ended_on or ""
    return (0 if row.state in GAVE_UP else 1), row.filed_on or ""


def _used(
    reader: Reader, cases: Iterable[ProcedureRow], calendar: Calendar, today: date
) -> dict[int, int]:
    """Working days used of the limits of what runs, by procedure."""
    running = [row.procedure for row in cases if row.open]
    thresholds = reference.thresholds(reader)
    used: dict[int, int] = {}
    for id, found in facts.several(reader, running):
        reading = clock.read(found.events, found.terms, calendar, today, thresholds)
        used[id] = used_of_limit(reading, calendar)
    return used


def used_of_limit(reading: Reading, calendar: Calendar) -> int:
    """Working days used of the decision limit (the plan counts in working days alone)."""
    for kind in (LimitKind.PLAN, LimitKind.PROMISED, LimitKind.STATUTORY):
        decision = reading.clock(ClockName.DECISION, kind)
        if decision is not None:
            return plan.working_length(decision.used, decision.unit.value) or 0
    if reading.filed is None or reading.accepted is None:
        return 0
    # no limit of any kind: what has passed since acceptance
    return calendar.working_days(reading.accepted, reading.as_of)


def _step(
    row: ProcedureRow, item: CatalogueItem, calendar: Calendar, used: Mapping[int, int]
) -> plan.Step:
    done = row.state == State.DELIVERED.value
    begun = row.filed_on if done or row.open else None
    return plan.step_of(
        row.code,
        item,
        started=number(calendar, date.fromisoformat(begun)) if begun else None,
        ended=number(calendar, date.fromisoformat(row.ended_on)) if done and row.ended_on else None,
        used=used.get(row.procedure, 0),
    )


def _gone(
    made: plan.Plan, steps: Sequence[plan.Step], calendar: Calendar, opened_on: str
) -> dict[str, int]:
    """Working days each open step slipped since the plan of the project's first day."""
    fresh = [replace(step, started=None, ended=None, used=0) for step in steps]
    begun = [step.started for step in steps if step.started is not None]
    opened = number(calendar, date.fromisoformat(opened_on)) if opened_on else made.as_of
    first = plan.schedule(
        fresh, made.edges, min([opened, *begun]), target=made.target, due=made.due
    )
    return {lost.key: lost.delay for lost in plan_changes.lost(made, first)}


def _told(
    made: plan.Plan, row: ProcedureRow, item: CatalogueItem, calendar: Calendar, gone: int
) -> OutlookStep:
    planned = made.steps[row.code]
    start, finish = day(calendar, planned.start), day(calendar, planned.finish)
    if planned.state == "done" and row.filed_on and row.ended_on:
        start, finish = date.fromisoformat(row.filed_on), date.fromisoformat(row.ended_on)
    elif planned.state == "running" and row.filed_on:
        start = date.fromisoformat(row.filed_on)
    source = next(step for step in made.source if step.key == row.code)
    return OutlookStep(
        procedure=row.procedure,
        code=row.code,
        name=item.name,
        stage=item.stage,
        department_name=row.department_name,
        state=planned.state,
        start=start,
        finish=finish,
        slack=planned.slack,
        free_slack=planned.free_slack,
        gone=gone,
        critical=planned.critical,
        without_limit=source.without_limit,
    )


def _reached(standing: Mapping[str, ProcedureRow], target: Sequence[str]) -> date | None:
    ends = [standing[code].ended_on for code in target]
    delivered = all(standing[code].state == State.DELIVERED.value for code in target)
    if not target or not delivered:
        return None
    return max((date.fromisoformat(end) for end in ends if end), default=None)


def _forecast(
    found: Outlook,
    made: plan.Plan,
    standing: Mapping[str, ProcedureRow],
    by_code: Mapping[str, CatalogueItem],
    lengths: Lengths,
    calendar: Calendar,
    due: int | None,
    seed: int,
) -> Outlook:
    from envoy_desktop.domain import forecast  # numpy: not before it is needed

    today = found.as_of
    steps = [
        forecast.ForecastStep(
            code,
            lengths.of(by_code[code]),
            used=calendar.working_days(date.fromisoformat(row.filed_on), today)
            if row.open and row.filed_on
            else 0,
            running=bool(row.open),
            done=row.state == State.DELIVERED.value,
        )
        for code, row in standing.items()
    ]
    draws = int(reference.setting(lengths.reader, "forecast.draws"))
    left = None if due is None else due - made.as_of
    whole = forecast.forecast(steps, made.edges, draws=draws, seed=seed)
    aim = whole
    if found.target != "all":
        aim = forecast.forecast(
            steps, made.edges, target=made.target, due=left, draws=draws, seed=seed
        )
    elif due is not None:
        aim = forecast.forecast(steps, made.edges, due=left, draws=draws, seed=seed)
    known = {step.key: step for step in whole.steps}

    def ahead(days: int) -> date:
        return calendar.add_working_days(today, days)

    def told(step: OutlookStep) -> OutlookStep:
        if step.code not in known:
            return step
        p50, p90 = whole.end_of(step.code)
        return replace(step, p50=ahead(p50), p90=ahead(p90), history=known[step.code].history)

    return replace(
        found,
        steps=tuple(told(step) for step in found.steps),
        p50=ahead(aim.p50),
        p90=ahead(aim.p90),
        chance=aim.chance,
        no_history=aim.no_history,
        spread=tuple((s.key, s.spread) for s in aim.spread),
        levels=tuple((chance, ahead(days)) for chance, days in forecast.levels(aim)),
    )
