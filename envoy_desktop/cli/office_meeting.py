"""`envoy office`: the monthly meeting: its agenda, what it decides, what departments answer."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.office import office
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import COUNT, DAY, WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.agenda import Line
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow

MEETING = Option("--meeting", help=N_("哪一次协调会（编号）；不写就是开着的那一次"))
ITEM = Argument("item", N_("议题"), help=N_("编号，见 envoy office meeting"))
PLACE = Option("--place", default="", help=N_("地点"))
CHAIR = Option("--chair", default="", help=N_("主持人"))
PRESENT = Option("--present", default="", help=N_("出席"))
ABSENT = Option("--absent", default="", help=N_("请假"))
OBSERVERS = Option("--observers", default="", help=N_("列席"))


@office.verb(
    "agenda",
    Option("--most", type=COUNT, default=0, help=N_("只列最紧急的这么多项；0 为全部")),
    Option("--department", help=N_("只列这个部门的")),
    help=N_("按紧急程度提出的议程，逐项写明为什么排在这里"),
)
def agenda(session: Session, *, most: int, department: str | None) -> Answer:
    """The agenda as the city stands today."""
    from envoy_desktop.casework import agenda as proposed
    from envoy_desktop.words import agenda as words

    with session.read() as reader:
        wanted = ids.department(reader, department) if department else None
        lines = [
            line
            for line in proposed.proposed(reader, now.today(), most=most)
            if wanted is None or line.placed.matter.department == wanted
        ]
    data = [_line(line) for line in lines]

    def text() -> Iterator[str]:
        for name, group in proposed.grouped(lines):
            yield name or _("没有写明部门")
            yield from tables.table(
                ("  ", _("紧急程度"), _("项目"), _("事项"), _("为什么")),
                [
                    (
                        f"{line.placed.place:>4}", str(line.placed.urgency), line.project_name,
                        line.topic,
                        words.reasons((r.code, r.figure) for r in line.placed.reasons),
                    )
                    for line in group
                ],
            )  # fmt: skip

    return Answer(data, text)


def _line(line: "Line") -> Row:
    from envoy_desktop.words import agenda as words

    placed, matter = line.placed, line.placed.matter
    return {
        "place": placed.place,
        "urgency": placed.urgency,
        "kind": matter.kind,
        "id": ids.show(matter.id),
        "topic": line.topic,
        "project": ids.show(matter.project),
        "project_name": line.project_name,
        "department": ids.show(matter.department),
        "department_name": line.department_name,
        "since": matter.since.isoformat(),
        "due": line.due_on or None,
        "statement": line.statement,
        "proposal": line.proposal,
        "critical_days": matter.critical_days,
        "investment": str(matter.investment) if matter.investment is not None else None,
        "broken": matter.broken,
        "reasons": [
            {
                "code": reason.code,
                "figure": str(reason.figure),
                "factor": round(reason.factor, 3),
                "message": words.reason(reason.code, reason.figure),
            }
            for reason in placed.reasons
        ],
        "because": words.reasons((r.code, r.figure) for r in placed.reasons),
    }


@office.verb(
    "begin",
    Option("--on", "on", type=DAY, help=N_("开会日期，不写就是今天")),
    Option("--name", default="", help=N_("名称，不写就按年月")),
    PLACE, CHAIR, PRESENT, ABSENT, OBSERVERS,
    Option("--empty", is_flag=True, help=N_("不把提出的议程列进去")),
    help=N_("召开协调会，最紧急的事项列入议程"),
)  # fmt: skip
def begin(session: Session, *, on: date | None, empty: bool, **told: str) -> Answer:
    """Begin the meeting."""
    from envoy_desktop.casework import meetings
    from envoy_desktop.store.queries import meetings as rows

    held = session.workspace()
    made = held.do(meetings.begin, on=on, with_agenda=not empty, **told)
    with held.read() as reader:
        count = len(rows.items(reader, made))
        name = rows.meeting(reader, made)
    return said(
        {"id": ids.show(made), "name": name.name if name else "", "items": count},
        _("已召开，议程 {n} 项").format(n=count),
    )


@office.verb(
    "attend",
    MEETING,
    Option("--name", help=N_("名称")),
    Option("--place", help=N_("地点")),
    Option("--chair", help=N_("主持人")),
    Option("--present", help=N_("出席")),
    Option("--absent", help=N_("请假")),
    Option("--observers", help=N_("列席")),
    help=N_("补写协调会的名称、地点和到会的人"),
)
def attend(session: Session, *, meeting: str | None, **told: str | None) -> Answer:
    """Enter who was there; also after the close."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = _meeting(reader, meeting)
    held.do(meetings.change, meeting=id, **{k: v for k, v in told.items() if v is not None})
    return said({"id": ids.show(id)}, _("已记录"))


