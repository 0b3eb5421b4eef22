"""The first start in three steps: who you are, where the work lies, which catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.start.first_pages import CataloguePage, PersonPage, PlacePage
from envoy_desktop.ui.start.office_pages import DonePage
from envoy_desktop.ui.start.waiting import wait_for
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Line, Panel, Scroll, row
from envoy_desktop.words import N_, _, refusals

if TYPE_CHECKING:
    from envoy_desktop.casework.reference import Lists
    from envoy_desktop.office.setup import Set
    from envoy_desktop.ui.start.session import Session

STEPS = (N_("你是谁"), N_("工作区与口令"), N_("事项目录"))
OFFICE_STEPS = (N_("你是谁"), N_("工作区与口令"), N_("指纹词与下一步"))
DEMO, OPEN = "demo", "open"


class FirstStart(QDialog):
    """`made` is the new workspace, open; `instead` what the person chose in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.made: Workspace | None = None
        self.instead = ""
        self.setWindowTitle(_("特派服务员工作台"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = row(gap=0)
        middle.addWidget(self._make_rail())
        middle.addWidget(Line(upright=True))
        self._pages = QStackedWidget()
        self.person = PersonPage()
        self.place = PlacePage()
        self.catalogue = CataloguePage()
        self.done_page = DonePage()
        for page in (self.person, self.place, self.catalogue, self.done_page):
            scroll = Scroll(margin=(28, 24, 28, 16))
            scroll.body.addWidget(page)
            scroll.body.addStretch(1)
            self._pages.addWidget(scroll)
        middle.addWidget(self._pages, 1)
        whole.addLayout(middle, 1)
        self._told = Label("", "body", "red_word", wrap=True, selectable=True)
        self._told.setContentsMargins(theme.px(28), 0, theme.px(28), theme.px(8))
        self._told.hide()
        whole.addWidget(self._told)
        whole.addWidget(Line())
        whole.addLayout(self._make_buttons())
        screen = self.screen().availableGeometry()
        self.resize(
            min(theme.px(840), screen.width() - 40), min(theme.px(600), screen.height() - 80)
        )
        self.person.role.changed.connect(self._tell_steps)
        self.show_step(0)

    def _make_rail(self) -> QWidget:
        rail = Panel(margin=(20, 24, 20, 20), gap=8)
        rail.setFixedWidth(theme.px(200))
        rail.body.addWidget(Label(_("特派服务员工作台"), "figure", wrap=True))
        rail.body.addWidget(
            Label(_("三步就好。填过的内容，退回去也还在。"), "caption", "muted", wrap=True)
        )
        rail.body.addSpacing(theme.px(12))
        self._rail: list[Label] = []
        for number, words in enumerate(STEPS, 1):
            label = Label(f"{number}  {_(words)}", "body", "muted", wrap=True)
            self._rail.append(label)
            rail.body.addWidget(label)
        rail.body.addStretch(1)
        return rail

    def _make_buttons(self) -> QVBoxLayout:
        line = row(margin=(20, 12, 20, 12), gap=8)
        self._look = Button(_("先看看示例城市"), icon="eye", on=self._look_around)
        self._open = Button(_("打开已有的工作区"), link=True, on=self._open_other)
        line.addWidget(self._look)
        line.addWidget(self._open)
        line.addStretch(1)
        self._back = Button(_("上一步"), on=self.back)
        self._next = Button(_("下一步"), primary=True, on=self.go_on)
        self._next.setDefault(True)
        line.addWidget(self._back)
        line.addWidget(self._next)
        held = QVBoxLayout()
        held.addLayout(line)
        return held

    # -- walking -------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The step in front, 0 to 2."""
        return min(self._pages.currentIndex(), len(STEPS) - 1)

    @Slot()
    def _tell_steps(self) -> None:
        steps = OFFICE_STEPS if self.person.office() else STEPS
        for number, (label, words) in enumerate(zip(self._rail, steps, strict=True), 1):
            label.setText(f"{number}  {_(words)}")

    def show_step(self, step: int) -> None:
        """Bring a step to the front."""
        office = self.person.office()
        last = step == len(STEPS) - 1
        self._pages.setCurrentIndex(step + 1 if office and last else step)
        for number, label in enumerate(self._rail):
            label.setFont(theme.font("strong" if number == step else "body"))
            label.set_tone("accent" if number == step else "ink" if number < step else "muted")
        self._back.setVisible(step > 0 and self.made is None)
        self._look.setVisible(step == 0)
        self._open.setVisible(step == 0)
        making = step == len(STEPS) - 1 - office
        self._next.setText(
            _("打开") if office and last else _("建立工作区") if making else _("下一步")
        )
        self._told.hide()
        if step == 1:
            self.place.entered(self.person.form.values(), office=office)
        elif office and last:
            self._next.setFocus(Qt.FocusReason.TabFocusReason)
            return
        elif step == 2:
            self.catalogue.entered()
        first = next(iter(self._page().form.fields.values()))
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _page(self) -> PersonPage | PlacePage | CataloguePage:
        return (self.person, self.place, self.catalogue)[self.step]

    @Slot()
    def back(self) -> None:
        """The step before; what was typed stays."""
        self.show_step(self.step - 1)

    @Slot()
    def go_on(self) -> None:
        """The next step, where this one is in order; after the last one the workspace is made."""
        if self.made is not None:
            self.accept()
            return
        if not self._page().check():
            return
        if self.person.office() and self.step == 1:
            if self.place.reachable():
                self._make_office()
        elif self.step < len(STEPS) - 1:
            self.show_step(self.step + 1)
        else:
            self._make()

    def _make(self) -> None:
        person, place = self.person.form.values(), self.place
        self._told.hide()
        self.setEnabled(False)
        try:
            self.made = wait_for(
                _("正在建立工作区"),
                make,
                line=_("生成钥匙，写入事项目录、部门和节假日表。"),
                parent=self,
                path=place.path(),
                passphrase=place.passphrase(),
                use_keyring=place.use_keyring(),
                name=str(person["name"]),
                organisation=str(person["unit"]),
                phone=str(person["phone"]),
                lists=self.catalogue.lists(),
            )
        except Trouble as trouble:
            told = refusals.tell(trouble)
            self._told.setText(" ".join(part for part in (told.what, told.kept, told.next) if part))
            self._told.show()
            return
        finally:
            self.setEnabled(True)
        self.accept()

    def _make_office(self) -> None:
        person, place = self.person.form.values(), self.place
        self._told.hide()
        self.setEnabled(False)
        try:
            self.made, told, joined = wait_for(
                _("正在建立协调办的工作区"),
                make_office,
                line=_("生成钥匙、身份和信任名单。"),
                parent=self,
                path=place.path(),
                passphrase=place.passphrase(),
                use_keyring=place.use_keyring(),
                name=str(person["name"]),
                organisation=str(person["unit"]),
                phone=str(person["phone"]),
                database=place.database.url(),
            )
        except Trouble as trouble:
            said = refusals.tell(trouble)
            self._told.setText(" ".join(part for part in (said.what, said.kept, said.next) if part))
            self._told.show()
            return
        finally:
            self.setEnabled(True)
        self.done_page.show_office(told, joined)
        self.show_step(2)

    def reject(self) -> None:
        """Closing after it was made opens it: it stands."""
        if self.made is not None:
            self.accept()
        else:
            super().reject()

    @Slot()
    def _look_around(self) -> None:
        self.instead = DEMO
        self.reject()

    @Slot()
    def _open_other(self) -> None:
        self.instead = OPEN
        self.reject()


def make(
    path: Path,
    passphrase: str,
    use_keyring: bool,
    name: str,
    organisation: str,
    phone: str,
    lists: "Lists | None",
) -> Workspace:
    """The new workspace, open; nothing is left behind where it fails. Runs off the UI thread."""
    from envoy_desktop.casework import found, reference

    made = found.workspace(
        path, passphrase, name=name, organisation=organisation,
        use_keyring=use_keyring, lists=lists,
    )  # fmt: skip
    if phone:
        made.do(reference.set_setting, key="envoy.phone", text=phone)
    return made


def make_office(
    path: Path,
    passphrase: str,
    use_keyring: bool,
    name: str,
    organisation: str,
    phone: str,
    database: str,
) -> "tuple[Workspace, Set, bool]":
    """The office's workspace, open, how it stands, and whether it was there before."""
    from envoy_desktop.casework import reference
    from envoy_desktop.office import setup

    joined = bool(database and setup.look(database).office)
    made = setup.new(
        path, passphrase, name=name, organisation=organisation,
        use_keyring=use_keyring, database=database,
    )  # fmt: skip
    if phone and not joined:
        made.do(reference.set_setting, key="envoy.phone", text=phone)
    return made, setup.told(made), joined


def first_start(session: "Session") -> bool:
    """Make or open a workspace with the person; whether a window is open afterwards."""
    from envoy_desktop.ui.start.session import Opened
    from envoy_desktop.ui.start.unlock import open_other

    while True:
        dialog = FirstStart(session.window)
        dialog.exec()
        made, instead = dialog.made, dialog.instead
        wished, office = dialog.place.use_keyring(), dialog.person.office()
        dialog.deleteLater()
        if made is not None:
            session.show(made)
            _say_if_no_keyring(session, wished)
            return True
        if instead == DEMO and session.look_around(office=office):
            return True
        if instead == OPEN and open_other(session, None) is Opened.OPEN:
            return True
        if not instead:
            return False


def _say_if_no_keyring(session: "Session", wished: bool) -> None:
    from envoy_desktop.store import keys

    assert session.workspace is not None
    assert session.window is not None
    if wished and not keys.read(session.workspace.path).keyring:
        session.window.messages.tell(
            _("本机的钥匙串没有收下钥匙"),
            _("以后每次启动都会询问口令；可以在“设置”里再试。"),
        )
