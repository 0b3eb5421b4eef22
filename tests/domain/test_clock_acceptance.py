"""Acceptance by 行政许可法 32: notices that stop, notices that do not, silence that accepts."""

from datetime import date

import pytest

from envoy_desktop.domain.clock import (
    Charged,
    ClockName,
    Lamp,
    LimitKind,
    Party,
    State,
    Thresholds,
    read,
)

# 2026-03-02 is a Monday; the fifth working day after it is Monday, 03-09.


def day(text):
    return date.fromisoformat(text)


def acceptance(reading):
    clock = reading.clock(ClockName.ACCEPTANCE)
    assert clock
    return clock


def kinds_proposed(reading):
    return [proposal.kind for proposal in reading.proposed]


def test_nothing_filed_is_nothing_but_planned(procedure):
    reading = procedure.read("2026-03-02")
    assert (reading.state, reading.elapsed, reading.clocks) == (State.PLANNED, 0, ())
    assert reading.holder is Party.NOBODY


def test_filing_starts_five_working_days(procedure):
    """L 32(1)4; the day of filing is not counted (民法典 201)."""
    reading = procedure.filed("2026-03-02").read("2026-03-05")
    clock = acceptance(reading)
    assert (clock.limit, clock.used, clock.deadline) == (5, 3, day("2026-03-09"))
    assert (clock.yellow_on, clock.red_on) == (day("2026-03-06"), None)
    assert (reading.state, reading.accepted) == (State.FILED, None)
    assert (reading.holder, reading.holder_since) == (Party.DEPARTMENT, day("2026-03-02"))
    assert reading.changes_on == day("2026-03-10")


def test_online_filing_at_a_weekend_counts_from_its_own_day(procedure):
    """法释〔2009〕20号 6: from the entry into the system, whatever day that is."""
    clock = acceptance(procedure.filed("2026-03-07").read("2026-03-07"))
    assert clock.deadline == day("2026-03-13")


@pytest.mark.parametrize(
    ("as_of", "accepted"),
    [("2026-03-09", None), ("2026-03-10", "2026-03-02"), ("2026-06-01", "2026-03-02")],
)
def test_silence_accepts_on_the_day_of_receipt_from_the_day_after_the_fifth(
    procedure, as_of, accepted
):
    reading = procedure.filed("2026-03-02").read(as_of)
    assert reading.accepted == (day(accepted) if accepted else None)
    assert reading.deemed_accepted is (accepted is not None)
    if accepted:
        clock = acceptance(reading)
        assert (clock.used, clock.ended, clock.lamp) == (5, day("2026-03-09"), Lamp.YELLOW)
        decision = reading.clock(ClockName.DECISION)
        assert (decision.started, decision.deadline) == (day("2026-03-02"), day("2026-03-30"))


def test_a_fifth_day_before_a_weekend_accepts_by_silence_on_saturday(procedure):
    """From the day after the fifth, which need not be a working day."""
    procedure.filed("2026-03-06")  # the fifth is Friday, 03-13
    assert procedure.read("2026-03-13").accepted is None
    assert procedure.read("2026-03-14").accepted == day("2026-03-06")


def test_a_swapped_workday_is_one_of_the_five(procedure):
    """L 82: 02-28, a Saturday, is worked for the Spring Festival."""
    assert acceptance(procedure.filed("2026-02-27").read("2026-03-01")).deadline == day(
        "2026-03-05"
    )


