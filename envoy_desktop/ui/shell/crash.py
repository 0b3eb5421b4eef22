"""When something is our fault: a report a person can read and copy, and the hooks to open it."""

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import envoy_desktop
from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """The report: version, system, the way through the code."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return "\n".join(
        [
            f"envoy-desktop {envoy_desktop.__version__}",
            f"{platform.platform()} · Python {platform.python_version()}"
            f" · PySide6 {PySide6.__version__}",
            now.instant().isoformat(timespec="seconds"),
            "",
            "".join(lines),
        ]
    )


class CrashDialog(QDialog):
    """Says in plain words what happened and what was kept; shows and copies the report."""

    _open: "CrashDialog | None" = None

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("程序出错"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(_("程序出了错，这一步没有完成"), "figure"))
        column.addWidget(
            Label(
                _(
                    "已经记录的内容都在，没有丢失。可以继续使用；如果同样的错误再次出现，请把下面的"
                    "报告交给维护人员。交出前请看一遍：不想给人看的内容，可以在这里直接删去。"
                ),
                wrap=True,
            )
        )
        self._text = QPlainTextEdit(text)
        self._text.setAccessibleName(_("错误报告"))
        self._text.setMinimumSize(theme.px(620), theme.px(240))
        column.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(_("复制报告"), on=self._copy))
        close = Button(_("继续使用"), primary=True, on=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)

    @classmethod
    def show_for(cls, error: BaseException, parent: QWidget | None = None) -> None:
        """Open the report; while one is open a further error is added to it."""
        text = report(error)
        if cls._open is not None:
            cls._open.add(text)
            return
        cls._open = cls(text, parent)
        cls._open.destroyed.connect(_closed)
        cls._open.open()

    def add(self, text: str) -> None:
        """Put a further report under the first."""
        self._text.appendPlainText("\n" + text)

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(self._text.toPlainText())


def _closed() -> None:
    CrashDialog._open = None


class Hooks(QObject):
    """Catches what nobody caught, on any thread, and shows it on the main one."""

    _caught = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the excepthooks."""
        sys.excepthook = self._main
        threading.excepthook = self._thread

    def _main(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("nobody caught this", exc_info=error)
        self._caught.emit(error)

    def _thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self._main(what.exc_type, what.exc_value, what.exc_traceback)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        messages = getattr(self._window, "messages", None)
        if messages is not None:
            messages.show_error(error)
        else:
            CrashDialog.show_for(error, self._window)
