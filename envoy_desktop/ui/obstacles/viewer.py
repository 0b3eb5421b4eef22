"""Looks at evidence: a photo or a PDF's pages, decoded at the size shown; exports originals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QKeyEvent, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea, QToolButton, QWidget

from envoy_desktop.documents import preview
from envoy_desktop.store import attachments, connection
from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import pages
from envoy_desktop.ui.obstacles.evidence import size_words
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, names

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)
MOST_SIDE = 8000  # pixels of a picture on the screen, at the largest zoom


@dataclass(frozen=True, slots=True)
class Seen:
    """What was decoded: null where it cannot be shown here; `count` pages."""

    id: int
    page: int
    image: QImage
    count: int


class Viewer(QDialog):
    """`Viewer(context, rows, first)`: ← → between pieces, Page keys within a PDF, + − 0 zoom."""

    def __init__(
        self, context: Context, rows: Sequence[AttachmentRow], first: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = list(rows)
        self._at = next((n for n, row in enumerate(rows) if row.id == first), 0)
        self._page, self._count, self._zoom = 1, 1, 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("查看附件"))
        self._build()
        space = self.screen().availableGeometry()
        self.resize(min(theme.px(900), space.width()), min(theme.px(720), space.height()))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(80)
        self._settle.timeout.connect(self._ask)
        self._show()

    def _build(self) -> None:
        whole = column(self, margin=12, gap=8)
        head = row(gap=8)
        self._name = Elided("", "strong")
        head.addWidget(self._name, 1)
        self._about = Label("", "caption", "muted")
        head.addWidget(self._about)
        whole.addLayout(head)
        self._area = QScrollArea()
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setBackgroundRole(QPalette.ColorRole.Window)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setWordWrap(True)
        self._area.setWidget(self._picture)
        whole.addWidget(self._area, 1)
        foot = row(gap=4)
        self._tools: dict[str, QToolButton] = {}
        for name, icon, words, slot in (
            ("before", "arrow-left", _("上一件（←）"), self.before),
            ("after", "arrow-right", _("下一件（→）"), self.after),
            ("up", "caret-up", _("上一页（PageUp）"), self.page_up),
            ("down", "caret-down", _("下一页（PageDown）"), self.page_down),
            ("larger", "plus", _("放大（+）"), self.larger),
            ("smaller", "minus", _("缩小（−）"), self.smaller),
        ):
            tool = QToolButton()
            tool.setIcon(theme.icon(icon))
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.clicked.connect(slot)
            foot.addWidget(tool)
            self._tools[name] = tool
        self._pages = Label("", "caption", "muted")
        foot.addWidget(self._pages)
        foot.addStretch(1)
        foot.addWidget(Button(_("导出原件…"), icon="download-simple", on=self.export))
        close = Button(_("关闭"), on=self.accept)
        foot.addWidget(close)
        whole.addLayout(foot)

    @property
    def current(self) -> AttachmentRow:
        """The piece that is shown."""
        return self._rows[self._at]

    # --- going about --------------------------------------------------------------------------

    @Slot()
    def before(self) -> None:
        """The piece before."""
        self._go(self._at - 1)

    @Slot()
    def after(self) -> None:
        """The next piece."""
        self._go(self._at + 1)

    @Slot()
    def page_up(self) -> None:
        """The page before."""
        self._turn(self._page - 1)

    @Slot()
    def page_down(self) -> None:
        """The next page."""
        self._turn(self._page + 1)

    @Slot()
    def larger(self) -> None:
        """Show it larger."""
        self._zoom = min(self._zoom + 1, len(ZOOMS) - 1)
        self._ask()

    @Slot()
    def smaller(self) -> None:
        """Show it smaller, at the least as large as the window."""
        self._zoom = max(self._zoom - 1, 0)
        self._ask()

    @Slot()
    def export(self) -> None:
        """Write the original bytes where the person says."""
        export(self._context, self.current, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Left: self.before, Qt.Key.Key_Right: self.after,
            Qt.Key.Key_PageUp: self.page_up, Qt.Key.Key_PageDown: self.page_down,
            Qt.Key.Key_Plus: self.larger, Qt.Key.Key_Equal: self.larger,
            Qt.Key.Key_Minus: self.smaller,
        }  # fmt: skip
        step = keys.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            step()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.larger if event.angleDelta().y() > 0 else self.smaller)()
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    # --- showing ------------------------------------------------------------------------------

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._rows) and at != self._at:
            self._at, self._page, self._count, self._zoom = at, 1, 1, 0
            self._show()

    def _turn(self, page: int) -> None:
        if 1 <= page <= self._count and page != self._page:
            self._page = page
            self._ask()

    def _show(self) -> None:
        row = self.current
        self._name.setText(row.name)
        self._about.setText(
            _("{size} · {day}添加").format(
                size=size_words(row.size), day=names.short_day(row.added_on)
            )
        )
        self._ask()

    @Slot()
    def _ask(self) -> None:
        view = self._area.viewport().size() * self.devicePixelRatioF() * ZOOMS[self._zoom]
        self._tools["before"].setEnabled(self._at > 0)
        self._tools["after"].setEnabled(self._at + 1 < len(self._rows))
        self._context.jobs.read(
            see, done=self._came, key=f"viewer-{id(self)}", workspace=self._context.workspace,
            row=self.current, page=self._page, width=view.width(), height=view.height(),
        )  # fmt: skip

    @Slot(object)
    def _came(self, seen: Seen) -> None:
        if seen.id != self.current.id:
            return
        self._count = seen.count
        for name in ("up", "down"):
            self._tools[name].setVisible(seen.count > 1)
        self._pages.setText(
            _("第 {page} 页，共 {count} 页").format(page=self._page, count=seen.count)
            if seen.count > 1
            else ""
        )
        if seen.image.isNull():
            self._picture.setPixmap(QPixmap())
            self._picture.setText(_("这种文件不能在这里显示，可以导出原件后查看。"))
            self._picture.resize(self._area.viewport().size())
            return
        pixmap = QPixmap.fromImage(seen.image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setText("")
        self._picture.setPixmap(pixmap)
        self._picture.resize(pixmap.deviceIndependentSize().toSize())
        self._picture.setAccessibleName(self.current.name)


def see(workspace: Workspace, row: AttachmentRow, page: int, width: int, height: int) -> Seen:
    """A piece of evidence decoded to fit `width` × `height` pixels."""
    with workspace.read() as reader:
        data = attachments.content(reader, row.sha256)
    width, height = min(width, MOST_SIDE), min(height, MOST_SIDE)
    if row.media_type == pages.PDF:
        sizes = preview.sizes(data)
        if not 0 < page <= len(sizes):
            return Seen(row.id, page, QImage(), 1)
        wide, high = sizes[page - 1]
        dpi = 72 * min(width / max(wide, 1), height / max(high, 1))
        return Seen(row.id, page, pages.of_pdf(data, page, dpi), len(sizes))
    if not row.media_type.startswith("image/"):
        return Seen(row.id, page, QImage(), 1)
    image = pages.of_bytes(data, max(width, height))
    if not image.isNull() and (image.width() > width or image.height() > height):
        image = image.scaled(
            QSize(width, height), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
    return Seen(row.id, page, image, 1)


def export(context: Context, row: AttachmentRow, parent: QWidget) -> None:
    """Ask where to, and write the original bytes there."""
    name, _filter = QFileDialog.getSaveFileName(parent, _("导出原件"), row.name)
    if name:
        context.jobs.run(
            Job(
                _("导出原件"),
                write_original,
                {"workspace": context.workspace, "row": row, "path": Path(name)},
            ),
            done=partial(_say_exported, context),
        )


def _say_exported(context: Context, path: Path) -> None:
    context.messages.done(_("已导出：{name}").format(name=path.name))


def write_original(workspace: Workspace, row: AttachmentRow, path: Path) -> Path:
    """Write a piece of evidence byte for byte; the old file or the whole new one."""
    with workspace.read() as reader:
        data = attachments.content(reader, row.sha256)
    connection.replace_file(path, data)
    return path
