"""Every integrity check of a workspace: pages, structure, chain, attachments, readings, log."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

import sqlcipher3

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import attachments, changelog, readings, rebuilding, search
from envoy_desktop.store.changelog import NATURAL, SEQ_BITS
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.schema.base import Id
from envoy_desktop.words import ids

if TYPE_CHECKING:
    from sqlalchemy import Table

    from envoy_desktop.store.workspace import Workspace

MOST = 10
"""Findings told of one check; a broken file has thousands and one says enough."""


@dataclass(frozen=True)
class Finding:
    """What one check says: how many things it looked at, and what is wrong, up to `MOST`."""

    check: str
    ok: bool
    looked_at: int
    found: tuple[str, ...] = ()


def check(workspace: "Workspace") -> list[Finding]:
    """Run every check; what is damaged is told and never raised. Nothing is written."""
    return [_run(workspace, name, look) for name, look in _CHECKS.items()]


Found = Iterator[str | None]
"""What a check yields for each thing looked at: what is wrong with it, or None."""


def _run(workspace: "Workspace", name: str, look: Callable[[Reader], Found]) -> Finding:
    looked_at, wrong = 0, list[str]()
    try:
        # of an office's database its own server keeps the pages; the officer's file is looked at
        of_the_file = look in (_pages, _structure, _foreign_keys)
        with workspace.read_local() if of_the_file else workspace.read() as reader:
            for said in look(reader):
                looked_at += 1
                if said is not None:
                    wrong.append(said)
                    if len(wrong) == MOST:
                        break
    except sqlcipher3.Error as error:  # a damaged page that a query came upon
        wrong.append(str(error))
    except Trouble as trouble:
        wrong.append(str(trouble.__cause__ or trouble))
    return Finding(name, not wrong, looked_at, tuple(wrong[:MOST]))


def _pages(reader: Reader) -> Found:
    """Every page's seal (SQLCipher's HMAC): finds a flipped bit anywhere."""
    wrong = [str(row[0]) for row in reader.rows("PRAGMA cipher_integrity_check")]
    yield from wrong
    for _page in range(reader.value("PRAGMA page_count") - len(wrong)):
        yield None


def _structure(reader: Reader) -> Found:
    for (said,) in reader.each("PRAGMA integrity_check"):
        if said == "ok":
            yield None
        else:  # a damaged tree is told in one text of many lines
            yield from (line for line in str(said).split("\n") if not line.startswith("***"))


def _foreign_keys(reader: Reader) -> Found:
    yield None
    for table, row, *_rest in reader.each("PRAGMA foreign_key_check"):
        yield f"{table} {row}"


def _chain(reader: Reader) -> Found:
    """The hash chain of each device, and that no change is of an unknown one."""
    broken = dict(changelog.verify(reader))
    for (identity,) in reader.rows("SELECT uuid FROM actor"):
        change = broken.get(identity)
        yield None if change is None else f"{identity} {ids.show(change)}"
    for (change,) in reader.each(
        "SELECT id FROM change WHERE id >> :bits NOT IN (SELECT tag FROM actor)",
        bits=changelog.SEQ_BITS,
    ):
        yield ids.show(change)


def _attachments(reader: Reader) -> Found:
    damaged = attachments.damaged(reader)
    yield from damaged
    kept = reader.value("SELECT count(DISTINCT sha256) FROM blob_chunk") or 0
    for _blob in range(max(0, kept - len(damaged))):
        yield None


def _readings(reader: Reader) -> Found:
    """Dropped and computed anew for the day each was kept for, they are what is kept."""
    columns = ", ".join(readings.COLUMNS)
    days = reader.rows("SELECT DISTINCT read_on FROM reading_procedure")
    for (day,) in days:
        kept = {
            row[0]: row
            for row in reader.rows(
                f"SELECT {columns} FROM reading_procedure WHERE read_on = :day", day=day
            )
        }
        fresh = readings.rows(reader, list(kept), date.fromisoformat(day))
        missing = set(kept)
        for row in fresh:
            missing.discard(row[0])
            yield _different(row[0], kept[row[0]], row)
        yield from (ids.show(id) for id in missing)  # kept without its procedure
    for (id,) in reader.each(
        "SELECT p.id FROM procedure p JOIN project j ON j.id = p.project AND j.deleted = 0"
        " JOIN catalogue_item i ON i.id = p.item"
        " WHERE p.deleted = 0 AND p.id NOT IN (SELECT procedure FROM reading_procedure)"
    ):
        yield ids.show(id)


def _different(id: int, kept: tuple[Any, ...], fresh: tuple[Any, ...]) -> str | None:
    for name, old, new in zip(readings.COLUMNS, kept, fresh, strict=True):
        if old != new:
            return f"{ids.show(id)} {name}: {old} ≠ {new}"
    return None


def _log(reader: Reader) -> Found:
    """Replayed, the change log gives every row as it stands."""
    from envoy_desktop.store import schema

    for kind, table in schema.LOGGED.items():
        yield from _log_of(reader, kind, table)


def _log_of(reader: Reader, kind: str, table: "Table") -> Found:
    from envoy_desktop.store.unit import default_of

    names = [column.name for column in table.columns]
    preset = {name: default_of(table, name) for name in names}
    listed = ", ".join(f'"{name}"' for name in names)
    rows = reader.each(f"SELECT {listed} FROM {table.name} ORDER BY id")
    told = groupby(
        reader.each(
            "SELECT object, id, hlc, kind, field, value, parents FROM change WHERE kind = :kind"
            " ORDER BY object, id",
            kind=kind,
        ),
        key=lambda change: change[0],
    )
    row = next(rows, None)
    for object, changes in told:
        while row is not None and row[0] < object:
            yield f"{kind} {ids.show(row[0])}"  # nobody wrote it
            row = next(rows, None)
        written = [change[1:] for change in changes]
        made = [json.loads(value) for _i, _h, _k, field, value, _p in written if field == ""]
        if row is None or row[0] != object:
            if made and not _of_another_kind(reader, kind, object):
                yield f"{kind} {ids.show(object)}"  # written and gone
            continue
        if not made:
            yield f"{kind} {ids.show(object)}"  # a row that nobody made
            row = next(rows, None)
            continue
        wanted = {**preset, "id": object, **made[0]}
        if len(written) > 1:
            wanted |= {of: one.value for of, one in rebuilding.heads_of(written, preset).items()}
        yield _unlike(kind, names, row, wanted)
        row = next(rows, None)
    while row is not None:
        yield f"{kind} {ids.show(row[0])}"
        row = next(rows, None)


def _of_another_kind(reader: Reader, kind: str, object: int) -> bool:
    """Whether an object that somebody made as two kinds stands as another than this one."""
    changes = reader.rows(
        "SELECT id, hlc, kind, field, value, parents FROM change WHERE object = :object"
        " AND kind NOT IN ('unit', 'withheld')",
        object=object,
    )
    return rebuilding.kind_of(changes) != kind


def _unlike(
    kind: str, names: list[str], row: tuple[Any, ...], wanted: dict[str, Any]
) -> str | None:
    for name, value in zip(names, row, strict=True):
        if value != wanted[name]:
            return f"{kind} {ids.show(row[0])} {name}"
    return None


def _references(reader: Reader) -> Found:
    """Every object that a row names was made by somebody, as far as his work is here."""
    from envoy_desktop.store import schema

    # of some only others tell: their work lies aside or has not come
    here = {int(tag): 0 for (tag,) in reader.rows("SELECT DISTINCT tag FROM receipt")}
    here |= {int(tag): int(seq) for tag, seq in reader.rows("SELECT tag, seq FROM actor")}
    others_have_more = bool(
        reader.value(
            "SELECT 1 FROM receipt r LEFT JOIN actor a ON a.tag = r.tag"
            " WHERE r.seq > coalesce(a.seq, 0) LIMIT 1"
        )
    )
    for kind, table in schema.LOGGED.items():
        named = [c.name for c in table.columns if c.type is Id and c.name != "id"]
        for name in named:
            yield None
            column = f't."{name}"'
            for id, missing in reader.each(
                f"SELECT id, {column} FROM {table.name} t"
                f" WHERE {column} IS NOT NULL AND {column} <> 0"
                f" AND NOT EXISTS (SELECT 1 FROM change c WHERE c.object = {column})"
                # of what stays with its author only the hash is here
                f" AND NOT EXISTS (SELECT 1 FROM change c WHERE c.id = {column})"
            ):
                if missing & NATURAL:
                    awaited = others_have_more  # who made it cannot be told from its id
                else:
                    awaited = here.get(missing >> SEQ_BITS, missing) < missing & (1 << SEQ_BITS) - 1
                if not awaited and _ours(reader, id, name):
                    yield f"{kind} {ids.show(id)} {name}"


def _ours(reader: Reader, object: int, field: str) -> bool:
    """Whether this workspace wrote what stands in a field, or nobody did.

    Another may name what never was: that is his word, and no damage of this file.
    """
    wrote = reader.rows(
        "SELECT a.own FROM change c JOIN actor a ON a.tag = c.id >> :bits"
        " WHERE c.object = :object AND c.field IN ('', :field)",
        bits=SEQ_BITS,
        object=object,
        field=field,
    )
    return not wrote or any(own for (own,) in wrote)


def _search(reader: Reader) -> Found:
    """What search shows is what there is."""
    for kind, sql in search.DOCUMENTS.items():
        there = {id: (title, sub or "") for id, title, sub in reader.each(sql)}
        for id, title, sub in reader.each(
            "SELECT id, title, subtitle FROM search_doc WHERE kind = :kind", kind=kind
        ):
            yield None if there.pop(id, None) == (title, sub) else f"{kind} {ids.show(id)}"
        yield from (f"{kind} {ids.show(id)}" for id in there)


_CHECKS: dict[str, Callable[[Reader], Found]] = {
    "pages": _pages,
    "structure": _structure,
    "foreign_keys": _foreign_keys,
    "chain": _chain,
    "attachments": _attachments,
    "readings": _readings,
    "log": _log,
    "references": _references,
    "search": _search,
}
