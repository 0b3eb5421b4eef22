"""A chart as strokes, boxes and words in points, which window, picture and paper draw alike.

Nothing is told by colour alone: what differs has another stroke, another hatching, or its own
words beside it. Inks are roles (ink, muted, line, accent, red); who draws knows their colours.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from envoy_desktop.domain import charts
from envoy_desktop.domain.charts import Bars, Distribution, Fan, Mark, Months, Reliability, Survival

Measure = Callable[[str], float]
"""The width of words in points at the drawing's size of letters."""
SOLID, DASHED, DOTTED = (), (5.0, 3.0), (1.2, 2.4)
Place = tuple[float, float]


class Stroke(NamedTuple):
    """A line through points; `dash`: lengths drawn and left out, none for a whole line."""

    points: tuple[Place, ...]
    ink: str = "ink"
    width: float = 1.0
    dash: tuple[float, ...] = SOLID


class Box(NamedTuple):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: str = "ink"


class Words(NamedTuple):
    """Words on one line: `x` is their left, middle or right by `side`; `y` their base line."""

    x: float
    y: float
    text: str
    side: str = "left"
    ink: str = "ink"


@dataclass(slots=True)
class Drawing:
    """What is drawn, in order; `size`: height of the letters."""

    width: float
    height: float
    size: float
    shapes: list[Stroke | Box | Words] = field(default_factory=list)

    def line(
        self, *points: Place, ink: str = "ink", width: float = 1.0, dash: tuple[float, ...] = SOLID
    ) -> None:
        """Add a line."""
        self.shapes.append(Stroke(points, ink, width, dash))

    def words(self, x: float, y: float, text: str, side: str = "left", ink: str = "ink") -> None:
        """Add words."""
        self.shapes.append(Words(x, y, text, side, ink))

    def box(self, x: float, y: float, width: float, height: float, ink: str = "accent") -> None:
        """Add a filled rectangle, where there is anything of it."""
        if width > 0 and height > 0:
            self.shapes.append(Box(x, y, width, height, ink))

    def frame(self, x: float, y: float, width: float, height: float, ink: str = "ink") -> None:
        """Add the outline of a rectangle."""
        self.line(
            (x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y),
            ink=ink, width=self.size * 0.07,
        )  # fmt: skip

    def hatch(
        self, x: float, y: float, width: float, height: float, ink: str = "ink", gap: float = 0.4
    ) -> None:
        """Slanting strokes inside a rectangle, `gap` letters apart, as if of one pattern over the
        whole drawing: neighbours do not show their seams."""
        step = gap * self.size
        if width <= 0 or height <= 0:
            return
        first = math.ceil((x + y) / step)
        last = math.floor((x + width + y + height) / step)
        for n in range(first, last + 1):
            total = n * step  # the points with x + y = total
            left = max(x, total - y - height)
            right = min(x + width, total - y)
            if right > left:
                self.line(
                    (left, total - left), (right, total - right), ink=ink, width=self.size * 0.05
                )


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of a chart's axes and keys, in the language of who looks at it."""

    across: str = ""
    up: str = ""
    ended: str = ""
    open: str = ""
    own: str = ""
    other: str = ""
    nothing: str = ""
    today: str = ""
    honest: str = ""
    chance: str = "{percent}%"
    cases: str = "{n}"
    changed: str = "{median}"
    beyond: str = "{n}"
    month: Callable[[date], str] = date.isoformat
    day: Callable[[date], str] = date.isoformat


@dataclass(slots=True)
class _Plane:
    """The field of a chart inside its axes."""

    drawing: Drawing
    left: float
    top: float
    right: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, value: float) -> float:
        low, high = self.across
        share = (value - low) / (high - low) if high > low else 0.0
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def y(self, value: float) -> float:
        low, high = self.up
        share = (value - low) / (high - low) if high > low else 0.0
        return self.bottom - (self.bottom - self.top) * min(max(share, 0.0), 1.0)


