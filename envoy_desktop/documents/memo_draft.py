"""Writes the skeleton of a memo from facts: never an adjective that the facts do not carry.

The words are Chinese whatever language the app speaks: the paper goes to the city's leadership.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Inline,
    Paragraph,
    Request,
    Table,
    Text,
    text,
)
from envoy_desktop.documents.memo_facts import MemoFacts, ObstacleFacts, ProcedureFacts, of_record
from envoy_desktop.domain.clock_values import ClockReading, EventKind
from envoy_desktop.domain.official import KINDS
from envoy_desktop.store.queries.projects import ProjectRow

ANSWER_DAYS = 5
"""Working days that a proposal gives a department, where the envoy names no date."""

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
_KEPT = {"request": "请示", "report": "报告", "opinion": "意见", "letter": "函", "briefing": "专报"}
_LAND = {"grant": "出让", "allocation": "划拨", "existing": "存量用地", "lease": "租赁"}


def title(kind: str, facts: MemoFacts) -> str:
    """The title: one project and one procedure are named, several are put together."""
    word = _KEPT[kind]
    projects = [p.name for p in facts.projects]
    about = {o.procedure.item.name for o in facts.obstacles if o.procedure}
    what = f"{about.pop()}办理问题" if len(about) == 1 else "审批办理有关问题"
    if not projects:
        return f"关于协调解决项目审批有关问题的{word}"
    name = projects[0] if len(projects) == 1 else f"{projects[0]}等{len(projects)}个项目"
    verb = (
        "反映" if kind in ("report", "briefing") else "商请解决" if kind == "letter" else "协调解决"
    )
    suffix = "" if name.endswith("项目") else "项目"
    return f"关于{verb}{name}{suffix}{what}的{word}"


def body(kind: str, facts: MemoFacts, addressee: str) -> tuple[Block, ...]:
    """The body: the project, each obstacle with its dates and days, what was tried, proposals."""
    blocks: list[Block] = []
    if facts.projects:
        blocks.append(Heading(1, text("项目基本情况")))
        blocks += [Paragraph(_project(facts, project)) for project in facts.projects]
    blocks.append(Heading(1, text("存在的问题")))
    for together in _by_procedure(facts):
        blocks.append(Heading(2, text(_heading(together[0]))))
        blocks += [Paragraph(runs) for runs in _story(facts, together)]
    tried = [Paragraph(runs) for o in facts.obstacles if (runs := _tried(o))]
    if tried:
        blocks.append(Heading(1, text("已开展的协调工作")))
        blocks += tried
    said = [Paragraph(runs) for o in facts.obstacles if (runs := _said(o))]
    if said:
        blocks.append(Heading(1, text("有关部门意见")))
        blocks += said
    blocks.append(Heading(1, text("工作建议")))
    proposals = dict.fromkeys(_proposal(facts, o) for o in facts.obstacles)
    blocks += [Paragraph(runs) for runs in proposals]
    if KINDS[kind].may_request:
        blocks.append(Request((Paragraph(_ask(facts, addressee)),)))
    if kind == "request":
        blocks.append(Paragraph(text("妥否，请批示。")))
    elif kind == "letter":
        on = facts.calendar.add_working_days(facts.today, ANSWER_DAYS)
        blocks.append(Paragraph(text(f"请予支持，并于{day(on)}前函复。")))
    elif kind == "report":
        blocks.append(Paragraph(text("特此报告。")))
    return tuple(blocks)


def attachments(facts: MemoFacts) -> tuple[Attachment, ...]:
    """The table of the facts that the text rests on, numbered."""
    rows = [(str(n), *cells) for n, cells in enumerate(_fact_rows(facts), 1)]
    if not rows:
        return ()
    table = Table(
        (
            Column("序号", 3, Align.CENTRE),
            Column("日期", 5, Align.CENTRE),
            Column("事项", 6),
            Column("事实", 10),
            Column("录入日期", 5, Align.CENTRE),
        ),
        tuple(rows),
    )
    return (Attachment("有关事实明细表", (table,)),)


def day(on: date | str | None) -> str:
    """A day as official papers write it: 2026年3月5日."""
    if on is None:
        return ""
    value = on if isinstance(on, date) else date.fromisoformat(on)
    return f"{value.year}年{value.month}月{value.day}日"


def _project(facts: MemoFacts, project: ProjectRow) -> Text:
    known = facts.attributes.get(project.id, {})
    parts = [f"{project.name}"]
    if project.investor:
        parts.append(f"由{project.investor}投资建设")
    if project.place:
        parts.append(f"位于{project.place}")
    if known.get("investment_cny"):
        parts.append(f"总投资{money(known['investment_cny'])}")
    if known.get("land_area_m2"):
        land = f"（{_LAND[known['land_supply']]}）" if known.get("land_supply") in _LAND else ""
        parts.append(f"用地面积{_plain(known['land_area_m2'])}平方米{land}")
    if known.get("area_m2"):
        parts.append(f"建筑面积{_plain(known['area_m2'])}平方米")
    if project.target_on:
        parts.append(f"计划于{day(project.target_on)}前动工")
    first = "，".join(parts) + "。"
    total = sum(s.total for s in project.stages)
    done = sum(s.done for s in project.stages)
    running = sum(s.running for s in project.stages)
    if project.summary:
        first += project.summary.rstrip("。") + "。"
    if total:
        first += f"项目共涉及审批和服务事项{total}项，"
        first += f"截至{day(facts.today)}，已办结{done}项，在办{running}项。"
    return (Inline(first, fact=str(project.id)),)


def _heading(obstacle: ObstacleFacts) -> str:
    about = obstacle.procedure.item.name if obstacle.procedure else obstacle.row.text[:20]
    who = obstacle.row.department_name or obstacle.department
    return f"{about}（{who}）" if who else about


def _by_procedure(facts: MemoFacts) -> list[list[ObstacleFacts]]:
    """The obstacles that hang on one procedure told together, the others each alone."""
    groups: dict[tuple[str, int], list[ObstacleFacts]] = {}
    for obstacle in facts.obstacles:
        row = obstacle.row
        key = ("procedure", row.procedure) if row.procedure else ("obstacle", row.id)
        groups.setdefault(key, []).append(obstacle)
    return list(groups.values())


def _story(facts: MemoFacts, together: list[ObstacleFacts]) -> Iterator[Text]:
    """The procedure's course, the obstacles in the order of their days, then its clocks."""
    procedure = together[0].procedure
    told = tuple(
        Inline(f"{day(o.row.on)}，{o.row.text.rstrip('。')}。", fact=str(o.row.id))
        for o in sorted(together, key=lambda o: (o.row.on, o.row.id))
    )
    if procedure is None:
        yield told
        return
    yield (Inline(_course(facts, procedure)), *told)
    if clocks := _clocks(facts, procedure):
        yield (Inline(clocks, fact=str(together[0].row.procedure)),)


