"""Evidence kept byte for byte: content-addressed blobs in chunks, encrypted like everything."""

import hashlib
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.troubles import Damaged, unreadable

if TYPE_CHECKING:
    from envoy_desktop.store.unit import Unit

CHUNK = 1 << 20


def attach_file(unit: "Unit", of_kind: str, of: int, path: Path) -> int:
    """Keep the file at `path` as evidence of an object; gives the attachment's id."""
    try:
        with path.open("rb") as file:
            return attach(unit, of_kind, of, path.name, file)
    except OSError as error:
        raise unreadable(error, path) from error


def attach(unit: "Unit", of_kind: str, of: int, name: str, file: IO[bytes]) -> int:
    """Keep a stream of bytes as evidence of an object, named `name`; gives the attachment's id."""
    sha256, size = keep(unit, file)
    return unit.add(
        "attachment",
        of_kind=of_kind,
        of=of,
        name=Path(name).name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        sha256=sha256,
        added_on=now.today().isoformat(),
    )


def keep(unit: "Unit", file: IO[bytes]) -> tuple[str, int]:
    """Keep the bytes of a stream; gives (SHA-256 in hex, size in bytes). Twice is kept once."""
    # chunks are written under a passing name: the address is known only at the end
    passing = f"writing-{id(file):x}"
    digest, size, n = hashlib.sha256(), 0, 0
    while chunk := file.read(CHUNK):
        unit.execute(
            "INSERT INTO blob_chunk(sha256, n, data) VALUES (:sha256, :n, :data)",
            sha256=passing,
            n=n,
            data=chunk,
        )
        digest.update(chunk)
        size += len(chunk)
        n += 1
    sha256 = digest.hexdigest()
    if unit.value("SELECT 1 FROM blob_chunk WHERE sha256 = :sha256", sha256=sha256):
        unit.execute("DELETE FROM blob_chunk WHERE sha256 = :passing", passing=passing)
    else:
        unit.execute(
            "UPDATE blob_chunk SET sha256 = :sha256 WHERE sha256 = :passing",
            sha256=sha256,
            passing=passing,
        )
    return sha256, size


def chunks(reader: Reader, sha256: str) -> Iterator[bytes]:
    """The bytes of a blob, a chunk at a time."""
    for row in reader.each(
        "SELECT data FROM blob_chunk WHERE sha256 = :sha256 ORDER BY n", sha256=sha256
    ):
        yield row[0]


def content(reader: Reader, sha256: str) -> bytes:
    """All bytes of a blob, checked against its address; raises Damaged("blob-damaged")."""
    data = b"".join(chunks(reader, sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged("blob-damaged", sha256=sha256, next="restore-backup")
    return data


def awaited(reader: Reader) -> list[str]:
    """Blobs that others named and whose bytes have not come yet, or not all of them."""
    named = {
        (sha256, tag)
        for of in (
            "SELECT sha256, id / 4294967296 FROM attachment",
            "SELECT pdf_sha256, id / 4294967296 FROM memo WHERE pdf_sha256 <> ''",
            "SELECT text_sha256, id / 4294967296 FROM memo WHERE text_sha256 <> ''",
        )
        for sha256, tag in reader.rows(of)
    }
    own = {row[0] for row in reader.rows("SELECT tag FROM actor WHERE own = 1")}
    here = {row[0] for row in reader.rows("SELECT DISTINCT sha256 FROM blob_chunk")}
    ours = {sha256 for sha256, tag in named if tag in own}
    return sorted({sha256 for sha256, _tag in named} - ours - here)


def damaged(reader: Reader) -> list[str]:
    """The addresses of blobs whose bytes are not what the address says, or are missing."""
    bad: list[str] = []
    wanted = {row[0] for row in reader.rows("SELECT DISTINCT sha256 FROM attachment")}
    for column in ("pdf_sha256", "text_sha256"):
        wanted |= {r[0] for r in reader.rows(f"SELECT {column} FROM memo WHERE {column} <> ''")}
    wanted -= set(awaited(reader))
    for sha256 in sorted(wanted):
        digest, size = hashlib.sha256(), 0
        for chunk in chunks(reader, sha256):
            digest.update(chunk)
            size += len(chunk)
        if digest.hexdigest() != sha256:
            bad.append(sha256)
    return bad
