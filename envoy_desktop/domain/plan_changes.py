"""What a change would bring to a plan: what-if, who can win how many days, what was lost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from envoy_desktop.domain.plan import Key, Plan, Step, earliest, schedule
from envoy_desktop.domain.refusal import Refusal


def reschedule(plan: Plan, steps: Sequence[Step]) -> Plan:
    """The same graph, target and day with other steps in place of those of the same key."""
    changed = {step.key: step for step in steps}
    return schedule(
        [changed.get(step.key, step) for step in plan.source],
        plan.edges,
        plan.as_of,
        target=plan.target,
        due=plan.due,
    )


def what_if(plan: Plan, key: Key, finish: int) -> Plan:
    """The plan if the step `key` ended on day `finish`.

    A future step then begins with its prerequisites as planned. Refuses ``what-if-done`` (key)
    for a step that ended, ``what-if-past`` (finish, as_of) for a day before today, and
    ``what-if-too-early`` (finish, earliest) for one before its prerequisites end.
    """
    step = next(step for step in plan.source if step.key == key)
    if step.ended is not None:
        raise Refusal("what-if-done", key=key, next="choose-open-procedure")
    if finish < plan.as_of:
        raise Refusal("what-if-past", finish=finish, as_of=plan.as_of, next="choose-later-day")
    begun = plan.steps[key].start
    if step.started is None and finish < begun:
        raise Refusal("what-if-too-early", finish=finish, earliest=begun, next="choose-later-day")
    base = plan.as_of if step.started is not None else begun
    return reschedule(plan, [replace(step, left=finish - base)])


@dataclass(frozen=True, slots=True)
class Win:
    """What a critical step can win.

    `at`: promised (it keeps the promise) or two_thirds (two thirds of its length). `length`: its
    whole length then; `days`: working days by which the target comes nearer.
    """

    key: Key
    at: str
    length: int
    days: int


def who_can_win(plan: Plan) -> tuple[Win, ...]:
    """For each critical step, by how many days it could bring the target nearer; most first.

    The promise counts where the step is planned longer than it promised; two thirds is the
    city's rule for every step (时限再压缩 1/3 以上). Wins of nothing are left out.
    """
    wins: list[Win] = []
    steps = {step.key: step for step in plan.source}
    before: dict[Key, list[Key]] = {key: [] for key in plan.order}
    for first, second in plan.edges:
        if first in before and second in before:
            before[second].append(first)
    for key in plan.critical:
        step = steps[key]
        lengths = [("two_thirds", -(-2 * step.length // 3))]
        if step.promised is not None and step.promised < step.length:
            lengths.insert(0, ("promised", step.promised))
        for at, length in lengths:
            # a running step cannot end before tomorrow
            length = max(length, step.used + 1) if step.started is not None else length
            faster = {**steps, key: replace(step, left=length - step.used)}
            _, finish = earliest(plan.order, faster, before, plan.as_of)
            end = max(finish[k] for k in plan.target)
            if end < plan.finish:
                wins.append(Win(key, at, length, plan.finish - end))
    at_place = {key: n for n, key in enumerate(plan.critical)}
    return tuple(sorted(wins, key=lambda w: (-w.days, at_place[w.key], w.at)))


@dataclass(frozen=True, slots=True)
class Lost:
    """A step against an earlier plan: `slack` it lost, `delay` of its end (working days, ≥ 0),
    and whether it is critical now."""

    key: Key
    slack: int
    delay: int
    critical: bool


def lost(plan: Plan, baseline: Plan) -> tuple[Lost, ...]:
    """What each open step lost since `baseline`, the heaviest first; steps that lost nothing and
    steps that are not in both are left out."""
    found: list[Lost] = []
    for key in plan.order:
        now, then = plan.steps[key], baseline.steps.get(key)
        if then is None or now.state == "done":
            continue
        slack = 0
        if now.slack is not None and then.slack is not None:
            slack = max(0, then.slack - now.slack)
        delay = max(0, now.finish - then.finish)
        if slack or delay:
            found.append(Lost(key, slack, delay, now.critical))
    return tuple(sorted(found, key=lambda x: (not x.critical, -x.slack, -x.delay)))
