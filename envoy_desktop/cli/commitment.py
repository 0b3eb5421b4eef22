"""`envoy commitment`: what the city promised to the investor; a broken promise stands first."""

from datetime import date

from envoy_desktop import now
from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.duty import listed
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY
from envoy_desktop.words import N_, _

commitment = Group("commitment", N_("对投资方的承诺"))

PROJECT = Argument("project", N_("项目"), help=N_("编号、编号末尾至少四位，或项目全名"))


@commitment.verb(
    "add",
    PROJECT,
    Argument("text", N_("内容"), help=N_("承诺的原话")),
    Option("--by", "by", required=True, help=N_("谁承诺的、写在哪里")),
    Option("--due", type=DAY, required=True, help=N_("兑现期限")),
    Option("--department", help=N_("由哪个部门兑现（代码、名称或简称）")),
    Option("--owed-by", "owed_by", default="", help=N_("责任人，部门名单里没有时")),
    Option("--given", type=DAY, help=N_("承诺日期，不写就是今天")),
    help=N_("登记一项对投资方的承诺"),
)
def add(
    session: Session,
    *,
    project: str,
    text: str,
    by: str,
    due: date,
    department: str | None,
    owed_by: str,
    given: date | None,
) -> Answer:
    """Record a promise word for word."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
        led_by = ids.department(reader, department) if department else None
    made = held.do(
        duties.add,
        source="commitment",
        project=id,
        text=text,
        basis=by,
        due_on=due,
        lead_department=led_by,
        owed_by=owed_by,
        given_on=given,
    )
    return said({"id": ids.show(made)}, _("已登记承诺 {id}").format(id=ids.show(made)))


@commitment.verb(
    "keep",
    Argument("commitment", N_("承诺"), help=N_("编号，或编号末尾至少四位")),
    Option("--note", default="", help=N_("怎么兑现的")),
    Option("--on", "on", type=DAY, help=N_("兑现日期，不写就是今天")),
    help=N_("承诺已兑现"),
)
def keep(session: Session, *, commitment: str, note: str, on: date | None) -> Answer:
    """The promise was kept."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", commitment)
    held.do(duties.done, duty=id, note=note, on=on)
    return said({"id": ids.show(id), "kept": (on or now.today()).isoformat()}, _("承诺已兑现"))


@commitment.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--broken", is_flag=True, help=N_("只列逾期没有兑现的")),
    help=N_("对投资方的承诺，没有兑现的在前"),
)
def list_(session: Session, *, project: str | None, broken: bool) -> Answer:
    """The promises, broken ones first."""
    from envoy_desktop.casework import ledger

    with session.workspace().read() as reader:
        entries = ledger.read(
            reader,
            now.today(),
            project=ids.project(reader, project) if project else None,
            source="commitment",
        )
    return listed([entry for entry in entries if entry.broken or not broken])
