"""The workspace file: passphrase, keyring, recovery sheet; backups and the way back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import keys
from envoy_desktop.ui.settings import reading
from envoy_desktop.ui.settings.reading import Safety
from envoy_desktop.ui.settings.rows import Keep, SettingForm
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start import choose
from envoy_desktop.ui.start.restore import megabytes, rows_of
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, Scroll, column, row
from envoy_desktop.words import _, names

if TYPE_CHECKING:
    from envoy_desktop.ui.start.session import Session

SHOWN = 12


class SafetyTab(QWidget):
    """How the file is kept, and what to do about it."""

    def __init__(self, context: Context, session: "Session", keep: Keep) -> None:
        super().__init__()
        self._context, self._session = context, session
        self._then = ""
        whole = column(self)
        page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(page)
        page.body.addWidget(self._make_file())
        page.body.addWidget(self._make_key())
        page.body.addWidget(self._make_backups(keep))
        page.body.addStretch(1)

    def _make_file(self) -> QWidget:
        card = Card(gap=6)
        card.add(Label(_("工作区文件"), "strong"))
        self._path = Label("", "body", wrap=True, selectable=True)
        self._size = Label("", "caption", "muted", wrap=True)
        card.add(self._path)
        card.add(self._size)
        line = row(gap=8)
        line.addWidget(Button(_("打开其他工作区"), icon="folder-open", on=self._open))
        line.addWidget(Button(_("新建工作区"), icon="plus", on=self._new))
        line.addStretch(1)
        card.body.addLayout(line)
        return card

    def _make_key(self) -> QWidget:
        card = Card(gap=6)
        card.add(Label(_("口令与钥匙"), "strong"))
        self.keyring = QCheckBox(_("由本机的钥匙串代为打开，平时不必输入口令"))
        self.keyring.clicked.connect(self._keyring_wanted)
        card.add(self.keyring)
        self._keyring_told = Label("", "caption", "muted", wrap=True)
        card.add(self._keyring_told)
        for pair in (
            ((_("更换口令"), "key", self._change), (_("现在锁定"), "lock-simple", self._lock)),
            (
                (_("恢复单存为 PDF"), "file-pdf", self._save_sheet),
                (_("打印恢复单"), "printer", self._print_sheet),
            ),
        ):
            line = row(gap=8)
            for words, icon, slot in pair:
                line.addWidget(Button(words, icon=icon, on=slot))
            line.addStretch(1)
            card.body.addLayout(line)
        return card

    def _make_backups(self, keep: Keep) -> QWidget:
        card = Card(gap=8)
        card.add(Label(_("备份"), "strong"))
        self._backed_up = Label("", "body", wrap=True)
        card.add(self._backed_up)
        line = row(gap=8)
        line.addWidget(Button(_("立即备份"), icon="database", primary=True, on=self._back_up))
        line.addWidget(Button(_("从备份恢复"), icon="clock-counter-clockwise", on=self._restore))
        line.addStretch(1)
        card.body.addLayout(line)
        self.form = SettingForm(("backup.folder", "backup.every_hours", "backup.keep"), keep)
        card.add(self.form)
        self._folder = Button(_("选择备份文件夹"), icon="folder-open", on=self._choose_folder)
        line = row()
        line.addWidget(self._folder)
        line.addStretch(1)
        card.body.addLayout(line)
        self.copies = RowList(_("备份"), two_lines=False, lamp=False, action=False, fit=True)
        card.add(self.copies)
        return card

    def refresh(self) -> None:
        """Read how the file is kept."""
        self.form.show_values(self._session.device.values)
        folder = self._session.backup_folder()
        if folder is not None:
            self._context.jobs.read(
                reading.safety, done=self._came, key="safety",
                workspace=self._context.workspace, folder=folder,
            )  # fmt: skip

    @Slot(object)
    def _came(self, safety: Safety) -> None:
        self._path.setText(str(safety.path))
        self._size.setText(
            _("{size}，已加密；钥匙文件 {keys} 要和它放在一起").format(
                size=megabytes(safety.size), keys=keys.key_file(safety.path).name
            )
        )
        self.keyring.setChecked(safety.keyring)
        self.keyring.setEnabled(safety.keyring_there or safety.keyring)
        self._keyring_told.setText(
            _("口令始终有效，换电脑、重装系统后用它打开。")
            if safety.keyring_there
            else _("本机没有可用的钥匙串，每次启动都要输入口令。")
        )
        self._backed_up.setText(
            _("上次备份 {when}；每份都逐页核验过，用口令就能打开。").format(
                when=names.moment(safety.backed_up_at)
            )
            if safety.backed_up_at
            else _("还没有备份过。")
        )
        shown = safety.copies[:SHOWN]
        self.copies.set_rows([Group(_("最近的备份"), len(safety.copies)), *rows_of(shown)])
        self.copies.setVisible(bool(shown))

    # -- doing ---------------------------------------------------------------------------------

    @Slot()
    def _open(self) -> None:
        self._context.run_command("open-workspace")

    @Slot()
    def _new(self) -> None:
        self._context.run_command("new-workspace")

    @Slot()
    def _change(self) -> None:
        self._context.run_command("change-passphrase")

    @Slot()
    def _lock(self) -> None:
        self._context.run_command("lock")

    @Slot()
    def _back_up(self) -> None:
        self._context.run_command("backup-now")

    @Slot()
    def _restore(self) -> None:
        self._context.run_command("restore")

    @Slot()
    def _choose_folder(self) -> None:
        found = choose.folder(self, _("选择备份文件夹"), self._session.backup_folder())
        if found is None:
            return
        try:
            self._session.set_device("backup.folder", str(found))
        except Trouble as trouble:
            self._context.messages.show_error(trouble)
        self.refresh()

    @Slot(bool)
    def _keyring_wanted(self, wanted: bool) -> None:
        workspace = self._context.workspace
        arguments = {"path": workspace.path}
        if wanted:
            arguments["key"] = workspace.key
        self._context.jobs.run(
            Job(
                _("钥匙串"),
                keys.put_into_keyring if wanted else keys.take_out_of_keyring,
                arguments,
            ),
            done=self._keyring_set,
            failed=self._keyring_refused,
            lane="write",
        )

    @Slot(object)
    def _keyring_set(self, _nothing: object) -> None:
        self._context.messages.done(
            _("以后由本机的钥匙串打开") if self.keyring.isChecked() else _("以后每次都问口令")
        )
        self.refresh()

    @Slot(object)
    def _keyring_refused(self, error: Exception) -> None:
        self._context.messages.show_error(error)
        self.refresh()

    @Slot()
    def _save_sheet(self) -> None:
        self._make_sheet("save")

    @Slot()
    def _print_sheet(self) -> None:
        self._make_sheet("print")

    def _make_sheet(self, then: str) -> None:
        from envoy_desktop.ui.settings.sheet_of import sheet_of

        self._then = then
        self._context.jobs.run(
            Job(_("排版恢复单"), sheet_of, {"workspace": self._context.workspace}),
            done=self._sheet_made,
        )

    @Slot(object)
    def _sheet_made(self, data: bytes) -> None:
        from envoy_desktop.ui.start import sheet

        if self._then == "print":
            sheet.print_(data, self)
            return
        try:
            saved = sheet.save(data, self._context.workspace.path, self)
        except Trouble as trouble:
            self._context.messages.show_error(trouble)
            return
        if saved is not None:
            self._context.messages.done(_("已存为 {name}").format(name=saved.name))
