"""Forecasts against what came: on simulated logs, and on a real one split in time."""

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from envoy_desktop.casework import log_rows
from envoy_desktop.domain.calibration import calibrate
from tests.domain.conftest import published_calendar

LOG = Path(__file__).resolve().parents[1] / "data" / "receipt.xes.gz"


def judged(filed, lengths, as_of, **more):
    arrays = published_calendar().arrays
    ends = arrays.day[arrays.count[filed - arrays.first] + lengths] + arrays.first
    so_far = arrays.count[as_of - arrays.first] - arrays.count[filed - arrays.first]
    over = ends <= as_of
    return calibrate(
        np.zeros(len(filed), np.intp),
        filed,
        np.where(over, ends, 0),
        np.where(over, lengths, so_far).astype(np.int64),
        published_calendar(),
        as_of,
        **more,
    )


@pytest.mark.parametrize("shape", ["lognormal", "exponential", "gamma", "uniform"])
def test_simulated_lengths_come_as_forecast(shape):
    rng = np.random.default_rng(3)
    count = 1500
    drawn = {
        "lognormal": np.exp(3 + 0.7 * rng.standard_normal(count)),
        "exponential": rng.exponential(20, count),
        "gamma": rng.gamma(3, 7, count),
        "uniform": rng.uniform(5, 40, count),
    }[shape]
    end = date(2024, 6, 3).toordinal()
    filed = np.sort(rng.integers(end - 600, end, count))
    told = judged(filed, drawn.round().astype(int), end)
    assert 0.45 <= told.p50 <= 0.55
    assert 0.86 <= told.p90 <= 0.94
    for one in told.bins:
        assert one.ended == pytest.approx(one.chance, abs=0.06)


def test_a_pace_that_changes_is_followed():
    rng = np.random.default_rng(1)
    end = date(2024, 6, 3).toordinal()
    filed = np.sort(rng.integers(end - 800, end, 3000))
    pace = np.where(filed > end - 400, 10, 30)
    told = judged(filed, (pace * np.exp(0.4 * rng.standard_normal(3000))).round().astype(int), end,
                  first_share=0.7)  # fmt: skip
    assert 0.44 <= told.p50 <= 0.58


@pytest.mark.parametrize("first_share", [0.2, 0.3, 0.5])
def test_a_real_log_split_in_time(first_share):
    days = [
        (
            log_rows.read_day(entry.values["startdate"]),
            log_rows.read_day(entry.values.get("enddate", "")),
        )
        for entry in log_rows.entries(LOG)
    ]
    good = [(a, b if isinstance(b, date) else None) for a, b in days if not isinstance(a, str)]
    good = [(a, b) for a, b in good if b is None or b >= a]
    last = max(b or a for a, b in good)
    calendar = published_calendar()
    told = calibrate(
        np.zeros(len(good), np.intp),
        np.array([a.toordinal() for a, _ in good]),
        np.array([b.toordinal() if b else 0 for _, b in good]),
        np.array([calendar.working_days(a, b or last) for a, b in good]),
        calendar,
        last.toordinal(),
        first_share=first_share,
    )
    assert told.cases > 700
    assert 0.45 <= told.p50 <= 0.55
    assert 0.86 <= told.p90 <= 0.94


def test_nothing_is_judged_without_history():
    filed = np.array([date(2024, 1, n).toordinal() for n in range(2, 6)])
    told = judged(filed, np.array([3, 3, 3, 3]), date(2024, 3, 1).toordinal())
    assert (told.cases, told.p50) == (0, None)
    assert calibrate(
        *(np.zeros(0, np.int64),) * 4, published_calendar(), filed[0].item()
    ).cases == 0  # fmt: skip


def test_the_log_of_the_tests_is_whole():
    with gzip.open(LOG) as file:
        assert file.read().count(b"<trace>") == 1434
