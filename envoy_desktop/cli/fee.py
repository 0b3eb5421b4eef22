"""`envoy fee`: what was charged and paid, held against the published lower bound."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.procedure import PROCEDURE
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE, MONEY
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.settlement import FeeLine, Settlement

fee = Group("fee", N_("一费结：收费与缴费"))

FEE = Argument("fee", N_("收费"), help=N_("编号，或编号末尾至少四位"))


@fee.verb(
    "charge",
    PROCEDURE,
    Argument("amount", N_("金额"), type=MONEY, help=N_("元，或写作 3万、12.6亿")),
    Option("--on", "on", type=DAY, help=N_("收取日期，不写就是今天")),
    Option("--name", default="", help=N_("票据上的收费名称")),
    Option("--basis", default="", help=N_("票据所列依据")),
    Option("--commissioned", is_flag=True, help=N_("审批机关委托的评估评审")),
    Option("--paid", is_flag=True, help=N_("当日已缴")),
    Option("--note", default="", help=N_("备注")),
    help=N_("记录一笔收费；高于下限或没有依据的照记并提示"),
)
def charge(
    session: Session,
    *,
    procedure: str,
    amount: Decimal,
    on: date | None,
    name: str,
    basis: str,
    commissioned: bool,
    paid: bool,
    note: str,
) -> Answer:
    """Record a charge; what is wrong with it is told."""
    from envoy_desktop.casework import fees, settlement
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
    made = held.do(
        fees.charge,
        procedure=id,
        charged=amount,
        on=on,
        name=name,
        basis=basis,
        commissioned=commissioned,
        paid=amount if paid else None,
        note=note,
    )
    with held.read() as reader:
        line = settlement.of_procedure(reader, id)
    warnings = tuple(names.fee_flag(flag) for flag in line.flags)
    data = {"id": ids.show(made), "line": _line(line)}
    return Answer(data, lambda: [_("已记录收费 {id}").format(id=ids.show(made))], warnings)


@fee.verb(
    "pay",
    FEE,
    Option("--amount", type=MONEY, help=N_("缴纳的金额，不写就是全部")),
    Option("--on", "on", type=DAY, help=N_("缴费日期，不写就是今天")),
    help=N_("记录缴费"),
)
def pay(session: Session, *, fee: str, amount: Decimal | None, on: date | None) -> Answer:
    """Record that a charge was paid."""
    from envoy_desktop.casework import fees

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "fee", fee)
    held.do(fees.pay, fee=id, paid=amount, on=on)
    return said({"id": ids.show(id)}, _("已记录缴费"))


@fee.verb("remove", FEE, help=N_("移除记错的收费"))
def remove(session: Session, *, fee: str) -> Answer:
    """Remove a charge recorded by mistake."""
    from envoy_desktop.casework import fees

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "fee", fee)
    held.do(fees.remove, fee=id)
    return said({"id": ids.show(id)}, _("已移除"))


@fee.verb(
    "list",
    PROJECT,
    Option("--flagged", is_flag=True, help=N_("只列有问题的")),
    help=N_("一费结：依据、下限、收取、差额、已缴"),
)
def list_(session: Session, *, project: str, flagged: bool) -> Answer:
    """The settlement of a project."""
    from envoy_desktop.casework import settlement

    with session.workspace().read() as reader:
        found = settlement.settlement(reader, ids.project(reader, project))
    lines = [line for line in found.lines if line.flags or not flagged]
    return Answer(_document(found, lines), lambda: _page(found, lines))


@fee.verb(
    "sheet",
    PROJECT,
    Argument("out", N_("文件"), type=FILE, help=N_("结清单，.pdf 或 .xlsx")),
    help=N_("写一份一费结结清单（PDF 或 XLSX）"),
)
def sheet(session: Session, *, project: str, out: Path) -> Answer:
    """Write the settlement sheet."""
    from envoy_desktop.documents import settlement_sheet

    with session.workspace().read() as reader:
        told = settlement_sheet.read(reader, ids.project(reader, project), now.today())
    settlement_sheet.write(told, out)
    return said({"file": str(out)}, _("已写出 {file}").format(file=out))


def _line(line: "FeeLine") -> Row:
    return {
        "procedure": ids.show(line.procedure),
        "code": line.code,
        "name": line.name,
        "department": line.department_name,
        "basis": line.basis or None,
        "lower": _text(line.lower),
        "upper": _text(line.upper),
        "price": _text(line.price),
        "charged": _text(line.charged),
        "difference": _text(line.difference),
        "paid": _text(line.paid),
        "flags": list(line.flags),
        "violation": line.is_violation,
        "charges": [
            {
                "id": ids.show(one.id),
                "name": one.name,
                "basis": one.basis or None,
                "charged": _text(one.charged),
                "on": one.charged_on,
                "paid": _text(one.paid),
                "paid_on": one.paid_on,
                "commissioned": one.commissioned,
            }
            for one in line.charges
        ],
    }


def _document(found: "Settlement", lines: "list[FeeLine]") -> Row:
    return {
        "lines": [_line(line) for line in lines],
        "lower": _text(found.lower),
        "charged": _text(found.charged),
        "paid": _text(found.paid),
        "above": _text(found.above),
        "flagged": found.flagged,
        "open": found.open,
    }


def _page(found: "Settlement", lines: "list[FeeLine]") -> Any:
    from envoy_desktop.words import names

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else names.money(amount)

    heads = (_("代码"), _("事项"), _("下限"), _("收取"), _("差额"), _("已缴"), _("问题"))
    yield from tables.table(
        heads,
        (
            (
                line.code,
                line.name,
                money(line.lower if line.price is None else line.price),
                money(line.charged),
                money(line.difference),
                money(line.paid),
                "；".join(names.fee_flag(flag) for flag in line.flags),
            )
            for line in lines
        ),
    )
    yield _("收取 {charged}，已缴 {paid}，高于应收 {above}").format(
        charged=names.money(found.charged),
        paid=names.money(found.paid),
        above=names.money(found.above),
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
