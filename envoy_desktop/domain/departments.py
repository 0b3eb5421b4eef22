"""Honest figures of departments: medians with intervals, shrinkage, when a rank may be shown."""

import itertools
import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from envoy_desktop.domain import pace, survival
from envoy_desktop.domain.survival import Curve, Interval

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.int8]

FEWEST = 5
"""Fewer cases are shown as cases, never as a statistic."""
SURE = 0.95
"""Share of draws in which a ranked department is slower (or faster) than the city."""
LEAST_DIFFERENCE = math.log(1.1)
"""With very many cases a trifle is certain too: under a tenth nobody is called slower or faster."""
AGREED = 0.8
"""Share of draws in which a department is slower than another, to stand before it."""
DRAWS = 10_000
INSIDE, OUTSIDE, UNSETTLED = 1, 0, -1
LATE_SHARE = 0.3
"""Share of events entered late, or of cases left without an entry, that spoils a comparison."""

TOO_FEW, NOT_COMPARABLE, NOT_DISTINGUISHABLE, SLOWER, FASTER = (
    "too_few", "not_comparable", "not_distinguishable", "slower", "faster",
)  # fmt: skip
NOTES = (TOO_FEW, NOT_COMPARABLE, NOT_DISTINGUISHABLE, SLOWER, FASTER)


