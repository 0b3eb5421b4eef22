"""A code that a reader no longer finds, drawn anew: its corners are looked for, its squares read.

Handwriting through a corner hides it from any reader. Here two of the three corner signs are
enough: the third lies where they say. The 25 by 25 squares are sampled, a square counts as dark
only where nearly all of it is, and the known signs are drawn fresh. Whether that is a code of ours
is for the code's own repair and checks to say.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[numpy.floating[Any]]
SQUARES = 25
_CORNER = 3.5
_LEG = SQUARES - 2 * _CORNER
_A4 = 210 / 15.6 * SQUARES
"""Squares of a code that a page is wide."""
_SCALES = (1.0, 0.93, 0.86, 0.8, 0.7, 0.65, 0.6)
"""A skewed page's picture is wider than the page, and a letter's foot has a smaller code."""
_PEAKS, _TRIES = 14, 8
_LEVELS = (0.5, 0.35, 0.65)


def redrawn(strip: Image.Image, page_side: int) -> Iterator[Image.Image]:
    """Codes read out of a grey strip of a page whose shorter side has `page_side` pixels."""
    pixels = numpy.asarray(strip, numpy.float32)
    found: list[tuple[float, Pixels]] = []
    seen = _Seen(pixels)
    for scale in _SCALES:
        module = page_side * scale / _A4
        if 1.5 <= module < 7 and min(pixels.shape) > 9 * module:
            found += _corners(seen, module)
    found.sort(key=lambda one: -one[0])
    for _score, corners in found[:_TRIES]:
        yield from _drawn(pixels, corners)


def _corners(seen: "_Seen", module: float) -> list[tuple[float, Pixels]]:
    """Likely places of the three corner signs (top left, top right, bottom left), with a score."""
    likeness = seen.likeness(_sign(module))
    peaks = _peaks(likeness, int(3 * module))
    leg = _LEG * module
    found = []
    for one, other in combinations(peaks, 2):
        step = other - one
        length = float(numpy.hypot(*step))
        turned = numpy.array((-step[1], step[0]))
        if abs(length - leg) < 0.1 * leg:
            # neighbours: the third lies to one side of either
            trios = [
                (one, other, one + turned), (one, other, one - turned),
                (other, one, other + turned), (other, one, other - turned),
            ]  # fmt: skip
        elif abs(length - leg * 2**0.5) < 0.1 * leg:
            middle = (one + other) / 2
            trios = [(middle + turned / 2, one, other), (middle - turned / 2, one, other)]
        else:
            continue
        for trio in trios:
            score = sum(_best(likeness, place, module) for place in trio)
            found.append((score, _in_order(trio)))
    return found


def _in_order(trio: tuple[Pixels, Pixels, Pixels]) -> Pixels:
    """The right angle first, then the one clockwise of it (rows go down): top left, top right."""
    angle, one, other = trio
    a, b = one - angle, other - angle
    if a[1] * b[0] - a[0] * b[1] < 0:  # places are (row, column)
        one, other = other, one
    return numpy.array((angle, one, other), numpy.float32)


def _sign(module: float) -> Pixels:
    """The corner sign with its white rim at a size, of mean 0: dark is low."""
    side = max(9, round(9 * module))
    at = (numpy.arange(side) + 0.5) / side * 9 - 4.5
    ring = numpy.maximum(abs(at)[:, None], abs(at)[None, :])
    sign = numpy.where((ring < 1.5) | ((ring > 2.5) & (ring < 3.5)), -1.0, 1.0)
    level: Pixels = (sign - sign.mean()).astype(numpy.float32)
    return level


class _Seen:
    """A strip with what every size of sign is compared with, worked out once."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = pixels
        self._shape = (pixels.shape[0] + 64, pixels.shape[1] + 64)
        self._waves = numpy.fft.rfft2(pixels, self._shape)
        self._sums = _summed(pixels.astype(numpy.float64))
        self._squares = _summed(pixels.astype(numpy.float64) ** 2)

    def likeness(self, sign: Pixels) -> Pixels:
        """How much each place looks like the sign, -1 to 1 (normalised cross-correlation)."""
        high, wide = sign.shape
        along = numpy.fft.irfft2(
            self._waves * numpy.conj(numpy.fft.rfft2(sign, self._shape)), self._shape
        )
        mean = _boxes(self._sums, high, wide) / sign.size
        square = _boxes(self._squares, high, wide) / sign.size
        spread = numpy.sqrt(numpy.maximum(square - mean**2, 60.0))
        rows, columns = spread.shape
        like = along[:rows, :columns] / (spread * sign.size * float(sign.std()))
        out = numpy.full(self.pixels.shape, -1.0, numpy.float32)
        out[high // 2 : high // 2 + rows, wide // 2 : wide // 2 + columns] = like
        return out


def _summed(values: Pixels) -> Pixels:
    """Sums of everything above and left of each place."""
    return numpy.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))


