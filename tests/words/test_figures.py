"""Figures as words: every code has its words, and a figure says itself as a memo would."""

from datetime import date

from envoy_desktop.casework.logs import REASONS
from envoy_desktop.domain.departments import NOTES, Figure, Held
from envoy_desktop.domain.survival import Interval
from envoy_desktop.words import figures as words

NOTHING = Interval(None, None, None)


def figure(**more):
    given = {
        "cases": 21, "open": 0, "median": Interval(14, 12, 18), "p90": NOTHING, "used": NOTHING,
        "promised": Held(9, 12), "statutory": Held(21, 0), "overdue_days": 0, "overdue_cases": 0,
        "durations": (),
    }  # fmt: skip
    return Figure(**{**given, **more})


def test_every_note_and_reason_has_its_words():
    assert [code for code in NOTES if words.note(code) == code] == []
    assert [code for code in REASONS if words.reason(code) == code] == []


def test_a_figure_as_a_sentence():
    said = words.sentence(
        "市自然资源局", "建设工程规划许可证", figure(), since=date(2026, 3, 1), promised=10
    )
    assert said == (
        "自2026年3月1日以来，市自然资源局办理建设工程规划许可证21件，部门用时中位数14个工作日"
        "（95%区间12—18），承诺10个工作日，超承诺12件。"
    )


def test_few_cases_are_no_statistic_in_words_either():
    few = figure(
        cases=3, open=1, median=NOTHING, promised=Held(0, 0),
        durations=((3, True), (9, True), (40, False)),
    )  # fmt: skip
    assert words.sentence("市林业局", "", few) == (
        "市林业局办理各事项3件（其中在办1件），办结的部门用时为3、9个工作日，"
        "在办的已用40个工作日，不足5件，不作统计。"
    )


def test_what_is_not_known_yet_is_said_so():
    said = words.sentence("市林业局", "", figure(median=NOTHING, open=15, promised=Held(0, 0)))
    assert "尚不能定" in said
    assert words.interval(12, None) == "12 以上"
    assert words.interval(None, None) == "—"
