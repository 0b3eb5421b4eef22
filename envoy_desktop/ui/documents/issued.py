"""An issued document: its frozen page, and at the left what became of it."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QMenu, QSplitter, QWidget

from envoy_desktop.store.queries.obstacles import AttachmentRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import files, life
from envoy_desktop.ui.documents.forms import DeliverForm, InstructionForm, told
from envoy_desktop.ui.documents.model import NEXT, next_words
from envoy_desktop.ui.documents.page_side import PageSide
from envoy_desktop.ui.documents.printing import PrintJob
from envoy_desktop.ui.documents.reading import Instructed, Opened
from envoy_desktop.ui.obstacles import viewer
from envoy_desktop.ui.obstacles.evidence import EvidenceStrip
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.page_head import PageHead
from envoy_desktop.ui.widgets.section import Card, Scroll, SectionHeader, column, row
from envoy_desktop.words import _, names

BESIDE = 720


class IssuedPage(QWidget):
    """`show_memo(opened)`; nothing on it is edited, only answers are added."""

    back_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.found: Opened | None = None
        self._pdf = ""
        self._menu: QMenu | None = None
        whole = column(self, margin=(20, 12, 20, 12), gap=8)
        self._head_of(whole)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(12))
        self._split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self._facts = Scroll(gap=12, margin=(0, 0, 8, 8))
        self._facts.setMinimumWidth(theme.px(320))
        self._split.addWidget(self._facts)
        pages = PageSide(context.jobs)
        self.view = pages.view
        self._split.addWidget(pages)
        self._split.setSizes([theme.px(400), theme.px(660)])
        self._split.setStretchFactor(1, 1)
        whole.addWidget(self._split, 1)
        shortcut = QShortcut(QKeySequence.StandardKey.Print, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_paper)

    def _head_of(self, whole: QBoxLayout) -> None:
        line = row(gap=8)
        line.addWidget(Button(_("全部公文"), link=True, icon="arrow-left", on=self.back_wanted))
        line.addStretch(1)
        whole.addLayout(line)
        self._head = PageHead()
        self._about = Label("", "body", "muted", wrap=True)
        self._head.line.addWidget(self._about, 1)
        self._export = Button(_("导出"), icon="download-simple", on=self._show_export)
        self._more = Button(_("更多"), icon="dots-three", on=self._show_more)
        self._print = Button(_("打印…"), icon="printer", tip=_("打印（Ctrl+P）"),
                             on=self.print_paper)  # fmt: skip
        self._next = Button("", primary=True, on=self.take_next)
        self._head.add(self._more, self._export, self._print, self._next)
        whole.addWidget(self._head)

    # --- showing ------------------------------------------------------------------------------

    def show_memo(self, found: Opened) -> None:
        """Show an issued document."""
        self.found = found
        memo = found.row
        self._head.set_title(memo.title.replace("\n", ""))
        parts = (memo.number, names.document_kind(memo.kind), names.document_state(memo.state))
        self._about.setText(_(" · ").join(part for part in parts if part))
        action = NEXT.get(memo.state, "")
        self._next.setText(next_words(action))
        self._next.setVisible(bool(action))
        self._fill(found)
        if memo.pdf_sha256 != self._pdf:
            self._pdf = memo.pdf_sha256
            self.view.show_pdf(found.pdf, found.sizes)

    def _fill(self, found: Opened) -> None:
        body = self._facts.body
        while (item := body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        body.addWidget(self._facts_card(found))
        instructions = Card(margin=16, gap=8)
        head = SectionHeader(_("批示"), len(found.instructions) or None)
        if not found.row.closed_on:
            head.add(Button(_("录入批示"), link=True, on=self.instruct))
        instructions.add(head)
        for one in found.instructions:
            self._add_instruction(instructions, one)
        if not found.instructions:
            instructions.add(Label(_("还没有批示。"), "body", "muted"))
        body.addWidget(instructions)
        if found.about:
            about = Card(margin=16, gap=4)
            about.add(SectionHeader(_("所涉障碍"), len(found.about)))
            for obstacle in found.about:
                button = Button(obstacle.text, link=True, on=self._open_obstacle)
                button.setProperty("obstacle", obstacle.id)
                button.setText(names.short(obstacle.text, 22))
                button.setToolTip(obstacle.text)
                about.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            body.addWidget(about)
        body.addStretch(1)

    def _facts_card(self, found: Opened) -> Card:
        memo = found.row
        card = Card(margin=16, gap=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        lines = [
            (_("发文字号"), memo.number),
            (_("主送机关"), memo.addressee),
            (_("签发人"), memo.issuer),
            (_("发文机关"), memo.organ),
            (_("签发日期"), names.day(memo.signed_on)),
            (_("印发日期"), names.day(memo.printed_on)),
            (_("送达"), names.day(memo.delivered_on)),
            (_("盼复"), names.day(memo.answer_due)),
            (_("了结"), names.day(memo.closed_on)),
        ]
        for line, (name, value) in enumerate((n, v) for n, v in lines if v):
            grid.addWidget(Label(name, "body", "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(value, "body", wrap=True, selectable=True), line, 1)
        card.body.addLayout(grid)
        hash_ = Label(_("封存校验码 {hash}").format(hash=memo.pdf_sha256[:16]), "small", "muted")
        hash_.setToolTip(memo.pdf_sha256)
        card.add(hash_)
        return card

    def _add_instruction(self, card: Card, one: Instructed) -> None:
        said = one.row
        card.add(Label(f"{said.by}　{names.day(said.on)}", "strong", wrap=True))
        card.add(Label(said.text, "body", wrap=True, selectable=True))
        if one.scans:
            strip = EvidenceStrip(self.context)
            strip.opened.connect(self._look)
            strip.export_wanted.connect(self._export_scan)
            strip.show_rows(one.scans)
            card.add(strip)

    # --- what becomes of it -------------------------------------------------------------------

    @Slot()
    def take_next(self) -> None:
        """The next step: handed over, answered, closed."""
        if self.found is None:
            return
        memo = self.found.row
        action = NEXT.get(memo.state, "")
        if action == "deliver":
            DeliverForm(self.context, memo, self.found.calendar).open()
        elif action == "instruct":
            self.instruct()
        elif action == "close":
            from envoy_desktop.casework import memos

            self.context.jobs.act(told(_("已了结"), memo), memos.close, memo=memo.id)

    @Slot()
    def instruct(self) -> None:
        """Record a leader's instruction."""
        if self.found is not None:
            InstructionForm(self.context, self.found.row, self.found.calendar).open()

    @Slot()
    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("起草更正件"), self.correct)
        menu.addAction(_("收回改过的 Word…"), self._take_word)
        self._menu = menu
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot()
    def correct(self) -> None:
        """Draft the paper that takes this one's place; this one stays as it was issued."""
        if self.found is not None:
            from envoy_desktop.casework import memos

            self.context.jobs.act(
                told(_("已起草更正件"), self.found.row), memos.correct, done=self._corrected,
                memo=self.found.row.id,
            )  # fmt: skip

    @Slot(object)
    def _corrected(self, memo: int) -> None:
        self.context.open_object("memo", memo)

    @Slot()
    def _take_word(self) -> None:
        if self.found is not None:
            life.take_word(self.context, self.found.row.id, self)

    @Slot()
    def _show_export(self) -> None:
        menu = QMenu(self)
        for form, words in (("pdf", _("PDF…")), ("docx", _("Word…")), ("txt", _("文本…"))):
            action = menu.addAction(words, self._export_as)
            action.setData(form)
        self._menu = menu
        menu.popup(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    @Slot()
    def _export_as(self) -> None:
        action = self.sender()
        if self.found is not None and isinstance(action, QAction):
            memo = self.found.row
            form = str(action.data())
            name = f"{memo.number} {memo.title}".replace("\n", "")
            files.export(self.context, memo.id, name, form, self)

    @Slot()
    def print_paper(self) -> None:
        """Print the frozen pages through the system's dialog."""
        if self.found is not None and self.found.pdf:
            title = f"{self.found.row.number} {self.found.row.title}".replace("\n", "")
            PrintJob(self.context, self.found.pdf, title, self).ask()

    @Slot()
    def _open_obstacle(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QObject)
        self.context.open_object("obstacle", int(sender.property("obstacle")))

    @Slot(object)
    def _look(self, scan: AttachmentRow) -> None:
        scans = [s for one in self.found.instructions for s in one.scans] if self.found else []
        viewer.Viewer(self.context, scans, scan.id, self.context.window).open()

    @Slot(object)
    def _export_scan(self, scan: AttachmentRow) -> None:
        viewer.export(self.context, scan, self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.px(BESIDE)
        self._split.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
