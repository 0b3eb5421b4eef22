"""An obstacle goes up the ladder, is answered, hangs on one root with others, and is verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain import escalations as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import escalations as stored
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Escalated:
    """The escalation's id, the day by which an answer is owed, and the levels passed over."""

    id: int
    answer_due: date
    passed_over: tuple[str, ...]


def escalate(
    unit: Unit,
    *,
    obstacle: int,
    level: str = "",
    to: str = "",
    contact: int | None = None,
    on: date | None = None,
    answer_due: date | None = None,
) -> Escalated:
    """Ask a level of the ladder for an answer: the next one unless named; `to` is who, in words.

    The obstacle's own answer is owed by the same day. Refuses "obstacle-resolved",
    "project-closed", "unknown-level", "escalation-at-top", "escalation-downward", "future-date"
    and "answer-before-asked".
    """
    day = days.happened(on)
    _open(unit, obstacle)
    asked = [row.level for row in stored.of_obstacle(unit.reader, obstacle)]
    highest = max(asked, key=rules.LEVELS.index, default="")
    level = level or rules.next_level(highest)
    if not level:
        raise Refusal("escalation-at-top", text=unit.subject)
    if level not in rules.LEVELS:
        raise Refusal("unknown-level", level=level, known=rules.LEVELS)
    if highest and rules.LEVELS.index(level) < rules.LEVELS.index(highest):
        raise Refusal("escalation-downward", level=level, highest=highest)
    due = answer_due or rules.answer_due(level, day, reference.calendar(unit.reader))
    if due < day:
        raise Refusal("answer-before-asked", due=due, on=day)
    id = unit.add(
        "escalation",
        obstacle=obstacle,
        level=level,
        on=day.isoformat(),
        to=to.strip(),
        contact=contact,
        answer_due=due.isoformat(),
        entered_on=now.today().isoformat(),
    )
    unit.set("obstacle", obstacle, answer_due=due.isoformat())
    return Escalated(id, due, rules.passed_over(asked, level))


def answer(
    unit: Unit,
    *,
    obstacle: int,
    text: str,
    escalation: int | None = None,
    on: date | None = None,
) -> int:
    """Record what a level answered, word for word: the highest that owes one unless named.

    Refuses "text-missing", "nothing-asked", "answered-already", "future-date" and
    "answer-before-asked".
    """
    if not text.strip():
        raise Refusal("text-missing")
    day = days.happened(on)
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    rows = stored.of_obstacle(unit.reader, obstacle)
    owing = [row for row in rows if not row.answered_on]
    if escalation is None:
        if not owing:
            raise Refusal("nothing-asked", text=unit.subject)
        found = max(owing, key=lambda row: (rules.LEVELS.index(row.level), row.on))
    else:
        named = [row for row in rows if row.id == escalation]
        if not named:
            raise Refusal("unknown-id", kind="escalation")
        found = named[0]
        if found.answered_on:
            raise Refusal("answered-already", on=date.fromisoformat(found.answered_on))
    if day.isoformat() < found.on:
        raise Refusal("answer-before-asked", due=day, on=date.fromisoformat(found.on))
    unit.set("escalation", found.id, answered_on=day.isoformat(), answer=text.strip())
    return found.id


def link(unit: Unit, *, obstacle: int, root: int | None) -> None:
    """Say that an obstacle comes from another, its one root; None: that it stands by itself.

    A root has no root of its own: what hung on `obstacle` hangs on the new root with it.
    Refuses "root-itself" where the two are one, or `root` hangs on `obstacle`.
    """
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    if root is None:
        unit.set("obstacle", obstacle, root=None)
        return
    checked.stands(unit, "obstacle", root)
    top = checked.obstacle(unit, root).root or root
    if top == obstacle:
        raise Refusal("root-itself", text=unit.subject)
    for hanging in standing.hanging_on(unit.reader, obstacle):
        unit.set("obstacle", hanging, root=top)
    unit.set("obstacle", obstacle, root=top)


def verify(unit: Unit, *, obstacle: int, by: str, on: date | None = None) -> None:
    """Record that the investor says it is really gone: a resolution is the envoy's word alone.

    Refuses "obstacle-open", "who-missing", "future-date" and "verified-before-resolved".
    """
    day = days.happened(on)
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    if not by.strip():
        raise Refusal("who-missing")
    resolved = checked.obstacle(unit, obstacle).resolved_on
    if not resolved:
        raise Refusal("obstacle-open", text=unit.subject)
    if day.isoformat() < resolved:
        raise Refusal("verified-before-resolved", on=day, resolved=date.fromisoformat(resolved))
    unit.set("obstacle", obstacle, verified_on=day.isoformat(), verified_by=by.strip())


def resolve_group(
    unit: Unit, *, obstacles: Sequence[int], how: str = "", on: date | None = None
) -> None:
    """Resolve a root and what hangs on it in one step. Refuses as `obstacles.resolve`."""
    from envoy_desktop.casework import obstacles as single

    for obstacle in obstacles:
        single.resolve(unit, obstacle=obstacle, how=how, on=on)
    if obstacles:
        unit.subject = checked.excerpt(unit, "obstacle", obstacles[0])


def _open(unit: Unit, obstacle: int) -> None:
    unit.subject = checked.excerpt(unit, "obstacle", obstacle)
    held = checked.obstacle(unit, obstacle)
    if held.resolved_on:
        raise Refusal("obstacle-resolved", text=unit.subject)
    if held.project_closed:
        raise Refusal("project-closed", name=held.project_name)
