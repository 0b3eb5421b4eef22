"""Writes the mandate (代办委托书) that an investor signs: who, what, how far, how long (CC 165)."""

from datetime import date

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Paragraph,
    Table,
    text,
)
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import procedures, reference
from envoy_desktop.store.queries.procedures import Wanted
from envoy_desktop.store.queries.projects import ProjectRow

TITLE = "重点项目全程代办委托书"
_OPEN_DAY = "　　　　年　　月　　日"


def body(
    project: ProjectRow, organ: str, envoy: str, items: int, on: date, until: str | None
) -> tuple[Block, ...]:
    """Parties, matters, authority, term, duties of both, copies."""
    investor = project.investor or "　　　　　　　　"
    who = f"特派服务员{envoy}" if envoy else "特派服务员"
    place = f"，位于{project.place}" if project.place else ""
    many = f"，共{items}项，见附件" if items else ""
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...] = (
        (
            "委托事项",
            (
                f"{project.name}{place}。委托方委托受托方代办该项目从立项到"
                f"竣工验收的审批和服务事项{many}。",
            ),
        ),
        (
            "委托权限",
            (
                "受托方代为提交申请和补正材料，领取受理、补正、不予受理、决定等文书，查询办理进度，"
                "参加协调会议，提出意见建议。",
                "缴纳费用、签订合同、变更投资内容、放弃权利，以及依法应当由委托方到场办理的事项，"
                "由委托方办理。",
            ),
        ),
        ("委托期限", (f"自{_day(on)}起，至{_day(until) if until else _OPEN_DAY}止。",)),
        (
            "双方责任",
            (
                "委托方如实提供材料，对材料实质内容的真实性负责；需要委托方提供的材料，"
                "在受托方书面告知后及时提供。",
                f"受托方指派{who}办理，不向委托方收取费用，不透露委托方的商业秘密，"
                "办理进展随时告知委托方。",
            ),
        ),
        ("其他", ("本委托书一式两份，双方各执一份，自双方签字盖章之日起生效。",)),
    )
    blocks: list[Block] = [
        Paragraph(
            text(
                f"{investor}（以下简称委托方）委托{organ}（以下简称受托方）全程代办"
                f"{project.name}的审批和服务事项，双方约定如下："
            )
        )
    ]
    for heading, told in paragraphs:
        blocks.append(Heading(1, text(heading)))
        blocks += [Paragraph(text(words)) for words in told]
    return tuple(blocks)


def items(reader: Reader, project: int, today: date) -> tuple[Attachment, ...]:
    """The procedures of the project as a numbered table, by stage and the list's own order."""
    found = procedures.rows(reader, procedures.ids(reader, Wanted(today, project=project)))
    found.sort(key=lambda row: (row.stage, row.code))
    names = {id: d.name for id, d in reference.departments(reader).items()}
    if not found:
        return ()
    table = Table(
        (Column("序号", 2, Align.CENTRE), Column("事项", 9), Column("办理部门", 6)),
        tuple(
            (str(n), row.name, names.get(row.department or 0, row.department_name))
            for n, row in enumerate(found, 1)
        ),
    )
    return (Attachment("代办事项清单", (table,)),)


def _day(on: date | str) -> str:
    value = on if isinstance(on, date) else date.fromisoformat(on)
    return f"{value.year}年{value.month}月{value.day}日"
