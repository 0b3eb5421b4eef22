"""The forms of an issued document: handed over, a leader's instruction, the duty it becomes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot

from envoy_desktop import now
from envoy_desktop.domain import iso
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.quick_log.files import Files
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names

ANSWER_DAYS = 10
"""Working days after which an answer is hoped for, where the person says nothing else."""


def told(what: str, memo: MemoRow) -> str:
    """An act as the toast names it."""
    return _("{what}：{name}").format(what=what, name=memo.number or names.document_kind(memo.kind))


class DeliverForm(FormDialog):
    """An issued document was handed over; by when an answer is hoped for."""

    def __init__(self, context: Context, memo: MemoRow, calendar: Calendar) -> None:
        super().__init__(context.window, _("记录送达"), f"{memo.number}　{memo.addressee}")
        self._context, self._memo = context, memo
        mark = marks(calendar)
        signed = iso.day(memo.signed_on)
        self.form.add(
            "on", _("送达日期"),
            DateField(now.today(), mark=mark, latest=now.today(), earliest=signed, required=True),
        )  # fmt: skip
        self.form.add(
            "due", _("盼复日期"),
            DateField(calendar.add_working_days(now.today(), ANSWER_DAYS), mark=mark, ahead=True),
            _("到这一天没有批示就列入今日。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import memos

        self.commit(
            self._context.jobs, told(_("已记录送达"), self._memo), memos.deliver,
            memo=self._memo.id, **self.form.values(),
        )  # fmt: skip


class InstructionForm(FormDialog):
    """A leader's instruction word for word, with its scan; it may become a duty at once."""

    def __init__(self, context: Context, memo: MemoRow, calendar: Calendar) -> None:
        line = f"{memo.number}　{memo.title}".replace("\n", "")
        super().__init__(context.window, _("录入批示"), line)
        self._context, self._memo, self._calendar = context, memo, calendar
        self.form.add("by", _("批示领导"), TextField(hint=_("姓名和职务"), required=True))
        self.form.add(
            "on", _("批示日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("text", _("批示内容"), LinesField(hint=_("逐字录入"), lines=3, required=True))
        self._files = Files(context.jobs, _("批示的扫描件拖到这里，或按 Ctrl+V 粘贴"))
        self.more.addWidget(self._files)
        self.done_with.connect(self._offer_duty)

    def submit(self) -> None:
        from envoy_desktop.casework import memos

        self.commit(
            self._context.jobs, told(_("已录入批示"), self._memo), memos.record_instruction,
            memo=self._memo.id, files=self._files.files(), **self.form.values(),
        )  # fmt: skip

    @Slot(object)
    def _offer_duty(self, instruction: int) -> None:
        ask = AskDuty(self._context, self._memo, instruction, self.form.values())
        self._context.jobs.read(
            reading.departments, done=ask.open_form, workspace=self._context.workspace
        )


class AskDuty:
    """Waits for the departments, then shows the form; holds plain values only."""

    def __init__(
        self, context: Context, memo: MemoRow, instruction: int, said: dict[str, Any]
    ) -> None:
        self._context, self._memo = context, memo
        self._instruction, self._said = instruction, said

    def open_form(self, found: tuple[Sequence[Choice], Calendar]) -> None:
        """Offer to make the instruction a duty."""
        departments, calendar = found
        DutyForm(
            self._context, self._memo, self._instruction, self._said, departments, calendar
        ).open()


class DutyForm(FormDialog):
    """An instruction in the supervision ledger: what, who, by when."""

    def __init__(
        self,
        context: Context,
        memo: MemoRow,
        instruction: int,
        said: dict[str, Any],
        departments: Sequence[Choice],
        calendar: Calendar,
    ) -> None:
        super().__init__(
            context.window, _("列入督查台账"), _("批示要有人办、有期限；不需要的话点取消。"),
            save=_("列入台账"),
        )  # fmt: skip
        self._context, self._memo, self._instruction = context, memo, instruction
        self._said = said
        self.form.add("text", _("要办的事"), LinesField(str(said["text"]), lines=3, required=True))
        offered = [(c.id, c.name) for c in departments]
        named = next((c.id for c in departments if c.name and c.name in str(said["text"])), None)
        self.form.add(
            "lead_department", _("牵头部门"),
            ChoiceField(offered, named, none=_("还没有定"), search=True),
        )  # fmt: skip
        self.form.add(
            "due_on", _("办结期限"),
            DateField(
                calendar.add_working_days(now.today(), ANSWER_DAYS), mark=marks(calendar),
                ahead=True, required=True,
            ),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import duties

        basis = _("{by}批示（{number}）").format(by=self._said["by"], number=self._memo.number)
        self.commit(
            self._context.jobs, _("已列入台账"), duties.add, source="instruction",
            source_id=self._instruction, project=self._memo.project, basis=basis,
            owed_by="", given_on=self._said["on"], **self.form.values(),
        )  # fmt: skip
