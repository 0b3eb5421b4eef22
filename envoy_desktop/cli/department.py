"""`envoy department`: departments that are renamed, merged or split."""

from datetime import date

from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY
from envoy_desktop.words import N_, _

department = Group("department", N_("部门更名、合并、拆分"))

DEPARTMENT = Argument("department", N_("部门"), help=N_("代码、名称、简称或编号"))
ON = Option("--on", "on", type=DAY, help=N_("从哪一天起，不写就是今天"))


@department.verb(
    "rename",
    DEPARTMENT,
    Argument("name", N_("新名称"), help=N_("全称")),
    Option("--short", default="", help=N_("简称")),
    ON,
    help=N_("部门更名：以前的办件仍是它的"),
)
def rename(session: Session, *, department: str, name: str, short: str, on: date | None) -> Answer:
    """Rename a department."""
    from envoy_desktop.casework import departments

    held = session.workspace()
    with held.read() as reader:
        id = ids.department(reader, department)
    held.do(departments.rename, department=id, name=name, short_name=short, on=on)
    return said({"id": ids.show(id), "name": name.strip()}, _("部门已更名"))


@department.verb(
    "merge",
    Argument("departments", N_("部门"), nargs=-1, required=True, help=N_("并入别处的部门")),
    Option("--into", required=True, help=N_("并入哪个部门")),
    ON,
    help=N_("部门合并：办件历史随之转入"),
)
def merge(session: Session, *, departments: tuple[str, ...], into: str, on: date | None) -> Answer:
    """Merge departments into one."""
    from envoy_desktop.casework import departments as acts

    held = session.workspace()
    with held.read() as reader:
        merged = [ids.department(reader, one) for one in departments]
        target = ids.department(reader, into)
    held.do(acts.merge, departments=merged, into=target, on=on)
    return said(
        {"merged": [ids.show(one) for one in merged], "into": ids.show(target)}, _("部门已合并")
    )


@department.verb(
    "split",
    DEPARTMENT,
    Option("--into", required=True, greedy=True, help=N_("拆成哪些部门")),
    ON,
    help=N_("部门拆分：事项归谁牵头，历史就归谁"),
)
def split(session: Session, *, department: str, into: tuple[str, ...], on: date | None) -> Answer:
    """Split a department."""
    from envoy_desktop.casework import departments

    held = session.workspace()
    with held.read() as reader:
        id = ids.department(reader, department)
        targets = [ids.department(reader, one) for one in into]
    held.do(departments.split, department=id, into=targets, on=on)
    return said(
        {"split": ids.show(id), "into": [ids.show(one) for one in targets]}, _("部门已拆分")
    )
