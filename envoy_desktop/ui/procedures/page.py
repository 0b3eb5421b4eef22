"""One procedure: its facts at the left, its clocks on top and its events at the right."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.queries.materials import MaterialRow
from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures import line, reading, steps
from envoy_desktop.ui.procedures.actions import ProcedureActions, obstacle_text
from envoy_desktop.ui.procedures.demand_form import DemandForm
from envoy_desktop.ui.procedures.facts_view import FactsView
from envoy_desktop.ui.procedures.history_list import HistoryList
from envoy_desktop.ui.procedures.reading import Page
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.clock_panel import ClockPanel
from envoy_desktop.ui.widgets.event_line import EventLine
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.page_head import PageHead
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, SectionHeader, column, row
from envoy_desktop.words import _, names

SIDE_BY_SIDE = 760
"""Under this width facts and events stand one above the other."""

WINDOW_KEYS = {"B": "sent_to_back_office", "Y": "window_cannot_decide"}
"""The keys of what happens at a window: each logs its obstacle at once."""

DEMAND, DEMAND_KEY = "demand", "M"
"""A paper that the window may not ask for: in a paper's menu, and by its key."""

LETTERS = {letter: kind for kind, letter in steps.LETTERS.items()}


class ProcedurePage(QWidget):
    """`open(procedure)`; `shown(title)` when it has been read."""

    shown = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.actions_of = ProcedureActions(context, self)
        self.page: Page | None = None
        self._procedure = 0
        self._replaced = False
        self._menu: QMenu | None = None
        self._material: MaterialRow | None = None
        whole = column(self, margin=(20, 12, 20, 0), gap=8)
        self._head = self._make_head()
        whole.addWidget(self._head)
        self._scroll = Scroll(gap=12, margin=(0, 0, 12, 20))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.px(20))
        self.facts = FactsView()
        self._left = Card(margin=16)
        self._left.add(self.facts)
        self._right = QWidget()
        self._fill_right(column(self._right, gap=12))
        self._both.addWidget(self._left, 5, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(self._right, 6, Qt.AlignmentFlag.AlignTop)
        self._scroll.body.addLayout(self._both)
        self._scroll.body.addStretch(1)
        whole.addWidget(self._scroll, 1)
        self._gone = EmptyState(
            _("这个事项已不在了"), _("可能已被撤销，按 Ctrl+Shift+Z 可以重做。")
        )
        self._gone.hide()
        whole.addWidget(self._gone, 1)
        self.facts.opened.connect(self._go)
        self.facts.limit_wanted.connect(self._plan_limit)
        self.facts.centre_wanted.connect(self._see_windows)
        self.facts.paper_wanted.connect(self._paper)
        self.facts.file_wanted.connect(self._open_file)
        self.events.menu_wanted.connect(self._event_menu)
        self.clock.days_wanted.connect(self._show_days)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("办件"))

    # --- making -------------------------------------------------------------------------------

    def _make_head(self) -> PageHead:
        head = PageHead()
        self._project = Button("", link=True, on=self._open_project)
        self._about = Elided("", "body", "muted")
        head.line.addWidget(self._project)
        head.line.addWidget(self._about, 1)
        self._lamp = Lamp("", "")
        self._more = Button(_("记录…"), tip=_("选择要记录的事件（Ctrl+E）"), on=self._all_events)
        self._next = Button("", primary=True, on=self._record_next)
        self._call = Button(_("记协调"), icon="phone", on=self._attempt)
        self._obstacle = Button(_("记障碍"), icon="barricade", on=self._log_obstacle)
        head.add(self._lamp, self._call, self._obstacle, self._more, self._next)
        return head

    def _fill_right(self, body: QBoxLayout) -> None:
        card = Card(margin=16)
        self.clock = ClockPanel()
        card.add(self.clock)
        body.addWidget(card)
        self._before = Label("", "body", "yellow_word", wrap=True)
        card.add(self._before)
        self._proposed = column(gap=6)
        body.addLayout(self._proposed)
        events = Card(margin=16)
        head = SectionHeader(_("经过"))
        self._all = Button(_("显示更正过的"), link=True, on=self._toggle_replaced)
        head.add(self._all)
        events.add(head)
        self.events = EventLine()
        events.add(self.events)
        self._nothing = Label("", "body", "muted", wrap=True)
        events.add(self._nothing)
        self._hint = Label(
            _("记错了？选中一件，按回车或右键可以更正、作废；原记录留在变更记录里。"),
            "small", "muted", wrap=True,
        )  # fmt: skip
        events.add(self._hint)
        body.addWidget(events)
        self._history_button = Button(
            _("变更记录"), link=True, icon="clock-counter-clockwise", on=self._toggle_history
        )
        body.addWidget(self._history_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._history = HistoryList(fit=True)
        self._history.hide()
        body.addWidget(self._history)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter records its event: one key and a date."""
        kind = LETTERS.get(event.text().upper())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
        )  # fmt: skip
        control_e = event.key() == Qt.Key.Key_E and not plain
        window = WINDOW_KEYS.get(event.text().upper())
        if kind is not None and plain:
            self._letter(kind)
        elif event.text().upper() == DEMAND_KEY and plain:
            self._demand()
        elif window is not None and plain:
            self._log_window(window)
        elif event.key() == Qt.Key.Key_Insert or control_e:
            self._all_events()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        ways = QBoxLayout.Direction
        way = ways.LeftToRight if wide else ways.BottomToTop  # clocks and events first
        if self._both.direction() != way:
            self._both.setDirection(way)

    # --- showing ------------------------------------------------------------------------------

    def open(self, procedure: int) -> None:
        """Show another procedure."""
        if procedure != self._procedure:
            self._procedure = procedure
            self._replaced = False
            self._history.hide()
        self.reload()

    def reload(self) -> None:
        """Read the procedure anew."""
        if self._procedure:
            self.context.jobs.read(
                reading.page, done=self._came, key=f"procedure-page-{id(self)}",
                workspace=self.context.workspace, procedure=self._procedure, today=now.today(),
            )  # fmt: skip

    @Slot(object)
    def _came(self, page: Page | None) -> None:
        self._gone.setVisible(page is None)
        self._scroll.setVisible(page is not None)
        self.page = page
        if page is None:
            for button in (self._more, self._next, self._call, self._obstacle):
                button.hide()
            return
        case, row_ = page.case, page.case.row
        self._head.set_title(row_.name)
        self._project.setText(row_.project_name)
        self._project.setAccessibleName(_("打开项目 {name}").format(name=row_.project_name))
        self._about.setText(" · ".join(("", row_.department_name, names.stage(row_.stage))))
        ended = case.reading.ended is not None
        state = names.state(case.reading.state.value)
        self._lamp.set("" if ended else row_.lamp(now.today()), state)
        kinds = steps.next_kinds(case.reading.state)
        self._next.setVisible((bool(kinds) or ended) and not page.closed)
        again = ended and case.reading.state.value != "delivered"
        if kinds:
            letter = steps.LETTERS[kinds[0]]
            self._next.setText(steps.record_title(kinds[0]))
            self._next.setToolTip(
                _("{what}（{key}）").format(what=steps.record_title(kinds[0]), key=letter)
            )
        elif again:
            self._next.setText(_("重新申报"))
            self._next.setToolTip(_("被拒绝或撤回以后再申报，是一个新的办件"))
        else:
            self._next.hide()
        for button in (self._more, self._call, self._obstacle):
            button.setVisible(not page.closed)
        self.clock.show_reading(_("计时"), case.reading)
        before = case.before
        self._before.setVisible(before is not None)
        if before is not None:
            self._before.setText(_("计时以前：{words}").format(words=names.before_clock(before)))
        self.facts.show_page(page)
        self._show_events()
        self._show_proposed(page)
        self.shown.emit(row_.name)
        if not self._history.isHidden():
            self._ask_history()

    def _show_events(self) -> None:
        assert self.page is not None
        case = self.page.case
        told = line.happened(case, replaced=self._replaced)
        self.events.set_events(told)
        gone = sum(e.replaced or e.void for e in case.events)
        self._all.setVisible(bool(gone))
        self._all.setText(_("收起更正过的") if self._replaced else _("显示更正过的"))
        self._hint.setVisible(bool(told) and not self.page.closed)
        self._nothing.setVisible(not told)
        self._nothing.setText(_("还没有申报。按 F 记录申报的日期，计时随即开始。"))

    def _show_proposed(self, page: Page) -> None:
        clear(self._proposed)
        logged = {o.text for o in page.obstacles}
        for number, proposal in enumerate(page.proposed):
            if obstacle_text(proposal) in logged or page.closed:
                continue
            card = Card(margin=12)
            both = row(gap=12)
            both.addWidget(Label(names.proposal(proposal), "body", wrap=True), 1)
            button = Button(_("记为障碍"), icon="barricade", on=self._log_proposed)
            button.setProperty("number", number)
            both.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            card.body.addLayout(both)
            self._proposed.addWidget(card)

    # --- doing --------------------------------------------------------------------------------

    @Slot()
    def _record_next(self) -> None:
        if self.page is None:
            return
        kinds = steps.next_kinds(self.page.case.reading.state)
        if kinds:
            self.actions_of.record_of(self.page.case, kinds[0])
        else:
            self.actions_of.file_again(self.page.case)

    @Slot()
    def _open_project(self) -> None:
        if self.page is not None:
            self.context.open_object("project", self.page.case.row.project)

    def _letter(self, kind: EventKind) -> None:
        if self.page is None or self.page.closed:
            return
        state = self.page.case.reading.state
        if kind in steps.next_kinds(state) or kind in steps.other_kinds(state):
            self.actions_of.record_of(self.page.case, kind)

    def _demand(self) -> None:
        """A paper that the window may not ask for."""
        if self.page is not None and not self.page.closed:
            DemandForm(self.context, self.page.case).open()

    def _log_window(self, kind: str) -> None:
        """One key for what happens at a window."""
        page = self.page
        if page is not None and not page.closed and not page.case.item.is_intermediary:
            self.actions_of.log_window(page.case, kind)

    @Slot()
    def _all_events(self) -> None:
        if self.page is not None and not self.page.closed:
            place = self._more.mapToGlobal(QPoint(0, self._more.height() + theme.px(2)))
            self.actions_of.pop_up(self.page.case, self, place)

    @Slot()
    def _attempt(self) -> None:
        from envoy_desktop.ui.today.forms import AttemptForm

        if self.page is not None:
            case = self.page.case
            AttemptForm(
                self.context, case.calendar, case.row.name, procedure=case.row.procedure
            ).open()

    @Slot()
    def _log_obstacle(self) -> None:
        """The quick log guesses the procedure from what is open."""
        self.context.run_command("quick-log")

    @Slot()
    def _log_proposed(self) -> None:
        sender = self.sender()
        if sender is not None and self.page is not None:
            proposal = self.page.proposed[sender.property("number")]
            self.actions_of.log_proposed(self.page.case, proposal)

    @Slot()
    def _plan_limit(self) -> None:
        if self.page is not None:
            self.actions_of.plan_limit(self.page.case)

    @Slot()
    def _see_windows(self) -> None:
        if self.page is not None and not self.page.closed:
            self.actions_of.see_windows(self.page)

    @Slot()
    def _show_days(self) -> None:
        if self.page is not None:
            self.clock.set_days(self.page.case.days())

    @Slot()
    def _toggle_replaced(self) -> None:
        self._replaced = not self._replaced
        if self.page is not None:
            self._show_events()

    @Slot(object, QPoint)
    def _event_menu(self, event_id: int, place: QPoint) -> None:
        if self.page is None or self.page.closed:
            return
        event = line.standing(self.page.case.events, event_id)
        if event is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, what in ((_("更正"), "correct"), (_("作废"), "void")):
            action = menu.addAction(words)
            action.setData((what, event_id))
        menu.triggered.connect(self._event_chosen)
        self._menu = menu
        menu.popup(place)

    @Slot(QAction)
    def _event_chosen(self, action: QAction) -> None:
        what, event_id = action.data()
        if self.page is None:
            return
        event = line.standing(self.page.case.events, event_id)
        if event is None:
            return
        if what == "correct":
            self.actions_of.correct(self.page.case, event)
        else:
            self.actions_of.void(self.page.case, event)

    @Slot(object, object)
    def _paper(self, material: MaterialRow, button: QWidget) -> None:
        from envoy_desktop.casework import materials

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in materials.STATES:
            action = menu.addAction(names.material_state(state))
            action.setData(state)
            action.setCheckable(True)
            action.setChecked(state == material.state)
        if not self.page or not self.page.closed:
            menu.addSeparator()
            menu.addAction(_("窗口又要这份，记为障碍…")).setData(DEMAND)
        self._material = material
        menu.triggered.connect(self._paper_chosen)
        self._menu = menu
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    @Slot(QAction)
    def _paper_chosen(self, action: QAction) -> None:
        from envoy_desktop.casework import materials

        if self._material is not None and self.page is not None:
            state = str(action.data())
            if state == DEMAND:
                DemandForm(
                    self.context, self.page.case, self._material.name, "paper_already_held"
                ).open()
                return
            self.context.jobs.act(
                _("{what}：{name}").format(
                    what=names.material_state(state), name=self._material.name
                ),
                materials.set_state, project=self.page.case.row.project,
                material_code=self._material.code, state=state,
            )  # fmt: skip

    @Slot(object)
    def _open_file(self, attachment: AttachmentRow) -> None:
        """Save evidence where the person says; it leaves the encrypted file only so."""
        path, _filter = QFileDialog.getSaveFileName(self, _("另存附件"), attachment.name)
        if path:
            self.context.jobs.run(
                Job(_("另存附件"), save_file, {
                    "workspace": self.context.workspace, "sha256": attachment.sha256, "path": path,
                }),
                done=self._saved,
            )  # fmt: skip

    @Slot(object)
    def _saved(self, path: str) -> None:
        self.context.messages.done(_("已另存：{path}").format(path=path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    @Slot()
    def _toggle_history(self) -> None:
        if self._history.isHidden():
            self._history.show()
            self._ask_history()
        else:
            self._history.hide()

    def _ask_history(self) -> None:
        self.context.jobs.read(
            reading.history, done=self._history_came, key=f"procedure-history-{id(self)}",
            workspace=self.context.workspace, procedure=self._procedure,
        )  # fmt: skip

    @Slot(object)
    def _history_came(self, entries: list[Entry]) -> None:
        self._history.show_entries(entries)

    @Slot(str, object)
    def _go(self, kind: str, id: int) -> None:
        self.context.open_object(kind, id)


def save_file(workspace: Any, sha256: str, path: str) -> str:
    """Write evidence out of the workspace to a path; gives the path."""
    from pathlib import Path

    from envoy_desktop.store.connection import replace_file

    data = reading.content(workspace, sha256)
    replace_file(Path(path), data)
    return path
