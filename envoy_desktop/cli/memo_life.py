"""`envoy memo`: a paper's life: check, sign, correct, the way back, a new draft from Word."""

from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.memo import MEMO, _finding, _one, _row, memo
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE
from envoy_desktop.words import N_, _

SCANS = Argument(
    "scans", N_("扫描件"), type=FILE, nargs=-1, help=N_("PDF、JPEG、PNG、TIFF，或放它们的文件夹")
)
SHORT = Option("--number", "number", help=N_("页脚的短号，如 K7C3-M9P2-X4"))


@memo.verb(
    "check",
    Argument("paper", N_("公文"), help=N_("PDF 文件：核对是不是印发的定稿；或公文编号：核稿")),
    help=N_("核对一个 PDF 是否就是印发的定稿；写公文编号则核稿"),
)
def check(session: Session, *, paper: str) -> Answer:
    """Re-read a PDF of ours; or check a draft against the format and mark it as checked."""
    path = Path(paper)
    if path.suffix.lower() == ".pdf" or path.is_file():
        return _check_file(session, path)
    from envoy_desktop.documents import memo_life
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, paper)
    findings = memo_life.check(held, id)
    return said(
        {"id": ids.show(id), "findings": [_finding(found) for found in findings]},
        _("已核稿"),
        warnings=tuple(names.finding(found) for found in findings),
    )


def _check_file(session: Session, path: Path) -> Answer:
    from envoy_desktop.documents import paper_check, scan_pages
    from envoy_desktop.domain.refusal import Refusal

    file = scan_pages.take(path)
    with session.workspace().read() as reader:
        found = paper_check.check(reader, file.data, file.name)
    if not found.same_hash:
        differs = [_("校验码")] if found.same_text else [_("校验码"), _("文字")]
        shown = "".join(f"\n  {line}" for line in found.lines)
        raise Refusal(
            "paper-differs", name=file.name, number=found.memo.number,
            differs=_("、").join(differs) + shown,
        )  # fmt: skip
    return said(
        {
            "memo": ids.show(found.memo.id),
            "number": found.memo.number,
            "hash": found.same_hash,
            "text": found.same_text,
        },
        _("就是印发的 {number}，文字和校验码都一致").format(number=found.memo.number),
    )


@memo.verb(
    "sign",
    MEMO,
    Option("--by", required=True, help=N_("签发人")),
    Option("--on", "on", type=DAY, help=N_("签发日期，不写就是今天")),
    help=N_("记下签发：文稿照此定下，再改要重新签发"),
)
def sign(session: Session, *, memo: str, by: str, on: date | None) -> Answer:
    """Record who signed the text as it stands."""
    from envoy_desktop.documents import memo_life

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    memo_life.sign(held, id, by=by, on=on)
    with held.read() as reader:
        return said(_row(_one(reader, id)), _("已记签发"))


@memo.verb("correct", MEMO, help=N_("为已印发的公文起草更正件，原件不动"))
def correct(session: Session, *, memo: str) -> Answer:
    """Draft a new document that names the old one."""
    from envoy_desktop.casework import memos

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    made = held.do(memos.correct, memo=id)
    return said(
        {"id": ids.show(made), "replaces": ids.show(id)},
        _("已起草更正件，编号 {id}").format(id=ids.show(made)),
    )


@memo.verb("close", MEMO, help=N_("了结：不再等什么"))
def close(session: Session, *, memo: str) -> Answer:
    """Nothing more is expected of a document."""
    from envoy_desktop.casework import memos

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    held.do(memos.close, memo=id)
    with held.read() as reader:
        return said(_row(_one(reader, id)), _("已了结"))


@memo.verb("register", help=N_("发文登记簿：各序列用到几号，有没有空号、重号"))
def register(session: Session) -> Answer:
    """The book of numbers."""
    from envoy_desktop.casework import registers
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        book = registers.book(reader)

    def text() -> Any:
        heads = (_("机关"), _("文种"), _("年份"), _("登记簿"), _("用到"), _("空号"), _("重号"))
        return tables.table(
            heads,
            (
                (
                    one.organ, names.document_kind(one.kind), str(one.year), one.mark,
                    str(one.last), _numbers(one.gaps), _numbers(one.doubles),
                )
                for one in book
            ),
        )  # fmt: skip

    rows = [
        {
            "organ": one.organ, "kind": one.kind, "year": one.year, "register": one.mark,
            "last": one.last, "own": one.own, "gaps": list(one.gaps), "doubles": list(one.doubles),
        }
        for one in book
    ]  # fmt: skip
    return Answer(rows, text)


