"""The mandate (代办委托书): what the investor charged the envoy with, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from envoy_desktop.domain.refusal import Refusal

STATES = ("future", "in_force", "running_out", "expired", "ended")
RUNS_OUT_DAYS = 20
"""Working days before its end from which a mandate is said to run out."""
WARNINGS = ("outside_scope", "before_mandate", "after_mandate")
OWN_ACTS = ("filed", "resubmitted", "suspended", "resumed", "withdrawn")
"""Events by which the envoy acts in the investor's name; the others are the department's."""


class WorkingDays(Protocol):
    """What this reading asks of a calendar."""

    def working_days(self, a: date, b: date, /) -> int:
        """Working days d with a < d <= b (0 where b is not after a)."""
        ...


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """A mandate; `until` None: until the work is done; no `items`: every procedure."""

    from_on: date
    until: date | None = None
    items: Sequence[str] = ()
    ended_on: date | None = None

    @property
    def last(self) -> date | None:
        """The last day on which it binds."""
        days = [day for day in (self.until, self.ended_on) if day is not None]
        return min(days) if days else None

    def binds(self, on: date) -> bool:
        """Whether it is in force on a day, its first and last day included."""
        return self.from_on <= on and (self.last is None or on <= self.last)

    def covers(self, code: str) -> bool:
        """Whether an item of the list is in its scope."""
        return not self.items or code in self.items


@dataclass(frozen=True, slots=True)
class MandateReading:
    """How a mandate stands; `days` working days left, or since it has expired."""

    state: str
    days: int = 0


def read_mandate(facts: MandateFacts, calendar: WorkingDays, today: date) -> MandateReading:
    """How a mandate stands on `today`; the day named as its last still counts."""
    if facts.ended_on is not None and facts.ended_on <= today:
        return MandateReading("ended")
    if today < facts.from_on:
        return MandateReading("future", calendar.working_days(today, facts.from_on))
    if facts.until is None:
        return MandateReading("in_force")
    if today > facts.until:
        return MandateReading("expired", calendar.working_days(facts.until, today))
    left = calendar.working_days(today, facts.until)
    return MandateReading("running_out" if left <= RUNS_OUT_DAYS else "in_force", left)


def warning(mandates: Sequence[MandateFacts], code: str, kind: str, on: date) -> str:
    """Why an act lies outside all mandates of a project: one of WARNINGS, "" where it does not.

    Scope is asked of every event, the term only of the envoy's own acts. A project without any
    mandate is told of on its page, not at each event.
    """
    if not mandates:
        return ""
    scoped = [mandate for mandate in mandates if mandate.covers(code)]
    if not scoped:
        return "outside_scope"
    if kind not in OWN_ACTS or any(mandate.binds(on) for mandate in scoped):
        return ""
    before = all(on < mandate.from_on for mandate in scoped)
    return "before_mandate" if before else "after_mandate"


def check_term(from_on: date, until: date | None) -> None:
    """Refuses ``mandate-ends-before`` (from, until)."""
    if until is not None and until < from_on:
        raise Refusal("mandate-ends-before", from_on=from_on, until=until)
