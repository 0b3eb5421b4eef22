"""Writes to the store's own tables of sync: keys, trust, receipts, packages, blobs that came."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

CHUNK = 1 << 20
"""Bytes of a piece of a blob; a blob's last piece may be shorter."""


def keep_key(unit: "Unit", name: str, secret: dict[str, str]) -> None:
    """Keep an own key inside the workspace; a newer one takes its place."""
    unit.execute(
        "INSERT INTO own_key(name, secret) VALUES (:name, :secret)"
        " ON CONFLICT (name) DO UPDATE SET secret = excluded.secret",
        name=name,
        secret=json.dumps(secret),
    )


def trust(
    unit: "Unit",
    identity: str,
    *,
    name: str,
    role: str,
    document: str,
    state: str = "active",
    until: str | None = None,
    by: str = "",
) -> None:
    """Remember somebody's public keys and what his trust is."""
    unit.execute(
        'INSERT INTO trusted(identity, name, role, document, state, since, until, "by")'
        " VALUES (:identity, :name, :role, :document, :state, :since, :until, :by)"
        " ON CONFLICT (identity) DO UPDATE SET name = excluded.name, role = excluded.role,"
        " document = excluded.document, state = excluded.state, until = excluded.until,"
        ' "by" = excluded."by"',
        identity=identity,
        name=name,
        role=role,
        document=document,
        state=state,
        since=now.today().isoformat(),
        until=until,
        by=by,
    )


def set_state(unit: "Unit", identity: str, state: str, until: str | None = None) -> None:
    """Revoke, replace or take up again somebody's trust."""
    unit.execute(
        "UPDATE trusted SET state = :state, until = :until WHERE identity = :identity",
        state=state,
        until=until,
        identity=identity,
    )


def set_district(unit: "Unit", identity: str, district: str) -> None:
    """Say which district somebody is of; "" leaves it to the name of his unit."""
    unit.execute(
        "UPDATE trusted SET district = :district WHERE identity = :identity",
        district=district,
        identity=identity,
    )


def keep_trust_list(unit: "Unit", office: str, version: int, document: str) -> None:
    """Keep an office's trust list; the caller has seen that its version rises."""
    unit.execute(
        "INSERT INTO trust_list(office, version, document) VALUES (:office, :version, :document)"
        " ON CONFLICT (office) DO UPDATE SET version = excluded.version,"
        " document = excluded.document",
        office=office,
        version=version,
        document=document,
    )


def keep_receipts(
    unit: "Unit", identity: str, hlc: int, have: Iterable[tuple[int, int, bytes]]
) -> None:
    """What somebody says that he has; an older saying changes nothing."""
    unit.execute_many(
        "INSERT INTO receipt(identity, tag, seq, hash, hlc) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (identity, tag) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,"
        " hlc = excluded.hlc WHERE excluded.hlc >= receipt.hlc",
        [(identity, tag, seq, hash, hlc) for tag, seq, hash in have],
    )


@dataclass(frozen=True, slots=True)
class Voucher:
    """An author's signature over the hashes of his changes up to `seq`."""

    tag: int
    uuid: str
    seq: int
    digest: bytes
    identity: str
    signature: bytes


def keep_voucher(unit: "Unit", voucher: Voucher) -> None:
    """Keep an author's voucher; one for fewer changes takes no other's place."""
    unit.execute(
        "INSERT INTO voucher(tag, uuid, seq, digest, identity, signature)"
        " VALUES (:tag, :uuid, :seq, :digest, :identity, :signature)"
        " ON CONFLICT (tag) DO UPDATE SET uuid = excluded.uuid, seq = excluded.seq,"
        " digest = excluded.digest, identity = excluded.identity,"
        " signature = excluded.signature WHERE excluded.seq > voucher.seq",
        tag=voucher.tag,
        uuid=voucher.uuid,
        seq=voucher.seq,
        digest=voucher.digest,
        identity=voucher.identity,
        signature=voucher.signature,
    )


