"""`envoy call`: the call log; a promise in it becomes an expectation with a date."""

from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY
from envoy_desktop.words import N_, _
from envoy_desktop.words.days import full_day

call = Group("call", N_("电话记录，和电话里答应的事"))


@call.verb(
    "log",
    Argument("text", N_("内容"), help=N_("找了谁，怎么说的")),
    Option("--contact", help=N_("联系人（编号）；不写就从内容里猜")),
    Option("--procedure", help=N_("针对哪个办件")),
    Option("--obstacle", help=N_("针对哪个障碍")),
    Option("--project", help=N_("针对哪个项目")),
    Option("--department", help=N_("哪个部门（代码、名称或简称）")),
    Option("--promised", default="", help=N_("答应了什么")),
    Option("--by", "by", type=DAY, help=N_("答应的日期；不写就取“答应”的话里说的那天")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("记一个电话"),
)
def log(
    session: Session,
    *,
    text: str,
    contact: str | None,
    procedure: str | None,
    obstacle: str | None,
    project: str | None,
    department: str | None,
    promised: str,
    by: date | None,
    on: date | None,
) -> Answer:
    """Log a call; who and what it was about is guessed where it is not named."""
    from envoy_desktop.casework import calls
    from envoy_desktop.domain.promised_day import day_in

    held = session.workspace()
    with held.read() as reader:
        about = ids.procedure(reader, procedure) if procedure else None
        of = ids.project(reader, project) if project else None
        person = ids.find(reader, "contact", contact) if contact else None
        at = ids.department(reader, department) if department else None
        stuck = ids.find(reader, "obstacle", obstacle) if obstacle else None
        seen = calls.guess(reader, text, project=of, procedure=about)
    due = by
    if due is None and (promised or "答应" in text):
        due = day_in(f"{promised} {text}", on or now.today())
    made = held.do(
        calls.log,
        text=text,
        contact=person or seen.contact,
        department=at or (None if person else seen.department),
        project=of or seen.project,
        procedure=about,
        obstacle=stuck,
        promised=promised,
        promised_on=due,
        on=on,
    )
    return said(
        {
            "id": ids.show(made),
            "contact": ids.show(person or seen.contact),
            "promised_on": due and due.isoformat(),
        },
        _("已记电话 {id}").format(id=ids.show(made)),
        *([_("到 {day} 在今日里问是否兑现").format(day=full_day(due.isoformat()))] if due else []),
    )


@call.verb(
    "kept",
    Argument("call", N_("电话记录"), help=N_("编号，或编号末尾至少四位")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("电话里答应的事已经兑现"),
)
def kept(session: Session, *, call: str, on: date | None) -> Answer:
    """What was promised was done."""
    from envoy_desktop.casework import calls

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "attempt", call)
    held.do(calls.kept, call=id, on=on)
    return said({"id": ids.show(id), "kept": (on or now.today()).isoformat()}, _("已兑现"))


@call.verb(
    "list",
    Option("--contact", help=N_("只列和这个人的")),
    Option("--project", help=N_("只列这个项目的")),
    Option("--promised", is_flag=True, help=N_("只列答应了、还没有兑现的")),
    help=N_("电话记录，最近的在前"),
)
def list_(session: Session, *, contact: str | None, project: str | None, promised: bool) -> Answer:
    """The calls, the newest first."""
    from envoy_desktop.store.queries import people

    with session.workspace().read() as reader:
        rows = people.calls(
            reader,
            contact=ids.find(reader, "contact", contact) if contact else None,
            project=ids.project(reader, project) if project else None,
            promised=promised or None,
        )
    data = [
        {
            "id": ids.show(row.id),
            "text": row.text,
            "on": row.on,
            "contact": row.contact_name or None,
            "department": row.department_name or None,
            "project": row.project_name or None,
            "procedure": ids.show(row.procedure),
            "obstacle": ids.show(row.obstacle),
            "promised": row.promised or None,
            "promised_on": row.promised_on,
            "kept": row.kept_on,
        }
        for row in rows
    ]

    def text() -> Any:
        heads = (_("编号"), _("日期"), _("谁"), _("内容"), _("答应的"), _("哪天"), _("兑现"))
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id) or "",
                    row.on,
                    row.contact_name or row.department_name,
                    row.text,
                    row.promised,
                    row.promised_on or "",
                    row.kept_on or "",
                )
                for row in rows
            ),
        )

    return Answer(data, text)
