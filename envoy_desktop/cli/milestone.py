"""`envoy milestone`: the plan's milestones; a slip is a fact with a reason."""

from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, Codes
from envoy_desktop.words import N_, _

milestone = Group("milestone", N_("项目计划的里程碑"))

MILESTONE = Argument("milestone", N_("里程碑"), help=N_("编号，或编号末尾至少四位"))
PROJECT = Argument("project", N_("项目"), help=N_("编号、编号末尾至少四位，或项目全名"))
CHARGED = Codes(
    N_("责任方"), lambda: ("department", "investor", "intermediary", "nobody"), "unknown-party"
)


@milestone.verb(
    "add",
    PROJECT,
    Argument("name", N_("名称"), help=N_("要达到什么")),
    Option("--due", type=DAY, required=True, help=N_("商定的日期")),
    help=N_("给项目的计划增加一个里程碑"),
)
def add(session: Session, *, project: str, name: str, due: date) -> Answer:
    """Agree on a milestone."""
    from envoy_desktop.casework import teams

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    made = held.do(teams.add_milestone, project=id, name=name, due_on=due)
    return said({"id": ids.show(made)}, _("已增加里程碑 {id}").format(id=ids.show(made)))


@milestone.verb(
    "slip",
    MILESTONE,
    Option("--to", "to", type=DAY, required=True, help=N_("推迟到哪一天")),
    Option("--reason", required=True, help=N_("原因")),
    Option("--party", type=CHARGED, default="department", help=N_("计入哪一方")),
    help=N_("里程碑推迟：原定日期、原因和责任方都留下"),
)
def slip(session: Session, *, milestone: str, to: date, reason: str, party: str) -> Answer:
    """Move a milestone to a later day."""
    from envoy_desktop.casework import teams

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "milestone", milestone)
    held.do(teams.slip, milestone=id, to=to, reason=reason, charged_party=party)
    return said(
        {"id": ids.show(id), "due": to.isoformat()},
        _("已推迟到 {day}").format(day=to.isoformat()),
    )


@milestone.verb(
    "reach",
    MILESTONE,
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("里程碑已实现"),
)
def reach(session: Session, *, milestone: str, on: date | None) -> Answer:
    """A milestone is reached."""
    from envoy_desktop.casework import teams

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "milestone", milestone)
    held.do(teams.reach, milestone=id, on=on)
    day = (on or now.today()).isoformat()
    return said({"id": ids.show(id), "reached": day}, _("里程碑已实现"))


@milestone.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    help=N_("里程碑：原定日期、现定日期、推迟的原因"),
)
def list_(session: Session, *, project: str | None) -> Answer:
    """The milestones by their first date."""
    from envoy_desktop.store.queries import teams
    from envoy_desktop.words import names

    today = now.today()
    with session.workspace().read() as reader:
        rows = teams.milestones(reader, ids.project(reader, project) if project else None)
    data = [
        {
            "id": ids.show(row.id),
            "project": ids.show(row.project),
            "name": row.name,
            "first_due": row.due_on,
            "due": row.due_now,
            "reached": row.reached_on,
            "state": row.state(today),
            "slips": [
                {"on": s.on, "to": s.to_on, "reason": s.reason, "party": s.charged_party}
                for s in row.slips
            ],
        }
        for row in rows
    ]

    def text() -> Any:
        heads = (_("编号"), _("状态"), _("原定"), _("现定"), _("实现"), _("名称"))
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id) or "",
                    names.milestone_state(row.state(today)),
                    row.due_on,
                    row.due_now,
                    row.reached_on or "",
                    row.name,
                )
                for row in rows
            ),
        )

    return Answer(data, text)
