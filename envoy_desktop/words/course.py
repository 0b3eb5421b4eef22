"""Words for the course of a procedure: events, states, parties, clocks, and what events did."""

from collections.abc import Mapping

from envoy_desktop.domain.before_clock import BeforeClock
from envoy_desktop.domain.clock_values import DayNote, Effect, Proposal
from envoy_desktop.words import N_, _
from envoy_desktop.words.days import days, full_day
from envoy_desktop.words.lists import joined

EVENTS: Mapping[str, str] = {
    "filed": N_("申报"),
    "correction_notice": N_("补正告知"),
    "resubmitted": N_("补正提交"),
    "accepted": N_("受理"),
    "not_accepted": N_("不予受理"),
    "special_step_begun": N_("特别程序开始"),
    "special_step_ended": N_("特别程序结束"),
    "extension": N_("延期"),
    "suspended": N_("中止"),
    "resumed": N_("恢复办理"),
    "decided": N_("作出决定"),
    "delivered": N_("送达"),
    "refused": N_("不予许可"),
    "withdrawn": N_("撤回"),
    "pre_review": N_("预审"),
    "receipt_refused": N_("不收件"),
    "left_here": N_("先放窗口"),
}
STATES: Mapping[str, str] = {
    "planned": N_("未申报"),
    "filed": N_("待受理"),
    "correcting": N_("补正中"),
    "accepted": N_("办理中"),
    "special_step": N_("特别程序中"),
    "suspended": N_("已中止"),
    "decided": N_("待送达"),
    "delivered": N_("已送达"),
    "not_accepted": N_("不予受理"),
    "refused": N_("不予许可"),
    "withdrawn": N_("已撤回"),
}
PARTIES: Mapping[str, str] = {
    "department": N_("部门"),
    "investor": N_("投资方"),
    "intermediary": N_("中介机构"),
    "nobody": N_("不计责任"),
    "leader": N_("领导"),
    "envoy": N_("特派服务员"),
}
HOLDERS: Mapping[str, str] = {
    "department": N_("在部门"),
    "investor": N_("在投资方"),
    "intermediary": N_("在中介机构"),
    "nobody": N_("不计时"),
}
CLOCKS: Mapping[str, str] = {
    "acceptance": N_("受理期限"),
    "decision": N_("办理期限"),
    "delivery": N_("送达期限"),
}
LIMIT_KINDS: Mapping[str, str] = {
    "statutory": N_("法定时限"),
    "promised": N_("承诺时限"),
    "plan": N_("计划时限"),
}
LIMIT_STARTS: Mapping[str, str] = {
    "accepted": N_("自受理之日起"),
    "received": N_("自收到申请之日起"),
}
LAMPS: Mapping[str, str] = {
    "green": N_("绿灯"),
    "yellow": N_("黄灯"),
    "red": N_("红灯"),
    "": N_("未计时"),
}
EFFECTS: Mapping[str, str] = {
    "before_filing": N_("早于申报，不计时。"),
    "before_clock_pre_review": N_("申报前的预审，不在法定时限内，另计为计时前的天数。"),
    "before_clock_receipt_refused": N_("窗口不收件，不在法定时限内，另计为计时前的天数。"),
    "before_clock_left_here": N_("材料先放窗口，没有收件，另计为计时前的天数。"),
    "before_clock_after_filing": N_("晚于申报，不另计天数。"),
    "nothing_filed": N_("尚未申报，不计时。"),
    "after_end": N_("办件已于{ended}结束（{by}），此后的记录不改变计时。"),
    "after_as_of": N_("晚于所查看的日期，尚未计入。"),
    "starts_acceptance_clock": N_("开始计算受理期限，截止{until}。"),
    "restarts_acceptance_clock": N_("已补正提交，重新计算受理期限，截止{until}。"),
    "duplicate_filing": N_("已于{first}申报，重复申报不改变计时。"),
    "stopping_notice": N_("一次性告知补正，受理期限停止，等待{party}补正。"),
    "stops_again": N_("再次告知原已要求的材料，等待{party}补正。"),
    "repeated_notice": N_("自{since}起已在等待补正，重复告知不改变计时。"),
    "piecemeal": N_(
        "又提出新的要求，属于非一次性告知，计时不停（行政许可法第三十二条、第七十二条）。"
    ),
    "resubmission_moves_nothing": N_("所提交的不是一次性告知要求的材料，不改变计时。"),
    "accepted": N_("已受理，自{counted_from}起计算办理期限。"),
    "already_accepted": N_("已于{accepted}受理，重复受理不改变计时。"),
    "after_acceptance": N_("已于{accepted}受理，受理后的补正告知不停止计时。"),
    "after_deemed_acceptance": N_("自{accepted}起已视为受理，此后的告知或受理不改变计时。"),
    "before_acceptance": N_("当时尚未受理，不改变计时。"),
    "excludes_special_step": N_("特别程序共 {announced}，不计入时限，至{until}止。"),
    "special_step_without_notice": N_("没有书面告知所需时间，特别程序照常计入时限。"),
    "special_step_not_begun": N_("没有进行中的特别程序，不改变计时。"),
    "ends_special_step": N_("自{begun}开始的特别程序结束，恢复计时。"),
    "suspends": N_("已中止，时限停止计算。"),
    "already_suspended": N_("自{since}起已中止，重复中止不改变计时。"),
    "resumes": N_("自{since}起的中止结束，恢复计时。"),
    "not_suspended": N_("当时并未中止，恢复办理不改变计时。"),
    "extends_statutory": N_("法定时限延长 {days}，截止{deadline}。"),
    "extends_statutory_capped": N_("要求延期 {asked}，依法只能延长 {days}，截止{deadline}。"),
    "extension_without_limit": N_("该事项没有法定时限，延期不改变计时。"),
    "extension_without_right": N_("依法不得延期，法定时限不变。"),
    "second_extension": N_("只能延期一次，再次延期不改变时限。"),
    "extension_after_decision": N_("已于{decided}作出决定，延期不改变时限。"),
    "late_extension": N_("法定时限已于{deadline}届满，届满后的延期不改变时限。"),
    "decided": N_("已作出决定，开始计算送达期限。"),
    "already_decided": N_("已于{decided}作出决定，重复记录不改变计时。"),
    "decided_implies_acceptance": N_("未经受理直接作出决定，视为{accepted}已受理。"),
    "delivered": N_("已送达，办件结束。"),
    "delivered_implies_decided": N_("已送达，视为同日作出决定，办件结束。"),
    "ends_not_accepted": N_("不予受理，办件结束。"),
    "ends_refused": N_("不予许可，办件结束。"),
    "ends_withdrawn": N_("申请人撤回，办件结束。"),
    "not_accepted_after_deemed_acceptance": N_(
        "期限内未告知，已视为受理；此后的不予受理照实记录，办件结束。"
    ),
}
WARNINGS: Mapping[str, str] = {
    "after_acceptance": N_("受理以后才告知补正，计时不停。"),
    "after_deemed_acceptance": N_("期限内未告知，早已视为受理，这条记录不改变计时。"),
    "already_accepted": N_("此前已经受理，这条记录不改变计时。"),
    "already_decided": N_("此前已经作出决定，这条记录不改变计时。"),
    "already_suspended": N_("此前已经中止，这条记录不改变计时。"),
    "before_acceptance": N_("当时尚未受理，这条记录不改变计时。"),
    "before_clock_after_filing": N_("这件事在申报以后，照实记录，不另计天数。"),
    "decided_implies_acceptance": N_("没有受理记录，视为收到申请之日受理。"),
    "delivered_implies_decided": N_("没有决定记录，视为送达之日作出决定。"),
    "duplicate_filing": N_("此前已经申报，以最早的一次为准。"),
    "extends_statutory_capped": N_("延期超出依法可延的长度，只按可延的长度计算。"),
    "extension_after_decision": N_("作出决定以后才延期，法定时限不变。"),
    "extension_without_limit": N_("该事项没有法定时限，延期不改变计时。"),
    "extension_without_right": N_("依法不得延期，法定时限不变。"),
    "late_extension": N_("法定时限届满以后才延期，法定时限不变。"),
    "not_accepted_after_deemed_acceptance": N_("期限内未告知，此前已视为受理，可据此提出异议。"),
    "not_suspended": N_("当时并未中止，这条记录不改变计时。"),
    "piecemeal": N_("又提出新的要求，属于非一次性告知，计时不停，可登记为障碍。"),
    "repeated_notice": N_("要求的材料此前已经告知，这条记录不改变计时。"),
    "resubmission_moves_nothing": N_("所提交的不是等待补正的材料，这条记录不改变计时。"),
    "second_extension": N_("只能延期一次，法定时限不变。"),
    "special_step_not_begun": N_("没有进行中的特别程序，这条记录不改变计时。"),
    "special_step_without_notice": N_("没有书面告知所需时间，特别程序照常计入时限。"),
}
DAY_REASONS: Mapping[str, str] = {
    "counted": N_("计入"),
    "swapped_workday": N_("调休上班，计入（{name}，国务院 {notice_year} 年安排）"),
    "weekend": N_("周末"),
    "holiday": N_("{name}（国务院 {notice_year} 年安排）"),
    "special_step": N_("特别程序，不计入（至{until}止）"),
    "special_step_overrun": N_("特别程序超出告知的时间，计入"),
    "special_step_without_notice": N_("特别程序没有书面告知时间，计入"),
    "correcting": N_("等待补正（自{since}起）"),
    "suspended": N_("已中止（自{since}起）"),
}
PROPOSALS: Mapping[str, str] = {
    "piecemeal": N_("{on}又提出新的要求，可登记为障碍：非一次性告知。"),
    "paper_already_held": N_("{on}索要的材料由共享平台调取，可登记为障碍：重复索要材料。"),
    "demanded_twice": N_("{on}索要的材料别的事项已经要过，可登记为障碍：重复索要材料。"),
    "off_list_demand": N_("{on}索要的是动工前的事，不是施工许可的条件，可登记为障碍：清单外事项。"),
    "late_notice": N_("{on}才告知补正，已超过{due}的期限并视为受理，可登记为障碍。"),
}


