"""What was seen at the window: handled in the service centre or not, decided there or not."""

from typing import Any

from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.procedures.reading import Page
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _

LISTED, YES, NO = "listed", "yes", "no"
_VALUES = {LISTED: None, YES: True, NO: False}


class CentreForm(FormDialog):
    """Two questions; the list's own word stays unless something else was seen."""

    def __init__(self, context: Context, page: Page) -> None:
        row = page.case.row
        super().__init__(context.window, _("窗口情况"), f"{row.name} · {row.department_name}")
        self._context, self._page = context, page
        listed = _("在大厅办理") if page.listed_in_centre else _("不在大厅办理")
        self.form.add(
            "in_centre", _("政务大厅"),
            ChoiceField(
                [(LISTED, _("按目录：{words}").format(words=listed)), (YES, _("在大厅办理")),
                 (NO, _("不在大厅办理"))],
                _code(page.in_centre),
            ),
        )  # fmt: skip
        decides = _("窗口可以决定") if page.case.item.window_decides else _("窗口不能决定")
        self.form.add(
            "window_decides", _("窗口权限"),
            ChoiceField(
                [(LISTED, _("按目录：{words}").format(words=decides)), (YES, _("窗口可以决定")),
                 (NO, _("窗口不能决定"))],
                _code(page.window_decides),
            ),
            _("在办件页上按 B 记“转回科室”，按 Y 记“窗口不能决定”，直接登记为障碍。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import centre

        values: dict[str, Any] = {
            name: _VALUES[str(value)] for name, value in self.form.values().items()
        }
        row = self._page.case.row
        self.commit(
            self._context.jobs, told(_("窗口情况"), row.name), centre.see,
            procedure=row.procedure, **values,
        )  # fmt: skip


def _code(seen: bool | None) -> str:
    return LISTED if seen is None else YES if seen else NO
