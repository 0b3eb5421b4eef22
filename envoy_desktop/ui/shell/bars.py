"""The bar at the top (search, the two buttons) and the line at the bottom (backup, changes)."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs, Task
from envoy_desktop.ui.shell.navigation import WIDE
from envoy_desktop.ui.shell.screen import Status
from envoy_desktop.ui.shell.search_box import SearchField
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import BusyBar
from envoy_desktop.words import _

BUSY_AFTER_MS = 150


class TopBar(QWidget):
    """Name, search, and what the envoy does most: log an obstacle, write a memo."""

    quick_log_wanted = Signal()
    memo_wanted = Signal()
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(12))
        self.name = Label(_("特派服务员工作台"), "strong")
        self.name.setMinimumWidth(theme.px(WIDE - 16 - 12))
        row.addWidget(self.name)
        self.search = SearchField()
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search.setMaximumWidth(theme.px(452))
        row.addWidget(self.search, 4)
        row.addStretch(1)
        self.busy = BusyBar()
        row.addWidget(self.busy)
        self.quick_log = Button(
            _("记障碍  {keys}").format(keys="Ctrl⇧O"),
            primary=True,
            tip=_("记障碍（Ctrl+Shift+O）"),
            on=self.quick_log_wanted,
        )
        row.addWidget(self.quick_log)
        self.memo = Button(_("写专报"), tip=_("用选中的障碍起草专报或请示"), on=self.memo_wanted)
        row.addWidget(self.memo)
        self.detail = QToolButton()
        self.detail.setIcon(theme.icon("sidebar-simple"))
        self.detail.setAccessibleName(_("显示详情"))
        self.detail.setToolTip(_("显示详情（Ctrl+I）"))
        self.detail.clicked.connect(self.detail_wanted)
        row.addWidget(self.detail)
        self.detail.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Without the name, the search box shorter."""
        self.name.setVisible(not narrow)
        keys = "" if narrow else "Ctrl⇧O"
        self.quick_log.setText(_("记障碍  {keys}").format(keys=keys).strip())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))


class StatusLine(QWidget):
    """Last backup · changes not yet exported · encrypted, on this machine."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        self._row.setSpacing(theme.px(24))
        self._left: list[Label] = []
        self._right = Label("", "caption", "muted")
        self._row.addStretch(1)
        self._row.addWidget(self._right)
        self.setMinimumHeight(theme.px(28))

    def show_status(self, status: Status) -> None:
        """Show the ready texts."""
        while len(self._left) < len(status.left):
            label = Label("", "caption", "muted")
            self._row.insertWidget(len(self._left), label)
            self._left.append(label)
        for number, label in enumerate(self._left):
            text = status.left[number] if number < len(status.left) else ""
            label.setText(text)
            label.setVisible(bool(text))
        self._right.setText(status.right)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))


class BusyWatch(QWidget):
    """Shows the oldest task that has run longer than 150 ms in a busy bar, with its Cancel."""

    def __init__(self, jobs: Jobs, bar: BusyBar) -> None:
        super().__init__(bar)
        self.hide()
        self._bar = bar
        self._jobs = jobs
        self._shown: Task | None = None
        jobs.started.connect(self._started)
        jobs.finished.connect(self._finished)
        bar.cancelled.connect(self._cancel)
        self._timer = 0

    @Slot(object)
    def _started(self, task: Task) -> None:
        if not task.job.quiet and not self._timer:
            self._timer = self.startTimer(BUSY_AFTER_MS, Qt.TimerType.CoarseTimer)

    def timerEvent(self, event: object) -> None:
        self.killTimer(self._timer)
        self._timer = 0
        self._show_next()

    @Slot(object)
    def _finished(self, task: Task) -> None:
        if task is self._shown:
            self._shown = None
            self._bar.end()
            self._show_next()

    def _show_next(self) -> None:
        loud = [task for task in self._jobs.busy() if not task.job.quiet]
        if loud and self._shown is None:
            self._shown = loud[0]
            self._bar.begin(self._shown.job.title, self._shown.job.takes_progress)
            self._shown.progressed.connect(self._bar.report)

    @Slot()
    def _cancel(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
