"""联审联批: a project's joint reviews, each member's word, the one decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from envoy_desktop import now
from envoy_desktop.casework import joint as acts
from envoy_desktop.casework.joint import Group as Possible
from envoy_desktop.casework.joint import JointReading
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.joint import CONCLUSIONS, OPINIONS, MemberReading
from envoy_desktop.store.queries import reference
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.projects.tabs import ListTab
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, YesNoField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.words import _, names, ngettext

LAMPS = {
    "agree": "green", "agree_if": "yellow", "object": "red", "overdue": "red",
    "waiting": "", "silent_consent": "yellow",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class JointPage:
    """The joint reviews of a project, and the groups that could be convened."""

    readings: tuple[JointReading, ...]
    groups: tuple[Possible, ...]
    calendar: Calendar
    today: date


def read_joint(workspace: Any, project: int, today: date) -> JointPage:
    """Read a project's joint reviews; runs off the UI thread."""
    with workspace.read() as reader:
        return JointPage(
            tuple(acts.readings(reader, today, project=project)),
            tuple(acts.groups(reader, project)),
            reference.calendar(reader),
            today,
        )


def rows(page: JointPage) -> list[Row | Group]:
    """Reviews with their members, then the groups to convene."""
    made: list[Row | Group] = []
    for found in page.readings:
        made.append(Group(head(found), len(found.members)))
        made.append(_review(found, page))
        made += [_member(m, found, page) for m in found.members]
    if page.groups:
        made.append(Group(_("可以发起的联审"), len(page.groups)))
    for number, group in enumerate(page.groups):
        listed = names.joined(p.name for p in group.procedures)
        made.append(
            Row(
                id=number,
                kind="joint_group",
                title=group.name,
                subtitle=listed,
                action="convene",
                action_text=_("发起联审"),
                data=group,
            )
        )
    return made


def head(found: JointReading) -> str:
    """施工许可联审 · 11月9日发起."""
    day = names.short_day(date.fromisoformat(found.row.convened_on))
    return _("{group} · {day}发起").format(group=found.row.group, day=day)


def _review(found: JointReading, page: JointPage) -> Row:
    row, clock = found.row, found.clock
    slow = names.joined(found.named(m.department) for m in found.slowest)
    subtitle = [names.joined(p.name for p in row.procedures)]
    if slow:
        days = ngettext("{who}最慢，{n} 日", "{who}最慢，{n} 日", found.slowest[0].days)
        subtitle.insert(0, days.format(who=slow, n=found.slowest[0].days))
    figure, lamp = _("未受理"), ""
    if row.decided_on:
        figure = names.conclusion(row.conclusion)
        lamp = "green" if row.conclusion == "joint_pass" else "red"
    elif clock is not None:
        figure = _("{used}/{limit} 个工作日").format(used=clock.used, limit=clock.limit)
        lamp = clock.lamp.value
    second = ""
    if row.opinions_due:
        due = names.short_day(date.fromisoformat(row.opinions_due))
        second = _("意见截止 {day}").format(day=due)
    silence = _("逾期视为同意") if found.silence_consents else _("逾期不视为同意")
    if row.decided_on:
        second = _("{day}作出结论").format(day=names.short_day(date.fromisoformat(row.decided_on)))
        silence = row.decision
    elif clock is not None and clock.deadline:
        silence += " · " + _("截止 {day}").format(day=names.short_day(clock.deadline))
    return Row(
        id=row.id,
        kind="joint_review",
        title=_("联审结论") if row.decided_on else _("一章通：共同作出一个决定"),
        subtitle=" · ".join(subtitle),
        second=second,
        second_line=silence,
        figure=figure,
        lamp=lamp,
        action="" if row.decided_on else "decide",
        action_text="" if row.decided_on else _("作出结论"),
        data=found,
    )


def _member(one: MemberReading, found: JointReading, page: JointPage) -> Row:
    own = next(o for o in found.row.opinions if o.department == one.department)
    figure = ngettext("{n} 日", "{n} 日", one.days).format(n=one.days)
    if one.late:
        figure = ngettext("晚 {n} 日", "晚 {n} 日", one.late).format(n=one.late)
    on = _("{day}提出").format(day=names.short_day(one.on)) if one.on and own.opinion else ""
    slow = _("最慢") if one in found.slowest else ""
    return Row(
        id=one.department,
        kind="member_opinion",
        title=own.department_name,
        subtitle=own.text,
        second=names.opinion(one.state),
        second_line=" · ".join(part for part in (on, slow) if part),
        figure=figure,
        lamp=LAMPS[one.state],
        tone="" if one.late or LAMPS[one.state] else "muted",
        action="" if found.row.decided_on else "opinion",
        action_text="" if found.row.decided_on else _("记意见"),
        data=(one, found),
    )


