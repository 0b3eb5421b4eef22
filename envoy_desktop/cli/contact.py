"""`envoy contact`: who sits at which window; contacts never leave the laptop."""

from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.words import N_, _

contact = Group("contact", N_("联系人（不外传）"))


@contact.verb(
    "add",
    Argument("name", N_("姓名"), help=N_("联系人的姓名")),
    Option("--department", help=N_("部门（代码、名称或简称）")),
    Option("--project", help=N_("投资方或施工方的人：属于哪个项目")),
    Option("--post", default="", help=N_("职务")),
    Option("--window", default="", help=N_("窗口")),
    Option("--phone", default="", help=N_("电话")),
    Option("--note", default="", help=N_("备注")),
    help=N_("增加一个联系人"),
)
def add(
    session: Session,
    *,
    name: str,
    department: str | None,
    project: str | None,
    **more: str,
) -> Answer:
    """Keep a person."""
    from envoy_desktop.casework import contacts

    held = session.workspace()
    with held.read() as reader:
        at = ids.department(reader, department) if department else None
        of = ids.project(reader, project) if project else None
    made = held.do(contacts.add, name=name, department=at, project=of, **more)
    return said({"id": ids.show(made)}, _("已增加联系人 {id}").format(id=ids.show(made)))


@contact.verb("remove", Argument("contact", N_("联系人"), help=N_("编号")), help=N_("移除联系人"))
def remove(session: Session, *, contact: str) -> Answer:
    """Take a person off the list."""
    from envoy_desktop.casework import contacts

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "contact", contact)
    held.do(contacts.remove, contact=id)
    return said({"id": ids.show(id)}, _("已移除"))


@contact.verb(
    "list",
    Option("--department", help=N_("只列这个部门的")),
    Option("--project", help=N_("只列这个项目的")),
    help=N_("联系人，按部门"),
)
def list_(session: Session, *, department: str | None, project: str | None) -> Answer:
    """The contacts."""
    from envoy_desktop.store.queries import people

    with session.workspace().read() as reader:
        rows = people.contacts(
            reader,
            department=ids.department(reader, department) if department else None,
            project=ids.project(reader, project) if project else None,
        )
    data = [
        {
            "id": ids.show(row.id),
            "name": row.name,
            "department": row.department_name or None,
            "project": row.project_name or None,
            "post": row.post,
            "window": row.window,
            "phone": row.phone,
            "note": row.note,
            "calls": row.calls,
            "last_call": row.last_call_on,
            "open_promises": row.promises,
        }
        for row in rows
    ]

    def text() -> Any:
        heads = (_("编号"), _("姓名"), _("部门、项目"), _("职务"), _("窗口"), _("电话"))
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id) or "",
                    row.name,
                    row.department_name or row.project_name,
                    row.post,
                    row.window,
                    row.phone,
                )
                for row in rows
            ),
        )

    return Answer(data, text)
