"""The pages of a paper with their number and how large they are shown."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.ui.documents.paper_view import FIT, ZOOMS, PaperView
from envoy_desktop.ui.shell.jobs import Jobs
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _


class PageSide(QWidget):
    """`view` holds the pages; the choice above follows its zoom."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=6)
        line = row(gap=8)
        self._pages = Label("", "caption", "muted")
        line.addWidget(self._pages)
        line.addStretch(1)
        self.zoom = ChoiceField(
            [(FIT, _("适合宽度")), *((z, f"{round(z * 100)}%") for z in ZOOMS)], FIT
        )
        self.zoom.input().setAccessibleName(_("版面大小"))
        self.zoom.changed.connect(self._chosen)
        line.addWidget(self.zoom)
        whole.addLayout(line)
        self.view = PaperView(jobs)
        self.view.zoomed.connect(self._zoomed)
        self.view.page_changed.connect(self._turned)
        whole.addWidget(self.view, 1)

    @Slot()
    def _chosen(self) -> None:
        self.view.set_zoom(float(self.zoom.value()))

    @Slot(float)
    def _zoomed(self, zoom: float) -> None:
        self.zoom.set_value(zoom)

    @Slot(int, int)
    def _turned(self, page: int, count: int) -> None:
        words = _("第 {page} 页，共 {count} 页").format(page=page, count=count)
        self._pages.setText(words if count else "")