def _course(facts: MemoFacts, procedure: ProcedureFacts) -> str:
    """What happened: filed, notices, resubmitted, accepted, decided, with their dates."""
    who = procedure.department or "主管部门"
    parts: list[str] = []
    filed = of_record(procedure.events, EventKind.FILED)
    reading = procedure.reading
    if filed is None:
        return f"{procedure.item.name}由{who}办理，尚未提交申请。"
    parts.append(f"{day(filed.on)}向{who}提交{procedure.item.name}申请")
    for event in procedure.events:
        if event.replaced or event.void:
            continue
        if event.kind == EventKind.CORRECTION_NOTICE:
            asked = f"，要求补正{'、'.join(event.items)}" if event.items else ""
            parts.append(f"{day(event.on)}收到补正告知{asked}")
        elif event.kind == EventKind.RESUBMITTED:
            parts.append(f"{day(event.on)}补正提交")
    if reading.accepted and reading.deemed_accepted:
        parts.append(
            f"逾期未告知，依照行政许可法第三十二条，自{day(reading.accepted)}收到申请材料之日起即为受理"
        )
    elif reading.accepted:
        parts.append(f"{day(reading.accepted)}受理")
    else:
        parts.append(f"截至{day(facts.today)}未受理")
    if reading.decided:
        parts.append(f"{day(reading.decided)}作出决定")
    elif reading.accepted:
        parts.append(f"截至{day(facts.today)}未作出决定")
    return "，".join(parts) + "。"


def _clocks(facts: MemoFacts, procedure: ProcedureFacts) -> str:
    charged = procedure.reading.charged
    days = [f"部门{charged.department}日"]
    if charged.investor:
        days.append(f"项目单位{charged.investor}日")
    if charged.intermediary:
        days.append(f"中介机构{charged.intermediary}日")
    days.append(f"不计时{charged.nobody}日")
    told = f"自提交申请次日起共{procedure.reading.elapsed}日，其中计入{'、'.join(days)}。"
    statutory, promised = procedure.decision, procedure.promised
    if statutory is not None:
        basis = procedure.item.legal_basis.split("；")[0]
        told += f"法定时限{_limit(statutory)}（{basis}），{_used(statutory)}。"
    if promised is not None:
        told += f"承诺时限{_limit(promised)}，{_used(promised)}。"
    return told


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


