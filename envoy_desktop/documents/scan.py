"""Reading scans of our papers: which memo and which page a picture shows, or why that is not told.

Nothing is guessed: a code names a page only if its own check holds, the memo is one of this
workspace, and the text's hash is the one that was frozen when the memo was issued.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

from envoy_desktop.documents import scan_grid, wayback
from envoy_desktop.documents.scan_pages import ScanFile, sheets
from envoy_desktop.documents.wayback import PageOf
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import documents

_QR = zxingcpp.barcode_formats_from_str("QRCode")
FOOT = 0.2
"""The part of a page at each of its edges that is looked at closer."""
_SIDE = 1500
"""Pixels of a page's shorter side that are enough to sample squares: some 180 dpi."""
_TURNS = (0.0, 7.0, -7.0)


@dataclass(frozen=True)
class Seen:
    """What the codes of one picture say: ours, and whether there was another's."""

    pages: tuple[PageOf, ...]
    foreign: bool = False


@dataclass(frozen=True)
class Found:
    """One page of a scan file: its memo and page where that is sure, else the trouble."""

    file: ScanFile
    sheet: int
    memo: int | None
    page: int | None
    trouble: Refusal | None
    picture: Image.Image | None


def read(picture: Image.Image) -> Seen:
    """The codes of ours in a picture; the quick ways first, the slow ones only where they fail."""
    foreign = False
    for made in _preparations(picture):
        found = dict.fromkeys(
            barcode.text for barcode in zxingcpp.read_barcodes(made, formats=_QR) if barcode.text
        )
        ours = [page for text in found if (page := wayback.read_payload(text))]
        if ours:
            return Seen(tuple(ours), foreign)
        foreign = foreign or bool(found)
    return Seen((), foreign)


def codes(picture: Image.Image) -> list[str]:
    """The texts of all QR codes in a picture, whoever made them."""
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture, formats=_QR)]


def identify(reader: Reader, files: Sequence[ScanFile]) -> Iterator[Found]:
    """Each page of each file with its memo, in order; raises nothing for a bad page."""
    issued = documents.frozen_texts(reader)
    for file in files:
        for sheet in sheets(file):
            if sheet.picture is None:
                yield Found(file, sheet.number, None, None, sheet.trouble, None)
                continue
            try:
                seen = read(sheet.picture)
                memo, page = match(issued, seen, file.name, sheet.number)
            except Refusal as trouble:
                yield Found(file, sheet.number, None, None, trouble, sheet.picture)
            else:
                yield Found(file, sheet.number, memo, page, None, sheet.picture)


def match(issued: Sequence[tuple[int, str]], seen: Seen, name: str, sheet: int) -> tuple[int, int]:
    """The memo and page that the codes of a picture name, of `frozen_texts` of the workspace.

    Refuses "scan-without-code", "scan-foreign-code", "scan-of-other-workspace",
    "scan-text-differs" and "scan-two-papers".
    """
    told: dict[str, Any] = {"name": name, "sheet": sheet}
    if not seen.pages:
        raise Refusal("scan-foreign-code" if seen.foreign else "scan-without-code", **told)
    if len({(page.paper, page.page) for page in seen.pages}) > 1:
        raise Refusal("scan-two-papers", **told)
    code = seen.pages[0]
    named = [(memo, text) for memo, text in issued if code.is_of(memo)]
    if not named:
        raise Refusal("scan-of-other-workspace", **told)
    right = [memo for memo, text in named if code.says(text)]
    if len(right) != 1:
        raise Refusal("scan-text-differs", **told)
    return right[0], code.page


def by_number(reader: Reader, typed: str) -> int:
    """The issued memo whose short number a person typed.

    Refuses "bad-short-number", "unknown-short-number" and "ambiguous-short-number".
    """
    number = wayback.read_short_number(typed)
    found = [
        memo for memo, _text in documents.frozen_texts(reader)
        if wayback.short_number(memo) == number
    ]  # fmt: skip
    if not found:
        raise Refusal("unknown-short-number", text=number)
    if len(found) > 1:  # one in hundreds of millions; a person then chooses from the list
        raise Refusal("ambiguous-short-number", text=number)
    return found[0]


# Preparations of a picture


def _preparations(picture: Image.Image) -> Iterator[Image.Image]:
    grey = ImageOps.grayscale(picture)
    yield grey
    # ink in colour is light in its own channel, the code is black in all of them
    clean = _without_ink(picture)
    if clean is not None:
        yield clean
    base = clean or grey
    for strip in _edges(base):
        yield _larger(strip, 2)
    for strip in _edges(base):
        yield _binary(_larger(strip, 3))
    side = min(base.size)
    if side > _SIDE:
        base = base.resize((base.width * _SIDE // side, base.height * _SIDE // side))
        side = _SIDE
    for turn in _TURNS:
        for strip in _edges(base):
            turned = strip.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255) if turn else strip
            yield from scan_grid.redrawn(turned, side)


def _without_ink(picture: Image.Image) -> Image.Image | None:
    """The lightest of the three channels; None for a grey scan, where it changes nothing."""
    red, green, blue = picture.split()
    lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    spread = ImageChops.difference(lightest, darkest).resize((200, 200))
    return lightest if numpy.asarray(spread).max() > 40 else None


def _edges(page: Image.Image) -> Iterator[Image.Image]:
    """The strips where a code may stand: the foot first, then the other edges."""
    width, height = page.size
    foot, half = int(max(width, height) * FOOT), width // 2
    yield page.crop((0, height - foot, half, height))
    yield page.crop((half, height - foot, width, height))
    yield page.crop((0, 0, half, foot))
    yield page.crop((half, 0, width, foot))
    if width > height:  # the page lies on its side
        half = height // 2
        yield page.crop((0, 0, foot, half))
        yield page.crop((0, half, foot, height))
        yield page.crop((width - foot, 0, width, half))
        yield page.crop((width - foot, half, width, height))


def _larger(strip: Image.Image, times: int) -> Image.Image:
    return strip.resize((strip.width * times, strip.height * times), Image.Resampling.BICUBIC)


def _binary(strip: Image.Image) -> Image.Image:
    """Black and white by each pixel's neighbourhood: shadows and stains fall out."""
    around = strip.filter(ImageFilter.BoxBlur(40))
    pixels = numpy.asarray(strip, numpy.int16)
    return Image.fromarray(numpy.where(pixels < numpy.asarray(around) - 12, 0, 255).astype("u1"))
