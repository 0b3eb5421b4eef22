"""What is pasted from Word, WPS or a browser, as lines of text with their structure."""

import re

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QTextBlock, QTextDocument, QTextFrame, QTextTable

from envoy_desktop.documents.blocks import circled, heading_number

_LISTED = re.compile(r"(?:\d{1,2}[.、．)）]|[a-zA-Z][.)])\s{2,}|[Øü§·•●○■◆▪–\-\uf000-\uf0ff]\s+")
"""How Word and WPS write a list's number or dot: with the blanks of a tab after it, which a
number that was typed by hand has not."""
_BLANKS = str.maketrans({"\u00a0": " ", "\u2028": " ", "\u2029": "\n", "\ufffc": "", "\t": " "})


class _Quiet(QTextDocument):
    """Reads HTML without fetching anything it names."""

    def loadResource(self, type: int, name: QUrl | str) -> object:
        return None


def lines_of(source: QMimeData) -> list[str]:
    """The pasted lines; headings and lists with their numbers, tables as rows of `|`."""
    if source.hasHtml():
        document = _Quiet()
        document.setHtml(source.html())
        found = [line for line in _of_frame(document.rootFrame()) if line.strip()]
        if found:
            return found
    return of_text(source.text())


def of_text(text: str) -> list[str]:
    """Plain text: a line each; rows with tabs become a table."""
    lines: list[str] = []
    rows: list[list[str]] = []
    for raw in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if "\t" in raw.strip():
            rows.append([_clean(cell) for cell in raw.strip("\n").split("\t")])
            continue
        if rows:
            lines += table_lines(rows)
            rows = []
        line = _clean(raw)
        if line:
            lines.append(line)
    if "\n" not in text and len(lines) <= 1:
        return [text.translate(_BLANKS)]  # a word is pasted with its blanks
    return lines


def table_lines(rows: list[list[str]]) -> list[str]:
    """A table's lines: caption, head, rule, rows."""
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [[cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in full]
    return [
        "表：",
        "| " + " | ".join(cells[0]) + " |",
        "| " + " | ".join([":---"] * width) + " |",
        *("| " + " | ".join(row) + " |" for row in cells[1:]),
    ]


def _of_frame(frame: QTextFrame) -> list[str]:
    lines: list[str] = []
    counts = [0, 0, 0, 0]
    items = 0
    seen: set[int] = set()
    at = frame.begin()
    while not at.atEnd():
        inner = at.currentFrame()
        block = at.currentBlock()
        if isinstance(inner, QTextTable):
            if id(inner) not in seen:
                seen.add(id(inner))
                lines += _of_table(inner)
        elif inner is not None:
            lines += _of_frame(inner)
        elif block.isValid():
            line = _of_block(block, counts)
            found = _LISTED.match(line)
            items = items + 1 if found else 0
            lines.append(circled(items) + line[found.end() :] if found else line)
        at += 1
    return lines


def _of_block(block: QTextBlock, counts: list[int]) -> str:
    text = _clean(block.text())
    if not text:
        return ""
    level = block.blockFormat().headingLevel()
    if 1 <= level <= 4:
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        return _with(heading_number(level, counts[level - 1]), _closed(text))
    listed = block.textList()
    if listed is not None:
        return _with(circled(listed.itemNumber(block) + 1), text)
    return _closed(text)


def _with(number: str, text: str) -> str:
    from envoy_desktop.documents import markup

    return text if markup.mark_length(text) else number + text


def _closed(text: str) -> str:
    """A heading's number without the blanks that an outline puts after it."""
    from envoy_desktop.documents import markup

    length = markup.mark_length(text)
    if not length or _LISTED.match(text) or text[length - 1] == ".":
        return text
    return text[:length] + text[length:].lstrip()


def _of_table(table: QTextTable) -> list[str]:
    rows = []
    for row in range(table.rows()):
        cells = []
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cursor = cell.firstCursorPosition()
            cursor.setPosition(cell.lastCursorPosition().position(), cursor.MoveMode.KeepAnchor)
            cells.append(_clean(cursor.selectedText()))
        rows.append(cells)
    return table_lines(rows) if rows else []


def _clean(text: str) -> str:
    return text.translate(_BLANKS).replace("\n", " ").strip("\u3000 ")
