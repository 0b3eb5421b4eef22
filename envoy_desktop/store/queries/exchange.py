"""What packages ask of the store: what is known, what may travel, who is trusted, what was sent."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from envoy_desktop.domain import settings
from envoy_desktop.store import changelog, schema
from envoy_desktop.store.changelog import SEQ_BITS, WITHHELD
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.exchange import Voucher
from envoy_desktop.store.lines import Author, Row


def _personal() -> str:
    ids = [
        changelog.natural_id("setting", key)
        for key, setting in settings.SETTINGS.items()
        if setting.personal
    ]
    return ", ".join(map(str, ids))


_PRIVATE_NOTES = "SELECT id FROM note WHERE private = 1"
STAYS = {
    "contact": "1 = 1",
    "note": "private = 1",
    "setting": f"id IN ({_personal()})",
    "attachment": (f"(of_kind = 'contact' OR (of_kind = 'note' AND \"of\" IN ({_PRIVATE_NOTES})))"),
}
"""Rows that never leave the laptop, by kind."""
_OWN_STAYS = (
    "(c.kind = 'withheld' OR c.kind = 'contact'"
    f" OR (c.kind = 'setting' AND c.object IN ({_personal()}))"
    f" OR (c.kind = 'note' AND c.object IN ({_PRIVATE_NOTES}))"
    " OR (c.kind = 'attachment' AND c.object IN"
    f"  (SELECT id FROM attachment WHERE {STAYS['attachment']})))"
)
# the words of a unit (its subject) may name what stays
_STAYS = (
    f"({_OWN_STAYS} OR (c.kind = 'unit' AND c.object IN"
    f" (SELECT c.unit FROM change c WHERE c.kind IN"
    f"  ('withheld', 'contact', 'setting', 'note', 'attachment') AND {_OWN_STAYS})))"
)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Somebody whose packages are read; `until` is the last day of the trust."""

    identity: str
    name: str
    role: str
    document: str
    state: str
    since: str
    until: str | None
    by: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A package of the log; `identity` is the other side."""

    sha256: str
    direction: str
    identity: str
    sequence: int
    volume: int
    volumes: int
    at: str
    changes: int
    known: int
    file: str


def authors(reader: Reader) -> list[Author]:
    """Every actor known, those of this file marked as own."""
    return [
        Author(tag, uuid, name, device, bool(own), forked_at, identity)
        for tag, uuid, name, device, own, forked_at, identity in reader.rows(
            "SELECT tag, uuid, name, device, own, forked_at, identity FROM actor ORDER BY tag"
        )
    ]


def have(reader: Reader) -> list[tuple[int, int, bytes]]:
    """What is here without a gap: (actor, last change, its hash)."""
    return [
        (tag, seq, bytes(hash))
        for tag, seq, hash in reader.rows("SELECT tag, seq, hash FROM actor ORDER BY tag")
    ]


def receipts(reader: Reader, identity: str) -> dict[int, tuple[int, bytes]]:
    """What somebody said that he has: actor -> (last change, its hash)."""
    return {
        tag: (seq, bytes(hash))
        for tag, seq, hash in reader.rows(
            "SELECT tag, seq, hash FROM receipt WHERE identity = :identity", identity=identity
        )
    }


def own_actors(reader: Reader) -> list[tuple[int, str, int]]:
    """The incarnations of this file: (actor, its uuid, the last change without a gap)."""
    return [
        (int(tag), str(uuid), int(seq))
        for tag, uuid, seq in reader.rows(
            "SELECT tag, uuid, seq FROM actor WHERE own = 1 ORDER BY tag"
        )
    ]


def vouchers(reader: Reader) -> list[Voucher]:
    """What others signed for their changes, as far as we may carry these on."""
    return [
        Voucher(tag, uuid, seq, bytes(digest), identity, bytes(signature))
        for tag, uuid, seq, digest, identity, signature in reader.rows(
            "SELECT v.tag, v.uuid, v.seq, v.digest, v.identity, v.signature FROM voucher v"
            " JOIN actor a ON a.tag = v.tag WHERE v.seq <= a.seq ORDER BY v.tag"
        )
    ]


def hashes(reader: Reader, tag: int, last: int) -> Iterator[tuple[int, bytes]]:
    """The hashes of an actor's changes up to one number, as far as they are here."""
    for id, hash in reader.each(
        "SELECT id, hash FROM change WHERE id > :first AND id <= :last ORDER BY id",
        first=tag << SEQ_BITS,
        last=tag << SEQ_BITS | last,
    ):
        yield int(id), bytes(hash)


