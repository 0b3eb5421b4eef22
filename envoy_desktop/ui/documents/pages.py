"""Pages and pictures as QImage; every function runs off the UI thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from envoy_desktop.documents import preview
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.preview import Picture
from envoy_desktop.ui.widgets.drop_zone import MOST_MEGABYTES, MOST_PIXELS

PDF = "application/pdf"


def of_picture(made: Picture) -> QImage:
    """A rendered page as an image that owns its bytes."""
    image = QImage(
        made.rgba, made.width, made.height, made.width * 4, QImage.Format.Format_RGBX8888
    )
    return image.copy()


def of_layout(layout: Layout, number: int, dpi: float) -> QImage:
    """Page `number` (from 1) of a layout."""
    return of_picture(preview.page(layout, number, dpi))


def of_pdf(data: bytes, number: int, dpi: float) -> QImage:
    """Page `number` (from 1) of a PDF."""
    return of_picture(preview.picture(data, number, dpi))


def of_bytes(data: bytes, side: int) -> QImage:
    """A photo at most `side` pixels wide and high, and never larger than it is.

    The decoder makes the small size itself: thirty megapixels never stand whole in memory. Null
    for what is no picture, and for one that claims more than 200 megapixels.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