class JointTab(ListTab):
    """The tab; `open(project)` reads anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("联审联批"), _("这个项目没有联审的事项。事项目录里给事项设了联审组，才能发起。")
        )
        self.context = context
        self.page: JointPage | None = None
        self._project = 0
        self._pointed: JointReading | None = None
        self.acted.connect(self._act)
        self.opened.connect(self._pressed)
        self.menu_wanted.connect(self._menu)

    def open(self, project: int) -> None:
        """Read the joint reviews of a project."""
        self._project = project
        self.context.jobs.read(
            read_joint, done=self._came, key=f"joint-{id(self)}",
            workspace=self.context.workspace, project=project, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _came(self, page: JointPage) -> None:
        self.page = page
        running = sum(not r.row.decided_on for r in page.readings)
        words = ngettext("{n} 个联审正在进行", "{n} 个联审正在进行", running).format(n=running)
        self.show_rows(rows(page), words if running else _("一单清、一章通、一费结"))

    @Slot(object)
    def _pressed(self, found: Row) -> None:
        self._act(found, found.action)

    @Slot(object, str)
    def _act(self, found: Row, action: str) -> None:
        if self.page is None:
            return
        if action == "convene" and isinstance(found.data, Possible):
            ConveneForm(self.context, self._project, found.data, self.page.calendar).open()
        elif action == "decide" and isinstance(found.data, JointReading):
            DecideForm(self.context, found.data, self.page.calendar).open()
        elif action == "opinion" and isinstance(found.data, tuple):
            member, review = found.data
            OpinionForm(self.context, member, review, self.page.calendar).open()

    @Slot(object, QPoint)
    def _menu(self, found: Row, place: QPoint) -> None:
        if not isinstance(found.data, JointReading):
            return
        self._pointed = found.data
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in found.data.row.procedures:
            menu.addAction(_("打开{name}").format(name=one.name)).setData(one.procedure)
        menu.addSeparator()
        menu.addAction(_("移除这次联审")).setData(0)
        menu.triggered.connect(self._chosen)
        menu.popup(place)

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        if self._pointed is None:
            return
        if action.data():
            self.context.open_object("procedure", action.data())
        else:
            self.context.jobs.act(
                told(_("移除联审"), self._pointed.row.group), acts.remove,
                review=self._pointed.row.id,
            )  # fmt: skip


class ConveneForm(FormDialog):
    """When the members are asked, and by when they owe their word."""

    def __init__(self, context: Context, project: int, group: Possible, calendar: Calendar) -> None:
        listed = names.joined(p.name for p in group.procedures)
        super().__init__(
            context.window, _("发起联审"), f"{group.name} · {listed}", save=_("发起联审")
        )
        self._context, self._project, self._group = context, project, group
        mark = marks(calendar)
        self.form.add(
            "on", _("发起日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add(
            "opinions_due", _("意见期限"), DateField(mark=mark, ahead=True),
            _("不填的按设置里的工作日数推算；成员是主办和协办部门。"),
        )  # fmt: skip

    def submit(self) -> None:
        self.commit(
            self._context.jobs, told(_("发起联审"), self._group.name), acts.convene,
            project=self._project, group=self._group.name, **self.form.values(),
        )  # fmt: skip


class OpinionForm(FormDialog):
    """What a member said, and when."""

    def __init__(
        self, context: Context, one: MemberReading, found: JointReading, calendar: Calendar
    ) -> None:
        self._name = found.named(one.department)
        super().__init__(context.window, _("成员单位意见"), f"{self._name} · {found.row.group}")
        self._context, self._one, self._found = context, one, found
        own = next(o for o in found.row.opinions if o.department == one.department)
        self.form.add(
            "opinion", _("意见"),
            ChoiceField([(code, names.opinion(code)) for code in OPINIONS],
                        own.opinion or "agree"),
        )  # fmt: skip
        self.form.add(
            "on", _("提出日期"),
            DateField(
                date.fromisoformat(own.on) if own.on else now.today(), mark=marks(calendar),
                latest=now.today(), required=True,
            ),
        )  # fmt: skip
        self.form.add(
            "text", _("理由或条件"), LinesField(own.text, lines=3), _("不同意或有条件的必须写明。")
        )

    def submit(self) -> None:
        self.commit(
            self._context.jobs, told(_("记录成员单位意见"), self._name), acts.give,
            review=self._found.row.id, department=self._one.department, **self.form.values(),
        )  # fmt: skip


class DecideForm(FormDialog):
    """The one decision, and whether it is recorded for the procedures too."""

    def __init__(self, context: Context, found: JointReading, calendar: Calendar) -> None:
        super().__init__(context.window, _("联审结论"), found.row.group, save=_("作出结论"))
        self._context, self._found = context, found
        self.form.add(
            "conclusion", _("结论"),
            ChoiceField([(code, names.conclusion(code)) for code in CONCLUSIONS], "joint_pass"),
        )  # fmt: skip
        self.form.add(
            "on", _("结论日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip
        against = [found.named(m.department) for m in found.members if m.state == "object"]
        hint = (
            _("{departments}不同意：写明如何处理。").format(departments=names.joined(against))
            if against else ""
        )  # fmt: skip
        self.form.add("text", _("决定内容"), LinesField(lines=3), hint)
        ready = names.joined(p.name for p in found.row.procedures if p.state in acts.UNDECIDED)
        if ready:
            self.form.add(
                "record", _("同时记为各事项的决定"), YesNoField(True),
                _("记录“作出决定”：{names}。没有申报或正在补正的不动。").format(names=ready),
            )  # fmt: skip

    def submit(self) -> None:
        values = self.form.values()
        values["record"] = bool(values.get("record"))
        self.commit(
            self._context.jobs, told(_("作出联审结论"), self._found.row.group), acts.decide,
            review=self._found.row.id, **values,
        )  # fmt: skip
