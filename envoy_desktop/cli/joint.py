"""`envoy joint`: joint review, one decision for a group of procedures."""

from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, Codes
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.joint import JointReading

joint = Group("joint", N_("联审联批"))

REVIEW = Argument("review", N_("联审"), help=N_("编号，或编号末尾至少四位"))


def _opinions() -> tuple[str, ...]:
    from envoy_desktop.domain.joint import OPINIONS

    return OPINIONS


def _conclusions() -> tuple[str, ...]:
    from envoy_desktop.domain.joint import CONCLUSIONS

    return CONCLUSIONS


@joint.verb(
    "convene",
    PROJECT,
    Argument("group", N_("联审组"), help=N_("事项目录里的联审组，如 施工许可联审")),
    Option("--on", "on", type=DAY, help=N_("发起日期，不写就是今天")),
    Option("--opinions-due", "opinions_due", type=DAY, help=N_("意见期限，不写按设置推算")),
    Option("--member", "members", greedy=True, help=N_("另外的成员单位，可写多个")),
    help=N_("发起联审：向主办和协办部门征求意见"),
)
def convene(
    session: Session,
    *,
    project: str,
    group: str,
    on: date | None,
    opinions_due: date | None,
    members: tuple[str, ...],
) -> Answer:
    """Ask the members for their opinions."""
    from envoy_desktop.casework import joint as acts

    held = session.workspace()
    with held.read() as reader:
        of = ids.project(reader, project)
        more = [ids.department(reader, name) for name in members]
    made = held.do(
        acts.convene, project=of, group=group, on=on, opinions_due=opinions_due, members=more
    )
    return _shown(session, made)


@joint.verb(
    "opinion",
    REVIEW,
    Argument("department", N_("成员单位"), help=N_("部门代码、名称或简称")),
    Argument(
        "opinion",
        N_("意见"),
        type=Codes(N_("意见"), _opinions, "unknown-opinion"),
        help=N_("成员单位的意见"),
    ),
    Option("--on", "on", type=DAY, help=N_("提出意见的日期，不写就是今天")),
    Option("--text", default="", help=N_("理由或条件")),
    help=N_("记录成员单位的意见"),
)
def opinion(
    session: Session, *, review: str, department: str, opinion: str, on: date | None, text: str
) -> Answer:
    """Record a member's opinion and its day."""
    from envoy_desktop.casework import joint as acts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "joint_review", review)
        member = ids.department(reader, department)
    held.do(acts.give, review=id, department=member, opinion=opinion, on=on, text=text)
    return _shown(session, id)


@joint.verb(
    "decide",
    REVIEW,
    Argument(
        "conclusion",
        N_("结论"),
        type=Codes(N_("结论"), _conclusions, "unknown-conclusion"),
        help=N_("共同作出的结论"),
    ),
    Option("--on", "on", type=DAY, help=N_("结论日期，不写就是今天")),
    Option("--text", default="", help=N_("决定内容；有不同意见时写明如何处理")),
    Option("--record", is_flag=True, help=N_("同时记为各事项的决定")),
    help=N_("作出联审结论"),
)
def decide(
    session: Session, *, review: str, conclusion: str, on: date | None, text: str, record: bool
) -> Answer:
    """Conclude a joint review, for its procedures too with --record."""
    from envoy_desktop.casework import joint as acts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "joint_review", review)
    done = held.do(acts.decide, review=id, conclusion=conclusion, on=on, text=text, record=record)
    with held.read() as reader:
        found = acts.one(reader, id, now.today())
    data = {
        **_document(found),
        "recorded": [ids.show(one) for one in done.decided],
        "left": [{"id": ids.show(one), "name": name} for one, name in done.left],
    }
    return Answer(data, lambda: _page(found))


@joint.verb("remove", REVIEW, help=N_("移除记错的联审"))
def remove(session: Session, *, review: str) -> Answer:
    """Remove a joint review recorded by mistake."""
    from envoy_desktop.casework import joint as acts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "joint_review", review)
    held.do(acts.remove, review=id)
    return said({"id": ids.show(id)}, _("已移除"))


@joint.verb("show", REVIEW, help=N_("一次联审：时限、各成员的意见、最慢的单位"))
def show(session: Session, *, review: str) -> Answer:
    """One joint review with its clock and members."""
    with session.workspace().read() as reader:
        id = ids.find(reader, "joint_review", review)
    return _shown(session, id)


