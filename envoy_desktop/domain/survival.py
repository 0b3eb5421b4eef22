"""How long cases take where some are still open: Kaplan–Meier, its bands, medians, intervals."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

LEVEL = 0.95
"""Confidence of every interval that is shown."""


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """The share of cases still open after each length at which one ended.

    `time` rises and holds the distinct lengths of ended cases; after `time[n]` the share
    `still_open[n]` lasts longer. `at_risk[n]` cases lasted at least so long, `ended[n]` ended
    there. `low`, `high`: the band of that share (log-log, Kalbfleisch & Prentice 1980), from
    Greenwood's variance (1926). `cases` all cases, `open` those not ended.
    """

    time: Floats
    at_risk: Counts
    ended: Counts
    still_open: Floats
    variance: Floats
    low: Floats
    high: Floats
    cases: int
    open: int
    level: float = LEVEL

    def share_open(self, length: float) -> float:
        """The share of cases that last longer than `length`."""
        place = int(np.searchsorted(self.time, length, side="right")) - 1
        return 1.0 if place < 0 else float(self.still_open[place])

    def quantile(self, share: float) -> float | None:
        """The length within which the share `share` of cases has ended, None while unknown.

        The first length after which at most 1 − `share` is still open; unknown where so many
        cases are open that the curve never falls so low.
        """
        return _first_at_most(self.time, self.still_open, 1 - share)

    def interval(self, share: float) -> "Interval":
        """`quantile` with the interval that the band leaves it (Brookmeyer & Crowley 1982)."""
        return Interval(
            self.quantile(share),
            _first_at_most(self.time, self.low, 1 - share),
            _first_at_most(self.time, self.high, 1 - share),
            self.level,
        )

    @property
    def median(self) -> "Interval":
        return self.interval(0.5)

    @property
    def p90(self) -> "Interval":
        return self.interval(0.9)


@dataclass(frozen=True, slots=True)
class Interval:
    """A length with its interval; None where the open cases do not let it be known yet."""

    value: float | None
    low: float | None
    high: float | None
    level: float = LEVEL


def curve(durations: npt.ArrayLike, ended: npt.ArrayLike, *, level: float = LEVEL) -> Curve:
    """The curve of some cases: `durations` of any unit, `ended` false where a case is open.

    An open case lasted at least its length (right-censored): it is at risk up to and including
    it. Raises ValueError for a negative or unknown length.
    """
    lengths = np.asarray(durations, dtype=np.float64)
    closed = np.asarray(ended, dtype=bool)
    if lengths.shape != closed.shape or lengths.ndim != 1:
        raise ValueError("one mark of closure for each duration")
    if len(lengths) and not (lengths >= 0).all():
        raise ValueError("a length below nothing")
    times, place, seen = np.unique(lengths, return_inverse=True, return_counts=True)
    done = np.bincount(place[closed], minlength=len(times)).astype(np.int64)
    at_risk = (len(lengths) - np.cumsum(seen) + seen).astype(np.int64)
    keep = done > 0
    times, done, at_risk = times[keep], done[keep], at_risk[keep]
    left = at_risk - done
    still_open: Floats = np.cumprod(left / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums: Floats = np.cumsum(done / (at_risk * left.astype(np.float64)), dtype=np.float64)
        variance = np.where(still_open > 0, still_open**2 * sums, 0.0)
    low, high = _band(still_open, sums, level)
    return Curve(
        times, at_risk, done, still_open, variance, low, high,
        len(lengths), int(len(lengths) - closed.sum()), level,
    )  # fmt: skip


def _band(still_open: Floats, sums: Floats, level: float) -> tuple[Floats, Floats]:
    """S^exp(± z √sums ÷ |log S|): stays between 0 and 1; where nothing is left both are 0."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = z * np.sqrt(sums) / np.abs(np.log(still_open))
        low, high = still_open ** np.exp(reach), still_open ** np.exp(-reach)
    nothing = still_open <= 0
    return np.where(nothing, 0.0, low), np.where(nothing, 0.0, high)


def _first_at_most(time: Floats, shares: Floats, bound: float) -> float | None:
    """The first time at which `shares` has fallen to `bound` (rounding forgiven)."""
    found = np.flatnonzero(shares <= bound + 1e-12)
    return float(time[found[0]]) if len(found) else None


def rounded(days: float | None) -> float | int | None:
    """A length as it is shown: whole days as whole numbers."""
    if days is None or not math.isfinite(days):
        return None
    return int(days) if float(days).is_integer() else round(days, 2)
