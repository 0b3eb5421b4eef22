"""Words for the settings: what each is called, what it does, its values."""

from collections.abc import Mapping
from decimal import Decimal

from envoy_desktop.domain.settings import CHOICE, SETTINGS, TEXT, YES_NO
from envoy_desktop.words import N_, _
from envoy_desktop.words.lists import amount

LABELS: Mapping[str, str] = {
    "lamp.yellow_share": N_("黄灯起点"),
    "lamp.yellow_days_left": N_("黄灯提前量"),
    "clock.resubmission_window_days": N_("补正后受理期限"),
    "clock.late_entry_days": N_("补录界限"),
    "today.due_soon_days": N_("即将到期"),
    "duty.escalate_after_days": N_("升级界限"),
    "obstacle.stale_after_days": N_("久无进展"),
    "joint.silence_consents": N_("逾期默认同意"),
    "joint.opinion_days": N_("联审意见期限"),
    "forecast.draws": N_("预测抽样次数"),
    "agenda.weight_critical": N_("议程：误工期的权重"),
    "agenda.weight_investment": N_("议程：投资额的权重"),
    "agenda.weight_age": N_("议程：拖延的权重"),
    "agenda.weight_broken": N_("议程：失信的权重"),
    "agenda.longest": N_("议程最多几项"),
    "figures.smallest_sample": N_("最小样本"),
    "office.return_scope": N_("协调办发回的范围"),
    "envoy.name": N_("姓名"),
    "envoy.unit": N_("单位"),
    "envoy.phone": N_("电话"),
    "memo.organ": N_("发文机关"),
    "memo.organ_code": N_("机关代字"),
    "memo.issuer": N_("签发人"),
    "memo.addressee": N_("主送机关"),
    "memo.copies": N_("抄送机关"),
    "memo.sole_device": N_("只用这一台电脑编号"),
    "lock.idle_minutes": N_("自动锁定"),
    "backup.folder": N_("备份文件夹"),
    "backup.every_hours": N_("备份间隔"),
    "backup.keep": N_("备份份数"),
    "ui.language": N_("语言"),
    "ui.theme": N_("外观"),
    "ui.text_scale": N_("文字大小"),
    "ui.tray": N_("托盘图标"),
    "ui.reminders": N_("到期提醒"),
    "ui.reduce_motion": N_("减少动画"),
}
HELP: Mapping[str, str] = {
    "lamp.yellow_share": N_("用去时限的这一比例起亮黄灯。"),
    "lamp.yellow_days_left": N_("只剩这么多个工作日起亮黄灯。"),
    "clock.resubmission_window_days": N_("补正提交以后，部门应在这么多个工作日内受理或再次告知。"),
    "clock.late_entry_days": N_("发生以后超过这么多个工作日才登记的，标为补录。"),
    "today.due_soon_days": N_("只剩这么多个工作日的，列为即将到期。"),
    "duty.escalate_after_days": N_("督办事项逾期超过这么多个工作日的，提请领导协调。"),
    "obstacle.stale_after_days": N_("障碍超过这么多个工作日没有协调记录的，标为久无进展。"),
    "joint.silence_consents": N_("联审的成员单位到期没有意见的，视为同意。"),
    "joint.opinion_days": N_("发起联审以后，成员单位应在这么多个工作日内提出意见。"),
    "forecast.draws": N_("预测完成日期时抽样这么多次，越多越稳，也越慢。"),
    "agenda.weight_critical": N_("排会议议程时，关键路径误了多少天占多大分量；0 为不计。"),
    "agenda.weight_investment": N_("排会议议程时，项目总投资占多大分量；0 为不计。"),
    "agenda.weight_age": N_("排会议议程时，拖了多久占多大分量；0 为不计。"),
    "agenda.weight_broken": N_("排会议议程时，没有兑现的承诺占多大分量；0 为不计。"),
    "agenda.longest": N_("开会时最紧急的这么多项列入议程。"),
    "figures.smallest_sample": N_("少于这么多件时只列个案，不作统计。"),
    "office.return_scope": N_("发回时给每人全市的内容，还是只给协调办、他自己和同项目的人写的。"),
    "envoy.name": N_("特派服务员的姓名，写入历史和公文联系人。"),
    "envoy.unit": N_("特派服务员所在的单位。"),
    "envoy.phone": N_("写入请示附注的联系电话。"),
    "memo.organ": N_("公文以这个机关的名义印发；留空用所在单位。"),
    "memo.organ_code": N_("发文字号的机关代字，如“特服办”。"),
    "memo.issuer": N_("上行文的签发人，机关负责人。"),
    "memo.addressee": N_("新公文先填的主送机关。"),
    "memo.copies": N_("新公文先填的抄送机关，用分号隔开。"),
    "memo.sole_device": N_(
        "发文字号就不带登记簿的字（如“天”）；有第二台电脑时不要打开，否则会重号。"
    ),
    "lock.idle_minutes": N_("无人操作这么多分钟后锁定；0 为不锁定。"),
    "backup.folder": N_("自动备份存放的文件夹；留空放在工作区文件旁边。"),
    "backup.every_hours": N_("内容有变动时，每隔这么多小时备份一次。"),
    "backup.keep": N_("至少保留这么多份备份。"),
    "ui.language": N_("窗口和命令行使用的语言；公文总是中文。"),
    "ui.theme": N_("浅色或深色。"),
    "ui.text_scale": N_("窗口文字的大小。"),
    "ui.tray": N_("在系统托盘显示图标，随时可以速记障碍。"),
    "ui.reminders": N_("到期前、当日和逾期时各提醒一次：系统通知，没有托盘时在窗口里。"),
    "ui.reduce_motion": N_("不用动画过渡。"),
}
CHOICES: Mapping[str, str] = {
    "system": N_("跟随系统"),
    "zh_CN": "中文",
    "en": "English",
    "light": N_("浅色"),
    "dark": N_("深色"),
    "all": N_("全市"),
    "shared": N_("只发与他有关的"),
}


def setting_label(key: str) -> str:
    """What a setting is called: 黄灯起点."""
    return _(LABELS[key]) if key in LABELS else str(key)


def setting(key: str) -> str:
    """What a setting does, in one sentence."""
    return _(HELP[key]) if key in HELP else str(key)


def setting_value(key: str, value: object) -> str:
    """A value of a setting with its unit: 80%, 3 个工作日, 跟随系统; 未设 for a blank text."""
    known = SETTINGS.get(key)
    if known is None:
        return str(value)
    if known.type == YES_NO:
        return _("是") if value in (True, "yes") else _("否")
    if known.type == CHOICE:
        value = value or known.default
        return _(CHOICES[str(value)]) if str(value) in CHOICES else str(value)
    if known.type == TEXT:
        return str(value) if value else _("未设")
    if value == "":  # a setting that was given back to its default
        value = known.default
    return amount(Decimal(str(value)), known.unit)


def setting_choices(key: str) -> tuple[tuple[str, str], ...]:
    """What may be chosen: pairs of code and name; none where any value goes."""
    known = SETTINGS[key]
    if known.type == YES_NO:
        return (("yes", _("是")), ("no", _("否")))
    return tuple((choice, setting_value(key, choice)) for choice in known.choices)
