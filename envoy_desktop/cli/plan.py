"""`envoy plan`: generating a project's procedures, and the plan with slack and critical path."""

from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row
from envoy_desktop.cli.grammar import Group
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.outlook import Outlook, OutlookStep
    from envoy_desktop.casework.plans import Planned
    from envoy_desktop.store.connection import Reader

plan = Group("plan", N_("项目的办件清单与关键路径"))


@plan.verb(
    "generate",
    PROJECT,
    help=N_(
        "按项目情况从事项目录生成办件清单，说明为什么适用。\n没有填写的情况按“否”处理，并列出来。"
    ),
)
def generate(session: Session, *, project: str) -> Answer:
    """Generate (or bring up to date) the plan of a project."""
    from envoy_desktop.casework import plans
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
        before = plans.compare(reader, id)
    planned = held.do(plans.generate, project=id)
    with held.read() as reader:
        departments = _departments(reader)
        assumed = list(plans.assumed(reader, id))
    data = {
        "project": ids.show(id),
        "procedures": [_planned(one, departments) for one in planned],
        "assumed": assumed,
        "added": len(before.added),
        "dropped": len(before.dropped),
        "kept": [one.item.code for one in before.kept],
    }

    def text() -> list[str]:
        lines = [
            _("共 {n} 个办件，新增 {added}，去掉 {dropped}").format(
                n=len(planned), added=len(before.added), dropped=len(before.dropped)
            )
        ]
        heads = (_("编号"), _("代码"), _("事项"), _("为什么"))
        rows = [
            (ids.show(one.id) or "", one.item.code, one.item.name, names.because(one.because))
            for one in planned
        ]
        return [*lines, names.assumed(assumed), *tables.table(heads, rows)]

    return Answer(data, lambda: filter(None, text()))


@plan.verb("show", PROJECT, help=N_("办件清单：起止、机动时间、关键路径、前置事项"))
def show(session: Session, *, project: str) -> Answer:
    """The plan on working days."""
    from envoy_desktop.casework import outlook, plans
    from envoy_desktop.words import names

    with session.read() as reader:
        id = ids.project(reader, project)
        planned = {one.item.code: one for one in plans.plan(reader, id)}
        ahead = outlook.outlook(reader, id, now.today(), with_forecast=False)
        departments = _departments(reader)
    before: dict[str, list[str]] = {}
    for first, then in ahead.edges:
        before.setdefault(then, []).append(first)
    missing = [_planned(one, departments) for one in planned.values() if not one.id]
    data = {
        "project": ids.show(id),
        "as_of": now.today().isoformat(),
        "target": ahead.target_on.isoformat() if ahead.target_on else None,
        "generated": ahead.generated,
        "finish": ahead.finish.isoformat() if ahead.generated else None,
        "provisional": ahead.provisional,
        "margin": ahead.margin,
        "critical": [step.code for step in ahead.critical],
        "procedures": [
            _step(step, planned.get(step.code), before.get(step.code, []), _days(step, ahead))
            for step in ahead.steps
        ],
        "not_generated": missing,
    }

    def text() -> Any:
        heads = (
            _("编号"), _("代码"), _("事项"), _("部门"), _("开始"), _("完成"), _("机动"), _("关键"),
            _("前置"),
        )  # fmt: skip
        if ahead.generated:
            yield _("按计划 {day} 达成目标").format(day=names.full_day(ahead.finish))
        else:
            yield names.no_plan()
            yield _("先运行 envoy plan generate，再看日期")
        if ahead.provisional:
            yield _("{year} 年节假日安排尚未公布，该年的日期待定").format(year=ahead.unpublished)
        if missing:
            yield _("还有 {n} 个适用的办件没有生成").format(n=len(missing))
        yield from tables.table(
            heads,
            (
                (
                    ids.show(step.procedure) or "",
                    step.code,
                    step.name,
                    step.department_name,
                    *(on or "" for on in _days(step, ahead)),
                    "" if step.slack is None else str(step.slack),
                    "★" if step.critical else "",
                    " ".join(before.get(step.code, [])),
                )
                for step in ahead.steps
            ),
        )

    return Answer(data, text)


def _departments(reader: "Reader") -> dict[str, str]:
    from envoy_desktop.store.queries import reference

    return {d.code: d.short_name or d.name for d in reference.departments(reader).values()}


def _planned(one: "Planned", departments: dict[str, str]) -> Row:
    from envoy_desktop.words import names

    return {
        "id": ids.show(one.id or None),
        "code": one.item.code,
        "name": one.item.name,
        "because": names.because(one.because),
        "stage": one.item.stage,
        "department": departments.get(one.item.lead_department, one.item.lead_department),
        "prerequisites": list(one.prerequisites),
        "assumed": list(one.assumed),
        "statutory_limit": one.item.statutory_limit,
        "promised_limit": one.item.promised_limit,
        "unit": one.item.limit_unit,
    }


def _days(step: "OutlookStep", ahead: "Outlook") -> tuple[str | None, str | None]:
    """Start and finish of a step; only those that are facts where no plan was generated."""
    if ahead.generated or step.state == "done":
        return step.start.isoformat(), step.finish.isoformat()
    return (step.start.isoformat() if step.state == "running" else None), None


def _step(
    step: "OutlookStep",
    planned: "Planned | None",
    before: list[str],
    days: tuple[str | None, str | None],
) -> Row:
    from envoy_desktop.words import names

    return {
        "id": ids.show(step.procedure),
        "code": step.code,
        "name": step.name,
        "because": names.because(planned.because) if planned else None,
        "stage": step.stage,
        "department": step.department_name,
        "state": step.state,
        "start": days[0],
        "finish": days[1],
        "slack": step.slack,
        "free_slack": step.free_slack,
        "critical": step.critical,
        "gone": step.gone,
        "prerequisites": before,
    }


from envoy_desktop.cli import plan_ahead  # noqa: E402, F401  (adds its verbs)
