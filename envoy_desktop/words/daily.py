"""Words for *Today*: its groups, what an entry is about, its one next step."""

from collections.abc import Mapping

from envoy_desktop.words import N_, _
from envoy_desktop.words.days import days

GROUPS: Mapping[str, str] = {
    "overdue": N_("已逾期"),
    "due_soon": N_("即将到期"),
    "waiting_investor": N_("等待投资方"),
    "waiting_department": N_("等待部门答复"),
    "running_out": N_("批示、议定事项和委托将到期"),
    "unanswered_memos": N_("公文尚无答复"),
}
ABOUT: Mapping[str, str] = {
    "acceptance": N_("受理期限"),
    "decision": N_("办理期限"),
    "delivery": N_("送达期限"),
    "promised": N_("承诺时限"),
    "plan": N_("计划时限"),
    "answer": N_("答复期限"),
    "commitment": N_("对投资方的承诺"),
    "instruction": N_("领导批示"),
    "decision_due": N_("议定事项"),
    "duty": N_("督办事项"),
    "own_duty": N_("投资方自办事项"),
    "correction": N_("补正"),
    "memo": N_("公文答复"),
    "stage": N_("督办阶段"),
    "milestone": N_("里程碑"),
    "mandate": N_("代办委托书"),
    "promise": N_("电话里答应的"),
    "rating": N_("请投资方评议"),
}
ACTIONS: Mapping[str, str] = {
    "record_accepted": N_("记录受理"),
    "record_decided": N_("记录决定"),
    "record_delivered": N_("记录送达"),
    "record_resubmitted": N_("记录补正提交"),
    "record_filed": N_("记录申报"),
    "record_special_step_ended": N_("记录特别程序结束"),
    "log_call": N_("记一次协调"),
    "write_memo": N_("起草公文"),
    "urge": N_("催办"),
    "record_instruction": N_("记录批示"),
    "mark_duty_done": N_("标为办结"),
    "mark_reached": N_("已实现"),
    "renew_mandate": N_("续签委托"),
    "mark_kept": N_("已兑现"),
    "ask_rating": N_("请评议"),
    "snooze": N_("暂缓"),
}


def today_group(code: str) -> str:
    """A group of Today: 已逾期, 即将到期 …"""
    return _(GROUPS[code]) if code in GROUPS else str(code)


def today_about(code: str) -> str:
    """Which date an entry of Today is about: 受理期限, 承诺时限, 答复期限 …"""
    return _(ABOUT[code]) if code in ABOUT else str(code)


def today_action(code: str) -> str:
    """The one next step of an entry as a button: 记录受理, 记一次协调 …"""
    return _(ACTIONS[code]) if code in ACTIONS else str(code)


def today_days(n: int, meaning: str) -> str:
    """The figure of an entry: 逾期 3 个工作日, 剩 2 个工作日, 今日到期, 已等 5 个工作日."""
    if meaning == "overdue_by":
        return _("逾期 {days}").format(days=days(n)) if n else _("已逾期")
    if meaning == "left":
        return _("剩 {days}").format(days=days(n)) if n else _("今日到期")
    if meaning == "waited":
        return _("已等 {days}").format(days=days(n)) if n else _("今日开始")
    return f"{meaning} {n}"
