"""`python3 packaging/dev.py bench [--scale N] [--only NAME]`: measures, prints, keeps JSON."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import figures as figured
from benchmarks import merging, start, work
from benchmarks.measure import Figure, keep, table


def main() -> int:
    """Measure what is asked for; scale 100 makes some 34,000 procedures, 1000 ten times that."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--only", choices=("start", "work", "figures", "merge", "accusations"))
    parser.add_argument(
        "--changes", type=int, nargs="+", default=merging.COUNTS, help="sizes of packages to merge"
    )
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"))
    asked = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="envoy-bench-") as folder:
        if asked.only == "accusations":
            figured.accusations()
            return 0
        if asked.only in (None, "start"):
            figures += start.figures(Path(folder))
        if asked.only in (None, "work"):
            figures += work.figures(Path(folder), asked.scale)
        if asked.only in (None, "figures"):
            figures += figured.figures(Path(folder))
        if asked.only in (None, "merge"):
            figures += merging.figures(Path(folder) / "merge", asked.changes)
    print(table(figures))
    keep(figures, asked.json)
    print(f"\n{asked.json}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
