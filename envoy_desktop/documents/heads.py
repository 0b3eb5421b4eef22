"""Above the body: organ mark, number, issuer, red line, title (GB/T 9704 7.2, 7.3.1, 10.1)."""

from math import ceil, floor

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import OfficialDocument
from envoy_desktop.documents.flow import TableRow
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import RED, Page, Problem
from envoy_desktop.documents.linebreak import natural_width
from envoy_desktop.documents.press import Press
from envoy_desktop.documents.title import MOST_LINES, break_evenly, break_title


def on_date(document: OfficialDocument) -> str:
    """The date of signing as papers write it, or nothing in a draft."""
    on = document.signature.on if document.signature else None
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


ISSUES = ("briefing", "minutes")
"""Kinds that come out in issues: 第×期 below the mark, organ and date above the red line."""


def title_lines(press: Press, document: OfficialDocument) -> tuple[str, ...]:
    """The title's lines; more than four are a problem that forbids issuing."""
    lines = break_title(document.title, document.keep)
    if len(lines) > MOST_LINES:
        press.problems.append(
            Problem("title-too-long", {"lines": len(lines), "length": len(document.title)})
        )
    return lines


def mandate_head(press: Press, page: Page, document: OfficialDocument) -> int:
    """The head of a mandate: its number at the right, the title on the third row, nothing red."""
    if document.number:
        line = press.line(f"编号：{document.number}", Role.FANG, g.SIZE, g.CELL)
        page.put(line, g.RIGHT - line.width, g.row_top(0) + g.ASCENT * g.SIZE, g.SIZE)
    lines = title_lines(press, document)
    top = g.row_top(2) - (g.TITLE_SIZE - g.SIZE) / 2
    _put_title(press, page, lines, top)
    height = g.TITLE_SIZE + g.TITLE_LEADING * (max(len(lines), 1) - 1)
    return ceil((top + height + g.PITCH - g.TOP) / g.PITCH - 1e-6)


