"""Words for the history: names of kinds and fields, and what changed from what to what."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from envoy_desktop.words import N_, _, acts, course, days, matters, options
from envoy_desktop.words.attributes import attribute, attribute_value
from envoy_desktop.words.lists import figure, joined, short

KINDS: Mapping[str, str] = {
    "project": N_("项目"),
    "project_attribute": N_("项目情况"),
    "project_day": N_("项目的日子"),
    "procedure": N_("办件"),
    "event": N_("事件"),
    "material_state": N_("材料状态"),
    "obstacle": N_("障碍"),
    "attempt": N_("协调记录"),
    "attachment": N_("附件"),
    "snooze": N_("暂缓提醒"),
    "memo": N_("公文"),
    "memo_obstacle": N_("公文所涉障碍"),
    "instruction": N_("批示"),
    "duty": N_("督办事项"),
    "investor_duty": N_("投资方自办事项"),
    "department": N_("部门"),
    "edition": N_("目录版本"),
    "catalogue_item": N_("目录事项"),
    "material": N_("材料"),
    "holiday": N_("节假日"),
    "setting": N_("设置"),
    "person": N_("人员"),
    "command": N_("命令"),
    "agenda_item": N_("议题"),
    "baseline": N_("基准计划"),
    "baseline_step": N_("基准计划的一步"),
    "claim": N_("公文所据事实"),
    "contact": N_("联系人"),
    "contract": N_("中介合同"),
    "decision": N_("议定事项"),
    "department_answer": N_("部门答复"),
    "duty_stage": N_("督办阶段"),
    "escalation": N_("升级"),
    "fee": N_("收费"),
    "handover": N_("移交"),
    "hearing": N_("听取部门意见"),
    "imported_case": N_("导入的案件"),
    "imported_log": N_("导入的日志"),
    "joint_procedure": N_("联审事项"),
    "joint_review": N_("联审联批"),
    "mandate": N_("代办委托书"),
    "meeting": N_("协调会"),
    "member_opinion": N_("成员单位意见"),
    "milestone": N_("里程碑"),
    "milestone_slip": N_("里程碑推迟"),
    "note": N_("笔记"),
    "postponement": N_("延期"),
    "rating": N_("评议"),
    "reminder": N_("催办"),
    "succession": N_("部门沿革"),
    "team_member": N_("专班成员"),
}
FIELDS: Mapping[str, str] = {
    "added_on": N_("添加日期"),
    "addressee": N_("主送机关"),
    "announced": N_("告知的工作日数"),
    "answer_due": N_("答复期限"),
    "applies_when": N_("适用条件"),
    "basis": N_("依据"),
    "body": N_("正文"),
    "by": N_("批示人"),
    "channel": N_("方式"),
    "close_reason": N_("结束原因"),
    "closed_on": N_("结束日期"),
    "code": N_("代码"),
    "contact": N_("联系人"),
    "cooperating_departments": N_("配合部门"),
    "copies": N_("抄送机关"),
    "corrects": N_("所更正的事件"),
    "date": N_("日期"),
    "day_order": N_("当日次序"),
    "days": N_("延期长度"),
    "deleted": N_("已移除"),
    "delivered_on": N_("送达日期"),
    "department": N_("部门"),
    "digest": N_("校验码"),
    "done_note": N_("办结说明"),
    "done_on": N_("办结日期"),
    "drafted_on": N_("起草日期"),
    "due_on": N_("截止日期"),
    "edition": N_("目录版本"),
    "entered_on": N_("登记日期"),
    "envoy": N_("特派服务员"),
    "exclusions": N_("不计入时限的环节"),
    "expires_on": N_("有效期至"),
    "extension": N_("可延期天数"),
    "fee_basis": N_("收费依据"),
    "fee_lower": N_("收费下限"),
    "fee_unit": N_("收费单位"),
    "fee_upper": N_("收费上限"),
    "given_on": N_("交办日期"),
    "has_receipt": N_("有书面凭证"),
    "imported_on": N_("导入日期"),
    "in_service_centre": N_("进驻政务大厅"),
    "investor": N_("投资方"),
    "investor_contact": N_("投资方联系人"),
    "issued_by": N_("出具单位"),
    "issuer": N_("签发人"),
    "item": N_("目录事项"),
    "items": N_("材料"),
    "joint_review_group": N_("联审组"),
    "key": N_("设置项"),
    "kind": N_("种类"),
    "lead_department": N_("牵头部门"),
    "lead_leader": N_("包联领导"),
    "legal_basis": N_("法律依据"),
    "limit_from": N_("起算点"),
    "limit_unit": N_("时限单位"),
    "mandate_until": N_("委托截止日期"),
    "material_code": N_("材料代码"),
    "material_name": N_("材料名称"),
    "media_type": N_("文件类型"),
    "memo": N_("公文"),
    "name": N_("名称"),
    "note": N_("备注"),
    "notes": N_("说明"),
    "notice_year": N_("通知年份"),
    "number": N_("发文字号"),
    "obstacle": N_("障碍"),
    "of": N_("所属"),
    "of_kind": N_("所属种类"),
    "on": N_("日期"),
    "opened_on": N_("接手日期"),
    "organ": N_("发文机关"),
    "organ_code": N_("机关代字"),
    "original_copies": N_("原件份数"),
    "owed_by": N_("责任人"),
    "party": N_("责任方"),
    "pdf_sha256": N_("PDF 校验码"),
    "place": N_("建设地点"),
    "plan_limit": N_("计划时限"),
    "position": N_("次序"),
    "prerequisites": N_("前置事项"),
    "printed_on": N_("印发日期"),
    "procedure": N_("办件"),
    "procedure_code": N_("事项代码"),
    "project": N_("项目"),
    "promised_limit": N_("承诺时限"),
    "promised_on": N_("答应的日期"),
    "proposal": N_("处理建议"),
    "reason": N_("原因"),
    "reference": N_("受理编号"),
    "replaces": N_("所替代的公文"),
    "resolution": N_("解决办法"),
    "resolved_on": N_("解决日期"),
    "sequence": N_("序号"),
    "severity": N_("程度"),
    "sha256": N_("校验码"),
    "short_name": N_("简称"),
    "signature": N_("落款"),
    "signed_on": N_("签发日期"),
    "size": N_("大小"),
    "source": N_("来源"),
    "source_id": N_("来源编号"),
    "stage": N_("阶段"),
    "state": N_("状态"),
    "statement": N_("部门说明"),
    "statement_on": N_("部门说明日期"),
    "statutory_limit": N_("法定时限"),
    "summary": N_("概况"),
    "system_on": N_("系统显示日期"),
    "target_on": N_("目标动工日期"),
    "text": N_("内容"),
    "text_sha256": N_("文本校验码"),
    "title": N_("标题"),
    "until": N_("截止日期"),
    "urgency": N_("紧急程度"),
    "value": N_("值"),
    "void": N_("作废"),
    "window_decides": N_("窗口可以决定"),
    "working_group": N_("工作专班"),
    "year": N_("年份"),
    "abstained": N_("弃权票数"),
    "absent": N_("请假人员"),
    "agenda_item": N_("议题"),
    "agreed_by": N_("同意人"),
    "answer": N_("答复"),
    "answered_on": N_("答复日期"),
    "answers": N_("评议内容"),
    "asked_on": N_("征求意见日期"),
    "baseline": N_("基准计划"),
    "case": N_("案件编号"),
    "chair": N_("主持人"),
    "charged": N_("收取金额"),
    "charged_by": N_("交办领导"),
    "charged_on": N_("收取日期"),
    "charged_party": N_("计时责任方"),
    "closed_by": N_("销号人"),
    "comment": N_("意见"),
    "commissioned": N_("审批机关委托"),
    "contract": N_("中介合同"),
    "conclusion": N_("联审结论"),
    "convened_on": N_("发起日期"),
    "deadline_on": N_("期限"),
    "decided_on": N_("决定日期"),
    "decision": N_("决定"),
    "dissent": N_("不同意见"),
    "duty": N_("督办事项"),
    "end_reason": N_("终止原因"),
    "ended_on": N_("结束日期"),
    "ends_on": N_("结束日期"),
    "filed_on": N_("申报日期"),
    "firm": N_("机构名称"),
    "from_envoy": N_("移交人"),
    "from_on": N_("起始日期"),
    "grounds": N_("依据"),
    "group": N_("联审组"),
    "held_on": N_("会议日期"),
    "imported_case": N_("导入的案件"),
    "imported_log": N_("导入的日志"),
    "in_centre": N_("在政务大厅办理"),
    "into": N_("并入部门"),
    "joint_review": N_("联审联批"),
    "kept_on": N_("兑现日期"),
    "level": N_("层级"),
    "limit_days": N_("合同期限"),
    "mapping": N_("列的对应"),
    "meeting": N_("协调会"),
    "milestone": N_("里程碑"),
    "not_asked_because": N_("未征求的原因"),
    "observers": N_("列席人员"),
    "opinion": N_("意见"),
    "opinions_due": N_("意见期限"),
    "page": N_("页码"),
    "paid": N_("已缴金额"),
    "paid_on": N_("缴费日期"),
    "particulars": N_("专有事项"),
    "passed_over": N_("越过的机关"),
    "phone": N_("电话"),
    "planned_on": N_("计划日期"),
    "post": N_("职务"),
    "present": N_("出席人员"),
    "price": N_("合同价"),
    "private": N_("不外传"),
    "promised": N_("答应的事"),
    "reached_on": N_("实现日期"),
    "recipe": N_("句子的来由"),
    "refused": N_("未导入条数"),
    "register": N_("登记簿"),
    "role": N_("角色"),
    "root": N_("根源障碍"),
    "scope": N_("委托范围"),
    "scope_items": N_("委托事项"),
    "sentence": N_("句子"),
    "signatory": N_("签字人"),
    "signed_by": N_("签发人"),
    "checked_on": N_("核稿日期"),
    "abolished_on": N_("取消日期"),
    "abolished_basis": N_("取消依据"),
    "signed_sha256": N_("签发稿校验码"),
    "starts_on": N_("开始日期"),
    "taken": N_("导入条数"),
    "to": N_("对象"),
    "to_envoy": N_("接收人"),
    "to_on": N_("推迟至"),
    "topic": N_("议题"),
    "unit": N_("单位"),
    "verified_by": N_("验证人"),
    "verified_on": N_("验证日期"),
    "votes_against": N_("反对票数"),
    "votes_for": N_("赞成票数"),
    "window": N_("窗口"),
    "withdrawn_on": N_("撤销日期"),
    "withdrawn_reason": N_("撤销原因"),
    "work": N_("工作内容"),
}
OWN_FIELDS: Mapping[tuple[str, str], str] = {
    ("project", "name"): N_("项目名称"),
    ("department", "name"): N_("部门名称"),
    ("catalogue_item", "name"): N_("事项名称"),
    ("catalogue_item", "kind"): N_("事项类别"),
    ("attachment", "name"): N_("文件名"),
    ("memo", "closed_on"): N_("了结日期"),
    ("obstacle", "on"): N_("发生日期"),
    ("event", "on"): N_("发生日期"),
    ("member_opinion", "on"): N_("意见日期"),
    ("contract", "signed_on"): N_("签订日期"),
    ("contract", "due_on"): N_("应交付日期"),
    ("contract", "delivered_on"): N_("交付日期"),
    ("fee", "name"): N_("收费名称"),
    ("fee", "basis"): N_("票据所列依据"),
    ("instruction", "on"): N_("批示日期"),
    ("reminder", "number"): N_("督办单号"),
    ("reminder", "on"): N_("催办日期"),
    ("duty", "closed_on"): N_("销号日期"),
    ("decision", "replaces"): N_("所更正的议定事项"),
    ("mandate", "signed_on"): N_("签署日期"),
    ("rating", "by"): N_("评议人"),
    ("rating", "on"): N_("评议日期"),
    ("contact", "name"): N_("姓名"),
    ("team_member", "name"): N_("姓名"),
    ("postponement", "on"): N_("商定日期"),
    ("attempt", "on"): N_("协调日期"),
    ("project_attribute", "name"): N_("项目情况"),
}
TELLING: Mapping[str, tuple[str, ...]] = {
    "project": ("name", "investor", "target_on"),
    "project_attribute": (),
    "event": ("kind", "on", "items", "party", "announced", "days", "note"),
    "obstacle": ("text", "kind", "severity", "on", "answer_due"),
    "attempt": ("text", "channel", "on", "promised_on"),
    "memo": ("kind", "title"),
    "instruction": ("by", "on", "text"),
    "duty": ("text", "source", "due_on"),
    "attachment": ("name",),
    "fee": ("name", "charged", "charged_on"),
    "contract": ("firm", "signed_on", "due_on", "price"),
    "joint_review": ("group", "convened_on", "opinions_due"),
    "member_opinion": (),
    "joint_procedure": (),
    "project_day": ("kind", "on"),
    "snooze": ("until", "reason"),
    "department": ("name",),
    "catalogue_item": ("code", "name"),
    "material": ("material_name",),
    "holiday": ("date", "name"),
    "duty_stage": ("text", "due_on"),
    "postponement": ("to_on", "reason", "agreed_by"),
    "reminder": ("level", "on", "number"),
    "team_member": ("name", "role", "unit"),
    "milestone": ("name", "due_on"),
    "milestone_slip": ("to_on", "reason", "charged_party"),
    "mandate": ("signatory", "from_on", "until", "scope"),
    "handover": ("to_envoy", "on"),
    "rating": ("answers", "on"),
    "meeting": ("name", "on", "place", "chair"),
    "agenda_item": ("topic", "statement"),
    "decision": ("topic", "text", "due_on", "dissent"),
    "department_answer": ("from_on", "to_on", "text"),
    "contact": ("name", "post"),
    "note": ("text",),
    "setting": (),
}
"""What is told of an object that was made; the rest is a click away."""

LONG = 80
_CLAIM = re.compile(r"\[\[(.*?)\|[^|\]]*\]\]")  # a sentence that rests on a fact: [[…|事实 3]]


class FieldChange(Protocol):
    """What this module reads of `store.queries.history.FieldChange`."""

    @property
    def kind(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def old(self) -> Any: ...
    @property
    def new(self) -> Any: ...
    @property
    def made(self) -> bool: ...
    @property
    def label(self) -> str: ...
    @property
    def old_name(self) -> str: ...
    @property
    def new_name(self) -> str: ...


class Entry(Protocol):
    """What this module reads of `store.queries.history.Entry`."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def subject(self) -> str: ...