def let_go(unit: "Unit", changes: Iterable[tuple[int, bytes]]) -> None:
    """Changes from a third hand lie aside no more: a voucher has come for them."""
    unit.execute_many(
        "DELETE FROM quarantined WHERE id = ? AND hash = ? AND reason = 'relayed'", changes
    )


def keep_package(
    unit: "Unit",
    sha256: str,
    direction: str,
    identity: str,
    *,
    sequence: int,
    volume: int,
    volumes: int,
    hlc: int,
    changes: int,
    known: int,
    file: str,
) -> None:
    """Write a package into the log of packages."""
    unit.execute(
        "INSERT INTO package(sha256, direction, identity, sequence, volume, volumes, hlc, at,"
        " changes, known, file) VALUES (:sha256, :direction, :identity, :sequence, :volume,"
        " :volumes, :hlc, :at, :changes, :known, :file) ON CONFLICT (sha256) DO NOTHING",
        sha256=sha256,
        direction=direction,
        identity=identity,
        sequence=sequence,
        volume=volume,
        volumes=volumes,
        hlc=hlc,
        at=now.instant().isoformat(),
        changes=changes,
        known=known,
        file=file,
    )


def set_aside(
    unit: "Unit", sha256: str, file: str, rule: str, after: str, values: dict[str, str | int]
) -> None:
    """Remember a package that could not be taken in, and why."""
    unit.execute(
        "INSERT INTO set_aside(sha256, file, at, rule, told)"
        " VALUES (:sha256, :file, :at, :rule, :told) ON CONFLICT (sha256) DO UPDATE SET"
        " file = excluded.file, at = excluded.at, rule = excluded.rule, told = excluded.told",
        sha256=sha256,
        file=file,
        at=now.instant().isoformat(),
        rule=rule,
        told=json.dumps({**values, "next": after}),
    )


def taken_after_all(unit: "Unit", sha256: str, file: str) -> None:
    """Forget that a package was set aside: it, or a better copy in its place, is in."""
    unit.execute(
        "DELETE FROM set_aside WHERE sha256 = :sha256 OR file = :file", sha256=sha256, file=file
    )


def _passing(sha256: str) -> str:
    return f"coming-{sha256}"


def keep_piece(unit: "Unit", sha256: str, n: int, data: bytes) -> None:
    """Keep a piece of a blob that is on its way, under a passing name."""
    unit.execute(
        "INSERT INTO blob_chunk(sha256, n, data) VALUES (:sha256, :n, :data)"
        " ON CONFLICT (sha256, n) DO UPDATE SET data = excluded.data",
        sha256=_passing(sha256),
        n=n,
        data=data,
    )


def complete(unit: "Unit", sha256: str, size: int, came: int) -> bool:
    """Give a blob its address when all pieces are here; False while some are missing.

    `came` says how many of them this package brought. Refuses "package-malformed" where it brought
    all, and the bytes are not what the address says.
    """
    passing = _passing(sha256)
    if unit.value("SELECT 1 FROM blob_chunk WHERE sha256 = :sha256 LIMIT 1", sha256=sha256):
        unit.execute("DELETE FROM blob_chunk WHERE sha256 = :passing", passing=passing)
        return True
    last = -(-size // CHUNK)
    unit.execute("DELETE FROM blob_chunk WHERE sha256 = :p AND n >= :last", p=passing, last=last)
    pieces = unit.value("SELECT count(*) FROM blob_chunk WHERE sha256 = :p", p=passing)
    if pieces < last:
        return False
    digest = hashlib.sha256()
    for (data,) in unit.reader.each(
        "SELECT data FROM blob_chunk WHERE sha256 = :p ORDER BY n", p=passing
    ):
        digest.update(data)
    if digest.hexdigest() != sha256:
        if came >= last:
            raise Refusal("package-malformed", place=sha256[:12], next="ask-sender")
        # a piece of before was not of this blob, whoever brought it: all are asked for again
        unit.execute("DELETE FROM blob_chunk WHERE sha256 = :passing", passing=passing)
        return False
    unit.execute(
        "UPDATE blob_chunk SET sha256 = :sha256 WHERE sha256 = :passing",
        sha256=sha256,
        passing=passing,
    )
    return True
