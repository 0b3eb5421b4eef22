"""The screen of obstacles: the list by urgency, with filters; choose some and write of them."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QWidget

from envoy_desktop import now
from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.store.queries import obstacle_list
from envoy_desktop.store.queries.obstacle_list import Wanted
from envoy_desktop.ui import theme
from envoy_desktop.ui.obstacles import model, reading
from envoy_desktop.ui.obstacles.forms import ResolveForm
from envoy_desktop.ui.obstacles.page import ObstaclePage
from envoy_desktop.ui.obstacles.reading import Case, Filters, ObstacleSource
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, Line, PageTitle, Panel, column, row
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = ("obstacle", "attempt", "attachment", "memo", "memo_obstacle", "department", "project")


class Listing(QWidget):
    """Filters over the list; several rows can be chosen and written of together."""

    opened = Signal(object)  # id: 63 bits
    chosen = Signal(object)  # Row or None
    memo_wanted = Signal(object)  # (ids, kind)
    attempt_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.source = ObstacleSource(context.workspace)
        body = column(self, margin=(20, 16, 20, 0), gap=8)
        self.title = PageTitle(_("障碍"), " ")
        self._request = Button(_("写请示"), on=self._write_request)
        self._briefing = Button(_("写专报"), primary=True, on=self._write_briefing)
        self.title.add(self._request)
        self.title.add(self._briefing)
        body.addWidget(self.title)
        body.addLayout(self._filters())
        self.list = RowList(_("障碍列表"), many=True)
        body.addWidget(self.list, 1)
        self.empty = EmptyState(
            _("没有这样的障碍"), _("换个筛选条件；按 Ctrl+Shift+O 随时记一条。"), icon="barricade"
        )
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.window_ = self.list.set_source(context.jobs, self.source, obstacle_list.URGENCY)
        self.window_.counted.connect(self._counted)
        self.window_.rows_came.connect(self._rows_came)
        self.list.opened.connect(self._opened)
        self.list.acted.connect(self._acted)
        self.list.chosen.connect(self.chosen)
        self.list.selection_changed.connect(self._selected)
        self.list.menu_wanted.connect(self._menu_of)
        self._menu: QMenu | None = None
        for keys, slot in (("Ctrl+F", self.text.setFocus), ("Escape", self.clear)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self._selected()

    def _filters(self) -> Any:
        line = row(gap=8)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按内容、项目、部门筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(theme.em(9))
        self.text.textChanged.connect(self._filtered)
        line.addWidget(self.text, 1)
        self.state = ChoiceField(
            [("open", _("未解决")), ("resolved", _("已解决")), ("all", _("全部"))], "open"
        )
        self.project = ChoiceField(none=_("各项目"))
        self.department = ChoiceField(none=_("各部门"))
        self.order = ChoiceField(
            [
                (obstacle_list.URGENCY, _("最急的在前")),
                (obstacle_list.DUE, _("先到期的在前")),
                (obstacle_list.NEWEST, _("新记的在前")),
                (obstacle_list.PROJECT, _("按项目")),
                (obstacle_list.DEPARTMENT, _("按部门")),
            ],
            obstacle_list.URGENCY,
        )
        for field, words in (
            (self.state, _("状态")),
            (self.project, _("项目")),
            (self.department, _("部门")),
            (self.order, _("次序")),
        ):
            field.input().setAccessibleName(words)
            field.input().setMaximumWidth(theme.em(14))
            field.changed.connect(self._filtered)
            line.addWidget(field)
        return line

    # --- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the list, the filters and the counts."""
        self.window_.reload()
        self.context.jobs.read(
            reading.filters, done=self._filters_came, key=f"obstacle-filters-{id(self)}",
            workspace=self.context.workspace,
        )  # fmt: skip

    @Slot()
    def clear(self) -> None:
        """Take all filters away."""
        for field, value in ((self.state, "open"), (self.project, None), (self.department, None)):
            field.set_value(value)
        self.text.clear()
        self.list.setFocus()

    @Slot(object)
    def _filters_came(self, found: Filters) -> None:
        self.project.set_choices([(c.id, c.name) for c in found.projects])
        self.department.set_choices([(c.id, c.name) for c in found.departments])
        counts = found.counts
        words = ngettext("{n} 条未解决", "{n} 条未解决", counts.open).format(n=counts.open)
        if counts.overdue:
            n = counts.overdue
            words += _("，") + ngettext("{n} 条超过答复期限", "{n} 条超过答复期限", n).format(n=n)
        if counts.resolved:
            n = counts.resolved
            words += _("；") + ngettext("已解决 {n} 条", "已解决 {n} 条", n).format(n=n)
        self.title.set(_("障碍"), words)

    @Slot()
    def _filtered(self) -> None:
        wanted = Wanted(
            open={"open": True, "resolved": False, "all": None}[str(self.state.value())],
            project=self.project.value(),
            department=self.department.value(),
            text=self.text.text(),
        )
        order = str(self.order.value())
        if wanted != self.source.wanted or order != self.window_.order[0]:
            self.source.wanted = wanted
            self.window_.load(order)

    @Slot(int)
    def _counted(self, count: int) -> None:
        self.empty.setVisible(count == 0)
        self.list.setVisible(count != 0)
        if count and self.list.current() is None:
            self.list.choose_first()

    @Slot(int, int)
    def _rows_came(self, _first: int, _last: int) -> None:
        found = self.list.current()  # it may have been chosen before its row was there
        if found is not None:
            self.chosen.emit(found)

    # --- what one does ------------------------------------------------------------------------

    def ids(self) -> list[int]:
        """The chosen obstacles."""
        return [row.id for row in self.list.chosen_rows()]

    @Slot()
    def _selected(self) -> None:
        many = len(self.list.selectionModel().selectedRows())
        for button, words in ((self._briefing, _("写专报")), (self._request, _("写请示"))):
            button.setEnabled(many > 0)
            button.setText(_("{words}（{n}）").format(words=words, n=many) if many > 1 else words)

    @Slot()
    def _write_briefing(self) -> None:
        self.memo_wanted.emit((self.ids(), "briefing"))

    @Slot()
    def _write_request(self) -> None:
        self.memo_wanted.emit((self.ids(), "request"))

    @Slot(object)
    def _opened(self, found: Row) -> None:
        self.opened.emit(found.id)

    @Slot(object, str)
    def _acted(self, found: Row, action: str) -> None:
        if action == "attempt":
            self.attempt_wanted.emit(found.id)

    @Slot(object, QPoint)
    def _menu_of(self, found: Row, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(_("打开"), self._open_current)
        if found.action:
            menu.addAction(_("记协调"), self._attempt_current)
        menu.addSeparator()
        menu.addAction(_("写专报"), self._write_briefing)
        menu.addAction(_("写请示"), self._write_request)
        self._menu = menu
        menu.popup(place)

    @Slot()
    def _open_current(self) -> None:
        found = self.list.current()
        if found is not None:
            self.opened.emit(found.id)

    @Slot()
    def _attempt_current(self) -> None:
        found = self.list.current()
        if found is not None:
            self.attempt_wanted.emit(found.id)


class ObstacleDetail(Panel):
    """The right panel of the list: the chosen obstacle in short."""

    open_wanted = Signal(object)
    attempt_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=16, gap=8)
        self.context = context
        self._case: Case | None = None
        self._text = Label("", "strong", wrap=True)
        self._about = Label("", "body", "muted", wrap=True)
        self._lamp = Lamp("", "")
        self._due = Label("", "body", "muted", wrap=True)
        self._kind = Label("", "body", wrap=True)
        self._article = Label("", "caption", "muted", wrap=True)
        self._why = Label("", "caption", "muted", wrap=True)
        self._line = Line()
        self._tried = Label("", "body", "muted", wrap=True)
        for widget in (self._text, self._about, self._lamp, self._due, self._kind, self._article,
                       self._why, self._line, self._tried):  # fmt: skip
            self.body.addWidget(widget)
        buttons = row(gap=8)
        self._open = Button(_("打开"), on=self._open_pressed, tip=_("打开（Ctrl+回车）"))
        self._resolve = Button(_("标为已解决"), on=self._resolve_pressed)
        buttons.addWidget(self._open)
        buttons.addWidget(self._resolve)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        self.show_case(None)

    def ask(self, obstacle: int) -> None:
        """Read and show an obstacle."""
        self.context.jobs.read(
            reading.case, done=self.show_case, key=f"obstacle-detail-{id(self)}",
            workspace=self.context.workspace, obstacle=obstacle,
        )  # fmt: skip

    @Slot(object)
    def show_case(self, case: Case | None) -> None:
        """Show what was read; None: nothing is chosen."""
        self._case = case
        for widget in (self._lamp, self._line, self._open, self._resolve):
            widget.setVisible(case is not None)
        if case is None:
            self._text.setText(_("选中一条，这里显示它的经过。"))
            for label in (self._about, self._due, self._kind, self._article, self._why):
                label.setText("")
            self._tried.setText("")
            return
        found = case.row
        self._text.setText(found.text)
        parts = (found.project_name, found.procedure_name, case.department)
        self._about.setText("\n".join(part for part in parts if part))
        lamp, figure = model.lamp_of(found, now.today(), case.calendar, case.stale_after)
        self._lamp.set(lamp, figure)
        due = found.answer_due if not found.resolved_on else None
        self._due.setText(_("应于 {day}答复").format(day=names.day(due)) if due else "")
        self._due.setVisible(bool(due))
        self._kind.setText(names.obstacle_kind(found.kind))
        self._article.setText(KINDS[found.kind].article if found.kind in KINDS else "")
        self._article.setVisible(bool(self._article.text()))
        urgent = [names.urgency_part(p.code, p.figure) for p in case.urgency.parts] if (
            case.urgency
        ) else []  # fmt: skip
        self._why.setText(names.joined(urgent))
        self._why.setVisible(bool(urgent))
        told = [
            f"{names.short_day(a.on)} {names.channel(a.channel)}　{a.text}"
            for a in case.attempts[-3:]
        ]
        self._tried.setText("\n".join(reversed(told)) or _("尚未协调"))
        self._resolve.setVisible(not found.resolved_on)

    @Slot()
    def _open_pressed(self) -> None:
        if self._case is not None:
            self.open_wanted.emit(self._case.row.id)

    @Slot()
    def _resolve_pressed(self) -> None:
        if self._case is not None:
            ResolveForm(self.context, self._case.row).open()


