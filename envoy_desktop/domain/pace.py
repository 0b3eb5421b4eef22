"""How much slower or faster each department is than the city on like cases, with its error.

A case is compared where others can be: with the same item at other departments, else by the days
used of its limit with all cases that have one. Lengths are compared as logarithms (a factor of
two is as far up as down); an open case counts as longer than its days so far.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

ROUNDS = 60
_POOLED = 10.0
"""Cases that the spread of all cases weighs as, beside a group's or a department's own."""
_LEAST_SPREAD = 0.1
_SHARED_BY = 2  # departments with finished cases that make an item comparable by itself


@dataclass(frozen=True, eq=False, slots=True)
class Paces:
    """One row a department: `effect` is the logarithm of its pace (0: as the city, 0.69: twice
    as slow), `error` its standard error, NaN where nothing is comparable; `cases` compared.

    As the city is who works like the middle department (weighted median): a few slow ones do not
    make the others fast, nor themselves ordinary.

    `location`: the mean logarithm of length that the city would need for its mix of cases.
    """

    effect: Floats
    error: Floats
    cases: npt.NDArray[np.int64]
    location: Floats


def paces(
    department: Index, item: Index, days: Floats, ended: Bools, limit: Floats, departments: int
) -> Paces:
    """The pace of every department (numbered from 0) by its cases.

    `days` charged to the department (≥ 0), `limit` in the same unit, NaN where there is none.
    """
    group, scale = _groups(department, item, ended, limit)
    used = group >= 0
    if not used.any():
        nothing = np.full(departments, np.nan)
        return Paces(nothing, nothing.copy(), np.zeros(departments, np.int64), nothing.copy())
    length = np.log(days[used] + 0.5) - np.log(scale[used])
    d, g, y, closed, weight = _together(department[used], group[used], length, ended[used])
    groups = int(g.max()) + 1
    fitted = _fit(d, g, y, closed, weight, departments, groups)
    cases = np.bincount(department[used], minlength=departments)
    logs = np.bincount(department[used], np.log(scale[used]), minlength=departments)
    with np.errstate(invalid="ignore"):
        centre = logs / cases
        mix = np.bincount(d, weight * fitted.group[g], minlength=departments) / cases
    return Paces(fitted.effect, fitted.error, cases, centre + mix)


def _groups(department: Index, item: Index, ended: Bools, limit: Floats) -> tuple[Index, Floats]:
    """For each case the group it is compared in (-1: none) and what its days are divided by."""
    items = int(item.max()) + 1 if len(item) else 0
    pairs = np.unique(np.stack((item[ended], department[ended])), axis=1)
    holders = np.bincount(pairs[0], minlength=items)
    shared = (holders >= _SHARED_BY)[item] if items else np.zeros(0, bool)
    limited = ~shared & (limit > 0)
    group = np.where(shared, item, np.where(limited, items, -1))
    scale = np.where(limited, limit, 1.0)
    kept, place = np.unique(group, return_inverse=True)
    if len(kept) and kept[0] == -1:
        place = place - 1
    return place.astype(np.intp), scale


def _together(
    d: Index, g: Index, y: Floats, closed: Bools
) -> tuple[Index, Index, Floats, Bools, Floats]:
    """Equal cases as one row with its weight: a million cases are some ten thousand rows."""
    order = np.lexsort((closed, y, g, d))
    d, g, y, closed = d[order], g[order], y[order], closed[order]
    new = np.ones(len(d), bool)
    new[1:] = (
        (d[1:] != d[:-1]) | (g[1:] != g[:-1]) | (y[1:] != y[:-1]) | (closed[1:] != closed[:-1])
    )
    starts = np.flatnonzero(new)
    weight = np.diff(np.append(starts, len(d))).astype(np.float64)
    return d[starts], g[starts], y[starts], closed[starts], weight


@dataclass(frozen=True, eq=False, slots=True)
class _Fitted:
    effect: Floats
    error: Floats
    group: Floats


def _fit(
    d: Index, g: Index, y: Floats, closed: Bools, weight: Floats, departments: int, groups: int
) -> _Fitted:
    """Length = group + department + error, normal on logarithms, open cases as "longer than"
    (Tobit by expectation and maximisation)."""
    total_g = np.bincount(g, weight, minlength=groups)
    mean = np.average(y, weights=weight)
    group = np.bincount(g, weight * y, minlength=groups) / np.maximum(total_g, 1e-9)
    group = np.where(total_g > 0, group, mean)
    effect = np.zeros(departments)
    pooled = max(_LEAST_SPREAD, float(np.sqrt(np.average((y - group[g]) ** 2, weights=weight))))
    spread = np.full(groups, pooled)
    part = _components(d, g, departments, groups)
    present = np.bincount(d, weight, minlength=departments) > 0
    for _round in range(ROUNDS):
        middle, sigma = group[g] + effect[d], spread[g]
        z = (y - middle) / sigma
        tail = np.where(closed, 0.0, _hazard(z))
        expected = np.where(closed, y, middle + sigma * tail)
        squares = np.where(closed, (y - middle) ** 2, sigma**2 * (1 + z * tail))
        precise = weight / sigma**2
        own = np.bincount(d, precise, minlength=departments)
        moved = np.bincount(d, precise * (expected - group[g]), minlength=departments)
        before = effect
        effect = np.divide(moved, own, out=np.zeros(departments), where=own > 0)
        error = np.sqrt(1 / np.maximum(own, 1e-12))
        effect = effect - _centres(effect, error, part, present)[part]
        sums = np.bincount(g, weight * (expected - effect[d]), minlength=groups)
        group = np.where(total_g > 0, sums / np.maximum(total_g, 1e-9), group)
        pooled = max(_LEAST_SPREAD, float(np.sqrt((weight * squares).sum() / weight.sum())))
        ours = np.bincount(g, weight * squares, minlength=groups)
        spread = np.sqrt((ours + _POOLED * pooled**2) / (total_g + _POOLED))
        spread = np.maximum(spread, _LEAST_SPREAD)
        if _round > 4 and np.abs(effect - before).max() < 1e-7:
            break
    error = _errors(d, g, y, closed, weight, group, effect, spread, departments, groups)
    own_cases: Floats = np.bincount(d, weight, minlength=departments).astype(np.float64)
    effect = _against_city(effect, own_cases, part, present)
    alone = np.bincount(part[present], minlength=int(part.max()) + 1)[part] < 2
    effect = np.where(present & ~alone, effect, np.nan)
    return _Fitted(effect, np.where(np.isnan(effect), np.nan, error), group)


def _components(d: Index, g: Index, departments: int, groups: int) -> Index:
    """The part of the city in which each department can be compared: linked by common groups."""
    part = np.arange(departments)
    pairs = np.unique(np.stack((d, g)), axis=1)
    while True:
        least = np.full(groups, departments)
        np.minimum.at(least, pairs[1], part[pairs[0]])
        fresh = part.copy()
        np.minimum.at(fresh, pairs[0], least[pairs[1]])
        if (fresh == part).all():
            return part.astype(np.intp)
        part = fresh


def _centres(effect: Floats, error: Floats, part: Index, present: Bools) -> Floats:
    """The middle department of each part (weighted median): a few slow ones do not move it."""
    centres = np.zeros(len(effect))
    for one in np.unique(part[present]).tolist():
        inside = np.flatnonzero(present & (part == one))
        varies = float(np.var(effect[inside])) if len(inside) > 1 else 0.0
        weights = 1 / (error[inside] ** 2 + varies)
        order = np.argsort(effect[inside], kind="stable")
        sums = np.cumsum(weights[order]) - weights[order] / 2
        centres[one] = np.interp(weights.sum() / 2, sums, effect[inside][order])
    return centres


def _against_city(effect: Floats, seen: Floats, part: Index, present: Bools) -> Floats:
    """A department with more than half of the cases it is compared with is itself the city: it
    is held against the mean over all cases, not against a few small others."""
    count = int(part.max()) + 1 if len(part) else 0
    total = np.bincount(part[present], seen[present], minlength=count)
    mean = np.bincount(part[present], (seen * effect)[present], minlength=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        dominates = present & (seen > total[part] / 2)
        return np.where(dominates, effect - (mean / total)[part], effect)


def _errors(
    d: Index, g: Index, y: Floats, closed: Bools, weight: Floats,
    group: Floats, effect: Floats, spread: Floats, departments: int, groups: int,
) -> Floats:  # fmt: skip
    """Standard errors: from the scatter of a department's own cases (sandwich), drawn towards
    that of all cases while they are few; and what the others leave open about the city."""
    sigma = spread[g]
    z = (y - group[g] - effect[d]) / sigma
    tail = _hazard(z)
    score = np.where(closed, z, tail) / sigma
    told = np.where(closed, 1.0, tail * (tail - z)) / sigma**2
    known = np.bincount(d, weight * told, minlength=departments)
    seen = np.bincount(d, weight, minlength=departments)
    scatter = np.bincount(d, weight * score**2, minlength=departments)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_model: Floats = 1 / known
        by_cases = scatter / known**2 * seen / np.maximum(seen - 1, 1)
        own = (seen * by_cases + _POOLED * by_model) / (seen + _POOLED)
        key = d * groups + g
        places, back = np.unique(key, return_inverse=True)
        each = np.bincount(back, weight * told)
        of_d, of_g = places // groups, places % groups
        of_group = np.bincount(of_g, each, minlength=groups)
        rest = np.maximum(of_group[of_g] - each, 1e-9)
        others = np.bincount(of_d, (each / known[of_d]) ** 2 / rest, minlength=departments)
    # a few cases know their own scatter badly
    own = own * (1 + 2 / np.maximum(seen, 1))
    error: Floats = np.sqrt(own + np.minimum(others, own * 4))
    return error


def _hazard(z: Floats) -> Floats:
    """φ(z) / (1 − Φ(z)): how much longer than its days so far an open case is expected."""
    x = np.minimum(z, 4.0)
    t = 1 / (1 + 0.3275911 * np.abs(x) / np.sqrt(2))
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (
        -1.453152027 + t * 1.061405429))))  # Abramowitz & Stegun 7.1.26  # fmt: skip
    half = poly * np.exp(-(x**2) / 2) / 2
    beyond = np.where(x >= 0, half, 1 - half)
    plain = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) / np.maximum(beyond, 1e-300)
    fraction = z.copy()
    for n in range(12, 0, -1):  # the tail as a continued fraction, where z is large
        fraction = z + n / np.where(fraction == 0, 1e-9, fraction)
    return np.where(z > 3, fraction, plain)