def draw(
    chart: charts.Chart, speech: Speech, width: float, height: float, size: float, measure: Measure
) -> Drawing:
    """Draw any chart into `width` × `height` points with letters of `size`."""
    drawing = Drawing(width, height, size)
    if is_empty(chart):
        drawing.words(width / 2, height / 2, speech.nothing, "middle", "muted")
        return drawing
    match chart:
        case Distribution():
            _distribution(drawing, chart, speech, measure)
        case Survival():
            _survival(drawing, chart, speech, measure)
        case Months():
            _months(drawing, chart, speech, measure)
        case Reliability():
            _reliability(drawing, chart, speech, measure)
        case Bars():
            _bars(drawing, chart, speech, measure)
        case Fan():
            _fan(drawing, chart, speech, measure)
    return drawing


def is_empty(chart: charts.Chart) -> bool:
    """Whether there is nothing to draw."""
    match chart:
        case Distribution():
            return not chart.bins
        case Survival():
            return len(chart.steps) < 2
        case Months():
            return not chart.months
        case Reliability():
            return not chart.points
        case Bars():
            return not chart.amounts
        case Fan():
            return not chart.levels


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, at most so many."""
    if high <= low:
        return [low]
    rough = (high - low) / max(1, most)
    power = 10 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def number(value: float) -> str:
    """A number on an axis."""
    return f"{round(value, 6):g}"


def percent(value: float) -> str:
    """A share on an axis."""
    return f"{100 * value:.0f}%"


def _axes(
    drawing: Drawing,
    speech: Speech,
    measure: Measure,
    across: tuple[float, float],
    up: tuple[float, float],
    *,
    told_across: Callable[[float], str] = number,
    told_up: Callable[[float], str] = number,
    head: float = 2.6,
    whole: bool = False,
) -> _Plane:
    em = drawing.size
    levels = [v for v in ticks(*up, 5) if not whole or float(v).is_integer()]
    left = max((measure(told_up(v)) for v in levels), default=em) + em * 0.9
    plane = _Plane(
        drawing, left, em * head, drawing.width - em * 1.2, drawing.height - em * 2.9, across, up
    )
    for value in levels:
        y = plane.y(value)
        drawing.line((left, y), (plane.right, y), ink="line", width=em * 0.06)
        drawing.words(left - em * 0.5, y + em * 0.35, told_up(value), "right", "muted")
    room = max(2, int((plane.right - left) / (measure("00000") + em * 1.5)))
    for value in ticks(*across, room):
        x = plane.x(value)
        drawing.line((x, plane.bottom), (x, plane.bottom + em * 0.35), ink="muted", width=em * 0.07)
        drawing.words(x, plane.bottom + em * 1.35, told_across(value), "middle", "muted")
    drawing.line((left, plane.bottom), (plane.right, plane.bottom), ink="muted", width=em * 0.08)
    _titles(drawing, plane, speech)
    return plane


def _titles(drawing: Drawing, plane: _Plane, speech: Speech) -> None:
    em = drawing.size
    drawing.words(em * 0.2, em * 1.05, speech.up, "left", "muted")
    drawing.words(plane.right, drawing.height - em * 0.35, speech.across, "right", "muted")


def _key(
    drawing: Drawing, measure: Measure, right: float, entries: Sequence[tuple[str, str]]
) -> None:
    """What each sign means, in the head at the right end."""
    em = drawing.size
    x = right
    for sign, words in reversed([entry for entry in entries if entry[1]]):
        x -= measure(words)
        drawing.words(x, em * 1.05, words, "left", "muted")
        x -= em * 2.1
        y = em * 0.35
        if sign == "solid":
            drawing.box(x, y, em * 1.6, em * 0.75)
        elif sign == "hatched":
            drawing.hatch(x, y, em * 1.6, em * 0.75)
            drawing.frame(x, y, em * 1.6, em * 0.75)
        else:
            dash = {"line": SOLID, "dashed": DASHED, "dotted": DOTTED}[sign]
            ink = "accent" if sign == "line" else "ink"
            drawing.line(
                (x, y + em * 0.4), (x + em * 1.6, y + em * 0.4), ink=ink, width=em * 0.14,
                dash=scaled(dash, em),
            )  # fmt: skip
        x -= em * 1.2


def scaled(dash: tuple[float, ...], em: float) -> tuple[float, ...]:
    """A dash for letters of this size."""
    return tuple(one * em / 10 for one in dash)


def _marks(plane: _Plane, marks: Sequence[Mark], measure: Measure) -> None:
    """Upright lines with their words beside the top, one under the other so that none collide."""
    drawing, em = plane.drawing, plane.drawing.size
    for n, mark in enumerate(sorted(marks, key=lambda mark: mark.at)):
        x = plane.x(mark.at)
        red = mark.kind in ("limit", "target")
        drawing.line(
            (x, plane.top), (x, plane.bottom), ink="red" if red else "ink", width=em * 0.12,
            dash=scaled(DASHED if red else DOTTED, em),
        )  # fmt: skip
        wide = measure(mark.words)
        y = plane.top + em * (0.95 + 1.3 * n)
        fits = x + em * 0.4 + wide <= drawing.width
        drawing.words(
            x + em * 0.4 if fits else x - em * 0.4, y, mark.words, "left" if fits else "right",
            "red" if red else "ink",
        )  # fmt: skip


def _distribution(drawing: Drawing, chart: Distribution, speech: Speech, measure: Measure) -> None:
    em = drawing.size
    high = max(one.ended + one.open for one in chart.bins)
    told = percent if chart.unit == "share" else number
    room = high * (1.05 + 0.1 * len(chart.marks))  # for the words of the marks
    plane = _axes(
        drawing, speech, measure, (0, chart.bins[-1].high), (0, room),
        told_across=told, whole=True,
    )  # fmt: skip
    for one in chart.bins:
        x, right = plane.x(one.low) + em * 0.08, plane.x(one.high) - em * 0.08
        y, top = plane.y(one.ended), plane.y(one.ended + one.open)
        drawing.box(x, y, right - x, plane.bottom - y)
        if one.open:
            drawing.hatch(x, top, right - x, y - top)
            drawing.frame(x, top, right - x, y - top)
    _marks(plane, chart.marks, measure)
    _key(drawing, measure, plane.right, (("solid", speech.ended), ("hatched", speech.open)))
    if chart.beyond:
        words = speech.beyond.format(n=chart.beyond)
        drawing.words(plane.right, plane.bottom - em * 0.6, words, "right", "muted")


def _survival(drawing: Drawing, chart: Survival, speech: Speech, measure: Measure) -> None:
    em = drawing.size
    last = max(
        [chart.steps[-1].at, *(mark.at for mark in chart.marks)]
        + ([chart.other[-1].at] if chart.other else [])
    )
    # a few very long cases of the city would press one's own curve to the left
    last = min(last, max(2.2 * chart.steps[-1].at, *(m.at for m in chart.marks), 1.0))
    plane = _axes(
        drawing, speech, measure, (0, last * 1.04 or 1), (0, 1),
        told_across=percent if chart.unit == "share" else number, told_up=percent,
    )  # fmt: skip
    ends = [*(one.at for one in chart.steps[1:]), chart.steps[-1].at]
    for one, until in zip(chart.steps, ends, strict=True):
        x, top = plane.x(one.at), plane.y(one.high)
        drawing.hatch(x, top, plane.x(until) - x, plane.y(one.low) - top, "muted", 0.55)
    if chart.other:
        drawing.line(
            *_stairs(plane, chart.other), ink="ink", width=em * 0.12, dash=scaled(DASHED, em)
        )
    drawing.line(*_stairs(plane, chart.steps), ink="accent", width=em * 0.18)
    half = plane.y(0.5)
    drawing.line(
        (plane.left, half), (plane.right, half), ink="muted", width=em * 0.07,
        dash=scaled(DOTTED, em),
    )  # fmt: skip
    _marks(plane, chart.marks, measure)
    entries = [("line", speech.own)]
    if chart.other:
        entries.append(("dashed", speech.other))
    _key(drawing, measure, plane.right, entries)


def _stairs(plane: _Plane, steps: Sequence[charts.Step]) -> list[Place]:
    points: list[Place] = []
    for one in steps:
        if points:
            points.append((plane.x(one.at), points[-1][1]))
        points.append((plane.x(one.at), plane.y(one.still_open)))
    return points


def _months(drawing: Drawing, chart: Months, speech: Speech, measure: Measure) -> None:
    em = drawing.size
    shown = chart.months
    tops = [one.high or one.median or 0.0 for one in shown]
    tops += [days for one in shown for days, _ended in one.told]
    high = max([*tops, *(mark.at for mark in chart.marks), 1.0])
    medians = [one.median for one in shown if one.median is not None]
    if medians:  # one endless interval would press the medians to the foot
        high = min(high, max([*(mark.at for mark in chart.marks), 2.5 * max(medians), 1]))
    levels = ticks(0, high * 1.15, 5)
    left = max(measure(number(v)) for v in levels) + em * 0.9
    plane = _Plane(
        drawing, left, em * 2.6, drawing.width - em * 1.2, drawing.height - em * 4.2,
        (-0.5, len(shown) - 0.5), (0, high * 1.15),
    )  # fmt: skip
    for value in levels:
        y = plane.y(value)
        drawing.line((left, y), (plane.right, y), ink="line", width=em * 0.06)
        drawing.words(left - em * 0.5, y + em * 0.35, number(value), "right", "muted")
    drawing.line((left, plane.bottom), (plane.right, plane.bottom), ink="muted", width=em * 0.08)
    for mark in chart.marks:
        y = plane.y(mark.at)
        drawing.line(
            (left, y), (plane.right, y), ink="red", width=em * 0.12, dash=scaled(DASHED, em)
        )
        drawing.words(plane.right, y - em * 0.3, mark.words, "right", "red")
    wide = (plane.right - left) / len(shown)
    every = max(1, math.ceil((measure("2026-00") + em * 0.6) / wide))
    counted = max(1, math.ceil((measure("000") + em * 0.4) / wide))
    trail: list[Place] = []
    for n, one in enumerate(shown):
        x = plane.x(n)
        if n % every == 0:
            drawing.words(x, plane.bottom + em * 2.6, speech.month(one.first), "middle", "muted")
        if n % counted == 0:
            drawing.words(x, plane.bottom + em * 1.35, str(one.cases), "middle", "muted")
        for days, ended in one.told:
            _case(plane, x, plane.y(days), ended)
        if one.median is None:
            continue
        y = plane.y(one.median)
        low = plane.y(one.low if one.low is not None else one.median)
        top = plane.y(one.high) if one.high is not None else plane.top
        drawing.line((x, low), (x, top), ink="ink", width=em * 0.1)
        for end in (low, top):
            drawing.line((x - em * 0.25, end), (x + em * 0.25, end), ink="ink", width=em * 0.1)
        drawing.box(x - em * 0.3, y - em * 0.3, em * 0.6, em * 0.6)
        trail.append((x, y))
    if len(trail) > 1:
        drawing.line(*trail, ink="accent", width=em * 0.1)
    if chart.change is not None:
        place = next(n for n, one in enumerate(shown) if one.first == chart.change.first)
        x = plane.x(place - 0.5)
        drawing.line(
            (x, plane.top), (x, plane.bottom), ink="ink", width=em * 0.16, dash=scaled(DOTTED, em)
        )
        words = speech.changed
        fits = x + em * 0.4 + measure(words) <= drawing.width
        drawing.words(
            x + em * 0.4 if fits else x - em * 0.4, plane.top + em * 0.4, words,
            "left" if fits else "right",
        )  # fmt: skip
    _titles(drawing, plane, speech)
    drawing.words(em * 0.2, drawing.height - em * 0.35, speech.cases, "left", "muted")


def _case(plane: _Plane, x: float, y: float, ended: bool) -> None:
    """A single case: a cross where it has ended, an arrow up where it lasts at least so long."""
    drawing, em = plane.drawing, plane.drawing.size
    r, width = em * 0.28, em * 0.1
    if ended:
        drawing.line((x - r, y - r), (x + r, y + r), ink="accent", width=width)
        drawing.line((x - r, y + r), (x + r, y - r), ink="accent", width=width)
    else:
        drawing.line((x, y), (x, y - em * 0.8), ink="ink", width=width)
        drawing.line(
            (x - r, y - em * 0.45),
            (x, y - em * 0.8),
            (x + r, y - em * 0.45),
            ink="ink",
            width=width,
        )


def _reliability(drawing: Drawing, chart: Reliability, speech: Speech, measure: Measure) -> None:
    em = drawing.size
    plane = _axes(drawing, speech, measure, (0, 1), (0, 1), told_across=percent, told_up=percent)
    drawing.line(
        (plane.x(0), plane.y(0)), (plane.x(1), plane.y(1)), ink="ink", width=em * 0.1,
        dash=scaled(DASHED, em),
    )  # fmt: skip
    drawing.words(plane.x(0.97), plane.y(0.86), speech.honest, "right", "ink")
    drawing.line(
        *((plane.x(one.chance), plane.y(one.ended)) for one in chart.points),
        ink="accent", width=em * 0.14,
    )  # fmt: skip
    for one in chart.points:
        x, y = plane.x(one.chance), plane.y(one.ended)
        drawing.box(x - em * 0.32, y - em * 0.32, em * 0.64, em * 0.64)
        if round(one.chance, 3) in (0.5, 0.9):
            drawing.words(x + em * 0.7, y + em * 1.2, percent(one.ended))
    words = speech.cases.format(n=chart.cases)
    drawing.words(plane.right, em * 1.05, words, "right", "muted")


def _bars(drawing: Drawing, chart: Bars, speech: Speech, measure: Measure) -> None:
    em = drawing.size
    head = em * 2.2 if chart.part else em * 0.6
    told = [one.told or number(one.value) for one in chart.amounts]
    names = min(drawing.width * 0.46, max(measure(one.words) for one in chart.amounts) + em * 0.8)
    room = drawing.width - names - max(map(measure, told)) - em * 1.4
    most = max(max(one.value, one.part) for one in chart.amounts) or 1
    high = min(em * 2.1, (drawing.height - head) / len(chart.amounts))
    for n, (one, words) in enumerate(zip(chart.amounts, told, strict=True)):
        y = head + n * high
        wide = max(room, em) * one.value / most
        part = max(room, em) * min(one.part, one.value) / most
        base = y + high * 0.5 + em * 0.35
        drawing.words(0, base, cut(one.words, names - em * 0.8, measure))
        drawing.box(names + part, y + high * 0.16, wide - part, high * 0.66)
        if part > 0:
            drawing.hatch(names, y + high * 0.16, part, high * 0.66)
            drawing.frame(names, y + high * 0.16, part, high * 0.66)
        drawing.words(names + wide + em * 0.5, base, words)
    if chart.part:
        _key(drawing, measure, drawing.width, (("hatched", chart.part), ("solid", speech.own)))


def cut(text: str, room: float, measure: Measure) -> str:
    """The words as far as they have room."""
    if measure(text) <= room:
        return text
    while text and measure(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _fan(drawing: Drawing, chart: Fan, speech: Speech, measure: Measure) -> None:
    """Above: the chance that the target is reached by each day. Below: the steps on the way."""
    em = drawing.size
    names = 0.0
    if chart.spans:
        names = min(drawing.width * 0.4, max(measure(s.words) for s in chart.spans) + em)
    levels = (0.0, 0.5, 0.9)
    left = max(names, max(measure(percent(v)) for v in levels) + em)
    bottom = drawing.height - em * 2.4 - len(chart.spans) * em * 1.9
    last = max(day for _chance, day in chart.levels)
    last = max([last, *(span.p90 for span in chart.spans), chart.due or 0])
    first = min(chart.today, chart.due or chart.today)
    plane = _Plane(
        drawing, left, em * 2.2, drawing.width - em * 1.2, bottom, (first, last + 1), (0, 1)
    )
    foot = drawing.height - em * 2.4
    for value in levels:
        y = plane.y(value)
        drawing.line((left, y), (plane.right, y), ink="line", width=em * 0.06)
        drawing.words(left - em * 0.5, y + em * 0.35, percent(value), "right", "muted")
    p10, p50, p90 = chart.at(0.1), chart.at(0.5), chart.at(0.9)
    top = plane.y(1)
    drawing.hatch(plane.x(p10), top, plane.x(p90) - plane.x(p10), bottom - top, "line", 0.5)
    path: list[Place] = [(plane.x(chart.today), plane.y(0))]
    for chance, day in chart.levels:
        path += [(plane.x(day), path[-1][1]), (plane.x(day), plane.y(chance))]
    drawing.line(*path, ink="accent", width=em * 0.18)
    marks = [
        (p50, 0.5, speech.day(date.fromordinal(p50))),
        (p90, 0.9, speech.day(date.fromordinal(p90))),
    ]
    for day, chance, words in marks:
        x, y = plane.x(day), plane.y(chance)
        drawing.box(x - em * 0.3, y - em * 0.3, em * 0.6, em * 0.6)
        right = x + em * 0.7 + measure(words) > drawing.width
        drawing.words(
            x - em * 0.7 if right else x + em * 0.7, y + em * (-0.4 if right else 1.0), words,
            "right" if right else "left",
        )  # fmt: skip
    if chart.due is not None:
        x = plane.x(chart.due)
        drawing.line((x, plane.top), (x, foot), ink="red", width=em * 0.14, dash=scaled(DASHED, em))
        words = speech.other
        # right of the line near the foot: a rising curve leaves that place free
        side = "right" if x + em * 0.4 + measure(words) > drawing.width else "left"
        away = em * 0.3 if side == "left" else -em * 0.3
        drawing.words(x + away, bottom - em * 0.5, words, side, "red")
    for n, span in enumerate(chart.spans):
        y = bottom + em * (1.2 + 1.9 * n)
        drawing.words(left - em * 0.5, y + em * 0.35, cut(span.words, left - em, measure), "right")
        x0, x1, x2 = plane.x(chart.today), plane.x(span.p50), plane.x(span.p90)
        drawing.box(x0, y - em * 0.35, x1 - x0, em * 0.7)
        drawing.hatch(x1, y - em * 0.35, x2 - x1, em * 0.7)
        drawing.frame(x1, y - em * 0.35, max(x2 - x1, 0.1), em * 0.7)
    drawing.line((left, foot), (plane.right, foot), ink="muted", width=em * 0.08)
    _fan_days(plane, foot, speech, measure)
    drawing.words(em * 0.2, em * 1.05, speech.up, "left", "muted")
    _key(drawing, measure, plane.right, (("solid", speech.ended), ("hatched", speech.open)))


def _fan_days(plane: _Plane, foot: float, speech: Speech, measure: Measure) -> None:
    """The first days of months along the foot, as many as have room."""
    drawing, em = plane.drawing, plane.drawing.size
    first, last = (date.fromordinal(int(v)) for v in plane.across)
    firsts = []
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            firsts.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    room = max(1.0, (plane.right - plane.left) / (measure("2026-00") + em))
    every = max(1, math.ceil(len(firsts) / room))
    for day in firsts[::every]:
        x = plane.x(day.toordinal())
        drawing.line((x, foot), (x, foot + em * 0.35), ink="muted", width=em * 0.07)
        drawing.words(x, foot + em * 1.5, speech.month(day), "middle", "muted")
