"""A date as people type it, with its weekday and whether it works, and a month to choose from."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.dates import read_date, weekday
from envoy_desktop.ui.widgets.fields import Field
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.month import DayMark, Month, plain_week
from envoy_desktop.words import _


class _Line(QLineEdit):
    """Up and Down walk by days, Alt+Down opens the month; leaving it writes the date out."""

    def __init__(self, owner: "DateField") -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self._owner.open_month()
            else:
                self._owner.step(1 if event.key() == Qt.Key.Key_Up else -1)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.write_out()


class DateField(Field):
    """`DateField(value)`: 3.12, 2026-3-12, 12, 昨天, -1. `ahead`: a bare day means the next one."""

    def __init__(
        self,
        value: date | None = None,
        *,
        mark: Callable[[date], DayMark] = plain_week,
        ahead: bool = False,
        latest: date | None = None,
        earliest: date | None = None,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self._mark, self._ahead = mark, ahead
        self._latest, self._earliest = latest, earliest
        row = QHBoxLayout()
        row.setSpacing(theme.px(4))
        self.line = _Line(self)
        self.line.setPlaceholderText(_("例如 3.12 或 昨天"))
        self.line.setFixedWidth(theme.em(10))
        row.addWidget(self.line)
        self._button = QToolButton()
        self._button.setIcon(theme.icon("calendar-blank"))
        self._button.setAccessibleName(_("打开月历"))
        self._button.setToolTip(_("打开月历（Alt+↓）"))
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.open_month)
        row.addWidget(self._button)
        self._hint = Label("", "caption", "muted")
        row.addWidget(self._hint)
        row.addStretch(1)
        self.line.textChanged.connect(self._typed)
        self._set_up(row)
        self._popup: QFrame | None = None
        self.set_value(value)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> date | None:
        return read_date(self.line.text(), now.today(), ahead=self._ahead)

    def set_value(self, value: Any) -> None:
        self.line.setText(value.isoformat() if value is not None else "")

    def set_marks(self, mark: Callable[[date], DayMark]) -> None:
        """Take another table of working days."""
        self._mark = mark
        self._say()

    def problem(self) -> str:
        if not self.line.text().strip():
            return super().problem()
        on = self.value()
        if on is None:
            return _("看不懂这个日期；可以写 3.12、2026-3-12、昨天")
        if self._latest is not None and on > self._latest:
            return _("不能晚于 {date}").format(date=self._latest.isoformat())
        if self._earliest is not None and on < self._earliest:
            return _("不能早于 {date}").format(date=self._earliest.isoformat())
        return ""

    def step(self, days: int) -> None:
        """Move by days; from nothing to today."""
        on = self.value()
        try:
            next_day = date.fromordinal(on.toordinal() + days) if on else now.today()
        except (ValueError, OverflowError):
            return
        self.set_value(next_day)

    def write_out(self) -> None:
        """Write what was typed as a whole date."""
        on = self.value()
        if on is not None and self.line.text() != on.isoformat():
            self.set_value(on)

    @Slot()
    def open_month(self) -> None:
        """Show the month under the field."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setObjectName("popup")
        column = QVBoxLayout(popup)
        column.setContentsMargins(*[theme.px(12)] * 4)
        month = Month(now.today(), self._mark)
        month.set_current(self.value() or now.today())
        month.day_chosen.connect(self._chosen)
        column.addWidget(month)
        self._popup = popup
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + theme.px(2))))
        popup.show()
        month.setFocus()

    @Slot(object)
    def _chosen(self, on: date) -> None:
        self.set_value(on)
        # arrow keys walk on, a click or Enter has chosen
        if self._popup is not None:
            self._popup.close()
            self._popup = None

    @Slot()
    def _typed(self) -> None:
        self._say()
        self._was_changed()

    def _say(self) -> None:
        on = self.value()
        if on is None:
            self._hint.setText("")
            return
        mark = self._mark(on)
        state = _("工作日") if mark.working else _("非工作日")
        if mark.swapped:
            state = _("调休上班")
        elif mark.holiday:
            state = _("放假")
        whole = on.isoformat() if self.line.text() != on.isoformat() else ""
        tone = "muted" if mark.working else "yellow_word"
        self._hint.set_tone(tone)
        self._hint.setText(_(" · ").join(part for part in (whole, weekday(on), state) if part))
