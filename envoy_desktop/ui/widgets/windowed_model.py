"""The item model of a wide table: finished cells, made on the reading lane, looked up by place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.lamp import lamp_word
from envoy_desktop.ui.widgets.row_window import RowSource, RowWindow

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
CELL = Qt.ItemDataRole.UserRole + 1
ROW = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One finished cell: words, a token for their tone, a lamp before them."""

    text: str
    tone: str = "ink"
    lamp: str = ""

    def spoken(self) -> str:
        """The cell for a screen reader."""
        return f"{lamp_word(self.lamp)}，{self.text}" if self.lamp else self.text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how a row becomes its cell (text or Cell), how wide (em), its sort key.

    `cell` is called off the UI thread, once a row. `order` "" cannot be sorted. `figure` stands
    right. The widest free space goes to the columns with `stretch`, whose `width` they keep at
    least while columns that may be left out (`goes`, the lowest first) give theirs. A column is
    never narrower than its head and the words of `holds`.
    """

    title: str
    cell: Callable[[Any], Cell | str]
    width: float = 8
    order: str = ""
    figure: bool = False
    stretch: bool = False
    strong: bool = False
    goes: int = 0
    holds: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Decorated:
    """A source row with its finished cells."""

    row: Any
    cells: tuple[Cell, ...]


class _Decorating:
    """The source with the columns' cells made on the reading lane."""

    def __init__(self, source: RowSource, columns: Sequence[Column]) -> None:
        self._source, self._columns = source, columns
        if hasattr(source, "first"):
            self.first = source.first

    def ids(self, order: str, descending: bool, text: str) -> Any:
        return self._source.ids(order, descending, text)

    def rows(self, ids: Sequence[int]) -> list[Decorated | None]:
        return [None if row is None else self._one(row) for row in self._source.rows(ids)]

    def _one(self, row: Any) -> Decorated:
        cells = (column.cell(row) for column in self._columns)
        return Decorated(row, tuple(c if isinstance(c, Cell) else Cell(c) for c in cells))


class WindowedModel(QAbstractTableModel):
    """Looks up finished cells in the window's blocks; a missing row is blank until it comes."""

    def __init__(
        self,
        jobs: Jobs,
        source: RowSource,
        columns: Sequence[Column],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.window = RowWindow(jobs, _Decorating(source, self.columns), self)
        self.window.about_to_reset.connect(self._begin)
        self.window.was_reset.connect(self._end)
        self.window.rows_came.connect(self._came)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.window)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        held: Decorated | None = self.window.row(index.row())
        if held is None:
            return None
        cell = held.cells[index.column()]
        if role == CELL:
            return cell
        if role == ROW:
            return held.row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken()
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[index.column()].figure:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight
            if not self.columns[section].figure:
                side = Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @Slot()
    def _begin(self) -> None:
        self.beginResetModel()

    @Slot()
    def _end(self) -> None:
        self.endResetModel()

    @Slot(int, int)
    def _came(self, first: int, last: int) -> None:
        last = min(last, self.rowCount() - 1)
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
