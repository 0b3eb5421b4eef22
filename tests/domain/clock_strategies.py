"""Procedures at random for hypothesis: mostly plausible, sometimes absurd."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Unit
from envoy_desktop.domain.clock import Event, EventKind, LimitFrom, Party, Terms

K = EventKind
START = date(2026, 9, 14)  # before two holidays and two swapped workdays

LIKELY = [
    *[K.CORRECTION_NOTICE] * 5,
    *[K.RESUBMITTED] * 4,
    *[K.ACCEPTED] * 3,
    *[K.SPECIAL_STEP_BEGUN] * 2,
    *[K.SPECIAL_STEP_ENDED] * 2,
    *[K.EXTENSION] * 2,
    *[K.SUSPENDED] * 2,
    *[K.RESUMED] * 2,
    *[K.DECIDED] * 2,
    K.DELIVERED,
    K.REFUSED,
    K.NOT_ACCEPTED,
    K.WITHDRAWN,
    K.FILED,
    K.PRE_REVIEW,
    K.RECEIPT_REFUSED,
    K.LEFT_HERE,
]


@st.composite
def event_sets(draw: st.DrawFn, most: int = 9) -> tuple[Event, ...]:
    """A filing and what may follow, with gaps that make the limits matter."""
    kinds = [K.FILED, *draw(st.lists(st.sampled_from(LIKELY), max_size=most))]
    if draw(st.integers(0, 19)) == 0:
        kinds = draw(st.permutations(kinds))
    on = START + timedelta(draw(st.integers(0, 14)))
    events = []
    for n, kind in enumerate(kinds):
        event = Event(n + 1, kind, on)
        if kind in (K.CORRECTION_NOTICE, K.RESUBMITTED):
            items = draw(st.lists(st.sampled_from("ABC"), unique=True, max_size=2))
            event = replace(event, items=tuple(items))
        if kind is K.CORRECTION_NOTICE:
            party = draw(st.sampled_from([None, None, Party.INVESTOR, Party.INTERMEDIARY]))
            event = replace(event, party=party)
        if kind is K.SPECIAL_STEP_BEGUN:
            event = replace(event, announced=draw(st.sampled_from([None, 1, 3, 10])))
        if kind is K.EXTENSION:
            event = replace(event, days=draw(st.sampled_from([None, 5, 10, 30])))
        event = replace(event, order=float(draw(st.sampled_from([0, 0, 0, 0, 1, -1]))))
        events.append(event)
        on += timedelta(draw(st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 9, 14, 25])))
    return tuple(events)


TERMS = st.builds(
    Terms,
    statutory_limit=st.sampled_from([None, 3, 7, 10, 20]),
    promised_limit=st.sampled_from([None, 1, 5, 13]),
    plan_limit=st.sampled_from([None, 2, 15]),
    unit=st.sampled_from(Unit),
    limit_from=st.sampled_from(LimitFrom),
    extension=st.sampled_from([None, 3, 10, 40]),
    licence=st.booleans(),
    led_by_intermediary=st.sampled_from([False, False, True]),
    unit_disputed=st.booleans(),
)

AS_OF = st.integers(0, 150).map(lambda n: START + timedelta(n))
