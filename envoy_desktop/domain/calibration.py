"""How honest the forecasts of steps were: each past case against what was known at its filing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from envoy_desktop.domain import survival
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.forecast import LEVELS, SMALLEST_SAMPLE, learn

Ints = npt.NDArray[np.int64]
BINS = tuple(n / 10 for n in range(1, 10))
ROUND_DAYS = 30
"""Calendar days for which one learnt length serves."""
MOST = 2_000
FIRST_SHARE = 0.3
"""Share of the cases that is only learnt from."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Of the cases promised to end within their P`chance`, the share that did."""

    chance: float
    ended: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of `cases` past steps the share that ended within the forecast P50 and P90.

    `open`: those of them still open (they count as longer than so far). `since`: ordinal of the
    first day whose cases were forecast. `no_history`: cases left out for want of five ended ones.
    `p50` and `p90` None where nothing could be judged.
    """

    cases: int
    open: int
    since: int
    p50: float | None
    p90: float | None
    bins: tuple[Bin, ...]
    no_history: int


def calibrate(
    groups: npt.NDArray[np.intp],
    filed: Ints,
    ended: Ints,
    elapsed: Ints,
    calendar: Calendar,
    as_of: int,
    limits: Sequence[tuple[int | None, int | None]] = (),
    *,
    first_share: float = FIRST_SHARE,
) -> Calibration:
    """Forecasts every later case from what was known when its month began.

    `groups`: what is learnt together (an item). `filed`, `ended` (0: open): ordinals. `elapsed`:
    working days to the end or so far. `limits`: promised and statutory of each group. An open
    case of the past is known then only as "so far": nobody looks ahead.
    """
    arrays = calendar.arrays
    last = len(arrays.count) - 1

    def worked(day: npt.ArrayLike) -> Ints:
        place = np.clip(np.asarray(day) - arrays.first, 0, last)
        found: Ints = arrays.count[place].astype(np.int64)
        return found

    order = np.argsort(filed, kind="stable")
    groups, filed, ended, elapsed = groups[order], filed[order], ended[order], elapsed[order]
    if not len(filed):
        return Calibration(0, 0, 0, None, None, (), 0)
    since = int(filed[int(first_share * (len(filed) - 1))]) + 1
    levels: list[npt.NDArray[np.float64]] = []
    closed: list[npt.NDArray[np.bool_]] = []
    without = 0
    for start in range(since, min(as_of, int(filed[-1])) + 1, ROUND_DAYS):
        low, high = np.searchsorted(filed, (start, start + ROUND_DAYS))
        if low == high:
            continue
        for group in np.unique(groups[low:high]).tolist():
            past = np.flatnonzero(groups[:low] == group)[::-1][:MOST]
            done = (ended[past] > 0) & (ended[past] < start)
            later = low + np.flatnonzero(groups[low:high] == group)
            if done.sum() < SMALLEST_SAMPLE:
                without += len(later)
                continue
            so_far = np.maximum(worked(start) - worked(filed[past]), 0)
            known = learn(
                np.where(done, elapsed[past], so_far).tolist(),
                done.tolist(),
                promised=limits[group][0] if limits else None,
                statutory=limits[group][1] if limits else None,
                newest_first=True,
            )
            table = known.table
            reached = np.searchsorted(table, elapsed[later], side="left")
            through = np.searchsorted(table, elapsed[later], side="right")
            over = ended[later] > 0
            # the level at which a case ends: the first at which its day was forecast; an open
            # case is past all levels of the days behind it
            levels.append(np.where(over, reached, through) / LEVELS)
            closed.append(over)
    if not levels:
        return Calibration(0, 0, since, None, None, (), without)
    level, over = np.concatenate(levels), np.concatenate(closed)
    drawn = survival.curve(level, over)

    def share(chance: float) -> float:
        return 1 - drawn.share_open(chance - 1 / LEVELS + 1e-9)

    return Calibration(
        cases=len(level),
        open=int((~over).sum()),
        since=since,
        p50=share(0.5),
        p90=share(0.9),
        bins=tuple(Bin(chance, share(chance)) for chance in BINS),
        no_history=without,
    )
