"""A project's tab of people and plan: who carries it, milestones, the mandate, ratings, notes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.casework import notes as note_acts
from envoy_desktop.casework import teams as team_acts
from envoy_desktop.domain import mandates as rules
from envoy_desktop.domain import ratings as rating_rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.mandates import MandateReading
from envoy_desktop.store.queries import mandates, notes, people, projects, reference, teams
from envoy_desktop.store.queries.mandates import MandateRow
from envoy_desktop.store.queries.notes import NoteRow
from envoy_desktop.store.queries.people import RatingRow, RatingWish
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.store.queries.teams import HandoverRow, MemberRow, MilestoneRow
from envoy_desktop.ui.projects.team_forms import (
    EndMandateForm,
    HandoverForm,
    MandateForm,
    MemberForm,
    MilestoneForm,
    NewMilestoneForm,
    NoteForm,
    RenewForm,
    print_handover,
)
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.beside import Beside
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import column
from envoy_desktop.words import _, names, ngettext, pgettext

LAMPS = {"overdue": "red", "open": "green", "expired": "red", "running_out": "yellow",
         "in_force": "green"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Everything of the tab."""

    row: ProjectRow
    members: tuple[MemberRow, ...]
    milestones: tuple[MilestoneRow, ...]
    mandates: tuple[tuple[MandateRow, MandateReading], ...]
    handovers: tuple[HandoverRow, ...]
    ratings: tuple[RatingRow, ...]
    wishes: tuple[RatingWish, ...]
    notes: tuple[NoteRow, ...]
    calendar: Calendar
    today: date


def read_team(workspace: Any, project: int, today: date) -> TeamPage | None:
    """Who carries a project, and by which plan; runs off the UI thread."""
    with workspace.read() as reader:
        found = projects.project(reader, project, today)
        if found is None:
            return None
        calendar = reference.calendar(reader)
        return TeamPage(
            found,
            tuple(teams.members(reader, project)),
            tuple(teams.milestones(reader, project)),
            tuple(
                (m, rules.read_mandate(m.facts(), calendar, today))
                for m in mandates.mandates(reader, project)
            ),
            tuple(teams.handovers(reader, project)),
            tuple(people.ratings(reader, project=project)),
            tuple(people.to_rate(reader, project=project)),
            tuple(notes.notes(reader, project)),
            calendar,
            today,
        )


def rows(page: TeamPage) -> list[Row | Group]:
    """Milestones, mandate, the people, ratings, handovers, notes."""
    made: list[Row | Group] = [Group(pgettext("list", "里程碑"), len(page.milestones))]
    made += [_milestone(m, page) for m in page.milestones]
    made.append(Group(pgettext("list", "代办委托书"), len(page.mandates)))
    made += [_mandate(m, reading) for m, reading in page.mandates]
    made.append(Group(_("工作专班"), len(page.members)))
    made += [_member(m) for m in page.members]
    if page.ratings or page.wishes:
        made.append(Group(_("投资方评议"), len(page.ratings)))
        made += [_wish(w) for w in page.wishes[:5]]
        made += [_rating(r) for r in page.ratings]
    for head, listed in (
        (_("笔记"), [_note(n) for n in page.notes]),
        (_("移交"), [_handover(h) for h in page.handovers]),
    ):
        if listed:
            made.append(Group(head, len(listed)))
            made += listed
    return made


def line(page: TeamPage) -> str:
    """包联领导 王副市长 · 专班 … · 特派服务员 李明 · 评议 6 份，平均 4.2."""
    shown = page.row
    parts = [
        _("包联领导 {name}").format(name=shown.lead_leader) if shown.lead_leader else "",
        shown.working_group,
        _("特派服务员 {name}").format(name=shown.envoy) if shown.envoy else "",
    ]
    if page.ratings:
        figure = rating_rules.figure([r.overall for r in page.ratings])
        n = figure.count
        words = ngettext("评议 {n} 份", "评议 {n} 份", n).format(n=n)
        if figure.mean is not None:
            words += _("，平均 {mean}").format(mean=names.figure(round(figure.mean, 1)))
        parts.append(words)
    if not page.mandates:
        parts.append(_("还没有登记代办委托书"))
    return " · ".join(part for part in parts if part)


