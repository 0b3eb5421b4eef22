"""Aligned tables for a person at a terminal, where a Chinese character is two cells wide."""

import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from envoy_desktop.words import names

_LOOKED_AT = 200  # rows that decide the widths; a list may have a million
_SHAPES = {"green": "●", "yellow": "◆", "red": "▲"}
_COLOURS = {"green": "32", "yellow": "33", "red": "31"}


def width(text: str) -> int:
    """How many cells a text takes at a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def printable(text: str) -> str:
    """The text without what would move a terminal's cursor or break a table's line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def padded(text: str, cells: int) -> str:
    """The text filled up with blanks to a number of cells."""
    return text + " " * max(0, cells - width(text))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; the last column is left ragged. No rows: no lines at all."""
    coming = ([printable(cell) for cell in row] for row in rows)
    first = list(islice(coming, _LOOKED_AT))
    if not first:
        return
    widths = [max(width(row[n]) for row in (heads, *first)) for n in range(len(heads))]
    for row in chain((heads,), first, coming):
        cells = [padded(cell, of) for cell, of in zip(row[:-1], widths[:-1], strict=True)]
        yield "  ".join((*cells, row[-1])).rstrip()


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names and values below each other; blank values are left out."""
    told = [(name, value) for name, value in pairs if value]
    widest = max((width(name) for name, _value in told), default=0)
    for name, value in told:
        first, *rest = map(printable, value.split("\n"))
        yield f"{padded(name, widest)}  {first}"
        for line in rest:
            yield " " * (widest + 2) + line


def wrapped(text: str, cells: int, indent: str = "") -> Iterator[str]:
    """A text broken into lines of at most so many cells; Chinese may break anywhere."""
    line = ""
    for word in _pieces(text):
        if line and width(line) + width(word.rstrip()) > cells - len(indent):
            yield indent + line.rstrip()
            line = word.lstrip()
        else:
            line += word
    if line.strip():
        yield indent + line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Words of Latin letters, single characters of Chinese with the closing marks behind them."""
    piece = ""
    for c in textwrap.dedent(text).replace("\n", " "):
        wide = unicodedata.east_asian_width(c) in "WF"
        if piece and wide and c not in "，。；：、！？）》」』":
            yield piece
            piece = ""
        piece += c
        if c == " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def lamp(code: str | None) -> str:
    """A lamp as shape and word: told apart without colours too, which only a terminal gets."""
    if not code:
        return ""
    return f"{_SHAPES.get(code, '○')}{names.lamp(code)}"


def coloured(line: str) -> str:
    """A finished line with its lamps in colour, where standard output is a terminal."""
    if not colours():
        return line
    for code, shape in _SHAPES.items():
        line = line.replace(shape, f"\x1b[{_COLOURS[code]}m{shape}\x1b[0m")
    return line


def colours() -> bool:
    """Whether standard output takes colours (a terminal, and NO_COLOR is not set)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
