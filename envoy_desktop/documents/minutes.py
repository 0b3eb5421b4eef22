"""Writes the minutes (纪要) of a coordination meeting from the obstacles it dealt with.

Who was there is no fact of the workspace: the person names them, and until then it is not issued.
"""

from envoy_desktop.documents import sentences
from envoy_desktop.documents.blocks import Block, Heading, Inline, Item, Paragraph, Text, text
from envoy_desktop.documents.memo_draft import ANSWER_DAYS
from envoy_desktop.documents.memo_facts import MemoFacts, ObstacleFacts


def title(facts: MemoFacts) -> str:
    """The title: the project whose obstacles were dealt with."""
    names = [project.name for project in facts.projects]
    if not names:
        return "重点项目审批办理协调会议纪要"
    name = names[0] if len(names) == 1 else f"{names[0]}等{len(names)}个项目"
    return f"{name}{'' if name.endswith('项目') else '项目'}审批办理协调会议纪要"


def body(facts: MemoFacts, organ: str) -> tuple[Block, ...]:
    """The meeting, what it dealt with, what departments said, what was decided."""
    on = facts.today
    about = "、".join(project.name for project in facts.projects) or "重点项目"
    many = f"，研究{len(facts.obstacles)}个问题" if facts.obstacles else ""
    blocks: list[Block] = [
        Paragraph(
            text(
                f"{sentences.day(on)}，{organ}召开会议，协调{about}审批办理事项{many}。现纪要如下："
            )
        )
    ]
    if facts.obstacles:
        blocks.append(Heading(1, text("会议研究的问题")))
        blocks += [Item(_dealt(one)) for one in facts.obstacles]
    said = [one for one in facts.obstacles if one.row.statement]
    if said:
        blocks.append(Heading(1, text("部门意见")))
        blocks += [Paragraph((sentences.said(one).run(),)) for one in said]
    blocks.append(Heading(1, text("议定事项")))
    decided = dict.fromkeys(_decided(facts, one) for one in facts.obstacles)
    blocks += [Item(words) for words in decided] or [
        Paragraph(text("（写明谁牵头、做什么、什么时候办结）"))
    ]
    return tuple(blocks)


def _dealt(obstacle: ObstacleFacts) -> Text:
    """Whose matter it is, then what stands in the way."""
    about = obstacle.procedure.item.name if obstacle.procedure else ""
    who = f"（{obstacle.department}）" if obstacle.department else ""
    before = f"{about}{who}：" if about else f"{obstacle.department}：" if who else ""
    return (
        (Inline(before), sentences.told(obstacle).run())
        if before
        else (sentences.told(obstacle).run(),)
    )


def _decided(facts: MemoFacts, obstacle: ObstacleFacts) -> Text:
    """What the envoy proposed; what the meeting made of it the person writes over it."""
    if obstacle.row.proposal:
        return (sentences.decided(obstacle).run(),)
    who = obstacle.department or "有关部门"
    about = obstacle.procedure.item.name if obstacle.procedure else obstacle.row.text.rstrip("。")
    on = facts.calendar.add_working_days(facts.today, ANSWER_DAYS)
    return text(f"由{who}于{sentences.day(on)}前办理{about}，并书面反馈结果。")
