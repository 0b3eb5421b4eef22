"""A project and the list of powers: a demand off the list with one key, and another edition."""

from typing import Any

from envoy_desktop.casework import editions, off_list
from envoy_desktop.casework.editions import Meaning
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.settings.catalogue_forms import rows
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.words import _


class OffListForm(FormDialog):
    """What was demanded, and by whom; the list itself says whether it holds it."""

    def __init__(self, context: Context, page: ProjectPage) -> None:
        line = _("目录里没有的材料或事项，登记时写明目录版本；目录里有的会指出来。")
        super().__init__(context.window, _("记清单外要求"), line, save=_("登记"))
        self._context, self._page = context, page
        self.form.add("what", _("要求什么"), TextField(
            hint=_("材料或手续的名称，照窗口的说法"), required=True, longest=120
        ))  # fmt: skip
        running = sorted(page.seen.steps, key=lambda step: step.state != "running")
        offered = [(s.procedure, f"{s.name} · {s.department_name}") for s in running]
        field = ChoiceField(offered, none=_("说不上是哪个办件"), search=True)
        self.form.add("procedure", _("办哪件事时"), field)

    def submit(self) -> None:
        values = self.form.values()
        self.commit(
            self._context.jobs, _("已登记：{what}").format(what=str(values["what"])[:20]),
            off_list.log, project=self._page.row.id, **values,
        )  # fmt: skip


class EditionForm(FormDialog):
    """What the newest edition would mean for a project, and moving it there."""

    def __init__(self, context: Context, page: ProjectPage, found: tuple[Meaning, str]) -> None:
        meaning, name = found
        line = _("还没有办结的办件改用新版的时限和材料，已办结的不动；可以撤销。")
        title = _("换用{edition}").format(edition=name)
        super().__init__(context.window, title, line, save=_("换用"), width=52)
        self._context, self._page, self._edition = context, page, meaning.edition
        listed = RowList(_("换用新版会改动的"), action=False, lamp=False)
        from envoy_desktop.domain.catalogue_diff import CatalogueDiff

        diff = CatalogueDiff(meaning.added, meaning.removed, meaning.changed)
        listed.set_rows(rows(diff))
        listed.setMinimumHeight(listed.sizeHint().height())
        self.more.addWidget(listed)

    def submit(self) -> None:
        self.commit(
            self._context.jobs, _("已换用新版目录"), editions.move_project,
            project=self._page.row.id, edition=self._edition,
        )  # fmt: skip


def read_meaning(workspace: Any, project: int, edition: int) -> tuple[Meaning, str] | None:
    """What the newest edition means for a project, None where it is on it; off the UI thread."""
    with workspace.read() as reader:
        newest = reference.newest_edition(reader)
        if newest is None or newest == edition:
            return None
        return editions.meaning(reader, project, newest), standing.edition_name(reader, newest)
