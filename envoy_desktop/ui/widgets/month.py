"""A month with working, swapped and free days, and dots where something falls due."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QToolTip, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.dates import day_words, weekday
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import lamp_word
from envoy_desktop.words import _, days

CELL_WIDTH, CELL_HEIGHT = 33, 29


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day: works or not, against the weekday's habit (`swapped`: 班, `holiday`: 休), what is
    due on it as lamps, and words for its tip."""

    working: bool
    swapped: bool = False
    holiday: bool = False
    due: tuple[str, ...] = ()
    words: str = ""


def plain_week(on: date) -> DayMark:
    """Monday to Friday work: where no table is at hand."""
    return DayMark(on.weekday() < 5)


class _Grid(QWidget):
    chosen = Signal(object)  # date
    turned = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("月历"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.today = date(2000, 1, 1)
        self.first = date(2000, 1, 1)
        self.current: date | None = None
        self.mark: Callable[[date], DayMark] = plain_week
        self._small = theme.font("small")
        self._body = theme.font("caption")
        self._bold = theme.font("caption-strong")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(CELL_WIDTH) * 7, theme.px(CELL_HEIGHT) * (1 + self._weeks()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(CELL_WIDTH - 5) * 7, self.sizeHint().height())

    def _weeks(self) -> int:
        days = monthrange(self.first.year, self.first.month)[1]
        return (self.first.weekday() + days + 6) // 7

    def _cell(self, on: date) -> QRect:
        place = self.first.weekday() + (on - self.first).days
        width = self.width() / 7
        height = theme.px(CELL_HEIGHT)
        left = round(place % 7 * width)
        return QRect(left, (place // 7 + 1) * height, round(width), height)

    def day_at(self, point: QPoint) -> date | None:
        """The day under `point`."""
        line = point.y() // theme.px(CELL_HEIGHT) - 1
        column = int(point.x() // (self.width() / 7))
        number = line * 7 + column - self.first.weekday()
        if line < 0 or not 0 <= number < monthrange(self.first.year, self.first.month)[1]:
            return None
        return self.first + timedelta(days=number)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._body)
        painter.setPen(theme.colour("muted"))
        heads = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
        width, height = self.width() / 7, theme.px(CELL_HEIGHT)
        for number, text in enumerate(heads):
            box = QRectF(number * width, 0, width, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        for number in range(monthrange(self.first.year, self.first.month)[1]):
            self._paint_day(painter, self.first + timedelta(days=number))

    def _paint_day(self, painter: QPainter, on: date) -> None:
        box, mark = self._cell(on), self.mark(on)
        today = on == self.today
        radius = theme.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        if today:
            painter.setBrush(theme.colour("button"))
            painter.drawRoundedRect(box, radius, radius)
        if on == self.current and (self.hasFocus() or not today):
            painter.setBrush(Qt.BrushStyle.NoBrush if today else theme.colour("selection"))
            painter.setPen(theme.colour("ink" if self.hasFocus() else "selection"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        painter.setFont(self._bold if today else self._body)
        tone = "button_ink" if today else "ink" if mark.working else "faint"
        painter.setPen(theme.colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(on.day))
        if mark.swapped or mark.holiday:
            painter.setFont(self._small)
            painter.setPen(theme.colour("button_ink" if today else "muted"))
            corner = box.adjusted(0, -theme.px(1), -theme.px(1), 0)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(corner, flags, _("班") if mark.swapped else _("休"))
        for number, lamp in enumerate(mark.due[:3]):
            side = theme.px(4.5)
            shift = (number - (min(len(mark.due), 3) - 1) / 2) * theme.px(7)
            centre = box.center().x() + 1 + shift
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("button_ink" if today else lamp))
            painter.drawEllipse(QRectF(centre - side / 2, box.bottom() - side - 1, side, side))

    def words(self, on: date) -> str:
        """The day in words, for tip and screen reader."""
        mark = self.mark(on)
        state = _("工作日") if mark.working else _("非工作日")
        if mark.swapped:
            state = _("调休上班")
        elif mark.holiday:
            state = _("放假")
        due = _("、").join(lamp_word(lamp) for lamp in mark.due)
        parts = (f"{day_words(on)} {weekday(on)}", state, mark.words or due)
        return _("，").join(part for part in parts if part)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            on = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), self.words(on) if on else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        on = self.day_at(event.position().toPoint())
        if on is not None:
            self.walk(on)
            self.chosen.emit(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        if event.key() in steps:
            self.walk((self.current or self.today) + timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def walk(self, on: date) -> None:
        """Make `on` current, turning to its month."""
        self.current = on
        if (on.year, on.month) != (self.first.year, self.first.month):
            months = (on.year - self.first.year) * 12 + on.month - self.first.month
            self.turned.emit(months)
        self.setAccessibleDescription(self.words(on))
        self.update()


class Month(QWidget):
    """`Month(today, mark)`: `mark(date) -> DayMark` is asked while painting: it only looks up."""

    day_chosen = Signal(object)  # date
    month_shown = Signal(int, int)

    def __init__(
        self,
        today: date,
        mark: Callable[[date], DayMark] = plain_week,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(0)
        self._title = Label("", "strong")
        head.addWidget(self._title)
        head.addStretch(1)
        self._before = self._turner("caret-left", _("上个月"))
        self._after = self._turner("caret-right", _("下个月"))
        head.addWidget(self._before)
        head.addWidget(self._after)
        column.addLayout(head)
        self._grid = _Grid(self)
        column.addWidget(self._grid)
        self._before.clicked.connect(self.show_previous)
        self._after.clicked.connect(self.show_next)
        self._grid.turned.connect(self._turn)
        self._grid.chosen.connect(self._chosen)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self._grid)
        self._grid.today = today
        self._grid.mark = mark
        self.show_month(today.year, today.month)

    def set_marks(self, today: date, mark: Callable[[date], DayMark]) -> None:
        """Take other days: a new table, other due dates, midnight."""
        self._grid.today, self._grid.mark = today, mark
        self._grid.update()

    def set_current(self, on: date) -> None:
        """Mark `on` and show its month."""
        self._grid.current = on
        self.show_month(on.year, on.month)

    def show_month(self, year: int, month: int) -> None:
        """Show another month."""
        self._grid.first = date(year, month, 1)
        self._title.setText(days.month(self._grid.first))
        self._grid.updateGeometry()
        self._grid.update()
        self.month_shown.emit(year, month)

    @Slot()
    def show_previous(self) -> None:
        """A month back."""
        self._turn(-1)

    @Slot()
    def show_next(self) -> None:
        """A month on."""
        self._turn(1)

    @Slot(int)
    def _turn(self, months: int) -> None:
        number = self._grid.first.year * 12 + self._grid.first.month - 1 + months
        self.show_month(number // 12, number % 12 + 1)

    @Slot(object)
    def _chosen(self, on: date) -> None:
        self.day_chosen.emit(on)

    def _turner(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon))
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button


__all__ = ["DayMark", "Month", "plain_week"]
