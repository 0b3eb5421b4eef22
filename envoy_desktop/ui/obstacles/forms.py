"""The forms of an obstacle: correct what was logged, and say how it ended."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop import now
from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names


def told(what: str, text: str) -> str:
    """An act as the toast names it."""
    short = text if len(text) <= 20 else text[:20] + "…"
    return _("{what}：{text}").format(what=what, text=short)


class EditForm(FormDialog):
    """Text, kind, department, severity and the day an answer is owed."""

    def __init__(self, context: Context, row: ObstacleRow, departments: Sequence[Choice]) -> None:
        super().__init__(context.window, _("修改障碍"))
        self._context, self._row = context, row
        form = self.form
        form.add("text", _("哪里卡住了"), LinesField(row.text, lines=3, required=True))
        kinds = [(code, names.obstacle_kind(code)) for code in KINDS]
        form.add("kind", _("种类"), ChoiceField(kinds, row.kind, search=True, required=True))
        offered = [(c.id, c.name) for c in departments]
        form.add(
            "department", _("部门"),
            ChoiceField(offered, row.department, none=_("还不清楚"), search=True),
        )  # fmt: skip
        weights = [(str(n), names.severity(n)) for n in range(1, 6)]
        form.add("severity", _("程度"), ChoiceField(weights, str(row.severity)))
        rule = KINDS.get(row.kind, KINDS["other"])
        form.add(
            "answer_due", _("答复期限"), DateField(_day(row.answer_due), ahead=True),
            _("这类障碍应在 {term}内答复。").format(term=names.days(rule.answer_days)),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import obstacles

        values = self.form.values()
        due = values["answer_due"]
        before = {
            "text": self._row.text, "kind": self._row.kind, "department": self._row.department,
            "severity": str(self._row.severity), "answer_due": self._row.answer_due,
        }  # fmt: skip
        after = {**values, "answer_due": str(due) if due else None}
        changed = {name: value for name, value in after.items() if value != before[name]}
        if not changed:
            self.accept()
            return
        self.commit(
            self._context.jobs, told(_("已修改"), str(values["text"])), obstacles.change,
            obstacle=self._row.id, **changed,
        )  # fmt: skip


class ResolveForm(FormDialog):
    """How an obstacle came out of the way, and on which day."""

    def __init__(self, context: Context, row: ObstacleRow) -> None:
        super().__init__(context.window, _("标为已解决"), row.text, save=_("已解决"))
        self._context, self._row = context, row
        self.form.add("how", _("怎么解决的"), LinesField(lines=2))
        self.form.add(
            "on", _("解决日期"),
            DateField(now.today(), latest=now.today(), earliest=_day(row.on), required=True),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import obstacles

        values = self.form.values()
        self.commit(
            self._context.jobs, told(_("已解决"), self._row.text), obstacles.resolve,
            obstacle=self._row.id, how=values["how"], on=values["on"],
        )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
