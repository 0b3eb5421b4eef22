"""The press: sets text, collects pages, and remembers what a person must be told about them."""

from collections.abc import Iterable
from dataclasses import replace

from envoy_desktop.documents.blocks import Face, Inline
from envoy_desktop.documents.fonts import Faces, LoadedFace, Role
from envoy_desktop.documents.layout import Anchor, Page, Problem
from envoy_desktop.documents.linebreak import (
    GETA,
    Line,
    Measure,
    Styled,
    Substitution,
    clean,
    set_text,
)

# The Chinese faces draw curly quotes and the ellipsis a full character wide.
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})
ROLES = {Face.KAI: Role.KAI, Face.HEI: Role.HEI}


def styled(runs: Iterable[Inline], role: Role) -> Styled:
    """Inline runs in the role of their block, except where a run says otherwise."""
    return tuple((run.text, ROLES.get(run.face, role)) for run in runs if run.text)


class Press:
    """One paper in the making."""

    def __init__(self, faces: Faces, western: bool = False) -> None:
        self.faces, self.western = faces, western
        self.pages: list[Page] = []
        self.anchors: dict[tuple[int, ...], Anchor] = {}
        self.substitutions: dict[Substitution, None] = {}
        self.missing: dict[str, tuple[int, ...] | None] = {}
        self.problems: list[Problem] = []

    def page(self) -> Page:
        """A new page at the end."""
        self.pages.append(Page(len(self.pages) + 1))
        return self.pages[-1]

    def set(
        self, text: Styled, measure: Measure, place: tuple[int, ...] | None = None
    ) -> tuple[Line, ...]:
        """Set a paragraph; substitutions and missing characters are remembered."""
        if self.western:
            measure = replace(measure, western=True)
            text = tuple((part.translate(_STRAIGHT), role) for part, role in text)
        result = set_text(self.faces, text, measure)
        for substitution in result.substitutions:
            self.substitutions[substitution] = None
        for char in result.missing:
            self.missing.setdefault(char, place)
        return result.lines

    def line(self, text: str, role: Role, size: float, cell: float | None = None) -> Line:
        """One unbroken line."""
        cell = size if cell is None else cell
        lines = self.set(((text, role),), Measure(size, cell, 1e6, justify=False))
        return lines[0] if lines else Line("", (), 0.0, True)

    def ink(self, text: str, role: Role) -> tuple[float, float]:
        """Lowest and highest ink of a line, in em over the baseline."""
        inks = []
        for char in clean(text):
            face: LoadedFace | None = self.faces.of(role, char)
            drawn = char if face else GETA
            face = face or self.faces.first(role)
            if char.strip():
                inks.append(face.ink(drawn))
        return (min(i[1] for i in inks), max(i[3] for i in inks)) if inks else (0.0, 0.0)
