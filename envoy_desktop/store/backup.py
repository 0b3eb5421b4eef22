"""Verified copies of the workspace, thinned by age, and the way back."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import connection as door
from envoy_desktop.store import keys
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.troubles import Damaged

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Workspace

ENDING = ".envoy-backup"
HOURLY, DAILY, WEEKLY = 24, 14, 8


@dataclass(frozen=True)
class Copy:
    """One backup: where it lies, when it was made (city time), why, its size in bytes."""

    path: Path
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True)
class Inside:
    """What a backup holds that passed every check; `last` is its newest change (city time)."""

    projects: int
    procedures: int
    obstacles: int
    changes: int
    last: datetime | None


def folder_of(path: Path) -> Path:
    """Where the automatic backups of the workspace at `path` lie."""
    return path.with_name(path.stem + "-backups")


def write(workspace: "Workspace", folder: Path, reason: str = "asked") -> Path:
    """Write a verified copy into `folder` and give its path.

    The copy is checked (pages, foreign keys, hash chain) before it gets its name; the passphrase
    slot goes with it, the raw key never. Raises Damaged when the workspace itself fails the
    checks and SystemFailed when the folder cannot take it.
    """
    with door.told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    at = now.instant().astimezone(now.CITY_ZONE)
    stem = f"{workspace.path.stem}-{at:%Y%m%d-%H%M%S-%f}-{reason}"
    final = folder / (stem + ENDING)
    fresh = folder / f".{stem}.new"
    try:
        with door.told(folder):
            target = door.connect(fresh, workspace.key, create=True)
            try:
                workspace.copy_to(target)
                target.execute("PRAGMA journal_mode = DELETE")
                _verify(Reader(target), fresh)
            finally:
                target.close()
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            door.replace_file(keys.key_file(final), keys.key_file(workspace.path).read_bytes())
            fresh.replace(final)
            door.sync_folder(folder)
    except BaseException:
        for left in (
            fresh,
            fresh.with_name(fresh.name + "-wal"),
            fresh.with_name(fresh.name + "-shm"),
            fresh.with_name(fresh.name + "-journal"),
        ):
            left.unlink(missing_ok=True)
        if not final.exists():
            keys.key_file(final).unlink(missing_ok=True)
        raise
    return final


def before_import(workspace: "Workspace", folder: Path | None) -> None:
    """Write a backup before a list is taken in; none of a throw-away city (`folder` None).

    Nor of a database: who runs it backs it up, and undo takes the list back there too.
    """
    if folder is not None and not workspace.meta("database"):
        write(workspace, folder, "import")


def automatic(workspace: "Workspace", folder: Path, keep: int = 0) -> Path | None:
    """Write a backup if anything changed since the last one, and thin the folder.

    The newest `keep` automatic copies stay whatever their age.
    """
    with workspace.read() as reader:
        last = str(reader.value("SELECT max(hlc) FROM change") or 0)
    if workspace.meta("backed_up_to") == last and copies(folder):
        return None
    path = write(workspace, folder, "auto")
    workspace.set_meta("backed_up_to", last)
    workspace.set_meta("backed_up_at", now.instant().isoformat())
    for old in thinned(copies(folder), now.instant().astimezone(now.CITY_ZONE), keep):
        remove(old.path)
    return path


def copies(folder: Path) -> list[Copy]:
    """The backups in a folder, newest first; files that are none are left out."""
    found: list[Copy] = []
    for path in folder.glob("*" + ENDING) if folder.is_dir() else ():
        parts = path.name.removesuffix(ENDING).rsplit("-", 4)
        if len(parts) < 5:
            continue
        try:
            at = datetime.strptime("-".join(parts[1:4]) + "+0800", "%Y%m%d-%H%M%S-%f%z")
        except ValueError:
            continue
        found.append(Copy(path, at, parts[4], path.stat().st_size))
    return sorted(found, key=lambda copy: copy.at, reverse=True)


def thinned(found: Iterable[Copy], at: datetime, least: int = 0) -> list[Copy]:
    """Which automatic backups may go: all but the newest of 24 hours, 14 days and 8 weeks.

    The newest one and the `least` newest never go.
    """
    automatic = sorted((c for c in found if c.reason == "auto"), key=lambda c: c.at, reverse=True)
    keep = {copy.path for copy in automatic[: max(1, least)]}
    for span, slot, most in (
        (timedelta(hours=HOURLY), "%Y%m%d%H", HOURLY),
        (timedelta(days=DAILY), "%Y%m%d", DAILY),
        (timedelta(weeks=WEEKLY), "%G%V", WEEKLY),
    ):
        slots: dict[str, Path] = {}
        for copy in automatic:
            if at - copy.at <= span:
                slots.setdefault(copy.at.strftime(slot), copy.path)
        keep.update(list(slots.values())[:most])
    return [copy for copy in automatic if copy.path not in keep]


def remove(path: Path) -> None:
    """Remove a backup and its slots."""
    path.unlink(missing_ok=True)
    keys.key_file(path).unlink(missing_ok=True)


def look_into(source: Path, key: bytes) -> Inside:
    """Check a backup as a restore would (pages, foreign keys, hash chain) and say what is in it.

    Nothing is written. Raises Refusal("backup-missing"), Damaged and SystemFailed.
    """
    from envoy_desktop.store import changelog

    if not source.is_file():
        raise Refusal("backup-missing", path=str(source), next="choose-backup")
    opened = door.connect(source, key)
    try:
        reader = Reader(opened)
        _verify(reader, source)
        hlc = reader.value("SELECT max(hlc) FROM change")
        last = changelog.milliseconds(hlc) / 1000 if hlc else None
        projects, procedures, obstacles = (
            int(reader.value(f"SELECT count(*) FROM {kind} WHERE deleted = 0") or 0)
            for kind in ("project", "procedure", "obstacle")
        )
        return Inside(
            projects,
            procedures,
            obstacles,
            changes=int(reader.value("SELECT count(*) FROM change") or 0),
            last=datetime.fromtimestamp(last, now.CITY_ZONE) if last else None,
        )
    finally:
        opened.close()


def restore(source: Path, target: Path, key: bytes) -> Path | None:
    """Put the backup `source` in the place of the workspace `target`, which must be closed.

    The backup is verified first; what stood at `target` is kept beside it and its new path
    given. The restored workspace writes as a new device incarnation.
    """
    from envoy_desktop.store.workspace import Workspace

    look_into(source, key)
    with door.told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.restoring")
        try:
            shutil.copyfile(source, fresh)
            with fresh.open("rb+") as file:
                os.fsync(file.fileno())
            _forget_who_writes(fresh, key)
            # all that needs room on the disk is written before anything is moved away
            door.replace_file(keys.key_file(fresh), keys.key_file(source).read_bytes())
            kept = _put_aside(target)
            keys.key_file(fresh).replace(keys.key_file(target))
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)
            keys.key_file(fresh).unlink(missing_ok=True)
            raise
        door.sync_folder(target.parent)
    Workspace.open(target, key).close()  # mints the new incarnation
    return kept


def _forget_who_writes(path: Path, key: bytes) -> None:
    """Whoever opens the copy first becomes a new device incarnation.

    Written before the copy is swapped in: a crash between the two must not leave a file that
    goes on with numbers the old one has used since.
    """
    opened = door.connect(path, key)
    try:
        opened.execute("DELETE FROM meta WHERE key = 'restored'")
        opened.execute("UPDATE meta SET key = 'restored' WHERE key = 'actor'")
        opened.execute("PRAGMA journal_mode = DELETE")
    finally:
        opened.close()


def _put_aside(target: Path) -> Path | None:
    """Rename a workspace and all that belongs to it; its new path, None where there is none."""
    if not target.exists():
        return None
    at = now.instant().astimezone(now.CITY_ZONE)
    kept = target.with_name(f"{target.stem}-before-restore-{at:%Y%m%d-%H%M%S}{target.suffix}")
    for end in ("-wal", "-shm", ".keys", ""):
        old = target.with_name(target.name + end)
        if old.exists():
            old.replace(kept.with_name(kept.name + end))
    return kept


def _verify(reader: Reader, path: Path) -> None:
    try:
        _look_through(reader, path)
    except door.DatabaseError as error:
        raise Damaged("damaged", path=str(path), found=str(error), next="restore-backup") from error


def _look_through(reader: Reader, path: Path) -> None:
    from envoy_desktop.store import changelog

    for pragma in ("cipher_integrity_check", "integrity_check"):
        found = [row[0] for row in reader.rows(f"PRAGMA {pragma}")]
        if found not in ([], ["ok"]):
            raise Damaged("damaged", path=str(path), found=found[0], next="restore-backup")
    if reader.rows("PRAGMA foreign_key_check"):
        raise Damaged("damaged", path=str(path), found="foreign keys", next="restore-backup")
    broken = changelog.verify(reader)
    if broken:
        raise Damaged("chain-broken", path=str(path), change=str(broken[0][1]))
