"""Receive packages: drop files or choose them; what each brought, or why it was set aside."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop.ui.meeting import reading
from envoy_desktop.ui.meeting.reading import Exchange, Taken
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.messages import worded
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, column
from envoy_desktop.words import _, journeys, names, ngettext


class ReceivePage(QWidget):
    """接收."""

    received = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAcceptDrops(True)
        body = column(self, margin=(0, 16, 0, 20), gap=12)
        self._drop = EmptyState(
            _("把数据包拖到这里"),
            _("优盘上的、邮件里的都可以，一次可以几个；坏的会说明原因，不影响其余的。"),
            icon="download-simple", button=_("选择文件"), on=self._choose,
        )  # fmt: skip
        body.addWidget(self._drop, 1)
        self.list = RowList(_("收到的数据包"), action=False)
        self.list.hide()
        body.addWidget(self.list, 2)
        self._aside = Label("", "body", "muted", wrap=True)
        body.addWidget(self._aside)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.take(tuple(paths))
        event.acceptProposedAction()

    @Slot()
    def _choose(self, *_ignored: Any) -> None:
        names, _kind = QFileDialog.getOpenFileNames(
            self, _("接收数据包"), str(home()), _("数据包 (*.envoy-package);;所有文件 (*)")
        )
        self.take(tuple(Path(name) for name in names))

    def take(self, paths: tuple[Path, ...]) -> None:
        """Take these packages in."""
        if not paths:
            return
        job = Job(
            _("正在接收数据包"),
            reading.take,
            {"workspace": self._context.workspace, "paths": paths},
            takes_progress=True,
        )
        self._context.jobs.run(job, done=self._took, lane="write")

    @Slot(object)
    def _took(self, done: list[Taken]) -> None:
        self.list.set_rows([_row(n, one) for n, one in enumerate(done, 1)])
        self.list.show()
        good = [one.received for one in done if one.received is not None]
        if good:
            n = sum(one.new for one in good)
            self._context.messages.done(
                ngettext("新收到 {n} 处变更", "新收到 {n} 处变更", n).format(n=n)
            )
        self.received.emit()

    def show_exchange(self, found: Exchange) -> None:
        """Show what lies outside the state."""
        told = [
            journeys.set_aside(name, count, reason) for _tag, name, reason, count in found.aside
        ]
        self._aside.setText("\n".join(told))
        self._aside.setVisible(bool(told))


def _row(n: int, one: Taken) -> Row:
    if one.received is None:
        what, why, after = worded(one.trouble) if one.trouble else ("", "", "")
        return Row(n, one.path.name, what, second=after or why, lamp="red", figure=_("未接收"))
    got = one.received
    told = [_("新 {n} 处").format(n=got.new), _("已有 {n} 处").format(n=got.known)]
    if got.blobs:
        told.append(ngettext("{n} 个附件", "{n} 个附件", got.blobs).format(n=got.blobs))
    if got.conflicts:
        told.append(
            ngettext("{n} 处冲突待定", "{n} 处冲突待定", got.conflicts).format(n=got.conflicts)
        )
    if got.rewritten:
        told.append(_("本机分叉后重写 {n} 处").format(n=got.rewritten))
    if got.gaps:
        told.append(journeys.gaps(got.gaps))
    if got.ahead:
        told.append(_("{name}的时钟快了一天以上").format(name=names.joined(got.ahead)))
    bad = bool(got.gaps or got.ahead or got.forked or got.quarantined)
    return Row(
        n,
        got.sender_name,
        _("，").join(told),
        second=one.path.name,
        lamp="yellow" if bad or got.conflicts else "green",
        figure=_("以前收过") if got.again else _("已接收"),
    )
