"""The narrow column at the left: screens with their counts; icons with tips in a narrow window."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.registry import Entry, number_key, worded
from envoy_desktop.ui.shell.screen import Count
from envoy_desktop.words import _

WIDE, NARROW = 168, 52


class Item(QAbstractButton):
    """One screen: its name and count, or its icon with both as tip."""

    def __init__(self, entry: Entry, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.entry = entry
        self.key = key
        self.count = Count("")
        self.icons_only = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._body, self._strong = theme.font("body"), theme.font("strong")
        self.setText(worded(entry))
        self._describe()

    def set_count(self, count: Count) -> None:
        """Show `count` beside the name."""
        if count != self.count:
            self.count = count
            self._describe()
            self.update()

    def sizeHint(self) -> QSize:
        name = QFontMetrics(self._strong).horizontalAdvance(self.text())
        count = QFontMetrics(self._strong).horizontalAdvance(self.count.text)
        return QSize(name + count + theme.px(12 + 12 + 12), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(0, 0, -1, -1)
        radius = theme.px(5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.colour("tint" if self.isChecked() else "background"))
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(box, radius, radius)
        tone = "accent" if self.isChecked() else "ink"
        if self.icons_only:
            self._paint_icon(painter, tone)
            return
        inner = self.rect().adjusted(theme.px(12), 0, -theme.px(12), 0)
        painter.setFont(self._strong if self.isChecked() else self._body)
        painter.setPen(theme.colour(tone))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.count.text:
            bold = self.isChecked() or self.count.urgent
            painter.setFont(self._strong if bold else self._body)
            painter.setPen(theme.colour("red_word" if self.count.urgent else "muted"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, flags, self.count.text)

    def _paint_icon(self, painter: QPainter, tone: str) -> None:
        side = theme.px(20)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        theme.icon(self.entry.icon, tone).paint(painter, box)
        if self.count.urgent:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("red"))
            dot = theme.px(7)
            painter.drawEllipse(box.right() - dot // 3, box.top() - dot // 2, dot, dot)

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        overdue = _("，有逾期") if self.count.urgent else ""
        self.setAccessibleDescription(f"{self.count.text}{overdue}")
        tip = " ".join(part for part in (self.text(), self.count.text, self.key) if part)
        self.setToolTip(tip)


class Navigation(QWidget):
    """The screens of the registry from top to bottom; Up and Down walk along."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._items: dict[str, Item] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(8)] * 4)
        column.setSpacing(0)
        number = 0
        for entry in entries:
            if not entry.in_navigation:
                continue
            number += 1
            self._add(entry, number_key(number), column)
        column.addStretch(1)
        for entry in entries:
            if not entry.in_navigation:
                self._add(entry, "", column)
        self._group.buttonClicked.connect(self._pressed)
        self._icons_only = True
        self.set_icons_only(False)

    def show_place(self, name: str) -> None:
        """Mark the screen in front."""
        if name in self._items:
            self._items[name].setChecked(True)

    def set_counts(self, counts: Mapping[str, Count]) -> None:
        """Show these counts; a screen not named has none."""
        for name, item in self._items.items():
            item.set_count(counts.get(name, Count("")))
        if not self._icons_only:
            self._fit()

    def set_icons_only(self, icons_only: bool) -> None:
        """Icons with tips, or names with counts."""
        if icons_only == self._icons_only:
            return
        self._icons_only = icons_only
        for item in self._items.values():
            item.icons_only = icons_only
            item.update()
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("panel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        focus = self.focusWidget()
        items = list(self._items.values())
        if event.key() in steps and isinstance(focus, Item):
            place = items.index(focus) + steps[Qt.Key(event.key())]
            items[place % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, Item):
            focus.click()
            return
        super().keyPressEvent(event)

    def _add(self, entry: Entry, key: str, column: QVBoxLayout) -> None:
        item = Item(entry, key, self)
        self._items[entry.name] = item
        self._group.addButton(item)
        column.addWidget(item)

    def _fit(self) -> None:
        if self._icons_only:
            self.setFixedWidth(theme.px(NARROW))
            return
        widest = max((item.sizeHint().width() for item in self._items.values()), default=0)
        self.setFixedWidth(max(theme.px(WIDE), widest + 2 * theme.px(8)))

    @Slot(QAbstractButton)
    def _pressed(self, item: QAbstractButton) -> None:
        assert isinstance(item, Item)
        self.wanted.emit(item.entry.name)
