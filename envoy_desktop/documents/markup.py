"""An official document as plain text that a person can read and edit, and back without loss.

Head lines (`标题：…`) come first, then a blank line, then the body: one paragraph a line, headings
by their own numbering (一、 （一） 1. （1）), list items by ① ②, what is asked between 【请求】 and
【/请求】, tables with `|`, a picture by `图：file's id|what it shows`, attachments from a line
`附件：1. …` on. A backslash takes a sign's meaning away. Numbers are read as marks of the level
and given anew by order.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Attendance,
    Block,
    Column,
    Face,
    Heading,
    Imprint,
    Inline,
    Item,
    OfficialDocument,
    Paragraph,
    Party,
    Picture,
    Request,
    Signature,
    Simple,
    Table,
    Text,
    numbered,
)
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import N_, _

KINDS = {
    "request": "请示", "report": "报告", "opinion": "意见", "letter": "函", "briefing": "专报",
    "monthly_report": "月报", "minutes": "纪要", "mandate": "代办委托书",
}  # fmt: skip
_KIND_OF = {word: kind for kind, word in KINDS.items()}
_FACES = {Face.KAI: "楷体", Face.HEI: "黑体"}
_FACE_OF = {word: face for face, word in _FACES.items()}
BREAK = "⏎"
"""In a title: here the person breaks the line."""
_SEPARATOR = "；"
_AS_IT_IS = "\\~"
"""Before a paragraph that would be read as something else."""

EXPECTED = {
    "block": N_("正文、标题、表格或“附件：1. 名称”一行"),
    "head": N_("文件头的一行，如“标题：……”；文件头之后空一行再写正文"),
    "head-once": N_("文件头的每一项只写一次"),
    "kind": N_("“种类：”后写请示、报告、意见、函、专报、月报、纪要或代办委托书"),
    "title": N_("“标题：”一行"),
    "date": N_("日期，如 2026-03-02"),
    "yes-no": N_("“用印：”后写是或否"),
    "request-open": N_("【/请求】之前先有【请求】"),
    "request-close": N_("【请求】之后要有【/请求】"),
    "request-text": N_("【请求】与【/请求】之间写请求的段落"),
    "inline-close": N_("[[ 之后要有 ]]"),
    "inline-option": N_("[[文字|楷体]]、[[文字|黑体]]或[[文字|事实 编号]]"),
    "table-row": N_("表格的一行，以 | 开头并以 | 结尾"),
    "table-rule": N_("表头之下的一行，每栏一格，如 | :-- | --: |"),
    "table-cells": N_("表格每行的格数与表头相同"),
}

_HEADINGS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"\d{1,2}(?:\.(?!\d)|．)"),
    re.compile(r"（\d{1,2}）"),
)
_ITEM = re.compile(r"[①-⑳㉑-㉟㊱-㊿]|\(\d{2,3}\)")
_ATTACHMENT = re.compile(r"附件：(?:\d{1,2}[.．])?\s*")
_TABLE = "表："
_PICTURE = "图："
_OPEN, _CLOSE = "【请求】", "【/请求】"
_KEYS = (
    "种类", "机关标志", "编号", "签发人", "紧急程度", "标题", "主送", "落款", "成文日期", "用印",
    "附注", "抄送", "印发机关", "印发日期", "不拆", "出席", "请假", "列席", "委托方", "受托方",
)  # fmt: skip
ATTENDANCE = ("出席", "请假", "列席")
PARTIES = ("委托方", "受托方")


def print_form(document: OfficialDocument) -> str:
    """The document as plain text; `parse` reads it back to an equal document."""
    return "".join(line + "\n" for line in _lines(document))


def parse(text: str) -> OfficialDocument:
    """Read the plain-text form.

    Refuses with `bad-memo-text`: `line` from 1, `found`, `expected` (already worded).
    """
    return _Reader(text).document()


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Read body lines alone, such as an editor's or a paste's; refuses as `parse` does."""
    reader = _Reader(text)
    blocks = tuple(reader.blocks())
    if not reader.done:
        raise reader.refusal("block")
    return blocks


def print_blocks(blocks: Sequence[Block]) -> str:
    """Body blocks alone as plain text."""
    return "".join(line + "\n" for line in _block_lines(tuple(blocks)))


def line_kind(line: str) -> str:
    """What a body line would be read as: heading1 to heading4, item, table, picture, attachment,
    text.

    For an editor, which must know it of a line that is still being typed.
    """
    line = line.strip()
    if line.startswith(("|", _TABLE)):
        return "table"
    if line.startswith(_PICTURE):
        return "picture"
    if _ATTACHMENT.match(line):
        return "attachment"
    for level, pattern in enumerate(_HEADINGS, 1):
        if pattern.match(line):
            return f"heading{level}"
    return "item" if _ITEM.match(line) else "text"


