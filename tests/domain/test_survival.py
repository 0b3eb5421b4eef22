"""Kaplan–Meier against scipy, against a slow version of our own, and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from envoy_desktop.domain.survival import curve

CASES = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60).filter(
    lambda cases: any(ended for _, ended in cases)
)


def slow(cases, z=1.959963984540054):
    """The same by walking the days: (time, share open, Greenwood variance, low, high)."""
    share, total, rows = 1.0, 0.0, []
    for day in sorted({length for length, ended in cases if ended}):
        at_risk = sum(length >= day for length, _ in cases)
        ends = sum(length == day and ended for length, ended in cases)
        share *= 1 - ends / at_risk
        if at_risk == ends:
            rows.append((day, 0.0, 0.0, 0.0, 0.0))
            continue
        total += ends / (at_risk * (at_risk - ends))
        reach = z * math.sqrt(total) / abs(math.log(share))
        rows.append(
            (day, share, share**2 * total, share ** math.exp(reach), share ** math.exp(-reach))
        )
    return rows


@given(CASES)
def test_the_curve_is_the_slow_one(cases):
    drawn = curve([c[0] for c in cases], [c[1] for c in cases])
    rows = slow(cases)
    assert drawn.time.tolist() == [row[0] for row in rows]
    for n, name in enumerate(("still_open", "variance", "low", "high"), start=1):
        assert getattr(drawn, name).tolist() == pytest.approx([row[n] for row in rows], abs=1e-9), (
            name
        )
    for share in (0.5, 0.9):
        reached = drawn.interval(share)
        for value, place in ((reached.value, 1), (reached.low, 3), (reached.high, 4)):
            days = [row[0] for row in rows if row[place] <= 1 - share + 1e-12]
            assert value == (days[0] if days else None)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@pytest.mark.parametrize("seed", range(20))
def test_the_curve_and_its_band_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(5, 400))
    true, gone = rng.lognormal(2.5, 0.8, count).round(), rng.uniform(0, 60, count).round()
    lengths, ended = np.minimum(true, gone), true <= gone
    if not ended.any():
        ended[0] = True
    theirs = stats.ecdf(stats.CensoredData.right_censored(lengths, ~ended)).sf
    band = theirs.confidence_interval(0.95, method="log-log")
    ours = curve(lengths, ended)
    at = np.isin(theirs.quantiles, ours.time)
    assert ours.still_open == pytest.approx(theirs.probabilities[at], abs=1e-9)
    low, high = band.low.probabilities[at], band.high.probabilities[at]
    known = np.isfinite(low) & (theirs.probabilities[at] > 0)
    assert ours.low[known] == pytest.approx(low[known], abs=1e-9)
    assert ours.high[known] == pytest.approx(high[known], abs=1e-9)


def test_as_computed_by_hand():
    # ends at 2, 4, 4; open at 3, 4 and 5
    drawn = curve([2, 4, 4, 3, 4, 5], [True, True, True, False, False, False])
    assert drawn.time.tolist() == [2, 4]
    assert drawn.at_risk.tolist() == [6, 4]
    assert drawn.still_open.tolist() == pytest.approx([5 / 6, 5 / 12])
    assert (drawn.median.value, drawn.p90.value) == (4, None)
    assert (drawn.cases, drawn.open) == (6, 3)
    assert (drawn.share_open(1), drawn.share_open(2)) == (1.0, pytest.approx(5 / 6))


def test_open_cases_do_not_flatter():
    closed_alone = curve([5] * 20, [True] * 20).median.value
    whole = curve([5] * 20 + [60] * 40, [True] * 20 + [False] * 40).median.value
    assert (closed_alone, whole) == (5, None)


def test_no_case_at_all_says_nothing():
    drawn = curve([], [])
    assert drawn.median.value is None
    assert (drawn.cases, drawn.open) == (0, 0)


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="below"):
        curve([-1], [True])
