"""Scans for the receiving window, read and told apart off the UI thread; pages as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from envoy_desktop.casework.way_back import Returned
from envoy_desktop.documents import receive, scan
from envoy_desktop.documents.preview import Picture
from envoy_desktop.documents.scan import Found
from envoy_desktop.documents.scan_pages import ScanFile
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import choices, documents, reference
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.documents import pages

SIDE = 1600
"""Pixels of a shown page's longer side."""


@dataclass(frozen=True)
class Paper:
    """A memo that came back, what is kept of it, and its pages as pictures."""

    memo: MemoRow
    returned: Returned
    pictures: tuple[QImage, ...]


@dataclass(frozen=True)
class Stray:
    """A page that nobody knows: which, why, and its picture (null where it cannot be read)."""

    name: str
    sheet: int
    trouble: Refusal
    picture: QImage
    file: ScanFile


@dataclass(frozen=True)
class Received:
    """What some files show, and what the form offers."""

    papers: tuple[Paper, ...]
    strays: tuple[Stray, ...]
    departments: tuple[Choice, ...]
    calendar: Calendar


def received(workspace: Workspace, paths: Sequence[Path]) -> Received:
    """Read scans and tell them apart; refuses "no-scans"."""
    with workspace.read() as reader:
        sorted_ = receive.sort(reader, paths)
        papers = []
        for returned in sorted_.returned():
            memo = documents.memo(reader, returned.memo)
            if memo is not None:
                shown = tuple(_image(found) for found in sorted_.pages[returned.memo])
                papers.append(Paper(memo, returned, shown))
        strays = tuple(
            Stray(found.file.name, found.sheet, found.trouble, _image(found), found.file)
            for found in sorted_.unknown
            if found.trouble is not None
        )
        return Received(
            tuple(papers), strays, tuple(choices.departments(reader)), reference.calendar(reader)
        )


def by_number(workspace: Workspace, number: str, stray: Stray) -> Paper:
    """The memo of a short number that a person typed for a page; refuses as `scan.by_number`."""
    with workspace.read() as reader:
        memo = documents.memo(reader, scan.by_number(reader, number))
    if memo is None:
        raise Refusal("unknown-id", kind="memo")
    sorted_ = receive.Sorted([stray.file], {memo.id: [Found(stray.file, stray.sheet, memo.id, None,
                                                             None, None)]})  # fmt: skip
    return Paper(memo, sorted_.returned()[0], (stray.picture,))


def _image(found: Found) -> QImage:
    if found.picture is None:
        return QImage()
    picture = found.picture.copy()
    picture.thumbnail((SIDE, SIDE))
    return pages.of_picture(
        Picture(picture.width, picture.height, picture.convert("RGBA").tobytes())
    )