def mark_length(line: str) -> int:
    """How many characters of a body line are its number or sign: 2 of `一、背景`."""
    found = next((m for m in (p.match(line) for p in (*_HEADINGS, _ITEM)) if m), None)
    return found.end() if found else 0


# Writing


def _lines(document: OfficialDocument) -> Iterator[str]:
    signature, imprint = document.signature, document.imprint
    head = {
        "种类": KINDS.get(document.kind, document.kind),
        "机关标志": document.mark.replace("\n", BREAK),
        "编号": document.number,
        "签发人": _join(document.issuers),
        "紧急程度": document.urgency,
        "标题": _escape(document.title, BREAK).replace("\n", BREAK),
        "主送": document.addressee,
        "落款": _join(signature.organs) if signature else "",
        "成文日期": _date(signature.on) if signature else "",
        "用印": ("是" if signature.sealed else "否") if signature else "",
        "附注": document.note,
        "抄送": _join(imprint.copies) if imprint else "",
        "印发机关": imprint.printer if imprint else "",
        "印发日期": _date(imprint.printed_on) if imprint else "",
        "不拆": _join(document.keep),
        **{attended.label: attended.names for attended in document.attendance},
        **{party.role: party.name for party in document.parties},
    }
    for key in _KEYS:
        value = head.get(key, "")
        always = key in ("种类", "标题", "主送") or (imprint is not None and key == "印发机关")
        if value or always:
            yield f"{key}：{value}"
    yield ""
    yield from _block_lines(document.body)
    for n, attachment in enumerate(document.attachments):
        yield ""
        yield f"附件：{n + 1}. {_escape(attachment.title, '')}"
        yield from _block_lines(attachment.blocks)


def _block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    inside: int | None = None
    ends = {n: len(block.blocks) for n, block in enumerate(blocks) if isinstance(block, Request)}
    if any(length == 0 for length in ends.values()):
        raise ValueError("a request asks for something")
    for item in numbered(blocks):
        if len(item.place) == 2 and inside != item.place[0]:
            inside = item.place[0]
            yield _OPEN
        block = item.block
        if isinstance(block, Table):
            yield from _table_lines(block)
        elif isinstance(block, Picture):
            yield f"{_PICTURE}{_escape(block.file, '|')}|{_escape(block.caption, '|')}"
        elif isinstance(block, Heading):
            line = _inline(block.runs + block.rest)
            yield _apart(item.number, line) + line
        elif isinstance(block, Item):
            yield item.number + _inline(block.runs)
        else:
            line = _inline(block.runs)
            yield _AS_IT_IS + line if _begins_otherwise(line) else line
        if inside is not None and item.place == (inside, ends[inside] - 1):
            yield _CLOSE
            inside = None


def _begins_otherwise(line: str) -> bool:
    """Whether a paragraph's line would be read as something else, or not at all."""
    return (
        not line.strip()
        or line != line.strip()
        or line.startswith(("|", _OPEN, _CLOSE, _TABLE, _PICTURE))
        or bool(_ITEM.match(line) or _ATTACHMENT.match(line))
        or any(pattern.match(line) for pattern in _HEADINGS)
    )


def _apart(number: str, line: str) -> str:
    """A full-width dot where `1.` and a digit after it would be read as one figure."""
    return number[:-1] + "．" if number.endswith(".") and line[:1].isdigit() else number


def _inline(runs: Text) -> str:
    parts = []
    for run in runs:
        options = [_FACES[run.face]] if run.face in _FACES else []
        if run.fact:
            options.append("事实 " + _escape(run.fact, "|]"))
        if options:
            parts.append("[[" + "|".join([_escape(run.text, "[]|"), *options]) + "]]")
        else:
            parts.append(_escape(run.text, "[]"))
    return "".join(parts)


def _table_lines(table: Table) -> Iterator[str]:
    yield _TABLE + _escape(table.caption, "")
    yield _cells(column.title for column in table.columns)
    yield _cells(_rule(column) for column in table.columns)
    for row in table.rows:
        yield _cells(row)


def _rule(column: Column) -> str:
    left = ":" if column.align in (Align.LEFT, Align.CENTRE) else ""
    right = ":" if column.align in (Align.RIGHT, Align.CENTRE) else ""
    return left + "-" * column.share + right