@dataclass(frozen=True, eq=False, slots=True)
class Cases:
    """Cases as columns, a row each.

    `department`, `item`: numbers from 0. `days`: working days charged to the department from
    filing to delivery, or so far. `ended`: the department has finished (delivered or refused).
    `limit`: the limit the case is held against in working days, NaN for none. `promised`,
    `statutory`: INSIDE, OUTSIDE (an open case too, once it is over), UNSETTLED (open and not
    over, or no such limit). `overdue`: working days over the statutory limit, else the promise.
    """

    department: Index
    item: Index
    days: Floats
    ended: Bools
    limit: Floats
    promised: Marks
    statutory: Marks
    overdue: Floats

    def take(self, places: Index | Bools) -> "Cases":
        """The cases at `places`."""
        return Cases(*(getattr(self, name)[places] for name in self.__slots__))

    def __len__(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Held:
    """How many cases kept a limit; open ones that may still keep it are not counted."""

    inside: int
    outside: int

    @property
    def share(self) -> float | None:
        settled = self.inside + self.outside
        return self.inside / settled if settled else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What can honestly be said of some cases: of a department, of an item, of both.

    Lengths in working days; None while unknown, or where the cases are fewer than FEWEST.
    `used`: the median of days used ÷ limit. `durations`: what the cases took, where too few for
    a statistic.
    """

    cases: int
    open: int
    median: Interval
    p90: Interval
    used: Interval
    promised: Held
    statutory: Held
    overdue_days: int
    overdue_cases: int
    durations: tuple[tuple[int, bool], ...] = ()

    @property
    def is_statistic(self) -> bool:
        return self.cases >= FEWEST


@dataclass(frozen=True, slots=True)
class Standing:
    """A department against the city.

    `pace`: how many times as long as the city it takes on like cases, as its cases say; `shrunk`
    the same drawn towards the city by the share `drawn` (empirical Bayes); `low`, `high` the 95 %
    interval of `shrunk`. `slower`: share of draws in which it is slower than the city. `rank`: 1
    is the slowest, None where the note is not slower or faster.
    """

    pace: float | None
    shrunk: float | None
    low: float | None
    high: float | None
    drawn: float | None
    slower: float | None
    rank: int | None
    note: str
    shrunk_median: float | None = None


@dataclass(frozen=True, slots=True)
class DepartmentFigure:
    """One department: its figure, and how it stands."""

    department: int
    figure: Figure
    standing: Standing


NOTHING = Interval(None, None, None)


def figure(cases: Cases) -> Figure:
    """The figure of some cases."""
    promised, statutory = _held(cases.promised), _held(cases.statutory)
    open_ = int(len(cases) - cases.ended.sum())
    over = int(cases.overdue.sum()), int((cases.overdue > 0).sum())
    if len(cases) < FEWEST:
        told = tuple(
            (int(days), bool(ended))
            for days, ended in sorted(zip(cases.days, cases.ended, strict=True))
        )
        return Figure(
            len(cases), open_, NOTHING, NOTHING, NOTHING, promised, statutory, *over, told
        )
    drawn = curve(cases)
    limited = cases.limit > 0
    used = NOTHING
    if limited.sum() >= FEWEST:
        used = survival.curve(
            np.round(cases.days[limited] / cases.limit[limited], 6), cases.ended[limited]
        ).median
    return Figure(len(cases), open_, drawn.median, drawn.p90, used, promised, statutory, *over)


def curve(cases: Cases) -> Curve:
    """The survival curve of some cases, in working days charged to the department."""
    return survival.curve(cases.days, cases.ended)


def _held(marks: Marks) -> Held:
    return Held(int((marks == INSIDE).sum()), int((marks == OUTSIDE).sum()))


def by_item(cases: Cases, items: int) -> list[Figure]:
    """The city-wide figure of every item (numbered from 0)."""
    return [figure(part) for part in _parts(cases, cases.item, items)]


def by_department(
    cases: Cases,
    departments: int,
    spoilt: Bools | None = None,
    *,
    pools: Index | None = None,
    seed: int = 1,
) -> list[DepartmentFigure]:
    """Every department (numbered from 0) with its standing; the same seed, the same answer.

    `spoilt`: departments whose events were entered late or not at all; they are shown and not
    compared, and do not move the city's figure. `pools`: a number for each department, which is
    compared and ranked among those of its own number (intermediaries have a ranking of theirs).
    """
    figures = [figure(part) for part in _parts(cases, cases.department, departments)]
    marks = np.zeros(departments, bool) if spoilt is None else spoilt
    pool = np.zeros(departments, np.intp) if pools is None else pools
    found: dict[int, Standing] = {}
    for number in np.unique(pool).tolist():
        told = standings(
            cases.take(pool[cases.department] == number), departments, marks, seed=seed
        )
        found |= {n: told[n] for n in np.flatnonzero(pool == number).tolist()}
    return [DepartmentFigure(n, own, _with_median(own, found[n])) for n, own in enumerate(figures)]


def _parts(cases: Cases, key: Index, count: int) -> list[Cases]:
    order = np.argsort(key, kind="stable")
    sorted_ = cases.take(order)
    edges = np.searchsorted(key[order], np.arange(count + 1))
    return [
        Cases(*(getattr(sorted_, name)[low:high] for name in Cases.__slots__))
        for low, high in itertools.pairwise(edges)
    ]


def _with_median(own: Figure, found: Standing) -> Standing:
    """The median drawn towards the city as far as the pace is."""
    from dataclasses import replace

    value = own.median.value
    if not own.is_statistic:
        return found
    if value is None or found.pace is None or found.shrunk is None:
        return replace(found, shrunk_median=value)
    return replace(found, shrunk_median=max(0.0, (value + 0.5) * found.shrunk / found.pace - 0.5))


def standings(cases: Cases, departments: int, spoilt: Bools, *, seed: int = 1) -> list[Standing]:
    """How each department stands against the city."""
    seen = np.bincount(cases.department, minlength=departments)
    told = ~spoilt[cases.department] if len(cases) else np.zeros(0, bool)
    kept = cases.take(told)
    paces = pace.paces(kept.department, kept.item, kept.days, kept.ended, kept.limit, departments)
    comparable = np.isfinite(paces.effect) & np.isfinite(paces.error) & (paces.cases >= FEWEST)
    which = np.flatnonzero(comparable)
    effect, error = paces.effect[which], paces.error[which]
    varies = between(effect, error)
    keep = varies / (varies + error**2) if len(which) else np.zeros(0)
    middle, spread = keep * effect, np.sqrt(keep) * error
    slower, rank = _ranks(effect, error, middle, spread, seed)
    place = {int(d): n for n, d in enumerate(which)}
    return [
        _standing(n, int(seen[n]), bool(spoilt[n]), place, effect, keep, spread, slower, rank)
        for n in range(departments)
    ]


def _standing(
    department: int,
    cases: int,
    spoilt: bool,
    place: dict[int, int],
    effect: Floats,
    keep: Floats,
    spread: Floats,
    slower: Floats,
    rank: list[int | None],
) -> Standing:
    if cases < FEWEST:
        return Standing(None, None, None, None, None, None, None, TOO_FEW)
    at = place.get(department)
    if spoilt or at is None:
        return Standing(None, None, None, None, None, None, None, NOT_COMPARABLE)
    shrunk = float(keep[at] * effect[at])
    reach = 1.959963984540054 * float(spread[at])
    note = NOT_DISTINGUISHABLE
    if rank[at] is not None:
        note = SLOWER if slower[at] > 0.5 else FASTER
    return Standing(
        pace=math.exp(effect[at]),
        shrunk=math.exp(shrunk),
        low=math.exp(shrunk - reach),
        high=math.exp(shrunk + reach),
        drawn=1 - float(keep[at]),
        slower=float(slower[at]),
        rank=rank[at],
        note=note,
    )


def between(effect: Floats, error: Floats) -> float:
    """The variance of true paces between departments (Paule & Mandel 1982), 0 where chance
    alone explains what is seen."""
    count = len(effect)
    if count < 2:
        return 0.0

    def excess(varies: float) -> float:
        weights = 1 / (error**2 + varies)
        centre = (weights * effect).sum() / weights.sum()
        return float((weights * (effect - centre) ** 2).sum()) - (count - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while excess(high) > 0 and high < 1e4:
        high *= 2
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def widened(compared: int) -> float:
    """How much wider the draws against the city are made where several are judged at once.

    With twenty departments one in twenty would be sure by chance alone. The draws are widened so
    that in a city of equals the chance of accusing anybody stays at 5 % (Šidák 1967).
    """
    plain = NormalDist().inv_cdf(SURE)
    return NormalDist().inv_cdf(SURE ** (1 / max(1, compared))) / plain


def _ranks(
    effect: Floats, error: Floats, middle: Floats, spread: Floats, seed: int
) -> tuple[Floats, list[int | None]]:
    """The share of draws in which each is slower than the city, and the rank where it is sure.

    Sure is who is sure twice: by the draws shrunk towards the city (empirical Bayes), and by
    those of its own cases widened for the number judged. Where the cases show no difference
    between departments beyond chance, nobody is.
    """
    count = len(middle)
    if not count:
        return np.zeros(0), []
    dice = np.random.default_rng(seed).standard_normal((count, DRAWS if count <= 100 else 2_000))
    # the clearest are settled first, then fewer are left to be judged at once (Holm 1979)
    slower = np.full(count, 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        clear = np.abs(effect) / error
    left, going = count, True
    sure = np.zeros(count, bool)
    for at in np.argsort(-clear, kind="stable").tolist():
        if spread[at] <= 0:
            continue
        own = effect[at] + widened(left if going else count) * error[at] * dice[at]
        shrunk = middle[at] + spread[at] * dice[at]
        shares = [np.count_nonzero(drawn > 0) / dice.shape[1] for drawn in (own, shrunk)]
        slower[at] = min(shares) if effect[at] > 0 else max(shares)
        sure[at] = going and max(slower[at], 1 - slower[at]) >= SURE
        matters = abs(effect[at]) >= LEAST_DIFFERENCE
        if going and not sure[at]:
            going = False
        sure[at] &= matters
        left -= 1
    draws = middle[:, None] + spread[:, None] * dice
    rank: list[int | None] = []
    for at in range(count):
        if not sure[at]:
            rank.append(None)
            continue
        before = np.count_nonzero(draws > draws[at], axis=1) / dice.shape[1] >= AGREED
        before[at] = False
        rank.append(1 + int(before.sum()))
    return slower, rank
