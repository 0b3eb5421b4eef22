"""`envoy memo`: official documents from draft to issued paper."""

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.files import text_in
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE, MEMO_KIND
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.store.queries.documents import MemoRow

memo = Group("memo", N_("公文：起草、修改、印发"))

MEMO = Argument("memo", N_("公文"), help=N_("编号、编号末尾至少四位，或发文字号"))
OUT = Argument("out", N_("文件"), type=FILE, help=N_("写到这个文件"))


@memo.verb(
    "draft",
    Option("--kind", type=MEMO_KIND, required=True, help=N_("文种")),
    Option("--obstacles", greedy=True, help=N_("所据障碍的编号，可写多个")),
    Option("--month", help=N_("月报的月份，如 2026-11，不写就是本月")),
    Option("--project", help=N_("代办委托书所属的项目")),
    Option("--attended", help=N_("纪要的出席人员")),
    Option("--excused", help=N_("纪要的请假人员")),
    Option("--observed", help=N_("纪要的列席人员")),
    Option("--title", help=N_("标题，不写就按内容拟")),
    Option("--addressee", help=N_("主送机关")),
    Option("--issuer", help=N_("签发人")),
    Option("--organ", help=N_("发文机关")),
    Option("--organ-code", "organ_code", help=N_("机关代字")),
    Option("--copies", help=N_("抄送机关，用分号隔开")),
    Option("--contact", help=N_("联系人，电话")),
    help=N_("从障碍的事实起草一份公文"),
)
def draft(
    session: Session,
    *,
    kind: str,
    obstacles: tuple[str, ...],
    project: str | None,
    attended: str | None,
    excused: str | None,
    observed: str | None,
    **fields: Any,
) -> Answer:
    """Draft a memo whose skeleton is filled from facts."""
    from envoy_desktop.documents import memo as paper

    held = session.workspace()
    there = {"出席": attended or "", "请假": excused or "", "列席": observed or ""}
    with held.read() as reader:
        if project:
            fields["project"] = ids.project(reader, project)
        about = [
            ids.find(reader, "obstacle", text)
            for word in obstacles
            for text in word.replace("；", ";").replace(",", ";").split(";")
            if text.strip()
        ]
    made = paper.draft(
        held,
        kind=kind,
        obstacles=list(dict.fromkeys(about)),
        particulars={label: names for label, names in there.items() if names},
        **{name: value for name, value in fields.items() if value},
    )
    with held.read() as reader:
        title = _one(reader, made).title
    return said(
        {"id": ids.show(made), "kind": kind, "title": title},
        _("已起草 {title}，编号 {id}").format(title=title, id=ids.show(made)),
    )


@memo.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    XLSX,
    help=N_("公文，草稿在前"),
)
@exported("memo")
def list_(session: Session, *, project: str | None) -> Answer:
    """The documents."""
    from envoy_desktop.store.queries import documents
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        of_project = ids.project(reader, project) if project else None
        rows = documents.memos(reader, project=of_project)

    def text() -> Any:
        heads = (_("编号"), _("状态"), _("文种"), _("字号"), _("日期"), _("标题"))
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id) or "",
                    names.document_state(row.state),
                    names.document_kind(row.kind),
                    row.number,
                    row.signed_on or row.drafted_on,
                    row.title,
                )
                for row in rows
            ),
        )

    return Answer([_row(row) for row in rows], text)


@memo.verb("show", MEMO, help=N_("公文的纯文本形式，memo edit 读得回去"))
def show(session: Session, *, memo: str) -> Answer:
    """The plain-text form."""
    from envoy_desktop.documents import memo as paper
    from envoy_desktop.store.queries import documents

    with session.workspace().read() as reader:
        id = ids.memo(reader, memo)
        row = _one(reader, id)
        form = paper.show(reader, id)
        findings = () if row.number else paper.check(reader, id)
        instructions = documents.instructions(reader, id)
        beside = memo_claims.of_memo(reader, id)
    data = {
        **_row(row),
        "text": form,
        "findings": [_finding(found) for found in findings],
        "instructions": [
            {"id": ids.show(i.id), "by": i.by, "on": i.on, "text": i.text} for i in instructions
        ],
        **beside,
    }
    return Answer(data, lambda: form.rstrip("\n").split("\n"))


@memo.verb(
    "edit",
    MEMO,
    Option("--from", "source", type=FILE, required=True, help=N_("纯文本形式的文件，- 是标准输入")),
    help=N_("用改好的纯文本形式替换草稿"),
)
def edit(session: Session, *, memo: str, source: Path) -> Answer:
    """Take in the plain-text form of a draft."""
    from envoy_desktop.documents import memo as paper

    form = text_in(source)
    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    paper.edit(held, id, form)
    with held.read() as reader:
        row = _one(reader, id)
    return said(_row(row), _("已修改 {title}").format(title=row.title))


