"""`envoy procedure`: the list, one procedure's clocks, recording what happened."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.cli import case, ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import COUNT, DAY, EVENT, FILE, LAMP, PARTY, STATE, WHOLE, Codes
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.domain.clock_values import EventKind, Party
    from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted

procedure = Group("procedure", N_("办件：查看时限、记录事件"))

PROCEDURE = Argument("procedure", N_("办件"), help=N_("编号、编号末尾至少四位，或 项目/事项代码"))
SORT = Codes(
    N_("次序"),
    lambda: ("project", "red_on", "deadline", "name", "project_name", "department_name", "state"),
)


@procedure.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--department", help=N_("只列这个部门牵头的（代码、名称或简称）")),
    Option("--lamp", type=LAMP, help=N_("只列这种灯的")),
    Option("--state", type=STATE, help=N_("只列这种状态的")),
    Option("--open/--closed", "open_", default=None, help=N_("只列在办的，或未开始与已结束的")),
    Option("--text", default="", help=N_("名称里有这些字的")),
    Option("--sort", type=SORT, default="project", help=N_("按什么排列")),
    Option("--limit", type=COUNT, help=N_("最多列几行")),
    XLSX,
    help=N_("办件清单"),
)
@exported("procedure")
def list_(
    session: Session,
    *,
    project: str | None,
    department: str | None,
    lamp: str | None,
    state: str | None,
    open_: bool | None,
    text: str,
    sort: str,
    limit: int | None,
) -> Answer:
    """The procedures that pass the filters, row by row: there may be a million."""
    from envoy_desktop.store.queries.procedures import Wanted

    with session.workspace().read() as reader:
        wanted = Wanted(
            now.today(),
            project=ids.project(reader, project) if project else None,
            department=ids.department(reader, department) if department else None,
            lamp=lamp or "",
            state=state or "",
            open=open_,
            text=text,
        )
    return Answer(
        (_row(row) for row in _rows(session, wanted, sort, limit)),
        lambda: _lines(_rows(session, wanted, sort, limit)),
    )


def _rows(
    session: Session, wanted: "Wanted", sort: str, limit: int | None
) -> "Iterator[ProcedureRow]":
    from envoy_desktop.store.queries import procedures

    with session.read() as reader:
        yield from procedures.each(reader, wanted, sort, limit=limit)


def _row(row: "ProcedureRow") -> Row:
    return {
        "id": ids.show(row.procedure),
        "project": ids.show(row.project),
        "project_name": row.project_name,
        "code": row.code,
        "name": row.name,
        "department": row.department_name,
        "stage": row.stage,
        "state": row.state,
        "open": bool(row.open),
        "lamp": row.lamp(now.today()) or None,
        "deadline": row.deadline,
        "clock": row.clock or None,
        "limit_kind": row.limit_kind or None,
        "limit": row.limit_days,
        "unit": row.unit or None,
        "provisional": bool(row.provisional),
        "holder": row.holder or None,
        "filed": row.filed_on,
        "accepted": row.accepted_on,
        "ended": row.ended_on,
    }


def _lines(rows: "Iterator[ProcedureRow]") -> Iterator[str]:
    from envoy_desktop.words import names

    heads = (
        _("编号"), _("灯"), _("截止"), _("状态"), _("代码"), _("事项"), _("部门"), _("项目"),
    )  # fmt: skip
    cells = (
        (
            ids.show(row.procedure) or "",
            tables.lamp(row.lamp(now.today())),
            row.deadline or "",
            names.state(row.state),
            row.code,
            row.name,
            row.department_name,
            row.project_name,
        )
        for row in rows
    )
    return map(tables.coloured, tables.table(heads, cells))


@procedure.verb(
    "show",
    PROCEDURE,
    Option("--why", is_flag=True, help=N_("逐日说明为什么是这一天")),
    help=N_("一个办件：事件、各项时限、各方用去的天数"),
)
def show(session: Session, *, procedure: str, why: bool) -> Answer:
    """One procedure with every clock."""
    with session.workspace().read() as reader:
        found = case.read(reader, ids.procedure(reader, procedure), why=why)
    return Answer(case.document(found), lambda: map(tables.coloured, case.page(found)))


@procedure.verb(
    "record",
    PROCEDURE,
    Argument("event", N_("事件"), type=EVENT, help=N_("发生了什么，如 filed 申报、accepted 受理")),
    Option("--on", "on", type=DAY, help=N_("发生的日期，不写就是今天")),
    Option("--items", help=N_("补正要求的（或补交的）材料，用分号隔开")),
    Option("--party", type=PARTY, help=N_("缺的材料由谁出")),
    Option("--announced", type=WHOLE, help=N_("特别程序书面告知的工作日数")),
    Option("--days", type=WHOLE, help=N_("延期的长度")),
    Option("--note", default="", help=N_("备注")),
    Option("--receipt", is_flag=True, help=N_("有盖章并注明日期的书面凭证")),
    Option("--system-on", "system_on", type=DAY, help=N_("市里系统显示的日期")),
    Option("--before", type=EVENT, help=N_("排在当天的这个事件之前")),
    Option("--attach", type=FILE, greedy=True, help=N_("作为证据附上的文件")),
    help=N_("记录一个事件；先后不可能的拒绝，不寻常的照记并提示"),
)
def record(
    session: Session,
    *,
    procedure: str,
    event: "EventKind",
    on: date | None,
    items: str | None,
    party: "Party | None",
    announced: int | None,
    days: int | None,
    note: str,
    receipt: bool,
    system_on: date | None,
    before: "EventKind | None",
    attach: tuple[Path, ...],
) -> Answer:
    """Record an event; what is unusual about it is told and recorded all the same."""
    from envoy_desktop.casework import events, mandates
    from envoy_desktop.store import attachments

    held = session.workspace()
    with held.unit("events.record") as unit:
        id = ids.procedure(unit.reader, procedure)
        recorded = events.record(
            unit,
            procedure=id,
            kind=event,
            on=on,
            items=case.items_of(items),
            party=party,
            announced=announced,
            days=days,
            note=note,
            has_receipt=receipt,
            system_on=system_on,
            before=before,
        )
        for path in attach:
            attachments.attach_file(unit, "event", recorded.id, path)
        found = case.after(unit.reader, id, recorded.reading)
        outside = mandates.warning(unit.reader, id, event.value, on or now.today())
    return case.recorded(recorded, found, outside)


@procedure.verb(
    "set",
    PROCEDURE,
    Option("--plan-limit", "plan_limit", required=True, help=N_("与部门商定的时限；none 取消")),
    help=N_("设定办件的计划时限（单位同该事项的时限）"),
)
def set_(session: Session, *, procedure: str, plan_limit: str) -> Answer:
    """Set or take back the limit the envoy agreed with the department."""
    from envoy_desktop.casework import plans

    days = None if plan_limit == "none" else WHOLE.convert(plan_limit, None, None)
    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
    held.do(plans.set_plan_limit, procedure=id, days=days)
    with held.read() as reader:
        found = case.read(reader, id)
    return Answer(
        {**case.document(found), "plan_limit": days},
        lambda: map(tables.coloured, case.page(found)),
    )


@procedure.verb("again", PROCEDURE, help=N_("不予许可、不予受理或撤回后重新申报：另立一个办件"))
def again(session: Session, *, procedure: str) -> Answer:
    """A new procedure for the same item."""
    from envoy_desktop.casework import plans

    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
    made = held.do(plans.file_again, procedure=id)
    return said({"id": ids.show(made)}, _("已另立办件 {id}").format(id=ids.show(made)))
