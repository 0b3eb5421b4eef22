"""One obstacle: facts and what was tried at the left, proposal and evidence at the right."""

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.ui import theme
from envoy_desktop.ui.obstacles import model, reading
from envoy_desktop.ui.obstacles.attempt_line import AttemptLine
from envoy_desktop.ui.obstacles.cards import EvidenceCard, HistoryCard
from envoy_desktop.ui.obstacles.facts import FactsCard
from envoy_desktop.ui.obstacles.forms import (
    AnswerForm,
    EditForm,
    EscalateForm,
    ResolveForm,
    RootForm,
    VerifyForm,
    told,
)
from envoy_desktop.ui.obstacles.ladder import KinCard, LadderCard
from envoy_desktop.ui.obstacles.reading import Case, Filters, Root
from envoy_desktop.ui.quick_log.typing import Typing
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.event_line import EventLine, Happened
from envoy_desktop.ui.widgets.fields import LinesField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.page_head import PageHead
from envoy_desktop.ui.widgets.section import Card, EmptyState, Scroll, SectionHeader, column, row
from envoy_desktop.words import _, names

SIDE_BY_SIDE = 760
PAUSE_MS = 1200
"""After the last key, before proposal and statement become a fact."""


class ObstaclePage(QWidget):
    """`open(obstacle)`; `shown(title)` when it has been read."""

    back_wanted = Signal()
    memo_wanted = Signal(object)  # ids
    shown = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.case: Case | None = None
        self._obstacle = 0
        self._filling = False
        self._menu: QMenu | None = None
        self._typing = Typing(context, "", self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save_words)
        whole = column(self, margin=(20, 12, 20, 0), gap=8)
        self._head_of(whole)
        self._scroll = Scroll(gap=12, margin=(0, 0, 12, 20))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.px(20))
        left, right = QWidget(), QWidget()
        self._fill_left(column(left, gap=12))
        self._fill_right(column(right, gap=12))
        self._both.addWidget(left, 6)
        self._both.addWidget(right, 5)
        self._scroll.body.addLayout(self._both)
        self._scroll.body.addStretch(1)
        whole.addWidget(self._scroll, 1)
        self._gone = EmptyState(
            _("这条障碍已不在了"), _("可能已被移除，按 Ctrl+Z 可以恢复。"), icon="barricade"
        )
        self._gone.hide()
        whole.addWidget(self._gone, 1)

    # --- making -------------------------------------------------------------------------------

    def _head_of(self, whole: QBoxLayout) -> None:
        line = row(gap=8)
        line.addWidget(Button(_("全部障碍"), link=True, icon="arrow-left", on=self.back_wanted))
        line.addStretch(1)
        whole.addLayout(line)
        self._head = PageHead()
        self._about = Label("", "body", "muted", wrap=True)
        self._head.line.addWidget(self._about, 1)
        self._lamp = Lamp("", "")
        self._more = Button(_("更多"), icon="dots-three", on=self._show_more)
        self._resolve = Button(_("标为已解决"), icon="check", on=self.resolve)
        self._verify = Button(_("投资方已验证…"), icon="check", on=self.verify)
        self._verify.hide()
        self._memo = Button(_("写专报"), primary=True, on=self._write)
        self._head.add(self._lamp, self._more, self._verify, self._resolve, self._memo)
        whole.addWidget(self._head)

    def _fill_left(self, body: QBoxLayout) -> None:
        self._facts = FactsCard()
        self._facts.opened.connect(self.context.open_object)
        body.addWidget(self._facts)
        self.ladder = LadderCard()
        self.ladder.escalate_wanted.connect(self.escalate)
        self.ladder.answer_wanted.connect(self.answer)
        body.addWidget(self.ladder)
        tried = Card(margin=16, gap=8)
        tried.add(SectionHeader(_("记一次协调")))
        self.attempt = AttemptLine()
        self.attempt.recorded.connect(self._record)
        self.attempt.typed.connect(self._keep)
        tried.add(self.attempt)
        self._events = EventLine()
        tried.add(self._events)
        body.addWidget(tried)
        body.addStretch(1)

    def _fill_right(self, body: QBoxLayout) -> None:
        words = Card(margin=16, gap=8)
        words.add(SectionHeader(_("我的建议")))
        self.proposal = LinesField(hint=_("请谁、做什么、什么时候办完"), lines=3)
        self.proposal.input().setAccessibleName(_("我的建议"))
        words.add(self.proposal)
        head = SectionHeader(_("部门的说法"))
        words.add(head)
        self.statement = LinesField(hint=_("部门怎么解释，逐字记下；写公文时原话列出"), lines=3)
        self.statement.input().setAccessibleName(_("部门的说法"))
        words.add(self.statement)
        on = row(gap=8)
        label = Label(_("答复日期"), "body", "muted")
        on.addWidget(label)
        self.statement_on = DateField(latest=now.today())
        self.statement_on.input().setAccessibleName(_("部门答复的日期"))
        label.setBuddy(self.statement_on.input())
        on.addWidget(self.statement_on, 1)
        words.body.addLayout(on)
        for field in (self.proposal, self.statement, self.statement_on):
            field.changed.connect(self._words_typed)
        for lines in (self.proposal, self.statement):
            lines.left.connect(self.save_words)
        body.addWidget(words)
        self.evidence = EvidenceCard(self.context)
        body.addWidget(self.evidence)
        self.kin = KinCard()
        self.kin.opened.connect(self.context.open_object)
        self.kin.link_wanted.connect(self.link)
        self.kin.unlink_wanted.connect(self.unlink)
        body.addWidget(self.kin)
        self.history = HistoryCard(self.context)
        body.addWidget(self.history)
        body.addStretch(1)

    # --- showing ------------------------------------------------------------------------------

    def open(self, obstacle: int) -> None:
        """Show an obstacle."""
        self.leave()
        self._obstacle = obstacle
        self._typing.place = f"obstacle:{obstacle}"
        self.history.of(obstacle)
        self.case = None
        self.read()

    def leave(self) -> None:
        """Make what was typed a fact before going on."""
        if self._pause.isActive():
            self.save_words()

    def read(self) -> None:
        """Read what is shown anew."""
        if self._obstacle:
            self.context.jobs.read(
                reading.case, done=self._came, key=f"obstacle-{id(self)}",
                workspace=self.context.workspace, obstacle=self._obstacle,
            )  # fmt: skip
        self.history.read_if_open()

    @Slot(object)
    def _came(self, case: Case | None) -> None:
        self._gone.setVisible(case is None)
        self._scroll.setVisible(case is not None)
        for widget in (self._more, self._resolve, self._memo, self._lamp):
            widget.setVisible(case is not None)
        if case is None:
            self._head.set_title("")
            self._about.setText("")
            return
        first = self.case is None
        self.case = case
        found = case.row
        self._head.set_title(found.text)
        parts = (found.project_name, found.procedure_name, case.department)
        self._about.setText(_(" · ").join(part for part in parts if part))
        lamp, figure = model.lamp_of(found, now.today(), case.calendar, case.stale_after)
        self._lamp.set(lamp, figure)
        open = not found.resolved_on
        self._resolve.setText(_("标为已解决") if open else _("重新打开"))
        self.attempt.setVisible(open)
        self.attempt.set_calendar(case.calendar)
        self._verify.setVisible(bool(found.resolved_on) and not found.verified_on)
        self._facts.show_case(case)
        self.ladder.show_case(case)
        self.kin.show_case(case)
        self._show_events(case)
        self._show_words(case, first)
        self.evidence.show_rows(found.id, case.evidence)
        self.shown.emit(found.text)

    def _show_events(self, case: Case) -> None:
        found = case.row
        events = [(found.on, Happened(found.id, _short(found.on), _("登记障碍"), found.text))]
        for attempt in case.attempts:
            promised = (
                _("答应 {day}").format(day=names.day(attempt.promised_on))
                if attempt.promised_on
                else ""
            )
            title = names.channel(attempt.channel)
            told_ = Happened(attempt.id, _short(attempt.on), title, attempt.text, promised)
            events.append((attempt.on, told_))
        for one in case.asked:
            title = _("报{level}").format(level=names.level(one.level))
            to = one.to or one.contact_name
            events.append((one.on, Happened(one.id, _short(one.on), title, to)))
            if one.answered_on:
                title = _("{level}答复").format(level=names.level(one.level))
                told_ = Happened(one.id, _short(one.answered_on), title, one.answer)
                events.append((one.answered_on, told_))
        if found.verified_on:
            words = _("投资方已验证")
            told_ = Happened(-2, _short(found.verified_on), words, found.verified_by, tone="green")
            events.append((found.verified_on, told_))
        if found.resolved_on:
            on, words = found.resolved_on, _("已解决")
            events.append((on, Happened(-1, _short(on), words, found.resolution, tone="green")))
        elif found.answer_due:
            on, words = found.answer_due, _("应当答复")
            events.append((on, Happened(-1, _short(on), words, ahead=on >= str(now.today()))))
        events.sort(key=lambda pair: pair[0])
        self._events.set_events([event for _on, event in events])

    def _show_words(self, case: Case, first: bool) -> None:
        busy = self._pause.isActive() or self.proposal.input().hasFocus()
        if not first and (busy or self.statement.input().hasFocus()):
            return
        self._filling = True
        kept = case.typed if first else {}
        found = case.row
        on = kept.get("statement_on", found.statement_on)
        self.proposal.set_value(kept.get("proposal", found.proposal))
        self.statement.set_value(kept.get("statement", found.statement))
        self.statement_on.set_value(date.fromisoformat(on) if on else None)
        if first:
            self.attempt.clear()
            self.attempt.text.setText(str(kept.get("attempt", "")))
        self._filling = False
        if kept:
            self._pause.start()

    # --- writing ------------------------------------------------------------------------------

    def _typed_words(self) -> dict[str, Any]:
        on = self.statement_on.value()
        statement = self.statement.value()
        if statement and on is None and self.statement_on.line.text().strip() == "":
            on = now.today()
        return {
            "proposal": self.proposal.value(),
            "statement": statement,
            "statement_on": on.isoformat() if on and statement else None,
        }

    @Slot()
    def _words_typed(self) -> None:
        if not self._filling and self.case is not None:
            self._pause.start()
            self._keep()

    @Slot()
    def _keep(self) -> None:
        if not self._filling:
            self._typing.keep({**self._typed_words(), "attempt": self.attempt.text.text()})

    @Slot()
    def save_words(self) -> None:
        """Make proposal and statement a fact, if they differ from what is kept."""
        self._pause.stop()
        if self.case is None or self._filling:
            return
        found, typed = self.case.row, self._typed_words()
        before = {
            "proposal": found.proposal, "statement": found.statement,
            "statement_on": found.statement_on,
        }  # fmt: skip
        changed = {name: value for name, value in typed.items() if value != before[name]}
        if not changed:
            self._drop_typing()
            return
        from envoy_desktop.casework import obstacles

        values = {"obstacle": found.id, **changed}
        job = Job("", _change, {"workspace": self.context.workspace, "act": obstacles.change,
                                "values": values}, quiet=True)  # fmt: skip
        self.context.jobs.run(job, done=self._words_saved, lane="write")

    @Slot(object)
    def _words_saved(self, _result: object) -> None:
        if not self._pause.isActive():
            self._drop_typing()

    def _drop_typing(self) -> None:
        if self.attempt.text.text():
            self._keep()
        else:
            self._typing.drop()

    @Slot(dict)
    def _record(self, values: dict[str, Any]) -> None:
        from envoy_desktop.casework import obstacles

        self.context.jobs.act(
            told(_("已记协调"), str(values["text"])), obstacles.attempt, done=self._recorded,
            obstacle=self._obstacle, **values,
        )  # fmt: skip

    @Slot(object)
    def _recorded(self, _id: object) -> None:
        self.attempt.clear()
        self._drop_typing()

    @Slot()
    def resolve(self) -> None:
        """Say how it ended; on a resolved one, that it stands again."""
        if self.case is None:
            return
        from envoy_desktop.casework import obstacles

        found = self.case.row
        if found.resolved_on:
            self.context.jobs.act(
                told(_("已重新打开"), found.text), obstacles.reopen, obstacle=found.id
            )
        else:
            ResolveForm(self.context, found, self.case.kin).open()

    @Slot()
    def escalate(self) -> None:
        """Ask the next level."""
        if self.case is not None:
            EscalateForm(self.context, self.case.row, self.case.calendar).open()

    @Slot()
    def answer(self) -> None:
        """Record what the level that owes an answer said."""
        owing = [one for one in self.case.asked if not one.answered_on] if self.case else []
        if self.case is not None and owing:
            AnswerForm(self.context, self.case.row, owing[-1]).open()

    @Slot()
    def verify(self) -> None:
        """Record the investor's own word."""
        if self.case is not None:
            VerifyForm(self.context, self.case.row).open()

    @Slot()
    def link(self) -> None:
        """Choose the root."""
        self.context.jobs.read(
            reading.roots, done=self._link_with, workspace=self.context.workspace,
            obstacle=self._obstacle,
        )  # fmt: skip

    @Slot(object)
    def _link_with(self, roots: tuple[Root, ...]) -> None:
        if self.case is not None:
            RootForm(self.context, self.case.row, roots).open()

    @Slot()
    def unlink(self) -> None:
        """It stands by itself again."""
        if self.case is not None:
            from envoy_desktop.casework import escalations

            self.context.jobs.act(
                told(_("已解除关联"), self.case.row.text), escalations.link,
                obstacle=self._obstacle, root=None,
            )  # fmt: skip

    @Slot()
    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("修改…"), self.edit)
        menu.addAction(_("写请示"), self._write_request)
        menu.addSeparator()
        menu.addAction(_("移除"), self.remove)
        self._menu = menu
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot()
    def edit(self) -> None:
        """Open the form that corrects what was logged."""
        self.context.jobs.read(
            reading.filters, done=self._edit_with, workspace=self.context.workspace
        )

    @Slot(object)
    def _edit_with(self, found: Filters) -> None:
        if self.case is not None:
            EditForm(self.context, self.case.row, found.departments).open()

    @Slot()
    def remove(self) -> None:
        """Remove what was logged by mistake; undo brings it back."""
        if self.case is not None:
            from envoy_desktop.casework import obstacles

            self.context.jobs.act(
                told(_("已移除"), self.case.row.text), obstacles.remove, obstacle=self._obstacle
            )
            self.back_wanted.emit()

    @Slot()
    def _write(self) -> None:
        self.memo_wanted.emit(([self._obstacle], "briefing"))

    @Slot()
    def _write_request(self) -> None:
        self.memo_wanted.emit(([self._obstacle], "request"))

    # --- room and keys ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.evidence.files.paste()
            return
        if event.type() == QEvent.Type.KeyPress and event.text() == "\x1b":
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)


def _change(workspace: Any, act: Any, values: dict[str, Any]) -> None:
    workspace.do(act, **values)


def _short(on: str | None) -> str:
    return names.short_day(on)