NameOf = Callable[[str, int], str]
"""The name of the object that a column points to: (column, id) -> name, "" where unknown."""


def kind(code: str) -> str:
    """A kind of object: 项目, 办件, 障碍, 公文 …"""
    return _(KINDS[code]) if code in KINDS else str(code)


def field(of_kind: str, name: str) -> str:
    """The name of a column: field("obstacle", "answer_due") -> 答复期限."""
    if (of_kind, name) in OWN_FIELDS:
        return _(OWN_FIELDS[of_kind, name])
    return _(FIELDS[name]) if name in FIELDS else str(name)


def field_value(of_kind: str, name: str, value: Any, name_of: NameOf | None = None) -> str:
    """A value of a column in words: 2026年3月5日, 是, 受理; 无 for a blank one."""
    if value is None or value == "" or value == "[]":
        return _("无")
    if name in _NAMED:
        return _NAMED[name](str(value))
    if (of_kind, name) in _NAMED_OF:
        return _NAMED_OF[of_kind, name](str(value))
    if name in _REFERENCES:
        said = name_of(name, int(value)) if name_of and isinstance(value, int) else ""
        return said or _("另一条记录")
    if name in _YES_NO:
        return _("是") if value else _("否")
    if name == "date" or name.endswith(("_on", "_until", "_due")) or name in ("on", "until"):
        return days.full_day(str(value))
    if name == "items":
        return _items(str(value))
    if isinstance(value, int | float) and name not in ("year", "notice_year"):
        return figure(value)
    return short(_CLAIM.sub(r"\1", " ".join(str(value).split())), LONG)


