"""Before there is a window: asking the passphrase, and what to do where a file does not open."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QMessageBox, QPushButton, QVBoxLayout

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import keys
from envoy_desktop.store.troubles import NoKey
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.start import background, choose
from envoy_desktop.ui.start.passphrase import PassphraseField
from envoy_desktop.ui.start.trouble import box_for
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _, refusals

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Opened, Session

ELSEWHERE, RESTORE = "elsewhere", "restore"
_SAID = frozenset({"keyring-not-used"})  # needs no word: there never was a key in the keyring


class Unlock(QDialog):
    """Asks for the passphrase of one file; `key` is the master key once it has opened."""

    def __init__(self, path: Path, why: Trouble | None = None) -> None:
        super().__init__()
        self.path = path
        self.key: bytes | None = None
        self.trouble: Trouble | None = None
        self.instead = ""
        self.setWindowTitle(_("特派服务员工作台"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(28)] * 4)
        column.setSpacing(theme.px(12))
        column.addWidget(Label(_("打开工作区“{name}”").format(name=path.stem), "title", wrap=True))
        where = Elided(str(path.parent), "caption", "muted")
        column.addWidget(where)
        if why is not None and why.rule not in _SAID:
            column.addWidget(Label(refusals.tell(why).what, "body", "muted", wrap=True))
        self.passphrase = PassphraseField()
        label = Label(_("口令"), "body", "muted")
        label.setBuddy(self.passphrase.input())
        self.passphrase.input().setAccessibleName(_("口令"))
        column.addSpacing(theme.px(4))
        column.addWidget(label)
        column.addWidget(self.passphrase)
        self.remember = QCheckBox(_("以后由本机的钥匙串打开，不再询问"))
        self.remember.setVisible(why is not None and why.rule == "keyring-entry-missing")
        column.addWidget(self.remember)
        self._wrong = Label("", "body", "red_word", wrap=True, selectable=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        column.addSpacing(theme.px(8))
        line = row(gap=8)
        line.addWidget(Button(_("打开其他工作区"), link=True, on=self._elsewhere))
        line.addWidget(Button(_("从备份恢复"), link=True, on=self._restore))
        line.addStretch(1)
        line.addWidget(Button(_("退出"), on=self.reject))
        self.open_button = Button(_("打开"), primary=True, on=self.unlock)
        self.open_button.setDefault(True)
        line.addWidget(self.open_button)
        column.addLayout(line)
        self.setMinimumWidth(theme.em(40))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.passphrase.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def unlock(self) -> None:
        """Try the passphrase, off the UI thread: the key is stretched for a good half second."""
        if not self.open_button.isEnabled() or not self.passphrase.check():
            return
        self.open_button.setEnabled(False)
        self.open_button.setText(_("正在打开…"))
        self._wrong.hide()
        background.jobs().run(
            Job(
                "",
                opened_by,
                {
                    "path": self.path,
                    "passphrase": self.passphrase.value(),
                    "remember": self.remember.isChecked(),
                },
            ),
            done=self._opened,
            failed=self._refused,
        )

    @Slot(object)
    def _opened(self, key: bytes) -> None:
        self.key = key
        self.accept()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self.open_button.setEnabled(True)
        self.open_button.setText(_("打开"))
        if not isinstance(error, Trouble):
            raise error
        if not isinstance(error, NoKey):
            self.trouble = error
            self.reject()
            return
        told = refusals.tell(error)
        self._wrong.setText(f"{told.what}\n{told.next}")
        self._wrong.show()
        # a wrapped text asks for its real height only once its width is known
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))
        self.passphrase.line.selectAll()
        self.passphrase.setFocus()

    @Slot()
    def _elsewhere(self) -> None:
        self.instead = ELSEWHERE
        self.reject()

    @Slot()
    def _restore(self) -> None:
        self.instead = RESTORE
        self.reject()


def opened_by(path: Path, passphrase: str, remember: bool) -> bytes:
    """The master key by passphrase; kept in the system keyring where that is wished."""
    key = keys.unlock_by_passphrase(path, passphrase)
    if remember:
        keys.put_into_keyring(path, key)
    return key


def ask(session: "Session", path: Path, why: Trouble | None = None) -> bytes | None:
    """The master key, or None where the person turned away or opened something else.

    Raises Damaged and SystemFailed where the slots cannot be read.
    """
    keys.read(path)
    dialog = Unlock(path, why)
    dialog.exec()
    dialog.deleteLater()
    if dialog.trouble is not None:
        raise dialog.trouble
    if dialog.instead == ELSEWHERE:
        open_other(session, path)
    elif dialog.instead == RESTORE:
        from envoy_desktop.ui.start import restore

        restore.restore_over(session, path)
    return dialog.key


def open_other(session: "Session", near: Path | None) -> "Opened":
    """Let the person choose another workspace and open it."""
    from envoy_desktop.ui.start.session import Opened

    chosen = choose.existing(session.window, near)
    return session.open(chosen) if chosen is not None else Opened.TURNED_AWAY


def tell(session: "Session", path: Path, trouble: Trouble) -> "Opened":
    """Say why a workspace does not open, and offer every way on."""
    from envoy_desktop.ui.start import restore
    from envoy_desktop.ui.start.session import Opened

    box = box_for(trouble, session.window)
    ways: dict[str, QPushButton] = {}
    if restore.copies_of(session, path):
        ways["restore"] = box.addButton(_("从备份恢复"), QMessageBox.ButtonRole.AcceptRole)
    if trouble.rule in ("busy", "disk-full", "read-only", "cannot-open", "file-unreadable"):
        ways["again"] = box.addButton(_("再试一次"), QMessageBox.ButtonRole.AcceptRole)
    ways["other"] = box.addButton(_("打开其他工作区"), QMessageBox.ButtonRole.ActionRole)
    if session.window is None:
        ways["new"] = box.addButton(_("新建工作区"), QMessageBox.ButtonRole.ActionRole)
    away = _("退出") if session.window is None else _("关闭")
    ways["away"] = box.addButton(away, QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(ways["away"])
    box.exec()
    chosen = next((way for way, button in ways.items() if box.clickedButton() is button), "away")
    box.deleteLater()
    if chosen == "restore":
        restored = restore.restore_over(session, path)
        return Opened.OPEN if restored else Opened.TURNED_AWAY
    if chosen == "again":
        return session.open(path)
    if chosen == "other":
        return open_other(session, path)
    if chosen == "new":
        from envoy_desktop.ui.start.first import first_start

        return Opened.OPEN if first_start(session) else Opened.TURNED_AWAY
    return Opened.TURNED_AWAY


def tell_held(session: "Session", path: Path, holder: str) -> "Opened":
    """Another process holds the workspace and does not answer."""
    from envoy_desktop.ui.start.session import Opened

    box = QMessageBox(session.window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("特派服务员工作台"))
    box.setText(_("“{name}”已在另一个窗口打开，但它没有应答。").format(name=path.stem))
    box.setInformativeText(
        _("占用者：{holder}。请先关闭那个窗口；文件没有改动。").format(holder=holder or _("未知"))
    )
    again = box.addButton(_("再试一次"), QMessageBox.ButtonRole.AcceptRole)
    other = box.addButton(_("打开其他工作区"), QMessageBox.ButtonRole.ActionRole)
    away = box.addButton(_("退出"), QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(away)
    box.exec()
    chosen = box.clickedButton()
    box.deleteLater()
    if chosen is again:
        return session.open(path)
    if chosen is other:
        return open_other(session, path)
    return Opened.TURNED_AWAY
