"""用时与名次: the table of honest figures; every figure opens the cases behind it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.departments import figures_model as model
from envoy_desktop.ui.departments.figures_model import Asked, FigureSource
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import EmptyState, column, row
from envoy_desktop.ui.widgets.windowed_table import WindowedTable
from envoy_desktop.words import _, ngettext

if TYPE_CHECKING:
    from envoy_desktop.casework.department_detail import Behind
    from envoy_desktop.casework.figures import DepartmentFigures, Table

TYPED_MS = 500


class FiguresTab(QWidget):
    """Filters, the table, what a cell opens; computed anew only when asked or while in front."""

    opened = Signal(object)  # department id
    write_wanted = Signal(object)  # department id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.source = FigureSource()
        self._columns = model.figure_columns()
        self._stale = True
        body = column(self, margin=(0, 10, 0, 0), gap=8)
        line = Flow(gap=10)
        self.item = ChoiceField([("", _("全部事项"))], "", search=True)
        self.item.input().setAccessibleName(_("事项"))
        self.item.setFixedWidth(theme.em(18))
        line.addWidget(self.item)
        self.more = Button(_("导入导出…"), icon="export", on=self._show_more)
        line.addWidget(self.more)
        self.since, self.until = DateField(), DateField()
        for field, words in ((self.since, _("申报自")), (self.until, _("至"))):
            field.input().setAccessibleName(words)
            held = QWidget()
            pair = row(held, gap=6)
            pair.addWidget(Label(words, "body", "muted"))
            pair.addWidget(field)
            line.addWidget(held)
        for filter_ in (self.item, self.since, self.until):
            filter_.changed.connect(self._filter_changed)
        body.addLayout(line)
        self.table = WindowedTable(
            _("部门用时与名次"), context.jobs, self.source, model.columns(), order="rank",
            load=False,
        )  # fmt: skip
        self.table.opened.connect(self._open_cell)
        self.table.menu_wanted.connect(self._cell_menu)
        self.table.selectionModel().currentChanged.connect(self._current)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._waiting = EmptyState(_("正在算……"), icon="hourglass-medium")
        self._stack.addWidget(self._waiting)
        self._nothing = EmptyState(
            _("还没有申报的办件"),
            _("在办件里记下申报、受理和送达，或者从“导入导出”里导入办件日志，这里就有各部门的用时。"),
            icon="table",
        )  # fmt: skip
        self._stack.addWidget(self._nothing)
        body.addWidget(self._stack, 1)
        self._hint = Label(model_hint(), "caption", "muted", wrap=True)
        body.addWidget(self._hint)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._soon.timeout.connect(self.compute)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.height() >= theme.px(360))

    def asked(self) -> Asked:
        """What the filters say."""
        return Asked(str(self.item.value() or ""), self.since.value(), self.until.value())

    def changed(self) -> None:
        """The facts may be new: computed anew while in front, else at the next visit."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def shown(self) -> None:
        """It came to the front."""
        if self._stale:
            self.compute()

    @Slot()
    def compute(self) -> None:
        """Compute the table off the UI thread, behind everything that answers at once."""
        if self.since.problem() or self.until.problem():
            return
        self._stale = False
        if self.source.table is None:
            self._stack.setCurrentWidget(self._waiting)
        values = {"workspace": self.context.workspace, "asked": self.asked()}
        self.context.jobs.run(
            Job(_("计算各部门用时"), model.read_table, values), done=self._came,
            key=f"figures-{id(self)}", lane="think",
        )  # fmt: skip
        self.context.jobs.read(
            model.read_items, done=self._items_came, key=f"figure-items-{id(self)}",
            workspace=self.context.workspace,
        )  # fmt: skip

    @Slot(object)
    def _items_came(self, found: list[tuple[str, str]]) -> None:
        if found and self.item.box.count() != len(found) + 1:
            chosen = self.item.value()
            self.item.blockSignals(True)
            self.item.set_choices([("", _("全部事项")), *found])
            self.item.set_value(chosen or "")
            self.item.blockSignals(False)

    @Slot(object)
    def _came(self, table: "Table") -> None:
        self.source.hold(table)
        self.table.reload()
        self._stack.setCurrentWidget(self.table if table.departments else self._nothing)

    @Slot()
    def _filter_changed(self) -> None:
        self._soon.start()

    # -- a cell --------------------------------------------------------------------------------

    @Slot(QModelIndex, QModelIndex)
    def _current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._hint.setText(model_hint())
        if current.isValid():
            one = self._columns[current.column()]
            if one.behind:
                words = _(
                    "回车：看“{figure}”背后的每一件。左右键换一栏，在“部门”一栏回车打开该部门。"
                )
                self._hint.setText(words.format(figure=one.title))

    @Slot(object)
    def _open_cell(self, found: "DepartmentFigures") -> None:
        one = self._columns[max(self.table.currentIndex().column(), 0)]
        if one.behind:
            self.show_behind(found, one.behind, one.title)
        else:
            self.opened.emit(found.office.id)

    @Slot(object, QPoint)
    def _cell_menu(self, found: "DepartmentFigures", at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, words in (("open", _("打开该部门")), ("write", _("写入公文…"))):
            menu.addAction(words).setData((code, found))
        menu.addSeparator()
        for one in self._columns:
            if one.behind:
                action = menu.addAction(_("看“{figure}”背后的每一件").format(figure=one.title))
                action.setData((one.behind, found))
        menu.triggered.connect(self._menu_chosen)
        menu.popup(at)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        code, found = action.data()
        if code == "open":
            self.opened.emit(found.office.id)
        elif code == "write":
            self.write_wanted.emit(found.office.id)
        else:
            title = next(one.title for one in self._columns if one.behind == code)
            self.show_behind(found, code, title)

    def show_behind(self, found: "DepartmentFigures", figure: str, title: str) -> None:
        """Open the list of what a figure counts."""
        assert self.source.table is not None
        dialog = BehindDialog(self.context, f"{found.office.name} · {title}")
        dialog.open_for(self.source.table, found.office.id, figure)

    # -- in and out ----------------------------------------------------------------------------

    @Slot()
    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, slot in (
            (_("部门用时表（Excel，含合计公式）…"), self.export_sheet),
            (_("办件日志（XES 或 CSV，不含人名）…"), self.export_log),
            (_("导入办件日志…"), self.import_log),
        ):
            menu.addAction(words).triggered.connect(slot)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    @Slot()
    def export_sheet(self) -> None:
        """Write the table with the formulas of its sums."""
        if self.source.table is None:
            return
        proposed = _("部门用时 {day}").format(day=now.today().isoformat()) + ".xlsx"
        kinds = _("Excel 工作簿 (*.xlsx)")
        path = ask_path(self, _("部门用时表"), proposed, kinds, "xlsx")
        if path is not None:
            from envoy_desktop.casework import department_sheet

            values = {"path": path, "table": self.source.table}
            self.context.jobs.run(
                Job(_("写出部门用时表"), department_sheet.write, values),
                done=partial(_written, self.context, path),
            )

    @Slot()
    def export_log(self) -> None:
        """Write one's own log without names."""
        kinds = "XES (*.xes.gz *.xes);;CSV (*.csv)"
        path = ask_path(self, _("导出办件日志"), _("办件日志") + ".xes.gz", kinds, "xes.gz")
        if path is not None:
            values = {"workspace": self.context.workspace, "path": path}
            self.context.jobs.run(
                Job(_("导出办件日志"), write_log, values), done=partial(_logged, self.context, path)
            )

    @Slot()
    def import_log(self) -> None:
        """Take in a log: its columns first, then what each means."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("导入办件日志"), "", _("办件日志") + " (*.xes *.xes.gz *.csv *.csv.gz)"
        )
        if name:
            from envoy_desktop.ui.departments.log_dialog import LogDialog

            LogDialog(self.context, Path(name)).open()


def model_hint() -> str:
    """How the table is read, in a line."""
    return _(
        "部门用时按工作日，只计部门的日子；在办件按“至少”计入。不足 5 件的列出办件，不排名。"
        "双击一个数，看它背后的每一件；右键有更多。"
    )


class BehindDialog(QDialog):
    """What a figure counts, one by one; a row opens its page."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._context = context
        body = QVBoxLayout(self)
        body.setContentsMargins(*[theme.px(20)] * 4)
        body.setSpacing(theme.px(8))
        body.addWidget(Label(title, "figure", wrap=True))
        self.count = Label("", "body", "muted", wrap=True)
        body.addWidget(self.count)
        self.list = RowList(title, action=False, lamp=False)
        self.list.opened.connect(self._opened)
        body.addWidget(self.list, 1)
        line = row(gap=8)
        line.addStretch(1)
        line.addWidget(Button(_("关闭"), on=self.accept))
        body.addLayout(line)
        self.resize(theme.em(52), theme.em(36))

    def open_for(self, table: "Table", department: int, figure: str) -> None:
        """Read and show."""
        self.open()
        self._context.jobs.read(
            model.read_behind, done=self._came, key=f"behind-{id(self)}",
            workspace=self._context.workspace, table=table, department=department, figure=figure,
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: "Behind") -> None:
        words = model.behind_count(found.count)
        if found.count > len(found.rows):
            words = _("共 {n} 件，列出前 {shown} 件").format(n=found.count, shown=len(found.rows))
        if not found.count:
            words = _("没有：这个数现在是 0。")
        self.count.setText(words)
        self.list.set_rows([model.behind_row(one) for one in found.rows])
        self.list.setFocus()

    @Slot(object)
    def _opened(self, found: Row) -> None:
        self.accept()
        self._context.open_object(found.kind, found.id)


def write_log(workspace: Any, path: Path) -> Any:
    """Write the log; off the UI thread."""
    from envoy_desktop.casework import log_export

    with workspace.read() as reader:
        return log_export.export(reader, now.today(), path)


def _written(context: Context, path: Path, rows: int) -> None:
    words = ngettext("已写出 {n} 个部门：{name}", "已写出 {n} 个部门：{name}", rows)
    context.messages.done(words.format(n=rows, name=path.name))


def _logged(context: Context, path: Path, told: Any) -> None:
    words = _("已写出 {cases} 件、{events} 个事件：{name}")
    context.messages.done(words.format(cases=told.cases, events=told.events, name=path.name))
