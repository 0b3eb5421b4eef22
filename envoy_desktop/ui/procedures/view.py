"""The screen of procedures: the long list with its filters, and one procedure's page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QStackedWidget, QWidget

from envoy_desktop import now
from envoy_desktop.store.queries.procedures import ProcedureRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures import model, reading
from envoy_desktop.ui.procedures.actions import ProcedureActions
from envoy_desktop.ui.procedures.page import ProcedurePage
from envoy_desktop.ui.procedures.reading import Case
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.clock_panel import ClockPanel
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, Panel, column
from envoy_desktop.ui.widgets.windowed_table import WindowedTable
from envoy_desktop.words import _, names, ngettext, pgettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = ("procedure", "event", "project", "holiday", "setting", "catalogue_item", "department")


FILTERS_BESIDE = 700
"""Under this width the choices stand under the text that filters."""


class Listing(QWidget):
    """Filters over the windowed table."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.source = model.ProcedureSource(context.workspace)
        self.actions_of = ProcedureActions(context, self)
        body = column(self, margin=(20, 16, 20, 0), gap=8)
        self.title = PageTitle(pgettext("screen", "事项"), " ")
        body.addWidget(self.title)
        body.addLayout(self._filters())
        self.table = WindowedTable(
            _("事项列表"), context.jobs, self.source, model.columns(), order="red_on", load=False
        )
        self.table.things = "procedure"
        body.addWidget(self.table, 1)
        self.empty = EmptyState(_("没有这样的事项"), _("换个筛选条件，或按 Esc 清除筛选。"))
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.table.opened.connect(self._opened)
        self.table.chosen.connect(self.chosen)
        self.table.counted.connect(self._counted)
        self.table.menu_wanted.connect(self._menu)
        for keys, slot in (("Ctrl+F", self.text.setFocus), ("Escape", self.clear)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _filters(self) -> QBoxLayout:
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(theme.px(8))
        choices = Flow(gap=8)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按事项、项目名称筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(theme.em(10))
        self.text.textChanged.connect(self._typed)
        self._line.addWidget(self.text, 1)
        self.scope = ChoiceField([(True, _("在办")), (False, _("全部"))], True)
        self.lamp = ChoiceField(
            [(code, names.lamp(code)) for code in model.LAMPS], none=_("各种预警")
        )
        self.state = ChoiceField(
            [(code, names.state(code)) for code in model.STATES], none=_("各种状态")
        )
        self.department = ChoiceField([], none=_("各部门"))
        for field, words in (
            (self.scope, _("范围")),
            (self.lamp, _("预警灯")),
            (self.state, _("状态")),
            (self.department, _("部门")),
        ):
            field.input().setAccessibleName(words)
            field.changed.connect(self._filtered)
            choices.addWidget(field)
        self.department.box.setMaximumWidth(theme.em(12))
        self._line.addLayout(choices)
        return self._line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        ways = QBoxLayout.Direction
        self._line.setDirection(
            ways.LeftToRight if width >= theme.px(FILTERS_BESIDE) else ways.TopToBottom
        )

    def load(self) -> None:
        """Ask for the list (and the departments of the filter)."""
        self.table.reload()
        self.context.jobs.read(
            model.departments, done=self._departments_came, workspace=self.context.workspace
        )

    @Slot()
    def clear(self) -> None:
        """Take all filters away."""
        for field in (self.lamp, self.state, self.department):
            field.set_value(None)
        self.text.clear()
        self._filtered()

    @Slot(object)
    def _departments_came(self, found: list[tuple[int, str]]) -> None:
        self.department.set_choices(found)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.table.filter(text.strip())

    @Slot()
    def _filtered(self) -> None:
        wanted = model.Filter(
            lamp=self.lamp.value() or "",
            state=self.state.value() or "",
            department=self.department.value(),
            only_open=bool(self.scope.value()),
        )
        if wanted != self.source.filter:
            self.source.filter = wanted
            self.table.reload()

    @Slot(int)
    def _counted(self, count: int) -> None:
        words = ngettext("{n} 件", "{n} 件", count).format(n=f"{count:,}")
        self.title.set(pgettext("screen", "事项"), words)
        self.empty.setVisible(count == 0)
        self.table.setVisible(count != 0)
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))

    @Slot(object)
    def _opened(self, found: ProcedureRow) -> None:
        self.opened.emit(found.procedure)

    @Slot(object, QPoint)
    def _menu(self, found: ProcedureRow, place: QPoint) -> None:
        self._place = place
        self.context.jobs.read(
            reading.case, done=self._menu_ready, key="procedure-menu",
            workspace=self.context.workspace, procedure=found.procedure, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _menu_ready(self, case: Case | None) -> None:
        if case is not None:
            self.actions_of.pop_up(case, self, self._place)


class ClockDetail(Panel):
    """The right panel of the list: the clocks of the chosen procedure."""

    open_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=16, gap=12)
        self.context = context
        self.clock = ClockPanel()
        self._case: Case | None = None
        self._empty = Label(_("选中一件，这里显示它的计时。"), "body", "muted", wrap=True)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.clock)
        self._open = Button(_("打开办件"), on=self._open_pressed, tip=_("打开（回车）"))
        self.body.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.clock.days_wanted.connect(self._days)
        self.show_case(None)

    def ask(self, procedure: int) -> None:
        """Read and show a procedure's clocks."""
        self.context.jobs.read(
            reading.case, done=self.show_case, key=f"clock-detail-{id(self)}",
            workspace=self.context.workspace, procedure=procedure, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def show_case(self, case: Case | None) -> None:
        """Show a case that was read; None: nothing is chosen."""
        self._case = case
        self._empty.setVisible(case is None)
        self.clock.setVisible(case is not None)
        self._open.setVisible(case is not None)
        if case is not None:
            self.clock.show_reading(case.row.name, case.reading)

    @Slot()
    def _days(self) -> None:
        if self._case is not None:
            self.clock.set_days(self._case.days())

    @Slot()
    def _open_pressed(self) -> None:
        if self._case is not None:
            self.open_wanted.emit(self._case.row.procedure)


class ProceduresScreen(Screen):
    """The list, or one procedure."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = 0
        self._title = ""
        self._loaded = False
        self._panel: ClockDetail | None = None

    def title(self) -> str:
        return self._title if self._open and self._title else pgettext("screen", "事项")

    def build(self) -> QWidget:
        self.stack = QStackedWidget()
        self.listing = Listing(self.context)
        self.page = ProcedurePage(self.context)
        self.stack.addWidget(self.listing)
        self.stack.addWidget(self.page)
        self.listing.opened.connect(self._opened)
        self.listing.chosen.connect(self._chosen)
        self.page.shown.connect(self._page_shown)
        return self.stack

    def detail(self) -> QWidget | None:
        return None if self._open else super().detail()

    def build_detail(self) -> QWidget | None:
        self._panel = ClockDetail(self.context)
        self._panel.open_wanted.connect(self._opened)
        self._ask_panel(self.listing.table.current_id())
        return self._panel

    def refresh(self, changed: "Changed | None") -> None:
        if self._open:
            if changed is None or changed.touches(*WATCHED, "obstacle", "attempt", "attachment",
                                                  "material_state"):  # fmt: skip
                self.page.reload()
            self._loaded = False  # the list is asked for anew when one comes back to it
            return
        if changed is None or not self._loaded:
            self._load()
        elif changed.touches(*WATCHED):
            self.listing.table.changed(changed.of("procedure"))
            self._ask_panel(self.listing.table.current_id())

    def open(self, object_id: int) -> None:
        self._open = object_id
        if object_id:
            self.stack.setCurrentWidget(self.page)
            self.page.open(object_id)
            self.page.setFocus()  # a letter records its event
        else:
            self.stack.setCurrentWidget(self.listing)
            if not self._loaded:
                self._load()
            self.listing.table.setFocus()

    def selected(self) -> tuple[str, int] | None:
        if self._open:
            return ("procedure", self._open)
        current = self.listing.table.current_id()
        return ("procedure", current) if current else None

    def _load(self) -> None:
        self._loaded = True
        self.listing.load()

    def _ask_panel(self, procedure: int | None) -> None:
        if procedure and self._panel is not None:
            self._panel.ask(procedure)

    @Slot(object)
    def _opened(self, procedure: int) -> None:
        self.context.go("procedures", procedure)

    @Slot(object)
    def _chosen(self, _found: ProcedureRow | None) -> None:
        self._ask_panel(self.listing.table.current_id())  # its row may still be on its way

    @Slot(str)
    def _page_shown(self, title: str) -> None:
        self._title = title
        self.moved.emit(self._open)
