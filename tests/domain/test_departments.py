"""Honest figures: who is named slow, who is not, and what few cases may say."""

import numpy as np
import pytest

from envoy_desktop.domain.departments import (
    INSIDE,
    OUTSIDE,
    UNSETTLED,
    Cases,
    between,
    by_department,
    by_item,
    figure,
    standings,
    widened,
)
from tests.domain.simulated_cities import Kind, city, judge


def cases(*rows, limit=None):
    """Rows of (department, item, days, ended)."""
    department, item, days, ended = (np.array(column) for column in zip(*rows, strict=True))
    marks = np.full(len(rows), UNSETTLED, np.int8)
    limits = np.full(len(rows), np.nan if limit is None else float(limit))
    return Cases(
        department, item, days.astype(float), ended.astype(bool), limits, marks, marks,
        np.zeros(len(rows)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "power"),
    [
        (Kind(), 0.75),
        (Kind(factor=2), 0.9),
        (Kind(own_items=True), 0.7),
        (Kind(cases=(5, 20), factor=2), 0.5),
        (Kind(slow=0), 0),
        (Kind(slow=0, shape="gamma"), 0),
        (Kind(slow=0, own_items=True), 0),
        (Kind(slow=0, cases=(5, 20)), 0),
        (Kind(shape="heavy"), 0.6),
    ],
    ids=str,
)
def test_the_slow_are_named_and_hardly_an_innocent_one(kind, power):
    found = judge(kind, 40)
    assert found.power >= power
    assert found.accused <= 0.02
    assert found.cities <= 0.125  # of 40 cities: 5 % and three standard errors


def test_the_same_seed_gives_the_same_table():
    held = city(np.random.default_rng(5), Kind())
    first = by_department(held, 12, seed=3)
    assert by_department(held, 12, seed=3) == first


def test_fewer_than_five_cases_are_told_as_cases():
    told = figure(cases((0, 0, 3, True), (0, 0, 9, True), (0, 0, 40, False)))
    assert not told.is_statistic
    assert (told.median.value, told.p90.value, told.used.value) == (None, None, None)
    assert told.durations == ((3, True), (9, True), (40, False))


def test_three_slow_cases_prove_nothing():
    rows = [(0, 0, 90, True)] * 3 + [(1, 0, 10, True)] * 30 + [(2, 0, 10, True)] * 30
    found = standings(cases(*rows), 3, np.zeros(3, bool))
    assert (found[0].note, found[0].rank) == ("too_few", None)


def test_a_department_entered_late_is_not_compared_and_does_not_move_the_city():
    rng = np.random.default_rng(2)
    rows = [
        (d, 0, int(10 * f * np.exp(0.5 * rng.standard_normal())), True)
        for d, f in enumerate((9, 1, 1, 1))
        for _ in range(40)
    ]
    alone = standings(cases(*rows[40:]), 4, np.zeros(4, bool))
    found = standings(cases(*rows), 4, np.array([True, False, False, False]))
    assert found[0].note == "not_comparable"
    assert found[1:] == alone[1:]


def test_nothing_to_compare_with_is_said():
    rows = [(0, 0, n, True) for n in range(5, 30)]
    assert standings(cases(*rows), 1, np.zeros(1, bool))[0].note == "not_comparable"


def test_like_is_compared_with_like():
    """A 60-day item is not slower than a 3-day one where both keep their limits alike."""
    rng = np.random.default_rng(4)
    rows, limits = [], []
    for department, limit in enumerate((60, 3, 20, 10)):
        for _ in range(60):
            rows.append((department, department, round(limit * rng.uniform(0.4, 1)), True))
            limits.append(float(limit))
    held = cases(*rows)
    held.limit[:] = limits
    found = standings(held, 4, np.zeros(4, bool))
    assert {one.note for one in found} <= {"not_distinguishable", "faster"}
    assert all(0.6 < one.pace < 1.6 for one in found)


def test_a_department_that_is_most_of_the_city_is_not_slower_than_itself():
    rng = np.random.default_rng(4)
    rows = [(0, 0, int(40 * np.exp(0.4 * rng.standard_normal())), True) for _ in range(900)]
    rows += [(1, 0, int(5 * np.exp(0.4 * rng.standard_normal())), True) for _ in range(30)]
    rows += [(2, 0, int(40 * np.exp(0.4 * rng.standard_normal())), True) for _ in range(30)]
    found = standings(cases(*rows), 3, np.zeros(3, bool))
    assert [one.note for one in found][:2] == ["not_distinguishable", "faster"]


def test_few_cases_are_drawn_further_towards_the_city():
    rng = np.random.default_rng(7)
    paces = (2.0, 2.0, 0.6, 1.0, 1.0, 0.8, 1.3)
    counts = (6, 200, 60, 60, 60, 60, 60)
    rows = [
        (d, 0, int(20 * f * np.exp(0.6 * rng.standard_normal())), True)
        for d, (f, n) in enumerate(zip(paces, counts, strict=True))
        for _ in range(n)
    ]
    few, many = by_department(cases(*rows), 7)[:2]
    assert few.standing.drawn > 2 * many.standing.drawn
    city_wide = figure(cases(*rows)).median.value
    low, high = sorted((city_wide, few.figure.median.value))
    assert low - 1 <= few.standing.shrunk_median <= high + 1


def test_unsettled_order_shares_a_rank():
    rng = np.random.default_rng(3)
    paces = (3.0, 3.0, 1, 1, 1, 1, 1, 1, 0.4)
    scatter = np.exp(0.4 * rng.standard_normal((9, 80)))
    scatter[1] = scatter[0]
    rows = [
        (d, 0, int(20 * pace * one), True)
        for d, pace in enumerate(paces)
        for one in scatter[d].tolist()
    ]
    found = standings(cases(*rows), 9, np.zeros(9, bool))
    assert [found[0].rank, found[1].rank] == [1, 1]
    assert found[8].rank == 9
    assert all(one.rank is None for one in found[2:8])


def test_equals_do_not_differ():
    assert between(np.array([0.1, -0.1, 0.05]), np.array([0.2, 0.2, 0.2])) == 0
    assert between(np.array([1.0, -1.0, 0.0]), np.array([0.1, 0.1, 0.1])) == pytest.approx(
        0.99, abs=0.01
    )
    assert widened(1) == pytest.approx(1)
    assert widened(20) > widened(5) > 1


def test_shares_leave_out_what_is_not_settled():
    held = cases(*[(0, 0, n, True) for n in range(6)])
    held.statutory[:] = [INSIDE, INSIDE, INSIDE, OUTSIDE, UNSETTLED, UNSETTLED]
    told = figure(held)
    assert told.statutory.share == 0.75
    assert (told.statutory.inside, told.statutory.outside) == (3, 1)


def test_every_item_has_its_city_wide_figure():
    held = cases(*[(d, d % 2, 10 * (d % 2) + 1, True) for d in range(12)])
    assert [one.median.value for one in by_item(held, 2)] == [1, 11]
