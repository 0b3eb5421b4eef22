"""What the buttons and keys of a procedure do, on whatever screen they stand."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.domain.clock_values import EventKind, Proposal
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.ui.procedures import reading, steps
from envoy_desktop.ui.procedures.centre_form import CentreForm
from envoy_desktop.ui.procedures.event_form import EventForm, LimitForm, VoidForm, told
from envoy_desktop.ui.procedures.reading import Case, Page
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _, names


class ProcedureActions(QObject):
    """Opens forms and runs acts on one procedure after the other."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._case: Case | None = None
        self._menu: QMenu | None = None

    # --- forms --------------------------------------------------------------------------------

    def record(self, procedure: int, kind: EventKind | None = None) -> None:
        """Open the form of an event, by default of the next step."""
        self.context.jobs.read(
            partial(_with_kind, kind), done=self._record_read, key="event-form",
            workspace=self.context.workspace, procedure=procedure, today=now.today(),
        )  # fmt: skip

    def record_of(self, case: Case, kind: EventKind) -> EventForm:
        """Open the form of an event of a case that was read already."""
        form = EventForm(self.context, case, kind)
        form.done_with.connect(self._recorded)
        form.open()
        return form

    def correct(self, case: Case, event: EventRow) -> EventForm:
        """Open the form that corrects a fact."""
        form = EventForm(self.context, case, EventKind(event.kind), event)
        form.done_with.connect(self._recorded)
        form.open()
        return form

    def void(self, case: Case, event: EventRow) -> None:
        """Ask why a fact never happened, and say so."""
        VoidForm(self.context, case, event).open()

    def plan_limit(self, case: Case) -> None:
        """Set or take away the agreed limit."""
        LimitForm(self.context, case).open()

    def see_windows(self, page: Page) -> None:
        """Ask what was seen at the window."""
        CentreForm(self.context, page).open()

    def log_window(self, case: Case, kind: str) -> None:
        """Log that the window sent it to the back office, or cannot decide."""
        from envoy_desktop.casework import centre

        self.context.jobs.act(
            told(names.obstacle_kind(kind), case.row.name), centre.log,
            procedure=case.row.procedure, kind=kind,
        )  # fmt: skip

    # --- acts without a form ------------------------------------------------------------------

    def file_again(self, case: Case) -> None:
        """A new procedure for the same item."""
        from envoy_desktop.casework import plans

        self.context.jobs.act(
            told(_("重新申报"), case.row.name), plans.file_again, done=self._filed_again,
            procedure=case.row.procedure,
        )  # fmt: skip

    def log_proposed(self, case: Case, proposal: Proposal) -> None:
        """Log the obstacle that the facts propose."""
        from envoy_desktop.casework import obstacles

        kind = proposed_kind(proposal)
        self.context.jobs.act(
            told(_("记障碍"), names.obstacle_kind(kind)), obstacles.log,
            text=obstacle_text(proposal), procedure=case.row.procedure, kind=kind,
        )  # fmt: skip

    # --- the menu of events -------------------------------------------------------------------

    def events_menu(self, case: Case, parent: QWidget) -> QMenu:
        """What may happen now, then everything else under 补录."""
        menu = QMenu(parent)
        self._case = case
        for kind in steps.next_kinds(case.reading.state):
            self._add(menu, kind)
        others = steps.other_kinds(case.reading.state)
        if others:
            if not menu.isEmpty():
                menu.addSeparator()
            planned = case.reading.filed is None
            more = menu.addMenu(_("申报以前的事") if planned else _("补录其他事件"))
            for kind in others:
                self._add(more, kind)
        menu.triggered.connect(self._chosen)
        return menu

    def pop_up(self, case: Case, parent: QWidget, place: QPoint) -> None:
        """Show the menu of events at a place on the screen."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = self.events_menu(case, parent)
        self._menu.popup(place)

    def _add(self, menu: QMenu, kind: EventKind) -> None:
        letter = steps.LETTERS[kind]
        words = steps.record_title(kind)
        action = menu.addAction(f"{words}(&{letter})")
        action.setData(kind.value)

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        if self._case is not None and action.data():
            self.record_of(self._case, EventKind(action.data()))

    # --- answers ------------------------------------------------------------------------------

    @Slot(object)
    def _record_read(self, answer: tuple[Case | None, EventKind | None]) -> None:
        case, kind = answer
        if case is None:
            return
        if kind is None:
            possible = steps.next_kinds(case.reading.state)
            if not possible:
                return
            kind = possible[0]
        self.record_of(case, kind)

    @Slot(object)
    def _recorded(self, recorded: Any) -> None:
        if recorded.warnings:
            words = [names.warning(code) for code in recorded.warnings]
            self.context.messages.tell(_("已记录，请留意"), "\n".join(words))

    @Slot(object)
    def _filed_again(self, procedure: int) -> None:
        self.context.open_object("procedure", procedure)


def _with_kind(kind: EventKind | None, **values: Any) -> tuple[Case | None, EventKind | None]:
    return reading.case(**values), kind


def obstacle_text(proposal: Proposal) -> str:
    """A proposed obstacle as a line of the log: what was done, without the advice to log it."""
    given = proposal.values.get("items")
    items = names.joined(given) if isinstance(given, tuple | list) else ""
    on = proposal.values.get("on")
    day = names.short_day(on) if isinstance(on, date) else ""
    why = proposal.values.get("why")
    if isinstance(why, str):
        return _("{day}索要{items}：{why}").format(day=day, items=items, why=names.demand(why))
    if proposal.kind == "late_notice":
        return _("{day}才告知补正{items}，已超过规定期限").format(day=day, items=items)
    return _("{day}又提出新的要求：{items}").format(day=day, items=items)


def proposed_kind(proposal: Proposal) -> str:
    """The kind of obstacle to log."""
    from envoy_desktop.domain.obstacles import kind_to_log

    return kind_to_log(proposal.kind)
