"""Paints a list's row: lamp, two lines, owner, figure in the lamp's colour, the action's button."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.lamp import paint_lamp, word_tone
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_model import Role

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
ELIDE = Qt.TextElideMode.ElideRight

TWO_LINES, ONE_LINE, HEAD, FIRST_HEAD = 44, 32, 36, 28


@dataclass(slots=True)
class Places:
    """Where the parts of one row lie."""

    lamp: QRect
    title: QRect
    second: QRect
    figure: QRect
    button: QRect


class RowDelegate(QStyledItemDelegate):
    """Fixed heights and one layout for all rows of the list, so that columns stand in line."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.hovered = -1
        self.button_hovered = False
        self.with_lamp = True
        self.with_second = True
        self.with_action = True
        self.two_lines = True
        self.share = 0.5  # of the width that lies left of the second column
        self.ground = "background"  # what the list lies on: a group's head has it too
        self.figure_width = 0  # the widest figure of the rows: days overdue take more than 逾期
        self.button_width = 0  # the widest words of their buttons
        self.measure()

    def measure(self) -> None:
        """Take the faces and lengths of the text size that holds now."""
        self._body = theme.font("body")
        self._small = theme.font("small")
        self._strong = theme.font("strong")
        self._caption = theme.font("caption")
        self._head = theme.font("caption-strong")
        self._body_metrics = QFontMetrics(self._body)
        self._small_metrics = QFontMetrics(self._small)
        self._head_metrics = QFontMetrics(self._head)

    def places(self, rect: QRect) -> Places:
        """The parts of a row that fills `rect`; a narrow row keeps title, figure and button."""
        px = theme.px
        narrow = rect.width() < px(560)
        gap = px(10)
        right = rect.right() - gap
        height = rect.height()
        least = px(86) if narrow else px(110)
        button_width = max(least, min(self.button_width, px(160))) if self.with_action else 0
        button_height = px(28)
        button = QRect(
            right - button_width + 1,
            rect.top() + (height - button_height) // 2,
            button_width,
            button_height,
        )
        if self.with_action:
            right = button.left() - gap
        figure_width = max(px(84), min(self.figure_width, px(200)))
        figure = QRect(right - figure_width, rect.top(), figure_width, height)
        left = rect.left() + (px(42) if self.with_lamp else px(12))
        lamp = QRect(rect.left() + px(10), rect.top(), px(14), height)
        middle = rect.left() + round(rect.width() * 0.5)
        if self.share > 0.5:  # what is left must hold the second column's words
            wanted = rect.left() + round(rect.width() * self.share)
            middle = max(middle, min(wanted, figure.left() - gap - px(180)))
        if narrow or not self.with_second:
            title = QRect(left, rect.top(), figure.left() - gap - left, height)
            second = QRect()
        else:
            title = QRect(left, rect.top(), middle - gap - left, height)
            second = QRect(middle, rect.top(), figure.left() - gap - middle, height)
        return Places(lamp, title, second, figure, button)

    def fit(self, rows: Iterable[Row], *, anew: bool = True) -> None:
        """Make room for the widest figure and the widest button of these rows.

        Not `anew`: of those beside the rows that were fitted before (a long list comes page by
        page, and its columns must not jump to and fro).
        """
        if anew:
            self.figure_width = self.button_width = 0
        wide = QFontMetrics(self._strong).horizontalAdvance
        for row in rows:
            if row.figure:
                # a length is told rounded down, and what is a fraction wider is cut
                self.figure_width = max(self.figure_width, wide(row.figure) + 1)
            if self.with_action and row.action_text:
                words = self._body_metrics.horizontalAdvance(row.action_text) + theme.px(18)
                self.button_width = max(self.button_width, words)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.px(320), theme.px(TWO_LINES if self.two_lines else ONE_LINE))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(Role.ROW)
        rect = option.rect
        state = option.state
        if isinstance(row, Group):
            self._paint_group(painter, rect, row)
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.fillRect(rect, theme.colour("selection" if selected else "panel"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row is None:
            return
        self._paint_row(painter, rect, row, selected, index.row())
        if focused:
            painter.fillRect(
                QRect(rect.left(), rect.top(), theme.px(2), rect.height()), theme.colour("accent")
            )

    def _paint_group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        painter.fillRect(rect, theme.colour(self.ground))
        line = rect.adjusted(0, rect.height() - theme.px(24), 0, 0)
        painter.setFont(self._head)
        painter.setPen(theme.colour("muted"))
        painter.drawText(line, LEFT, group.text)
        if group.count is not None:
            painter.setFont(self._caption)
            left = self._head_metrics.horizontalAdvance(group.text) + theme.px(8)
            painter.drawText(line.adjusted(left, 0, 0, 0), LEFT, str(group.count))

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: Row, selected: bool, number: int
    ) -> None:
        places = self.places(rect)
        if self.with_lamp and row.lamp:
            side = theme.px(13)
            box = QRectF(places.lamp)
            box.setHeight(side)
            box.moveCenter(QRectF(places.lamp).center())
            paint_lamp(painter, box, row.lamp)
        self._paint_lines(painter, places.title, row.title, row.subtitle)
        if places.second.isValid():
            self._paint_lines(painter, places.second, row.second, row.second_line)
        if row.figure:
            painter.setFont(self._strong)
            painter.setPen(theme.colour(row.tone or word_tone(row.lamp)))
            figure = QFontMetrics(self._strong).elidedText(row.figure, ELIDE, places.figure.width())
            painter.drawText(places.figure, RIGHT, figure)
        if self.with_action and row.action_text:
            self._paint_button(painter, places.button, row.action_text, selected, number)

    def _paint_lines(self, painter: QPainter, rect: QRect, first: str, second: str) -> None:
        painter.setFont(self._body)
        painter.setPen(theme.colour("ink"))
        text = self._body_metrics.elidedText(first, ELIDE, rect.width())
        if not second or not self.two_lines:
            painter.drawText(rect, LEFT, text)
            return
        middle = rect.top() + round(rect.height() * 0.57)
        upper = QRect(rect.left(), rect.top() + theme.px(3), rect.width(), middle - rect.top())
        upper.setBottom(middle)
        painter.drawText(upper, LEFT, text)
        painter.setFont(self._small)
        painter.setPen(theme.colour("muted"))
        lower = QRect(rect.left(), middle, rect.width(), rect.bottom() - middle - theme.px(2))
        painter.drawText(lower, LEFT, self._small_metrics.elidedText(second, ELIDE, rect.width()))

    def _paint_button(
        self, painter: QPainter, rect: QRect, text: str, primary: bool, number: int
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.button_hovered and self.hovered == number
        painter.setBrush(theme.colour("button" if primary else "panel"))
        border = "accent" if hovered else "button" if primary else "line"
        painter.setPen(QPen(theme.colour(border), 1))
        radius = theme.px(5)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._body)
        painter.setPen(theme.colour("button_ink" if primary else "ink"))
        shown = self._body_metrics.elidedText(text, ELIDE, rect.width() - theme.px(8))
        painter.drawText(rect, CENTRE, shown)
        painter.restore()

    def cut_off(self, rect: QRect, row: Row) -> bool:
        """Whether a text of the row does not fit: its tip then says all of it."""
        places = self.places(rect)
        wide = self._body_metrics.horizontalAdvance
        small = self._small_metrics.horizontalAdvance
        if wide(row.title) > places.title.width() or small(row.subtitle) > places.title.width():
            return True
        if not places.second.isValid():
            return bool(row.second)
        width = places.second.width()
        return wide(row.second) > width or small(row.second_line) > width

    def helpEvent(self, event, view, option, index) -> bool:  # type: ignore[no-untyped-def]
        from PySide6.QtWidgets import QToolTip

        row = index.data(Role.ROW) if index.isValid() else None
        if event.type() == QEvent.Type.ToolTip and isinstance(row, Row):
            rect = view.visualRect(index)
            QToolTip.showText(
                event.globalPos(), row.spoken() if self.cut_off(rect, row) else "", view
            )
            return True
        return bool(super().helpEvent(event, view, option, index))


__all__ = ["FIRST_HEAD", "HEAD", "ONE_LINE", "TWO_LINES", "Places", "RowDelegate"]
