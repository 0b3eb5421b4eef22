"""The catalogue: its editions, every procedure with its limits, taking in a new list."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QMenu, QWidget

from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.ui.settings import catalogue_forms as forms
from envoy_desktop.ui.settings.problems import Problems
from envoy_desktop.ui.settings.reading import Kept
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.casework.reference import Lists


class CatalogueTab(QWidget):
    """New projects take the newest edition; projects under way stay on theirs."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._kept: Kept | None = None
        body = column(self, margin=(0, 16, 12, 12), gap=10)
        line = row(gap=8)
        line.addWidget(Button(_("导入目录"), icon="upload-simple", primary=True, on=self.choose))
        line.addWidget(
            Label(
                _("事项、部门、材料的 CSV 或 XLSX；新项目用新版，在办项目不变。"),
                "caption", "muted", wrap=True,
            ),
            1,
        )  # fmt: skip
        self._diff = Button(_("与上一版的差别"), on=self.show_difference)
        line.addWidget(self._diff)
        body.addLayout(line)
        self.problems = Problems()
        body.addWidget(self.problems)
        self._edition = Label("", "body", wrap=True)
        body.addWidget(self._edition)
        filters = row(gap=12)
        self._find = QLineEdit()
        self._find.setPlaceholderText(_("按名称、代码、部门筛选"))
        self._find.setAccessibleName(_("筛选事项"))
        self._find.textChanged.connect(self._show)
        filters.addWidget(self._find, 1)
        self._open = QCheckBox(_("只看待市里确认的"))
        self._open.toggled.connect(self._show)
        filters.addWidget(self._open)
        self._long = QCheckBox(_("只看承诺超过法定三分之二的"))
        self._long.toggled.connect(self._show)
        filters.addWidget(self._long)
        body.addLayout(filters)
        self.list = RowList(_("事项目录"), action=False, lamp=False)
        self.list.opened.connect(self._edit)
        self.list.menu_wanted.connect(self._menu_of)
        self._menu: QMenu | None = None
        body.addWidget(self.list, 1)

    def show_kept(self, kept: Kept) -> None:
        """Show the editions and the newest one's procedures."""
        self._kept = kept
        self._edition.setText(_editions(kept))
        self._diff.setVisible(kept.difference is not None)
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._kept is None:
            return
        wanted = self._find.text().strip().lower()
        rows: list[Row | Group] = []
        for stage in (1, 2, 3, 4):
            inside = [
                item
                for item in self._kept.items
                if item.stage == stage
                and not (self._open.isChecked() and item.confirmed)
                and not (self._long.isChecked() and not item.promise_too_long)
                and wanted in self._text(item)
            ]
            if inside:
                rows.append(Group(names.stage(stage), len(inside)))
                rows += [self._row(item) for item in inside]
        self.list.set_rows(rows)

    def _text(self, item: CatalogueItem) -> str:
        return f"{item.name} {item.code} {self._department(item)}".lower()

    def _department(self, item: CatalogueItem) -> str:
        assert self._kept is not None
        return self._kept.departments.get(item.lead_department, item.lead_department)

    def _row(self, item: CatalogueItem) -> Row:
        limits = []
        if item.statutory_limit is not None:
            limits.append(
                _("法定 {days}").format(days=names.days(item.statutory_limit, item.limit_unit))
            )
        if item.promised_limit is not None:
            limits.append(
                _("承诺 {days}").format(days=names.days(item.promised_limit, item.limit_unit))
            )
        return Row(
            abs(hash(item.code)),
            item.name,
            " · ".join(part for part in (item.code, item.kind, item.legal_basis) if part),
            second=self._department(item),
            second_line=" · ".join(limits) or _("未定时限"),
            figure=self._figure(item),
            tone="red_word" if item.code in self._abolished() else "yellow_word",
            kind="catalogue_item",
            data=item,
        )

    def _abolished(self) -> dict[str, tuple[str, str]]:
        return self._kept.abolished if self._kept is not None else {}

    def _figure(self, item: CatalogueItem) -> str:
        if item.code in self._abolished():
            return _("已取消")
        return forms.over_promised(item) or ("" if item.confirmed else _("待市里确认"))

    @Slot(object)
    def _edit(self, found: Row) -> None:
        if isinstance(found.data, CatalogueItem):
            forms.ItemForm(self._context, found.data).open()

    @Slot(object, QPoint)
    def _menu_of(self, found: Row, place: QPoint) -> None:
        if not isinstance(found.data, CatalogueItem):
            return
        menu = QMenu(self)
        menu.addAction(_("修改…"), self._edit_current)
        if found.data.code in self._abolished():
            menu.addAction(_("恢复"), self._restore_current)
        else:
            menu.addAction(_("上级已取消…"), self._abolish_current)
        self._menu = menu
        menu.popup(place)

    def _current(self) -> CatalogueItem | None:
        found = self.list.current()
        return found.data if found is not None and isinstance(found.data, CatalogueItem) else None

    @Slot()
    def _edit_current(self) -> None:
        item = self._current()
        if item is not None:
            forms.ItemForm(self._context, item).open()

    @Slot()
    def _abolish_current(self) -> None:
        item = self._current()
        if item is not None:
            forms.AbolishForm(self._context, item).open()

    @Slot()
    def _restore_current(self) -> None:
        from envoy_desktop.casework import editions

        item = self._current()
        if item is not None:
            words = _("已恢复：{what}").format(what=item.name)
            self._context.jobs.act(words, editions.restore, code=item.code)

    @Slot()
    def show_difference(self) -> None:
        """What the newest edition changed."""
        kept = self._kept
        if kept is not None and kept.difference is not None:
            new, old = kept.editions[0].name, kept.editions[1].name
            forms.DifferenceDialog(self._context, kept.difference, old, new).open()

    @Slot()
    def choose(self) -> None:
        """Ask for the spreadsheet."""
        name, _kind = QFileDialog.getOpenFileName(self, _("导入目录"), "", _("表格 (*.xlsx *.csv)"))
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take a list in; a backup is written before."""
        from envoy_desktop.casework import taking_in  # reads spreadsheets: heavy at the start

        self.problems.clear()
        session = self._context.settings["session"]
        self._context.jobs.run(
            Job(
                _("导入目录"),
                taking_in.catalogue,
                {
                    "workspace": self._context.workspace,
                    "path": path,
                    "backups": session.backup_folder() if not session.demo else None,
                },
            ),
            done=self._taken,
            failed=self.problems.show_trouble,
            lane="write",
        )

    @Slot(object)
    def _taken(self, lists: "Lists") -> None:
        count = len(lists.items)
        self._context.messages.done(
            ngettext("已导入 {n} 个事项", "已导入 {n} 个事项", count).format(n=count), undo=True
        )


def _editions(kept: Kept) -> str:
    lines = []
    for edition in kept.editions:
        lines.append(
            _("{name}（{day}导入）：{items}，{materials}；{projects}在用").format(
                name=edition.name,
                day=names.short_day(edition.imported_on),
                items=ngettext("{n} 个事项", "{n} 个事项", edition.items).format(n=edition.items),
                materials=ngettext("{n} 条材料", "{n} 条材料", edition.materials).format(
                    n=edition.materials
                ),
                projects=ngettext("{n} 个项目", "{n} 个项目", edition.projects).format(
                    n=edition.projects
                ),
            )
        )
    open_ = sum(not item.confirmed for item in kept.items)
    if open_:
        lines.append(
            ngettext(
                "{n} 个事项的法定时限或依据待市里确认，凡用到它们的判断都请先核对。",
                "{n} 个事项的法定时限或依据待市里确认，凡用到它们的判断都请先核对。",
                open_,
            ).format(n=open_)
        )
    return "\n".join(lines)
