"""Charts on paper and as files: the strokes of a drawing as rules, bars and runs of a page."""

import math
from collections.abc import Iterator

from envoy_desktop.documents import fonts, pdf, preview, timeline_page
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.geometry import mm
from envoy_desktop.documents.layout import BLACK, Layout, Page, Rule
from envoy_desktop.documents.press import Press
from envoy_desktop.domain import drawing
from envoy_desktop.domain.charts import Bars, Chart, Fan
from envoy_desktop.domain.drawing import Box, Drawing, Place, Stroke, Words
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import charts as words

SIZE = 8.0
"""Height of a chart's letters on paper, in points."""
WIDTH = mm(156)
HEIGHT = mm(70)
PNG_DPI = 200
SUFFIXES = (".pdf", ".png", ".svg")
INKS = {
    "ink": BLACK,
    "muted": "#444444",
    "line": "#bbbbbb",
    "accent": "#3a3a3a",
    "red": BLACK,
}
"""Grey values that a black-and-white printer keeps apart."""


def height_of(chart: Chart) -> float:
    """How high a chart wants to be on paper, in points: rows take room each."""
    if isinstance(chart, Bars):
        return SIZE * (2.6 + 2.1 * max(2, len(chart.amounts)))
    if isinstance(chart, Fan):
        return HEIGHT + SIZE * 1.9 * len(chart.spans)
    return HEIGHT


def place(page: Page, press: Press, chart: Chart, x: float, y: float, width: float) -> float:
    """Draw a chart with its upper left corner at (x, y); gives the height it took."""
    height = height_of(chart)

    def measure(text: str) -> float:
        return press.line(text, Role.HEI, SIZE).width if text else 0.0

    made = drawing.draw(chart, words.speech(chart), width, height, SIZE, measure)
    put(page, press, made, x, y)
    return height


def put(page: Page, press: Press, made: Drawing, x: float, y: float) -> None:
    """Put a drawing on a page."""
    for shape in made.shapes:
        match shape:
            case Box():  # as a rule of its height: rules are drawn in their order, over the grid
                y0 = y + shape.y + shape.height / 2
                x0, x1 = x + shape.x, x + shape.x + shape.width
                page.rules.append(Rule(page.number, x0, y0, x1, y0, shape.height, INKS[shape.ink]))
            case Stroke():
                for start, end in pieces(shape):
                    page.rules.append(
                        Rule(
                            page.number, x + start[0], y + start[1], x + end[0], y + end[1],
                            shape.width, INKS[shape.ink],
                        )
                    )  # fmt: skip
            case Words():
                line = press.line(shape.text, Role.HEI, made.size)
                left = {"left": 0.0, "middle": line.width / 2, "right": line.width}[shape.side]
                page.put(line, x + shape.x - left, y + shape.y, made.size, INKS[shape.ink])


def pieces(stroke: Stroke) -> Iterator[tuple[Place, Place]]:
    """The straight pieces of a stroke, its dashes one by one."""
    pairs = list(zip(stroke.points, stroke.points[1:], strict=False))
    if not stroke.dash:
        yield from ((a, b) for a, b in pairs if a != b)
        return
    number, left = 0, stroke.dash[0]
    for (x0, y0), (x1, y1) in pairs:
        long = math.hypot(x1 - x0, y1 - y0)
        gone = 0.0
        while long - gone > 1e-6:
            step = min(left, long - gone)
            if number % 2 == 0:
                a, b = gone / long, (gone + step) / long
                yield (
                    (x0 + (x1 - x0) * a, y0 + (y1 - y0) * a),
                    (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b),
                )
            gone += step
            left -= step
            if left <= 1e-9:
                number += 1
                left = stroke.dash[number % len(stroke.dash)]


def layout(chart: Chart, title: str, line: str = "") -> Layout:
    """A page of its own with the title over the chart, no larger than both."""
    press = Press(fonts.faces())
    page = press.page()
    margin, head = mm(6), 40.0 if line else 26.0
    page.put(press.line(title, Role.HEI, 12.0), margin, margin + 10, 12.0)
    if line:
        page.put(press.line(line, Role.HEI, SIZE), margin, margin + 26, SIZE, INKS["muted"])
    high = place(page, press, chart, margin, margin + head - 8, WIDTH)
    return Layout(
        tuple(press.pages),
        WIDTH + 2 * margin,
        high + head + 2 * margin,
        title,
        substitutions=tuple(press.substitutions),
    )


def written(chart: Chart, suffix: str, title: str, line: str = "") -> bytes:
    """The bytes of a file that ends in .pdf, .png or .svg; refuses "unknown-picture"."""
    kind = suffix.lower()
    if kind not in SUFFIXES:
        raise Refusal("unknown-picture", suffix=suffix or "—", next="choose-picture")
    made = layout(chart, title, line)
    if kind == ".svg":
        return timeline_page.svg_of(made).encode()
    data = pdf.write(made)
    return data if kind == ".pdf" else preview.page_png(data, 1, PNG_DPI)
