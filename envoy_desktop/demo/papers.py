"""The papers of the demo city: several issued, two with an instruction, one still a draft."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from envoy_desktop.casework import duties, memos, obstacles
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries import obstacles as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

SETTINGS = {
    "memo.organ": "市重大项目特派服务办公室",
    "memo.organ_code": "宛特服",
    "memo.issuer": "周建国",
    "memo.addressee": "市人民政府",
    "memo.copies": "市政府办公室",
    "envoy.phone": "0377-6312 0086",
}
PLAN = (
    # kind, working days ago, instruction (by, text, days after) or None
    ("briefing", 46, ("林副市长", "请{lead}阅处，一周内拿出办理意见。", 3)),
    ("report", 33, None),
    ("briefing", 21, None),
    ("letter", 13, None),
    ("request", 9, ("赵市长", "同意。请{lead}牵头，限时办结并报结果。", 3)),
    ("request", 4, None),
)
STATEMENTS = (
    "该件涉及专家评审，正在按程序推进，将于评审会后尽快出具意见。",
    "前期材料不齐，补正后已安排专人办理。",
)


def write(player: "Player", workspace: Workspace, today: date, calendar: Calendar) -> None:
    """Write the papers over the obstacles that were open on their days."""
    from envoy_desktop.documents import memo

    with workspace.read() as reader:
        every = rows.obstacles(reader)
        departments = reference.departments(reader)
    used: set[int] = set()
    heard = 0
    for kind, ago, answer in PLAN:
        on = _back(calendar, today, ago)
        chosen = _open_on(every, on, used)
        if not chosen:
            continue
        used |= {row.id for row in chosen}
        player.at(on)
        for row in chosen[:1]:
            if heard < len(STATEMENTS) and row.department is not None:
                player.do(
                    obstacles.change,
                    obstacle=row.id,
                    statement=STATEMENTS[heard],
                    statement_on=on.isoformat(),
                )
                heard += 1
        ids = [row.id for row in chosen]
        drafted = memo.draft(workspace, kind=kind, obstacles=ids)
        memo.issue(workspace, drafted, on)
        due = calendar.add_working_days(on, 15)
        player.do(memos.deliver, memo=drafted, on=on, due=due)
        if answer is None:
            continue
        by, text, after = answer
        day = calendar.add_working_days(on, after)
        player.at(day)
        lead = next(row.department for row in chosen if row.department in departments)
        text = text.format(lead=departments[lead].name)
        instruction = player.do(memos.record_instruction, memo=drafted, by=by, text=text, on=day)
        duty = player.do(
            duties.add,
            text=text,
            due_on=calendar.add_working_days(day, 7),
            source="instruction",
            source_id=instruction,
            project=chosen[0].project,
            lead_department=lead,
            owed_by=by,
            basis="公文批示",
            given_on=day,
        )
        done = calendar.add_working_days(day, 6)
        if done < today:
            player.at(done)
            player.do(duties.done, duty=duty, note="主办部门已书面报送办理结果", on=done)
    last = _open_on(every, today, used)
    player.at(today)
    if last:
        memo.draft(workspace, kind="briefing", obstacles=[row.id for row in last])
    _ledger(player, every, today, calendar)


def _ledger(player: "Player", every: list[ObstacleRow], today: date, calendar: Calendar) -> None:
    """A few duties from the list of tasks and from meetings."""
    lead = [row for row in every if row.department is not None and row.resolved_on is None]
    for place, (text, source, due) in enumerate(
        (
            ("梳理重点项目用地手续办理进度，形成问题清单", "list_task", 6),
            ("组织用电、用水、用气报装联合踏勘", "decision", 2),
            ("就园区道路配套问题书面答复项目单位", "decision", -3),
            ("督促图审机构按合同期限交付审查意见", "assignment", 9),
        )
    ):
        about = lead[place % len(lead)] if lead else None
        player.do(
            duties.add,
            text=text,
            due_on=calendar.add_working_days(today, due) if due > 0 else _back(calendar, today, 3),
            source=source,
            project=about.project if about else None,
            lead_department=about.department if about else None,
            owed_by="月度协调推进会" if source == "decision" else "市政府办公室",
            basis="月度协调推进会纪要" if source == "decision" else "年度重点任务清单",
            given_on=_back(calendar, today, 15),
        )


def _open_on(every: list[ObstacleRow], on: date, used: set[int]) -> list[ObstacleRow]:
    """Up to two obstacles of one project that stood open on a day, the gravest first."""
    day = on.isoformat()
    standing = [
        row
        for row in every
        if row.on <= day
        and (row.resolved_on is None or row.resolved_on > day)
        and row.id not in used
        and row.procedure is not None
        and row.department is not None
        and row.kind not in ("investor_delay", "intermediary_delay", "utility")
    ]
    standing.sort(key=lambda row: (-row.severity, row.on, row.id))
    if not standing:
        return []
    first = standing[0]
    more = [row for row in standing[1:] if row.project == first.project]
    return [first, *more[:1]]


def _back(calendar: Calendar, on: date, days: int) -> date:
    """The working day that lies so many working days before `on`."""
    day = on
    while calendar.working_days(day, on) < days:
        day -= timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
