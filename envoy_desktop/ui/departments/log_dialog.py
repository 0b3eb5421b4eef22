"""导入办件日志: what the file calls things, what each means to us, and every bad row."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout

from envoy_desktop.casework import log_rows, logs
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.settings.problems import ProblemList
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll, row
from envoy_desktop.words import N_, _, ngettext, refusals
from envoy_desktop.words import figures as words

if TYPE_CHECKING:
    from envoy_desktop.casework.log_rows import Attribute
    from envoy_desktop.casework.logs import Imported

FIELDS = (
    ("case", N_("办件编号"), True),
    ("item", N_("事项"), True),
    ("department", N_("部门"), True),
    ("filed", N_("申报日期"), True),
    ("deadline", N_("截止日（法定）"), False),
    ("planned", N_("承诺的办结日"), False),
    ("ended", N_("办结日期"), False),
)
DAYS = ("filed", "deadline", "planned", "ended")
HINTS = {
    "case": ("concept:name", "case", "编号", "办件号", "申办号"),
    "item": ("item", "事项", "channel", "type"),
    "department": ("department", "部门", "responsible", "org:group"),
    "filed": ("startdate", "filed", "申报", "start"),
    "deadline": ("deadline", "截止", "法定"),
    "planned": ("enddate_planned", "planned", "承诺"),
    "ended": ("enddate", "ended", "办结", "end"),
}
"""By which names an attribute is proposed; the person decides."""


class LogDialog(QDialog):
    """Looks first, then takes in all good rows; the bad ones stay in sight with line and reason."""

    def __init__(self, context: Context, path: Path) -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("导入办件日志"))
        self._context, self._path = context, path
        body = QVBoxLayout(self)
        body.setContentsMargins(*[theme.px(20)] * 4)
        body.setSpacing(theme.px(10))
        body.addWidget(Label(path.name, "figure", wrap=True))
        self.summary = Label(_("正在读……"), "body", "muted", wrap=True)
        body.addWidget(self.summary)
        page = Scroll(gap=8)
        self.form = Form(label_width=9)
        for name, title, required in FIELDS:
            field = ChoiceField(
                [], none=_("还没有选") if required else _("没有"), required=required
            )
            self.form.add(name, _(title), field)
        page.body.addWidget(self.form)
        page.body.addStretch(1)
        body.addWidget(page, 3)
        self.form.changed.connect(self._chosen)
        self.wrong = Label("", "strong", "red_word", wrap=True, selectable=True)
        self.wrong.hide()
        body.addWidget(self.wrong)
        self.problems = ProblemList()
        self.problems.setMinimumHeight(theme.px(110))
        self.problems.hide()
        body.addWidget(self.problems, 2)
        line = row(gap=8)
        line.addStretch(1)
        self.close_button = Button(_("取消"), on=self.reject)
        line.addWidget(self.close_button)
        self.take = Button(_("导入"), primary=True, on=self._take)
        self.take.setEnabled(False)
        line.addWidget(self.take)
        body.addLayout(line)
        self.resize(theme.em(54), theme.em(44))
        self._found: list[Attribute] = []
        context.jobs.run(
            Job(_("读取日志"), log_rows.attributes, {"path": path}, quiet=True), done=self._came,
            failed=self._failed,
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: "list[Attribute]") -> None:
        self._found = [one for one in found if one.of == "case"]
        if not self._found:
            self.summary.setText(_("这个文件里没有找到办件。"))
            return
        self.summary.setText(
            _(
                "文件里每个办件有这些属性（列）。说明每一项是什么；没有的不选。导入后成为一个已办结的“日志”项目，可以撤销。"
            )
        )
        for name, _title, _required in FIELDS:
            field = self.form.fields[name]
            assert isinstance(field, ChoiceField)
            field.set_choices([(one.name, _described(one)) for one in self._found])
            field.set_value(proposed(name, self._found))
        self._chosen("")

    @Slot(str)
    def _chosen(self, _name: str) -> None:
        values = self.form.values()
        whole = all(values[name] for name, _title, required in FIELDS if required)
        self.take.setEnabled(whole)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self.wrong.setText(" ".join(part for part in (told.what, told.next) if part))
        self.wrong.show()
        self.problems.show_lines(told.lines)
        self.problems.setVisible(bool(told.lines))
        if self.summary.text() == _("正在读……"):
            self.summary.clear()
        self.take.setEnabled(bool(self._found))

    @Slot()
    def _take(self) -> None:
        if not self.form.check():
            return
        self.take.setEnabled(False)
        self.wrong.hide()
        told = {name: str(value) if value else None for name, value in self.form.values().items()}
        values = {
            "workspace": self._context.workspace, "path": self._path,
            "mapping": logs.mapping_of(events=(), time="", **told),
        }  # fmt: skip
        self._context.jobs.run(
            Job(_("导入办件日志"), bring_in, values), done=self._taken, failed=self._failed,
            lane="write",
        )  # fmt: skip

    @Slot(object)
    def _taken(self, told: "Imported") -> None:
        line = ngettext("已导入 {n} 件", "已导入 {n} 件", told.cases).format(n=told.cases)
        self._context.messages.done(line, undo=True)
        if not told.bad:
            self.accept()
            return
        parts = [line]
        if told.refused:
            parts.append(_("{n} 行没有采用").format(n=told.refused))
        if told.remarks:
            parts.append(_("{n} 处有说明").format(n=told.remarks))
        self.summary.setText(_("，").join(parts))
        self.form.setEnabled(False)
        self.problems.show_lines(tuple(bad_words(bad) for bad in told.bad))
        self.problems.show()
        self.take.hide()
        self.close_button.setText(_("关闭"))


def bring_in(workspace: Any, path: Path, mapping: logs.Mapping) -> "Imported":
    """Check what was chosen, then take the log in; on the writing lane."""
    logs.check(path, mapping)
    told: Imported = workspace.do(logs.import_log, path=path, mapping=mapping)
    return told


def bad_words(bad: logs.Bad) -> str:
    """A bad row: 第 12 行 enddate 不是日期：2011-13-01（编号 17）."""
    line = words.bad_row(bad.place, bad.column, bad.reason)
    if bad.value:
        line = _("{line}：{value}").format(line=line, value=bad.value[:60])
    if bad.case:
        line = _("{line}（编号 {case}）").format(line=line, case=bad.case)
    return line


def proposed(name: str, found: "list[Attribute]") -> str | None:
    """The attribute that is proposed for a field; days only for days."""
    fit = [one for one in found if one.days * 2 >= one.seen or name not in DAYS]
    for hint in HINTS[name]:
        for exact in (True, False):
            for one in fit:
                low = one.name.lower()
                bare = low.removeprefix("case:").removeprefix("(case)").strip()
                if bare == hint or (not exact and hint in low):
                    return one.name
    return None


def _described(one: "Attribute") -> str:
    sample = _("、").join(text[:16] for text in one.samples[:2])
    return _("{name}（如 {sample}）").format(name=one.name, sample=sample) if sample else one.name
