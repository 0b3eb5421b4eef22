"""The head of a memo as fields: title, addressee, who signs, which organ, copies, contact."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from envoy_desktop.documents import kinds
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.title_edit import TitleEdit
from envoy_desktop.ui.documents.write import KINDS as OFFERED
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _, names

_OF_KIND = {
    "attended": ("minutes", "出席"),
    "excused": ("minutes", "请假"),
    "observed": ("minutes", "列席"),
    "principal": ("mandate", "委托方"), "agent": ("mandate", "受托方"),
}  # fmt: skip
"""Fields that one kind alone has, and the particular that each is kept as."""
_NOT_OF = {
    "minutes": ("addressee", "issuer", "contact"),
    "mandate": ("addressee", "issuer", "copies", "contact"),
}
_RARE = ("signature", "passed_over", "charged_by")
"""Fields that few papers need: shown where they hold something, or asked for."""
_UPWARD = ("request", "report", "opinion", "briefing", "monthly_report")
URGENCIES = ("", "特急", "加急")
NARROW = 430


class HeadForm(QWidget):
    """`load(row, organs)`; `values()` are columns of a memo; `changed` while typing."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loading = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(6))
        self.title = TitleEdit()
        self.title.setPlaceholderText(_("关于……的请示；回车处换行，Ctrl+J 按词意断行"))
        self.kind = _box([(code, names.document_kind(code)) for code, _words in OFFERED])
        self.addressee = QLineEdit()
        self.issuer = QLineEdit()
        self.organ = _box([])
        self.organ.setEditable(True)
        self.organ.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.copies = QLineEdit()
        self.copies.setPlaceholderText(_("多个机关用；隔开"))
        self.contact = QLineEdit()
        self.contact.setPlaceholderText(_("姓名，电话"))
        self.signature, self.passed_over = QLineEdit(), QLineEdit()
        self.signature.setPlaceholderText(_("同发文机关；联合行文用；隔开"))
        self.passed_over.setPlaceholderText(_("越过的机关，并抄送它"))
        self.charged_by = QLineEdit()
        self.charged_by.setPlaceholderText(_("直接交办的领导，批示作附件"))
        self._rare = False
        self.attended, self.excused, self.observed = QLineEdit(), QLineEdit(), QLineEdit()
        self.attended.setPlaceholderText(_("单位和姓名，用，隔开"))
        self.principal, self.agent = QLineEdit(), QLineEdit()
        self._particulars: dict[str, str] = {}
        self.urgency = _box([(code, code or _("平件")) for code in URGENCIES])
        self._pairs: list[tuple[str, str, QWidget]] = [
            ("title", _("标题"), self.title),
            ("addressee", _("主送机关"), self.addressee),
            ("kind", _("文种"), self.kind),
            ("organ", _("发文机关"), self.organ),
            ("issuer", _("签发人"), self.issuer),
            ("copies", _("抄送机关"), self.copies),
            ("contact", _("联系人"), self.contact),
            ("signature", _("署名机关"), self.signature),
            ("passed_over", _("越级"), self.passed_over),
            ("charged_by", _("交办领导"), self.charged_by),
            ("attended", _("出席"), self.attended),
            ("excused", _("请假"), self.excused),
            ("observed", _("列席"), self.observed),
            ("principal", _("委托方"), self.principal),
            ("agent", _("受托方"), self.agent),
        ]
        self.urgency.setAccessibleName(_("紧急程度"))
        self.urgency.setToolTip(_("紧急程度"))
        for box in (self.kind, self.urgency):
            box.setMinimumWidth(0)  # as wide as its words, in either language
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._kinds = QWidget()
        both = row(self._kinds, gap=6)
        both.addWidget(self.kind, 1)
        both.addWidget(self.urgency, 1)
        self._labels: dict[str, Label] = {}
        for name, words, field in self._pairs:
            label = Label(words, "body", "muted")
            label.setBuddy(field)
            field.setAccessibleName(words)
            self._labels[name] = label
            for widget in (label, self._kinds if name == "kind" else field):
                widget.setParent(self)  # a field without a place must not become a window
        self._columns = 0
        self._lay(2)
        self.title.textChanged.connect(self._typed)
        plain = (self.addressee, self.issuer, self.copies, self.contact)
        for line in (*plain, *self._seldom(), *self._own()):
            line.textChanged.connect(self._typed)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        for box in (self.kind, self.organ, self.urgency):
            box.currentTextChanged.connect(self._typed)

    def load(self, row_: MemoRow, organs: Sequence[str]) -> None:
        """Show a memo's head; `organs` are offered to choose from."""
        self._loading = True
        self._rare = False
        self.organ.clear()
        self.organ.addItems(list(dict.fromkeys([row_.organ, *organs])))
        columns = [name for name in (*self._labels, "urgency") if name not in _OF_KIND]
        columns.append("particulars")
        self.set_values({name: getattr(row_, name) for name in columns})
        self._kind_changed()
        self._loading = False

    def set_values(self, values: dict[str, Any]) -> None:
        """Show these columns."""
        before, self._loading = self._loading, True
        if "particulars" in values:
            told = self._particulars = kinds.told(str(values["particulars"] or ""))
            values = values | {name: told.get(key, "") for name, (_k, key) in _OF_KIND.items()}
        if values.get("signature") == values.get("organ", self.organ.currentText().strip()):
            values = values | {"signature": ""}  # it follows the organ
        for name, value in values.items():
            field = getattr(self, name, None)
            text = str(value or "")
            if isinstance(field, QPlainTextEdit):
                if field.toPlainText() != text:
                    field.setPlainText(text)
            elif isinstance(field, QLineEdit):
                if field.text() != text:
                    field.setText(text)
            elif field is self.organ:
                self.organ.setCurrentText(text)
                line = self.organ.lineEdit()
                if line is not None:
                    line.setCursorPosition(0)
            elif isinstance(field, QComboBox):
                at = field.findData(text)
                if at < 0:
                    field.addItem(text, text)
                    at = field.count() - 1
                field.setCurrentIndex(at)
        self._loading = before

    def values(self) -> dict[str, str]:
        """The columns as they stand; the signature follows the organ where it is blank."""
        organ = self.organ.currentText().strip()
        return {
            "title": "\n".join(
                line.strip() for line in self.title.toPlainText().split("\n") if line.strip()
            ),
            "kind": str(self.kind.currentData()),
            "addressee": self.addressee.text().strip().rstrip("：:"),
            "issuer": self.issuer.text().strip(),
            "organ": organ,
            "signature": self.signature.text().strip() or organ,
            "passed_over": self.passed_over.text().strip(),
            "charged_by": self.charged_by.text().strip(),
            "copies": self.copies.text().strip(),
            "contact": self.contact.text().strip(),
            "urgency": str(self.urgency.currentData()),
            "particulars": self._kept(),
        }

    def _own(self) -> tuple[QLineEdit, ...]:
        return (self.attended, self.excused, self.observed, self.principal, self.agent)

    def _kept(self) -> str:
        """The particulars: what was kept before (a report's month), and these fields."""
        kind = str(self.kind.currentData())
        own = {
            key: field.text().strip() if of == kind else ""
            for field, (of, key) in zip(self._own(), _OF_KIND.values(), strict=True)
        }
        return kinds.kept({**self._particulars, **own})

    def _seldom(self) -> tuple[QLineEdit, ...]:
        return (self.signature, self.passed_over, self.charged_by)

    @Slot()
    def show_rare(self) -> None:
        """Show the fields that few papers need, and go to the first."""
        self._rare = True
        self._kind_changed()
        self.signature.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self, name: str) -> bool:
        kind = str(self.kind.currentData())
        if name in _RARE:
            if name != "signature" and kind not in _UPWARD:
                return False
            return self._rare or bool(getattr(self, name).text())
        if name in _OF_KIND:
            return _OF_KIND[name][0] == kind
        return name not in _NOT_OF.get(kind, ())

    def go_to(self, place: str) -> bool:
        """Put the caret into the field of a place; False where it is not one of these."""
        elsewhere = {
            "number": "organ", "attendance": "attended",
            "parties": "principal",
        }  # fmt: skip
        name = elsewhere.get(place, place)
        if name in _RARE:
            self.show_rare()
        field = getattr(self, name, None) if name in self._labels else None
        if not isinstance(field, QWidget):
            return False
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(1 if self.width() < theme.px(NARROW) else 2)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        at = 0
        for name, _words, field in self._pairs:
            shown = self._shown(name)
            self._labels[name].setVisible(shown)
            (self._kinds if name == "kind" else field).setVisible(shown)
            if not shown:
                continue
            if name == "title":
                self._grid.addWidget(self._labels[name], 0, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(field, 0, 1, 1, 2 * columns - 1)
                continue
            line, side = 1 + at // columns, 2 * (at % columns)
            # the last of an odd number has the row to itself
            self._grid.addWidget(self._labels[name], line, side)
            self._grid.addWidget(self._kinds if name == "kind" else field, line, side + 1)
            at += 1
        for column in range(4):
            self._grid.setColumnStretch(column, column % 2 if column < 2 * columns else 0)

    @Slot()
    def _kind_changed(self) -> None:
        columns, self._columns = self._columns, 0
        self._lay(columns)

    @Slot()
    def _typed(self) -> None:
        if not self._loading:
            self.changed.emit()


class _Box(QComboBox):
    """A choice that a wheel over the page does not change."""

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


def _box(choices: Sequence[tuple[str, str]]) -> QComboBox:
    box = _Box()
    box.setMinimumHeight(theme.px(30))
    box.setMinimumWidth(theme.em(4.5))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for code, words in choices:
        box.addItem(words, code)
    return box
