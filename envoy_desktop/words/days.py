"""Dates, weekdays and numbers of days in words."""

from datetime import date, datetime

from envoy_desktop import now
from envoy_desktop.words import N_, _, ngettext

_MONTHS = (
    *(N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月")),
    *(N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月")),
)
_WEEKDAYS = (
    *(N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五")),
    *(N_("星期六"), N_("星期日")),
)


Day = date | str
"""A date, or its ISO text as rows hold it."""


def weekday(on: Day) -> str:
    """星期一; in English Mon."""
    return _(_WEEKDAYS[_date(on).weekday()])


def month(on: Day) -> str:
    """2026年11月; in English Nov 2026."""
    on = _date(on)
    return _("{year}年{month}").format(year=on.year, month=_(_MONTHS[on.month - 1]))


def short_month(on: Day) -> str:
    """11月; in English Nov."""
    return _(_MONTHS[_date(on).month - 1])


def short_day(on: Day | None) -> str:
    """11月23日; the year goes with it where it is not this year's. Blank for None."""
    if on is None:
        return ""
    on = _date(on)
    if on.year != now.today().year:
        return full_day(on)
    return _("{month}{day}日").format(month=_(_MONTHS[on.month - 1]), day=on.day)


def full_day(on: Day | None) -> str:
    """2026年11月23日, with its year always. Blank for None."""
    if on is None:
        return ""
    on = _date(on)
    return _("{year}年{month}{day}日").format(
        year=on.year, month=_(_MONTHS[on.month - 1]), day=on.day
    )


def day(on: Day | None) -> str:
    """11月23日 星期一; the year goes with it where it is not this year's. Blank for None."""
    if on is None:
        return ""
    return _("{day} {weekday}").format(day=short_day(on), weekday=weekday(on))


def moment(at: datetime | str) -> str:
    """11月23日 14:05, a moment in the city's time."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = at.astimezone(now.CITY_ZONE) if at.tzinfo else at
    return _("{day} {time}").format(day=short_day(local.date()), time=f"{local:%H:%M}")


def days(n: int, unit: str = "working_day") -> str:
    """A number of days in its unit: 3 个工作日, 5 日 (a calendar day is a 日 in law)."""
    if unit == "working_day":
        return ngettext("{n} 个工作日", "{n} 个工作日", n).format(n=n)
    return ngettext("{n} 日", "{n} 日", n).format(n=n)


def _date(on: Day) -> date:
    return date.fromisoformat(on[:10]) if isinstance(on, str) else on


def no_plan() -> str:
    """What stands where a day would, of a project whose plan was never generated."""
    return _("还没有生成计划")


def supposed(name: str, decided: date, target: str, reached: date, moved: int) -> str:
    """Where supposing moves the target: 如果规划许可 12月5日办结，破土动工移到…，早 3 个工作日."""
    aim = _("动工") if target == "ground_breaking" else _("全部办结")
    start = _("如果“{name}”{day}办结，").format(name=name, day=full_day(decided))
    if not moved:
        return start + _("{aim}的日期不变，仍是 {on}。").format(aim=aim, on=full_day(reached))
    n = abs(moved)
    if moved < 0:
        words = ngettext("{aim}提前到 {on}，早 {n} 个工作日。",
                         "{aim}提前到 {on}，早 {n} 个工作日。", n)  # fmt: skip
    else:
        words = ngettext("{aim}推迟到 {on}，晚 {n} 个工作日。",
                         "{aim}推迟到 {on}，晚 {n} 个工作日。", n)  # fmt: skip
    return start + words.format(aim=aim, on=full_day(reached), n=n)
