"""The item model of a row list: given rows in groups, or a window over a long source."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_window import RowWindow

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Role(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 1


class RowModel(QAbstractTableModel):
    """One column; `Role.ROW` is a Row, a Group, or None while it is on its way."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row | Group] = []
        self.window: RowWindow | None = None

    def set_rows(self, rows: Sequence[Row | Group]) -> None:
        """Show these rows, heads of groups among them."""
        self._drop_window()
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_window(self, window: RowWindow) -> None:
        """Show a long list through `window`, whose source gives Row objects."""
        self._drop_window()
        self.beginResetModel()
        self._rows = []
        self.window = window
        window.about_to_reset.connect(self._begin)
        window.was_reset.connect(self._end)
        window.rows_came.connect(self._came)
        self.endResetModel()

    def row_at(self, number: int) -> Row | Group | None:
        """The row, group head or None at `number`."""
        if self.window is not None:
            found: Row | None = self.window.row(number)
            return found
        return self._rows[number]

    def position(self, kind: str, row_id: int) -> int:
        """Where the thing stands, or -1."""
        if self.window is not None:
            return self.window.position(row_id)
        for number, row in enumerate(self._rows):
            if isinstance(row, Row) and row.id == row_id and (not kind or row.kind == kind):
                return number
        return -1

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.window) if self.window is not None else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == Role.ROW:
            return row
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Row) else row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if isinstance(row, Row):
                return row.spoken()
            return row.text if row.count is None else f"{row.text} {row.count}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.window is None and isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _drop_window(self) -> None:
        if self.window is not None:
            self.window.about_to_reset.disconnect(self._begin)
            self.window.was_reset.disconnect(self._end)
            self.window.rows_came.disconnect(self._came)
            self.window = None

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
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
