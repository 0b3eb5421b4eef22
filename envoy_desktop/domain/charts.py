"""What the charts of figures show, as plain values: lengths, curves, months, waits, forecasts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from envoy_desktop.domain import survival
from envoy_desktop.domain.departments import FEWEST, Bools, Cases, Floats
from envoy_desktop.domain.survival import Curve

Ints = npt.NDArray[np.int64]
_EPOCH = date(1970, 1, 1).toordinal()
MOST_BINS = 24
MOST_STEPS = 400
"""Points of a curve that are drawn: more than pixels are nothing to see."""
FEWEST_AROUND = 8
"""Cases on each side of a change, at the least."""
CHANGED = 0.05
"""The chance at which a change is marked: among all months looked at, not at one of them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line drawn into a chart with its words: a limit, a target, a median."""

    at: float
    words: str
    kind: str = "limit"  # limit, median, target


@dataclass(frozen=True, slots=True)
class Bin:
    """Lengths from `low` up to (not including) `high`: ended cases, and open ones so far."""

    low: float
    high: float
    ended: int
    open: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many cases took how long. Where cases of several items stand together `unit` is
    "share" (days used ÷ limit), else "days"."""

    bins: tuple[Bin, ...]
    marks: tuple[Mark, ...]
    unit: str
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """After `at` the share `still_open` lasts longer; `low`, `high`: its band."""

    at: float
    still_open: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """The share still open after each length; `other`: the city's cases of the same items."""

    steps: tuple[Step, ...]
    marks: tuple[Mark, ...]
    unit: str
    other: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """The cases filed in a month; the median and its interval only from FEWEST cases on, under
    that the cases themselves: (days, ended)."""

    first: date
    cases: int
    open: int
    median: float | None = None
    low: float | None = None
    high: float | None = None
    told: tuple[tuple[float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """From `first` on cases take longer (or shorter): medians before and after (None: unknown),
    and how likely chance alone would show as much somewhere among the months."""

    first: date
    slower: bool
    before: float | None
    after: float | None
    chance: float


@dataclass(frozen=True, slots=True)
class Months:
    """Month by month by the day of filing, with the one clearest change, if there is one."""

    months: tuple[Month, ...]
    change: Change | None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """Of `cases` promised to end within their P`chance`, the share that did."""

    chance: float
    ended: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Promised against kept; on the diagonal a forecast is honest."""

    points: tuple[Point, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Amount:
    """One bar: its words, its length, the part of it that is struck out (over the limit)."""

    words: str
    value: float
    part: float = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under each other, the longest first; `part` says what the hatched part is."""

    amounts: tuple[Amount, ...]
    unit: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A step still ahead: its day by half a chance and by nine in ten, as ordinals."""

    words: str
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class Fan:
    """When the target is reached: (chance, ordinal) rising, `today` and `due` as ordinals, and
    the steps on the way."""

    levels: tuple[tuple[float, int], ...]
    today: int
    due: int | None = None
    spans: tuple[Span, ...] = ()

    def at(self, chance: float) -> int:
        """The day by which the target is reached with this chance."""
        return next((day for level, day in self.levels if level >= chance), self.levels[-1][1])


Chart = Distribution | Survival | Months | Reliability | Bars | Fan


def lengths(cases: Cases) -> tuple[Floats, Bools, str]:
    """The lengths that may stand in one chart, and their unit.

    Cases of one limit are shown in days. Of several limits: as share of the limit, and those
    without a limit are left out. A 3-day item never stands beside one of 60.
    """
    limits = cases.limit[cases.limit > 0]
    # a log's own deadlines make a limit for each case: an item is still one thing
    if len(np.unique(cases.item)) <= 1 or not len(limits):
        return cases.days, cases.ended, "days"
    if len(np.unique(limits)) == 1 and len(limits) == len(cases):
        return cases.days, cases.ended, "days"
    kept = cases.limit > 0
    return cases.days[kept] / cases.limit[kept], cases.ended[kept], "share"


def distribution(days: Floats, ended: Bools, unit: str, marks: Sequence[Mark] = ()) -> Distribution:
    """Bins of a round width; the longest hundredth goes into the last where it would stretch."""
    if not len(days):
        return Distribution((), tuple(marks), unit)
    top = float(np.quantile(days, 0.99)) if len(days) > 50 else float(days.max())
    top = max(top, *(mark.at for mark in marks), 0.0) if marks else top
    width = _round_width(top, unit)
    count = max(1, min(MOST_BINS, math.floor(top / width) + 1))
    place = np.minimum((days / width + 1e-9).astype(np.intp), count - 1)
    done = np.bincount(place[ended], minlength=count)
    still = np.bincount(place[~ended], minlength=count)
    return Distribution(
        tuple(Bin(n * width, (n + 1) * width, int(done[n]), int(still[n])) for n in range(count)),
        tuple(marks),
        unit,
        int(np.count_nonzero(days >= count * width)),
    )


def _round_width(top: float, unit: str) -> float:
    widths: tuple[float, ...] = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000)
    if unit == "days":
        widths = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
    return next((one for one in widths if top / one < MOST_BINS - 1), widths[-1])


def steps(drawn: Curve) -> tuple[Step, ...]:
    """A curve as the steps that are drawn, from nothing on."""
    places = np.arange(len(drawn.time))
    if len(places) > MOST_STEPS:
        places = np.unique(np.linspace(0, len(places) - 1, MOST_STEPS).astype(np.intp))
    return (
        Step(0.0, 1.0, 1.0, 1.0),
        *(
            Step(
                float(drawn.time[n]), float(drawn.still_open[n]), float(drawn.low[n]),
                float(drawn.high[n]),
            )
            for n in places.tolist()
        ),
    )  # fmt: skip


def survival_chart(
    days: Floats,
    ended: Bools,
    unit: str,
    marks: Sequence[Mark] = (),
    other: tuple[Floats, Bools] | None = None,
) -> Survival:
    """The curve of some cases, and of others for comparison."""
    beside = steps(survival.curve(*other)) if other is not None and len(other[0]) else ()
    return Survival(steps(survival.curve(days, ended)), tuple(marks), unit, beside)


def months(filed: Ints, days: Floats, ended: Bools, marks: Sequence[Mark] = ()) -> Months:
    """Cases by the month in which they were filed (`filed`: ordinals), and the clearest change."""
    if not len(filed):
        return Months((), None, tuple(marks))
    stamps = (np.asarray(filed, np.int64) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    number = stamps.astype(np.int64)
    first = int(number.min())
    found = []
    for month in range(first, int(number.max()) + 1):
        kept = number == month
        count = int(kept.sum())
        day = date(1970 + month // 12, month % 12 + 1, 1)
        still = count - int(ended[kept].sum())
        if count < FEWEST:
            told = zip(days[kept].tolist(), ended[kept].tolist(), strict=True)
            found.append(Month(day, count, still, told=tuple(told)))
            continue
        median = survival.curve(days[kept], ended[kept]).median
        found.append(Month(day, count, still, median.value, median.low, median.high))
    return Months(tuple(found), change(number, days, ended), tuple(marks))


def change(number: Ints, days: Floats, ended: Bools) -> Change | None:
    """The month from which on cases take clearly longer or shorter, None where chance explains it.

    Before and after are compared by the log-rank test (open cases count as longer than so far);
    of all months the largest is taken, and its chance is that of the largest of so many
    (Bonferroni): a month is not found by looking at many.
    """
    splits = []
    for month in np.unique(number)[1:].tolist():
        late = number >= month
        if min(int(late.sum()), int((~late).sum())) >= FEWEST_AROUND:
            splits.append((month, late))
    best = 0.0
    at: tuple[int, Bools] | None = None
    for month, late in splits:
        score = log_rank(days, ended, late)
        if abs(score) > abs(best):
            best, at = score, (month, late)
    if at is None:
        return None
    chance = min(1.0, math.erfc(abs(best) / math.sqrt(2)) * len(splits))
    if chance >= CHANGED:
        return None
    month, late = at
    return Change(
        date(1970 + month // 12, month % 12 + 1, 1),
        best < 0,
        survival.curve(days[~late], ended[~late]).quantile(0.5),
        survival.curve(days[late], ended[late]).quantile(0.5),
        chance,
    )


def log_rank(days: Floats, ended: Bools, group: Bools) -> float:
    """How far the cases of `group` end sooner than the others, in standard errors (Mantel 1966).

    Above 0: they end sooner. 0 where nothing can be compared.
    """
    times, place = np.unique(days, return_inverse=True)
    count = len(times)

    def at_risk(kept: Bools) -> Floats:
        seen = np.bincount(place[kept], minlength=count)
        return (np.cumsum(seen[::-1])[::-1]).astype(np.float64)

    risk, own = at_risk(np.ones(len(days), bool)), at_risk(group)
    done = np.bincount(place[ended], minlength=count).astype(np.float64)
    seen = float(np.count_nonzero(ended & group))
    expected = done * own / risk
    with np.errstate(divide="ignore", invalid="ignore"):
        share = own / risk
        spread = np.where(risk > 1, done * share * (1 - share) * (risk - done) / (risk - 1), 0.0)
    variance = float(spread.sum())
    return (seen - float(expected.sum())) / math.sqrt(variance) if variance > 0 else 0.0
