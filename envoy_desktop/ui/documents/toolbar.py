"""The tools over a memo's text: what a line is, requests, tables, attachments, finding."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from envoy_desktop.ui.documents.structure import RAW
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column
from envoy_desktop.words import N_, _

KINDS = (
    ("text", N_("正文"), "Ctrl+Alt+0"),
    ("heading1", N_("一、一级标题"), "Ctrl+Alt+1"),
    ("heading2", N_("（一）二级标题"), "Ctrl+Alt+2"),
    ("heading3", N_("1. 三级标题"), "Ctrl+Alt+3"),
    ("heading4", N_("（1）四级标题"), "Ctrl+Alt+4"),
    ("item", N_("① 列举"), "Ctrl+Alt+5"),
)
HELP = {
    "table": N_(
        "表格：每行以 | 开头和结尾，各栏用 | 隔开；表头下一行 :-- 左对齐，:-: 居中，--: 右对齐，"
        "短线的长短是各栏的宽窄。"
    ),
    "attachment": N_("附件从这一行开始，另起一页；正文之后自动列出附件说明。"),
    "picture": N_("附件里的一张图片：“图：”后是证据的编号，竖线后是图下的说明。"),
    "request": N_("框内是请求事项：一件请示只写一件事。"),
}


class Toolbar(QWidget):
    """Emits what is wanted; `show_line(kind, in_request)` follows the caret."""

    kind_wanted = Signal(str)
    request_wanted = Signal()
    table_wanted = Signal()
    edit_table_wanted = Signal()
    attachment_wanted = Signal()
    picture_wanted = Signal()
    figure_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = column(self, gap=4)
        line = Flow(gap=6)
        self.kind = ChoiceField([(code, _(words)) for code, words, _keys in KINDS], "text")
        self.kind.input().setAccessibleName(_("这一行是"))
        self.kind.input().setToolTip(_("这一行是（Ctrl+Alt+0 到 5）"))
        self.kind.changed.connect(self._chosen)
        line.addWidget(self.kind)
        self.request = Button(_("请求事项"), tip=_("框为请求事项（Ctrl+Alt+R）"))
        self.request.setCheckable(True)
        self.request.clicked.connect(self.request_wanted)
        self.table = Button(_("表格"), icon="table", tip=_("插入表格"), on=self._table_pressed)
        self.attachment = Button(
            _("附件"), icon="paperclip", tip=_("加一个附件"), on=self.attachment_wanted
        )
        self.picture = Button(
            _("图片"), icon="camera", tip=_("把证据里的图片放进附件"), on=self.picture_wanted
        )
        self.figure = Button(
            _("用时"), icon="chart-bar", tip=_("把一个部门的用时写成一句话"), on=self.figure_wanted
        )
        self.search = Button(icon="magnifying-glass", tip=_("查找（Ctrl+F）"), on=self.find_wanted)
        self.search.setAccessibleName(_("查找"))
        for button in (
            self.request, self.table, self.attachment, self.picture, self.figure, self.search,
        ):  # fmt: skip
            line.addWidget(button)
        whole.addLayout(line)
        self._help = Label("", "caption", "muted", wrap=True)
        self._help.hide()
        whole.addWidget(self._help)
        self._showing = False
        self._in_table = False
        for code, words, keys in KINDS:
            action = QAction(_(words), self)
            action.setShortcut(QKeySequence(keys))
            action.setData(code)
            action.triggered.connect(self._by_key)
            self.addAction(action)
        ask = QAction(_("请求事项"), self)
        ask.setShortcut(QKeySequence("Ctrl+Alt+R"))
        ask.triggered.connect(self.request_wanted)
        self.addAction(ask)

    def show_line(self, kind: str, in_request: bool) -> None:
        """The caret is on another line."""
        self._showing = True
        known = kind if kind not in (*RAW, "") else "text"
        self.kind.set_value(known)
        self._in_table = kind == "table"
        self.kind.setEnabled(kind not in RAW)
        self.request.setChecked(in_request)
        self.request.setEnabled(kind not in RAW)
        self.table.setText(_("编辑表格") if self._in_table else _("表格"))
        topic = kind if kind in HELP else "request" if in_request else ""
        self._help.setText(_(HELP[topic]) if topic else "")
        self._help.setVisible(bool(topic))
        self._showing = False

    @Slot()
    def _chosen(self) -> None:
        if not self._showing:
            self.kind_wanted.emit(str(self.kind.value()))

    @Slot()
    def _by_key(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.kind_wanted.emit(str(action.data()))

    @Slot()
    def _table_pressed(self) -> None:
        (self.edit_table_wanted if self._in_table else self.table_wanted).emit()
