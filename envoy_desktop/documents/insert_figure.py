"""A department's figure put into a memo: at the place of the caret, or before what is asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from envoy_desktop import now
from envoy_desktop.casework import checked, memos
from envoy_desktop.documents import claims, figure_claims
from envoy_desktop.documents.blocks import Block, Heading, Inline, Paragraph, plain
from envoy_desktop.documents.sentences import Sentence
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import claims as rows
from envoy_desktop.store.unit import Unit

if TYPE_CHECKING:
    from envoy_desktop.store.queries.figures import Window

_BEFORE = ("建议", "请求")


@dataclass(frozen=True, slots=True)
class Inserted:
    """The claims that were made: the number and the words of the figure, and of its note."""

    position: int
    sentence: str
    note_position: int
    note: str


def claim(unit: Unit, *, memo: int, department: int, window: "Window") -> Inserted:
    """Make the claims of a figure; the editor puts their words where the caret is.

    Refuses "memo-issued", and "no-cases" where the window holds none.
    """
    from envoy_desktop.documents import memo as papers

    checked.draft(unit, memo)
    row = papers.memo_row(unit.reader, memo)
    on = now.today()
    told = figure_claims.said(unit.reader, department, window, on)
    if not told:
        raise Refusal("no-cases", next="widen-window")
    kept = rows.claims(unit.reader, memo)
    body, _attached = papers.parse_body(row.body)
    first = max([c.position for c in kept] + list(claims.texts(body)), default=0) + 1
    unit.subject = row.title
    made: list[tuple[int, Sentence]] = list(enumerate(told, first))
    claims.record(unit, memo, made, on)
    return Inserted(first, told[0].text, first + 1, told[1].text)


def insert(unit: Unit, *, memo: int, department: int, window: "Window") -> Inserted:
    """Put a figure and its note as two lines before what is proposed or asked, else at the end.

    Refuses as `claim`.
    """
    from envoy_desktop.documents import memo as papers

    made = claim(unit, memo=memo, department=department, window=window)
    body, attached = papers.parse_body(papers.memo_row(unit.reader, memo).body)
    lines = (
        Paragraph((Inline(made.sentence, fact=str(made.position)),)),
        Paragraph((Inline(made.note, fact=str(made.note_position)),)),
    )
    at = _place(body)
    text = papers.body_text((*body[:at], *lines, *body[at:]), attached)
    memos.edit(unit, memo=memo, body=text)
    return made


def _place(body: tuple[Block, ...]) -> int:
    for n, block in enumerate(body):
        if (
            isinstance(block, Heading)
            and block.level == 1
            and any(word in plain(block.runs) for word in _BEFORE)
        ):
            return n
    return claims.end_of_text(body, 0)
