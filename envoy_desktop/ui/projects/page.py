"""One project: stages, three cards, and its tabs."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.domain import iso
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.queries.materials import MaterialRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures.actions import ProcedureActions
from envoy_desktop.ui.procedures.model import departments
from envoy_desktop.ui.projects import cards, list_rows, model, status
from envoy_desktop.ui.projects.days_form import DaysForm, OwnDays, read_days
from envoy_desktop.ui.projects.dialogs import (
    CloseForm,
    CommitmentForm,
    MaterialForm,
    PlanDialog,
    WhyDialog,
)
from envoy_desktop.ui.projects.fees_tab import FeesTab
from envoy_desktop.ui.projects.form import Ground, ProjectForm, read_old
from envoy_desktop.ui.projects.joint_tab import JointTab
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.projects.tabs import ChecklistTab, HistoryTab, ListTab, TimelineTab
from envoy_desktop.ui.projects.team_tab import TeamTab
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.page_head import PageHead
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import EmptyState, Scroll, column
from envoy_desktop.ui.widgets.stage_track import StageTrack
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _, names, pgettext

CARDS_BESIDE = 720
"""Under this width the three cards stand one under the other."""


class ProjectView(QWidget):
    """`open(project)`; `shown(name)` when it has been read."""

    back_wanted = Signal()
    shown = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.actions_of = ProcedureActions(context, self)
        self.page: ProjectPage | None = None
        self._project = 0
        self._menu: QMenu | None = None
        outside = column(self)
        scroll = Scroll(margin=(20, 12, 20, 0), gap=10)  # a low window scrolls the page as a whole
        outside.addWidget(scroll)
        whole = scroll.body
        self._head = self._make_head()
        whole.addWidget(self._head)
        self.track = StageTrack()
        self.track.chosen.connect(self._stage_chosen)
        whole.addWidget(self.track)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(theme.px(12))
        self.forecast, self.critical, self.troubles = (cards.SummaryCard() for _n in range(3))
        for card in (self.forecast, self.critical, self.troubles):
            self._cards.addWidget(card, 1)
        whole.addLayout(self._cards)
        self.forecast.pressed.connect(self._show_timeline)
        self.critical.pressed.connect(self._open_critical)
        self.troubles.pressed.connect(self._show_obstacles)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+L"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.log_off_list)
        self.tabs = Tabs()
        self.tabs.setMinimumHeight(theme.px(330))
        self._make_tabs()
        whole.addWidget(self.tabs, 1)
        self.empty = EmptyState(
            _("还没有生成计划"), _("按项目的情况，从事项目录里选出要办的事项。"),
            icon="list-checks", button=_("生成计划"), on=self.generate,
        )  # fmt: skip
        self.empty.hide()
        whole.addWidget(self.empty, 1)
        self._gone = EmptyState(
            _("这个项目不在这里"),
            _("可能已被撤销，按 Ctrl+Shift+Z 可以重做；也可能还没有随数据包来到这个工作区。"),
        )
        self._gone.hide()
        whole.addWidget(self._gone, 1)

    # --- making -------------------------------------------------------------------------------

    def _make_head(self) -> PageHead:
        head = PageHead()
        self._about = Label("", "body", "muted", wrap=True)
        head.line.addWidget(self._about, 1)
        self._plan = Button(_("调整计划"), on=self.generate)
        self._plan.hide()
        self._edit = Button(_("修改"), icon="pencil-simple", on=self.edit)
        self._status = Button(_("项目概况"), icon="file-text", on=self._status_menu)
        self._more = Button(_("更多"), icon="dots-three", on=self._more_menu)
        head.add(self._plan, self._edit, self._status, self._more)
        return head

    def _make_tabs(self) -> None:
        self.checklist = ChecklistTab()
        self.checklist.record_wanted.connect(self._record)
        self.checklist.open_wanted.connect(self._open_procedure)
        self.checklist.why_wanted.connect(self._why)
        self.checklist.state_wanted.connect(self._material_state)
        self.checklist.form_wanted.connect(self._material_form)
        self.timeline = TimelineTab(self.context)
        self.timeline.open_wanted.connect(self._open_procedure)
        self.timeline.ahead_wanted.connect(self._look_ahead)
        self.obstacles = ListTab(pgettext("screen", "障碍"), _("没有障碍。"))
        self.obstacles.add_button(Button(_("记障碍"), icon="barricade", on=self._log_obstacle))
        self.obstacles.acted.connect(self._attempt)
        self.obstacles.opened.connect(self._open_row)
        self.fees = FeesTab(self.context)
        self.joint = JointTab(self.context)
        self.promises = ListTab(pgettext("screen", "承诺"), _("还没有记录对企业的承诺。"))
        self.promises.add_button(Button(_("新增承诺"), icon="plus", on=self._new_promise))
        self.promises.acted.connect(self._promise_kept)
        self.promises.opened.connect(self._open_row)
        self.memos = ListTab(
            pgettext("screen", "公文"), _("还没有公文。"), lamp=False, action=False
        )
        self.memos.add_button(Button(_("写专报"), icon="note-pencil", on=self._write_memo))
        self.memos.opened.connect(self._open_row)
        self.team = TeamTab(self.context)
        self.history = HistoryTab()
        for name, title, build, corner in (
            ("checklist", _("一单清"), self._build_checklist, None),
            ("timeline", _("时间轴"), self._build_timeline, None),
            ("obstacles", pgettext("screen", "障碍"), self._build_obstacles, None),
            ("joint", _("联审联批"), self._build_joint, None),
            ("fees", _("一费结"), self._build_fees, None),
            ("promises", pgettext("screen", "承诺"), self._build_promises, None),
            ("memos", pgettext("screen", "公文"), self._build_memos, None),
            ("team", _("班子与计划"), self._build_team, None),
            ("history", _("变更记录"), self._build_history, None),
        ):
            self.tabs.add(name, title, build, corner=corner)
        self.tabs.shown.connect(self._tab_shown)

    @Slot()
    def _look_ahead(self) -> None:
        from envoy_desktop.ui.projects.ahead import AheadDialog

        if self.page is not None:
            AheadDialog(self.context, self.page).open()

    def _build_checklist(self) -> QWidget:
        return self.checklist

    def _build_timeline(self) -> QWidget:
        return self.timeline

    def _build_obstacles(self) -> QWidget:
        return self.obstacles

    def _build_joint(self) -> QWidget:
        return self.joint

    def _build_fees(self) -> QWidget:
        return self.fees

    def _build_promises(self) -> QWidget:
        return self.promises

    def _build_memos(self) -> QWidget:
        return self.memos

    def _build_team(self) -> QWidget:
        return self.team

    def _build_history(self) -> QWidget:
        return self.history

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= theme.px(CARDS_BESIDE)
        way = ways.LeftToRight if wide else ways.TopToBottom
        if self._cards.direction() != way:
            self._cards.setDirection(way)

    # --- showing ------------------------------------------------------------------------------

    def open(self, project: int) -> None:
        """Show another project."""
        self._project = project
        self.reload()

    def take_focus(self) -> None:
        """The keyboard goes to the list of the tab in front, not to a button."""
        if self.tabs.current() == "checklist":
            self.checklist.stack.currentWidget().setFocus()
        else:
            self.tabs.bar.setFocus()

    def reload(self) -> None:
        """Read the project anew."""
        if self._project:
            self.context.jobs.read(
                model.read_page, done=self._came, key=f"project-page-{id(self)}",
                workspace=self.context.workspace, project=self._project, today=now.today(),
            )  # fmt: skip
            self.team.open(self._project)
            self.joint.open(self._project)
            self.fees.open(self._project)
            if self.tabs.current() == "history":
                self._ask_history()

    @Slot(object)
    def _came(self, page: ProjectPage | None) -> None:
        self.page = page
        there = page is not None and bool(page.seen.steps)
        for part in (self.track, self.forecast, self.critical, self.troubles, self.tabs):
            part.setVisible(there)
        self.empty.setVisible(page is not None and not there)
        self._gone.setVisible(page is None)
        for button in (self._edit, self._status, self._more):
            button.setVisible(page is not None)
        if page is None:
            self._plan.hide()
            return
        closed = page.row.closed_on is not None
        self._head.set_title(page.row.name)
        self._about.setText(model.about(page))
        change = bool(page.difference.added or page.difference.dropped)
        self._plan.setVisible(change and there and not closed)
        self._plan.setText(_("调整计划") if page.seen.generated else _("生成计划"))
        self._edit.setVisible(not closed)
        self.track.set_stages(model.stages(page))
        cards.show_forecast(self.forecast, page)
        cards.show_critical(self.critical, page)
        cards.show_troubles(self.troubles, page)
        self.checklist.show_page(page)
        self.timeline.show_page(page)
        self.obstacles.show_rows(list_rows.obstacle_rows(page))
        self.promises.show_rows(list_rows.commitment_rows(page))
        self.memos.show_rows(list_rows.memo_rows(page))
        for name, count in (
            ("checklist", len(page.seen.steps)),
            ("obstacles", len(page.standing)),
            ("fees", len(page.fees.lines)),
            ("promises", page.promised),
            ("memos", len(page.memos)),
        ):
            self.tabs.set_count(name, count)
        self.shown.emit(page.row.name)

    @Slot(str)
    def _tab_shown(self, name: str) -> None:
        if name == "history":
            self._ask_history()

    def _ask_history(self) -> None:
        self.context.jobs.read(
            model.read_history, done=self._history_came, key=f"project-history-{id(self)}",
            workspace=self.context.workspace, project=self._project,
        )  # fmt: skip

    @Slot(object)
    def _history_came(self, entries: list[Entry]) -> None:
        self.history.show_entries(entries)

    # --- going --------------------------------------------------------------------------------

    @Slot(int)
    def _stage_chosen(self, number: int) -> None:
        self.tabs.show_page("checklist")
        self.checklist.choose_stage(number + 1)

    @Slot()
    def _show_timeline(self) -> None:
        self.tabs.show_page("timeline")

    @Slot()
    def _show_obstacles(self) -> None:
        page = self.page
        obstacles = page is not None and page.standing and not page.broken
        self.tabs.show_page("obstacles" if obstacles else "promises")

    @Slot()
    def _open_critical(self) -> None:
        if self.page is not None and self.page.seen.critical:
            self._open_procedure(self.page.seen.critical[0].procedure)

    @Slot(object)
    def _open_procedure(self, procedure: int) -> None:
        self.context.open_object("procedure", procedure)

    @Slot(object)
    def _open_row(self, found: Row) -> None:
        self.context.open_object(found.kind, found.id)

    # --- doing --------------------------------------------------------------------------------

    @Slot(object, object)
    def _record(self, procedure: int, kind: EventKind) -> None:
        self.actions_of.record(procedure, kind)

    @Slot()
    def generate(self) -> None:
        """Show what generating the plan does, and do it on Yes."""
        if self.page is not None:
            dialog = PlanDialog(
                self.context, self._project, self.page.row.name, self.page.difference
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    @Slot()
    def _why(self) -> None:
        if self.page is not None:
            planned = [p for p in self.page.plan if p.id]
            dialog = WhyDialog(self.context, self.page.row.name, planned)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    @Slot()
    def edit(self) -> None:
        """Change what is known of the project; the plan's difference is shown afterwards."""
        self.context.jobs.read(
            read_old, done=self._edit_ready, key="edit-project",
            workspace=self.context.workspace, project=self._project, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _edit_ready(self, ground: Ground | None) -> None:
        if ground is not None:
            form = ProjectForm(self.context, ground)
            form.saved.connect(self._edited)
            form.open()

    @Slot(object)
    def _edited(self, _project: int) -> None:
        self.context.jobs.read(
            model.read_page, done=self._compare, key="compare-plan",
            workspace=self.context.workspace, project=self._project, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _compare(self, page: ProjectPage | None) -> None:
        self._came(page)
        if page is not None and (page.difference.added or page.difference.dropped):
            self.generate()

    @Slot(object, str)
    def _attempt(self, found: Row, _action: str) -> None:
        from envoy_desktop.ui.today.forms import AttemptForm

        if self.page is not None:
            AttemptForm(self.context, self.page.calendar, found.title, obstacle=found.id).open()

    @Slot()
    def _log_obstacle(self) -> None:
        """The quick log guesses the project from what is open."""
        self.context.run_command("quick-log")

    @Slot()
    def _new_promise(self) -> None:
        self.context.jobs.read(
            departments, done=self._promise_form, key="promise-departments",
            workspace=self.context.workspace,
        )  # fmt: skip

    @Slot(object)
    def _promise_form(self, found: list[tuple[int, str]]) -> None:
        if self.page is not None:
            CommitmentForm(self.context, self.page.row, found).open()

    @Slot(object, str)
    def _promise_kept(self, found: Row, _action: str) -> None:
        from envoy_desktop.ui.today.forms import DutyDoneForm

        if self.page is not None:
            DutyDoneForm(self.context, self.page.calendar, found.title, found.id).open()

    @Slot()
    def _write_memo(self) -> None:
        from envoy_desktop.ui.today.actions import begin_memo

        if self.page is not None:
            begin_memo(self.context, tuple(o.id for o in self.page.standing))

    @Slot(object, str)
    def _material_state(self, material: MaterialRow, state: str) -> None:
        from envoy_desktop.casework import materials

        self.context.jobs.act(
            _("{what}：{name}").format(what=names.material_state(state), name=material.name),
            materials.set_state, project=self._project, material_code=material.code,
            state=state, note=material.note,
            expires_on=iso.day(material.expires_on),
        )  # fmt: skip

    @Slot(object)
    def _material_form(self, material: MaterialRow) -> None:
        MaterialForm(self.context, self._project, material).open()

    # --- menus --------------------------------------------------------------------------------

    def _pop_up(self, button: Button, entries: tuple[tuple[str, str], ...]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, what in entries:
            menu.addAction(words).setData(what)
        menu.triggered.connect(self._menu_chosen)
        self._menu = menu
        place = QPoint(button.width() - menu.sizeHint().width(), button.height() + theme.px(2))
        menu.popup(button.mapToGlobal(place))

    @Slot()
    def _status_menu(self) -> None:
        self._pop_up(
            self._status,
            ((_("复制为文字，贴到聊天里"), "copy"), (_("存为 PDF（一页）"), "pdf")),
        )

    @Slot()
    def _more_menu(self) -> None:
        if self.page is None:
            return
        closed = self.page.row.closed_on is not None
        last = (_("重新启动项目"), "reopen") if closed else (_("结束项目…"), "close")
        days: tuple[tuple[str, str], ...] = ()
        if not closed:
            days = (
                (_("企业自己的事…"), "days"),
                (_("记清单外要求…（Ctrl+Shift+L）"), "off_list"),
                (_("换用新版目录…"), "edition"),
            )
        self._pop_up(self._more, ((_("为什么要办这些事项"), "why"), *days, last))

    @Slot()
    def log_off_list(self) -> None:
        """Log a demand that is not on the list."""
        from envoy_desktop.ui.projects.list_forms import OffListForm

        if self.page is not None and not self.page.row.closed_on:
            OffListForm(self.context, self.page).open()

    @Slot(object)
    def _edition_read(self, found: object) -> None:
        from envoy_desktop.ui.projects.list_forms import EditionForm

        if not isinstance(found, tuple):
            self.context.messages.done(_("这个项目用的就是最新一版目录"))
        elif self.page is not None:
            EditionForm(self.context, self.page, found).open()

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        if self.page is None:
            return
        what = str(action.data())
        if what == "days":
            self.context.jobs.read(
                read_days, done=self._days_read, key="own-days",
                workspace=self.context.workspace, project=self._project, today=now.today(),
            )  # fmt: skip
        elif what == "why":
            self._why()
        elif what == "off_list":
            self.log_off_list()
        elif what == "edition":
            from envoy_desktop.ui.projects.list_forms import read_meaning

            self.context.jobs.read(
                read_meaning, done=self._edition_read, key="edition-meaning",
                workspace=self.context.workspace, project=self._project,
                edition=self.page.row.edition,
            )  # fmt: skip
        elif what == "close":
            CloseForm(self.context, self.page.row).open()
        elif what == "reopen":
            from envoy_desktop.casework import projects

            self.context.jobs.act(
                _("重新启动项目：{name}").format(name=self.page.row.name), projects.reopen,
                project=self._project,
            )  # fmt: skip
        elif what == "copy":
            self.context.jobs.run(
                Job(_("项目概况"), status.as_text, self._of_project()), done=self._copied
            )
        elif what == "pdf":
            path = ask_path(
                self, _("存为 PDF（一页）"), f"{self.page.row.name}.pdf", "PDF (*.pdf)", "pdf"
            )
            if path:
                self.context.jobs.run(
                    Job(_("项目概况"), status.as_pdf, {**self._of_project(), "path": str(path)}),
                    done=self._written,
                )

    @Slot(object)
    def _days_read(self, known: OwnDays) -> None:
        if self.page is not None:
            DaysForm(self.context, self._project, self.page.row.name, known).open()

    def _of_project(self) -> dict[str, object]:
        return {
            "workspace": self.context.workspace, "project": self._project, "today": now.today(),
        }  # fmt: skip

    @Slot(object)
    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.messages.done(_("已复制项目概况，可以贴到聊天里"))

    @Slot(object)
    def _written(self, path: str) -> None:
        self.context.messages.done(_("已另存：{path}").format(path=path))
