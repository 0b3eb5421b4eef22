"""Cards of an obstacle's page: its evidence, and who changed what when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.ui.obstacles import reading, viewer
from envoy_desktop.ui.obstacles.evidence import EvidenceStrip
from envoy_desktop.ui.obstacles.forms import told
from envoy_desktop.ui.quick_log.files import Files
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Card, SectionHeader, column
from envoy_desktop.words import _, names


class EvidenceCard(Card):
    """What hangs on an obstacle; files dropped here are kept at once."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=8, parent=parent)
        self.context = context
        self._of = 0
        self._rows: tuple[AttachmentRow, ...] = ()
        self._head = SectionHeader(_("证据"))
        self.add(self._head)
        self._strip = EvidenceStrip(context)
        self._strip.opened.connect(self._look)
        self._strip.export_wanted.connect(self._export)
        self._strip.remove_wanted.connect(self._remove)
        self.add(self._strip)
        self.files = Files(context.jobs)
        self.files.files_changed.connect(self._attach)
        self.add(self.files)

    def show_rows(self, of: int, rows: Sequence[AttachmentRow]) -> None:
        """Show the evidence of the obstacle `of`."""
        self._of, self._rows = of, tuple(rows)
        self._head.set(_("证据"), len(rows) or None)
        self._strip.show_rows(rows)

    @Slot()
    def _attach(self) -> None:
        files = self.files.files()
        if not files or not self._of:
            return
        from envoy_desktop.casework import evidence

        words = names.joined(file.name for file in files)
        self.context.jobs.act(
            told(_("已添加附件"), words), evidence.attach, of_kind="obstacle", of=self._of,
            files=files,
        )  # fmt: skip
        self.files.clear()

    @Slot(object)
    def _look(self, row: AttachmentRow) -> None:
        viewer.Viewer(self.context, self._rows, row.id, self.context.window).open()

    @Slot(object)
    def _export(self, row: AttachmentRow) -> None:
        viewer.export(self.context, row, self)

    @Slot(object)
    def _remove(self, row: AttachmentRow) -> None:
        from envoy_desktop.casework import evidence

        self.context.jobs.act(told(_("已移除附件"), row.name), evidence.remove, attachment=row.id)


class HistoryCard(QWidget):
    """A link that opens the history of a row under it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._of = 0
        whole = column(self, gap=8)
        self._button = Button(
            _("变更记录"), link=True, icon="clock-counter-clockwise", on=self.toggle
        )
        whole.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._card = Card(margin=16, gap=6)
        self._card.hide()
        whole.addWidget(self._card)

    @property
    def is_open(self) -> bool:
        """Whether the history is shown."""
        return not self._card.isHidden()

    def of(self, id: int) -> None:
        """From now on it is the history of another row."""
        self._of = id
        self._card.hide()

    def read_if_open(self) -> None:
        """Read it anew where it is shown."""
        if self.is_open:
            self._read()

    @Slot()
    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.is_open:
            self._card.hide()
        else:
            self._read()

    def _read(self) -> None:
        self.context.jobs.read(
            reading.story, done=self._show, key=f"history-{id(self)}",
            workspace=self.context.workspace, id=self._of,
        )  # fmt: skip

    @Slot(object)
    def _show(self, story: list[tuple[str, str, tuple[str, ...]]]) -> None:
        while (item := self._card.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for when, what, changes in story:
            self._card.add(Label(f"{when}　{what}", "body", wrap=True))
            for change in changes:
                self._card.add(Label(change, "small", "muted", wrap=True))
        self._card.show()
