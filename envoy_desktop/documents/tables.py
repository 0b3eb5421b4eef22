"""A table as slabs: rows with rules, the head repeated on each page.

A table whose words do not fit its columns is set smaller, then a quarter turn to the left on pages
of its own (GB/T 9704-2012, 8: heads at the left edge of either side); never is anything clipped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, pairwise

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Align, Table
from envoy_desktop.documents.flow import TableRow
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import BLACK, Page, Problem
from envoy_desktop.documents.linebreak import Line, Measure, natural_width
from envoy_desktop.documents.press import Press


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table looks: where it stands, faces, sizes in points, rules."""

    left: float = g.LEFT + g.TABLE_RULE / 2
    width: float = g.WIDTH - g.TABLE_RULE
    head: Role = Role.HEI
    body: Role = Role.FANG
    size: float = g.TABLE_SIZE
    leading: float = g.TABLE_LEADING
    pad: float = g.TABLE_PAD
    rule: float = g.TABLE_RULE
    colour: str = BLACK
    uprights: bool = True


OFFICIAL = TableStyle()

_Cells = tuple[tuple[tuple[Line, ...], Align], ...]


def table_slabs(
    press: Press,
    table: Table,
    place: tuple[int, ...] | None,
    style: TableStyle = OFFICIAL,
    above: Sequence[TableRow] = (),
) -> list[TableRow]:
    """The table's rows in order: caption, head, body; a turned one as whole pages, whose first
    begins with `above`."""
    fitted, edges, turned = _fitted(press, table, place, style)
    style = fitted
    pad = 2 * style.pad
    widths = [b - a for a, b in pairwise(edges)]

    def cells(texts: tuple[str, ...], role: Role, centred: bool) -> _Cells:
        return tuple(
            (
                press.set(
                    ((text, role),),
                    Measure(style.size, style.size, max(w - pad, style.size), justify=False),
                    place,
                ),
                Align.CENTRE if centred else column.align,
            )
            for text, w, column in zip(texts, widths, table.columns, strict=True)
        )

    titles = cells(tuple(column.title for column in table.columns), style.head, style.uprights)
    head = _row(titles, edges, style)
    slabs: list[TableRow] = []
    if table.caption:
        line = press.line(table.caption, style.head, style.size)
        x = style.left + (style.width - line.width) / 2
        slabs.append(
            TableRow(
                style.leading + pad,
                partial(_draw_caption, line, x, style),
                place=place,
                keep=True,
            )
        )
    slabs.append(TableRow(head.height, head.draw, None, place, keep=True))
    room = g.WIDTH if turned else g.HEIGHT
    most = max(1, int((room - head.height - pad) / style.leading))
    for texts in table.rows:
        for part in _parts(cells(texts, style.body, False), most):
            row = _row(part, edges, style)
            slabs.append(TableRow(row.height, row.draw, head))
    return _turned_pages([*above, *slabs], head, place) if turned else slabs


def is_turned(press: Press, table: Table) -> bool:
    """Whether the table is so wide that it lies across pages of its own."""
    known = len(press.problems)
    turned = _fitted(press, table, None, OFFICIAL)[2]
    del press.problems[known:]  # told when it is set
    return turned


_UNIT = re.compile(r"[A-Za-z0-9\u00c0-\u024f.,:/%+\-]+")
_LONGEST_UNIT = 7.0  # em: a longer word (an address) is torn


def _fitted(
    press: Press, table: Table, place: tuple[int, ...] | None, style: TableStyle
) -> tuple[TableStyle, list[float], bool]:
    """Style, column edges, and whether the table is turned; if no way fits, a problem says so."""
    turned = replace(style, left=g.TABLE_RULE / 2, width=g.HEIGHT - g.TABLE_RULE)
    tried = [(style, False)]
    if style == OFFICIAL:
        tried = [
            (replace(one, size=size, leading=leading, pad=pad), one is turned)
            for one in (style, turned)
            for size, leading, pad in g.TABLE_SIZES
        ]
    least = _least(press, table, style)
    for one, is_turned in tried:
        widths = _widths(table, least, one)
        if widths is not None:
            return one, [one.left, *(one.left + upto for upto in accumulate(widths))], is_turned
    press.problems.append(Problem("table-too-wide", {"columns": len(table.columns)}, place))
    share = style.width / len(table.columns)
    return style, [style.left + n * share for n in range(len(table.columns) + 1)], False


