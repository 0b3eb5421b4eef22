"""Figures as words: notes, reasons of bad rows, and a figure as a sentence with its footnote."""

from collections.abc import Mapping
from datetime import date, timedelta

from envoy_desktop.domain.departments import FEWEST, Figure, Held, Standing
from envoy_desktop.domain.survival import rounded
from envoy_desktop.words import N_, _, ngettext
from envoy_desktop.words.days import full_day, month
from envoy_desktop.words.lists import joined

NOTES: Mapping[str, str] = {
    "too_few": N_("办件不足 5 件，只列办件，不作统计"),
    "not_comparable": N_("不可比"),
    "not_distinguishable": N_("与全市看不出差别"),
    "slower": N_("慢于全市"),
    "faster": N_("快于全市"),
}
TRENDS: Mapping[str, str] = {
    "slower": N_("变慢"),
    "faster": N_("变快"),
    "alike": N_("看不出变化"),
}
WHY_NOT_COMPARABLE = N_("补录多、漏记多，或没有其他部门的同类办件和时限可比")
REASONS: Mapping[str, str] = {
    "missing": N_("缺少这一项"),
    "bad-date": N_("不是日期"),
    "unknown-zone": N_("时区不明，不能定是哪一天"),
    "duplicate-case": N_("编号重复，前面已有"),
    "ended-before-filed": N_("办结早于申报，不计入用时"),
    "unreadable-row": N_("这一行读不出来"),
    "event-outside": N_("事件在申报之前或办结之后，没有采用"),
    "too-many-events": N_("事件太多，只采用前面的"),
    "in-future": N_("日期还没有到"),
}


def note(code: str) -> str:
    """What a department's note says: 与全市看不出差别."""
    return _(NOTES[code]) if code in NOTES else code


def trend(code: str) -> str:
    """Where a department is going, against the time before: 变慢, 变快, 看不出变化."""
    return _(TRENDS[code]) if code in TRENDS else "—"


QUARTERS = (N_("第一季度"), N_("第二季度"), N_("第三季度"), N_("第四季度"))


