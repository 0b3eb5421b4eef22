"""The screen *Today*: one list of what needs the envoy, worst first, each with its next action."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.domain.today import Entry
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.today import model
from envoy_desktop.ui.today.actions import TodayActions, thing
from envoy_desktop.ui.today.detail import TodayDetail
from envoy_desktop.ui.today.model import Day
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed


class TodayScreen(Screen):
    """The first screen. Its first reading is done before it is painted: it takes milliseconds."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.day: Day | None = None
        self._show_snoozed = False
        self._panel: TodayDetail | None = None
        self.actions_of = TodayActions(context, self)

    def title(self) -> str:
        return _("今日")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=4)
        self.head = PageTitle(names.day(now.today()), " ")
        self._snoozed = Button("", link=True, on=self._toggle_snoozed)
        self.head.add(self._snoozed)
        body.addWidget(self.head)
        self.list = RowList(_("今日要办"))
        body.addWidget(self.list, 1)
        self.empty = EmptyState(_("今天没有要办的"), _("没有逾期，也没有将到期或在等的事。"))
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.start = EmptyState(
            _("还没有项目"), _("建立第一个项目，按它的情况生成要办的事项。"), icon="buildings",
            button=_("新建项目"), on=self._start,
        )  # fmt: skip
        self.start.hide()
        body.addWidget(self.start, 1)
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._opened)
        self.list.chosen.connect(self._chosen)
        self.list.menu_wanted.connect(self._menu)
        self.list.installEventFilter(self)
        return page

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """S sets aside, C logs a call, O opens: before the list searches by letter."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        entry = self._current()
        if entry is None or self.day is None or event.modifiers():
            return False
        if event.key() == Qt.Key.Key_S:
            self.actions_of.snooze(entry, self.day)
        elif event.key() == Qt.Key.Key_C:
            self.actions_of.log_call(entry, self.day)
        elif event.key() == Qt.Key.Key_O:
            self.actions_of.open(entry)
        else:
            return False
        return True

    def build_detail(self) -> QWidget | None:
        self._panel = TodayDetail(self.context)
        self._panel.day_chosen.connect(self._day_chosen)
        if self.day is not None:
            self._panel.show_day(self.day)
            self._chosen(self.list.current())
        return self._panel

    def refresh(self, changed: "Changed | None") -> None:
        if self.day is None:
            self._came(model.read_day(self.context.workspace, now.today(), quick=True))
            self.list.choose_first()
            if self.day is None or not self.day.partial:
                return
        if changed is None or changed:
            self.context.jobs.read(
                model.read_day, done=self._came, key="today",
                workspace=self.context.workspace, today=now.today(),
            )  # fmt: skip

    def entered(self) -> None:
        self.list.setFocus()

    def selected(self) -> tuple[str, int] | None:
        entry = self._current()
        if entry is None:
            return None
        return thing(entry)

    # --- showing ------------------------------------------------------------------------------

    @Slot(object)
    def _came(self, day: Day) -> None:
        self.day = day
        self.head.set(names.day(day.today), model.summary(day))
        count = len(day.reading.snoozed)
        self._snoozed.setVisible(count > 0)
        words = (
            _("收起已暂缓的") if self._show_snoozed
            else ngettext("已暂缓 {n} 项", "已暂缓 {n} 项", count).format(n=count)
        )  # fmt: skip
        self._snoozed.setText(words)
        rows = model.rows(day, snoozed=self._show_snoozed)
        before = self.list.currentIndex().row()
        self.list.set_rows(rows)
        if self.list.current() is None and rows:
            self._choose_near(before)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows and not day.bare)
        self.start.setVisible(not rows and day.bare)
        if self._panel is not None:
            self._panel.show_day(day)
            self._chosen(self.list.current())

    @Slot()
    def _start(self) -> None:
        self.context.run_command("new-project")

    def _choose_near(self, before: int) -> None:
        """After a line has gone, the one that took its place; at first the first."""
        model_ = self.list.rows
        for number in (*range(max(before, 0), model_.rowCount()), *range(model_.rowCount())):
            if isinstance(model_.row_at(number), Row):
                self.list.setCurrentIndex(model_.index(number, 0))
                return

    def _current(self) -> Entry | None:
        row = self.list.current()
        return row.data if row is not None and isinstance(row.data, Entry) else None

    @Slot(object)
    def _chosen(self, row: Row | None) -> None:
        if self._panel is None or self.day is None:
            return
        entry = row.data if row is not None else None
        if not isinstance(entry, Entry):
            self._panel.ask(None, None, "")
            return
        subject = self.day.subject(entry)
        self._panel.ask(subject.procedure, entry.project, subject.project_name)

    @Slot(object)
    def _day_chosen(self, on: date) -> None:
        """Choose the first line that falls due on a day of the month."""
        if self.day is None:
            return
        for entry in (*self.day.reading.entries, *self.day.reading.next):
            if entry.date == on and self.list.choose(entry.id, entry.kind):
                return

    # --- doing --------------------------------------------------------------------------------

    @Slot(object, str)
    def _acted(self, row: Row, action: str) -> None:
        if isinstance(row.data, Entry) and self.day is not None:
            self.actions_of.do(action, row.data, self.day)

    @Slot(object)
    def _opened(self, row: Row) -> None:
        if isinstance(row.data, Entry):
            self.actions_of.open(row.data)

    @Slot()
    def _toggle_snoozed(self) -> None:
        self._show_snoozed = not self._show_snoozed
        if self.day is not None:
            self._came(self.day)

    @Slot(object, QPoint)
    def _menu(self, row: Row, place: QPoint) -> None:
        if not isinstance(row.data, Entry):
            return
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.action:
            menu.addAction(row.action_text).setData(row.action)
            menu.addSeparator()
        for words, what in (
            (_("打开(&O)"), "open"), (_("记协调(&C)"), "log_call"), (_("暂缓提醒(&S)"), "snooze"),
        ):  # fmt: skip
            if what == "log_call" and row.data.kind not in ("obstacle", "procedure"):
                continue
            menu.addAction(words).setData(what)
        menu.triggered.connect(self._menu_chosen)
        menu.popup(place)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        entry = self._current()
        if entry is None or self.day is None:
            return
        what = str(action.data())
        if what == "open":
            self.actions_of.open(entry)
        else:
            self.actions_of.do(what, entry, self.day)