def change(of: FieldChange, name_of: NameOf | None = None) -> str:
    """A change of one field: 计划时限：7 → 10; of a made or removed object what it is."""
    if of.made:
        return _made(of.kind, of.new, name_of)
    if of.field == "deleted":
        said = _("移除{kind}") if of.new else _("恢复{kind}")
        return said.format(kind=kind(of.kind))
    name, old, new = _told(of, name_of)
    return _("{field}：{old} → {new}").format(field=name, old=old, new=new)


def entry(of: Entry) -> str:
    """An act of the history, who first: 张三：记录受理（环境影响评价）."""
    return _("{who}：{what}").format(who=of.who, what=acts.done(of.act, of.subject))


def changes(of: Iterable[FieldChange], name_of: NameOf | None = None) -> tuple[str, ...]:
    """The changes of one act, a sentence each; equal ones once."""
    return tuple(dict.fromkeys(change(one, name_of) for one in of))


def _told(of: FieldChange, name_of: NameOf | None) -> tuple[str, str, str]:
    """What a change is called, and its old and new value."""
    if of.kind == "project_attribute" and of.label and of.field == "value":
        old, new = (attribute_value(of.label, value) for value in (of.old, of.new))
        return attribute(of.label), old, new
    if of.kind == "setting" and of.label and of.field == "value":
        old, new = (options.setting_value(of.label, value or "") for value in (of.old, of.new))
        return options.setting_label(of.label), old, new
    name = field(of.kind, of.field)
    if of.label:
        name = _("{name} {value}").format(name=of.label, value=name)
    return (
        name,
        of.old_name or field_value(of.kind, of.field, of.old, name_of),
        of.new_name or field_value(of.kind, of.field, of.new, name_of),
    )


