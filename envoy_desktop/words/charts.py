"""The words of charts: axes, keys, and what a chart says to who cannot see it."""

from datetime import date

from envoy_desktop.domain import charts, drawing
from envoy_desktop.domain.charts import (
    Bars,
    Chart,
    Distribution,
    Fan,
    Months,
    Reliability,
    Survival,
)
from envoy_desktop.domain.drawing import Speech
from envoy_desktop.words import _, ngettext
from envoy_desktop.words import days as day_words
from envoy_desktop.words import figures as figure_words


def _month(on: date) -> str:
    return f"{on.year}-{on.month:02d}"


def title(chart: Chart) -> str:
    """What a chart is called."""
    match chart:
        case Distribution():
            return _("用时分布")
        case Survival():
            return _("尚未办结的比例")
        case Months():
            return _("按月走势")
        case Reliability():
            return _("推演与实际")
        case Bars():
            return _("日子耗在哪里")
        case Fan():
            return _("何时达成目标")


def speech(chart: Chart) -> Speech:
    """The words beside a chart's lines."""
    nothing = _("还没有数据")
    match chart:
        case Distribution():
            return Speech(
                across=_length(chart.unit), up=_("件数"), ended=_("已办结"),
                open=_("在办（至少）"), nothing=nothing,
                beyond=ngettext("另有 {n} 件更长，并入末格",
                                "另有 {n} 件更长，并入末格", chart.beyond),
            )  # fmt: skip
        case Survival():
            return Speech(
                across=_length(chart.unit), up=_("尚未办结"), own=_("本部门（斜线为 95% 区间）"),
                other=_("全市同事项"), nothing=nothing,
            )  # fmt: skip
        case Months():
            told = chart.change
            changed = ""
            if told is not None:
                changed = _("{month}起变慢") if told.slower else _("{month}起变快")
                changed = changed.format(month=_month(told.first))
            return Speech(
                up=_("部门用时中位数（工作日），竖线为 95% 区间"), changed=changed,
                cases=_("横轴上的数：当月申报件数；不足 5 件的逐件画出，× 已办结，↑ 在办"),
                nothing=nothing, month=_month,
            )  # fmt: skip
        case Reliability():
            return Speech(
                across=_("推演时的把握"), up=_("实际在那一天前办结"), honest=_("说到做到"),
                cases=ngettext("{n} 件", "{n} 件", chart.cases),
                nothing=_("办结的还太少，量不出来"),
            )  # fmt: skip
        case Bars():
            return Speech(own=_("其余"), nothing=nothing)
        case Fan():
            return Speech(
                up=_("到这一天已达成目标的把握"), other=_("目标日"), ended=_("至五成把握"),
                open=_("至九成把握"), nothing=_("没有推演"), month=_month, day=day_words.short_day,
            )  # fmt: skip


def _length(unit: str) -> str:
    return _("已用 ÷ 时限") if unit == "share" else _("部门用时（工作日）")


def change(told: charts.Change | None) -> str:
    """The change in months as a sentence: 2026-03 起变慢：中位数由 8 到 14 个工作日."""
    if told is None:
        return _("按月看不出明显变化")
    which = (
        _("{month}起申报的变慢：中位数由 {before} 到 {after} 个工作日")
        if told.slower
        else _("{month}起申报的变快：中位数由 {before} 到 {after} 个工作日")
    )
    return which.format(
        month=_month(told.first),
        before=figure_words.figure_days(told.before),
        after=figure_words.figure_days(told.after),
    )


def spoken(chart: Chart) -> str:
    """A chart in words."""
    if drawing.is_empty(chart):
        return speech(chart).nothing
    match chart:
        case Distribution():
            cases = sum(one.ended + one.open for one in chart.bins)
            most = max(chart.bins, key=lambda one: one.ended + one.open)
            told = drawing.percent if chart.unit == "share" else drawing.number
            parts = [
                ngettext("{n} 件", "{n} 件", cases).format(n=cases),
                _("最多的在 {low} 至 {high}").format(low=told(most.low), high=told(most.high)),
                *(mark.words for mark in chart.marks),
            ]
        case Survival():
            parts = []
            for share in (0.75, 0.5, 0.25, 0.1):
                at = next((one.at for one in chart.steps if one.still_open <= share), None)
                if at is not None:
                    told = drawing.percent if chart.unit == "share" else drawing.number
                    parts.append(
                        _("{at} 时还有 {share} 未办结").format(
                            at=told(at), share=drawing.percent(share)
                        )
                    )
        case Months():
            parts = [
                ngettext("{month} {n} 件，中位数 {median}", "{month} {n} 件，中位数 {median}",
                         one.cases).format(
                    month=_month(one.first), n=one.cases,
                    median=figure_words.figure_days(one.median),
                )
                for one in chart.months[-12:]
            ]  # fmt: skip
            parts.append(change(chart.change))
        case Reliability():
            parts = [
                _("把握 {chance} 的，实际 {ended}").format(
                    chance=drawing.percent(one.chance), ended=drawing.percent(one.ended)
                )
                for one in chart.points
            ]
        case Bars():
            parts = [
                f"{one.words} {one.told or drawing.number(one.value)}" for one in chart.amounts
            ]
        case Fan():
            parts = [
                _("{chance} 的把握在 {day} 前").format(
                    chance=drawing.percent(chance),
                    day=day_words.full_day(date.fromordinal(chart.at(chance))),
                )
                for chance in (0.1, 0.5, 0.9)
            ]
    return _("{title}：{parts}").format(title=title(chart), parts=_("；").join(parts))
