"""The frozen PDF onto paper, as it is: A4, every millimetre where it was laid out."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRect, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from envoy_desktop.documents import preview
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui.documents import pages
from envoy_desktop.ui.shell.jobs import Job, Progress
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _

MOST_DPI = 600
"""A page of A4 at 600 dots is 140 MB; no office printer shows more."""


class PrintJob(QWidget):
    """Holds printer and dialog while they are used: a dialog over a lost printer crashes."""

    def __init__(self, context: Context, data: bytes, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._context, self._data = context, data
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setDocName(title)
        set_up(self.printer)
        count = len(preview.sizes(data))
        two_sided(self.printer, count)
        self._dialog = QPrintDialog(self.printer, parent)
        self._dialog.setMinMax(1, count)
        self._dialog.setFromTo(1, count)

    def ask(self) -> None:
        """Show the system's dialog."""
        if self._dialog.exec() == QDialog.DialogCode.Accepted:
            self.run()
        else:
            self.deleteLater()

    @Slot()
    def run(self) -> None:
        """Print what the dialog says, off the UI thread."""
        first, last = self.printer.fromPage(), self.printer.toPage()
        arguments = {"printer": self.printer, "data": self._data, "first": first, "last": last}
        job = Job(_("正在打印"), print_pages, arguments, takes_progress=True)
        self._context.jobs.run(job, done=self._done, failed=self._failed)

    @Slot(object)
    def _done(self, count: int) -> None:
        self._context.messages.done(_("已送打印机：{n} 页").format(n=count))
        self.deleteLater()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._context.messages.show_error(error)
        self.deleteLater()


def set_up(printer: QPrinter) -> None:
    """A4 upright over the whole sheet: the margins are in the page already."""
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)


def two_sided(printer: QPrinter, pages: int) -> None:
    """Propose both sides of the sheet, turned at the long edge, where the printer can do it.

    Page numbers stand right and left by turns (GB/T 9704 7.5): the paper is made for it.
    """
    modes = QPrinterInfo(printer).supportedDuplexModes()
    if pages > 1 and QPrinter.DuplexMode.DuplexLongSide in modes:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)


def print_pages(
    printer: QPrinter, data: bytes, first: int = 0, last: int = 0,
    progress: Progress | Callable[[int, int, str], None] | None = None,
) -> int:  # fmt: skip
    """Draw pages of a PDF on the printer's paper, unscaled; gives how many.

    0 and 0 are all of them. Raises Trouble("printer-failed") where the printer takes none.
    """
    sizes = preview.sizes(data)
    first, last = first or 1, min(last or len(sizes), len(sizes))
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble("printer-failed", printer=printer.printerName(), next="check-printer")
    try:
        dots = printer.resolution()
        dpi = min(dots, MOST_DPI)
        for number in range(first, last + 1):
            if progress is not None:
                progress(number - first, last - first + 1, "")
            if number > first and not printer.newPage():
                raise Trouble("printer-failed", printer=printer.printerName(), next="check-printer")
            width, height = sizes[number - 1]
            image = pages.of_pdf(data, number, dpi)
            # from the sheet's corner: a printer that keeps an edge starts its coordinates inside it
            corner = printer.pageLayout().paintRectPixels(dots).topLeft()
            target = QRect(
                -corner.x(), -corner.y(), round(width / 72 * dots), round(height / 72 * dots)
            )
            painter.drawImage(target, image)
    finally:
        painter.end()
    return last - first + 1
