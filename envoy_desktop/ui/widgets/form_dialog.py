"""A small form in a window of its own: title, fields, what a rule refused, save and cancel."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll
from envoy_desktop.words import _


class _Body(Scroll):
    """A page that asks for all the height of what is inside, and scrolls where it gets less."""

    grown = Signal()  # what is inside asks for another height: a hint came, a file was dropped

    def __init__(self, *, gap: float) -> None:
        super().__init__(gap=gap)
        self.width_wanted = 0
        self._asked = 0
        inside = self.widget()
        assert inside is not None
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            asked = self.sizeHint().height()
            if asked > self._asked or asked > self.height():
                self.grown.emit()
            self._asked = asked
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        assert inside is not None
        hint = inside.sizeHint()
        width = max(self.width_wanted, hint.width() if not self.width_wanted else 0)
        if inside.hasHeightForWidth():
            return QSize(width, inside.heightForWidth(width))
        return QSize(width, hint.height())

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        least = inside.minimumSizeHint() if inside is not None else QSize()
        return QSize(least.width(), min(self.sizeHint().height(), theme.px(120)))


class FormDialog(QDialog):
    """Fill `form`, override `submit()` (or connect `wanted`), and call `commit` from there.

    It stays open, everything typed kept, until the act is done; a refusal is told inside it.
    """

    wanted = Signal()  # the fields are in order and Save was pressed
    done_with = Signal(object)  # what the act gave
    filled: tuple[str, ...] = ()
    """Fields that are filled in already: the keyboard begins behind them."""

    def __init__(
        self, parent: QWidget, title: str, line: str = "", *, save: str = "", width: float = 40
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[theme.px(20)] * 4)
        self._column.setSpacing(theme.px(12))
        head = QVBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(Label(title, "figure", wrap=True))
        self._line = Label(line, "body", "muted", wrap=True)
        self._line.setVisible(bool(line))
        head.addWidget(self._line)
        self._column.addLayout(head)
        self._body = _Body(gap=12)
        self._column.addWidget(self._body, 1)
        self.form = Form()
        self._body.body.addWidget(self.form)
        self.more = QVBoxLayout()
        self.more.setSpacing(theme.px(8))
        self._body.body.addLayout(self.more)
        self._body.body.addStretch(1)
        self._wrong = Label("", "strong", "red_word", wrap=True, selectable=True)
        self._why = Label("", "body", "muted", wrap=True, selectable=True)
        for label in (self._wrong, self._why):
            label.hide()
            self._column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        self.cancel = Button(_("取消"), on=self.reject)
        self.save = Button(save or _("保存"), primary=True, on=self._pressed)
        self.save.setDefault(True)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        self._column.addLayout(row)
        self.setMinimumWidth(theme.em(width))
        self.wanted.connect(self.submit)
        self._body.grown.connect(self._fit_soon, Qt.ConnectionType.QueuedConnection)

    def submit(self) -> None:
        """Save was pressed and every field is in order: override, then call `commit`."""

    def commit(self, jobs: Jobs, title: str, act: Callable[..., Any], /, **values: Any) -> None:
        """Run one act; close when it is done, tell where a rule refuses it."""
        self.save.setEnabled(False)
        self.show_refusal("", "")
        jobs.act(title, act, done=self._finished, failed=self.failed, **values)

    @Slot(object)
    def failed(self, error: Exception) -> None:
        """Tell what went wrong and leave everything as it was typed."""
        self.save.setEnabled(True)
        if not isinstance(error, Trouble):
            raise error  # a bug: the crash report takes it
        from envoy_desktop.ui.shell.messages import worded

        what, why, after = worded(error)
        self.show_refusal(what, " ".join(part for part in (why, after) if part))

    def show_refusal(self, what: str, why: str) -> None:
        """Show two lines under the fields; blank ones take them away."""
        self._wrong.setText(what)
        self._wrong.setVisible(bool(what))
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.setAccessibleDescription(what)
        if self.isVisible():
            self.fit()

    def set_line(self, line: str) -> None:
        """Another second line under the title."""
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        for name, field in self.form.fields.items():
            if not field.isHidden() and name not in self.filled:
                field.input().setFocus(Qt.FocusReason.TabFocusReason)
                break

    def fit(self) -> None:
        """As high as its fields, never higher than the screen: then they scroll."""
        width = max(self.width(), self.minimumWidth())
        self._body.width_wanted = width - 2 * theme.px(20)
        self._body.updateGeometry()  # the layout keeps the height it was last told
        layout = self.layout()
        assert layout is not None
        layout.activate()
        high = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        high = max(high, self.sizeHint().height())
        room = self.screen().availableGeometry().height() - theme.px(48)
        self.resize(width, min(high, room))

    @Slot()
    def _fit_soon(self) -> None:
        if self.isVisible():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self._pressed()  # from a field of several lines
            return
        super().keyPressEvent(event)

    @Slot()
    def _pressed(self) -> None:
        if self.save.isEnabled() and self.form.check():
            self.wanted.emit()

    @Slot(object)
    def _finished(self, result: object) -> None:
        self.accept()
        self.done_with.emit(result)
