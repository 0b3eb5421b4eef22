"""Figures at a million events: a log read, cases figured, forecasts drawn; and whom they accuse."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.measure import Figure, median_ms
from envoy_desktop.casework import log_rows
from envoy_desktop.domain import departments, survival
from envoy_desktop.domain.forecast import DRAWS, ForecastStep, _dice, forecast, from_limits

EVENTS = 1_000_000
PER_CASE = 6


def figures(folder: Path) -> Iterator[Figure]:
    """Reading against a plain expat pass, figuring against one sort, drawing against the dice."""
    yield from _reading(folder)
    yield from _figuring()
    yield _drawing()


def _reading(folder: Path) -> Iterator[Figure]:
    path = folder / "log.xes"
    cases = EVENTS // PER_CASE // 10
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0"?>\n<log xmlns="http://www.xes-standard.org/">\n')
        for n in range(cases):
            out.write(f'<trace><string key="concept:name" value="c{n}"/>')
            out.write('<date key="filed" value="2026-03-02T09:00:00+08:00"/>')
            for _event in range(PER_CASE):
                out.write(
                    '<event><string key="concept:name" value="accepted"/>'
                    '<date key="time:timestamp" value="2026-03-05T09:00:00+08:00"/></event>'
                )
            out.write("</trace>\n")
        out.write("</log>\n")

    def plain() -> None:
        from xml.parsers import expat

        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, values: None
        parser.EndElementHandler = lambda tag: None
        with path.open("rb") as file:
            parser.ParseFile(file)

    def ours() -> None:
        for _entry in log_rows.entries(path, frozenset({"concept:name", "time:timestamp"})):
            pass

    note = f"{cases * PER_CASE:,} events"
    yield Figure("a log read, case by case", "expat alone", median_ms(ours, 3),
                 median_ms(plain, 3), 3, note)  # fmt: skip


def million(seed: int = 1) -> departments.Cases:
    """The cases of a million events at 40 departments and 65 items."""
    rng = np.random.default_rng(seed)
    count = EVENTS // PER_CASE
    item = rng.integers(0, 65, count)
    days = np.round(rng.uniform(3, 40, 65)[item] * np.exp(0.6 * rng.standard_normal(count)))
    marks = np.full(count, departments.UNSETTLED, np.int8)
    return departments.Cases(
        rng.integers(0, 40, count), item, days, rng.random(count) < 0.9,
        np.full(count, np.nan), marks, marks, np.zeros(count),
    )  # fmt: skip


def _figuring() -> Iterator[Figure]:
    held = million()
    floor = median_ms(lambda: np.sort(held.days), 5)
    took = median_ms(lambda: survival.curve(held.days, held.ended), 5)
    yield Figure(
        f"Kaplan–Meier with its band, {len(held):,} cases", "one sort of the days", took, floor, 15
    )
    yield Figure(
        "the department table, 40 departments × 65 items",
        "Kaplan–Meier of all",
        median_ms(lambda: departments.by_department(held, 40), 2),
        took,
        None,
    )


def _drawing() -> Figure:
    rng = random.Random(3)
    keys = [str(n) for n in range(300)]
    edges = [(keys[rng.randrange(max(0, n - 12), n)], keys[n]) for n in range(1, 300)
             for _edge in range(1 + (n % 3 == 0))]  # fmt: skip
    steps = [ForecastStep(key, from_limits(10, 20)) for key in keys]
    return Figure(
        f"forecast: 300 procedures × {DRAWS:,} draws, with criticality",
        "drawing the random numbers",
        median_ms(lambda: forecast(steps, edges), 7),
        median_ms(lambda: _dice(300, DRAWS, 1), 7),
        3,
    )


def accusations(cities: int = 150) -> None:
    """Print power and false accusations over simulated cities; takes minutes."""
    from tests.domain.simulated_cities import Kind, judge

    kinds = (
        Kind(), Kind(factor=1.3), Kind(factor=2), Kind(factor=1.3, cases=(100, 300)),
        Kind(factor=2, cases=(5, 20)), Kind(own_items=True), Kind(shape="heavy"),
        Kind(shape="exponential"), Kind(departments=30, slow=5), Kind(slow=5, factor=2),
        Kind(slow=0), Kind(slow=0, shape="gamma"), Kind(slow=0, shape="exponential"),
        Kind(slow=0, cases=(5, 20)), Kind(slow=0, own_items=True),
    )  # fmt: skip
    for kind in kinds:
        begun = time.perf_counter()
        found = judge(kind, cities)
        print(
            f"{kind}: power {found.power:.2f}, accused {found.accused:.2%},"
            f" cities {found.cities:.1%} ({time.perf_counter() - begun:.0f} s)"
        )
