"""Columns of an envoy's own ledger: which field of ours a heading means, whose name a name is."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from envoy_desktop.domain.attributes import ATTRIBUTES
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.guess_words import SPOKEN_PROCEDURES

ON = "on:"
"""Before an event's code: the column holds the days on which that event happened."""
ATTRIBUTE = "attr:"
"""Before an attribute's code."""

PROJECT_FIELDS = (
    "project", "investor", "investor_contact", "place", "summary", "lead_leader",
    "working_group", "envoy", "opened_on", "target_on", "mandate_until", "closed_on",
    "close_reason",
)  # fmt: skip
PROCEDURE_FIELDS = ("item", "nth", "plan_limit", "reference", "note")
EVENT_FIELDS = (
    "event", "on", "items", "party", "announced", "days", "event_note", "has_receipt",
    "system_on", "entered_on",
)  # fmt: skip
DATES = frozenset(
    {"opened_on", "target_on", "mandate_until", "closed_on", "on", "system_on", "entered_on"}
)
FIELDS = (
    *PROJECT_FIELDS,
    *(ATTRIBUTE + code for code in ATTRIBUTES),
    *PROCEDURE_FIELDS,
    *EVENT_FIELDS,
    *(ON + kind.value for kind in EventKind),
)
"""Every field a column can be mapped to."""

# The first word of each is the heading that an export writes.
_HEADINGS: dict[str, str] = {
    "project": "项目名称 项目 工程名称 工程 企业项目 建设项目 project project_name",
    "investor": "投资方 投资单位 建设单位 投资企业 企业名称 企业 业主 业主单位 申请单位 investor",
    "investor_contact": "投资方联系人 企业联系人 联系人 联系方式 联系电话 contact",
    "place": "地点 建设地点 项目地址 地址 选址 位置 place address",
    "summary": "项目概况 概况 建设内容 项目简介 主要内容 summary",
    "lead_leader": "包联领导 牵头领导 责任领导 分管领导 挂点领导 leader",
    "working_group": "工作专班 专班 服务专班 工作组 working_group",
    "envoy": "特派服务员 特派员 服务员 代办员 经办人 责任人 envoy",
    "opened_on": "接手日期 立项日期 接手时间 登记日期 开始服务日期 opened",
    "target_on": "目标动工日期 计划开工日期 计划开工时间 计划动工 拟开工时间 开工目标 target",
    "mandate_until": "代办委托有效期 委托期限 委托有效期至 mandate_until",
    "closed_on": "项目结束日期 结束日期 closed",
    "close_reason": "结束原因 close_reason",
    "item": "事项 事项名称 事项代码 审批事项 办理事项 手续 手续名称 办件 办件名称 许可事项"
    " 环节 item procedure item_code",
    "nth": "第几次 次数 申报次数 nth",
    "plan_limit": "计划时限 约定时限 plan_limit",
    "reference": "受理编号 办件编号 文号 受理号 编号 reference",
    "note": "备注 说明 进展 进展情况 note notes remark remarks",
    "event": "事件 事件名称 动态 办理环节 办理状态 event",
    "on": "日期 时间 发生日期 办理日期 事件日期 date on",
    "items": "材料 所要材料 补正材料 补正内容 items",
    "party": "由谁补 责任方 party",
    "announced": "特别程序天数 告知天数 announced",
    "days": "延期天数 days",
    "event_note": "事件说明 event_note",
    "has_receipt": "有无回执 回执 有无凭证 receipt has_receipt",
    "system_on": "系统日期 系统显示日期 system_on",
    "entered_on": "录入日期 填报日期 entered_on",
    ON + "filed": "申报 申请 提交 报件 递交 送件 上报 提交申请 filed submitted",
    ON + "correction_notice": "补正告知 补正 一次性告知 补正通知 告知补正 correction_notice",
    ON + "resubmitted": "补正提交 再次提交 补件 补齐 补正完成 重新提交 resubmitted",
    ON + "accepted": "受理 正式受理 予以受理 accepted",
    ON + "not_accepted": "不予受理 not_accepted",
    ON + "special_step_begun": "特别程序开始 评审开始 公示开始 special_step_begun",
    ON + "special_step_ended": "特别程序结束 评审结束 公示结束 special_step_ended",
    ON + "extension": "延期 延长 extension",
    ON + "suspended": "中止 暂停 suspended",
    ON + "resumed": "恢复办理 恢复 resumed",
    ON + "decided": "作出决定 决定 批复 准予 审批 审结 批准 审批完成 decided approved",
    ON + "delivered": "送达 办结 领证 发证 取证 出证 取件 办理完成 完成 delivered finished",
    ON + "refused": "不予许可 不予批准 退件 驳回 refused",
    ON + "withdrawn": "撤回 撤件 withdrawn",
}
_HINTS = {ON: ("日期", "时间", "日", "时", "on", "date")}
_SPOKEN = {**SPOKEN_PROCEDURES, "立项": "企业投资项目", "工商": "设立登记", "用地": "用地"}
"""What people write for a procedure, and a piece of the name it bears."""
_TOTALS = frozenset({"合计", "总计", "小计", "共计"})


