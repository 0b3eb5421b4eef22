"""A draft: its head and text at the left, the page as it will print at the right."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from envoy_desktop.documents.layout import Layout
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.documents.body import BodyEdit
from envoy_desktop.ui.documents.claim_bar import ClaimBar
from envoy_desktop.ui.documents.draft_menu import DraftMenu
from envoy_desktop.ui.documents.find_bar import FindBar
from envoy_desktop.ui.documents.findings_bar import FindingsBar, Remark
from envoy_desktop.ui.documents.head import HeadForm
from envoy_desktop.ui.documents.insertions import Insertions
from envoy_desktop.ui.documents.issue import IssueDialog
from envoy_desktop.ui.documents.keeping import Keeper
from envoy_desktop.ui.documents.model import remarks
from envoy_desktop.ui.documents.page_side import PageSide
from envoy_desktop.ui.documents.reading import HEAD, Live, Opened
from envoy_desktop.ui.documents.toolbar import Toolbar
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.section import Scroll, column, row
from envoy_desktop.words import _, names

COMPOSE_MS = 20
"""After a key, before the page is laid out anew: the page follows within 100 ms."""
NUMBER_MS = 250
BESIDE = 720
"""Under this width the page is shown in the place of the text, by a button."""


class EditorPage(QWidget):
    """`show_memo(opened)`; what is typed is kept at once and becomes the draft's after a pause."""

    back_wanted = Signal()
    issued = Signal(object)  # id

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._row: MemoRow | None = None
        self._layout: Layout | None = None
        self._loading = False
        self._when_saved: Callable[[], None] | None = None
        self._remarks: list[Remark] = []
        self._keeper = Keeper(context, self)
        self._keeper.due.connect(self.save)
        self._keeper.saved.connect(self._was_saved)
        self._keeper.unreadable.connect(self._could_not_save)
        self._compose_soon = self._timer(COMPOSE_MS, self.compose)
        self._number_soon = self._timer(NUMBER_MS, self.renumber)
        whole = column(self, margin=(20, 12, 20, 12), gap=8)
        self._head_of(whole)
        self.findings = FindingsBar()
        self.findings.jump_wanted.connect(self.jump)
        whole.addWidget(self.findings)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(12))
        self._split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self._text_side = self._left()
        self._split.addWidget(self._text_side)
        self._split.addWidget(self._right())
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1)
        whole.addWidget(self._split, 1)
        for keys, slot in (
            ("Ctrl+F", self.start_find), ("Ctrl+S", self.save), ("Ctrl+Return", self.issue),
            ("F6", self._change_side),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # --- making -------------------------------------------------------------------------------

    def _timer(self, pause: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer

    def _head_of(self, whole: QBoxLayout) -> None:
        line = row(gap=8)
        line.addWidget(Button(_("全部公文"), link=True, icon="arrow-left", on=self.back_wanted))
        line.addStretch(1)
        self._state = Label("", "caption", "muted")
        line.addWidget(self._state)
        whole.addLayout(line)
        head = row(gap=8)
        self._title = Elided("", "title")
        head.addWidget(self._title, 1)
        self._show_page = Button(_("看版面"), icon="eye", on=self._toggle_page)
        self._show_page.setCheckable(True)
        head.addWidget(self._show_page)
        self._more = Button(_("更多"), icon="dots-three", on=self._show_more)
        head.addWidget(self._more)
        self.issue_button = Button(
            _("印发…"), primary=True, tip=_("印发（Ctrl+回车）"), on=self.issue
        )
        head.addWidget(self.issue_button)
        whole.addLayout(head)

    def _left(self) -> QWidget:
        side = Scroll(gap=8)  # in a low window the fields keep their height, and all of it scrolls
        whole = side.body
        self.head = HeadForm()
        self.head.changed.connect(self._edited)
        self.menu = DraftMenu(self.context, self.head, self.after_saving, self)
        self.menu.removed.connect(self.remove)
        whole.addWidget(self.head)
        self.tools = Toolbar()
        whole.addWidget(self.tools)
        self.body = BodyEdit()
        self.body.setMinimumHeight(theme.em(9))
        whole.addWidget(self.body, 1)
        self.claims = ClaimBar(self.context, self.body)
        self.claims.looked.connect(self._weighed)
        whole.addWidget(self.claims)
        self.insertions = Insertions(self.context, self.body, self.tools, self)
        self.insertions.figure_made.connect(self.claims.look)
        self.find_bar = FindBar()
        whole.addWidget(self.find_bar)
        self.body.edited.connect(self._edited)
        self.body.caret_moved.connect(self._caret_moved)
        self.tools.kind_wanted.connect(self.body.set_kind)
        self.tools.request_wanted.connect(self.body.toggle_request)
        self.tools.table_wanted.connect(self.body.insert_table)
        self.tools.edit_table_wanted.connect(self.insertions.edit_table)
        self.tools.attachment_wanted.connect(self.body.insert_attachment)
        self.tools.picture_wanted.connect(self.insertions.choose_picture)
        self.tools.figure_wanted.connect(self.insertions.choose_figure)
        self.tools.find_wanted.connect(self.start_find)
        self.find_bar.wanted.connect(self._find)
        self.find_bar.closed.connect(self.body.setFocus)
        side.setMinimumWidth(theme.px(360))
        return side

    def _right(self) -> QWidget:
        self._page_side = PageSide(self.context.jobs)
        self.view = self._page_side.view
        self.view.clicked.connect(self._page_clicked)
        return self._page_side

    # --- showing ------------------------------------------------------------------------------

    @property
    def memo(self) -> int:
        """The memo that is open; 0 for none."""
        return self._row.id if self._row is not None else 0

    def show_memo(self, found: Opened) -> None:
        """Show a draft: anew, or after it was changed somewhere else."""
        row_ = found.row
        if self._row is not None and row_.id == self._row.id:
            self._changed_elsewhere(found)
            return
        self.leave()
        self._row = row_
        self._remarks = []
        self._keeper.begin(row_)
        self._layout = None
        self.view.clear()
        self._load(row_, found)
        typed = found.typed
        if typed and self._differs(typed, row_):
            self._loading = True
            self.head.set_values(typed.get("head", {}))
            self.body.load(str(typed.get("body", "")))
            self._loading = False
            self.context.messages.done(_("上次没来得及保存的文字已经找回。"))
            self._edited()
        else:
            self._state.setText(_("已保存"))
            self.compose()
        self.claims.begin(row_.id)
        self.insertions.memo = row_.id
        self.body.setFocus()

    def _differs(self, typed: dict[str, Any], row_: MemoRow) -> bool:
        head = typed.get("head", {})
        same = all(getattr(row_, name, value) == value for name, value in head.items())
        return not (same and typed.get("body") == self.body.form())

    def _load(self, row_: MemoRow, found: Opened) -> None:
        self._loading = True
        self.head.load(row_, found.organs)
        self.body.load(row_.body)
        self._loading = False
        self._name()
        self._caret_moved()

    def _changed_elsewhere(self, found: Opened) -> None:
        """The row is another than it was: an undo, the command line, or what was just saved."""
        self._row = found.row
        self.claims.begin(found.row.id)
        if self._keeper.is_ours(found.row):
            return
        at = self.body.textCursor().blockNumber()
        self._keeper.taken(found.row)
        self._load(found.row, found)
        self.body.go_to_line(at)
        self.compose()

    def leave(self) -> None:
        """Make what was typed the draft's before going on."""
        if self._keeper.dirty:
            self.save()
        self._row = None
        self.insertions.memo = 0
        self.claims.begin(0)

    def _name(self) -> None:
        assert self._row is not None
        kind = names.document_kind(str(self.head.kind.currentData()))
        self._title.setText(_("{kind}草稿").format(kind=kind))

    # --- typing, keeping, saving --------------------------------------------------------------

    def _values(self) -> tuple[dict[str, str], str]:
        return {name: self.head.values()[name] for name in HEAD}, self.body.form()

    @Slot()
    def _edited(self) -> None:
        if self._loading or self._row is None:
            return
        self._keeper.typed(*self._values())
        self._state.setText(_("正在输入"))
        self._compose_soon.start()
        self._number_soon.start()

    @Slot()
    def renumber(self) -> None:
        """Number headings and items by their order, but for the line that is being typed."""
        if self._row is not None:
            self.body.renumber()

    @Slot()
    def compose(self) -> None:
        """Lay the draft out and weigh it, off the UI thread; of several only the newest counts."""
        if self._row is None:
            return
        head, body = self._values()
        self.context.jobs.read(
            reading.live, done=self._composed, key=f"live-{id(self)}",
            workspace=self.context.workspace, row=self._row, head=head, body=body,
        )  # fmt: skip

    @Slot(object)
    def _composed(self, live: Live) -> None:
        if self._row is None:
            return
        if live.layout is not None:
            self._layout = live.layout
            self.view.show_layout(live.layout)
        problems = live.layout.problems if live.layout is not None else ()
        self._remarks = remarks(live.findings, problems, live.wrong)
        self._weighed()
        self._mark(self._remarks)
        self._name()

    @Slot()
    def _weighed(self) -> None:
        """What the format says, and which sentences have fallen behind their facts."""
        self.findings.show_remarks([*self._remarks, *self.claims.remarks()])

    def _mark(self, found: list[Remark]) -> None:
        from envoy_desktop.ui.documents import structure

        places = structure.places(self.body.lines())
        marks: dict[int, str] = {}
        for remark in reversed(found):
            kind, _dot, rest = remark.place.partition(".")
            if kind == "line" and rest:
                marks[self.body.line_of_form(int(rest))] = remark.lamp
            elif kind == "body" and rest:
                wanted = tuple(int(part) for part in rest.split("."))
                for number, place in enumerate(places):
                    if place is not None and place[: len(wanted)] == wanted:
                        marks[number] = remark.lamp
                        break
        self.body.set_marks(marks)

    @Slot()
    def save(self) -> None:
        """Make the text the draft's, as one unit."""
        if self._row is not None:
            self._keeper.save(*self._values())

    @Slot()
    def _was_saved(self) -> None:
        self._state.setText(_("已保存"))
        then, self._when_saved = self._when_saved, None
        if then is not None and self._row is not None:
            then()

    @Slot()
    def _could_not_save(self) -> None:
        self._state.setText(_("已记下，改好标出的一行后成为草稿"))
        self._when_saved = None

    # --- the page and the text ----------------------------------------------------------------

    @Slot()
    def _caret_moved(self) -> None:
        self.tools.show_line(self.body.kind_at_caret(), self.body.in_request())
        self._number_soon.start()
        if self._layout is None or self._loading:
            return
        place = self.body.place_at_caret()
        while place:
            anchor = self._layout.anchors.get(place)
            if anchor is not None:
                self.view.ensure(anchor.page, anchor.y)
                return
            place = place[:-1]

    @Slot(int, float)
    def _page_clicked(self, page: int, y: float) -> None:
        if self._layout is None:
            return
        above = [
            (anchor.page, anchor.y, place)
            for place, anchor in self._layout.anchors.items()
            if (anchor.page, anchor.y) <= (page, y)
        ]
        if above:
            self.body.go_to(max(above)[2])
        else:
            self.head.go_to("title")

    @Slot(str)
    def jump(self, place: str) -> None:
        """Go to where a remark points."""
        if self._page_side.isVisible() and not self._text_side.isVisible():
            self._show_page.click()
        kind, _dot, rest = place.partition(".")
        if kind == "claim" and rest:
            self.claims.go_to(int(rest))
        elif kind == "line" and rest:
            self.body.go_to_line(self.body.line_of_form(int(rest)))
        elif kind == "body" and rest:
            self.body.go_to(tuple(int(part) for part in rest.split(".")))
        elif not self.head.go_to(kind):
            self.body.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(BESIDE)
        self._show_page.setVisible(not beside)
        page = beside or self._show_page.isChecked()
        self._page_side.setVisible(page)
        self._text_side.setVisible(beside or not page)

    @Slot()
    def _toggle_page(self) -> None:
        self._arrange()
        self._caret_moved()

    @Slot()
    def _change_side(self) -> None:
        if self.view.hasFocus():
            self.body.setFocus()
        elif self._page_side.isVisible():
            self.view.setFocus()

    # --- finding -------------------------------------------------------------------------------

    @Slot()
    def start_find(self) -> None:
        """Look for words in the text."""
        self.find_bar.begin(self.body.textCursor().selectedText())

    @Slot(str, bool)
    def _find(self, text: str, backward: bool) -> None:
        self.find_bar.tell(self.body.find_next(text, backward=backward))

    # --- issuing and the rest -----------------------------------------------------------------

    @Slot()
    def issue(self) -> None:
        """Save what stands, then show what issuing would do."""
        self.after_saving(self._open_issue)

    def after_saving(self, then: Callable[[], None]) -> None:
        """Save what stands and go on when it is kept; where it cannot be read, not at all."""
        if self._row is not None:
            self._when_saved = then
            self.save()

    def _open_issue(self) -> None:
        assert self._row is not None
        dialog = IssueDialog(self.context, self._row)
        dialog.jump_wanted.connect(self.jump)
        dialog.done_with.connect(self._was_issued)
        dialog.open()

    @Slot(object)
    def _was_issued(self, _issued: object) -> None:
        self.issued.emit(self.memo)

    @Slot()
    def _show_more(self) -> None:
        if self._row is not None:
            self.menu.show_for(self._row, self._more)

    @Slot()
    def remove(self) -> None:
        """Throw the draft away; undo brings it back."""
        if self._row is not None:
            from envoy_desktop.casework import memos

            memo, self._row = self._row.id, None
            self._keeper.stop()
            self.context.jobs.act(_("已移除草稿"), memos.remove, memo=memo)
            self.back_wanted.emit()
