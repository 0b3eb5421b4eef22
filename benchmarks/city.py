"""A city or a province: an office takes in all its envoys' work, then a month's, and is asked.

Each envoy has some 1,000 procedures in 30 projects and 16,700 changes, which 60 envoys make a city
of 60,000 procedures and a million changes. `--database` puts the office into PostgreSQL.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.merging import PASSPHRASE, floor_of
from envoy_desktop import now
from envoy_desktop.casework import agenda, found, obstacles
from envoy_desktop.casework.figures import table as figures_of
from envoy_desktop.demo import city, play
from envoy_desktop.documents import department_table
from envoy_desktop.office import enrol, intake, returning, setup, status
from envoy_desktop.store import keys, readings
from envoy_desktop.store.queries import exchange, reference
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, sending, trust
from envoy_desktop.sync.identity import Public

PROJECTS = 30
CHANGES = 16_700
MONTH = 300
"""Changes of one envoy between two meetings."""


class Times:
    """Seconds by what was done, told as they come."""

    def __init__(self) -> None:
        self.rows: dict[str, float] = {}
        self.facts: dict[str, Any] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """What is done inside counts under a name."""
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        self.rows[name] = self.rows.get(name, 0.0) + took
        print(f"{name:44} {took:9.2f} s", flush=True)


def make(folder: Path, n: int, office: Public) -> tuple[Public, Path, Path]:
    """One envoy's work as a package, and what he writes in the month after as another."""
    path = folder / f"{n}.envoy"
    with found.workspace(
        path, PASSPHRASE, name=f"特派员{n:04}", organisation=f"第{n % 13 + 1}区重大项目办",
        use_keyring=False,
    ) as one:  # fmt: skip
        with one.read() as reader:
            calendar = reference.calendar(reader)
            items = list(reference.items(reader, reference.newest_edition(reader) or 0).values())
        rng, today = Random(f"city {n}"), now.today()
        first = city.PROJECTS + n * PROJECTS
        planned = [
            city.plan_project(rng, place, items, calendar, today)
            for place in range(first, first + PROJECTS)
        ]
        with one.hurried():
            one.do(play.take_in, city=planned, today=today)
            _write_on(one, rng, CHANGES)
        with one.unit("trust") as unit:
            trust.enrol(unit, office)
        public = identity.own(one).public
        whole, month = folder / f"{n}.envoy-package", folder / f"{n}-month.envoy-package"
        sending.write(one, whole, office)
        with one.unit("receipt") as unit:  # as if the office's receipt had come
            for tag, seq, hash in exchange.have(unit.reader):
                unit.execute(
                    "INSERT INTO receipt(identity, tag, seq, hash, hlc)"
                    " VALUES (:identity, :tag, :seq, :hash, 1)",
                    identity=office.identity, tag=tag, seq=seq, hash=hash,
                )  # fmt: skip
        _write_on(one, rng, _count(one) + MONTH)
        sending.write(one, month, office)
    path.unlink()
    keys.key_file(path).unlink()
    return public, whole, month


def _write_on(one: Workspace, rng: Random, until: int) -> None:
    """Attempts at obstacles and edits of them, until the workspace has so many changes."""
    with one.read() as reader:
        open_ = [row[0] for row in reader.rows("SELECT id FROM obstacle")]
    left = until - _count(one)
    day = now.today() - timedelta(days=3)
    while left > 0:
        with one.unit("bench") as unit:
            for n in range(min(left, 2_000)):
                object = rng.choice(open_)
                if n % 4:
                    obstacles.attempt(unit, obstacle=object, text=f"第{n}次协调", on=day)
                else:
                    unit.set("obstacle", object, proposal=f"建议{rng.randrange(1_000_000)}")
        left = until - _count(one)


def _count(one: Workspace) -> int:
    with one.read() as reader:
        return int(reader.value("SELECT sum(seq) FROM actor WHERE own = 1"))


def take_in(times: Times, office: Workspace, name: str, paths: Sequence[Path]) -> None:
    """The office takes packages in, told by quarters: what the growth of the set costs."""
    size = max(1, len(paths) // 4)
    for n in range(0, len(paths), size):
        with times.of(f"{name}, packages {n + 1} to {min(n + size, len(paths))}"):
            done = intake.take_in(office, paths[n : n + size])
        for one in done.tried:
            if one.trouble is not None:
                raise one.trouble
        if done.stopped is not None:
            raise done.stopped


def ask(times: Times, office: Workspace, publics: Sequence[Public], folder: Path) -> None:
    """What an officer asks of the whole city."""
    today = now.today()
    questions: tuple[tuple[str, Callable[[Any], Any]], ...] = (
        ("status", status.read),
        ("agenda", lambda reader: agenda.proposed(reader, today, most=40)),
        ("figures of departments", lambda reader: figures_of(reader, today)),
        (
            "department table of a month",
            lambda reader: department_table.read(reader, today - timedelta(days=30), today, today),
        ),
        ("digest", exchange.digest),
    )
    for name, question in questions:
        with times.of(name), office.read() as reader, readings.as_of(reader, today):
            question(reader)
    with times.of("a return to one envoy"):
        returning.write(office, folder / "back", only=[publics[0].identity])


def _cheap_keys() -> None:
    keys.MEMORY_KIB, keys.ITERATIONS = 8192, 1  # passphrases are not what is measured


def main() -> int:
    """Print seconds and ratios; `--json` keeps them."""
    parser = argparse.ArgumentParser(prog="city", description=__doc__)
    parser.add_argument("--envoys", type=int, default=60)
    parser.add_argument("--database", default="", help="a PostgreSQL address for the office")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    _cheap_keys()
    times = Times()
    with tempfile.TemporaryDirectory(prefix="envoy-city-") as name:
        folder = Path(name)
        office = setup.new(
            folder / "office.envoy", PASSPHRASE, name="office", organisation="office",
            use_keyring=False, database=asked.database,
        )  # fmt: skip
        public = identity.own(office).public
        with (
            times.of("the envoys' work, written and packed"),
            ProcessPoolExecutor(initializer=_cheap_keys) as pool,
        ):
            made = list(pool.map(make, repeat(folder), range(asked.envoys), repeat(public)))
        with times.of("enrolment"):
            for one, _whole, _month in made:
                office.do(enrol.enrol, public=one)
        take_in(times, office, "first packages", [whole for _one, whole, _month in made])
        take_in(times, office, "a month's packages", [month for _one, _whole, month in made])
        ask(times, office, [one for one, _whole, _month in made], folder)
        with office.read() as reader:
            changes = reader.value("SELECT count(*) FROM change")
            times.facts = {
                "changes": changes,
                "procedures": reader.value("SELECT count(*) FROM procedure"),
                "projects": reader.value("SELECT count(*) FROM project"),
            }
            rows = reader.rows(
                "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
                " LIMIT 100000"
            )
        floor = floor_of(rows, folder) / len(rows) * changes
        first = sum(s for name, s in times.rows.items() if name.startswith("first"))
        times.facts |= {
            "floor": floor,
            "first packages ÷ floor": first / floor,
            "changes a second": changes / first,
            "MB": sum(p.stat().st_size for p in folder.glob("office.envoy*")) / 1e6,
            "most resident MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        for fact, value in times.facts.items():
            print(f"{fact:44} {value:12,.1f}")
        office.close()
    if asked.json:
        asked.json.write_text(json.dumps({"seconds": times.rows, **times.facts}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
