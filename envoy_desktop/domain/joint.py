"""Joint review 联审联批: its one clock, what its members said and when, who is slowest.

Handled jointly, licences have 45 working days together and may be extended by 15 (行政许可法 26,
42(2)); one day counts once, however many members have the papers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain import clock
from envoy_desktop.domain.calendar import Calendar, Unit
from envoy_desktop.domain.clock_values import (
    DEFAULT_THRESHOLDS,
    ClockName,
    Event,
    Lamp,
    Terms,
    Thresholds,
)

LIMIT, EXTENSION = 45, 15
"""Working days for licences that are handled jointly, and by how much they may be extended."""
TERMS = Terms(statutory_limit=LIMIT, unit=Unit.WORKING_DAY, extension=EXTENSION)
OPINIONS = ("agree", "agree_if", "object")
CONCLUSIONS = ("joint_pass", "joint_return")
GIVEN = frozenset(OPINIONS)
WAITING, OVERDUE, SILENT = "waiting", "overdue", "silent_consent"


@dataclass(frozen=True, slots=True)
class JointClock:
    """The one clock of a joint review; lengths in working days.

    `started`: the first member's acceptance. `deadline`: the day on which the limit (extension
    included) is used up if nothing else happens, None while all open members are suspended.
    `ended`: the day on which the last member was decided or ended.
    """

    limit: int
    used: int
    started: date
    deadline: date | None
    ended: date | None
    lamp: Lamp


def joint_clock(
    members: Iterable[Sequence[Event]],
    calendar: Calendar,
    as_of: date,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> JointClock | None:
    """The clock of the procedures that are reviewed together; None while none is accepted.

    A day counts where the decision clock of at least one member counts it, each read with the
    joint limit instead of its own: exclusions and suspensions stop it only for all. With members
    of the same events it is the clock of each of them.
    """
    limit, counted, starts, ends = 0, set(), [], []
    for events in members:
        reading = clock.read(events, TERMS, calendar, as_of, thresholds)
        own = reading.clock(ClockName.DECISION)
        if own is None:
            continue
        limit = max(limit, own.limit)
        starts.append(own.started)
        ends.append(own.ended)
        notes = clock.days(events, TERMS, calendar, as_of, thresholds)
        counted |= {note.date for note in notes if ClockName.DECISION in note.counted_for}
    if not starts:
        return None
    known = [end for end in ends if end is not None]
    ended = max(known) if len(known) == len(ends) else None
    days = sorted(day for day in counted if ended is None or day <= ended)
    used = sum(day <= as_of for day in days)
    deadline = days[limit - 1] if len(days) >= limit else None
    if deadline is None and ended is not None:  # stopped within its limit: where it would end
        deadline = calendar.add_working_days(ended, limit - used)
    red = used > limit
    yellow = used >= clock.yellow_from(limit, thresholds)
    lamp = Lamp.RED if red else Lamp.YELLOW if yellow else Lamp.GREEN
    return JointClock(limit, used, min(starts), deadline, ended, lamp)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a member said: `opinion` one of `OPINIONS`, "" for nothing yet."""

    department: int
    opinion: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class MemberReading:
    """A member on a day.

    `state`: its opinion, or waiting, overdue, silent_consent. `days`: working days from the day
    of asking to the opinion, to the day on which silence became consent, else to today; `late`:
    those after the day by which opinions were due.
    """

    department: int
    state: str
    on: date | None
    days: int
    late: int

    @property
    def is_open(self) -> bool:
        """Whether its opinion is still missing."""
        return self.state in (WAITING, OVERDUE)


def members(
    opinions: Iterable[Opinion],
    convened: date,
    due: date | None,
    calendar: Calendar,
    as_of: date,
    *,
    silence_consents: bool,
) -> tuple[MemberReading, ...]:
    """How each member stands; past `due` silence is consent where the city's rule says so."""
    made = []
    for opinion in opinions:
        if opinion.opinion in GIVEN and opinion.on is not None and opinion.on <= as_of:
            state, until = opinion.opinion, opinion.on
        elif due is None or as_of <= due:
            state, until = WAITING, as_of
        elif silence_consents:
            state, until = SILENT, due
        else:
            state, until = OVERDUE, as_of
        late = calendar.working_days(due, until) if due else 0
        days = calendar.working_days(convened, until)
        on = opinion.on if state in GIVEN else due if state == SILENT else None
        made.append(MemberReading(opinion.department, state, on, days, late))
    return tuple(made)


def slowest(found: Sequence[MemberReading]) -> tuple[MemberReading, ...]:
    """Who took longest, several where they took as long; silence is slower than a late word.

    None where all answered on the day they were asked.
    """
    most = max(((m.days, m.state not in GIVEN) for m in found), default=(0, False))
    if not most[0]:
        return ()
    return tuple(m for m in found if (m.days, m.state not in GIVEN) == most)
