"""A laid out paper: placed runs, rules and bars, which PDF, preview and tests read alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from envoy_desktop.documents.linebreak import Line, Substitution

BLACK, RED = "black", "red"


class Placed(NamedTuple):
    """A run of text: one face, one size, one constant step; points from the top left corner."""

    page: int
    x: float
    baseline: float
    face: str
    size: float
    text: str
    step: float
    colour: str
    turned: bool = False
    """A quarter turn to the left: it reads from the page's foot upwards."""


class Picture(NamedTuple):
    """A picture as JPEG (grey or RGB), placed; points from the top left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float
    jpeg: bytes


class Rule(NamedTuple):
    """A straight line; `thickness` lies half on each side."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    colour: str


class Bar(NamedTuple):
    """A filled rectangle."""

    page: int
    x: float
    y: float
    width: float
    height: float
    colour: str


class Anchor(NamedTuple):
    """Where a block begins: page from 1, y of its first line's em top in points."""

    page: int
    y: float


class Problem(NamedTuple):
    """Something a person should look at before issue; `place` is the block, if it is one."""

    rule: str
    values: Mapping[str, object]
    place: tuple[int, ...] | None = None


@dataclass(slots=True)
class Page:
    """One page of a layout, from 1."""

    number: int
    runs: list[Placed] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def put(self, line: Line, x: float, baseline: float, size: float, colour: str = BLACK) -> None:
        """Place a set line with its left edge at `x`."""
        for dx, face, text, step in line.runs:
            self.runs.append(Placed(self.number, x + dx, baseline, face, size, text, step, colour))

    def rule(self, x0: float, x1: float, top: float, thickness: float, colour: str = BLACK) -> None:
        """Draw a level rule with its upper edge at `top`."""
        y = top + thickness / 2
        self.rules.append(Rule(self.number, x0, y, x1, y, thickness, colour))

    def upright(
        self, x: float, y0: float, y1: float, thickness: float, colour: str = BLACK
    ) -> None:
        """Draw an upright rule centred on `x`."""
        self.rules.append(Rule(self.number, x, y0, x, y1, thickness, colour))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole paper, ready to be drawn.

    `anchors` maps a block's place (`(3,)`, in a request `(3, 1)`; an attachment's block is
    `(-1 - n, place…)` with n from 0) to where it stands.
    """

    pages: tuple[Page, ...]
    width: float
    height: float
    title: str
    language: str = "zh-CN"
    anchors: Mapping[tuple[int, ...], Anchor] = field(default_factory=dict)
    substitutions: tuple[Substitution, ...] = ()
    problems: tuple[Problem, ...] = ()

    def runs(self) -> Iterator[Placed]:
        """All text in reading order."""
        for page in self.pages:
            yield from page.runs

    @property
    def lacking(self) -> str:
        """The characters that no face has: 〓 stands in their place."""
        return "".join(str(p.values["char"]) for p in self.problems if p.rule == "missing-glyph")
