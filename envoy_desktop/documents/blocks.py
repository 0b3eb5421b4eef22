"""What an official document is made of: plain frozen values that memo, editor and page share.

A `OfficialDocument` is head, body, tail and attachments. Nothing here knows faces or millimetres;
headings and list items carry no numbers, the place in the order gives them (`numbered`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Face(StrEnum):
    """The face of an inline run where it differs from its block's own."""

    INHERIT = ""
    KAI = "kai"
    HEI = "hei"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch of text in one face; `fact` is the id of the fact that the claim rests on."""

    text: str
    face: Face = Face.INHERIT
    fact: str = ""


Text = tuple[Inline, ...]
_BLANK = re.compile(r"(?<=[\d.%]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=\d)")


def text(*parts: str | Inline) -> Text:
    """Inline runs from strings and runs: ``text("已用", Inline("27", fact="f1"), "日")``."""
    return tuple(Inline(part) if isinstance(part, str) else part for part in parts)


def closed_up(words: str) -> str:
    """Words of a screen as a paper prints them, without a blank between figure and ideograph."""
    return _BLANK.sub("", words)


def plain(runs: Text) -> str:
    """The bare text of inline runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, indented two characters."""

    runs: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its number: level 1 (一、), 2 (（一）), 3 (1.) or 4 (（1）).

    `rest` is body text that runs on in the same paragraph; the heading then ends with its only
    full stop (`Heading.of` splits a line so).
    """

    level: int
    runs: Text
    rest: Text = ()

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"heading level {self.level}")

    @classmethod
    def of(cls, level: int, line: Text | str) -> "Heading":
        """The heading up to and with its first full stop, what follows it as running text."""
        runs = text(line) if isinstance(line, str) else line
        head: list[Inline] = []
        for n, run in enumerate(runs):
            stop = run.text.find("。")
            if stop < 0:
                head.append(run)
                continue
            head.append(Inline(run.text[: stop + 1], run.face, run.fact))
            left = run.text[stop + 1 :]
            rest = ((Inline(left, run.face, run.fact),) if left else ()) + runs[n + 1 :]
            return cls(level, tuple(head), rest)
        return cls(level, runs)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a numbered list (①②③); neighbours count on."""

    runs: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its share of the width (whole parts) and its alignment."""

    title: str
    share: int = 3
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table as wide as the type area; its head is repeated on each page it goes over."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has more or fewer cells than the table has columns")


Simple = Paragraph | Heading | Item


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: one matter, marked in the text; a report must hold none, a 请示 just one."""

    blocks: tuple[Simple, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from evidence, meant for an attachment: the file's id, and what stands below it."""

    file: str
    caption: str = ""


Block = Paragraph | Heading | Item | Table | Request | Picture


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment: named in the note below the body; with blocks, typeset on pages of its own."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing organs and the date of signing (never of printing)."""

    organs: tuple[str, ...]
    on: date | None
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there (出席), was excused (请假) or sat in (列席), as minutes name them (10.3)."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a mandate, which seals and signs by hand; `role` 委托方 or 受托方."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: copies (抄送, may be none), printing organ and date (印发)."""

    copies: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document (公文) or a briefing (专报).

    `kind`: a code of `official.KINDS`. `mark` is the red organ mark (发文机关标志) with its word
    文件, 专报 or 纪要. `number` is worded: 临政请〔2026〕5号, or 第5期 for briefing and minutes,
    empty in a draft. A newline in `title` is a break the person forced. `addressee`
    has no colon, `note` (附注) no brackets. Briefing and minutes show the signature's first
    organ and date above their red line.
    """

    kind: str
    mark: str
    title: str
    body: tuple[Block, ...]
    number: str = ""
    issuers: tuple[str, ...] = ()
    urgency: str = ""
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    note: str = ""
    imprint: Imprint | None = None
    keep: tuple[str, ...] = ()
    """Names that the title never tears: project, company."""
    attendance: tuple[Attendance, ...] = ()
    parties: tuple[Party, ...] = ()


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number from 1 to 99 in Chinese: 1 一, 10 十, 21 二十一."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def circled(number: int) -> str:
    """①, ②, … ⑳, ㉑ … ㊿; beyond that (51)."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return f"({number})"


def heading_number(level: int, number: int) -> str:
    """The number before a heading: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:
        return f"（{chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block, its place (`(3,)`, or `(3, 1)` within a request) and its number, if any."""

    place: tuple[int, ...]
    block: Paragraph | Heading | Item | Table | Picture
    number: str = ""


def numbered(blocks: tuple[Block, ...]) -> Iterator[Numbered]:
    """The blocks in reading order with the numbers that their order gives them."""
    counts = [0, 0, 0, 0]
    items = 0
    for place, block in _flat(blocks):
        items = items + 1 if isinstance(block, Item) else 0
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            yield Numbered(place, block, heading_number(block.level, counts[block.level - 1]))
        elif isinstance(block, Item):
            yield Numbered(place, block, circled(items))
        else:
            yield Numbered(place, block)


def _flat(
    blocks: tuple[Block, ...],
) -> Iterator[tuple[tuple[int, ...], Paragraph | Heading | Item | Table | Picture]]:
    for n, block in enumerate(blocks):
        if isinstance(block, Request):
            for m, inner in enumerate(block.blocks):
                yield (n, m), inner
        else:
            yield (n,), block
