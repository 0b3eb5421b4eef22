"""A small window while something is made that cannot run behind the work: what, how far, Cancel."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job, Task
from envoy_desktop.ui.start import background
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _


class Waiting(QDialog):
    """Runs one function off the UI thread; `outcome()` gives its value or raises its error."""

    def __init__(
        self, title: str, line: str = "", *, cancel: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._result: Any = None
        self._error: Exception | None = None
        self._task: Task | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(title, "figure"))
        self._line = Label(line, "body", "muted", wrap=True)
        self._line.setVisible(bool(line))
        column.addWidget(self._line)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        column.addWidget(self._bar)
        if cancel:
            row = QHBoxLayout()
            row.addStretch(1)
            self._cancel = Button(_("取消"), on=self._cancelled)
            row.addWidget(self._cancel)
            column.addLayout(row)
        self._can_cancel = cancel
        self.setMinimumWidth(theme.em(34))

    def run(self, function: Callable[..., Any], arguments: Mapping[str, Any]) -> bool:
        """Run to the end (the window stays until then); False where it was cancelled."""
        self._task = background.jobs().run(
            Job("", function, arguments, takes_progress=self._can_cancel, quiet=True),
            done=self._done,
            failed=self._failed,
            lane="write",
        )
        self._task.progressed.connect(self._progressed)
        self._task.ended.connect(self._ended)
        self.exec()
        return self._error is not None or self._finished

    _finished = False

    def outcome(self) -> Any:
        """What the function gave; raises what it raised."""
        if self._error is not None:
            raise self._error
        return self._result

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._can_cancel:
                self._cancelled()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # half a workspace is none: it ends, or is cancelled
        if self._can_cancel:
            self._cancelled()

    @Slot(object)
    def _done(self, result: object) -> None:
        self._result, self._finished = result, True

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._error = error

    @Slot()
    def _ended(self) -> None:
        # the answer is delivered right after this signal
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self.accept)

    @Slot(int, int, str)
    def _progressed(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._line.setText(text)

    @Slot()
    def _cancelled(self) -> None:
        if self._task is not None:
            self._cancel.setEnabled(False)
            self._line.setText(_("正在停下…"))
            self._line.show()
            self._task.cancel()


def wait_for(
    title: str,
    function: Callable[..., Any],
    /,
    *,
    line: str = "",
    cancel: bool = False,
    parent: QWidget | None = None,
    **arguments: Any,
) -> Any:
    """Run `function(**arguments)` under a waiting window; None where it was cancelled.

    With `cancel` the function gets `progress=`. Raises what the function raises.
    """
    window = Waiting(title, line, cancel=cancel, parent=parent)
    try:
        window.run(function, arguments)
        return window.outcome()
    finally:
        window.deleteLater()
