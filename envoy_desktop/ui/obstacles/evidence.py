"""Evidence as small pictures in rows; one opens in the viewer."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from envoy_desktop.documents import preview
from envoy_desktop.store import attachments
from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import pages
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.words import _, names

SIDE = 84
PICTURE_DPI = 24  # a page of A4 some 200 pixels wide


class Thumb(QWidget):
    """One piece of evidence: picture (or a sheet with its ending), name and size."""

    pressed = Signal(object)  # AttachmentRow
    menu_wanted = Signal(object, QPoint)

    def __init__(self, row: AttachmentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._pixmap = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        told = f"{row.name}\n{size_words(row.size)} · {names.short_day(row.added_on)}"
        self.setToolTip(told)
        self.setAccessibleName(row.name)
        self.setAccessibleDescription(size_words(row.size))

    def show_picture(self, image: QImage) -> None:
        """Show the small picture; a null one leaves the sheet."""
        if not image.isNull():
            self._pixmap = QPixmap.fromImage(image)
            self.update()

    def sizeHint(self) -> QSize:
        line = theme.px(18)
        return QSize(theme.px(SIDE), theme.px(SIDE) + line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = theme.px(SIDE)
        box = QRect(0, 0, side, side)
        painter.fillRect(box, theme.colour("background"))
        if self._pixmap.isNull():
            mark = theme.px(32)
            theme.icon("file-text", "faint").paint(
                painter, QRect((side - mark) // 2, (side - mark) // 2, mark, mark)
            )
        else:
            size = self._pixmap.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(0, 0), size)
            place.moveCenter(box.center())
            painter.drawPixmap(place, self._pixmap)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "line"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        line = QRect(0, side + theme.px(2), side, theme.px(16))
        text = painter.fontMetrics().elidedText(
            self.row.name, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.row)
        elif event.key() == Qt.Key.Key_Right:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Left:
            self.focusPreviousChild()
        elif event.key() in (Qt.Key.Key_Menu, Qt.Key.Key_Delete):
            self.menu_wanted.emit(self.row, self.mapToGlobal(QPoint(0, self.height())))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.row, event.globalPos())


class EvidenceStrip(QWidget):
    """`show_rows(rows)`; small pictures come as they are decoded."""

    opened = Signal(object)  # AttachmentRow
    export_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._flow = Flow(self)
        self._thumbs: dict[int, Thumb] = {}
        self._menu: QMenu | None = None
        self._of: AttachmentRow | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Show these; what is there already stays with its picture."""
        wanted = {row.id: row for row in rows}
        for id in [id for id in self._thumbs if id not in wanted]:
            gone = self._thumbs.pop(id)
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        side = round(theme.px(SIDE) * self.devicePixelRatioF())
        for row in rows:
            if row.id in self._thumbs:
                continue
            made = Thumb(row, self)
            made.pressed.connect(self.opened)
            made.menu_wanted.connect(self._show_menu)
            self._flow.addWidget(made)
            made.show()
            self._thumbs[row.id] = made
            if row.media_type.startswith("image/") or row.media_type == pages.PDF:
                self._context.jobs.read(
                    small, done=self._came, workspace=self._context.workspace, row=row, side=side
                )
        self.setVisible(bool(rows))
        self.updateGeometry()

    @Slot(object)
    def _came(self, made: tuple[int, QImage]) -> None:
        id, image = made
        if id in self._thumbs:
            self._thumbs[id].show_picture(image)

    @Slot(object, QPoint)
    def _show_menu(self, row: AttachmentRow, place: QPoint) -> None:
        self._of = row
        menu = QMenu(self)
        for name, words in (("open", _("查看")), ("export", _("导出原件…")), ("remove", _("移除"))):
            menu.addAction(words).setData(name)
        menu.triggered.connect(self._picked)
        self._menu = menu
        menu.popup(place)

    @Slot(QAction)
    def _picked(self, action: QAction) -> None:
        signal = {
            "open": self.opened, "export": self.export_wanted, "remove": self.remove_wanted
        }[str(action.data())]  # fmt: skip
        signal.emit(self._of)


def small(workspace: Workspace, row: AttachmentRow, side: int) -> tuple[int, QImage]:
    """The small picture of a piece of evidence."""
    with workspace.read() as reader:
        data = attachments.content(reader, row.sha256)
    if row.media_type == pages.PDF:
        if not preview.sizes(data):
            return row.id, QImage()
        return row.id, pages.of_pdf(data, 1, PICTURE_DPI * side / 200)
    return row.id, pages.of_bytes(data, side)


def size_words(size: int) -> str:
    """A file's size: 340 KB, 4.2 MB."""
    if size < 1_000_000:
        return _("{n} KB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=f"{size / 1_000_000:.1f}")
