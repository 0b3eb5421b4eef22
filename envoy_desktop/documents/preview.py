"""Pages as pictures, through pdfium and without Qt: what is shown is what will be printed."""

from io import BytesIO
from typing import NamedTuple

import pypdfium2

from envoy_desktop.documents import pdf
from envoy_desktop.documents.layout import Layout


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
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[number - 1].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
        return Picture(bitmap.width, bitmap.height, bytes(bitmap.buffer))
    finally:
        document.close()


def page_png(data: bytes, number: int, dpi: float) -> bytes:
    """Page `number` (from 1) of a PDF as PNG bytes."""
    document = pypdfium2.PdfDocument(data)
    try:
        image = document[number - 1].render(scale=dpi / 72).to_pil()
        out = BytesIO()
        image.save(out, "PNG", dpi=(dpi, dpi))
        return out.getvalue()
    finally:
        document.close()
