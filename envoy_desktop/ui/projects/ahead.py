"""Looking ahead: what if a procedure is decided by a day, who can win days, then against now."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from envoy_desktop import now
from envoy_desktop.casework import baselines, suppose
from envoy_desktop.casework.baselines import Compared
from envoy_desktop.casework.suppose import WhatIf
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui import theme
from envoy_desktop.ui.projects.fan import FanLeaf
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _, days, names, ngettext, refusals


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a supposition gives, or the sentence of the rule that refuses it."""

    found: WhatIf | None
    refused: str = ""


def read_supposed(workspace: Any, project: int, code: str, decided: date, today: date) -> Supposed:
    """Suppose; off the UI thread."""
    with workspace.read() as reader:
        try:
            return Supposed(suppose.what_if(reader, project, code, decided, today))
        except Refusal as no:
            return Supposed(None, refusals.tell(no).what)


def read_compared(workspace: Any, project: int, today: date) -> Compared | None:
    """The plan against its newest baseline; off the UI thread."""
    from envoy_desktop.casework import outlook

    with workspace.read() as reader:
        seen = outlook.outlook(reader, project, today, with_forecast=False)
        return baselines.compared(reader, project, seen)


def write_pdf(workspace: Any, project: int, path: Path) -> Path:
    """Write the timeline as pages; off the UI thread."""
    from envoy_desktop.documents import timeline_of
    from envoy_desktop.store.connection import replace_file

    with workspace.read() as reader:
        sheet = timeline_of.sheet(reader, project, now.today())
    replace_file(path, timeline_of.written(sheet, ".pdf"))
    return path


