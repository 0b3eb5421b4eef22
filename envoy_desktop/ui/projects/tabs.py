"""The tabs of a project's page, each a small widget that is shown a page."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QTabBar, QWidget

from envoy_desktop.casework.materials import STATES
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.store.queries.history import Entry
from envoy_desktop.ui.procedures.history_list import HistoryList
from envoy_desktop.ui.projects import model
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.beside import Beside
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, column, row
from envoy_desktop.ui.widgets.stacked_bar import PartyLegend
from envoy_desktop.ui.widgets.timeline import Timeline
from envoy_desktop.ui.widgets.timeline_values import Bar, Segment
from envoy_desktop.words import _, names


class ListTab(QWidget):
    """A list of rows with a line of words and buttons over it; words where it is empty."""

    acted = Signal(object, str)
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, name: str, empty: str, *, lamp: bool = True, action: bool = True) -> None:
        super().__init__()
        body = column(self, margin=(0, 8, 0, 0), gap=4)
        self.words = Label("", "body", "muted", wrap=True)
        self.head = Beside(self.words)
        body.addWidget(self.head)
        self.list = RowList(name, lamp=lamp, action=action)
        self.list.acted.connect(self.acted)
        self.list.opened.connect(self.opened)
        self.list.menu_wanted.connect(self.menu_wanted)
        body.addWidget(self.list, 1)
        self.empty = EmptyState(empty)
        body.addWidget(self.empty, 1)

    def show_rows(self, rows: Sequence[Row | Group], words: str = "") -> None:
        """Show these rows."""
        self.words.setText(words)
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def add_button(self, button: Button) -> None:
        """A button at the right end of the words."""
        self.head.add(button)


class ChecklistTab(QWidget):
    """一单清: procedures by stage, or papers merged across procedures."""

    record_wanted = Signal(object, object)  # procedure, EventKind
    open_wanted = Signal(object)
    why_wanted = Signal()
    state_wanted = Signal(object, str)  # MaterialRow, state
    form_wanted = Signal(object)  # MaterialRow

    def __init__(self) -> None:
        super().__init__()
        body = column(self, margin=(0, 8, 0, 0), gap=4)
        line = row(gap=8)
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setAccessibleName(_("事项或材料"))
        self.bar.addTab(_("事项"))
        self.bar.addTab(_("材料"))
        line.addWidget(self.bar)
        self._words = Label("", "body", "muted", wrap=True)
        line.addWidget(self._words, 1)
        self._by = ChoiceField(
            [("own", _("不分组")), ("provider", _("按出具单位")), ("stage", _("按阶段")),
             ("state", _("按状态"))],
            "own",
        )  # fmt: skip
        states = [(code, names.material_state(code)) for code in STATES]
        self._wanted = ChoiceField([*states, ("warned", _("有效期不够"))], none=_("各种状态"))
        for field, called in ((self._by, _("分组")), (self._wanted, _("状态"))):
            field.input().setAccessibleName(called)
            field.changed.connect(self._sorted)
            field.hide()
            line.addWidget(field)
        self._why = Button(_("为什么要办"), link=True, icon="question", on=self.why_wanted)
        line.addWidget(self._why)
        body.addLayout(line)
        self.stack = QStackedWidget()
        self.procedures = RowList(_("事项清单"))
        self.materials = RowList(_("材料清单"))
        self.stack.addWidget(self.procedures)
        self.stack.addWidget(self.materials)
        body.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._turn)
        self.procedures.acted.connect(self._record)
        self.procedures.opened.connect(self._open)
        self.materials.acted.connect(self._state)
        self.materials.opened.connect(self._material_opened)
        self.materials.menu_wanted.connect(self._material_menu)
        self._page: ProjectPage | None = None
        self._pointed: Row | None = None

    def show_page(self, page: ProjectPage) -> None:
        """Show the procedures and papers of a project."""
        self._page = page
        self.procedures.set_rows(model.checklist(page))
        self._show_materials()
        papers = sum(not m.is_shared for m in page.materials)
        self.bar.setTabText(0, _("事项 {n}").format(n=len(page.seen.steps)))
        self.bar.setTabText(1, _("材料 {n}").format(n=papers))
        self._say()

    def choose_stage(self, stage: int) -> None:
        """Bring a stage's first procedure into view."""
        self.bar.setCurrentIndex(0)
        if self._page is None:
            return
        first = next((s for s in self._page.seen.steps if s.stage == stage), None)
        if first is not None:
            self.procedures.choose(first.procedure, "procedure")
            self.procedures.setFocus()

    def _say(self) -> None:
        if self._page is None:
            return
        if self.bar.currentIndex() == 0:
            self._words.setText("")
            return
        own = [m for m in self._page.materials if not m.is_shared]
        asked = sum(len(m.procedures) for m in own)
        ready = sum(m.state in ("at_hand", "handed_in") for m in own)
        self._words.setText(
            _("各事项共要 {asked} 份次，合并为 {n} 项，已备 {ready} 项").format(
                asked=asked, n=len(own), ready=ready
            )
        )

    def _show_materials(self) -> None:
        if self._page is not None:
            by, wanted = str(self._by.value()), str(self._wanted.value() or "")
            self.materials.set_rows(model.material_rows(self._page, by, wanted))

    @Slot()
    def _sorted(self) -> None:
        self._show_materials()

    @Slot(int)
    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._by.setVisible(place == 1)
        self._wanted.setVisible(place == 1)
        self._why.setVisible(place == 0)
        self._say()

    @Slot(object, str)
    def _record(self, found: Row, action: str) -> None:
        self.record_wanted.emit(found.id, EventKind(action))

    @Slot(object)
    def _open(self, found: Row) -> None:
        self.open_wanted.emit(found.id)

    @Slot(object, str)
    def _state(self, found: Row, state: str) -> None:
        self.state_wanted.emit(found.data, state)

    @Slot(object)
    def _material_opened(self, found: Row) -> None:
        self.form_wanted.emit(found.data)

    @Slot(object, QPoint)
    def _material_menu(self, found: Row, place: QPoint) -> None:
        self._pointed = found
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in STATES:
            menu.addAction(names.material_state(state)).setData(state)
        menu.addSeparator()
        menu.addAction(_("有效期和备注…")).setData("")
        menu.triggered.connect(self._material_chosen)
        menu.popup(place)

    @Slot(QAction)
    def _material_chosen(self, action: QAction) -> None:
        if self._pointed is None:
            return
        if action.data():
            self.state_wanted.emit(self._pointed.data, str(action.data()))
        else:
            self.form_wanted.emit(self._pointed.data)


