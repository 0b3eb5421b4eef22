"""Words for obstacles, official documents, duties and departments."""

from collections.abc import Mapping

from envoy_desktop.words import N_, _, ngettext
from envoy_desktop.words.days import days

OBSTACLE_KINDS: Mapping[str, str] = {
    "piecemeal": N_("非一次性告知"),
    "off_list_demand": N_("清单外事项"),
    "paper_already_held": N_("重复索要材料"),
    "overdue": N_("超期未办"),
    "before_the_clock": N_("体外循环"),
    "fee_violation": N_("违规收费"),
    "designated_intermediary": N_("指定中介"),
    "promise_broken": N_("承诺未兑现"),
    "window_cannot_decide": N_("窗口无权决定"),
    "sent_to_back_office": N_("转回科室办理"),
    "department_conflict": N_("部门意见不一"),
    "no_coordination": N_("无人牵头"),
    "higher_level_approval": N_("须报上级审批"),
    "policy_unclear": N_("政策不明确"),
    "system_fault": N_("系统故障"),
    "land": N_("用地问题"),
    "utility": N_("水电气网接入"),
    "site_access": N_("进场受阻"),
    "funding": N_("资金未到位"),
    "investor_delay": N_("投资方延误"),
    "intermediary_delay": N_("中介机构延误"),
    "weather": N_("天气原因"),
    "other": N_("其他"),
}
SEVERITIES: Mapping[str, str] = {
    "1": N_("轻微"),
    "2": N_("较轻"),
    "3": N_("一般"),
    "4": N_("较重"),
    "5": N_("严重"),
}
OBSTACLE_STATES: Mapping[str, str] = {
    "open": N_("未解决"),
    "resolved": N_("已解决"),
    "verified": N_("已验证"),
}
LEVELS: Mapping[str, str] = {
    "window": N_("窗口"),
    "section": N_("科室"),
    "head": N_("部门负责人"),
    "city": N_("市领导"),
}
CHANNELS: Mapping[str, str] = {
    "call": N_("电话"),
    "visit": N_("上门"),
    "letter": N_("发函"),
    "meeting": N_("会商"),
    "online": N_("网上"),
    "sheet": N_("督办单"),
}
DOCUMENT_KINDS: Mapping[str, str] = {
    "request": N_("请示"),
    "report": N_("报告"),
    "opinion": N_("意见"),
    "letter": N_("函"),
    "briefing": N_("专报"),
    "monthly_report": N_("月度报告"),
    "minutes": N_("纪要"),
    "mandate": N_("代办委托书"),
}
DOCUMENT_STATES: Mapping[str, str] = {
    "draft": N_("草稿"),
    "checked": N_("已核稿"),
    "signed": N_("已签发"),
    "issued": N_("已印发"),
    "delivered": N_("已送达"),
    "expired": N_("到期未复"),
    "answered": N_("已批示"),
    "duties": N_("办理中"),
    "closed": N_("已了结"),
}
DOCX_NOTES: Mapping[str, str] = {
    "tracked-changes": N_("有修订标记，按接受修订后的文字收进。"),
    "pictures": N_("图片没有收进，请作为证据附上。"),
    "comments": N_("批注和脚注没有收进。"),
    "links": N_("链接只收进了文字。"),
}
DUTY_SOURCES: Mapping[str, str] = {
    "commitment": N_("对投资方的承诺"),
    "instruction": N_("领导批示"),
    "assignment": N_("交办事项"),
    "decision": N_("议定事项"),
    "proposal": N_("建议提案"),
    "list_task": N_("清单任务"),
    "memo": N_("公文"),
    "obstacle": N_("障碍"),
    "procedure": N_("办件"),
    "own_duty": N_("投资方自办事项"),
}
DUTY_STATES: Mapping[str, str] = {
    "open": N_("办理中"),
    "due_soon": N_("即将到期"),
    "overdue": N_("已逾期"),
    "done": N_("已办结"),
    "done_late": N_("逾期办结"),
    "withdrawn": N_("已撤销"),
}
REMINDERS: Mapping[str, str] = {
    "none": "",
    "notice": N_("提醒"),
    "urge": N_("催办"),
    "escalate": N_("提请领导协调"),
}
ROLES: Mapping[str, str] = {
    "leader": N_("组长"),
    "member": N_("成员"),
    "liaison": N_("联络员"),
}
MILESTONE_STATES: Mapping[str, str] = {
    "open": N_("未到"),
    "overdue": N_("已逾期"),
    "reached": N_("已实现"),
    "reached_late": N_("逾期实现"),
}
MANDATE_STATES: Mapping[str, str] = {
    "future": N_("尚未生效"),
    "in_force": N_("有效"),
    "running_out": N_("即将到期"),
    "expired": N_("已到期"),
    "ended": N_("已终止"),
}
MANDATE_WARNINGS: Mapping[str, str] = {
    "outside_scope": N_("这个事项不在代办委托书的范围内"),
    "before_mandate": N_("这一天代办委托书还没有生效"),
    "after_mandate": N_("代办委托书已经到期或终止"),
}
QUESTIONS: Mapping[str, str] = {
    "told_at_once": N_("要什么材料，是不是一次说清了？"),
    "in_time": N_("有没有按说好的时间办完？"),
    "attitude": N_("窗口和经办人的态度怎么样？"),
    "rules_kept": N_("有没有多要材料、多收费、指定中介？（5 为没有）"),
    "overall": N_("总体满意吗？"),
}
RATING_CHANNELS: Mapping[str, str] = {
    "slip": N_("评议单"),
    "screen": N_("屏幕评议"),
}
DEPARTMENT_KINDS: Mapping[str, str] = {
    "government": N_("政府部门"),
    "vertical": N_("垂直管理单位"),
    "public_utility": N_("公用事业单位"),
    "intermediary_class": N_("中介机构"),
}
MATERIAL_STATES: Mapping[str, str] = {
    "": N_("待准备"),
    "wanted": N_("待准备"),
    "asked": N_("已索取"),
    "at_hand": N_("已备齐"),
    "handed_in": N_("已提交"),
}
OPINIONS: Mapping[str, str] = {
    "agree": N_("同意"),
    "agree_if": N_("有条件同意"),
    "object": N_("不同意"),
    "waiting": N_("待回复"),
    "overdue": N_("逾期未回复"),
    "silent_consent": N_("逾期默认同意"),
}
CONCLUSIONS: Mapping[str, str] = {
    "joint_pass": N_("联审通过"),
    "joint_return": N_("退回修改"),
}
FEE_FLAGS: Mapping[str, str] = {
    "no_basis": N_("没有法定依据（行政许可法第五十八条）"),
    "organ_pays": N_("应由审批机关支付（优化营商环境条例第四十三条）"),
    "above_upper": N_("高于上限"),
    "above_lower": N_("高于下限"),
    "above_price": N_("高于合同价"),
}
PROJECT_DAYS: Mapping[str, str] = {
    "works_contract": N_("签订施工合同"),
    "completion_accepted": N_("竣工验收合格"),
    "first_use": N_("特种设备投入使用"),
    "land_registration": N_("办理土地登记"),
    "building_registration": N_("办理房屋登记"),
}
OWN_DUTY_STATES: Mapping[str, str] = {
    "waiting": N_("未起算"),
    "open": N_("待办"),
    "overdue": N_("已逾期"),
    "done": N_("已办"),
    "done_late": N_("逾期办理"),
}
DEMANDS: Mapping[str, str] = {
    "before_ground": N_("这是动工前的事，不是施工许可的条件"),
    "shared": N_("由共享平台调取，不得再要"),
    "handed_in": N_("已经交过"),
    "not_here": N_("是别的事项的材料，不在本事项清单上"),
    "unlisted": N_("不在材料清单上"),
    "demanded_twice": N_("别的事项已经要过同一份"),
}
DIRECTIONS: Mapping[str, str] = {
    "up": N_("上行"),
    "level": N_("平行"),
    "down": N_("下行"),
}


