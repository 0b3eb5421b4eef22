"""The dashboard: sums, who delivered and who has not, drop packages here to take them in."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop import now
from envoy_desktop.office.intake import Intake
from envoy_desktop.office.status import DAYS, MEETING, MONTH, District, Envoy
from envoy_desktop.ui.office import reading
from envoy_desktop.ui.office.reading import Seen
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, column, row
from envoy_desktop.words import _, journeys, names, ngettext


class StatusPage(QWidget):
    """汇总."""

    taken = Signal(object)  # Intake
    asked = Signal()  # from another day on

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAcceptDrops(True)
        whole = column(self)
        self._page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(self._page)
        self._page.body.addWidget(self._make_sums())
        card = Card(gap=8)
        head = Flow(gap=8)
        self._heading = Label("", "strong")
        head.addWidget(self._heading)
        self._from = ChoiceField(
            [(MONTH, _("本月以来")), (MEETING, _("上次协调会以来")), (DAYS, _("31 天以来"))], MONTH
        )
        self._from.input().setAccessibleName(_("从哪天起算"))
        self._from.changed.connect(self._ask)
        head.addWidget(self._from)
        self._by = ChoiceField([("envoy", _("按人")), ("district", _("按区县"))], "envoy")
        self._by.input().setAccessibleName(_("按人还是按区县"))
        self._by.changed.connect(self._show_by)
        head.addWidget(self._by)
        card.body.addLayout(head)
        self.envoys = RowList(_("特派服务员的交付"), action=False, fit=True)
        card.add(self.envoys)
        self.districts = RowList(
            _("各区县的交付"), two_lines=False, lamp=True, action=False, fit=True
        )
        self.districts.hide()
        card.add(self.districts)
        self._page.body.addWidget(card)
        self._page.body.addStretch(1)
        self._empty = EmptyState(
            _("还没有登记特派服务员"),
            _("到“登记与信任”页收下他们的公开身份；登记之后，把他们的数据包拖到这里。"),
            icon="users-three",
        )
        self._empty.hide()
        whole.addWidget(self._empty)

    def _make_sums(self) -> QWidget:
        card = Card(gap=8)
        line = row(gap=24)
        self._sums: dict[str, Label] = {}
        for name, text in (
            ("delivered", _("已交")),
            ("missing", _("未交")),
            ("conflicts", _("冲突")),
            ("gaps", _("缺口")),
            ("aside", _("另放")),
        ):
            cell = column(gap=0)
            figure = Label("–", "title")
            figure.setAccessibleName(text)
            self._sums[name] = figure
            cell.addWidget(figure)
            cell.addWidget(Label(text, "caption", "muted"))
            line.addLayout(cell)
        line.addStretch(1)
        self.button = Button(
            _("收数据包"), icon="download-simple", primary=True, on=self._choose_files
        )
        self.folder = Button(_("收一个文件夹"), icon="folder-open", on=self._choose_folder)
        buttons = Flow(gap=8, right=True)
        for button in (self.button, self.folder):
            buttons.addWidget(button)
        line.addLayout(buttons)
        card.body.addLayout(line)
        card.add(
            Label(
                _("数据包或装着数据包的文件夹也可以直接拖到这里，几百个一起也行。"),
                "caption", "muted", wrap=True,
            )
        )  # fmt: skip
        return card

    def show_office(self, seen: Seen) -> None:
        """Show sums, envoys and districts."""
        found = seen.status
        there = bool(found.envoys)
        self._page.setVisible(there)
        self._empty.setVisible(not there)
        for button in (self.button, self.folder):
            button.setEnabled(seen.role != "reader")
        sums = {
            "delivered": sum(one.delivered for one in found.active),
            "missing": len(found.missing),
            "conflicts": found.conflicts,
            "gaps": found.gaps,
            "aside": len(found.aside),
        }
        for name, figure in sums.items():
            self._sums[name].setText(str(figure))
        self._heading.setText(_("{day}以来的交付").format(day=names.short_day(found.since)))
        missing = [one for one in found.envoys if one.state == "active" and not one.delivered]
        came = [one for one in found.envoys if one.state == "active" and one.delivered]
        gone = [one for one in found.envoys if one.state != "active"]
        rows: list[Row | Group] = []
        for heading, group in (
            (_("还没有交"), missing), (_("已交"), came), (_("不再信任"), gone),
        ):  # fmt: skip
            if group:
                rows.append(Group(heading, len(group)))
                rows += [_row(found.envoys.index(one) + 1, one) for one in group]
        self.envoys.set_rows(rows)
        self.districts.set_rows([_district(n, one) for n, one in enumerate(found.districts, 1)])

    def since(self) -> str:
        """From when deliveries count, as chosen."""
        return str(self._from.value() or MONTH)

    @Slot()
    def _ask(self, *_ignored: Any) -> None:
        self.asked.emit()

    @Slot()
    def _show_by(self, *_ignored: Any) -> None:
        by_district = self._by.value() == "district"
        self.envoys.setVisible(not by_district)
        self.districts.setVisible(by_district)

    # -- taking in -----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.take(tuple(paths))
        event.acceptProposedAction()

    @Slot()
    def _choose_files(self, *_ignored: Any) -> None:
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("收数据包"), str(home()), _("数据包 (*.envoy-package);;所有文件 (*)")
        )
        self.take(tuple(Path(name) for name in names))

    @Slot()
    def _choose_folder(self, *_ignored: Any) -> None:
        name = QFileDialog.getExistingDirectory(self, _("收一个文件夹"), str(home()))
        if name:
            self.take((Path(name),))

    def take(self, paths: tuple[Path, ...]) -> None:
        """Take these packages and folders in."""
        if paths:
            job = Job(
                _("正在收数据包"),
                reading.take,
                {"workspace": self._context.workspace, "paths": paths},
                takes_progress=True,
            )
            self._context.jobs.run(job, done=self._took, lane="write")

    @Slot(object)
    def _took(self, done: Intake) -> None:
        if done.stopped is not None:
            self._context.messages.show_error(done.stopped)
        else:
            self._context.messages.done(
                _("收下 {taken} 个，以前收过 {again} 个，另放 {aside} 个").format(
                    taken=len(done.of("in")),
                    again=len(done.of("again")),
                    aside=len(done.of("set-aside")),
                )
            )
        self.taken.emit(done)


def _row(n: int, of: Envoy) -> Row:
    told = []
    if of.last_at:
        told.append(_("第 {n} 个数据包").format(n=of.sequence))
    if of.missing:
        told.append(_("第 {numbers} 个没到").format(numbers=names.joined(of.missing[:5])))
    if of.conflicts:
        told.append(journeys.conflicts(of.conflicts))
    if of.gaps:
        told.append(journeys.gaps(of.gaps))
    if of.quarantined:
        n = of.quarantined
        told.append(ngettext("{n} 处变更另存", "{n} 处变更另存", n).format(n=n))
    if of.ahead_minutes:
        n = of.ahead_minutes // 60
        told.append(ngettext("时钟快 {n} 小时", "时钟快 {n} 小时", n).format(n=n))
    if of.forked:
        told.append(_("工作区被复制后分叉"))
    if of.unacknowledged.since:
        told.append(
            _("{day}起的改动他还没确认收到").format(day=names.short_day(of.unacknowledged.since))
        )
    bad = bool(of.missing or of.gaps or of.quarantined or of.ahead_minutes or of.forked)
    if of.state != "active":
        lamp, figure = "", journeys.trust_state(of.state)
    elif of.delivered:
        lamp, figure = "yellow" if bad or of.conflicts else "green", _day(of.last_at)
    else:
        lamp = "red"
        figure = _("上次 {day}").format(day=names.short_day(of.not_since or None))
        if of.last_at is None:
            figure = _("从未交过")
    return Row(
        n,
        of.name,
        _("，").join(told) or _("没有别的"),
        second=of.organisation,
        second_line=of.district if of.assigned else "",
        lamp=lamp,
        figure=figure,
    )


def _day(at: str | None) -> str:
    if at is None:
        return ""
    return names.short_day(datetime.fromisoformat(at).astimezone(now.CITY_ZONE).date())


def _district(n: int, of: District) -> Row:
    told = _("{n} 人中 {m} 人已交").format(n=of.envoys, m=of.delivered)
    return Row(
        n,
        of.name,
        second=told,
        lamp=_lamp(of),
        figure=journeys.conflicts(of.conflicts) if of.conflicts else "",
    )


def _lamp(of: District) -> str:
    if of.delivered < of.envoys:
        return "red"
    return "yellow" if of.conflicts or of.gaps else "green"
