"""The dialogs of a project: the plan's difference with reasons, a promise, closing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog

from envoy_desktop import now
from envoy_desktop.casework.plans import Difference, Planned
from envoy_desktop.domain import iso
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.projects.model import STAGES
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll, SectionHeader, column, row
from envoy_desktop.words import _, names, ngettext


class PlanDialog(QDialog):
    """What generating the plan would do, each procedure with why; nothing is done before Yes."""

    generated = Signal()

    def __init__(self, context: Context, project: int, name: str, difference: Difference) -> None:
        super().__init__(context.window)
        self._context, self._project, self._name = context, project, name
        self.setWindowTitle(_("计划的变化"))
        self.resize(min(theme.px(640), context.window.width()), min(
            theme.px(600), context.window.height()))  # fmt: skip
        whole = column(self, margin=(20, 16, 20, 16), gap=8)
        whole.addWidget(Label(summary(difference), "figure", wrap=True))
        whole.addWidget(Label(name, "body", "muted", wrap=True))
        scroll = Scroll(gap=4, margin=(0, 0, 12, 8))
        whole.addWidget(scroll, 1)
        for head, planned in (
            (_("要增加的事项"), difference.added),
            (_("不再适用、尚未办理，将移除"), difference.dropped),
            (_("不再适用、但已有记录，保留由你处理"), difference.kept),
        ):
            if planned:
                scroll.body.addWidget(SectionHeader(head, len(planned)))
                show_planned(scroll, planned, reasons=planned is difference.added)
                scroll.body.addSpacing(theme.px(8))
        scroll.body.addStretch(1)
        foot = row(gap=8)
        foot.addStretch(1)
        foot.addWidget(Button(_("先不调整"), on=self.reject))
        button = Button(_("按此调整计划"), primary=True, on=self._generate)
        button.setDefault(True)
        foot.addWidget(button)
        whole.addLayout(foot)

    @Slot()
    def _generate(self) -> None:
        from envoy_desktop.casework import plans

        self._context.jobs.act(
            told(_("生成计划"), self._name), plans.generate, done=self._done,
            project=self._project,
        )  # fmt: skip
        self.accept()

    @Slot(object)
    def _done(self, _plan: Any) -> None:
        self.generated.emit()


def summary(difference: Difference) -> str:
    """增加 3 个事项，移除 1 个."""
    parts = []
    for planned, words in (
        (difference.added, _("增加 {n} 个事项")),
        (difference.dropped, _("移除 {n} 个事项")),
        (difference.kept, _("保留 {n} 个不再适用的事项")),
    ):
        if planned:
            parts.append(words.format(n=len(planned)))
    return _("，").join(parts)


def show_planned(scroll: Scroll, planned: Sequence[Planned], *, reasons: bool) -> None:
    """Procedures by stage; with `reasons` why each applies and what was taken for granted."""
    for stage in STAGES:
        inside = [p for p in planned if p.item.stage == stage]
        if inside and len(planned) > 6:
            scroll.body.addWidget(Label(names.stage(stage), "caption", "muted"))
        for p in inside:
            scroll.body.addWidget(Label(p.item.name, "body", wrap=True))
            if reasons:
                words = " ".join(
                    part for part in (names.because(p.because), names.assumed(p.assumed)) if part
                )
                scroll.body.addWidget(Label(words, "small", "muted", wrap=True))


class WhyDialog(QDialog):
    """Why each procedure of the plan applies."""

    def __init__(self, context: Context, name: str, planned: Sequence[Planned]) -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("为什么要办"))
        self.resize(min(theme.px(640), context.window.width()), min(
            theme.px(600), context.window.height()))  # fmt: skip
        whole = column(self, margin=(20, 16, 20, 16), gap=8)
        whole.addWidget(Label(_("为什么要办"), "figure"))
        words = ngettext("{name} · {n} 个事项", "{name} · {n} 个事项", len(planned))
        about = words.format(name=name, n=len(planned))
        whole.addWidget(Label(about, "body", "muted", wrap=True))
        scroll = Scroll(gap=4, margin=(0, 0, 12, 8))
        show_planned(scroll, planned, reasons=True)
        scroll.body.addStretch(1)
        whole.addWidget(scroll, 1)
        foot = row(gap=8)
        foot.addStretch(1)
        close = Button(_("关闭"), primary=True, on=self.accept)
        close.setDefault(True)
        foot.addWidget(close)
        whole.addLayout(foot)


class CommitmentForm(FormDialog):
    """A promise to the investor: the words, who gave them, by when, who does it."""

    def __init__(
        self, context: Context, project: ProjectRow, departments: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(context.window, _("新增承诺"), project.name)
        self._context, self._project = context, project
        self.form.add(
            "text", _("承诺了什么"), LinesField(hint=_("逐字记录"), lines=2, required=True)
        )
        self.form.add("basis", _("谁、在哪里承诺"), TextField(required=True))
        self.form.add(
            "given_on", _("承诺日期"),
            DateField(now.today(), latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("due_on", _("兑现期限"), DateField(ahead=True, required=True))
        self.form.add(
            "lead_department", _("牵头部门"), ChoiceField(departments, none=_("不属于部门"))
        )

    def submit(self) -> None:
        from envoy_desktop.casework import duties

        self.commit(
            self._context.jobs, told(_("新增承诺"), self._project.name), duties.add,
            source="commitment", project=self._project.id, **self.form.values(),
        )  # fmt: skip


class CloseForm(FormDialog):
    """Why a project is closed."""

    def __init__(self, context: Context, project: ProjectRow) -> None:
        super().__init__(context.window, _("结束项目"), project.name, save=_("结束项目"))
        self._context, self._project = context, project
        self.form.add(
            "reason", _("原因"), TextField(),
            _("结束后不再列入今日和各种提醒；记录都在，随时可以重新启动。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import projects

        self.commit(
            self._context.jobs, told(_("结束项目"), self._project.name), projects.close,
            project=self._project.id, reason=str(self.form.values()["reason"] or ""),
        )  # fmt: skip


class MaterialForm(FormDialog):
    """Where a paper stands, until when it is good, and a note."""

    def __init__(self, context: Context, project: int, material: Any) -> None:
        from envoy_desktop.casework.materials import STATES

        super().__init__(context.window, _("材料"), material.name)
        self._context, self._project, self._material = context, project, material
        states = [(code, names.material_state(code)) for code in STATES]
        self.form.add("state", _("状态"), ChoiceField(states, material.state))
        until = iso.day(material.expires_on)
        self.form.add("expires_on", _("有效期至"), DateField(until, ahead=True))
        self.form.add("note", _("备注"), TextField(material.note))

    def submit(self) -> None:
        from envoy_desktop.casework import materials

        self.commit(
            self._context.jobs, told(_("材料"), self._material.name), materials.set_state,
            project=self._project, material_code=self._material.code, **self.form.values(),
        )  # fmt: skip