def period(since: date, until: date) -> str:
    """How a time is called: 2026年11月, 2026年第四季度, 2026年, else its two days."""
    after = until + timedelta(days=1)
    if since.day == 1 and after.day == 1:
        months = (after.year - since.year) * 12 + after.month - since.month
        if months == 1:
            return month(since)
        if months == 3 and since.month % 3 == 1:
            quarter = _(QUARTERS[since.month // 3])
            return _("{year}年{quarter}").format(year=since.year, quarter=quarter)
        if months == 12 and since.month == 1:
            return _("{year}年").format(year=since.year)
    return _("{since}至{until}").format(since=full_day(since), until=full_day(until))


def median(told: Figure) -> str:
    """A median with its interval: 14（12—18）; 尚不能定（12 以上） where most run on; of too few
    the cases: 3、8、12+."""
    if not told.is_statistic:
        return cases_told(told) or "—"
    low, high = told.median.low, told.median.high
    value = told.median.value
    said = _("尚不能定") if value is None else figure_days(value)
    if low is None and high is None:
        return said
    return _("{median}（{interval}）").format(median=said, interval=interval(low, high))


def reason(code: str) -> str:
    """Why a row of a log is bad."""
    return _(REASONS[code]) if code in REASONS else code


def bad_row(place: int, column: str, code: str) -> str:
    """A bad row in a line: 第 12 行 enddate 不是日期."""
    return _("第 {row} 行 {column} {reason}").format(row=place, column=column, reason=reason(code))


def figure_days(value: float | None) -> str:
    """A length of a figure: 14, 12.5, or — while unknown."""
    told = rounded(value)
    return "—" if told is None else f"{told:g}"


def percent(share: float | None) -> str:
    """A share as whole per cent: 57%, or —."""
    return "—" if share is None else f"{100 * share:.0f}%"


def held(told: Held) -> str:
    """A share inside a limit: 57%; of fewer than five settled cases the cases: 1/3; — of none."""
    settled = told.inside + told.outside
    return percent(told.share) if not settled or settled >= FEWEST else f"{told.inside}/{settled}"


def interval(low: float | None, high: float | None) -> str:
    """12—18; open at the top while unknown: 12 以上."""
    if low is None and high is None:
        return "—"
    if high is None:
        return _("{low} 以上").format(low=figure_days(low))
    return _("{low}—{high}").format(low=figure_days(low), high=figure_days(high))


def drawn(cases: int, standing: Standing) -> str:
    """How far a figure was drawn towards the city: 5 件，向全市靠拢 60%."""
    if standing.drawn is None:
        return ""
    return _("{n} 件，向全市靠拢 {percent}%").format(n=cases, percent=round(100 * standing.drawn))


def sentence(
    department: str,
    item: str,
    told: Figure,
    *,
    since: date | None = None,
    until: date | None = None,
    promised: int | None = None,
    statutory: int | None = None,
) -> str:
    """A figure as a sentence for a memo; with fewer than five cases the cases, no statistic.

    自2026年3月1日以来，市自然资源局办理建设工程规划许可证21件，部门用时中位数14个工作日（95%区间12—18），
    承诺10个工作日，超承诺12件。
    """
    begin = ""
    if since and until:
        begin = _("{since}至{until}，").format(since=full_day(since), until=full_day(until))
    elif since:
        begin = _("自{since}以来，").format(since=full_day(since))
    elif until:
        begin = _("截至{until}，").format(until=full_day(until))
    what = item or _("各事项")
    parts = [
        ngettext("{begin}{department}办理{item}{n}件", "{begin}{department}办理{item}{n}件",
                 told.cases).format(begin=begin, department=department, item=what, n=told.cases)
    ]  # fmt: skip
    if told.open:
        parts[0] += _("（其中在办{n}件）").format(n=told.open)
    if not told.is_statistic:
        if told.durations:
            closed = [str(days) for days, ended in told.durations if ended]
            running = [str(days) for days, ended in told.durations if not ended]
            if closed:
                parts.append(_("办结的部门用时为{days}个工作日").format(days=joined(closed)))
            if running:
                parts.append(_("在办的已用{days}个工作日").format(days=joined(running)))
            parts.append(_("不足5件，不作统计"))
    elif told.median.value is None:
        parts.append(_("在办的多，部门用时中位数尚不能定"))
    else:
        parts.append(
            _("部门用时中位数{median}个工作日（95%区间{interval}）").format(
                median=figure_days(told.median.value),
                interval=interval(told.median.low, told.median.high),
            )
        )
    if promised is not None:
        parts.append(
            _("承诺{days}个工作日，超承诺{n}件").format(days=promised, n=told.promised.outside)
        )
    elif told.promised.outside or told.promised.inside:
        parts.append(_("超承诺{n}件").format(n=told.promised.outside))
    if told.statutory.outside and statutory is not None:
        parts.append(
            _("法定{days}个工作日，超法定{n}件").format(days=statutory, n=told.statutory.outside)
        )
    elif told.statutory.outside:
        parts.append(_("超法定{n}件").format(n=told.statutory.outside))
    return _("{sentence}。").format(sentence=_("，").join(parts))


def footnote(as_of: date, told: Figure) -> str:
    """How the sentence's figure was made, so that it can be argued with."""
    lines = [
        _("用时为申报至送达之间计入部门的工作日，截至{day}；投资方补正、中介、依法除外的时间不计。").format(
            day=full_day(as_of)
        )
    ]  # fmt: skip
    if told.is_statistic:
        lines.append(_("在办件按“至少已用这些天”计入（Kaplan–Meier），区间按双对数 Greenwood 法。"))
    lines.append(_("数据来自特派服务员的记录，只有一方记载。"))
    return "".join(lines)


def method() -> list[str]:
    """How the table is made, line by line, to be printed under it."""
    return [
        _("用时：申报至送达之间计入部门的工作日；投资方补正、中介、依法除外的时间不计。"),
        _("在办件按“至少已用这些天”计入（Kaplan–Meier），区间 95%；不足 5 件只列办件。"),
        _("承诺内、法定内占比＝内÷（内＋超）；在办而未超期的不计。"),
        _("名次：只给与全市有明显差别的部门（95% 的模拟），并列同名次，1 为最慢；其余无法区分。"),
        _("件数少的向全市同事项靠拢，靠拢多少写明。补录多、漏记多的不比。"),
        _("体外日：申报之前的天数，列在旁边，不计入用时。数据来自特派服务员的记录，只有一方记载。"),
    ]


def settled(told: Standing) -> str:
    """The rank of a department, or in two words why it has none: 1, 无法区分, 案例太少, 不可比."""
    if told.rank is not None:
        return str(told.rank)
    return {
        "too_few": _("案例太少"),
        "not_comparable": _("不可比"),
        "not_distinguishable": _("无法区分"),
    }.get(told.note, "—")


def cases_told(figure: Figure) -> str:
    """The cases of a figure that is none yet: 3、8、12+（在办）."""
    return joined(
        f"{days}" if ended else _("{days}+").format(days=days) for days, ended in figure.durations
    )


def standing(told: Standing) -> str:
    """How a department stands, in a line: 慢于全市，约为全市的 1.6 倍（1.3—2.0）."""
    if told.shrunk is None or told.low is None or told.high is None:
        return note(told.note)
    return _("{note}，约为全市的 {pace} 倍（{low}—{high}）").format(
        note=note(told.note),
        pace=f"{told.shrunk:.1f}",
        low=f"{told.low:.1f}",
        high=f"{told.high:.1f}",
    )
