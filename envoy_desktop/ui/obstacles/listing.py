"""The list of obstacles by urgency, with filters; choose some and write of them."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from envoy_desktop.store.queries import obstacle_list
from envoy_desktop.store.queries.obstacle_list import Wanted
from envoy_desktop.ui import theme
from envoy_desktop.ui.obstacles import reading
from envoy_desktop.ui.obstacles.reading import Filters, ObstacleSource
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column, row
from envoy_desktop.words import _, ngettext, pgettext


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
        self.title = PageTitle(pgettext("screen", "障碍"), " ")
        self._request = Button(_("写请示"), on=self._write_request)
        self._briefing = Button(_("写专报"), primary=True, on=self._write_briefing)
        self.title.add(self._request)
        self.title.add(self._briefing)
        body.addWidget(self.title)
        body.addLayout(self._filters())
        self.list = RowList(_("障碍列表"), many=True)
        self.list.things = "obstacle"
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
        self.title.set(pgettext("screen", "障碍"), words)

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
