"""`envoy conflict`: fields that several people wrote without knowing of each other."""

from typing import TYPE_CHECKING, Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option, Usage
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.queries.conflicts import Conflict

conflict = Group("conflict", N_("冲突：几个人各自改过的同一处"))


@conflict.verb("list", help=N_("还没有定下来的冲突，各写了什么、谁、何时"))
def list_(session: Session) -> Answer:
    """All conflicts with all siblings."""
    from envoy_desktop.store.queries import conflicts
    from envoy_desktop.words import history

    with session.workspace().read() as reader:
        found = conflicts.conflicts(reader)
        data = [_told(reader, one) for one in found]

    def text() -> Any:
        for one, told in zip(found, data, strict=True):
            yield _("{id}  {kind}“{subject}” {field}").format(
                id=told["id"],
                kind=history.kind(one.kind),
                subject=told["subject"],
                field=history.field(one.kind, one.field),
            )
            yield from tables.table(
                ("", _("写的"), _("谁"), _("设备"), _("何时")),
                (
                    (
                        str(n) + ("*" if s.shown else ""),
                        history.field_value(one.kind, one.field, s.value),
                        s.who,
                        s.device,
                        f"{s.at:%Y-%m-%d %H:%M}",
                    )
                    for n, s in enumerate(one.siblings, 1)
                ),
            )

    return Answer(data, text)


@conflict.verb(
    "settle",
    Argument("conflict", N_("冲突"), help=N_("编号，见 envoy conflict list")),
    Option("--take", type=WHOLE, help=N_("用第几个")),
    Option("--value", help=N_("写另一个值")),
    help=N_("定下来：用其中一个，或另写一个"),
)
def settle(session: Session, *, conflict: str, take: int | None, value: str | None) -> Answer:
    """Settle a conflict; all siblings are named."""
    from envoy_desktop.casework import conflicts as acts

    if (take is None) == (value is None):
        raise Usage("take-or-value", _("--take 与 --value 用且只用一个"))
    held = session.workspace()
    with held.read() as reader:
        object, field = _place(reader, conflict)
        found = acts.find(reader, object, field)
    if take is not None:
        written = held.do(acts.settle, object=found.object, field=found.field, take=take)
    else:
        fresh = acts.parsed(found, value or "")
        written = held.do(acts.settle_with, object=found.object, field=found.field, value=fresh)
    return said({"id": _id(found), "field": found.field, "value": written}, _("已定下来"))


def _place(reader: "Reader", text: str) -> tuple[int, str]:
    object, _dot, field = text.strip().partition(".")
    return ids.anything(reader, object), field.strip()


def _id(of: "Conflict") -> str:
    return f"{ids.show(of.object)}.{of.field}"


def _told(reader: "Reader", of: "Conflict") -> Row:
    from envoy_desktop.store.queries import conflicts

    return {
        "id": _id(of),
        "kind": of.kind,
        "object": ids.show(of.object),
        "subject": conflicts.name_of(reader, of.kind, of.object),
        "field": of.field,
        "value": of.shown.value,
        "siblings": [
            {
                "n": n,
                "value": s.value,
                "who": s.who,
                "device": s.device,
                "at": s.at.isoformat(),
                "shown": s.shown,
                "clock_ahead": s.ahead,
            }
            for n, s in enumerate(of.siblings, 1)
        ],
    }
