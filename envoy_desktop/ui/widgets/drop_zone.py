"""Where files and photos are dropped: small pictures of them, decoded off the UI thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.words import _

MOST_PIXELS = 200_000_000  # a picture that claims more is not opened: it may be made to fill memory
MOST_MEGABYTES = 256
PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of `key`; null where it is no picture or too large to open."""

    key: str
    image: QImage


def thumbnail(name: str, source: str | bytes, side: int) -> Thumbnail:
    """Decode a file's (or bytes') small picture, at most `side` pixels; runs on any thread.

    The decoder is asked for the small size, so a 30-megapixel photo never stands whole in memory.
    """
    buffer = QBuffer()
    if isinstance(source, bytes):
        buffer.setData(QByteArray(source))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
    else:
        reader = QImageReader(source)
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return Thumbnail(name, QImage())
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return Thumbnail(name, reader.read())


class _File(QWidget):
    """One dropped file: its picture (or a sheet), its name, and a button that takes it off."""

    dropped = Signal(str)

    def __init__(self, key: str, name: str, removable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self._picture = Label("")
        side = theme.px(72)
        self._picture.setFixedSize(side, side)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(theme.icon("file", "faint").pixmap(side // 2, side // 2))
        column.addWidget(self._picture)
        line = QHBoxLayout()
        line.setSpacing(0)
        text = Elided(name, "small", "muted")
        text.setToolTip(name)
        line.addWidget(text, 1)
        if removable:
            remove = QToolButton()
            remove.setIcon(theme.icon("x"))
            remove.setIconSize(QSize(theme.px(12), theme.px(12)))
            remove.setAccessibleName(_("移除 {name}").format(name=name))
            remove.setToolTip(_("移除 {name}").format(name=name))
            remove.clicked.connect(self._remove)
            line.addWidget(remove)
        column.addLayout(line)
        self.setFixedWidth(side)

    def show_picture(self, image: QImage) -> None:
        """Show the small picture; a null one leaves the sheet."""
        if not image.isNull():
            pixmap = QPixmap.fromImage(image)
            side = self._picture.width()
            self._picture.setPixmap(
                pixmap.scaled(
                    QSize(side, side),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    @Slot()
    def _remove(self) -> None:
        self.dropped.emit(self._key)


class DropZone(QWidget):
    """Files dropped or chosen; `paths()` gives them in order."""

    files_changed = Signal()

    def __init__(self, jobs: Jobs, words: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._over = False
        self._files: dict[str, _File] = {}
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(12)] * 4)
        column.setSpacing(theme.px(8))
        line = QHBoxLayout()
        line.addWidget(Label(words or _("把照片、扫描件拖到这里"), "body", "muted", wrap=True), 1)
        line.addWidget(Button(_("选择文件"), icon="paperclip", on=self.choose))
        column.addLayout(line)
        strip = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        strip.setSizePolicy(policy)
        self._strip = Flow(strip)
        column.addWidget(strip)

    def paths(self) -> list[Path]:
        """The files, in the order they came."""
        return [Path(key) for key in self._files]

    def clear(self) -> None:
        """Take all files off."""
        for key in list(self._files):
            self._take_off(key)

    def add(self, paths: Sequence[Path]) -> None:
        """Put files in; one that is there already is not doubled."""
        for path in paths:
            key = str(path)
            if key in self._files or not path.is_file():
                continue
            file = _File(key, path.name, True, self)
            file.dropped.connect(self._take_off)
            self._files[key] = file
            self._strip.addWidget(file)
            if path.suffix.lower() in PICTURES:
                side = round(theme.px(72) * self.devicePixelRatioF())
                self._jobs.read(thumbnail, done=self._show, name=key, source=key, side=side)
        self.files_changed.emit()

    @Slot()
    def choose(self) -> None:
        """Choose files in the system's dialog."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("选择照片或文件"))
        self.add([Path(name) for name in names])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        urls = event.mimeData().urls()
        self.add([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self._over else "faint"))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("tint" if self._over else "panel"))
        radius = theme.px(6)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)

    @Slot(object)
    def _show(self, made: Thumbnail) -> None:
        if made.key in self._files:
            self._files[made.key].show_picture(made.image)

    @Slot(str)
    def _take_off(self, key: str) -> None:
        file = self._files.pop(key, None)
        if file is not None:
            self._strip.removeWidget(file)
            file.deleteLater()
            self.files_changed.emit()
