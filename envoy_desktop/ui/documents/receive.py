"""Receive instruction (收回批示): the scan beside a form: what was written, and who must act."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
)

from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import receive_reading as reading
from envoy_desktop.ui.documents.forms import ANSWER_DAYS, told
from envoy_desktop.ui.documents.receive_reading import Paper, Received, Stray
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _, refusals

SUFFIXES = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


def receive(context: Context, paths: Sequence[Path] = ()) -> None:
    """Ask for scans where none are given, read them, and open the window over them."""
    if not paths:
        chosen, _kind = QFileDialog.getOpenFileNames(
            context.window, _("收回批示：选扫描件"), "",
            _("扫描件 ({suffixes})").format(suffixes=f"{SUFFIXES} {SUFFIXES.upper()}"),
        )  # fmt: skip
        paths = [Path(name) for name in chosen]
    if not paths:
        return
    context.messages.done(_("正在读扫描件…"))
    opening = _Opening(context)
    context.jobs.read(
        reading.received, done=opening.show, key="receive-scans",
        workspace=context.workspace, paths=list(paths),
    )  # fmt: skip


class _Opening:
    """Waits for the scans, then shows them; holds plain values only."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def show(self, found: Received) -> None:
        """Open the window."""
        ReceiveDialog(self._context, found).open()


class DropStack(QStackedWidget):
    """The pages of the documents screen; scans dropped anywhere on it are received."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _scans(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _scans(event)
        if paths:
            event.acceptProposedAction()
            receive(self._context, paths)


def _scans(event: QDropEvent) -> list[Path]:
    """The scans and folders among what is dropped."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    wanted = tuple(SUFFIXES.replace("*", "").split())
    return [path for path in paths if path.is_dir() or path.suffix.lower() in wanted]


