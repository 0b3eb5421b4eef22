"""Body slabs into pages: text lines on the grid, table rows between them, heads repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.layout import Page
from envoy_desktop.documents.linebreak import Line


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a grid row; `keep` holds it on one page with the next slab."""

    line: Line
    place: tuple[int, ...] | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty grid row; it vanishes at a page's top."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A drawn stretch `height` points high; `head` is drawn again when it begins a page."""

    height: float
    draw: Callable[[Page, float], None]
    head: "TableRow | None" = None
    place: tuple[int, ...] | None = None
    keep: bool = False


Slab = TextLine | Blank | TableRow


@dataclass(frozen=True, slots=True)
class Laid:
    """A slab in its place: page from 0, distance of its top from the type area's top."""

    slab: Slab
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Flowed:
    """The result: every slab's place, and where the next one would stand."""

    laid: tuple[Laid, ...]
    page: int
    y: float

    @property
    def next_row(self) -> int:
        """The next free grid row of the last page (may be 22: none)."""
        return row_after(self.y)


def row_after(y: float) -> int:
    """The first grid row whose top lies at `y` or below."""
    return ceil(y / g.PITCH - 1e-6)


def flow(slabs: Sequence[Slab], page: int, y: float, break_before: int | None = None) -> Flowed:
    """Lay the slabs from `page` and `y` on; a new page is forced before slab `break_before`."""
    laid: list[Laid] = []
    for n, slab in enumerate(slabs):
        if n == break_before or (y > 0 and not _fits(slabs, n, y)):
            page, y = page + 1, 0.0
        if isinstance(slab, TableRow):
            if y == 0.0 and slab.head is not None:
                laid.append(Laid(slab.head, page, y))
                y += slab.head.height
            laid.append(Laid(slab, page, y))
            y += slab.height
        elif isinstance(slab, TextLine) or y > 0:
            row = row_after(_clear(slabs, n, y))
            laid.append(Laid(slab, page, row * g.PITCH))
            y = (row + 1) * g.PITCH
    return Flowed(tuple(laid), page, y)


def _clear(slabs: Sequence[Slab], n: int, y: float) -> float:
    """A line under a table keeps a little distance from its last rule."""
    return y + 5.0 if n > 0 and y > 0 and isinstance(slabs[n - 1], TableRow) else y


def _fits(slabs: Sequence[Slab], n: int, y: float) -> bool:
    """Whether slab n, and what it must stay with, ends within the type area."""
    while True:
        slab = slabs[n]
        if isinstance(slab, TableRow):
            if y + slab.height > g.HEIGHT + 0.01:
                return False
            y += slab.height
        else:
            row = row_after(_clear(slabs, n, y))
            if row >= g.ROWS and not isinstance(slab, Blank):
                return False
            y = (row + 1) * g.PITCH
        if isinstance(slab, Blank) or not slab.keep or n + 1 >= len(slabs):
            return True
        n += 1