def digest_of_hashes(reader: Reader, tag: int, last: int) -> bytes | None:
    """SHA-256 over the hashes of an actor's changes; None where one of them is not here."""
    rows = reader.rows(
        "SELECT hash FROM change WHERE id > :first AND id <= :last ORDER BY id",
        first=tag << SEQ_BITS,
        last=tag << SEQ_BITS | last,
    )
    whole = b"".join(hash for (hash,) in rows)
    return hashlib.sha256(whole).digest() if len(rows) == last else None


def relayed(reader: Reader, tag: int, last: int) -> list[Row]:
    """An actor's changes that a third hand brought and that lie aside for want of a voucher."""
    return [
        (*row[:8], bytes(row[8]))
        for row in reader.rows(
            "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM quarantined"
            " WHERE reason = 'relayed' AND id > :first AND id <= :last ORDER BY id",
            first=tag << SEQ_BITS,
            last=tag << SEQ_BITS | last,
        )
    ]


def hash_of(reader: Reader, tag: int, seq: int) -> bytes | None:
    """The hash of one change; None where it is not here."""
    if seq == 0:
        return changelog.NO_HASH
    found = reader.value("SELECT hash FROM change WHERE id = :id", id=tag << SEQ_BITS | seq)
    return None if found is None else bytes(found)


def changes_between(reader: Reader, tag: int, after: int, last: int) -> Iterator[Row]:
    """An actor's changes after one number up to another, as they are here."""
    yield from _changes(
        reader,
        "id > :after AND id <= :last",
        after=tag << SEQ_BITS | after,
        last=tag << SEQ_BITS | last,
    )


def named_changes(reader: Reader, ids: list[int]) -> Iterator[Row]:
    """Some changes as they are here, in the order of their ids."""
    for start in range(0, len(ids), 500):
        listed = ", ".join(map(str, sorted(ids)[start : start + 500]))
        yield from _changes(reader, f"id IN ({listed})")


def _changes(reader: Reader, where: str, **values: Any) -> Iterator[Row]:
    for *change, hash in reader.each(
        "SELECT id, hlc, unit, kind, object, field, value, parents, hash FROM change"
        f" WHERE {where} ORDER BY id",
        **values,
    ):
        yield (*change, bytes(hash))


def staying_changes(reader: Reader) -> frozenset[int]:
    """The changes that leave as hashes alone, found once for all: it goes through the whole log."""
    return frozenset(
        row[0]
        for row in reader.each(
            f"SELECT c.id FROM change c WHERE c.kind <> '{WITHHELD}' AND {_STAYS}"
        )
    )


