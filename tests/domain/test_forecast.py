"""The forecast: what is learnt from cases, what the limits say, what the draws add up to."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.forecast import (
    Distribution,
    ForecastStep,
    forecast,
    from_limits,
    kaplan_meier,
    learn,
)
from envoy_desktop.domain.refusal import Refusal


def fixed(days: int) -> Distribution:
    return Distribution(np.full(512, days, dtype=np.int16), 9, "learnt")


# -- lengths -------------------------------------------------------------------------------


@pytest.mark.parametrize(("promised", "statutory"), [(10, 20), (7, 20), (30, 60), (1, 3), (3, 7)])
def test_with_no_history_the_promise_is_the_median_and_the_law_the_ninetieth(promised, statutory):
    known = from_limits(promised, statutory)
    assert (known.quantile(0.5), known.quantile(0.9)) == (promised, statutory)
    assert not known.history


@pytest.mark.parametrize(
    ("promised", "statutory", "median", "p90", "basis"),
    [
        (10, None, 10, 15, "promised_only"),
        (None, 30, 20, 30, "statutory_only"),
        (None, None, 10, 20, "none"),
        (0, None, 1, 1, "promised_only"),
    ],
)
def test_a_missing_limit_is_made_up_for_and_named(promised, statutory, median, p90, basis):
    known = from_limits(promised, statutory)
    assert (known.quantile(0.5), known.quantile(0.9), known.basis) == (median, p90, basis)


def test_kaplan_meier_as_computed_by_hand():
    # closed at 2, 4, 4; open at 3, 4 and 5: one open at 4 is still at risk on day 4
    chances = kaplan_meier([2, 4, 4, 3, 4, 5], [True, True, True, False, False, False])
    assert chances.tolist() == pytest.approx([0, 0, 1 / 6, 1 / 6, 7 / 12, 7 / 12])


def test_open_cases_make_the_slow_look_slow():
    closed_only = learn([5] * 20, [True] * 20, promised=10, statutory=20)
    with_open = learn([5] * 20 + [60] * 40, [True] * 20 + [False] * 40, promised=10, statutory=20)
    assert closed_only.quantile(0.5) == 5
    assert with_open.quantile(0.5) > 20


def test_four_closed_cases_are_no_history_and_five_are():
    few = learn([40] * 4, [True] * 4, promised=10, statutory=20)
    assert (few.history, few.cases, few.quantile(0.5)) == (False, 4, 10)
    enough = learn([40] * 5, [True] * 5, promised=10, statutory=20)
    assert enough.history
    assert enough.quantile(0.9) == 40


def test_nothing_but_open_cases_is_no_history():
    assert not learn([30] * 9, [False] * 9, promised=10, statutory=20).history


def test_with_many_cases_the_cases_speak():
    known = learn([30] * 500, [True] * 500, promised=5, statutory=10)
    assert known.quantile(0.5) == 30
    assert known.quantile(0.1) == 30


def test_days_passed_shorten_what_is_left_and_never_below_one():
    known = from_limits(10, 20)
    assert known.after(0) is known
    assert known.after(5).quantile(0.5) < 10
    assert known.after(5).quantile(0.5) + 5 > known.quantile(0.5)  # it is not finished yet
    assert known.after(19).table.min() >= 1


def test_beyond_everything_seen_the_rest_grows_with_the_wait():
    known = fixed(10)
    assert known.after(40).quantile(0.5) > known.after(20).quantile(0.5) >= 1


@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=30),
    st.none() | st.integers(0, 60),
    st.none() | st.integers(1, 60),
    st.integers(0, 3000),
)
def test_any_history_gives_lengths_that_rise_and_stay_in_bounds(cases, promised, statutory, used):
    known = learn(
        [d for d, _ in cases], [c for _, c in cases], promised=promised, statutory=statutory
    )
    for table in (known.table, known.after(used).table):
        assert table.shape == (512,)
        assert (np.diff(table.astype(int)) >= 0).all()
        assert 1 <= table[0] <= table[-1] <= 1500


# -- draws ---------------------------------------------------------------------------------


def test_fixed_lengths_add_up_along_the_longest_chain():
    steps = [ForecastStep(k, fixed(n)) for k, n in {"a": 10, "b": 4, "c": 5}.items()]
    reading = forecast(steps, [("a", "c"), ("b", "c")], due=15)
    assert (reading.p50, reading.p90, reading.chance) == (15, 15, 1.0)
    assert {s.key: s.critical for s in reading.steps} == {"a": 1.0, "b": 0.0, "c": 1.0}
    assert reading.end_of("a") == (10, 10)
    assert forecast(steps, [("a", "c"), ("b", "c")], due=14).chance == 0.0


def test_p50_p90_and_chance_agree_with_the_lengths_of_a_single_step():
    known = from_limits(10, 20)
    reading = forecast([ForecastStep("a", known)], [], due=20, draws=20_000)
    assert reading.p50 == pytest.approx(10, abs=1)
    assert reading.p90 == pytest.approx(20, abs=1)
    assert reading.chance == pytest.approx(0.9, abs=0.02)
    assert reading.no_history == ("a",)
    assert sum(reading.histogram) == 20_000


def test_what_is_done_takes_no_time_and_what_runs_only_its_rest():
    steps = [
        ForecastStep("a", fixed(10), done=True),
        ForecastStep("b", fixed(10), used=6, running=True),
        ForecastStep("c", fixed(3)),
    ]
    assert forecast(steps, [("a", "b"), ("b", "c")]).p50 == 7


def test_everything_done_is_zero_days():
    reading = forecast([ForecastStep("a", fixed(10), done=True)], [], due=0)
    assert (reading.p50, reading.p90, reading.chance) == (0, 0, 1.0)


def test_the_target_alone_counts():
    steps = [ForecastStep("a", fixed(3)), ForecastStep("b", fixed(50))]
    assert forecast(steps, [], target={"a"}).p90 == 3
    assert forecast(steps, []).p90 == 50


def test_two_equal_branches_share_the_blame():
    known = from_limits(10, 20)
    reading = forecast([ForecastStep("a", known), ForecastStep("b", known)], [])
    shares = [s.critical for s in reading.steps]
    assert shares[0] == pytest.approx(shares[1], abs=0.03)
    assert sum(shares) >= 1.0


def test_the_uncertain_step_carries_the_spread():
    steps = [ForecastStep("sure", fixed(30)), ForecastStep("wild", from_limits(5, 40))]
    reading = forecast(steps, [("sure", "wild")])
    assert [s.key for s in reading.spread] == ["wild"]
    assert reading.spread[0].spread == pytest.approx(1.0, abs=0.01)


def test_the_same_seed_gives_the_same_answer():
    steps = [ForecastStep(k, from_limits(10, 20)) for k in "abc"]
    first = forecast(steps, [("a", "b")], seed=7)
    assert forecast(steps, [("a", "b")], seed=7) == first
    assert forecast(steps, [("a", "b")], seed=8).histogram != first.histogram


def test_a_chain_of_hundreds_of_long_steps_does_not_overflow():
    keys = [str(n) for n in range(60)]
    edges = list(pairwise(keys))
    reading = forecast([ForecastStep(k, fixed(1000)) for k in keys], edges, draws=1000)
    assert reading.p50 == 60_000


def test_a_circle_is_refused():
    steps = [ForecastStep("a", fixed(1)), ForecastStep("b", fixed(1))]
    with pytest.raises(Refusal, match="cyclic-plan"):
        forecast(steps, [("a", "b"), ("b", "a")])
