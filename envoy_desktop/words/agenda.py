"""Words for the meeting: why a matter stands where it stands, votes, what a decision says."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from envoy_desktop.words import N_, _, ngettext
from envoy_desktop.words.days import full_day
from envoy_desktop.words.lists import money

KINDS: Mapping[str, str] = {
    "obstacle": N_("障碍"),
    "duty": N_("逾期督办事项"),
    "commitment": N_("没有兑现的承诺"),
}


class Votes(Protocol):
    """What a decision's votes are read from."""

    @property
    def votes_for(self) -> int | None: ...
    @property
    def votes_against(self) -> int | None: ...
    @property
    def abstained(self) -> int | None: ...
    @property
    def dissent(self) -> str: ...


def kind(code: str) -> str:
    """What a matter is: 障碍, 逾期督办事项, 没有兑现的承诺; 议题 for one of the office's own."""
    return _(KINDS[code]) if code in KINDS else _("议题")


def reason(code: str, told: Decimal) -> str:
    """One reason: 影响工期 12 个工作日, 总投资 35 亿元, 已拖延 28 个工作日, 2 次承诺未兑现."""
    whole = int(told)
    if code == "critical":
        return ngettext("影响工期 {n} 个工作日", "影响工期 {n} 个工作日", whole).format(n=whole)
    if code == "investment":
        return _("总投资 {amount}").format(amount=money(told))
    if code == "age":
        return ngettext("已拖延 {n} 个工作日", "已拖延 {n} 个工作日", whole).format(n=whole)
    if code == "broken":
        return ngettext("{n} 次承诺未兑现", "{n} 次承诺未兑现", whole).format(n=whole)
    return code


def reasons(told: Iterable[tuple[str, Decimal]]) -> str:
    """All reasons in a line, the heaviest first; that there is none is said too."""
    words = [reason(code, value) for code, value in told]
    return _("，").join(words) if words else _("刚刚提出")


def why(kind_of: str, told: Iterable[tuple[str, Decimal, float]]) -> str:
    """Why a matter stands where it stands, factor by factor: 影响工期 12 个工作日（×3.4）."""
    words = [
        _("{reason}（×{factor}）").format(reason=reason(code, value), factor=f"{factor:.1f}")
        for code, value, factor in told
    ]
    return _("{kind}：{reasons}").format(
        kind=kind(kind_of), reasons=_("，").join(words) if words else _("刚刚提出")
    )


def grounds(kept: Mapping[str, Any]) -> tuple[tuple[str, Decimal, float], ...]:
    """The reasons that an item of the agenda has kept (its JSON `grounds`)."""
    return tuple(
        (str(code), Decimal(str(told)), float(factor))
        for code, told, factor in kept.get("reasons", ())
    )


def votes(of: Votes) -> str:
    """How it was voted: 9 票同意，1 票反对；"" where nobody counted."""
    parts = [
        words.format(n=count)
        for words, count in (
            (_("{n} 票同意"), of.votes_for),
            (_("{n} 票反对"), of.votes_against),
            (_("{n} 票弃权"), of.abstained),
        )
        if count is not None
    ]
    return _("，").join(parts)


def dissent(of: Votes) -> str:
    """What was said against it, or ""."""
    return _("不同意见：{words}").format(words=of.dissent) if of.dissent else ""


def duty(lead: str, cooperating: str, due: str | date) -> str:
    """Who does it by when: 市资源局牵头，市住建局配合，2026年12月4日前办结."""
    parts = [_("{name}牵头").format(name=lead)] if lead else []
    if cooperating:
        parts.append(_("{names}配合").format(names=cooperating))
    parts.append(_("{day}前办结").format(day=full_day(due)))
    return _("，").join(parts)
