"""What cannot have happened is refused; what is only unusual is kept and said."""

from datetime import date

import pytest

from envoy_desktop.domain.clock import EventKind
from envoy_desktop.domain.clock_values import BEFORE_CLOCK
from envoy_desktop.domain.refusal import Refusal

K = EventKind


def refused(procedure, kind, on, **more):
    with pytest.raises(Refusal) as refusal:
        procedure.check(kind, on, **more)
    return refusal.value.rule, refusal.value.next


@pytest.mark.parametrize("kind", sorted({*K} - {K.FILED} - BEFORE_CLOCK))
def test_nothing_happens_before_the_filing(procedure, kind):
    assert refused(procedure, kind, "2026-03-02") == ("nothing-filed", "record-filed")
    procedure.filed("2026-03-02")
    assert refused(procedure, kind, "2026-03-01") == ("event-before-filed", "correct-filed-date")
    assert refused(procedure, kind, "2026-03-02", order=-1.0) == (
        "event-before-filed",
        "place-within-day",
    )


def test_the_future_is_refused_and_the_far_past_is_welcome(procedure):
    """An envoy often takes over midway."""
    procedure.filed("2026-03-02")
    assert refused(procedure, K.ACCEPTED, "2026-03-06", today="2026-03-05")[0] == "date-in-future"
    assert procedure.check(K.ACCEPTED, "2026-03-05", today="2026-03-05") == ()
    assert procedure.check(K.FILED, "2019-03-04") == ()


@pytest.mark.parametrize("end", [K.NOT_ACCEPTED, K.REFUSED, K.WITHDRAWN, K.DELIVERED])
def test_nothing_follows_the_end(procedure, end):
    procedure.filed("2026-03-02").add(end, "2026-03-06")
    rule, way_on = refused(procedure, K.CORRECTION_NOTICE, "2026-03-09")
    assert (rule, way_on) == ("event-after-end", "correct-date")
    assert refused(procedure, K.SUSPENDED, "2026-03-06")[1] == "place-within-day"
    assert refused(procedure, K.FILED, "2026-03-09") == ("filed-after-end", "new-procedure")
    procedure.check(K.CORRECTION_NOTICE, "2026-03-05")  # found late


@pytest.mark.parametrize("end", [K.NOT_ACCEPTED, K.REFUSED, K.WITHDRAWN, K.DELIVERED])
def test_no_end_before_what_followed(procedure, end):
    procedure.filed("2026-03-02").notice("2026-03-05", "A")
    assert refused(procedure, end, "2026-03-04") == ("end-before-event", "correct-date")


@pytest.mark.parametrize(
    ("there", "kind", "on"),
    [
        ((K.DECIDED, "2026-03-10"), K.ACCEPTED, "2026-03-11"),
        ((K.ACCEPTED, "2026-03-11"), K.DECIDED, "2026-03-10"),
        ((K.ACCEPTED, "2026-03-05"), K.NOT_ACCEPTED, "2026-03-09"),
        ((K.DECIDED, "2026-03-10"), K.REFUSED, "2026-03-11"),
        ((K.DECIDED, "2026-03-10"), K.NOT_ACCEPTED, "2026-03-11"),
    ],
)
def test_an_order_that_contradicts_itself_is_refused(procedure, there, kind, on):
    procedure.filed("2026-03-02").add(*there)
    assert refused(procedure, kind, on)[0] == "event-out-of-order"


def test_the_way_on_for_two_events_of_one_day_is_to_place_them(procedure):
    procedure.filed("2026-03-02").decided("2026-03-06")
    assert refused(procedure, K.ACCEPTED, "2026-03-06")[1] == "place-within-day"
    assert procedure.check(K.ACCEPTED, "2026-03-06", order=-1.0) == ()


def test_facts_found_late_are_let_in_where_the_whole_is_in_order(procedure):
    procedure.filed("2026-03-02").decided("2026-03-20")
    for kind, on in [
        (K.RESUBMITTED, "2026-03-06"),
        (K.SPECIAL_STEP_ENDED, "2026-03-18"),
        (K.SPECIAL_STEP_BEGUN, "2026-03-12"),
        (K.RESUMED, "2026-03-17"),
        (K.SUSPENDED, "2026-03-16"),
        (K.ACCEPTED, "2026-03-06"),
        (K.CORRECTION_NOTICE, "2026-03-04"),
        (K.DELIVERED, "2026-03-23"),
        (K.FILED, "2026-03-01"),
    ]:
        procedure.check(kind, on, announced=3 if kind is K.SPECIAL_STEP_BEGUN else None)
        procedure.add(kind, on)


@pytest.mark.parametrize(
    ("kind", "on", "warning"),
    [
        (K.FILED, "2026-03-06", "duplicate_filing"),
        (K.RESUBMITTED, "2026-03-06", "resubmission_moves_nothing"),
        (K.SPECIAL_STEP_BEGUN, "2026-03-12", "special_step_without_notice"),
        (K.SPECIAL_STEP_BEGUN, "2026-03-03", "before_acceptance"),
        (K.SPECIAL_STEP_ENDED, "2026-03-12", "special_step_not_begun"),
        (K.EXTENSION, "2026-03-12", "extension_without_right"),
        (K.RESUMED, "2026-03-12", "not_suspended"),
        (K.ACCEPTED, "2026-03-12", "already_accepted"),
        (K.CORRECTION_NOTICE, "2026-03-12", "piecemeal"),
        (K.DELIVERED, "2026-03-12", "delivered_implies_decided"),
    ],
)
def test_the_unusual_is_said(procedure, kind, on, warning):
    procedure.filed("2026-03-02").accepted("2026-03-05")
    assert procedure.check(kind, on) == (warning,)


def test_the_usual_way_raises_no_eyebrow(procedure):
    procedure.under(extension=10)
    for kind, on, more in [
        (K.FILED, "2026-03-02", {}),
        (K.CORRECTION_NOTICE, "2026-03-04", {"items": ("A",)}),
        (K.RESUBMITTED, "2026-03-09", {}),
        (K.ACCEPTED, "2026-03-11", {}),
        (K.SPECIAL_STEP_BEGUN, "2026-03-16", {"announced": 10}),
        (K.SPECIAL_STEP_ENDED, "2026-03-24", {}),
        (K.SUSPENDED, "2026-03-25", {}),
        (K.RESUMED, "2026-03-30", {}),
        (K.EXTENSION, "2026-04-08", {"days": 10}),
        (K.DECIDED, "2026-04-20", {}),
        (K.DELIVERED, "2026-04-22", {}),
    ]:
        assert procedure.check(kind, on, **more) == ()
        procedure.add(kind, on, **more)


@pytest.mark.parametrize(("kind", "length"), [(K.SPECIAL_STEP_BEGUN, "announced"),
                                              (K.EXTENSION, "days")])  # fmt: skip
def test_a_length_of_no_days_is_refused(procedure, kind, length):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    assert refused(procedure, kind, "2026-03-04", **{length: 0})[0] == "length-not-positive"


def test_a_refusal_names_the_dates(procedure):
    procedure.filed("2026-03-02")
    with pytest.raises(Refusal) as refusal:
        procedure.check(K.DECIDED, "2026-02-27")
    assert refusal.value.values == {
        "event": "decided",
        "on": date(2026, 2, 27),
        "filed": date(2026, 3, 2),
    }
