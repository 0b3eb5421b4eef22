"""`envoy obstacle escalate|answer|link|verify`: the ladder, one root, the investor's word."""

from datetime import date

from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.obstacle import OBSTACLE, obstacle
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, LEVEL
from envoy_desktop.words import N_, _


@obstacle.verb(
    "escalate",
    OBSTACLE,
    Option("--level", type=LEVEL, help=N_("报到哪一级，不写就是上一级")),
    Option("--to", default="", help=N_("请谁答复")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    Option("--answer-due", "answer_due", type=DAY, help=N_("答复期限，不写按级别推定")),
    help=N_("障碍升级：窗口、科室、部门负责人、市领导"),
)
def escalate(
    session: Session,
    *,
    obstacle: str,
    level: str | None,
    to: str,
    on: date | None,
    answer_due: date | None,
) -> Answer:
    """Ask the next level of the ladder, or the one named."""
    from envoy_desktop.casework import escalations
    from envoy_desktop.store.queries import escalations as stored
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
    made = held.do(
        escalations.escalate, obstacle=id, level=level or "", to=to, on=on, answer_due=answer_due
    )
    with held.read() as reader:
        row = next(row for row in stored.of_obstacle(reader, id) if row.id == made.id)
    data = {
        "id": ids.show(made.id),
        "obstacle": ids.show(id),
        "level": row.level,
        "on": row.on,
        "answer_due": made.answer_due.isoformat(),
        "passed_over": list(made.passed_over),
    }
    beside: tuple[str, ...] = ()
    if made.passed_over:
        over = _("、").join(names.level(one) for one in made.passed_over)
        beside = (_("越过了{levels}；书面报告须抄送").format(levels=over),)
    line = _("已报{level}，应于 {day} 答复").format(
        level=names.level(row.level), day=made.answer_due.isoformat()
    )
    return said(data, line, warnings=beside)


@obstacle.verb(
    "answer",
    OBSTACLE,
    Argument("text", N_("内容"), help=N_("答复的原话")),
    Option("--escalation", help=N_("答复的是哪一次升级，不写就是最高的未答复的一级")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("记录一级的答复"),
)
def answer(
    session: Session, *, obstacle: str, text: str, escalation: str | None, on: date | None
) -> Answer:
    """Record what a level answered."""
    from envoy_desktop.casework import escalations

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
        of = ids.find(reader, "escalation", escalation) if escalation else None
    made = held.do(escalations.answer, obstacle=id, text=text, escalation=of, on=on)
    return said({"id": ids.show(made), "obstacle": ids.show(id)}, _("已记答复"))


@obstacle.verb(
    "link",
    OBSTACLE,
    Option("--root", help=N_("根源障碍的编号")),
    Option("--none", "alone", is_flag=True, help=N_("不再有根源")),
    help=N_("说明一个障碍的根源是另一个"),
)
def link(session: Session, *, obstacle: str, root: str | None, alone: bool) -> Answer:
    """Hang an obstacle on its one root, or take it off."""
    from envoy_desktop.casework import escalations
    from envoy_desktop.cli.grammar import Usage
    from envoy_desktop.store.queries import escalations as stored

    if (root is None) == (not alone):
        raise Usage("missing-root", _("请写 --root 编号，或 --none"))
    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
        of = ids.find(reader, "obstacle", root) if root else None
    held.do(escalations.link, obstacle=id, root=of)
    with held.read() as reader:
        kin = stored.kin(reader, id)
    data = {"id": ids.show(id), "root": ids.show(of), "kin": [ids.show(one.id) for one in kin]}
    line = _("同一根源共 {n} 条").format(n=len(kin)) if of else _("已解除关联")
    return said(data, line)


@obstacle.verb(
    "verify",
    OBSTACLE,
    Option("--by", "by", required=True, help=N_("投资方的谁")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("投资方确认障碍确已解决"),
)
def verify(session: Session, *, obstacle: str, by: str, on: date | None) -> Answer:
    """Record the investor's own word."""
    from envoy_desktop.casework import escalations

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
    held.do(escalations.verify, obstacle=id, by=by, on=on)
    return said({"id": ids.show(id), "by": by.strip()}, _("投资方已验证"))


@obstacle.verb(
    "off-list",
    Argument("what", N_("要求"), help=N_("要求提供的材料，或要求办理的事项")),
    Option("--procedure", help=N_("所涉办件")),
    Option("--project", help=N_("所涉项目")),
    Option("--department", help=N_("提出要求的部门")),
    help=N_("登记清单外要求，写明目录版本；目录里有的会指出来"),
)
def off_list(
    session: Session,
    *,
    what: str,
    procedure: str | None,
    project: str | None,
    department: str | None,
) -> Answer:
    """Log a demand that is not on the list."""
    from envoy_desktop.casework import off_list

    held = session.workspace()
    with held.read() as reader:
        values = {
            "procedure": ids.procedure(reader, procedure) if procedure else None,
            "project": ids.project(reader, project) if project else None,
            "department": ids.department(reader, department) if department else None,
        }
    made = held.do(off_list.log, what=what, **values)
    return said({"id": ids.show(made)}, _("已登记障碍 {id}").format(id=ids.show(made)))
