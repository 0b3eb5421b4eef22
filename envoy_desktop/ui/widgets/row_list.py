"""A list of rows with one next action each: click the button or press Enter; quick at a million."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QTableView,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_delegate import FIRST_HEAD, HEAD, ONE_LINE, TWO_LINES, RowDelegate
from envoy_desktop.ui.widgets.row_model import RowModel
from envoy_desktop.ui.widgets.row_window import RowSource, RowWindow
from envoy_desktop.ui.widgets.section import Card


class RowList(QTableView):
    """`RowList(name)`; fill it with `set_rows(rows and groups)` or `set_source(jobs, source)`.

    With `fit` it is as high as its rows and does not scroll (inside a page that does); `share` of
    its width is the title's and the lamp's, where there is a second column.
    """

    acted = Signal(object, str)  # Row, action code: the button, or Enter
    opened = Signal(object)  # Row: double click, or Enter on a row without action, Ctrl+Enter
    chosen = Signal(object)  # Row or None: the current row
    selection_changed = Signal()
    menu_wanted = Signal(object, QPoint)  # Row, global position

    def __init__(
        self,
        name: str,
        *,
        two_lines: bool = True,
        lamp: bool = True,
        second: bool = True,
        action: bool = True,
        many: bool = False,
        fit: bool = False,
        share: float = 0.5,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.things = ""  # the kind of all its rows, where they have columns of their own
        self.rows = RowModel(self)
        self._fit = fit
        self._keep: tuple[str, int] | None = None
        self._delegate = RowDelegate(self)
        self._delegate.two_lines, self._delegate.with_lamp = two_lines, lamp
        self._delegate.with_second, self._delegate.with_action = second, action
        self._delegate.share = share
        self.setItemDelegate(self._delegate)
        self.setModel(self.rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.ExtendedSelection
            if many
            else QAbstractItemView.SelectionMode.SingleSelection
        )
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)
        self.setStyleSheet("QTableView { background: transparent; }")
        self._measure()
        if fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.modelReset.connect(self._was_reset)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    # --- filling ------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row | Group]) -> None:
        """Show these; the current row stays current if it is still there."""
        self._delegate.fit(row for row in rows if isinstance(row, Row))
        self.rows.set_rows(rows)

    def set_source(self, jobs: Jobs, source: RowSource, order: str = "") -> RowWindow:
        """Show a long list; the window gives `load(order, descending, text)` and `changed(ids)`."""
        window = RowWindow(jobs, source, self)
        self.rows.set_window(window)
        self._delegate.fit(())
        window.rows_came.connect(self._rows_came)
        window.load(order)
        return window

    # --- asking -------------------------------------------------------------------------------

    def current(self) -> Row | None:
        """The current row."""
        index = self.currentIndex()
        row = self.rows.row_at(index.row()) if index.isValid() else None
        return row if isinstance(row, Row) else None

    def chosen_rows(self) -> list[Row]:
        """The selected rows, from top to bottom, as far as they are loaded."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = (self.rows.row_at(number) for number in numbers)
        return [row for row in rows if isinstance(row, Row)]

    def choose(self, row_id: int, kind: str = "") -> bool:
        """Make the row of this thing current, and scroll to it."""
        number = self.rows.position(kind, row_id)
        if number < 0:
            return False
        self.setCurrentIndex(self.rows.index(number, 0))
        self.scrollTo(self.rows.index(number, 0))
        return True

    def choose_first(self) -> None:
        """Make the first row current."""
        for number in range(min(self.rows.rowCount(), 3)):
            if not isinstance(self.rows.row_at(number), Group):
                self.setCurrentIndex(self.rows.index(number, 0))
                return

    # --- how it behaves -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            whole = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if row.action and not whole:
                self.acted.emit(row, row.action)
            else:
                self.opened.emit(row)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._button_at(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._button_at(event.position().toPoint())
        if row is not None and row == getattr(self, "_pressed", None):
            self.acted.emit(row, row.action)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if isinstance(row, Row) and self._button_at(point) is None:
            self.opened.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def sizeHint(self) -> QSize:
        if not self._fit:
            return super().sizeHint()
        return QSize(theme.px(320), self.verticalHeader().length())

    def minimumSizeHint(self) -> QSize:
        if not self._fit:
            return QSize(theme.px(300), theme.px(TWO_LINES * 2))
        return QSize(theme.px(300), self.verticalHeader().length())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()  # else nobody sees where the keyboard is

    def showEvent(self, event: QShowEvent) -> None:
        place = self.parentWidget()
        while place is not None and not isinstance(place, Card):
            place = place.parentWidget()
        self._delegate.ground = "background" if place is None else "panel"
        super().showEvent(event)

    # --- inside -------------------------------------------------------------------------------

    def _measure(self) -> None:
        self._delegate.measure()
        height = theme.px(TWO_LINES if self._delegate.two_lines else ONE_LINE)
        self.verticalHeader().setDefaultSectionSize(height)

    def _button_at(self, point: QPoint) -> Row | None:
        index = self.indexAt(point)
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if not isinstance(row, Row) or not row.action_text or not self._delegate.with_action:
            return None
        rect: QRect = self.visualRect(index)
        return row if self._delegate.places(rect).button.contains(point) else None

    def _hover(self, point: QPoint) -> None:
        index = self.indexAt(point)
        number = index.row() if index.isValid() else -1
        on_button = self._button_at(point) is not None
        if (number, on_button) != (self._delegate.hovered, self._delegate.button_hovered):
            self._delegate.hovered, self._delegate.button_hovered = number, on_button
            shape = Qt.CursorShape.PointingHandCursor if on_button else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    @Slot(QPoint)
    def _menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if isinstance(row, Row):
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(point))

    @Slot()
    def _remember(self) -> None:
        row = self.current()
        self._keep = (row.kind, row.id) if row is not None else None

    @Slot(int, int)
    def _rows_came(self, first: int, last: int) -> None:
        came = (self.rows.row_at(n) for n in range(first, min(last + 1, self.rows.rowCount())))
        self._delegate.fit((row for row in came if isinstance(row, Row)), anew=False)
        self.viewport().update()

    @Slot()
    def _was_reset(self) -> None:
        self._measure()  # a row may stand now where the head of a group stood before
        if self.rows.window is None:
            for number in range(self.rows.rowCount()):
                if isinstance(self.rows.row_at(number), Group):
                    self.setRowHeight(number, theme.px(HEAD if number else FIRST_HEAD))
        if self._fit:
            self.updateGeometry()
        if self._keep is not None:
            number = self.rows.position(*self._keep)
            if number >= 0:
                self.selectionModel().setCurrentIndex(
                    self.rows.index(number, 0),
                    QItemSelectionModel.SelectionFlag.ClearAndSelect
                    | QItemSelectionModel.SelectionFlag.Rows,
                )
                return
            self.chosen.emit(None)

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            row = self.rows.row_at(current.row())
            self._follow(current)
            self.chosen.emit(row if isinstance(row, Row) else None)

    def _follow(self, current: QModelIndex) -> None:
        """A list as high as its rows does not scroll: the page around it does."""
        place = self.parentWidget() if self._fit and self.hasFocus() else None
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        inside = place.widget() if place is not None else None
        if place is not None and inside is not None:
            rect = self.visualRect(current)
            middle = self.viewport().mapTo(inside, rect.center())
            place.ensureVisible(0, middle.y(), 0, rect.height())
