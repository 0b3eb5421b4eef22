"""Where days are lost: what one step, or one department, would bring to a plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from envoy_desktop.domain.plan import Key, Plan, Step, earliest


@dataclass(frozen=True, slots=True)
class Cost:
    """A wait on the critical path: `days` (working) by which the target would come nearer if it
    ended today, and the days it still takes by plan."""

    key: Key
    days: int
    remaining: int


def costs(plan: Plan) -> tuple[Cost, ...]:
    """What each step of the critical path costs, the dearest first; nothing costs below one."""
    found = []
    steps = {step.key: step for step in plan.source}
    for key in plan.critical:
        won = _won(plan, {key: replace(steps[key], left=0)})
        if won > 0:
            found.append(Cost(key, won, steps[key].remaining))
    place = {key: n for n, key in enumerate(plan.critical)}
    return tuple(sorted(found, key=lambda cost: (-cost.days, place[cost.key])))


def won_by_a_third(plan: Plan, keys: Collection[Key]) -> int:
    """Working days by which the target comes nearer if the open steps `keys` take a third less
    (时限再压缩 1/3 以上): two thirds of what is still ahead of them, rounded up."""
    shorter = {
        step.key: replace(step, left=-(-2 * step.remaining // 3))
        for step in plan.source
        if step.key in keys and step.ended is None
    }
    return _won(plan, shorter) if shorter else 0


def _won(plan: Plan, changed: Mapping[Key, Step]) -> int:
    steps = {step.key: changed.get(step.key, step) for step in plan.source}
    before: dict[Key, list[Key]] = {key: [] for key in plan.order}
    for first, second in plan.edges:
        if first in before and second in before:
            before[second].append(first)
    _, finish = earliest(plan.order, steps, before, plan.as_of)
    return plan.finish - max((finish[key] for key in plan.target), default=plan.as_of)