class PageShown(Label):
    """One page, as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        super().__init__("")
        self._image = QImage()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setMinimumSize(theme.em(20), theme.em(24))
        self.setAccessibleName(_("扫描件"))

    def show_image(self, image: QImage) -> None:
        """Show a page; a null one leaves a word in its place."""
        self._image = image
        self._scale()

    def sizeHint(self) -> QSize:
        return QSize(theme.em(30), theme.em(38))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale()

    def _scale(self) -> None:
        if self._image.isNull():
            self.setPixmap(QPixmap())
            self.setText(_("这一页没有图。"))
            return
        ratio = self.devicePixelRatioF()
        size = QSize(int(self.width() * ratio), int(self.height() * ratio))
        pixmap = QPixmap.fromImage(
            self._image.scaled(
                size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        pixmap.setDevicePixelRatio(ratio)
        self.setPixmap(pixmap)


class ReceiveDialog(FormDialog):
    """One entry a paper or unknown page at the left, its picture, and the form at the right.

    Saving files the entry at hand and goes on with the next; what is not saved stays unfiled.
    """

    def __init__(self, context: Context, found: Received) -> None:
        super().__init__(context.window, _("收回批示"), " ", save=_("归档"), width=62)
        self._context = context
        self._calendar = found.calendar
        self._entries: list[Paper | Stray] = [*found.papers, *found.strays]
        self._at = 0
        self._page = 0
        self._lay_out()
        self._fields(found)
        for entry in self._entries:
            self.list.addItem(QListWidgetItem(_title(entry)))
        self.list.setVisible(len(self._entries) > 1)
        self.list.currentRowChanged.connect(self._choose)
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(theme.px(8))
        self.list = QListWidget()
        self.list.setAccessibleName(_("收到的页"))
        self.list.setWordWrap(True)
        self.list.setMaximumHeight(theme.em(8))
        side.addWidget(self.list)
        self.picture = PageShown()
        side.addWidget(self.picture, 1)
        turn = QHBoxLayout()
        self._back = Button(_("上一页"), link=True, on=self._page_back)
        self._on = Button(_("下一页"), link=True, on=self._page_on)
        self._which = Label("", "small", "muted")
        for part in (self._back, self._which, self._on):
            turn.addWidget(part)
        turn.addStretch(1)
        side.addLayout(turn)
        both = QHBoxLayout()
        both.setSpacing(theme.px(20))
        both.addLayout(side, 3)
        self._column.removeWidget(self._body)
        both.addWidget(self._body, 4)
        self._column.insertLayout(1, both, 1)

    def _fields(self, found: Received) -> None:
        mark = marks(found.calendar)
        self.form.add("number", _("短号"), TextField(hint=_("页脚码旁边的一串")),
                      _("没有认出码的页，输入短号就能找到公文。"))  # fmt: skip
        self.form.add("by", _("批示领导"), TextField(hint=_("姓名和职务")))
        self.form.add(
            "on",
            _("批示日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )
        self.form.add(
            "text", _("批示内容"), LinesField(hint=_("逐字录入；没有批示就只归档"), lines=3)
        )
        self.form.add(
            "lead_department", _("牵头部门"),
            ChoiceField([(c.id, c.name) for c in found.departments], none=_("还没有定"),
                        search=True),
        )  # fmt: skip
        self.form.add(
            "due", _("办结期限"), DateField(None, mark=mark, ahead=True),
            _("写了期限就列入督查台账。"),
        )  # fmt: skip
        self.form.fields["lead_department"].changed.connect(self._propose_due)

    # --- going through the entries --------------------------------------------------------------

    @Slot(int)
    def _choose(self, at: int) -> None:
        if not 0 <= at < len(self._entries):
            return
        self._at, self._page = at, 0
        entry = self._entries[at]
        stray = isinstance(entry, Stray)
        self.form.show_row("number", stray)
        for name in ("by", "on", "text", "lead_department", "due"):
            self.form.show_row(name, not stray)
        self.form.set_values(
            {"number": "", "by": "", "on": now.today(), "text": "", "lead_department": None,
             "due": None}
        )  # fmt: skip
        if isinstance(entry, Stray):
            worded = refusals.tell(entry.trouble)
            self.set_line(_("没有认出是哪份公文。"))
            self.show_refusal(worded.what, worded.next)
            self.save.setText(_("查找"))
            self.save.setEnabled(not entry.picture.isNull())
        else:
            memo = entry.memo
            self.set_line(f"{memo.number}　{memo.title}".replace("\n", ""))
            self.show_refusal("", "")
            self.save.setText(_("归档"))
            self.save.setEnabled(True)
        self._show_page()

    def _pictures(self) -> tuple[QImage, ...]:
        entry = self._entries[self._at]
        return (entry.picture,) if isinstance(entry, Stray) else entry.pictures

    def _show_page(self) -> None:
        pictures = self._pictures()
        self.picture.show_image(pictures[self._page] if pictures else QImage())
        several = len(pictures) > 1
        for part in (self._back, self._on, self._which):
            part.setVisible(several)
        self._which.setText(f"{self._page + 1} / {len(pictures)}")
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < len(pictures))

    @Slot()
    def _page_back(self) -> None:
        self._page = max(0, self._page - 1)
        self._show_page()

    @Slot()
    def _page_on(self) -> None:
        self._page = min(len(self._pictures()) - 1, self._page + 1)
        self._show_page()

    @Slot()
    def _propose_due(self) -> None:
        """A department that must act needs a day: the usual one until the person says another."""
        values = self.form.values()
        if values["lead_department"] is not None and values["due"] is None:
            day: date = self._calendar.add_working_days(now.today(), ANSWER_DAYS)
            self.form.fields["due"].set_value(day)

    # --- saving -------------------------------------------------------------------------------

    def submit(self) -> None:
        from envoy_desktop.casework import way_back

        entry = self._entries[self._at]
        values = self.form.values()
        number = values.pop("number")
        if isinstance(entry, Stray):
            self._context.jobs.read(
                reading.by_number, done=self._found, failed=self.failed,
                workspace=self._context.workspace, number=str(number), stray=entry,
            )  # fmt: skip
            return
        self.commit(
            self._context.jobs, told(_("已收回"), entry.memo), way_back.receive,
            returned=[entry.returned], **values,
        )  # fmt: skip

    @Slot(object)
    def _found(self, paper: Paper) -> None:
        """A typed short number named the paper of an unknown page."""
        self._entries[self._at] = paper
        self.list.item(self._at).setText(_title(paper))
        self._choose(self._at)

    @Slot(object)
    def _finished(self, result: object) -> None:
        del self._entries[self._at]
        if not self._entries:
            super()._finished(result)
            return
        self.done_with.emit(result)
        self.list.blockSignals(True)
        self.list.takeItem(self._at)
        self.list.blockSignals(False)
        self._at = min(self._at, len(self._entries) - 1)
        self.list.setCurrentRow(self._at)
        self._choose(self._at)


def _title(entry: Paper | Stray) -> str:
    """An entry of the list."""
    if isinstance(entry, Stray):
        return _("{name} 第 {n} 页：不认得").format(name=entry.name, n=entry.sheet)
    told_pages = _("、").join(str(page) for page in entry.returned.pages)
    name = entry.memo.number
    return _("{name} 第 {pages} 页").format(name=name, pages=told_pages) if told_pages else name