class TimelineTab(QWidget):
    """时间轴: bars on working days, and how to take them along as a picture."""

    open_wanted = Signal(object)
    ahead_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._project = 0
        body = column(self, margin=(0, 8, 0, 12), gap=4)
        self.timeline = Timeline()
        self.timeline.opened.connect(self.open_wanted)
        body.addWidget(self.bar())
        body.addWidget(self.timeline, 1)
        self._name = ""

    def bar(self) -> QWidget:
        """The legend, and the ways to look ahead and to take the picture along."""
        bar = QWidget()
        line = row(bar, gap=12)
        line.addWidget(PartyLegend())
        line.addStretch(1)
        line.addWidget(Button(_("推演与基准"), link=True, on=self.ahead_wanted))
        line.addWidget(Button(_("另存"), link=True, icon="image", on=self.save))
        return bar

    def show_page(self, page: ProjectPage) -> None:
        """Show a project's bars."""
        self._name, self._project = page.row.name, page.row.id
        ids = [bar.procedure for bar in page.timeline.bars]
        bars = [
            Bar(
                id=bar.procedure,
                title=bar.name,
                subtitle=bar.department_name,
                lamp=bar.lamp,
                segments=tuple(Segment(s.party, s.first, s.last) for s in bar.spans),
                forecast=bar.ahead,
                critical=bar.critical,
                after=tuple(ids[n] for n in bar.after),
            )
            for bar in page.timeline.bars
        ]
        self.timeline.set_bars(bars, page.today, page.calendar.is_working_day)

    @Slot()
    def save(self) -> None:
        """Save the timeline as PNG, SVG, or PDF pages readable in black and white."""
        from pathlib import Path

        path, _filter = QFileDialog.getSaveFileName(
            self, _("另存时间轴"), f"{self._name}.pdf", "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)"
        )
        if not path:
            return
        if path.lower().endswith(".pdf"):
            from envoy_desktop.ui.projects import ahead

            values = {
                "workspace": self.context.workspace, "project": self._project, "path": Path(path),
            }  # fmt: skip
            self.context.jobs.run(Job(_("另存时间轴"), ahead.write_pdf, values), done=self._saved)
            return
        from envoy_desktop.store.connection import replace_file
        from envoy_desktop.store.troubles import SystemFailed

        svg = path.lower().endswith(".svg")
        try:
            replace_file(Path(path), self.timeline.to_svg() if svg else self._png())
        except SystemFailed as trouble:
            self.context.messages.show_error(trouble)
            return
        self.context.messages.done(_("已另存：{path}").format(path=path))

    def _png(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        self.timeline.to_image().save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    @Slot(object)
    def _saved(self, path: object) -> None:
        self.context.messages.done(_("已另存：{path}").format(path=path))


class HistoryTab(QWidget):
    """变更记录: who changed what when, by day."""

    def __init__(self) -> None:
        super().__init__()
        body = column(self, margin=(0, 8, 0, 0), gap=4)
        self.list = HistoryList()
        body.addWidget(self.list, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these acts, the newest first."""
        self.list.show_entries(entries)
