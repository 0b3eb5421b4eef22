"""Following a duty up: reminders and their sheets, a later date, a stage, the proof that closes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import duties
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.duties import LEVELS, DutyReading
from envoy_desktop.domain.obstacles import CHANNELS
from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.ui.quick_log.files import Files
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.words import _, names

AGAIN_DAYS = 3
"""Working days after which *Today* asks again, where the person names no other day."""


def short(row: DutyRow) -> str:
    """The duty in the few words of a toast."""
    return names.short(row.text, 20)


class RemindForm(FormDialog):
    """Who was reminded and how; the level is the one that is due."""

    def __init__(
        self, context: Context, calendar: Calendar, row: DutyRow, reading: DutyReading
    ) -> None:
        super().__init__(context.window, _("催办"), row.text, save=_("记下"))
        self._context, self._row = context, row
        mark = marks(calendar)
        level = reading.reminder if reading.reminder in LEVELS else "notice"
        self.form.add("note", _("催了谁，怎么说"), TextField(required=True))
        self.form.add(
            "level",
            _("层级"),
            ChoiceField([(code, names.reminder(code)) for code in LEVELS], level),
        )
        self.form.add(
            "channel", _("方式"),
            ChoiceField([(code, names.channel(code)) for code in CHANNELS], "call"),
        )  # fmt: skip
        self.form.add(
            "on", _("日期"), DateField(now.today(), mark=mark, latest=now.today(), required=True)
        )
        self.form.add(
            "until", _("再次提醒"),
            DateField(
                calendar.add_working_days(now.today(), AGAIN_DAYS), mark=mark, ahead=True
            ),
            _("到这一天再列入今日；留空就一直列着。"),
        )  # fmt: skip

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已催办：{what}").format(what=short(self._row)), duties.remind,
            duty=self._row.id, **self.form.values(),
        )  # fmt: skip


class PostponeForm(FormDialog):
    """A later date, why, and who agreed; the first date stays."""

    def __init__(self, context: Context, calendar: Calendar, row: DutyRow) -> None:
        super().__init__(context.window, _("推迟"), row.text, save=_("推迟"))
        self._context, self._row = context, row
        mark = marks(calendar)
        due = date.fromisoformat(row.due_now)
        self.form.add(
            "to", _("新的截止日期"), DateField(mark=mark, ahead=True, required=True),
            _("现在截止 {day}；原定日期始终看得见。").format(day=names.day(due)),
        )  # fmt: skip
        self.form.add("reason", _("原因"), TextField(required=True))
        self.form.add("agreed_by", _("谁同意的"), TextField(required=True))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已延期：{what}").format(what=short(self._row)), duties.postpone,
            duty=self._row.id, **self.form.values(),
        )  # fmt: skip


class StageForm(FormDialog):
    """A stage of a duty with its own date."""

    def __init__(self, context: Context, calendar: Calendar, row: DutyRow) -> None:
        super().__init__(context.window, _("加阶段"), row.text)
        self._context, self._row = context, row
        self.form.add("text", _("这一阶段完成什么"), TextField(required=True))
        self.form.add(
            "due_on", _("完成日期"),
            DateField(
                mark=marks(calendar), ahead=True, latest=date.fromisoformat(row.due_now),
                required=True,
            ),
        )  # fmt: skip

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已加阶段：{what}").format(what=short(self._row)),
            duties.add_stage, duty=self._row.id, **self.form.values(),
        )  # fmt: skip


class WithdrawForm(FormDialog):
    """Who gave the duty has taken it back."""

    def __init__(self, context: Context, row: DutyRow) -> None:
        super().__init__(context.window, _("撤销交办"), row.text, save=_("撤销交办"))
        self._context, self._row = context, row
        self.form.add("reason", _("谁撤销的，为什么"), TextField(required=True))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已撤销：{what}").format(what=short(self._row)), duties.withdraw,
            duty=self._row.id, **self.form.values(),
        )  # fmt: skip


class CloseForm(FormDialog):
    """The proof: files, or a statement with the name behind it."""

    def __init__(self, context: Context, calendar: Calendar, row: DutyRow) -> None:
        line = row.text
        super().__init__(context.window, _("销号"), line, save=_("销号"))
        self._context, self._row = context, row
        if row.proofs:
            words = _("已附 {n} 份办结凭据，可以直接销号。").format(n=row.proofs)
        else:
            words = _("附上办结凭据，或者写明谁确认、怎么说的，两样有一样就行。")
        self.form.add("by", _("谁确认"), TextField(hint=_("姓名和职务")), words)
        self.form.add("statement", _("确认的原话"), LinesField(row.done_note, lines=2))
        self.form.add(
            "on", _("销号日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip
        self._files = Files(context.jobs, _("办结凭据拖到这里，或按 Ctrl+V 粘贴"))
        self.more.addWidget(self._files)

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已销号：{what}").format(what=short(self._row)), duties.close,
            duty=self._row.id, files=self._files.files(), **self.form.values(),
        )  # fmt: skip


def print_sheets(context: Context, wanted: Sequence[int]) -> None:
    """Write reminder sheets over these duties, one for each who owes, and record them."""
    if not wanted:
        context.messages.done(_("现在没有应催办的事项。"))
        return
    proposed = _("督办单 {day}.pdf").format(day=now.today().isoformat())
    path = ask_path(context.window, _("存督办单"), proposed, "PDF (*.pdf)", "pdf")
    if path:
        job = Job(
            _("督办单"), write_sheets,
            {"workspace": context.workspace, "wanted": tuple(wanted), "path": str(path),
             "today": now.today()},
        )  # fmt: skip
        context.jobs.run(job, done=_Told(context).written, lane="write")


class _Told:
    """Says what was written; holds no widget."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def written(self, numbers: Sequence[str]) -> None:
        self._context.messages.done(
            _("已印督办单：{numbers}").format(numbers=names.joined(numbers)), undo=True
        )


def write_sheets(workspace: Any, wanted: Sequence[int], path: str, today: date) -> list[str]:
    """Number, record and write the sheets in one step: nothing is recorded if none is written."""
    from envoy_desktop.documents import pdf, reminder_sheet

    with workspace.unit("duties.issue_sheet") as unit:
        groups = reminder_sheet.grouped(reminder_sheet.chosen(unit.reader, wanted, today))
        made = [
            reminder_sheet.Numbered(
                duties.issue_sheet(unit, duties=[entry.row.id for entry in group]), group
            )
            for group in groups
        ]
        data = pdf.write(reminder_sheet.reminder_sheets(unit.reader, made, today))
        replace_file(Path(path), data)
        return [sheet.number for sheet in made]