def test_asking_for_something_new_stops_no_clock(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A")
    procedure.resubmitted("2026-03-09", "A").notice("2026-03-11", "B")
    reading = procedure.read("2026-03-20")
    assert reading.charged == Charged(department=11, investor=3, nobody=4)
    assert kinds_proposed(reading) == ["piecemeal"]
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-09"), True)


def test_a_stopping_notice_moves_the_ball_from_the_next_day_on(procedure):
    reading = procedure.filed("2026-03-02").notice("2026-03-04", "A").read("2026-03-10")
    assert reading.state is State.CORRECTING
    assert reading.charged == Charged(department=2, investor=4, nobody=2)
    assert (reading.holder, reading.holder_since) == (Party.INVESTOR, day("2026-03-04"))
    clock = acceptance(reading)
    assert (clock.ended, clock.used, clock.lamp) == (day("2026-03-04"), 2, Lamp.GREEN)
    assert procedure.effects() == ["starts_acceptance_clock", "stopping_notice"]
    assert reading.changes_on is None
    assert procedure.read("2026-12-30").accepted is None  # no silence while papers are missing


def test_the_last_day_that_is_told_is_not_moved_by_what_follows_the_acceptance(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-02").suspended("2026-03-06", "2026-03-11")
    told = procedure.read("2026-03-20").effects[0]
    assert (told.code, told.values["until"]) == ("starts_acceptance_clock", day("2026-03-09"))


def test_the_last_day_that_is_told_is_moved_by_a_suspension_before_the_acceptance(procedure):
    procedure.filed("2026-03-02").suspended("2026-03-04", "2026-03-06").accepted("2026-03-10")
    assert procedure.read("2026-03-20").effects[0].values["until"] == day("2026-03-11")


def test_who_must_make_the_missing_paper_is_charged(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A", party=Party.INTERMEDIARY)
    reading = procedure.read("2026-03-06")
    assert reading.charged == Charged(department=2, intermediary=2)


@pytest.mark.parametrize(
    ("on", "effect", "accepted"),
    [
        ("2026-03-02", "stopping_notice", None),  # on the spot
        ("2026-03-09", "stopping_notice", None),  # by the fifth day
        ("2026-03-10", "after_deemed_acceptance", "2026-03-02"),
    ],
)
def test_the_first_notice_stops_only_by_the_fifth_day(procedure, on, effect, accepted):
    procedure.filed("2026-03-02").notice(on, "A")
    assert procedure.effects()[1] == effect
    reading = procedure.read("2026-03-20")
    assert reading.accepted == (day(accepted) if accepted else None)
    assert kinds_proposed(reading) == (["late_notice"] if accepted else [])


def test_a_notice_after_silence_moves_nothing_and_the_next_new_demand_is_piecemeal(procedure):
    procedure.filed("2026-03-02").notice("2026-03-10", "A").notice("2026-03-12", "B")
    procedure.resubmitted("2026-03-13", "A", "B").accepted("2026-03-16")
    reading = procedure.read("2026-03-20")
    assert procedure.effects() == [
        "starts_acceptance_clock",
        "after_deemed_acceptance",
        "piecemeal",
        "resubmission_moves_nothing",
        "after_deemed_acceptance",
    ]
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-02"), True)
    assert reading.charged == Charged(department=14, nobody=4)
    assert kinds_proposed(reading) == ["late_notice", "piecemeal"]


def test_a_resubmission_gives_a_new_five_days_and_silence_accepts_on_its_day(procedure):
    """L 32(1)5: when all that was asked is in, the organ must accept."""
    procedure.filed("2026-03-02").notice("2026-03-04", "A").resubmitted("2026-03-09")
    clock = acceptance(procedure.read("2026-03-11"))
    assert (clock.started, clock.used, clock.deadline) == (
        day("2026-03-09"),
        2,
        day("2026-03-16"),
    )
    assert procedure.read("2026-03-16").accepted is None
    reading = procedure.read("2026-03-17")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-09"), True)


def test_a_notice_for_what_is_still_open_stops_again(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A", "B", party=Party.INTERMEDIARY)
    procedure.resubmitted("2026-03-06", "A").notice("2026-03-10", "B")
    reading = procedure.read("2026-03-13")
    assert procedure.effects()[-1] == "stops_again"
    assert reading.state is State.CORRECTING
    # 03-03, 04, 09, 10 the department; 03-05, 06, 11, 12, 13 the intermediary, as told first.
    assert reading.charged == Charged(department=4, intermediary=5, nobody=2)
    assert reading.proposed == ()


def test_a_repeated_notice_for_another_party_goes_to_that_party(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A", "B")
    procedure.resubmitted("2026-03-06", "A").notice("2026-03-10", "B", party=Party.INTERMEDIARY)
    assert procedure.read("2026-03-13").charged == Charged(
        department=4, investor=2, intermediary=3, nobody=2
    )


@pytest.mark.parametrize("items", [("A",), ("A", "B"), ("C",)])
def test_what_was_given_is_no_longer_open(procedure, items):
    """Asked again for A, or for open B together with A: any new paper makes it piecemeal."""
    procedure.filed("2026-03-02").notice("2026-03-04", "A", "B")
    procedure.resubmitted("2026-03-06", "A").notice("2026-03-10", *items)
    reading = procedure.read("2026-03-12")
    assert procedure.effects("2026-03-12")[-1] == "piecemeal"
    assert reading.holder is Party.DEPARTMENT


def test_a_paper_first_asked_piecemeal_never_stops_repeated_neither(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A").resubmitted("2026-03-06")
    procedure.notice("2026-03-09", "B").notice("2026-03-10", "B").resubmitted("2026-03-11", "B")
    assert procedure.effects()[3:] == ["piecemeal", "piecemeal", "resubmission_moves_nothing"]
    reading = procedure.read("2026-03-16")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-06"), True)
    assert reading.charged.investor == 2
    assert kinds_proposed(reading) == ["piecemeal", "piecemeal"]


def test_a_second_notice_while_the_papers_are_out_leaves_the_ball_where_it_is(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A")
    procedure.notice("2026-03-05", "B", party=Party.INTERMEDIARY).notice("2026-03-06", "A")
    assert procedure.effects()[2:] == ["piecemeal", "repeated_notice"]
    assert procedure.read("2026-03-10").charged == Charged(department=2, investor=4, nobody=2)


def test_giving_only_what_was_asked_piecemeal_does_not_answer_the_stop(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A").notice("2026-03-05", "B")
    reading = procedure.resubmitted("2026-03-09", "B").read("2026-03-12")
    assert (reading.state, reading.holder) == (State.CORRECTING, Party.INVESTOR)


def test_the_rest_of_a_partial_resubmission_opens_the_days_anew(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A", "B")
    procedure.resubmitted("2026-03-06", "A").resubmitted("2026-03-11", "B")
    assert acceptance(procedure.read("2026-03-12")).deadline == day("2026-03-18")
    assert procedure.read("2026-03-19").accepted == day("2026-03-11")


def test_notices_that_name_no_papers(procedure):
    """The first stops; once something was given nothing is open, and a second asks anew."""
    procedure.filed("2026-03-02").notice("2026-03-04").notice("2026-03-05")
    procedure.resubmitted("2026-03-06", "A").notice("2026-03-09")
    assert procedure.effects() == [
        "starts_acceptance_clock",
        "stopping_notice",
        "repeated_notice",
        "restarts_acceptance_clock",
        "piecemeal",
    ]


def test_an_acceptance_in_time_counts_from_its_own_day(procedure):
    reading = procedure.filed("2026-03-02").accepted("2026-03-05").read("2026-03-12")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-05"), False)
    assert (acceptance(reading).ended, acceptance(reading).used) == (day("2026-03-05"), 3)
    assert reading.clock(ClockName.DECISION).used == 5


@pytest.mark.parametrize(
    ("on", "accepted", "deemed"),
    [("2026-03-09", "2026-03-09", False), ("2026-03-10", "2026-03-02", True)],
)
def test_an_acceptance_after_the_fifth_day_moves_nothing(procedure, on, accepted, deemed):
    reading = procedure.filed("2026-03-02").accepted(on).read("2026-03-12")
    assert (reading.accepted, reading.deemed_accepted) == (day(accepted), deemed)


def test_an_acceptance_found_late_undoes_the_silence(procedure):
    """The reading is a function of the set: it does not matter when a fact was entered."""
    procedure.filed("2026-03-02").decided("2026-03-20")
    assert procedure.read("2026-03-20").deemed_accepted
    reading = procedure.accepted("2026-03-06").read("2026-03-20")
    assert (reading.accepted, reading.deemed_accepted) == (day("2026-03-06"), False)


def test_a_demand_after_the_acceptance_is_piecemeal_and_stops_nothing(procedure):
    procedure.filed("2026-03-02").accepted("2026-03-05").notice("2026-03-11", "A")
    reading = procedure.resubmitted("2026-03-16").read("2026-03-20")
    assert procedure.effects()[2:] == ["piecemeal", "resubmission_moves_nothing"]
    assert reading.charged == Charged(department=14, nobody=4)
    assert reading.clock(ClockName.DECISION).used == 11


def test_the_earliest_filing_counts(procedure):
    procedure.filed("2026-03-04").filed("2026-03-02")
    reading = procedure.read("2026-03-05")
    assert reading.filed == day("2026-03-02")
    assert procedure.effects() == ["starts_acceptance_clock", "duplicate_filing"]


def test_not_accepted_ends_everything(procedure):
    reading = procedure.filed("2026-03-02").not_accepted("2026-03-06").read("2026-04-01")
    assert (reading.state, reading.ended) == (State.NOT_ACCEPTED, day("2026-03-06"))
    assert reading.charged == Charged(department=4)
    assert (reading.elapsed, acceptance(reading).ended) == (4, day("2026-03-06"))
    assert reading.clock(ClockName.DECISION) is None


def test_not_accepted_after_silence_ends_an_accepted_procedure(procedure):
    procedure.filed("2026-03-02").not_accepted("2026-03-12")
    reading = procedure.read("2026-04-01")
    assert (reading.accepted, reading.state) == (day("2026-03-02"), State.NOT_ACCEPTED)
    assert procedure.effects()[1] == "not_accepted_after_deemed_acceptance"


def test_a_special_step_never_takes_from_the_five_days(procedure):
    """L 45 excludes from L 42 to 44; the acceptance is L 32."""
    procedure.filed("2026-03-02").special_step("2026-03-04", 10)
    assert acceptance(procedure.read("2026-03-06")).used == 4
    assert procedure.effects("2026-03-06")[1] == "before_acceptance"
    assert procedure.read("2026-03-10").deemed_accepted


def test_a_suspension_stops_the_five_days_too(procedure):
    """The applicant asked for it, so silence in the meantime accepts nothing."""
    procedure.filed("2026-03-02").suspended("2026-03-04", "2026-03-12")
    clock = acceptance(procedure.read("2026-03-13"))
    assert (clock.used, clock.deadline) == (3, day("2026-03-17"))
    assert procedure.read("2026-03-17").accepted is None
    assert procedure.read("2026-03-18").accepted == day("2026-03-02")


def test_the_intermediary_leads_its_own_items(procedure):
    procedure.under(led_by_intermediary=True, licence=False, promised_limit=10)
    procedure.filed("2026-03-02").notice("2026-03-04", "A").resubmitted("2026-03-09")
    assert procedure.read("2026-03-13").charged == Charged(intermediary=6, investor=3, nobody=2)


def test_the_days_after_a_resubmission_are_a_setting(procedure):
    procedure.filed("2026-03-02").notice("2026-03-04", "A").resubmitted("2026-03-09")
    reading = read(
        procedure.events,
        procedure.terms,
        procedure.calendar,
        day("2026-03-13"),
        Thresholds(resubmission_window=3),
    )
    assert reading.accepted == day("2026-03-09")
    assert {c.limit_kind for c in reading.clocks} == {LimitKind.STATUTORY}
