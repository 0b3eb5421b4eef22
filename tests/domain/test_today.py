"""Today: everything that needs the envoy stands once, in the right group, worst first."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.today import ACTIONS, GROUPS, Entry, read_today
from envoy_desktop.domain.today_rows import (
    InvestorDuty,
    OpenDuty,
    OpenMandate,
    OpenMilestone,
    OpenObstacle,
    OpenProcedure,
    OpenPromise,
    RatingToAsk,
    Snooze,
    TodayRows,
    WaitingMemo,
)

CALENDAR = Calendar()
TODAY = date(2026, 3, 18)  # a Wednesday
SINCE = date(2026, 3, 2)


def procedure(holder="department", clock="decision", **more) -> OpenProcedure:
    return OpenProcedure(1, 5, "工程规划许可", holder, SINCE, clock, department=9, **more)


def only(**rows) -> Entry:
    (entry,) = read_today(TodayRows(**rows), CALENDAR, TODAY).entries
    return entry


def day(n: int) -> date:
    return date(2026, 3, n)


def test_a_decision_over_its_statutory_day_asks_for_a_memo():
    entry = only(procedures=[procedure(deadline=day(13), lamp="red")])
    assert (entry.group, entry.lamp, entry.about) == ("overdue", "red", "decision")
    assert (entry.days, entry.meaning, entry.action) == (3, "overdue_by", "write_memo")
    assert (entry.owner.party, entry.owner.department) == ("department", 9)


def test_an_acceptance_that_is_late_asks_for_its_receipt():
    entry = only(procedures=[procedure(clock="acceptance", deadline=day(17))])
    assert (entry.group, entry.action) == ("overdue", "record_accepted")


def test_the_promise_may_be_over_while_the_law_is_not():
    entry = only(procedures=[procedure(deadline=day(27), promised_deadline=day(13))])
    assert (entry.group, entry.about, entry.lamp, entry.days) == ("overdue", "promised", "red", 3)


def test_over_by_calendar_days_alone_is_yellow_and_disputed():
    entry = only(procedures=[procedure(deadline=day(13), lamp="yellow", unit_disputed=True)])
    assert (entry.group, entry.lamp, entry.disputed) == ("overdue", "yellow", True)


def test_due_within_three_working_days():
    soon = only(procedures=[procedure(deadline=day(23), lamp="yellow")])
    assert (soon.group, soon.days, soon.meaning, soon.action) == (
        "due_soon",
        3,
        "left",
        "record_decided",
    )
    on_the_day = only(procedures=[procedure(clock="delivery", deadline=TODAY)])
    assert (on_the_day.group, on_the_day.days, on_the_day.action) == (
        "due_soon",
        0,
        "record_delivered",
    )
    later = read_today(TodayRows(procedures=[procedure(deadline=day(24))]), CALENDAR, TODAY)
    assert later.entries == ()
    assert [e.date for e in later.next] == [day(24)]  # what comes next


def test_the_investor_has_the_ball():
    entry = only(procedures=[procedure("investor", deadline=None)])
    assert (entry.group, entry.days, entry.meaning, entry.action) == (
        "waiting_investor",
        12,
        "waited",
        "record_resubmitted",
    )


def test_an_obstacle_waits_then_is_due_then_is_over():
    def obstacle(due: date, **more) -> Entry:
        return only(obstacles=[OpenObstacle(3, 5, "互为前置", SINCE, 9, answer_due=due, **more)])

    assert obstacle(day(31)).group == "waiting_department"
    assert obstacle(day(31)).days == 12
    assert obstacle(day(20)).group == "due_soon"
    late = obstacle(day(16))
    assert (late.group, late.days, late.action) == ("overdue", 2, "log_call")
    assert obstacle(day(16), last_attempt_on=day(10)).action == "write_memo"


def test_an_obstacle_that_nobody_touched_for_long_comes_up():
    quiet = OpenObstacle(3, 5, "互为前置", SINCE, 9)
    tried = OpenObstacle(4, 5, "另一件", SINCE, 9, last_attempt_on=day(17))
    reading = read_today(TodayRows(obstacles=[tried, quiet]), CALENDAR, TODAY, stale_after=5)
    assert [(e.id, e.lamp) for e in reading.entries] == [(3, "yellow"), (4, "green")]


def test_an_obstacle_and_a_procedure_of_equal_weight_stand_side_by_side():
    rows = TodayRows(
        procedures=[procedure(deadline=day(20), lamp="yellow")],
        obstacles=[OpenObstacle(3, 5, "互为前置", SINCE, 9, answer_due=day(20))],
    )
    kinds = [entry.kind for entry in read_today(rows, CALENDAR, TODAY).entries]
    assert sorted(kinds) == ["obstacle", "procedure"]


def test_an_instruction_running_out_has_its_own_group():
    entry = only(duties=[OpenDuty(4, "批示落实", "instruction", day(20), department=9)])
    assert (entry.group, entry.days, entry.action) == ("running_out", 2, "mark_duty_done")
    late = OpenDuty(4, "批示落实", "instruction", day(16), department=9, to_remind="urge")
    assert (only(duties=[late]).group, only(duties=[late]).action) == ("overdue", "urge")
    told = only(duties=[replace(late, to_remind="")])  # was urged and need not be again yet
    assert told.action == "mark_duty_done"


def test_a_memo_without_an_answer():
    entry = only(memos=[WaitingMemo(6, "请示", day(4), addressee="市政府")])
    assert (entry.group, entry.lamp, entry.days, entry.action) == (
        "unanswered_memos",
        "yellow",
        10,
        "record_instruction",
    )
    no_answer_wanted = TodayRows(memos=[WaitingMemo(6, "专报", day(4), answer_wanted=False)])
    assert read_today(no_answer_wanted, CALENDAR, TODAY).entries == ()


def test_the_investors_own_duty_is_never_a_departments():
    entry = only(investor_duties=[InvestorDuty(8, 5, "竣工验收备案", day(16))])
    assert (entry.group, entry.owner.party, entry.lamp) == ("overdue", "investor", "yellow")


def test_broken_commitments_lead_then_the_gravest_and_longest():
    reading = read_today(
        TodayRows(
            procedures=[
                OpenProcedure(1, 5, "a", "department", SINCE, "decision", 9, deadline=day(16)),
                OpenProcedure(2, 5, "b", "department", SINCE, "decision", 9, deadline=day(5)),
                OpenProcedure(
                    3, 5, "c", "department", SINCE, "decision", 9, plan_deadline=date(2026, 1, 5)
                ),
            ],
            duties=[OpenDuty(4, "承诺", "commitment", day(17), 5, 9)],
        ),
        CALENDAR,
        TODAY,
    )
    assert [(e.kind, e.id) for e in reading.entries] == [
        ("duty", 4),
        ("procedure", 2),
        ("procedure", 1),
        ("procedure", 3),
    ]


def test_groups_come_in_the_order_of_the_screen():
    reading = read_today(
        TodayRows(
            procedures=[procedure("investor"), procedure(deadline=day(20))],
            obstacles=[OpenObstacle(3, 5, "x", SINCE, 9, answer_due=day(31))],
            duties=[OpenDuty(4, "y", "decision", day(20))],
            memos=[WaitingMemo(6, "z", day(4))],
            investor_duties=[InvestorDuty(8, 5, "w", day(16))],
        ),
        CALENDAR,
        TODAY,
    )
    assert tuple(group for group, _ in reading.groups) == GROUPS


def test_a_snoozed_entry_sleeps_until_its_day():
    rows = [procedure(deadline=day(13))]

    def snoozed(until: date) -> tuple[int, int]:
        reading = read_today(
            TodayRows(procedures=rows, snoozes=[Snooze("procedure", 1, until, "等会议")]),
            CALENDAR,
            TODAY,
        )
        return len(reading.entries), len(reading.snoozed)

    assert snoozed(day(19)) == (0, 1)
    assert snoozed(TODAY) == (1, 0)


DAYS = st.none() | st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))


@given(
    st.lists(
        st.builds(
            OpenProcedure,
            id=st.integers(1, 10**6),
            project=st.just(1),
            name=st.just("x"),
            holder=st.sampled_from(["department", "investor", "intermediary", "nobody"]),
            holder_since=st.dates(TODAY - timedelta(days=60), TODAY),
            clock=st.sampled_from(["acceptance", "decision", "delivery"]),
            deadline=DAYS,
            promised_deadline=DAYS,
            plan_deadline=DAYS,
        ),
        unique_by=lambda row: row.id,
    ),
    st.randoms(),
)
def test_each_stands_at_most_once_and_the_order_of_rows_does_not_matter(rows, random):
    reading = read_today(TodayRows(procedures=rows), CALENDAR, TODAY)
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert read_today(TodayRows(procedures=shuffled), CALENDAR, TODAY) == reading
    ids = [e.id for e in reading.entries]
    assert len(ids) == len(set(ids))
    assert all(e.days >= 0 and e.action in ACTIONS for e in reading.entries)


# --- people: milestones, mandates, promises, ratings ------------------------------------------


def test_a_stage_stands_with_its_own_day_and_breaks_no_promise():
    entry = only(duties=[OpenDuty(4, "通路", "commitment", day(20), party="envoy", stage="路基")])
    late = only(duties=[OpenDuty(4, "通路", "commitment", day(16), party="envoy", stage="路基")])
    assert (entry.about, late.about, late.lamp) == ("stage", "stage", "yellow")


def test_a_late_milestone_is_yellow_and_asks_what_became_of_it():
    entry = only(milestones=[OpenMilestone(7, 1, "取得土地", day(16))])
    assert (entry.group, entry.lamp, entry.action) == ("overdue", "yellow", "mark_reached")


def test_a_mandate_that_runs_out_stands_with_what_runs_out_and_is_overdue_after_it():
    soon = only(mandates=[OpenMandate(7, 1, "卧龙", day(27))])
    over = only(mandates=[OpenMandate(7, 1, "卧龙", day(16))])
    assert (soon.group, soon.action) == ("running_out", "renew_mandate")
    assert (over.group, over.lamp) == ("overdue", "red")


def test_a_promise_waits_then_is_due_then_overdue():
    def promised(n):
        return only(promises=[OpenPromise(7, "出证", day(10), day(n), 1, 9)])

    groups = [(promised(n).group, promised(n).action) for n in (30, 20, 16)]
    assert groups == [
        ("waiting_department", "mark_kept"),
        ("due_soon", "mark_kept"),
        ("overdue", "mark_kept"),
    ]


def test_a_promise_is_laid_at_no_door_where_nobody_was_named():
    def owner(project, department):
        return only(promises=[OpenPromise(7, "出证", day(10), day(30), project, department)]).owner

    assert owner(None, None).party == "nobody"
    assert owner(1, None).party == "investor"
    assert owner(1, 9).party == "department"


def test_a_rating_is_asked_for_last_of_what_waits_for_the_investor():
    entry = only(ratings=[RatingToAsk(7, 1, "选址意见书", day(16), 9)])
    assert (entry.group, entry.kind, entry.action) == ("waiting_investor", "rating", "ask_rating")
