"""从表格导入: what each column is, what would be written, every bad cell; then all or nothing."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from envoy_desktop.casework import sheet_import
from envoy_desktop.casework.sheet_import import Book, Chosen, Sheet, Taken
from envoy_desktop.casework.sheet_rows import Intake
from envoy_desktop.domain import sheet_columns
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.settings.problems import ProblemList
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll, SectionHeader, row
from envoy_desktop.words import _, names, ngettext, refusals

FILTER = "*.xlsx *.csv"


def import_from_sheet(context: Context) -> None:
    """Ask for the file, then show what is in it."""
    name, _kind = QFileDialog.getOpenFileName(
        context.window, _("从表格导入"), "", _("表格") + f" ({FILTER})"
    )
    if name:
        ImportDialog(context, Path(name)).open()


class ImportDialog(QDialog):
    """Each change of a column or a name is looked at again at once; nothing is written by it."""

    def __init__(self, context: Context, path: Path) -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("从表格导入"))
        self._context, self._path = context, path
        self._columns: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._shown: tuple[tuple[str, ...], ...] = ()
        self._asked: tuple[str, ...] = ()
        body = QVBoxLayout(self)
        body.setContentsMargins(*[theme.px(20)] * 4)
        body.setSpacing(theme.px(10))
        body.addWidget(Label(path.name, "figure", wrap=True))
        self.summary = Label(_("正在读……"), "body", "muted", wrap=True)
        body.addWidget(self.summary)
        self._scroll = Scroll(gap=10)
        self._grid_of = QWidget()
        self._grid = QGridLayout(self._grid_of)
        self._grid.setContentsMargins(0, 0, theme.px(12), 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        self._scroll.body.addWidget(self._grid_of)
        self._scroll.body.addStretch(1)
        body.addWidget(self._scroll, 3)
        self.wrong = Label("", "strong", "red_word", wrap=True, selectable=True)
        self.wrong.hide()
        body.addWidget(self.wrong)
        self.problems = ProblemList()
        self.problems.setMinimumHeight(theme.px(110))
        self.problems.hide()
        body.addWidget(self.problems, 2)
        line = row(gap=8)
        line.addStretch(1)
        line.addWidget(Button(_("取消"), on=self.reject))
        self.take = Button(_("导入"), primary=True, on=self._take)
        self.take.setEnabled(False)
        line.addWidget(self.take)
        body.addLayout(line)
        self.resize(theme.em(56), theme.em(46))
        self._look()

    # -- looking -------------------------------------------------------------------------------

    def _chosen(self) -> Chosen:
        return Chosen(dict(self._columns), dict(self._names))

    def _look(self) -> None:
        self.take.setEnabled(False)
        values = {
            "workspace": self._context.workspace, "path": self._path, "chosen": self._chosen(),
        }  # fmt: skip
        self._context.jobs.run(
            Job(_("读取表格"), sheet_import.look, values, quiet=True), done=self._came,
            failed=self._failed,
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: tuple[Book, Intake]) -> None:
        book, wanted = found
        self._show_columns(book, wanted)
        parts = [
            ngettext("新项目 {n}", "新项目 {n}", n).format(n=n)
            if kind == "project"
            else ngettext("办件 {n}", "办件 {n}", n).format(n=n)
            if kind == "procedure"
            else ngettext("事件 {n}", "事件 {n}", n).format(n=n)
            for kind, n in (
                ("project", wanted.fresh_projects),
                ("procedure", wanted.fresh_procedures),
                ("event", wanted.fresh_events),
            )
        ]
        lines = [_("会写入：{what}").format(what=_("，").join(parts))]
        if wanted.known_events:
            lines.append(_("已有的 {n} 个事件不重复写").format(n=wanted.known_events))
        if wanted.guessed_years:
            lines.append(
                _("{n} 个日期没有年份，按前后日期推定，请核对").format(n=wanted.guessed_years)
            )
        lines += [_("“{a}”按“{b}”读").format(a=a, b=b) for a, b in wanted.matched[:4]]
        for one in wanted.unmatched:
            if one.kind == "project":
                near = names.joined(told for _code, told in one.suggestions)
                lines.append(_("新项目“{name}”与{near}相近").format(name=one.name, near=near))
        self.summary.setText(_("；").join(lines))
        try:
            sheet_import.check(book, wanted)
        except Trouble as trouble:
            self._failed(trouble)
            return
        self.wrong.hide()
        self.problems.hide()
        fresh = wanted.fresh_projects + wanted.fresh_procedures + wanted.fresh_events
        self.take.setEnabled(bool(fresh) or any(p.fields for p in wanted.projects))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self.wrong.setText(told.what)
        self.wrong.show()
        self.problems.show_lines(told.lines)
        self.problems.setVisible(bool(told.lines))
        if self.summary.text() == _("正在读……"):
            self.summary.setText(told.next)
        self.take.setEnabled(False)

    def _show_columns(self, book: Book, wanted: Intake) -> None:
        headings = tuple(sheet.headings for sheet in book.sheets)
        items = [one for one in wanted.unmatched if one.kind == "item"]
        asked = tuple(one.name for one in items)
        if headings == self._shown and set(asked) <= set(self._asked):
            return  # the fields stand: what was chosen is not taken out of the hand
        self._shown, self._asked = headings, asked
        while (held := self._grid.takeAt(0)) is not None:
            widget = held.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        line = 0
        if items:
            head = SectionHeader(_("目录里没有的名称"), len(items))
            self._grid.addWidget(head, line, 0, 1, 3)
            for line, one in enumerate(items, 1):
                self._grid.addWidget(Label(one.name, "body", wrap=True), line, 0)
                field = ChoiceField(one.suggestions, none=_("还没有选"), search=True)
                field.input().setAccessibleName(_("“{name}”是哪个事项").format(name=one.name))
                field.setProperty("name_of", one.name)
                field.changed.connect(self._name_chosen)
                self._grid.addWidget(field, line, 1, 1, 2)
            line += 1
        for sheet in book.sheets:
            head = SectionHeader(_("工作表“{name}”：{what}").format(
                name=sheet.name, what=shape_words(sheet.shape)
            ))  # fmt: skip
            self._grid.addWidget(head, line, 0, 1, 3)
            for place in _filled(sheet):
                line += 1
                heading = sheet.headings[place]
                self._grid.addWidget(Label(heading, "body", wrap=True), line, 0)
                field = ChoiceField(choices(), sheet.fields[place], search=True)
                field.input().setAccessibleName(_("“{name}”一列是什么").format(name=heading))
                field.setProperty("heading", heading)
                field.changed.connect(self._column_chosen)
                self._grid.addWidget(field, line, 1)
                sample = Label(_sample(sheet, place), "caption", "muted")
                self._grid.addWidget(sample, line, 2)
            line += 1

    @Slot()
    def _column_chosen(self) -> None:
        field: QObject = self.sender()
        assert isinstance(field, ChoiceField)
        self._columns[str(field.property("heading"))] = str(field.value() or "")
        self._look()

    @Slot()
    def _name_chosen(self) -> None:
        field: QObject = self.sender()
        assert isinstance(field, ChoiceField)
        name = str(field.property("name_of"))
        if field.value():
            self._names[name] = str(field.value())
        else:
            self._names.pop(name, None)
        self._look()

    # -- taking --------------------------------------------------------------------------------

    @Slot()
    def _take(self) -> None:
        self.take.setEnabled(False)
        session = self._context.settings["session"]
        values: dict[str, Any] = {
            "workspace": self._context.workspace,
            "path": self._path,
            "backups": session.backup_folder() if not session.demo else None,
            "chosen": self._chosen(),
        }
        self._context.jobs.run(
            Job(_("从表格导入"), sheet_import.bring_in, values), done=self._taken,
            failed=self._failed, lane="write",
        )  # fmt: skip

    @Slot(object)
    def _taken(self, taken: Taken) -> None:
        words = _("已导入：项目 {projects}，办件 {procedures}，事件 {events}").format(
            projects=taken.projects, procedures=taken.procedures, events=taken.events
        )
        self._context.messages.done(words, undo=True)
        self.accept()


def choices() -> list[tuple[str, str]]:
    """Every field with the word for it; the first leaves the column out."""
    found = [("", _("不导入"))]
    for field in sheet_columns.FIELDS:
        if field.startswith(sheet_columns.ATTRIBUTE):
            words = names.attribute(field.removeprefix(sheet_columns.ATTRIBUTE))
        elif field.startswith(sheet_columns.ON):
            event = names.event(field.removeprefix(sheet_columns.ON))
            words = _("{event}日期").format(event=event)
        else:
            words = sheet_columns.heading(field)
        found.append((field, words))
    return found


def shape_words(shape: str) -> str:
    """What a row of a sheet is, in words."""
    return {
        "projects": _("每行一个项目"),
        "procedures": _("每行一个办件"),
        "events": _("每行一个事件"),
    }.get(shape, _("没有认出项目名称，不读"))


def _filled(sheet: Sheet) -> list[int]:
    """The columns that have a heading."""
    return [place for place, heading in enumerate(sheet.headings) if heading]


def _sample(sheet: Sheet, place: int) -> str:
    for _number, cells in sheet.lines[:50]:
        if place < len(cells) and cells[place].strip():
            text = cells[place].strip()
            return _("如 {value}").format(value=names.short(text, 18))
    return ""
