"""The forms of the ledger: a duty entered or changed, and a duty done."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import duties
from envoy_desktop.domain.duties import SOURCES
from envoy_desktop.ui.ledger.codes_field import CodesField
from envoy_desktop.ui.ledger.model import Duty, Ledger
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names

OFFERED = ("list_task", "assignment", "decision", "instruction", "commitment", "proposal")


class DutyForm(FormDialog):
    """A new duty, or one that was entered before."""

    def __init__(self, context: Context, ledger: Ledger, duty: Duty | None = None) -> None:
        title = _("新增督办事项") if duty is None else _("修改督办事项")
        super().__init__(context.window, title)
        self._context, self._duty = context, duty
        mark = marks(ledger.calendar)
        self.form.add(
            "text", _("要办的事"),
            LinesField(hint=_("批示、议定事项和承诺照原话"), lines=2, required=True),
        )  # fmt: skip
        sources = [*OFFERED]
        if duty is not None and duty.row.source not in sources:
            sources.append(duty.row.source)
        self.form.add(
            "source", _("来源"),
            ChoiceField([(s, names.duty_source(s)) for s in sources if s in SOURCES], "list_task"),
        )  # fmt: skip
        self.form.add("basis", _("出处"), TextField(hint=_("哪份文件、哪次会议、谁的批示")))
        self.form.add(
            "given_on", _("交办日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("due_on", _("截止日期"), DateField(mark=mark, ahead=True, required=True))
        self.form.add(
            "lead_department", _("牵头部门"),
            ChoiceField(
                [(c.id, c.name) for c in ledger.departments], none=_("不属于部门"), search=True
            ),
        )  # fmt: skip
        held = duty.row.cooperating_departments.split(";") if duty is not None else ()
        self._with = CodesField(ledger.codes, [code for code in held if code])
        self.form.add("cooperating_departments", _("配合部门"), self._with)
        self.form.add("owed_by", _("责任人"), TextField(hint=_("名单里没有的单位或个人")))
        self.form.add(
            "project", _("项目"),
            ChoiceField(
                [(c.id, c.name) for c in ledger.projects], none=_("不属于项目"), search=True
            ),
        )  # fmt: skip
        if duty is not None:
            self._show(duty)

    def _show(self, duty: Duty) -> None:
        row = duty.row
        self.form.set_values(
            {
                "text": row.text,
                "source": row.source,
                "basis": row.basis,
                "given_on": date.fromisoformat(row.given_on or row.due_on),
                "due_on": date.fromisoformat(row.due_on),
                "lead_department": row.lead_department,
                "owed_by": row.owed_by,
                "project": row.project,
            }
        )

    def submit(self) -> None:
        values = self.form.values()
        if self._duty is None:
            self.commit(
                self._context.jobs, _("已登记：{what}").format(what=str(values["text"])[:20]),
                duties.add, **values,
            )  # fmt: skip
        else:
            self.commit(
                self._context.jobs, _("已修改：{what}").format(what=str(values["text"])[:20]),
                duties.change, duty=self._duty.row.id, **values,
            )  # fmt: skip


class DoneForm(FormDialog):
    """On which day a duty was done, and how."""

    def __init__(self, context: Context, ledger: Ledger, duty: Duty) -> None:
        super().__init__(context.window, _("办结督办事项"), duty.row.text, save=_("办结"))
        self._context, self._duty = context, duty
        self.form.add(
            "on", _("办结日期"),
            DateField(
                now.today(), mark=marks(ledger.calendar), latest=now.today(), required=True
            ),
        )  # fmt: skip
        self.form.add("note", _("怎么办结的"), TextField(hint=_("可以不填")))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已办结：{what}").format(what=self._duty.row.text[:20]),
            duties.done, duty=self._duty.row.id, **self.form.values(),
        )  # fmt: skip
