"""日子耗在哪里: by item, transition and party, the waits that cost most, a department a third
faster."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from envoy_desktop.domain.clock_values import Party
from envoy_desktop.ui.departments import figures_model as model
from envoy_desktop.ui.departments.detail_view import keep_chart
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.chart import ChartCard
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, Scroll, SectionHeader, row
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.casework.bottlenecks import Bottlenecks
    from envoy_desktop.domain.calibration import Calibration

MOST_BARS = 10


class _Leaf(QStackedWidget):
    """A page computed at its first visit, and again when facts changed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self._page = Scroll(margin=(0, 12, 12, 20), gap=12)
        self._empty = EmptyState(_("正在算……"), icon="hourglass-medium")
        self.addWidget(self._empty)
        self.addWidget(self._page)

    def changed(self) -> None:
        """The facts may be new."""
        self._stale = True
        if self.isVisible():
            self.shown()

    def shown(self) -> None:
        """It came to the front."""
        if self._stale:
            self._stale = False
            self._compute()

    def _compute(self) -> None:
        """Begin to compute what the page shows, off the window's thread."""
        raise NotImplementedError


class LostTab(_Leaf):
    """日子耗在哪里."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: Bottlenecks | None = None
        body = self._page.body
        body.addWidget(SectionHeader(_("最误工期的十处等待")))
        self.waits = RowList(_("最误工期的等待"), action=False, lamp=False, fit=True)
        self.waits.opened.connect(self._open_procedure)
        body.addWidget(self.waits)
        self.no_waits = Label(_("现在没有一处等待在拖总工期。"), "body", "muted", wrap=True)
        body.addWidget(self.no_waits)
        body.addWidget(SectionHeader(_("如果一个部门快三分之一")))
        line = row(gap=10)
        self.department = ChoiceField([], required=True)
        self.department.input().setAccessibleName(_("部门"))
        self.department.changed.connect(self._show_third)
        line.addWidget(self.department)
        self.third_said = Label("", "body", wrap=True)
        line.addWidget(self.third_said, 1)
        body.addLayout(line)
        self.moved = RowList(_("会提前的项目"), action=False, lamp=False, fit=True)
        self.moved.opened.connect(self._open_project)
        body.addWidget(self.moved)
        self.charts = {name: ChartCard() for name in ("items", "transitions", "parties")}
        for card in self.charts.values():
            card.save_wanted.connect(self._keep)
            body.addWidget(card)
        self.left_out = Label("", "caption", "muted", wrap=True)
        body.addWidget(self.left_out)
        body.addStretch(1)

    def _compute(self) -> None:
        values = {"workspace": self.context.workspace}
        self.context.jobs.run(
            Job(_("计算日子耗在哪里"), model.read_bottlenecks, values), done=self._came,
            key=f"lost-{id(self)}", lane="think",
        )  # fmt: skip

    @Slot(object)
    def _came(self, seen: "Bottlenecks") -> None:
        from envoy_desktop.domain.charts import Amount, Bars

        self.seen = seen
        self.waits.set_rows(
            [
                Row(
                    n, wait.name, wait.project_name, second=wait.department_name,
                    figure=ngettext("误 {n} 日", "误 {n} 日", wait.days).format(n=wait.days),
                )
                for n, wait in enumerate(seen.waits)
            ]
        )  # fmt: skip
        self.waits.setVisible(bool(seen.waits))
        self.no_waits.setVisible(not seen.waits)
        chosen = self.department.value()
        listed = [(third.department_name, third.department_name) for third in seen.thirds]
        self.department.set_choices(listed)
        known = [value for value, _words in listed]
        if known:
            self.department.set_value(chosen if chosen in known else known[0])
        self.department.setVisible(bool(known))
        self._show_third()
        items = tuple(
            Amount(
                one.name, one.department_days, min(one.overdue_days, one.department_days),
                _("{days} 日，{n} 件").format(days=one.department_days, n=one.cases),
            )
            for one in sorted(seen.items, key=lambda i: -i.department_days)[:MOST_BARS]
        )  # fmt: skip
        self.charts["items"].show_chart(
            Bars(items, part=_("其中超期")), title=_("各事项占用的部门工作日")
        )
        steps = tuple(
            Amount(
                _("{first} → {then}").format(
                    first=names.event(one.first), then=names.event(one.then)
                ),
                one.days,
                told=_("{days} 日，{n} 次，中位 {median}").format(
                    days=one.days, n=one.count, median=f"{one.median:g}"
                ),
            )
            for one in seen.transitions[:MOST_BARS]
        )
        self.charts["transitions"].show_chart(Bars(steps), title=_("从一个环节到下一个（工作日）"))
        parties = tuple(
            Amount(names.party(Party(party)), days, told=_("{days} 日").format(days=days))
            for party, days in sorted(seen.parties, key=lambda one: -one[1])
        )
        self.charts["parties"].show_chart(Bars(parties), title=_("日子记在谁名下（日历日）"))
        self.left_out.setVisible(bool(seen.left_out))
        self.left_out.setText(
            _("前置关系成环、没有算进来的项目：{names}").format(names="、".join(seen.left_out))
        )
        if not seen.items:
            self._empty.set(
                _("还没有申报的办件"), _("记下申报、受理和送达，这里就看得出日子耗在哪里。")
            )
        self.setCurrentWidget(self._page if seen.items else self._empty)

    @Slot()
    def _show_third(self) -> None:
        if self.seen is None:
            return
        name = self.department.value()
        third = next((one for one in self.seen.thirds if one.department_name == name), None)
        self.moved.setVisible(third is not None)
        if third is None:
            self.third_said.setText(
                _("没有哪个部门快三分之一就能让项目提前：要么不在关键路径上，要么都已办结。")
            )
            return
        words = ngettext(
            "它手上的关键事项都快三分之一，{n} 个项目合计提前 {days} 个工作日：",
            "它手上的关键事项都快三分之一，{n} 个项目合计提前 {days} 个工作日：",
            len(third.projects),
        )
        self.third_said.setText(words.format(n=len(third.projects), days=third.days))
        self.moved.set_rows(
            [
                Row(
                    id, name_,
                    _("{before} → {after}").format(
                        before=names.full_day(before), after=names.full_day(after)
                    ),
                    figure=ngettext("提前 {n} 日", "提前 {n} 日", days).format(n=days),
                    tone="green_word", kind="project",
                )
                for (id, name_, days), (before, after) in zip(
                    third.projects, third.dates, strict=True
                )
            ]
        )  # fmt: skip

    @Slot(object)
    def _open_procedure(self, found: Row) -> None:
        if self.seen is not None:
            self.context.open_object("procedure", self.seen.waits[found.id].procedure)

    @Slot(object)
    def _open_project(self, found: Row) -> None:
        self.context.open_object("project", found.id)

    @Slot(object)
    def _keep(self, chart: object) -> None:
        keep_chart(self.context, self, chart, _("全市"))


class HonestTab(_Leaf):
    """推演准不准: of past steps, how many ended inside what was forecast."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: Calibration | None = None
        self.said = Label("", "strong", wrap=True)
        self.how = Label(
            _(
                "每一件都用它申报那个月月初已知的事来推演，再看实际。点在虚线上，说五成就有五成；"
                "点在虚线下方，推演太乐观；在上方，太保守。"
            ),
            "body", "muted", wrap=True,
        )  # fmt: skip
        self.card = ChartCard()
        self.card.save_wanted.connect(self._keep)
        self.counts = Label("", "caption", "muted", wrap=True)
        for part in (self.said, self.how, self.card, self.counts):
            self._page.body.addWidget(part)
        self._page.body.addStretch(1)

    def _compute(self) -> None:
        values = {"workspace": self.context.workspace}
        self.context.jobs.run(
            Job(_("核对过去的推演"), model.read_calibration, values), done=self._came,
            key=f"honest-{id(self)}", lane="think",
        )  # fmt: skip

    @Slot(object)
    def _came(self, seen: "Calibration") -> None:
        from envoy_desktop.domain.charts import Point, Reliability
        from envoy_desktop.words import figures as words

        self.seen = seen
        if seen.p50 is None or seen.p90 is None:
            self._empty.set(
                _("办结的还太少，量不出来"),
                _("同一事项先有 5 件办结，之后申报的才推演得出；办结多了，这里就有一条曲线。"),
            )
            self.setCurrentWidget(self._empty)
            return
        self.said.setText(
            ngettext(
                "推演过 {n} 件：五成把握的日子之前办结 {p50}，九成把握的日子之前办结 {p90}",
                "推演过 {n} 件：五成把握的日子之前办结 {p50}，九成把握的日子之前办结 {p90}",
                seen.cases,
            ).format(n=seen.cases, p50=words.percent(seen.p50), p90=words.percent(seen.p90))
        )
        points = tuple(Point(one.chance, one.ended) for one in seen.bins)
        self.card.show_chart(Reliability(points, seen.cases))
        parts = [
            ngettext(
                "其中 {n} 件还在办，按“至少”计", "其中 {n} 件还在办，按“至少”计", seen.open
            ).format(n=seen.open),
            ngettext(
                "另有 {n} 件没有历史、只按时限推算，没有算进来",
                "另有 {n} 件没有历史、只按时限推算，没有算进来",
                seen.no_history,
            ).format(n=seen.no_history),
        ]
        self.counts.setText(_("；").join(parts))
        self.setCurrentWidget(self._page)

    @Slot(object)
    def _keep(self, chart: object) -> None:
        keep_chart(self.context, self, chart, _("全市"))
