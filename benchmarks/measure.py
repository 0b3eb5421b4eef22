"""Measuring: medians of repeated runs, a floor beside each, a table and a JSON file."""

import json
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line: what was done, its floor, both in milliseconds, the ratio and the goal."""

    work: str
    floor: str
    took_ms: float
    floor_ms: float
    goal: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many floors the work took."""
        return self.took_ms / self.floor_ms


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median of `times` runs in milliseconds, after one run to warm up."""
    work()
    took = []
    for _run in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def percentile_ms(took: list[float], share: float) -> float:
    """The time that `share` of the runs stay under."""
    ordered = sorted(took)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(figures: list[Figure]) -> str:
    """The figures as lines of text."""
    lines = [f"{'work':<58}{'took ms':>10}{'floor ms':>10}{'ratio':>8}{'goal':>7}  floor"]
    for figure in figures:
        goal = "" if figure.goal is None else f"{figure.goal:g}"
        met = " " if figure.goal is None or figure.ratio <= figure.goal else "!"
        lines.append(
            f"{figure.work:<58}{figure.took_ms:>10.2f}{figure.floor_ms:>10.2f}"
            f"{figure.ratio:>8.2f}{goal:>6}{met}  {figure.floor}"
            + (f" ({figure.note})" if figure.note else "")
        )
    return "\n".join(lines)


def keep(figures: list[Figure], path: Path) -> None:
    """Write the figures as JSON."""
    held = {
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "figures": [{**asdict(figure), "ratio": round(figure.ratio, 3)} for figure in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")
