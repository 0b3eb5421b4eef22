"""`envoy contract`: contracts of intermediaries and how late they are."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.procedure import PROCEDURE
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, MONEY, WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.contracts import ContractReading

contract = Group("contract", N_("中介机构的合同"))

CONTRACT = Argument("contract", N_("合同"), help=N_("编号，或编号末尾至少四位"))


@contract.verb(
    "add",
    PROCEDURE,
    Argument("firm", N_("机构"), help=N_("中介机构名称")),
    Option("--class", "department", help=N_("类别（zj_ 代码或名称），不写按事项")),
    Option("--limit", "limit_days", type=WHOLE, help=N_("合同期限，工作日")),
    Option("--price", type=MONEY, help=N_("合同价")),
    Option("--signed", type=DAY, help=N_("签订日期，不写就是今天")),
    Option("--due", type=DAY, help=N_("应交付日期，不写按期限推算")),
    Option("--work", default="", help=N_("工作内容")),
    Option("--note", default="", help=N_("备注")),
    help=N_("登记一份合同；中介牵头的事项自签订之日起计入中介"),
)
def add(
    session: Session,
    *,
    procedure: str,
    firm: str,
    department: str | None,
    limit_days: int | None,
    price: Decimal | None,
    signed: date | None,
    due: date | None,
    work: str,
    note: str,
) -> Answer:
    """Record a contract."""
    from envoy_desktop.casework import contracts

    held = session.workspace()
    with held.read() as reader:
        of = ids.procedure(reader, procedure)
        kind = ids.department(reader, department) if department else None
    made = held.do(
        contracts.add,
        procedure=of,
        firm=firm,
        department=kind,
        limit_days=limit_days,
        price=price,
        signed_on=signed,
        due_on=due,
        work=work,
        note=note,
    )
    return said({"id": ids.show(made)}, _("已登记合同 {id}").format(id=ids.show(made)))


@contract.verb(
    "deliver",
    CONTRACT,
    Option("--on", "on", type=DAY, help=N_("交付日期，不写就是今天")),
    Option("--charge", is_flag=True, help=N_("同时按合同价记收费")),
    help=N_("成果已交付"),
)
def deliver(session: Session, *, contract: str, on: date | None, charge: bool) -> Answer:
    """What was owed is delivered."""
    from envoy_desktop.casework import contracts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "contract", contract)
    held.do(contracts.deliver, contract=id, on=on, charge=charge)
    return said({"id": ids.show(id)}, _("已记录交付"))


@contract.verb("remove", CONTRACT, help=N_("移除记错的合同"))
def remove(session: Session, *, contract: str) -> Answer:
    """Remove a contract recorded by mistake."""
    from envoy_desktop.casework import contracts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "contract", contract)
    held.do(contracts.remove, contract=id)
    return said({"id": ids.show(id)}, _("已移除"))


@contract.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--class", "department", help=N_("只列这一类中介的")),
    Option("--open", "open_", is_flag=True, help=N_("只列没有交付的")),
    help=N_("中介合同，没有交付的在前"),
)
def list_(session: Session, *, project: str | None, department: str | None, open_: bool) -> Answer:
    """Contracts with days used and late."""
    from envoy_desktop.casework import contracts
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        found = contracts.readings(
            reader,
            now.today(),
            project=ids.project(reader, project) if project else None,
            department=ids.department(reader, department) if department else None,
            open=open_,
        )

    def text() -> Any:
        heads = (
            _("编号"),
            _("灯"),
            _("机构"),
            _("事项"),
            _("合同价"),
            _("应交付"),
            _("交付"),
            _("晚几日"),
        )
        lines = tables.table(
            heads,
            (
                (
                    ids.show(one.row.id) or "",
                    tables.lamp(one.lamp),
                    one.row.firm,
                    one.row.procedure_name,
                    names.money(one.row.price) if one.row.price is not None else "",
                    one.row.due_on or "",
                    one.row.delivered_on or "",
                    str(one.late) if one.late else "",
                )
                for one in found
            ),
        )
        return map(tables.coloured, lines)

    return Answer([_document(one) for one in found], text)


def _document(one: "ContractReading") -> Row:
    row = one.row
    return {
        "id": ids.show(row.id),
        "project": ids.show(row.project),
        "project_name": row.project_name,
        "procedure": ids.show(row.procedure),
        "code": row.procedure_code,
        "name": row.procedure_name,
        "firm": row.firm,
        "class": row.department_name or None,
        "work": row.work,
        "limit": row.limit_days,
        "price": f"{row.price:f}" if row.price is not None else None,
        "signed": row.signed_on,
        "due": row.due_on,
        "delivered": row.delivered_on,
        "used": one.used,
        "late": one.late,
        "left": one.left,
        "lamp": one.lamp or None,
    }
