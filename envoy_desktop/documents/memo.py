"""A memo from draft to frozen issue: its rows become a document, its document becomes rows."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import days, memos
from envoy_desktop.documents import (
    claims,
    kinds,
    markup,
    memo_draft,
    memo_facts,
    sentences,
    wayback,
)
from envoy_desktop.documents.blocks import (
    Attachment,
    Block,
    Heading,
    Imprint,
    Item,
    OfficialDocument,
    Paragraph,
    Request,
    Signature,
    Table,
    plain,
)
from envoy_desktop.documents.feet import PageCode
from envoy_desktop.domain import official
from envoy_desktop.domain.official import DocumentFacts, Finding, Matter, Recipient
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import claims as claim_rows
from envoy_desktop.store.queries import documents as rows
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.store.queries import projects as project_rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import ids

_LIST = "；"
_BARE = OfficialDocument("request", "", "标题", ())  # a head for text that has none of its own


@dataclass(frozen=True)
class Issued:
    """What issuing gave: the number as printed, the PDF's SHA-256, and the hints it went over."""

    number: str
    sha256: str
    hints: tuple[Finding, ...]
    substituted: str = ""
    """Characters that the face of their role has not and another one drew."""


def draft(
    workspace: Workspace,
    *,
    kind: str,
    obstacles: Sequence[int] = (),
    month: str = "",
    particulars: Mapping[str, str] | None = None,
    **fields: str | int | None,
) -> int:
    """Draft a memo of a kind from the facts of the named obstacles; gives its id.

    `month` (2026-11) is what a monthly report is about, `project` what a mandate is of;
    `particulars` are who was at a meeting (出席, 请假, 列席) and a mandate's parties. `fields`
    (title, addressee, issuer, …) stand in the place of what would be written.
    """
    with workspace.unit("memos.draft") as unit:
        today = now.today()
        facts = memo_facts.gather(unit.reader, list(obstacles), today)
        if len(facts.obstacles) != len(set(obstacles)):
            raise Refusal("unknown-id", kind="obstacle")
        if kind not in memos.KINDS:
            raise Refusal("unknown-memo-kind", kind=kind, known=memos.KINDS)
        if kind in kinds.PAPERS_OF_THEIR_OWN:
            return _draft_own(unit, kind, facts, month, dict(particulars or {}), fields)
        if not fields.get("title"):
            fields["title"] = memo_draft.title(kind, facts)
        if kind == "letter" and not fields.get("addressee"):
            # one department is asked; the others' part is a letter of its own
            fields["addressee"] = next((o.department for o in facts.obstacles if o.department), "")
        addressee = str(fields.get("addressee") or reference.setting(unit.reader, "memo.addressee"))
        made: list[tuple[int, sentences.Sentence]] = []
        if not fields.get("body"):
            blocks, made = claims.number(
                memo_draft.body(kind, facts, addressee), sentences.every(facts)
            )
            fields["body"] = body_text(blocks, memo_draft.attachments(facts))
        projects = [p.id for p in facts.projects]
        if len(projects) == 1:
            fields.setdefault("project", projects[0])
        memo = memos.draft(unit, kind=kind, obstacles=obstacles, **fields)
        claims.record(unit, memo, made, today)
        return memo


def _draft_own(
    unit: Unit,
    kind: str,
    facts: memo_facts.MemoFacts,
    month: str,
    particulars: dict[str, str],
    fields: dict[str, str | int | None],
) -> int:
    """Draft a monthly report, minutes or a mandate."""
    project = fields.get("project")
    written = kinds.write(
        unit.reader,
        kind,
        facts,
        month=month,
        project=int(project) if project else None,
        organ=str(fields.get("organ") or ""),
    )
    fields["title"] = fields.get("title") or written.title
    made: list[tuple[int, sentences.Sentence]] = []
    if not fields.get("body"):
        blocks, made = claims.number(written.body, written.known)
        fields["body"] = body_text(blocks, written.attached)
    fields["project"] = written.project
    fields["particulars"] = kinds.kept({**(written.particulars or {}), **particulars})
    about = [obstacle.row.id for obstacle in facts.obstacles]
    memo = memos.draft(unit, kind=kind, obstacles=about, **fields)
    claims.record(unit, memo, made, facts.today)
    return memo


def document(reader: Reader, memo: int) -> OfficialDocument:
    """The document that a memo's row stands for, its table of facts filled.

    Raises Refusal("unknown-id").
    """
    row = memo_row(reader, memo)
    paper = of_row(row, keep=_names(reader, row))
    return claims.with_fact_table(reader, memo, paper)


