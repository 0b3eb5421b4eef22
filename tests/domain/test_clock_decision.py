"""The decision clock by 行政许可法 42, 45 and 82, and delivery by 44."""

from datetime import date

import pytest

from envoy_desktop.domain.calendar import Unit
from envoy_desktop.domain.clock import (
    Charged,
    ClockName,
    EventKind,
    Lamp,
    LimitFrom,
    LimitKind,
    Party,
    State,
    Thresholds,
    read,
)


def day(text):
    return date.fromisoformat(text) if text else None


def decision(reading, kind=LimitKind.STATUTORY):
    clock = reading.clock(ClockName.DECISION, kind)
    assert clock
    return clock


# Accepted on Monday 2026-03-02 the twentieth working day is 03-30.


@pytest.mark.parametrize(
    ("as_of", "used", "lamp"),
    [
        ("2026-03-02", 0, Lamp.GREEN),
        ("2026-03-23", 15, Lamp.GREEN),
        ("2026-03-24", 16, Lamp.YELLOW),  # 80 %
        ("2026-03-30", 20, Lamp.YELLOW),  # the day of decision is the last that counts
        ("2026-03-31", 21, Lamp.RED),
    ],
)
def test_twenty_working_days_from_the_acceptance(procedure, as_of, used, lamp):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    clock = decision(procedure.read(as_of))
    assert (clock.used, clock.lamp, clock.deadline) == (used, lamp, day("2026-03-30"))
    assert (clock.yellow_on, clock.red_on) == (day("2026-03-24"), day("2026-03-31"))


def test_red_waits_for_the_next_working_day(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").under(statutory_limit=9)
    assert decision(procedure.read("2026-03-15")).lamp is Lamp.YELLOW  # due on Friday 13
    assert decision(procedure.read("2026-03-16")).lamp is Lamp.RED


@pytest.mark.parametrize(
    ("limit", "yellow_on"),
    [
        (1, "2026-03-02"),
        (2, "2026-03-03"),
        (3, "2026-03-04"),
        (5, "2026-03-06"),
        (10, "2026-03-12"),
        (15, "2026-03-18"),
    ],
)
def test_yellow_at_four_fifths_or_one_day_left(procedure, limit, yellow_on):
    procedure.filed("2026-03-02").accepted("2026-03-02").under(statutory_limit=limit)
    assert decision(procedure.read("2026-03-02")).yellow_on == day(yellow_on)


def test_a_share_that_binary_numbers_miss_loses_no_day(procedure):
    procedure.under(statutory_limit=100).filed("2026-03-02").accepted("2026-03-02")
    thresholds = Thresholds(yellow_share=0.55)
    on = procedure.calendar.add_working_days(day("2026-03-02"), 55)
    reading = read(procedure.events, procedure.terms, procedure.calendar, on, thresholds)
    assert (decision(reading).used, decision(reading).lamp) == (55, Lamp.YELLOW)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, {"statutory": 20}),  # L 42(1)
        ({"licence": False}, {}),
        ({"licence": False, "promised_limit": 5}, {"promised": 5}),
        ({"statutory_limit": 15, "promised_limit": 10, "plan_limit": 7},
         {"statutory": 15, "promised": 10, "plan": 7}),
    ],
)  # fmt: skip
def test_which_limits_a_procedure_has(procedure, terms, expected):
    procedure.filed("2026-03-02").accepted("2026-03-02").under(**terms)
    clocks = [c for c in procedure.read("2026-03-05").clocks if c.clock is ClockName.DECISION]
    assert {c.limit_kind.value: c.limit for c in clocks} == expected


def test_the_licensing_laws_own_limit_is_in_working_days_whatever_the_items_unit(procedure):
    """L 82."""
    procedure.filed("2026-03-02").accepted("2026-03-02")
    procedure.under(unit=Unit.CALENDAR_DAY, promised_limit=20)
    reading = procedure.read("2026-03-05")
    assert (decision(reading).unit, decision(reading).deadline) == (
        Unit.WORKING_DAY,
        day("2026-03-30"),
    )
    promised = decision(reading, LimitKind.PROMISED)
    assert (promised.unit, promised.deadline) == (Unit.CALENDAR_DAY, day("2026-03-23"))


