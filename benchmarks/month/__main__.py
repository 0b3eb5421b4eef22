"""`python3 packaging/dev.py month DIR`: a city's month from founding to what is overdue after it.

Exit code 1 where anything that is shown differs from what was played.
"""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.month import cast, check, papers
from benchmarks.month.check import Checks
from benchmarks.month.round import Round
from envoy_desktop import now


def main() -> int:
    """Play, compare, print times and differences."""
    parser = argparse.ArgumentParser(prog="month", description=__doc__)
    parser.add_argument("--envoys", type=int, default=60)
    parser.add_argument("--projects-per-envoy", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="a PostgreSQL address for the office")
    parser.add_argument("dir", type=Path, help="a folder that does not exist yet")
    asked = parser.parse_args()
    if asked.dir.exists():
        parser.error(f"{asked.dir} is there already; nothing was changed")
    if asked.envoys < cast.LEAST:
        parser.error(f"a month needs at least {cast.LEAST} envoys")
    month = Round(asked.dir, asked.envoys, asked.projects_per_envoy, asked.seed, asked.database,
                  told=_told)  # fmt: skip
    checks = play(month, Checks(told=_told))
    print(table(month))
    print(f"\n{checks.done} comparisons, {len(checks.wrong)} differ")
    print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return 1 if checks.wrong else 0


def play(month: Round, checks: Checks) -> Checks:
    """The whole month, compared on the way."""
    with now.apart():
        now.set_instant(month.clock.instant)
        try:
            _play(month, checks)
        finally:
            for player in month.players:
                player.rest()
            if month.office is not None:
                month.office.close()
    return checks


def _play(month: Round, checks: Checks) -> None:
    month.found()
    month.month()
    month.deliver()
    month.take_in()
    check.delivered(checks, month, mended=False)
    month.again()
    with month.stage("status"):
        check.delivered(checks, month, mended=True)
    seen = month.truth.seen_by(month.parts.in_time(month.envoys))
    with month.stage("lists compared"), month.office.read() as reader:
        check.city(checks, "the office", reader, seen, month.clock.day)
    with month.stage("agenda compared"):
        check.the_agenda(checks, month, seen)
    check.the_departments(checks, month, seen)
    month.meet()
    check.the_meeting(checks, month, seen)
    month.give_back()
    with month.stage("envoys compared"):
        check.everyone(checks, month)
    month.next_month()
    check.the_next_month(checks, month)
    known = {*month.parts.in_time(month.envoys), month.parts.late, -1}
    sent = month.remind()
    check.the_reminders(checks, month, sent, month.truth.seen_by(known))
    out = papers.write(month, sent)
    papers.read_back(checks, month, out)
    month.figures["office"] = month.office.path.stat().st_size


def table(month: Round) -> str:
    """Times by stage, and sizes."""
    lines = [f"{'stage':28} {'s':>8}"]
    lines += [f"{name:28} {seconds:8.1f}" for name, seconds in month.times.items()]
    lines.append(f"{'in all':28} {sum(month.times.values()):8.1f}")
    lines.append("")
    for name, value in month.figures.items():
        if isinstance(value, list) and value:
            lines.append(f"{name}: {len(value)}, {sum(value) / 1e6:.1f} MB together,"
                         f" largest {max(value) / 1e6:.2f} MB")  # fmt: skip
        elif isinstance(value, dict):
            lines += [f"{what}: {pages} pages, {size / 1e6:.2f} MB"
                      for what, (pages, size) in value.items()]  # fmt: skip
        else:
            lines.append(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")
    return "\n".join(lines)


def _told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
