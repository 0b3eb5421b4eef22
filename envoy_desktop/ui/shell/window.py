"""The main window: frame, screens built on their first visit, keys, undo, and what changed."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.bars import BusyWatch, StatusLine, TopBar
from envoy_desktop.ui.shell.detail import Detail
from envoy_desktop.ui.shell.freshness import Freshness
from envoy_desktop.ui.shell.jobs import Job, Jobs
from envoy_desktop.ui.shell.messages import Bar, Messages, Toast
from envoy_desktop.ui.shell.navigation import Navigation
from envoy_desktop.ui.shell.places import Place, Places
from envoy_desktop.ui.shell.registry import (
    COMMANDS,
    SCREENS,
    Command,
    Entry,
    load,
    number_key,
    there,
    worded,
)
from envoy_desktop.ui.shell.screen import Context, Hit, Screen
from envoy_desktop.ui.shell.search_box import Search
from envoy_desktop.ui.shell.sources import Finder, Sources
from envoy_desktop.ui.shell.undo import FieldFirst
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

log = logging.getLogger(__name__)

DRAWER_UNDER, ICONS_UNDER = 1100, 900
SETTLE_MS = 120  # counts and status after a burst of changes


class MainWindow(QMainWindow):
    """`MainWindow(workspace, sources)`; `go(name, id)` shows a screen. `changed` comes on the
    main thread after every commit, here or in another process."""

    changed = Signal(object)  # Changed
    closing = Signal()
    rebuilt = Signal()  # frame and screens are new: what was put into the top bar is gone

    def __init__(
        self,
        workspace: Any,
        sources: Sources | None = None,
        *,
        screens: Sequence[Entry] = SCREENS,
        commands: Sequence[Command] = COMMANDS,
        jobs: Jobs | None = None,
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.sources = sources or Sources()
        self.entries = [entry for entry in screens if there(entry.place)]
        self.commands = {command.name: command for command in commands if there(command.place)}
        self.jobs = jobs or Jobs(workspace, self)
        self.messages = Messages(self)
        self.screens: dict[str, Screen] = {}
        self._places = Places()
        self._front = ""
        self.context = Context(
            workspace, self.jobs, self.messages, self.go, self.open_object, self.run_command,
            self.selected, self, self.sources.settings, self.ask_around,
        )  # fmt: skip
        self.setWindowTitle(_("特派服务员工作台"))
        self._frame()
        self._make_actions()
        self._field_first = FieldFirst(self)
        self.jobs.refused.connect(self.messages.job_failed)
        self.jobs.acted.connect(self._acted)
        self.messages.undo_wanted.connect(self.undo)
        self.freshness = Freshness(workspace, self.jobs, self)
        self.freshness.changed.connect(self._take_change)
        self.freshness.day_turned.connect(self.refresh_all)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.ask_around)
        theme.look().rescaled.connect(self.rebuild)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(1280), room.width()), min(theme.px(800), room.height()))

    # --- the frame ----------------------------------------------------------------------------

    def _frame(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar()
        column.addWidget(self.top)
        self.bar = Bar(whole)
        column.addWidget(self.bar)
        self.body = QWidget()
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.navigation = Navigation(self.entries)
        row.addWidget(self.navigation)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumSize(theme.px(420), theme.px(280))
        row.addWidget(self.stack, 1)
        self.detail = Detail(self.body, row)
        column.addWidget(self.body, 1)
        self.status = StatusLine()
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.toast = Toast(whole)
        self.messages.dress(self.bar, self.toast)
        self.navigation.wanted.connect(self.go)
        self.top.quick_log_wanted.connect(self.quick_log)
        self.top.memo_wanted.connect(self.write_memo)
        self.top.detail_wanted.connect(self.toggle_detail)
        self.top.quick_log.setVisible("quick-log" in self.commands)
        self.top.memo.setVisible("write-memo" in self.commands)
        finder = Finder(self.sources.search, self.entries, list(self.commands.values()))
        self.search = Search(self.top.search, self, self.jobs, finder)
        self.search.chosen.connect(self._found)
        self._busy = BusyWatch(self.jobs, self.top.busy)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        narrow = width < theme.px(ICONS_UNDER)
        self.navigation.set_icons_only(narrow)
        self.top.set_narrow(narrow)
        drawer = width < theme.px(DRAWER_UNDER)
        self.detail.set_drawer(drawer)
        self.top.detail.setVisible(drawer and not self.detail.empty)

    @Slot()
    def rebuild(self) -> None:
        """Build frame and screens anew (another text size or language) and return to the place."""
        here = self._places.here
        for screen in self.screens.values():
            screen.deleteLater()
        self.screens.clear()
        self.freshness.forget()
        self._front = ""
        self.setWindowTitle(_("特派服务员工作台"))
        self._frame()
        self._make_actions()
        self.rebuilt.emit()
        if here is not None:
            self._show(here)
        self.ask_around()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- going about --------------------------------------------------------------------------

    @Slot(str)
    def go(self, name: str, object_id: int = 0) -> None:
        """Show the screen `name`, with the thing `object_id` open on it (0: its list)."""
        place = Place(name, object_id)
        self._places.step(place)
        self._show(place)

    def open_object(self, kind: str, object_id: int) -> None:
        """Show a thing on the screen that opens its kind."""
        for entry in self.entries:
            if kind in entry.kinds:
                self.go(entry.name, object_id)
                return
        log.warning("no screen opens %s", kind)

    def selected(self) -> tuple[str, int] | None:
        """What is chosen or open on the screen in front, as (kind, id)."""
        screen = self.screens.get(self._front)
        return screen.selected() if screen is not None else None

    @Slot()
    def back(self) -> None:
        """Where one was before."""
        place = self._places.back()
        if place is not None:
            self._show(place)

    @Slot()
    def forward(self) -> None:
        """Where one was before going back."""
        place = self._places.forward()
        if place is not None:
            self._show(place)

    def built(self, name: str) -> Screen:
        """The screen `name`, built on its first visit."""
        if name not in self.screens:
            entry = next(entry for entry in self.entries if entry.name == name)
            made: Screen = load(entry.place)(self.context)
            made.name = name
            made.moved.connect(self._moved)
            made.detail_shown.connect(self.detail.pull)
            self.screens[name] = made
            self.stack.addWidget(made.widget())
            made.refresh(None)
        return self.screens[name]

    def _show(self, place: Place) -> None:
        screen = self.built(place.screen)
        before = self.screens.get(self._front)
        if place.screen != self._front:
            if before is not None:
                before.left()
            self._front = place.screen
            self.stack.setCurrentWidget(screen.widget())
            self.detail.put(screen.detail())
            self.navigation.show_place(place.screen)
            self.freshness.bring_up(place.screen, screen)
            screen.entered()
        screen.open(place.object_id)
        self._name_window()
        self.top.detail.setVisible(self.detail.drawer and not self.detail.empty)

    @Slot(object)
    def _moved(self, object_id: int) -> None:
        screen = self.sender()
        if isinstance(screen, Screen) and screen.name == self._front:
            self._places.step(Place(screen.name, object_id))
            self._name_window()
            # a screen may give another panel for another thing
            self.detail.put(screen.detail())

    def _name_window(self) -> None:
        title = self.screens[self._front].title()
        self.setWindowTitle(f"{title} · {_('特派服务员工作台')}")

    @Slot()
    def toggle_detail(self) -> None:
        """Pull the drawer out, or push it in."""
        if self.detail.isVisible() and self.detail.drawer:
            self.detail.push()
        else:
            self.detail.pull()

    # --- commands and keys --------------------------------------------------------------------

    def run_command(self, name: str) -> None:
        """Run one of the registry's commands."""
        load(self.commands[name].place)(self.context)

    @Slot()
    def quick_log(self) -> None:
        """Open the quick log (also from the tray)."""
        if "quick-log" in self.commands:
            self.run_command("quick-log")

    @Slot()
    def write_memo(self) -> None:
        """Begin a memo with what is chosen."""
        if "write-memo" in self.commands:
            self.run_command("write-memo")

    @Slot(object)
    def _found(self, hit: Hit) -> None:
        if hit.kind == "command":
            self.run_command(str(hit.id))
        elif hit.kind == "screen":
            self.go(str(hit.id))
        else:
            self.open_object(hit.kind, int(hit.id))

    def _action(self, words: str, keys: Sequence[str], slot: Callable[..., Any]) -> QAction:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _make_actions(self) -> None:
        for old in self.actions():  # in another language, or at the start none
            self.removeAction(old)
            old.deleteLater()
        self._key_list: list[tuple[str, str]] = []
        for number, entry in enumerate((e for e in self.entries if e.in_navigation), 1):
            key = number_key(number)
            if not key:
                break
            action = self._action(worded(entry), [key], self._go_by_key)
            action.setData(entry.name)
            self._key_list.append((key, _("前往{name}").format(name=worded(entry))))
        for keys, words, slot in (
            (["Ctrl+K"], _("搜索"), self._search_by_key),
            (["Ctrl+Z"], _("撤销"), self.undo),
            (["Ctrl+Shift+Z", "Ctrl+Y"], _("重做"), self.redo),
            (["Alt+Left"], _("后退"), self.back),
            (["Alt+Right"], _("前进"), self.forward),
            (["Ctrl+I"], _("显示或收起详情"), self.toggle_detail),
            (["F1"], _("打开手册"), self.manual),
            (["Shift+F1", "?"], _("快捷键一览"), self.show_keys),
        ):
            self._action(words, keys, slot)
            self._key_list.append((keys[0], words))
        for command in self.commands.values():
            if command.keys:
                action = self._action(_(command.title), [command.keys], self._run_by_key)
                action.setData(command.name)
                self._key_list.append((command.keys, _(command.title)))
        self._key_list.append((_("回车"), _("办理选中行的下一步")))
        self._key_list.append((_("Ctrl+回车"), _("打开选中行")))

    def _sent(self) -> QAction:
        action = self.sender()
        assert isinstance(action, QAction)
        return action

    @Slot()
    def _go_by_key(self) -> None:
        self.go(str(self._sent().data()))

    @Slot()
    def _run_by_key(self) -> None:
        self.run_command(str(self._sent().data()))

    @Slot()
    def _search_by_key(self) -> None:
        self.search.begin()

    @Slot()
    def manual(self) -> None:
        """F1: the manual at the screen in front."""
        if self.sources.manual is not None:
            self.sources.manual(self._front)

    @Slot()
    def show_keys(self) -> None:
        """The list of keys."""
        from envoy_desktop.ui.shell.keys import KeyList

        KeyList(self._key_list, self).open()

    # --- undo ---------------------------------------------------------------------------------

    @Slot()
    def undo(self) -> None:
        """Take back the newest act, and say which."""
        from envoy_desktop.store import undo

        if self.workspace is not None:
            self.jobs.run(
                Job(_("撤销"), undo.undo, {"workspace": self.workspace}),
                done=self._undone,
                lane="write",
            )

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last."""
        from envoy_desktop.store import undo

        if self.workspace is not None:
            self.jobs.run(
                Job(_("重做"), undo.redo, {"workspace": self.workspace}),
                done=self._redone,
                lane="write",
            )

    @Slot(object)
    def _undone(self, step: Any) -> None:
        words = self.sources.word_act(step.act, step.subject)
        self.messages.done(_("已撤销：{what}").format(what=words))

    @Slot(object)
    def _redone(self, step: Any) -> None:
        words = self.sources.word_act(step.act, step.subject)
        self.messages.done(_("已重做：{what}").format(what=words), undo=True)

    @Slot(str, object)
    def _acted(self, title: str, _result: object) -> None:
        self.messages.clear()
        self.messages.done(title, undo=True)

    # --- what changed -------------------------------------------------------------------------

    @Slot(object)
    def _take_change(self, changed: "Changed") -> None:
        self.freshness.note(changed, self.screens, self._front)
        self.changed.emit(changed)
        self._settle.start()

    def refresh_all(self) -> None:
        """Everything may be new: midnight, a restored backup, another language."""
        self.freshness.note(None, self.screens, self._front)
        self._settle.start()

    @Slot()
    def ask_around(self) -> None:
        """Ask for counts and status anew."""
        self.jobs.read(self.sources.counts, done=self.navigation.set_counts, key="counts")
        self.jobs.read(self.sources.status, done=self.status.show_status, key="status")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.freshness.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self.freshness.stop()
        self.jobs.close()
        super().closeEvent(event)
