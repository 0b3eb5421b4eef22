"""Cities whose slow departments are known: how often the table names them, and an innocent one."""

from dataclasses import dataclass

import numpy as np

from envoy_desktop.domain.departments import SLOWER, Cases, standings


@dataclass(frozen=True)
class Kind:
    """A kind of city: `slow` of its departments take `factor` times as long as the others.

    `cases`: fewest and most of a department. `own_items`: each department has items of its own,
    compared by limits alone. `shape`: how lengths scatter.
    """

    departments: int = 12
    slow: int = 3
    factor: float = 1.6
    cases: tuple[int, int] = (8, 80)
    own_items: bool = False
    shape: str = "lognormal"
    open_share: float = 0.3


def city(rng: np.random.Generator, kind: Kind) -> Cases:
    """The cases of one city; the first `slow` departments are the slow ones."""
    medians = rng.uniform(4, 30, 8)
    columns: list[tuple[np.ndarray, ...]] = []
    for department in range(kind.departments):
        count = int(rng.integers(*kind.cases))
        if kind.own_items:
            limits = rng.choice([5.0, 10.0, 20.0, 30.0], 3)
            one = rng.integers(0, 3, count)
            base, limit, item = limits[one] * 0.7, limits[one], department * 3 + one
        else:
            item = rng.integers(0, 8, count)
            base, limit = medians[item], np.full(count, np.nan)
        factor = kind.factor if department < kind.slow else 1.0
        scatter = {
            "lognormal": lambda n: np.exp(0.6 * rng.standard_normal(n)),
            "gamma": lambda n: rng.gamma(2, 0.5, n),
            "exponential": lambda n: rng.exponential(1, n) / 0.69,
            "heavy": lambda n: np.exp(0.5 * rng.standard_t(3, n)),
        }[kind.shape](count)
        true = np.round(base * factor * scatter)
        open_ = rng.random(count) < kind.open_share
        seen = np.where(open_, np.round(rng.uniform(0, 3 * base)), np.inf)
        columns.append(
            (
                np.full(count, department), item, np.minimum(true, seen), true <= seen, limit,
            )
        )  # fmt: skip
    department, item, days, ended, limit = map(np.concatenate, zip(*columns, strict=True))
    marks = np.full(len(days), -1, np.int8)
    return Cases(department, item, days, ended, limit, marks, marks, np.zeros(len(days)))


@dataclass(frozen=True)
class Judged:
    """Over many cities: the share of slow departments that were named, of ordinary ones that
    were accused, and of cities in which any ordinary one was."""

    power: float
    accused: float
    cities: float


def judge(kind: Kind, cities: int, seed: int = 1) -> Judged:
    """Draw `cities` and count whom the table names."""
    rng = np.random.default_rng(seed)
    named = accused = spoilt = 0
    nobody = np.zeros(kind.departments, bool)
    for _one in range(cities):
        found = standings(city(rng, kind), kind.departments, nobody)
        slow = [n for n, standing in enumerate(found) if standing.note == SLOWER]
        named += sum(n < kind.slow for n in slow)
        wrong = sum(n >= kind.slow for n in slow)
        accused += wrong
        spoilt += wrong > 0
    ordinary = kind.departments - kind.slow
    return Judged(
        named / (cities * kind.slow) if kind.slow else 0.0,
        accused / (cities * ordinary),
        spoilt / cities,
    )
