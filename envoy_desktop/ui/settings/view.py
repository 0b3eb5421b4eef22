"""The settings screen: people and papers, rules, holidays, catalogue, safety, this laptop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.casework import reference
from envoy_desktop.domain.settings import SETTINGS
from envoy_desktop.ui.settings import reading
from envoy_desktop.ui.settings.catalogue_tab import CatalogueTab
from envoy_desktop.ui.settings.departments_tab import DepartmentsTab
from envoy_desktop.ui.settings.holidays_tab import HolidaysTab
from envoy_desktop.ui.settings.reading import Kept
from envoy_desktop.ui.settings.rows import SettingForm
from envoy_desktop.ui.settings.safety_tab import SafetyTab
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.section import PageTitle, Scroll, column
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _, names, pgettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed
    from envoy_desktop.ui.start.session import Session

PEOPLE = tuple(key for key in SETTINGS if key.startswith(("envoy.", "memo.")))
LAPTOP = tuple(
    key for key, s in SETTINGS.items() if s.place == "device" and not key.startswith("backup.")
)
RULES = tuple(
    key for key, s in SETTINGS.items() if s.place == "workspace" and key not in PEOPLE
)  # whatever is declared stands on one of the pages; a test counts them
FORM_WIDTH = 46


class SettingsScreen(Screen):
    """There is no Save button: a field is kept when one goes on, and undo takes it back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.kept: Kept | None = None
        self.forms: dict[str, SettingForm] = {}
        self._safety: SafetyTab | None = None
        self._holidays: HolidaysTab | None = None
        self._catalogue: CatalogueTab | None = None
        self._departments: DepartmentsTab | None = None

    @property
    def session(self) -> "Session":
        """The session the window belongs to."""
        found: Session = self.context.settings["session"]
        return found

    def title(self) -> str:
        return pgettext("screen", "设置")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        body.addWidget(
            PageTitle(
                pgettext("screen", "设置"), _("改动即时生效，无须保存；与工作有关的改动可以撤销。")
            )
        )
        self.tabs = Tabs()
        for name, title, build in (
            ("people", _("本人与公文"), self._build_people),
            ("rules", _("预警与提醒"), self._build_rules),
            ("holidays", _("节假日"), self._build_holidays),
            ("catalogue", _("事项目录"), self._build_catalogue),
            ("departments", _("部门变动"), self._build_departments),
            ("safety", _("工作区与备份"), self._build_safety),
            ("laptop", _("本机"), self._build_laptop),
        ):
            self.tabs.add(name, title, build)
        self.tabs.shown.connect(self._shown)
        body.addWidget(self.tabs, 1)
        return page

    # -- pages ---------------------------------------------------------------------------------

    def _form_page(self, name: str, keys: tuple[str, ...], workspace: bool) -> QWidget:
        form = SettingForm(keys, self._keep_in_workspace if workspace else self._keep_here)
        self.forms[name] = form
        page = Scroll(margin=(0, 16, 12, 20), gap=8)
        form.setMaximumWidth(page.fontMetrics().height() * FORM_WIDTH)
        page.body.addWidget(form)
        page.body.addStretch(1)
        return page

    def _build_people(self) -> QWidget:
        return self._form_page("people", PEOPLE, True)

    def _build_rules(self) -> QWidget:
        return self._form_page("rules", RULES, True)

    def _build_laptop(self) -> QWidget:
        return self._form_page("laptop", LAPTOP, False)

    def _build_holidays(self) -> QWidget:
        self._holidays = HolidaysTab(self.context)
        return self._holidays

    def _build_catalogue(self) -> QWidget:
        self._catalogue = CatalogueTab(self.context)
        return self._catalogue

    def _build_departments(self) -> QWidget:
        self._departments = DepartmentsTab(self.context)
        return self._departments

    def _build_safety(self) -> QWidget:
        self._safety = SafetyTab(self.context, self.session, self._keep_here)
        return self._safety

    # -- showing -------------------------------------------------------------------------------

    def refresh(self, changed: "Changed | None") -> None:
        kinds = ("setting", "edition", "catalogue_item", "department", "holiday", "material",
                 "succession")  # fmt: skip
        if changed is None or changed.touches(*kinds):
            self.context.jobs.read(
                reading.kept, done=self._came, key="settings", workspace=self.context.workspace
            )

    @Slot(object)
    def _came(self, kept: Kept) -> None:
        self.kept = kept
        self._show()

    @Slot(str)
    def _shown(self, _name: str) -> None:
        self._show()

    def _show(self) -> None:
        if self.kept is None:
            return
        name = self.tabs.current()
        if name in ("people", "rules"):
            self.forms[name].show_values(self.kept.settings)
        elif name == "laptop":
            self.forms[name].show_values(self.session.device.values)
        elif name == "holidays" and self._holidays is not None:
            self._holidays.show_years(self.kept.years)
        elif name == "catalogue" and self._catalogue is not None:
            self._catalogue.show_kept(self.kept)
        elif name == "departments" and self._departments is not None:
            self._departments.refresh()
        elif name == "safety" and self._safety is not None:
            self._safety.refresh()

    # -- keeping -------------------------------------------------------------------------------

    def _keep_in_workspace(self, key: str, text: str) -> None:
        self.context.jobs.act(
            _("已改：{what}").format(what=names.setting_label(key)),
            reference.set_setting,
            key=key,
            text=text,
        )

    def _keep_here(self, key: str, text: str) -> None:
        self.session.set_device(key, text)
