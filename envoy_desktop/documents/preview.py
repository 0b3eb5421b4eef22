"""Pages as pictures, through pdfium and without Qt: what is shown is what will be printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple

import pypdfium2

from envoy_desktop.documents import pdf
from envoy_desktop.documents.layout import Layout

_ONE_AT_A_TIME = Lock()


class Picture(NamedTuple):
    """A rendered page: rows of `width * 4` bytes, red, green, blue, opaque."""

    width: int
    height: int
    rgba: bytes


def page(layout: Layout, number: int, dpi: float) -> Picture:
    """Page `number` (from 1) of a layout; only this page is drawn and embedded."""
    return picture(pdf.write(layout, (number,), small=False), 1, dpi)


def picture(data: bytes, number: int, dpi: float) -> Picture:
    """Page `number` (from 1) of a PDF at `dpi`."""
    with opened(data) as document:
        bitmap = document[number - 1].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
        return Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))


def sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page of a PDF in points; () where it cannot be read."""
    try:
        with opened(data) as document:
            return tuple(page.get_size() for page in document)
    except pypdfium2.PdfiumError:
        return ()


def page_png(data: bytes, number: int, dpi: float) -> bytes:
    """Page `number` (from 1) of a PDF as PNG bytes."""
    with opened(data) as document:
        image = document[number - 1].render(scale=dpi / 72).to_pil()
        out = BytesIO()
        image.save(out, "PNG", dpi=(dpi, dpi))
        return out.getvalue()


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """A PDF through pdfium for the length of a `with`; raises PdfiumError."""
    # pdfium keeps its state in the process: two threads in it at once end the program
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