def of_row(row: MemoRow, keep: tuple[str, ...] = ()) -> OfficialDocument:
    """The document of a row: head from its columns, body and attachments from its text."""
    body, attached = parse_body(row.body)
    signed = date.fromisoformat(row.signed_on) if row.signed_on else None
    printed = date.fromisoformat(row.printed_on) if row.printed_on else None
    told = kinds.told(row.particulars)
    mandate = row.kind == "mandate"
    return OfficialDocument(
        kind=row.kind,
        mark=kinds.mark(row.kind, row.organ),
        title=row.title,
        body=body,
        number=row.number,
        issuers=_split(row.issuer),
        urgency=row.urgency,
        addressee=row.addressee,
        attachments=attached,
        signature=Signature(_split(row.signature) or (row.organ,), signed),
        note="" if row.kind in ("minutes", "mandate") else _note(row.contact),
        imprint=None if mandate else Imprint(_split(row.copies), row.organ, printed),
        keep=keep,
        attendance=kinds.attendance(told),
        parties=kinds.parties(told),
    )


def show(reader: Reader, memo: int) -> str:
    """The memo in its plain-text form, which `edit` reads back."""
    row = memo_row(reader, memo)
    return markup.print_form(of_row(row, keep=_names(reader, row)))


def edit(workspace: Workspace, memo: int, form: str) -> None:
    """Take in the plain-text form of a draft; refuses "bad-memo-text" and "memo-issued"."""
    with workspace.read() as reader:
        before = kinds.told(memo_row(reader, memo).particulars)
    edited = markup.parse(form)
    fields = {**fields_of(edited), "particulars": kinds.particulars_of(edited, before)}
    workspace.do(memos.edit, memo=memo, **fields)


def fields_of(edited: OfficialDocument) -> dict[str, str | int | None]:
    """The columns of a memo that an edited document gives, but its particulars."""
    fields: dict[str, str | int | None] = {
        "kind": edited.kind,
        "title": edited.title,
        "addressee": edited.addressee,
        "issuer": _LIST.join(edited.issuers),
        "urgency": edited.urgency,
        "body": body_text(edited.body, edited.attachments),
    }
    if edited.kind not in ("minutes", "mandate"):  # which show none
        fields["contact"] = _contact(edited.note)
    if edited.signature:
        fields["signature"] = _LIST.join(edited.signature.organs)
        fields["signed_on"] = _iso(edited.signature.on)
    if edited.imprint:
        fields["copies"] = _LIST.join(edited.imprint.copies)
        if edited.imprint.printer:
            fields["organ"] = edited.imprint.printer
    return fields


def body_text(body: tuple[Block, ...], attached: tuple[Attachment, ...] = ()) -> str:
    """Body and attachments as plain text, as a memo keeps them."""
    bare = replace(_BARE, body=body, attachments=attached)
    return markup.print_form(bare).partition("\n\n")[2]


def parse_body(form: str) -> tuple[tuple[Block, ...], tuple[Attachment, ...]]:
    """Body and attachments of a memo's text; refuses "bad-memo-text" (line within the body)."""
    head = markup.print_form(_BARE)
    try:
        parsed = markup.parse(head + form)
    except Refusal as refusal:
        line = refusal.values.get("line")
        if isinstance(line, int):
            refusal.values["line"] = line - head.count("\n")
        raise
    return parsed.body, parsed.attachments


def weigh(reader: Reader, row: MemoRow) -> tuple[OfficialDocument, tuple[Finding, ...]]:
    """The paper that a row stands for while it is edited, and what the format says to it.

    Refuses "bad-memo-text" (line within the body) where its text cannot be read.
    """
    paper = claims.with_fact_table(reader, row.id, of_row(row, keep=_names(reader, row)))
    return paper, official.check(facts(reader, row, paper))


def check(reader: Reader, memo: int) -> tuple[Finding, ...]:
    """What forbids issuing a memo, then what is worth a hint (R: 公文处理工作条例)."""
    row = memo_row(reader, memo)
    return official.check(facts(reader, row, of_row(row)))


