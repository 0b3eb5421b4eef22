"""`envoy duty`: the supervision ledger."""

from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, DUTY_SOURCE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.domain.calendar import Calendar
    from envoy_desktop.store.queries.duties import DutyRow

duty = Group("duty", N_("督查台账"))

DUTY = Argument("duty", N_("督办事项"), help=N_("编号，或编号末尾至少四位"))


@duty.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--source", type=DUTY_SOURCE, help=N_("只列这种来源的")),
    Option("--open/--done", "open_", default=None, help=N_("只列未办结的，或已办结的")),
    help=N_("督办事项，先到期的在前"),
)
def list_(
    session: Session, *, project: str | None, source: str | None, open_: bool | None
) -> Answer:
    """The ledger by due date."""
    from envoy_desktop.store.queries import duties, reference
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        rows = duties.duties(
            reader,
            project=ids.project(reader, project) if project else None,
            source=source or "",
            open=open_,
        )
        calendar = reference.calendar(reader)
    data = [_row(row, calendar) for row in rows]

    def text() -> Any:
        heads = (_("编号"), _("状态"), _("到期"), _("来源"), _("责任单位"), _("项目"), _("内容"))
        return tables.table(
            heads,
            (
                (
                    told["id"],
                    names.duty_state(told["state"]),
                    row.due_on,
                    names.duty_source(row.source),
                    row.department_name or row.owed_by,
                    row.project_name,
                    row.text,
                )
                for row, told in zip(rows, data, strict=True)
            ),
        )

    return Answer(data, text)


@duty.verb(
    "add",
    Argument("text", N_("内容"), help=N_("要办的事，批示与议定事项照原话")),
    Option("--due", type=DAY, required=True, help=N_("到期日")),
    Option("--source", type=DUTY_SOURCE, default="list_task", help=N_("来源")),
    Option("--project", help=N_("所涉项目")),
    Option("--department", help=N_("牵头部门（代码、名称或简称）")),
    Option("--owed-by", "owed_by", default="", help=N_("责任人，部门名单里没有时")),
    Option("--basis", default="", help=N_("出处：文件、会议、批示人")),
    Option("--given", type=DAY, help=N_("交办日期，不写就是今天")),
    help=N_("登记一个督办事项"),
)
def add(
    session: Session,
    *,
    text: str,
    due: date,
    source: str,
    project: str | None,
    department: str | None,
    owed_by: str,
    basis: str,
    given: date | None,
) -> Answer:
    """Add a duty with a department and a date."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        of_project = ids.project(reader, project) if project else None
        led_by = ids.department(reader, department) if department else None
    made = held.do(
        duties.add,
        text=text,
        due_on=due,
        source=source,
        project=of_project,
        lead_department=led_by,
        owed_by=owed_by,
        basis=basis,
        given_on=given,
    )
    return said({"id": ids.show(made)}, _("已登记督办事项 {id}").format(id=ids.show(made)))


@duty.verb(
    "done",
    DUTY,
    Option("--note", default="", help=N_("办结说明")),
    Option("--on", "on", type=DAY, help=N_("办结日期，不写就是今天")),
    help=N_("督办事项已办结"),
)
def done(session: Session, *, duty: str, note: str, on: date | None) -> Answer:
    """Say that a duty is done."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.done, duty=id, note=note, on=on)
    day = (on or now.today()).isoformat()
    return said({"id": ids.show(id), "done": day}, _("已办结"))


@duty.verb("reopen", DUTY, help=N_("督办事项还没有办完"))
def reopen(session: Session, *, duty: str) -> Answer:
    """Say that a duty is not done after all."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.reopen, duty=id)
    return said({"id": ids.show(id), "done": None}, _("已重开"))


def _row(row: "DutyRow", calendar: "Calendar") -> Row:
    from envoy_desktop.domain import duties

    reading = duties.read_duty(
        duties.DutyFacts(
            row.source,
            date.fromisoformat(row.given_on),
            date.fromisoformat(row.due_on),
            date.fromisoformat(row.done_on) if row.done_on else None,
        ),
        calendar,
        now.today(),
    )
    return {
        "id": ids.show(row.id),
        "text": row.text,
        "source": row.source,
        "project": ids.show(row.project),
        "project_name": row.project_name or None,
        "department": row.department_name or None,
        "owed_by": row.owed_by,
        "basis": row.basis,
        "given": row.given_on,
        "due": row.due_on,
        "done": row.done_on,
        "note": row.done_note,
        "state": reading.state,
        "days": reading.days,
    }
