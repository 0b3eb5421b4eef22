"""写入公文: a department's figure as a sentence, previewed, into a draft or at the caret."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot

from envoy_desktop import now
from envoy_desktop.store.queries import choices
from envoy_desktop.ui.departments.figures_model import Asked, read_items
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

SOON_MS = 250


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: drafts, departments, items."""

    drafts: tuple[tuple[int, str], ...]
    departments: tuple[tuple[int, str], ...]
    items: tuple[tuple[str, str], ...]


def read_offered(workspace: Any) -> Offered:
    """The drafts, departments and items; off the UI thread."""
    from envoy_desktop.store.queries import documents

    with workspace.read() as reader:
        drafts = tuple((row.id, row.title) for row in documents.memos(reader) if not row.number)
        departments = tuple((one.id, one.name) for one in choices.departments(reader))
    return Offered(drafts, departments, tuple(read_items(workspace)))


def read_sentence(workspace: Any, department: int, asked: Asked, today: date) -> tuple[str, str]:
    """The sentence and its note as they would stand; blank where there is no case."""
    from envoy_desktop.documents import figure_claims
    from envoy_desktop.store.queries.figures import Window

    with workspace.read() as reader:
        window = Window(asked.since, asked.until, asked.item)
        told = figure_claims.said(reader, department, window, today)
    return (told[0].text, told[1].text) if told else ("", "")


def write_figure(context: Context, department: int, asked: Asked | None = None) -> None:
    """Ask which draft, and put the figure into it."""
    FigureDialog(context, department, asked or Asked()).begin()


class FigureDialog(FormDialog):
    """Which figure; with `memo` it goes to the caret of that draft (`made` brings its words)."""

    made = Signal(object)  # Inserted

    def __init__(
        self, context: Context, department: int = 0, asked: Asked | None = None, memo: int = 0
    ) -> None:
        super().__init__(
            context.window,
            _("插入部门用时") if memo else _("写入公文"),
            _("写成一句话，附方法注；公文印发之前，事实变了会提醒您换成新的。"),
            save=_("插入") if memo else _("写入"),
        )
        self._context, self._memo, self._asked = context, memo, asked or Asked()
        self._first = department
        self.draft = ChoiceField([], required=not memo)
        if not memo:
            self.form.add("draft", _("公文草稿"), self.draft)
        self.department = ChoiceField([], search=True, required=True)
        self.form.add("department", _("部门"), self.department)
        self.item = ChoiceField([("", _("全部事项"))], "", search=True)
        self.form.add("item", _("事项"), self.item)
        self.since, self.until = DateField(self._asked.since), DateField(self._asked.until)
        self.form.add("since", _("申报自"), self.since)
        self.form.add("until", _("至"), self.until)
        self.sentence = Label("", "body", wrap=True, selectable=True)
        self.note = Label("", "caption", "muted", wrap=True, selectable=True)
        self.more.addWidget(self.sentence)
        self.more.addWidget(self.note)
        self.save.setEnabled(False)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)
        self.form.changed.connect(self._changed)

    def begin(self) -> None:
        """Read what can be chosen, then show the dialog."""
        self._context.jobs.read(
            read_offered, done=self._came, key=f"offered-{id(self)}",
            workspace=self._context.workspace,
        )  # fmt: skip
        self.open()

    @Slot(object)
    def _came(self, found: Offered) -> None:
        self.draft.set_choices(found.drafts, found.drafts[0][0] if found.drafts else None)
        if not self._memo and not found.drafts:
            self.set_line(_("还没有公文草稿：先在“公文”里起草一份，再把用时写进去。"))
        self.department.set_choices(found.departments, self._first or None)
        self.item.set_choices([("", _("全部事项")), *found.items], self._asked.item)
        self._look()

    @Slot(str)
    def _changed(self, _name: str) -> None:
        self._soon.start()

    def asked(self) -> Asked:
        """What is asked for."""
        return Asked(str(self.item.value() or ""), self.since.value(), self.until.value())

    @Slot()
    def _look(self) -> None:
        if self.department.value() and not (self.since.problem() or self.until.problem()):
            self._context.jobs.read(
                read_sentence, done=self._told, key=f"sentence-{id(self)}",
                workspace=self._context.workspace, department=int(self.department.value()),
                asked=self.asked(), today=now.today(),
            )  # fmt: skip

    @Slot(object)
    def _told(self, told: tuple[str, str]) -> None:
        self.sentence.setText(told[0] or _("所选范围里没有申报过的办件。"))
        self.note.setText(told[1])
        self.save.setEnabled(bool(told[0]) and bool(self._memo or self.draft.value()))
        self.fit()

    def submit(self) -> None:
        from envoy_desktop.documents import insert_figure
        from envoy_desktop.store.queries.figures import Window

        asked = self.asked()
        act: Callable[..., Any] = insert_figure.claim if self._memo else insert_figure.insert
        memo = self._memo or int(self.draft.value())
        self._into = memo
        self.done_with.connect(self._done)
        self.commit(
            self._context.jobs, _("把部门用时写入公文"), act, memo=memo,
            department=int(self.department.value()),
            window=Window(asked.since, asked.until, asked.item),
        )  # fmt: skip

    @Slot(object)
    def _done(self, result: object) -> None:
        if self._memo:
            self.made.emit(result)
            return
        self._context.messages.done(_("已写入公文。"), undo=True)
        self._context.open_object("memo", self._into)
