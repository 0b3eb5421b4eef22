"""What the screens of projects show, read off the UI thread and worded as rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop.casework import checklist as papers_of
from envoy_desktop.casework import plans, settlement, timeline
from envoy_desktop.casework.checklist import PaperReading
from envoy_desktop.casework.outlook import Outlook, OutlookStep, outlook
from envoy_desktop.casework.plans import Difference, Planned
from envoy_desktop.casework.settlement import Settlement
from envoy_desktop.casework.timeline import Timeline
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import State
from envoy_desktop.store.queries import (
    documents,
    duties,
    history,
    materials,
    obstacles,
    procedures,
    projects,
    reference,
    standing,
)
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.store.queries.materials import MaterialRow
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted
from envoy_desktop.store.queries.projects import ProjectRow, StageCount
from envoy_desktop.ui.procedures import steps
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.stage_track import Stage
from envoy_desktop.words import _, names, ngettext

STAGES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Everything of one project's page."""

    row: ProjectRow
    attributes: dict[str, str]
    seen: Outlook
    timeline: Timeline
    procedures: dict[int, ProcedureRow]
    plan: tuple[Planned, ...]
    difference: Difference
    materials: tuple[MaterialRow, ...]
    obstacles: tuple[ObstacleRow, ...]
    duties: tuple[DutyRow, ...]
    memos: tuple[MemoRow, ...]
    fees: Settlement
    calendar: Calendar
    today: date

    @property
    def standing(self) -> tuple[ObstacleRow, ...]:
        """The obstacles that are not resolved."""
        return tuple(o for o in self.obstacles if not o.resolved_on)

    @property
    def commitments(self) -> tuple[DutyRow, ...]:
        """What was promised to the investor, open first."""
        return tuple(d for d in self.duties if d.source == "commitment")

    @property
    def broken(self) -> tuple[DutyRow, ...]:
        """Promises whose day is over and that were not kept, the oldest first (守信重诺)."""
        on = self.today.isoformat()
        late = [d for d in self.commitments
                if not d.done_on and not d.withdrawn_on and d.due_now < on]  # fmt: skip
        return tuple(sorted(late, key=lambda d: (d.due_now, d.id)))

    @property
    def promised(self) -> int:
        """How many commitments are open."""
        return sum(not d.done_on and not d.withdrawn_on for d in self.commitments)


def read_page(workspace: Any, project: int, today: date) -> ProjectPage | None:
    """One project with all its tabs; None where it is gone."""
    with workspace.read() as reader:
        row = projects.project(reader, project, today)
        if row is None:
            return None
        seen = outlook(reader, project, today)
        ids = procedures.ids(reader, Wanted(today, project=project))
        return ProjectPage(
            row=row,
            attributes=standing.attribute_texts(reader, project),
            seen=seen,
            timeline=timeline.timeline(reader, project, today, seen=seen),
            procedures={r.procedure: r for r in procedures.rows(reader, ids)},
            plan=tuple(plans.plan(reader, project)),
            difference=plans.compare(reader, project),
            materials=tuple(materials.materials(reader, project)),
            obstacles=tuple(obstacles.obstacles(reader, project=project)),
            duties=tuple(duties.duties(reader, project=project)),
            memos=tuple(documents.memos(reader, project=project)),
            fees=settlement.settlement(reader, project),
            calendar=reference.calendar(reader),
            today=today,
        )


def read_history(workspace: Any, project: int) -> list[Entry]:
    """Who changed what of a project, the newest first."""
    with workspace.read() as reader:
        return history.of_project(reader, project)


# --- title, stages ----------------------------------------------------------------------------


def about(page: ProjectPage) -> str:
    """南阳卧龙装备有限公司 · 12.6 亿元 · 包联领导 王副市长 · 代办委托至 2027年6月30日."""
    row = page.row
    parts = [row.investor]
    invested = page.attributes.get("investment_cny", "")
    if invested:
        parts.append(names.money(invested))
    if row.place:
        parts.append(row.place)
    if row.lead_leader:
        parts.append(_("包联领导 {name}").format(name=row.lead_leader))
    if row.mandate_until:
        day = names.full_day(date.fromisoformat(row.mandate_until))
        parts.append(_("代办委托至 {day}").format(day=day))
    if row.closed_on:
        day = names.short_day(date.fromisoformat(row.closed_on))
        parts.append(_("已于 {day} 结束").format(day=day))
    return " · ".join(part for part in parts if part)


