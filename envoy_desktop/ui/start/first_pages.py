"""The three pages of the first start."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import keys
from envoy_desktop.ui import theme
from envoy_desktop.ui.settings.problems import ProblemList
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.start import background, choose
from envoy_desktop.ui.start.office_pages import DatabasePart, Pair
from envoy_desktop.ui.start.passphrase import PassphraseField, StrengthBar
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import Field, TextField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, ngettext, refusals

if TYPE_CHECKING:
    from envoy_desktop.casework.reference import Lists


class PersonPage(QWidget):
    """Who works here: it goes into the history and onto the papers."""

    def __init__(self) -> None:
        super().__init__()
        body = column(self, gap=12)
        body.addWidget(Label(_("你是谁"), "title"))
        body.addWidget(
            Label(_("写入变更记录和公文的联系人；以后可以在设置里改。"), "body", "muted", wrap=True)
        )
        self.role = Pair(
            _("我是特派服务员：在项目上跑手续"),
            _("我是协调办：收齐各人的数据包，开协调会"),
            _("你是谁"),
        )
        self.role.changed.connect(self._turned)
        body.addWidget(self.role)
        self.form = Form()
        self.form.add("name", _("姓名"), TextField(required=True, longest=40))
        self._unit = TextField(required=True, longest=80)
        self.form.add("unit", _("单位"), self._unit)
        self._turned()
        self.form.add("phone", _("电话"), TextField(longest=40, hint=_("可以不填")))
        body.addWidget(self.form)

    def office(self) -> bool:
        """Whether an office is to be made."""
        return self.role.second()

    def check(self) -> bool:
        """Whether it is in order; shows what is not."""
        return self.form.check()

    @Slot()
    def _turned(self) -> None:
        self._unit.line.setPlaceholderText(
            _("例如：市重大项目建设协调推进办公室")
            if self.office()
            else _("例如：市重大项目特派服务办公室")
        )


class FileField(Field):
    """A path with a button that asks for one."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(required=required)
        self.line = QLineEdit()
        self.line.textChanged.connect(self._was_changed)
        line = row(gap=8)
        line.addWidget(self.line, 1)
        self.button = Button(_("选择"), icon="folder-open")
        line.addWidget(self.button)
        self._set_up(line)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> str:
        return self.line.text().strip()

    def set_value(self, value: Any) -> None:
        self.line.setText(str(value or ""))


