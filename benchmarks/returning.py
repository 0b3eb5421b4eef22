"""Returns: an office of many envoys writes each of them the whole city, which all of them lack."""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import merging
from envoy_desktop.office import enrol, returning, setup
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust


def build(folder: Path, envoys: int, changes: int) -> Workspace:
    """An office that has taken in `changes` changes of `envoys` envoys."""
    keys.MEMORY_KIB, keys.ITERATIONS = 8192, 1
    office = setup.new(
        folder / "office.envoy", merging.PASSPHRASE, name="office", organisation="office",
        use_keyring=False,
    )  # fmt: skip
    public = identity.own(office).public
    for n in range(envoys):
        path = folder / f"{n}.envoy"
        one = Workspace.create(path, merging.PASSPHRASE, name=f"envoy {n}", use_keyring=False)
        merging.write(one, changes // envoys)
        with one.unit("trust") as unit:
            trust.enrol(unit, public)
        office.do(enrol.enrol, public=identity.own(one).public)
        package = folder / "in.envoy-package"
        sending.write(one, package, public)
        receiving.read(office, package)
        one.discard()
    return office


def main() -> int:
    """Print the seconds of one return, its bytes, and the memory it took."""
    parser = argparse.ArgumentParser(prog="returning", description=__doc__)
    parser.add_argument("--envoys", type=int, default=60)
    parser.add_argument("--changes", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="envoy-return-") as name:
        folder = Path(name)
        office = build(folder, asked.envoys, asked.changes)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for round in (1, 2):
            began, worked = time.perf_counter(), time.process_time()
            done = returning.write(office, folder / f"back{round}")
            took, worked = time.perf_counter() - began, time.process_time() - worked
            size = sum(one.written.size for one in done.done)
            sent = sum(one.written.changes for one in done.done)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"round {round}: {len(done.done)} packages, {sent:,} changes in all,"
                f" {size / 1e6:.1f} MB, {took:.1f} s ({worked:.1f} s of work),"
                f" memory +{(after - before) / 1024:.0f} MiB"
            )
            sys.stdout.flush()
        office.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