def _boxes(sums: Pixels, high: int, wide: int) -> Pixels:
    """The sum over each box of a size."""
    boxes: Pixels = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide]
    return boxes + sums[:-high, :-wide]


def _peaks(likeness: Pixels, apart: int) -> list[Pixels]:
    left = likeness.copy()
    found = []
    for _peak in range(_PEAKS):
        row, column = numpy.unravel_index(int(left.argmax()), left.shape)
        if left[row, column] < 0.25:
            break
        found.append(numpy.array((row, column), numpy.float32))
        left[max(0, row - apart) : row + apart, max(0, column - apart) : column + apart] = -1
    return found


def _best(likeness: Pixels, place: Pixels, module: float) -> float:
    """The greatest likeness about a place; low where it lies outside."""
    row, column, near = int(place[0]), int(place[1]), max(1, round(module))
    if not (0 <= row < likeness.shape[0] and 0 <= column < likeness.shape[1]):
        return -1.0
    part = likeness[max(0, row - near) : row + near + 1, max(0, column - near) : column + near + 1]
    return float(part.max())


def _drawn(pixels: Pixels, corners: Pixels) -> Iterator[Image.Image]:
    """The code between three corners, drawn anew; darker and lighter readings of it."""
    angle, right, down = corners
    across, along = (right - angle) / _LEG, (down - angle) / _LEG
    fine = (numpy.arange(SQUARES * 5) + 0.5) / 5 - _CORNER
    rows = angle[0] + fine[None, :] * across[0] + fine[:, None] * along[0]
    columns = angle[1] + fine[None, :] * across[1] + fine[:, None] * along[1]
    seen = _sampled(pixels, rows, columns)
    black, white = numpy.percentile(seen, (15, 85))
    if white - black < 20:
        return
    # the middle 3 by 3 of each square's 5 by 5 samples: edges are the neighbours' too
    inner = seen.reshape(SQUARES, 5, SQUARES, 5)[:, 1:4, :, 1:4]
    for value in (inner.mean(axis=(1, 3)), inner.max(axis=(1, 3))):
        for level in _LEVELS:
            dark = value < black + level * (white - black)
            _fresh_signs(dark)
            framed = numpy.pad(numpy.where(dark, 0, 255).astype("u1"), 4, constant_values=255)
            yield Image.fromarray(framed.repeat(6, axis=0).repeat(6, axis=1))


def _sampled(pixels: Pixels, rows: Pixels, columns: Pixels) -> Pixels:
    """Values between pixels; white outside the picture."""
    high, wide = pixels.shape
    outside = (rows < 0) | (columns < 0) | (rows > high - 2) | (columns > wide - 2)
    rows, columns = rows.clip(0, high - 2), columns.clip(0, wide - 2)
    r, c = rows.astype(int), columns.astype(int)
    dr, dc = rows - r, columns - c
    value = (pixels[r, c] * (1 - dc) + pixels[r, c + 1] * dc) * (1 - dr)
    value += (pixels[r + 1, c] * (1 - dc) + pixels[r + 1, c + 1] * dc) * dr
    return numpy.where(outside, 255.0, value)


def _fresh_signs(dark: NDArray[numpy.bool_]) -> None:
    """The signs that every code of this size has: corners, their rims, ticks, the fourth sign."""
    at = numpy.arange(-4, 4)
    ring = numpy.maximum(abs(at + 0)[:, None], abs(at)[None, :])
    corner = (ring <= 1) | (ring == 3)  # seen from its middle: rows and columns -4..3
    last = SQUARES - 1
    dark[:8, :8] = corner[::-1, ::-1]
    dark[:8, last - 7 :] = corner[::-1, :]
    dark[last - 7 :, :8] = corner[:, ::-1]
    ticks = numpy.arange(8, SQUARES - 8) % 2 == 0
    dark[6, 8 : SQUARES - 8] = ticks
    dark[8 : SQUARES - 8, 6] = ticks
    near = numpy.arange(-2, 3)
    fourth = numpy.maximum(abs(near)[:, None], abs(near)[None, :])
    dark[16:21, 16:21] = fourth != 1
    dark[SQUARES - 8, 8] = True
