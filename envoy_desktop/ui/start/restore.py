"""The way back: the list of backups, a trial of one (nothing is changed), the swap."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import backup, keys
from envoy_desktop.store.backup import Copy, Inside
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.start import background, choose
from envoy_desktop.ui.start.passphrase import PassphraseField
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import N_, _, names, ngettext, refusals

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Session

REASONS = {
    "auto": N_("自动"),
    "asked": N_("手动"),
    "migration": N_("升级前"),
    "import": N_("导入前"),
}


def reason(code: str) -> str:
    """Why a backup was written."""
    return _(REASONS[code]) if code in REASONS else code


def megabytes(size: int) -> str:
    """A size as people read it."""
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def copies_of(session: "Session", path: Path) -> list[Copy]:
    """The backups of a workspace that lie where they should, newest first."""
    folders = dict.fromkeys((session.backup_folder_of(path), backup.folder_of(path)))
    stem = path.stem + "-"
    found = [copy for folder in folders for copy in backup.copies(folder)]
    return sorted(
        (copy for copy in found if copy.path.name.startswith(stem)),
        key=lambda copy: copy.at,
        reverse=True,
    )


def rows_of(copies: Sequence[Copy]) -> list[Row]:
    """The backups as rows."""
    return [
        Row(
            number,
            names.moment(copy.at),
            second=_("{reason}备份").format(reason=reason(copy.reason)),
            figure=megabytes(copy.size),
            tone="muted",
            kind="copy",
            data=copy,
        )
        for number, copy in enumerate(copies)
    ]


class Restore(QDialog):
    """Chooses a backup; `chosen` and `key` are set where the person goes through with it."""

    def __init__(
        self, path: Path, copies: Sequence[Copy], key: bytes | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.key = key
        self.chosen: Copy | None = None
        self._after = ""
        self.setWindowTitle(_("从备份恢复"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(10))
        column.addWidget(Label(_("从备份恢复“{name}”").format(name=path.stem), "title", wrap=True))
        column.addWidget(
            Label(
                _("恢复前先逐页检验；现在的文件会改名留在旁边，不会丢失。“试恢复”只检验，什么都不换。"),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        self.list = RowList(_("备份"), two_lines=False, lamp=False, action=False)
        self.list.setMinimumHeight(theme.px(240))
        self.list.opened.connect(self.try_out)
        column.addWidget(self.list, 1)
        self._nothing = Label(_("这里没有备份。可以换一个文件夹找。"), "body", "muted", wrap=True)
        column.addWidget(self._nothing)
        self._where = Elided("", "caption", "muted")
        column.addWidget(self._where)
        self.passphrase = PassphraseField()
        self.passphrase.input().setAccessibleName(_("做备份时的口令"))
        self._label = Label(_("做备份时的口令"), "body", "muted")
        self._label.setBuddy(self.passphrase.input())
        column.addWidget(self._label)
        column.addWidget(self.passphrase)
        for part in (self._label, self.passphrase):
            part.setVisible(key is None)
        self.told = Label("", "body", wrap=True, selectable=True)
        self.told.hide()
        column.addWidget(self.told)
        line = row(gap=8)
        line.addWidget(Button(_("换一个文件夹"), icon="folder-open", on=self._elsewhere))
        line.addStretch(1)
        line.addWidget(Button(_("取消"), on=self.reject))
        self.trial = Button(_("试恢复"), icon="shield-check", on=self.try_out)
        line.addWidget(self.trial)
        self.go = Button(_("恢复到这一份"), primary=True, on=self.restore)
        line.addWidget(self.go)
        column.addLayout(line)
        self.setMinimumWidth(theme.em(48))
        self.show_copies(copies)

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Show these backups, the newest chosen."""
        self.list.set_rows(rows_of(copies))
        self.list.setVisible(bool(copies))
        self._nothing.setVisible(not copies)
        self._where.setText(str(copies[0].path.parent) if copies else "")
        for button in (self.trial, self.go):
            button.setEnabled(bool(copies))
        self.list.choose_first()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def try_out(self) -> None:
        """Check the chosen backup and say what is in it."""
        self._look("trial")

    @Slot()
    def restore(self) -> None:
        """Check it, and go through with it."""
        self._look("restore")

    def _look(self, after: str) -> None:
        found = self.list.current()
        if found is None or not self.go.isEnabled():
            return
        if self.key is None and not self.passphrase.check():
            return
        self._after = after
        self._busy(True)
        background.jobs().run(
            Job(
                "",
                look,
                {"copy": found.data, "key": self.key, "passphrase": self.passphrase.value()},
            ),
            done=self._looked,
            failed=self._refused,
        )

    @Slot(object)
    def _looked(self, answer: "tuple[Copy, bytes, Inside]") -> None:
        self._busy(False)
        copy, key, inside = answer
        if self._after == "restore":
            self.chosen, self.key = copy, key
            self.accept()
            return
        self.told.set_tone("green_word")
        self.told.setText(worded(inside))
        self.told.show()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self._busy(False)
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self.told.set_tone("red_word")
        self.told.setText(" ".join(part for part in (told.what, told.next) if part))
        self.told.show()

    def _busy(self, busy: bool) -> None:
        for button in (self.trial, self.go):
            button.setEnabled(not busy)
        if busy:
            self.told.set_tone("muted")
            self.told.setText(_("正在逐页检验…"))
            self.told.show()

    @Slot()
    def _elsewhere(self) -> None:
        found = choose.folder(self, _("备份所在的文件夹"), self.path.parent)
        if found is not None:
            self.show_copies(backup.copies(found))


def look(copy: Copy, key: bytes | None, passphrase: str) -> tuple[Copy, bytes, Inside]:
    """Open and check a backup; the workspace's own key opens it, else its passphrase."""
    if key is None:
        key = keys.unlock_by_passphrase(copy.path, passphrase)
    return copy, key, backup.look_into(copy.path, key)


def worded(inside: Inside) -> str:
    """What a sound backup holds."""
    parts = [
        ngettext("{n} 个项目", "{n} 个项目", inside.projects).format(n=inside.projects),
        ngettext("{n} 个办件", "{n} 个办件", inside.procedures).format(n=inside.procedures),
        ngettext("{n} 个障碍", "{n} 个障碍", inside.obstacles).format(n=inside.obstacles),
    ]
    last = names.moment(inside.last) if inside.last else _("无")
    return _("检验通过，可以恢复：{counts}；最后一次改动 {last}。").format(
        counts=names.joined(parts), last=last
    )


def restore_over(session: "Session", path: Path) -> bool:
    """Let the person choose a backup of `path` and put it in its place; whether it is open now."""
    mine = session.workspace is not None and session.workspace.path == path
    key = session.workspace.key if mine and session.workspace is not None else None
    dialog = Restore(path, copies_of(session, path), key, session.window)
    dialog.exec()
    chosen, key = dialog.chosen, dialog.key
    dialog.deleteLater()
    if chosen is None or key is None:
        return False
    return session.restore(chosen.path, path, key)
