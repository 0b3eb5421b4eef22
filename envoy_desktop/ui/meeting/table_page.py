"""部门效能: the department table of a month or a quarter; every line opens to its cases."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop import now
from envoy_desktop.documents.department_table import DepartmentTable, TableLine
from envoy_desktop.ui.meeting import meeting_reading as reading
from envoy_desktop.ui.meeting.meeting_forms import AnswerForm
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import EmptyState, column
from envoy_desktop.words import _, names, ngettext
from envoy_desktop.words import figures as words


class TablePage(QWidget):
    """The table, its papers, the departments' answers."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: DepartmentTable | None = None
        self._out = Path()
        body = column(self, margin=(0, 8, 0, 12), gap=8)
        bar = QWidget()
        line = Flow(bar, gap=8)
        times = reading.months(now.today())
        self.time = ChoiceField([(n, name) for n, (_days, name) in enumerate(times)], 0)
        self.time.input().setAccessibleName(_("哪一段时间"))
        self._times = [days for days, _name in times]
        self.time.changed.connect(self.again)
        self.answer = Button(_("记录答复"), on=self._answer)
        self.sheet = Button(_("效能单"), icon="file-text", on=self._sheet)
        self.sheets = Button(_("全部效能单"), icon="folder-open", on=self._all_sheets)
        self.paper = Button(_("印情况表"), icon="table", on=self._paper)
        self.public = Button(_("印公布稿"), icon="table", on=self._public)
        self.public.setToolTip(_("不出现个人姓名；印好后请再看一遍部门的答复"))
        self._buttons = (self.answer, self.sheet, self.sheets, self.paper, self.public)
        for widget in (self.time, *self._buttons):
            line.addWidget(widget)
        body.addWidget(bar)
        self._told = Label("", "body", "muted", wrap=True)
        body.addWidget(self._told)
        self.list = RowList(_("部门效能"), lamp=False)
        self.list.opened.connect(self._open)
        self.list.acted.connect(self._acted)
        body.addWidget(self.list, 1)
        self._empty = EmptyState(_("这段时间没有办件"), _("换一段时间看看。"), icon="table")
        self._empty.hide()
        body.addWidget(self._empty, 1)
        self.again()

    @Slot()
    def again(self) -> None:
        """Read the table of the chosen time anew."""
        since, until = self.days()
        self._context.jobs.read(
            reading.table, done=self._came, key="department-table",
            workspace=self._context.workspace, since=since, until=until,
        )  # fmt: skip

    def days(self) -> tuple[date, date]:
        """The first and the last day of the chosen time."""
        return self._times[int(self.time.value() or 0)]

    @Slot(object)
    def _came(self, found: DepartmentTable) -> None:
        self._found = found
        rows = [_row(line) for line in found.lines]
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        for button in self._buttons:
            button.setEnabled(bool(rows))
        if rows and self.list.current() is None:
            self.list.choose_first()
        cases = sum(line.row.figure.cases for line in found.lines)
        self._told.setText(
            _("{period}申报的 {n} 件；不足 5 件的不作统计，没有把握的不排名次").format(
                period=words.period(found.since, found.until), n=cases
            )
        )

    @Slot(object)
    def _open(self, row: Row) -> None:
        self._context.open_object("department", row.id)

    @Slot(object, str)
    def _acted(self, row: Row, _action: str) -> None:
        self._open(row)

    @Slot()
    def _answer(self) -> None:
        row = self.list.current()
        if row is not None:
            AnswerForm(self._context, row.id, row.title, *self.days()).open()

    @Slot()
    def _sheet(self) -> None:
        row = self.list.current()
        if row is not None:
            self._write(_("{name}效能单").format(name=row.title), "pdf", row.id)

    @Slot()
    def _all_sheets(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("效能单写到哪个文件夹"), str(home()))
        if folder:
            self.write_sheets(Path(folder))

    def write_sheets(self, folder: Path) -> None:
        """Write every department's own sheet into a folder."""
        since, until = self.days()
        values = {
            "workspace": self._context.workspace, "folder": folder, "since": since, "until": until,
        }  # fmt: skip
        self._out = folder
        job = Job(_("正在排版"), reading.write_sheets, values)
        self._context.jobs.run(job, done=self._sheets_written)

    @Slot(object)
    def _sheets_written(self, written: reading.Written) -> None:
        n = written.pages
        self._context.messages.done(
            ngettext("已写出 {n} 张效能单到 {path}", "已写出 {n} 张效能单到 {path}", n).format(
                n=n, path=self._out
            )
        )
        self._tell_lacking(written)

    @Slot()
    def _paper(self) -> None:
        self._write(_("部门审批效能情况表"), "pdf", None)

    @Slot()
    def _public(self) -> None:
        self._write(_("部门审批效能情况表（公布稿）"), "pdf", None, public=True)

    def _write(
        self, name: str, ending: str, department: int | None, *, public: bool = False
    ) -> None:
        kinds = _("PDF 文件 (*.pdf)") if department else _("PDF 文件 (*.pdf);;表格 (*.xlsx)")
        proposed = str(home() / f"{name}.{ending}")
        out = ask_path(self._context.window, name, proposed, kinds, ending)
        if out is None:
            return
        since, until = self.days()
        values = {
            "workspace": self._context.workspace, "path": out, "since": since, "until": until,
        }  # fmt: skip
        self._out = out
        function = reading.write_table if department is None else reading.write_sheet
        if department is not None:
            values["department"] = department
        else:
            values["public"] = public
        self._context.jobs.run(Job(_("正在排版"), function, values), done=self._written)

    @Slot(object)
    def _written(self, written: reading.Written) -> None:
        self._context.messages.done(_("已写出 {path}").format(path=self._out.name))
        self._tell_lacking(written)

    def _tell_lacking(self, written: reading.Written) -> None:
        if written.lacking:
            self._context.messages.tell(names.lacking(written.lacking))


def _row(line: TableLine) -> Row:
    figure, told = line.row.figure, line.row.standing
    median = _("中位数 {days}") if figure.is_statistic else _("用时 {days} 个工作日")
    parts = [
        _("办件 {n}，在办 {open}").format(n=figure.cases, open=figure.open),
        median.format(days=words.median(figure)),
        _("承诺内 {share}").format(share=words.held(figure.promised)),
    ]
    parts += [_("答复：{words}").format(words=answer.text) for answer in line.answers]
    return Row(
        line.row.office.id,
        line.name,
        _(" · ").join(parts),
        second=words.standing(told) if told.rank else words.settled(told),
        second_line=_("趋势：{trend}").format(trend=words.trend(line.trend)),
        figure=_("第 {n}").format(n=told.rank) if told.rank else "—",
        action="open",
        action_text=_("看办件"),
        data=line,
    )
