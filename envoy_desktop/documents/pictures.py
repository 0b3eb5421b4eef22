"""Pictures from evidence on their way to paper: upright, without transparency, no larger than seen.

A file that is no picture, is torn, or unfolds beyond all measure gives None; the page names it.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO

from envoy_desktop.documents import geometry as g
from envoy_desktop.documents.blocks import Picture
from envoy_desktop.documents.flow import TableRow
from envoy_desktop.documents.fonts import Role
from envoy_desktop.documents.layout import Page, Problem
from envoy_desktop.documents.layout import Picture as PlacedPicture
from envoy_desktop.documents.linebreak import Line, Measure
from envoy_desktop.documents.press import Press

Files = Callable[[str], bytes | None]
"""The content of an evidence file by its id; None where there is none."""
_MOST_PIXELS = 120_000_000
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as JPEG in grey or RGB, with its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@lru_cache(maxsize=32)
def prepare(data: bytes, width: float, height: float) -> Prepared | None:
    """The picture for a place of `width` by `height` points; None if it cannot be read."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None
                image = ImageOps.exif_transpose(opened)
                if image.mode in ("RGBA", "LA", "PA", "P"):
                    clear = image.convert("RGBA")
                    image = Image.new("RGB", clear.size, "white")
                    image.paste(clear, mask=clear.getchannel("A"))
                elif image.mode not in ("L", "RGB"):
                    image = image.convert("L" if image.mode in ("1", "I;16", "I", "F") else "RGB")
                most = (round(width / 72 * g.PICTURE_DPI), round(height / 72 * g.PICTURE_DPI))
                image.thumbnail(most, Image.Resampling.LANCZOS)
                out = BytesIO()
                image.save(out, "JPEG", quality=_QUALITY)
                return Prepared(out.getvalue(), image.width, image.height)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning):
        return None


def picture_slabs(
    press: Press, picture: Picture, place: tuple[int, ...] | None, files: Files | None, number: int
) -> list[TableRow]:
    """The picture centred, `图1　…` below it; what cannot be shown is a problem with its name."""
    data = files(picture.file) if files is not None else None
    ready = prepare(data, g.WIDTH, g.PICTURE_HIGHEST) if data else None
    width, height = g.WIDTH, g.mm(30)
    if ready is None:
        values = {"file": picture.caption or picture.file}
        press.problems.append(Problem("picture-unreadable", values, place))
    else:
        scale = min(g.WIDTH / ready.width, g.PICTURE_HIGHEST / ready.height)
        width, height = ready.width * scale, ready.height * scale
    caption = f"图{number}　{picture.caption}" if picture.caption else f"图{number}"
    size, leading, _pad = g.TABLE_SIZES[0]
    lines = press.set(((caption, Role.FANG),), Measure(size, size, g.WIDTH, justify=False), place)
    whole = height + 6 + leading * len(lines) + 10
    draw = partial(_draw, ready, width, height, lines)
    return [TableRow(whole, draw, None, place)]


def _draw(
    ready: Prepared | None,
    width: float,
    height: float,
    lines: tuple[Line, ...],
    page: Page,
    y: float,
) -> None:
    x = g.CENTRE - width / 2
    if ready is not None:
        page.pictures.append(PlacedPicture(page.number, x, y, width, height, ready.jpeg))
    else:
        for edge in (y, y + height):
            page.rule(x, x + width, edge, g.TABLE_RULE)
        for side in (x, x + width):
            page.upright(side, y, y + height, g.TABLE_RULE)
    size, leading, _pad = g.TABLE_SIZES[0]
    for n, line in enumerate(lines):
        baseline = y + height + 6 + n * leading + g.ASCENT * size
        page.put(line, g.CENTRE - line.width / 2, baseline, size)
