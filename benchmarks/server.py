"""A private PostgreSQL cluster on a socket in a temporary folder, as a user of its own."""

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

AS = "postgres"  # root may not run a server


def programs() -> Path | None:
    """Where the programs of PostgreSQL's server lie; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return versions[0].parent if versions else None


class Server:
    """A cluster of PostgreSQL that can be stopped as by pulling its plug, and started again."""

    def __init__(self, programs: Path) -> None:
        # not in pytest's folder: that is closed to the server's user. A socket's path is short.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._programs = programs
        self._before: list[str] = []
        self._lock = threading.Lock()
        self._up = False
        if os.geteuid() == 0:
            self._before = ["runuser", "-u", AS, "--"]
            shutil.chown(self.folder, AS)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "chief",
                  "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        self.start()

    @property
    def database(self) -> str:
        """The address of the database `city`."""
        return f"host={self.folder} user=chief dbname=city"

    def start(self) -> None:
        """Start it, unless it runs."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        with self._lock:
            if not self._up:
                self._control("-l", str(self.folder / "log"), "-o", options, "start")
            self._up = True

    def stop(self) -> None:
        """Stop it at once: what was not committed is gone, as are all connections."""
        with self._lock:
            if self._up:
                self._control("-m", "immediate", "stop")
            self._up = False

    def sql(self, text: str) -> None:
        """Run a statement as its owner."""
        import psycopg

        address = f"host={self.folder} user=chief dbname=postgres"
        with psycopg.connect(address, autocommit=True) as held:
            held.execute(text)  # type: ignore[call-overload]

    def room(self) -> int:
        """How many more connections it takes."""
        import psycopg

        with psycopg.connect(self.database) as held:
            row = held.execute(
                "SELECT current_setting('max_connections')::int - count(*)::int + 1"
                " FROM pg_stat_activity WHERE backend_type = 'client backend'"
            ).fetchone()
        assert row is not None
        return int(row[0])

    def remove(self) -> None:
        """Stop it and take it away."""
        self.stop()
        shutil.rmtree(self.folder)

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", *words)

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [*self._before, str(self._programs / words[0]), *words[1:]],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
            cwd=self.folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
