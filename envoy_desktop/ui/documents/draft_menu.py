"""What else can be done with a draft: checked, signed, out to Word and back, thrown away."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.ui.documents import files, life
from envoy_desktop.ui.documents.head import HeadForm
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _


class DraftMenu(QObject):
    """The menu 更多 of a draft; whoever shows it says which draft, and how it is saved first."""

    removed = Signal()

    def __init__(
        self, context: Context, head: HeadForm, after_saving: Callable[[Callable[[], None]], None],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._context, self._head, self._after_saving = context, head, after_saving
        self._parent = parent
        self.row: MemoRow | None = None
        self._menu: QMenu | None = None

    def show_for(self, row: MemoRow, under: QWidget) -> None:
        """Open the menu under a button."""
        self.row = row
        menu = QMenu(self._parent)
        menu.addAction(_("核稿"), self.check)
        menu.addAction(_("记录签发…"), self.sign)
        menu.addSeparator()
        menu.addAction(_("标题按词意断行"), self._head.title.break_by_sense)
        menu.addAction(_("署名、越级、交办…"), self._head.show_rare)
        menu.addSeparator()
        for form, words in (
            ("docx", _("导出 Word…")), ("txt", _("导出文本…")), ("pdf", _("导出未编号的 PDF…")),
        ):  # fmt: skip
            menu.addAction(words, self._export).setData(form)
        menu.addAction(_("收回改过的 Word…"), self.take_word)
        menu.addSeparator()
        menu.addAction(_("移除草稿"), self.removed)
        self._menu = menu
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))

    @Slot()
    def check(self) -> None:
        """Save what stands, then check it (核稿)."""
        self._after_saving(self._check)

    def _check(self) -> None:
        if self.row is not None:
            life.check(self._context, self.row.id)

    @Slot()
    def sign(self) -> None:
        """Save what stands, then ask who signed it."""
        self._after_saving(self._sign)

    def _sign(self) -> None:
        if self.row is not None:
            life.SignForm(self._context, self.row).open()

    @Slot()
    def take_word(self) -> None:
        """Take in the DOCX that an office edited."""
        if self.row is not None:
            life.take_word(self._context, self.row.id, self._parent)

    @Slot()
    def _export(self) -> None:
        action = self.sender()
        if self.row is not None and isinstance(action, QAction):
            title = self._head.values()["title"].replace("\n", "")
            memo, form = self.row.id, str(action.data())
            self._after_saving(lambda: files.export(self._context, memo, title, form, self._parent))