def _cells(texts: Sequence[str] | Iterator[str]) -> str:
    return "| " + " | ".join(_escape(text, "|") for text in texts) + " |"


def _escape(text: str, signs: str) -> str:
    """`signs` and the backslash behind a backslash; a line break as `\\n`."""
    out = text.replace("\\", "\\\\")
    for sign in signs:
        out = out.replace(sign, "\\" + sign)
    return out if BREAK in signs else out.replace("\n", "\\n")


def _join(names: Sequence[str]) -> str:
    return _SEPARATOR.join(names)


def _date(on: date | None) -> str:
    return on.isoformat() if on else ""


# Reading


class _Reader:
    """Lines on their way to a document."""

    def __init__(self, text: str) -> None:
        self.source = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.source)

    @property
    def line(self) -> str:
        return self.source[self.at].strip() if not self.done else ""

    def refusal(self, expected: str) -> Refusal:
        return Refusal(
            "bad-memo-text",
            next="mend-memo-text",
            line=self.at + 1,
            found=self.line[:40],
            expected=_(EXPECTED[expected]),
        )

    def document(self) -> OfficialDocument:
        head = self._head()
        body = tuple(self.blocks())
        attachments = []
        while not self.done:
            found = _ATTACHMENT.match(self.line)
            if not found:
                raise self.refusal("block")
            title = _plain(self.line[found.end() :])
            self.at += 1
            attachments.append(Attachment(title, tuple(self.blocks())))
        return _document(head, body, tuple(attachments))

    def _head(self) -> dict[str, object]:
        head: dict[str, object] = {}
        while not self.done and not self.line:
            self.at += 1
        while not self.done and self.line:
            key, colon, value = self.line.partition("：")
            if not colon or key not in _KEYS:
                raise self.refusal("head")
            if key in head:
                raise self.refusal("head-once")
            head[key] = self._value(key, value.strip())
            self.at += 1
        for key in ("种类", "标题"):
            if not head.get(key):
                lacking = EXPECTED["kind" if key == "种类" else "title"]
                raise Refusal(
                    "bad-memo-text", next="mend-memo-text", line=self.at + 1, found="",
                    expected=_(lacking),
                )  # fmt: skip
        return head

    def _value(self, key: str, value: str) -> object:
        if key == "种类":
            if value not in _KIND_OF:
                raise self.refusal("kind")
            return _KIND_OF[value]
        if key in ("成文日期", "印发日期"):
            try:
                return date.fromisoformat(value) if value else None
            except ValueError:
                raise self.refusal("date") from None
        if key == "用印":
            if value not in ("是", "否"):
                raise self.refusal("yes-no")
            return value == "是"
        if key == "标题":
            return _plain(value, {BREAK: "\n"})
        return value

    def blocks(self) -> Iterator[Block]:
        """Blocks up to the end or an attachment's line."""
        while not self.done:
            line = self.line
            if not line:
                self.at += 1
            elif _ATTACHMENT.match(line):
                return
            elif line == _OPEN:
                yield self._request()
            elif line.startswith((_TABLE, "|")):
                yield self._table()
            elif line.startswith(_PICTURE):
                yield self._picture()
            elif line == _CLOSE:
                raise self.refusal("request-open")
            else:
                yield self._simple()

    def _request(self) -> Request:
        opened = self.at
        self.at += 1
        inside: list[Simple] = []
        while self.line != _CLOSE:
            if self.done:
                self.at = opened
                raise self.refusal("request-close")
            if self.line.startswith((_OPEN, _TABLE, _PICTURE, "|")) or _ATTACHMENT.match(self.line):
                raise self.refusal("request-text")
            if self.line:
                inside.append(self._simple())
            else:
                self.at += 1
        if not inside:
            raise self.refusal("request-text")
        self.at += 1
        return Request(tuple(inside))

    def _simple(self) -> Simple:
        line = self.line
        raw = self.source[self.at]
        for level, pattern in enumerate(_HEADINGS, 1):
            found = pattern.match(line)
            if found:
                block: Simple = Heading.of(level, self._inline(line[found.end() :]))
                break
        else:
            found = _ITEM.match(line)
            if found:
                block = Item(self._inline(line[found.end() :]))
            elif line.startswith(_AS_IT_IS):
                block = Paragraph(self._inline(raw.partition(_AS_IT_IS)[2]))
            else:
                block = Paragraph(self._inline(line))
        self.at += 1
        return block

    def _picture(self) -> Picture:
        file, *caption = (_plain(part) for part in _split(self.line.removeprefix(_PICTURE)))
        self.at += 1
        return Picture(file.strip(), "|".join(caption).strip())

    def _inline(self, line: str) -> Text:
        runs: list[Inline] = []
        rest = line
        while rest:
            start = _find(rest, "[[")
            if start < 0:
                runs.append(Inline(_plain(rest)))
                break
            if start:
                runs.append(Inline(_plain(rest[:start])))
            end = _find(rest, "]]", start + 2)
            if end < 0:
                raise self.refusal("inline-close")
            runs.append(self._marked(rest[start + 2 : end]))
            rest = rest[end + 2 :]
        return tuple(runs)

    def _marked(self, inside: str) -> Inline:
        text, *options = _split(inside)
        face, fact = Face.INHERIT, ""
        for option in options:
            if option in _FACE_OF:
                face = _FACE_OF[option]
            elif option.startswith("事实 "):
                fact = _plain(option.removeprefix("事实 "))
            else:
                raise self.refusal("inline-option")
        return Inline(_plain(text), face, fact)

    def _table(self) -> Table:
        caption = ""
        if self.line.startswith(_TABLE):
            caption = _plain(self.line.removeprefix(_TABLE).strip())
            self.at += 1
        titles = self._row()
        rules = self._row()
        if len(rules) != len(titles):
            self.at -= 1
            raise self.refusal("table-rule")
        columns = tuple(self._column(t, r) for t, r in zip(titles, rules, strict=True))
        rows = []
        while self.line.startswith("|"):
            row = self._row()
            if len(row) != len(columns):
                self.at -= 1
                raise self.refusal("table-cells")
            rows.append(tuple(_plain(cell) for cell in row))
        return Table(columns, tuple(rows), caption)

    def _column(self, title: str, rule: str) -> Column:
        found = re.fullmatch(r"(:?)(-+)(:?)", rule)
        if not found:
            self.at -= 1
            raise self.refusal("table-rule")
        left, dashes, right = found.groups()
        align = Align.CENTRE if left and right else Align.RIGHT if right else Align.LEFT
        return Column(_plain(title), len(dashes), align)

    def _row(self) -> list[str]:
        line = self.line
        if not (line.startswith("|") and line.endswith("|") and len(line) > 1):
            raise self.refusal("table-row")
        self.at += 1
        return [cell.strip(" ") for cell in _split(line[1:-1])]