def stages(page: ProjectPage) -> list[Stage]:
    """The four stages with their counts, and where the project stands."""
    counts = {s.stage: s for s in page.row.stages}
    here = next(
        (n for n in STAGES if n in counts and counts[n].done < counts[n].total), len(STAGES)
    )
    made = []
    for n in STAGES:
        count = counts.get(n, StageCount(n, 0, 0, 0, 0, 0))
        made.append(
            Stage(
                title=names.stage(n),
                line=stage_line(page, count),
                lamp=stage_lamp(count),
                share=(count.done + 0.5 * count.running) / count.total if count.total else 0.0,
                here=n == here and not page.row.closed_on,
            )
        )
    return made


def stage_lamp(count: StageCount) -> str:
    """The worst lamp of a stage; "" where nothing has begun."""
    if count.red:
        return "red"
    if count.yellow:
        return "yellow"
    return "green" if count.running or count.done else ""


def stage_line(page: ProjectPage, count: StageCount) -> str:
    """已办结 9/9 · 用时 46 个工作日, or 在办 3 · 逾期 1 · 未到 4."""
    if not count.total:
        return _("没有事项")
    if count.done == count.total:
        words = _("已办结 {done}/{total}").format(done=count.done, total=count.total)
        days = _stage_days(page, count.stage)
        if days is None:
            return words
        return words + " · " + _("用时 {days}").format(days=names.days(days))
    parts = []
    if count.done:
        parts.append(_("已办结 {done}/{total}").format(done=count.done, total=count.total))
    if count.running:
        parts.append(ngettext("在办 {n}", "在办 {n}", count.running).format(n=count.running))
    if count.red:
        parts.append(ngettext("逾期 {n}", "逾期 {n}", count.red).format(n=count.red))
    left = count.total - count.done - count.running
    if left and len(parts) < 3:
        parts.append(ngettext("未到 {n}", "未到 {n}", left).format(n=left))
    return " · ".join(parts)


def _stage_days(page: ProjectPage, stage: int) -> int | None:
    """Working days from the first filing of a finished stage to its last delivery."""
    done = [r for r in page.procedures.values() if r.stage == stage and r.filed_on and r.ended_on]
    if not done:
        return None
    first = min(date.fromisoformat(str(r.filed_on)) for r in done)
    last = max(date.fromisoformat(str(r.ended_on)) for r in done)
    return page.calendar.working_days(first, last)


# --- the checklist ----------------------------------------------------------------------------


def checklist(page: ProjectPage) -> list[Row | Group]:
    """The procedures by stage in the catalogue's order, each with its clock and next step."""
    made: list[Row | Group] = []
    place = {procedure: n for n, procedure in enumerate(page.procedures)}
    reasons = {p.item.code: p for p in page.plan}
    for stage in STAGES:
        inside = sorted(
            (s for s in page.seen.steps if s.stage == stage), key=lambda s: place[s.procedure]
        )
        if not inside:
            continue
        made.append(Group(names.stage(stage), len(inside)))
        made += [checklist_row(step, page, reasons.get(step.code)) for step in inside]
    return made


def checklist_row(step: OutlookStep, page: ProjectPage, planned: Planned | None) -> Row:
    """One procedure: lamp, state, who, clock, and what to record next."""
    row = page.procedures[step.procedure]
    state = State(row.state)
    kinds = steps.next_kinds(state) if not page.row.closed_on else ()
    waits = waiting_for(step, page)
    begun = state is not State.PLANNED
    subtitle = [names.state(row.state)]
    if row.ended_on:
        subtitle.append(names.short_day(date.fromisoformat(row.ended_on)))
    elif row.filed_on:
        filed = names.short_day(date.fromisoformat(row.filed_on))
        subtitle.append(_("{day}申报").format(day=filed))
    if step.critical:
        subtitle.append(_("关键事项"))
    if waits:
        subtitle.append(_("等 {names}").format(names=names.joined(waits)))
    elif not begun and planned is not None:
        subtitle.append(names.because(planned.because))
    figure, tone = clock_figure(row, step, page)
    lamp = row.lamp(page.today) if row.open else ""
    if row.state == State.DELIVERED.value:
        lamp = "green"
    return Row(
        id=row.procedure,
        kind="procedure",
        title=step.name,
        subtitle=" · ".join(subtitle),
        second=step.department_name,
        second_line=limit_words(row),
        figure=figure,
        tone=tone,
        lamp=lamp,
        action=kinds[0].value if kinds else "",
        action_text=steps.record_title(kinds[0]) if kinds else "",
        data=step,
    )


def waiting_for(step: OutlookStep, page: ProjectPage) -> list[str]:
    """The prerequisites of a step that has not begun and that are not done."""
    if step.state != "future":
        return []
    before = [first for first, then in page.seen.edges if then == step.code]
    found = (page.seen.step(code) for code in before)
    return [s.name for s in found if s is not None and s.state != "done"]


def limit_words(row: ProcedureRow) -> str:
    """承诺时限 10 个工作日."""
    if not row.limit_kind or row.limit_days is None:
        return ""
    kind = names.clock(row.clock) if row.clock == "acceptance" else names.limit_kind(row.limit_kind)
    return f"{kind} {names.days(row.limit_days, row.unit)}"