@joint.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--open", "open_", is_flag=True, help=N_("只列还没有结论的")),
    help=N_("联审，未作结论的在前"),
)
def list_(session: Session, *, project: str | None, open_: bool) -> Answer:
    """Joint reviews, undecided first; of a project also the groups that could be convened."""
    from envoy_desktop.casework import joint as acts

    with session.workspace().read() as reader:
        of = ids.project(reader, project) if project else None
        found = acts.readings(reader, now.today(), project=of, open=open_)
    data = [_document(one) for one in found]

    def text() -> Any:
        heads = (
            _("编号"),
            _("灯"),
            _("联审组"),
            _("项目"),
            _("已用"),
            _("截止"),
            _("最慢的单位"),
            _("结论"),
        )
        return map(
            tables.coloured,
            tables.table(
                heads,
                (
                    (
                        row["id"],
                        tables.lamp(row["clock"]["lamp"]) if row["clock"] else _("未受理"),
                        row["group"],
                        row["project_name"],
                        str(row["clock"]["used"]) if row["clock"] else "—",
                        (row["clock"]["deadline"] or "—") if row["clock"] else "—",
                        "、".join(m["department"] for m in row["slowest"]),
                        _conclusion(row["conclusion"]),
                    )
                    for row in data
                ),
            ),
        )

    return Answer(data, text)


def _shown(session: Session, id: int) -> Answer:
    from envoy_desktop.casework import joint as acts

    with session.workspace().read() as reader:
        found = acts.one(reader, id, now.today())
    return Answer(_document(found), lambda: _page(found))


def _document(found: "JointReading") -> Row:
    row, clock = found.row, found.clock
    said_by = {o.department: o for o in row.opinions}

    def member(one: Any) -> Row:
        own = said_by[one.department]
        return {
            "department": own.department_name,
            "department_id": ids.show(one.department),
            "state": one.state,
            "on": one.on.isoformat() if one.on else None,
            "days": one.days,
            "late": one.late,
            "text": own.text,
        }

    return {
        "id": ids.show(row.id),
        "project": ids.show(row.project),
        "project_name": row.project_name,
        "group": row.group,
        "lead": row.lead_name or None,
        "convened": row.convened_on,
        "opinions_due": row.opinions_due,
        "silence_consents": found.silence_consents,
        "decided": row.decided_on,
        "conclusion": row.conclusion or None,
        "decision": row.decision,
        "clock": {
            "limit": clock.limit,
            "used": clock.used,
            "started": clock.started.isoformat(),
            "deadline": clock.deadline.isoformat() if clock.deadline else None,
            "ended": clock.ended.isoformat() if clock.ended else None,
            "lamp": clock.lamp.value,
        }
        if clock
        else None,
        "procedures": [
            {"id": ids.show(p.procedure), "code": p.code, "name": p.name, "state": p.state}
            for p in row.procedures
        ],
        "members": [member(one) for one in found.members],
        "slowest": [member(one) for one in found.slowest],
    }


def _page(found: "JointReading") -> Any:
    from envoy_desktop.words import names

    row, clock = found.row, found.clock
    yield f"{row.project_name}  {row.group}"
    silence = _("视为同意") if found.silence_consents else _("不视为同意")
    told = [
        (_("编号"), ids.show(row.id) or ""),
        (_("发起"), row.convened_on),
        (_("意见期限"), _("{day}（逾期{silence}）").format(day=row.opinions_due, silence=silence)),
        (_("结论"), _conclusion(row.conclusion)),
        (_("决定"), row.decision),
    ]
    if clock:
        told.append(
            (
                _("联审时限"),
                _("已用 {used} / {limit} 个工作日，截止 {day}").format(
                    used=clock.used, limit=clock.limit, day=clock.deadline or ""
                ),
            )
        )
    yield from tables.facts([pair for pair in told if pair[1]])
    yield ""
    slow = {m.department for m in found.slowest}
    yield from tables.table(
        (_("成员单位"), _("意见"), _("日期"), _("用时"), _("说明")),
        (
            (
                found.named(m.department),
                names.opinion(m.state),
                m.on.isoformat() if m.on else "",
                f"{m.days}" + (_("（最慢）") if m.department in slow else ""),
                next(o.text for o in row.opinions if o.department == m.department),
            )
            for m in found.members
        ),
    )
    yield ""
    yield from tables.table(
        (_("编号"), _("代码"), _("事项"), _("状态")),
        (
            (ids.show(p.procedure) or "", p.code, p.name, names.state(p.state))
            for p in row.procedures
        ),
    )


def _conclusion(code: str | None) -> str:
    from envoy_desktop.words import names

    return names.conclusion(code) if code else ""
