"""Locking: the window is covered, nothing of the work shows, and the passphrase opens it again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import keys
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.start import background
from envoy_desktop.ui.start.passphrase import PassphraseField
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _, refusals

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Session


class Cover(QWidget):
    """Lies over the whole window until the right passphrase is typed."""

    def __init__(self, session: "Session") -> None:
        assert session.window is not None
        super().__init__(session.window)
        self._session = session
        self._window = session.window
        self._title = session.window.windowTitle()
        self.setAccessibleName(_("已锁定"))
        self._hidden = [w for w in _dialogs() if w.isVisible()]
        for dialog in self._hidden:  # half-typed texts stay in them
            dialog.hide()
        self._build()
        self._window.setWindowTitle(_("已锁定 · 特派服务员工作台"))
        self._whole = self._window.centralWidget()
        self._actions = [a for a in self._window.actions() if a.isEnabled()]
        for action in self._actions:
            action.setEnabled(False)
        if self._whole is not None:
            self._whole.hide()  # not only covered: no screen reader, no shortcut reaches it
        self._window.installEventFilter(self)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        whole = QHBoxLayout(self)
        whole.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.px(12))
        whole.addLayout(column)
        whole.addStretch(1)
        column.addStretch(2)
        picture = Label("")
        picture.setPixmap(theme.icon("lock-simple", "muted").pixmap(theme.px(32), theme.px(32)))
        column.addWidget(picture)
        column.addWidget(Label(_("已锁定"), "title"))
        line = _("输入口令继续；没有写完的内容都在。")
        if self._session.demo:
            from envoy_desktop import demo

            line = _("示例城市的口令是 {passphrase}").format(passphrase=demo.PASSPHRASE)
        column.addWidget(Label(line, "body", "muted", wrap=True, selectable=True))
        self.passphrase = PassphraseField()
        self.passphrase.setFixedWidth(theme.em(26))
        self.passphrase.input().setAccessibleName(_("口令"))
        self.passphrase.line.returnPressed.connect(self.unlock)
        column.addWidget(self.passphrase)
        self.told = Label("", "body", "red_word", wrap=True)
        column.addWidget(self.told)
        buttons = QHBoxLayout()
        self.button = Button(_("解锁"), primary=True, on=self.unlock)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("background"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    @Slot()
    def unlock(self) -> None:
        """Try the passphrase off the UI thread."""
        if not self.button.isEnabled() or not self.passphrase.check():
            return
        assert self._session.workspace is not None
        self.button.setEnabled(False)
        self.told.setText("")
        background.jobs().run(
            Job(
                "",
                keys.unlock_by_passphrase,
                {
                    "path": self._session.workspace.path,
                    "passphrase": self.passphrase.value(),
                },
            ),
            done=self._open,
            failed=self._refused,
        )

    @Slot(object)
    def _open(self, key: bytes) -> None:
        assert self._session.workspace is not None
        self.button.setEnabled(True)
        if key != self._session.workspace.key:  # another file was put in its place
            self.told.setText(_("这个口令打不开正在使用的工作区。"))
            return
        self.lift()

    def lift(self) -> None:
        """Take the cover away."""
        self._window.removeEventFilter(self)
        if self._whole is not None:
            self._whole.show()
        for action in self._actions:
            action.setEnabled(True)
        self._window.setWindowTitle(self._title)
        for dialog in self._hidden:
            dialog.show()
        self.hide()
        self._session.cover = None
        self.deleteLater()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self.button.setEnabled(True)
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self.told.setText(f"{told.what}\n{told.next}")
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()


def _dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]


def lock(session: "Session") -> Cover | None:
    """Cover the window; a second time does nothing. The passphrase is not kept in the field."""
    if session.window is None or session.cover is not None:
        return session.cover
    session.cover = Cover(session)
    return session.cover