class ObstaclesScreen(Screen):
    """The list, and one obstacle over it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = 0
        self._shown = ""

    def title(self) -> str:
        return self._shown if self._open and self._shown else _("障碍")

    def build(self) -> QWidget:
        self._stack = QStackedWidget()
        self.listing = Listing(self.context)
        self.page = ObstaclePage(self.context)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.panel = ObstacleDetail(self.context)
        self.listing.opened.connect(self._go)
        self.listing.attempt_wanted.connect(self._attempt)
        self.listing.chosen.connect(self._chosen)
        self.listing.memo_wanted.connect(self._write)
        self.page.memo_wanted.connect(self._write)
        self.page.back_wanted.connect(self._back)
        self.page.shown.connect(self._page_shown)
        self.panel.open_wanted.connect(self._go)
        return self._stack

    def build_detail(self) -> QWidget | None:
        return self.panel

    def detail(self) -> QWidget | None:
        found = super().detail()
        return None if self._open else found

    def refresh(self, changed: "Changed | None") -> None:
        if changed is None or changed.touches(*WATCHED):
            self.listing.load()  # the panel follows when its row has come
            self.page.read()

    def open(self, object_id: int) -> None:
        before = self._open
        self._open = object_id
        if object_id:
            self._stack.setCurrentWidget(self.page)
            if object_id != before:
                self._shown = ""
                self.page.open(object_id)
                self.page.attempt.text.setFocus()
        else:
            self.page.leave()
            self._stack.setCurrentWidget(self.listing)
            self.listing.list.setFocus()
        if before != object_id:
            self.moved.emit(object_id)

    def selected(self) -> tuple[str, int] | None:
        if self._open:
            return "obstacle", self._open
        found = self.listing.list.current()
        return ("obstacle", found.id) if found is not None else None

    def left(self) -> None:
        self.page.leave()

    @Slot(object)
    def _go(self, obstacle: int) -> None:
        self.context.go("obstacles", obstacle)

    @Slot()
    def _back(self) -> None:
        self.context.go("obstacles", 0)

    @Slot(object)
    def _attempt(self, obstacle: int) -> None:
        self.context.go("obstacles", obstacle)

    @Slot(object)
    def _chosen(self, found: Row | None) -> None:
        if found is None:
            self.panel.show_case(None)
        else:
            self.panel.ask(found.id)

    @Slot(object)
    def _write(self, wanted: tuple[list[int], str]) -> None:
        from envoy_desktop.ui.documents.write import write_memo

        ids, kind = wanted
        write_memo(self.context, ids, kind=kind)

    @Slot(str)
    def _page_shown(self, text: str) -> None:
        self._shown = text if len(text) <= 24 else text[:24] + "…"
        if self._open:
            self.moved.emit(self._open)