def obstacle_kind(code: str) -> str:
    """The kind of an obstacle: 非一次性告知."""
    return _(OBSTACLE_KINDS[code]) if code in OBSTACLE_KINDS else str(code)


def level(code: str) -> str:
    """A level of the ladder on which an obstacle rises: 窗口, 科室, 部门负责人, 市领导."""
    return _(LEVELS[code]) if code in LEVELS else code


def obstacle_state(code: str) -> str:
    """未解决 or 已解决."""
    return _(OBSTACLE_STATES[code]) if code in OBSTACLE_STATES else str(code)


def severity(n: int | str) -> str:
    """How heavy an obstacle weighs, 1 to 5: 轻微 to 严重."""
    return _(SEVERITIES[str(n)]) if str(n) in SEVERITIES else str(n)


def urgency_part(code: str, figure: int) -> str:
    """One part of an urgency (`obstacles.Part`) with its figure: 已等 6 个工作日."""
    if code == "severity":
        return _("程度：{severity}").format(severity=severity(figure))
    if code == "answer_over":
        return _("答复已逾期 {days}").format(days=days(figure))
    if code == "critical":
        return _("在关键路径上")
    if code == "slack":
        return _("离关键路径还有 {days}").format(days=days(figure))
    if code == "days_over":
        return _("超过法定时限 {days}").format(days=days(figure))
    if code == "waiting":
        return _("已等 {days}").format(days=days(figure))
    if code == "stale":
        return _("{days}无人协调").format(days=days(figure))
    if code == "attempts":
        return ngettext("已协调 {n} 次未果", "已协调 {n} 次未果", figure).format(n=figure)
    if code == "commitment":
        return _("影响对投资方的承诺")
    if code == "key_project":
        return _("重点项目")
    return f"{code} {figure}"


