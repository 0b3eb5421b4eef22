"""A timeline on paper: landscape pages, or one whole picture; told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from envoy_desktop.documents import fonts
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.geometry import mm
from envoy_desktop.documents.layout import BLACK, Bar, Layout, Page, Rule
from envoy_desktop.documents.press import Press
from envoy_desktop.words import _

GREY, LIGHT = "#555555", "#bbbbbb"
FILLS = {
    "department": "#3a3a3a",
    "investor": "#ffffff",
    "intermediary": "#c4c4c4",
    "nobody": "#ffffff",
}
"""Grey values that a black-and-white printer keeps apart; hatching tells the rest."""

WIDTH, HEIGHT = mm(297), mm(210)
MARGIN, TOP = mm(14), mm(16)
NAMES = mm(66)
ROW, BAR = 15.0, 7.0
HEAD = 46.0
FOOT = 44.0


@dataclass(frozen=True, slots=True)
class PlannedBar:
    """One row, worded: spans (party, first, last), what lies ahead, and whether it is critical.

    `ahead` ends where the forecast has even odds. `baseline` and `planned` are the end in a
    baseline and in today's plan: the way between the two is the slip.
    """

    label: str
    spans: tuple[tuple[str, date, date], ...]
    ahead: tuple[date, date] | None
    critical: bool
    baseline: date | None = None
    planned: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineSheet:
    """What the pages show; `days` are the days that take room, in order."""

    title: str
    subtitle: str
    bars: Sequence[PlannedBar]
    days: Sequence[date]
    today: date
    target: date | None = None
    note: str = ""


def timeline_pages(sheet: TimelineSheet, *, whole: bool = False, width: float = WIDTH) -> Layout:
    """The pages in landscape A4; with `whole` one page as high as all rows need.

    `width` in points: less where the picture goes into the type area of another paper.
    """
    return _Pages(sheet, whole, width).compose()


def svg_of(layout: Layout) -> str:
    """The first page of a layout as SVG; text stays text."""
    page, lines = layout.pages[0], list[str]()
    put = lines.append
    put(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width:.1f}pt"'
        f' height="{layout.height:.1f}pt" viewBox="0 0 {layout.width:.1f} {layout.height:.1f}">'
    )
    put(f"<title>{escape(layout.title)}</title>")
    put('<rect width="100%" height="100%" fill="#ffffff"/>')
    for bar in page.bars:
        put(
            f'<rect x="{bar.x:.2f}" y="{bar.y:.2f}" width="{bar.width:.2f}"'
            f' height="{bar.height:.2f}" fill="{bar.colour}"/>'
        )
    for rule in page.rules:
        put(
            f'<line x1="{rule.x0:.2f}" y1="{rule.y0:.2f}" x2="{rule.x1:.2f}" y2="{rule.y1:.2f}"'
            f' stroke="{rule.colour}" stroke-width="{rule.thickness:.2f}"/>'
        )
    for run in page.runs:
        put(
            f'<text x="{run.x:.2f}" y="{run.baseline:.2f}" font-size="{run.size:g}"'
            f' fill="{run.colour}" font-family="sans-serif">{escape(run.text)}</text>'
        )
    put("</svg>")
    return "\n".join(lines) + "\n"


class _Pages:
    def __init__(self, sheet: TimelineSheet, whole: bool, width: float) -> None:
        self.width = width
        self.sheet, self.whole = sheet, whole
        self.press = Press(fonts.faces())
        self.place = {day: n for n, day in enumerate(sheet.days)}
        self.left = MARGIN + NAMES
        self.day = (self.width - MARGIN - self.left) / max(len(sheet.days), 1)

    def compose(self) -> Layout:
        bars = list(self.sheet.bars)
        fit = max(1, len(bars)) if self.whole else int((HEIGHT - TOP - HEAD - FOOT) / ROW)
        height = TOP + HEAD + FOOT + len(bars) * ROW if self.whole else HEIGHT
        parts = [bars[n : n + fit] for n in range(0, len(bars), fit)] or [[]]
        for number, part in enumerate(parts, 1):
            self._page(part, number, len(parts), height)
        return Layout(
            tuple(self.press.pages),
            self.width,
            height,
            self.sheet.title,
            substitutions=tuple(self.press.substitutions),
        )

    def _page(self, bars: Sequence[PlannedBar], number: int, count: int, height: float) -> None:
        page = self.press.page()
        self._put(page, self.sheet.title, MARGIN, TOP + 4, 14.0)
        self._put(page, self.sheet.subtitle, MARGIN, TOP + 20, self._fitting(8.5), GREY)
        self._put(page, self.sheet.note, MARGIN, TOP + 30, 7.5, GREY)
        top = TOP + HEAD
        bottom = top + len(bars) * ROW
        self._months(page, top, bottom)
        for n, bar in enumerate(bars):
            self._row(page, bar, top + n * ROW)
        page.rule(MARGIN, self.width - MARGIN, bottom, 0.4, GREY)
        self._upright(page, self.sheet.today, _("今天"), top, bottom, 1.2)
        if self.sheet.target is not None:
            self._upright(page, self.sheet.target, _("目标"), top, bottom, 0.6, double=True)
        self._legend(page, bottom + 26)
        if count > 1:
            words = _("第 {n} 页，共 {count} 页").format(n=number, count=count)
            line = self.press.line(words, Role.HEI, 8.0)
            page.put(line, self.width - MARGIN - line.width, height - mm(9), 8.0, GREY)

    def _fitting(self, size: float) -> float:
        """The size at which the subtitle stays within the margins, `size` at most."""
        wide = self.press.line(self.sheet.subtitle, Role.HEI, size).width
        room = self.width - 2 * MARGIN
        return size if wide <= room else size * room / wide

    def _put(
        self, page: Page, text: str, x: float, baseline: float, size: float, colour: str = BLACK
    ) -> float:
        line = self.press.line(text, Role.HEI, size)
        page.put(line, x, baseline, size, colour)
        return line.width

    def x(self, on: date, *, after: bool = False) -> float:
        """Where a day begins or ends; a day without room stands at the end of the one before."""
        days = self.sheet.days
        if not days:
            return self.left
        if on < days[0]:
            return self.left
        there = on
        while there not in self.place and there > days[0]:
            there -= timedelta(1)
            after = True
        return self.left + (self.place[there] + after) * self.day

    def _months(self, page: Page, top: float, bottom: float) -> None:
        free = 0.0
        last = (0, 0)
        for day in self.sheet.days:
            if (day.year, day.month) == last:
                continue
            last = (day.year, day.month)
            x = self.x(day)
            page.upright(x, top - 12, bottom, 0.3, LIGHT)
            whole = day.month == 1 or not free
            words = _("{year}年{month}月") if whole else _("{month}月")
            words = words.format(year=day.year, month=day.month)
            line = self.press.line(words, Role.HEI, 7.0)
            if x >= free and x + line.width < self.width - MARGIN:
                page.put(line, x + 1.5, top - 4, 7.0, GREY)
                free = x + line.width + 6

    def _row(self, page: Page, bar: PlannedBar, top: float) -> None:
        page.rule(MARGIN, self.width - MARGIN, top, 0.2, LIGHT)
        line = self.press.line(bar.label, Role.HEI, 7.5)
        text = bar.label
        while line.width > NAMES - 6 and len(text) > 1:
            text = text[:-1]
            line = self.press.line(text + "…", Role.HEI, 7.5)
        page.put(line, MARGIN, top + ROW / 2 + 2.7, 7.5)
        y = top + (ROW - BAR) / 2
        for party, first, last in bar.spans:
            self._box(page, party, self.x(first), self.x(last, after=True), y)
        ends = [self.x(last, after=True) for _party, _first, last in bar.spans]
        begins = [self.x(first) for _party, first, _last in bar.spans]
        if bar.ahead is not None:
            x0, x1 = self.x(bar.ahead[0]), self.x(bar.ahead[1], after=True)
            self._frame(page, x0, max(x1, x0 + 1), y, 0.5)
            begins.append(x0)
            ends.append(x1)
        if bar.critical and ends:
            page.bars.append(
                Bar(page.number, min(begins), y + BAR + 1.2, max(ends) - min(begins), 1.2, BLACK)
            )
        if bar.baseline is not None:
            self._baseline(page, self.x(bar.baseline, after=True), top + 1, top + ROW - 1)
            if bar.planned is not None:
                self._planned(page, self.x(bar.planned, after=True), top + 1, top + ROW - 1)

    @staticmethod
    def _baseline(page: Page, x: float, top: float, bottom: float) -> None:
        page.upright(x, top, bottom, 0.8, BLACK)
        page.rule(x - 2.5, x + 2.5, top, 0.8, BLACK)

    @staticmethod
    def _planned(page: Page, x: float, top: float, bottom: float) -> None:
        page.upright(x, top, bottom, 0.8, BLACK)
        page.rule(x - 2.5, x + 2.5, bottom, 0.8, BLACK)

    def _box(self, page: Page, party: str, x0: float, x1: float, y: float) -> None:
        x1 = max(x1, x0 + 0.8)
        fill = FILLS.get(party, FILLS["nobody"])
        page.bars.append(Bar(page.number, x0, y, x1 - x0, BAR, fill))
        if party == "department":
            return
        self._frame(page, x0, x1, y, 0.4)
        if party == "nobody":  # a line through it: no clock ran
            page.rule(x0, x1, y + BAR / 2, 0.5, BLACK)
        if party == "investor":
            x = x0 - BAR
            while x < x1:  # hatching from the lower left, cut at the box
                a, b = max(x, x0), min(x + BAR, x1)
                if b > a:
                    rule = Rule(page.number, a, y + BAR - (a - x), b, y + BAR - (b - x), 0.5, BLACK)
                    page.rules.append(rule)
                x += 3.2

    def _frame(self, page: Page, x0: float, x1: float, y: float, thickness: float) -> None:
        for level in (y, y + BAR - thickness):
            page.rule(x0, x1, level, thickness, BLACK)
        for x in (x0, x1):
            page.upright(x, y, y + BAR, thickness, BLACK)

    def _upright(
        self,
        page: Page,
        on: date,
        words: str,
        top: float,
        bottom: float,
        thickness: float,
        *,
        double: bool = False,
    ) -> None:
        days = self.sheet.days
        if not days or not days[0] <= on <= days[-1]:
            return
        x = self.x(on, after=True)
        page.upright(x, top, bottom + 3, thickness, BLACK)
        if double:
            page.upright(x + 2, top, bottom + 3, thickness, BLACK)
        line = self.press.line(words, Role.HEI, 7.5)
        page.put(line, min(x - line.width / 2, self.width - MARGIN - line.width), bottom + 11, 7.5)

    def _legend(self, page: Page, y: float) -> None:
        x = MARGIN
        for party, words in (
            ("department", _("计入部门")),
            ("investor", _("计入投资方")),
            ("intermediary", _("计入中介机构")),
            ("nobody", _("不计时")),
        ):
            self._box(page, party, x, x + 16, y - BAR)
            x += 20 + self._put(page, words, x + 20, y - 0.5, 7.5, GREY) + 16
        self._frame(page, x, x + 16, y - BAR, 0.5)
        x += 20 + self._put(page, _("预计（五成把握）"), x + 20, y - 0.5, 7.5, GREY) + 16
        if self.width < WIDTH:  # the rest does not fit beside
            x, y = MARGIN, y + 11
        page.bars.append(Bar(page.number, x, y - BAR / 2, 16, 1.2, BLACK))
        x += 20 + self._put(page, _("关键路径（按计划）"), x + 20, y - 0.5, 7.5, GREY) + 16
        if any(bar.baseline for bar in self.sheet.bars):
            self._baseline(page, x + 8, y - BAR, y)
            x += 20 + self._put(page, _("基准完成日"), x + 20, y - 0.5, 7.5, GREY) + 16
            self._planned(page, x + 8, y - BAR, y)
            self._put(page, _("今天计划的完成日"), x + 20, y - 0.5, 7.5, GREY)