def clock_figure(row: ProcedureRow, step: OutlookStep, page: ProjectPage) -> tuple[str, str]:
    """逾期 3 日, 剩 2 日, 用时 8 日, or the day it is planned to end; with its tone."""
    count = page.calendar.working_days
    if row.ended_on and row.filed_on:
        n = count(date.fromisoformat(row.filed_on), date.fromisoformat(row.ended_on))
        return ngettext("用时 {n} 日", "用时 {n} 日", n).format(n=n), "muted"
    if row.deadline and row.open:
        due = date.fromisoformat(row.deadline)
        if due < page.today:
            n = count(due, page.today)
            return ngettext("逾期 {n} 日", "逾期 {n} 日", n).format(n=n), ""
        n = count(page.today, due)
        if not n:
            return _("今日到期"), ""
        return ngettext("剩 {n} 日", "剩 {n} 日", n).format(n=n), ""
    if row.open:
        return _("停止计时"), "muted"
    if step.state == "future" and page.seen.generated:
        return _("预计 {day}").format(day=names.short_day(step.p50 or step.finish)), "muted"
    return "", "muted"


# --- papers -----------------------------------------------------------------------------------

WARNED = {"expired": "red", "expires_before_filing": "yellow"}
NEXT_STATE = {"wanted": "asked", "asked": "at_hand", "at_hand": "handed_in"}


def material_rows(page: ProjectPage, by: str = "own", wanted: str = "") -> list[Row | Group]:
    """Every paper once, in groups; `wanted` keeps a state, "warned" those not good for long."""
    papers = [
        one
        for one in papers_of.read(list(page.materials), page.seen, page.today)
        if not wanted
        or (one.warning if wanted == "warned" else not one.row.is_shared
            and one.row.state == wanted)
    ]  # fmt: skip
    if by == "stage":
        papers.sort(key=_stage_of)
    groups: dict[str, list[PaperReading]] = {}
    for one in papers:
        groups.setdefault(group_of(one, by), []).append(one)
    made: list[Row | Group] = []
    number = 0
    for title, inside in groups.items():
        made.append(Group(title, len(inside)))
        for one in inside:
            made.append(material_row(number, one, page.today))
            number += 1
    return made


def _stage_of(one: PaperReading) -> tuple[bool, int]:
    return one.row.is_shared, one.row.stage


def group_of(one: PaperReading, by: str) -> str:
    """The group that a paper stands in."""
    if one.row.is_shared:
        return _("部门之间共享，不得再向企业要")
    if by == "provider":
        return provider(one.row)
    if by == "stage":
        return names.stage(one.row.stage)
    if by == "state":
        return names.material_state(one.row.state)
    return _("要准备的材料")


def provider(material: MaterialRow) -> str:
    """Who makes a paper: 投资方, or a department."""
    return names.party("investor") if material.issuer_code == "applicant" else material.issued_by


def material_row(number: int, one: PaperReading, today: date) -> Row:
    """One paper: what needs it, who makes it, where it stands, and whether it lasts."""
    material = one.row
    uses = len(material.procedures)
    first = material.procedures[0][1]
    subtitle = _("用于 {name}").format(name=first)
    if uses > 1:
        subtitle = ngettext(
            "用于 {name} 等 {n} 个事项，只要一次", "用于 {name} 等 {n} 个事项，只要一次", uses
        ).format(name=first, n=uses)
    by = provider(material)
    after = "" if material.is_shared else NEXT_STATE.get(material.state, "")
    done = material.state in ("at_hand", "handed_in")
    state = _("共享") if material.is_shared else names.material_state(material.state)
    copies = "" if material.is_shared else ngettext("原件 {n} 份", "原件 {n} 份", material.copies)
    line = copies.format(n=material.copies)
    if material.expires_on:
        day = names.short_day(date.fromisoformat(material.expires_on))
        line += " · " + _("{day}前有效").format(day=day)
    if one.warning == "expired":
        subtitle = _("已过有效期，要重新办") + " · " + subtitle
    elif one.warning and one.miss:
        day = names.short_day(one.miss)
        subtitle = _("到不了申报那天（预计 {day}）").format(day=day) + " · " + subtitle
    tone = "green_word" if done else "muted" if material.is_shared else "ink"
    if one.warning:
        tone = ""
    return Row(
        id=number,
        kind="material",
        title=material.name,
        subtitle=subtitle,
        second=by,
        second_line=line,
        figure=state,
        lamp=WARNED[one.warning] if one.warning else "green" if done else "",
        tone=tone,
        action=after,
        action_text=names.material_state(after) if after else "",
        data=material,
    )
