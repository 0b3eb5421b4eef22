"""A line of the memo's editor and the block of text that holds it."""

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)

from envoy_desktop.documents.blocks import Face, Inline
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import structure
from envoy_desktop.ui.documents.structure import Line
from envoy_desktop.words import _

REQUEST = QTextFormat.Property.UserProperty + 1
AS_IS = QTextFormat.Property.UserProperty + 2
FACT = QTextFormat.Property.UserProperty + 3
FACE = QTextFormat.Property.UserProperty + 4


def line_of(block: QTextBlock) -> Line:
    """The line that a block of the editor is."""
    runs: list[Inline] = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        fmt = fragment.charFormat()
        text = fragment.text().replace("\u2028", " ").replace("\ufffc", "").replace("\xa0", " ")
        run = Inline(text, Face(fmt.property(FACE) or ""), str(fmt.property(FACT) or ""))
        if runs and (runs[-1].face, runs[-1].fact) == (run.face, run.fact):
            runs[-1] = Inline(runs[-1].text + text, run.face, run.fact)
        elif text:
            runs.append(run)
        at += 1
    fmt_ = block.blockFormat()
    return Line(tuple(runs), int(fmt_.property(REQUEST) or 0), bool(fmt_.property(AS_IS)))


def write_runs(cursor: QTextCursor, line: Line) -> None:
    """Write a line's runs, each with what it rests on."""
    for run in line.runs:
        fmt = QTextCharFormat()
        if run.fact:
            fmt.setProperty(FACT, run.fact)
            fmt.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            fmt.setUnderlineColor(theme.colour("faint"))
            fmt.setToolTip(_("这一句出自已录入的事实"))
        if run.face is not Face.INHERIT:
            fmt.setProperty(FACE, run.face.value)
            if run.face is Face.HEI:
                fmt.setFontWeight(QFont.Weight.Bold)
            else:
                fmt.setFontItalic(True)
        cursor.insertText(run.text, fmt)
    if not line.runs:
        cursor.setBlockCharFormat(QTextCharFormat())


def block_format(line: Line) -> QTextBlockFormat:
    """How the block of a line stands: indented two characters, table rows flush."""
    fmt = QTextBlockFormat()
    fmt.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    fmt.setBottomMargin(theme.px(3))
    if line.kind not in structure.RAW:
        fmt.setTextIndent(2 * theme.em(1))
    if line.request:
        fmt.setProperty(REQUEST, line.request)
    if line.as_is:
        fmt.setProperty(AS_IS, True)
    return fmt


def set_property(block: QTextBlock, which: int, value: object) -> None:
    """Set (or with None take away) a property of a block; can be undone."""
    cursor = QTextCursor(block)
    fmt = QTextBlockFormat(block.blockFormat())
    if value is None:
        fmt.clearProperty(which)
    else:
        fmt.setProperty(which, value)
    cursor.setBlockFormat(fmt)