class NewFile(FileField):
    """Where a new workspace goes: a file that is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self.button.clicked.connect(self._choose)

    def path(self) -> Path:
        """The file, with its ending."""
        path = Path(self.value()).expanduser()
        return path if path.suffix == choose.ENDING else path.with_name(path.name + choose.ENDING)

    def problem(self) -> str:
        if not self.value():
            return super().problem()
        if self.path().exists() or keys.key_file(self.path()).exists():
            return _("这里已有同名的文件，请换一个名字")
        return ""

    @Slot()
    def _choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _kind = QFileDialog.getSaveFileName(
            self, _("工作区放在哪里"), str(self.path()), _("工作区 (*.envoy)")
        )
        if name:
            self.set_value(name)


class Repeated(PassphraseField):
    """The same passphrase once more."""

    def __init__(self, first: PassphraseField) -> None:
        super().__init__()
        self._first = first

    def problem(self) -> str:
        if self.value() != self._first.value():
            return _("两次输入的口令不一样")
        return ""


class NewPassphrase(PassphraseField):
    """A passphrase that is strong enough."""

    def problem(self) -> str:
        if self.value() and keys.strength(self.value()) == 0:
            return _("太短：至少 {n} 个字符，汉字一个算两个").format(n=keys.MINIMUM_LENGTH)
        return super().problem()


class PlacePage(QWidget):
    """Where the workspace lies, its passphrase, the keyring, the recovery sheet."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._person: dict[str, object] = {}
        self._then = ""
        body = column(self, gap=12)
        body.addWidget(Label(_("工作区与口令"), "title"))
        body.addWidget(
            Label(
                _("所有内容都加密存在一个文件里，不离开这台电脑。口令丢失，谁也打不开它。"),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        self.form = Form()
        self._file = NewFile()
        self.form.add("file", _("工作区文件"), self._file)
        self._office = False
        self._file.set_value(self._usual())
        self._first = NewPassphrase()
        self.form.add("passphrase", _("口令"), self._first)
        self._strength = StrengthBar()
        self.form.add_widget(self._strength, wide=False)
        self.form.add("again", _("再输一次"), Repeated(self._first))
        self._first.changed.connect(self._weigh)
        self._weigh()
        body.addWidget(self.form)
        self.database = DatabasePart()
        self.database.hide()
        self._keyring = QCheckBox(_("由本机的钥匙串代为打开，平时不必输入口令"))
        self._keyring.setChecked(True)
        body.addWidget(self._keyring)
        self._no_keyring = Label(
            _("本机没有可用的钥匙串，每次启动都要输入口令。"), "caption", "muted", wrap=True
        )
        self._no_keyring.hide()
        body.addWidget(self._no_keyring)
        body.addWidget(self.database)
        body.addSpacing(theme.px(4))
        body.addWidget(Label(_("恢复单"), "strong"))
        body.addWidget(
            Label(
                _(
                    "一页纸，写明这个文件是什么、怎样打开，留有手写口令的空栏。口令不会印在上面；"
                    "填好后锁进保险柜。换电脑、重装系统后，要靠它打开工作区。"
                ),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        line = row(gap=8)
        line.addWidget(Button(_("存为 PDF"), icon="file-pdf", on=self._save))
        line.addWidget(Button(_("打印"), icon="printer", on=self._print))
        self.sheet_told = Label("", "caption", "muted", wrap=True)
        line.addWidget(self.sheet_told, 1)
        body.addLayout(line)

    def _usual(self) -> Path:
        name = _("协调办") if self._office else _("特派服务")
        return choose.home() / f"{name}{choose.ENDING}"

    def entered(self, person: dict[str, object], *, office: bool = False) -> None:
        """It has come to the front."""
        self._person = person
        if office != self._office:
            untouched = self._file.value() == str(self._usual())
            self._office = office
            if untouched:
                self._file.set_value(self._usual())
        self.database.setVisible(office)
        if not self._asked:
            self._asked = True
            background.jobs().read(keys.keyring_there, done=self._keyring_known)

    def check(self) -> bool:
        """Whether it is in order; shows what is not."""
        return self.form.check()

    def reachable(self) -> bool:
        """Whether the office's database answers, where there is to be one; tells what is not."""
        return not self._office or self.database.check()

    def path(self) -> Path:
        """Where the workspace is to lie."""
        return self._file.path()

    def passphrase(self) -> str:
        """The passphrase as typed."""
        return self._first.value()

    def use_keyring(self) -> bool:
        """Whether the system keyring is to open it."""
        return self._keyring.isEnabled() and self._keyring.isChecked()

    @Slot(object)
    def _keyring_known(self, there: bool) -> None:
        self._keyring.setEnabled(there)
        if not there:
            self._keyring.setChecked(False)
        self._no_keyring.setVisible(not there)

    @Slot()
    def _weigh(self) -> None:
        self._strength.show_strength(self._first.value())

    @Slot()
    def _save(self) -> None:
        self._make_sheet("save")

    @Slot()
    def _print(self) -> None:
        self._make_sheet("print")

    def _make_sheet(self, then: str) -> None:
        from envoy_desktop.ui.start import sheet

        self._then = then
        self.sheet_told.set_tone("muted")
        self.sheet_told.setText(_("正在排版…"))
        background.jobs().run(
            Job(
                "",
                sheet.pdf_of,
                {
                    "file": self.path().absolute(),
                    "unit": str(self._person.get("unit", "")),
                    "person": str(self._person.get("name", "")),
                },
            ),
            done=self._sheet_made,
            failed=self._sheet_failed,
        )

    @Slot(object)
    def _sheet_made(self, data: bytes) -> None:
        from envoy_desktop.ui.start import sheet

        self.sheet_told.setText("")
        if self._then == "print":
            if sheet.print_(data, self):
                self.sheet_told.setText(_("已送到打印机"))
            return
        try:
            saved = sheet.save(data, self.path(), self)
        except Trouble as trouble:
            self._sheet_failed(trouble)
            return
        if saved is not None:
            self.sheet_told.setText(_("已存为 {name}").format(name=saved.name))

    @Slot(object)
    def _sheet_failed(self, error: Exception) -> None:
        if not isinstance(error, Trouble):
            raise error
        self.sheet_told.set_tone("red_word")
        self.sheet_told.setText(refusals.tell(error).what)


class CatalogueChoice(Field):
    """The shipped catalogue, or a spreadsheet of one's own."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QRadioButton

        super().__init__()
        self.shipped = QRadioButton(_("用随程序的事项目录"))
        self.own = QRadioButton(_("用本市自己的表格（XLSX 或 CSV）"))
        self.shipped.setChecked(True)
        self.shipped.toggled.connect(self._was_changed)
        lines = column(gap=6)
        for button in (self.shipped, self.own):
            button.setMinimumHeight(theme.px(28))
            lines.addWidget(button)
        self._column.addLayout(lines)
        self._column.addWidget(self._wrong)
        self.setFocusProxy(self.shipped)

    def input(self) -> QWidget:
        return self.shipped

    def value(self) -> bool:
        """Whether it is one's own."""
        return self.own.isChecked()

    def set_value(self, value: Any) -> None:
        (self.own if value else self.shipped).setChecked(True)


class CataloguePage(QWidget):
    """Which procedures, departments and papers the work begins with."""

    def __init__(self) -> None:
        super().__init__()
        self._own: Lists | None = None
        self._asked = False
        body = column(self, gap=12)
        body.addWidget(Label(_("事项目录"), "title"))
        body.addWidget(
            Label(
                _("哪些事项、归哪个部门、法定和承诺时限、要哪些材料。以后可以随时导入新版。"),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        self.form = Form(label_width=0)
        self._choice = CatalogueChoice()
        self.form.add("own", "", self._choice)
        body.addWidget(self.form)
        self._choice.changed.connect(self._chosen)
        self._shipped_told = Label("", "body", "muted", wrap=True)
        body.addWidget(self._shipped_told)
        line = row(gap=8)
        self._file = Button(_("选择表格"), icon="table", on=self._choose)
        line.addWidget(self._file)
        self._told = Label("", "body", "muted", wrap=True)
        line.addWidget(self._told, 1)
        body.addLayout(line)
        self.problems = ProblemList()
        self.problems.hide()
        body.addWidget(self.problems, 1)
        self._chosen()

    def entered(self) -> None:
        """It has come to the front."""
        if not self._asked:
            self._asked = True
            from envoy_desktop.casework import reference

            background.jobs().read(reference.shipped_lists, done=self._shipped_known)

    def check(self) -> bool:
        """Whether it is in order; shows what is not."""
        if self._choice.value() and self._own is None:
            self._choice.show_problem(_("请先选一个没有错误的表格，或改用随程序的目录"))
            return False
        return True

    def lists(self) -> "Lists | None":
        """One's own lists, or None for the shipped ones."""
        return self._own if self._choice.value() else None

    def read(self, path: Path) -> None:
        """Read a spreadsheet; every bad cell is listed."""
        self._told.set_tone("muted")
        self._told.setText(_("正在检查 {name}…").format(name=path.name))
        self._own = None
        background.jobs().run(
            Job("", read_own, {"path": path}),
            done=self._own_read,
            failed=self._own_refused,
        )

    @Slot()
    def _chosen(self) -> None:
        own = self._choice.value()
        self._shipped_told.setVisible(not own)
        self._file.setVisible(own)
        self._told.setVisible(own)
        self.problems.setVisible(own and not self.problems.empty)

    @Slot(object)
    def _shipped_known(self, lists: "Lists") -> None:
        open_ = sum(not item.confirmed for item in lists.items)
        self._shipped_told.setText(
            counted(lists)
            + "\n"
            + ngettext(
                "其中 {n} 个事项的时限、依据标有“待市里确认”，用前请与审改部门核对。",
                "其中 {n} 个事项的时限、依据标有“待市里确认”，用前请与审改部门核对。",
                open_,
            ).format(n=open_)
        )

    @Slot()
    def _choose(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        name, _kind = QFileDialog.getOpenFileName(
            self, _("选择表格"), str(choose.home()), _("表格 (*.xlsx *.csv)")
        )
        if name:
            self.read(Path(name))

    @Slot(object)
    def _own_read(self, lists: "Lists") -> None:
        self._own = lists
        self._told.set_tone("green_word")
        self._told.setText(_("可以使用：{counted}").format(counted=counted(lists)))
        self.problems.show_lines(())
        self._choice.show_problem("")
        self._chosen()

    @Slot(object)
    def _own_refused(self, error: Exception) -> None:
        if not isinstance(error, Trouble):
            raise error
        told = refusals.tell(error)
        self._told.set_tone("red_word")
        self._told.setText(" ".join(part for part in (told.what, told.next) if part))
        self.problems.show_lines(told.lines)
        self._chosen()


def read_own(path: Path) -> "Lists":
    """A person's own lists over the shipped ones; runs off the UI thread."""
    from envoy_desktop.casework import reference

    return reference.read_lists(path, reference.shipped_lists())


def counted(lists: "Lists") -> str:
    """How much is in the lists, in words."""
    return _("{items}，{departments}，{materials}").format(
        items=ngettext("{n} 个事项", "{n} 个事项", len(lists.items)).format(n=len(lists.items)),
        departments=ngettext("{n} 个部门", "{n} 个部门", len(lists.departments)).format(
            n=len(lists.departments)
        ),
        materials=ngettext("{n} 条材料", "{n} 条材料", len(lists.materials)).format(
            n=len(lists.materials)
        ),
    )
