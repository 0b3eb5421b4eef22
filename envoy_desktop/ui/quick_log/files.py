"""Files dropped, chosen or pasted, as evidence takes them: paths, or bytes from the clipboard."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.casework.evidence import File, Pasted
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.drop_zone import DropZone, _File, thumbnail
from envoy_desktop.words import _


class Files(DropZone):
    """A drop zone that also takes a picture from the clipboard; `files()` is what an act keeps.

    A pasted picture never touches the disk unencrypted.
    """

    def __init__(self, jobs: Jobs, words: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(jobs, words or _("照片、扫描件拖到这里，或按 Ctrl+V 粘贴"), parent=parent)
        self._pasted: dict[str, Pasted] = {}
        self._number = 0

    def files(self) -> list[File]:
        """Everything, in the order it came."""
        return [self._pasted.get(key) or Path(key) for key in self._files]

    def add_image(self, image: QImage) -> None:
        """Keep a picture that has no file, as PNG without loss."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        self._number += 1
        name = _("粘贴的图片 {day} {n}.png").format(day=now.today().isoformat(), n=self._number)
        key = f"pasted:{self._number}"
        data = bytes(buffer.data().data())
        self._pasted[key] = Pasted(name, data)
        file = _File(key, name, True, self)
        file.dropped.connect(self._take_off)
        self._files[key] = file
        self._strip.addWidget(file)
        side = round(theme.px(72) * self.devicePixelRatioF())
        self._jobs.read(thumbnail, done=self._show, name=key, source=data, side=side)
        self.files_changed.emit()

    def take(self, data: QMimeData | None) -> bool:
        """Take files or a picture out of what was pasted or dropped; whether there were any."""
        if data is None:
            return False
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.add(paths)
            return True
        if data.hasImage():
            image = data.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.add_image(image)
                return True
        return False

    def paste(self) -> bool:
        """Take what the clipboard holds; False where that is only text."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        if not event.isAccepted() and event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        if self.take(event.mimeData()):
            event.acceptProposedAction()


def read_back(names: list[str]) -> list[Path]:
    """The files of a half-typed log that are still there."""
    return [path for name in names if (path := Path(name)).is_file()]