def _milestone(found: MilestoneRow, page: TeamPage) -> Row:
    state = found.state(page.today)
    slips = [
        _("推到{day}：{reason}（{party}）").format(
            day=names.short_day(s.to_on), reason=s.reason,
            party=names.party(s.charged_party) if s.charged_party != "nobody" else _("不计责任"),
        )
        for s in found.slips
    ]  # fmt: skip
    due = date.fromisoformat(found.due_now)
    figure = names.milestone_state(state)
    if state == "overdue":
        n = page.calendar.working_days(due, page.today)
        figure = ngettext("逾期 {n} 日", "逾期 {n} 日", n).format(n=n)
    elif state == "open":
        n = page.calendar.working_days(page.today, due)
        figure = ngettext("剩 {n} 日", "剩 {n} 日", n).format(n=n) if n else _("今日到期")
    open_ = not found.reached_on
    first = _("原定 {day}").format(day=names.short_day(found.due_on)) if found.slips else ""
    return Row(
        found.id, found.name, _("；").join(slips),
        second=names.short_day(found.reached_on or found.due_now), second_line=first,
        figure=figure, lamp=LAMPS.get(state, ""), tone="" if open_ else "muted",
        action="milestone" if open_ else "", action_text=_("已实现／推迟") if open_ else "",
        kind="milestone", data=found,
    )  # fmt: skip


def _mandate(found: MandateRow, reading: MandateReading) -> Row:
    term = names.day(found.until) if found.until else _("办完为止")
    scope = found.scope or "、".join(found.items) or _("本项目全部事项")
    alive = reading.state in ("in_force", "running_out", "expired")
    return Row(
        found.id, scope,
        _("{name}签署").format(name=found.signatory) if found.signatory else "",
        second=_("至 {day}").format(day=term),
        second_line=_("{day}起").format(day=names.short_day(found.from_on)),
        figure=names.mandate_state(reading.state), lamp=LAMPS.get(reading.state, ""),
        tone="" if alive else "muted",
        action="renew" if alive and found.until else "",
        action_text=_("续签") if alive and found.until else "",
        kind="mandate", data=found,
    )  # fmt: skip


def _member(found: MemberRow) -> Row:
    return Row(
        found.id, found.name, found.unit, second=names.role(found.role),
        second_line=found.phone, kind="team_member", data=found,
    )  # fmt: skip


def _wish(found: RatingWish) -> Row:
    return Row(
        found.procedure, found.name, _("还没有请投资方评议"), second=found.department_name,
        second_line=_("{day}送达").format(day=names.short_day(found.delivered_on)),
        action="rate", action_text=_("请评议"), kind="rating_wish", data=found,
    )  # fmt: skip


def _rating(found: RatingRow) -> Row:
    return Row(
        found.id, found.procedure_name, found.comment, second=found.department_name,
        second_line=names.short_day(found.on),
        figure=_("{n} 分").format(n=found.overall), tone="ink", kind="rating", data=found,
    )  # fmt: skip


def _note(found: NoteRow) -> Row:
    return Row(
        found.id, found.text, _("不外传") if found.private else "",
        second=names.short_day(found.on), kind="note", data=found,
    )  # fmt: skip


def _handover(found: HandoverRow) -> Row:
    words = _("{giver} 移交给 {taker}").format(giver=found.from_envoy, taker=found.to_envoy)
    return Row(found.id, words, found.note, second=names.short_day(found.on), kind="handover")


