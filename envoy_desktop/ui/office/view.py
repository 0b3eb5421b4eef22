"""The office's first screen: dashboard, what was set aside, conflicts, trust, what goes back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.office.intake import Intake
from envoy_desktop.office.status import MONTH
from envoy_desktop.ui.meeting.conflicts_page import ConflictsPage
from envoy_desktop.ui.office import reading
from envoy_desktop.ui.office.aside_page import AsidePage
from envoy_desktop.ui.office.reading import Seen
from envoy_desktop.ui.office.return_page import ReturnPage
from envoy_desktop.ui.office.status_page import StatusPage
from envoy_desktop.ui.office.trust_page import TrustPage
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.section import PageTitle, column
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

Page = StatusPage | AsidePage | TrustPage | ReturnPage


class OfficeScreen(Screen):
    """汇总: everything that comes from the envoys and goes back to them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen: Seen | None = None

    def title(self) -> str:
        return _("汇总")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        body.addWidget(PageTitle(_("汇总"), _("谁交了、谁没交，哪里有冲突，什么要发回")))
        self.tabs = Tabs()
        self.tabs.add("status", _("交付"), self._status)
        self.tabs.add("aside", _("另放"), self._aside)
        self.tabs.add("conflicts", _("冲突"), self._conflicts)
        self.tabs.add("trust", _("登记与信任"), self._trust)
        self.tabs.add("return", _("发回"), self._return)
        body.addWidget(self.tabs, 1)
        return page

    def _status(self) -> QWidget:
        made = StatusPage(self.context)
        made.taken.connect(self._took)
        made.asked.connect(self._again)
        return self._shown(made)

    def _aside(self) -> QWidget:
        return self._shown(AsidePage(self.context))

    def _trust(self) -> QWidget:
        return self._shown(TrustPage(self.context))

    def _return(self) -> QWidget:
        return self._shown(ReturnPage(self.context))

    def _conflicts(self) -> QWidget:
        made = ConflictsPage(self.context)
        if self._seen is not None:
            made.show_exchange(self._seen.exchange)
        return made

    def _shown(self, page: Page) -> QWidget:
        if self._seen is not None:
            page.show_office(self._seen)
        return page

    def refresh(self, changed: "Changed | None") -> None:
        self._again()

    def entered(self) -> None:
        self._again()
        self.tabs.setFocus()

    @Slot(object)
    def _took(self, _done: Intake) -> None:
        self._again()

    def _since(self) -> str:
        page = self.tabs.page("status")
        return page.since() if isinstance(page, StatusPage) else MONTH

    @Slot()
    def _again(self) -> None:
        self.context.jobs.read(
            reading.read, done=self._came, key="office", workspace=self.context.workspace,
            since=self._since(),
        )  # fmt: skip

    @Slot(object)
    def _came(self, seen: Seen) -> None:
        self._seen = seen
        self.tabs.set_count("aside", len(seen.status.aside))
        self.tabs.set_count("conflicts", len(seen.exchange.conflicts))
        for name in ("status", "aside", "trust", "return"):
            page = self.tabs.page(name)
            if isinstance(page, Page):
                page.show_office(seen)
        conflicts = self.tabs.page("conflicts")
        if isinstance(conflicts, ConflictsPage):
            conflicts.show_exchange(seen.exchange)