@memo.verb("find", SCANS, SHORT, help=N_("看扫描件是哪份公文的哪一页，不归档"))
def find(session: Session, *, scans: tuple[Path, ...], number: str | None) -> Answer:
    """Which memo and page a scan shows, or a short number names."""
    from envoy_desktop.documents import receive, scan

    held = session.workspace()
    with held.read() as reader:
        if number:
            id = scan.by_number(reader, number)
            row = _one(reader, id)
            return said({"memo": ids.show(id), "number": row.number}, f"{row.number} {row.title}")
        sorted_ = receive.sort(reader, scans)
        found = [
            {"memo": ids.show(memo), "page": one.page, "file": one.file.name, "sheet": one.sheet}
            for memo, pages in sorted_.pages.items()
            for one in pages
        ]
    if not found:
        raise _first(sorted_)
    return Answer(
        {**found[0], "pages": found, "unknown": _unknown(sorted_)},
        lambda: [f"{one['file']} {one['sheet']}: {one['memo']} {one['page']}" for one in found],
        warnings=_told(sorted_),
    )


@memo.verb(
    "receive",
    SCANS,
    SHORT,
    Option("--memo", "of", help=N_("是这份公文，不看码")),
    Option("--instruction", help=N_("批示原文")),
    Option("--by", help=N_("批示人")),
    Option("--on", "on", type=DAY, help=N_("批示日期，不写就是今天")),
    Option("--lead", help=N_("牵头部门：批示列入督查台账")),
    Option("--due", type=DAY, help=N_("办结期限：批示列入督查台账")),
    Option("--task", default="", help=N_("要办的事，不写就是批示原文")),
    help=N_("收回批示：按页脚的码找到公文，扫描件归档，批示和督办一次记下"),
)
def receive(
    session: Session,
    *,
    scans: tuple[Path, ...],
    number: str | None,
    of: str | None,
    instruction: str | None,
    by: str | None,
    on: date | None,
    lead: str | None,
    due: date | None,
    task: str,
) -> Answer:
    """Find the memo of a scan, file the page, record what was written on it."""
    from envoy_desktop.casework import way_back
    from envoy_desktop.documents import receive as receiving
    from envoy_desktop.documents import scan

    held = session.workspace()
    with held.read() as reader:
        sorted_ = receiving.sort(reader, scans)
        chosen = scan.by_number(reader, number) if number else None
        if of:
            chosen = ids.memo(reader, of)
        department = ids.department(reader, lead) if lead else None
    if chosen is not None:
        sorted_.choose(chosen)
    if not sorted_.pages:
        raise _first(sorted_)
    filed = held.do(
        way_back.receive, returned=sorted_.returned(), text=instruction or "", by=by or "",
        on=on, lead_department=department, due=due, task=task,
    )  # fmt: skip
    with held.read() as reader:
        papers = [_one(reader, one.memo) for one in filed]
    rows = [
        {
            "memo": ids.show(one.memo),
            "number": paper.number,
            "pages": list(one.pages),
            "page": one.pages[0] if one.pages else None,
            "instruction": ids.show(one.instruction),
            "duty": ids.show(one.duty),
            "attachments": [ids.show(attachment) for attachment in one.attachments],
        }
        for one, paper in zip(filed, papers, strict=True)
    ]
    return Answer(
        {**rows[0], "memos": rows, "unknown": _unknown(sorted_)},
        lambda: [_("已收回 {number}").format(number=paper.number) for paper in papers],
        warnings=_told(sorted_),
    )


@memo.verb(
    "docx-in",
    MEMO,
    Argument("file", N_("文件"), type=FILE, help=N_("办公室改过的 DOCX")),
    help=N_("把改过的 DOCX 收为一份新草稿，并列出改动"),
)
def docx_in(session: Session, *, memo: str, file: Path) -> Answer:
    """Take in a DOCX that others edited: a new draft, and what differs."""
    from envoy_desktop.documents import docx_in as word

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    taken = word.take_in(held, id, file)
    return Answer(
        {
            "id": ids.show(taken.memo),
            "from": ids.show(id),
            "changed": taken.changed,
            "difference": list(taken.difference),
            "notes": [_note(note) for note in taken.notes],
        },
        lambda: [
            _("已收为新草稿 {id}").format(id=ids.show(taken.memo)),
            *(taken.difference if taken.changed else (_("与原稿没有不同"),)),
        ],
        warnings=tuple(_note(note) for note in taken.notes),
    )


def _note(code: str) -> str:
    from envoy_desktop.words import names

    return names.docx_note(code)


def _numbers(values: tuple[int, ...]) -> str:
    return "、".join(map(str, values))


def _first(sorted_: Any) -> Exception:
    """The refusal of the first page that nobody knows."""
    trouble: Exception = sorted_.unknown[0].trouble
    return trouble


def _unknown(sorted_: Any) -> list[Row]:
    from envoy_desktop.words import refusals

    return [
        {
            "file": one.file.name,
            "sheet": one.sheet,
            "rule": one.trouble.rule,
            "message": refusals.tell(one.trouble).what,
        }
        for one in sorted_.unknown
    ]


def _told(sorted_: Any) -> tuple[str, ...]:
    return tuple(str(one["message"]) for one in _unknown(sorted_))
