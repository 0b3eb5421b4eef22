"""`envoy project`: taking one on, the list, one project with its outlook, changing and closing."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import ATTRIBUTE, DAY, FILE, WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.outlook import Outlook
    from envoy_desktop.casework.plans import Difference
    from envoy_desktop.store.queries.projects import ProjectRow

project = Group("project", N_("项目"))

PROJECT = Argument("project", N_("项目"), help=N_("编号、编号末尾至少四位，或项目全名"))


def _fields(*, fresh: bool) -> list[Option]:
    """The options for what is known of a project; a name is needed for a fresh one."""
    until = N_("代办委托有效期至（以后用 mandate 登记、续签）")
    own = [Option("--mandate-until", "mandate_until", type=DAY, help=until)] if fresh else []
    return [
        *own,
        Option("--name", required=fresh, help=N_("项目名称")),
        Option("--investor", required=fresh, help=N_("投资方")),
        Option("--contact", "investor_contact", help=N_("投资方联系人")),
        Option("--place", help=N_("地点")),
        Option("--summary", help=N_("一段话的项目概况")),
        Option("--leader", "lead_leader", help=N_("包联领导")),
        Option("--group", "working_group", help=N_("工作专班")),
        Option("--envoy", help=N_("特派服务员（不写就是你）")),
        Option("--target", "target_on", type=DAY, help=N_("目标动工日期")),
        Option("--attr", "attributes", type=ATTRIBUTE, greedy=True, help=N_("项目情况，可写多个")),
    ]


@project.verb("new", *_fields(fresh=True), help=N_("新建项目"))
def new(session: Session, *, attributes: list[tuple[str, str]], **fields: Any) -> Answer:
    """Take on a project; refuses a name that is taken and an unknown attribute."""
    from envoy_desktop.casework import projects

    made = session.workspace().do(projects.create, attributes=dict(attributes), **_texts(fields))
    return said(
        {"id": ids.show(made), "name": fields["name"].strip()},
        _("已新建项目 {name}，编号 {id}").format(name=fields["name"].strip(), id=ids.show(made)),
    )


@project.verb(
    "set",
    PROJECT,
    *_fields(fresh=False),
    help=N_(
        "修改项目，列出办件清单会有的变化；用 plan generate 照做。\n--attr 属性= 取回一项情况。"
    ),
)
def set_(
    session: Session, *, project: str, attributes: list[tuple[str, str]], **fields: Any
) -> Answer:
    """Change what is known of a project; shows what its plan would change."""
    from envoy_desktop.casework import plans, projects

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    held.do(projects.change, project=id, attributes=dict(attributes), **_texts(fields))
    with held.read() as reader:
        difference = plans.compare(reader, id)
    data = {"id": ids.show(id), "difference": _difference(difference)}

    def text() -> list[str]:
        lines = [_("已修改")]
        if not difference:
            return [*lines, _("办件清单没有变化")]
        for words, changes in (
            (_("会增加"), difference.added),
            (_("会去掉"), difference.dropped),
            (_("已不适用，但已有记录，保留"), difference.kept),
        ):
            lines += [f"{words}  {one.item.code} {one.item.name}" for one in changes]
        return lines

    return Answer(data, text)


@project.verb(
    "list",
    Option("--closed", is_flag=True, help=N_("也列出已结束的项目")),
    XLSX,
    help=N_("在办的项目"),
)
@exported("project")
def list_(session: Session, *, closed: bool) -> Answer:
    """The projects by name."""
    from envoy_desktop.store.queries import projects

    with session.read() as reader:
        rows = projects.all_projects(reader, now.today(), closed=closed)

    def text() -> Any:
        heads = (
            _("编号"), _("灯"), _("项目"), _("投资方"), _("办结"), _("红灯"), _("障碍"), _("动工"),
        )  # fmt: skip
        return map(
            tables.coloured,
            tables.table(
                heads,
                (
                    (
                        ids.show(row.id) or "",
                        tables.lamp(row.lamp),
                        row.name,
                        row.investor,
                        f"{sum(s.done for s in row.stages)}/{sum(s.total for s in row.stages)}",
                        str(sum(s.red for s in row.stages)),
                        str(row.open_obstacles),
                        row.target_on or "",
                    )
                    for row in rows
                ),
            ),
        )

    return Answer([_row(row) for row in rows], text)


@project.verb(
    "show",
    PROJECT,
    Option("--seed", type=WHOLE, default=1, help=N_("推演所用的随机数种子")),
    help=N_("一个项目：各阶段、关键路径、推演的动工日期"),
)
def show(session: Session, *, project: str, seed: int) -> Answer:
    """One project with stages, critical path and forecast."""
    from envoy_desktop.casework import outlook, plans
    from envoy_desktop.store.queries import projects, standing

    with session.read() as reader:
        id = ids.project(reader, project)
        row = projects.project(reader, id, now.today())
        assert row is not None
        ahead = outlook.outlook(reader, id, now.today(), seed=seed)
        attributes = standing.attribute_texts(reader, id)
        assumed = list(plans.assumed(reader, id))
    data = {
        **_row(row),
        "attributes": attributes,
        "assumed": assumed,
        "as_of": now.today().isoformat(),
        "generated": ahead.generated,
        "finish": ahead.finish.isoformat() if ahead.generated else None,
        "margin": ahead.margin,
        "critical_path": [_step(step) for step in ahead.critical],
        "forecast": _forecast(ahead),
    }
    return Answer(data, lambda: _page(row, ahead, attributes))


@project.verb(
    "forecast",
    PROJECT,
    Option("--seed", type=WHOLE, default=1, help=N_("推演所用的随机数种子")),
    help=N_("推演：五成、九成把握的日期，按期的可能，哪些办件最不确定"),
)
def forecast(session: Session, *, project: str, seed: int) -> Answer:
    """When a project reaches its target, and which steps make it uncertain."""
    from envoy_desktop.casework import outlook

    with session.read() as reader:
        id = ids.project(reader, project)
        ahead = outlook.outlook(reader, id, now.today(), seed=seed)
    data = {"as_of": now.today().isoformat(), "seed": seed, **_forecast(ahead)}

    def text() -> list[str]:
        lines = _ahead(ahead)
        heads = (_("代码"), _("事项"), _("部门"), _("占不确定的份额"))
        named = {step.code: step for step in ahead.steps}
        rows = [
            (code, named[code].name, named[code].department_name, f"{100 * share:.0f}%")
            for code, share in ahead.spread
        ]
        return [*lines, *(["", *tables.table(heads, rows)] if rows else [])]

    return Answer(data, text)


@project.verb(
    "close",
    PROJECT,
    Option("--reason", default="", help=N_("原因")),
    help=N_("结束项目：不再列入每日事项，记录都保留"),
)
def close(session: Session, *, project: str, reason: str) -> Answer:
    """Close a project."""
    from envoy_desktop.casework import projects

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    held.do(projects.close, project=id, reason=reason)
    return said({"id": ids.show(id), "closed": now.today().isoformat()}, _("项目已结束"))


@project.verb(
    "hand-over",
    PROJECT,
    Option("--to", "to", required=True, help=N_("接手的特派服务员")),
    Option("--note", default="", help=N_("要交代的话")),
    Option("--sheet", type=FILE, help=N_("把移交单写成这个 PDF")),
    help=N_("把项目移交给另一位特派服务员：办件、障碍、台账都随项目过去"),
)
def hand_over(session: Session, *, project: str, to: str, note: str, sheet: Path | None) -> Answer:
    """Hand a project over; the sheet is written before anything is recorded."""
    from envoy_desktop.casework import teams
    from envoy_desktop.cli.paper import write_pdf
    from envoy_desktop.documents.handover_sheet import handover_sheet

    held = session.workspace()
    with held.unit("teams.hand_over") as unit:
        id = ids.project(unit.reader, project)
        made = teams.hand_over(unit, project=id, to=to, note=note)
        if sheet is not None:
            write_pdf(handover_sheet(unit.reader, id, now.today()), sheet)
    return said(
        {
            "id": ids.show(id),
            "handover": ids.show(made),
            "envoy": to.strip(),
            "sheet": str(sheet) if sheet else None,
        },
        _("已移交给{name}").format(name=to.strip()),
    )


@project.verb("reopen", PROJECT, help=N_("重新启动已结束的项目"))
def reopen(session: Session, *, project: str) -> Answer:
    """Take a closed project up again."""
    from envoy_desktop.casework import projects

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    held.do(projects.reopen, project=id)
    return said({"id": ids.show(id), "closed": None}, _("项目已重新启动"))


def _texts(fields: dict[str, Any]) -> dict[str, str]:
    """The given fields as texts; those not given are left out."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in fields.items()
        if value is not None
    }


