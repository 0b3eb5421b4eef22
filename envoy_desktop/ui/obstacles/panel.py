"""The right panel of the list of obstacles: the chosen one in short."""

from PySide6.QtCore import Signal, Slot

from envoy_desktop import now
from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.ui.obstacles import model, reading
from envoy_desktop.ui.obstacles.forms import ResolveForm
from envoy_desktop.ui.obstacles.reading import Case
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.section import Line, Panel, row
from envoy_desktop.words import _, names


class ObstacleDetail(Panel):
    """The right panel of the list: the chosen obstacle in short."""

    open_wanted = Signal(object)
    attempt_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=16, gap=8)
        self.context = context
        self._case: Case | None = None
        self._text = Label("", "strong", wrap=True)
        self._about = Label("", "body", "muted", wrap=True)
        self._lamp = Lamp("", "")
        self._due = Label("", "body", "muted", wrap=True)
        self._kind = Label("", "body", wrap=True)
        self._article = Label("", "caption", "muted", wrap=True)
        self._why = Label("", "caption", "muted", wrap=True)
        self._line = Line()
        self._tried = Label("", "body", "muted", wrap=True)
        for widget in (self._text, self._about, self._lamp, self._due, self._kind, self._article,
                       self._why, self._line, self._tried):  # fmt: skip
            self.body.addWidget(widget)
        buttons = row(gap=8)
        self._open = Button(_("打开"), on=self._open_pressed, tip=_("打开（Ctrl+回车）"))
        self._resolve = Button(_("标为已解决"), on=self._resolve_pressed)
        buttons.addWidget(self._open)
        buttons.addWidget(self._resolve)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        self.show_case(None)

    def ask(self, obstacle: int) -> None:
        """Read and show an obstacle."""
        self.context.jobs.read(
            reading.case, done=self.show_case, key=f"obstacle-detail-{id(self)}",
            workspace=self.context.workspace, obstacle=obstacle,
        )  # fmt: skip

    @Slot(object)
    def show_case(self, case: Case | None) -> None:
        """Show what was read; None: nothing is chosen."""
        self._case = case
        for widget in (self._lamp, self._line, self._open, self._resolve):
            widget.setVisible(case is not None)
        if case is None:
            self._text.setText(_("选中一条，这里显示它的经过。"))
            for label in (self._about, self._due, self._kind, self._article, self._why):
                label.setText("")
            self._tried.setText("")
            return
        found = case.row
        self._text.setText(found.text)
        parts = (found.project_name, found.procedure_name, case.department)
        self._about.setText("\n".join(part for part in parts if part))
        lamp, figure = model.lamp_of(found, now.today(), case.calendar, case.stale_after)
        self._lamp.set(lamp, figure)
        due = found.answer_due if not found.resolved_on else None
        self._due.setText(_("应于 {day}答复").format(day=names.day(due)) if due else "")
        self._due.setVisible(bool(due))
        self._kind.setText(names.obstacle_kind(found.kind))
        self._article.setText(KINDS[found.kind].article if found.kind in KINDS else "")
        self._article.setVisible(bool(self._article.text()))
        urgent = [names.urgency_part(p.code, p.figure) for p in case.urgency.parts] if (
            case.urgency
        ) else []  # fmt: skip
        self._why.setText(names.joined(urgent))
        self._why.setVisible(bool(urgent))
        told = [
            f"{names.short_day(a.on)} {names.channel(a.channel)}　{a.text}"
            for a in case.attempts[-3:]
        ]
        self._tried.setText("\n".join(reversed(told)) or _("尚未协调"))
        self._resolve.setVisible(not found.resolved_on)

    @Slot()
    def _open_pressed(self) -> None:
        if self._case is not None:
            self.open_wanted.emit(self._case.row.id)

    @Slot()
    def _resolve_pressed(self) -> None:
        if self._case is not None:
            ResolveForm(self.context, self._case.row, self._case.kin).open()
