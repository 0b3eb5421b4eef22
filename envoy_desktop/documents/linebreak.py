"""Text to lines: units kept whole, prohibition rules (避头尾), full lines spread to the edge.

A full-width character takes one cell whatever its face says; Latin and digits keep their width;
what a full line lacks is spread over the gaps that touch an ideograph (GB/T 9704 5.2.3: 28 to the
line; GB/T 15834 5.1: which marks may not begin or end a line).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from envoy_desktop.documents.fonts import Faces, LoadedFace, Role

Styled = tuple[tuple[str, Role], ...]

NO_START = frozenset("、，。．；：！？）》」』】〕〉〗”’％‰℃…·～–‧,.;:!?)]}>%°′″‐-/／")
NO_END = frozenset("（《「『【〔〈〖“‘([{￥＄$¥£#§№")
_CLOSING = frozenset("、，。．；：！？）》」』】〕〉〗”’")
_OPENING = frozenset("（《「『【〔〈〖“‘")
_EITHER = frozenset("“”‘’—…·–")
"""Marks that Chinese and Latin text share."""
GETA = "〓"
"""Stands in a preview for what no face has (the compositor's old sign for a missing type)."""

_LETTER = r"A-Za-z0-9\u00c0-\u024f\u0370-\u04ff"
_UNIT = re.compile(
    rf"""
      〔\d{{4}}〕第?\d+号?                                    # a document number's year and place
    | \d+月\d+日
    | [+\-−]?[{_LETTER}](?:[{_LETTER}.,_/@#&+:%'’\-]*[{_LETTER}%])?
      (?:(?<=\d)(?:[万亿]?(?:元|平方米|公里|公顷|亩|吨|个|户|人)|[年月日号时分秒项件次天期条款岁倍页家米％‰℃万亿]))?
    | ——+ | ……+
    """,
    re.VERBOSE | re.DOTALL,
)
_NOT_FIRST = re.compile("[" + re.escape("".join(sorted(NO_START)) + " ") + "]")
_NOT_LAST = re.compile("[" + re.escape("".join(sorted(NO_END))) + "]")
_INSIDE = re.compile(r"[/._@&?=:\-]")
_SQUEEZE_MOST = 0.5
_EPS = 1e-6


class Glyphs(NamedTuple):
    """A run within a line: offset from the line's left, face, text, and what is added after
    each glyph's own advance; all in points."""

    dx: float
    face: str
    text: str
    step: float


class Line(NamedTuple):
    """One set line: its text (with the blanks dropped at its end), runs, and drawn width."""

    text: str
    runs: tuple[Glyphs, ...]
    width: float
    last: bool


class Substitution(NamedTuple):
    """A character that the role's first face lacks and another face draws."""

    char: str
    role: Role
    face: str


@dataclass(frozen=True, slots=True)
class Measure:
    """How a paragraph is set: sizes and widths in points; `cell` is one full-width character."""

    size: float
    cell: float
    width: float
    first: float = 0.0
    rest: float = 0.0
    justify: bool = True
    western: bool = False
    """Quotes, dashes and dots of an English text keep their own width."""


class SetText(NamedTuple):
    """A set paragraph, with what was drawn by another face and what no face has."""

    lines: tuple[Line, ...]
    substitutions: tuple[Substitution, ...]
    missing: tuple[str, ...]


class _Char(NamedTuple):
    face: str
    advance: float
    cell: bool
    shift: float
    give_before: float
    give_after: float
    state: int  # 0 ordinary, 1 substituted, 2 missing
    kind: str  # neighbours of one kind make one run; empty: a run of its own


@cache
def is_cell(char: str) -> bool:
    """Whether `char` takes a full cell in Chinese text."""
    width = unicodedata.east_asian_width(char)
    if width in "WF":
        return True
    return char == "·" or (
        width == "A" and ord(char) >= 0x2010 and unicodedata.category(char)[0] in "PSN"
    )


def clean(text: str) -> str:
    """Text as one line of a paper: blanks for tabs and breaks, nothing for invisible signs."""
    if text.isprintable() and "\u00a0" not in text:
        return text
    kept = []
    for char in text:
        if char in "\t\n\r\x0b\x0c\u2028\u2029" or unicodedata.category(char) == "Zs":
            kept.append(char if char == "　" else " ")
        elif unicodedata.category(char) not in ("Cc", "Cf"):
            kept.append(char)
    return "".join(kept)


class _Table(dict[str, _Char]):
    """What is known of each character in one role; filled as characters are met."""

    def __init__(self, faces: Faces, role: Role, western: bool) -> None:
        super().__init__()
        self._faces, self._role, self._western = faces, role, western

    def __missing__(self, char: str) -> _Char:
        face = self._faces.of(self._role, char)
        state = 0
        drawn = char
        if face is None:
            face, drawn, state = self._faces.of(self._role, GETA), GETA, 2
            assert face is not None, "every bundled face has 〓"
        elif face is not self._faces.first(self._role):
            state = 1
        cell = is_cell(char) and not (self._western and char in _EITHER)
        found = self[char] = _char(face, char, drawn, state, cell)
        return found


def _char(face: LoadedFace, char: str, drawn: str, state: int, cell: bool) -> _Char:
    advance = face.advance(drawn)
    shift = before = after = 0.0
    if cell:
        spare = 1.0 - advance
        if abs(spare) > 0.002:
            shift = spare if char in _OPENING else 0.0 if char in _CLOSING else spare / 2
        left, _, right, _ = face.ink(drawn)
        # Squeezed by ink: a mark in the middle of its cell (Fandol's ？) has nothing to give.
        if char in _CLOSING:
            after = max(0.0, min(_SQUEEZE_MOST, 0.96 - right - shift))
            after = after if after >= 0.3 else 0.0
        elif char in _OPENING:
            before = max(0.0, min(_SQUEEZE_MOST, left + shift - 0.04))
            before = before if before >= 0.3 else 0.0
    odd = cell and abs(1.0 - advance) > 0.002
    kind = "" if odd else f"{face.name}{'|' if cell else ''}"
    return _Char(face.name, advance, cell, shift, before, after, state, kind)


@cache
def _table(faces: Faces, role: Role, western: bool = False) -> _Table:
    return _Table(faces, role, western)


@lru_cache(maxsize=4096)
def set_text(faces: Faces, styled: Styled, measure: Measure) -> SetText:
    """Break and place a paragraph; the same content is set once only."""
    text = "".join(clean(part) for part, _ in styled)
    chars: list[_Char] = []
    substituted: dict[Substitution, None] = {}
    missing: dict[str, None] = {}
    for part, role in styled:
        table = _table(faces, role, measure.western)
        known = [table[char] for char in clean(part)]
        chars += known
        for char, info in zip(clean(part), known, strict=True):
            if info.state == 1:
                substituted[Substitution(char, role, info.face)] = None
            elif info.state == 2:
                missing[char] = None
    if not text:
        return SetText((), (), ())
    lines = tuple(_Breaker(text, chars, measure).lines())
    return SetText(lines, tuple(substituted), tuple(missing))


def natural_width(faces: Faces, text: str, role: Role, size: float) -> float:
    """The width of `text` on one line, a full-width character taking its em."""
    table = _table(faces, role)
    return sum(size if (info := table[char]).cell else info.advance * size for char in clean(text))


class _Breaker:
    """One paragraph on its way to lines."""

    def __init__(self, text: str, chars: Sequence[_Char], measure: Measure) -> None:
        self.text, self.chars, self.measure = text, chars, measure
        size, cell = measure.size, measure.cell
        self.widths = [cell if c.cell else c.advance * size for c in chars]
        self.upto = [0.0, *accumulate(self.widths)]
        kinds = [c.kind for c in chars]
        self.segments = [
            n for n, kind in enumerate(kinds) if n == 0 or not kind or kind != kinds[n - 1]
        ]
        self.missing = any(c.state == 2 for c in chars)
        self.may_break = self._may_break()

    def _may_break(self) -> bytearray:
        """may_break[n] is 1 where a line may end before character n."""
        text = self.text
        allowed = bytearray(b"\1") * (len(text) + 1)
        for unit in _UNIT.finditer(text):
            first, last = unit.span()
            allowed[first + 1 : last] = bytes(last - first - 1)
        for mark in _NOT_FIRST.finditer(text):
            allowed[mark.start()] = 0
        for mark in _NOT_LAST.finditer(text):
            allowed[mark.end()] = 0
        allowed[len(text)] = 1
        return allowed

    def lines(self) -> Sequence[Line]:
        measure, upto, n = self.measure, self.upto, len(self.text)
        found = []
        start, indent = 0, measure.first
        while start < n:
            room = measure.width - indent
            end = bisect_right(upto, upto[start] + room + _EPS) - 1
            if end < n:
                end = self._end(start, end, room)
            stop = end
            while end < n and self.text[end] == " ":
                end += 1
            while stop > start and self.text[stop - 1] == " ":
                stop -= 1
            found.append(self._line(start, stop, end, room, indent))
            start, indent = end, measure.rest
        return found

    def _end(self, start: int, end: int, room: float) -> int:
        """Where the line that would run over at `end` ends."""
        text, allowed = self.text, self.may_break
        if end > start and (allowed[end] or text[end] == " "):
            return end
        squeezed = self._squeezed(start, end, room)
        if squeezed:
            return squeezed
        back = end
        while back > start and not allowed[back]:
            back -= 1
        if back > start and room - (self.upto[back] - self.upto[start]) <= 0.4 * room:
            return back
        return self._inside(start, max(end, start + 1), back)

    def _squeezed(self, start: int, end: int, room: float) -> int:
        """The end after the closing marks that would begin the next line, if they fit squeezed.

        The character after them is looked at again: `”。` is two marks.
        """
        stop = end
        while stop < len(self.text) and self.text[stop] in _CLOSING and stop - end < 4:
            stop += 1
        if stop == end or not self.may_break[stop]:
            return 0
        excess = self.upto[stop] - self.upto[start] - room
        return stop if excess <= self._give(start, stop) + _EPS else 0

    def _give(self, start: int, stop: int) -> float:
        chars = self.chars[start:stop]
        give = sum(c.give_after for c in chars) + sum(c.give_before for c in chars[1:])
        return give * self.measure.size

    def _inside(self, start: int, end: int, back: int) -> int:
        """A unit too long for its line is torn: at a sign within it, else where the line ends."""
        text = self.text
        for at in range(end, max(start, back) + 2, -1):
            if _INSIDE.match(text[at - 1]) and at < len(text) and text[at] not in NO_START:
                return at
        at = end
        while at > start + 1 and (text[at] in NO_START or text[at - 1] in NO_END):
            at -= 1
        if back > start and not (text[at - 1].isascii() and at - back > 2):
            return back
        return at

    def _line(self, start: int, stop: int, end: int, room: float, indent: float) -> Line:
        natural = self.upto[stop] - self.upto[start]
        slack = room - natural
        last = end >= len(self.text)
        text = self.text[start:end]
        if stop == start:
            return Line(text, (), 0.0, last)
        if slack < -_EPS:
            runs = self._place(start, stop, indent, self._squeeze(start, stop, -slack))
            return Line(text, runs, room, last)
        justify = self.measure.justify and not last
        runs, width = self._even(start, stop, indent, slack if justify else 0.0)
        return Line(text, runs, width, last)

    def _even(
        self, start: int, stop: int, indent: float, slack: float
    ) -> tuple[tuple[Glyphs, ...], float]:
        """The line with `slack` spread over the gaps that touch an ideograph (if there is none,
        over the blanks); also its width."""
        chars, upto, size = self.chars, self.upto, self.measure.size
        first = bisect_right(self.segments, start)
        edges = [start, *self.segments[first : bisect_left(self.segments, stop)], stop]
        gaps = stop - start - 1
        gaps -= sum(b - a - 1 for a, b in pairwise(edges) if not chars[a].cell)
        if gaps <= 0 and slack:
            return self._over_blanks(start, stop, indent, slack)
        share = slack / gaps if gaps else 0.0
        tight = self.measure.cell - size + share
        runs = []
        x = indent
        for a, b in pairwise(edges):
            char = chars[a]
            step = tight if char.cell and not char.shift else 0.0
            runs.append(Glyphs(x + char.shift * size, char.face, self._drawn(a, b), step))
            x += upto[b] - upto[a] + (share * (b - a) if char.cell else 0.0)
            if not char.cell and b < stop and chars[b].cell:
                x += share
        if chars[stop - 1].cell:
            x -= share
        return tuple(runs), x - indent

    def _over_blanks(
        self, start: int, stop: int, indent: float, slack: float
    ) -> tuple[tuple[Glyphs, ...], float]:
        blanks = [k for k in range(start, stop - 1) if self.text[k] == " "]
        extra = [0.0] * (stop - start)
        for k in blanks:
            extra[k - start] = slack / len(blanks)
        width = self.upto[stop] - self.upto[start] + sum(extra)
        return self._place(start, stop, indent, extra), width

    def _squeeze(self, start: int, stop: int, excess: float) -> list[float]:
        """What is taken after each character so that the line is just full."""
        share = excess / self._give(start, stop)
        size = self.measure.size
        extra = [0.0] * (stop - start)
        for k in range(start, stop):
            extra[k - start] -= self.chars[k].give_after * size * share
            if k > start:
                extra[k - start - 1] -= self.chars[k].give_before * size * share
        return extra

    def _place(
        self, start: int, stop: int, indent: float, extra: Sequence[float]
    ) -> tuple[Glyphs, ...]:
        """The line as runs of one face and one constant step."""
        size = self.measure.size
        runs = []
        x = run_x = indent
        run_start, run_face, run_step = start, "", 0.0
        open_run = moved = run_cell = False
        for k in range(start, stop):
            char = self.chars[k]
            step = self.widths[k] + extra[k - start] - char.advance * size
            if open_run and (moved or char.shift or char.face != run_face or char.cell != run_cell):
                runs.append(Glyphs(run_x, run_face, self._drawn(run_start, k), run_step))
                open_run = False
            if not open_run:
                run_start, run_face, run_step, run_cell = k, char.face, step, char.cell
                run_x, open_run = x + char.shift * size, True
            moved = abs(step - run_step) > 1e-4 or char.shift != 0.0
            x += self.widths[k] + extra[k - start]
        runs.append(Glyphs(run_x, run_face, self._drawn(run_start, stop), run_step))
        return tuple(runs)

    def _drawn(self, start: int, stop: int) -> str:
        text = self.text[start:stop]
        if self.missing:
            return "".join(
                GETA if self.chars[k].state == 2 else char for k, char in enumerate(text, start)
            )
        return text
