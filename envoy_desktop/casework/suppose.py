"""What if: a procedure decided by a day, and where that moves the target and the other steps."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework.outlook import Ground, day, ground, number
from envoy_desktop.domain import plan_changes
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MovedStep:
    """A step whose end moves, in working days (below 0: earlier)."""

    code: str
    name: str
    before: date
    after: date
    days: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """If `code` is decided on `decided`, the target is reached `days` working days later (below 0:
    earlier). `target`: ground_breaking or all. `critical`: the chain that sets the finish then."""

    code: str
    name: str
    decided: date
    planned: date
    target: str
    before: date
    after: date
    days: int
    margin: int | None
    moved: tuple[MovedStep, ...]
    critical: tuple[str, ...]


def what_if(
    reader: Reader,
    project: int,
    code: str,
    decided: date,
    today: date,
    *,
    held: Ground | None = None,
) -> WhatIf:
    """What follows if the step `code` ends on `decided`; `held` spares reading the plan again.

    Refuses "unknown-id", "what-if-done", "what-if-past" and "what-if-too-early".
    """
    held = held or ground(reader, project, today)
    if code not in held.made.steps:
        raise Refusal("unknown-id", kind="procedure", text=code)
    if decided < today:
        raise Refusal("what-if-past", finish=decided, as_of=today, next="choose-later-day")
    then = plan_changes.what_if(held.made, code, number(held.calendar, decided))
    names = {step.key: held.items[step.key].name for step in held.made.source}
    moved = [
        MovedStep(
            key,
            names[key],
            day(held.calendar, was.finish),
            day(held.calendar, then.steps[key].finish),
            then.steps[key].finish - was.finish,
        )
        for key, was in held.made.steps.items()
        if key != code and then.steps[key].finish != was.finish
    ]
    moved.sort(key=lambda step: (step.after, step.code))
    return WhatIf(
        code=code,
        name=names[code],
        decided=decided,
        planned=day(held.calendar, held.made.steps[code].finish),
        target=held.target,
        before=day(held.calendar, held.made.finish),
        after=day(held.calendar, then.finish),
        days=then.finish - held.made.finish,
        margin=then.margin,
        moved=tuple(moved),
        critical=then.critical,
    )
