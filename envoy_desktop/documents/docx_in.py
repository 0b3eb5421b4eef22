"""An edited DOCX comes back as a new draft: paragraphs by their styles, and what differs.

The file is one of ours that an office edited in Word or WPS: head and tail stay as the memo has
them, title, addressee, body and attachments are read. What a DOCX cannot say (which paragraphs are
the request, which words rest on a fact) is kept where a paragraph is unchanged.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from envoy_desktop.casework import memos
from envoy_desktop.documents import markup
from envoy_desktop.documents import memo as papers
from envoy_desktop.documents.blocks import (
    Attachment,
    Block,
    Column,
    Heading,
    Item,
    OfficialDocument,
    Paragraph,
    Request,
    Simple,
    Table,
    plain,
    text,
)
from envoy_desktop.documents.docx_safe import Package
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import documents as rows
from envoy_desktop.store.workspace import Workspace

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-4])", re.IGNORECASE)
_LEVELS = {"一级标题": 1, "二级标题": 2, "三级标题": 3, "四级标题": 4}
_TITLE, _ADDRESSEE, _MARK = "公文标题", "主送机关", "附件标记"
_HEAD = ("发文机关标志", "发文字号")
_TAIL = ("落款", "附件说明", "版记")
MOST_PARAGRAPHS = 20_000


@dataclass(frozen=True)
class Taken:
    """The new draft, whether it differs, the difference line by line (`- ` old, `+ ` new), and
    codes of what the DOCX held that a memo cannot hold."""

    memo: int
    changed: bool
    difference: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass
class Read:
    """What was read of a DOCX."""

    title: str = ""
    addressee: str = ""
    body: list[Block] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_in(workspace: Workspace, memo: int, path: Path) -> Taken:
    """Take in an edited DOCX of a memo as a new draft; the memo itself stays as it is.

    Refuses "unknown-id", "docx-macros", "docx-bomb", "docx-too-large", "docx-external",
    "docx-broken", "docx-empty" and "docx-too-long"; nothing is written then.
    """
    found = read(path)
    with workspace.unit("memos.docx_in") as unit:
        row = papers.memo_row(unit.reader, memo)
        old = papers.of_row(row)
        new = merged(old, found)
        fields: dict[str, Any] = {name: getattr(row, name) for name in memos.SIGNED}
        for name in ("kind", "passed_over", "charged_by", "particulars"):
            fields.pop(name)
        fields |= {
            "project": row.project,
            "title": new.title,
            "addressee": new.addressee,
            "body": papers.body_text(new.body, new.attachments),
        }
        made = memos.draft(
            unit, kind=row.kind, obstacles=rows.obstacles_of(unit.reader, memo), **fields
        )
        unit.set(
            "memo", made,
            passed_over=row.passed_over, charged_by=row.charged_by, particulars=row.particulars,
        )  # fmt: skip
    lines = difference(old, new)
    return Taken(made, bool(lines), lines, tuple(found.notes))


def difference(old: OfficialDocument, new: OfficialDocument) -> tuple[str, ...]:
    """Paragraphs that went (`- `) and came (`+ `), in the order of the text."""
    return tuple(
        line for line in difflib.ndiff(_lines(old), _lines(new)) if line.startswith(("- ", "+ "))
    )


def read(path: Path) -> Read:
    """Read a DOCX within bounds; see `take_in` for what is refused."""
    package = Package(path)
    styles = _styles(package.part("word/styles.xml"))
    root = package.part("word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise Refusal("docx-broken", name=package.name)
    found = Read()
    if next(root.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom"), None) is not None:
        found.notes.append("tracked-changes")
    if next(root.iter(f"{_W}drawing", f"{_W}pict", f"{_W}object"), None) is not None:
        found.notes.append("pictures")
    if next(root.iter(f"{_W}footnoteReference", f"{_W}commentReference"), None) is not None:
        found.notes.append("comments")
    if package.links:
        found.notes.append("links")
    _fill(found, list(_pieces(body, styles, package.name)))
    if not found.body:
        raise Refusal("docx-empty", name=package.name)
    return found


def merged(old: OfficialDocument, found: Read) -> OfficialDocument:
    """The memo with what was read; an unchanged paragraph stays the very one that it was."""
    flat = [
        (inner, n if isinstance(block, Request) else -1)
        for n, block in enumerate(old.body)
        for inner in (block.blocks if isinstance(block, Request) else (block,))
    ]
    body: list[tuple[Block, int]] = [(block, -1) for block in found.body]
    matcher = difflib.SequenceMatcher(
        None, [_told(block) for block, _of in flat], [_told(block) for block, _of in body], False
    )
    for _how, a0, a1, b0, b1 in matcher.get_opcodes():
        for step in range(b1 - b0):
            if a0 == a1:
                break
            was, of = flat[min(a0 + step, a1 - 1)]
            same = _told(was) == _told(body[b0 + step][0])
            block = was if same else body[b0 + step][0]
            body[b0 + step] = (block, of if not isinstance(block, Table) else -1)
    known = {_told_attachment(one): one for one in old.attachments}
    # an attachment that is filled when it is printed (the table of facts) stays unfilled
    unfilled = {one.title.strip("。；"): one for one in old.attachments if not one.blocks}
    attachments = tuple(
        known.get(_told_attachment(one)) or unfilled.get(one.title.strip("。；")) or one
        for one in found.attachments
    )
    named = {one.title.strip("。；") for one in attachments}
    kept = tuple(one for one in old.attachments if not one.blocks and one.title not in named)
    return replace(
        old,
        title=_same(old.title, found.title) or old.title,
        addressee=found.addressee or old.addressee,
        body=_with_requests(body),
        attachments=attachments + kept,
    )


def _with_requests(body: Sequence[tuple[Block, int]]) -> tuple[Block, ...]:
    """Paragraphs that stood in a request stand in one again."""
    made: list[Block] = []
    inside: list[Simple] = []
    before = -1
    for block, of in [*body, (Paragraph(()), -2)]:
        if of != before and inside:
            made.append(Request(tuple(inside)))
            inside = []
        if of >= 0 and isinstance(block, Paragraph | Heading | Item):
            inside.append(block)
        elif of > -2:
            made.append(block)
        before = of
    return tuple(made)


def _same(old: str, new: str) -> str:
    """The old title with its breaks where only those differ."""
    return old if old.replace("\n", "") == new.replace("\n", "") else new


def _told(block: Block) -> str:
    """A block's words without its number, its faces and its facts."""
    told = markup.print_blocks((_bare(block),)).strip()
    return told[markup.mark_length(told) :] if not isinstance(block, Table) else told


