"""A baseline of a project's plan, and by how much each step has slipped since."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, outlook
from envoy_desktop.casework.outlook import Outlook
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import baselines as stored
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.baselines import BaselineRow
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Slip:
    """A step then and now: `days` are working days by which its end moved (below 0: earlier).

    `then` None: the step came into the plan after the baseline.
    """

    procedure: int
    code: str
    name: str
    department_name: str
    state: str
    then: date | None
    now: date
    days: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A baseline against the plan of today; the heaviest slip first.

    `finish_days`: working days by which the target moved. `dropped`: steps that left the plan.
    """

    baseline: BaselineRow
    slips: tuple[Slip, ...]
    finish_then: date | None
    finish_now: date
    finish_days: int
    dropped: int


def set_baseline(unit: Unit, *, project: int, name: str = "") -> int:
    """Keep today's plan as a baseline to hold against later. Gives its id.

    The forecast is left out: a baseline is what was agreed. Refuses "project-closed" and
    "plan-empty".
    """
    unit.subject = checked.open_project(unit, project).name
    today = now.today()
    seen = outlook.outlook(unit.reader, project, today, with_forecast=False)
    if not seen.steps:
        raise Refusal("plan-empty", name=unit.subject)
    baseline = unit.add(
        "baseline", project=project, name=name.strip() or today.isoformat(), on=today.isoformat()
    )
    for step in seen.steps:
        unit.add(
            "baseline_step",
            baseline=baseline,
            procedure=step.procedure,
            starts_on=step.start.isoformat(),
            ends_on=step.finish.isoformat(),
        )
    return baseline


def compared(
    reader: Reader, project: int, seen: Outlook, baseline: int | None = None
) -> Compared | None:
    """The plan against a baseline (the newest unless named), None where there is none."""
    kept = stored.of_project(reader, project)
    row = next((b for b in kept if baseline is None or b.id == baseline), None)
    if row is None:
        return None
    then = stored.steps(reader, row.id)
    calendar = reference.calendar(reader)
    slips = []
    for step in seen.steps:
        was = then.pop(step.procedure, None)
        days = 0
        if was is not None:
            days = outlook.number(calendar, step.finish) - outlook.number(calendar, was)
        slips.append(
            Slip(
                step.procedure,
                step.code,
                step.name,
                step.department_name,
                step.state,
                was,
                step.finish,
                days,
            )
        )
    slips.sort(key=lambda slip: (slip.then is None, -slip.days))
    wanted = {step.procedure for step in seen.steps if step.code in seen.target_codes}
    ends = [slip.then for slip in slips if slip.then and slip.procedure in wanted]
    finish_then = max(ends, default=None)
    moved = 0
    if finish_then is not None:
        moved = outlook.number(calendar, seen.finish) - outlook.number(calendar, finish_then)
    return Compared(row, tuple(slips), finish_then, seen.finish, moved, len(then))
