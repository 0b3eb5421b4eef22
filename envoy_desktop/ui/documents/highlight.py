"""Shows what each line of a memo's body is: headings by weight, numbers and bars in colour."""

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from envoy_desktop.documents import markup
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.body_lines import AS_IS


class Highlighter(QSyntaxHighlighter):
    """One line at a time; colours follow the theme."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._make()

    def take_colours(self) -> None:
        """Another theme: colour everything anew."""
        self._make()
        self.rehighlight()

    def _make(self) -> None:
        self._strong = {
            "heading1": _format(size=15, bold=True),
            "heading2": _format(bold=True),
            "attachment": _format(bold=True),
        }
        self._sign = _format(tone="accent", bold=True)
        self._table = _format(tone="muted", size=12)
        self._bar = _format(tone="faint", size=12)
        self._rule = _format(tone="faint", size=11)

    def highlightBlock(self, text: str) -> None:
        """Called by Qt for each changed line."""
        as_is = self.currentBlock().blockFormat().property(AS_IS)
        kind = markup.line_kind(text) if text.strip() and not as_is else ""
        if kind == "table":
            rule = set(text) <= set("|:- ")
            self.setFormat(0, len(text), self._rule if rule else self._table)
            for n, char in enumerate(text):
                if char == "|" and (n == 0 or text[n - 1] != "\\"):
                    self.setFormat(n, 1, self._bar)
            return
        if kind in self._strong:
            self.setFormat(0, len(text), self._strong[kind])
        if kind.startswith("heading") or kind == "item":
            length = markup.mark_length(text)
            sign = QTextCharFormat(self._strong.get(kind, QTextCharFormat()))
            sign.setForeground(self._sign.foreground())
            self.setFormat(0, length, sign)


def _format(*, tone: str = "", size: int = 0, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    if tone:
        made.setForeground(theme.colour(tone))
    if size:
        made.setProperty(QTextCharFormat.Property.FontPixelSize, theme.px(size))
    if bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made
