"""Several words in a row, and figures."""

from collections.abc import Iterable
from decimal import Decimal

from envoy_desktop.words import N_, _, language, ngettext, pgettext

UNITS = {
    "working_day": N_("个工作日"),
    "month": N_("个月"),
    "m2": N_("平方米"),
    "m3": N_("立方米"),
    "tce": N_("吨标准煤"),
    "mwh": N_("兆瓦时"),
    "cny": N_("元"),
    "minute": N_("分钟"),
    "hour": N_("小时"),
    "copy": N_("份"),
    "draw": N_("次"),
    "item": N_("项"),
    "case": N_("件"),
    "percent": "%",
    "share": "",
    "": "",
}


def unit(code: str) -> str:
    """A unit as it stands behind a number: 个工作日, 日, 平方米, 小时."""
    if code == "calendar_day":
        return pgettext("unit", "日")  # alone it is Sunday's short name
    return _(UNITS[code]) if UNITS.get(code) else UNITS.get(code, str(code))


def joined(words: Iterable[object]) -> str:
    """Words in a row, as one says them: 甲、乙、丙."""
    return _("、").join(str(word) for word in words)


def short(text: str, room: int = 24) -> str:
    """A text for a place with room for so many Chinese characters (a Latin one takes half)."""
    left = 2 * room
    for number, character in enumerate(text):
        left -= 1 if character < "\u1100" else 2
        if left < 0:
            return text[:number].rstrip() + "…"
    return text


def figure(n: Decimal | int | float) -> str:
    """A number with its thousands apart: 52,000; whole where it is whole."""
    number = Decimal(str(n))
    if number == number.to_integral_value():
        return f"{int(number):,}"
    return f"{number.normalize():,f}"


def money(n: Decimal | int | float | str) -> str:
    """An amount in yuan as one says it: 12.6 亿元, 300 万元; in English by millions."""
    yuan = Decimal(str(n))
    if language() == "en":
        steps = ((10**9, _("十亿元")), (10**6, _("百万元")))
    else:
        steps = ((10**8, "亿元"), (10**4, "万元"))
    for scale, unit in steps:
        if abs(yuan) >= scale:
            return f"{figure((yuan / scale).quantize(Decimal('0.01')))} {unit}"
    return _("{n} 元").format(n=figure(yuan))


def amount(n: Decimal | int | float, code: str) -> str:
    """A number with its unit: 52,000 平方米, 80%, 3 个工作日."""
    from envoy_desktop.words.days import days

    if code in ("working_day", "calendar_day"):
        return days(int(n), code)
    if code == "month":
        return ngettext("{n} 个月", "{n} 个月", int(n)).format(n=int(n))
    if code == "percent":
        return f"{figure(n)}%"
    if code == "share":
        return f"{figure(Decimal(str(n)) * 100)}%"
    if code == "minute":
        return ngettext("{n} 分钟", "{n} 分钟", int(n)).format(n=int(n))
    if code == "hour":
        return ngettext("{n} 小时", "{n} 小时", int(n)).format(n=int(n))
    if code == "copy":
        return ngettext("{n} 份", "{n} 份", int(n)).format(n=int(n))
    if code == "draw":
        return ngettext("{n} 次", "{n} 次", int(n)).format(n=figure(n))
    if code == "item":
        return ngettext("{n} 项", "{n} 项", int(n)).format(n=figure(n))
    if code == "case":
        return ngettext("{n} 件", "{n} 件", int(n)).format(n=figure(n))
    return _("{n} {unit}").format(n=figure(n), unit=unit(code)) if code else figure(n)
