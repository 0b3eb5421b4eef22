"""Taking in a person's own spreadsheet: read and checked whole, a backup written, then one act."""

from pathlib import Path

from envoy_desktop.casework import reference
from envoy_desktop.casework.reference import Lists, Moved
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import backup
from envoy_desktop.store.workspace import Workspace


def catalogue(workspace: Workspace, path: Path, backups: Path | None) -> Lists:
    """Take in procedures, departments or papers; gives the lists that hold from now on.

    A backup goes into `backups` before anything is written (None: a throw-away city). Raises
    Refusal (every bad cell, "holiday-table-here") and SystemFailed.
    """
    with workspace.read() as reader:
        held = reference.stored_lists(reader)
    lists = reference.read_lists(path, held)
    same = (lists.items, lists.departments, lists.materials) == (
        held.items, held.departments, held.materials,
    )  # fmt: skip
    if lists.holidays and same:
        raise Refusal("holiday-table-here", path=path.name, next="calendar-import")
    backup.before_import(workspace, backups)
    workspace.do(reference.import_catalogue, lists=lists)
    return lists


def holidays(workspace: Workspace, path: Path, backups: Path | None) -> tuple[Lists, list[Moved]]:
    """Take in a holiday table; gives what was read, and the deadlines it moved.

    A backup goes into `backups` first, as for `catalogue`. Raises Refusal (every bad cell,
    "not-a-holiday-table") and SystemFailed.
    """
    with workspace.read() as reader:
        lists = reference.read_lists(path, reference.stored_lists(reader))
    if not lists.holidays:
        raise Refusal("not-a-holiday-table", path=path.name, next="catalogue-import")
    backup.before_import(workspace, backups)
    moved: list[Moved] = workspace.do(
        reference.import_holidays, holidays=lists.holidays, name=path.name
    )
    return lists, moved
