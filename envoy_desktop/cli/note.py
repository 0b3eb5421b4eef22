"""`envoy note`: notes on a project, a procedure or an obstacle."""

from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.store.connection import Reader
from envoy_desktop.words import N_, _

note = Group("note", N_("笔记"))

ABOUT = (
    Option("--project", help=N_("关于哪个项目")),
    Option("--procedure", help=N_("关于哪个办件")),
    Option("--obstacle", help=N_("关于哪个障碍")),
)


@note.verb(
    "add",
    Argument("text", N_("内容"), help=N_("要记的话")),
    *ABOUT,
    Option("--private", is_flag=True, help=N_("不外传：不写入同步包")),
    help=N_("记一条笔记"),
)
def add(session: Session, *, text: str, private: bool, **about: str | None) -> Answer:
    """Note something down."""
    from envoy_desktop.casework import notes
    from envoy_desktop.cli.grammar import Usage

    held = session.workspace()
    with held.read() as reader:
        found = _about(reader, about)
    if found is None:
        raise Usage(
            "missing-option",
            _("没有写明关于什么"),
            next=_("用 --project、--procedure 或 --obstacle"),
        )
    kind, id = found
    made = held.do(notes.add, of_kind=kind, of=id, text=text, private=private)
    return said({"id": ids.show(made)}, _("已记笔记 {id}").format(id=ids.show(made)))


@note.verb("list", *ABOUT, help=N_("笔记，最近的在前"))
def list_(session: Session, **about: str | None) -> Answer:
    """The notes on one thing, or all."""
    from envoy_desktop.store.queries import notes
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        found = _about(reader, about)
        rows = notes.notes(reader, found[1] if found else None)
    data = [
        {
            "id": ids.show(row.id),
            "kind": row.of_kind,
            "of": ids.show(row.of),
            "text": row.text,
            "private": row.private,
            "on": row.on,
        }
        for row in rows
    ]

    def text() -> Any:
        return tables.table(
            (_("编号"), _("日期"), _("关于"), _("不外传"), _("内容")),
            (
                (
                    ids.show(row.id) or "",
                    row.on,
                    names.kind(row.of_kind),
                    _("是") if row.private else "",
                    row.text,
                )
                for row in rows
            ),
        )

    return Answer(data, text)


def _about(reader: Reader, about: dict[str, str | None]) -> tuple[str, int] | None:
    if about.get("procedure"):
        return "procedure", ids.procedure(reader, str(about["procedure"]))
    if about.get("obstacle"):
        return "obstacle", ids.find(reader, "obstacle", str(about["obstacle"]))
    if about.get("project"):
        return "project", ids.project(reader, str(about["project"]))
    return None
