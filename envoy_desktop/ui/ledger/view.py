"""The ledger's screen: filters, the list, and the chosen duty in full beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.casework import duties
from envoy_desktop.ui import theme
from envoy_desktop.ui.ledger import model
from envoy_desktop.ui.ledger.detail import DutyDetail
from envoy_desktop.ui.ledger.follow_up import (
    CloseForm,
    PostponeForm,
    RemindForm,
    StageForm,
    WithdrawForm,
    print_sheets,
)
from envoy_desktop.ui.ledger.forms import OFFERED, DoneForm, DutyForm
from envoy_desktop.ui.ledger.model import Duty, Ledger, Wanted
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column, row
from envoy_desktop.words import _, names

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = (
    "duty", "duty_stage", "postponement", "reminder", "attachment", "project", "department",
    "setting", "holiday",
)  # fmt: skip


class LedgerScreen(Screen):
    """台账: everything someone said would be done, by when, and whether it was."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.ledger: Ledger | None = None
        self._wanted_id = 0
        self._panel: DutyDetail | None = None
        self._menu: QMenu | None = None

    def title(self) -> str:
        return _("台账")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        self.head = PageTitle(_("台账"), " ")
        self._sheets = Button(
            _("督办单"), icon="printer", tip=_("给应催办的每个单位印一张督办单"), on=self.print_all
        )
        self.head.add(self._sheets)
        self.head.add(Button(_("新增"), icon="plus", tip=_("新增督办事项（N）"), on=self.add))
        body.addWidget(self.head)
        line = row(gap=8)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按内容、项目、责任单位筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(theme.em(9))
        self.text.textChanged.connect(self._show)
        line.addWidget(self.text, 1)
        self.state = ChoiceField(
            [
                (model.OPEN, _("未办结")),
                (model.OVERDUE, _("已逾期")),
                (model.REMIND, _("应催办")),
                (model.UNPROVED, _("待销号")),
                (model.DONE, _("已办结")),
                (model.ALL, _("全部")),
            ],
            model.OPEN,
        )
        self.source = ChoiceField(
            [(code, names.duty_source(code)) for code in OFFERED], none=_("各种来源")
        )
        self.department = ChoiceField(none=_("各部门"))
        for field, words in (
            (self.state, _("状态")),
            (self.source, _("来源")),
            (self.department, _("部门")),
        ):
            field.input().setAccessibleName(words)
            field.input().setMaximumWidth(theme.em(14))
            field.changed.connect(self._show)
            line.addWidget(field)
        body.addLayout(line)
        self.list = RowList(_("督办事项"))
        body.addWidget(self.list, 1)
        self.empty = EmptyState(
            _("没有这样的督办事项"), _("批示、议定事项、对企业的承诺，都可以登记在这里。"),
            icon="table", button=_("新增"), on=self.add,
        )  # fmt: skip
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._edit_row)
        self.list.chosen.connect(self._chosen)
        self.list.menu_wanted.connect(self._menu_of)
        for keys, slot, place in (
            ("N", self.add, self.list),
            ("E", self.edit, self.list),
            ("D", self.mark_done, self.list),
            ("T", self.remind, self.list),
            ("P", self.print_one, self.list),
            ("Y", self.postpone, self.list),
            ("G", self.add_stage, self.list),
            ("X", self.close_duty, self.list),
            ("R", self.reopen, self.list),
            ("Del", self.remove, self.list),
            ("Ctrl+F", self.text.setFocus, page),
        ):
            shortcut = QShortcut(QKeySequence(keys), place)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        return page

    def build_detail(self) -> QWidget | None:
        self._panel = DutyDetail(self.context)
        self._panel.wanted.connect(self._do)
        self._chosen(self.list.current())
        return self._panel

    # -- showing -------------------------------------------------------------------------------

    def refresh(self, changed: "Changed | None") -> None:
        if changed is None or changed.touches(*WATCHED):
            self.context.jobs.read(
                model.read_ledger, done=self._came, key="ledger",
                workspace=self.context.workspace, today=now.today(),
            )  # fmt: skip

    def open(self, object_id: int) -> None:
        if not object_id:
            return
        self._wanted_id = object_id
        if self.ledger is not None:
            self._show()

    def selected(self) -> tuple[str, int] | None:
        duty = self._current()
        return ("duty", duty.row.id) if duty is not None else None

    def entered(self) -> None:
        self.list.setFocus()

    @Slot(object)
    def _came(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.head.set(_("台账"), model.summary(ledger))
        leading = {d.row.lead_department for d in ledger.duties}
        self.department.set_choices([(c.id, c.name) for c in ledger.departments if c.id in leading])
        self._show()

    @Slot()
    def _show(self) -> None:
        if self.ledger is None:
            return
        if self._wanted_id and not self._in_filters(self._wanted_id):
            self.state.set_value(model.ALL)
        wanted = Wanted(
            str(self.state.value()),
            str(self.source.value() or ""),
            self.department.value(),
            self.text.text(),
        )
        shown = model.filtered(self.ledger, wanted)
        self.list.set_rows(model.rows(shown, self.ledger.today))
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        if self._wanted_id and self.list.choose(self._wanted_id, "duty"):
            self._wanted_id = 0
        elif self.list.current() is None:
            self.list.choose_first()
        self._chosen(self.list.current())

    def _in_filters(self, duty: int) -> bool:
        assert self.ledger is not None
        wanted = Wanted(str(self.state.value()))
        return any(d.row.id == duty for d in model.filtered(self.ledger, wanted))

    def _current(self) -> Duty | None:
        found = self.list.current()
        return found.data if found is not None and isinstance(found.data, Duty) else None

    @Slot(object)
    def _chosen(self, _row: Row | None) -> None:
        if self._panel is not None:
            self._panel.show_duty(self._current())

    # -- doing ---------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """Enter a duty."""
        if self.ledger is not None:
            DutyForm(self.context, self.ledger).open()

    @Slot()
    def edit(self) -> None:
        """Change the chosen duty."""
        self._do("edit")

    @Slot()
    def reopen(self) -> None:
        """The chosen duty is not done after all."""
        self._do("reopen")

    @Slot()
    def remove(self) -> None:
        """The chosen duty was entered by mistake."""
        self._do("remove")

    @Slot()
    def mark_done(self) -> None:
        """The chosen duty is done."""
        self._do("done")

    @Slot()
    def remind(self) -> None:
        """A reminder of the chosen duty went out."""
        self._do("remind")

    @Slot()
    def postpone(self) -> None:
        """The chosen duty gets a later date."""
        self._do("postpone")

    @Slot()
    def add_stage(self) -> None:
        """The chosen duty gets a stage."""
        self._do("stage")

    @Slot()
    def close_duty(self) -> None:
        """The proof of the chosen duty was seen."""
        self._do("close")

    @Slot()
    def print_one(self) -> None:
        """A reminder sheet for the chosen duty."""
        self._do("sheet")

    @Slot()
    def print_all(self) -> None:
        """A reminder sheet for each who owes something that is to be urged now."""
        if self.ledger is None:
            return
        wanted = Wanted(
            model.REMIND, str(self.source.value() or ""), self.department.value(), self.text.text()
        )
        print_sheets(self.context, [d.row.id for d in model.filtered(self.ledger, wanted)])

    @Slot(object, str)
    def _acted(self, _row: Row, action: str) -> None:
        self._do(action)

    @Slot(object)
    def _edit_row(self, _row: Row) -> None:
        self._do("edit")

    @Slot(str)
    def _do(self, what: str) -> None:
        duty = self._current()
        if duty is None or self.ledger is None:
            return
        short = duty.row.text[:20]
        if what == "done" and duty.reading.is_open:
            DoneForm(self.context, self.ledger, duty).open()
        elif what == "edit":
            DutyForm(self.context, self.ledger, duty).open()
        elif what == "close" and not duty.reading.closed and not duty.row.withdrawn_on:
            CloseForm(self.context, self.ledger.calendar, duty.row).open()
        elif what == "remind" and duty.reading.is_open:
            RemindForm(self.context, self.ledger.calendar, duty.row, duty.reading).open()
        elif what == "postpone" and duty.reading.is_open:
            PostponeForm(self.context, self.ledger.calendar, duty.row).open()
        elif what == "stage" and duty.reading.is_open:
            StageForm(self.context, self.ledger.calendar, duty.row).open()
        elif what == "withdraw" and duty.reading.is_open:
            WithdrawForm(self.context, duty.row).open()
        elif what.startswith("stage-done:"):
            self.context.jobs.act(
                _("阶段已完成"), duties.stage_done, stage=int(what.partition(":")[2])
            )
        elif what == "sheet" and duty.reading.is_open:
            print_sheets(self.context, [duty.row.id])
        elif what == "reopen" and not duty.reading.is_open:
            self.context.jobs.act(
                _("已重开：{what}").format(what=short), duties.reopen, duty=duty.row.id
            )
        elif what == "remove":
            self.context.jobs.act(
                _("已移除：{what}").format(what=short), duties.remove, duty=duty.row.id
            )
        elif what == "project" and duty.row.project is not None:
            self.context.open_object("project", duty.row.project)
        elif what == "history":
            from envoy_desktop.ui.history.dialog import HistoryDialog

            HistoryDialog(self.context, duty.row.id, duty.row.text).open()

    @Slot(object, QPoint)
    def _menu_of(self, found: Row, place: QPoint) -> None:
        duty = found.data
        if not isinstance(duty, Duty):
            return
        self._menu = QMenu(self.list)
        self._menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, what, shown in (
            (_("办结(&D)"), "done", duty.reading.is_open),
            (_("销号(&X)"), "close", not duty.reading.closed and not duty.row.withdrawn_on),
            (_("催办(&T)"), "remind", duty.reading.is_open),
            (_("印督办单(&P)"), "sheet", duty.reading.is_open),
            (_("延期(&Y)"), "postpone", duty.reading.is_open),
            (_("加阶段(&G)"), "stage", duty.reading.is_open),
            (_("撤销交办"), "withdraw", duty.reading.is_open),
            (_("重开(&R)"), "reopen", not duty.reading.is_open),
            (_("修改(&E)"), "edit", True),
            (_("打开项目(&O)"), "project", bool(duty.row.project_name)),
            (_("变更记录(&H)"), "history", True),
            (_("移除"), "remove", True),
        ):
            if shown:
                self._menu.addAction(words).setData(what)
        self._menu.triggered.connect(self._menu_chosen)
        self._menu.popup(place)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        self._do(str(action.data()))
