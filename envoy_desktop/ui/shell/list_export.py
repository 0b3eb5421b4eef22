"""The list in front as a spreadsheet: what is filtered, in the order and the groups it is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from envoy_desktop.casework import list_sheet
from envoy_desktop.casework.list_sheet import Table, Written
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.lamp import lamp_word
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.windowed_table import Decorated, WindowedTable
from envoy_desktop.words import _, ngettext

List = RowList | WindowedTable
_UNFIT = dict.fromkeys(map(ord, '\\/:*?"<>|\n\r\t'), "_")
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows, as plain values for a thread: ids and rows in order, groups, heads.

    `things` is the kind of all its rows, "" where they are of several or of none that has
    columns of its own. `source` gives the rows of a long list.
    """

    title: str
    things: str
    ids: tuple[int, ...]
    rows: tuple[Row, ...] = ()
    groups: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    source: Any = field(default=None, compare=False)


def export_list(context: Context) -> None:
    """Ask where to, and write the list in front there."""
    found = list_in_front(context.window)
    if found is None:
        context.messages.tell(
            _("这里没有列表"), _("先打开项目、事项、障碍、公文、台账或部门的列表，再导出。")
        )
        return
    told = shown(found)
    proposed = f"{told.title.translate(_UNFIT).strip() or _('列表')}.xlsx"
    path = ask_path(context.window, _("导出本列表"), proposed, _("Excel 工作簿 (*.xlsx)"), "xlsx")
    if path is None:
        return
    job = Job(
        _("正在导出列表"), write, {"workspace": context.workspace, "shown": told, "path": path}
    )
    context.jobs.run(job, done=partial(_told, context, path))


def list_in_front(window: QWidget) -> List | None:
    """The list with the keyboard, else the largest in sight; None where there is none."""
    at = QApplication.focusWidget()
    while at is not None:
        if isinstance(at, RowList | WindowedTable):
            return at
        at = at.parentWidget()
    seen: list[List] = [*window.findChildren(RowList), *window.findChildren(WindowedTable)]
    seen = [one for one in seen if one.isVisible() and one.window() is window]
    return max(seen, key=lambda one: one.width() * one.height(), default=None)


def shown(found: List) -> Shown:
    """What a list shows now."""
    title = found.accessibleName()
    if isinstance(found, WindowedTable):
        window = found.rows.window
        heads = tuple(column.title for column in found.rows.columns)
        return Shown(
            title, found.things, tuple(window.all_ids()), heads=heads, source=window.source
        )
    if found.rows.window is not None:
        window = found.rows.window
        return Shown(title, found.things, tuple(window.all_ids()), source=window.source)
    rows: list[Row] = []
    groups: list[str] = []
    group = ""
    for row in (found.rows.row_at(n) for n in range(found.rows.rowCount())):
        if isinstance(row, Group):
            group = row.text
        elif row is not None:
            rows.append(row)
            groups.append(group)
    kinds = {row.kind for row in rows}
    one = kinds.pop() if len(kinds) == 1 else ""
    things = one if list_sheet.known(one) else ""
    return Shown(
        title, things, tuple(row.id for row in rows), tuple(rows),
        tuple(groups) if any(groups) else (),
    )  # fmt: skip


def write(workspace: Workspace, shown: Shown, path: Path) -> Written:
    """Write it; runs off the UI thread."""
    if shown.things:
        with workspace.read() as reader:
            return list_sheet.write(
                path, list_sheet.of(reader, shown.things, shown.ids, shown.groups)
            )
    return list_sheet.write(path, as_seen(shown))


def as_seen(shown: Shown) -> Table:
    """The list in the words that stand on the screen."""
    if shown.heads:
        seen = (
            [_cell(cell) for cell in row.cells] for row in _all(shown) if isinstance(row, Decorated)
        )
        return list_sheet.plain(shown.title, shown.heads, seen)
    heads = [_("灯"), _("内容"), _("说明"), _("责任方"), _("补充"), _("数"), _("下一步")]
    rows = [row for row in _all(shown) if isinstance(row, Row)]
    told = [
        [
            lamp_word(row.lamp), row.title, row.subtitle, row.second, row.second_line,
            row.figure, row.action_text,
        ]
        for row in rows
    ]  # fmt: skip
    if shown.groups:
        heads.insert(0, _("分组"))
        for group, cells in zip(shown.groups, told, strict=True):
            cells.insert(0, group)
    used = [n for n in range(len(heads)) if any(cells[n] for cells in told)]
    return list_sheet.plain(
        shown.title, [heads[n] for n in used], ([cells[n] for n in used] for cells in told)
    )


def _all(shown: Shown) -> Iterator[Any]:
    if shown.source is None:
        yield from shown.rows
        return
    for start in range(0, len(shown.ids), _BLOCK):
        yield from _some(shown.source, shown.ids[start : start + _BLOCK])


def _some(source: Any, ids: Sequence[int]) -> Sequence[Any]:
    found: Sequence[Any] = source.rows(ids)
    return found


def _cell(cell: Any) -> str:
    return str(cell.text) or lamp_word(cell.lamp)


def _told(context: Context, path: Path, written: Written) -> None:
    n = written.rows
    words = ngettext("已导出 {n} 行：{name}", "已导出 {n} 行：{name}", n)
    context.messages.done(words.format(n=n, name=path.name))