@memo.verb(
    "issue",
    MEMO,
    Option("--on", "on", type=DAY, help=N_("签发日期，不写就是今天")),
    help=N_("印发：编号、排版，PDF 与文字定稿留存，不能撤销"),
)
def issue(session: Session, *, memo: str, on: date | None) -> Answer:
    """Issue a memo; hints are told and do not stop it."""
    from envoy_desktop.documents import memo as paper
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    issued = paper.issue(held, id, on=on)
    drawn = (
        (_("“{chars}”首选字体里没有，用相近字体印。").format(chars=issued.substituted),)
        if issued.substituted
        else ()
    )
    return said(
        {
            "id": ids.show(id),
            "number": issued.number,
            "sha256": issued.sha256,
            "hints": [_finding(hint) for hint in issued.hints],
            "substituted": issued.substituted,
        },
        _("已印发 {number}").format(number=issued.number),
        warnings=(*(names.finding(hint) for hint in issued.hints), *drawn),
    )


@memo.verb("pdf", MEMO, OUT, help=N_("写出 PDF：已印发的是定稿，草稿没有字号"))
def pdf(session: Session, *, memo: str, out: Path) -> Answer:
    """Write the page."""
    from envoy_desktop.documents import memo as paper

    with session.workspace().read() as reader:
        id = ids.memo(reader, memo)
        data = paper.pdf(reader, id)
    return _written(id, out, data)


@memo.verb("docx", MEMO, OUT, help=N_("写出 DOCX"))
def docx(session: Session, *, memo: str, out: Path) -> Answer:
    """Write a document for a word processor."""
    from envoy_desktop.documents import memo as paper

    with session.workspace().read() as reader:
        id = ids.memo(reader, memo)
        data = paper.docx(reader, id)
    return _written(id, out, data)


@memo.verb(
    "deliver",
    MEMO,
    Option("--on", "on", type=DAY, help=N_("送达日期，不写就是今天")),
    Option("--due", type=DAY, help=N_("希望答复的日期")),
    help=N_("已印发的公文送到了"),
)
def deliver(session: Session, *, memo: str, on: date | None, due: date | None) -> Answer:
    """Record that an issued document was handed over."""
    from envoy_desktop.casework import memos

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    held.do(memos.deliver, memo=id, on=on, due=due)
    with held.read() as reader:
        row = _one(reader, id)
    return said(_row(row), _("已记送达"))


@memo.verb(
    "instruction",
    MEMO,
    Argument("text", N_("原文"), help=N_("批示原文")),
    Option("--by", required=True, help=N_("批示人")),
    Option("--on", "on", type=DAY, help=N_("批示日期，不写就是今天")),
    help=N_("记下批示，照原话"),
)
def instruction(session: Session, *, memo: str, text: str, by: str, on: date | None) -> Answer:
    """Record a leader's instruction word for word."""
    from envoy_desktop.casework import memos

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    made = held.do(memos.record_instruction, memo=id, by=by, text=text, on=on)
    return said({"id": ids.show(made), "memo": ids.show(id)}, _("已记批示"))


def _one(reader: Any, id: int) -> "MemoRow":
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store.queries import documents

    row = documents.memo(reader, id)
    if row is None:
        raise Refusal("unknown-id", kind="memo")
    return row


def _row(row: "MemoRow") -> Row:
    return {
        "id": ids.show(row.id),
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "number": row.number or None,
        "organ": row.organ,
        "addressee": row.addressee,
        "issuer": row.issuer,
        "project": ids.show(row.project),
        "drafted": row.drafted_on,
        "signed": row.signed_on,
        "sha256": row.pdf_sha256 or None,
        "delivered": row.delivered_on,
        "answer_due": row.answer_due,
        "closed": row.closed_on,
    }


def _finding(found: Any) -> Row:
    from envoy_desktop.words import names

    return {
        "severity": found.severity,
        "rule": found.rule,
        "place": found.place,
        "message": names.finding(found),
    }


def _written(id: int, out: Path, data: bytes) -> Answer:
    from envoy_desktop.store.connection import replace_file

    replace_file(out, data)
    return said(
        {
            "id": ids.show(id),
            "path": str(out),
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "written": now.today().isoformat(),
        },
        _("已写到 {path}").format(path=out),
    )


from envoy_desktop.cli import memo_claims, memo_life  # noqa: E402, F401  (add their verbs)
