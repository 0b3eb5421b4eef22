"""The small forms behind the next actions: a call, a reason to wait, a duty done."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import CHANNELS
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names


class AttemptForm(FormDialog):
    """What was tried on an obstacle or a procedure, and what was promised."""

    def __init__(
        self,
        context: Context,
        calendar: Calendar,
        title: str,
        *,
        obstacle: int | None = None,
        procedure: int | None = None,
    ) -> None:
        super().__init__(context.window, _("记协调"), title, save=_("记下"))
        self._context, self._title = context, title
        self._obstacle, self._procedure = obstacle, procedure
        mark = marks(calendar)
        self.form.add(
            "text", _("说了什么"),
            LinesField(hint=_("找了谁，怎么说的，答应了什么"), lines=2, required=True),
        )  # fmt: skip
        channels = [(code, names.channel(code)) for code in CHANNELS]
        self.form.add("channel", _("方式"), ChoiceField(channels, "call"))
        self.form.add(
            "on", _("日期"), DateField(now.today(), mark=mark, latest=now.today(), required=True)
        )
        self.form.add(
            "promised_on", _("答应的日期"),
            DateField(mark=mark, ahead=True, earliest=now.today()),
            _("填了以后，到这一天还没有答复就会提醒。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import obstacles

        self.commit(
            self._context.jobs, told(_("记协调"), self._title), obstacles.attempt,
            obstacle=self._obstacle, procedure=self._procedure, **self.form.values(),
        )  # fmt: skip


class SnoozeForm(FormDialog):
    """Sets a line of *Today* aside until a day; nothing is set aside without a reason."""

    def __init__(
        self,
        context: Context,
        calendar: Calendar,
        title: str,
        *,
        of_kind: str,
        of: int,
    ) -> None:
        super().__init__(context.window, _("暂缓提醒"), title, save=_("暂缓"))
        self._context, self._title = context, title
        self._kind, self._id = of_kind, of
        mark = marks(calendar)
        self.form.add("reason", _("原因"), TextField(required=True))
        later = calendar.add_working_days(now.today(), 3)
        self.form.add(
            "until", _("再次提醒"),
            DateField(later, mark=mark, ahead=True, required=True),
            _("到这一天再列入今日。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import obstacles

        values = self.form.values()
        until = values["until"]
        assert isinstance(until, date)
        self.commit(
            self._context.jobs, told(_("暂缓提醒"), self._title), obstacles.snooze,
            of_kind=self._kind, of=self._id, until=until, reason=str(values["reason"]),
        )  # fmt: skip


class DutyDoneForm(FormDialog):
    """Says that a duty is done, on which day and how."""

    def __init__(self, context: Context, calendar: Calendar, title: str, duty: int) -> None:
        super().__init__(context.window, _("办结督办事项"), title, save=_("办结"))
        self._context, self._title, self._duty = context, title, duty
        self.form.add(
            "on", _("办结日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("note", _("怎么办结的"), TextField())

    def submit(self) -> None:
        from envoy_desktop.casework import duties

        self.commit(
            self._context.jobs, told(_("办结督办事项"), self._title), duties.done,
            duty=self._duty, **self.form.values(),
        )  # fmt: skip


__all__ = ["AttemptForm", "DutyDoneForm", "SnoozeForm"]
