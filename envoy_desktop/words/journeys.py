"""Words for packages that travel: roles, states of trust, the direction of a package."""

from envoy_desktop.words import N_, _, ngettext

ROLES = {"envoy": N_("特派服务员"), "office": N_("协调办")}
STATES = {
    "active": N_("受信任"),
    "revoked": N_("已不再信任"),
    "replaced": N_("已换身份"),
    "expired": N_("信任已过期"),
    "unknown": N_("还没有信任"),
}
ASIDE = {
    "forked": N_("工作区被复制后分叉"),
    "own": N_("工作区被复制后分叉"),
    "revoked": N_("已不再信任"),
    "relayed": N_("别人转来，作者本人或协调办还没有证明"),
}
OFFICERS = {"reader": N_("查阅"), "clerk": N_("办事"), "chair": N_("主持")}


def officer(code: str) -> str:
    """What an officer may do in the office's database: 查阅, 办事, 主持."""
    return _(OFFICERS[code]) if code in OFFICERS else code


def role(code: str) -> str:
    """Who somebody is: 特派服务员, 协调办."""
    return _(ROLES[code]) if code in ROLES else code


def trust_state(code: str) -> str:
    """A state of trust: 受信任, 已不再信任."""
    return _(STATES[code]) if code in STATES else code


def aside(reason: str) -> str:
    """Why changes lie outside the state: 已不再信任."""
    return _(ASIDE[reason]) if reason in ASIDE else reason


def set_aside(name: str, n: int, reason: str) -> str:
    """Whose changes lie outside the state, how many, why: 张三：3 处变更另存，没有采用（…）."""
    return ngettext(
        "{name}：{n} 处变更另存，没有采用（{reason}）",
        "{name}：{n} 处变更另存，没有采用（{reason}）", n,
    ).format(name=name, n=n, reason=aside(reason))  # fmt: skip


def gaps(n: int) -> str:
    """Changes that a package shows to be missing: 缺口 2 处."""
    return ngettext("缺口 {n} 处", "缺口 {n} 处", n).format(n=n)


def conflicts(n: int) -> str:
    """Places that several people wrote: 冲突 1 处."""
    return ngettext("冲突 {n} 处", "冲突 {n} 处", n).format(n=n)
