"""A table of many columns over a long source: sort by head, filter, never the whole list loaded."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QToolTip,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.lamp import paint_lamp, word_tone
from envoy_desktop.ui.widgets.row_window import RowSource
from envoy_desktop.ui.widgets.windowed_model import (
    CELL,
    ROOT,
    ROW,
    Cell,
    Column,
    Decorated,
    WindowedModel,
)

__all__ = ["CELL", "ROW", "Cell", "Column", "Decorated", "WindowedModel", "WindowedTable"]

# as plain numbers: Python's flags take microseconds each, and they are needed for every cell
LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


class WindowedTable(QTableView):
    """A sortable table: `filter(text)`, `sort(order)`, `changed(ids)`, `choose(id)`."""

    opened = Signal(object)  # the source row
    chosen = Signal(object)  # the source row or None
    counted = Signal(int)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self,
        name: str,
        jobs: Jobs,
        source: RowSource,
        columns: Sequence[Column],
        *,
        order: str = "",
        descending: bool = False,
        load: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.things = ""  # the kind of all its rows, where they have columns of their own
        self.rows = WindowedModel(jobs, source, columns, self)
        self.setModel(self.rows)
        self._measure()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme.px(32))
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionsClickable(True)
        across.setFont(theme.font("caption"))
        across.setMinimumSectionSize(theme.em(3))
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(self.rows.columns):
            stretch = QHeaderView.ResizeMode.Stretch
            mode = stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            across.setSectionResizeMode(number, mode)
            self.setColumnWidth(number, self._least(column))
        self._never: set[int] = set()  # columns that say nothing here
        self._order, self._descending, self._text = order, descending, ""
        self._keep: int | None = None
        across.setSortIndicatorShown(True)
        self._show_order()
        across.sectionClicked.connect(self._sort)
        self.rows.window.counted.connect(self.counted)
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        if load:
            self.reload()

    def leave_out(self, number: int) -> None:
        """Never show a column: here it would say the same in every row."""
        self._never.add(number)
        self.setColumnHidden(number, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width()
        columns = list(enumerate(self.rows.columns))
        shown = {number for number, _column in columns} - self._never
        if any(column.stretch for _number, column in columns):
            least = {number: self._least(column) for number, column in columns}
            for number, column in sorted(columns, key=lambda pair: pair[1].goes):
                if column.goes and sum(least[n] for n in shown) > room:
                    shown.discard(number)
        for number, _column in columns:
            self.setColumnHidden(number, number not in shown)
        super().resizeEvent(event)

    def reload(self) -> None:
        """Ask for the order (and the first page) anew."""
        self.rows.window.load(self._order, self._descending, self._text)

    def filter(self, text: str) -> None:
        """Show only what the source finds for `text`."""
        if text != self._text:
            self._text = text
            self.reload()

    def sort(self, order: str, descending: bool = False) -> None:
        """Sort by the key `order`."""
        self._order, self._descending = order, descending
        self._show_order()
        self.reload()

    def changed(self, ids: Any) -> None:
        """These rows changed in the store."""
        self.rows.window.changed(ids)

    def current(self) -> Any | None:
        """The source row that is current, if it is loaded."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def current_id(self) -> int | None:
        """The id of the current row."""
        index = self.currentIndex()
        return self.rows.window.id_at(index.row()) if index.isValid() else None

    def choose(self, row_id: int) -> bool:
        """Make this row current and scroll to it; False where it is not in the list."""
        number = self.rows.window.position(row_id)
        if number < 0:
            return False
        self.setCurrentIndex(self.rows.index(number, 0))
        self.scrollTo(self.rows.index(number, 0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.current()
            if row is not None:
                self.opened.emit(row)
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.data(ROW) is not None:
            self.opened.emit(index.data(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint row by row: a delegate called for each cell takes three times as long."""
        painter = QPainter(self.viewport())
        height, across = self.verticalHeader(), self.horizontalHeader()
        size = height.defaultSectionSize()
        offset = height.offset()
        wide = self.viewport().width()
        places = [
            (across.sectionViewportPosition(number), across.sectionSize(number), column)
            for number, column in enumerate(self.rows.columns)
        ]
        seen = [
            (number, *place) for number, place in enumerate(places)
            if place[1] and place[0] + place[1] > 0 and place[0] < wide  # a hidden one is 0 wide
        ]  # fmt: skip
        self._line_pen, self._selection = theme.colour("line"), theme.colour("selection")
        selection = self.selectionModel()
        first = max(offset // size, 0)
        last = min((offset + self.viewport().height()) // size, len(self.rows.window) - 1)
        right = max((left + width for left, width, _column in places), default=0)
        for row in range(first, last + 1):
            top = row * size - offset
            if selection.isRowSelected(row, ROOT):
                painter.fillRect(0, top, right, size, self._selection)
                if self.hasFocus() and row == self.currentIndex().row():
                    painter.fillRect(0, top, theme.px(2), size, theme.colour("accent"))
            held: Decorated | None = self.rows.window.row(row)
            if held is not None:
                self._paint_row(painter, held.cells, seen, top, size)
            painter.setPen(self._line_pen)
            painter.drawLine(0, top + size - 1, right, top + size - 1)

    def _paint_row(
        self,
        painter: QPainter,
        cells: tuple[Cell, ...],
        seen: list[tuple[int, int, int, Column]],
        top: int,
        size: int,
    ) -> None:
        pad = self._pad
        for number, left, width, column in seen:
            cell = cells[number]
            x, room = left + pad, width - 2 * pad
            tone = cell.tone
            if cell.lamp:
                side = self._lamp_side
                box = QRectF(x, top + (size - side) / 2, side, side)
                paint_lamp(painter, box, cell.lamp)
                x, room = x + side + self._lamp_gap, room - side - self._lamp_gap
                if tone == "ink":
                    tone = word_tone(cell.lamp)
            font = self._strong if column.strong else self._body
            text = cell.text
            if self._advance(text) > room:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(theme.colour(tone))
            painter.drawText(x, top, room, size, RIGHT if column.figure else LEFT, text)

    def _advance(self, text: str) -> int:
        width = self._advances.get(text)
        if width is None:
            if len(self._advances) > 5000:
                self._advances.clear()
            width = self._advances[text] = self._metrics.horizontalAdvance(text)
        return width

    def _measure(self) -> None:
        self._body, self._strong = theme.font("body"), theme.font("strong")
        self._metrics = QFontMetrics(self._strong)
        self._advances: dict[str, int] = {}
        self._pad, self._lamp_side, self._lamp_gap = theme.px(8), theme.px(11), theme.px(6)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            cell = index.data(CELL) if index.isValid() else None
            room = self.columnWidth(index.column()) - 2 * self._pad if cell else 0
            cut = cell is not None and self._advance(cell.text) > room
            QToolTip.showText(event.globalPos(), cell.text if cell and cut else "", self)
            return True
        return super().viewportEvent(event)

    def _least(self, column: Column) -> int:
        """The width a column needs for its head, its mark of order, and the words it holds."""
        wide = QFontMetrics(theme.font("body")).horizontalAdvance
        head = wide(column.title) + (theme.px(14) if column.order else 0)
        words = max((wide(word) for word in column.holds), default=0)
        lamp = self._lamp_side + self._lamp_gap if words else 0
        return max(theme.em(column.width), max(head, words + lamp) + 2 * self._pad)

    def _show_order(self) -> None:
        for number, column in enumerate(self.rows.columns):
            if column.order and column.order == self._order:
                way = (
                    Qt.SortOrder.DescendingOrder
                    if self._descending
                    else Qt.SortOrder.AscendingOrder
                )
                self.horizontalHeader().setSortIndicator(number, way)
                return
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    @Slot(int)
    def _sort(self, section: int) -> None:
        order = self.rows.columns[section].order
        if not order:
            self._show_order()
            return
        self.sort(order, not self._descending if order == self._order else False)

    @Slot(QPoint)
    def _menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and index.data(ROW) is not None:
            self.menu_wanted.emit(index.data(ROW), self.viewport().mapToGlobal(point))

    @Slot()
    def _remember(self) -> None:
        self._keep = self.current_id()

    @Slot()
    def _restore(self) -> None:
        if self._keep is None:
            return
        number = self.rows.window.position(self._keep)
        if number >= 0:
            self.selectionModel().setCurrentIndex(
                self.rows.index(number, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(ROW))
