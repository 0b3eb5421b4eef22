"""One department's figures opened up: charts, its items beside the city's, its own statement."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.departments import figures_model as model
from envoy_desktop.ui.departments.figures_model import Asked
from envoy_desktop.ui.departments.figures_tab import BehindDialog
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.chart import ChartCard, write
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, SectionHeader, row
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.casework.department_detail import Detail
    from envoy_desktop.casework.figures import Table

SIDE_BY_SIDE = 820
"""From this width on the charts stand beside each other."""


class DetailView(QStackedWidget):
    """`open(department, asked)`; reads as a job, shows what came."""

    write_wanted = Signal(object)  # department id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.seen: Detail | None = None
        self._table: Table | None = None
        self._department = 0
        self._asked = Asked()
        self._page = Scroll(margin=(0, 12, 12, 20), gap=14)
        self.addWidget(self._page)
        self._empty = EmptyState(_("正在算……"), icon="hourglass-medium")
        self.addWidget(self._empty)
        body = self._page.body
        self.card = Card(margin=14, gap=6)
        self.sentence = Label("", "body", wrap=True, selectable=True)
        self.standing = Label("", "strong", wrap=True)
        self.drawn = Label("", "caption", "muted", wrap=True)
        for label in (self.sentence, self.standing, self.drawn):
            self.card.add(label)
        line = row(gap=12)
        line.addWidget(Button(_("写入公文…"), icon="note-pencil", on=self._write))
        line.addWidget(Button(_("存为 PDF…"), icon="file-pdf", on=self._paper))
        line.addStretch(1)
        self.card.body.addLayout(line)
        body.addWidget(self.card)
        held = QWidget()
        self._figures = Flow(held, gap=14)
        body.addWidget(held)
        self._grid_of = QWidget()
        self._grid = QGridLayout(self._grid_of)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(14))
        self.cards = [ChartCard() for _n in range(3)]
        for card in self.cards:
            card.save_wanted.connect(self._keep)
        self._wide = False
        self._lay()
        body.addWidget(self._grid_of)
        self._heads: dict[str, SectionHeader] = {}
        self.lists: dict[str, RowList] = {}
        for name, title in (
            ("statements", _("部门自己的说明")),
            ("items", _("各事项：本部门与全市")),
            ("worst", _("最长的办件")),
        ):
            head = SectionHeader(title)
            made = RowList(title, action=False, lamp=False, fit=True)
            made.opened.connect(self._opened)
            self._heads[name], self.lists[name] = head, made
            body.addWidget(head)
            if name == "statements":
                self.silent = Label(
                    _("还没有记下它的说明。草拟公文时征求意见，或在障碍里记下答复，就印在这里。"),
                    "body", "muted", wrap=True,
                )  # fmt: skip
                body.addWidget(self.silent)
            body.addWidget(made)
        body.addStretch(1)

    def open(self, department: int, asked: Asked | None = None) -> None:
        """Show a department, within the filters of the table."""
        if department != self._department:
            self.setCurrentWidget(self._empty)
            self._empty.set(_("正在算……"))
        self._department = department
        self._asked = asked or self._asked
        values = {
            "workspace": self.context.workspace, "department": department, "asked": self._asked,
        }  # fmt: skip
        self.context.jobs.run(
            Job(_("计算部门用时"), model.read_detail, values, quiet=True), done=self._came,
            key=f"detail-{id(self)}", lane="think",
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: "tuple[Table, Detail] | None") -> None:
        if found is None:
            self.seen = None
            self._empty.set(
                _("没有可算的办件"), _("这个部门在所选范围里没有申报过的办件，也没有障碍和评议。")
            )
            self.setCurrentWidget(self._empty)
            return
        self._table, self.seen = found
        self._show(self.seen)
        self.setCurrentWidget(self._page)

    def _show(self, seen: "Detail") -> None:
        from envoy_desktop.words import charts as chart_words
        from envoy_desktop.words import figures as words

        told, standing = seen.row.figure, seen.row.standing
        one = seen.items[0].item if len(seen.items) == 1 else None
        self.sentence.setText(
            words.sentence(
                seen.row.office.name, one.name if one else "", told,
                since=seen.window.since, until=seen.window.until,
                promised=one.promised if one else None,
                statutory=one.statutory if one else None,
            )
        )  # fmt: skip
        line = words.standing(standing)
        if standing.note == "not_comparable":
            line = _("{note}：{why}").format(note=line, why=_(words.WHY_NOT_COMPARABLE))
        if standing.rank is not None:
            line = _("第 {rank} 慢；{line}").format(rank=standing.rank, line=line)
        self.standing.setText(line)
        self.standing.set_tone("red_word" if standing.note == "slower" else "ink")
        self.drawn.setText(words.drawn(told.cases, standing))
        self.drawn.setVisible(bool(self.drawn.text()))
        clear(self._figures)
        for one_ in model.figure_columns():
            if not one_.behind:
                continue
            cell = one_.cell(seen.row)
            text = cell if isinstance(cell, str) else cell.text
            button = Button(f"{one_.title} {text}", link=True, on=self._figure)
            button.setProperty("figure", one_.behind)
            button.setProperty("figure_title", one_.title)
            button.setEnabled(text != "–")
            self._figures.addWidget(button)
        self.cards[0].show_chart(seen.distribution)
        self.cards[1].show_chart(seen.survival)
        self.cards[2].show_chart(seen.months, chart_words.change(seen.months.change))
        self._fill(seen)

    def _fill(self, seen: "Detail") -> None:
        from envoy_desktop.words import figures as words

        self.lists["items"].set_rows(
            [
                Row(
                    n, line.item.name,
                    ngettext("{n} 件，全市 {city} 件", "{n} 件，全市 {city} 件", line.figure.cases)
                    .format(n=line.figure.cases, city=line.city.cases),
                    second=_("全市 {median}").format(median=_median(line.city)),
                    second_line=_limits(line.item.promised, line.item.statutory),
                    figure=_median(line.figure) if line.figure.is_statistic
                    else words.cases_told(line.figure),
                )
                for n, line in enumerate(seen.items)
            ]
        )  # fmt: skip
        self.lists["worst"].set_rows([model.behind_row(one) for one in seen.worst])
        self.lists["statements"].set_rows(
            [
                Row(one.id, one.text, one.about, second=names.short_day(one.on), kind=one.kind)
                for one in seen.statements
            ]
        )
        self.lists["statements"].setVisible(bool(seen.statements))
        self.silent.setVisible(not seen.statements)
        for name in ("items", "worst"):
            count = len(getattr(seen, name))
            self.lists[name].setVisible(bool(count))
            self._heads[name].setVisible(bool(count))

    # -- room ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        if wide == self._wide and self._grid.count():
            return
        self._wide = wide
        for n, card in enumerate(self.cards):
            if wide:
                self._grid.addWidget(card, n // 2, n % 2, 1, 1 if n < 2 else 2)
            else:
                self._grid.addWidget(card, n, 0, 1, 2)

    # -- what is pressed -----------------------------------------------------------------------

    @Slot()
    def _figure(self) -> None:
        button = self.sender()
        if self.seen is None or self._table is None or button is None:
            return
        title = f"{self.seen.row.office.name} · {button.property('figure_title')}"
        BehindDialog(self.context, title).open_for(
            self._table, self._department, str(button.property("figure"))
        )

    @Slot(object)
    def _opened(self, found: Row) -> None:
        if found.kind:
            self.context.open_object(found.kind, found.id)

    @Slot()
    def _write(self) -> None:
        if self._department:
            self.write_wanted.emit(self._department)

    @Slot()
    def _paper(self) -> None:
        """Keep all of it as a paper."""
        if self.seen is None:
            return
        proposed = _("{name} · 用时").format(name=self.seen.row.office.name) + ".pdf"
        path = ask_path(self, _("存为 PDF"), proposed, "PDF (*.pdf)", "pdf")
        if path is not None:
            values = {"path": path, "seen": self.seen}
            job = Job(_("写出 PDF"), write_paper, values)
            self.context.jobs.run(job, done=partial(_kept, self.context))

    @Slot(object)
    def _keep(self, chart: object) -> None:
        if self.seen is not None:
            keep_chart(self.context, self, chart, self.seen.row.office.name)


def keep_chart(context: Context, parent: QWidget, chart: object, of: str) -> None:
    """Ask where to, and keep a chart as a picture, black on white."""
    from envoy_desktop.words import charts as words

    title = _("{of} · {title}").format(of=of, title=words.title(chart))  # type: ignore[arg-type]
    kinds = _("图片") + " (*.png *.svg);;PDF (*.pdf)"
    path = ask_path(parent, _("存为图片"), title.replace("/", "_") + ".png", kinds, "png")
    if path is not None:
        values = {"path": path, "chart": chart, "title": title}
        context.jobs.run(Job(_("存图片"), write, values), done=partial(_kept, context))


def write_paper(path: Path, seen: "Detail") -> Path:
    """Write a department opened up as a PDF; off the UI thread."""
    from envoy_desktop.documents import figures_sheet, pdf, sheet
    from envoy_desktop.store.connection import replace_file

    replace_file(path, pdf.write(sheet.compose(figures_sheet.sheet(seen))))
    return path


def _kept(context: Context, path: object) -> None:
    context.messages.done(_("已存：{name}").format(name=getattr(path, "name", path)))


def _median(figure: object) -> str:
    from envoy_desktop.words import figures as words

    told = figure.median  # type: ignore[attr-defined]
    if told.value is None:
        return "—"
    return f"{words.figure_days(told.value)}（{words.interval(told.low, told.high)}）"


def _limits(promised: int | None, statutory: int | None) -> str:
    parts = []
    if promised is not None:
        parts.append(_("承诺 {days}").format(days=promised))
    if statutory is not None:
        parts.append(_("法定 {days}").format(days=statutory))
    return " · ".join(parts)
