"""部门变动: departments renamed, merged, split; their history goes with them."""

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.casework import departments as acts
from envoy_desktop.store.queries import figures_behind as stored
from envoy_desktop.store.queries.figures_behind import SuccessionRow
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import SectionHeader, column, row
from envoy_desktop.words import N_, _, names

Choices = list[tuple[int, str]]
WHAT = {"renamed": N_("更名"), "merged": N_("并入"), "split": N_("拆分到")}


def read(workspace: Any) -> tuple[Choices, list[SuccessionRow]]:
    """The departments and what became of those that changed; off the UI thread."""
    with workspace.read() as reader:
        return stored.department_names(reader), stored.successions(reader)


class DepartmentsTab(QWidget):
    """Three buttons, and what was done so far."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._choices: Choices = []
        body = column(self, margin=(0, 16, 12, 20), gap=12)
        body.addWidget(
            Label(
                _(
                    "机构改革后在这里登记。更名只换名字；合并后，原部门的办件在各项用时里随新部门算；"
                    "拆分后，每个事项的历史随现在的牵头部门走。原来的记录一条不改。"
                ),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        line = row(gap=8)
        self.rename = Button(_("更名…"), icon="pencil-simple", on=self._rename)
        self.merge = Button(_("合并…"), on=self._merge)
        self.split = Button(_("拆分…"), on=self._split)
        for button in (self.rename, self.merge, self.split):
            line.addWidget(button)
        line.addStretch(1)
        body.addLayout(line)
        self._head = SectionHeader(_("登记过的变动"))
        body.addWidget(self._head)
        self._none = Label(_("还没有登记过变动。"), "body", "muted", wrap=True)
        body.addWidget(self._none)
        self.list = RowList(_("部门变动"), action=False, lamp=False)
        body.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Read anew."""
        self._context.jobs.read(
            read, done=self._came, key=f"departments-tab-{id(self)}",
            workspace=self._context.workspace,
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: tuple[Choices, list[SuccessionRow]]) -> None:
        self._choices, rows = found
        self._head.set(_("登记过的变动"), len(rows) or None)
        self._none.setVisible(not rows)
        self.list.set_rows(
            [
                Row(
                    one.id, one.name,
                    _("{what}：{into}").format(what=_(WHAT[one.kind]), into=one.into)
                    if one.kind != "renamed" else _("更名为现名"),
                    second=names.full_day(one.on),
                )
                for one in rows
            ]
        )  # fmt: skip

    @Slot()
    def _rename(self) -> None:
        RenameDialog(self._context, self._choices).open()

    @Slot()
    def _merge(self) -> None:
        JoinDialog(self._context, self._choices, split=False).open()

    @Slot()
    def _split(self) -> None:
        JoinDialog(self._context, self._choices, split=True).open()


class RenameDialog(FormDialog):
    """更名."""

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(context.window, _("部门更名"), _("以前的办件仍是它的；已印发的公文不变。"))
        self._context = context
        self.department = ChoiceField(choices, search=True, required=True)
        self.form.add("department", _("部门"), self.department)
        self.name = TextField(required=True, longest=100)
        self.form.add("name", _("新名称"), self.name)
        self.short = TextField(longest=40)
        self.form.add("short", _("简称"), self.short)
        self.on = DateField(now.today(), required=True)
        self.form.add("on", _("从哪天起"), self.on)

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("部门更名"), acts.rename,
            department=int(self.department.value()), name=self.name.value(),
            short_name=self.short.value(), on=self.on.value(),
        )  # fmt: skip


class JoinDialog(FormDialog):
    """合并: several into one. 拆分: one into several."""

    def __init__(self, context: Context, choices: Choices, *, split: bool) -> None:
        super().__init__(
            context.window,
            _("部门拆分") if split else _("部门合并"),
            _("新部门要先在部门名录里；每个事项的历史随现在的牵头部门走。")
            if split
            else _("原部门的办件，从现在起在各项用时里随新部门算。"),
        )
        self._context, self._is_split = context, split
        first, others = (_("拆分哪个"), _("拆成")) if split else (_("并入哪个"), _("原部门"))
        self.one = ChoiceField(choices, search=True, required=True)
        self.form.add("one", first, self.one)
        self.several = [
            ChoiceField(choices, none=_("没有"), search=True, required=n == 0) for n in range(4)
        ]
        for n, field in enumerate(self.several):
            label = others if n == 0 else _("{what}（{n}）").format(what=others, n=n + 1)
            self.form.add(f"several{n}", label, field)
        self.on = DateField(now.today(), required=True)
        self.form.add("on", _("从哪天起"), self.on)

    def submit(self) -> None:
        one = int(self.one.value())
        chosen = [int(field.value()) for field in self.several if field.value()]
        several = list(dict.fromkeys(chosen))
        if self._is_split:
            self.commit(
                self._context.jobs, _("部门拆分"), acts.split, department=one, into=several,
                on=self.on.value(),
            )  # fmt: skip
        else:
            self.commit(
                self._context.jobs, _("部门合并"), acts.merge, departments=several, into=one,
                on=self.on.value(),
            )  # fmt: skip
