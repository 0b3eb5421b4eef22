"""What the demo city does about its obstacles beyond a call: levels asked, one root, proof.

It draws from a sequence of its own, so that nothing else of the city changes with it.
"""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from envoy_desktop.casework import escalations
from envoy_desktop.demo import names
from envoy_desktop.domain import escalations as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries import obstacles
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

WHO = {
    "window": "窗口首席代表",
    "section": "业务科室负责人",
    "head": "分管副局长",
    "city": "分管副市长",
}
ANSWERS = (
    "科室意见本周内反馈，请再等两天",
    "已转分管领导，材料没有问题",
    "需要上会研究，会后答复",
)
MANY = 14
"""Open obstacles that went up the ladder, the oldest first."""


def write(
    player: "Player", workspace: Workspace, seed: int, today: date, calendar: Calendar
) -> None:
    """Give the city its ladder and its baselines."""
    rng = Random(f"envoy-demo-ladder-{seed}")
    with workspace.read() as reader:
        rows = obstacles.obstacles(reader)
    player.at(today)
    standing = sorted((row for row in rows if not row.resolved_on), key=lambda r: (r.on, r.id))
    for row in standing[:MANY]:
        _climb(player, rng, row.id, date.fromisoformat(row.on), today, calendar)
    _one_root(player, standing)
    gone = (row for row in rows if row.resolved_on)
    resolved = sorted(gone, key=lambda row: (row.resolved_on or "", row.id))
    for row in resolved[-24:]:
        if rng.random() < 0.6 and row.resolved_on:
            player.do(
                escalations.verify,
                obstacle=row.id,
                by=names.person(rng),
                on=min(today, date.fromisoformat(row.resolved_on) + timedelta(rng.randint(1, 5))),
            )


def _climb(
    player: "Player", rng: Random, obstacle: int, on: date, today: date, calendar: Calendar
) -> None:
    """Ask one level after the other, as long as there are days; the last may still owe."""
    day = on
    for level in rules.LEVELS[: rng.choice((1, 1, 2, 2, 3, 4))]:
        day = calendar.add_working_days(day, rng.randint(1, 3))
        if day > today:
            return
        player.do(escalations.escalate, obstacle=obstacle, level=level, to=WHO[level], on=day)
        day = calendar.add_working_days(day, rng.randint(1, 5))
        if day > today or rng.random() < 0.35:
            return
        player.do(escalations.answer, obstacle=obstacle, text=rng.choice(ANSWERS), on=day)


def _one_root(player: "Player", standing: "list[obstacles.ObstacleRow]") -> None:
    """Obstacles at one department come from one cause."""
    groups: dict[int | None, list[int]] = {}
    for row in standing:
        groups.setdefault(row.department, []).append(row.id)
    for root, *others in sorted(groups.values(), key=lambda ids: (-len(ids), ids))[:3]:
        for other in others[:3]:
            player.do(escalations.link, obstacle=other, root=root)
