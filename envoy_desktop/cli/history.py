"""`envoy history`, `undo`, `redo`: who changed what when, and taking it back."""

from typing import Any

from envoy_desktop.cli import ids
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Command, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import COUNT
from envoy_desktop.words import N_, _


def _history(session: Session, *, object: str | None, limit: int) -> Answer:
    """The newest acts, of one object where it is named."""
    from envoy_desktop.store.queries import history as log
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        id = ids.anything(reader, object) if object else None
        entries = log.entries(reader, id, limit=limit)
    data = [
        {
            "id": ids.show(entry.unit),
            "at": entry.at.isoformat(timespec="seconds"),
            "who": entry.who,
            "device": entry.device,
            "act": entry.act,
            "what": names.act(entry.act),
            "subject": entry.subject,
            "undoes": ids.show(entry.undoes),
            "changes": [
                {
                    "kind": change.kind,
                    "object": ids.show(change.object),
                    "field": change.field or None,
                    "old": change.old,
                    "new": change.new,
                    "made": change.made,
                }
                for change in entry.changes
            ],
        }
        for entry in entries
    ]

    def text() -> Any:
        for entry in entries:
            yield f"{entry.at:%Y-%m-%d %H:%M}  {names.entry(entry)}"
            for change in entry.changes:
                yield f"    {names.change(change)}"

    return Answer(data, text)


def _undo(session: Session) -> Answer:
    """Undo the newest standing act."""
    from envoy_desktop.store import undo as steps
    from envoy_desktop.words import names

    step = steps.undo(session.workspace())
    told = names.act(step.act)
    return said(
        {"undone": {"act": step.act, "what": told, "subject": step.subject}},
        _("已撤销：{act} {subject}").format(act=told, subject=step.subject).rstrip(),
    )


def _redo(session: Session) -> Answer:
    """Do the newest undone act again."""
    from envoy_desktop.store import undo as steps
    from envoy_desktop.words import names

    step = steps.redo(session.workspace())
    told = names.act(step.act)
    return said(
        {"redone": {"act": step.act, "what": told, "subject": step.subject}},
        _("已重做：{act} {subject}").format(act=told, subject=step.subject).rstrip(),
    )


history = Command(
    "history",
    params=[
        Argument(
            "object", N_("编号"), required=False, help=N_("只看这一个项目、办件、事件、障碍或公文")
        ),
        Option("--limit", type=COUNT, default=50, help=N_("最多列几步")),
    ],
    callback=_history,
    help=N_("谁在何时改了什么，新的在前"),
)
undo = Command("undo", callback=_undo, help=N_("撤销上一步，并说出撤销的是什么"))
redo = Command("redo", callback=_redo, help=N_("重做撤销的一步"))
