"""The workspace: create, open, read; and the unit of work through which every write goes."""

import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import connection as door
from envoy_desktop.store import keys, versions
from envoy_desktop.store.connection import Connection, Reader
from envoy_desktop.store.troubles import Damaged

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from envoy_desktop.store.unit import Unit


@dataclass(frozen=True)
class Changed:
    """What a unit of work changed: kind of object -> ids."""

    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    act: str = ""
    subject: str = ""

    def of(self, kind: str) -> frozenset[int]:
        """The changed objects of one kind."""
        return self.ids.get(kind, frozenset())

    def touches(self, *kinds: str) -> bool:
        """Whether any object of these kinds changed."""
        return any(kind in self.ids for kind in kinds)

    def __bool__(self) -> bool:
        return bool(self.ids)


_COMPANIONS = ("-wal", "-shm")
Listener = Callable[[Changed], None]


class Workspace:
    """An open workspace file. Thread-safe: many readers, one writer at a time."""

    def __init__(self, path: Path, key: bytes, first: Connection) -> None:
        self.path = path
        self.key = key
        self._idle: list[Connection] = [first]  # the opening connection serves the first screen
        self._idle_lock = threading.Lock()
        self._write_lock = threading.RLock()
        self._in_unit = False
        self._engine: Engine | None = None
        self._listeners: list[Listener] = []
        self._seen_hlc = 0
        self._seen_merge = 0
        self._closed = False

    # -- life ----------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        name: str,
        use_keyring: bool = True,
        seed: str = "",
        database: str = "",
    ) -> "Workspace":
        """A new, empty workspace at `path` for the person `name`.

        With `database` (a PostgreSQL URL) the work lies there, and the file holds what is local;
        a database in which others work already is joined. `seed` makes the first device
        incarnation the same each time (the demo city alone). Raises
        Refusal("file-exists" | "passphrase-weak") and SystemFailed.
        """
        from envoy_desktop.store import migrate

        if keys.strength(passphrase) == 0:
            raise Refusal("passphrase-weak", minimum=keys.MINIMUM_LENGTH)
        path = path.absolute()
        if path.exists() or keys.key_file(path).exists():
            raise Refusal("file-exists", path=str(path), next="choose-other-file")
        with door.told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        workspace = None
        try:
            key, slots = keys.create(path, passphrase, use_keyring=use_keyring)
            workspace = cls(path, key, door.connect(path, key, create=True))
            with door.told(path):
                migrate.upgrade(workspace)
                workspace._found(slots.workspace, name, seed)
            if database:
                workspace = workspace._moved_to(database, name, seed)
        except BaseException:
            if workspace is not None:
                workspace.discard()
            _remove(path)
            raise
        return workspace

    def _moved_to(self, database: str, name: str, seed: str) -> "Workspace":
        from envoy_desktop.store import postgres

        postgres.connect(database).close()  # a wrong address is told before anything is kept
        self.set_meta("database", database)
        self.close()
        moved = self._at(self.path, self.key, door.connect(self.path, self.key))
        try:
            moved._migrate()
            moved.mint_actor(name, seed)
        except BaseException:
            moved.close()
            raise
        return moved

    def discard(self) -> None:
        """Close and remove a workspace whose making failed; nothing of it stays on the disk."""
        self.close()
        _remove(self.path)

    @classmethod
    def open(cls, path: Path, key: bytes) -> "Workspace":
        """Open the workspace at `path` with its master key, migrating an older one on a backup.

        Raises Damaged (foreign, damaged, from a future version) and SystemFailed.
        """
        path = path.absolute()
        workspace = cls._at(path, key, door.connect(path, key))
        try:
            workspace._ready()
        except BaseException:
            workspace.close()
            raise
        return workspace

    @classmethod
    def _at(cls, path: Path, key: bytes, first: Connection) -> "Workspace":
        """The workspace of a file: its own, or the database that it names."""
        named = first.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
        ask = "SELECT value FROM meta WHERE key = 'database'"
        url = first.execute(ask).fetchone() if named else None
        if url is None:
            return cls(path, key, first)
        from envoy_desktop.store.postgres import DatabaseWorkspace

        return DatabaseWorkspace(path, key, first, str(url[0]))

    def _version(self) -> str:
        """The revision of the tables; raises Damaged where there are none."""
        with self.read() as reader:
            if not reader.value("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"):
                raise Damaged("not-a-workspace", path=str(self.path), next="choose-workspace")
            return str(reader.value("SELECT version_num FROM alembic_version"))

    def _ready(self) -> None:
        from envoy_desktop.store import changelog

        version = self._version()
        if version not in versions.known():
            raise Damaged("from-the-future", path=str(self.path), version=version, next="update")
        if version != versions.newest():
            self._migrate()
        if not self.meta("actor"):
            self._go_on_as_new()
        with self.read() as reader:
            self._seen_hlc = changelog.newest_hlc(reader)
            self._seen_merge = reader.value("SELECT max(n) FROM merged") or 0

    def _go_on_as_new(self) -> None:
        """A restored workspace writes as a new incarnation of the same person's device."""
        with self.read() as reader:
            name = reader.value(
                "SELECT name FROM actor WHERE tag = :was", was=int(reader.meta("restored") or 0)
            )
        self.mint_actor(name or "")

    def _migrate(self) -> None:
        from envoy_desktop.store import backup, migrate

        backup.write(self, backup.folder_of(self.path), reason="migration")
        with self._told():
            migrate.upgrade(self)

    def _found(self, identity: str, name: str, seed: str) -> None:
        self.set_meta("workspace", identity)
        self.mint_actor(name, seed)

    def mint_actor(self, name: str, seed: str = "") -> None:
        """Write as a new device incarnation from now on (a new or a restored workspace)."""
        from envoy_desktop.store import changelog

        actor = changelog.mint_actor(name, platform.node(), seed or None)
        with self._write_lock, self._told(), self.engine.begin() as writing:
            self.raw(writing).execute(
                "INSERT INTO actor(tag, uuid, name, device, seq, hlc, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    actor.tag,
                    actor.uuid,
                    actor.name,
                    "" if seed else actor.device,
                    actor.seq,
                    actor.hlc,
                    actor.hash,
                ),
            )
        self.set_meta("actor", str(actor.tag))

    def close(self) -> None:
        """Close every connection; the file is then one file again (no -wal beside it).

        A unit of work that is under way on another thread is waited for; a reader closes its own
        connection when it is done.
        """
        with self._write_lock:
            if self._closed:
                return
            self._closed = True
            if self._engine is not None:
                self._engine.dispose()
        with self._idle_lock:
            for held in self._idle:
                held.close()
            self._idle.clear()

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _still_open(self) -> None:
        if self._closed:
            raise RuntimeError("the workspace is closed")  # else a file lock would outlive it

    # -- reading -------------------------------------------------------------------------------

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A reader with one view of the data, whatever others write meanwhile."""
        with self.read_local() as reader:
            yield reader

    @contextmanager
    def read_local(self) -> Iterator[Reader]:
        """A reader of the file itself, where the work may lie elsewhere."""
        with self._idle_lock:
            self._still_open()
            held = self._idle.pop() if self._idle else None
        if held is None:
            held = door.connect(self.path, self.key)
        try:
            with door.told(self.path):
                held.execute("BEGIN")
                try:
                    yield Reader(held)
                finally:
                    held.execute("COMMIT")
        finally:
            with self._idle_lock:
                if self._closed:
                    held.close()
                else:
                    self._idle.append(held)

    def copy_to(self, target: Connection) -> None:
        """Copy all pages into an open connection with the same key, in one step."""
        source = door.connect(self.path, self.key)
        try:
            # a page that fails its seal would be copied as zeros and sealed anew
            broken = source.execute("PRAGMA cipher_integrity_check").fetchone()
            if broken:
                told = {"path": str(self.path), "found": str(broken[0])}
                raise Damaged("damaged", next="restore-backup", **told)
            source.backup(target)
        finally:
            source.close()

    # -- writing -------------------------------------------------------------------------------

    @property
    def engine(self) -> "Engine":
        """The SQLAlchemy engine over this file; made at the first write, not at the start."""
        self._still_open()
        if self._engine is None:
            from sqlalchemy import create_engine, event
            from sqlalchemy.pool import QueuePool

            engine = create_engine(
                "sqlite+pysqlite://",
                module=sqlcipher3,
                creator=lambda: door.connect(self.path, self.key),
                poolclass=QueuePool,
                pool_size=1,
                max_overflow=1,
                hide_parameters=True,  # an error's text goes to logs and reports: no one's words
            )
            event.listen(engine, "begin", _begin_immediate)
            self._engine = engine
        return self._engine

    @contextmanager
    def unit(self, act: str, subject: str = "") -> "Iterator[Unit]":
        """One unit of work, all or nothing: `act` names it in the history and for undo.

        On leaving: rows, readings, search and change log are committed together, then listeners
        are told. A Refusal or any other error rolls everything back.
        """
        from envoy_desktop.store.unit import Unit

        with self._write_lock, self._alone(act):
            with self._told(), self.engine.begin() as writing:
                raw = self.raw(writing)
                unit = Unit(writing, raw, self.reader_of(raw), act, subject)
                yield unit
                changed = unit.finish()
                self._before_commit(writing)
            # not past what another process wrote just before: that is still to be told
            if changed and unit.began_after <= self._seen_hlc:
                self._seen_hlc = unit.hlc
            if unit.merge == self._seen_merge + 1:
                self._seen_merge = unit.merge
        if changed:
            self.announce(changed)

    def _told(self) -> AbstractContextManager[None]:
        """Errors of the door as troubles."""
        return door.told(self.path)

    def raw(self, writing: Any) -> Any:
        """The driver's connection of a transaction, as units use it."""
        return writing.connection.driver_connection

    def reader_of(self, raw: Any) -> Reader:
        """A reader over the connection of a unit."""
        return Reader(raw)

    @contextmanager
    def _alone(self, act: str) -> Iterator[None]:
        """One unit at a time: a second inside the first would wait for the file and fail."""
        if self._in_unit:
            raise RuntimeError(f"{act}: another unit of work is open on this thread")
        self._in_unit = True
        try:
            yield
        finally:
            self._in_unit = False

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Write without waiting for the disk: for a workspace that is being made anew alone.

        A power loss inside may destroy it; on leaving everything is on the disk.
        """
        with self._write_lock:
            self._pragma("synchronous = OFF")
            self._pragma("cache_size = -524288")  # a province's indexes outgrow 64 MB
            try:
                yield
            finally:
                self._pragma("synchronous = FULL")
                self._pragma(f"cache_size = -{door.CACHE_KIB}")
                self._pragma("wal_checkpoint(TRUNCATE)")

    def _pragma(self, pragma: str) -> None:
        with door.told(self.path):
            held: Any = self.engine.raw_connection()
            try:
                held.driver_connection.execute(f"PRAGMA {pragma}").fetchall()
            finally:
                held.close()

    def _before_commit(self, writing: object) -> None:
        """A place for tests to cut the power just before the commit."""

    def do(self, act: "Callable[..., Any]", /, **values: Any) -> Any:
        """Call one act of casework in a unit of its own, named after it; gives what it gives."""
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"
        with self.unit(name) as unit:
            return act(unit, **values)

    # -- announcing ----------------------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of every committed change, on the thread that committed it."""
        self._listeners.append(listener)

    def unlisten(self, listener: Listener) -> None:
        """Stop telling `listener`."""
        self._listeners.remove(listener)

    def announce(self, changed: Changed) -> None:
        """Tell all listeners what changed."""
        for listener in list(self._listeners):
            listener(changed)

    def changed_elsewhere(self) -> Changed:
        """What another process (the command line beside the window) wrote since last asked."""
        from envoy_desktop.store import changelog

        with self.read() as reader:
            last = changelog.newest_hlc(reader)
            merge = reader.value("SELECT max(n) FROM merged") or 0
            if last <= self._seen_hlc and merge <= self._seen_merge:
                return Changed()
            ids: dict[str, set[int]] = {}
            for kind, object in reader.rows(
                "SELECT DISTINCT kind, object FROM change WHERE hlc > :seen AND hlc <= :last"
                " AND kind NOT IN ('unit', 'withheld')"
                # what was taken in may be older than what was seen
                " UNION SELECT kind, object FROM merged WHERE n > :merge",
                seen=self._seen_hlc,
                last=last,
                merge=self._seen_merge,
            ):
                ids.setdefault(kind, set()).add(object)
            self._seen_hlc = max(self._seen_hlc, last)
            self._seen_merge = max(self._seen_merge, merge)
        return Changed({kind: frozenset(of) for kind, of in ids.items()})

    # -- half-typed text -----------------------------------------------------------------------

    def keep_typing(self, place: str, text: str) -> None:
        """Keep half-typed text of a place (a form, the quick log) through a crash; "" drops it."""
        from envoy_desktop import now

        if text:
            self._write_local(
                "INSERT INTO typing(place, text, at) VALUES (?, ?, ?)"
                " ON CONFLICT (place) DO UPDATE SET text = excluded.text, at = excluded.at",
                (place, text, now.instant().isoformat()),
            )
        else:
            self._write_local("DELETE FROM typing WHERE place = ?", (place,))

    def kept_typing(self, place: str) -> str:
        """The half-typed text of a place, or ""."""
        with self.read_local() as reader:
            return reader.value("SELECT text FROM typing WHERE place = :place", place=place) or ""

    # -- facts about the file ------------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A local fact about this file ("workspace", "actor", "backed_up_at" …), or ""."""
        with self.read_local() as reader:
            return reader.meta(key)

    def set_meta(self, key: str, value: str) -> None:
        """Remember a local fact that is no one's work: it is not logged and never travels."""
        self._write_local(
            "INSERT INTO meta(key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def _write_local(self, sql: str, values: tuple[Any, ...]) -> None:
        """One write to the file itself, in a transaction of its own."""
        with self._write_lock, self._told(), self.engine.begin() as writing:
            writing.exec_driver_sql(sql, values)


def _begin_immediate(writing: Any) -> None:
    writing.exec_driver_sql("BEGIN IMMEDIATE")


def _remove(path: Path) -> None:
    for left in (path, keys.key_file(path), *(path.with_name(path.name + e) for e in _COMPANIONS)):
        left.unlink(missing_ok=True)
