"""The forms of the meeting: beginning it, a decision with its votes, statements, answers."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import meetings
from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow
from envoy_desktop.ui.ledger.codes_field import CodesField
from envoy_desktop.ui.meeting.meeting_reading import Seen
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, NumberField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _


class BeginForm(FormDialog):
    """A meeting begins, or who was there is entered."""

    def __init__(self, context: Context, seen: Seen, *, going: bool) -> None:
        title = _("会议信息") if going else _("召开协调会")
        line = "" if going else _("最紧急的事项列入议程，之后可以调整")
        super().__init__(context.window, title, line, save=_("保存") if going else _("召开"))
        self._context = context
        self._meeting = seen.meeting if going else None
        self.form.add("name", _("名称"), TextField(hint=_("不写就按年月")))
        self.form.add("place", _("地点"), TextField())
        self.form.add("chair", _("主持人"), TextField())
        self.form.add("present", _("出席"), LinesField(lines=2))
        self.form.add("absent", _("请假"), TextField())
        self.form.add("observers", _("列席"), TextField())
        if self._meeting is not None:
            row = self._meeting
            self.form.set_values({name: getattr(row, name) for name in self.form.values()})

    def submit(self) -> None:
        values = self.form.values()
        if self._meeting is None:
            self.commit(self._context.jobs, _("已召开协调会"), meetings.begin, **values)
        else:
            self.commit(
                self._context.jobs, _("已记录"), meetings.change, meeting=self._meeting.id, **values
            )


class DecideForm(FormDialog):
    """A decision: what, who leads, who helps, by when, how it was voted."""

    def __init__(
        self,
        context: Context,
        seen: Seen,
        item: ItemRow | None = None,
        replaces: DecisionRow | None = None,
    ) -> None:
        title = _("更正议定事项") if replaces else _("记录议定事项")
        line = _("原来的保留在记录里，它的督办事项撤回") if replaces else ""
        super().__init__(context.window, title, line)
        self._context, self._item, self._replaces = context, item, replaces
        self.filled = ("topic",) if item or replaces else ()
        topic = replaces.topic if replaces else item.topic if item else ""
        self.form.add("topic", _("议题"), TextField(topic, required=True))
        self.form.add(
            "text", _("议定"),
            LinesField(replaces.text if replaces else "", lines=3, required=True),
        )  # fmt: skip
        lead = replaces.lead if replaces else item.department if item else None
        self._lead = ChoiceField(
            seen.departments, lead, none=_("请选择"), search=True, required=True
        )
        self.form.add("lead", _("牵头部门"), self._lead)
        offered = [(str(id), name) for id, name in seen.departments]
        helping = replaces.cooperating_names.split("、") if replaces else []
        chosen = [code for code, name in offered if name in helping]
        self.form.add("cooperating", _("配合部门"), CodesField(offered, chosen))
        due = date.fromisoformat(replaces.due_on) if replaces else None
        self.form.add(
            "due_on", _("办结期限"),
            DateField(due, mark=marks(seen.calendar), ahead=True, required=True),
        )  # fmt: skip
        self.form.section(_("表决（没有表决可以不填）"))
        for name, label in (
            ("votes_for", _("同意")), ("votes_against", _("反对")), ("abstained", _("弃权")),
        ):  # fmt: skip
            counted = getattr(replaces, name) if replaces else None
            self.form.add(name, label, NumberField(counted, unit=_("票")))
        self.form.add("dissent", _("不同意见"), TextField(replaces.dissent if replaces else ""))

    def submit(self) -> None:
        values = self.form.values()
        chosen = [int(code) for code in str(values.pop("cooperating") or "").split(";") if code]
        self.commit(
            self._context.jobs, _("已记录议定事项"), meetings.decide,
            cooperating=chosen,
            item=self._item.id if self._item else None,
            replaces=self._replaces.id if self._replaces else None,
            project=self._replaces.project if self._replaces else None,
            **values,
        )  # fmt: skip


class StatementForm(FormDialog):
    """What the department says to an item, word for word."""

    def __init__(self, context: Context, item: ItemRow) -> None:
        super().__init__(context.window, _("部门说明"), item.topic)
        self._context, self._item = context, item
        self.form.add(
            "statement", item.department_name or _("部门"),
            LinesField(item.statement, lines=4, hint=_("照部门的原话")),
        )  # fmt: skip

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已记录部门说明"), meetings.state, item=self._item.id,
            **self.form.values(),
        )  # fmt: skip


class ItemForm(FormDialog):
    """A matter of the office's own for the agenda."""

    def __init__(self, context: Context, seen: Seen) -> None:
        super().__init__(context.window, _("增加议题"))
        self._context = context
        self.form.add("topic", _("议题"), LinesField(lines=2, required=True))
        self.form.add(
            "department", _("部门"),
            ChoiceField(seen.departments, none=_("不属于部门"), search=True),
        )  # fmt: skip
        self.form.add("statement", _("部门说明"), LinesField(lines=2))

    def submit(self) -> None:
        self.commit(self._context.jobs, _("已列入议程"), meetings.add_item, **self.form.values())


class AnswerForm(FormDialog):
    """What a department says to its figures of a time."""

    def __init__(
        self, context: Context, department: int, name: str, since: date, until: date
    ) -> None:
        super().__init__(context.window, _("{name}的答复").format(name=name),
                         _("照部门的原话，与数字一并印出"))  # fmt: skip
        self._context = context
        self._values = {"department": department, "since": since, "until": until}
        self.form.add("text", _("答复"), LinesField(lines=4, required=True))
        self.form.add("on", _("日期"), DateField(now.today(), latest=now.today(), required=True))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已记录答复"), meetings.answer,
            **self._values, **self.form.values(),
        )  # fmt: skip
