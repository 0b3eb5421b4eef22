"""`envoy plan what-if|win|baseline|picture`: supposing, winning days, then and now, on paper."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.plan import plan
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.baselines import Compared


@plan.verb(
    "what-if",
    PROJECT,
    Option("--procedure", required=True, help=N_("哪个办件：事项代码或编号")),
    Option("--decided", type=DAY, required=True, help=N_("假定哪一天办结")),
    help=N_("假定一个办件在某天办结，目标和其他办件会怎么动；只推演，不写入"),
)
def what_if(session: Session, *, project: str, procedure: str, decided: date) -> Answer:
    """Suppose a day for one procedure."""
    from envoy_desktop.casework import outlook, suppose
    from envoy_desktop.words import days, names

    with session.read() as reader:
        id = ids.project(reader, project)
        held = outlook.ground(reader, id, now.today())
        code = procedure.strip()
        if code not in held.made.steps:
            of = ids.procedure(reader, procedure)
            code = next((c for c, row in held.standing.items() if row.procedure == of), code)
        found = suppose.what_if(reader, id, code, decided, now.today(), held=held)
    data = {
        "project": ids.show(id),
        "code": found.code,
        "decided": found.decided.isoformat(),
        "planned": found.planned.isoformat(),
        "target": found.target,
        "before": found.before.isoformat(),
        "after": found.after.isoformat(),
        "days": found.days,
        "margin": found.margin,
        "critical": list(found.critical),
        "moved": [
            {
                "code": step.code,
                "name": step.name,
                "before": step.before.isoformat(),
                "after": step.after.isoformat(),
                "days": step.days,
            }
            for step in found.moved
        ],
    }

    def text() -> Any:
        yield days.supposed(found.name, found.decided, found.target, found.after, found.days)
        yield from tables.table(
            (_("代码"), _("事项"), _("原计划"), _("推演"), _("工作日")),
            (
                (s.code, s.name, s.before.isoformat(), s.after.isoformat(), f"{s.days:+d}")
                for s in found.moved
            ),
        )
        if found.margin is not None:
            yield _("到目标日期余 {days}").format(days=names.days(found.margin))

    return Answer(data, text)


@plan.verb("win", PROJECT, help=N_("关键路径上谁能争取几天"))
def win(session: Session, *, project: str) -> Answer:
    """Who can win how many working days."""
    from envoy_desktop.casework import outlook
    from envoy_desktop.words import names

    with session.read() as reader:
        id = ids.project(reader, project)
        ahead = outlook.outlook(reader, id, now.today(), with_forecast=False)
    departments = {step.code: step.department_name for step in ahead.steps}
    data = {
        "project": ids.show(id),
        "finish": ahead.finish.isoformat(),
        "wins": [
            {
                "code": one.code,
                "name": one.name,
                "department": departments.get(one.code),
                "at": one.at,
                "length": one.length,
                "days": one.days,
            }
            for one in ahead.wins
        ],
    }
    at = {"promised": _("守住承诺时限"), "two_thirds": _("压缩三分之一")}

    def text() -> Any:
        if not ahead.wins:
            yield _("关键路径上没有可以争取的天数")
            return
        yield from tables.table(
            (_("代码"), _("事项"), _("部门"), _("怎样"), _("办几日"), _("争取")),
            (
                (
                    one.code,
                    one.name,
                    departments.get(one.code, ""),
                    at.get(one.at, one.at),
                    names.days(one.length),
                    names.days(one.days),
                )
                for one in ahead.wins
            ),
        )

    return Answer(data, text)


@plan.verb(
    "baseline",
    PROJECT,
    Option("--set", "set_as", help=N_("把今天的计划存为基准，写一个名称")),
    help=N_("今天的计划与基准相比，每一步滑了几天；用 --set 设定基准"),
)
def baseline(session: Session, *, project: str, set_as: str | None) -> Answer:
    """Hold today's plan against the newest baseline, or keep it as one."""
    from envoy_desktop.casework import baselines, outlook
    from envoy_desktop.domain.refusal import Refusal

    with session.read() as reader:
        id = ids.project(reader, project)
    if set_as is not None:
        made = session.workspace().do(baselines.set_baseline, project=id, name=set_as)
        return said(
            {"id": ids.show(made), "project": ids.show(id), "on": now.today().isoformat()},
            _("已把今天的计划存为基准"),
        )
    with session.read() as reader:
        seen = outlook.outlook(reader, id, now.today(), with_forecast=False)
        found = baselines.compared(reader, id, seen)
    if found is None:
        raise Refusal("no-baseline", next="set-baseline")
    return Answer(_compared(found), lambda: _lines(found))


def _compared(found: "Compared") -> dict[str, Any]:
    return {
        "baseline": {"id": ids.show(found.baseline.id), "name": found.baseline.name,
                     "on": found.baseline.on},
        "finish_then": found.finish_then.isoformat() if found.finish_then else None,
        "finish_now": found.finish_now.isoformat(),
        "days": found.finish_days,
        "dropped": found.dropped,
        "steps": [
            {
                "id": ids.show(slip.procedure),
                "code": slip.code,
                "name": slip.name,
                "state": slip.state,
                "then": slip.then.isoformat() if slip.then else None,
                "now": slip.now.isoformat(),
                "days": slip.days,
            }
            for slip in found.slips
        ],
    }  # fmt: skip


def _lines(found: "Compared") -> Any:
    yield _("基准“{name}”（{day}）：目标 {then} → {now}，{days:+d} 个工作日").format(
        name=found.baseline.name,
        day=found.baseline.on,
        then=found.finish_then.isoformat() if found.finish_then else "—",
        now=found.finish_now.isoformat(),
        days=found.finish_days,
    )
    yield from tables.table(
        (_("代码"), _("事项"), _("部门"), _("基准"), _("现在"), _("工作日")),
        (
            (
                slip.code,
                slip.name,
                slip.department_name,
                slip.then.isoformat() if slip.then else _("新增"),
                slip.now.isoformat(),
                f"{slip.days:+d}" if slip.days else "",
            )
            for slip in found.slips
        ),
    )


@plan.verb(
    "picture",
    PROJECT,
    Argument("out", N_("文件"), type=FILE, help=N_("以 .pdf、.png 或 .svg 结尾")),
    help=N_("时间轴：PDF（横页，黑白可读）、PNG 或 SVG"),
)
def picture(session: Session, *, project: str, out: Path) -> Answer:
    """Write the timeline as a paper or a picture."""
    from envoy_desktop.documents import timeline_of
    from envoy_desktop.store.connection import replace_file

    with session.read() as reader:
        id = ids.project(reader, project)
        sheet = timeline_of.sheet(reader, id, now.today())
    data = timeline_of.written(sheet, out.suffix)
    replace_file(out, data)
    return said(
        {"project": ids.show(id), "path": str(out), "size": len(data), "rows": len(sheet.bars)},
        _("已写到 {path}").format(path=out),
    )
