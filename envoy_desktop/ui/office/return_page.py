"""What goes back: for each envoy how much he lacks, and one button that writes all packages."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop.office import scope
from envoy_desktop.office.returning import Return
from envoy_desktop.store.queries.office import Unacknowledged
from envoy_desktop.ui.office import reading
from envoy_desktop.ui.office.reading import Seen
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, column, row
from envoy_desktop.words import _, names, ngettext, options


class ReturnPage(QWidget):
    """发回."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        whole = column(self)
        self._set = ""
        self._page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(self._page)
        card = Card(gap=8)
        line = row(gap=8)
        told = Label(
            _("每人一个数据包：回执、会议决定、别处的意见、目录、节假日、信任名单。"),
            "body", wrap=True,
        )  # fmt: skip
        line.addWidget(told, 1)
        self.button = Button(
            _("全部写出"), icon="paper-plane-tilt", primary=True, on=self._choose_all
        )
        line.addWidget(self.button)
        card.body.addLayout(line)
        which = row(gap=8)
        caption = Label(_("范围"), "body")
        self.scope = ChoiceField(options.setting_choices(scope.SETTING), scope.ALL)
        self.scope.set_value(scope.ALL)
        self.scope.changed.connect(self._tell_scope)
        caption.setBuddy(self.scope.input())
        which.addWidget(caption)
        which.addWidget(self.scope)
        self._scope_told = Label("", "caption", "muted", wrap=True)
        which.addWidget(self._scope_told, 1)
        card.body.addLayout(which)
        self._result = Label("", "body", wrap=True, selectable=True)
        self._result.hide()
        card.add(self._result)
        self.list = RowList(_("要发回的人"), fit=True)
        self.list.acted.connect(self._choose_one)
        card.add(self.list)
        self._page.body.addWidget(card)
        self._page.body.addStretch(1)
        self._empty = EmptyState(
            _("还没有登记特派服务员"), _("到“登记与信任”页收下他们的公开身份。"), icon="users-three"
        )
        self._empty.hide()
        whole.addWidget(self._empty)

    def show_office(self, seen: Seen) -> None:
        """Show for whom packages can be written, and since when each lacks something."""
        active = seen.status.active
        self._page.setVisible(bool(active))
        self._empty.setVisible(not active)
        may = seen.role != "reader"
        self.button.setEnabled(may)
        if self._set != seen.scope:
            self._set = seen.scope
            self.scope.set_value(seen.scope)
        self._tell_scope()
        self.list.set_rows(
            [
                Row(
                    n,
                    one.name,
                    _lacks(one.unacknowledged),
                    second=one.organisation,
                    lamp="yellow" if one.unacknowledged.since else "green",
                    action="write" if may else "",
                    action_text=_("只写给他") if may else "",
                    data=one.identity,
                )
                for n, one in enumerate(active, 1)
            ]
        )

    @Slot()
    def _tell_scope(self, *_ignored: Any) -> None:
        if self.scope.value() == scope.SHARED:
            self._scope_told.setText(
                _("协调办写的、他自己的、与他同在一个项目上的人写的；一人一份，各不相同。")
            )
        else:
            self._scope_told.setText(_("每人都得到全市的内容。"))

    @Slot()
    def _choose_all(self, *_ignored: Any) -> None:
        self._choose(())

    @Slot(object, str)
    def _choose_one(self, of: Row, _action: str) -> None:
        self._choose((str(of.data),))

    def _choose(self, only: tuple[str, ...]) -> None:
        name = QFileDialog.getExistingDirectory(self, _("数据包写到哪个文件夹"), str(home()))
        if name:
            self.write(Path(name), only)

    def write(self, folder: Path, only: tuple[str, ...] = ()) -> None:
        """Write the packages into a folder."""
        job = Job(
            _("正在写回执数据包"),
            reading.write,
            {
                "workspace": self._context.workspace,
                "folder": folder,
                "only": only,
                "shares": str(self.scope.value() or ""),
            },
            takes_progress=True,
        )
        self._context.jobs.run(job, done=self._wrote, lane="write")

    @Slot(object)
    def _wrote(self, done: Return) -> None:
        if done.stopped is not None:
            self._context.messages.show_error(done.stopped)
        files = [path for one in done.done for path in one.written.files]
        n = len(files)
        lines = [ngettext("已写好并核对 {n} 个数据包", "已写好并核对 {n} 个数据包", n).format(n=n)]
        if files:
            lines.append(str(files[0].parent))
        if done.left:
            lines.append(_("没有写的：{names}").format(names=names.joined(done.left)))
        self._result.setText("\n".join(lines))
        self._result.show()
        self._context.messages.done(lines[0])


def _lacks(of: Unacknowledged) -> str:
    if not of.since:
        return _("本办的改动他都收到了")
    n, day = of.changes, names.short_day(of.since)
    return ngettext(
        "本办的 {n} 处改动他还没确认收到，最早的是 {day}",
        "本办的 {n} 处改动他还没确认收到，最早的是 {day}", n,
    ).format(n=names.figure(n), day=day)  # fmt: skip
