"""A table as slabs: rows with rules, the head repeated on each page."""

from functools import partial

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Align, Table
from envoy_desktop.documents.flow import Slab, TableRow
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import Page, Problem
from envoy_desktop.documents.linebreak import Line, Measure
from envoy_desktop.documents.press import Press

NARROWEST = 2 * g.TABLE_SIZE
"""A column narrower than two characters cannot be read: the table is too wide for the page."""

_Cells = tuple[tuple[tuple[Line, ...], Align], ...]


def table_slabs(
    press: Press,
    table: Table,
    place: tuple[int, ...] | None,
    left: float = g.LEFT,
    width: float = g.WIDTH,
    head_role: Role = Role.HEI,
    role: Role = Role.FANG,
) -> list[Slab]:
    """The table's rows from `left` on, `width` points wide."""
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    if min(widths) - 2 * g.TABLE_PAD < NARROWEST:
        press.problems.append(Problem("table-too-wide", {"columns": len(table.columns)}, place))
        widths = [max(w, NARROWEST + 2 * g.TABLE_PAD) for w in widths]
        widths = [w * width / sum(widths) for w in widths]
    edges = [left]
    for w in widths:
        edges.append(edges[-1] + w)

    def cells(texts: tuple[str, ...], row_role: Role, centred: bool) -> _Cells:
        return tuple(
            (
                press.set(
                    ((text, row_role),),
                    Measure(
                        g.TABLE_SIZE, g.TABLE_SIZE, max(w - 2 * g.TABLE_PAD, g.TABLE_SIZE),
                        justify=False,
                    ),
                    place,
                ),
                Align.CENTRE if centred else column.align,
            )
            for text, w, column in zip(texts, widths, table.columns, strict=True)
        )  # fmt: skip

    head_cells = cells(tuple(column.title for column in table.columns), head_role, True)
    head = _row(head_cells, edges, place, keep=True)
    slabs: list[Slab] = []
    if table.caption:
        line = press.line(table.caption, head_role, g.TABLE_SIZE)
        slabs.append(
            TableRow(
                g.TABLE_LEADING + 2 * g.TABLE_PAD,
                partial(_draw_caption, line, left + (width - line.width) / 2),
                place=place,
                keep=True,
            )
        )
    slabs.append(TableRow(head.height, head.draw, None, place, keep=True))
    most = int((g.HEIGHT - head.height - 2 * g.TABLE_PAD) / g.TABLE_LEADING)
    for texts in table.rows:
        whole = cells(texts, role, False)
        for part in _parts(whole, most):
            row = _row(part, edges, None, keep=False)
            slabs.append(TableRow(row.height, row.draw, head))
    return slabs


def _parts(cells: _Cells, most: int) -> list[_Cells]:
    """A row that is taller than a page goes on in the next one."""
    tallest = max((len(lines) for lines, _ in cells), default=0)
    return [
        tuple((lines[at : at + most], align) for lines, align in cells)
        for at in range(0, max(tallest, 1), most)
    ]


def _row(cells: _Cells, edges: list[float], place: tuple[int, ...] | None, keep: bool) -> TableRow:
    tallest = max((len(lines) for lines, _ in cells), default=0)
    height = max(tallest, 1) * g.TABLE_LEADING + 2 * g.TABLE_PAD
    return TableRow(height, partial(_draw_row, cells, edges, height), None, place, keep)


def _draw_caption(line: Line, x: float, page: Page, y: float) -> None:
    page.put(line, x, y + g.TABLE_PAD + g.ASCENT * g.TABLE_SIZE, g.TABLE_SIZE)


def _draw_row(cells: _Cells, edges: list[float], height: float, page: Page, y: float) -> None:
    half = g.TABLE_RULE / 2
    for top in (y, y + height):
        page.rule(edges[0] - half, edges[-1] + half, top - half, g.TABLE_RULE)
    for x in edges:
        page.upright(x, y, y + height, g.TABLE_RULE)
    for (lines, align), x0, x1 in zip(cells, edges, edges[1:], strict=False):
        block = len(lines) * g.TABLE_LEADING
        top = y + (height - block) / 2 + (g.TABLE_LEADING - g.TABLE_SIZE) / 2
        for n, line in enumerate(lines):
            x = x0 + g.TABLE_PAD
            if align is Align.CENTRE:
                x = (x0 + x1 - line.width) / 2
            elif align is Align.RIGHT:
                x = x1 - g.TABLE_PAD - line.width
            page.put(line, x, top + n * g.TABLE_LEADING + g.ASCENT * g.TABLE_SIZE, g.TABLE_SIZE)
