"""Receiving scans: files are read, told apart by memo, and filed as they came."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from envoy_desktop.casework.evidence import File, Pasted
from envoy_desktop.casework.way_back import Returned
from envoy_desktop.documents import scan, scan_pages
from envoy_desktop.documents.scan import Found
from envoy_desktop.documents.scan_pages import ScanFile
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader


@dataclass
class Sorted:
    """Scan files with what they show: pages by memo, and the pages that nobody knows."""

    files: list[ScanFile] = field(default_factory=list)
    pages: dict[int, list[Found]] = field(default_factory=dict)
    unknown: list[Found] = field(default_factory=list)

    def choose(self, memo: int) -> None:
        """Let a person's word stand for the code of every page that nobody knows."""
        known, self.unknown = self.unknown, [one for one in self.unknown if one.picture is None]
        mine = [replace(one, memo=memo) for one in known if one.picture is not None]
        if mine:
            self.pages.setdefault(memo, []).extend(mine)

    def returned(self) -> list[Returned]:
        """Each memo with its pages and files, for `way_back.receive`.

        A file that shows one memo alone is kept byte for byte; of a file with pages of several
        papers each memo gets its pages as pictures, and the whole file as it came.
        """
        return [
            Returned(
                memo,
                tuple(dict.fromkeys(one.page for one in found if one.page)),
                tuple(self._files(memo, found)),
            )
            for memo, found in self.pages.items()
        ]

    def _files(self, memo: int, found: Sequence[Found]) -> list[File]:
        kept: list[File] = []
        for file in self.files:
            mine = [one for one in found if one.file is file]
            if not mine:
                continue
            if any(one.file is file and one.memo != memo for one in self._all()):
                kept += [
                    Pasted(f"{Path(file.name).stem}-{one.sheet}.png", scan_pages.png(one.picture))
                    for one in mine
                    if one.picture is not None
                ]
            kept.append(Pasted(file.name, file.data))
        return kept

    def _all(self) -> list[Found]:
        return [one for found in self.pages.values() for one in found] + self.unknown


def sort(reader: Reader, paths: Sequence[Path]) -> Sorted:
    """Read scans (files, or folders of them) and tell them apart.

    A file that cannot be read stands among the unknown with its message. Refuses "no-scans"
    where there is nothing to read.
    """
    named = scan_pages.gather(paths)
    if not named:
        raise Refusal("no-scans")
    sorted_ = Sorted()
    for path in named:
        try:
            file = scan_pages.take(path)
        except Refusal as trouble:
            sorted_.unknown.append(Found(ScanFile(path.name, b""), 1, None, None, trouble, None))
            continue
        sorted_.files.append(file)
        for found in scan.identify(reader, [file]):
            if found.memo is None:
                sorted_.unknown.append(found)
            else:
                sorted_.pages.setdefault(found.memo, []).append(found)
    return sorted_
