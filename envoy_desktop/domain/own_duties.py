"""The investor's and contractor's own duties with a date, never charged to a department."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.generation import OWN_DUTIES, OwnDuty

DAYS = ("works_contract", "completion_accepted", "first_use")
"""Days of a project that a person records; registrations are known from their filing."""
REGISTRATIONS: Mapping[str, str] = {"land_registration": "YD-DJ", "building_registration": "BDC-SC"}
"""What must be done before which procedure is filed; a city that renames its codes renames them
here as in `generation`."""
RULES: Mapping[str, OwnDuty] = {rule.code: rule for rule in OWN_DUTIES}


@dataclass(frozen=True, slots=True)
class OwnDutyReading:
    """An own duty on a day.

    `counted_from`: the kind of day it counts from, `since` that day, None while it is not known.
    `due`: the last day, None without `since`. `done`: the day it was fulfilled. `state`: waiting
    (its day is not known), open, overdue, done or done_late. `days`: working days left, or over.
    """

    code: str
    counted_from: str
    basis: str
    since: date | None
    due: date | None
    done: date | None
    state: str
    days: int | None


def due_day(rule: OwnDuty, since: date, calendar: Calendar) -> date:
    """The last day of a duty that counts from `since`; without a length that day itself.

    Calendar days and months that end on a non-working day move to the next working day
    (民法典 201, 203); a month without such a day ends it on its last (202).
    """
    if rule.amount is None:
        return since
    if rule.unit == "working_day":
        return calendar.add_working_days(since, rule.amount)
    if rule.unit == "calendar_day":
        return calendar.next_working_day(since + timedelta(days=rule.amount))
    year, month = divmod(since.year * 12 + since.month - 1 + rule.amount, 12)
    for day in range(since.day, 27, -1):
        try:
            return calendar.next_working_day(date(year, month + 1, day))
        except ValueError:
            continue
    return calendar.next_working_day(date(year, month + 1, since.day))


def read(
    code: str, since: date | None, done: date | None, calendar: Calendar, today: date
) -> OwnDutyReading:
    """How an own duty stands; KeyError where the code has none."""
    rule = RULES[code]
    due = due_day(rule, since, calendar) if since else None
    days: int | None = None
    if done is not None:
        late = due is not None and done > due
        state = "done_late" if late else "done"
        days = calendar.working_days(due, done) if late and due else None
    elif due is None:
        state = "waiting"
    elif today > due:
        state, days = "overdue", calendar.working_days(due, today)
    else:
        state, days = "open", calendar.working_days(today, due)
    return OwnDutyReading(code, rule.counted_from, rule.basis, since, due, done, state, days)