def _document(
    head: dict[str, object], body: tuple[Block, ...], attachments: tuple[Attachment, ...]
) -> OfficialDocument:
    def word(key: str) -> str:
        return str(head.get(key) or "")

    def names(key: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in word(key).split(_SEPARATOR) if name.strip())

    def day(key: str) -> date | None:
        value = head.get(key)
        return value if isinstance(value, date) else None

    signature = imprint = None
    if names("落款") or day("成文日期"):
        signature = Signature(names("落款"), day("成文日期"), head.get("用印") is not False)
    if any(key in head for key in ("抄送", "印发机关", "印发日期")):
        imprint = Imprint(names("抄送"), word("印发机关"), day("印发日期"))
    return OfficialDocument(
        kind=word("种类"),
        mark=word("机关标志").replace(BREAK, "\n"),
        title=word("标题"),
        body=body,
        number=word("编号"),
        issuers=names("签发人"),
        urgency=word("紧急程度"),
        addressee=word("主送"),
        attachments=attachments,
        signature=signature,
        note=word("附注"),
        imprint=imprint,
        keep=names("不拆"),
        attendance=tuple(Attendance(key, word(key)) for key in ATTENDANCE if word(key)),
        parties=tuple(Party(key, word(key)) for key in PARTIES if word(key)),
    )


def _plain(text: str, others: dict[str, str] | None = None) -> str:
    """Backslashes resolved; unescaped signs of `others` replaced."""
    if "\\" not in text and not any(sign in text for sign in others or ()):
        return text  # nearly every line: this is done at every key
    out = []
    escaped = False
    for char in text:
        if escaped:
            out.append("\n" if char == "n" else char)
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            out.append((others or {}).get(char, char))
    return "".join(out) + ("\\" if escaped else "")


def _find(text: str, sign: str, start: int = 0) -> int:
    """Where `sign` stands with no backslash before it; -1 if nowhere."""
    if "\\" not in text:
        return text.find(sign, start)
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(sign, at):
            return at
        else:
            at += 1
    return -1


def _split(text: str) -> list[str]:
    """Split at `|` with no backslash before it; the parts stay escaped."""
    parts, start = [], 0
    while (at := _find(text, "|", start)) >= 0:
        parts.append(text[start:at])
        start = at + 1
    return [*parts, text[start:]]
