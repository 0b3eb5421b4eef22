"""One unit of work: what an act writes, its change log, readings and search, in one commit."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection as Writing
from sqlalchemy import Table, delete, insert, update

from envoy_desktop.store import changelog, schema
from envoy_desktop.store.changelog import Actor, Log, plain
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.schema import system
from envoy_desktop.store.workspace import Changed

Values = Mapping[str, Any]
BUFFER = 5000
_READ_OFTEN = frozenset({"holiday", "setting", "catalogue_item"})


class Unit:
    """What an act is handed: reads inside the transaction, and the only ways to write.

    `subject` names the thing acted on for the history and for undo; a `final` unit (an issued
    document) cannot be undone.
    """

    def __init__(
        self, writing: Writing, raw: Any, reader: Reader, act: str, subject: str = ""
    ) -> None:
        self._writing = writing
        self._raw = raw
        self._reader = reader
        self.act = act
        self.subject = subject
        self.final = False
        self.undoes: int | None = None
        actor = self._actor()
        self.began_after = actor.hlc
        """The hybrid logical time of the newest change that stood before this unit."""
        self._log = Log(actor)
        self._pending: dict[str, list[dict[str, Any]]] = {}
        self._pending_count = 0
        self._changed: dict[str, set[int]] = {}
        self._merged = False
        self.merge = 0
        """The number of the taking in that this unit did, 0 where it did none."""

    @property
    def hlc(self) -> int:
        """The hybrid logical time of this unit."""
        return self._log.hlc

    # -- reading -------------------------------------------------------------------------------

    def rows(self, sql: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query, this unit's own writes among them."""
        self._flush()
        return self._reader.rows(sql, **values)

    def row(self, sql: str, /, **values: Any) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        self._flush()
        return self._reader.row(sql, **values)

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first field of the first row, or None."""
        self._flush()
        return self._reader.value(sql, **values)

    @property
    def reader(self) -> Reader:
        """A reader inside this transaction, for the queries that screens use too."""
        self._flush()
        return self._reader

    # -- writing -------------------------------------------------------------------------------

    def add(self, kind: str, /, **values: Any) -> int:
        """Make an object and give its id; columns not named keep their defaults."""
        id = self._log.append(kind, None, "", values)
        self._insert(kind, id, values)
        return id

    def make(self, kind: str, id: int, /, **values: Any) -> None:
        """Make the object of a natural id that is known to be new (part of a new project)."""
        self._log.append(kind, id, "", values)
        self._insert(kind, id, values)

    def put(self, kind: str, id: int, /, **values: Any) -> None:
        """Make the object of a natural id, or set what differs (and bring back a removed one)."""
        table = schema.LOGGED[kind]
        if self.value(f"SELECT 1 FROM {table.name} WHERE id = :id", id=id):
            self.set(kind, id, **values, deleted=False)
            return
        self.make(kind, id, **values)
        if self.value("SELECT 1 FROM head WHERE object = :id", id=id):
            from envoy_desktop.store import rebuilding

            self._write_log()  # somebody's edits came before the making that they edit
            rebuilding.rebuild(self, [id])

    def set(self, kind: str, id: int, /, **values: Any) -> None:
        """Write fields of an object; only those that differ are logged."""
        table = schema.LOGGED[kind]
        names = list(values)
        columns = ", ".join(f'"{name}"' for name in names)
        old = self.row(f"SELECT {columns} FROM {table.name} WHERE id = :id", id=id)
        if old is None:
            raise KeyError(f"{kind} {id}")
        different = {
            name: new
            for name, was, new in zip(names, old, values.values(), strict=True)
            if plain(new) != was
        }
        if not different:
            return
        if changelog.is_natural(id):
            self._write_log()  # the change that made it may be of this unit, not yet in the table
        for name, new in different.items():
            self._log_field(kind, id, name, new)
        written = {name: plain(value) for name, value in different.items()}
        self._writing.execute(update(table).where(table.c.id == id).values(written))
        self._mark(kind, id)

    def settle(self, kind: str, id: int, field: str, value: Any) -> None:
        """Write a field even where it shows this value: the change names all heads there are."""
        table = schema.LOGGED[kind]
        self._flush()
        if changelog.is_natural(id):
            self._write_log()
        self._log_field(kind, id, field, value)
        written = {field: plain(value)}
        self._writing.execute(update(table).where(table.c.id == id).values(written))
        self._mark(kind, id)

    def _log_field(self, kind: str, id: int, field: str, value: Any) -> None:
        parents = changelog.heads(self._reader, id, field)
        change = self._log.append(kind, id, field, value, parents)
        head = system.head
        self._writing.execute(delete(head).where(head.c.object == id, head.c.field == field))
        self._writing.execute(insert(head), {"object": id, "field": field, "change": change})

    def remove(self, kind: str, id: int) -> None:
        """Hide an object: it stays in the history and can be brought back."""
        self.set(kind, id, deleted=True)

    def execute(self, sql: str, /, **values: Any) -> None:
        """Write to the store's own unlogged tables (blobs, readings, search)."""
        self._flush()
        self._raw.execute(sql, values)

    def execute_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """The same for many rows with `?` places."""
        self._flush()
        self._raw.executemany(sql, rows)

    # -- taking in others' changes (store/merge.py) --------------------------------------------

    def lay_all(self, kind: str, made: Sequence[tuple[int, Values]]) -> None:
        """Lay down many rows of a kind, whose values were checked against its columns."""
        self._merged = True
        self._flush()
        columns = schema.LOGGED[kind].columns
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for id, values in made:
            alike.setdefault(tuple(values), []).append((id, *values.values()))
        for names, rows in alike.items():
            listed = "".join(f', "{name}"' for name in names)
            places = ", ?" * len(names)
            if any(columns[name].type is schema.base.Flag for name in names):
                rows = [tuple(map(plain, row)) for row in rows]
            self._raw.executemany(
                f"INSERT INTO {schema.LOGGED[kind].name}(id{listed}) VALUES (?{places})", rows
            )
        self._changed.setdefault(kind, set()).update(id for id, _values in made)
        if kind in _READ_OFTEN:
            self._reader.known.clear()

    def touched(self, kind: str, ids: Iterable[int]) -> None:
        """Say that rows were changed beside the log: readings and search follow."""
        self._merged = True
        for id in ids:
            self._mark(kind, id)

    def all_changed(self) -> Mapping[str, frozenset[int]]:
        """Every object that this unit has changed so far, by kind."""
        return {kind: frozenset(ids) for kind, ids in self._changed.items()}

    def changed_ids(self, kind: str) -> frozenset[int]:
        """The objects of a kind that this unit has changed so far."""
        return frozenset(self._changed.get(kind, ()))

    def again(
        self, kind: str, object: int | None, field: str, value: Any, parents: Iterable[int] = ()
    ) -> int:
        """Log a change that lay aside, with what its author had seen; `show_again` follows."""
        self._flush()
        return self._log.append(kind, object, field, value, parents)

    def show_again(self, objects: Iterable[int]) -> None:
        """Work out the rows of objects to which `again` has written."""
        from envoy_desktop.store import rebuilding

        self._write_log()
        rebuilding.rebuild(self, objects)

    # -- the end -------------------------------------------------------------------------------

    def finish(self) -> Changed:
        """Bring readings and search up to date and write the log; called by the workspace."""
        if not self._log.unit and not self._merged:  # readings caught up, a blob kept for later
            return Changed()
        from envoy_desktop.store import readings, search

        self._flush()
        readings.refresh(self)
        search.refresh(self)
        if self._log.unit:
            self._write_unit()
            self._write_log()
        return Changed(
            {kind: frozenset(ids) for kind, ids in self._changed.items()}, self.act, self.subject
        )

    def _write_unit(self) -> None:
        told = {
            "act": self.act,
            "subject": self.subject,
            "undoes": self.undoes,
            "final": self.final,
        }
        self._log.append("unit", self._log.unit, "", told)  # last: its words are known only now
        self._writing.execute(
            insert(system.unit),
            {"id": self._log.unit, "hlc": self._log.hlc, **told, "final": int(self.final)},
        )

    def _write_log(self) -> None:
        self._raw.executemany(
            "INSERT INTO change(id, hlc, unit, kind, object, field, value, parents, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (c.id, c.hlc, c.unit, c.kind, c.object, c.field, c.value, c.parents, c.hash)
                for c in self._log.changes
            ),
        )
        self._log.changes.clear()
        head = self._log.head()
        self._writing.execute(
            update(system.actor)
            .where(system.actor.c.tag == head.tag)
            .values(seq=head.seq, hlc=head.hlc, hash=head.hash)
        )

    def _insert(self, kind: str, id: int, values: Values) -> None:
        self._pending.setdefault(kind, []).append({"id": id, **values})
        self._pending_count += 1
        self._mark(kind, id)
        if self._pending_count > BUFFER:
            self._flush()
            self._write_log()

    def _flush(self) -> None:
        if not self._pending_count:
            return
        for kind, rows in self._pending.items():
            table = schema.LOGGED[kind]
            self._raw.executemany(_insert_sql(table), (_row(table, row) for row in rows))
        self._pending.clear()
        self._pending_count = 0

    def _mark(self, kind: str, id: int) -> None:
        if kind in _READ_OFTEN:
            self._reader.known.clear()
        self._changed.setdefault(kind, set()).add(id)

    def _actor(self) -> Actor:
        found = self._reader.row(
            "SELECT tag, uuid, name, device, seq, hlc, hash FROM actor WHERE tag = :own",
            own=int(self._reader.meta("actor") or 0),
        )
        if found is None:
            raise LookupError("the workspace has no actor")
        last = changelog.newest_hlc(self._reader)
        tag, uuid, name, device, seq, hlc, hash = found
        return Actor(tag, uuid, name, device, seq, max(hlc, last), hash)


_INSERTS: dict[str, str] = {}
_DEFAULTS: dict[str, dict[str, Any]] = {}


def _insert_sql(table: Table) -> str:
    if table.name not in _INSERTS:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        places = ", ".join("?" for _ in table.columns)
        _INSERTS[table.name] = f"INSERT INTO {table.name}({names}) VALUES ({places})"
        _DEFAULTS[table.name] = {c.name: _default(c.server_default) for c in table.columns}
    return _INSERTS[table.name]


def _row(table: Table, row: Values) -> tuple[Any, ...]:
    unknown = row.keys() - _DEFAULTS[table.name].keys()
    if unknown:
        raise KeyError(f"{table.name} has no {', '.join(sorted(unknown))}")
    return tuple(plain(row.get(name, preset)) for name, preset in _DEFAULTS[table.name].items())


def _default(server_default: Any) -> Any:
    if server_default is None:
        return None
    text = str(server_default.arg)
    return "" if text == "''" else json.loads(text)


def default_of(table: Table, field: str) -> Any:
    """What a field holds where the making change does not name it."""
    return _default(table.columns[field].server_default)
