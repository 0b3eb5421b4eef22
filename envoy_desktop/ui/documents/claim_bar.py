"""Under the text: what the sentence of the caret rests on, and what to do where a fact changed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from envoy_desktop.documents import claims as claim_acts
from envoy_desktop.documents.claims import Claim
from envoy_desktop.store.queries.claims import FactRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import body_claims, reading
from envoy_desktop.ui.documents.body import BodyEdit
from envoy_desktop.ui.documents.findings_bar import Remark
from envoy_desktop.ui.documents.reading import ClaimsSeen
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import LampShape
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _, names, ngettext

LOOK_MS = 400


class ClaimBar(QWidget):
    """The claim of the caret in a line: its facts, and where stale the new sentence or one's own.

    `begin(memo)` and `look()` read; `remarks()` are for the bar of findings, after `looked`.
    """

    looked = Signal()

    def __init__(self, context: Context, body: BodyEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._body = context, body
        self._memo = 0
        self._seen = ClaimsSeen((), {})
        self._number = 0
        self._menu: QMenu | None = None
        line = row(self, gap=8)
        line.setContentsMargins(theme.px(10), theme.px(4), theme.px(10), theme.px(4))
        self._lamp = LampShape("yellow")
        line.addWidget(self._lamp, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = Label("", "caption", wrap=True)
        line.addWidget(self.words, 1)
        self.take_button = Button(
            _("用新句"), tip=_("用新句（Alt+Shift+回车）"), link=True, on=self.take
        )
        self.keep_button = Button(_("保留原句"), link=True, on=self.keep)
        self.facts_button = Button(
            _("看事实"), tip=_("看事实（Alt+回车）"), link=True, on=self.show_facts
        )
        for button in (self.take_button, self.keep_button, self.facts_button):
            line.addWidget(button)
        self.setAccessibleName(_("所据事实"))
        self.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_MS)
        self._soon.timeout.connect(self.look)
        for keys, words, slot in (
            ("Alt+Return", _("看事实"), self.show_facts),
            ("Alt+Shift+Return", _("用新句"), self.take),
            ("F8", _("下一处事实已变的句子"), self.next_stale),
        ):
            action = QAction(words, body)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            body.addAction(action)
        body.cursorPositionChanged.connect(self._moved)
        body.edited.connect(self._soon.start)

    # --- reading ------------------------------------------------------------------------------

    def begin(self, memo: int) -> None:
        """Another draft, or the same one read anew; 0 for none."""
        if memo != self._memo:
            self._memo = memo
            self._seen = ClaimsSeen((), {})
            self._show()
        self.look()

    @Slot()
    def look(self) -> None:
        """Ask what the facts say now."""
        if self._memo:
            self._context.jobs.read(
                reading.claims_of, done=self._came, key=f"claims-{id(self)}",
                workspace=self._context.workspace, memo=self._memo,
            )  # fmt: skip

    @Slot(object)
    def _came(self, seen: ClaimsSeen | None) -> None:
        if seen is not None:
            self._seen = seen
            self._show()
            self.looked.emit()

    def remarks(self) -> list[Remark]:
        """A remark over the sentences whose facts changed, with the way to the first."""
        stale = self._stale()
        if not stale:
            return []
        n = len(stale)
        words = ngettext(
            "有 {n} 句话所据的事实已变，按 F8 逐句核对。",
            "有 {n} 句话所据的事实已变，按 F8 逐句核对。", n,
        ).format(n=n)  # fmt: skip
        first = min(stale, key=lambda number: body_claims.spans(self._body.document())[number][0])
        return [Remark("yellow", words, f"claim.{first}")]

    # --- what the person does -----------------------------------------------------------------

    def go_to(self, number: int) -> bool:
        """Put the caret into a claim."""
        stretches = body_claims.spans(self._body.document()).get(number)
        if not stretches:
            return False
        cursor = self._body.textCursor()
        cursor.setPosition(stretches[0][0] + 1)
        self._body.setTextCursor(cursor)
        self._body.ensureCursorVisible()
        self._body.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @Slot()
    def next_stale(self) -> None:
        """Go to the next sentence whose facts changed, from the caret on and around the end."""
        at = self._body.textCursor().position()
        spans = body_claims.spans(self._body.document())
        places = sorted((spans[number][0][0], number) for number in self._stale())
        if not places:
            self._context.messages.done(_("没有事实已变的句子。"))
            return
        after = [number for start, number in places if start + 1 > at]
        self.go_to(after[0] if after else places[0][1])

    @Slot()
    def take(self) -> None:
        """Put the new sentence in the place of the old; undo brings the old words back."""
        claim = self._current()
        if claim is None or not claim.stale:
            return
        self._settle(claim)
        body_claims.replace(self._body.document(), claim.row.position, claim.now)

    @Slot()
    def keep(self) -> None:
        """Leave the words as they stand; the change is known now."""
        claim = self._current()
        if claim is not None and claim.stale:
            self._settle(claim)

    def _settle(self, claim: Claim) -> None:
        self._context.jobs.act(
            _("核对事实"), claim_acts.settle, memo=self._memo, position=claim.row.position
        )

    @Slot()
    def show_facts(self) -> None:
        """Open the facts of the sentence as a menu; each goes to where it is recorded."""
        claim = self._current()
        if claim is None:
            self._context.messages.done(_("这里不是由事实写成的句子。"))
            return
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for fact in self._facts(claim):
            action = menu.addAction(fact_words(fact))
            action.setData((fact.opens, fact.opened))
            action.setEnabled(bool(fact.opened) and fact.opens != "memo")
            action.setToolTip(fact.text)
        menu.triggered.connect(self._open)
        self._menu = menu
        place = self._body.cursorRect().bottomLeft()
        menu.popup(self._body.viewport().mapToGlobal(place))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    @Slot(QAction)
    def _open(self, action: QAction) -> None:
        kind, id = action.data()
        self._context.open_object(str(kind), int(id))

    # --- inside -------------------------------------------------------------------------------

    def _facts(self, claim: Claim) -> list[FactRow]:
        found = [self._seen.facts[g] for g in claim.grounds if g in self._seen.facts]
        return sorted(found, key=lambda fact: (not fact.on, fact.on))

    def _stale(self) -> Mapping[int, str]:
        stand = body_claims.texts(self._body.document())
        return {
            c.row.position: c.stale
            for c in self._seen.claims
            if c.stale in ("fact", "gone") and stand.get(c.row.position)
        }

    def _current(self) -> Claim | None:
        number = body_claims.at(self._body.textCursor())
        return next((c for c in self._seen.claims if c.row.position == number), None)

    @Slot()
    def _moved(self) -> None:
        if body_claims.at(self._body.textCursor()) != self._number:
            self._show()

    def _show(self) -> None:
        self._number = body_claims.at(self._body.textCursor())
        claim = self._current()
        stale = self._stale()
        body_claims.mark(self._body, stale, self._number if claim is not None else 0)
        self.setVisible(claim is not None)
        if claim is None:
            return
        self._lamp.setVisible(claim.stale in ("fact", "gone"))
        self.take_button.setVisible(bool(claim.stale))
        self.keep_button.setVisible(bool(claim.stale))
        self.take_button.setText(_("删去这句") if claim.stale == "gone" else _("用新句"))
        self.words.setText(self._told(claim))
        self.words.setToolTip(claim.now)

    def _told(self, claim: Claim) -> str:
        n = len(self._facts(claim))
        if claim.stale == "fact":
            return _("事实已变，现在应是：{sentence}").format(sentence=claim.now)
        if claim.stale == "gone":
            return _("这句话所据的事实已被移除。")
        if claim.stale == "day":
            return _("写于{day}，按今天算是：{sentence}").format(
                day=names.short_day(claim.row.on), sentence=claim.now
            )
        words = ngettext("出自 {n} 条事实。", "出自 {n} 条事实。", n).format(n=n)
        stands = body_claims.texts(self._body.document()).get(claim.row.position, "")
        if stands != claim.row.sentence:
            return words + _("您改过这句话。")
        return words

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("panel"))
        painter.setPen(theme.colour("line"))
        radius = theme.px(6)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)


def fact_words(fact: FactRow) -> str:
    """A fact as an entry of the menu: its day, what it is of, what happened."""
    what = claim_acts.words_of(fact)
    what = names.short(what, 40)
    parts = [names.short_day(fact.on) if fact.on else "", fact.about, what]
    shown = [part for n, part in enumerate(parts) if part and part not in parts[:n]]
    return _("　").join(shown).replace("&", "&&")
