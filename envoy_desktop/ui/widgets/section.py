"""Small furniture of a screen: page title, section head, card, hairline, empty state, busy bar."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.words import _

L = TypeVar("L", bound=QLayout)


def column(
    parent: QWidget | None = None, *, margin: float | tuple[float, ...] = 0, gap: float = 8
) -> QVBoxLayout:
    """A vertical layout with the look's lengths (margin: one, or left top right bottom)."""
    return _lay(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, gap)


def row(
    parent: QWidget | None = None, *, margin: float | tuple[float, ...] = 0, gap: float = 8
) -> QHBoxLayout:
    """A horizontal layout with the look's lengths."""
    return _lay(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, gap)


def _lay(layout: L, margin: float | tuple[float, ...], gap: float) -> L:
    sides = margin if isinstance(margin, tuple) else (margin,) * 4
    layout.setContentsMargins(*[theme.px(side) for side in sides])
    layout.setSpacing(theme.px(gap))
    return layout


class Line(QWidget):
    """A hairline."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("line"))


class PageTitle(QWidget):
    """The 20 px title with buttons at the right end and a muted line under both (or beside it)."""

    def __init__(
        self, text: str = "", line: str = "", *, beside: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(text, "title")
        self._line = (
            Elided(line, "body", "muted") if beside else Label(line, "body", "muted", wrap=True)
        )
        self._buttons: Flow | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        if beside:
            self._row = row(self, gap=8)
            self._row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBaseline)
            self._row.addSpacing(theme.px(6))
            self._row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignBaseline)
        else:
            # the line under both has the whole width, and buttons that do not fit go on below
            self._row = row(gap=8)
            self._row.addWidget(self._title)
            self._buttons = Flow(gap=8, right=True)
            self._row.addLayout(self._buttons, 1)
            whole = column(self, gap=2)
            whole.addLayout(self._row)
            whole.addWidget(self._line)
            # its height follows its width, which a largest height would cut
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set(text, line)

    def set(self, text: str, line: str = "") -> None:
        """Show another title and second line."""
        self._title.setText(text)
        self._line.setText(line)
        self._line.setVisible(bool(line) or self._row.indexOf(self._line) >= 0)

    def add(self, widget: QWidget) -> None:
        """Put a button (or field) at the right end."""
        if self._buttons is not None:
            self._buttons.addWidget(widget)
        else:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class SectionHeader(QWidget):
    """A caption in bold with its count: "已逾期 4"."""

    def __init__(
        self, text: str, count: int | str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = row(self, gap=8)
        self._text = Label(text, "caption-strong", "muted")
        self._count = Label("", "caption", "muted")
        self._row.addWidget(self._text)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set(text, count)

    def set(self, text: str, count: int | str | None = None) -> None:
        """Show another text and count."""
        self._text.setText(text)
        self._count.setText("" if count is None else str(count))

    def add(self, widget: QWidget) -> None:
        """Put a link or button at the right end."""
        self._row.addWidget(widget)


class Card(QFrame):
    """A panel with a hairline around it; `body` is its layout. With `on_click` it is a button."""

    clicked = Signal()

    def __init__(
        self, *, margin: float = 14, gap: float = 4, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.body = column(self, margin=margin, gap=gap)

    def add(self, widget: QWidget) -> None:
        """Put a widget under the others."""
        self.body.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("panel"))
        painter.setPen(theme.colour("line"))
        radius = theme.px(6)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)


class Panel(QWidget):
    """A plain ground in the panel's colour; `body` is its layout."""

    def __init__(
        self,
        *,
        margin: float | tuple[float, ...] = 16,
        gap: float = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.body = column(self, margin=margin, gap=gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("panel"))


class Scroll(QScrollArea):
    """A page that scrolls up and down; `body` is the layout inside."""

    def __init__(
        self,
        *,
        margin: float | tuple[float, ...] = 0,
        gap: float = 8,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self.body = column(inside, margin=margin, gap=gap)
        self.setWidget(inside)


class EmptyState(QWidget):
    """Says that nothing is here, what comes next, and offers the one way on."""

    def __init__(
        self,
        text: str,
        more: str = "",
        *,
        icon: str = "check-circle",
        button: str = "",
        on: Callable[..., Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        body = column(self, margin=24, gap=8)
        body.addStretch(1)
        self._picture = Label("")
        self._icon = icon
        self._text = Label(text, "strong", wrap=True)
        self._more = Label(more, "body", "muted", wrap=True)
        for label in (self._picture, self._text, self._more):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            body.addWidget(label)
        self._more.setVisible(bool(more))
        if button:
            press = Button(button, on=on)
            body.addWidget(press, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(2)
        self._draw()

    def set(self, text: str, more: str = "") -> None:
        """Say something else."""
        self._text.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        side = theme.px(32)
        self._picture.setPixmap(theme.icon(self._icon, "faint").pixmap(side, side))


class BusyBar(QWidget):
    """What is being done, how far, and Cancel; hidden when nothing is."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(self, gap=8)
        self._text = Label("", "caption", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.px(120))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._bar.setAccessibleName(_("进度"))
        line.addWidget(self._text)
        line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self._cancel = Button(_("取消"), link=True, on=self.cancelled)
        self._cancel.setFont(theme.font("caption"))
        line.addWidget(self._cancel)
        self.hide()

    def begin(self, text: str, can_cancel: bool = True) -> None:
        """Show the bar, moving without an end."""
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self._cancel.setVisible(can_cancel)
        self.show()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Show `done` of `total`; 0 of total: no known end."""
        thousandth = max(total // 1000, 1)
        self._bar.setRange(0, total // thousandth)
        self._bar.setValue(done // thousandth)
        if text:
            self._text.setText(text)

    def end(self) -> None:
        """Nothing is being done any more."""
        self.hide()