def _bare(block: Block) -> Block:
    """A block in one face and without facts, as a DOCX tells it."""
    if isinstance(block, Request):
        return replace(block, blocks=tuple(_plain(one) for one in block.blocks))
    if isinstance(block, Table):
        columns = tuple(Column(column.title) for column in block.columns)
        return Table(columns, block.rows)
    return _plain(block) if isinstance(block, Paragraph | Heading | Item) else block


def _plain(block: Simple) -> Simple:
    if isinstance(block, Heading):
        return Heading(block.level, text(plain(block.runs)), text(plain(block.rest)))
    return type(block)(text(plain(block.runs)))


def _told_attachment(one: Attachment) -> str:
    bare = tuple(_bare(block) for block in one.blocks)
    return one.title.strip("。；") + "\n" + markup.print_blocks(bare)


def _lines(paper: OfficialDocument) -> list[str]:
    """The paper's text, a line a paragraph."""
    lines = [paper.title.replace("\n", ""), paper.addressee]
    lines += _body_lines(paper.body)
    for n, one in enumerate(paper.attachments, 1):
        lines.append(f"附件：{n}. {one.title}")
        lines += _body_lines(one.blocks)
    return lines


def _body_lines(blocks: Sequence[Block]) -> list[str]:
    return markup.print_blocks([_bare(block) for block in blocks]).splitlines()


# Reading


@dataclass(frozen=True)
class _Piece:
    """A paragraph with its style's name and heading level, or a table."""

    words: str = ""
    style: str = ""
    level: int = 0
    listed: bool = False
    table: Table | None = None


def _styles(part: Any) -> dict[str, tuple[str, int]]:
    """Name and heading level of each style id."""
    found = {}
    for style in part.iter(f"{_W}style") if part is not None else ():
        name_of = style.find(f"{_W}name")
        name = name_of.get(f"{_W}val", "") if name_of is not None else ""
        heading = _HEADING.fullmatch(name)
        level = _LEVELS.get(name) or (int(heading[1]) if heading else 0)
        found[style.get(f"{_W}styleId", "")] = (name, level)
    return found