# -- what the limit counts from ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit_from", "started", "used"),
    [(LimitFrom.ACCEPTED, "2026-03-12", 1), (LimitFrom.RECEIVED, "2026-03-09", 4)],
)
def test_a_limit_from_receipt_counts_from_the_last_complete_submission(
    procedure, limit_from, started, used
):
    procedure.under(limit_from=limit_from).filed("2026-03-02").notice("2026-03-04", "A")
    procedure.resubmitted("2026-03-09").accepted("2026-03-12")
    reading = procedure.read("2026-03-13")
    assert reading.accepted == day("2026-03-12")
    assert (decision(reading).started, decision(reading).used) == (day(started), used)


def test_a_limit_from_receipt_counts_from_the_acceptance_that_waives_what_is_missing(procedure):
    procedure.under(limit_from=LimitFrom.RECEIVED).filed("2026-03-02").notice("2026-03-04", "A")
    reading = procedure.accepted("2026-03-12").read("2026-03-13")
    assert decision(reading).started == day("2026-03-12")


# -- calendar-day limits ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "lamp", "disputed"),
    [
        ("2026-03-11", Lamp.GREEN, False),  # 7 of 10
        ("2026-03-12", Lamp.YELLOW, False),
        ("2026-03-16", Lamp.YELLOW, False),  # ends on Saturday 14, moved to Monday 16
        ("2026-03-17", Lamp.YELLOW, True),  # overdue by calendar, 9 working days used
        ("2026-03-18", Lamp.YELLOW, True),
        ("2026-03-19", Lamp.RED, False),  # the eleventh working day
    ],
)
def test_overdue_by_calendar_but_not_by_working_days_is_disputed(procedure, as_of, lamp, disputed):
    """L 82 and 民法典 203: 日 without definition."""
    procedure.under(statutory_limit=10, unit=Unit.CALENDAR_DAY)
    procedure.filed("2026-03-04").accepted("2026-03-04")
    clock = decision(procedure.read(as_of))
    assert clock.deadline == day("2026-03-16")
    assert (clock.lamp, clock.disputed, clock.red_on) == (lamp, disputed, day("2026-03-19"))


def test_where_the_unit_is_settled_the_moved_deadline_decides(procedure):
    procedure.under(statutory_limit=10, unit=Unit.CALENDAR_DAY, unit_disputed=False)
    procedure.filed("2026-03-04").accepted("2026-03-04")
    assert decision(procedure.read("2026-03-16")).lamp is Lamp.YELLOW
    clock = decision(procedure.read("2026-03-17"))
    assert (clock.used, clock.lamp, clock.disputed) == (13, Lamp.RED, False)


def test_a_calendar_day_limit_leaves_out_whole_spans(procedure):
    """A special step of five working days over a weekend takes seven calendar days out."""
    procedure.under(statutory_limit=30, unit=Unit.CALENDAR_DAY)
    procedure.filed("2026-03-04").accepted("2026-03-04").special_step("2026-03-05", 5)
    clock = decision(procedure.read("2026-03-20"))
    assert (clock.used, clock.used_without_exclusions) == (9, 16)
    assert clock.deadline == day("2026-04-10")


# -- special steps ---------------------------------------------------------------------------------


def test_an_announced_special_step_is_nobodys_and_leaves_the_clock(procedure):
    """L 45; begun on 03-05, ten working days end on 03-19."""
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-05", 10)
    reading = procedure.read("2026-03-18")
    assert reading.state is State.SPECIAL_STEP
    assert (reading.holder, reading.holder_since) == (Party.NOBODY, day("2026-03-05"))
    clock = decision(reading)
    assert (clock.used, clock.used_without_exclusions) == (3, 12)
    assert clock.deadline == day("2026-04-14")  # taken to end as announced
    assert reading.charged == Charged(department=3, nobody=13)
    assert reading.changes_on == day("2026-03-19")


