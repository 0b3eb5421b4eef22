"""The clock panel: whose days they are, the three limits with their lamps, and why this date."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from envoy_desktop.domain.clock_values import (
    ClockName,
    ClockReading,
    DayNote,
    LimitKind,
    Party,
    Reading,
    State,
)
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.dates import day_words, weekday
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.section import column
from envoy_desktop.ui.widgets.stacked_bar import StackedBar, party_name
from envoy_desktop.words import _, course, days, ngettext

ORDER = (LimitKind.PROMISED, LimitKind.STATUTORY, LimitKind.PLAN)


def limit_name(kind: LimitKind) -> str:
    """承诺时限, 法定时限 or 计划时限."""
    return {
        LimitKind.STATUTORY: _("法定时限"),
        LimitKind.PROMISED: _("承诺时限"),
        LimitKind.PLAN: _("计划时限"),
    }[kind]


def clock_name(clock: ClockName) -> str:
    """受理, 决定 or 送达."""
    return {
        ClockName.ACCEPTANCE: _("受理"),
        ClockName.DECISION: _("决定"),
        ClockName.DELIVERY: _("送达"),
    }[clock]


def length_words(clock: ClockReading) -> str:
    """20 个工作日, or 30 日 where the limit is in calendar days."""
    if clock.unit == "working_day":
        return days.days(clock.limit)
    return days.days(clock.limit, "calendar_day")


def lamp_words(clock: ClockReading, today: date) -> str:
    """逾期 7 日, 剩 3 日, 今日到期, 或 用 8 日."""
    over = clock.used - clock.limit
    if clock.ended is not None:
        if over > 0:
            return ngettext("逾期 {n} 日办结", "逾期 {n} 日办结", over).format(n=over)
        return ngettext("用 {n} 日", "用 {n} 日", clock.used).format(n=clock.used)
    if over > 0:
        return ngettext("逾期 {n} 日", "逾期 {n} 日", over).format(n=over)
    if clock.deadline is not None and clock.deadline == today:
        return _("今日到期")
    return ngettext("剩 {n} 日", "剩 {n} 日", -over).format(n=-over)


def running(reading: Reading) -> ClockName | None:
    """The clock that runs now, else the last that ran."""
    names = [ClockName.ACCEPTANCE, ClockName.DECISION, ClockName.DELIVERY]
    open_ = [n for n in names for c in reading.clocks if c.clock is n and c.ended is None]
    if open_:
        return open_[0]
    ran = {c.clock for c in reading.clocks}
    if ClockName.DECISION in ran:
        return ClockName.DECISION
    return next((n for n in reversed(names) if n in ran), None)


class _Limit(QWidget):
    """One limit: its length, its lamp in words, its deadline with weekday and marks."""

    def __init__(self, clock: ClockReading, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(6))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        name = f"{limit_name(clock.limit_kind)} {length_words(clock)}"
        grid.addWidget(Label(name, "caption", "muted", wrap=True), 0, 0)
        grid.addWidget(
            Lamp(str(clock.lamp), lamp_words(clock, today), "caption-strong"),
            0, 1, Qt.AlignmentFlag.AlignRight,
        )  # fmt: skip
        line = deadline_words(clock, today)
        if line:
            grid.addWidget(Label(line, "small", "muted", wrap=True), 1, 0, 1, 2)


def deadline_words(clock: ClockReading, today: date) -> str:
    """截止 11月26日 周四，暂定 …: the day, and what makes it uncertain."""
    parts = []
    if clock.ended is not None:
        parts.append(_("{date}办结").format(date=day_words(clock.ended, today)))
    elif clock.deadline is not None:
        day = _day(clock.deadline, today)
        parts.append(_("截止 {day}").format(day=day))
    else:
        parts.append(_("截止日未定（计时停止中）"))
    if clock.provisional:
        parts.append(_("暂定：放假安排未公布"))
    if clock.disputed:
        parts.append(_("有争议：按自然日逾期，按工作日未逾期"))
    return _("，").join(parts)


class ClockPanel(QWidget):
    """`show_reading(title, reading)`; pressing 为什么是这一天 emits `days_wanted` once, then
    `set_days(notes)` fills the table."""

    days_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column(self, gap=6)
        self._title = Label("", "strong", wrap=True)
        self._line = Label("", "body", "muted", wrap=True)
        self._bar = StackedBar()
        for part in (self._title, self._line, self._bar):
            self._column.addWidget(part)
        self._limits_holder = QWidget()
        self._limits = column(self._limits_holder, gap=4)
        self._column.addWidget(self._limits_holder)
        self._why = Button("", link=True, on=self._open_days)
        self._column.addWidget(self._why, 0, Qt.AlignmentFlag.AlignLeft)
        self._days = QWidget()
        self._grid = QGridLayout(self._days)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnStretch(2, 1)
        self._column.addWidget(self._days)
        self._days.hide()
        self._notes: Sequence[DayNote] = ()
        self._today = date(2000, 1, 1)
        self._name_button()

    def show_reading(self, title: str, reading: Reading, *, line: str = "") -> None:
        """Show what the facts of a procedure say; `line` replaces the dates under the title."""
        self._today = reading.as_of
        self._title.setText(title)
        self._line.setText(line or _dates(reading))
        self._bar.set_days(asdict(reading.charged))
        self._bar.setVisible(reading.charged.total > 0)
        while (item := self._limits.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        name = running(reading)
        if name is not None and len({c.clock for c in reading.clocks}) > 1:
            head = _("{clock}时限").format(clock=clock_name(name))
            self._limits.addWidget(Label(head, "caption-strong", "muted"))
        for kind in ORDER:
            clock = reading.clock(name, kind) if name is not None else None
            if clock is not None:
                self._limits.addWidget(_Limit(clock, reading.as_of, self._limits_holder))
        self._why.setVisible(name is not None)
        self._days.hide()
        self._notes = ()
        self._name_button()

    def set_days(self, notes: Sequence[DayNote]) -> None:
        """The day-by-day table."""
        self._notes = notes
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for line, note in enumerate(notes):
            tone = "ink" if note.counted_for else "muted"
            number = "" if note.number is None else str(note.number)
            day = _day(note.date, self._today)
            party = "" if note.holder is Party.NOBODY else party_name(str(note.holder))
            why = f"{party} {course.day_reason(note)}".strip()
            for place, text in enumerate((number, day, why)):
                label = Label(text, "small", tone, wrap=place == 2)
                flags = Qt.AlignmentFlag.AlignTop
                if place == 0:
                    flags |= Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(label, line, place, flags)
        self._days.setVisible(bool(notes))
        self._name_button()

    @Slot()
    def _open_days(self) -> None:
        if not self._notes:
            self.days_wanted.emit()
            return
        self._days.setVisible(not self._days.isVisible())
        self._name_button()

    def _name_button(self) -> None:
        opened = not self._days.isHidden()
        self._why.setText(_("收起逐日说明") if opened else _("为什么是这一天"))
        self._why.setIcon(theme.icon("caret-down" if opened else "caret-right", "accent"))


def _day(on: date, today: date) -> str:
    return _("{day} {weekday}").format(day=day_words(on, today), weekday=weekday(on))


def _dates(reading: Reading) -> str:
    if reading.state is State.PLANNED or reading.filed is None:
        return _("尚未申报")
    today = reading.as_of
    parts = [_("{date}申报").format(date=day_words(reading.filed, today))]
    if reading.accepted is not None:
        words = _("{date}视为受理") if reading.deemed_accepted else _("{date}受理")
        parts.append(words.format(date=day_words(reading.accepted, today)))
    if reading.decided is not None:
        parts.append(_("{date}作出决定").format(date=day_words(reading.decided, today)))
    return " · ".join(parts)