def channel(code: str) -> str:
    """How it was tried: 电话, 上门, 发函, 会商, 网上."""
    return _(CHANNELS[code]) if code in CHANNELS else str(code)


def document_kind(code: str) -> str:
    """请示, 报告, 函 …"""
    return _(DOCUMENT_KINDS[code]) if code in DOCUMENT_KINDS else str(code)


def document_state(code: str) -> str:
    """草稿, 已印发, 已送达, 已批示, 已了结."""
    return _(DOCUMENT_STATES[code]) if code in DOCUMENT_STATES else str(code)


def docx_note(code: str) -> str:
    """What an edited DOCX held that a memo cannot hold."""
    return _(DOCX_NOTES[code])


def direction(code: str) -> str:
    """The way a document goes: 上行, 平行, 下行."""
    return _(DIRECTIONS[code]) if code in DIRECTIONS else str(code)


def duty_source(code: str) -> str:
    """对投资方的承诺, 领导批示, 议定事项 …"""
    return _(DUTY_SOURCES[code]) if code in DUTY_SOURCES else str(code)


def duty_state(code: str) -> str:
    """办理中, 即将到期, 已逾期, 已办结 …"""
    return _(DUTY_STATES[code]) if code in DUTY_STATES else str(code)


def reminder(code: str) -> str:
    """What a duty asks for: 提醒, 催办, 提请领导协调; blank for none."""
    return _(REMINDERS[code]) if code in REMINDERS else str(code)


def role(code: str) -> str:
    """What someone is in a working group: 组长, 成员, 联络员."""
    return _(ROLES[code]) if code in ROLES else str(code)


def milestone_state(code: str) -> str:
    """未到, 已逾期, 已实现, 逾期实现."""
    return _(MILESTONE_STATES[code]) if code in MILESTONE_STATES else str(code)


def mandate_state(code: str) -> str:
    """尚未生效, 有效, 即将到期, 已到期, 已终止."""
    return _(MANDATE_STATES[code]) if code in MANDATE_STATES else str(code)


def mandate_warning(code: str) -> str:
    """Why an act lies outside the mandate; blank for none."""
    return _(MANDATE_WARNINGS[code]) if code in MANDATE_WARNINGS else str(code)


def question(code: str) -> str:
    """A question of the rating slip."""
    return _(QUESTIONS[code]) if code in QUESTIONS else str(code)


def rating_channel(code: str) -> str:
    """评议单, 屏幕评议."""
    return _(RATING_CHANNELS[code]) if code in RATING_CHANNELS else str(code)


def department_kind(code: str) -> str:
    """政府部门, 垂直管理单位, 公用事业单位, 中介机构."""
    return _(DEPARTMENT_KINDS[code]) if code in DEPARTMENT_KINDS else str(code)


def material_state(code: str) -> str:
    """待准备, 已索取, 已备齐, 已提交."""
    return _(MATERIAL_STATES[code]) if code in MATERIAL_STATES else str(code)


def opinion(code: str) -> str:
    """What a member of a joint review said, or why it said nothing: 同意, 逾期未回复."""
    return _(OPINIONS[code]) if code in OPINIONS else str(code)


def conclusion(code: str) -> str:
    """How a joint review ended: 联审通过, 退回修改."""
    return _(CONCLUSIONS[code]) if code in CONCLUSIONS else str(code)


def fee_flag(code: str) -> str:
    """What is wrong with a charge: 高于下限."""
    return _(FEE_FLAGS[code]) if code in FEE_FLAGS else str(code)


def project_day(code: str) -> str:
    """A day of a project that the investor's own duties count from: 竣工验收合格."""
    return _(PROJECT_DAYS[code]) if code in PROJECT_DAYS else str(code)


def demand(why: str) -> str:
    """What is wrong with a demand: 不在材料清单上."""
    return _(DEMANDS[why]) if why in DEMANDS else str(why)


def own_duty_state(code: str) -> str:
    """How an own duty of the investor's stands: 未起算, 待办."""
    return _(OWN_DUTY_STATES[code]) if code in OWN_DUTY_STATES else str(code)


def lacking(chars: str) -> str:
    """That a paper has 〓 in the place of some characters."""
    told = "".join(f"“{char}”（U+{ord(char):04X}）" for char in chars)
    return _("字体里没有{chars}，在纸上印成“〓”。").format(chars=told)
