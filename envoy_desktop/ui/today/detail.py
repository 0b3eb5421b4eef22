"""The right panel of *Today*: the month, the clocks of the chosen line, its project's forecast."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.today.model import Day, due_marks
from envoy_desktop.ui.widgets.clock_panel import ClockPanel
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.month import Month
from envoy_desktop.ui.widgets.section import Line, Panel, column

if TYPE_CHECKING:
    from envoy_desktop.casework.outlook import Outlook
    from envoy_desktop.ui.procedures.reading import Case

PAUSE_MS = 180
"""Walking with the arrow keys asks nothing until the hand rests."""


class TodayDetail(Panel):
    """`show_day(day)`, `ask(procedure, project, name)`; `day_chosen(date)`."""

    day_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=16, gap=12)
        self.context = context
        self.month = Month(now.today())
        self.month.day_chosen.connect(self.day_chosen)
        self.body.addWidget(self.month)
        self._clock_part = QWidget()
        inner = column(self._clock_part, gap=12)
        inner.addWidget(Line())
        self.clock = ClockPanel()
        self.clock.days_wanted.connect(self._days)
        inner.addWidget(self.clock)
        self._clock_part.hide()
        self.body.addWidget(self._clock_part)
        self._forecast_part = QWidget()
        self._forecast_body = column(self._forecast_part, gap=12)
        self._forecast_part.hide()
        self.body.addWidget(self._forecast_part)
        self.body.addStretch(1)
        self._forecast: Any = None
        self._case: Case | None = None
        self._wanted: tuple[int, int, str] = (0, 0, "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def show_day(self, day: Day) -> None:
        """Take the calendar and what is due."""
        self.month.set_marks(day.today, marks(day.calendar, due_marks(day)))

    def ask(self, procedure: int | None, project: int | None, name: str) -> None:
        """Show the clocks of a procedure and the forecast of its project, after a short rest."""
        self._wanted = (procedure or 0, project or 0, name)
        self._pause.start()

    @Slot()
    def _ask(self) -> None:
        from envoy_desktop.ui.procedures import reading

        procedure, project, _name = self._wanted
        if procedure:
            self.context.jobs.read(
                reading.case, done=self._case_came, key="today-case",
                workspace=self.context.workspace, procedure=procedure, today=now.today(),
            )  # fmt: skip
        else:
            self._case_came(None)
        if project:
            self.context.jobs.read(
                _outlook, done=self._outlook_came, key="today-outlook",
                workspace=self.context.workspace, project=project, today=now.today(),
            )  # fmt: skip
        else:
            self._forecast_part.hide()

    @Slot(object)
    def _case_came(self, case: "Case | None") -> None:
        self._case = case
        self._clock_part.setVisible(case is not None)
        if case is not None:
            self.clock.show_reading(case.row.name, case.reading)

    @Slot(object)
    def _outlook_came(self, seen: "Outlook | None") -> None:
        if seen is None:
            self._forecast_part.hide()
            return
        if self._forecast is None:
            from envoy_desktop.ui.projects.forecast_panel import ForecastPanel

            self._forecast = ForecastPanel()
            self._forecast_body.addWidget(Line())
            self._forecast_body.addWidget(self._forecast)
        self._forecast.show_outlook(seen, self._wanted[2])
        self._forecast_part.show()

    @Slot()
    def _days(self) -> None:
        if self._case is not None:
            self.clock.set_days(self._case.days())


def _outlook(workspace: Any, project: int, today: date) -> "Outlook | None":
    """The project's forecast; None where a decision names a project that has not come here."""
    from envoy_desktop.ui.projects.forecast_panel import read_outlook

    try:
        return read_outlook(workspace, project, today)
    except Refusal as refused:
        if refused.rule != "unknown-id":
            raise
        return None
