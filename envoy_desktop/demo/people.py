"""The people of the demo city: teams and plans, mandates, contacts and calls, ratings, notes.

It draws from a sequence of its own, so that nothing else of the city changes with it.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from envoy_desktop.casework import calls, contacts, duties, mandates, notes, ratings, teams
from envoy_desktop.demo import names
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries import duties as ledger
from envoy_desktop.store.queries import mandates as stored_mandates
from envoy_desktop.store.queries import people, procedures, projects, reference
from envoy_desktop.store.queries.procedures import Wanted
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

MEMBERS = (
    ("leader", "市政府办公室", "副主任"),
    ("member", "市自然资源和规划局", "用途管制科"),
    ("member", "市住房和城乡建设局", "建筑业科"),
    ("liaison", "市特派办", "联络员"),
)
MILESTONES = (
    ("完成备案和选址", 45), ("取得土地", 110), ("取得施工许可", 190), ("主体开工", 215),
)  # fmt: skip
SLIPS = (
    ("专家评审推迟", "department"),
    ("设计方案调整", "investor"),
    ("图审超过合同期限", "intermediary"),
)  # fmt: skip
POSTS = ("科长", "窗口首席代表", "副科长", "经办人")
SAID = (
    ("{who}说材料已转会签，{day}前给意见", "会签意见"),
    ("{who}说专家名单已定，{day}开评审会", "开评审会"),
    ("{who}说等分管领导签批，{day}出证", "出证"),
    ("{who}答应{day}派人到现场踏勘", "现场踏勘"),
)
COMMENTS = (
    "窗口态度好，就是来回跑了两趟", "一次说清了要什么材料", "比承诺的晚了几天",
    "经办人很耐心", "", "",
)  # fmt: skip
NOTES = (
    "投资方法人在外地，签字要提前一周约",
    "专班例会改到每周二上午",
    "总图以 10 月版为准，旧版不要再报",
)  # fmt: skip


def write(
    player: "Player", workspace: Workspace, seed: int, today: date, calendar: Calendar
) -> None:
    """Give the city its people; all of it is written today, with the days it happened on."""
    rng = Random(f"envoy-demo-people-{seed}")
    player.at(today)
    with workspace.read() as reader:
        listed = projects.all_projects(reader, today)
        departments = reference.departments(reader)
        wishes = people.to_rate(reader, most=2000)
        wanted = Wanted(today, open=True)
        going = sorted(
            procedures.rows(reader, procedures.ids(reader, wanted)), key=lambda row: row.procedure
        )
        open_ = ledger.duties(reader, open=True)
        held = {row.project: row for row in stored_mandates.mandates(reader)}
    load = Counter(row.department for row in going if row.department is not None)
    busy = sorted(load, key=lambda id: (-load[id], id))[:8]
    running = [
        (row.procedure, row.project, row.department or 0)
        for row in going
        if row.holder == "department"
    ]
    for place, row in enumerate(listed):
        _team(player, rng, row.id, date.fromisoformat(row.opened_on), place, today, calendar)
        if place % 4 == 0:
            text = NOTES[place // 4 % len(NOTES)]
            player.do(notes.add, of_kind="project", of=row.id, text=text, private=place == 0)
    oldest = sorted(held.values(), key=lambda row: row.from_on, reverse=True)
    _mandates(player, oldest, today, calendar)
    known = [
        (
            player.do(
                contacts.add,
                name=names.person(rng),
                department=id,
                post=POSTS[n % len(POSTS)],
                window=f"{'ABC'[n % 3]}{rng.randint(2, 28):02}号窗口" if n % 4 == 1 else "",
                phone=f"0377-6312 {rng.randint(1000, 9999)}",
            ),
            id,
        )
        for n, id in enumerate(id for id in busy for _twice in range(2))
        if id in departments
    ]
    player.do(
        contacts.add, name=names.person(rng), project=listed[0].id, post="项目总监",
        phone=f"139 3770 {rng.randint(1000, 9999)}",
    )  # fmt: skip
    _calls(player, workspace, rng, known, running, today, calendar)
    for wish in reversed(wishes[6:]):
        if rng.random() < 0.55:
            overall = rng.choice((2, 3, 4, 4, 5, 5, 5))
            player.do(
                ratings.record,
                procedure=wish.procedure,
                answers={
                    "told_at_once": max(1, min(5, overall + rng.choice((-1, 0, 0, 1)))),
                    "in_time": max(1, min(5, overall + rng.choice((-2, -1, 0, 0)))),
                    "attitude": max(1, min(5, overall + rng.choice((0, 0, 1)))),
                    "rules_kept": 5,
                    "overall": overall,
                },
                comment=rng.choice(COMMENTS),
                channel=rng.choice(("slip", "slip", "screen")),
                on=min(today, calendar.add_working_days(date.fromisoformat(wish.delivered_on), 2)),
            )
    _ledger(player, [row for row in open_ if row.source != "commitment"], today, calendar)


def _team(
    player: "Player",
    rng: Random,
    project: int,
    opened: date,
    place: int,
    today: date,
    calendar: Calendar,
) -> None:
    for role, unit, post in MEMBERS:
        player.do(
            teams.add_member, project=project, name=names.person(rng), role=role,
            of_unit=f"{unit}{post}", phone=f"0377-6312 {rng.randint(1000, 9999)}",
        )  # fmt: skip
    for n, (name, after) in enumerate(MILESTONES):
        due = calendar.next_working_day(opened + timedelta(days=after + rng.randint(-8, 8)))
        made = player.do(teams.add_milestone, project=project, name=name, due_on=due)
        if (place + n) % 5 == 2:
            reason, party = SLIPS[(place + n) % len(SLIPS)]
            due = calendar.add_working_days(due, rng.randint(8, 25))
            player.do(
                teams.slip, milestone=made, to=due, reason=reason, charged_party=party,
                on=min(today, due),
            )  # fmt: skip
        if due < today - timedelta(days=12):
            player.do(teams.reach, milestone=made, on=due - timedelta(days=rng.randint(0, 4)))


def _mandates(
    player: "Player", held: list[stored_mandates.MandateRow], today: date, calendar: Calendar
) -> None:
    """The oldest was replaced by one that runs out within weeks: Today asks for its renewal."""
    for row in held[-1:]:
        before = today - timedelta(days=300)
        player.do(mandates.end, mandate=row.id, reason="改签一年期委托书", on=before)
        player.do(
            mandates.add, project=row.project, from_on=before, signed_on=before,
            until=calendar.add_working_days(today, 9), signatory="投资方法定代表人",
            scope="立项、用地、规划、施工许可各环节代办",
        )  # fmt: skip


def _calls(
    player: "Player",
    workspace: Workspace,
    rng: Random,
    known: list[tuple[int, int]],
    running: list[tuple[int, int, int]],
    today: date,
    calendar: Calendar,
) -> None:
    """Calls of the last weeks: most promises are kept, one is late, some lie ahead."""
    with workspace.read() as reader:
        named = {row.id: row for row in people.contacts(reader)}
    asked = 0
    for contact, department in known:
        about = [row for row in running if row[2] == department]
        if not about or asked > 13:
            continue
        procedure, project, _department = about[asked % len(about)]
        words, promised = SAID[asked % len(SAID)]
        ahead = (-1, 2, 1, -9, -14, 4, -20, -25)[asked % 8]
        on = _back(calendar, today, max(1, 2 - ahead))
        due = (
            calendar.add_working_days(today, ahead) if ahead > 0 else _back(calendar, today, -ahead)
        )
        row = named[contact]
        made = player.do(
            calls.log,
            text=words.format(who=row.name[:1] + row.post, day=f"{due.month}月{due.day}日"),
            contact=contact,
            procedure=procedure,
            project=project,
            promised=promised,
            promised_on=due,
            on=on,
        )
        if ahead < -5:
            player.do(calls.kept, call=made, on=due)
        asked += 1


def _ledger(player: "Player", open_: list[ledger.DutyRow], today: date, calendar: Calendar) -> None:
    """Stages, a postponement, a reminder, one closed and one waiting for its proof."""
    if not open_:
        return
    for row in open_[:2]:
        due = date.fromisoformat(row.due_now)
        if due > today:
            player.do(
                duties.add_stage, duty=row.id, text="各单位报送初稿",
                due_on=min(due, calendar.add_working_days(today, 1)),
            )  # fmt: skip
    late = [row for row in open_ if row.due_now < today.isoformat()]
    for row in late[:1]:
        player.do(duties.remind, duty=row.id, note="电话催办，答复本周报送", on=today)
    later = [row for row in open_ if row.due_now >= today.isoformat()]
    for row in later[-1:]:
        player.do(
            duties.postpone, duty=row.id,
            to=calendar.add_working_days(date.fromisoformat(row.due_now), 5),
            reason="外业勘测受降雨影响", agreed_by="林副市长",
        )  # fmt: skip
    given = _back(calendar, today, 30)
    for text, source, basis, closed in (
        ("加快老工业区道路和管网改造", "proposal", "市人大第 36 号代表建议", True),
        ("公布工业项目收费清单", "proposal", "市政协第 112 号提案", False),
        ("统筹工业园区公交线路", "proposal", "市政协第 87 号提案", None),
    ):
        made = player.do(
            duties.add, text=text, due_on=calendar.add_working_days(today, 4), source=source,
            owed_by="市直有关部门", basis=basis, given_on=given,
        )  # fmt: skip
        if closed is not None:
            player.do(duties.done, duty=made, note="已书面答复代表委员", on=today)
        if closed:
            player.do(
                duties.close, duty=made, by="市人大代表 赵文", statement="对答复表示满意", on=today
            )


def _back(calendar: Calendar, on: date, days: int) -> date:
    """The working day that lies so many working days before `on`."""
    day = on
    while calendar.working_days(day, on) < days or not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