@office.verb(
    "close",
    MEETING,
    Option("--on", "on", type=DAY, help=N_("结束日期，不写就是今天")),
    help=N_("结束协调会"),
)
def close(session: Session, *, meeting: str | None, on: date | None) -> Answer:
    """Close the meeting."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "meeting", meeting) if meeting else None
    closed = held.do(meetings.close, meeting=id, on=on)
    return said({"id": ids.show(closed)}, _("已结束"))


@office.verb("meeting", MEETING, help=N_("一次协调会：议程、部门说明、议定事项"))
def meeting_(session: Session, *, meeting: str | None) -> Answer:
    """One meeting with its agenda and decisions."""
    from envoy_desktop.store.queries import meetings as rows
    from envoy_desktop.words import agenda as words

    with session.read() as reader:
        id = _meeting(reader, meeting)
        row = rows.meeting(reader, id)
        agenda_items = rows.items(reader, id)
        decided = rows.decisions(reader, id)
    assert row is not None
    data = {
        "id": ids.show(row.id),
        "name": row.name,
        "on": row.on,
        "place": row.place,
        "chair": row.chair,
        "present": row.present,
        "absent": row.absent,
        "observers": row.observers,
        "closed": row.closed_on,
        "agenda": [_item(one) for one in agenda_items],
        "decisions": [_decision(one) for one in decided],
    }

    def text() -> Iterator[str]:
        yield from tables.facts(
            ((row.name, row.on), (_("地点"), row.place), (_("主持"), row.chair),
             (_("出席"), row.present), (_("请假"), row.absent), (_("列席"), row.observers),
             (_("结束"), row.closed_on or ""))
        )  # fmt: skip
        yield from tables.table(
            (_("编号"), _("序"), _("部门"), _("项目"), _("议题"), _("议定")),
            [
                (
                    ids.show(one.id) or "", str(n), one.department_name, one.project_name,
                    one.topic, str(one.decisions or ""),
                )
                for n, one in enumerate(agenda_items, 1)
            ],
        )  # fmt: skip
        for one in decided:
            replaced = _("（已更正）") if one.replaced_by else ""
            yield f"{ids.show(one.id)}  {one.topic}{replaced}"
            yield f"  {one.text}"
            yield f"  {words.duty(one.lead_name, one.cooperating_names, one.due_on)}"
            yield from (f"  {told}" for told in (words.votes(one), words.dissent(one)) if told)

    return Answer(data, text)


@office.verb("meetings", help=N_("开过的协调会"))
def meetings_(session: Session) -> Answer:
    """All meetings."""
    from envoy_desktop.store.queries import meetings as rows

    with session.read() as reader:
        found = rows.meetings(reader)
    data = [
        {"id": ids.show(one.id), "name": one.name, "on": one.on, "closed": one.closed_on}
        for one in found
    ]
    heads = (_("编号"), _("日期"), _("名称"), _("结束"))
    lines = [(ids.show(one.id) or "", one.on, one.name, one.closed_on or "") for one in found]
    return Answer(data, lambda: tables.table(heads, lines))


@office.verb(
    "item",
    Argument("topic", N_("议题"), help=N_("议题的内容")),
    MEETING,
    Option("--project", help=N_("所涉项目")),
    Option("--department", help=N_("所涉部门")),
    Option("--statement", default="", help=N_("部门的说明")),
    help=N_("自己增加一个议题"),
)
def item(
    session: Session,
    *,
    topic: str,
    meeting: str | None,
    project: str | None,
    department: str | None,
    statement: str,
) -> Answer:
    """Put a matter of one's own on the agenda."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        made = {
            "meeting": ids.find(reader, "meeting", meeting) if meeting else None,
            "project": ids.project(reader, project) if project else None,
            "department": ids.department(reader, department) if department else None,
        }
    id = held.do(meetings.add_item, topic=topic, statement=statement, **made)
    return said({"id": ids.show(id)}, _("已列入议程"))


