"""Prepare a package: what goes in by project, what stays, for whom, where to."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from envoy_desktop.ui.meeting import reading
from envoy_desktop.ui.meeting.reading import Exchange, Outline
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.start.restore import megabytes
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, column
from envoy_desktop.words import _, history, ngettext
from envoy_desktop.words import names as words

ENDING = ".envoy-package"
VOLUMES = (5, 10, 20, 50)
"""Sizes of volumes to choose from, in MB: what mail servers take."""


class SendPage(QWidget):
    """写数据包."""

    written = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: Exchange | None = None
        whole = column(self)
        self._page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(self._page)
        self._page.body.addWidget(self._make_choice())
        self._page.body.addWidget(self._make_contents())
        self._page.body.addWidget(self._make_log())
        self._page.body.addStretch(1)
        self._empty = EmptyState(
            _("还没有可以写给的人"),
            _("先在“信任”页信任协调办，或自己另一台电脑的公开身份。"),
            icon="key",
        )
        self._empty.hide()
        whole.addWidget(self._empty)

    def _make_choice(self) -> QWidget:
        card = Card(gap=8)
        line = Flow(gap=12)
        line.addWidget(Label(_("收件人")))
        self.recipient = ChoiceField()
        self.recipient.input().setAccessibleName(_("收件人"))
        self.recipient.changed.connect(self._ask)
        line.addWidget(self.recipient)
        sizes = [(n << 20, _("每卷不超过 {n} MB").format(n=n)) for n in VOLUMES]
        self.volume = ChoiceField(sizes, none=_("不分卷"))
        self.volume.input().setAccessibleName(_("分卷"))
        self.volume.setToolTip(_("用邮件寄时分卷；每卷单独签名，收到几卷就用几卷"))
        line.addWidget(self.volume)
        self.everything = QCheckBox(_("对方已有的也写"))
        self.everything.clicked.connect(self._ask)
        line.addWidget(self.everything)
        self.button = Button(
            _("写数据包"), icon="paper-plane-tilt", primary=True, on=self._choose_place
        )
        line.addWidget(self.button)
        card.body.addLayout(line)
        self._result = Label("", "body", wrap=True, selectable=True)
        self._result.hide()
        card.add(self._result)
        return card

    def _make_contents(self) -> QWidget:
        card = Card(gap=8)
        card.add(Label(_("写进去的"), "strong"))
        self._sum = Label("", "body", wrap=True)
        card.add(self._sum)
        self.contents = RowList(
            _("写进去的内容"), two_lines=False, lamp=False, action=False, fit=True
        )
        card.add(self.contents)
        card.add(Label(_("不会写出的"), "strong"))
        self._stays = Label("", "body", "muted", wrap=True)
        card.add(self._stays)
        return card

    def _make_log(self) -> QWidget:
        card = Card(gap=8)
        card.add(Label(_("写过和收过的数据包"), "strong"))
        self.log = RowList(_("数据包"), lamp=False, action=False, fit=True)
        card.add(self.log)
        return card

    def show_exchange(self, found: Exchange) -> None:
        """Show whom to write for and what was written."""
        self._found = found
        there = bool(found.recipients)
        self._page.setVisible(there)
        self._empty.setVisible(not there)
        self.recipient.set_choices([(one.identity, one.name) for one in found.recipients])
        if self.recipient.value() is None and there:
            self.recipient.set_value(found.recipients[0].identity)
        names = {one.identity: one.name for one in found.trusted}
        rows = [
            Row(
                n,
                names.get(one.identity, ""),
                ngettext("{n} 处变更", "{n} 处变更", one.changes).format(n=one.changes),
                second=_("写出") if one.direction == "out" else _("收到"),
                second_line=one.file,
                figure=words.moment(one.at),
            )
            for n, one in enumerate(found.packages[:20], 1)
        ]
        self.log.set_rows(rows or [Group(_("还没有"))])
        if there:
            self._ask()

    @Slot()
    def _ask(self, *_ignored: Any) -> None:
        who = self.recipient.value()
        if who:
            self._context.jobs.read(
                reading.outline, done=self._came, key="package outline",
                workspace=self._context.workspace, recipient=who,
                everything=self.everything.isChecked(),
            )  # fmt: skip

    @Slot(object)
    def _came(self, outline: Outline) -> None:
        found = outline.contents
        last = _("上次写出：{day}。").format(day=words.moment(outline.last)) if outline.last else ""
        n, blobs = found.changes, len(found.blobs)
        told = _("对方还没有确认收到的：{changes}，{attachments}，约 {size}。").format(
            changes=ngettext("{n} 处变更", "{n} 处变更", n).format(n=words.figure(n)),
            attachments=ngettext("{n} 个附件", "{n} 个附件", blobs).format(n=blobs),
            size=megabytes(found.size),
        )
        if not found.changes:
            told = _("对方都已有了，没有要写的；写出的数据包只是回执。")
        self._sum.setText(told + last)
        rows: list[Row | Group] = [
            Row(n, name or _("不属于项目"), figure=_("{n} 处").format(n=count))
            for n, (name, count) in enumerate(outline.projects[:12], 1)
        ]
        kinds = sorted(found.kinds.items(), key=lambda item: -item[1])
        if kinds:
            rows.append(Group(_("按种类")))
            rows += [
                Row(100 + n, history.kind(kind), figure=_("{n} 处").format(n=count))
                for n, (kind, count) in enumerate(kinds[:12])
            ]
        self.contents.set_rows(rows)
        stays = words.joined(
            _("{kind} {n} 条").format(kind=history.kind(kind), n=n)
            for kind, n in found.stays.items()
        )
        self._stays.setText(
            _("{kinds}：只留在本机，数据包里只有它们的校验码。").format(kinds=stays)
            if stays
            else _("没有只留在本机的内容。")
        )

    @Slot()
    def _choose_place(self, *_ignored: Any) -> None:
        who = self._chosen()
        if who is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self,
            _("数据包写到"),
            str(home() / f"{who.name}{ENDING}"),
            _("数据包 (*{ending})").format(ending=ENDING),
        )
        if name:
            self.write(Path(name))

    def write(self, out: Path) -> None:
        """Write the package to a place."""
        who = self._chosen()
        if who is None:
            return
        out = out if out.suffix else out.with_suffix(ENDING)
        self.button.setEnabled(False)
        job = Job(
            _("正在写数据包"),
            reading.write,
            {
                "workspace": self._context.workspace,
                "out": out,
                "recipient": who.document,
                "volume": self.volume.value(),
                "everything": self.everything.isChecked(),
            },
            takes_progress=True,
        )
        self._context.jobs.run(job, done=self._written, failed=self._failed, lane="write")

    def _chosen(self) -> Any:
        found = self._found.recipients if self._found else []
        return next((one for one in found if one.identity == self.recipient.value()), None)

    @Slot(object)
    def _written(self, written: Any) -> None:
        self.button.setEnabled(True)
        files = "\n".join(str(path) for path in written.files)
        self._result.setText(
            ngettext(
                "已写好并核对过 {n} 个文件：", "已写好并核对过 {n} 个文件：", len(written.files)
            ).format(n=len(written.files))
            + "\n"
            + files
        )
        self._result.show()
        self._context.messages.done(_("数据包已写好"))
        self.written.emit()
        self._context.jobs.read(
            reading.read, done=self.show_exchange, key="exchange",
            workspace=self._context.workspace,
        )  # fmt: skip

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self._context.messages.show_error(error)