def event(kind: str) -> str:
    """The name of an event: 受理, 补正告知."""
    return _(EVENTS[kind]) if kind in EVENTS else str(kind)


def state(code: str) -> str:
    """Where a procedure stands: 待受理, 补正中."""
    return _(STATES[code]) if code in STATES else str(code)


def party(code: str) -> str:
    """Who is charged: 部门, 投资方, 中介机构, 不计责任; 领导 and 特派服务员 owe too."""
    return _(PARTIES[code]) if code in PARTIES else str(code)


def holder(code: str) -> str:
    """Who has the ball: 在部门, 在投资方; blank where the procedure has ended."""
    return _(HOLDERS[code]) if code in HOLDERS else str(code)


def clock(code: str) -> str:
    """受理期限, 办理期限, 送达期限."""
    return _(CLOCKS[code]) if code in CLOCKS else str(code)


def limit_kind(code: str) -> str:
    """法定时限, 承诺时限, 计划时限."""
    return _(LIMIT_KINDS[code]) if code in LIMIT_KINDS else str(code)


def limit_start(code: str) -> str:
    """What a limit counts from: 自受理之日起, 自收到申请之日起."""
    return _(LIMIT_STARTS[code]) if code in LIMIT_STARTS else str(code)


def lamp(code: str) -> str:
    """绿灯, 黄灯, 红灯; 未计时 where no clock runs."""
    return _(LAMPS[code]) if code in LAMPS else str(code)


