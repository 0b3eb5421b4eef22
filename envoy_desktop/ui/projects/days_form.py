"""The days from which the investor's and contractor's own duties count, and what is due then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import own_duties as acts
from envoy_desktop.domain import own_duties as rules
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries import own_duties, reference
from envoy_desktop.store.queries.own_duties import OwnDutyRow
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names


@dataclass(frozen=True, slots=True)
class OwnDays:
    """The known days of a project, and its own duties on a day."""

    days: dict[str, date]
    duties: tuple[OwnDutyRow, ...]
    calendar: Calendar


def read_days(workspace: Any, project: int, today: date) -> OwnDays:
    """Read the days and duties of a project; runs off the UI thread."""
    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        known = own_duties.project_days(reader, project)
        return OwnDays(
            {kind: on for (_of, kind), on in known.items()},
            tuple(own_duties.duties(reader, calendar, today, project=project)),
            calendar,
        )


class DaysForm(FormDialog):
    """When the works contract was signed, completion was accepted, first use began."""

    def __init__(self, context: Context, project: int, name: str, known: OwnDays) -> None:
        super().__init__(context.window, _("企业自己的事"), name)
        self._context, self._project, self._name, self._known = context, project, name, known
        for kind in rules.DAYS:
            self.form.add(
                kind, names.project_day(kind),
                DateField(known.days.get(kind), mark=marks(known.calendar), latest=now.today()),
                self._due(kind),
            )  # fmt: skip

    def _due(self, kind: str) -> str:
        """What counts from a day and by when: 农民工工资保证金存储 11月30日前."""
        parts = []
        for row in self._known.duties:
            reading = row.reading
            if reading.counted_from == kind and reading.done is None:
                state = names.own_duty_state(reading.state)
                if reading.due is not None:
                    state = _("{day}前").format(day=names.short_day(reading.due))
                parts.append(_("{name}（{state}）").format(name=row.name, state=state))
        return _("；").join(parts)

    def submit(self) -> None:
        values: dict[str, Any] = self.form.values()
        changed = {k: on for k, on in values.items() if on != self._known.days.get(k)}
        self.commit(
            self._context.jobs, told(_("企业自己的事"), self._name), acts.set_days,
            project=self._project, days=changed,
        )  # fmt: skip