def _least(press: Press, table: Table, style: TableStyle) -> list[float]:
    """What each column needs in em: two characters, or its longest word or figure."""
    found = []
    for n, column in enumerate(table.columns):
        texts = {column.title, *(row[n] for row in table.rows)}
        characters = 2.0 if any(len(text) > 1 for text in texts) else 1.0
        units = {unit for text in texts for unit in _UNIT.findall(text)}
        widest = max((natural_width(press.faces, u, style.body, 1.0) for u in units), default=0.0)
        found.append(max(characters, widest if widest <= _LONGEST_UNIT else characters))
    return found


def _widths(table: Table, least: Sequence[float], style: TableStyle) -> list[float] | None:
    """The columns' widths by their shares, none below what it needs; None if they do not fit."""
    needs = [em * style.size + 2 * style.pad + 0.1 for em in least]
    if sum(needs) > style.width:
        return None
    shares = [max(column.share, 1) for column in table.columns]
    fixed: set[int] = set()
    while True:
        left = style.width - sum(needs[n] for n in fixed)
        total = sum(share for n, share in enumerate(shares) if n not in fixed)
        short = {
            n for n, share in enumerate(shares)
            if n not in fixed and left * share / total < needs[n]
        }  # fmt: skip
        if not short:
            return [
                needs[n] if n in fixed else left * share / total for n, share in enumerate(shares)
            ]
        fixed |= short
        if len(fixed) == len(shares):
            over = style.width / sum(needs)
            return [need * over for need in needs]


def _turned_pages(
    rows: Sequence[TableRow], head: TableRow, place: tuple[int, ...] | None
) -> list[TableRow]:
    """The rows on whole pages, each a slab as high as the type area, turned to the left."""
    pages: list[list[TableRow]] = [[]]
    height = 0.0
    for row in rows:
        if pages[-1] and height + row.height > g.WIDTH + 0.01:
            pages.append([head] if row.head is not None else [])
            height = head.height if row.head is not None else 0.0
        pages[-1].append(row)
        height += row.height
    return [
        TableRow(g.HEIGHT, partial(_draw_turned, tuple(page)), None, place if n == 0 else None)
        for n, page in enumerate(pages)
    ]


def _draw_turned(rows: Iterable[TableRow], page: Page, top: float) -> None:
    """Draw the rows on a page laid across, then turn what was drawn."""
    across = Page(page.number)
    down = 0.0
    for row in rows:
        row.draw(across, down)
        down += row.height
    foot = top + g.HEIGHT
    page.runs += [
        r._replace(x=g.LEFT + r.baseline, baseline=foot - r.x, turned=True) for r in across.runs
    ]
    page.rules += [
        r._replace(x0=g.LEFT + r.y0, y0=foot - r.x0, x1=g.LEFT + r.y1, y1=foot - r.x1)
        for r in across.rules
    ]


def _parts(cells: _Cells, most: int) -> list[_Cells]:
    """A row that is taller than a page goes on in the next one."""
    tallest = max((len(lines) for lines, _align in cells), default=0)
    return [
        tuple((lines[at : at + most], align) for lines, align in cells)
        for at in range(0, max(tallest, 1), most)
    ]


def _row(cells: _Cells, edges: list[float], style: TableStyle) -> TableRow:
    tallest = max((len(lines) for lines, _align in cells), default=0)
    height = max(tallest, 1) * style.leading + 2 * style.pad
    return TableRow(height, partial(_draw_row, cells, edges, height, style))


def _draw_caption(line: Line, x: float, style: TableStyle, page: Page, y: float) -> None:
    page.put(line, x, y + style.pad + g.ASCENT * style.size, style.size)


def _draw_row(
    cells: _Cells, edges: list[float], height: float, style: TableStyle, page: Page, y: float
) -> None:
    half = style.rule / 2
    for top in (y, y + height):
        page.rule(edges[0] - half, edges[-1] + half, top - half, style.rule, style.colour)
    for x in edges if style.uprights else ():
        page.upright(x, y, y + height, style.rule, style.colour)
    for (lines, align), (x0, x1) in zip(cells, pairwise(edges), strict=True):
        block = len(lines) * style.leading
        top = y + (height - block) / 2 + (style.leading - style.size) / 2
        for n, line in enumerate(lines):
            x = x0 + style.pad
            if align is Align.CENTRE:
                x = (x0 + x1 - line.width) / 2
            elif align is Align.RIGHT:
                x = x1 - style.pad - line.width
            page.put(line, x, top + n * style.leading + g.ASCENT * style.size, style.size)
