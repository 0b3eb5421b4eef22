"""Days before the clock (体外循环): what a window takes before anything counts as filed.

Pre-reviews, refused receipts and papers "left here first" are told beside the statutory figure,
never inside it: the clocks read from the filing on, these days end with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import BEFORE_CLOCK, Event, EventKind, Party


@dataclass(frozen=True, slots=True)
class BeforeClock:
    """What came before the filing.

    `first`: the earliest such event; `until`: the filing, else the day of the reading.
    `department`, `intermediary`, `investor`: working days d with first < d <= until by who had
    the papers; `nobody`: the non-working days between. `open`: nothing is filed yet.
    """

    first: date
    until: date
    open: bool
    department: int = 0
    investor: int = 0
    intermediary: int = 0
    nobody: int = 0

    @property
    def elapsed(self) -> int:
        """Calendar days; equal to the sum of the parties."""
        return (self.until - self.first).days


def days_before_clock(
    events: Iterable[Event],
    calendar: Calendar,
    as_of: date,
    *,
    led_by_intermediary: bool = False,
) -> BeforeClock | None:
    """The days from the first event before the filing up to the filing; None where there is none.

    As with the clocks the day of an event counts for who held the papers before, so the day of
    filing is the last of these and the first counted one follows it: no day is told twice. The
    leading body has the papers after each event, unless the event names the investor or an
    intermediary (`party`): a receipt refused with a stated lack sends them back.
    """
    known = sorted((e for e in events if e.on <= as_of), key=lambda e: (e.on, e.order, e.id))
    filed = next((e for e in known if e.kind is EventKind.FILED), None)
    place = known.index(filed) if filed else len(known)
    before = [e for e in known[:place] if e.kind in BEFORE_CLOCK]
    if not before:
        return None
    lead = Party.INTERMEDIARY if led_by_intermediary else Party.DEPARTMENT
    until = filed.on if filed else as_of
    charged = dict.fromkeys(Party, 0)
    edges = [*(event.on for event in before[1:]), until]
    for event, end in zip(before, edges, strict=True):
        charged[event.party or lead] += calendar.working_days(event.on, end)
    first = before[0].on
    working = sum(charged.values())
    charged[Party.NOBODY] = (until - first).days - working
    return BeforeClock(
        first,
        until,
        filed is None,
        charged[Party.DEPARTMENT],
        charged[Party.INVESTOR],
        charged[Party.INTERMEDIARY],
        charged[Party.NOBODY],
    )


def system_gap(on: date, system_on: date | None, calendar: Calendar) -> int | None:
    """Working days by which the city's own system shows an event late (early: below 0).

    None where it is not known what the system shows.
    """
    if system_on is None:
        return None
    if system_on < on:
        return -calendar.working_days(system_on, on)
    return calendar.working_days(on, system_on)
