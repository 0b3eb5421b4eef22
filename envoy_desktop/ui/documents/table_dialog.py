"""A memo's table edited as a table: cells, rows, columns, and how each column is aligned."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from envoy_desktop.documents import markup
from envoy_desktop.documents.blocks import Align, Column, Table
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _

SHARE = 3  # of a new column


def table_of(lines: Sequence[str]) -> Table | None:
    """The table that lines of the form are; None where they are not one yet."""
    try:
        blocks = markup.parse_blocks("\n".join(lines))
    except (Refusal, ValueError):
        return None
    return blocks[0] if len(blocks) == 1 and isinstance(blocks[0], Table) else None


class TableDialog(QDialog):
    """The first row is the head; `accepted_lines` are the form's lines of the edited table."""

    accepted_lines = Signal(list)

    def __init__(self, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("编辑表格"))
        self._shares = [c.share for c in table.columns]
        whole = column(self, margin=20, gap=10)
        whole.addWidget(Label(_("编辑表格"), "figure"))
        head = row(gap=8)
        words = Label(_("表题"), "body", "muted")
        head.addWidget(words)
        self._caption = QLineEdit(table.caption)
        self._caption.setAccessibleName(_("表题"))
        words.setBuddy(self._caption)
        head.addWidget(self._caption, 1)
        whole.addLayout(head)
        self.cells = QTableWidget(2 + len(table.rows), len(table.columns))
        self.cells.setAccessibleName(_("表格"))
        self.cells.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.cells.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.cells.horizontalHeader().setStretchLastSection(True)
        self.cells.setWordWrap(True)
        for n, one in enumerate(table.columns):
            self._put_column(n, one)
            for m, cells in enumerate(table.rows):
                self.cells.setItem(m + 2, n, QTableWidgetItem(cells[n]))
        self._name_rows()
        self.cells.resizeColumnsToContents()
        for n in range(self.cells.columnCount()):
            wide = min(max(self.cells.columnWidth(n), theme.em(6)), theme.em(18))
            self.cells.setColumnWidth(n, wide)
        self.cells.resizeRowsToContents()
        whole.addWidget(self.cells, 1)
        tools = row(gap=8)
        for text, slot in (
            (_("加一行"), self.add_row), (_("删一行"), self.remove_row),
            (_("加一栏"), self.add_column), (_("删一栏"), self.remove_column),
        ):  # fmt: skip
            tools.addWidget(Button(text, on=slot))
        tools.addStretch(1)
        tools.addWidget(Button(_("取消"), on=self.reject))
        save = Button(_("用这张表"), primary=True, on=self._take)
        save.setDefault(True)
        tools.addWidget(save)
        whole.addLayout(tools)
        self.resize(theme.px(720), theme.px(480))

    def table(self) -> Table:
        """The table as it stands."""
        columns = []
        for n in range(self.cells.columnCount()):
            box = self.cells.cellWidget(1, n)
            align = Align(str(box.currentData())) if isinstance(box, QComboBox) else Align.LEFT
            columns.append(Column(self._text(0, n), self._shares[n], align))
        rows = [
            tuple(self._text(m, n) for n in range(self.cells.columnCount()))
            for m in range(2, self.cells.rowCount())
        ]
        return Table(tuple(columns), tuple(rows), self._caption.text().strip())

    @Slot()
    def add_row(self) -> None:
        """A row under the current one."""
        at = max(2, self.cells.currentRow() + 1)
        self.cells.insertRow(at)
        self._name_rows()
        self.cells.setCurrentCell(at, max(0, self.cells.currentColumn()))

    @Slot()
    def remove_row(self) -> None:
        """Take the current row away; the head stays."""
        if self.cells.currentRow() >= 2:
            self.cells.removeRow(self.cells.currentRow())
            self._name_rows()

    @Slot()
    def add_column(self) -> None:
        """A column at the right of the current one."""
        at = self.cells.currentColumn() + 1 if self.cells.currentColumn() >= 0 else 0
        self.cells.insertColumn(at)
        self._shares.insert(at, SHARE)
        self._put_column(at, Column(_("栏目"), SHARE))

    @Slot()
    def remove_column(self) -> None:
        """Take the current column away; the last one stays."""
        at = self.cells.currentColumn()
        if at >= 0 and self.cells.columnCount() > 1:
            self.cells.removeColumn(at)
            del self._shares[at]

    def _put_column(self, n: int, one: Column) -> None:
        title = QTableWidgetItem(one.title)
        title.setFont(theme.font("strong"))
        self.cells.setItem(0, n, title)
        box = QComboBox()
        for align, words in (
            (Align.LEFT, _("左对齐")), (Align.CENTRE, _("居中")), (Align.RIGHT, _("右对齐"))
        ):  # fmt: skip
            box.addItem(words, align.value)
        box.setCurrentIndex(box.findData(one.align.value))
        box.setAccessibleName(_("{title}怎么对齐").format(title=one.title))
        self.cells.setCellWidget(1, n, box)

    def _name_rows(self) -> None:
        names = [_("表头"), _("对齐"), *(str(n) for n in range(1, self.cells.rowCount() - 1))]
        self.cells.setVerticalHeaderLabels(names)

    def _text(self, row_: int, n: int) -> str:
        item = self.cells.item(row_, n)
        return " ".join(item.text().split()) if item is not None else ""

    @Slot()
    def _take(self) -> None:
        self.accepted_lines.emit(markup.print_blocks((self.table(),)).rstrip("\n").split("\n"))
        self.accept()
