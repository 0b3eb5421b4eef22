"""A credible city to look around in: invented, deterministic by seed, written through casework."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.meeting import Office

PASSPHRASE = "demo-city-of-envoys"
"""Every demo workspace opens with it; nothing in it is secret."""
ENVOY, UNIT = "陈向阳", "市重大项目特派服务办公室"
BATCH = 20
Progress = Callable[[int, int], None]


def write(
    path: Path,
    *,
    seed: int = 1,
    scale: int = 1,
    progress: Progress | None = None,
    database: str = "",
) -> Workspace:
    """Write the demo city into a new workspace at `path` and give it, open.

    The same seed and day give the same city. `scale` 1 is twelve projects; 1000 some 12,000 with
    300,000 procedures: all but the first twelve are then taken in at once, without their day's
    history. It is played by a clock of its own thread: nobody else sees those days.
    """
    with TemporaryDirectory(prefix="envoy-demo-") as folder:
        office = _office(Path(folder) / "office.envoy", Path(folder), seed)
        return _write(path, office, seed, scale=scale, progress=progress, database=database)


def write_office(path: Path, *, seed: int = 1, progress: Progress | None = None) -> Workspace:
    """Write the workspace of the demo city's coordination office at `path` and give it, open.

    It is the office with which the same city's envoy has met: four more envoys are enrolled, one
    of them has not delivered, two disagree, and today's meeting has begun.
    """
    from envoy_desktop.demo import meeting

    with TemporaryDirectory(prefix="envoy-demo-") as folder:
        office = _office(path, Path(folder), seed)
        _write(Path(folder) / "own.envoy", office, seed, progress=progress, alone=False).close()
        for other in office.others:
            other.close()  # before their folder goes
        made = office.found()
        made.mint_actor(meeting.OFFICER)
        made.set_meta("demo", str(seed))
        return made


def _office(path: Path, folder: Path, seed: int) -> "Office":
    from envoy_desktop.demo import meeting

    return meeting.Office(path, folder, f"office-{seed}-{now.today()}", PASSPHRASE)


def _write(
    path: Path,
    office: "Office",
    seed: int,
    *,
    scale: int = 1,
    progress: Progress | None = None,
    database: str = "",
    alone: bool = True,
) -> Workspace:
    """The envoy's workspace, open; the office stays open too where he is not `alone`."""
    from envoy_desktop.demo import city

    today = now.today()
    rng = Random(f"envoy-demo-{seed}")
    begin = today - timedelta(days=max(city.AGES) + 20)
    workspace = None
    with now.apart():
        try:
            workspace = _found(path, seed, today, begin, database)
            with workspace.hurried():
                _play(workspace, rng, seed, scale, today, begin, progress, office, alone)
            workspace.mint_actor(ENVOY)  # what is written from here on is no longer the same city
            workspace.set_meta("demo", str(seed))
        except BaseException:
            if workspace is not None:
                workspace.discard()  # a city half written is none
            office.discard()
            raise
    if alone:
        office.close()
    return workspace


def _found(path: Path, seed: int, today: date, begin: date, database: str) -> Workspace:
    from envoy_desktop.casework import found

    now.set_today(begin)
    now.set_instant(lambda: datetime.combine(begin, time(8, 30), now.CITY_ZONE))
    return found.workspace(
        path,
        PASSPHRASE,
        name=ENVOY,
        organisation=UNIT,
        use_keyring=False,
        seed=f"demo-{seed}-{today}",
        database=database,
    )


def _play(
    workspace: Workspace,
    rng: Random,
    seed: int,
    scale: int,
    today: date,
    begin: date,
    progress: Progress | None,
    office: "Office",
    alone: bool,
) -> None:
    from envoy_desktop.demo import (
        city,
        ladder,
        mechanisms,
        meeting,
        office_city,
        papers,
        people,
        play,
    )
    from envoy_desktop.store.queries import reference

    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        items = list(reference.items(reader, reference.newest_edition(reader) or 0).values())
    player = play.Player(workspace, today)
    now.set_instant(player.instant)
    player.at(begin)
    player.settings(papers.SETTINGS)
    if not alone:
        office.others = office_city.others(office.folder, seed, today, PASSPHRASE)
    first = [city.plan_project(rng, n, items, calendar, today) for n in range(city.PROJECTS)]
    met = meeting.day_of(today, calendar)
    after = calendar.add_working_days(met, 12)
    player.play(
        first,
        progress,
        also=(
            (met, lambda: meeting.hold(player, workspace, office, today)),
            (after, lambda: meeting.follow(player, office)),
        ),
    )
    papers.write(player, workspace, today, calendar)
    people.write(player, workspace, seed, today, calendar)
    mechanisms.write(player, workspace, seed, today, calendar)
    ladder.write(player, workspace, seed, today, calendar)
    if not alone:
        office_city.deliver(player, workspace, office, seed, today, calendar)
    player.at(today)
    most = city.PROJECTS * scale
    for start in range(city.PROJECTS, most, BATCH):
        block = range(start, min(start + BATCH, most))
        workspace.do(
            play.take_in,
            city=[city.plan_project(rng, n, items, calendar, today) for n in block],
            today=today,
        )
        if progress is not None:
            progress(start, most)