def _pieces(body: Any, styles: dict[str, tuple[str, int]], name: str) -> Iterator[_Piece]:
    count = 0
    for element in _blocks(body):
        count += 1
        if count > MOST_PARAGRAPHS:
            raise Refusal("docx-too-long", name=name, most=MOST_PARAGRAPHS)
        if element.tag == f"{_W}tbl":
            table = _table(element)
            if table is not None:
                yield _Piece(table=table)
            continue
        properties = element.find(f"{_W}pPr")
        held = properties.find(f"{_W}pStyle") if properties is not None else None
        style, level = styles.get(held.get(f"{_W}val", "") if held is not None else "", ("", 0))
        outline = properties.find(f"{_W}outlineLvl") if properties is not None else None
        if not level and outline is not None and outline.get(f"{_W}val", "9") in "0123":
            level = int(outline.get(f"{_W}val")) + 1
        listed = properties is not None and properties.find(f"{_W}numPr") is not None
        words = _words(element)
        if words.strip():
            yield _Piece(words, style, level, listed)


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, out of content controls too."""
    for element in body:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _blocks(element)


def _words(paragraph: Any) -> str:
    """A paragraph's text; what was struck out under tracked changes is left out."""
    parts = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if any(a.tag in (f"{_W}del", f"{_W}moveFrom") for a in element.iterancestors()):
            continue
        if any(a.tag == f"{_W}pPr" for a in element.iterancestors()):
            continue  # tab stops
        parts.append(element.text or "" if element.tag == f"{_W}t" else
                     "\n" if element.tag == f"{_W}br" else "\t")  # fmt: skip
    return "".join(parts).replace("\u00a0", " ")


def _table(element: Any) -> Table | None:
    """A table with its first row as head; a cell over several columns leaves the others empty."""
    rows_ = []
    for row in element.iter(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.findall(f"{_W}tc"):
            words = "\n".join(filter(None, (_words(p).strip() for p in cell.iter(f"{_W}p"))))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            over = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [words, *[""] * (min(int(over), 60) - 1 if over.isdecimal() else 0)]
        rows_.append(cells)
    wide = max(map(len, rows_), default=0)
    if not wide:
        return None
    head, *rest = [tuple(row + [""] * (wide - len(row))) for row in rows_]
    return Table(tuple(Column(title) for title in head), tuple(rest))


def _fill(found: Read, pieces: Sequence[_Piece]) -> None:
    """Sort the pieces: head, title, addressee, body, tail, attachments."""
    into = found.body
    title = ""
    in_attachments = False
    for piece in pieces:
        words = piece.words.strip()
        if piece.style == _MARK and re.fullmatch(r"附件\s*\d{0,2}", words):
            in_attachments, title = True, ""
        elif piece.style == _TITLE:
            said = piece.words.strip("\n\t ")
            if not in_attachments:
                found.title = found.title or said
            elif not title:
                title = said.replace("\n", "")
                found.attachments.append(Attachment(title))
                into = []
            else:
                into.append(Paragraph(text(said)))
        elif piece.style == _ADDRESSEE and not in_attachments:
            found.addressee = words.rstrip("：:")
        elif piece.style in (*_HEAD, *_TAIL, _MARK) or _is_note(words):
            continue
        else:
            into.append(piece.table or _block(piece, words))
            if in_attachments and found.attachments:
                last = found.attachments[-1]
                found.attachments[-1] = Attachment(last.title, tuple(into))


def _is_note(words: str) -> bool:
    """附注: it stands in the memo's own field."""
    return words.startswith(("（联系人：", "（联系人:")) and words.endswith("）")


def _block(piece: _Piece, words: str) -> Simple:
    """A paragraph by its number first (a run-in heading has no style), then by its style."""
    line = words.replace("\n", "").replace("\t", "")
    kind, length = markup.line_kind(line), markup.mark_length(line)
    if kind.startswith("heading"):
        return Heading.of(int(kind[-1]), text(line[length:]))
    if kind == "item":
        return Item(text(line[length:]))
    if piece.level:
        return Heading.of(piece.level, text(line))
    if piece.listed or piece.style == "列举":
        return Item(text(line))
    return Paragraph(text(line))