def facts(reader: Reader, row: MemoRow, paper: OfficialDocument) -> DocumentFacts:
    """What the rules look at in a memo that stands as `paper` (it may be half edited)."""
    departments = {d.name: d for d in reference.departments(reader).values()}
    shorts = {d.short_name: d for d in departments.values() if d.short_name}
    about = obstacle_rows.obstacles(reader, ids=rows.obstacles_of(reader, row.id))
    names = [o.project_name for o in about if o.project]
    by_code = reference.department_ids(reader)
    blocks = _blocks(paper)
    projects = tuple(dict.fromkeys(names))
    upward = official.UP in official.KINDS[row.kind].directions
    everything = "\n".join(_texts(paper.body))
    theirs = {o.department for o in about}
    concerned = tuple(
        name
        for name, d in departments.items()
        if name in everything
        or (d.short_name and d.short_name in everything)
        or by_code.get(d.code) in theirs
    )
    heard = {o.department for o in about if o.statement}
    heard |= {h.department for h in claim_rows.hearings(reader, row.id)}
    contact, _sep, phone = _contact(paper.note).partition("，")
    number = memos.next_number(reader, row.id, now.today())

    own = official.rank(row.organ)

    def relation(name: str) -> str:
        rank = official.rank(name)
        if own is not None and rank is not None and rank > own:
            return official.DOWN
        if name in departments or name in shorts:
            return official.LEVEL
        above = any(word in name for word in _ABOVE) and not name.endswith("办公室")
        return official.UP if upward or above else official.LEVEL

    return DocumentFacts(
        kind=paper.kind,
        direction=official.UP if upward else official.LEVEL,
        title=paper.title,
        organ=row.organ,
        organ_may_issue=row.organ != str(reference.setting(reader, "envoy.name")),
        addressees=[
            Recipient(name, relation(name), _is_person(name), official.rank(name))
            for name in _names_in(paper.addressee)
        ],
        copies=[
            Recipient(name, relation(name), rank=official.rank(name))
            for name in (paper.imprint.copies if paper.imprint else ())
        ],
        issuer=_LIST.join(paper.issuers),
        issue_number=number.sequence,
        matters=[Matter(block.matter, projects) for block in blocks if block.matter],
        blocks=blocks,
        concerned=concerned,
        heard=tuple(name for name, d in departments.items() if by_code.get(d.code) in heard),
        contact=contact,
        contact_phone=phone,
        passed_over=row.passed_over,
        charged_by=row.charged_by,
        instruction_attached=any("批示" in attached.title for attached in paper.attachments),
        organ_rank=own,
        organs=len(paper.signature.organs) if paper.signature else 1,
        attended=any(one.label == "出席" for one in paper.attendance),
        parties=tuple(party.role for party in paper.parties),
        mandate_parts=kinds.mandate_parts(paper.body),
    )


def issue(workspace: Workspace, memo: int, on: date | None = None) -> Issued:
    """Issue a memo: check it, give it its number, lay it out and freeze PDF and text.

    `on` is the day of signing: of a signed draft that day, else today. Refuses "memo-forbidden"
    with the findings, "memo-issued", "signed-text-changed", "other-day-signed", "future-date",
    and "missing-glyph" with the character's name.
    """
    from envoy_desktop.documents import official_page
    from envoy_desktop.documents import pdf as press

    with workspace.unit("memos.issue") as unit:
        row = memo_row(unit.reader, memo)
        if row.number:
            raise Refusal("memo-issued", number=row.number, next="write-correction")
        day = _day_of_signing(unit.reader, row, days.happened(on) if on else None)
        findings = official.check(facts(unit.reader, row, of_row(row)))
        forbidden = tuple(f for f in findings if f.severity == official.REFUSE)
        if forbidden:
            raise Refusal("memo-forbidden", findings=forbidden, next="correct-memo")
        number = memos.next_number(unit.reader, memo, day)
        label = memos.label(row.kind, number)
        paper = document(unit.reader, memo)
        signature = paper.signature or Signature((row.organ,), day)
        imprint = paper.imprint or Imprint((), row.organ, None)
        paper = replace(
            paper,
            number=label,
            signature=replace(signature, on=day),
            imprint=None if row.kind == "mandate" else replace(imprint, printed_on=now.today()),
        )
        text = markup.print_form(paper)
        layout = official_page.compose(
            paper, code=codes(memo, text), files=evidence_of(unit.reader)
        )
        data = press.write(layout)
        sha256 = memos.freeze(
            unit,
            memo=memo,
            number=number,
            label=label,
            pdf=data,
            text=text,
            on=day,
        )
    hints = tuple(f for f in findings if f.severity != official.REFUSE)
    drawn = dict.fromkeys(one.char for one in layout.substitutions)
    return Issued(label, sha256, hints, "".join(drawn))


def evidence_of(reader: Reader) -> Callable[[str], bytes | None]:
    """The content of an evidence file by its 13-character id; None where there is none."""

    def content(file: str) -> bytes | None:
        try:
            sha256 = rows.evidence_sha256(reader, ids.parse(file))
        except Refusal:
            return None
        return attachments.content(reader, sha256) if sha256 else None

    return content


