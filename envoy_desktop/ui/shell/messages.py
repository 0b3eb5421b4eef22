"""What the window says: a refusal as a bar, a done act as a toast with Undo, a bug as a report."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

log = logging.getLogger(__name__)

TOAST_MS = 6000


def worded(trouble: Trouble) -> tuple[str, str, str]:
    """What happened, what was kept, and what to do next, in the catalogue's words."""
    from envoy_desktop.words import refusals

    told = refusals.tell(trouble)
    return "\n".join((told.what, *told.lines)), told.kept, told.next


class Bar(QFrame):
    """A message over the work: what, why, what next; stays until it is closed or answered."""

    acted = Signal(str)  # the code of the next step

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._code = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        row.setSpacing(theme.px(12))
        self._icon = Label("")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        self._what = Label("", "strong", wrap=True, selectable=True)
        self._why = Label("", "body", "muted", wrap=True, selectable=True)
        self._next = Label("", "body", wrap=True)
        for label in (self._what, self._why, self._next):
            texts.addWidget(label)
        row.addLayout(texts, 1)
        self._button = Button("", on=self._act)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._close = QToolButton()
        self._close.setIcon(theme.icon("x"))
        self._close.setAccessibleName(_("关闭提示"))
        self._close.setToolTip(_("关闭提示"))
        self._close.clicked.connect(self.hide)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_message(
        self, what: str, why: str = "", after: str = "", *, code: str = "", button: str = ""
    ) -> None:
        """Show the three lines; with `code` a button that emits it."""
        self._code = code
        self._icon.setPixmap(theme.icon("warning", "red_word").pixmap(theme.px(20), theme.px(20)))
        for label, text in ((self._what, what), (self._why, why), (self._next, after)):
            label.setText(text)
            label.setVisible(bool(text))
        self._button.setText(button)
        self._button.setVisible(bool(code and button))
        self.setAccessibleName(what)
        self.setAccessibleDescription(f"{why} {after}".strip())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(0, 0, theme.px(3), self.height(), theme.colour("red"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))

    @Slot()
    def _act(self) -> None:
        self.hide()
        self.acted.emit(self._code)


class Toast(QFrame):
    """Says quietly what was done, with Undo; goes by itself, stays while pointed at."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), theme.px(6))
        self._text = Label("")
        row.addWidget(self._text)
        self._undo = Button(_("撤销"), link=True, on=self._undo_pressed)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: bool) -> None:
        """Show `text` for six seconds."""
        t = theme.tokens()
        self.setStyleSheet(
            f"#toast {{ background: {t.panel}; border: 1px solid {t.faint};"
            f" border-radius: {theme.px(6)}px; }}"
        )
        self._text.setText(text)
        self._undo.setVisible(undo)
        self._undo.setToolTip(_("撤销：{what}").format(what=text))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        space = self.parentWidget()
        assert space is not None
        self.move(
            (space.width() - self.width()) // 2, space.height() - self.height() - theme.px(40)
        )

    @Slot()
    def _undo_pressed(self) -> None:
        self.hide()
        self.undo_wanted.emit()


class Messages(QObject):
    """Everything the window tells comes through here. `next_steps[code]` answers a next step."""

    undo_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window = window
        self.next_steps: dict[str, tuple[str, Callable[[], object]]] = {}
        self.bar: Bar | None = None
        self.toast: Toast | None = None

    def dress(self, bar: Bar, toast: Toast) -> None:
        """Speak through these two from now on (a window that was built anew)."""
        self.bar, self.toast = bar, toast
        bar.acted.connect(self._next_step)
        toast.undo_wanted.connect(self.undo_wanted)

    def offer_next_step(self, code: str, button: str, step: Callable[[], object]) -> None:
        """A refusal with `next=code` gets a button with the words `button` that calls `step`."""
        self.next_steps[code] = (button, step)

    @Slot(object, object)
    def job_failed(self, _task: object, error: BaseException) -> None:
        """Take an error that no caller wanted."""
        self.show_error(error)

    def show_error(self, error: BaseException) -> None:
        """A `Trouble` becomes the message bar; anything else is a bug and gets the report."""
        if isinstance(error, Trouble):
            what, why, after = worded(error)
            button = self.next_steps.get(error.next, ("", None))[0]
            self.tell(what, why, after, code=error.next, button=button)
        else:
            from envoy_desktop.ui.shell.crash import CrashDialog

            log.error("bug", exc_info=error)
            CrashDialog.show_for(error, self.window)

    def tell(
        self, what: str, why: str = "", after: str = "", *, code: str = "", button: str = ""
    ) -> None:
        """Show a message bar in the caller's words."""
        if self.bar is not None:
            self.bar.show_message(what, why, after, code=code, button=button)

    def clear(self) -> None:
        """Take the message bar away."""
        if self.bar is not None:
            self.bar.hide()

    def done(self, text: str, *, undo: bool = False) -> None:
        """Say quietly that `text` was done; with `undo` a button that takes it back."""
        if self.toast is not None:
            self.toast.say(text, undo)

    def ask(self, question: str, *, yes: str, no: str = "", more: str = "") -> bool:
        """Ask before something that cannot be undone; the safe answer is the default."""
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(question)
        box.setText(question)
        box.setInformativeText(more)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(no or _("不，先不动"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is agree

    @Slot(str)
    def _next_step(self, code: str) -> None:
        _button, step = self.next_steps.get(code, ("", None))
        if step is not None:
            step()
