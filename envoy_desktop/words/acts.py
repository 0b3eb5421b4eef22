"""Words for what was done: the acts of casework as undo and history name them."""

from collections.abc import Mapping

from envoy_desktop.words import N_, _
from envoy_desktop.words.course import EVENTS, event

ACTS: Mapping[str, str] = {
    "undo": N_("撤销"),
    "redo": N_("重做"),
    "found.begin": N_("新建工作区"),
    "projects.create": N_("新建项目"),
    "projects.change": N_("修改项目"),
    "projects.close": N_("结束项目"),
    "projects.reopen": N_("重新启动项目"),
    "projects.remove": N_("移除项目"),
    "plans.begin": N_("新建项目"),
    "plans.generate": N_("生成一单清"),
    "plans.file_again": N_("重新申报"),
    "plans.set_plan_limit": N_("设定计划时限"),
    "events.record": N_("记录事件"),
    "events.take_over": N_("接手办件"),
    "plans.take_over": N_("接手项目"),
    "events.correct": N_("更正事件"),
    "events.void": N_("作废事件"),
    "obstacles.log": N_("登记障碍"),
    "obstacles.change": N_("修改障碍"),
    "obstacles.attempt": N_("记录协调"),
    "obstacles.resolve": N_("解决障碍"),
    "obstacles.reopen": N_("重开障碍"),
    "obstacles.remove": N_("移除障碍"),
    "obstacles.snooze": N_("暂缓提醒"),
    "escalations.escalate": N_("障碍升级"),
    "escalations.answer": N_("记录答复"),
    "escalations.link": N_("关联根源障碍"),
    "escalations.verify": N_("投资方验证"),
    "escalations.resolve_group": N_("一并解决障碍"),
    "evidence.attach": N_("添加附件"),
    "evidence.remove": N_("移除附件"),
    "materials.set_state": N_("记录材料状态"),
    "materials.log_demand": N_("登记不当索要"),
    "joint.convene": N_("发起联审"),
    "joint.give": N_("记录成员单位意见"),
    "joint.decide": N_("作出联审结论"),
    "joint.remove": N_("移除联审"),
    "fees.charge": N_("记录收费"),
    "fees.pay": N_("记录缴费"),
    "fees.change": N_("修改收费"),
    "fees.remove": N_("移除收费"),
    "contracts.add": N_("登记中介合同"),
    "contracts.deliver": N_("记录中介交付"),
    "contracts.change": N_("修改中介合同"),
    "contracts.remove": N_("移除中介合同"),
    "centre.see": N_("记录窗口情况"),
    "centre.log": N_("登记窗口障碍"),
    "own_duties.set_day": N_("记录项目的日子"),
    "memos.draft": N_("起草公文"),
    "memos.edit": N_("修改公文"),
    "memos.check": N_("核稿"),
    "memos.sign": N_("签发公文"),
    "memos.correct": N_("起草更正件"),
    "memos.receive": N_("收回批示"),
    "memos.remove": N_("移除草稿"),
    "memos.issue": N_("印发公文"),
    "memos.freeze": N_("印发公文"),
    "memos.deliver": N_("记录公文送达"),
    "memos.record_instruction": N_("记录批示"),
    "memos.close": N_("了结公文"),
    "claims.settle": N_("核对公文所据事实"),
    "claims.refresh": N_("按新事实改写公文"),
    "claims.hear": N_("记录听取部门意见"),
    "hearings.hear": N_("记录听取部门意见"),
    "duties.add": N_("增加督办事项"),
    "duties.change": N_("修改督办事项"),
    "duties.done": N_("办结督办事项"),
    "duties.close": N_("督办事项销号"),
    "duties.withdraw": N_("撤销督办事项"),
    "duties.postpone": N_("延期督办事项"),
    "duties.add_stage": N_("增加督办阶段"),
    "duties.stage_done": N_("完成督办阶段"),
    "duties.remind": N_("催办"),
    "duties.issue_sheet": N_("印督办单"),
    "duties.reopen": N_("重开督办事项"),
    "duties.remove": N_("移除督办事项"),
    "mandates.add": N_("登记代办委托书"),
    "mandates.renew": N_("续签代办委托书"),
    "mandates.end": N_("终止代办委托书"),
    "mandates.link": N_("关联委托书公文"),
    "teams.add_member": N_("增加专班成员"),
    "teams.change_member": N_("修改专班成员"),
    "teams.remove_member": N_("移除专班成员"),
    "teams.add_milestone": N_("增加里程碑"),
    "teams.slip": N_("推迟里程碑"),
    "teams.reach": N_("实现里程碑"),
    "teams.remove_milestone": N_("移除里程碑"),
    "teams.hand_over": N_("移交项目"),
    "ratings.record": N_("记录评议"),
    "contacts.add": N_("增加联系人"),
    "contacts.change": N_("修改联系人"),
    "contacts.remove": N_("移除联系人"),
    "calls.log": N_("记电话"),
    "calls.kept": N_("记录兑现"),
    "calls.remove": N_("移除电话记录"),
    "notes.add": N_("记笔记"),
    "notes.change": N_("修改笔记"),
    "notes.remove": N_("移除笔记"),
    "reference.import_holidays": N_("导入节假日安排"),
    "reference.import_catalogue": N_("导入事项目录"),
    "reference.set_setting": N_("修改设置"),
    "sheet_import.take": N_("从表格导入"),
    "readings.catch_up": N_("更新计时"),
}


def act(code: str) -> str:
    """An act, for undo and history: 登记障碍, 记录受理 (events.record.accepted)."""
    if code in ACTS:
        return _(ACTS[code])
    for stem, words in (
        ("events.record.", N_("记录{event}")),
        ("events.correct.", N_("更正{event}")),
        ("events.void.", N_("作废{event}")),
    ):
        if code.startswith(stem) and code.removeprefix(stem) in EVENTS:
            return _(words).format(event=event(code.removeprefix(stem)))
    return code


def done(code: str, subject: str = "") -> str:
    """An act with what it was done to: 记录受理（环境影响评价）."""
    if not subject:
        return act(code)
    return _("{act}（{subject}）").format(act=act(code), subject=subject)