def _made(of_kind: str, values: Mapping[str, Any], name_of: NameOf | None) -> str:
    if of_kind == "project_attribute":
        name, value = str(values.get("name", "")), values.get("value", "")
        return _("{field}：{value}").format(
            field=attribute(name), value=attribute_value(name, value)
        )
    if of_kind == "setting":
        key, value = str(values.get("key", "")), values.get("value", "")
        return _("{field}：{value}").format(
            field=options.setting_label(key), value=options.setting_value(key, value)
        )
    told = [
        _("{field}：{value}").format(
            field=field(of_kind, name), value=field_value(of_kind, name, values[name], name_of)
        )
        for name in TELLING.get(of_kind, ())
        if values.get(name) not in (None, "", "[]")
    ]
    made = _("作废一个事件") if values.get("void") else _("新增{kind}").format(kind=kind(of_kind))
    return _("{made}：{told}").format(made=made, told=_("；").join(told)) if told else made


def _items(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return joined(found) if isinstance(found, list) else str(found)


_YES_NO = frozenset(
    {
        *("deleted", "void", "has_receipt", "window_decides", "in_service_centre", "in_centre"),
        "commissioned",
    }
)
_REFERENCES = frozenset(
    {
        *("project", "procedure", "department", "item", "edition", "obstacle", "memo"),
        *("of", "source_id", "corrects", "replaces", "root", "into", "lead_department"),
        *("contact", "contract", "duty", "milestone", "baseline", "joint_review"),
        *("meeting", "agenda_item", "imported_log"),
    }
)
_NAMED: Mapping[str, Callable[[str], str]] = {
    "severity": matters.severity,
    "channel": matters.channel,
    "party": course.party,
    "of_kind": kind,
    "limit_from": course.limit_start,
    "source": matters.duty_source,
}
_NAMED_OF: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("event", "kind"): course.event,
    ("obstacle", "kind"): matters.obstacle_kind,
    ("memo", "kind"): matters.document_kind,
    ("department", "kind"): matters.department_kind,
    ("material_state", "state"): matters.material_state,
    ("reminder", "level"): matters.reminder,
    ("project_day", "kind"): matters.project_day,
    ("member_opinion", "opinion"): matters.opinion,
    ("joint_review", "conclusion"): matters.conclusion,
    ("milestone_slip", "charged_party"): course.party,
}
