"""What is put into a draft's text by a dialog or a menu: tables, pictures, figures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.documents.body import BodyEdit
from envoy_desktop.ui.documents.table_dialog import TableDialog, table_of
from envoy_desktop.ui.documents.toolbar import Toolbar
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _, ids

if TYPE_CHECKING:
    from envoy_desktop.documents.insert_figure import Inserted


class Insertions(QObject):
    """Puts things where the caret is; `memo` is the draft that is open, 0 for none."""

    figure_made = Signal()

    def __init__(self, context: Context, body: BodyEdit, tools: Toolbar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._body, self._tools, self._parent = context, body, tools, parent
        self.memo = 0
        self._menu: QMenu | None = None
        self._table_span = (0, 0)

    @Slot()
    def edit_table(self) -> None:
        """Open the table of the caret as a table."""
        span = self._body.table_at_caret()
        if span is None:
            return
        first, last = span
        lines = [line.text for line in self._body.lines()[first : last + 1]]
        found = table_of(lines)
        if found is None:
            self._context.messages.tell(
                _("这张表还读不成表格"),
                _("每行要以 | 开头和结尾，各行的栏数要相同；表头下面要有一行短线。"),
            )
            return
        dialog = TableDialog(found, self._parent)
        self._table_span = span
        dialog.accepted_lines.connect(self._take_table)
        dialog.open()

    @Slot(list)
    def _take_table(self, lines: list[str]) -> None:
        first, last = self._table_span
        self._body.replace_lines(first, last, lines)

    @Slot()
    def choose_picture(self) -> None:
        """Offer the pictures among the evidence; the chosen one goes on an annex page."""
        if self.memo:
            self._context.jobs.read(
                reading.pictures_of, done=self._offer_pictures, key=f"pictures-{id(self)}",
                workspace=self._context.workspace, memo=self.memo,
            )  # fmt: skip

    @Slot(object)
    def _offer_pictures(self, found: list[AttachmentRow]) -> None:
        if not found:
            self._context.messages.tell(
                _("还没有可以放进附件的图片"), _("先把照片加为这份公文或所涉障碍的证据。")
            )
            return
        menu = QMenu(self._parent)
        for row_ in found:
            menu.addAction(row_.name.replace("&", "&&")).setData((row_.id, row_.name))
        menu.triggered.connect(self._insert_picture)
        self._menu = menu
        menu.popup(self._tools.picture.mapToGlobal(self._tools.picture.rect().bottomLeft()))

    @Slot(QAction)
    def _insert_picture(self, action: QAction) -> None:
        id_, name = action.data()
        self._body.insert_picture(ids.show(int(id_)), str(name).rpartition(".")[0])

    @Slot()
    def choose_figure(self) -> None:
        """Ask for a department's figure; its sentence goes to the caret, its note below."""
        if not self.memo:
            return
        from envoy_desktop.ui.departments.write_figure import FigureDialog

        dialog = FigureDialog(self._context, memo=self.memo)
        dialog.made.connect(self._insert_figure)
        dialog.begin()

    @Slot(object)
    def _insert_figure(self, made: "Inserted") -> None:
        self._body.insert_claim(made.sentence, made.position)
        self._body.insert_claim(made.note, made.note_position, below=True)
        self.figure_made.emit()
