"""The screen of projects: the list, and one project's page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from envoy_desktop.casework.outlook import Outlook
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.ui.projects.forecast_panel import ForecastPanel
from envoy_desktop.ui.projects.listing import Listing
from envoy_desktop.ui.projects.page import ProjectView
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.section import Line, Panel, column, row
from envoy_desktop.words import _, names

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed


class ProjectDetail(Panel):
    """The right panel of the list: stages in words, forecast, critical procedures."""

    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margin=16, gap=12)
        self._project = 0
        self._title = Label("", "strong", wrap=True)
        self._about = Label("", "body", "muted", wrap=True)
        self._stages = column(gap=4)
        self._forecast = ForecastPanel()
        self._critical = column(gap=2)
        self.body.addWidget(self._title)
        self.body.addWidget(self._about)
        self.body.addLayout(self._stages)
        self.body.addWidget(Line())
        self.body.addWidget(self._forecast)
        self.body.addLayout(self._critical)
        self._open = Button(_("打开项目"), tip=_("打开（回车）"), on=self._pressed)
        self.body.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.show_project(None, None)

    def show_project(self, found: ProjectRow | None, seen: Outlook | None) -> None:
        """Show a project; its outlook may come later."""
        self._project = found.id if found is not None else 0
        self._open.setVisible(found is not None)
        self._title.setText(found.name if found else _("选中一个项目，这里显示它的进展。"))
        self._about.setText(
            " · ".join(part for part in (found.investor, found.place) if part) if found else ""
        )
        self._about.setVisible(bool(self._about.text()))
        clear(self._stages)
        for stage in found.stages if found else ():
            line = row(gap=8)
            line.addWidget(Label(names.stage(stage.stage), "caption", "muted", wrap=True), 1)
            lamp = "red" if stage.red else "yellow" if stage.yellow else ""
            text = _("{done}/{total}").format(done=stage.done, total=stage.total)
            line.addWidget(Lamp(lamp, text, "caption-strong"))
            self._stages.addLayout(line)
        self._forecast.show_outlook(seen)
        clear(self._critical)
        if seen is not None and seen.critical:
            self._critical.addWidget(Label(_("关键事项"), "caption-strong", "muted"))
            for step in seen.critical[:6]:
                self._critical.addWidget(Label(step.name, "caption", wrap=True))

    @Slot()
    def _pressed(self) -> None:
        if self._project:
            self.open_wanted.emit(self._project)


class ProjectsScreen(Screen):
    """The list, or one project."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = 0
        self._title = ""
        self._loaded = False
        self._panel: ProjectDetail | None = None

    def title(self) -> str:
        return self._title if self._open and self._title else _("项目")

    def build(self) -> QWidget:
        self.stack = QStackedWidget()
        self.listing = Listing(self.context)
        self.page = ProjectView(self.context)
        self.stack.addWidget(self.listing)
        self.stack.addWidget(self.page)
        self.listing.opened.connect(self._opened)
        self.listing.chosen.connect(self._chosen)
        self.listing.outlook_came.connect(self._outlook_came)
        self.page.shown.connect(self._page_shown)
        return self.stack

    def detail(self) -> QWidget | None:
        return None if self._open else super().detail()

    def build_detail(self) -> QWidget | None:
        self._panel = ProjectDetail()
        self._panel.open_wanted.connect(self._opened)
        self._chosen(self.listing.current())
        return self._panel

    def refresh(self, changed: "Changed | None") -> None:
        self._loaded = False
        if self._open:
            self.page.reload()
        else:
            self._load()

    def open(self, object_id: int) -> None:
        self._open = object_id
        if object_id:
            self.stack.setCurrentWidget(self.page)
            self.page.open(object_id)
            self.page.take_focus()
        else:
            self.stack.setCurrentWidget(self.listing)
            if not self._loaded:
                self._load()
            self.listing.list.setFocus()

    def selected(self) -> tuple[str, int] | None:
        if self._open:
            return ("project", self._open)
        found = self.listing.current()
        return ("project", found.id) if found is not None else None

    def _load(self) -> None:
        self._loaded = True
        self.listing.load()

    @Slot(object)
    def _opened(self, project: int) -> None:
        self.context.go("projects", project)

    @Slot(object)
    def _chosen(self, found: ProjectRow | None) -> None:
        if self._panel is not None:
            seen = self.listing.outlooks.get(found.id) if found is not None else None
            self._panel.show_project(found, seen)

    @Slot(object)
    def _outlook_came(self, seen: Outlook) -> None:
        found = self.listing.current()
        if found is not None and found.id == seen.project:
            self._chosen(found)

    @Slot(str)
    def _page_shown(self, title: str) -> None:
        self._title = title
        self.moved.emit(self._open)
