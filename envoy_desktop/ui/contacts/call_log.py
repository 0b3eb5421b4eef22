"""The call log: one line from anywhere; who and what it was about is guessed, Enter saves."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent

from envoy_desktop import now
from envoy_desktop.casework import calls
from envoy_desktop.domain.promised_day import day_in
from envoy_desktop.store.queries import choices, people
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.people import ContactRow
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names

PAUSE_MS = 120  # after the last key, before guessing


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from, and what is open on the screen."""

    contacts: tuple[ContactRow, ...]
    departments: tuple[Choice, ...]
    projects: tuple[Choice, ...]
    procedures: tuple[Choice, ...]
    contact: int | None
    project: int | None
    procedure: int | None
    obstacle: int | None


def open_call_log(context: Context, contact: int | None = None) -> "CallLog":
    """Show the call log; one that is open comes to the front."""
    found = context.window.findChild(CallLog)
    if isinstance(found, CallLog) and found.isVisible():
        found.raise_()
        found.activateWindow()
        return found
    made = CallLog(context, contact)
    made.open()
    return made


class CallLog(FormDialog):
    """A call in one line; what a person chose by hand is guessed no more."""

    def __init__(self, context: Context, contact: int | None = None) -> None:
        super().__init__(context.window, _("记电话"), save=_("记下"), width=46)
        self._context = context
        about = ("contact", contact) if contact else context.selected()
        self._offered: Offered | None = None
        self._fixed: set[str] = set()
        self._filling = False
        form = self.form
        form.add(
            "text", _("说了什么"),
            TextField(
                hint=_("例如：规划局王科长说周五前出证"), longest=2000, required=True
            ),
        )  # fmt: skip
        form.add("contact", _("和谁"), ChoiceField(none=_("没有记下是谁"), search=True))
        form.add("department", _("部门"), ChoiceField(none=_("不属于部门"), search=True))
        form.add("project", _("项目"), ChoiceField(none=_("不属于项目"), search=True))
        form.add("procedure", _("事项"), ChoiceField(none=_("不针对某个事项"), search=True))
        form.add(
            "promised_on", _("答应的日期"), DateField(ahead=True),
            _("话里有日期会自动填上；到这一天就在今日里问：兑现了吗？"),
        )  # fmt: skip
        form.add("promised", _("答应了什么"), TextField(hint=_("留空就用上面那句话")))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._guess)
        form.changed.connect(self._changed)
        context.jobs.read(
            offered, done=self._offer, key="call-log-offer", workspace=context.workspace,
            about=about,
        )  # fmt: skip

    # -- what is known -------------------------------------------------------------------------

    @Slot(object)
    def _offer(self, found: Offered) -> None:
        self._offered = found
        self._filling = True
        self._choices("contact", [(c.id, _named(c)) for c in found.contacts], found.contact)
        self._choices("department", [(c.id, c.name) for c in found.departments], None)
        self._choices("project", [(c.id, c.name) for c in found.projects], found.project)
        self._choices("procedure", [(c.id, c.name) for c in found.procedures], found.procedure)
        self._filling = False
        if found.contact:
            self._fixed.add("contact")
        self._guess()

    def _choices(self, name: str, listed: list[tuple[int, str]], chosen: int | None) -> None:
        field = self.form.fields[name]
        assert isinstance(field, ChoiceField)
        field.set_choices(listed)
        field.set_value(chosen)

    @Slot(str)
    def _changed(self, name: str) -> None:
        if self._filling:
            return
        if name != "text":
            self._fixed.add(name)
        self._pause.start()

    @Slot()
    def _guess(self) -> None:
        found = self._offered
        if found is None:
            return
        text = str(self.form.fields["text"].value())
        if "promised_on" not in self._fixed:
            self._filling = True
            self.form.fields["promised_on"].set_value(day_in(text, now.today()))
            self._filling = False
        values = self.form.values()
        self._context.jobs.read(
            guessed, done=self._show_guess, key="call-log-guess",
            workspace=self._context.workspace, text=text,
            project=values["project"] if "project" in self._fixed else found.project,
            procedure=values["procedure"] if "procedure" in self._fixed else found.procedure,
        )  # fmt: skip

    @Slot(object)
    def _show_guess(self, seen: tuple[calls.Guessed, tuple[Choice, ...]]) -> None:
        guess, listed = seen
        self._filling = True
        for name in ("contact", "department", "project"):
            value = getattr(guess, name)
            if name not in self._fixed and value is not None:
                self.form.fields[name].set_value(value)
        if listed and "procedure" not in self._fixed:
            self._choices("procedure", [(c.id, c.name) for c in listed], guess.procedure)
        self._filling = False

    # -- saving --------------------------------------------------------------------------------

    def submit(self) -> None:
        values = self.form.values()
        text = str(values["text"])
        title = _("已记电话：{text}").format(text=names.short(text, 20))
        obstacle = self._offered.obstacle if self._offered else None
        self.commit(self._context.jobs, title, calls.log, obstacle=obstacle, **values)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._pause.stop()
        super().closeEvent(event)


def _named(row: ContactRow) -> str:
    where = row.department_name or row.project_name
    return " · ".join(part for part in (row.name, where, row.post) if part)


def offered(workspace: Any, about: tuple[str, int] | None) -> Offered:
    """What stands to choose, with what is open (`about`: kind and id) in front."""
    kind, id = about or ("", 0)
    with workspace.read() as reader:
        contact = id if kind == "contact" else None
        if kind == "call":
            contact = next((c.contact for c in people.calls(reader, ids=[id])), None)
        procedure = id if kind == "procedure" else None
        obstacle = id if kind == "obstacle" else None
        project = id if kind == "project" else None
        if kind == "obstacle":
            from envoy_desktop.store.queries import obstacles

            row = obstacles.obstacles(reader, ids=[id])
            if row:
                project, procedure = row[0].project, row[0].procedure
                obstacle = id if not row[0].resolved_on else None
        elif procedure:
            project = choices.project_of(reader, procedure)
        return Offered(
            tuple(people.contacts(reader)),
            tuple(choices.departments(reader)),
            tuple(choices.projects(reader, project)),
            tuple(choices.procedures(reader, project)) if project else (),
            contact,
            project,
            procedure,
            obstacle,
        )


def guessed(
    workspace: Any, text: str, project: int | None, procedure: int | None
) -> tuple[calls.Guessed, tuple[Choice, ...]]:
    """Whom and what a line is about, with the procedures of its project."""
    with workspace.read() as reader:
        seen = calls.guess(reader, text, project=project, procedure=procedure)
        of = seen.project or (
            choices.project_of(reader, seen.procedure) if seen.procedure else None
        )
        listed = tuple(choices.procedures(reader, of)) if of else ()
        if of and seen.project is None:
            seen = calls.Guessed(seen.contact, seen.department, of, seen.procedure)
        return seen, listed
