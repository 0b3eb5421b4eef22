"""A table as slabs: rows with rules, the head repeated on each page."""

from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Align, Table
from envoy_desktop.documents.flow import TableRow
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import BLACK, Page, Problem
from envoy_desktop.documents.linebreak import Line, Measure
from envoy_desktop.documents.press import Press


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table looks: where it stands, faces, sizes in points, rules."""

    left: float = g.LEFT
    width: float = g.WIDTH
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
) -> list[TableRow]:
    """The table's rows in order: caption, head, body."""
    pad = 2 * style.pad
    edges = _edges(press, table, place, style)
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
    most = int((g.HEIGHT - head.height - pad) / style.leading)
    for texts in table.rows:
        for part in _parts(cells(texts, style.body, False), most):
            row = _row(part, edges, style)
            slabs.append(TableRow(row.height, row.draw, head))
    return slabs


def _edges(
    press: Press, table: Table, place: tuple[int, ...] | None, style: TableStyle
) -> list[float]:
    """Where the columns begin and end; one narrower than two characters cannot be read: then
    the table is too wide for the page."""
    least = 2 * style.size + 2 * style.pad
    total = sum(column.share for column in table.columns)
    widths = [style.width * column.share / total for column in table.columns]
    if min(widths) < least:
        press.problems.append(Problem("table-too-wide", {"columns": len(table.columns)}, place))
        widths = [max(w, least) for w in widths]
        widths = [w * style.width / sum(widths) for w in widths]
    return [style.left, *(style.left + upto for upto in accumulate(widths))]


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