def _row(row: "ProjectRow") -> Row:
    return {
        "id": ids.show(row.id),
        "name": row.name,
        "investor": row.investor,
        "place": row.place,
        "summary": row.summary,
        "leader": row.lead_leader,
        "group": row.working_group,
        "envoy": row.envoy,
        "opened": row.opened_on,
        "target": row.target_on,
        "closed": row.closed_on,
        "lamp": row.lamp or None,
        "open_obstacles": row.open_obstacles,
        "touched": row.touched_on,
        "stages": [
            {
                "stage": s.stage,
                "total": s.total,
                "done": s.done,
                "running": s.running,
                "red": s.red,
                "yellow": s.yellow,
            }
            for s in row.stages
        ],
    }


def _step(step: Any) -> Row:
    return {
        "id": ids.show(step.procedure),
        "code": step.code,
        "name": step.name,
        "department": step.department_name,
        "start": step.start.isoformat(),
        "finish": step.finish.isoformat(),
        "slack": step.slack,
    }


def _forecast(ahead: "Outlook") -> Row:
    return {
        "generated": ahead.generated,
        "p50": ahead.p50.isoformat() if ahead.p50 else None,
        "p90": ahead.p90.isoformat() if ahead.p90 else None,
        "chance": round(ahead.chance, 4) if ahead.chance is not None else None,
        "target": ahead.target_on.isoformat() if ahead.target_on else None,
        "target_kind": ahead.target,
        "reached": ahead.reached_on.isoformat() if ahead.reached_on else None,
        "critical": [step.code for step in ahead.critical],
        "spread": [{"code": code, "share": round(share, 4)} for code, share in ahead.spread],
        "no_history": list(ahead.no_history),
    }