def general_head(press: Press, page: Page, document: OfficialDocument) -> int:
    """The head of a general or upward document, or of a briefing; gives the body's first row.

    The body begins on a grid row; what that leaves over (at most half a pitch) is spread over the
    distances before number, title and body.
    """
    if document.urgency:
        line = press.line(document.urgency, Role.HEI, g.SIZE, g.CELL)
        page.put(line, g.LEFT, g.row_top(0) + g.ASCENT * g.SIZE, g.SIZE)
    lines = title_lines(press, document)
    title_height = g.TITLE_SIZE + g.TITLE_LEADING * (max(len(lines), 1) - 1)
    if not document.mark:
        top = g.row_top(2 if document.urgency else 0)
        _put_title(press, page, lines, top)
        return _row_from(top + title_height + g.PITCH)[0]

    bottom = _mark(press, page, document.mark, g.MARK_TOP)
    briefing = document.kind in ISSUES
    rows = 1 + max(0, (len(document.issuers) - 1) // 2)
    number_top = bottom + (g.NUMBER_LINES + (1 if briefing else 0)) * g.PITCH
    natural = (
        number_top + (rows - 1) * g.PITCH + g.SIZE
        + g.RED_GAP + g.RED_LINE
        + g.TITLE_LINES * g.PITCH + title_height
        + g.PITCH
    )  # fmt: skip
    row, rest = _row_from(natural)
    share = rest / 3
    number_top += share
    if briefing:
        issue = press.line(document.number, Role.FANG, g.SIZE, g.CELL)
        page.put(
            issue, g.CENTRE - issue.width / 2,
            number_top - 1.5 * g.PITCH + g.ASCENT * g.SIZE, g.SIZE,
        )  # fmt: skip
        organ = document.signature.organs[0] if document.signature else ""
        _left_and_right(press, page, organ, on_date(document), number_top)
    else:
        _number_and_issuers(press, page, document, number_top)
    red = number_top + (rows - 1) * g.PITCH + g.SIZE + g.RED_GAP
    page.rule(g.LEFT, g.RIGHT, red, g.RED_LINE, RED)
    _put_title(press, page, lines, red + g.RED_LINE + g.TITLE_LINES * g.PITCH + share)
    return row


def letter_head(press: Press, page: Page, document: OfficialDocument) -> int:
    """The head of the letter form (信函格式, 10.1); gives the body's first row."""
    bottom = _mark(press, page, document.mark, g.LETTER_MARK_TOP)
    rule = bottom + g.LETTER_RULE_GAP
    thin = rule + g.LETTER_THICK + g.LETTER_BETWEEN
    page.rule(g.LETTER_RULE_LEFT, g.LETTER_RULE_RIGHT, rule, g.LETTER_THICK, RED)
    page.rule(g.LETTER_RULE_LEFT, g.LETTER_RULE_RIGHT, thin, g.LETTER_THIN, RED)
    foot = g.LETTER_FOOT - g.LETTER_THICK
    page.rule(
        g.LETTER_RULE_LEFT, g.LETTER_RULE_RIGHT,
        foot - g.LETTER_BETWEEN - g.LETTER_THIN, g.LETTER_THIN, RED,
    )  # fmt: skip
    page.rule(g.LETTER_RULE_LEFT, g.LETTER_RULE_RIGHT, foot, g.LETTER_THICK, RED)
    # The number stands 7/8 of a character's height below the first double rule.
    top = thin + g.LETTER_THIN + 7 / 8 * g.SIZE
    number = press.line(document.number, Role.FANG, g.SIZE, g.CELL)
    page.put(number, g.RIGHT - number.width, top + g.ASCENT * g.SIZE, g.SIZE)
    if document.urgency:
        line = press.line(document.urgency, Role.HEI, g.SIZE, g.CELL)
        page.put(line, g.LEFT, top + g.ASCENT * g.SIZE, g.SIZE)
    lines = title_lines(press, document)
    title_top = top + g.SIZE + g.TITLE_LINES * g.PITCH
    height = g.TITLE_SIZE + g.TITLE_LEADING * (max(len(lines), 1) - 1)
    row, rest = _row_from(title_top + height + g.PITCH)
    _put_title(press, page, lines, title_top + rest / 2)
    return row


def attachment_head(press: Press, page: Page, name: str, title: str) -> int:
    """附件1 at the top left in Hei, the title centred on the third row (7.3.7)."""
    line = press.line(name, Role.HEI, g.SIZE, g.CELL)
    page.put(line, g.LEFT, g.row_top(0) + g.ASCENT * g.SIZE, g.SIZE)
    lines = break_title(title)
    top = g.row_top(2) - (g.TITLE_SIZE - g.SIZE) / 2
    _put_title(press, page, lines, top)
    height = g.TITLE_SIZE + g.TITLE_LEADING * (max(len(lines), 1) - 1)
    return ceil((top + height + g.PITCH - g.TOP) / g.PITCH - 1e-6)


def turned_head(press: Press, name: str, title: str) -> list[TableRow]:
    """The same above a table that lies across its page: drawn on the page laid across."""
    lines = break_title(title)
    label = press.line(name, Role.HEI, g.SIZE, g.CELL)

    def draw_name(page: Page, y: float) -> None:
        page.put(label, 0.0, y + g.ASCENT * g.SIZE, g.SIZE)

    def draw_title(page: Page, y: float) -> None:
        for n, text in enumerate(lines):
            line = press.line(text, Role.TITLE, g.TITLE_SIZE)
            baseline = y + n * g.TITLE_LEADING + g.ASCENT * g.TITLE_SIZE
            page.put(line, (g.HEIGHT - line.width) / 2, baseline, g.TITLE_SIZE)

    height = g.TITLE_LEADING * max(len(lines), 1) + g.PITCH / 2
    return [TableRow(g.PITCH, draw_name), TableRow(height, draw_title)]


def _row_from(natural: float) -> tuple[int, float]:
    """The grid row next to a natural place, and what has to be spread to reach it."""
    row = floor((natural - g.TOP) / g.PITCH + 0.5)
    return row, g.row_top(row) - natural


def _mark(press: Press, page: Page, mark: str, ink_top: float) -> float:
    """The red organ mark with its ink from `ink_top` on; gives its ink's bottom."""
    bottom = ink_top
    lines = _mark_lines(mark)
    ems = [natural_width(press.faces, text, Role.TITLE, 1.0) for text in lines]
    size = min(g.MARK_MOST, g.WIDTH / max(*ems, 1.0))
    if size < g.MARK_LEAST:
        press.problems.append(Problem("mark-too-long", {"mark": mark}))
    for n, text in enumerate(lines):
        low, high = press.ink(text, Role.TITLE)
        top = bottom + (0.25 * size if n else 0.0)
        baseline = top + high * size
        line = press.line(text, Role.TITLE, size)
        page.put(line, g.CENTRE - line.width / 2, baseline, size, RED)
        bottom = baseline - low * size
    return bottom


def _mark_lines(mark: str) -> tuple[str, ...]:
    """The mark on one line, or on as few as let it keep its least size; breaks of one's own win."""
    most = int(g.WIDTH / g.MARK_LEAST)
    if "\n" in mark or len(mark) <= most:
        return tuple(mark.split("\n"))
    return break_evenly(mark, -(-len(mark) // most))


def _left_and_right(press: Press, page: Page, left: str, right: str, top: float) -> None:
    baseline = top + g.ASCENT * g.SIZE
    for text, at_right in ((left, False), (right, True)):
        if text:
            line = press.line(text, Role.FANG, g.SIZE, g.CELL)
            x = g.RIGHT - g.CELL - line.width if at_right else g.LEFT + g.CELL
            page.put(line, x, baseline, g.SIZE)


def _number_and_issuers(press: Press, page: Page, document: OfficialDocument, top: float) -> None:
    """Number one character in at the left, 签发人 at the right: two a line, the number level
    with the last (7.2.5, 7.2.6); without an issuer the number is centred."""
    issuers = document.issuers
    rows = [issuers[n : n + 2] for n in range(0, len(issuers), 2)]
    last = top + max(0, len(rows) - 1) * g.PITCH + g.ASCENT * g.SIZE
    number = press.line(document.number, Role.FANG, g.SIZE, g.CELL)
    if not issuers:
        page.put(number, g.CENTRE - number.width / 2, last, g.SIZE)
        return
    label = press.line("签发人：", Role.FANG, g.SIZE, g.CELL)
    columns = [issuers[n::2] for n in range(min(2, len(issuers)))]
    widest = [max(len(name) for name in column) for column in columns]
    left = g.RIGHT - g.CELL - sum(widest) * g.CELL - (len(columns) - 1) * g.CELL
    starts = [left, left + (widest[0] + 1) * g.CELL]
    if len(rows) == 1:
        page.put(number, g.LEFT + g.CELL, last, g.SIZE)
    for n, row in enumerate(rows):
        baseline = top + n * g.PITCH + g.ASCENT * g.SIZE
        if n == len(rows) - 1 and n > 0:
            page.put(number, g.LEFT + g.CELL, last, g.SIZE)
        if n == 0:
            page.put(label, left - label.width, baseline, g.SIZE)
        for m, name in enumerate(row):
            x, step = starts[m], g.CELL
            parts = [name]
            if len(name) == 2 and widest[m] == 3:  # two characters as wide as three
                parts, step = list(name), 2 * g.CELL
            for k, part in enumerate(parts):
                page.put(press.line(part, Role.KAI, g.SIZE, g.CELL), x + k * step, baseline, g.SIZE)


def _put_title(press: Press, page: Page, lines: tuple[str, ...], top: float) -> None:
    for n, text in enumerate(lines):
        line = press.line(text, Role.TITLE, g.TITLE_SIZE)
        baseline = top + n * g.TITLE_LEADING + g.ASCENT * g.TITLE_SIZE
        page.put(line, g.CENTRE - line.width / 2, baseline, g.TITLE_SIZE)
