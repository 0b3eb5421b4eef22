"""Plain working papers in either language: title, facts, text, tables, fields to fill, bars.

Same faces, line breaking, layout and PDF as the official page, with simple margins and no grid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Table
from envoy_desktop.documents.fonts import Faces, Role, faces
from envoy_desktop.documents.layout import BLACK, Bar, Layout, Page, Problem, Rule
from envoy_desktop.documents.linebreak import Line, Measure
from envoy_desktop.documents.press import Press
from envoy_desktop.documents.tables import TableStyle, table_slabs
from envoy_desktop.words import _, language

if TYPE_CHECKING:
    from envoy_desktop.domain.charts import Chart

LEFT, TOP = g.mm(22), g.mm(20)
WIDTH, BOTTOM = g.mm(166), g.mm(275)
RIGHT = LEFT + WIDTH
TITLE, HEADING, BODY, SMALL = 20.0, 12.5, 10.5, 8.5
LEADING = 17.0
GREY, LINE_GREY, INK = "#5B6673", "#C9D0D7", BLACK
PARTY_COLOURS = {
    "department": "#8A3B3B",
    "investor": "#B08A3E",
    "intermediary": "#6B8A5A",
    "nobody": "#9AA3AD",
    "planned": "#D5DBE1",
}
LAMP_COLOURS = {"green": "#2E8B57", "yellow": "#C98A00", "red": "#C62F2F"}
_TODAY = "#1F5C99"
_TABLE = TableStyle(LEFT, WIDTH, Role.HEI, Role.HEI, 9.5, 14.5, 4.0, 0.4, LINE_GREY, uprights=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `colour` for a second voice."""

    text: str
    size: float = BODY
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Part:
    """A heading within the sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts: what on the left, its value on the right."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side: the value large, its name below; a colour of its own if any."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Lines to fill in by hand, `lines` ruled lines for each label."""

    labels: tuple[str, ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbered steps to follow."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both included; `party` gives its colour, or planned."""

    first: date
    last: date
    party: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One bar: its label, its spans, whether it lies on the critical path."""

    label: str
    spans: tuple[Span, ...]
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars over days from `first` to `last`, with a line at `today` and perhaps one at `target`."""

    first: date
    last: date
    today: date
    rows: tuple[TimelineRow, ...]
    target: date | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A code to scan, at the right edge of the head; `text` stands under it for typing."""

    payload: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A question with boxes to tick, from the least to the most."""

    question: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its caption, drawn to be read in black and white."""

    chart: "Chart"
    caption: str = ""


Piece = Words | Part | Pairs | Figures | Fields | Steps | Timeline | Table | Scale | Drawn


@dataclass(frozen=True, slots=True)
class Sheet:
    """A working paper; `foot` stands at each page's foot beside the page number."""

    title: str
    pieces: tuple[Piece, ...]
    subtitle: str = ""
    foot: str = ""
    code: Code | None = None


def compose(sheet: Sheet, *, with_faces: Faces | None = None) -> Layout:
    """Lay the sheet out; what no face has is drawn as 〓 and named in the layout's problems."""
    return compose_series((sheet,), with_faces=with_faces)


def compose_series(sheets: Sequence[Sheet], *, with_faces: Faces | None = None) -> Layout:
    """Several sheets in one file, each beginning a page and counting its own; at least one."""
    sheet = sheets[0]
    press = Press(with_faces or faces(), western=language() != "zh_CN")
    for one in sheets:
        _Composer(press).compose(one)
    for char in press.missing:
        press.problems.append(Problem("missing-glyph", {"char": char}))
    return Layout(
        tuple(press.pages),
        g.PAPER_WIDTH,
        g.PAPER_HEIGHT,
        sheet.title,
        language="zh-CN" if language() == "zh_CN" else "en",
        substitutions=tuple(press.substitutions),
        problems=tuple(press.problems),
    )


class _Composer:
    """One sheet on its way to pages; `y` is the top of what comes next."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.first = len(press.pages)
        self.page = press.page()
        self.y = TOP

    def compose(self, sheet: Sheet) -> None:
        if sheet.code is not None:
            self._code(sheet.code)
        self._text(sheet.title, Role.TITLE, TITLE, TITLE * 1.35)
        if sheet.subtitle:
            self.y += 2
            self._text(sheet.subtitle, Role.HEI, BODY, LEADING, GREY)
        self.y += 6
        self.page.rule(LEFT, RIGHT, self.y, 1.0)
        self.y += 10
        for piece in sheet.pieces:
            self._piece(piece)
        self._feet(sheet.foot)

    def _piece(self, piece: Piece) -> None:
        match piece:
            case Words():
                leading = LEADING * piece.size / BODY
                self._text(piece.text, Role.HEI, piece.size, leading, piece.colour)
                self.y += 4
            case Part():
                self.y += 8
                self._room(HEADING + 3 * LEADING)
                self._text(piece.text, Role.TITLE, HEADING, HEADING * 1.5)
                self.y += 3
            case Pairs():
                self._pairs(piece)
            case Figures():
                self._figures(piece)
            case Fields():
                self._fields(piece)
            case Steps():
                for n, text in enumerate(piece.texts, 1):
                    self._text(text, Role.HEI, BODY, LEADING, indent=18.0, label=f"{n}.")
                    self.y += 2
            case Scale():
                self._scale(piece)
            case Timeline():
                self._timeline(piece)
            case Table():
                self._table(piece)
            case Drawn():
                self._drawn(piece)

    def _drawn(self, piece: Drawn) -> None:
        from envoy_desktop.documents import charts  # it brings numpy: only with a chart

        self._room(charts.height_of(piece.chart) + 3 * LEADING)
        if piece.caption:
            self._text(piece.caption, Role.HEI, BODY, LEADING, GREY)
        self.y += charts.place(self.page, self.press, piece.chart, LEFT, self.y, WIDTH) + 10

    def _room(self, height: float) -> bool:
        """Go to a new page if `height` does not fit; whether one was begun."""
        if self.y + height <= BOTTOM or self.y <= TOP:
            return False
        self.page = self.press.page()
        self.y = TOP
        return True

    def _lines(self, text: str, role: Role, size: float, width: float) -> tuple[Line, ...]:
        return self.press.set(((text, role),), Measure(size, size, width, justify=False))

    def _text(
        self,
        text: str,
        role: Role,
        size: float,
        leading: float,
        colour: str = INK,
        indent: float = 0.0,
        label: str = "",
    ) -> None:
        for n, line in enumerate(self._lines(text, role, size, WIDTH - indent)):
            self._room(leading)
            baseline = self.y + leading / 2 + 0.36 * size
            if label and n == 0:
                self.page.put(self.press.line(label, role, size), LEFT, baseline, size, colour)
            self.page.put(line, LEFT + indent, baseline, size, colour)
            self.y += leading

    def _pairs(self, pairs: Pairs) -> None:
        labels = [self.press.line(label, Role.HEI, BODY) for label, _value in pairs.rows]
        column = min(max((line.width for line in labels), default=0.0) + 16, WIDTH * 0.4)
        for label, (_label, value) in zip(labels, pairs.rows, strict=True):
            lines = self._lines(value, Role.HEI, BODY, WIDTH - column)
            self._room(max(len(lines), 1) * LEADING)
            baseline = self.y + LEADING / 2 + 0.36 * BODY
            self.page.put(label, LEFT, baseline, BODY, GREY)
            for n, line in enumerate(lines):
                self.page.put(line, LEFT + column, baseline + n * LEADING, BODY)
            self.y += max(len(lines), 1) * LEADING
            self.page.rule(LEFT, RIGHT, self.y, 0.3, LINE_GREY)
            self.y += 2
        self.y += 4

    def _figures(self, figures: Figures) -> None:
        size, height = 17.0, 42.0
        self._room(height)
        slot = WIDTH / max(len(figures.figures), 1)
        for n, (value, name, colour) in enumerate(figures.figures):
            x = LEFT + n * slot
            big = self.press.line(value, Role.TITLE, size)
            small = self.press.line(name, Role.HEI, SMALL)
            self.page.put(big, x, self.y + 18, size, colour or INK)
            self.page.put(small, x, self.y + 33, SMALL, GREY)
        self.y += height

    def _fields(self, fields: Fields) -> None:
        labels = [self.press.line(label, Role.HEI, BODY) for label in fields.labels]
        column = max((line.width for line in labels), default=0.0) + 12
        for label in labels:
            for n in range(fields.lines):
                self._room(30)
                baseline = self.y + 22
                if n == 0:
                    self.page.put(label, LEFT, baseline, BODY, GREY)
                self.page.rule(LEFT + column, RIGHT, baseline + 3, 0.5, GREY)
                self.y += 30
        self.y += 4

    def _scale(self, scale: Scale) -> None:
        """The question, and under it a box for each figure with the figure beside it."""
        self._room(3 * LEADING)
        self._text(scale.question, Role.HEI, BODY + 1, LEADING)
        side, gap = g.mm(6), WIDTH / (scale.most - scale.least + 2)
        top = self.y + 4
        for place, figure in enumerate(range(scale.least, scale.most + 1)):
            x = LEFT + place * gap
            for dy in (0, side):
                self.page.rule(x, x + side, top + dy, 0.8)
            self.page.upright(x, top, top + side + 0.8, 0.8)
            self.page.upright(x + side, top, top + side + 0.8, 0.8)
            line = self.press.line(str(figure), Role.HEI, BODY + 1)
            self.page.put(line, x + side + 6, top + side / 2 + 0.36 * BODY, BODY + 1)
        self.y = top + side + 14

    def _code(self, code: Code) -> None:
        import segno  # a fourteenth of a second that a sheet without code need not pay

        matrix = segno.make(code.payload, error="m", micro=False, boost_error=True).matrix
        side = g.mm(22)
        cell, left, top = side / len(matrix), RIGHT - side, TOP - g.mm(11)
        for n, bits in enumerate(matrix):
            for m, bit in enumerate(bits):
                if bit:
                    x, y = left + m * cell, top + n * cell
                    self.page.bars.append(Bar(self.page.number, x, y, cell, cell, INK))
        line = self.press.line(code.text, Role.HEI, 7.0)
        self.page.put(line, RIGHT - line.width, top + side + 9, 7.0, GREY)

    def _table(self, table: Table) -> None:
        rows = table_slabs(self.press, table, None, _TABLE)
        for n, row in enumerate(rows):
            height, after = row.height, n
            while rows[after].keep and after + 1 < len(rows):
                after += 1  # caption and head never stand at a page's foot without a row
                height += rows[after].height
            if self._room(height) and row.head is not None:
                row.head.draw(self.page, self.y)
                self.y += row.head.height
            row.draw(self.page, self.y)
            self.y += row.height
        self.y += 8

    def _timeline(self, timeline: Timeline) -> None:
        """Bars on days; months as hairlines, today and target as upright lines."""
        column = 0.30 * WIDTH
        left, width = LEFT + column, WIDTH - column
        days = max((timeline.last - timeline.first).days + 1, 1)
        scale = width / days
        row_height = 16.0

        def x_of(day: date, after: int = 0) -> float:
            n = (day - timeline.first).days + after
            return left + scale * min(max(n, 0), days)

        rows = list(timeline.rows)
        while rows:
            self._room(3 * row_height + 24)
            fit = max(1, int((BOTTOM - self.y - 30) / row_height))
            part, rows = rows[:fit], rows[fit:]
            top, bottom = self.y + 16, self.y + 18 + len(part) * row_height
            for month in _months(timeline.first, timeline.last):
                x = x_of(month)
                self.page.rules.append(Rule(self.page.number, x, top, x, bottom, 0.3, LINE_GREY))
                name = _("{year}年{month}月").format(year=month.year, month=month.month)
                line = self.press.line(name, Role.HEI, 7.0)
                if x + line.width + 2 <= RIGHT and scale * 28 > line.width + 4:
                    self.page.put(line, x + 2, top - 4, 7.0, GREY)
            for n, row in enumerate(part):
                self._bar_row(row, top + 2 + n * row_height, row_height, column, x_of)
            marks = [(timeline.today, _("今天"), _TODAY)]
            if timeline.target:
                marks.append((timeline.target, _("目标"), LAMP_COLOURS["red"]))
            for day, word, colour in marks:
                if timeline.first <= day <= timeline.last:
                    x = x_of(day, 1)
                    self.page.rules.append(Rule(self.page.number, x, top, x, bottom, 0.9, colour))
                    line = self.press.line(word, Role.HEI, 7.0)
                    self.page.put(
                        line, min(x - line.width / 2, RIGHT - line.width), bottom + 8, 7.0, colour
                    )
            self.y = bottom + 14
        self._legend({span.party for row in timeline.rows for span in row.spans})

    def _legend(self, parties: set[str]) -> None:
        words = {
            "department": _("计入部门"),
            "investor": _("计入投资方"),
            "intermediary": _("计入中介机构"),
            "nobody": _("不计时"),
            "planned": _("计划"),
        }
        x = LEFT + 0.30 * WIDTH
        for party, word in words.items():
            if party in parties:
                line = self.press.line(word, Role.HEI, 7.5)
                colour = PARTY_COLOURS[party]
                self.page.bars.append(Bar(self.page.number, x, self.y + 1, 10, 6, colour))
                self.page.put(line, x + 13, self.y + 7, 7.5, GREY)
                x += line.width + 28
        self.y += 14

    def _bar_row(
        self,
        row: TimelineRow,
        top: float,
        height: float,
        column: float,
        x_of: Callable[..., float],
    ) -> None:
        role = Role.HEI
        lines = self._lines(row.label, role, SMALL, column - 8)
        if lines:
            self.page.put(lines[0], LEFT, top + height / 2 + 0.36 * SMALL, SMALL)
        thick = 0.5 * height
        for span in row.spans:
            x0, x1 = x_of(span.first), x_of(span.last, 1)
            if x1 <= x0:
                continue
            colour = PARTY_COLOURS.get(span.party, PARTY_COLOURS["planned"])
            y = top + (height - thick) / 2
            self.page.bars.append(Bar(self.page.number, x0, y, x1 - x0, thick, colour))
            if row.critical:
                self.page.bars.append(
                    Bar(self.page.number, x0, y + thick, x1 - x0, 1.4, LAMP_COLOURS["red"])
                )

    def _feet(self, foot: str) -> None:
        pages = self.press.pages[self.first :]
        count = len(pages)
        baseline = g.PAPER_HEIGHT - g.mm(12)
        put = partial(_put_small, self.press, baseline)
        for place, page in enumerate(pages, 1):
            if foot:
                put(page, foot, at_right=False)
            number = _("第 {n} 页，共 {count} 页").format(n=place, count=count)
            put(page, number, at_right=True)


def _put_small(press: Press, baseline: float, page: Page, text: str, at_right: bool) -> None:
    line = press.line(text, Role.HEI, 8.0)
    page.put(line, RIGHT - line.width if at_right else LEFT, baseline, 8.0, GREY)


def _months(first: date, last: date) -> list[date]:
    """First days of the months between two dates."""
    found = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found
