"""Finds what is cut on a screen: elided texts, overlaps, widgets outside their parents."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QTabBar,
    QWidget,
)

SLACK = 1  # px: rounding of half pixels


def problems(widget: QWidget) -> list[str]:
    """What is clipped inside `widget`, in words; [] where all is well. It must be shown."""
    found: list[str] = []
    _look(widget, found)
    return found


def _look(widget: QWidget, found: list[str]) -> None:
    children = [child for child in _children(widget) if child.isVisibleTo(widget)]
    for child in children:
        found.extend(_cut_text(child))
        if not _may_stick_out(widget, child):
            found.extend(_sticks_out(widget, child))
        _look(child, found)
    if widget.layout() is not None:
        found.extend(_overlaps(widget, children))


def _children(widget: QWidget) -> list[QWidget]:
    kinds = Qt.FindChildOption.FindDirectChildrenOnly
    return [
        child
        for child in widget.findChildren(QWidget, options=kinds)
        if not child.isWindow() and not isinstance(child, QScrollBar)
    ]


def _name(widget: QWidget) -> str:
    text = ""
    if isinstance(widget, QLabel | QAbstractButton):
        text = widget.text()
    text = text or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__}({text[:24]!r})"


def _cut_text(widget: QWidget) -> list[str]:
    if getattr(widget, "may_elide", False):
        return []
    if isinstance(widget, QLabel) and widget.text() and not widget.pixmap().width():
        need = widget.sizeHint()
        if widget.wordWrap():
            height = widget.heightForWidth(widget.width())
            longest = max(
                (widget.fontMetrics().horizontalAdvance(word) for word in widget.text().split()),
                default=0,
            )
            bad = height > widget.height() + SLACK
            # a word without a space may break anywhere in Chinese: one that does not is too wide
            bad = bad or (widget.text().isascii() and longest > widget.width() + SLACK)
        else:
            bad = need.width() > widget.width() + SLACK or need.height() > widget.height() + SLACK
        if bad:
            size = f"{widget.width()}x{widget.height()}"
            return [f"{_name(widget)} is cut: {size} of {need.width()}x{need.height()}"]
    if isinstance(widget, QPushButton) and widget.text():
        need = widget.sizeHint()
        if need.width() > widget.width() + SLACK or need.height() > widget.height() + SLACK:
            return [f"{_name(widget)} is cut: {_sizes(widget)}"]
    if isinstance(widget, QComboBox) and not widget.isEditable():
        text = widget.fontMetrics().horizontalAdvance(widget.currentText())
        if text > widget.width() - widget.height() * 0.5:
            return [f"{_name(widget)} cuts its choice {widget.currentText()!r}"]
    if isinstance(widget, QTabBar):
        need = sum(widget.tabSizeHint(n).width() for n in range(widget.count()))
        if need > widget.width() + SLACK and not widget.usesScrollButtons():
            return [f"{_name(widget)} cuts its tabs"]
    return []


def _sizes(widget: QWidget) -> str:
    need = widget.sizeHint()
    return f"{widget.width()}x{widget.height()} of {need.width()}x{need.height()}"


def _may_stick_out(parent: QWidget, child: QWidget) -> bool:
    if isinstance(parent, QStackedWidget | QTabBar):
        return True
    area = parent.parentWidget()
    scrolls = isinstance(area, QAbstractScrollArea) and parent is area.viewport()
    if scrolls and isinstance(area, QScrollArea):
        # it may be longer than its view, never wider than what can be scrolled to
        off = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        return not off or child.width() <= parent.width() + SLACK
    return scrolls or isinstance(parent, QAbstractScrollArea)


def _sticks_out(parent: QWidget, child: QWidget) -> list[str]:
    inside = QRect(QPoint(0, 0), parent.size()).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    if inside.contains(child.geometry()) or child.size().isEmpty():
        return []
    g = child.geometry()
    where = f"{g.x()},{g.y()} {g.width()}x{g.height()} in {parent.width()}x{parent.height()}"
    return [f"{_name(child)} sticks out of {_name(parent)}: {where}"]


def _overlaps(parent: QWidget, children: list[QWidget]) -> list[str]:
    layout = parent.layout()
    assert layout is not None
    laid = [child for child in children if _in_layout(layout, child)]
    found = []
    for number, first in enumerate(laid):
        for second in laid[number + 1 :]:
            both = first.geometry().intersected(second.geometry())
            if both.width() > SLACK and both.height() > SLACK:
                found.append(f"{_name(first)} overlaps {_name(second)} in {_name(parent)}")
    return found


def _in_layout(layout: object, child: QWidget) -> bool:
    if layout.indexOf(child) >= 0:  # type: ignore[attr-defined]
        return True
    for number in range(layout.count()):  # type: ignore[attr-defined]
        inner = layout.itemAt(number).layout()  # type: ignore[attr-defined]
        if inner is not None and _in_layout(inner, child):
            return True
    return False
