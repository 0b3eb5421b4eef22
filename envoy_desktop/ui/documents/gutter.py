"""Beside the memo's text: what each line is, and a lamp where the format says something."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.body_lines import line_of
from envoy_desktop.ui.widgets.lamp import paint_lamp
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.ui.documents.body import BodyEdit

WIDTH = 46
LABELS = {
    "heading1": N_("一级"), "heading2": N_("二级"), "heading3": N_("三级"),
    "heading4": N_("四级"), "item": N_("列举"), "table": N_("表格"),
    "picture": N_("图片"), "attachment": N_("附件"),
}  # fmt: skip


class Gutter(QWidget):
    """What each line is, and a lamp where the format says something about it."""

    def __init__(self, edit: "BodyEdit") -> None:
        super().__init__(edit)
        self._edit = edit

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        marks = self._edit.marks()
        before = 0
        table = False
        for number, block, rect in self._edit.visible_blocks():
            line = line_of(block)
            words = _(LABELS[line.kind]) if line.kind in LABELS else ""
            if line.kind == "table":
                words, table = ("" if table else words), True
            else:
                table = False
            tone = "muted"
            if line.request:
                tone = "accent"
                words = words or (_("请求") if line.request != before else "")
            before = line.request
            if number == self._edit.textCursor().blockNumber():
                tone = "accent"
            top = rect.top() + theme.px(4)
            box = QRectF(0, top, self.width() - theme.px(6), theme.px(16))
            painter.setPen(theme.colour(tone))
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words
            )
            if number in marks:
                side = theme.px(9)
                lamp = QRectF(theme.px(4), top + theme.px(3), side, side)
                paint_lamp(painter, lamp, marks[number])
