"""The screen of departments: what lies with each, its figures, where days are lost, and one
department's cases behind every number."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QStackedWidget, QWidget

from envoy_desktop import now
from envoy_desktop.store.queries.departments import DepartmentRow
from envoy_desktop.store.queries.procedures import ProcedureRow
from envoy_desktop.ui.departments import model
from envoy_desktop.ui.departments.detail_view import DetailView
from envoy_desktop.ui.departments.figures_model import Asked
from envoy_desktop.ui.departments.figures_tab import FiguresTab
from envoy_desktop.ui.departments.lost_tab import HonestTab, LostTab
from envoy_desktop.ui.departments.model import DepartmentSource, Page
from envoy_desktop.ui.procedures.model import Filter, ProcedureSource
from envoy_desktop.ui.procedures.model import columns as procedure_columns
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column, row
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.ui.widgets.windowed_table import WindowedTable
from envoy_desktop.words import _, names, pgettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = ("procedure", "event", "obstacle", "duty", "department", "project", "setting", "holiday")
OF_FIGURES = ("rating", "hearing", "succession", "imported_case", "joint_review", "attempt")
"""What moves figures beside what the list of open cases watches."""
FILTERS = {
    "open": Filter(),
    "red": Filter(lamp="red"),
    "yellow": Filter(lamp="yellow"),
    "cases": Filter(only_open=False),
}


class Listing(QWidget):
    """The table of all departments."""

    opened = Signal(object)  # id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.source = DepartmentSource(context.workspace)
        body = column(self, margin=(0, 10, 0, 0), gap=8)
        line = row(gap=12)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按名称、简称筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        line.addWidget(self.text, 1)
        self.all = QCheckBox(_("也列出没有办件的"))
        self.all.toggled.connect(self._scope)
        line.addWidget(self.all)
        body.addLayout(line)
        self.table = WindowedTable(
            _("部门列表"), context.jobs, self.source, model.columns(), order="red", load=False
        )
        self.text.textChanged.connect(self.table.filter)
        self.table.opened.connect(self._opened)
        body.addWidget(self.table, 1)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.text.setFocus)

    @Slot(bool)
    def _scope(self, everyone: bool) -> None:
        self.source.only_busy = not everyone
        self.table.reload()

    @Slot(object)
    def _opened(self, found: DepartmentRow) -> None:
        self.opened.emit(found.id)


class Overview(QWidget):
    """All departments, leaf by leaf: what lies with them now, figures, lost days, calibration."""

    opened = Signal(object, str)  # department id, tab of its page
    write_wanted = Signal(object)  # department id

    def __init__(self, context: Context, listing: Listing) -> None:
        super().__init__()
        self._context, self.listing = context, listing
        body = column(self, margin=(20, 16, 20, 0), gap=8)
        body.addWidget(
            PageTitle(
                pgettext("screen", "部门"),
                _("每个数都打得开，看得到背后的每一件；件数少的不作统计，分不出快慢的不排名。"),
            )
        )
        self.figures: FiguresTab | None = None
        self.lost: LostTab | None = None
        self.honest: HonestTab | None = None
        self.tabs = Tabs()
        for name, title, build in (
            ("now", _("在办"), self._build_now),
            ("figures", _("用时与名次"), self._build_figures),
            ("lost", _("日子耗在哪里"), self._build_lost),
            ("honest", _("推演准不准"), self._build_honest),
        ):
            self.tabs.add(name, title, build)
        self.tabs.shown.connect(self._shown)
        body.addWidget(self.tabs, 1)
        listing.opened.connect(self._open_now)

    def _build_now(self) -> QWidget:
        return self.listing

    def _build_figures(self) -> QWidget:
        self.figures = FiguresTab(self._context)
        self.figures.opened.connect(self._open_figures)
        self.figures.write_wanted.connect(self.write_wanted)
        return self.figures

    def _build_lost(self) -> QWidget:
        self.lost = LostTab(self._context)
        return self.lost

    def _build_honest(self) -> QWidget:
        self.honest = HonestTab(self._context)
        return self.honest

    def changed(self) -> None:
        """The facts behind the figures may be new."""
        for part in (self.figures, self.lost, self.honest):
            if part is not None:
                part.changed()

    @Slot(str)
    def _shown(self, name: str) -> None:
        part = self.tabs.page(name)
        if isinstance(part, FiguresTab | LostTab | HonestTab):
            part.shown()

    @Slot(object)
    def _open_now(self, department: int) -> None:
        self.opened.emit(department, "open")

    @Slot(object)
    def _open_figures(self, department: int) -> None:
        self.opened.emit(department, "figures")


class DepartmentPage(QWidget):
    """One department: a tab for each figure, with the cases it counts."""

    back_wanted = Signal()
    write_wanted = Signal(object)  # department id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.page: Page | None = None
        self._department = 0
        self.detail: DetailView | None = None
        self.asked = Asked()  # the filters of the table it was opened from
        body = column(self, margin=(20, 12, 20, 0), gap=8)
        line = row()
        line.addWidget(Button(_("全部部门"), link=True, icon="arrow-left", on=self.back_wanted))
        line.addStretch(1)
        body.addLayout(line)
        self._title = Label("", "title", wrap=True)
        self._about = Label("", "body", "muted", wrap=True)
        body.addWidget(self._title)
        body.addWidget(self._about)
        self.tabs = Tabs()
        self._tables: dict[str, WindowedTable] = {}
        self._sources: dict[str, ProcedureSource] = {}
        self._lists: dict[str, RowList] = {}
        for name, title in (
            ("open", _("在办")),
            ("figures", _("用时")),
            ("red", _("红灯")),
            ("yellow", _("黄灯")),
            ("obstacles", pgettext("screen", "障碍")),
            ("owed", _("欠答复")),
            ("duties", _("督办")),
            ("cases", _("全部事项")),
        ):
            self.tabs.add(name, title, self._build)
        self.tabs.shown.connect(self._shown)
        body.addWidget(self.tabs, 1)

    def _build(self) -> QWidget:
        name = self.tabs.current()
        if name == "figures":
            self.detail = DetailView(self.context)
            self.detail.write_wanted.connect(self.write_wanted)
            return self.detail
        holder = QStackedWidget()
        if name in FILTERS:
            source = ProcedureSource(self.context.workspace)
            table = WindowedTable(
                self._title.text(), self.context.jobs, source, procedure_columns(),
                order="red_on", load=False,
            )  # fmt: skip
            table.leave_out(3)  # the department is the page's
            table.opened.connect(self._open_procedure)
            self._tables[name], self._sources[name] = table, source
            holder.addWidget(table)
        else:
            made = RowList(self._title.text(), action=False)
            made.opened.connect(self._open_row)
            self._lists[name] = made
            holder.addWidget(made)
        holder.addWidget(EmptyState(_("没有"), _("这一栏现在一件也没有。")))
        return holder

    def open(self, department: int, figure: str = "open") -> None:
        """Show a department at one of its figures."""
        self._department = department
        self.reload()
        if self.tabs.current() != figure:
            self.tabs.show_page(figure)

    def reload(self) -> None:
        """Read it anew."""
        if self._department:
            self.context.jobs.read(
                model.read_page, done=self._came, key=f"department-{id(self)}",
                workspace=self.context.workspace, department=self._department, today=now.today(),
            )  # fmt: skip

    @Slot(object)
    def _came(self, page: Page | None) -> None:
        self.page = page
        if page is None:
            self.back_wanted.emit()
            return
        self._title.setText(page.row.name)
        about = [names.department_kind(page.row.kind)]
        about.append(_("进驻政务大厅") if page.row.in_service_centre else _("未进驻政务大厅"))
        self._about.setText(" · ".join(about))
        for name in model.FIGURES:
            self.tabs.set_count(name, getattr(page.row, name))
        self._shown(self.tabs.current())

    @Slot(str)
    def _shown(self, name: str) -> None:
        if self.page is None:
            return
        if name == "figures" and self.detail is not None:
            self.detail.open(self._department, self.asked)
            return
        count = getattr(self.page.row, name)
        holder = self.tabs.page(name)
        if isinstance(holder, QStackedWidget):
            holder.setCurrentIndex(0 if count else 1)
        if name in self._tables:
            self._sources[name].filter = replace(FILTERS[name], department=self._department)
            self._tables[name].reload()
        elif name in self._lists:
            self._lists[name].set_rows(getattr(self.page, name))

    @Slot(object)
    def _open_procedure(self, found: ProcedureRow) -> None:
        self.context.open_object("procedure", found.procedure)

    @Slot(object)
    def _open_row(self, found: Row) -> None:
        self.context.open_object(found.kind, found.id)


class DepartmentsScreen(Screen):
    """部门: a table, and one department's page."""

    def title(self) -> str:
        page = self.page.page
        if self._stack.currentWidget() is self.page and page is not None:
            return page.row.name
        return pgettext("screen", "部门")

    def build(self) -> QWidget:
        self._stack = QStackedWidget()
        self.listing = Listing(self.context)
        self.overview = Overview(self.context, self.listing)
        self.page = DepartmentPage(self.context)
        for part in (self.overview, self.page):
            self._stack.addWidget(part)
        self.overview.opened.connect(self._open_page)
        for source in (self.overview, self.page):
            source.write_wanted.connect(self._write)
        self.page.back_wanted.connect(self._back)
        return self._stack

    def refresh(self, changed: "Changed | None") -> None:
        self.widget()
        if changed is None or changed.touches(*WATCHED):
            self.listing.table.reload()
            self.page.reload()
        if changed is None or changed.touches(*WATCHED, *OF_FIGURES):
            self.overview.changed()

    def open(self, object_id: int) -> None:
        self._stack.setCurrentWidget(self.page if object_id else self.overview)
        if object_id:
            self.page.open(object_id)

    def selected(self) -> tuple[str, int] | None:
        if self._stack.currentWidget() is self.page and self.page.page is not None:
            return "department", self.page.page.row.id
        found = self.listing.table.current()
        if self.overview.tabs.current() == "figures" and self.overview.figures is not None:
            row_ = self.overview.figures.table.current()
            return ("department", row_.office.id) if row_ is not None else None
        return ("department", found.id) if found is not None else None

    def entered(self) -> None:
        if self._stack.currentWidget() is self.overview:
            part = self.overview.tabs.page(self.overview.tabs.current())
            if isinstance(part, FiguresTab | LostTab | HonestTab):
                part.shown()
            else:
                self.listing.table.setFocus()

    @Slot(object, str)
    def _open_page(self, department: int, figure: str) -> None:
        figures = self.overview.figures
        self.page.asked = figures.asked() if figures is not None else Asked()
        self._stack.setCurrentWidget(self.page)
        self.page.open(department, figure)
        self.moved.emit(department)

    @Slot(object)
    def _write(self, department: int) -> None:
        from envoy_desktop.ui.departments.write_figure import write_figure

        write_figure(self.context, department, self.page.asked)

    @Slot()
    def _back(self) -> None:
        self.open(0)
        self.moved.emit(0)
