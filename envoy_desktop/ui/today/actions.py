"""What the buttons and keys of *Today* do: each entry's one next action, and setting it aside."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from envoy_desktop import now
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.today import Entry
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.today.model import Day
from envoy_desktop.words import _, names, ngettext

RECORDS = {
    "record_filed": EventKind.FILED,
    "record_accepted": EventKind.ACCEPTED,
    "record_decided": EventKind.DECIDED,
    "record_delivered": EventKind.DELIVERED,
    "record_resubmitted": EventKind.RESUBMITTED,
    "record_special_step_ended": EventKind.SPECIAL_STEP_ENDED,
}


class TodayActions(QObject):
    """Does what an entry asks for; forms are imported when the first one opens."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._procedures: Any = None

    def do(self, action: str, entry: Entry, day: Day) -> None:
        """The one next action of an entry."""
        if action in RECORDS:
            self.procedures().record(entry.id, RECORDS[action])
        elif action == "log_call":
            self.log_call(entry, day)
        elif action == "write_memo":
            self.write_memo(entry)
        elif action == "urge":
            self.context.jobs.read(
                read_duty, done=self._duty_came, key="urge-duty",
                workspace=self.context.workspace, duty=entry.id, today=now.today(),
            )  # fmt: skip
        elif action == "record_instruction":
            self.context.jobs.read(
                read_memo, done=self._memo_came, key="instruction-memo",
                workspace=self.context.workspace, memo=entry.id,
            )  # fmt: skip
        elif action == "mark_reached":
            from envoy_desktop.ui.projects.team_forms import MilestoneForm

            MilestoneForm(self.context, day.calendar, entry.id, entry.title).open()
        elif action == "renew_mandate":
            from envoy_desktop.ui.projects.team_forms import RenewForm

            RenewForm(self.context, day.calendar, entry.id, entry.project, entry.title).open()
        elif action == "mark_kept":
            from envoy_desktop.casework import calls

            self.context.jobs.act(
                _("已兑现：{what}").format(what=entry.title[:20]), calls.kept, call=entry.id
            )
        elif action == "ask_rating":
            from envoy_desktop.ui.ratings.ask import AskRating

            AskRating(self.context, entry.id, entry.title).open()
        elif action == "mark_duty_done":
            from envoy_desktop.ui.today.forms import DutyDoneForm

            DutyDoneForm(self.context, day.calendar, entry.title, entry.id).open()
        elif action == "snooze":
            self.snooze(entry, day)

    def log_call(self, entry: Entry, day: Day) -> None:
        """What was tried, on an obstacle or on a procedure."""
        from envoy_desktop.ui.today.forms import AttemptForm

        on = {entry.kind: entry.id} if entry.kind in ("obstacle", "procedure") else {}
        if entry.kind == "investor_duty":
            on = {"procedure": entry.id}
        if on:
            AttemptForm(self.context, day.calendar, entry.title, **on).open()

    def snooze(self, entry: Entry, day: Day) -> None:
        """Set an entry aside until a day, with a reason."""
        from envoy_desktop.ui.today.forms import SnoozeForm

        SnoozeForm(
            self.context, day.calendar, entry.title, of_kind=entry.kind, of=entry.id,
        ).open()  # fmt: skip

    def open(self, entry: Entry) -> None:
        """Show the thing itself."""
        self.context.open_object(*thing(entry))

    def write_memo(self, entry: Entry) -> None:
        """Begin a memo with the obstacle; of a late procedure with its obstacles."""
        if entry.kind == "obstacle":
            begin_memo(self.context, (entry.id,))
            return
        self._late = entry
        self.context.jobs.read(
            open_obstacles, done=self._obstacles_came, key="memo-obstacles",
            workspace=self.context.workspace, procedure=entry.id,
        )  # fmt: skip

    @Slot(object)
    def _duty_came(self, found: Any) -> None:
        from envoy_desktop.ui.ledger.follow_up import RemindForm

        if found is not None:
            calendar, entry = found
            RemindForm(self.context, calendar, entry.row, entry.reading).open()

    @Slot(object)
    def _memo_came(self, found: Any) -> None:
        from envoy_desktop.ui.documents.forms import InstructionForm

        if found is not None:
            memo, calendar = found
            InstructionForm(self.context, memo, calendar).open()

    def procedures(self) -> Any:
        """The actions on procedures, made when first needed."""
        if self._procedures is None:
            from envoy_desktop.ui.procedures.actions import ProcedureActions

            self._procedures = ProcedureActions(self.context, self)
        return self._procedures

    @Slot(object)
    def _obstacles_came(self, found: tuple[int, ...]) -> None:
        if found:
            begin_memo(self.context, found)
            return
        # a memo rests on logged facts: the lateness is logged as what it is, once one drafts
        entry = self._late
        text = ngettext(
            "{name}已超过{limit} {n} 个工作日，至今没有决定",
            "{name}已超过{limit} {n} 个工作日，至今没有决定",
            entry.days,
        ).format(name=entry.title, limit=names.today_about(entry.about), n=entry.days)
        kind = "promise_broken" if entry.about == "promised" else "overdue"
        from envoy_desktop.ui.documents.write import write_memo

        late = {"text": text, "procedure": entry.id, "kind": kind, "on": now.today()}
        write_memo(self.context, late=late)


def thing(entry: Entry) -> tuple[str, int]:
    """What an entry opens, as (kind, id): a milestone its project, a rating its procedure."""
    if entry.kind in ("milestone", "mandate") and entry.project is not None:
        return "project", entry.project
    if entry.kind in ("investor_duty", "rating"):
        return "procedure", entry.id
    if entry.kind == "attempt":
        return "call", entry.id
    return entry.kind, entry.id


def read_duty(workspace: Any, duty: int, today: Any) -> Any:
    """A duty as it stands, with the calendar; None where it is gone."""
    from envoy_desktop.casework import ledger
    from envoy_desktop.store.queries import duties, reference

    with workspace.read() as reader:
        row = duties.duty(reader, duty)
        if row is None:
            return None
        entry = ledger.Entry(row, ledger.of_row(reader, row, today))
        return reference.calendar(reader), entry


def read_memo(workspace: Any, memo: int) -> Any:
    """An issued document with the calendar; None where it is gone."""
    from envoy_desktop.store.queries import documents, reference

    with workspace.read() as reader:
        row = documents.memo(reader, memo)
        return None if row is None else (row, reference.calendar(reader))


def begin_memo(context: Context, obstacles: tuple[int, ...]) -> None:
    """Begin a memo with these obstacles, as the window's own command does with the chosen ones."""
    from envoy_desktop.ui.documents.write import write_memo

    write_memo(context, obstacles)


def open_obstacles(workspace: Any, procedure: int) -> tuple[int, ...]:
    """The open obstacles of a procedure, the newest first."""
    from envoy_desktop.store.queries import obstacles

    with workspace.read() as reader:
        return tuple(row.id for row in obstacles.obstacles(reader, procedure=procedure, open=True))
