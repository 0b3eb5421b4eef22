"""The line under an obstacle: how, what was said, what was promised for when; Enter records it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from envoy_desktop import now
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import CHANNELS
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, names


class AttemptLine(QWidget):
    """Emits `recorded(values)`; `clear()` when it was kept."""

    recorded = Signal(dict)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=6)
        first = row(gap=8)
        channels = [(code, names.channel(code)) for code in CHANNELS]
        self.channel = ChoiceField(channels, "call")
        self.channel.input().setAccessibleName(_("方式"))
        first.addWidget(self.channel)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("找了谁，怎么说的，答应了什么"))
        self.text.setAccessibleName(_("记一次协调"))
        self.text.textChanged.connect(self._typed)
        first.addWidget(self.text, 1)
        whole.addLayout(first)
        second = row(gap=8)
        words = Label(_("答应的日期"), "body", "muted")
        second.addWidget(words)
        self.promised = DateField(ahead=True)
        words.setBuddy(self.promised.input())
        self.promised.input().setAccessibleName(_("答应的日期"))
        second.addWidget(self.promised, 1)
        self._save = Button(_("记下"), on=self.record, tip=_("记下（回车）"))
        second.addWidget(self._save)
        whole.addLayout(second)
        self.text.returnPressed.connect(self.record)
        self.promised.line.returnPressed.connect(self.record)
        self.setMinimumWidth(theme.px(300))

    def set_calendar(self, calendar: Calendar) -> None:
        """Mark the city's holidays in the month."""
        self.promised.set_marks(marks(calendar))

    def clear(self) -> None:
        """It was recorded: ready for the next."""
        self.text.clear()
        self.promised.set_value(None)

    @Slot()
    def record(self) -> None:
        """Tell what was tried, when there is a text and the date can be read."""
        text = self.text.text().strip()
        if not text:
            self.text.setFocus()
            return
        if not self.promised.check():
            self.promised.setFocus()
            return
        self.recorded.emit(
            {
                "text": text,
                "channel": self.channel.value(),
                "on": now.today(),
                "promised_on": self.promised.value(),
            }
        )

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.typed.emit(text)
