"""Scans as pages: PDF, JPEG, PNG and TIFF files become pictures of bounded size, one at a time.

What a scanner or a phone sends is not trusted: the claimed sizes are looked at before anything is
decoded, and every file that cannot be read says why.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from envoy_desktop.documents import preview
from envoy_desktop.domain.refusal import Refusal

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
SUFFIXES = (".pdf", *PICTURES)
MOST_BYTES = 200 << 20
MOST_PIXELS = 120_000_000
"""An A3 page at 600 dpi has 70 million; a picture that claims more is not decoded."""
MOST_SHEETS = 300
LONG_SIDE = 3508
"""Pixels of a page's longer side when looked at: A4 at 300 dpi."""


@dataclass(frozen=True)
class ScanFile:
    """A file as it came: its name and its bytes, kept as they are."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Sheet:
    """One page of a file, from 1: a picture, or the refusal that says why there is none."""

    number: int
    picture: Image.Image | None
    trouble: Refusal | None = None


def gather(paths: Sequence[Path]) -> list[Path]:
    """The files meant: each as named, of a folder every scan in it by name (not deeper)."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
        else:
            found.append(path)
    return found


def take(path: Path) -> ScanFile:
    """Read a file whole. Refuses "scan-too-large"; raises SystemFailed("file-unreadable")."""
    from envoy_desktop.store.troubles import unreadable

    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refusal("scan-too-large", name=path.name, megabytes=MOST_BYTES >> 20)
        return ScanFile(path.name, path.read_bytes())
    except OSError as error:
        raise unreadable(error, path) from error


def sheets(file: ScanFile) -> Iterator[Sheet]:
    """The pages of a file one after the other; a file that cannot be read gives one trouble."""
    try:
        if file.data[:1024].lstrip()[:5] == b"%PDF-":
            yield from _of_pdf(file)
        else:
            yield from _of_picture(file)
    except Refusal as trouble:
        yield Sheet(1, None, trouble)


def png(picture: Image.Image) -> bytes:
    """A page as a PNG file."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


# PDF


def _of_pdf(file: ScanFile) -> Iterator[Sheet]:
    try:
        with preview.opened(file.data) as document:
            count = len(document)
    except pypdfium2.PdfiumError as error:
        rule = "scan-locked" if "assword" in str(error) else "scan-torn"
        raise Refusal(rule, name=file.name) from error
    if not count:
        raise Refusal("scan-torn", name=file.name)
    if count > MOST_SHEETS:
        raise Refusal("scan-too-many-pages", name=file.name, pages=count, most=MOST_SHEETS)
    for number in range(1, count + 1):
        try:
            yield Sheet(number, _pdf_page(file, number))
        except Refusal as trouble:
            yield Sheet(number, None, trouble)
        except pypdfium2.PdfiumError:
            yield Sheet(number, None, Refusal("scan-torn", name=file.name))


def _pdf_page(file: ScanFile, number: int) -> Image.Image:
    with preview.opened(file.data) as document:
        page = document[number - 1]
        width, height = page.get_size()
        for held in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            across, down = held.get_px_size()
            if across * down > MOST_PIXELS:
                raise _too_many(file, across, down)
        scale = min(LONG_SIDE / max(width, height, 1), 300 / 72)
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return picture


# Pictures


def _of_picture(file: ScanFile) -> Iterator[Sheet]:
    try:
        # the size is only claimed yet: looked at below, before a pixel is decoded
        with Image.open(io.BytesIO(file.data), formats=("JPEG", "PNG", "TIFF")) as image:
            count = getattr(image, "n_frames", 1)
            if count > MOST_SHEETS:
                raise Refusal("scan-too-many-pages", name=file.name, pages=count, most=MOST_SHEETS)
            for number in range(1, count + 1):
                image.seek(number - 1)
                if image.width * image.height > MOST_PIXELS:
                    yield Sheet(number, None, _too_many(file, image.width, image.height))
                else:
                    yield Sheet(number, _decoded(image))
    except UnidentifiedImageError as error:
        raise Refusal("scan-unknown-kind", name=file.name) from error
    except Image.DecompressionBombError as error:
        raise Refusal("scan-too-many-pixels", name=file.name, size="") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what Pillow's decoders raise
        raise Refusal("scan-torn", name=file.name) from error


def _decoded(image: Image.Image) -> Image.Image:
    if image.format == "JPEG":  # the decoder makes the smaller size itself
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture = ImageOps.exif_transpose(image).convert("RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    return picture


def _too_many(file: ScanFile, width: int, height: int) -> Refusal:
    return Refusal("scan-too-many-pixels", name=file.name, size=f"{width} × {height}")