def codes(memo: int, text: str) -> Callable[[int], PageCode]:
    """The code for the way back of each page of an issued memo, whose frozen text is `text`."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    number = wayback.short_number(memo)
    return lambda page: PageCode(wayback.payload(memo, page, sha256), number)


def _day_of_signing(reader: Reader, row: MemoRow, on: date | None) -> date:
    """The day that the paper will carry: of signing, where it was signed as it stands."""
    if not row.signed_sha256:
        return on or now.today()
    if not memos.still_as_signed(reader, row.id):
        raise Refusal("signed-text-changed", by=row.signed_by, next="sign-again")
    signed = date.fromisoformat(row.signed_on) if row.signed_on else now.today()
    if on and on != signed:
        raise Refusal("other-day-signed", signed=signed, on=on, by=row.signed_by)
    return signed


def pdf(reader: Reader, memo: int) -> bytes:
    """The frozen PDF of an issued memo; of a draft the page as it would print, without number."""
    from envoy_desktop.documents import official_page
    from envoy_desktop.documents import pdf as press

    row = memo_row(reader, memo)
    if row.pdf_sha256:
        return attachments.content(reader, row.pdf_sha256)
    paper = document(reader, memo)
    return press.write(official_page.compose(paper, strict=False, files=evidence_of(reader)))


def docx(reader: Reader, memo: int) -> bytes:
    """The memo for Word and WPS: of an issued one as it was frozen, of a draft as it stands."""
    from envoy_desktop.documents import docx as word

    return word.write(as_printed(reader, memo))


def as_printed(reader: Reader, memo: int) -> OfficialDocument:
    """The document as issued, read from the frozen text; of a draft as it stands."""
    row = memo_row(reader, memo)
    if row.text_sha256:
        return markup.parse(attachments.content(reader, row.text_sha256).decode())
    return document(reader, memo)


def text(reader: Reader, memo: int) -> str:
    """The plain-text form: of an issued memo the frozen one."""
    return markup.print_form(as_printed(reader, memo))


def memo_row(reader: Reader, memo: int) -> MemoRow:
    """One memo's row; raises Refusal("unknown-id")."""
    row = rows.memo(reader, memo)
    if row is None:
        raise Refusal("unknown-id", kind="memo")
    return row


def _names(reader: Reader, row: MemoRow) -> tuple[str, ...]:
    """Names that the title never tears."""
    if row.project is None:
        return ()
    project = project_rows.project(reader, row.project, now.today())
    about = obstacle_rows.obstacles(reader, ids=rows.obstacles_of(reader, row.id))
    names = [project.name, project.investor] if project else []
    return tuple(dict.fromkeys(filter(None, (*names, *(o.procedure_name for o in about)))))


def _blocks(paper: OfficialDocument) -> list[official.Block]:
    """The body as the rules see it: what is asked, one's own leaning, the ending, the rest."""
    found: list[official.Block] = []
    leaning = False
    for n, block in enumerate(paper.body):
        if isinstance(block, Request):
            asked = "".join(_texts(block.blocks))
            found.append(official.Block(f"body.{n}", "request", asked, matter=str(n)))
            continue
        if isinstance(block, Heading) and block.level == 1:
            leaning = any(word in plain(block.runs) for word in ("建议", "意见"))
        words = "".join(_texts((block,)))
        kind = "text"
        if words.strip().rstrip("。").endswith(("请批示", "请批复", "请审定", "请指示")):
            kind = "ending"
        elif leaning and isinstance(block, Paragraph | Item):
            kind = "leaning"
        found.append(official.Block(f"body.{n}", kind, words))
    return found


def _texts(blocks: Sequence[Block]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Request):
            found += _texts(block.blocks)
        elif isinstance(block, Heading):
            found.append(plain(block.runs) + plain(block.rest))
        elif isinstance(block, Paragraph | Item):
            found.append(plain(block.runs))
        elif isinstance(block, Table):
            found += ["".join(cells) for cells in block.rows]
    return found


_ABOVE = ("人民政府", "市委", "省委", "人大常委会")
_PERSON = ("市长", "书记", "主任", "局长", "县长", "区长", "秘书长", "常委", "主席", "同志")


def _is_person(name: str) -> bool:
    return name.endswith(_PERSON)


def _names_in(addressee: str) -> tuple[str, ...]:
    cut = addressee.replace("、", _LIST).replace("，", _LIST).replace("；", _LIST)
    return tuple(part.strip() for part in cut.rstrip("：:").split(_LIST) if part.strip())


def _split(joined: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in joined.replace(";", _LIST).split(_LIST) if part.strip())


def _note(contact: str) -> str:
    """The note under a request: 联系人：…，电话：…"""
    name, _sep, phone = contact.partition("，")
    if not name:
        return ""
    return f"联系人：{name}，电话：{phone}" if phone else f"联系人：{name}"


def _contact(note: str) -> str:
    return note.replace("联系人：", "").replace("电话：", "").strip("（）() ")


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
