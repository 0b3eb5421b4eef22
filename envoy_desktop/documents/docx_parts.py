"""What python-docx leaves to its callers: faces for Chinese, rules, fields, frames, the grid."""

from typing import Any

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

PITCH = Pt(28.95)
"""Exactly: 22 lines of it fill 225 mm as a grid of cells, the way Word counts."""
SIZE, CELL = Pt(16), Pt(15.8)
CLOSER = -5
"""Twentieths of a point between the body's characters: 28 of 15.75 pt fill 156 mm."""
LATIN = "Times New Roman"
_ORDER = (
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl",
    "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens",
    "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE",
    "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
    "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
    "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""ECMA-376 17.3.1.26: a paragraph's properties come in this order."""


def put_run(line: Any, text: str, face: str, size: Any) -> Any:
    run = line.add_run(text)
    set_face(run, face, size)
    return run


def set_face(owner: Any, face: str, size: Any) -> None:
    """The face for Chinese, Times for Latin, and the size; never bold or slanted."""
    owner.font.name = LATIN
    owner.font.size = size
    owner.font.bold = owner.font.italic = False
    properties = owner.element.get_or_add_rPr() if hasattr(owner, "element") else owner._r.rPr
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), LATIN if face != "宋体" else face)
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:cs"), LATIN)
    fonts.set(qn("w:hint"), "eastAsia")


def set_apart(style: Any, twentieths: int) -> None:
    """The space between a style's characters."""
    properties = style.element.get_or_add_rPr()
    element = OxmlElement("w:spacing")
    element.set(qn("w:val"), str(twentieths))
    size = properties.find(qn("w:sz"))
    if size is None:
        properties.append(element)
    else:
        size.addprevious(element)


def exact(style: Any) -> None:
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = PITCH
    style.paragraph_format.widow_control = False
    properties = style.element.get_or_add_pPr()
    for name in ("w:kinsoku", "w:overflowPunct"):
        rule = OxmlElement(name)
        rule.set(qn("w:val"), "1" if name == "w:kinsoku" else "0")
        put_property(properties, rule)


def indent_cells(style: Any, cells: int) -> None:
    """An indent of cells, told in hundredths of a character so that Word keeps the grid."""
    style.paragraph_format.first_line_indent = cells * CELL
    style.element.get_or_add_pPr().find(qn("w:ind")).set(qn("w:firstLineChars"), str(100 * cells))


def put_property(properties: Any, element: Any) -> None:
    """Put an element where the schema wants it: Word refuses a paragraph in another order."""
    at = _ORDER.index(f"w:{element.tag.rpartition('}')[2]}")
    properties.insert_element_before(element, *_ORDER[at + 1 :])


def put_field(line: Any, code: str, size: Any) -> None:
    for kind in ("begin", "", "end"):
        run = line.add_run()
        set_face(run, "宋体", size)
        if kind:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)
        else:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)


def off_grid(style: Any) -> None:
    """Characters of another size than the body's do not stand in its cells."""
    element = OxmlElement("w:snapToGrid")
    element.set(qn("w:val"), "0")
    put_property(style.element.get_or_add_pPr(), element)


def put_rule(
    line: Any, side: str, eighths: int, *, space: int = 1, red: bool = False, kind: str = "single"
) -> None:
    """A rule above or below a paragraph, its thickness in eighths of a point."""
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        put_property(properties, borders)
    borders.append(_edge(side, eighths, space, "FF0000" if red else "000000", kind))


def in_frame(line: Any, *, left: int, top: int, width: int) -> None:
    """Put a paragraph at a place of the paper (lengths in EMU); the text keeps clear of it."""
    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", str(_twips(width))), ("wrap", "notBeside"), ("vAnchor", "page"),
        ("hAnchor", "page"), ("x", str(_twips(left))), ("y", str(_twips(top))),
    ):  # fmt: skip
        frame.set(qn(f"w:{name}"), value)
    put_property(line._p.get_or_add_pPr(), frame)


def _edge(side: str, eighths: int, space: int, colour: str, kind: str) -> Any:
    edge = OxmlElement(f"w:{side}")
    for name, value in (
        ("val", kind), ("sz", str(eighths)), ("space", str(space)), ("color", colour),
    ):  # fmt: skip
        edge.set(qn(f"w:{name}"), value)
    return edge


def _twips(length: int) -> int:
    return round(length / 635)
