"""The minutes (纪要) of a coordination meeting: who was there, what was decided."""

from datetime import date

from envoy_desktop.documents import kinds, official_page
from envoy_desktop.documents.blocks import (
    Attendance,
    Block,
    Heading,
    Imprint,
    OfficialDocument,
    Paragraph,
    Signature,
    text,
)
from envoy_desktop.documents.layout import Layout
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.meetings import DecisionRow, MeetingRow


def document(reader: Reader, meeting: int, *, number: str = "") -> OfficialDocument:
    """The minutes as a paper of the kind 纪要. Refuses "unknown-id"."""
    row = rows.meeting(reader, meeting)
    if row is None:
        raise Refusal("unknown-id", kind="meeting")
    organ = str(reference.setting(reader, "memo.organ") or reference.setting(reader, "envoy.unit"))
    return OfficialDocument(
        "minutes",
        kinds.mark("minutes", organ),
        title(row),
        body(reader, row, organ),
        number=number,
        signature=Signature((organ,), date.fromisoformat(row.closed_on or row.on), sealed=False),
        imprint=Imprint((), organ, None),
        keep=(row.name,),
        attendance=attendance(row),
    )


def layout(reader: Reader, meeting: int) -> Layout:
    """The pages of the minutes."""
    return official_page.compose(document(reader, meeting), quoting=True)


def title(row: MeetingRow) -> str:
    """2026年11月协调推进会纪要."""
    return row.name + ("" if row.name.endswith("纪要") else "纪要")


def attendance(row: MeetingRow) -> tuple[Attendance, ...]:
    """Who was there, was excused, sat in."""
    told = (("出席", row.present), ("请假", row.absent), ("列席", row.observers))
    return tuple(Attendance(label, names) for label, names in told if names)


def body(reader: Reader, row: MeetingRow, organ: str) -> tuple[Block, ...]:
    """The meeting, what departments said, what was decided (one that was corrected is left out),
    and what was on the agenda and remained open."""
    items = rows.items(reader, row.id)
    place = {one.id: n for n, one in enumerate(items)}  # as it was dealt with
    decided = [one for one in rows.decisions(reader, row.id) if one.replaced_by is None]
    decided.sort(key=lambda one: place.get(one.item or 0, len(place)))
    held = f"{_day(row.on)}，{row.chair or organ}主持召开{row.name}"
    where = f"（{row.place}）" if row.place else ""
    dealt = f"，研究{len(items)}个议题" if items else ""
    blocks: list[Block] = [
        Paragraph(text(f"{held}{where}{dealt}，议定{len(decided)}项。现纪要如下："))
    ]
    said = [one for one in items if one.statement]
    if said:
        blocks.append(Heading(1, text("部门说明")))
        blocks += [
            Paragraph(
                text(f"关于{one.project_name}“{_quoted(one.topic)}”，"
                     f"{one.department_name or '有关部门'}说明：{_bare(one.statement)}。")
            )
            for one in said
        ]  # fmt: skip
    blocks.append(Heading(1, text("议定事项")))
    for one in decided:
        blocks.append(Heading(2, text(_about(one.topic, one.project_name))))
        blocks.append(Paragraph(text(_decided(one))))
    if not decided:
        blocks.append(Paragraph(text("本次会议没有议定事项。")))
    left = [one for one in items if not one.decisions]
    if left and row.closed_on:
        blocks.append(Heading(1, text("未形成议定意见的议题")))
        for item in left:
            who = f"（{item.department_name}）" if item.department_name else ""
            about = _about(item.topic, item.project_name)
            blocks.append(Heading(3, text(f"{about}{who}。")))
    return tuple(blocks)


def _decided(one: DecisionRow) -> str:
    who = f"由{one.lead_name}牵头"
    with_ = f"，{one.cooperating_names}配合" if one.cooperating_names else ""
    parts = [f"{_bare(one.text)}。{who}{with_}，{_day(one.due_on)}前办结。"]
    voted = votes(one)
    if voted:
        parts.append(f"表决：{voted}。")
    if one.dissent:
        parts.append(f"不同意见：{_bare(one.dissent)}。")
    if one.replaces is not None:
        parts.append("（更正此前的同一议定事项。）")
    return "".join(parts)


def _about(topic: str, project: str) -> str:
    """A topic under the name of its project, which is told once."""
    bare = _bare(topic)
    return f"{project}：{bare}" if project and project not in bare else bare


def votes(one: DecisionRow) -> str:
    """9票同意，1票反对; "" where nobody counted."""
    told = (("同意", one.votes_for), ("反对", one.votes_against), ("弃权", one.abstained))
    return "，".join(f"{count}票{words}" for words, count in told if count is not None)


def particulars(row: MeetingRow) -> dict[str, str]:
    """Who was there as a memo keeps it."""
    return {one.label: one.names for one in attendance(row)}


def _day(on: str) -> str:
    value = date.fromisoformat(on)
    return f"{value.year}年{value.month}月{value.day}日"


def _quoted(words: str) -> str:
    """Words that stand within “ ”: their own marks are the inner ones (GB/T 15834)."""
    return _bare(words).replace("“", "‘").replace("”", "’")


def _bare(words: str) -> str:
    return words.strip().rstrip("。；")