def effect(of: Effect) -> str:
    """What an event did, or why it changed nothing, in one sentence."""
    if of.code not in EFFECTS:
        return of.code
    if of.code.endswith("acceptance_clock") and of.values.get("until") is None:
        said = _("中止期间，受理期限暂停计算。")
    elif of.code.startswith("extends_statutory") and of.values.get("deadline") is None:
        said = _("法定时限延长 {days}。").format_map(_worded(of.values))
    else:
        said = _(EFFECTS[of.code]).format_map(_worded(of.values))
    overrun = of.values.get("overrun")
    if isinstance(overrun, int) and overrun:
        if of.values.get("charged_to") == "intermediary":
            said += _("超出告知的时间 {days}，计入中介机构。").format(days=days(overrun))
        else:
            said += _("超出告知的时间 {days}，计入部门。").format(days=days(overrun))
    items = of.values.get("items") or of.values.get("open")
    if isinstance(items, tuple | list) and items:
        said += _("材料：{items}。").format(items=joined(items))
    return said


def warning(code: str) -> str:
    """What is unusual about an event that was recorded (codes of `clock.check`), in a sentence."""
    return _(WARNINGS[code]) if code in WARNINGS else code


def day_reason(note: DayNote) -> str:
    """Why a day of "why this date" was counted or not: 周末, 特别程序，不计入."""
    if note.reason not in DAY_REASONS:
        return note.reason
    if note.reason == "counted" and note.number is None:
        return _("工作日，不占时限")
    if note.reason == "special_step" and note.values.get("until") is None:
        return _("特别程序，不计入")
    return _(DAY_REASONS[note.reason]).format_map(_worded(note.values))


def proposal(of: Proposal) -> str:
    """An obstacle that the facts themselves suggest, in one sentence."""
    if of.kind not in PROPOSALS:
        return of.kind
    said = _(PROPOSALS[of.kind]).format_map(_worded(of.values))
    items = of.values.get("items")
    if isinstance(items, tuple | list) and items:
        said += _("材料：{items}。").format(items=joined(items))
    return said


def before_clock(of: BeforeClock) -> str:
    """The days before the clock in one line: 自11月2日起 8 日：部门 6，投资方 0，不计责任 2."""
    said = _("自{first}起 {n} 日：部门 {a}，投资方 {b}，中介机构 {c}，不计责任 {d}").format(
        first=full_day(of.first),
        n=of.elapsed,
        a=of.department,
        b=of.investor,
        c=of.intermediary,
        d=of.nobody,
    )
    return said + (_("，仍未申报") if of.open else "")


class _Worded(dict[str, str]):
    """Values in words; one that was not given leaves its place blank."""

    def __missing__(self, key: str) -> str:
        return ""


def _worded(values: Mapping[str, object]) -> _Worded:
    from datetime import date

    said = _Worded()
    unit = str(values.get("unit") or "calendar_day")
    for name, value in values.items():
        if value is None:
            said[name] = ""
        elif isinstance(value, date):
            said[name] = full_day(value)
        elif name == "party":
            said[name] = party(str(value))
        elif name == "by":
            said[name] = event(str(value))
        elif name == "announced" and isinstance(value, int):
            said[name] = days(value)
        elif name in ("days", "asked") and isinstance(value, int):
            said[name] = days(value, unit)
        else:
            said[name] = str(value)
    return said