def released(reader: Reader) -> list[int]:
    """Changes of notes that were private once and are not now: some know only their hashes."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT c.id FROM change c JOIN note n ON n.id = c.object WHERE c.kind = 'note'"
            " AND n.private = 0 AND c.object IN"
            "  (SELECT object FROM change WHERE kind = 'note' AND field = 'private')"
        )
    ]


def staying(reader: Reader) -> dict[str, int]:
    """How many objects of each kind never leave."""
    found = {}
    for kind, rule in STAYS.items():
        count = reader.value(f"SELECT count(*) FROM {kind} WHERE deleted = 0 AND {rule}")
        if count:
            found[kind] = int(count)
    return found


def own_heads(reader: Reader) -> list[tuple[int, int, bytes]]:
    """The incarnations of this file: (actor, last change, its hash)."""
    return [
        (tag, seq, bytes(hash))
        for tag, seq, hash in reader.rows("SELECT tag, seq, hash FROM actor WHERE own = 1")
    ]


def wanted_by(reader: Reader, identity: str) -> list[str]:
    """The blobs that somebody said he lacks, as far as he said so to this file."""
    text = reader.meta(f"wants {identity}")
    found: list[str] = json.loads(text) if text else []
    return found


_PROJECT_OF = (
    "SELECT id, id AS project FROM project",
    "SELECT id, project FROM procedure",
    "SELECT e.id, p.project FROM event e JOIN procedure p ON p.id = e.procedure",
    "SELECT id, project FROM obstacle",
    "SELECT id, project FROM attempt",
    "SELECT id, project FROM duty",
    "SELECT id, project FROM memo",
    "SELECT id, project FROM project_attribute",
    "SELECT id, project FROM material_state",
)


def projects_of(reader: Reader, changes: dict[int, int]) -> dict[int, int]:
    """How many of some objects' changes belong to each project; `changes` by object."""
    found: dict[int, int] = {}
    listed = sorted(changes)
    for start in range(0, len(listed), 500):
        block = ", ".join(map(str, listed[start : start + 500]))
        for query in _PROJECT_OF:
            for object, project in reader.rows(
                f"SELECT inside.id, inside.project FROM ({query}) AS inside"
                f" WHERE inside.id IN ({block}) AND inside.project IS NOT NULL"
            ):
                found[project] = found.get(project, 0) + changes[object]
    return found


def blobs_named(rows: list[Row]) -> list[str]:
    """The addresses of the blobs that changes name."""
    found: dict[str, None] = {}
    for _id, _hlc, _unit, kind, _object, field, value, _parents, _hash in rows:
        if kind == "attachment" and field in ("", "sha256"):
            told = json.loads(value)
            found[told["sha256"] if field == "" else told] = None
        elif kind == "memo" and field in ("", "pdf_sha256", "text_sha256", "signed_sha256"):
            told = json.loads(value)
            names = ("pdf_sha256", "text_sha256", "signed_sha256")
            for sha256 in [told] if field else [told.get(name, "") for name in names]:
                if sha256:
                    found[sha256] = None
    return list(found)


def blob_size(reader: Reader, sha256: str) -> int | None:
    """The bytes of a blob that is here whole; None where it is not."""
    found = reader.value(
        "SELECT sum(length(data)) FROM blob_chunk WHERE sha256 = :sha256", sha256=sha256
    )
    return None if found is None else int(found)


def blobs_missing(reader: Reader, most: int = 1000) -> list[str]:
    """Evidence and papers that are named and whose bytes are not here."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT sha256 FROM (SELECT sha256 FROM attachment WHERE sha256 <> ''"
            " UNION SELECT pdf_sha256 FROM memo WHERE pdf_sha256 <> ''"
            " UNION SELECT text_sha256 FROM memo WHERE text_sha256 <> '') AS named"
            " WHERE NOT EXISTS (SELECT 1 FROM blob_chunk b WHERE b.sha256 = named.sha256)"
            " ORDER BY sha256 LIMIT :most",
            most=most,
        )
    ]


def own_key(reader: Reader, name: str) -> dict[str, str] | None:
    """An own key as kept; None where none was made yet."""
    text = reader.value("SELECT secret FROM own_key WHERE name = :name", name=name)
    return json.loads(text) if text else None


_TRUSTED = 'SELECT identity, name, role, document, state, since, until, "by", district FROM trusted'


def trusted(reader: Reader, identity: str) -> Trusted | None:
    """Whether somebody is trusted, and since when."""
    row = reader.row(f"{_TRUSTED} WHERE identity = :identity", identity=identity)
    return Trusted(*row) if row else None


def all_trusted(reader: Reader) -> list[Trusted]:
    """Everybody trusted or once trusted."""
    return [Trusted(*row) for row in reader.rows(f"{_TRUSTED} ORDER BY role DESC, name, identity")]


def trust_list(reader: Reader, office: str) -> tuple[int, str] | None:
    """The newest trust list of an office: (version, as signed)."""
    row = reader.row("SELECT version, document FROM trust_list WHERE office = :o", o=office)
    return (int(row[0]), str(row[1])) if row else None


def last_out(reader: Reader, identity: str) -> tuple[int, str]:
    """The last package written for somebody: (sequence, SHA-256 of its manifest)."""
    row = reader.row(
        "SELECT sequence, sha256 FROM package WHERE identity = :identity AND direction = 'out'"
        " ORDER BY sequence DESC, volume DESC LIMIT 1",
        identity=identity,
    )
    return (int(row[0]), str(row[1])) if row else (0, "")


def last_in(reader: Reader, identity: str) -> int:
    """The highest number of somebody's packages that came; 0 where none did."""
    found = reader.value(
        "SELECT max(sequence) FROM package WHERE identity = :identity AND direction = 'in'",
        identity=identity,
    )
    return int(found or 0)