def _tried(obstacle: ObstacleFacts) -> Text:
    if not obstacle.attempts:
        return ()
    about = obstacle.procedure.item.name if obstacle.procedure else obstacle.row.text[:20]
    runs: list[Inline] = [Inline(f"关于{about}：")]
    for place, attempt in enumerate(obstacle.attempts):
        end = "。" if place == len(obstacle.attempts) - 1 else "；"
        promised = f"，对方答复{day(attempt.promised_on)}前办理" if attempt.promised_on else ""
        told = f"{day(attempt.on)}{CHANNEL_WORDS[attempt.channel]}，"
        told += f"{attempt.text.rstrip('。；')}{promised}{end}"
        runs.append(Inline(told, fact=str(attempt.id)))
    return tuple(runs)


def _said(obstacle: ObstacleFacts) -> Text:
    row = obstacle.row
    if not row.statement:
        return ()
    when = f"（{day(row.statement_on)}）" if row.statement_on else ""
    return (
        Inline(f"{obstacle.department}{when}：{row.statement.rstrip('。')}。", fact=str(row.id)),
    )


def _proposal(facts: MemoFacts, obstacle: ObstacleFacts) -> Text:
    """Who does what by when; the envoy's own words where there are some."""
    row = obstacle.row
    if row.proposal:
        return (Inline(row.proposal.rstrip("。") + "。", fact=str(row.id)),)
    who = obstacle.department or "有关部门"
    on = facts.calendar.add_working_days(facts.today, ANSWER_DAYS)
    return text(f"建议由{who}于{day(on)}前{_act(obstacle)}。")


def _act(obstacle: ObstacleFacts) -> str:
    procedure = obstacle.procedure
    if procedure is None:
        return "提出书面办理意见，明确经办人和办结日期"
    name = procedure.item.name
    reading = procedure.reading
    if obstacle.row.kind in ("off_list_demand", "paper_already_held"):
        return f"就{name}的材料要求对照权力清单作出书面说明，清单以外的不再要求提交"
    if obstacle.row.kind == "fee_violation":
        return f"就{name}的收费依据和标准作出书面说明，没有依据的予以退还"
    if reading.filed is None or reading.accepted is None:
        return f"对{name}作出是否受理的书面决定"
    if reading.decided is None:
        return f"对{name}作出决定"
    return f"送达{name}的批准文件"


def _ask(facts: MemoFacts, addressee: str) -> Text:
    name = addressee or "市人民政府"
    project = facts.projects[0].name if facts.projects else "该项目"
    return text(f"恳请{name}协调有关部门按上述建议办理{project}审批事项，保障项目按期动工。")


def _fact_rows(facts: MemoFacts) -> Iterator[tuple[str, str, str, str]]:
    seen: set[int] = set()
    for obstacle in facts.obstacles:
        about = obstacle.procedure.item.name if obstacle.procedure else "项目"
        lines: list[tuple[str, str, str, str]] = []
        if obstacle.procedure and obstacle.row.procedure not in seen:
            seen.add(obstacle.row.procedure or 0)
            for event in obstacle.procedure.events:
                if event.replaced or event.void:
                    continue
                what = EVENT_WORDS[event.kind]
                if event.items:
                    what += "：" + "、".join(event.items)
                if event.announced:
                    what += f"（书面告知{event.announced}个工作日）"
                if event.note:
                    what += f"（{event.note}）"
                lines.append((event.on, about, what, event.entered_on))
        row = obstacle.row
        lines.append((row.on, about, f"障碍：{row.text}", row.entered_on))
        for attempt in obstacle.attempts:
            what = f"{CHANNEL_WORDS[attempt.channel]}：{attempt.text}"
            lines.append((attempt.on, about, what, attempt.entered_on))
        yield from sorted(lines, key=lambda line: line[0])


def money(text: str) -> str:
    """An amount in yuan as people say it: 12.6亿元, 4500万元, 880元."""
    value = Decimal(text)
    for unit, size in (("亿元", Decimal(10**8)), ("万元", Decimal(10**4))):
        if value >= size:
            return f"{_plain(str((value / size).quantize(Decimal('0.01'))))}{unit}"
    return f"{_plain(text)}元"


def _plain(text: str) -> str:
    value = Decimal(text)
    return f"{value.normalize():f}"
