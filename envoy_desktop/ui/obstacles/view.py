"""The screen of obstacles: the list, and one obstacle over it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from envoy_desktop.ui.obstacles.listing import Listing
from envoy_desktop.ui.obstacles.page import ObstaclePage
from envoy_desktop.ui.obstacles.panel import ObstacleDetail
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.words import _, names

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = (
    "obstacle",
    "attempt",
    "escalation",
    "attachment",
    "memo",
    "memo_obstacle",
    "department",
    "project",
)


class ObstaclesScreen(Screen):
    """The list, and one obstacle over it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = 0
        self._shown = ""

    def title(self) -> str:
        return self._shown if self._open and self._shown else _("障碍")

    def build(self) -> QWidget:
        self._stack = QStackedWidget()
        self.listing = Listing(self.context)
        self.page = ObstaclePage(self.context)
        self._stack.addWidget(self.listing)
        self._stack.addWidget(self.page)
        self.panel = ObstacleDetail(self.context)
        self.listing.opened.connect(self._go)
        self.listing.attempt_wanted.connect(self._attempt)
        self.listing.chosen.connect(self._chosen)
        self.listing.memo_wanted.connect(self._write)
        self.page.memo_wanted.connect(self._write)
        self.page.back_wanted.connect(self._back)
        self.page.shown.connect(self._page_shown)
        self.panel.open_wanted.connect(self._go)
        return self._stack

    def build_detail(self) -> QWidget | None:
        return self.panel

    def detail(self) -> QWidget | None:
        found = super().detail()
        return None if self._open else found

    def refresh(self, changed: "Changed | None") -> None:
        if changed is None or changed.touches(*WATCHED):
            self.listing.load()  # the panel follows when its row has come
            self.page.read()

    def open(self, object_id: int) -> None:
        before = self._open
        self._open = object_id
        if object_id:
            self._stack.setCurrentWidget(self.page)
            if object_id != before:
                self._shown = ""
                self.page.open(object_id)
                self.page.attempt.text.setFocus()
        else:
            self.page.leave()
            self._stack.setCurrentWidget(self.listing)
            self.listing.list.setFocus()
        if before != object_id:
            self.moved.emit(object_id)

    def selected(self) -> tuple[str, int] | None:
        if self._open:
            return "obstacle", self._open
        found = self.listing.list.current()
        return ("obstacle", found.id) if found is not None else None

    def left(self) -> None:
        self.page.leave()

    @Slot(object)
    def _go(self, obstacle: int) -> None:
        self.context.go("obstacles", obstacle)

    @Slot()
    def _back(self) -> None:
        self.context.go("obstacles", 0)

    @Slot(object)
    def _attempt(self, obstacle: int) -> None:
        self.context.go("obstacles", obstacle)

    @Slot(object)
    def _chosen(self, found: Row | None) -> None:
        if found is None:
            self.panel.show_case(None)
        else:
            self.panel.ask(found.id)

    @Slot(object)
    def _write(self, wanted: tuple[list[int], str]) -> None:
        from envoy_desktop.ui.documents.write import write_memo

        ids, kind = wanted
        write_memo(self.context, ids, kind=kind)

    @Slot(str)
    def _page_shown(self, text: str) -> None:
        self._shown = names.short(text)
        if self._open:
            self.moved.emit(self._open)