def packages(reader: Reader, direction: str = "", limit: int = 200) -> list[Sent]:
    """The packages written and read, newest first."""
    return [
        Sent(*row)
        for row in reader.rows(
            "SELECT sha256, direction, identity, sequence, volume, volumes, at, changes, known,"
            " file FROM package WHERE direction = :direction OR :direction = ''"
            " ORDER BY at DESC, sequence DESC, volume DESC LIMIT :limit",
            direction=direction,
            limit=limit,
        )
    ]


def was_read(reader: Reader, sha256: str) -> bool:
    """Whether a package was taken in before."""
    return bool(
        reader.value(
            "SELECT 1 FROM package WHERE sha256 = :sha256 AND direction = 'in'", sha256=sha256
        )
    )


def actors_of(reader: Reader, identity: str) -> list[int]:
    """The actors for whom somebody signs."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT tag FROM actor WHERE identity = :identity", identity=identity
        )
    ]


def set_aside(reader: Reader) -> list[tuple[int, str, str, int]]:
    """What lies outside the state: (actor, its name, reason, changes)."""
    return [
        (int(tag), str(name), str(reason), int(count))
        for tag, name, reason, count in reader.rows(
            "SELECT q.id / 4294967296, coalesce(a.name, ''), q.reason, count(*) FROM quarantined q"
            " LEFT JOIN actor a ON a.tag = q.id / 4294967296"
            " GROUP BY q.id / 4294967296, a.name, q.reason ORDER BY 1, q.reason"
        )
    ]


def digest(reader: Reader) -> str:
    """SHA-256 over the merged state: objects, fields, conflicts; what never leaves is left out.

    Equal sets of changes give equal digests, whatever the order in which they came.
    """
    from envoy_desktop.store.queries import conflicts

    digest = hashlib.sha256()
    for kind in sorted(schema.LOGGED):
        table = schema.LOGGED[kind]
        names = sorted(column.name for column in table.columns if column.name != "id")
        listed = ", ".join(f'"{name}"' for name in names)
        stays = f" WHERE NOT ({STAYS[kind]})" if kind in STAYS else ""
        real = {column.name for column in table.columns if str(column.type) == "FLOAT"}
        for id, *values in reader.each(f"SELECT id, {listed} FROM {table.name}{stays} ORDER BY id"):
            fields = {
                name: _plain(value, name in real) for name, value in zip(names, values, strict=True)
            }
            digest.update(changelog.encode([kind, id, fields]).encode() + b"\n")
    for conflict in conflicts.conflicts(reader, travelling=True):
        told = [[s.change, _plain(s.value, False)] for s in conflict.siblings]
        line = changelog.encode(["conflict", conflict.object, conflict.field, sorted(told)])
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _plain(value: Any, real: bool) -> Any:
    if isinstance(value, bool):
        return int(value)
    return float(value) if real and value is not None else value
