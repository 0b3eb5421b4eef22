"""`envoy project import|export|columns`: an envoy's own ledger as a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.project import project
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE, HEADING, WRITTEN
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.sheet_import import Book
    from envoy_desktop.casework.sheet_rows import Intake


@project.verb(
    "import",
    Argument("file", N_("文件"), type=FILE, help=N_("CSV，或 XLSX（每个工作表分别识别）")),
    Option(
        "--map", "columns", type=HEADING, greedy=True,
        help=N_("表头=字段，可写多个；“表头=”不要这一列；字段见 project columns"),
    ),
    Option(
        "--name", "names", type=WRITTEN, greedy=True,
        help=N_("表里的名称=事项代码或项目名称，可写多个"),
    ),
    Option("--dry-run", "dry_run", is_flag=True, help=N_("只看会写入什么，不写入")),
    help=N_(
        "从自己的表格导入项目、办件和事件，每行一个项目、一个办件或一个事件。\n"
        "有一处不对就一行也不写；一步可以撤销。对应关系下次还记得。"
    ),
)  # fmt: skip
def import_(
    session: Session,
    *,
    file: Path,
    columns: list[tuple[str, str]],
    names: list[tuple[str, str]],
    dry_run: bool,
) -> Answer:
    """Take in a ledger; every bad cell is told, and nothing is written."""
    from envoy_desktop.casework import sheet_import

    held = session.workspace()
    chosen = sheet_import.Chosen(dict(columns), dict(names))
    book, wanted = sheet_import.look(held, file, chosen)
    sheet_import.check(book, wanted)
    if not dry_run:
        sheet_import.bring_in(held, file, session.backups(), chosen)
    data = {"dry_run": dry_run, **_told(book, wanted)}

    def text() -> list[str]:
        heads = (_("工作表"), _("表头"), _("字段"))
        rows = [
            (sheet["sheet"], column, of)
            for sheet in data["sheets"]
            for column, of in sheet["columns"].items()
        ]
        words = _("会写入") if dry_run else _("已写入")
        return [
            _("{words}：项目 {projects}，办件 {procedures}，事件 {events}（已有 {known}）").format(
                words=words,
                projects=wanted.fresh_projects,
                procedures=wanted.fresh_procedures,
                events=wanted.fresh_events,
                known=wanted.known_events,
            ),
            *(f"{a} → {b}" for a, b in wanted.matched),
            *tables.table(heads, rows),
        ]

    return Answer(data, text, _warnings(book, wanted))


@project.verb(
    "export",
    Argument("out", N_("文件"), type=FILE, help=N_("写到哪个 XLSX")),
    Option("--project", "projects", greedy=True, help=N_("只写这些项目")),
    help=N_("把项目、办件和事件写成 XLSX，可以原样再导入"),
)
def export(session: Session, *, out: Path, projects: tuple[str, ...]) -> Answer:
    """Write the ledger as a workbook."""
    from envoy_desktop.casework import sheet_export

    with session.read() as reader:
        chosen = [ids.project(reader, name) for name in projects]
        rows = sheet_export.write(reader, out, chosen)
    data = {"file": str(out), "rows": rows}
    line = _("已写入 {path}：{rows}").format(
        path=out, rows=_("，").join(f"{name} {n}" for name, n in rows.items())
    )
    return said(data, line)


@project.verb("columns", help=N_("导入表格时可用的字段"))
def columns(session: Session) -> Answer:
    """Every field with the heading an export writes; needs no workspace."""
    from envoy_desktop.domain import sheet_columns
    from envoy_desktop.words import names

    data = [
        {
            "field": of,
            "heading": sheet_columns.heading(of),
            "name": names.attribute(of.removeprefix("attr:"))
            if of.startswith("attr:")
            else sheet_columns.heading(of),
        }
        for of in sheet_columns.FIELDS
    ]

    def text() -> Any:
        return tables.table(
            (_("字段"), _("表头"), _("名称")),
            ((row["field"], row["heading"], row["name"]) for row in data),
        )

    return Answer(data, text)


def _told(book: "Book", wanted: "Intake") -> Row:
    return {
        "projects": wanted.fresh_projects,
        "procedures": wanted.fresh_procedures,
        "events": wanted.fresh_events,
        "known_events": wanted.known_events,
        "guessed_years": wanted.guessed_years,
        "matched": dict(wanted.matched),
        "alike": {one.name: [name for name, _told in one.suggestions] for one in wanted.unmatched},
        "sheets": [
            {
                "sheet": sheet.name,
                "shape": sheet.shape or None,
                "heading_row": sheet.heading_row,
                "rows": len(sheet.lines),
                "columns": {
                    heading: of for heading, of in zip(sheet.headings, sheet.fields, strict=True)
                    if heading
                },
            }
            for sheet in book.sheets
        ],
    }  # fmt: skip


def _warnings(book: "Book", wanted: "Intake") -> tuple[str, ...]:
    from envoy_desktop.words import ngettext

    lines = [
        _("工作表“{sheet}”里没有认出项目，没有读").format(sheet=sheet.name)
        for sheet in book.sheets
        if not sheet.shape
    ]
    if wanted.guessed_years:
        lines.append(
            ngettext(
                "有 {n} 个日期没有写年份，按前后日期推定，请核对",
                "有 {n} 个日期没有写年份，按前后日期推定，请核对",
                wanted.guessed_years,
            ).format(n=wanted.guessed_years)
        )
    for one in wanted.unmatched:
        near = _("、").join(told for _code, told in one.suggestions)
        lines.append(_("新项目“{name}”与已有的相近：{near}").format(name=one.name, near=near))
    return tuple(lines)
