"""The clocks once more, day by day and slowly, written from the rules alone.

Nothing of `envoy_desktop.domain.clock*` is used but the plain values, and no arithmetic on dates
but "the next day". What the two have in common is the law.
"""

from datetime import date, timedelta
from fractions import Fraction

from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.clock_values import Party

DAY = timedelta(1)
HORIZON = 400  # days after the start of a clock; what is not reached by then never is
ENDS = {K.NOT_ACCEPTED, K.REFUSED, K.WITHDRAWN, K.DELIVERED}
BEFORE = {K.PRE_REVIEW, K.RECEIPT_REFUSED, K.LEFT_HERE}  # no clock reads them
UNNAMED = object()


def cut(given, as_of):
    """The events from the first filing to the end, as far as they are known on `as_of`."""
    read = [e for e in given if e.on <= as_of and e.kind not in BEFORE]
    events = sorted(read, key=lambda e: (e.on, e.order, e.id))
    while events and events[0].kind is not K.FILED:
        del events[0]
    for n, event in enumerate(events):
        if event.kind in ENDS:
            return events[: n + 1]
    return events


class Walk:
    """One procedure under one calendar, walked up to `as_of`."""

    def __init__(self, given, terms, calendar, as_of, window=5):
        self.events = cut(given, as_of)
        self.terms, self.calendar, self.window = terms, calendar, window
        self.lead = Party.INTERMEDIARY if terms.led_by_intermediary else Party.DEPARTMENT
        self.accepted = self.counted_from = self.decided = self.ended = None
        self.deemed = False
        self.accepted_at = 10**6  # index of the event from which on it is accepted
        self.away = {}  # day -> who has the missing paper
        self.piecemeal = []
        if not self.events:
            return
        if self.events[-1].kind in ENDS:
            self.ended = self.events[-1].on
        self.filed, self.last = self.events[0].on, self.ended or as_of
        self._wait_for_acceptance()
        for event in self.events:
            if event.kind in {K.DECIDED, K.DELIVERED} and self.decided is None:
                self.decided = event.on
        self.limits = self._limits()

    # -- who has the ball ----------------------------------------------------------------------

    def suspended(self, day, events=None):
        """Suspended by an event before `day`; a decision or an end lifts it."""
        answer = False
        for event in self._before(day, events):
            if event.kind is K.SUSPENDED:
                answer = True
            elif event.kind in {K.RESUMED, K.DECIDED} | ENDS:
                answer = False
        return answer

    def _before(self, day, events):
        """The events before `day`; of several decisions only the first is one."""
        decided = False
        for event in self.events if events is None else events:
            again = event.kind is K.DECIDED and decided
            decided = decided or event.kind is K.DECIDED
            if event.on < day and not again:
                yield event

    def in_special_step(self, day, events=None):
        """Within the announced working days of a special step that is open on `day`."""
        steps = []
        before = self.events[: self.accepted_at + 1]
        for event in self._before(day, events):
            if event in before:
                continue
            if event.kind is K.SPECIAL_STEP_BEGUN:
                steps.append(event)
            elif event.kind is K.SPECIAL_STEP_ENDED:
                del steps[:1]
            elif event.kind in {K.DECIDED} | ENDS:
                steps.clear()
        return any(self._announced(step, day) for step in steps)

    def _announced(self, step, day):
        left = step.announced or 0
        d = step.on
        while left and d < day:
            d += DAY
            left -= self.calendar.is_working_day(d)
            if d == day:
                return True
        return False

    def charged(self):
        """Every day after the filing, to exactly one party."""
        charged = dict.fromkeys(Party, 0)
        day = self.filed + DAY
        while day <= self.last:
            if not self.calendar.is_working_day(day):
                who = Party.NOBODY
            elif self.suspended(day):
                who = Party.INVESTOR
            elif self.in_special_step(day):
                who = Party.NOBODY
            else:
                who = self.away.get(day, self.lead)
            charged[who] += 1
            day += DAY
        return charged

    # -- acceptance ----------------------------------------------------------------------------

    def _wait_for_acceptance(self):
        open_papers, noticed, waiting, party = set(), False, False, Party.INVESTOR
        start, start_at, limit, used = self.filed, 0, 5, 0
        self.acceptance = {"started": start, "limit": 5, "used": 0, "ended": None}
        n, day = 0, self.filed
        while day <= self.last:
            if day > self.filed:
                if not waiting and used == limit:
                    self.accepted = self.counted_from = start
                    self.deemed, self.accepted_at = True, start_at
                    self.acceptance["ended"] = "by silence"
                    return
                if waiting:
                    self.away[day] = party
                elif self.calendar.is_working_day(day) and not self.suspended(day):
                    used += 1
                    self.acceptance["used"] = used
            while n < len(self.events) and self.events[n].on == day:
                event, kind = self.events[n], self.events[n].kind
                if kind is K.CORRECTION_NOTICE:
                    papers = set(event.items)
                    if not papers:
                        papers = set(open_papers) or {UNNAMED}
                    if not noticed:
                        noticed, open_papers = True, papers
                        stops = True
                    else:
                        new = not papers <= open_papers
                        stops = not new and not waiting
                        if new:
                            self.piecemeal.append(event.id)
                    if stops:
                        party, waiting = event.party or party, True
                        self.acceptance["ended"] = day
                elif kind is K.RESUBMITTED:
                    given = set(event.items) or open_papers
                    if UNNAMED in open_papers:
                        given = open_papers
                    if given & open_papers:
                        open_papers = open_papers - given
                        waiting, start, start_at, used = False, day, n, 0
                        limit = self.window
                        self.acceptance = {"started": day, "limit": limit, "used": 0, "ended": None}
                elif kind is K.ACCEPTED:
                    self.accepted = self.counted_from = day
                    if self.terms.limit_from == "received" and not waiting:
                        self.counted_from = start
                    self.accepted_at = n
                elif kind in {K.DECIDED, K.DELIVERED}:
                    self.accepted = self.counted_from = start
                    self.accepted_at = start_at
                if self.accepted or kind in ENDS:
                    if not waiting:
                        self.acceptance["ended"] = day
                    return
                n += 1
            day += DAY

    # -- limits --------------------------------------------------------------------------------

    def _limits(self):
        terms = self.terms
        limits = {}
        if terms.statutory_limit is not None:
            limits["statutory"] = (terms.statutory_limit, terms.unit)
        elif terms.licence:
            limits["statutory"] = (20, "working_day")
        if terms.promised_limit is not None:
            limits["promised"] = (terms.promised_limit, terms.unit)
        if terms.plan_limit is not None:
            limits["plan"] = (terms.plan_limit, terms.unit)
        if self.accepted is None or "statutory" not in limits or not terms.extension:
            return limits
        limit, unit = limits["statutory"]
        for n, event in enumerate(self.events):
            if event.kind in {K.DECIDED} | ENDS:
                break
            if event.kind is K.EXTENSION and n > self.accepted_at:
                before = self.clock(self.counted_from, limit, unit, events=self.events[:n])
                if before["deadline"] is None or event.on <= before["deadline"]:
                    limits["statutory"] = (limit + min(event.days or 10, terms.extension), unit)
                    break
        return limits

    def counts(self, day, unit, events, ended):
        """Whether `day` uses a decision or delivery limit."""
        if unit == "working_day" and not self.calendar.is_working_day(day):
            return False
        if ended is not None and day > ended:
            return True  # what would have been, had it gone on
        return not (
            self.suspended(day, events) or self.in_special_step(day, events) or day in self.away
        )

    def clock(self, start, limit, unit, ended=None, events=None, until=None, counts=None):
        """Walk from `start`: used, deadline, and the first days of yellow and red."""
        counts = counts or (lambda day, unit: self.counts(day, unit, events, ended))
        found = {"started": start, "limit": limit, "ended": ended, "used": 0, "deadline": None}
        yellow_at = start if self._yellow(0, limit) else None
        red_at = overdue_at = used_up = None
        used = working_used = 0
        if limit == 0:
            used_up = start
        until = min(x for x in (ended, until, date.max) if x is not None)
        day = start
        for _ in range(HORIZON):
            if (
                used_up
                and found["deadline"] is None
                and (unit == "working_day" or self.calendar.is_working_day(day))
            ):
                found["deadline"] = day
            day += DAY
            counted = counts(day, unit)
            used += counted
            working_used += counts(day, "working_day")
            if day <= until:
                found["used"] = used
            if used_up is None and used == limit:
                used_up = day
            if yellow_at is None and self._yellow(used, limit):
                yellow_at = day
            passed = found["deadline"] is not None and day > found["deadline"]
            if overdue_at is None and counted and passed:
                overdue_at = day
            by_both = working_used > limit or unit == "working_day" or not self.terms.unit_disputed
            if red_at is None and overdue_at and by_both and counted:
                red_at = day
        if ended is not None:
            yellow_at = yellow_at if yellow_at and yellow_at <= ended else None
            red_at = red_at if red_at and red_at <= ended else None
        red = red_at is not None and red_at <= until
        found["yellow_on"], found["red_on"] = yellow_at, red_at
        found["disputed"] = bool(not red and overdue_at and overdue_at <= until)
        yellow = yellow_at is not None and yellow_at <= until
        found["lamp"] = "red" if red else "yellow" if yellow else "green"
        return found

    @staticmethod
    def _yellow(used, limit):
        return used >= Fraction(8, 10) * limit or limit - used <= 1

    def clocks(self):
        """Every clock by name and kind of limit."""
        found = {}
        acceptance = self.acceptance

        def in_window(day, unit):
            ended = acceptance["ended"] if isinstance(acceptance["ended"], date) else None
            cut_off = ended is not None and day > ended
            return self.calendar.is_working_day(day) and (cut_off or not self.suspended(day))

        ended = acceptance["ended"]
        start, limit = acceptance["started"], acceptance["limit"]
        if ended == "by silence":
            ended = self.clock(start, limit, "working_day", counts=in_window)["deadline"]
        found["acceptance", "statutory"] = self.clock(
            start, limit, "working_day", ended=ended, until=self.last, counts=in_window
        )
        found["acceptance", "statutory"]["red_on"] = None
        if self.accepted:
            stopped = self.decided or self.ended
            for kind, (limit, unit) in self.limits.items():
                found["decision", kind] = self.clock(
                    self.counted_from, limit, unit, ended=stopped, until=self.last
                )
        if self.decided:
            found["delivery", "statutory"] = self.clock(
                self.decided, 10, "working_day", ended=self.ended, until=self.last
            )
        return found
