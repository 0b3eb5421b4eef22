"""Sentences built from facts, each with the facts it rests on and how it is built again.

Chinese whatever language the app speaks: they are printed. No adjective that the facts do not
carry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from envoy_desktop.documents.blocks import Inline
from envoy_desktop.documents.memo_facts import MemoFacts, ObstacleFacts, ProcedureFacts, of_record
from envoy_desktop.domain.clock_values import ClockReading, EventKind
from envoy_desktop.store.queries.claims import HearingRow
from envoy_desktop.store.queries.obstacles import AttemptRow
from envoy_desktop.store.queries.projects import ProjectRow

Ground = tuple[str, int]
"""A fact: the kind of object and its id."""

HEARD = "有关部门意见"
"""The heading under which the departments' own statements stand."""
EVENT_WORDS = {
    "filed": "提交申请",
    "correction_notice": "出具补正告知",
    "resubmitted": "补正提交",
    "accepted": "受理",
    "not_accepted": "不予受理",
    "special_step_begun": "特别程序开始",
    "special_step_ended": "特别程序结束",
    "extension": "延期",
    "suspended": "中止",
    "resumed": "恢复办理",
    "decided": "作出决定",
    "delivered": "送达",
    "refused": "不予许可",
    "withdrawn": "撤回",
}
CHANNEL_WORDS = {
    "call": "电话沟通",
    "visit": "上门沟通",
    "letter": "发函",
    "meeting": "会议协调",
    "online": "网上留言",
}
_UNITS = {"working_day": "个工作日", "calendar_day": "日"}
_LAND = {"grant": "出让", "allocation": "划拨", "existing": "存量用地", "lease": "租赁"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the facts say of one object: its words, the facts, and the recipe (`tells`, `of`)."""

    text: str
    tells: str
    of: int
    grounds: tuple[Ground, ...]

    @property
    def key(self) -> str:
        """The recipe as one word, by which a run names it before the memo numbers its claims."""
        return f"{self.tells}:{self.of}"

    def run(self) -> Inline:
        """The sentence as a run of text that names its recipe."""
        return Inline(self.text, fact=self.key)


def every(facts: MemoFacts, hearings: tuple[HearingRow, ...] = ()) -> dict[str, Sentence]:
    """Every sentence that the facts of a memo carry today, by its recipe."""
    return {sentence.key: sentence for sentence in _every(facts, hearings)}


def _every(facts: MemoFacts, hearings: tuple[HearingRow, ...]) -> Iterator[Sentence]:
    for row in facts.projects:
        yield project(facts, row)
    for obstacle in facts.obstacles:
        yield told(obstacle)
        if obstacle.procedure is not None:
            yield course(facts, obstacle)
            yield clocks(facts, obstacle)
        for one in obstacle.attempts:
            yield attempt(one)
        if obstacle.row.statement:
            yield said(obstacle)
        if obstacle.row.proposal:
            yield proposal(obstacle)
            yield decided(obstacle)
    for hearing in hearings:
        if hearing.statement:
            yield heard(hearing)


def day(on: date | str | None) -> str:
    """A day as official papers write it: 2026年3月5日."""
    if on is None:
        return ""
    value = on if isinstance(on, date) else date.fromisoformat(on)
    return f"{value.year}年{value.month}月{value.day}日"


def project(facts: MemoFacts, row: ProjectRow) -> Sentence:
    """Who builds what where, and how many of its procedures are done."""
    known = facts.attributes.get(row.id, {})
    parts = [f"{row.name}"]
    if row.investor:
        parts.append(f"由{row.investor}投资建设")
    if row.place:
        parts.append(f"位于{row.place}")
    if known.get("investment_cny"):
        parts.append(f"总投资{money(known['investment_cny'])}")
    if known.get("land_area_m2"):
        land = f"（{_LAND[known['land_supply']]}）" if known.get("land_supply") in _LAND else ""
        parts.append(f"用地面积{_plain(known['land_area_m2'])}平方米{land}")
    if known.get("area_m2"):
        parts.append(f"建筑面积{_plain(known['area_m2'])}平方米")
    if row.target_on:
        parts.append(f"计划于{day(row.target_on)}前动工")
    first = "，".join(parts) + "。"
    total = sum(s.total for s in row.stages)
    done = sum(s.done for s in row.stages)
    running = sum(s.running for s in row.stages)
    if row.summary:
        first += row.summary.rstrip("。") + "。"
    if total:
        first += f"项目共涉及审批和服务事项{total}项，"
        first += f"截至{day(facts.today)}，已办结{done}项，在办{running}项。"
    return Sentence(first, "project", row.id, (("project", row.id),))


def told(obstacle: ObstacleFacts) -> Sentence:
    """What stands in the way, with its day."""
    row = obstacle.row
    words = f"{day(row.on)}，{row.text.rstrip('。')}。"
    return Sentence(words, "told", row.id, (("obstacle", row.id),))


def course(facts: MemoFacts, obstacle: ObstacleFacts) -> Sentence:
    """What happened: filed, notices, resubmitted, accepted, decided, with their dates."""
    procedure, id = _procedure(obstacle)
    return Sentence(_course(facts, procedure), "course", id, _of_course(procedure, id))


def clocks(facts: MemoFacts, obstacle: ObstacleFacts) -> Sentence:
    """How the days are charged, and the limits with what of them is used."""
    procedure, id = _procedure(obstacle)
    charged = procedure.reading.charged
    days = [f"部门{charged.department}日"]
    if charged.investor:
        days.append(f"项目单位{charged.investor}日")
    if charged.intermediary:
        days.append(f"中介机构{charged.intermediary}日")
    days.append(f"不计时{charged.nobody}日")
    words = f"自提交申请次日起共{procedure.reading.elapsed}日，其中计入{'、'.join(days)}。"
    statutory, promised = procedure.decision, procedure.promised
    if statutory is not None:
        basis = procedure.item.legal_basis.split("；")[0]
        words += f"法定时限{_limit(statutory)}（{basis}），{_used(statutory)}。"
    if promised is not None:
        words += f"承诺时限{_limit(promised)}，{_used(promised)}。"
    return Sentence(words, "clocks", id, _of_course(procedure, id))


def attempt(row: AttemptRow) -> Sentence:
    """What was tried; without its closing mark, which the place in the list gives."""
    promised = f"，对方答复{day(row.promised_on)}前办理" if row.promised_on else ""
    words = f"{day(row.on)}{CHANNEL_WORDS[row.channel]}，{row.text.rstrip('。；')}{promised}"
    return Sentence(words, "attempt", row.id, (("attempt", row.id),))


def said(obstacle: ObstacleFacts) -> Sentence:
    """What the department itself says, as it stands with the obstacle."""
    row = obstacle.row
    when = f"（{day(row.statement_on)}）" if row.statement_on else ""
    words = f"{obstacle.department}{when}：{row.statement.rstrip('。')}。"
    return Sentence(words, "said", row.id, (("obstacle", row.id),))


def heard(row: HearingRow) -> Sentence:
    """What a department answered when it was asked for its statement on this memo."""
    on = row.answered_on or row.asked_on
    when = f"（{day(on)}）" if on else ""
    words = f"{row.department_name}{when}：{row.statement.rstrip('。')}。"
    return Sentence(words, "heard", row.id, (("hearing", row.id),))


def proposal(obstacle: ObstacleFacts) -> Sentence:
    """The envoy's own proposal, in their words."""
    row = obstacle.row
    return Sentence(row.proposal.rstrip("。") + "。", "proposal", row.id, (("obstacle", row.id),))


def decided(obstacle: ObstacleFacts) -> Sentence:
    """The same as a meeting's decision: without the word that it is proposed."""
    row = obstacle.row
    words = row.proposal.rstrip("。").removeprefix("建议") + "。"
    return Sentence(words, "decided", row.id, (("obstacle", row.id),))


def money(text: str) -> str:
    """An amount in yuan as people say it: 12.6亿元, 4500万元, 880元."""
    value = Decimal(text)
    for unit, size in (("亿元", Decimal(10**8)), ("万元", Decimal(10**4))):
        if value >= size:
            return f"{_plain(str((value / size).quantize(Decimal('0.01'))))}{unit}"
    return f"{_plain(text)}元"


def _procedure(obstacle: ObstacleFacts) -> tuple[ProcedureFacts, int]:
    assert obstacle.procedure is not None
    assert obstacle.row.procedure is not None
    return obstacle.procedure, obstacle.row.procedure


def _of_course(procedure: ProcedureFacts, id: int) -> tuple[Ground, ...]:
    standing = (e for e in procedure.events if not e.replaced and not e.void)
    return (("procedure", id), *(("event", event.id) for event in standing))


def _course(facts: MemoFacts, procedure: ProcedureFacts) -> str:
    who = procedure.department or "主管部门"
    parts: list[str] = []
    filed = of_record(procedure.events, EventKind.FILED)
    reading = procedure.reading
    filed_on = reading.filed
    if filed is None:
        return f"{procedure.item.name}由{who}办理，尚未提交申请。"
    parts.append(f"{day(filed.on)}向{who}提交{procedure.item.name}申请")
    accepted = _accepted(reading.accepted, reading.deemed_accepted, filed_on)
    for event in procedure.events:
        if event.replaced or event.void:
            continue
        said = ""
        if event.kind == EventKind.CORRECTION_NOTICE:
            asked = f"，要求补正{'、'.join(event.items)}" if event.items else ""
            said = f"{day(event.on)}收到补正告知{asked}"
        elif event.kind == EventKind.RESUBMITTED:
            said = f"{day(event.on)}补正提交"
        if said and accepted and reading.accepted and event.on > reading.accepted.isoformat():
            parts.append(accepted)  # what came after the acceptance is told after it
            accepted = ""
        if said:
            parts.append(said)
    if accepted:
        parts.append(accepted)
    elif not reading.accepted:
        parts.append(f"截至{day(facts.today)}未受理")
    if reading.decided:
        parts.append(f"{day(reading.decided)}作出决定")
    elif reading.accepted:
        parts.append(f"截至{day(facts.today)}未作出决定")
    return "，".join(parts) + "。"


def _accepted(on: date | None, deemed: bool, filed_on: date | None) -> str:
    """How it was accepted; "" where it is not yet."""
    if on is None:
        return ""
    if deemed:
        return f"逾期未告知，依照行政许可法第三十二条，自{day(on)}收到申请材料之日起即为受理"
    return "当日受理" if on == filed_on else f"{day(on)}受理"


def _limit(clock: ClockReading) -> str:
    return f"{clock.limit}{_UNITS[clock.unit]}"


def _used(clock: ClockReading) -> str:
    unit = _UNITS[clock.unit]
    over = clock.used - clock.limit
    used = f"已用{clock.used}{unit}"
    if over > 0 and not clock.disputed:
        return f"{used}，超出{over}{unit}"
    if clock.deadline is not None:
        return f"{used}，截止{day(clock.deadline)}"
    return used


def _plain(text: str) -> str:
    value = Decimal(text)
    return f"{value.normalize():f}"