def test_what_runs_over_the_announced_length_is_the_departments(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    procedure.special_step("2026-03-05", 10, ended="2026-03-25")
    reading = procedure.read("2026-03-27")
    assert decision(reading).used == 9  # 3 before, 4 of overrun, 2 after
    assert reading.charged == Charged(department=9, nobody=16)
    overrun = procedure.read("2026-03-20")
    assert (overrun.holder, overrun.holder_since) == (Party.DEPARTMENT, day("2026-03-19"))


def test_the_overrun_that_is_told_is_the_overrun_that_is_charged(procedure):
    """Five of its eight working days past the announced two; three fall into a suspension."""
    procedure.under(led_by_intermediary=True).filed("2026-03-02").accepted("2026-03-02")
    procedure.add(EventKind.SPECIAL_STEP_BEGUN, "2026-03-04", announced=2)
    procedure.suspended("2026-03-05", "2026-03-11")
    procedure.add(EventKind.SPECIAL_STEP_ENDED, "2026-03-18")
    reading = procedure.read("2026-03-18")
    assert reading.charged == Charged(intermediary=7, investor=4, nobody=5)
    told = reading.effects[-1].values
    assert (told["overrun"], told["charged_to"]) == (5, "intermediary")


def test_a_step_that_ends_early_excludes_no_more_than_it_took(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    procedure.special_step("2026-03-05", 10, ended="2026-03-09")
    clock = decision(procedure.read("2026-03-10"))
    assert (clock.used, clock.deadline) == (4, day("2026-04-01"))


def test_without_its_written_notice_a_step_stops_nothing(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    procedure.special_step("2026-03-05", None, ended="2026-03-16")
    reading = procedure.read("2026-03-18")
    assert (decision(reading).used, reading.charged.nobody) == (12, 4)
    assert procedure.effects()[2:] == ["special_step_without_notice", "ends_special_step"]


def test_a_notice_logged_later_changes_exactly_those_days(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-05", None)
    without = procedure.read("2026-03-18")
    procedure.events[-1] = type(procedure)().special_step("2026-03-05", 5).events[0]
    told = procedure.read("2026-03-18")
    assert decision(without).used - decision(told).used == 5
    assert without.charged.department - told.charged.department == 5


def test_two_steps_at_once_are_left_out_once(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    procedure.special_step("2026-03-05", 10).special_step("2026-03-09", 10)
    clock = decision(procedure.read("2026-03-25"))
    assert clock.used == 5  # 03-03, 04, 05, then 24 and 25


def test_a_step_begun_on_the_last_day_does_not_make_a_red_lamp(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-30", 10)
    clock = decision(procedure.read("2026-04-08"))
    assert (clock.used, clock.lamp, clock.deadline) == (20, Lamp.YELLOW, day("2026-03-30"))


def test_a_clock_that_pauses_late_stays_red(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").suspended("2026-03-31")
    clock = decision(procedure.read("2026-04-20"))
    assert (clock.used, clock.lamp) == (21, Lamp.RED)
    assert clock.deadline == day("2026-03-30")  # used up before the suspension began


def test_a_step_begun_in_the_days_of_silence_stands_once_they_accept(procedure):
    """Deemed accepted from the day of receipt (L 32(1)4), so the step came after acceptance."""
    procedure.filed("2026-03-02").special_step("2026-03-04", 10)
    reading = procedure.read("2026-03-12")
    assert (reading.accepted, decision(reading).used) == (day("2026-03-02"), 2)


# -- suspension ------------------------------------------------------------------------------------


def test_a_suspension_stops_the_clock_and_is_the_investors(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").suspended("2026-03-05", "2026-03-12")
    reading = procedure.read("2026-03-16")
    assert (decision(reading).used, decision(reading).deadline) == (5, day("2026-04-07"))
    assert reading.charged == Charged(department=5, investor=5, nobody=4)


def test_the_ball_is_back_on_the_day_of_the_resumption(procedure):
    """The day itself still counts for the investor; what is to be done is the department's."""
    procedure.filed("2026-03-02").accepted("2026-03-02").suspended("2026-03-05", "2026-03-12")
    reading = procedure.read("2026-03-12")
    assert (reading.holder, reading.holder_since) == (Party.DEPARTMENT, day("2026-03-12"))
    assert reading.charged.investor == 5


def test_a_second_decision_lifts_no_suspension(procedure):
    procedure.filed("2026-03-02").decided("2026-03-04").suspended("2026-03-05")
    reading = procedure.decided("2026-03-09").read("2026-03-11")
    assert procedure.effects()[-1] == "already_decided"
    assert reading.clock(ClockName.DELIVERY).used == 1


def test_the_deadline_is_unknown_while_a_suspension_is_open(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").suspended("2026-03-05")
    reading = procedure.read("2026-03-16")
    clock = decision(reading)
    assert (clock.deadline, clock.red_on, clock.provisional) == (None, None, False)
    assert (reading.state, reading.holder) == (State.SUSPENDED, Party.INVESTOR)


def test_resumed_in_an_open_special_step_the_day_is_nobodys_again(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-04", 10)
    procedure.suspended("2026-03-06", "2026-03-11")
    reading = procedure.read("2026-03-18")
    # department 03-03, 04; step 05, 06, 12, 13, 16, 17, 18; investor 09, 10, 11
    assert reading.charged == Charged(department=2, investor=3, nobody=7 + 4)
    assert decision(reading).used == 2


def test_resumed_while_papers_are_out_they_are_still_out(procedure):
    procedure.filed("2026-03-02").notice("2026-03-03", "A", party=Party.INTERMEDIARY)
    reading = procedure.suspended("2026-03-05", "2026-03-09").read("2026-03-11")
    assert reading.charged == Charged(department=1, investor=2, intermediary=4, nobody=2)
    assert (reading.holder, reading.state) == (Party.INTERMEDIARY, State.CORRECTING)


# -- extension -------------------------------------------------------------------------------------


def test_an_extension_lengthens_the_statutory_limit_only(procedure):
    procedure.under(extension=10, promised_limit=15).filed("2026-03-02").accepted("2026-03-02")
    reading = procedure.extension("2026-03-30").read("2026-03-31")
    statutory, promised = decision(reading), decision(reading, LimitKind.PROMISED)
    assert (statutory.limit, statutory.deadline) == (30, day("2026-04-14"))
    assert statutory.lamp is Lamp.GREEN
    assert (promised.limit, promised.lamp) == (15, Lamp.RED)


@pytest.mark.parametrize(
    ("right", "on", "effect", "limit"),
    [
        (10, "2026-03-30", "extends_statutory", 30),  # the deadline itself is in time
        (10, "2026-03-31", "late_extension", 20),
        (None, "2026-03-20", "extension_without_right", 20),
        (40, "2026-03-20", "extends_statutory", 30),
        (3, "2026-03-20", "extends_statutory", 23),
    ],
)
def test_an_extension_by_right_and_in_time(procedure, right, on, effect, limit):
    procedure.under(extension=right).filed("2026-03-02").accepted("2026-03-02").extension(on)
    assert procedure.effects()[2] == effect
    assert decision(procedure.read("2026-04-01")).limit == limit


def test_no_extension_is_longer_than_the_right_to_it(procedure):
    procedure.under(extension=10).filed("2026-03-02").accepted("2026-03-02")
    assert decision(procedure.extension("2026-03-20", days=30).read("2026-03-20")).limit == 30
    assert procedure.effects()[2] == "extends_statutory_capped"


def test_a_second_extension_changes_nothing(procedure):
    procedure.under(extension=15).filed("2026-03-02").accepted("2026-03-02")
    procedure.extension("2026-03-20", days=5).extension("2026-03-23", days=10)
    assert procedure.effects()[2:] == ["extends_statutory", "second_extension"]
    assert decision(procedure.read("2026-03-24")).limit == 25


def test_the_deadline_that_an_extension_must_meet_is_the_one_of_its_day(procedure):
    """An open special step moves it; one that begins later does not help."""
    procedure.under(extension=10).filed("2026-03-02").accepted("2026-03-02")
    procedure.special_step("2026-03-25", 5).extension("2026-04-07")
    assert procedure.effects()[3] == "extends_statutory"
    late = type(procedure)().under(extension=10).filed("2026-03-02").accepted("2026-03-02")
    late.suspended("2026-03-30").extension("2026-03-31")
    assert late.effects()[3] == "late_extension"  # used up on the day the suspension began


def test_an_extension_of_what_has_no_statutory_limit(procedure):
    procedure.under(licence=False, promised_limit=5, extension=10)
    procedure.filed("2026-03-02").accepted("2026-03-02").extension("2026-03-04")
    assert procedure.effects()[2] == "extension_without_limit"


# -- decision, delivery, ends ----------------------------------------------------------------------


def test_the_decision_ends_its_clock_and_starts_delivery(procedure):
    """L 44: ten days for issuing and delivering."""
    procedure.filed("2026-03-02").accepted("2026-03-02").decided("2026-03-30")
    reading = procedure.read("2026-04-01")
    clock, delivery = decision(reading), reading.clock(ClockName.DELIVERY)
    assert (clock.ended, clock.used, clock.lamp) == (day("2026-03-30"), 20, Lamp.YELLOW)
    assert (clock.yellow_on, clock.red_on) == (day("2026-03-24"), None)
    assert (delivery.used, delivery.deadline) == (2, day("2026-04-14"))
    assert (reading.state, reading.holder) == (State.DECIDED, Party.DEPARTMENT)


def test_everything_on_one_day(procedure):
    """即办件: filed, decided and delivered over the counter."""
    procedure.filed("2026-03-02").decided("2026-03-02").delivered("2026-03-02")
    reading = procedure.read("2026-03-09")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-02"), False)
    assert (reading.elapsed, reading.charged) == (0, Charged())
    assert [(c.clock.value, c.used, c.ended) for c in reading.clocks] == [
        (name, 0, day("2026-03-02")) for name in ("acceptance", "decision", "delivery")
    ]
    assert procedure.effects()[1:] == ["decided_implies_acceptance", "delivered"]


def test_a_decision_implies_acceptance_on_the_day_of_the_resubmission(procedure):
    procedure.filed("2026-03-02").notice("2026-03-03", "A").resubmitted("2026-03-09")
    reading = procedure.decided("2026-03-11").read("2026-03-20")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-09"), False)
    assert decision(reading).used == 2


def test_a_decision_without_the_missing_papers_does_not_use_the_investors_days(procedure):
    procedure.filed("2026-03-02").notice("2026-03-03", "A")
    reading = procedure.decided("2026-03-11").read("2026-03-11")
    assert reading.accepted == day("2026-03-02")
    assert (decision(reading).used, reading.charged.investor) == (1, 6)


def test_delivery_implies_the_decision(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-04").delivered("2026-03-11")
    reading = procedure.read("2026-03-20")
    assert (reading.decided, reading.ended) == (day("2026-03-11"), day("2026-03-11"))
    assert decision(reading).used == 5
    assert reading.clock(ClockName.DELIVERY).used == 0


@pytest.mark.parametrize(("kind", "state"), [("refused", State.REFUSED),
                                            ("withdrawn", State.WITHDRAWN)])  # fmt: skip
def test_a_refusal_or_withdrawal_ends_all_clocks(procedure, kind, state):
    procedure.filed("2026-03-02").accepted("2026-03-02")
    reading = getattr(procedure, kind)("2026-03-31").read("2026-06-01")
    assert (reading.state, reading.ended, reading.elapsed) == (state, day("2026-03-31"), 29)
    clock = decision(reading)
    assert (clock.used, clock.lamp, clock.red_on) == (21, Lamp.RED, day("2026-03-31"))
    assert reading.clock(ClockName.DELIVERY) is None
    assert reading.holder is Party.NOBODY


def test_a_special_step_after_the_decision_leaves_the_delivery_clock(procedure):
    """L 45 excludes from L 44 too."""
    procedure.filed("2026-03-02").accepted("2026-03-02").decided("2026-03-10")
    reading = procedure.special_step("2026-03-11", 3).read("2026-03-18")
    delivery = reading.clock(ClockName.DELIVERY)
    assert (delivery.used, delivery.used_without_exclusions) == (3, 6)
    assert decision(reading).used == 6


def test_the_decision_ends_a_step_and_a_suspension_that_nobody_ended(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").special_step("2026-03-04", 20)
    reading = procedure.decided("2026-03-10").read("2026-03-12")
    assert reading.clock(ClockName.DELIVERY).used == 2
    assert reading.charged == Charged(department=4, nobody=6)


def test_what_is_suspended_after_the_decision_leaves_the_ended_clock_alone(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").decided("2026-03-10")
    reading = procedure.suspended("2026-03-11").read("2026-03-20")
    assert decision(reading).deadline == day("2026-03-30")
    assert reading.clock(ClockName.DELIVERY).deadline is None


def test_a_deadline_in_a_year_without_a_table_is_provisional(procedure):
    procedure.filed("2026-12-10").accepted("2026-12-10")
    clock = decision(procedure.read("2026-12-11"))
    assert (clock.deadline, clock.provisional) == (day("2027-01-07"), True)


# -- facts in any order ------------------------------------------------------------------------


def test_events_of_one_day_apply_in_their_day_order(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-05").notice("2026-03-05", "A")
    assert procedure.read("2026-03-06").proposed[0].kind == "piecemeal"
    placed = type(procedure)().filed("2026-03-02").accepted("2026-03-05", order=1.0)
    assert placed.notice("2026-03-05", "A").read("2026-03-06").proposed == ()


def test_what_happens_after_the_day_of_reading_is_not_read(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-04").decided("2026-03-20")
    reading = procedure.read("2026-03-03")
    assert (reading.state, reading.accepted) == (State.FILED, None)
    assert [e.code for e in reading.effects][1:] == ["after_as_of", "after_as_of"]


def test_what_lies_outside_of_the_procedure_is_told_and_not_read(procedure):
    procedure.accepted("2026-03-01").filed("2026-03-02").refused("2026-03-04")
    procedure.filed("2026-03-09")
    assert procedure.effects() == [
        "before_filing",
        "starts_acceptance_clock",
        "ends_refused",
        "after_end",
    ]
    assert procedure.read("2026-04-01").elapsed == 2