class AheadDialog(QDialog):
    """Four leaves: 推演, 把握, 争取天数, 与基准相比; nothing but 设为基准 writes."""

    def __init__(self, context: Context, page: ProjectPage) -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("推演与基准"))
        self._context, self._page = context, page
        body = QVBoxLayout(self)
        body.setContentsMargins(*[theme.px(20)] * 4)
        body.setSpacing(theme.px(8))
        body.addWidget(Label(page.row.name, "figure", wrap=True))
        self.tabs = Tabs()
        self._make_suppose()
        self._make_wins()
        self._make_baseline()
        self.tabs.add("suppose", _("推演"), self._suppose_leaf)
        self.tabs.add("fan", _("把握"), self._fan_leaf)
        self.tabs.add("wins", _("争取天数"), self._wins_leaf)
        self.tabs.add("baseline", _("与基准相比"), self._baseline_leaf)
        body.addWidget(self.tabs, 1)
        line = row(gap=8)
        line.addStretch(1)
        line.addWidget(Button(_("关闭"), on=self.accept))
        body.addLayout(line)
        self.resize(theme.em(54), theme.em(40))
        self._read_baseline()

    def _fan_leaf(self) -> QWidget:
        return FanLeaf(self._context, self._page)

    def _suppose_leaf(self) -> QWidget:
        return self._suppose

    def _wins_leaf(self) -> QWidget:
        return self._wins

    def _baseline_leaf(self) -> QWidget:
        return self._baseline

    # -- what if -------------------------------------------------------------------------------

    def _make_suppose(self) -> None:
        self._suppose = QWidget()
        body = column(self._suppose, margin=(0, 12, 0, 0), gap=10)
        open = [step for step in self._page.seen.steps if step.state != "done"]
        open.sort(key=lambda step: (not step.critical, step.finish))
        form = Form(label_width=7)
        self.step = ChoiceField(
            [(s.code, _("{name}（{who}）").format(name=s.name, who=s.department_name))
             for s in open], open[0].code if open else None, search=True,
        )  # fmt: skip
        form.add("code", _("如果"), self.step)
        self.on = DateField(mark=marks(self._page.calendar), ahead=True)
        form.add("on", _("在这一天办结"), self.on)
        body.addWidget(form)
        self.said = Label(_("选一个办件，写下可能办结的日期。"), "strong", wrap=True)
        body.addWidget(self.said)
        self.moved = RowList(_("会移动的办件"), action=False, lamp=False)
        body.addWidget(self.moved, 1)
        self.step.changed.connect(self._ask)
        self.on.changed.connect(self._ask)
        if open:
            self.on.set_value(open[0].finish)
            self._ask()

    @Slot()
    def _ask(self) -> None:
        on, code = self.on.value(), self.step.value()
        if on is None or code is None:
            return
        self._context.jobs.read(
            read_supposed, done=self._supposed, key=f"suppose-{id(self)}",
            workspace=self._context.workspace, project=self._page.row.id, code=str(code),
            decided=on, today=self._page.today,
        )  # fmt: skip

    @Slot(object)
    def _supposed(self, answer: Supposed) -> None:
        found = answer.found
        if found is None:
            self.said.setText(answer.refused)
            self.moved.set_rows([])
            return
        words = days.supposed(found.name, found.decided, found.target, found.after, found.days)
        if found.margin is not None:
            left = names.days(abs(found.margin))
            late = found.margin < 0
            words += (_("比目标日期晚 {days}。") if late else _("到目标日期还余 {days}。")).format(
                days=left
            )
        self.said.setText(words)
        self.moved.set_rows(
            [
                Row(
                    number, step.name, step.code,
                    second=_("{a} → {b}").format(
                        a=names.short_day(step.before), b=names.short_day(step.after)
                    ),
                    figure=slipped(step.days), tone=tone(step.days),
                )
                for number, step in enumerate(found.moved, 1)
            ]
        )  # fmt: skip

    # -- who can win ---------------------------------------------------------------------------

    def _make_wins(self) -> None:
        self._wins = QWidget()
        body = column(self._wins, margin=(0, 12, 0, 0), gap=10)
        seen = self._page.seen
        words = _("只有关键路径上的办件能让目标提前；每行单独算，不能相加。")
        if not seen.wins:
            words = _("关键路径上没有可以争取的天数。")
        body.addWidget(Label(words, "body", "muted", wrap=True))
        listed = RowList(_("能争取的天数"), action=False, lamp=False)
        whose = {step.code: step.department_name for step in seen.steps}
        how = {"promised": _("守住承诺时限"), "two_thirds": _("压缩三分之一")}
        listed.set_rows(
            [
                Row(
                    number, win.name, _("{how}，用 {days}办结").format(
                        how=how.get(win.at, win.at), days=names.days(win.length)
                    ),
                    second=whose.get(win.code, ""),
                    figure=ngettext("早 {n} 日", "早 {n} 日", win.days).format(n=win.days),
                    tone="green_word",
                )
                for number, win in enumerate(seen.wins, 1)
            ]
        )  # fmt: skip
        body.addWidget(listed, 1)

    # -- baseline ------------------------------------------------------------------------------

    def _make_baseline(self) -> None:
        self._baseline = QWidget()
        body = column(self._baseline, margin=(0, 12, 0, 0), gap=10)
        line = row(gap=8)
        self.then = Label("", "body", wrap=True)
        line.addWidget(self.then, 1)
        self._set = Button(_("把今天的计划设为基准"), on=self.set_baseline)
        self._set.setEnabled(not self._page.row.closed_on)
        line.addWidget(self._set)
        body.addLayout(line)
        self.slips = RowList(_("各步与基准相比"), action=False, lamp=False)
        body.addWidget(self.slips, 1)

    def _read_baseline(self) -> None:
        self._context.jobs.read(
            read_compared, done=self._compared, key=f"baseline-{id(self)}",
            workspace=self._context.workspace, project=self._page.row.id, today=self._page.today,
        )  # fmt: skip

    @Slot(object)
    def _compared(self, found: Compared | None) -> None:
        if found is None:
            words = _("还没有基准。计划商定以后设一个，以后就看得出每一步滑了几天。")
            self.then.setText(words)
            self.slips.set_rows([])
            return
        words = _("基准“{name}”（{day}）：由 {then} 到 {now}").format(
            name=found.baseline.name, day=names.short_day(found.baseline.on),
            then=names.short_day(found.finish_then), now=names.short_day(found.finish_now),
        )  # fmt: skip
        self.then.setText(_("，").join(filter(None, (words, slipped(found.finish_days)))))
        self.slips.set_rows(
            [
                Row(
                    slip.procedure, slip.name, slip.department_name,
                    second=_("{a} → {b}").format(
                        a=names.short_day(slip.then) if slip.then else _("新增"),
                        b=names.short_day(slip.now),
                    ),
                    figure=slipped(slip.days), tone=tone(slip.days),
                )
                for slip in found.slips
            ]
        )  # fmt: skip

    @Slot()
    def set_baseline(self) -> None:
        """Keep today's plan."""
        self._context.jobs.act(
            _("已设为基准"), baselines.set_baseline, done=self._was_set,
            project=self._page.row.id,
        )  # fmt: skip

    @Slot(object)
    def _was_set(self, _id: object) -> None:
        self._read_baseline()


def slipped(n: int) -> str:
    """晚 3 日, 早 3 日, or nothing; working days."""
    if not n:
        return ""
    if n > 0:
        return ngettext("晚 {n} 日", "晚 {n} 日", n).format(n=n)
    return ngettext("早 {n} 日", "早 {n} 日", -n).format(n=-n)


def tone(n: int) -> str:
    """The colour of a slip's word."""
    return "red_word" if n > 0 else "green_word" if n < 0 else "muted"
