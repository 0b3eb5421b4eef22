"""What the format forbids and advises, over the draft: one line each, with a way to the place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import LampShape
from envoy_desktop.ui.widgets.section import Scroll, column, row
from envoy_desktop.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: `lamp` red (forbids) or yellow (advises), the words, and where it is.

    `place`: title, addressee …, `body.3` for a block, `line.5` for a line of the editor, or blank.
    """

    lamp: str
    words: str
    place: str = ""


class FindingsBar(QWidget):
    """The first remark with the number of others; opened, all of them."""

    jump_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remarks: tuple[Remark, ...] = ()
        self._open = False
        whole = column(self, margin=(12, 6, 12, 6), gap=4)
        head = row(gap=8)
        self._lamp = LampShape()
        head.addWidget(self._lamp, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = Label("", "body", wrap=True)
        head.addWidget(self._words, 1)
        self._jump = Button(_("去修改"), link=True, on=self._jump_first)
        head.addWidget(self._jump)
        self._more = Button("", link=True, on=self.toggle)
        head.addWidget(self._more)
        whole.addLayout(head)
        self._list = Scroll(gap=4)
        self._list.setMaximumHeight(theme.px(150))
        self._list.hide()
        whole.addWidget(self._list)
        self.setAccessibleName(_("格式检查"))
        self.show_remarks(())

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these, what forbids issuing first."""
        found = tuple(sorted(remarks, key=lambda r: r.lamp != "red"))
        if found == self._remarks and self._words.text():
            return
        self._remarks = found
        if not found:
            self._lamp.set_lamp("green")
            self._words.setText(_("格式没有问题，可以印发。"))
        else:
            self._lamp.set_lamp(found[0].lamp)
            self._words.setText(found[0].words)
        self._jump.setVisible(bool(found and found[0].place))
        self._more.setVisible(len(found) > 1)
        self._word_more()
        self._fill()
        self.setAccessibleDescription("；".join(remark.words for remark in found))

    @Slot()
    def toggle(self) -> None:
        """Show all, or the first alone."""
        self._open = not self._open
        self._word_more()
        self._fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("panel"))
        painter.setPen(theme.colour("line"))
        radius = theme.px(6)
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius
        )

    def _word_more(self) -> None:
        n = len(self._remarks) - 1
        words = ngettext("还有 {n} 条", "还有 {n} 条", n).format(n=n)
        self._more.setText(_("收起") if self._open else words)

    def _fill(self) -> None:
        while (item := self._list.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rest = self._remarks[1:] if self._open else ()
        self._list.setVisible(bool(rest))
        high = 0
        for remark in rest:
            line = QWidget()
            inside = row(line, gap=8)
            inside.addWidget(LampShape(remark.lamp), 0, Qt.AlignmentFlag.AlignVCenter)
            inside.addWidget(Label(remark.words, "body", wrap=True), 1)
            if remark.place:
                jump = Button(_("去修改"), link=True, on=self._jump_to)
                jump.setProperty("place", remark.place)
                inside.addWidget(jump)
            self._list.body.addWidget(line)
            high += line.sizeHint().height() + theme.px(4)
        self._list.setMinimumHeight(min(high, theme.px(150)))

    @Slot()
    def _jump_first(self) -> None:
        self.jump_wanted.emit(self._remarks[0].place)

    @Slot()
    def _jump_to(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QObject)
        self.jump_wanted.emit(str(sender.property("place")))
