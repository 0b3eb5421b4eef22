"""联审联批: one clock for all, each member's word and day, silence, the slowest named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain import clock, joint
from envoy_desktop.domain.clock_values import ClockName, Event
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.joint import Opinion
from tests.domain.clock_strategies import AS_OF, event_sets

ASKED, DUE = date(2026, 11, 2), date(2026, 11, 9)


def events(*told):
    return tuple(Event(n, kind, on) for n, (kind, on) in enumerate(told, 1))


@given(event_sets(), st.integers(1, 4), AS_OF)
def test_members_of_the_same_events_have_the_clock_of_each_of_them(calendar, facts, n, as_of):
    own = clock.read(facts, joint.TERMS, calendar, as_of).clock(ClockName.DECISION)
    found = joint.joint_clock([facts] * n, calendar, as_of)
    assert (found is None) == (own is None)
    if own is not None:
        assert (found.limit, found.used, found.started, found.ended) == (
            own.limit, own.used, own.started, own.ended,
        )  # fmt: skip
        assert found.lamp == own.lamp
        if own.ended is None:
            assert found.deadline == own.deadline


@given(st.lists(event_sets(5), min_size=1, max_size=4), AS_OF)
def test_a_day_counts_once_and_for_all_where_any_member_counts_it(calendar, members, as_of):
    found = joint.joint_clock(members, calendar, as_of)
    days = set()
    for facts in members:
        notes = clock.days(facts, joint.TERMS, calendar, as_of)
        days |= {n.date for n in notes if n.date <= as_of and ClockName.DECISION in n.counted_for}
    assert (found.used if found else 0) == len(days)
    if found:
        owns = [
            clock.read(f, joint.TERMS, calendar, as_of).clock(ClockName.DECISION) for f in members
        ]
        used = [own.used for own in owns if own is not None]
        assert max(used) <= found.used <= sum(used)
        assert found.limit in range(45, 61)  # 45 and at most 15 more (L 42(2))


def test_the_extension_of_joint_handling_is_fifteen_days_at_most(calendar):
    accepted = events((K.FILED, ASKED), (K.ACCEPTED, ASKED), (K.EXTENSION, date(2026, 11, 3)))
    longer = (*accepted[:2], Event(3, K.EXTENSION, date(2026, 11, 3), days=30))
    assert joint.joint_clock([accepted], calendar, DUE).limit == 55
    assert joint.joint_clock([accepted, longer], calendar, DUE).limit == 60


def test_nothing_runs_before_a_member_is_accepted(calendar):
    assert joint.joint_clock([events((K.FILED, ASKED))], calendar, ASKED) is None
    assert joint.joint_clock([], calendar, ASKED) is None


def readings(calendar, opinions, as_of, silence=True):
    return joint.members(opinions, ASKED, DUE, calendar, as_of, silence_consents=silence)


@pytest.mark.parametrize(
    ("as_of", "silence", "state", "days", "late"),
    [
        (DUE, True, "waiting", 5, 0),
        (date(2026, 11, 10), True, "silent_consent", 5, 0),
        (date(2026, 11, 10), False, "overdue", 6, 1),
    ],
)
def test_silence_past_the_day_is_consent_only_where_the_city_says_so(
    calendar, as_of, silence, state, days, late
):
    (found,) = readings(calendar, [Opinion(1)], as_of, silence)
    assert (found.state, found.days, found.late) == (state, days, late)
    assert found.is_open is (state != "silent_consent")


def test_the_slowest_is_who_took_longest_and_silence_is_slower_than_a_late_word(calendar):
    said = [
        Opinion(1, "agree", date(2026, 11, 3)),
        Opinion(2, "object", DUE),
        Opinion(3),
    ]
    found = readings(calendar, said, date(2026, 11, 12))
    assert [m.department for m in joint.slowest(found)] == [3]
    assert [m.department for m in joint.slowest(found[:2])] == [2]
    same_day = readings(calendar, [Opinion(1, "agree", ASKED)], DUE)
    assert joint.slowest(same_day) == ()


@given(
    st.lists(st.sampled_from([*joint.OPINIONS, ""]), max_size=6), st.integers(0, 20), st.booleans()
)
def test_no_member_is_lost_and_only_the_slowest_are_named(calendar, said, later, silence):
    as_of = calendar.add_working_days(ASKED, later)
    given_ = [Opinion(n, word, ASKED if word else None) for n, word in enumerate(said)]
    found = readings(calendar, given_, as_of, silence)
    assert [m.department for m in found] == list(range(len(said)))
    named = joint.slowest(found)
    assert all(m.days == max(f.days for f in found) for m in named)
