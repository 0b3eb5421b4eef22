"""What the settings show, read off the UI thread."""

from dataclasses import dataclass
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.catalogue_diff import CatalogueDiff
from envoy_desktop.store import backup, keys
from envoy_desktop.store.backup import Copy
from envoy_desktop.store.queries import editions as stored
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.editions import EditionRow, HolidayYear
from envoy_desktop.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """What the workspace keeps: settings as texts, editions, holidays, the newest catalogue."""

    settings: dict[str, str]
    editions: list[EditionRow]
    years: list[HolidayYear]
    items: list[CatalogueItem]
    departments: dict[str, str]
    abolished: dict[str, tuple[str, str]]
    difference: CatalogueDiff | None


@dataclass(frozen=True, slots=True)
class Safety:
    """How the file is kept: its size, whether the keyring opens it, its backups."""

    path: Path
    size: int
    keyring: bool
    keyring_there: bool
    copies: list[Copy]
    backed_up_at: str


def kept(workspace: Workspace) -> Kept:
    """Everything that stands in the workspace."""
    from envoy_desktop.casework import editions as compared

    with workspace.read() as reader:
        edition = reference.newest_edition(reader) or 0
        pair = compared.last_two(reader)
        return Kept(
            stored.settings(reader),
            stored.editions(reader),
            stored.holiday_years(reader),
            list(reference.items(reader, edition).values()),
            {d.code: d.short_name or d.name for d in reference.departments(reader).values()},
            reference.abolished(reader, now.today()),
            compared.difference(reader, *pair) if pair else None,
        )


def safety(workspace: Workspace, folder: Path) -> Safety:
    """How the file is kept."""
    size = sum(
        part.stat().st_size
        for part in workspace.path.parent.glob(workspace.path.name + "*")
        if part.is_file()
    )
    stem = workspace.path.stem + "-"
    copies = [copy for copy in backup.copies(folder) if copy.path.name.startswith(stem)]
    return Safety(
        workspace.path,
        size,
        keys.read(workspace.path).keyring,
        keys.keyring_there(),
        copies,
        workspace.meta("backed_up_at"),
    )
