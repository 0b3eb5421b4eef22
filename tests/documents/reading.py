"""Reads a PDF back: characters with place, face and size in millimetres, strokes, ink."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

MM = 72 / 25.4


@dataclass(frozen=True)
class Char:
    """x and baseline of the origin from the top left, in mm; size in points."""

    text: str
    x: float
    baseline: float
    size: float
    face: str
    page: int

    @property
    def top(self) -> float:
        """Em top in mm."""
        return self.baseline - 0.88 * self.size / MM


@dataclass(frozen=True)
class Stroke:
    """A stroked line in mm; red or not."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    red: bool
    page: int

    @property
    def top(self) -> float:
        return self.y0 - self.thickness / 2

    @property
    def bottom(self) -> float:
        return self.y0 + self.thickness / 2


class Read:
    """A PDF read back."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.chars: list[Char] = []
        self.strokes: list[Stroke] = []
        for n in range(len(self.document)):
            page = self.document[n]
            self.chars += _chars(page, n + 1)
            self.strokes += _strokes(page, n + 1)

    @property
    def pages(self) -> int:
        return len(self.document)

    @property
    def taken(self) -> str:
        """All text as a reader takes it out (pdfium gives halves of what lies beyond U+FFFF)."""
        halves = "".join(char.text for char in self.chars)
        return halves.encode("utf-16", "surrogatepass").decode("utf-16")

    def lines(self, page: int) -> list[list[Char]]:
        """Characters by baseline, from the top; left to right."""
        found: dict[float, list[Char]] = {}
        for char in self.chars:
            if char.page == page:
                found.setdefault(round(char.baseline, 1), []).append(char)
        return [sorted(found[y], key=lambda c: c.x) for y in sorted(found)]

    def line_with(self, text: str, page: int | None = None) -> list[Char]:
        """The first line whose text holds `text`."""
        for number in range(1, self.pages + 1):
            if page in (None, number):
                for line in self.lines(number):
                    if text in words(line):
                        return line
        raise AssertionError(f"no line with {text}")

    def find(self, text: str, page: int | None = None) -> list[Char]:
        """The characters of `text` in the first line that holds it."""
        line = self.line_with(text, page)
        at = words(line).index(text)
        return line[at : at + len(text)]

    def ink(self, page: int, red: bool, dpi: float = 400) -> NDArray[np.bool_]:
        """Where the page is dark (or red), as pixels at `dpi`."""
        image = self.document[page - 1].render(scale=dpi / 72).to_numpy().astype(int)
        blue, green, tone = image[..., 0], image[..., 1], image[..., 2]
        if red:
            return (tone > 120) & (green < 90) & (blue < 90)
        return (tone < 128) & (green < 128) & (blue < 128)


def words(line: list[Char]) -> str:
    return "".join(char.text for char in line)


def _chars(page: pypdfium2.PdfPage, number: int) -> Iterator[Char]:
    text = page.get_textpage()
    height = page.get_height()
    for n in range(pdfium.FPDFText_CountChars(text)):
        if pdfium.FPDFText_IsGenerated(text, n) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        buffer = ctypes.create_string_buffer(100)
        pdfium.FPDFText_GetFontInfo(text, n, buffer, 100, ctypes.c_int())
        face = buffer.value.decode().split("+")[-1]
        code = pdfium.FPDFText_GetUnicode(text, n)
        size = pdfium.FPDFText_GetFontSize(text, n)
        yield Char(chr(code), x.value / MM, (height - y.value) / MM, size, face, number)


def _strokes(page: pypdfium2.PdfPage, number: int) -> Iterator[Stroke]:
    height = page.get_height()
    for item in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH]):
        width = ctypes.c_float()
        pdfium.FPDFPageObj_GetStrokeWidth(item, width)
        colour = [ctypes.c_uint() for _n in range(4)]
        pdfium.FPDFPageObj_GetStrokeColor(item, *colour)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not stroke.value or pdfium.FPDFPath_CountSegments(item) != 2:
            continue
        points = []
        for n in range(2):
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(item, n), x, y)
            points.append((x.value / MM, (height - y.value) / MM))
        red = colour[0].value > 150 and colour[1].value < 80
        (x0, y0), (x1, y1) = points
        yield Stroke(x0, y0, x1, y1, width.value / MM, red, number)
