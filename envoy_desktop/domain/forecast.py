"""When a project will be done: lengths learnt from cases, drawn many times along the graph."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from envoy_desktop.domain.plan import Edge, Key, topological

LEVELS = 512
LONGEST = 1500
"""Working days (six years): no single step is drawn longer."""
SMALLEST_SAMPLE = 5
DRAWS = 10_000
HALF_LIFE = 100
"""Cases after which an older one counts half, where the order of cases is known."""
_Z90 = 1.2815515655446004  # the 90th percentile of a normal distribution
_LEAST_SPREAD = 0.15
_PRIOR_WEIGHT = SMALLEST_SAMPLE
_TO_LEVEL = np.uint16(16 - LEVELS.bit_length() + 1)  # 65,536 numbers fall on 512 levels
_LEAST_SHARE = 0.02  # a step that seldom sets the end adds nothing worth telling to its spread

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False, slots=True)
class Distribution:
    """How long a step takes: working days at 512 equal levels of chance, rising.

    `cases`: finished cases it was learnt from. `history`: false where it rests on limits alone
    ("no history yet"). `basis`: learnt, limits, promised_only, statutory_only, none.
    """

    table: Days
    cases: int = 0
    basis: str = "limits"

    @property
    def history(self) -> bool:
        return self.basis == "learnt"

    def quantile(self, share: float) -> int:
        """Working days within which the step ends with chance `share`."""
        return int(self.table[min(LEVELS - 1, max(0, math.ceil(share * LEVELS) - 1))])

    def after(self, used: int) -> "Distribution":
        """What still lies ahead after `used` working days, given that it is not finished.

        Another slice of the table. Where hardly any case lasted so long, the rest is a heavy
        tail: the longer it has taken, the longer it may still take (Pareto, index 2).
        """
        if used <= 0:
            return self
        first = int(np.searchsorted(self.table, used, side="right"))
        left = LEVELS - first
        if left >= LEVELS // 64:
            places = first + (np.arange(LEVELS) * left) // LEVELS
            rest = self.table[places].astype(np.int32) - used
        else:
            levels = (np.arange(LEVELS) + 0.5) / LEVELS
            rest = np.ceil(used * ((1 - levels) ** -0.5 - 1))
        table = np.clip(rest, 1, LONGEST).astype(np.int16)
        return Distribution(table, self.cases, self.basis)


def _lognormal_chances(median: float, p90: float) -> Floats:
    """P(length ≤ d) for d = 0 … LONGEST, lengths rounded to whole days."""
    spread = max(math.log(p90 / median) / _Z90, _LEAST_SPREAD) if p90 > median else _LEAST_SPREAD
    edges = np.log((np.arange(LONGEST + 1) + 0.5) / median) / (spread * math.sqrt(2))
    chances = np.array([0.5 * (1 + math.erf(edge)) for edge in edges.tolist()])
    chances[-1] = 1.0
    return chances


def _table(chances: Floats) -> Days:
    """The inverse of the chances: at each level the first day that reaches it, at least 1."""
    levels = (np.arange(LEVELS) + 0.5) / LEVELS
    days = np.searchsorted(chances, levels - 1e-12, side="left")
    return np.clip(days, 1, LONGEST).astype(np.int16)


def _limit_chances(promised: int | None, statutory: int | None) -> tuple[Floats, str]:
    if promised is not None and statutory is not None:
        median, p90, basis = float(promised), float(statutory), "limits"
    elif promised is not None:
        median, p90, basis = float(promised), 1.5 * promised, "promised_only"
    elif statutory is not None:
        median, p90, basis = 2 * statutory / 3, float(statutory), "statutory_only"
    else:
        median, p90, basis = 10.0, 20.0, "none"
    median = max(median, 1.0)
    return _lognormal_chances(median, max(p90, median)), basis


def from_limits(promised: int | None, statutory: int | None) -> Distribution:
    """With no history: the promised limit is the median, the statutory one the 90th percentile.

    Both in working days; a lognormal through the two. Where the statutory one is missing, 1.5
    times the promise stands for it; where the promise is missing, two thirds of the law's (both
    the city's rule that a promise is a third shorter); where both are, 10 and 20 days.
    A promise at or above the law's limit gives a narrow spread around itself.
    """
    chances, basis = _limit_chances(promised, statutory)
    return Distribution(_table(chances), 0, basis)


def kaplan_meier(
    durations: Sequence[int], closed: Sequence[bool], weights: Floats | None = None
) -> Floats:
    """P(length ≤ d) for d = 0, 1, … up to the longest case (product limit, Kaplan–Meier 1958).

    A case that is not closed took at least its days so far: it counts as at risk up to and
    including that day, and closes never. `weights`: what each case counts (default 1).
    """
    days = np.maximum(np.asarray(durations, dtype=np.int64), 0)
    done = np.asarray(closed, dtype=bool)
    count = np.ones(len(days)) if weights is None else weights
    size = int(days.max()) + 1
    ended = np.bincount(days[done], count[done], minlength=size)
    seen = np.bincount(days, count, minlength=size)
    at_risk = np.cumsum(seen[::-1])[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        stays = np.where(at_risk > 1e-12, np.maximum(1 - ended / at_risk, 0.0), 1.0)
    chances: Floats = (1 - np.cumprod(stays)).astype(np.float64)
    return chances


def learn(
    durations: Sequence[int],
    closed: Sequence[bool],
    *,
    promised: int | None = None,
    statutory: int | None = None,
    newest_first: bool = False,
) -> Distribution:
    """The lengths of an item at a department, learnt from its cases, open ones included.

    Durations are working days from filing to delivery, or so far. Under five closed cases there
    is no history: the limits speak (`from_limits`). From five on cases and limits are mixed, the
    limits weighing as five cases. `newest_first`: the cases come in this order, and each counts
    half of one HALF_LIFE cases newer, since a department does not work as it did years ago.
    Days beyond the longest case end at the daily rate of the slower half of cases (exponential),
    since cases that are still open cannot tell them.
    """
    if len(durations) != len(closed):
        raise ValueError("one mark of closure for each duration")
    prior, basis = _limit_chances(promised, statutory)
    cases = sum(bool(c) for c in closed)
    if cases < SMALLEST_SAMPLE:
        return Distribution(_table(prior), cases, basis)
    days = np.maximum(np.asarray(durations, dtype=np.int64), 0)
    done = np.asarray(closed, dtype=bool)
    count = 0.5 ** (np.arange(len(days)) / HALF_LIFE) if newest_first else np.ones(len(days))
    known = kaplan_meier(durations, closed, count)
    chances = np.ones(LONGEST + 1)
    size = min(len(known), LONGEST + 1)
    chances[:size] = known[:size]
    beyond = np.arange(1, LONGEST + 2 - size)
    chances[size:] = 1 - (1 - known[size - 1]) * np.exp(-_rate(days, done, count, known) * beyond)
    chances[-1] = 1.0
    weight = cases / (cases + _PRIOR_WEIGHT)
    return Distribution(_table(weight * chances + (1 - weight) * prior), cases, "learnt")


def _rate(
    days: npt.NDArray[np.int64], done: npt.NDArray[np.bool_], count: Floats, known: Floats
) -> float:
    """The share of cases that end on each day after the median, or after none where the median
    is not reached."""
    median = int(np.searchsorted(known, 0.5))
    for after in (median if median < len(known) else 0, 0):
        ends = float(count[done & (days > after)].sum())
        passed = float((count * np.maximum(days - after, 0)).sum())
        if ends >= 2 and passed > 0:
            return ends / passed
    return float(done.sum()) / max(1.0, float(np.maximum(days, 1).sum()))


@dataclass(frozen=True, slots=True)
class ForecastStep:
    """A step to draw: `used` working days already passed where it runs; `done`: it has ended."""

    key: Key
    distribution: Distribution
    used: int = 0
    running: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class StepForecast:
    """One open step and its part in the whole.

    `critical`: share of draws in which it lies on the chain that sets the end. `spread`: its
    share of the end's variance (the shares of all steps add up to about 1; 0 where it sets
    the end in less than 2 % of the draws).
    """

    key: Key
    critical: float
    spread: float
    history: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the target is reached, in working days from today.

    `chance`: of reaching it within `due` days (None: no target). `no_history`: open steps that
    rest on limits alone. `histogram`: draws that end on each day. `ends`: the drawn ends, a
    row for each of `steps`; `end_of` reads them.
    """

    p50: int
    p90: int
    chance: float | None
    due: int | None
    steps: tuple[StepForecast, ...]
    no_history: tuple[Key, ...]
    draws: int
    histogram: tuple[int, ...]
    ends: npt.NDArray[Any] = field(repr=False, compare=False)

    def end_of(self, key: Key) -> tuple[int, int]:
        """P50 and P90 of the day on which the open step `key` ends, in working days from today."""
        row = next(n for n, step in enumerate(self.steps) if step.key == key)
        own = np.bincount(self.ends[row])
        return _quantile(own, 0.5), _quantile(own, 0.9)

    @property
    def critical(self) -> tuple[StepForecast, ...]:
        """The steps on the chain in at least one of twenty draws, the most frequent first."""
        kept = [s for s in self.steps if s.critical >= 0.05]
        return tuple(sorted(kept, key=lambda s: -s.critical))

    @property
    def spread(self) -> tuple[StepForecast, ...]:
        """The steps that make the end uncertain (5 % of the variance and more), most first."""
        kept = [s for s in self.steps if s.spread >= 0.05]
        return tuple(sorted(kept, key=lambda s: -s.spread))


