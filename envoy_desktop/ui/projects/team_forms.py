"""Forms of a project's people and plan: members, milestones, the mandate, the handover, notes."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot

from envoy_desktop import now
from envoy_desktop.casework import mandates, notes, teams
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.store.queries.teams import MemberRow
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField, YesNoField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.words import _, names

REACHED, SLIPPED = "reached", "slipped"


class MilestoneForm(FormDialog):
    """A milestone whose day has come: reached, or moved to a later day for a reason."""

    def __init__(self, context: Context, calendar: Calendar, milestone: int, name: str) -> None:
        super().__init__(context.window, _("里程碑"), name, save=_("记下"))
        self._context, self._milestone, self._name = context, milestone, name
        mark = marks(calendar)
        self.form.add(
            "what", _("怎么样了"),
            ChoiceField([(REACHED, _("已实现")), (SLIPPED, _("要推迟"))], REACHED),
        )  # fmt: skip
        self.form.add(
            "on", _("实现日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("to", _("推迟到"), DateField(mark=mark, ahead=True, required=True))
        self.form.add("reason", _("原因"), TextField(required=True))
        self.form.add(
            "charged_party", _("计入哪一方"),
            ChoiceField(
                [(p, names.party(p) if p != "nobody" else _("不计责任"))
                 for p in teams.SLIP_PARTIES],
                "department",
            ),
        )  # fmt: skip
        self.form.changed.connect(self._turn)
        self._turn("what")

    @Slot(str)
    def _turn(self, name: str) -> None:
        if name == "what":
            slipped = self.form.fields["what"].value() == SLIPPED
            self.form.show_row("on", not slipped)
            for row in ("to", "reason", "charged_party"):
                self.form.show_row(row, slipped)

    def submit(self) -> None:
        values = self.form.values()
        if values["what"] == REACHED:
            self.commit(
                self._context.jobs, _("里程碑已实现：{name}").format(name=self._name),
                teams.reach, milestone=self._milestone, on=values["on"],
            )  # fmt: skip
        else:
            self.commit(
                self._context.jobs, _("里程碑已推迟：{name}").format(name=self._name),
                teams.slip, milestone=self._milestone, to=values["to"],
                reason=values["reason"], charged_party=values["charged_party"],
            )  # fmt: skip


class NewMilestoneForm(FormDialog):
    """A milestone of the plan."""

    def __init__(self, context: Context, calendar: Calendar, project: ProjectRow) -> None:
        super().__init__(context.window, _("新增里程碑"), project.name)
        self._context, self._project = context, project
        self.form.add("name", _("要达到什么"), TextField(hint=_("例如：取得土地证"), required=True))
        self.form.add(
            "due_on", _("商定的日期"), DateField(mark=marks(calendar), ahead=True, required=True)
        )

    def submit(self) -> None:
        values = self.form.values()
        self.commit(
            self._context.jobs, _("已新增里程碑：{name}").format(name=values["name"]),
            teams.add_milestone, project=self._project.id, **values,
        )  # fmt: skip


class MemberForm(FormDialog):
    """One of the working group."""

    def __init__(
        self, context: Context, project: ProjectRow, member: MemberRow | None = None
    ) -> None:
        title = _("新增成员") if member is None else _("修改成员")
        super().__init__(context.window, title, project.working_group or project.name)
        self._context, self._project, self._member = context, project, member
        held = member or MemberRow(0, "", "member", "", "")
        self.form.add("name", _("姓名"), TextField(held.name, required=True))
        self.form.add(
            "role", _("角色"), ChoiceField([(r, names.role(r)) for r in teams.ROLES], held.role)
        )
        self.form.add("of_unit", _("单位"), TextField(held.unit))
        self.form.add("phone", _("电话"), TextField(held.phone))

    def submit(self) -> None:
        values = self.form.values()
        name = str(values["name"])
        if self._member is None:
            self.commit(
                self._context.jobs, _("已新增成员：{name}").format(name=name), teams.add_member,
                project=self._project.id, **values,
            )  # fmt: skip
        else:
            values["unit"] = values.pop("of_unit")
            self.commit(
                self._context.jobs, _("已修改成员：{name}").format(name=name),
                teams.change_member, member=self._member.id, **values,
            )  # fmt: skip


class MandateForm(FormDialog):
    """A signed mandate: by whom, from when to when, for what."""

    def __init__(
        self, context: Context, calendar: Calendar, project: ProjectRow, codes: tuple[str, ...]
    ) -> None:
        super().__init__(context.window, _("登记代办委托书"), project.name, save=_("登记"))
        self._context, self._project, self._codes = context, project, set(codes)
        mark = marks(calendar)
        self.form.add("signatory", _("投资方签字人"), TextField(required=True))
        self.form.add(
            "signed_on", _("签署日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add(
            "until", _("有效期至"), DateField(mark=mark, ahead=True), _("留空就是办完为止。")
        )
        self.form.add("scope", _("委托范围"), LinesField(hint=_("照委托书原文"), lines=2))
        self.form.add(
            "scope_items", _("限于事项"), TextField(hint=_("事项代码，用分号隔开")),
            _("留空就是本项目的全部事项；不在范围里的会提醒。"),
        )  # fmt: skip

    def submit(self) -> None:
        values = self.form.values()
        text = str(values["scope_items"] or "").replace("；", ";")
        values["scope_items"] = tuple(code.strip() for code in text.split(";") if code.strip())
        self.commit(
            self._context.jobs, _("已登记代办委托书：{name}").format(name=self._project.name),
            mandates.add, project=self._project.id, **values,
        )  # fmt: skip


class RenewForm(FormDialog):
    """The same mandate for a longer time."""

    def __init__(
        self, context: Context, calendar: Calendar, mandate: int, project: int | None, name: str
    ) -> None:
        super().__init__(context.window, _("续签代办委托书"), name, save=_("续签"))
        self._context, self._mandate, self._project = context, mandate, project
        self._name = name
        mark = marks(calendar)
        self.form.add(
            "signed_on", _("签署日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        later = date(now.today().year + 1, now.today().month, min(now.today().day, 28))
        self.form.add(
            "until", _("新的有效期至"), DateField(later, mark=mark, ahead=True, required=True)
        )
        self.form.add("signatory", _("签字人"), TextField(hint=_("留空就同上一份")))

    def submit(self) -> None:
        words = _("已续签代办委托书：{name}").format(name=self._name)
        values = self.form.values()
        if self._mandate == self._project:  # the bare term of a file of the first version
            self.commit(self._context.jobs, words, mandates.add, project=self._project, **values)
        else:
            self.commit(self._context.jobs, words, mandates.renew, mandate=self._mandate, **values)


class EndMandateForm(FormDialog):
    """The investor takes the mandate back, or it is fulfilled."""

    def __init__(self, context: Context, mandate: int, name: str) -> None:
        super().__init__(context.window, _("终止委托"), name, save=_("终止委托"))
        self._context, self._mandate, self._name = context, mandate, name
        self.form.add("reason", _("原因"), TextField(required=True))
        self.form.add("on", _("日期"), DateField(now.today(), latest=now.today(), required=True))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("委托已终止：{name}").format(name=self._name), mandates.end,
            mandate=self._mandate, **self.form.values(),
        )  # fmt: skip


class HandoverForm(FormDialog):
    """Another envoy takes the project over; the sheet is printed with it."""

    def __init__(self, context: Context, project: ProjectRow) -> None:
        super().__init__(
            context.window, _("移交项目"),
            _("{name}。办件、障碍、台账、公文都随项目过去，谁录入的仍看得见。").format(
                name=project.name
            ),
            save=_("移交"),
        )  # fmt: skip
        self._context, self._project = context, project
        self.form.add("to", _("接手的特派服务员"), TextField(required=True))
        self.form.add("note", _("要交代的话"), LinesField(lines=2))
        self.form.add("sheet", _("印移交单"), YesNoField(True))
        self.done_with.connect(self._print)

    def submit(self) -> None:
        values = self.form.values()
        values.pop("sheet")
        self.commit(
            self._context.jobs, _("已移交：{name}").format(name=self._project.name),
            teams.hand_over, project=self._project.id, **values,
        )  # fmt: skip

    @Slot(object)
    def _print(self, _handover: object) -> None:
        if self.form.values()["sheet"]:
            print_handover(self._context, self._project)


def print_handover(context: Context, project: ProjectRow) -> None:
    """Write the handover sheet where the person says."""
    proposed = _("移交单 {name}.pdf").format(name=project.name)
    path = ask_path(context.window, _("存移交单"), proposed, "PDF (*.pdf)", "pdf")
    if path:
        job = Job(
            _("移交单"), write_handover,
            {"workspace": context.workspace, "project": project.id, "path": str(path),
             "today": now.today()},
        )  # fmt: skip
        context.jobs.run(job, done=_Told(context).written)


class _Told:
    """Says what was written; holds no widget."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def written(self, path: str) -> None:
        self._context.messages.done(_("已另存：{path}").format(path=path))


def write_handover(workspace: Any, project: int, path: str, today: date) -> str:
    """Write the handover sheet to a path; gives the path."""
    from envoy_desktop.documents import pdf
    from envoy_desktop.documents.handover_sheet import handover_sheet

    with workspace.read() as reader:
        data = pdf.write(handover_sheet(reader, project, today))
    replace_file(Path(path), data)
    return path


class NoteForm(FormDialog):
    """A note; a private one goes into no package."""

    def __init__(self, context: Context, of_kind: str, of: int, title: str) -> None:
        super().__init__(context.window, _("记笔记"), title)
        self._context, self._kind, self._of = context, of_kind, of
        self.form.add("text", _("内容"), LinesField(lines=3, required=True))
        self.form.add("private", _("不外传"), YesNoField(False), _("不写入同步包。"))

    def submit(self) -> None:
        values = self.form.values()
        self.commit(
            self._context.jobs, _("已记笔记"), notes.add, of_kind=self._kind, of=self._of,
            text=values["text"], private=bool(values["private"]),
        )  # fmt: skip
