"""The claims in the editor's text: where each stands, how it looks, other words in its place."""

from collections.abc import Mapping

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.body_lines import FACT

Span = tuple[int, int]  # from, to: positions in the document


def at(cursor: QTextCursor) -> int:
    """The number of the claim that a caret stands in or at the edge of; 0 for none."""
    found = _number(cursor.charFormat())
    if found or cursor.atBlockEnd():
        return found
    after = QTextCursor(cursor)
    after.clearSelection()
    after.movePosition(QTextCursor.MoveOperation.Right)
    return _number(after.charFormat())


def spans(document: QTextDocument) -> dict[int, list[Span]]:
    """Where each claim stands, stretch by stretch."""
    found: dict[int, list[Span]] = {}
    block = document.firstBlock()
    while block.isValid():
        inside = block.begin()
        while not inside.atEnd():
            fragment = inside.fragment()
            number = _number(fragment.charFormat())
            if number:
                start = fragment.position()
                stretches = found.setdefault(number, [])
                if stretches and stretches[-1][1] == start:
                    stretches[-1] = (stretches[-1][0], start + fragment.length())
                else:
                    stretches.append((start, start + fragment.length()))
            inside += 1
        block = block.next()
    return found


def texts(document: QTextDocument) -> dict[int, str]:
    """What stands for each claim."""
    cursor = QTextCursor(document)
    found: dict[int, str] = {}
    for number, stretches in spans(document).items():
        for start, end in stretches:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            found[number] = found.get(number, "") + cursor.selectedText()
    return found


def replace(document: QTextDocument, number: int, words: str) -> None:
    """Put other words in the place of a claim, or none; one step of undo."""
    stretches = spans(document).get(number, [])
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for n, (start, end) in reversed(list(enumerate(stretches))):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        fmt = QTextCharFormat(cursor.charFormat())
        if n == 0 and words:
            cursor.insertText(words, fmt)
        else:
            cursor.removeSelectedText()
    cursor.endEditBlock()


def mark(edit: QTextEdit, stale: Mapping[int, str], current: int) -> None:
    """Underline the stale claims and tint the current one; nothing that undo would see."""
    found = []
    wave = QTextCharFormat()
    wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    wave.setUnderlineColor(theme.colour("yellow"))
    tint = QTextCharFormat()
    tint.setBackground(theme.colour("tint"))
    for number, stretches in spans(edit.document()).items():
        for start, end in stretches:
            for wanted, fmt in ((number == current, tint), (number in stale, wave)):
                if wanted:
                    found.append(_selection(edit, start, end, fmt))
    edit.setExtraSelections(found)


def _selection(
    edit: QTextEdit, start: int, end: int, fmt: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    one = QTextEdit.ExtraSelection()
    cursor = QTextCursor(edit.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    one.cursor = cursor
    one.format = fmt
    return one


def _number(fmt: QTextCharFormat) -> int:
    name = str(fmt.property(FACT) or "")
    return int(name) if name.isdigit() else 0