FAN = (0.02, *(n / 20 for n in range(1, 20)), 0.98)


def levels(found: Forecast) -> tuple[tuple[float, int], ...]:
    """Within how many working days from today the target is reached, by chance."""
    counts = np.array(found.histogram, np.int64)
    return tuple((chance, _quantile(counts, chance)) for chance in FAN)


def forecast(
    steps: Sequence[ForecastStep],
    edges: Sequence[Edge],
    *,
    target: Collection[Key] | None = None,
    due: int | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> Forecast:
    """Draws every open step `draws` times along the graph; the same seed gives the same answer.

    A running step is drawn from what its days so far leave open and does not wait for its
    prerequisites any more. `target`: the steps whose end is asked for (default all); `due` in
    working days from today. Refuses ``cyclic-plan``.
    """
    by_key = {step.key: step for step in steps}
    order = topological(list(by_key), edges)
    open_ = [key for key in order if not by_key[key].done]
    wanted = [k for k in open_ if target is None or k in target]
    if not wanted:
        reached = None if due is None else float(due >= 0)
        return Forecast(0, 0, reached, due, (), (), draws, (draws,), np.empty((0, draws)))

    # only what leads to the target is drawn
    before: dict[Key, list[Key]] = {key: [] for key in open_}
    for first, second in edges:
        if first in before and second in before and not by_key[second].running:
            before[second].append(first)
    needed: set[Key] = set()
    waiting = list(wanted)
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += before[key]
    drawn = [key for key in open_ if key in needed]
    place = {key: row for row, key in enumerate(drawn)}

    tables = [
        by_key[k].distribution.after(by_key[k].used if by_key[k].running else 0).table
        for k in drawn
    ]
    deepest = _deepest(drawn, before, tables, place)
    kind: Any = np.int16 if deepest < 32_000 else np.int32
    finish = np.empty((len(drawn), draws), dtype=kind)
    starts: list[npt.NDArray[Any] | None] = []  # None: today; a view where one step goes before
    dice = _dice(len(drawn), draws, seed)
    level = np.empty(draws, dtype=np.intp)
    for row, key in enumerate(drawn):
        begins = None
        for first in before[key]:
            ends = finish[place[first]]
            begins = ends if begins is None else np.maximum(begins, ends)
        starts.append(begins)
        np.right_shift(dice[row], _TO_LEVEL, out=level, casting="unsafe")
        np.take(tables[row].astype(kind, copy=False), level, out=finish[row], mode="clip")
        if begins is not None:
            finish[row] += begins

    end = finish[place[wanted[0]]].copy()
    for key in wanted[1:]:
        np.maximum(end, finish[place[key]], out=end)
    on_chain = _chains(drawn, before, place, starts, finish, end, wanted)
    return _read(by_key, drawn, starts, finish, end, on_chain, due, draws)


def _dice(rows: int, draws: int, seed: int) -> npt.NDArray[np.uint16]:
    """A whole number below 65,536 for each step and draw; four from each random word."""
    words = np.random.SFC64(seed).random_raw(-(-rows * draws // 4))
    return words.view(np.uint16)[: rows * draws].reshape(rows, draws)


def _deepest(
    drawn: Sequence[Key],
    before: dict[Key, list[Key]],
    tables: Sequence[Days],
    place: dict[Key, int],
) -> int:
    """The longest any draw could take: decides how wide a number must be."""
    longest: dict[Key, int] = {}
    for key in drawn:
        reached = max((longest[b] for b in before[key]), default=0)
        longest[key] = reached + int(tables[place[key]][-1])
    return max(longest.values())


def _chains(
    drawn: Sequence[Key],
    before: dict[Key, list[Key]],
    place: dict[Key, int],
    starts: Sequence[npt.NDArray[Any] | None],
    finish: npt.NDArray[Any],
    end: npt.NDArray[Any],
    wanted: Collection[Key],
) -> npt.NDArray[np.bool_]:
    """For each step and draw, whether a day more of it moves the end (ties count for both)."""
    chain = np.zeros(finish.shape, dtype=bool)
    for key in wanted:
        chain[place[key]] = finish[place[key]] == end
    for key in reversed(drawn):
        row = place[key]
        begins = starts[row]
        if begins is None or not chain[row].any():
            continue
        if len(before[key]) == 1:
            chain[place[before[key][0]]] |= chain[row]
            continue
        for first in before[key]:
            holds = finish[place[first]] == begins
            holds &= chain[row]
            chain[place[first]] |= holds
    return chain


def _quantile(counts: npt.NDArray[np.int64], share: float) -> int:
    return int(np.searchsorted(np.cumsum(counts), share * counts.sum() - 1e-9))


def _read(
    by_key: dict[Key, ForecastStep],
    drawn: Sequence[Key],
    starts: Sequence[npt.NDArray[Any] | None],
    finish: npt.NDArray[Any],
    end: npt.NDArray[Any],
    chain: npt.NDArray[np.bool_],
    due: int | None,
    draws: int,
) -> Forecast:
    histogram = np.bincount(end)
    deviation = (end - end.mean()).astype(np.float32)
    variance = float(np.dot(deviation, deviation))
    steps = []
    for row, key in enumerate(drawn):
        share = np.count_nonzero(chain[row]) / draws
        spread = 0.0
        if variance > 0 and share >= _LEAST_SHARE:
            # the deviations add up to nothing, so this is the covariance as it stands
            begins = starts[row]
            part = (finish[row] if begins is None else finish[row] - begins) * chain[row]
            spread = max(0.0, float(np.dot(part.astype(np.float32), deviation)) / variance)
        steps.append(StepForecast(key, share, spread, by_key[key].distribution.history))
    return Forecast(
        p50=_quantile(histogram, 0.5),
        p90=_quantile(histogram, 0.9),
        chance=None if due is None else float(np.mean(end <= due)),
        due=due,
        steps=tuple(steps),
        no_history=tuple(k for k in drawn if not by_key[k].distribution.history),
        draws=draws,
        histogram=tuple(histogram.tolist()),
        ends=finish,
    )
