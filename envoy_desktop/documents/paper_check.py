"""Whether a PDF is one of ours as it was issued: its bytes, and its text where bytes differ."""

import difflib
import hashlib
from dataclasses import dataclass

import pypdfium2

from envoy_desktop.documents import preview, scan
from envoy_desktop.documents.scan_pages import ScanFile
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import documents
from envoy_desktop.store.queries.documents import MemoRow


@dataclass(frozen=True)
class PaperCheck:
    """What a PDF is: the memo it claims to be, and whether hash and text are the issued ones."""

    memo: MemoRow
    same_hash: bool
    same_text: bool
    lines: tuple[str, ...] = ()
    """The first lines that differ: `- ` issued, `+ ` in the file."""


def check(reader: Reader, data: bytes, name: str) -> PaperCheck:
    """Compare a PDF with the issued memo that it shows.

    Refuses "scan-torn" (no readable PDF), "paper-unknown" (no paper of this workspace: neither
    by hash nor by the code on its pages) and what the code refuses.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    memo = documents.issued_by_hash(reader, pdf=sha256)
    if memo is not None:
        return PaperCheck(_row(reader, memo), True, True)
    text = _text(data, name)
    memo = _by_code(reader, data, name)
    row = _row(reader, memo)
    issued = _text(attachments.content(reader, row.pdf_sha256), name)
    lines = tuple(
        line
        for line in difflib.unified_diff(issued, text, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    )
    return PaperCheck(row, False, not lines, lines[:6])


def _by_code(reader: Reader, data: bytes, name: str) -> int:
    trouble = None
    for found in scan.identify(reader, [ScanFile(name, data)]):
        if found.memo is not None:
            return found.memo
        trouble = trouble or found.trouble
    if trouble is not None and trouble.rule != "scan-without-code":
        raise trouble
    raise Refusal("paper-unknown", name=name)


def _text(data: bytes, name: str) -> list[str]:
    """The lines of a PDF's text, blanks left out: another program may set them anew."""
    try:
        with preview.opened(data) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError as error:
        raise Refusal("scan-torn", name=name) from error
    lines = ("".join(line.split()) for page in pages for line in page.splitlines())
    return [line for line in lines if line]


def _row(reader: Reader, memo: int) -> MemoRow:
    row = documents.memo(reader, memo)
    if row is None:
        raise Refusal("unknown-id", kind="memo")
    return row
