"""The catalogue's forms: correct a row, record an abolition, read what a new edition changed."""

from PySide6.QtWidgets import QDialog, QVBoxLayout

from envoy_desktop import now
from envoy_desktop.casework import editions
from envoy_desktop.domain import catalogue_diff
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.catalogue_diff import CatalogueDiff
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _, names, ngettext

EDITED = (
    "name", "legal_basis", "statutory_limit", "promised_limit", "extension", "fee_basis",
    "fee_lower", "fee_upper", "fee_unit", "exclusions", "notes",
)  # fmt: skip


class ItemForm(FormDialog):
    """A row of the newest edition; values as the spreadsheet has them."""

    def __init__(self, context: Context, item: CatalogueItem) -> None:
        line = _("只改最新一版；在办项目若用这一版，时限随之重算。原来的值留在变更记录里。")
        super().__init__(context.window, f"{item.code} {item.name}", line)
        self._context, self._item = context, item
        for name in EDITED:
            text = catalogue_diff.text(getattr(item, name))
            long = name in ("legal_basis", "notes", "exclusions")
            field = LinesField(text, lines=2) if long else TextField(text)
            self.form.add(name, names.field("catalogue_item", name), field)

    def submit(self) -> None:
        changed = {
            name: str(value or "")
            for name, value in self.form.values().items()
            if str(value or "") != catalogue_diff.text(getattr(self._item, name))
        }
        if not changed:
            self.accept()
            return
        self.commit(
            self._context.jobs, _("已修改：{what}").format(what=self._item.name), editions.edit,
            code=self._item.code, fields=changed,
        )  # fmt: skip


class AbolishForm(FormDialog):
    """A procedure that a superior authority abolished."""

    def __init__(self, context: Context, item: CatalogueItem) -> None:
        line = _("从这一天起不再生成；以后导入的目录里还有它，也不会回来。")
        super().__init__(context.window, _("上级已取消“{name}”").format(name=item.name), line)
        self._context, self._item = context, item
        hint = _("文件名和文号，如 国发〔2026〕1号")
        self.form.add("basis", _("依据"), TextField(hint=hint, required=True))
        self.form.add("on", _("自"), DateField(now.today(), required=True))

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已取消：{what}").format(what=self._item.name),
            editions.abolish, code=self._item.code, **self.form.values(),
        )  # fmt: skip


class DifferenceDialog(QDialog):
    """What the newest edition changed against the one before."""

    def __init__(self, context: Context, diff: CatalogueDiff, old: str, new: str) -> None:
        super().__init__(context.window)
        self.setWindowTitle(_("两版目录的差别"))
        body = QVBoxLayout(self)
        body.setContentsMargins(*[theme.px(20)] * 4)
        body.setSpacing(theme.px(10))
        body.addWidget(Label(_("{old} → {new}").format(old=old, new=new), "figure", wrap=True))
        line = _("在办项目仍用原来的一版；项目页“更多”里可以换用新版。")
        body.addWidget(Label(line, "body", "muted", wrap=True))
        listed = RowList(_("两版目录的差别"), action=False, lamp=False)
        listed.set_rows(rows(diff))
        body.addWidget(listed, 1)
        buttons = row(gap=8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("关闭"), on=self.accept))
        body.addLayout(buttons)
        self.resize(theme.em(56), theme.em(40))


def rows(diff: CatalogueDiff) -> list[Row | Group]:
    """The difference as rows: changed, added, removed."""
    found: list[Row | Group] = []
    number = 0
    if diff.changed:
        found.append(Group(_("改动"), len(diff.changed)))
    for change in diff.changed:
        number += 1
        parts = [
            _("{field}：{old} → {new}").format(
                field=names.field("catalogue_item", field.field),
                old=field.old or "—",
                new=field.new or "—",
            )
            for field in change.fields
        ]
        parts += [_("加材料：{paper}").format(paper=paper) for paper in change.papers_added]
        parts += [_("减材料：{paper}").format(paper=paper) for paper in change.papers_removed]
        parts += [f"{copy.field} {copy.old} → {copy.new}" for copy in change.copies]
        found.append(
            Row(
                number, change.name, _("；").join(parts), second=change.code,
                figure=_("时限变长") if change.longer else "", tone="red_word",
            )
        )  # fmt: skip
    for words, items in ((_("新增"), diff.added), (_("取消"), diff.removed)):
        if items:
            found.append(Group(words, len(items)))
        for item in items:
            number += 1
            found.append(Row(number, item.name, item.legal_basis, second=item.code))
    return found


def over_promised(item: CatalogueItem) -> str:
    """超 3 日: by how much a promise is above two thirds of the statutory limit; else ""."""
    found = catalogue_diff.long_promises([item])
    if not found:
        return ""
    n = found[0].over
    return ngettext("超三分之二 {n} 日", "超三分之二 {n} 日", n).format(n=n)
