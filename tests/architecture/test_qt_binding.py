"""The binding must not eat None: 6.12.0 on Python 3.11 aborts after some 5,000 void calls."""

import sys

import pytest
from PySide6.QtGui import QImage, QPainter


@pytest.mark.usefixtures("qapp")
def test_a_thousand_void_calls_lose_no_reference_to_none():
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.drawLine(0, 0, 9, 9)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert abs(lost) < 100
