"""The door to a PostgreSQL database: the same queries, the same unit of work, one writer at a time.

A workspace over a database is a small encrypted file of the officer's own (keys, half-typed text,
who writes) that names the database in which the work of all officers lies.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop.store import connection as door
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.troubles import Damaged, SystemFailed
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Engine

WRITER = 0x454E564F59
"""The advisory lock that a unit of work holds: writers follow each other, as in a file."""
_PLACE = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|::\w+|:([a-z_][a-z0-9_]*)|(\?)|%", re.IGNORECASE)

_INSERT = re.compile(
    r"INSERT INTO (\w+)\s*(\([^)]*\))? VALUES \(\?(?:, \?)*\)"
    r"( ON CONFLICT(?: \([^)]*\))? DO NOTHING)?"
)
_UPDATE = re.compile(r'UPDATE (\w+) SET ("\w+"|\w+) = \? WHERE id = \?')
_VIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ"
COPIED = 20
"""From so many rows on COPY is the faster way."""
GUARDED = frozenset({"change"})
"""Tables whose rows have rules (`store/roles.py`)."""


@lru_cache(maxsize=4096)
def in_psycopg(sql: str) -> str:
    """A statement with psycopg's places (`%(name)s`, `%s`) for ours (`:name`, `?`)."""

    def place(found: re.Match[str]) -> str:
        if found[1]:
            return f"%({found[1]})s"
        if found[2]:
            return "%s"
        return found[0].replace("%", "%%")

    return _PLACE.sub(place, sql)


