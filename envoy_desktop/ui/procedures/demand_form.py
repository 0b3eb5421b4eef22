"""A paper that a window asks for and may not: the list says why, and it is logged at once."""

from typing import Any

from envoy_desktop import now
from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.procedures.reading import Case
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _, names

LOGGED = ("off_list_demand", "paper_already_held", "piecemeal", "designated_intermediary")


class DemandForm(FormDialog):
    """What was asked for and when; the kind follows from the list unless one is chosen."""

    def __init__(self, context: Context, case: Case, text: str = "", kind: str = "") -> None:
        line = f"{case.row.name} · {case.row.project_name}"
        super().__init__(context.window, _("窗口多要材料"), line, save=_("记为障碍"))
        self._context, self._case = context, case
        self.form.add("text", _("要了什么"), TextField(text, required=True))
        self.form.add(
            "on", _("日期"),
            DateField(now.today(), mark=marks(case.calendar), latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add(
            "kind", _("障碍种类"),
            ChoiceField(
                [(code, names.obstacle_kind(code)) for code in LOGGED if code in KINDS],
                kind or None, none=_("按材料清单判断"),
            ),
            _("不在清单上的、共享平台已有的、已经交过的，会自动判断。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import materials

        values: dict[str, Any] = self.form.values()
        values["kind"] = str(values["kind"] or "")
        self.commit(
            self._context.jobs, told(_("窗口多要材料"), self._case.row.name),
            materials.log_demand, procedure=self._case.row.procedure, **values,
        )  # fmt: skip