def heading(field: str) -> str:
    """The heading that an export writes for a field; an attribute's is its code."""
    if field.startswith(ATTRIBUTE):
        return field.removeprefix(ATTRIBUTE)
    words = _HEADINGS.get(field, field).split()
    return words[0] + ("日期" if field.startswith(ON) else "")


def guess_columns(
    headings: Sequence[str],
    *,
    remembered: Mapping[str, str] | None = None,
    named: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The field each heading means, "" for none; a field is given to one column only.

    `remembered`: what a person chose before, by heading. `named`: further names of fields (an
    attribute as the screens call it), by name.
    """
    meaning = {_plain(name): field for name, field in (named or {}).items()}
    meaning |= _MEANINGS
    chosen = {_plain(name): field for name, field in (remembered or {}).items()}
    wishes = [
        [chosen[plain]] if plain in chosen else _meant(plain, meaning)
        for plain in map(_plain, headings)
    ]
    fields = [""] * len(headings)
    taken: set[str] = set()
    # the surest reading of all columns before anyone's second; who has but one goes first
    surest = sorted(enumerate(wishes), key=lambda entry: len(entry[1]))
    for depth in range(2):
        for place, wished in surest:
            if fields[place] or depth >= len(wished):
                continue
            if wished[depth] not in taken:
                fields[place] = wished[depth]
                taken.add(wished[depth])
    return tuple(fields)


def shape(fields: Iterable[str]) -> str:
    """What a row of a sheet is: projects, procedures (with columns of days), events; "" none."""
    given = set(fields)
    if "project" not in given:
        return ""
    if {"item", "event", "on"} <= given:
        return "events"
    return "procedures" if "item" in given else "projects"


def event_of(text: str, named: Mapping[str, str] | None = None) -> str | None:
    """The event that a cell names, or None."""
    plain = _plain(text)
    for name, code in (named or {}).items():
        if _plain(name) == plain:
            return code
    if plain in EventKind.__members__.values():
        return plain
    field = next(iter(_meant(plain, _MEANINGS)), "")
    return field.removeprefix(ON) if field.startswith(ON) else None


def is_total(text: str) -> bool:
    """Whether a row sums up the rows above it."""
    return _plain(text) in _TOTALS


def same_name(a: str, b: str) -> bool:
    """Whether two names are one but for blanks, brackets and widths of characters."""
    return _plain(a) == _plain(b)


def close_names(text: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """The names that a mistyped or shortened one may mean, the likeliest first."""
    plain = _plain(text)
    spoken = [meant for said, meant in _SPOKEN.items() if said in plain]
    scored = []
    for name in dict.fromkeys(names):
        other = _plain(name)
        score = 0.6 * any(meant in other for meant in spoken)
        score += difflib.SequenceMatcher(None, plain, other, autojunk=False).ratio()
        if plain and other and (plain in other or other in plain):
            score += 0.5
        scored.append((-score, name))
    return tuple(name for score, name in sorted(scored)[:most] if score <= -0.5)


def one_within(text: str, names: Mapping[str, str]) -> str | None:
    """The code of the only name that holds `text` or stands in it, from three characters on."""
    plain = _plain(text)
    if len(plain) < 3:
        return None
    found = {code for name, code in names.items() if plain in _plain(name) or _plain(name) in plain}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    clean = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s()\[\]【】〔〕《》“”\"'·:：*、/_\-]+", "", clean)


def _meant(plain: str, meaning: Mapping[str, str]) -> list[str]:
    if not plain:
        return []
    if plain in meaning:
        found = [meaning[plain]]
        # where 送达 has a column of its own, 办结 is the decision
        return [*found, ON + "decided"] if plain.startswith("办结") else found
    for hint in _HINTS[ON]:
        stem = plain.removesuffix(hint)
        if stem != plain and meaning.get(stem, "").startswith(ON):
            found = [meaning[stem]]
            return [*found, ON + "decided"] if stem == "办结" else found
    return []


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in _HEADINGS.items():
        for word in words.split():
            found.setdefault(_plain(word), field)
    for field in FIELDS:
        found.setdefault(_plain(field.removeprefix(ATTRIBUTE)), field)
        found.setdefault(_plain(heading(field)), field)
    return found


_MEANINGS = _meanings()
