"""A long list seen through a window: an array of row ids, and blocks of 128 finished rows."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from envoy_desktop.ui.shell.jobs import Jobs

BLOCK = 128
KEPT_BLOCKS = 64


class RowSource(Protocol):
    """Where rows come from; both are called off the UI thread with plain values.

    `ids` gives all row ids in order (8 MB a million); `rows` the finished rows of some ids, in
    the order asked for, None where one is gone. A source may also have
    `first(order, descending, text, limit) -> Sequence[int]`: the first page at once.
    """

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """All row ids in this order, filtered by `text`."""

    def rows(self, ids: Sequence[int]) -> Sequence[Any]:
        """The finished rows of `ids`."""


@runtime_checkable
class QuickSource(Protocol):
    """A source that knows its first page without the whole order."""

    def first(self, order: str, descending: bool, text: str, limit: int) -> Sequence[int]:
        """The first `limit` ids."""


class RowWindow(QObject):
    """Keeps the order and the blocks of one list; asks through the reading lane, never waits."""

    about_to_reset = Signal()
    was_reset = Signal()
    rows_came = Signal(int, int)  # first and last row that can be shown anew
    counted = Signal(int)

    def __init__(self, jobs: Jobs, source: RowSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._source = jobs, source
        self._ids: array[int] = array("q")
        self._blocks: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._generation = 0
        self._order, self._descending, self._text = "", False, ""
        self._load_number, self._complete = 0, 0
        self._ask_timer = QTimer(self)
        self._ask_timer.setSingleShot(True)
        self._ask_timer.setInterval(0)
        self._ask_timer.timeout.connect(self._ask)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def order(self) -> tuple[str, bool, str]:
        """Sort key, descending, filter text that hold now."""
        return self._order, self._descending, self._text

    def load(self, order: str = "", descending: bool = False, text: str = "") -> None:
        """Order (and filter) anew; the first page comes at once where the source can give it."""
        self._order, self._descending, self._text = order, descending, text
        self._load_number += 1
        if isinstance(self._source, QuickSource):
            self._jobs.read(
                _first, done=self._first_came, key=f"first-{id(self)}", source=self._source,
                order=order, descending=descending, text=text, load=self._load_number,
            )  # fmt: skip
        self.reload()

    def reload(self) -> None:
        """The same order again: rows may have come or gone."""
        self._jobs.read(
            _all, done=self._ids_came, key=f"ids-{id(self)}", source=self._source,
            order=self._order, descending=self._descending, text=self._text,
            load=self._load_number,
        )  # fmt: skip

    def row(self, number: int) -> Any | None:
        """The finished row at `number`, or None while it is on its way."""
        block = number // BLOCK
        held = self._blocks.get(block)
        if held is None:
            self._want(block)
            return None
        self._blocks.move_to_end(block)
        return held[number - block * BLOCK]

    def id_at(self, number: int) -> int:
        """The row id at `number`."""
        return self._ids[number]

    @property
    def source(self) -> RowSource:
        """Where the rows come from; asked only off the UI thread."""
        return self._source

    def all_ids(self) -> Sequence[int]:
        """Every row id in the order that holds now."""
        return self._ids[:]

    def position(self, row_id: int) -> int:
        """Where the row `row_id` stands, or -1."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def changed(self, ids: Iterable[int]) -> None:
        """These rows are new in the store: fetch those that are held; look at the order again."""
        changed = frozenset(ids)
        for block in list(self._blocks):
            start = block * BLOCK
            if changed.intersection(self._ids[start : start + BLOCK]):
                self._fetch(block)
        self.reload()

    def _want(self, block: int) -> None:
        if block in self._asked:
            return
        if block in self._wanted:
            self._wanted.remove(block)
        self._wanted.append(block)
        if not self._ask_timer.isActive():
            self._ask_timer.start()

    @Slot()
    def _ask(self) -> None:
        # a drag of the scroll bar leaves a trail of blocks nobody looks at any more
        for block in self._wanted[-4:]:
            self._fetch(block)
        self._wanted.clear()

    def _fetch(self, block: int) -> None:
        self._asked.add(block)
        ids = self._ids[block * BLOCK : (block + 1) * BLOCK]
        self._jobs.read(
            _rows, done=self._rows_came, source=self._source, ids=ids,
            block=block, generation=self._generation,
        )  # fmt: skip

    @Slot(object)
    def _first_came(self, answer: tuple[int, Sequence[int], Sequence[Any]]) -> None:
        load, ids, rows = answer
        if load != self._load_number or load == self._complete:
            return  # the whole order was quicker
        if len(self._ids) > len(ids) and not self._text:
            # keep the length while the whole order is on its way: the scroll bar does not jump
            self._take(array("q", [*ids, *self._ids[len(ids) :]]), rows)
        else:
            self._take(array("q", ids), rows)

    @Slot(object)
    def _ids_came(self, answer: "tuple[int, array[int]]") -> None:
        load, ids = answer
        if load != self._load_number:
            return
        self._complete = load
        if ids != self._ids:
            self._take(ids, None)
        self.counted.emit(len(ids))

    def _take(self, ids: "array[int]", first_rows: Sequence[Any] | None) -> None:
        self.about_to_reset.emit()
        kept = self._blocks.get(0)
        same_start = kept is not None and ids[: len(kept)] == self._ids[: len(kept)]
        self._generation += 1
        self._ids = ids
        self._blocks.clear()
        self._asked.clear()
        self._wanted.clear()
        if first_rows is not None:
            self._blocks[0] = first_rows
        elif same_start and kept is not None and len(kept) == min(BLOCK, len(ids)):
            self._blocks[0] = kept
        self.was_reset.emit()

    @Slot(object)
    def _rows_came(self, answer: tuple[int, int, Sequence[Any]]) -> None:
        generation, block, rows = answer
        if generation != self._generation:
            return
        self._asked.discard(block)
        self._blocks[block] = rows
        self._blocks.move_to_end(block)
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        self.rows_came.emit(block * BLOCK, block * BLOCK + len(rows) - 1)


def _first(
    source: Any, order: str, descending: bool, text: str, load: int
) -> tuple[int, Sequence[int], Sequence[Any]]:
    ids = source.first(order, descending, text, BLOCK)
    return load, ids, source.rows(ids)


def _all(
    source: RowSource, order: str, descending: bool, text: str, load: int
) -> "tuple[int, array[int]]":
    return load, source.ids(order, descending, text)


def _rows(
    source: RowSource, ids: "array[int]", block: int, generation: int
) -> tuple[int, int, Sequence[Any]]:
    return generation, block, source.rows(ids)
