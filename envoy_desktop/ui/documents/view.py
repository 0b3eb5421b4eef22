"""The screen of documents: the list by state; a draft in the editor, an issued one frozen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from envoy_desktop.store.queries.memo_list import STATES, WAITING
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import life, reading, receive
from envoy_desktop.ui.documents.editor import EditorPage
from envoy_desktop.ui.documents.issued import IssuedPage
from envoy_desktop.ui.documents.reading import MemoSource, Opened
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column, row
from envoy_desktop.words import _, names, ngettext, pgettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

_AWAITED = "awaited"
"""The filter over both states in which an answer is awaited."""
WATCHED = (
    "claim",
    "hearing",
    "event",
    "attempt",
    "project",
    "memo",
    "memo_obstacle",
    "instruction",
    "obstacle",
    "attachment",
    "setting",
)


class Listing(QWidget):
    """Documents with their next step; a filter by state and by text."""

    opened = Signal(object)  # id: 63 bits
    step_wanted = Signal(object)
    new_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.source = MemoSource(context.workspace)
        body = column(self, margin=(20, 16, 20, 0), gap=8)
        self.title = PageTitle(pgettext("screen", "公文"), " ")
        self.title.add(
            Button(_("收回批示"), icon="download-simple", tip=_("收回批示（Ctrl+Shift+R）"),
                   on=self._receive)
        )  # fmt: skip
        self.title.add(Button(_("发文登记簿"), icon="list", on=self._register))
        self.title.add(Button(_("写公文"), primary=True, on=self.new_wanted))
        body.addWidget(self.title)
        line = row(gap=8)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按标题、文号、主送机关筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(theme.em(10))
        self.text.textChanged.connect(self._filtered)
        line.addWidget(self.text, 1)
        self.state = ChoiceField(
            [(_AWAITED, _("等答复")), *((code, names.document_state(code)) for code in STATES)],
            none=_("各种状态"),
        )
        self.state.input().setAccessibleName(_("状态"))
        self.state.changed.connect(self._filtered)
        line.addWidget(self.state)
        body.addLayout(line)
        self.list = RowList(_("公文列表"))
        self.list.things = "memo"
        body.addWidget(self.list, 1)
        self.empty = EmptyState(
            _("没有这样的公文"), _("在“障碍”里选中几条，点“写专报”；事实会自动填好。"),
            icon="file-text", button=_("写公文"), on=self.new_wanted.emit,
        )  # fmt: skip
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.window_ = self.list.set_source(context.jobs, self.source)
        self.window_.counted.connect(self._counted)
        self.list.opened.connect(self._opened)
        self.list.acted.connect(self._acted)
        for keys, slot in (("Ctrl+F", self.text.setFocus), ("Escape", self.clear)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def load(self) -> None:
        """Ask for the list and the counts."""
        self.window_.reload()
        self.context.jobs.read(
            reading.counts, done=self._counts_came, key=f"memo-counts-{id(self)}",
            workspace=self.context.workspace,
        )  # fmt: skip

    @Slot()
    def _receive(self) -> None:
        receive.receive(self.context)

    @Slot()
    def _register(self) -> None:
        life.show_register(self.context)

    @Slot()
    def clear(self) -> None:
        """Take the filters away."""
        self.state.set_value(None)
        self.text.clear()
        self.list.setFocus()

    @Slot()
    def _filtered(self) -> None:
        state = self.state.value()
        self.source.states = WAITING if state == _AWAITED else (str(state),) if state else ()
        self.source.text = self.text.text()
        self.window_.load(f"{state} {self.source.text}")

    @Slot(object)
    def _counts_came(self, counts: dict[str, int]) -> None:
        told = []
        for state, words in (
            ("draft", ngettext("{n} 份草稿", "{n} 份草稿", counts.get("draft", 0))),
            ("issued", ngettext("{n} 份待送达", "{n} 份待送达", counts.get("issued", 0))),
            ("delivered", ngettext("{n} 份等批示", "{n} 份等批示", counts.get("delivered", 0))),
            ("expired", ngettext("{n} 份到期未复", "{n} 份到期未复", counts.get("expired", 0))),
            ("answered", ngettext("{n} 份已批示", "{n} 份已批示", counts.get("answered", 0))),
        ):
            if counts.get(state):
                told.append(words.format(n=counts[state]))
        self.title.set(pgettext("screen", "公文"), _("，").join(told) or _("还没有公文"))

    @Slot(int)
    def _counted(self, count: int) -> None:
        self.empty.setVisible(count == 0)
        self.list.setVisible(count != 0)
        if count and self.list.current() is None:
            self.list.choose_first()

    @Slot(object)
    def _opened(self, found: Row) -> None:
        self.opened.emit(found.id)

    @Slot(object, str)
    def _acted(self, found: Row, action: str) -> None:
        if action == "edit":
            self.opened.emit(found.id)
        else:
            self.step_wanted.emit(found.id)


class DocumentsScreen(Screen):
    """The list, the editor over it for a draft, the frozen page for an issued document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open = 0
        self._step = False
        self._shown = ""

    def title(self) -> str:
        return self._shown if self._open and self._shown else pgettext("screen", "公文")

    def build(self) -> QWidget:
        self._stack = receive.DropStack(self.context)
        self.listing = Listing(self.context)
        self.editor = EditorPage(self.context)
        self.issued = IssuedPage(self.context)
        self._gone = EmptyState(
            _("这份公文已不在了"), _("可能已被移除，按 Ctrl+Z 可以恢复。"), icon="file-text",
            button=_("全部公文"), on=self._back,
        )  # fmt: skip
        self._reading = QWidget()
        for page in (self.listing, self.editor, self.issued, self._gone, self._reading):
            self._stack.addWidget(page)
        self.listing.opened.connect(self._go)
        self.listing.step_wanted.connect(self._go_and_step)
        self.listing.new_wanted.connect(self._new)
        self.editor.back_wanted.connect(self._back)
        self.issued.back_wanted.connect(self._back)
        return self._stack

    def refresh(self, changed: "Changed | None") -> None:
        if changed is not None and not changed.touches(*WATCHED):
            return
        self.listing.load()
        if self._open:
            self._read()

    def open(self, object_id: int) -> None:
        before = self._open
        self._open = object_id
        if object_id:
            if object_id != before:
                self.editor.leave()
                self._shown = ""
                self._stack.setCurrentWidget(self._reading)
            self._read()
        else:
            self.editor.leave()
            self._stack.setCurrentWidget(self.listing)
            self.listing.list.setFocus()
        if before != object_id:
            self.moved.emit(object_id)

    def selected(self) -> tuple[str, int] | None:
        if self._open:
            return "memo", self._open
        found = self.listing.list.current()
        return ("memo", found.id) if found is not None else None

    def left(self) -> None:
        if self.editor.memo:
            self.editor.save()

    def _read(self) -> None:
        self.context.jobs.read(
            reading.opened, done=self._came, key=f"memo-{id(self)}",
            workspace=self.context.workspace, memo=self._open,
        )  # fmt: skip

    @Slot(object)
    def _came(self, found: Opened | None) -> None:
        if not self._open:
            return
        if found is None:
            self._stack.setCurrentWidget(self._gone)
            return
        if found.row.id != self._open:
            return
        memo = found.row
        self._shown = memo.number or _("{kind}草稿").format(kind=names.document_kind(memo.kind))
        if memo.number:
            self.editor.leave()
            self.issued.show_memo(found)
            self._stack.setCurrentWidget(self.issued)
        else:
            self._stack.setCurrentWidget(self.editor)
            self.editor.show_memo(found)
        self.moved.emit(self._open)
        if self._step:
            self._step = False
            self.issued.take_next()

    @Slot(object)
    def _go(self, memo: int) -> None:
        self.context.go("documents", memo)

    @Slot(object)
    def _go_and_step(self, memo: int) -> None:
        self._step = True
        self.context.go("documents", memo)

    @Slot()
    def _back(self) -> None:
        self.context.go("documents", 0)

    @Slot()
    def _new(self) -> None:
        from envoy_desktop.ui.documents.write import write_memo

        write_memo(self.context)
