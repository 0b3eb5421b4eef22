"""`envoy catalogue`: the city's list of procedures, departments and papers."""

from pathlib import Path
from typing import Any

from envoy_desktop.cli import tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, _

catalogue = Group("catalogue", N_("事项目录、部门与材料"))


@catalogue.verb(
    "import",
    Argument("file", N_("文件"), type=FILE, help=N_("CSV 一张表，或 XLSX 一页一张表")),
    help=N_(
        "导入事项目录、部门或材料清单，凭表头识别。\n"
        "事项目录整体换新（新项目用新版，在办项目不变），部门只增改不删。"
    ),
)
def import_(session: Session, *, file: Path) -> Answer:
    """Take in a list as a new edition; every bad cell is told, and nothing is written."""
    from envoy_desktop.casework import taking_in

    lists = taking_in.catalogue(session.workspace(), file, session.backups())
    data = {
        "name": lists.name,
        "procedures": len(lists.items),
        "departments": len(lists.departments),
        "materials": len(lists.materials),
    }
    line = _("已导入 {name}：事项 {items}，部门 {departments}，材料 {materials}").format(
        name=lists.name,
        items=len(lists.items),
        departments=len(lists.departments),
        materials=len(lists.materials),
    )
    beside = (_("表里的节假日没有导入，请用 calendar import"),) if lists.holidays else ()
    return said(data, line, warnings=beside)


@catalogue.verb("list", XLSX, help=N_("新项目所用的事项目录"))
@exported("catalogue_item")
def list_(session: Session) -> Answer:
    """The items of the newest edition; without a workspace, those shipped."""
    from envoy_desktop.casework import reference

    if session.named() is None:
        lists = reference.shipped_lists()
    else:
        with session.workspace().read() as reader:
            lists = reference.stored_lists(reader)
    departments = {d.code: d for d in lists.departments}

    def name_of(code: str) -> str:
        found = departments.get(code)
        return (found.short_name or found.name) if found else code

    data: list[dict[str, Any]] = [
        {
            "code": item.code,
            "name": item.name,
            "stage": item.stage,
            "kind": item.kind,
            "department": name_of(item.lead_department),
            "department_code": item.lead_department,
            "statutory_limit": item.statutory_limit,
            "promised_limit": item.promised_limit,
            "unit": item.limit_unit,
            "prerequisites": list(item.prerequisites),
            "applies_when": item.applies_when,
            "legal_basis": item.legal_basis,
            "confirmed": item.confirmed,
        }
        for item in lists.items
    ]

    def text() -> Any:
        from envoy_desktop.words import names

        heads = (
            _("代码"), _("阶段"), _("事项"), _("部门"), _("法定"), _("承诺"), _("单位"), _("前置"),
        )  # fmt: skip
        return tables.table(
            heads,
            (
                (
                    item.code,
                    str(item.stage),
                    item.name,
                    name_of(item.lead_department),
                    _number(item.statutory_limit),
                    _number(item.promised_limit),
                    names.unit(item.limit_unit),
                    " ".join(item.prerequisites),
                )
                for item in lists.items
            ),
        )

    return Answer(data, text)


def _number(n: int | None) -> str:
    return "" if n is None else str(n)


from envoy_desktop.cli import catalogue_editions  # noqa: E402, F401  (adds its verbs)
