"""The exchange: tabs of sending, receiving, conflicts and trust, fed by one reading."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.ui.meeting import reading
from envoy_desktop.ui.meeting.conflicts_page import ConflictsPage
from envoy_desktop.ui.meeting.reading import Exchange
from envoy_desktop.ui.meeting.receive_page import ReceivePage
from envoy_desktop.ui.meeting.send_page import SendPage
from envoy_desktop.ui.meeting.trust_page import TrustPage
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.section import PageTitle, column
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

Page = SendPage | ReceivePage | ConflictsPage | TrustPage


class ExchangeScreen(Screen):
    """数据交换: what goes to others and what comes back, without a network."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Exchange | None = None

    def title(self) -> str:
        return _("数据交换")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        self.head = PageTitle(
            _("数据交换"), _("用优盘或邮件与协调办、与自己另一台电脑往来，不用联网")
        )
        body.addWidget(self.head)
        self.tabs = Tabs()
        self.tabs.add("send", _("写数据包"), self._send)
        self.tabs.add("receive", _("接收"), self._receive)
        self.tabs.add("conflicts", _("冲突"), self._conflicts)
        self.tabs.add("trust", _("信任"), self._trust)
        body.addWidget(self.tabs, 1)
        return page

    def _send(self) -> QWidget:
        made = SendPage(self.context)
        made.written.connect(self._count_again)
        return self._shown(made)

    def _receive(self) -> QWidget:
        made = ReceivePage(self.context)
        made.received.connect(self._again)
        return self._shown(made)

    def _conflicts(self) -> QWidget:
        return self._shown(ConflictsPage(self.context))

    def _trust(self) -> QWidget:
        return self._shown(TrustPage(self.context))

    def _shown(self, page: Page) -> QWidget:
        if self._found is not None:
            page.show_exchange(self._found)
        return page

    def refresh(self, changed: "Changed | None") -> None:
        self._again()

    def entered(self) -> None:
        self._again()
        self.tabs.setFocus()

    @Slot()
    def _count_again(self) -> None:
        """What is still to be reported stands in the status bar; no fact has changed."""
        self.context.ask_around()

    @Slot()
    def _again(self) -> None:
        self.context.jobs.read(
            reading.read, done=self._came, key="exchange", workspace=self.context.workspace
        )

    @Slot(object)
    def _came(self, found: Exchange) -> None:
        self._found = found
        self.tabs.set_count("conflicts", len(found.conflicts))
        for name in ("send", "receive", "conflicts", "trust"):
            page = self.tabs.page(name)
            if isinstance(page, Page):
                page.show_exchange(found)
