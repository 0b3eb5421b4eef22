"""Obstacles: kinds, answers owed, urgency that can be argued with, and the guess from a line."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.guess import Guess, KnownDepartment, KnownProcedure, guess
from envoy_desktop.domain.guess_words import KIND_WORDS
from envoy_desktop.domain.obstacles import (
    KINDS,
    ObstacleFacts,
    answer_due,
    is_stale,
    stale_days,
    urgency,
)

REFERENCE = Path(__file__).resolve().parents[2] / "db" / "reference"
CALENDAR = Calendar()
MONDAY = date(2026, 3, 2)
TODAY = date(2026, 3, 27)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DEPARTMENTS = [
    KnownDepartment(row["code"], row["name"], row["short_name"]) for row in rows("departments.csv")
]
PROCEDURES = [
    KnownProcedure(row["code"], row["name"], row["code"], row["lead_department"])
    for row in rows("catalogue.csv")
]


# -- kinds ---------------------------------------------------------------------------------


def test_the_kinds_that_clocks_and_city_rules_speak_of_are_there():
    assert {
        "piecemeal",
        "off_list_demand",
        "window_cannot_decide",
        "sent_to_back_office",
        "overdue",
        "before_the_clock",
        "fee_violation",
        "promise_broken",
    } <= set(KINDS)
    assert KIND_WORDS.keys() <= KINDS.keys()


def test_only_a_departments_doing_is_charged_to_it():
    assert KINDS["investor_delay"].charged_party == "investor"
    assert KINDS["intermediary_delay"].charged_party == "intermediary"
    assert all(k.charged_party == "department" for k in KINDS.values() if k.is_violation)


def test_an_answer_is_owed_in_working_days_and_the_day_of_asking_is_not_counted():
    assert answer_due("piecemeal", date(2026, 3, 5), CALENDAR) == date(2026, 3, 10)
    assert answer_due("no such kind", MONDAY, CALENDAR) == date(2026, 3, 9)


# -- urgency -------------------------------------------------------------------------------


def test_every_point_of_an_urgency_has_its_reason():
    facts = ObstacleFacts(
        "overdue",
        MONDAY,
        answer_due=date(2026, 3, 4),
        attempts_on=(date(2026, 3, 4), date(2026, 3, 10)),
        critical=True,
        days_over=4,
    )
    reading = urgency(facts, CALENDAR, TODAY)
    assert {p.code: (p.points, p.figure) for p in reading.parts} == {
        "severity": (30, 5),
        "critical": (20, 1),
        "answer_over": (15, 17),
        "days_over": (10, 4),
        "waiting": (9, 19),
        "stale": (5, 13),
        "attempts": (4, 2),
    }
    assert reading.score == sum(p.points for p in reading.parts)


FACTS = st.builds(
    ObstacleFacts,
    kind=st.sampled_from(sorted(KINDS)),
    logged_on=st.dates(date(2026, 1, 1), TODAY),
    answer_due=st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 1)),
    critical=st.booleans(),
    slack=st.none() | st.integers(-20, 60),
    days_over=st.integers(0, 400),
    commitment_at_risk=st.booleans(),
    key_project=st.booleans(),
)


@given(FACTS)
def test_urgency_stays_in_bounds_and_waiting_longer_never_lowers_it(facts):
    now = urgency(facts, CALENDAR, TODAY)
    later = urgency(facts, CALENDAR, TODAY + timedelta(days=30))
    assert 0 <= now.score <= later.score <= 100
    assert now.score == min(100, sum(p.points for p in now.parts))


def test_an_obstacle_goes_stale_after_five_working_days_without_an_attempt():
    assert stale_days(MONDAY, [date(2026, 3, 6)], CALENDAR, date(2026, 3, 9)) == 1
    assert not is_stale(MONDAY, [], CALENDAR, date(2026, 3, 9))
    assert is_stale(MONDAY, [], CALENDAR, date(2026, 3, 10))
    assert not is_stale(MONDAY, [date(2026, 3, 9)], CALENDAR, date(2026, 3, 10))


# -- the guess -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind", "department", "procedure"),
    [
        ("规划局第三次补正，又要一份承诺书", "piecemeal", "ziran", ""),
        ("环评报告书审批已超过时限，生态环境局还没批", "overdue", "shengtai", "HJ-SH"),
        ("住建局窗口说要回局里科室盖章", "sent_to_back_office", "zhujian", ""),
        ("施工证要求先交环评批复，清单没有", "off_list_demand", "zhujian", "ZJ-XK"),
        ("水保方案材料拒收，没给回执", "before_the_clock", "shuili", "SB-SP"),
        ("人防办收了易地建设费高于下限", "fee_violation", "renfang", "RF-SP"),
        ("资规局和住建局意见不一致，互相推", "department_conflict", "ziran", ""),
        ("设计院图纸没出", "intermediary_delay", "zj_sj", ""),
        ("供电公司说红线外管线要企业出钱", "utility", "gongdian", ""),
        ("节能审查委托评审费让我们出", "fee_violation", "fagai", "NY-SC"),
        ("GH-XK 还没批", "overdue", "ziran", "GH-XK"),
        ("发改委窗口第二次要求补日照分析", "piecemeal", "fagai", ""),
        ("你好", "other", "", ""),
    ],
)
def test_what_a_line_is_about(line, kind, department, procedure):
    found = guess(line, DEPARTMENTS, PROCEDURES)
    assert (found.kind, found.department, found.procedure) == (kind, department, procedure)


def test_what_the_line_does_not_say_comes_from_the_screen_and_is_not_sure():
    here = KnownProcedure("7", "取水许可", department="shuili", current=True)
    found = guess("窗口无权，要等领导", DEPARTMENTS, [*PROCEDURES, here])
    assert found == Guess("window_cannot_decide", "shuili", "7", frozenset({"kind"}), ("窗口无权",))


def test_another_departments_name_does_not_point_at_the_procedure_on_the_screen():
    here = KnownProcedure("7", "取水许可", department="shuili", current=True)
    theirs = KnownProcedure("9", "某事项", department="ranqi", in_progress=True)
    found = guess("燃气公司一直拖延", DEPARTMENTS, [here, theirs])
    assert (found.department, found.procedure) == ("ranqi", "9")
    assert "procedure" not in found.sure


def test_of_two_alike_the_named_departments_is_meant():
    alike = [KnownProcedure(k, "竣工验收备案", department=k) for k in ("renfang", "zhujian")]
    assert guess("住建局竣工验收备案没批", DEPARTMENTS, alike).procedure == "zhujian"
    assert guess("竣工验收备案没批", DEPARTMENTS, alike).procedure == "renfang"


def test_of_two_names_with_the_same_spoken_word_the_one_that_stands_in_the_line_is_meant():
    alike = [
        KnownProcedure("land", "建设用地规划许可证核发", "YD", "", in_progress=True),
        KnownProcedure("works", "建设工程规划许可证核发", "GC", ""),
    ]
    assert guess("建设工程规划许可证又要补日照分析", (), alike).procedure == "works"


@given(st.text(max_size=60))
def test_any_line_gives_the_same_guess_twice_and_never_an_unknown_key(line):
    found = guess(line, DEPARTMENTS, PROCEDURES)
    assert found == guess(line, DEPARTMENTS, PROCEDURES)
    assert found.kind in KINDS
    assert found.department in {"", *(d.key for d in DEPARTMENTS)}
    assert found.procedure in {"", *(p.key for p in PROCEDURES)}
