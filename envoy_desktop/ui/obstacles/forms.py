"""The forms of an obstacle: correct what was logged, and say how it ended."""

from collections.abc import Sequence

from PySide6.QtCore import Slot

from envoy_desktop import now
from envoy_desktop.domain import escalations as rules
from envoy_desktop.domain import iso
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.escalations import EscalationRow, Kin
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.ui.obstacles.reading import Root
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField, YesNoField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names, ngettext


def told(what: str, text: str) -> str:
    """An act as the toast names it."""
    return _("{what}：{text}").format(what=what, text=names.short(text, 20))


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
            "answer_due", _("答复期限"), DateField(iso.day(row.answer_due), ahead=True),
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


class EscalateForm(FormDialog):
    """Which level is asked, who there, on which day, and by when an answer is owed."""

    def __init__(self, context: Context, row: ObstacleRow, calendar: Calendar) -> None:
        super().__init__(context.window, _("逐级协调"), row.text, save=_("报送"))
        self._context, self._row, self._calendar = context, row, calendar
        first = rules.next_level(row.level) or row.level
        lowest = rules.LEVELS.index(row.level) if row.level else 0
        levels = [(code, names.level(code)) for code in rules.LEVELS[lowest:]]
        self._level = ChoiceField(levels, first)
        self.form.add("level", _("报到"), self._level)
        self.form.add("to", _("请谁答复"), TextField(hint=_("姓名、职务或科室"), longest=200))
        mark = marks(calendar)
        self._on = DateField(now.today(), mark=mark, latest=now.today(), required=True)
        self.form.add("on", _("报送日期"), self._on)
        self._due = DateField(mark=mark, ahead=True, required=True)
        self.form.add("answer_due", _("答复期限"), self._due)
        self._level.changed.connect(self._set_due)
        self._on.changed.connect(self._set_due)
        self._set_due()

    @Slot()
    def _set_due(self) -> None:
        on = self._on.value()
        if on is not None:
            level = str(self._level.value())
            self._due.set_value(rules.answer_due(level, on, self._calendar))

    def submit(self) -> None:
        from envoy_desktop.casework import escalations

        values = self.form.values()
        told_ = told(
            _("已报{level}").format(level=names.level(str(values["level"]))), self._row.text
        )
        self.commit(
            self._context.jobs, told_, escalations.escalate, obstacle=self._row.id, **values
        )


class AnswerForm(FormDialog):
    """What the level that was asked answered, word for word."""

    def __init__(self, context: Context, row: ObstacleRow, asked: EscalationRow) -> None:
        title = _("{level}的答复").format(level=names.level(asked.level))
        super().__init__(context.window, title, row.text)
        self._context, self._row, self._asked = context, row, asked
        self.form.add("text", _("怎么答复的"), LinesField(lines=3, required=True))
        self.form.add(
            "on", _("答复日期"),
            DateField(now.today(), latest=now.today(), earliest=iso.day(asked.on), required=True),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import escalations

        self.commit(
            self._context.jobs, told(_("已记答复"), self._row.text), escalations.answer,
            obstacle=self._row.id, escalation=self._asked.id, **self.form.values(),
        )  # fmt: skip


class RootForm(FormDialog):
    """Which obstacle is the one cause of this one."""

    def __init__(self, context: Context, row: ObstacleRow, roots: Sequence[Root]) -> None:
        line = _("{text}——它是由哪一条引起的？").format(text=row.text)
        super().__init__(context.window, _("连到根源"), line, save=_("连上"))
        self._context, self._row = context, row
        offered = [(root.id, root.words) for root in roots]
        self.form.add("root", _("根源"), ChoiceField(offered, search=True, required=True))

    def submit(self) -> None:
        from envoy_desktop.casework import escalations

        self.commit(
            self._context.jobs, told(_("已连到根源"), self._row.text), escalations.link,
            obstacle=self._row.id, **self.form.values(),
        )  # fmt: skip


class VerifyForm(FormDialog):
    """Who of the investor's says that the obstacle is really gone."""

    def __init__(self, context: Context, row: ObstacleRow) -> None:
        super().__init__(context.window, _("投资方验证"), row.text, save=_("已验证"))
        self._context, self._row = context, row
        self.form.add("by", _("投资方的谁"), TextField(required=True, longest=80))
        self.form.add(
            "on", _("验证日期"),
            DateField(
                now.today(), latest=now.today(), earliest=iso.day(row.resolved_on), required=True
            ),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import escalations

        self.commit(
            self._context.jobs, told(_("投资方已验证"), self._row.text), escalations.verify,
            obstacle=self._row.id, **self.form.values(),
        )  # fmt: skip


class ResolveForm(FormDialog):
    """How an obstacle came out of the way, and on which day; its kin with it where wished."""

    def __init__(self, context: Context, row: ObstacleRow, kin: Sequence[Kin] = ()) -> None:
        super().__init__(context.window, _("标为已解决"), row.text, save=_("已解决"))
        self._context, self._row = context, row
        self.form.add("how", _("怎么解决的"), LinesField(lines=2))
        self.form.add(
            "on", _("解决日期"),
            DateField(now.today(), latest=now.today(), earliest=iso.day(row.on), required=True),
        )  # fmt: skip
        self._kin = [one.id for one in kin if not one.resolved_on and one.id != row.id]
        if self._kin:
            n = len(self._kin)
            words = ngettext("同一根源的另外 {n} 条", "同一根源的另外 {n} 条", n).format(n=n)
            self.form.add("kin", words, YesNoField(True), _("也一并标为已解决。"))

    def submit(self) -> None:
        from envoy_desktop.casework import escalations, obstacles

        values = self.form.values()
        if values.pop("kin", False):
            self.commit(
                self._context.jobs, told(_("已一并解决"), self._row.text),
                escalations.resolve_group, obstacles=(self._row.id, *self._kin), **values,
            )  # fmt: skip
            return
        self.commit(
            self._context.jobs, told(_("已解决"), self._row.text), obstacles.resolve,
            obstacle=self._row.id, how=values["how"], on=values["on"],
        )  # fmt: skip