@office.verb(
    "move", ITEM, Option("--to", type=WHOLE, required=True, help=N_("移到第几项")),
    help=N_("调整议程的次序"),
)  # fmt: skip
def move(session: Session, *, item: str, to: int) -> Answer:
    """Move an item of the agenda."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "agenda_item", item)
    place = held.do(meetings.move_item, item=id, to=to)
    return said({"id": ids.show(id), "place": place}, _("已移到第 {n} 项").format(n=place))


@office.verb("drop", ITEM, help=N_("从议程上撤下"))
def drop(session: Session, *, item: str) -> Answer:
    """Take an item off the agenda."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "agenda_item", item)
    held.do(meetings.drop_item, item=id)
    return said({"id": ids.show(id)}, _("已撤下"))


@office.verb(
    "statement", ITEM, Argument("text", N_("说明"), help=N_("部门的原话")),
    help=N_("记录部门对议题的说明"),
)  # fmt: skip
def statement(session: Session, *, item: str, text: str) -> Answer:
    """Record what a department says to an item."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "agenda_item", item)
    held.do(meetings.state, item=id, statement=text)
    return said({"id": ids.show(id)}, _("已记录"))


@office.verb(
    "decide",
    Option("--topic", default="", help=N_("议题；指明 --item 时可以不写")),
    Option("--decision", required=True, help=N_("议定的内容")),
    Option("--lead", required=True, help=N_("牵头部门（代码、名称或简称）")),
    Option("--due", type=DAY, required=True, help=N_("办结期限")),
    Option("--cooperating", greedy=True, help=N_("配合部门，可写多个，也可用分号隔开")),
    Option("--for", "votes_for", type=COUNT, help=N_("同意票")),
    Option("--against", "votes_against", type=COUNT, help=N_("反对票")),
    Option("--abstained", type=COUNT, help=N_("弃权票")),
    Option("--dissent", default="", help=N_("不同意见")),
    Option("--item", help=N_("议程上的哪一项（编号）")),
    Option("--project", help=N_("所涉项目")),
    Option("--replaces", help=N_("更正哪一条议定事项（编号）")),
    MEETING,
    help=N_("记录议定事项；它成为一个督办事项"),
)
def decide(
    session: Session,
    *,
    topic: str,
    decision: str,
    lead: str,
    due: date,
    cooperating: tuple[str, ...],
    votes_for: int | None,
    votes_against: int | None,
    abstained: int | None,
    dissent: str,
    item: str | None,
    project: str | None,
    replaces: str | None,
    meeting: str | None,
) -> Answer:
    """Record a decision."""
    from envoy_desktop.casework import meetings
    from envoy_desktop.store.queries import meetings as rows

    held = session.workspace()
    with held.read() as reader:
        about = ids.find(reader, "agenda_item", item) if item else None
        old = ids.find(reader, "decision", replaces) if replaces else None
        row = rows.item(reader, about) if about else None
        before = rows.decision(reader, old) if old else None
        topic = topic or (row.topic if row else before.topic if before else "")
        named = [name for text in cooperating for name in text.replace("；", ";").split(";")]
        values: dict[str, Any] = {
            "lead": ids.department(reader, lead),
            "cooperating": [ids.department(reader, name) for name in named if name.strip()],
            "project": ids.project(reader, project) if project else None,
            "meeting": ids.find(reader, "meeting", meeting) if meeting else None,
        }
    made = held.do(
        meetings.decide, topic=topic, text=decision, due_on=due, item=about, replaces=old,
        votes_for=votes_for, votes_against=votes_against, abstained=abstained, dissent=dissent,
        **values,
    )  # fmt: skip
    data = {
        "id": ids.show(made.decision),
        "duty": ids.show(made.duty),
        "meeting": ids.show(made.meeting),
    }
    return said(data, _("已记录议定事项 {id}").format(id=data["id"]))


@office.verb("decisions", MEETING, help=N_("议定事项和它们办得怎样"))
def decisions(session: Session, *, meeting: str | None) -> Answer:
    """What was decided; of one meeting, or of all."""
    from envoy_desktop.store.queries import meetings as rows

    with session.read() as reader:
        id = ids.find(reader, "meeting", meeting) if meeting else None
        found = rows.decisions(reader, id)
    heads = (_("编号"), _("日期"), _("牵头"), _("期限"), _("办结"), _("议题"), _("决定"))
    lines = [
        (
            ids.show(one.id) or "", one.on, one.lead_name, one.due_on,
            _("已更正") if one.replaced_by else one.done_on or "", one.topic, one.text,
        )
        for one in found
    ]  # fmt: skip
    return Answer([_decision(one) for one in found], lambda: tables.table(heads, lines))


@office.verb(
    "answer",
    Argument("department", N_("部门"), help=N_("代码、名称或简称")),
    Argument("text", N_("答复"), help=N_("部门的原话")),
    Option("--from", "since", type=DAY, required=True, help=N_("哪一段时间的效能单：起始")),
    Option("--to", "until", type=DAY, required=True, help=N_("截止")),
    Option("--on", "on", type=DAY, help=N_("答复日期，不写就是今天")),
    help=N_("记录部门对自己那份效能单的答复，与数字一起印出"),
)
def answer(
    session: Session, *, department: str, text: str, since: date, until: date, on: date | None
) -> Answer:
    """Record a department's answer to its sheet."""
    from envoy_desktop.casework import meetings

    held = session.workspace()
    with held.read() as reader:
        id = ids.department(reader, department)
    made = held.do(meetings.answer, department=id, since=since, until=until, text=text, on=on)
    return said({"id": ids.show(made)}, _("已记录答复"))


