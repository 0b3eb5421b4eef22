"""What goes wrong in the demo city: obstacles with attempts, and promises made to investors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import EventKind

if TYPE_CHECKING:
    from envoy_desktop.demo.city import Procedure

WORDS: dict[str, tuple[str, ...]] = {
    "piecemeal": (
        "窗口第二次要求补正，新增“{item}”，首次告知未列明",
        "已按告知补齐材料，经办科室又提出补充{item}",
    ),
    "overdue": (
        "承诺时限已过，经办科室称等分管领导签批",
        "超过承诺时限仍未出证，答复“还在走流程”",
        "到期未作出决定，也未告知延期理由",
    ),
    "window_cannot_decide": (
        "窗口不能决定，材料退回科室审",
        "窗口只收件不审批，要求等科室会审",
    ),
    "sent_to_back_office": (
        "材料在窗口与科室之间流转，无人主办",
        "窗口收件后转回局机关，系统里查不到进度",
    ),
    "off_list_demand": (
        "要求提供清单以外的情况说明，未说明依据",
        "要求先取得乡镇盖章意见，事项目录中没有此项",
    ),
    "paper_already_held": (
        "要求重复提交已在共享平台的营业执照原件",
        "要求提供本局已核发批复的纸质件",
    ),
    "before_the_clock": (
        "未出具收件凭证，让材料先放窗口预审",
        "要求先线下预审通过再网上申报",
    ),
    "department_conflict": (
        "两个部门对用地边界口径不一致，互相等对方意见",
        "会审部门迟迟不反馈意见，主办部门无法汇总",
    ),
    "utility": (
        "外线接入方案未定，影响施工用电",
        "管线迁改产权单位未给出时间",
    ),
    "fee_violation": ("被要求由项目单位支付应由审批机关承担的评估费",),
    "investor_delay": ("项目单位设计方案调整，材料未按约定时间提交",),
    "intermediary_delay": ("报告编制单位超过合同期限，尚未交付成果",),
}
WEIGHTS = {
    "overdue": 16, "window_cannot_decide": 9, "sent_to_back_office": 6, "off_list_demand": 6,
    "paper_already_held": 5, "before_the_clock": 6, "department_conflict": 6, "utility": 4,
    "fee_violation": 2, "investor_delay": 4, "intermediary_delay": 5,
}  # fmt: skip
TRIED = (
    ("call", "致电经办科室，答复正在会签"),
    ("call", "与窗口首席代表通话，同意当日转办"),
    ("visit", "到局机关当面对接，分管副局长表示本周研究"),
    ("meeting", "在专班例会上提出，要求三个工作日内答复"),
    ("call", "再次致电，答复经办人出差"),
    ("letter", "发协调函一份，对方已签收"),
    ("visit", "陪同项目单位到窗口补交并说明情况"),
)
SOLVED = (
    "科室已出具书面意见", "窗口当场办结", "分管领导协调后当日签批", "撤回清单外要求",
    "材料经共享平台调取，不再要求提交", "两部门会商形成一致意见",
)  # fmt: skip
PROPOSALS = (
    "", "", "", "建议由主办部门牵头，三个工作日内召集会审单位当面会商",
    "建议窗口授权到位，同类事项由首席代表当场决定",
)  # fmt: skip
PROMISES = (
    ("土地交付前完成场地平整和临时用电接入", "招商引资协议第八条"),
    ("项目开工前建成园区至项目的道路", "招商引资协议第十条"),
    ("固定资产投资奖补在开工后三十日内兑现", "市政府专题会议纪要"),
    ("为项目单位协调过渡办公场所", "洽谈会会谈备忘"),
)


@dataclass(frozen=True)
class Attempt:
    """What was tried on a day."""

    on: date
    channel: str
    text: str
    promised: date | None


@dataclass(frozen=True)
class Obstacle:
    """An obstacle of the city; `code` names its procedure."""

    code: str
    kind: str
    text: str
    on: date
    proposal: str
    attempts: tuple[Attempt, ...]
    resolved: date | None
    how: str


@dataclass(frozen=True)
class Commitment:
    """A promise to the investor and when it is due; `kept` the day it was, if it was."""

    text: str
    basis: str
    given: date
    due: date
    kept: date | None


def obstacles(
    rng: Random,
    project: str,
    procedures: tuple[Procedure, ...],
    calendar: Calendar,
    today: date,
) -> tuple[Obstacle, ...]:
    """The obstacles of a project: on slow procedures and second demands, a few elsewhere."""
    found: list[Obstacle] = []
    for procedure in procedures:
        events = [e for e in procedure.course.events if e.on <= today]
        if not events:
            continue
        if procedure.course.piecemeal and procedure.course.piecemeal <= today:
            notice = next(e for e in events if e.on == procedure.course.piecemeal)
            item = "、".join(notice.items) or "情况说明"
            text = rng.choice(WORDS["piecemeal"]).format(item=item)
            found.append(_one(rng, procedure, "piecemeal", text, notice.on, calendar, today))
        ended = procedure.course.delivered or date.max
        likely = 0.95 if ended > today else 0.75 if procedure.course.slow else 0.14
        if rng.random() < likely:
            kind = rng.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
            accepted = next((e.on for e in events if e.kind is EventKind.ACCEPTED), events[0].on)
            limit = procedure.item.promised_limit or 5
            late = limit + rng.randint(1, 5) if kind == "overdue" else rng.randint(1, limit)
            on = calendar.add_working_days(accepted, late)
            if on <= today and on <= ended:
                text = rng.choice(WORDS[kind])
                found.append(_one(rng, procedure, kind, text, on, calendar, today))
    return tuple(found)


def commitments(
    rng: Random, opened: date, calendar: Calendar, today: date
) -> tuple[Commitment, ...]:
    """One or two promises to the investor; most are kept."""
    found = []
    for text, basis in rng.sample(PROMISES, rng.choice((1, 1, 2))):
        due = calendar.add_working_days(opened, rng.randint(60, 220))
        kept: date | None = calendar.add_working_days(due, rng.choice((-9, -4, -2, 1)) + 1)
        if due > today - (today - opened) / 10 or rng.random() < 0.06:
            kept = None
        found.append(Commitment(text, basis, opened, due, kept if kept and kept <= today else None))
    return tuple(found)


def _one(
    rng: Random,
    procedure: Procedure,
    kind: str,
    text: str,
    on: date,
    calendar: Calendar,
    today: date,
) -> Obstacle:
    tried: list[Attempt] = []
    day = on
    for channel, words in rng.sample(TRIED, rng.choice((0, 1, 1, 2, 3))):
        day = calendar.add_working_days(day, rng.randint(1, 5))
        if day > today:
            break
        promised = calendar.add_working_days(day, 3) if rng.random() < 0.3 else None
        tried.append(Attempt(day, channel, words, promised))
    resolved = calendar.add_working_days(day, rng.choice((1, 2, 4, 7, 12, 20)))
    ended = procedure.course.delivered
    if ended is not None and ended < today:
        resolved = max(day, min(resolved, ended))
    settled = ended is not None and ended <= today
    old = calendar.working_days(on, today) > 25
    over = resolved <= today and (settled or old or rng.random() < 0.2)
    return Obstacle(
        procedure.item.code,
        kind,
        text,
        on,
        rng.choice(PROPOSALS) if not over else "",
        tuple(tried),
        resolved if over else None,
        rng.choice(SOLVED) if over else "",
    )
