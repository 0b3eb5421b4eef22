"""Names for codes: one short text for each, for window, command line and paper.

An unknown code is told as itself, so that a newer file never breaks an older program.
"""

from collections.abc import Iterable
from typing import Any

from envoy_desktop.domain.applies import Ground
from envoy_desktop.domain.clock_values import Effect
from envoy_desktop.words.days import day, days, full_day, moment, month, short_day, weekday

__all__ = [
    "act", "assumed", "attribute", "attribute_value", "because", "change", "channel", "clock",
    "day", "days", "department_kind", "document_kind", "document_state", "duty_source",
    "duty_state", "effect", "entry", "event", "field", "full_day", "holder", "kind", "lamp",
    "limit_kind", "moment", "month", "obstacle_kind", "party", "setting", "setting_value",
    "severity", "short_day", "stage", "state", "today_about", "today_action", "today_days",
    "today_group", "unit", "urgency_part", "warning", "weekday",
]  # fmt: skip


def event(kind: str) -> str:
    """The name of an event: 受理, 补正告知."""
    return str(kind)


def state(code: str) -> str:
    """Where a procedure stands: 待受理, 补正中."""
    return str(code)


def party(code: str) -> str:
    """Who is charged: 部门, 投资方, 中介机构, 不计责任."""
    return str(code)


def holder(code: str) -> str:
    """Who has the ball: 在部门, 在投资方."""
    return str(code)


def clock(code: str) -> str:
    """受理期限, 办理期限, 送达期限."""
    return str(code)


def limit_kind(code: str) -> str:
    """法定时限, 承诺时限, 计划时限."""
    return str(code)


def lamp(code: str) -> str:
    """绿灯, 黄灯, 红灯."""
    return str(code)


def unit(code: str) -> str:
    """A unit: 工作日, 日, m2 -> 平方米, percent, hour."""
    return str(code)


def effect(of: Effect) -> str:
    """What an event did, or why it changed nothing, in one sentence."""
    return of.code


def warning(code: str) -> str:
    """What is unusual about an event that was recorded (codes of `clock.check`), in a sentence."""
    return code


def obstacle_kind(code: str) -> str:
    """The kind of an obstacle: 非一次性告知."""
    return str(code)


def severity(n: int | str) -> str:
    """How heavy an obstacle weighs, 1 to 5: 轻微 to 严重."""
    return str(n)


def urgency_part(code: str, figure: int) -> str:
    """One part of an urgency with its figure: 已等 6 个工作日."""
    return f"{code} {figure}"


def channel(code: str) -> str:
    """How it was tried: 电话, 上门, 书面, 会议."""
    return str(code)


def document_kind(code: str) -> str:
    """请示, 报告, 函 …"""
    return str(code)


def document_state(code: str) -> str:
    """草稿, 已印发, 已送达, 已批示, 已了结."""
    return str(code)


def duty_source(code: str) -> str:
    """承诺, 领导批示, 议定事项 …"""
    return str(code)


def duty_state(code: str) -> str:
    """办理中, 即将到期, 已逾期, 已办结 …"""
    return str(code)


def department_kind(code: str) -> str:
    """政府部门, 垂直管理单位, 公用事业单位, 中介机构."""
    return str(code)


def attribute(code: str) -> str:
    """The name of a project's attribute: 危险化学品项目, 建筑面积."""
    return str(code)


def attribute_value(code: str, value: Any) -> str:
    """A value of an attribute, as given or as kept (text): 是, 52,000 平方米, 划拨."""
    return str(value)


def because(grounds: Iterable[Ground]) -> str:
    """Why a procedure applies (or not): 因为：危险化学品项目；for none 各类项目都要办."""
    return ""


def assumed(attributes: Iterable[str]) -> str:
    """Which attributes were not given and are taken as no; blank for none."""
    return ""


def stage(n: int) -> str:
    """The four stages of a project: 立项用地规划许可 …"""
    return str(n)


def setting(key: str) -> str:
    """What a setting does, in one line."""
    return key


def setting_value(key: str, value: Any) -> str:
    """A value of a setting with its unit: 80%, 3 个工作日, 跟随系统."""
    return str(value)


def today_group(code: str) -> str:
    """A group of Today: 已逾期, 三个工作日内到期 …"""
    return code


def today_about(code: str) -> str:
    """Which date an entry of Today is about: 受理期限, 承诺时限, 答复 …"""
    return code


def today_action(code: str) -> str:
    """The one next step of an entry as a button: 记录受理, 记一次催办 …"""
    return code


def today_days(n: int, meaning: str) -> str:
    """The figure of an entry: 逾期 3 个工作日, 剩 2 个工作日, 已等 5 个工作日."""
    return f"{meaning} {n}"


def kind(code: str) -> str:
    """A kind of object: 项目, 办件, 障碍, 公文 …"""
    return str(code)


def act(code: str) -> str:
    """An act, for undo and history: 记录受理, 登记障碍."""
    return code


def field(of_kind: str, name: str) -> str:
    """The name of a column: field("obstacle", "answer_due") -> 答复期限."""
    return name


def change(of: Any) -> str:
    """A change of one field (`history.FieldChange`): 办理期限 7 → 10."""
    return f"{of.field} {of.old} → {of.new}"


def entry(of: Any) -> str:
    """An act of the history (`history.Entry`): 张三 记录受理（环境影响评价）."""
    return f"{of.who} {of.act} {of.subject}"