def _meeting(reader: "Reader", text: str | None) -> int:
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store.queries import meetings as rows

    if text:
        return ids.find(reader, "meeting", text)
    found = rows.newest(reader, open=True) or rows.newest(reader)
    if found is None:
        raise Refusal("no-meeting")
    return found.id


def _item(one: "ItemRow") -> Row:
    return {
        "id": ids.show(one.id),
        "place": one.position,
        "topic": one.topic,
        "project": ids.show(one.project),
        "department": ids.show(one.department),
        "department_name": one.department_name,
        "obstacle": ids.show(one.obstacle),
        "duty": ids.show(one.duty),
        "statement": one.statement,
        "grounds": json.loads(one.grounds) if one.grounds else None,
        "decisions": one.decisions,
    }


def _decision(one: "DecisionRow") -> Row:
    return {
        "id": ids.show(one.id),
        "meeting": ids.show(one.meeting),
        "item": ids.show(one.item),
        "project": ids.show(one.project),
        "topic": one.topic,
        "decision": one.text,
        "lead": ids.show(one.lead),
        "lead_name": one.lead_name,
        "cooperating": one.cooperating_names,
        "due": one.due_on,
        "for": one.votes_for,
        "against": one.votes_against,
        "abstained": one.abstained,
        "dissent": one.dissent,
        "on": one.on,
        "replaces": ids.show(one.replaces),
        "replaced_by": ids.show(one.replaced_by),
        "duty": ids.show(one.duty),
        "done": one.done_on,
    }
