"""Charts of figures: what they count adds up, changes are found and not invented, ink stays in."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from envoy_desktop.domain import charts, drawing
from envoy_desktop.domain.charts import (
    Amount,
    Bars,
    Fan,
    Mark,
    Point,
    Reliability,
    Span,
)
from envoy_desktop.domain.drawing import Box, Speech, Stroke, Words

CASES = st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.integers(0, 700)), min_size=1)
FIRST = date(2025, 1, 1).toordinal()


def columns(cases):
    days, ended, filed = zip(*cases, strict=True)
    return (
        np.array(days, np.float64), np.array(ended, bool), FIRST + np.array(filed, np.int64)
    )  # fmt: skip


@given(CASES)
@settings(max_examples=60, deadline=None)
def test_every_case_stands_in_one_bin_and_one_month(cases):
    days, ended, filed = columns(cases)
    made = charts.distribution(days, ended, "days", (Mark(20, "承诺 20"),))
    assert sum(one.ended for one in made.bins) == int(ended.sum())
    assert sum(one.ended + one.open for one in made.bins) == len(days)
    assert len(made.bins) <= charts.MOST_BINS
    assert made.bins[-1].high > 20  # the limit lies inside the chart
    months = charts.months(filed, days, ended).months
    assert sum(one.cases for one in months) == len(days)
    assert all(one.median is None for one in months if one.cases < 5)
    assert all(len(one.told) == one.cases for one in months if one.cases < 5)


@given(CASES, st.sampled_from([(300, 180), (420, 220), (900, 300)]))
@settings(max_examples=40, deadline=None)
def test_no_stroke_leaves_the_paper(cases, size):
    days, ended, filed = columns(cases)
    width, height = size
    for chart in (
        charts.distribution(days, ended, "days", (Mark(10, "承诺"), Mark(20, "法定"))),
        charts.survival_chart(days, ended, "days", (Mark(10, "承诺"),), (days * 2, ended)),
        charts.months(filed, days, ended, (Mark(10, "承诺"),)),
    ):
        made = drawing.draw(chart, Speech(), width, height, 10, lambda text: 6.0 * len(text))
        for shape in made.shapes:
            if isinstance(shape, Box):
                points = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
            elif isinstance(shape, Stroke):
                points = list(shape.points)
            else:
                assert isinstance(shape, Words)
                points = [(shape.x, shape.y)]
            for x, y in points:
                assert -8 <= x <= width + 8
                assert -8 <= y <= height + 8


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.booleans()), min_size=4, max_size=60)
)
@settings(max_examples=60, deadline=None)
def test_the_log_rank_test_is_scipys(cases):
    days = np.array([one[0] for one in cases], np.float64)
    ended = np.array([one[1] for one in cases])
    group = np.array([one[2] for one in cases])
    own = charts.log_rank(days, ended, group)
    if not group.any() or group.all() or not ended.any():
        assert own == 0
        return
    x = stats.CensoredData(days[group & ended], right=days[group & ~ended])
    y = stats.CensoredData(days[~group & ended], right=days[~group & ~ended])
    with np.errstate(all="ignore"):
        theirs = float(stats.logrank(x, y).statistic)
    if np.isfinite(theirs):
        assert own == pytest.approx(theirs, abs=1e-9)


def test_a_change_is_found_where_it_is_and_not_invented():
    dice = np.random.default_rng(5)
    invented = 0
    for _city in range(60):
        filed = FIRST + np.sort(dice.integers(0, 540, 200))
        days = dice.lognormal(2.3, 0.6, 200).round()
        invented += charts.months(filed, days, dice.random(200) < 0.9).change is not None
    assert invented <= 6  # one in twenty, of sixty
    filed = FIRST + np.sort(dice.integers(0, 540, 300))
    late = filed >= date(2026, 1, 1).toordinal()
    days = (dice.lognormal(2.3, 0.5, 300) * np.where(late, 2.0, 1.0)).round()
    found = charts.months(filed, days, np.ones(300, bool)).change
    assert found is not None
    assert found.slower
    assert abs((found.first - date(2026, 1, 1)).days) <= 62
    assert found.after > 1.5 * found.before


def test_items_of_different_limits_stand_as_shares():
    from envoy_desktop.domain.departments import Cases

    def cases(items, limits):
        n = len(items)
        marks = np.zeros(n, np.int8)
        return Cases(
            np.zeros(n, np.intp), np.array(items), np.full(n, 6.0), np.ones(n, bool),
            np.array(limits, float), marks, marks, np.zeros(n),
        )  # fmt: skip

    days, _ended, unit = charts.lengths(cases([0, 1], [3, 60]))
    assert (unit, days.tolist()) == ("share", [2.0, 0.1])
    assert charts.lengths(cases([0, 0], [3, 4]))[2] == "days"
    days, _ended, unit = charts.lengths(cases([0, 1, 2], [3, 60, np.nan]))
    assert len(days) == 2  # one without a limit cannot be held against any


@pytest.mark.parametrize(
    "chart",
    [
        Reliability((Point(0.5, 0.4), Point(0.9, 0.8)), 30),
        Bars((Amount("很长的事项名称" * 8, 30, 12), Amount("短", 1)), part="其中超期"),
        Fan(((0.1, FIRST + 3), (0.5, FIRST + 30), (0.9, FIRST + 90)), FIRST, FIRST + 40,
            (Span("规划许可", FIRST + 10, FIRST + 20),)),
        Bars(()),
    ],
)  # fmt: skip
def test_every_chart_is_drawn_by_strokes_alone(chart):
    made = drawing.draw(chart, Speech(nothing="还没有数据"), 400, 240, 10, lambda t: 6.0 * len(t))
    assert made.shapes
    if drawing.is_empty(chart):
        assert made.shapes == [Words(200, 120, "还没有数据", "middle", "muted")]


def test_what_is_cut_says_so():
    assert drawing.cut("建设工程规划许可证", 40, lambda t: 10.0 * len(t)) == "建设工…"
