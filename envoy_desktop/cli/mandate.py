"""`envoy mandate`: what the investor charged the envoy with, and until when."""

from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY
from envoy_desktop.words import N_, _

mandate = Group("mandate", N_("代办委托书"))

MANDATE = Argument("mandate", N_("委托书"), help=N_("编号，或编号末尾至少四位"))
PROJECT = Argument("project", N_("项目"), help=N_("编号、编号末尾至少四位，或项目全名"))


@mandate.verb(
    "add",
    PROJECT,
    Option("--until", type=DAY, help=N_("有效期至；不写就是办完为止")),
    Option("--from", "from_on", type=DAY, help=N_("起始日期，不写就是签署日或今天")),
    Option("--signatory", default="", help=N_("投资方的签字人")),
    Option("--signed", "signed_on", type=DAY, help=N_("签署日期")),
    Option("--scope", default="", help=N_("委托范围，照委托书原文")),
    Option("--items", greedy=True, help=N_("限于这些事项（代码），可写多个；不写就是全部")),
    Option("--memo", help=N_("印委托书的公文")),
    help=N_("登记一份签好的代办委托书"),
)
def add(
    session: Session,
    *,
    project: str,
    until: date | None,
    from_on: date | None,
    signatory: str,
    signed_on: date | None,
    scope: str,
    items: tuple[str, ...],
    memo: str | None,
) -> Answer:
    """Record a signed mandate."""
    from envoy_desktop.casework import mandates

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
        paper = ids.memo(reader, memo) if memo else None
    made = held.do(
        mandates.add,
        project=id,
        until=until,
        from_on=from_on,
        signatory=signatory,
        signed_on=signed_on,
        scope=scope,
        scope_items=items,
        memo=paper,
    )
    return said({"id": ids.show(made)}, _("已登记委托书 {id}").format(id=ids.show(made)))


@mandate.verb(
    "renew",
    MANDATE,
    Option("--until", type=DAY, required=True, help=N_("新的有效期至")),
    Option("--signed", "signed_on", type=DAY, help=N_("签署日期，不写就是今天")),
    Option("--signatory", default="", help=N_("签字人，不写就同上一份")),
    help=N_("续签：同样的范围，接着上一份"),
)
def renew(
    session: Session, *, mandate: str, until: date, signed_on: date | None, signatory: str
) -> Answer:
    """A new mandate of the same scope."""
    from envoy_desktop.casework import mandates

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "mandate", mandate)
    made = held.do(
        mandates.renew, mandate=id, until=until, signed_on=signed_on, signatory=signatory
    )
    return said(
        {"id": ids.show(made), "renews": ids.show(id), "until": until.isoformat()},
        _("已续签至 {day}").format(day=until.isoformat()),
    )


@mandate.verb(
    "end",
    MANDATE,
    Option("--reason", required=True, help=N_("原因")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("委托终止"),
)
def end(session: Session, *, mandate: str, reason: str, on: date | None) -> Answer:
    """The mandate ends before its term."""
    from envoy_desktop.casework import mandates

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "mandate", mandate)
    held.do(mandates.end, mandate=id, reason=reason, on=on)
    return said({"id": ids.show(id), "ended": (on or now.today()).isoformat()}, _("委托已终止"))


@mandate.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    help=N_("代办委托书：范围、期限、状态"),
)
def list_(session: Session, *, project: str | None) -> Answer:
    """The mandates, the newest first."""
    from envoy_desktop.domain import mandates as rules
    from envoy_desktop.store.queries import mandates, reference
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        rows = mandates.mandates(reader, ids.project(reader, project) if project else None)
        calendar = reference.calendar(reader)
    read = [rules.read_mandate(row.facts(), calendar, now.today()) for row in rows]
    data = [
        {
            "id": ids.show(row.id or None),
            "project": ids.show(row.project),
            "signatory": row.signatory,
            "signed": row.signed_on,
            "from": row.from_on,
            "until": row.until,
            "scope": row.scope,
            "items": list(row.items),
            "memo": ids.show(row.memo),
            "ended": row.ended_on,
            "state": reading.state,
            "days": reading.days,
        }
        for row, reading in zip(rows, read, strict=True)
    ]

    def text() -> Any:
        heads = (_("编号"), _("状态"), _("起始"), _("有效期至"), _("签字人"), _("项目"), _("范围"))
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id or None) or "",
                    names.mandate_state(reading.state),
                    row.from_on,
                    row.until or _("办完为止"),
                    row.signatory,
                    row.project_name,
                    row.scope or "、".join(row.items) or _("全部事项"),
                )
                for row, reading in zip(rows, read, strict=True)
            ),
        )

    return Answer(data, text)
