"""The office of the demo city: five envoys, of whom four delivered and two disagree; an agenda."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.casework import found, meetings, projects
from envoy_desktop.demo import city, meeting, play
from envoy_desktop.demo.meeting import Office
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.office import enrol
from envoy_desktop.store.queries import projects as project_rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

Progress = Callable[[int, int], None]
OTHERS = (
    ("林晓东", "卧龙区重大项目特派服务办", "", 2),
    ("何文静", "宛城区重大项目特派服务办", "", 2),
    ("马志远", "市高新技术产业开发区管委会", "高新区", 1),
    ("孙丽萍", "镇平县重大项目特派服务办", "", 0),
)
"""Envoys beside the city's own: name, unit, district as the office says, projects; the last one
has not delivered."""


def others(folder: Path, seed: int, today: date, passphrase: str) -> list[Workspace]:
    """Their workspaces, new and empty."""
    return [
        found.workspace(
            folder / f"{n}.envoy", passphrase, name=name, organisation=unit,
            use_keyring=False, seed=f"demo-{seed}-{today}-{n}",
        )
        for n, (name, unit, _district, _projects) in enumerate(OTHERS)
    ]  # fmt: skip


def deliver(
    player: "Player",
    workspace: Workspace,
    office: Office,
    seed: int,
    today: date,
    calendar: Calendar,
) -> None:
    """This month: the others work, two write differently of one obstacle, all but one deliver;
    the office takes in, and begins the meeting of today."""
    held = office.found()
    for name, _unit, district, _projects in OTHERS:
        if district:
            held.do(enrol.assign, who=name, district=district)
    for n, (one, told) in enumerate(zip(office.others, OTHERS, strict=True)):
        _work(one, seed, n, told[3], today, calendar)
    now.set_instant(player.instant)
    _disagree(player, workspace, office.others[0], today, calendar)
    player.at(today)
    office.take_in(
        office.deliver(workspace),
        *(office.deliver(one, str(n)) for n, one in enumerate(office.others[:-1])),
    )
    held.do(
        meetings.begin, place="市政务服务中心三楼会议室", chair="陈市长", present=meeting.PRESENT
    )


def _work(of: Workspace, seed: int, n: int, projects: int, today: date, calendar: Calendar) -> None:
    """An envoy's own projects, played day by day."""
    rng = Random(f"envoy-demo-{seed}-{n}")
    with of.read() as reader:
        edition = reference.newest_edition(reader) or 0
        items = list(reference.items(reader, edition).values())
    player = play.Player(of, today)
    now.set_instant(player.instant)
    first = city.PROJECTS + 2 * n
    with of.hurried():
        player.play(
            [
                city.plan_project(rng, place, items, calendar, today)
                for place in range(first, first + projects)
            ]
        )


def _disagree(
    player: "Player", mine: Workspace, other: Workspace, today: date, calendar: Calendar
) -> None:
    """Both put another day as the target of one project, neither knowing of the other."""
    with other.read() as reader:
        known = {row.id for row in project_rows.all_projects(reader, today)}
    with mine.read() as reader:
        both = [row for row in project_rows.all_projects(reader, today) if row.id in known]
    row = max(both, key=lambda row: (row.target_on or "", row.id))
    for days, one, later in ((3, other, 90), (4, mine, 60)):
        player.at(calendar.add_working_days(today - timedelta(days=14), days))
        target = calendar.next_working_day(today + timedelta(days=later))
        one.do(projects.change, project=row.id, target_on=target.isoformat())
