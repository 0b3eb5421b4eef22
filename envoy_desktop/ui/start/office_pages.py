"""The first start of an office: where its work lies, and the words that everybody compares."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui import theme
from envoy_desktop.ui.start.passphrase import PassphraseField
from envoy_desktop.ui.start.waiting import wait_for
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import TextField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Card, column, row
from envoy_desktop.words import _, journeys, refusals

if TYPE_CHECKING:
    from envoy_desktop.office.setup import Set, There


class Pair(QWidget):
    """One of two: `second()` tells which; `changed()` when it is the other."""

    changed = Signal()

    def __init__(self, first: str, second: str, name: str) -> None:
        super().__init__()
        lines = column(self, gap=6)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._first, self._second = QRadioButton(first), QRadioButton(second)
        for button in (self._first, self._second):
            button.setMinimumHeight(theme.px(28))
            self._group.addButton(button)
            lines.addWidget(button)
        self._first.setChecked(True)
        self._second.toggled.connect(self._turned)
        self.setFocusProxy(self._first)

    def second(self) -> bool:
        """Whether the second is chosen."""
        return self._second.isChecked()

    def choose(self, second: bool) -> None:
        """Choose one."""
        (self._second if second else self._first).setChecked(True)

    @Slot(bool)
    def _turned(self, _on: bool) -> None:
        self.changed.emit()


class DatabasePart(QWidget):
    """In a file for one officer, or in a database for several; an office there is joined."""

    def __init__(self) -> None:
        super().__init__()
        body = column(self, gap=8)
        body.addWidget(Label(_("谁来用"), "strong"))
        self.place = Pair(
            _("只有我一个人用，内容都在上面的文件里"),
            _("几个人同时用，内容放在 PostgreSQL 数据库里"),
            _("谁来用"),
        )
        self.place.changed.connect(self._turned)
        body.addWidget(self.place)
        self._more = QWidget()
        inside = column(self._more, gap=8)
        inside.addWidget(
            Label(
                _(
                    "数据库由管理员先建好。那里还没有协调办，就新建；已经有了，就加入。"
                    "上面的文件只存本机的钥匙和没写完的字。"
                ),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        self.form = Form()
        self.address = TextField(hint="host=10.0.0.8 dbname=city user=lina", longest=500)
        self.form.add("address", _("数据库地址"), self.address)
        self.password = PassphraseField(required=False)
        self.form.add("database_password", _("数据库口令"), self.password)
        self.address.changed.connect(self._forget)
        self.password.changed.connect(self._forget)
        inside.addWidget(self.form)
        line = row(gap=8)
        line.addWidget(Button(_("试连"), icon="database", on=self.try_it))
        self.told = Label("", "body", "muted", wrap=True)
        line.addWidget(self.told, 1)
        inside.addLayout(line)
        body.addWidget(self._more)
        self._more.hide()

    def url(self) -> str:
        """The address with its password; "" where the work lies in the file. Raises Trouble."""
        from envoy_desktop.store import postgres

        if not self.place.second():
            return ""
        return postgres.addressed(self.address.value(), self.password.value())

    def check(self) -> bool:
        """Whether a database answers there, where one is wanted; tells what is not."""
        return not self.place.second() or self.try_it()

    @Slot()
    def try_it(self, *_ignored: Any) -> bool:
        """Connect, and tell what is there."""
        try:
            there: There = wait_for(
                _("正在连接数据库"), _look, parent=self.window(), address=self.url()
            )
        except Trouble as trouble:
            told = refusals.tell(trouble)
            self.told.set_tone("red_word")
            self.told.setText("".join(part for part in (told.what, told.next) if part))
            return False
        self.told.set_tone("ink")
        if there.office:
            self.told.setText(_("那里已有“{office}”，将加入。").format(office=there.office))
        else:
            self.told.setText(_("连上了，那里还没有协调办，将新建。"))
        return True

    @Slot()
    def _turned(self) -> None:
        self._more.setVisible(self.place.second())

    @Slot()
    def _forget(self) -> None:
        self.told.setText("")


def _look(address: str) -> "There":
    from envoy_desktop.office import setup

    return setup.look(address)


class DonePage(QWidget):
    """The office stands: its fingerprint in words, and what comes next."""

    def __init__(self) -> None:
        super().__init__()
        body = column(self, gap=12)
        self._title = Label("", "title", wrap=True)
        body.addWidget(self._title)
        self._where = Label("", "body", "muted", wrap=True)
        body.addWidget(self._where)
        self._card = Card(gap=6)
        self._card.add(Label(_("指纹词"), "strong"))
        self.words = Label("", "figure", wrap=True, selectable=True)
        self.words.setAccessibleName(_("指纹词"))
        self._card.add(self.words)
        self._card.add(
            Label(
                _("抄下来。特派服务员第一次收到您的公开身份时，在电话里逐个核对这八个词。"),
                "caption", "muted", wrap=True,
            )
        )  # fmt: skip
        body.addWidget(self._card)
        body.addWidget(Label(_("接下来"), "strong"))
        self._steps = Label("", "body", wrap=True)
        body.addWidget(self._steps)

    def show_office(self, told: "Set", joined: bool) -> None:
        """Show what was made."""
        form = _("已加入“{name}”") if joined else _("“{name}”建好了")
        self._title.setText(form.format(name=told.name or told.database))
        parts = []
        if told.database:
            parts.append(_("数据库：{database}").format(database=told.database))
            role = journeys.officer(told.role) or _("还没有定")
            parts.append(_("您的角色：{role}").format(role=role))
        self._where.setText(_(" · ").join(parts))
        self._where.setVisible(bool(parts))
        self.words.setText(told.words)
        self._card.setVisible(bool(told.words))
        self._steps.setText(
            "\n".join(f"{n}. {line}" for n, line in enumerate(_steps(told, joined), 1))
        )


def _steps(told: "Set", joined: bool) -> list[str]:
    if joined and told.role not in ("chair", "clerk"):
        return [
            _("请主持协调办的人给您的登录名定角色（办事或主持），在此之前只能查阅。"),
            _("定了角色以后重新打开本工作区。"),
        ]
    if joined:
        return [_("到“汇总”页看谁交了数据包；收包、排议程、核对冲突，几个人可以同时做。")]
    lines = [
        _("到“登记与信任”页存出本办的公开身份，发给每名特派服务员。"),
        _("收下他们的公开身份，核对指纹词以后登记。"),
        _("每月把他们的数据包拖到“汇总”页；开完会，到“发回”页写回执。"),
    ]
    if told.database:
        lines.append(
            _(
                "请数据库管理员给每位同事一个账号，由您定角色；"
                "同事在自己的电脑上新建工作区，选“我是协调办”，填同一个地址，就加入了。"
            )
        )
    return lines