def _difference(difference: "Difference") -> Row:
    return {
        name: [
            {"id": ids.show(one.id or None), "code": one.item.code, "name": one.item.name}
            for one in changes
        ]
        for name, changes in (
            ("added", difference.added),
            ("dropped", difference.dropped),
            ("kept", difference.kept),
        )
    }


def _ahead(ahead: "Outlook") -> list[str]:
    """What the forecast says, in lines."""
    from envoy_desktop.words import names

    if not ahead.generated:
        return [names.no_plan(), _("先运行 envoy plan generate，再看日期")]
    if ahead.reached_on:
        return [_("目标已于 {day} 达成").format(day=names.full_day(ahead.reached_on))]
    if not ahead.p50 or not ahead.p90:
        return []
    lines = []
    if ahead.target == "all":
        lines.append(_("清单里没有通向动工的办件，以下按全部办结推演"))
    lines.append(
        _("按计划 {plan}；推演一半把握 {p50}，九成把握 {p90}").format(
            plan=ahead.finish.isoformat(),
            p50=ahead.p50.isoformat(),
            p90=ahead.p90.isoformat(),
        )
    )
    if ahead.provisional:
        lines.append(
            _("{year} 年节假日安排尚未公布，该年的日期待定").format(year=ahead.unpublished)
        )
    if ahead.chance is not None:
        lines.append(_("按期可能性 {share}%").format(share=round(100 * ahead.chance)))
    return lines


def _page(row: "ProjectRow", ahead: "Outlook", attributes: dict[str, str]) -> list[str]:
    from envoy_desktop.words import names

    lines = [f"{row.name}  {tables.coloured(tables.lamp(row.lamp))}".rstrip()]
    lines += tables.facts(
        [
            (_("编号"), ids.show(row.id) or ""),
            (_("投资方"), row.investor),
            (_("地点"), row.place),
            (_("包联领导"), row.lead_leader),
            (_("工作专班"), row.working_group),
            (_("特派服务员"), row.envoy),
            (_("目标动工"), row.target_on or ""),
            (_("结束"), row.closed_on or ""),
            (_("未解决障碍"), str(row.open_obstacles)),
        ]
    )
    if attributes:
        pairs = [(names.attribute(k), names.attribute_value(k, v)) for k, v in attributes.items()]
        lines += ["", *tables.facts(pairs)]
    heads = (_("阶段"), _("办件"), _("办结"), _("在办"), _("红灯"), _("黄灯"))
    lines += [
        "",
        *tables.table(
            heads,
            [
                (names.stage(s.stage), *map(str, (s.total, s.done, s.running, s.red, s.yellow)))
                for s in row.stages
            ],
        ),
    ]
    lines += ["", *_ahead(ahead)]
    path = [
        (s.code, s.name, s.department_name, s.start.isoformat(), s.finish.isoformat())
        for s in ahead.critical
    ]
    titles = (_("关键路径"), _("事项"), _("部门"), _("开始"), _("完成"))
    return [*lines, "", *tables.table(titles, path)]


from envoy_desktop.cli import project_sheet  # noqa: E402, F401  (adds its verbs)
