"""Writes the skeleton of a memo from facts: never an adjective that the facts do not carry.

The words are Chinese whatever language the app speaks: the paper goes to the city's leadership.
"""

from collections.abc import Iterator

from envoy_desktop.documents import sentences
from envoy_desktop.documents.blocks import (
    Attachment,
    Block,
    Heading,
    Inline,
    Paragraph,
    Request,
    Text,
    text,
)
from envoy_desktop.documents.fact_table import TITLE
from envoy_desktop.documents.memo_facts import MemoFacts, ObstacleFacts
from envoy_desktop.documents.sentences import day
from envoy_desktop.domain.official import KINDS

ANSWER_DAYS = 5
"""Working days that a proposal gives a department, where the envoy names no date."""
_KEPT = {"request": "请示", "report": "报告", "opinion": "意见", "letter": "函", "briefing": "专报"}


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
        blocks += [Paragraph((sentences.project(facts, p).run(),)) for p in facts.projects]
    blocks.append(Heading(1, text("存在的问题")))
    for together in _by_procedure(facts):
        blocks.append(Heading(2, text(_heading(together[0]))))
        blocks += [Paragraph(runs) for runs in _story(facts, together)]
    tried = [Paragraph(runs) for o in facts.obstacles if (runs := _tried(o))]
    if tried:
        blocks.append(Heading(1, text("已开展的协调工作")))
        blocks += tried
    said = [Paragraph((sentences.said(o).run(),)) for o in facts.obstacles if o.row.statement]
    if said:
        blocks.append(Heading(1, text(sentences.HEARD)))
        blocks += said
    blocks.append(Heading(1, text("工作建议")))
    proposals = dict.fromkeys(_proposal(facts, o) for o in facts.obstacles)
    blocks += [Paragraph(runs) for runs in proposals]
    if KINDS[kind].may_request:
        blocks.append(Request((Paragraph(_ask(kind, facts, addressee)),)))
    if kind == "request":
        blocks.append(Paragraph(text("妥否，请批示。")))
    elif kind == "letter":
        on = facts.calendar.add_working_days(facts.today, ANSWER_DAYS)
        blocks.append(Paragraph(text(f"请予支持，并于{day(on)}前函复。")))
    elif kind == "report":
        blocks.append(Paragraph(text("特此报告。")))
    return tuple(blocks)


def attachments(facts: MemoFacts) -> tuple[Attachment, ...]:
    """The table of the facts that the text rests on: named here, filled when it is laid out."""
    return (Attachment(TITLE),) if facts.obstacles else ()


def _heading(obstacle: ObstacleFacts) -> str:
    about = obstacle.procedure.item.name if obstacle.procedure else obstacle.row.text[:20]
    who = obstacle.department or obstacle.row.department_name
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
    told = tuple(
        sentences.told(o).run() for o in sorted(together, key=lambda o: (o.row.on, o.row.id))
    )
    if together[0].procedure is None:
        yield told
        return
    yield (sentences.course(facts, together[0]).run(), *told)
    yield (sentences.clocks(facts, together[0]).run(),)


def _tried(obstacle: ObstacleFacts) -> Text:
    if not obstacle.attempts:
        return ()
    about = obstacle.procedure.item.name if obstacle.procedure else obstacle.row.text[:20]
    runs: list[Inline] = [Inline(f"关于{about}：")]
    for place, attempt in enumerate(obstacle.attempts):
        end = "。" if place == len(obstacle.attempts) - 1 else "；"
        runs += [sentences.attempt(attempt).run(), Inline(end)]
    return tuple(runs)


def _proposal(facts: MemoFacts, obstacle: ObstacleFacts) -> Text:
    """Who does what by when; the envoy's own words where there are some."""
    row = obstacle.row
    if row.proposal:
        return (sentences.proposal(obstacle).run(),)
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


def _ask(kind: str, facts: MemoFacts, addressee: str) -> Text:
    name = addressee or "市人民政府"
    project = facts.projects[0].name if facts.projects else "该项目"
    if kind == "letter":  # to a peer: it is asked for its own part, and not to direct others
        return text(f"商请{name}对上述事项予以研究，支持{project}审批事项办理。")
    return text(f"恳请{name}协调有关部门按上述建议办理{project}审批事项，保障项目按期动工。")
