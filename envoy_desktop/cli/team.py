"""`envoy team`: the working group of a project."""

from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import Codes
from envoy_desktop.words import N_, _

team = Group("team", N_("项目的工作专班"))

PROJECT = Argument("project", N_("项目"), help=N_("编号、编号末尾至少四位，或项目全名"))
ROLE = Codes(N_("角色"), lambda: ("leader", "member", "liaison"), "unknown-role")


@team.verb(
    "add",
    PROJECT,
    Argument("name", N_("姓名"), help=N_("成员的姓名")),
    Option("--role", type=ROLE, default="member", help=N_("角色")),
    Option("--unit", "of_unit", default="", help=N_("单位")),
    Option("--phone", default="", help=N_("电话")),
    help=N_("增加一名专班成员"),
)
def add(
    session: Session, *, project: str, name: str, role: str, of_unit: str, phone: str
) -> Answer:
    """Name someone of the working group."""
    from envoy_desktop.casework import teams

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    made = held.do(teams.add_member, project=id, name=name, role=role, of_unit=of_unit, phone=phone)
    return said({"id": ids.show(made)}, _("已增加 {name}").format(name=name.strip()))


@team.verb("remove", Argument("member", N_("成员"), help=N_("编号")), help=N_("成员离开专班"))
def remove(session: Session, *, member: str) -> Answer:
    """Someone has left the working group."""
    from envoy_desktop.casework import teams

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "team_member", member)
    held.do(teams.remove_member, member=id)
    return said({"id": ids.show(id)}, _("已移除"))


@team.verb("list", PROJECT, help=N_("包联领导、专班成员、特派服务员"))
def list_(session: Session, *, project: str) -> Answer:
    """Who carries a project."""
    from envoy_desktop import now
    from envoy_desktop.store.queries import projects, teams
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        id = ids.project(reader, project)
        row = projects.project(reader, id, now.today())
        assert row is not None
        members = teams.members(reader, id)
        handed = teams.handovers(reader, id)
    data = {
        "project": ids.show(id),
        "leader": row.lead_leader,
        "group": row.working_group,
        "envoy": row.envoy,
        "members": [
            {"id": ids.show(m.id), "name": m.name, "role": m.role, "unit": m.unit,
             "phone": m.phone}
            for m in members
        ],
        "handovers": [{"from": h.from_envoy, "to": h.to_envoy, "on": h.on} for h in handed],
    }  # fmt: skip

    def text() -> Any:
        yield from tables.facts(
            [
                (_("包联领导"), row.lead_leader),
                (_("工作专班"), row.working_group),
                (_("特派服务员"), row.envoy),
            ]
        )
        yield from tables.table(
            (_("编号"), _("角色"), _("姓名"), _("单位"), _("电话")),
            ((ids.show(m.id) or "", names.role(m.role), m.name, m.unit, m.phone) for m in members),
        )

    return Answer(data, text)
