"""The one search box, and the answers under it: groups, arrow keys, Enter."""

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.shell.screen import Hit
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.words import _

PAUSE_MS = 60  # between the last keystroke and the question


class SearchField(QLineEdit):
    """A line with a lens and, while it is empty, the key that leads here."""

    walked = Signal(int)  # -1, +1, or a page
    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("搜索项目、事项、障碍、部门、命令（拼音首字母亦可）"))
        self.setAccessibleName(_("搜索"))
        self.setToolTip(_("搜索（Ctrl+K）"))
        self.setObjectName("search")

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(theme.px(452), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        if event.key() in steps:
            self.walked.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font("small")
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance("Ctrl K") + theme.px(12)
        height = theme.px(19)
        box = QRect(
            self.width() - width - theme.px(10), (self.height() - height) // 2, width, height
        )
        hint = QFontMetrics(self.font()).horizontalAdvance(self.placeholderText())
        if hint + theme.px(24) > box.left():
            return
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Ctrl K")


class Answers(QFrame):
    """The list under the box; the box keeps the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(8)] * 4)
        column.setSpacing(0)
        self.list = RowList(_("搜索结果"), two_lines=False, lamp=False, action=False, parent=self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = Label(_("没有找到。可以换一个词，或用拼音首字母。"), "body", "muted")
        self.nothing.setContentsMargins(*[theme.px(12)] * 4)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("background"))
        painter.setPen(theme.colour("faint"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def show_hits(self, hits: Sequence[Hit], width: int) -> None:
        """Show the answers by group, the first one chosen."""
        rows: list[Row | Group] = []
        number = 0
        for group, of in groupby(hits, key=lambda hit: hit.group):
            if group:
                rows.append(Group(group))
            for hit in of:
                rows.append(Row(number, hit.title, second=hit.subtitle, kind=hit.kind, data=hit))
                number += 1
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        space = self.parentWidget()
        assert space is not None
        wanted = self.list.verticalHeader().length() + theme.px(17)
        if not rows:
            wanted = self.nothing.sizeHint().height() + theme.px(17)
        self.resize(width, min(wanted, space.height() - self.y() - theme.px(40)))
        self.list.choose_first()
        self.show()
        self.raise_()


class Search(QObject):
    """Joins the box, the answers and the question asked off the UI thread."""

    chosen = Signal(object)  # Hit

    def __init__(
        self,
        field: SearchField,
        window: QWidget,
        jobs: Jobs,
        ask: Callable[[str], list[Hit]],
    ) -> None:
        super().__init__(field)
        self._field, self._window, self._jobs, self._ask_for = field, window, jobs, ask
        self._answers = Answers(window)
        self._came_from: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        field.textEdited.connect(self._edited)
        field.walked.connect(self._walk)
        field.taken.connect(self._take)
        field.left.connect(self._leave)
        field.installEventFilter(self)
        self._answers.list.clicked.connect(self._take)

    @Slot()
    def begin(self) -> None:
        """Ctrl+K: into the box, all of its text chosen, the answers open."""
        focus = self._window.focusWidget()
        if focus is not self._field:
            self._came_from = focus
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._answers.hide()
        return False

    @Slot()
    def _edited(self) -> None:
        self._timer.start()

    @Slot()
    def _ask(self) -> None:
        self._jobs.read(self._ask_for, done=self._show, key="search", text=self._field.text())

    @Slot(object)
    def _show(self, hits: Sequence[Hit]) -> None:
        if not self._field.hasFocus():
            return
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + theme.px(2)))
        self._answers.move(corner)
        self._answers.show_hits(
            hits, max(self._field.width(), min(theme.px(620), self._window.width()))
        )

    @Slot(int)
    def _walk(self, step: int) -> None:
        if not self._answers.isVisible():
            self._ask()
            return
        rows = self._answers.list.rows
        place = self._answers.list.currentIndex().row() + step
        way = 1 if step > 0 else -1
        place = min(max(place, 0), rows.rowCount() - 1)
        while 0 <= place < rows.rowCount() and isinstance(rows.row_at(place), Group):
            place += way
        if 0 <= place < rows.rowCount():
            self._answers.list.setCurrentIndex(rows.index(place, 0))

    @Slot()
    def _take(self) -> None:
        if self._timer.isActive():  # Enter was quicker than the question
            self._timer.stop()
            self._jobs.read(
                self._ask_for, done=self._take_first, key="search", text=self._field.text()
            )
            return
        row = self._answers.list.current()
        if row is not None and self._answers.isVisible():
            self._choose(row.data)

    @Slot(object)
    def _take_first(self, hits: Sequence[Hit]) -> None:
        if hits:
            self._choose(hits[0])
        else:
            self._show(hits)

    def _choose(self, hit: object) -> None:
        self._answers.hide()
        self._field.clear()
        self._field.clearFocus()
        self.chosen.emit(hit)

    @Slot()
    def _leave(self) -> None:
        self._answers.hide()
        self._field.clear()
        self._field.clearFocus()
        if self._came_from is not None:
            self._came_from.setFocus()