class DatabaseConnection:
    """A psycopg connection that speaks as sqlcipher3's does."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def execute(self, sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> Any:
        """Run one statement; gives the cursor."""
        # without values psycopg leaves a percent sign as it is: one way is enough
        return self._held.execute(in_psycopg(sql), values or {})

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows: of insertions and of updates by id many go by COPY."""
        listed = list(rows)
        if len(listed) >= COPIED:
            insert, update = _INSERT.fullmatch(sql), _UPDATE.fullmatch(sql)
            if insert is not None:
                self._insert(insert[1], insert[2] or "", insert[3] or "", listed)
                return
            if update is not None:
                self._update(update[1], update[2], listed)
                return
        with self._held.cursor() as cursor:
            cursor.executemany(in_psycopg(sql), listed)

    def _insert(self, table: str, columns: str, after: str, rows: Sequence[Sequence[Any]]) -> None:
        if not after and not (table in GUARDED and self._guarded(table)):
            self._copy(f"{table}{columns}", rows)
            return
        # COPY neither goes through the rules of rows nor looks for conflicts: INSERT does
        with self._passing(f"SELECT {columns.strip('()') or '*'} FROM {table}"):
            self._copy("incoming", rows)
            self._held.execute(f"INSERT INTO {table}{columns} SELECT * FROM incoming{after}")

    def _guarded(self, table: str) -> bool:
        """Whether the rules of rows hold for who is connected (not for the owner)."""
        (found,) = self._held.execute("SELECT row_security_active(%s)", (table,)).fetchone()
        return bool(found)

    def _update(self, table: str, column: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._passing(f"SELECT {column} AS value, id FROM {table}"):
            self._copy("incoming", rows)
            self._held.execute("ANALYZE incoming")
            self._held.execute(
                f"UPDATE {table} SET {column} = i.value FROM incoming i WHERE {table}.id = i.id"
            )

    @contextmanager
    def _passing(self, shape: str) -> Iterator[None]:
        self._held.execute(f"CREATE TEMP TABLE incoming AS {shape} WHERE false")
        yield  # a failed transaction takes the table with it
        self._held.execute("DROP TABLE incoming")

    def _copy(self, into: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._held.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def close(self) -> None:
        """Close it."""
        self._held.close()


class DatabaseReader(Reader):
    """Reads rows over a connection to a database."""

    dialect = "postgresql"

    def __init__(self, connection: Any, local: Mapping[str, str]) -> None:
        super().__init__(connection)
        self._local = local

    def each(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows one after the other; the driver holds them (a cursor of the server is slower
        for the short lists that screens ask for)."""
        yield from self._connection.execute(sql, values)

    def meta(self, key: str) -> str:
        """A local fact: it lies in the officer's file."""
        return self._local.get(key, "")

    @contextmanager
    def laid_over(
        self, table: str, key: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> Iterator[None]:
        """Let queries see `rows` in the place of the table's rows with the same `key`."""
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        run = self._connection.execute
        run(f"CREATE TEMP TABLE laid_over ON COMMIT DROP AS SELECT {names} FROM {table} WHERE 1=0")
        self._connection.executemany(f"INSERT INTO laid_over VALUES ({places})", rows)
        run(
            f"CREATE TEMP VIEW {table} AS SELECT {names} FROM public.{table} AS kept"
            f" WHERE NOT EXISTS (SELECT 1 FROM laid_over o WHERE o.{key} = kept.{key})"
            f" UNION ALL SELECT {names} FROM laid_over"
        )
        try:
            yield
        finally:
            run(f"DROP VIEW pg_temp.{table}")
            run("DROP TABLE laid_over")


def connect(url: str) -> DatabaseConnection:
    """A connection to the database at `url`; raises SystemFailed."""
    import psycopg

    addressed(url)
    with told(url):
        held = psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor)
    return DatabaseConnection(held)


def addressed(url: str, password: str = "") -> str:
    """The address of a database, with a password where one is given; raises SystemFailed."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    try:
        made = make_conninfo(url, **({"password": password} if password else {}))
        where(made)
    except psycopg.Error as error:
        raise SystemFailed("database-address", next="write-database-address") from error
    if not made:
        raise SystemFailed("database-address", next="write-database-address")
    return made


def look(url: str) -> str:
    """What lies at an address: `empty`, `ours`, or `other` tables; raises SystemFailed.

    Also refused is a database that cannot hold Chinese (its encoding is not UTF-8).
    """
    held = connect(url)
    try:
        with told(url):
            (encoding,) = held.execute("SHOW server_encoding").fetchone()
            if encoding != "UTF8":
                raise SystemFailed(
                    "database-encoding", database=where(url), next="ask-for-database"
                )
            (tables,) = held.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
            (ours,) = held.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename IN ('alembic_version', 'change', 'actor')"
            ).fetchone()
    finally:
        held.close()
    return "ours" if ours == _OUR_TABLES else "other" if tables else "empty"


_OUR_TABLES = 3
# a connection that is refused carries no SQLSTATE, only the words of libpq and of the server
_OF_PASSWORD = (
    "password", "no pg_hba.conf entry", "Peer auth", "authentication failed", "认证", "口令",
)  # fmt: skip
_OF_NAME = ('" does not exist', "不存在")
_OF_HOST = (
    "could not translate host name", "Name or service", "resolve host", "nodename nor servname",
)  # fmt: skip


@contextmanager
def told(url: str) -> Iterator[None]:
    """Turn the database's errors into troubles a person can act on."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise translated(error, url) from error
    except Exception as error:
        original = getattr(error, "orig", None)  # SQLAlchemy wraps what the driver raised
        if isinstance(original, psycopg.Error):
            raise translated(original, url) from error
        raise


def translated(error: Exception, url: str) -> SystemFailed:
    """The trouble behind an error; one that is a bug of ours is raised as it is."""
    import psycopg

    place = where(url)
    state = getattr(error, "sqlstate", None) or ""
    if state.startswith("28") or state == "3D000":  # who may come in, and no such database
        return SystemFailed("database-refuses", database=place, next="check-database")
    if state == "42501":  # insufficient_privilege
        return SystemFailed("database-forbids", database=place, next="ask-chair")
    if state.startswith("53"):  # disk full, too many connections
        return SystemFailed("database-full", database=place, next="try-again")
    if not state and isinstance(error, psycopg.OperationalError):
        said = str(error)
        if any(mark in said for mark in _OF_PASSWORD):
            return SystemFailed("database-password", database=place, next="check-database")
        if any(mark in said for mark in _OF_NAME):
            return SystemFailed("database-missing", database=place, next="ask-for-database")
        if any(mark in said for mark in _OF_HOST):
            return SystemFailed("database-host", database=place, next="check-database")
    if state.startswith(("57P", "08")) or isinstance(error, psycopg.OperationalError):
        return SystemFailed("database-away", database=place, next="try-again")
    raise error


def where(url: str) -> str:
    """The database as told to a person: its name and host, never a password."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(url)
    host = parts.get("host") or "localhost"
    return f"{parts.get('dbname') or parts.get('user') or ''}@{host}"


class DatabaseWorkspace(Workspace):
    """A workspace whose work lies in a database; the file at `path` holds what is local."""

    def __init__(self, path: Path, key: bytes, first: door.Connection, url: str) -> None:
        super().__init__(path, key, first)
        self.url = url
        self._away: list[DatabaseConnection] = []  # idle connections to the database
        self._local: dict[str, str] = {}
        self._learn_local()

    def _learn_local(self) -> None:
        with self.read_local() as reader:
            self._local = dict(reader.rows("SELECT key, value FROM meta"))

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader with one view of the data, whatever others write meanwhile."""
        with self._idle_lock:
            self._still_open()
            held = self._away.pop() if self._away else None
        with told(self.url):
            if held is not None and not _begun(held):
                held = None  # it idled while the server went away; another may do
            if held is None:
                held = connect(self.url)
                held.execute(_VIEW)
            try:
                try:
                    yield DatabaseReader(held, self._local)
                finally:
                    held.execute("ROLLBACK")
            except BaseException:
                held.close()  # it may be the connection that failed
                raise
            with self._idle_lock:
                if self._closed:
                    held.close()
                else:
                    self._away.append(held)

    @property
    def engine(self) -> "Engine":
        """The SQLAlchemy engine over the database."""
        self._still_open()
        if self._engine is None:
            import psycopg
            from sqlalchemy import create_engine, event
            from sqlalchemy.pool import QueuePool

            engine = create_engine(
                "postgresql+psycopg://",
                creator=lambda: psycopg.connect(self.url, cursor_factory=psycopg.ClientCursor),
                poolclass=QueuePool,
                pool_size=1,
                max_overflow=1,
                pool_pre_ping=True,  # a database that went away and came back
                hide_parameters=True,
            )
            event.listen(engine, "begin", _one_writer)
            self._engine = engine
        return self._engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        with told(self.url):
            yield

    def raw(self, writing: Any) -> Any:
        """The driver's connection of a transaction, as units use it."""
        return DatabaseConnection(writing.connection.driver_connection)

    def reader_of(self, raw: Any) -> Reader:
        """A reader over the connection of a unit."""
        return DatabaseReader(raw, self._local)

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """A database sets its own pace."""
        with self._write_lock:
            yield

    def copy_to(self, target: door.Connection) -> None:
        """A database is backed up by those who run it, not by a copy of pages."""
        raise SystemFailed("database-backup", database=where(self.url), next="back-up-database")

    def close(self) -> None:
        """Close every connection."""
        super().close()
        with self._idle_lock:
            for held in self._away:
                held.close()
            self._away.clear()

    def set_meta(self, key: str, value: str) -> None:
        """Remember a local fact in the officer's file."""
        super().set_meta(key, value)
        self._local[key] = value

    def _write_local(self, sql: str, values: tuple[Any, ...]) -> None:
        with self._write_lock, door.told(self.path):
            held = door.connect(self.path, self.key)
            try:
                held.execute(sql, values)
            finally:
                held.close()

    def _migrate(self) -> None:
        from envoy_desktop.store import migrate

        with self._told():
            migrate.upgrade(self)

    def _version(self) -> str:
        with self.read() as reader:
            if not reader.value("SELECT to_regclass('alembic_version')::text"):
                raise Damaged("not-a-workspace", path=where(self.url), next="check-database")
            return str(reader.value("SELECT version_num FROM alembic_version"))


def _begun(held: DatabaseConnection) -> bool:
    import psycopg

    try:
        held.execute(_VIEW)
    except psycopg.OperationalError:
        held.close()
        return False
    return True


def _one_writer(writing: Any) -> None:
    writing.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