class TeamTab(QWidget):
    """`open(project)`, `reload()`; reads by itself, so that the page's other tabs do not wait."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.page: TeamPage | None = None
        self._project = 0
        self._menu: QMenu | None = None
        body = column(self, margin=(0, 8, 0, 0), gap=4)
        self.words = Label("", "body", "muted", wrap=True)
        self.head = Beside(self.words)
        for words, icon, slot in (
            (_("里程碑"), "plus", self._add_milestone),
            (_("委托书"), "plus", self._add_mandate),
            (_("成员"), "plus", self._add_member),
            (_("笔记"), "note-pencil", self._add_note),
            (_("移交"), "arrow-right", self._hand_over),
        ):
            self.head.add(Button(words, icon=icon, on=slot))
        body.addWidget(self.head)
        self.list = RowList(_("班子与计划"))
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._opened)
        self.list.menu_wanted.connect(self._menu_of)
        body.addWidget(self.list, 1)

    def open(self, project: int) -> None:
        """Show another project."""
        self._project = project
        self.reload()

    def reload(self) -> None:
        """Read anew."""
        if self._project:
            self.context.jobs.read(
                read_team, done=self._came, key=f"project-team-{id(self)}",
                workspace=self.context.workspace, project=self._project, today=now.today(),
            )  # fmt: skip

    @Slot(object)
    def _came(self, page: TeamPage | None) -> None:
        self.page = page
        if page is not None:
            self.words.setText(line(page))
            self.list.set_rows(rows(page))

    # -- doing ---------------------------------------------------------------------------------

    @Slot()
    def _add_milestone(self) -> None:
        if self.page is not None:
            NewMilestoneForm(self.context, self.page.calendar, self.page.row).open()

    @Slot()
    def _add_mandate(self) -> None:
        if self.page is not None:
            MandateForm(self.context, self.page.calendar, self.page.row, ()).open()

    @Slot()
    def _add_member(self) -> None:
        if self.page is not None:
            MemberForm(self.context, self.page.row).open()

    @Slot()
    def _add_note(self) -> None:
        if self.page is not None:
            NoteForm(self.context, "project", self.page.row.id, self.page.row.name).open()

    @Slot()
    def _hand_over(self) -> None:
        if self.page is not None:
            HandoverForm(self.context, self.page.row).open()

    @Slot(object, str)
    def _acted(self, found: Row, action: str) -> None:
        if self.page is None:
            return
        if action == "milestone":
            MilestoneForm(self.context, self.page.calendar, found.id, found.title).open()
        elif action == "renew":
            of = self.page.row
            mandate = found.id or of.id  # 0: the bare term of a file of the first version
            RenewForm(self.context, self.page.calendar, mandate, of.id, of.name).open()
        elif action == "rate":
            from envoy_desktop.ui.ratings.ask import AskRating

            AskRating(self.context, found.id, found.title).open()

    @Slot(object)
    def _opened(self, found: Row) -> None:
        if self.page is None:
            return
        if isinstance(found.data, MemberRow):
            MemberForm(self.context, self.page.row, found.data).open()
        elif isinstance(found.data, RatingRow | RatingWish):
            self.context.open_object("procedure", found.data.procedure)
        elif found.kind == "handover":
            print_handover(self.context, self.page.row)
        elif found.action:
            self._acted(found, found.action)

    @Slot(object, QPoint)
    def _menu_of(self, found: Row, place: QPoint) -> None:
        entries = {
            "milestone": ((_("移除"), "remove"),),
            "mandate": ((_("终止委托"), "end"),),
            "team_member": ((_("修改(&E)"), "open"), (_("离开专班"), "remove")),
            "note": ((_("移除"), "remove"),),
            "handover": ((_("印移交单"), "open"),),
        }.get(found.kind, ())
        if not entries or (found.kind == "mandate" and not found.id):
            return
        self._pointed = found
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, what in entries:
            menu.addAction(words).setData(what)
        menu.triggered.connect(self._menu_chosen)
        menu.popup(place)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        found, what = self._pointed, str(action.data())
        words = _("已移除：{what}").format(what=found.title[:20])
        if what == "open":
            self._opened(found)
        elif what == "end" and self.page is not None:
            EndMandateForm(self.context, found.id, self.page.row.name).open()
        elif found.kind == "milestone":
            self.context.jobs.act(words, team_acts.remove_milestone, milestone=found.id)
        elif found.kind == "team_member":
            self.context.jobs.act(words, team_acts.remove_member, member=found.id)
        elif found.kind == "note":
            self.context.jobs.act(words, note_acts.remove, note=found.id)
