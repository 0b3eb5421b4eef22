"""A private PostgreSQL cluster on a socket in a temporary folder, as a user of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

AS = "postgres"  # root may not run a server


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return versions[0].parent if versions else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """The folder of the socket of a running cluster."""
    programs = _programs()
    if programs is None:
        pytest.skip("needs PostgreSQL's server (Debian: postgresql)")
    # not in pytest's folder: that is closed to the server's user. A socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    before: list[str] = []
    if os.geteuid() == 0:
        before = ["runuser", "-u", AS, "--"]
        shutil.chown(folder, AS)
    data, log = folder / "data", folder / "log"

    def run(*words: str) -> None:
        done = subprocess.run(
            [*before, str(programs / words[0]), *words[1:]],
            capture_output=True, text=True, check=False, cwd=folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    run("initdb", "-D", str(data), "-A", "trust", "-U", "chief", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", options, "start")
    yield folder
    run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def database(cluster: Path) -> Iterator[str]:
    """The address of an empty database of its own."""
    import psycopg

    name = f"city{os.urandom(4).hex()}"
    chief = f"host={cluster} user=chief dbname=postgres"
    with psycopg.connect(chief, autocommit=True) as held:
        held.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    yield f"host={cluster} user=chief dbname={name}"
    with psycopg.connect(chief, autocommit=True) as held:
        held.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]
