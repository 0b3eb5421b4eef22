"""把握: the chance that a project's target is reached by each day, and which steps make it wide."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.casework.outlook import Outlook
from envoy_desktop.ui.projects.forecast_panel import chance_words, target_name
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.chart import ChartCard
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll, SectionHeader, column
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.domain.charts import Bars, Fan

MOST_SPANS = 6


def fan_of(seen: Outlook) -> "Fan":
    """The chart of an outlook: its chances by day, the critical steps ahead below."""
    from envoy_desktop.domain.charts import Fan, Span

    ahead = [step for step in seen.critical if step.p50 is not None and step.p90 is not None]
    return Fan(
        tuple((chance, day.toordinal()) for chance, day in seen.levels),
        seen.as_of.toordinal(),
        seen.target_on.toordinal() if seen.target_on else None,
        tuple(
            Span(step.name, step.p50.toordinal(), step.p90.toordinal())
            for step in ahead[:MOST_SPANS]
            if step.p50 is not None and step.p90 is not None
        ),
    )


def spread_of(seen: Outlook) -> "Bars":
    """Which steps make the end uncertain: shares of its variance."""
    from envoy_desktop.domain.charts import Amount, Bars

    amounts = []
    for code, share in seen.spread[:MOST_SPANS]:
        step = seen.step(code)
        told = _("{percent}%").format(percent=round(100 * share))
        if step is not None:
            name = _("{name}（{who}）").format(name=step.name, who=step.department_name)
            amounts.append(Amount(name, share, told=told))
    return Bars(tuple(amounts))


class FanLeaf(QWidget):
    """The fan, the words to it, and what makes the spread; drawn anew each time it is opened."""

    def __init__(self, context: Context, page: ProjectPage) -> None:
        super().__init__()
        self._context, self._page = context, page
        seen = page.seen
        body = column(self, margin=(0, 12, 0, 0), gap=10)
        if not seen.levels or seen.p50 is None or seen.p90 is None:
            words = _("目标已经达成，没有什么可推演的。") if seen.reached_on else _("没有推演。")
            body.addWidget(Label(words, "body", "muted", wrap=True))
            body.addStretch(1)
            return
        inside = Scroll(margin=(0, 0, 12, 0), gap=12)
        body.addWidget(inside, 1)
        said = _("{what}：五成把握 {p50}，九成把握 {p90}").format(
            what=target_name(seen), p50=names.full_day(seen.p50), p90=names.full_day(seen.p90)
        )
        if seen.chance is not None:
            said = _("{said}；{chance}").format(said=said, chance=chance_words(seen.chance))
        inside.body.addWidget(Label(said, "strong", wrap=True, selectable=True))
        self.fan = ChartCard()
        self.fan.save_wanted.connect(self._keep)
        few = len(seen.no_history)
        line = _("推演一万次，每记一件事就重算。")
        if few:
            line += ngettext(
                "{n} 个事项还没有足够的历史，按承诺和法定时限推算",
                "{n} 个事项还没有足够的历史，按承诺和法定时限推算",
                few,
            ).format(n=few)
        self.fan.show_chart(fan_of(seen), line)
        inside.body.addWidget(self.fan)
        bars = spread_of(seen)
        inside.body.addWidget(SectionHeader(_("日期为什么不能更确定")))
        self.spread = ChartCard()
        self.spread.save_wanted.connect(self._keep)
        self.spread.show_chart(
            bars, _("各步占多少：先把占得多的几步盯住，日期就确定下来。"), _("不确定来自哪几步")
        )
        inside.body.addWidget(self.spread)
        inside.body.addStretch(1)

    @Slot(object)
    def _keep(self, chart: object) -> None:
        from envoy_desktop.ui.departments.detail_view import keep_chart

        keep_chart(self._context, self, chart, self._page.row.name)
