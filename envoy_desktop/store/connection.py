"""One door to a SQLCipher file: keyed, checked, and never silently a plain file."""

import errno
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedWriter
from pathlib import Path
from typing import Any, TypeAlias

import sqlcipher3

from envoy_desktop.store.troubles import (
    Damaged,
    SystemFailed,
    not_a_file,
    unreadable,
    unwritable,
)

PLAIN_HEADER = b"SQLite format 3\x00"
BUSY_SECONDS = 5.0
BLOCK = 500
"""Ids that one statement lists."""
CACHE_KIB = 65536

Connection: TypeAlias = Any
"""A DB-API connection of sqlcipher3, which ships no types."""
DatabaseError = sqlcipher3.DatabaseError


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """A keyed connection to the file at `path`; `key` is the raw 32-byte master key.

    Raises Damaged when the file is plain SQLite, foreign, or does not open with this key, and
    SystemFailed when the system does not let us read it.
    """
    _look_before_opening(path, create)
    try:
        connection = sqlcipher3.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except sqlcipher3.Error as error:
        raise translated(error, path) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # before the key: it logs to stderr
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise Damaged("no-cipher", path=str(path))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "secure_delete = ON",
            f"cache_size = -{CACHE_KIB}",
            "temp_store = MEMORY",  # sorting must leave no plain text in temporary files
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlcipher3.Error as error:
        connection.close()
        raise translated(error, path) from error
    except Damaged:
        connection.close()
        raise
    return connection


def _look_before_opening(path: Path, create: bool) -> None:
    if create:
        return
    try:
        with path.open("rb") as file:
            header = file.read(16)
    except FileNotFoundError as error:
        raise SystemFailed("file-missing", path=str(path), next="choose-workspace") from error
    except OSError as error:
        raise unreadable(error, path) from error
    if header == PLAIN_HEADER or len(header) < 16:
        raise Damaged("not-a-workspace", path=str(path), next="choose-workspace")


def translated(error: BaseException, path: Path | str) -> Damaged | SystemFailed:
    """The trouble behind a database error; an error that is a bug of ours is raised as it is."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
    if code in _DAMAGE:
        return Damaged("damaged", path=str(path), next="restore-backup")
    failed = _failure(code, {"path": str(path)})
    if failed is not None:
        return failed
    raise error


_DAMAGE = frozenset({11, 26})  # SQLITE_CORRUPT, SQLITE_NOTADB


def _failure(code: int, told: dict[str, str]) -> SystemFailed | None:
    """What the system did not let us do, by SQLite's primary result code."""
    match code:
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            return SystemFailed("busy", next="try-again", **told)
        case 8:  # SQLITE_READONLY
            return SystemFailed("read-only", next="check-permission", **told)
        case 10:  # SQLITE_IOERR
            return SystemFailed("disk-error", next="free-space", **told)
        case 13:  # SQLITE_FULL
            return SystemFailed("disk-full", next="free-space", **told)
        case 14:  # SQLITE_CANTOPEN
            return SystemFailed("cannot-open", next="check-permission", **told)
    return None


@contextmanager
def told(path: Path | str) -> Iterator[None]:
    """Turn the database's errors into troubles a person can act on."""
    try:
        yield
    except sqlcipher3.Error as error:
        raise translated(error, path) from error
    except OSError as error:
        raise unwritable(error, _asked_for(error, path)) from error
    except Exception as error:
        # SQLAlchemy wraps what the driver raised; asked by name so that it need not be imported
        original = getattr(error, "orig", None)
        if isinstance(original, sqlcipher3.Error):
            raise translated(original, path) from error
        raise


def _asked_for(error: OSError, path: Path | str) -> Path | str:
    """The file that an error is about: `path`, unless it names another that is not ours."""
    named = error.filename
    if not isinstance(named, str) or Path(named).name.startswith("."):
        return path
    return named


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and swap it in: the old content or the new, never half of it."""
    try:
        with written_beside(path) as file:
            file.write(data)
    except OSError as error:
        raise unwritable(error, path) from error


@contextmanager
def written_beside(path: Path) -> Iterator[BufferedWriter]:
    """A file beside `path` that takes its place once all is written; raises OSError."""
    if not path.name:  # "." or "/": no file can have such a name
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not_a_file(path):  # else a device would become a file
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
    # short, so that the longest name the system takes can be written too
    begun = f".{zlib.crc32(os.fsencode(path.name)):08x}"
    _clear(path.parent, begun)
    fresh = path.with_name(f"{begun}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def _clear(folder: Path, begun: str) -> None:
    """Take away what a writing of the same name left that was killed."""
    for left in folder.glob(f"{begun}.*.new"):
        pid = left.name.split(".")[2]
        if pid.isdecimal() and not _runs(int(pid)):
            with suppress(OSError):
                left.unlink()


def _runs(pid: int) -> bool:
    """Whether a process runs, as far as can be asked without harm (on Windows asking ends it)."""
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power loss (Windows has no such call)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reader:
    """Reads rows with named places (`:name`) over one connection; rows come as tuples."""

    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.known: dict[str, Any] = {}
        """What was worked out of this view of the data; a unit drops it when it writes."""

    def rows(self, sql: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return list(self._connection.execute(sql, values).fetchall())

    def each(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one after the other, never all at once in memory."""
        yield from self._connection.execute(sql, values)

    def row(self, sql: str, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first field of the first row, or None."""
        row = self.row(sql, **values)
        return row[0] if row else None

    def meta(self, key: str) -> str:
        """A local fact about this file ("actor", "backed_up_at" …), or ""."""
        return self.value("SELECT value FROM meta WHERE key = :key", key=key) or ""

    @contextmanager
    def laid_over(
        self, table: str, key: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> Iterator[None]:
        """Let queries see `rows` in the place of the table's rows with the same `key`.

        SQLite looks among temporary names first (and ours lie in memory): nothing is written.
        """
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        over = f"{table}_laid_over"
        self._connection.execute(
            f"CREATE TEMP TABLE {over} AS SELECT {names} FROM main.{table} WHERE 0"
        )
        try:
            self._connection.executemany(f"INSERT INTO temp.{over} VALUES ({places})", list(rows))
            self._connection.execute(f"CREATE UNIQUE INDEX temp.{over}_key ON {over}({key})")
            self._connection.execute(
                f"CREATE TEMP VIEW {table} AS SELECT {names} FROM main.{table} AS kept"
                f" WHERE NOT EXISTS (SELECT 1 FROM temp.{over} o WHERE o.{key} = kept.{key})"
                f" UNION ALL SELECT {names} FROM temp.{over}"
            )
            yield
        finally:
            self._connection.execute(f"DROP VIEW IF EXISTS temp.{table}")
            self._connection.execute(f"DROP TABLE IF EXISTS temp.{over}")


def blocks(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in order, so many at once as one statement takes."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), BLOCK):
        yield wanted[start : start + BLOCK]


def listed(ids: Iterable[int]) -> str:
    """Ids as a statement lists them."""
    return ", ".join(map(str, ids))
