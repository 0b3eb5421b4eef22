"""`envoy memo hear|refresh`: departments are heard, sentences follow their facts."""

from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Option
from envoy_desktop.cli.memo import MEMO, memo
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY
from envoy_desktop.words import N_, _, ngettext

if TYPE_CHECKING:
    from envoy_desktop.documents.claims import Claim
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.queries.claims import HearingRow


@memo.verb(
    "hear",
    MEMO,
    Option("--department", required=True, help=N_("部门（代码、名称或简称）")),
    Option("--asked", type=DAY, help=N_("征求意见的日期")),
    Option("--channel", default="", help=N_("征求的方式")),
    Option("--statement", default="", help=N_("部门的答复，照原话")),
    Option("--on", "on", type=DAY, help=N_("答复日期，不写就是今天")),
    Option("--not-because", "reason", default="", help=N_("没有征求意见的原因")),
    help=N_("记下是否征求了部门意见；有答复的印在公文里"),
)
def hear(
    session: Session,
    *,
    memo: str,
    department: str,
    asked: date | None,
    channel: str,
    statement: str,
    on: date | None,
    reason: str,
) -> Answer:
    """Record whether a department was heard on a draft."""
    from envoy_desktop.documents import claims
    from envoy_desktop.store.queries import claims as rows

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
        of = ids.department(reader, department)
    held.do(
        claims.hear, memo=id, department=of, asked_on=asked, channel=channel, answered_on=on,
        statement=statement, not_asked_because=reason,
    )  # fmt: skip
    with held.read() as reader:
        row = rows.hearing_of(reader, id, of)
    assert row is not None
    return said(
        {"memo": ids.show(id), **_hearing(row)},
        _("已记下：{department}").format(department=row.department_name),
    )


@memo.verb(
    "insert-figure",
    MEMO,
    Option("--department", required=True, help=N_("部门（代码、名称或简称）")),
    Option("--item", help=N_("只算这个事项（代码）")),
    Option("--from", "since", type=DAY, help=N_("只算这一天起申报的")),
    Option("--to", "until", type=DAY, help=N_("只算到这一天为止申报的")),
    help=N_("把一个部门的用时写成一句话插入草稿，附方法注；印发前随事实更新"),
)
def insert_figure(
    session: Session,
    *,
    memo: str,
    department: str,
    item: str | None,
    since: date | None,
    until: date | None,
) -> Answer:
    """Put a figure into a draft."""
    from envoy_desktop.documents import insert_figure as figures
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store.queries.figures import Window, has_item

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
        of = ids.department(reader, department)
        if item and not has_item(reader, item):
            raise Refusal("no-such-item", item=item, next="see-catalogue")
    made = held.do(figures.insert, memo=id, department=of, window=Window(since, until, item or ""))
    data = {
        "memo": ids.show(id), "n": made.position, "sentence": made.sentence,
        "note_n": made.note_position, "footnote": made.note,
    }  # fmt: skip
    return said(data, made.sentence, made.note)


@memo.verb("refresh", MEMO, help=N_("事实变了的句子换成新的；您改过的句子不动"))
def refresh(session: Session, *, memo: str) -> Answer:
    """Take the new sentences where the person has not changed the old ones."""
    from envoy_desktop.documents import claims

    held = session.workspace()
    with held.read() as reader:
        id = ids.memo(reader, memo)
    taken, left = held.do(claims.refresh, memo=id)
    words = ngettext("已换 {n} 句", "已换 {n} 句", len(taken)).format(n=len(taken))
    lines = [words, *(f"  {claim.now}" for claim in taken)]
    warnings = tuple(
        _("没有动：{sentence}").format(sentence=claim.stands)
        + (_("；按现在的事实是：{now}").format(now=claim.now) if claim.now else "")
        for claim in left
    )
    return said(
        {
            "id": ids.show(id),
            "taken": [_claim(claim) for claim in taken],
            "left": [_claim(claim) for claim in left],
        },
        *lines,
        warnings=warnings,
    )


def of_memo(reader: "Reader", id: int) -> dict[str, list[Row]]:
    """What `memo show --json` adds: the claims of a memo's text and who was heard on it."""
    from envoy_desktop.documents import claims
    from envoy_desktop.documents import memo as papers
    from envoy_desktop.store.queries import claims as rows

    row = papers.memo_row(reader, id)
    if row.number:  # what was issued does not grow stale
        found: tuple[Claim, ...] = ()
    else:
        body, _attached = papers.parse_body(row.body)
        found = claims.states(reader, id, body)
    return {
        "claims": [_claim(claim) for claim in found],
        "hearings": [_hearing(hearing) for hearing in rows.hearings(reader, id)],
    }


def _claim(claim: "Claim") -> Row:
    facts = [{"kind": kind, "id": ids.show(id)} for kind, id in claim.row.grounds]
    told: dict[str, Any] = {
        "n": claim.row.position,
        "sentence": claim.row.sentence,
        "stands": claim.stands or None,
        "now": claim.now or None,
        "stale": claim.stale or None,
        "edited": claim.edited,
        "facts": facts,
    }
    return told


def _hearing(row: "HearingRow") -> Row:
    return {
        "department": row.department_name,
        "asked": row.asked_on,
        "channel": row.channel or None,
        "answered": row.answered_on,
        "statement": row.statement or None,
        "not_asked_because": row.not_asked_because or None,
    }
