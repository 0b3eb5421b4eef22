"""The recovery sheet from the window: saved as PDF or printed; the passphrase is never on it."""

from datetime import date
from pathlib import Path

from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from envoy_desktop import now
from envoy_desktop.store.connection import replace_file
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.words import _

PRINT_DPI = 300


def pdf_of(*, file: Path, unit: str, person: str, workspace_id: str = "") -> bytes:
    """The sheet of a workspace as PDF; runs on any thread."""
    from envoy_desktop.documents import pdf
    from envoy_desktop.documents.recovery_sheet import recovery_sheet

    created: date = now.today()
    return pdf.write(
        recovery_sheet(
            workspace=file.stem,
            unit=unit,
            person=person,
            file=str(file),
            created=created,
            workspace_id=workspace_id,
        )
    )


def save(data: bytes, file: Path, parent: QWidget) -> Path | None:
    """Ask where to, and write the PDF; raises SystemFailed."""
    near = str(file.with_name(_("{name}恢复单.pdf").format(name=file.stem)))
    target = ask_path(parent, _("保存恢复单"), near, "PDF (*.pdf)", "pdf")
    if target is not None:
        replace_file(target, data)
    return target


def print_(data: bytes, parent: QWidget) -> bool:
    """Print the PDF's pages through the system's dialog; False where it was dismissed."""
    from envoy_desktop.documents import preview

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # held: Qt frees it under the dialog
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    picture = preview.picture(data, 1, PRINT_DPI)
    image = QImage(
        picture.rgba, picture.width, picture.height, picture.width * 4,
        QImage.Format.Format_RGBX8888,
    )  # fmt: skip
    painter = QPainter(printer)
    page = printer.pageRect(QPrinter.Unit.DevicePixel)
    scale = min(page.width() / image.width(), page.height() / image.height())
    painter.scale(scale, scale)
    painter.drawImage(0, 0, image)
    painter.end()
    return True
