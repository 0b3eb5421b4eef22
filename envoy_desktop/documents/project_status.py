"""A project's status on one page, and the same as text to paste into a chat."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.documents.blocks import Align, Column, Table
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import (
    GREY,
    LAMP_COLOURS,
    Figures,
    Pairs,
    Part,
    Piece,
    Sheet,
    Timeline,
    Words,
    compose,
)
from envoy_desktop.words import _

_SHAPES = {"green": "● ", "yellow": "◆ ", "red": "▲ "}


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure on the page, worded: lamp is its colour's name, the rest is text."""

    name: str
    department: str
    state: str
    lamp: str
    used: str
    deadline: str


@dataclass(frozen=True, slots=True)
class ProjectStatus:
    """What the page shows; every text is worded already, dates are dates."""

    name: str
    as_of: date
    facts: tuple[tuple[str, str], ...]
    done: int
    running: int
    overdue: int
    total: int
    forecast: str = ""
    procedures: tuple[ProcedureLine, ...] = ()
    obstacles: tuple[str, ...] = ()
    timeline: Timeline | None = None
    envoy: str = ""


def project_status(status: ProjectStatus) -> Layout:
    """The page: key figures, facts, timeline, procedures that need someone, open obstacles."""
    figures = (
        (f"{status.done}/{status.total}", _("已办结事项"), ""),
        (str(status.running), _("在办"), ""),
        (str(status.overdue), _("超期"), LAMP_COLOURS["red"] if status.overdue else ""),
    )
    pieces: list[Piece] = [Figures(figures), Pairs(status.facts)]
    if status.forecast:
        pieces.append(Words(status.forecast))
    if status.timeline and status.timeline.rows:
        pieces += [Part(_("时间线")), status.timeline]
    if status.procedures:
        pieces += [Part(_("需要推动的事项")), _procedures(status.procedures)]
    if status.obstacles:
        pieces.append(Part(_("未解决的障碍")))
        pieces += [Words("· " + obstacle) for obstacle in status.obstacles]
    if not status.procedures and not status.obstacles:
        pieces.append(Words(_("目前没有需要推动的事项和未解决的障碍。"), colour=GREY))
    subtitle = _("项目情况 · 截至 {day}").format(day=status.as_of.isoformat())
    if status.envoy:
        subtitle += _(" · 特派服务员 {envoy}").format(envoy=status.envoy)
    return compose(Sheet(status.name, tuple(pieces), subtitle, status.name))


def status_text(status: ProjectStatus) -> str:
    """The same in a few lines of plain text, for a chat."""
    lines = [
        _("【{name}】截至 {day}").format(name=status.name, day=status.as_of.isoformat()),
        _("已办结 {done}/{total}，在办 {running}，超期 {overdue}").format(
            done=status.done, total=status.total, running=status.running, overdue=status.overdue
        ),
    ]
    if status.forecast:
        lines.append(status.forecast)
    for n, line in enumerate(status.procedures, 1):
        lines.append(
            _("{n}. {procedure}（{department}）：{state}，{used}，截止 {deadline}").format(
                n=n,
                procedure=line.name,
                department=line.department,
                state=line.state,
                used=line.used,
                deadline=line.deadline or _("未定"),
            )
        )
    if status.obstacles:
        lines.append(_("障碍："))
        lines += ["· " + obstacle for obstacle in status.obstacles]
    return "\n".join(lines) + "\n"


def _procedures(lines: tuple[ProcedureLine, ...]) -> Table:
    return Table(
        (
            Column(_("事项"), 6),
            Column(_("部门"), 6),
            Column(_("状态"), 3),
            Column(_("用时"), 4),
            Column(_("截止日"), 3, Align.RIGHT),
        ),
        tuple(
            (p.name, p.department, _SHAPES.get(p.lamp, "") + p.state, p.used, p.deadline)
            for p in lines
        ),
    )
