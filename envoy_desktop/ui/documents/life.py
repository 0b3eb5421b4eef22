"""A paper's life beside its text: signed, edited in Word and back, the book of its numbers."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from envoy_desktop import now
from envoy_desktop.casework import registers
from envoy_desktop.casework.registers import Register
from envoy_desktop.documents import docx_in, memo_life
from envoy_desktop.documents.docx_in import Taken
from envoy_desktop.domain.official import Finding
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _, names, ngettext

SHOWN = 200
"""Lines of a difference that are shown; a rewritten paper is better read as a whole."""


def check(context: Context, memo: int) -> None:
    """Check a draft (核稿) against the format and mark it as checked."""
    job = Job(_("核稿"), memo_life.check, {"workspace": context.workspace, "memo": memo})
    context.jobs.run(job, done=partial(_checked, context), lane="write")


def _checked(context: Context, hints: tuple[Finding, ...]) -> None:
    if hints:
        n = len(hints)
        words = ngettext("已核稿，有 {n} 条提示", "已核稿，有 {n} 条提示", n).format(n=n)
    else:
        words = _("已核稿，没有发现问题")
    context.messages.done(words)


class SignForm(FormDialog):
    """Who signed the text as it stands, and when; what changes afterwards is signed again."""

    def __init__(self, context: Context, memo: MemoRow) -> None:
        super().__init__(
            context.window, _("记录签发"), memo.title.replace("\n", ""), save=_("记下签发")
        )
        self._context, self._memo = context, memo
        self.form.add("by", _("签发人"), TextField(memo.issuer, required=True))
        self.form.add(
            "on", _("签发日期"), DateField(now.today(), latest=now.today(), required=True),
            _("签发以后再改文字，要重新签发。"),
        )  # fmt: skip

    def submit(self) -> None:
        self.save.setEnabled(False)
        self.show_refusal("", "")
        job = Job(
            _("记录签发"), memo_life.sign,
            {"workspace": self._context.workspace, "memo": self._memo.id, **self.form.values()},
        )  # fmt: skip
        self._context.jobs.run(job, done=self._signed, failed=self.failed, lane="write")

    @Slot(object)
    def _signed(self, result: object) -> None:
        self._context.messages.done(_("已记录签发"))
        self._finished(result)


def take_word(context: Context, memo: int, parent: QWidget) -> None:
    """Ask for the DOCX that an office edited, take it in as a new draft, show what differs."""
    name, _kind = QFileDialog.getOpenFileName(
        parent, _("收回改过的 Word"), "", _("Word 文件 (*.docx)")
    )
    if name:
        job = Job(
            _("收回改过的 Word"), docx_in.take_in,
            {"workspace": context.workspace, "memo": memo, "path": Path(name)},
        )  # fmt: skip
        context.jobs.run(job, done=partial(_taken, context), lane="write")


def _taken(context: Context, taken: Taken) -> None:
    DifferenceDialog(context, taken).open()


class DifferenceDialog(FormDialog):
    """What an edited DOCX changed, paragraph by paragraph; the new draft is there already."""

    def __init__(self, context: Context, taken: Taken) -> None:
        lines = taken.difference
        went = sum(words.startswith("- ") for words in lines)
        n = max(went, len(lines) - went)  # a paragraph that was changed went and came
        told = ngettext("已收为新草稿，有 {n} 处不同。", "已收为新草稿，有 {n} 处不同。", n)
        super().__init__(
            context.window, _("收回改过的 Word"),
            told.format(n=n) if taken.changed else _("已收为新草稿，文字与原稿没有不同。"),
            save=_("打开新草稿"), width=48,
        )  # fmt: skip
        self._context, self._memo = context, taken.memo
        self.cancel.setText(_("关闭"))
        self.form.hide()
        for note in taken.notes:
            self.more.addWidget(Label(names.docx_note(note), "body", "yellow_word", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for line, words in enumerate(lines[:SHOWN]):
            old = words.startswith("- ")
            side = Label(_("原文") if old else _("改为"), "body", "muted")
            grid.addWidget(side, line, 0, Qt.AlignmentFlag.AlignTop)
            tone = "muted" if old else "ink"
            grid.addWidget(Label(words[2:], "body", tone, wrap=True, selectable=True), line, 1)
        self.more.addLayout(grid)
        more = len(lines) - SHOWN
        if more > 0:
            rest = ngettext("还有 {n} 段没有列出。", "还有 {n} 段没有列出。", more).format(n=more)
            self.more.addWidget(Label(rest, "body", "muted"))

    def submit(self) -> None:
        self.accept()
        self._context.open_object("memo", self._memo)


def show_register(context: Context) -> None:
    """Show the book of numbers (发文登记簿)."""
    context.jobs.read(
        book, done=partial(_show_book, context), key="memo-register", workspace=context.workspace
    )


def book(workspace: Workspace) -> list[Register]:
    """Every series of numbers, off the UI thread."""
    with workspace.read() as reader:
        return registers.book(reader)


def _show_book(context: Context, found: list[Register]) -> None:
    RegisterDialog(context, found).open()


class RegisterDialog(FormDialog):
    """Each series with its last number; gaps and doubles in words, for a person to look into."""

    def __init__(self, context: Context, found: list[Register]) -> None:
        super().__init__(
            context.window, _("发文登记簿"),
            _("每个机关、文种、年份各编各的号。") if found
            else _("还没有编过号；印发第一份公文时从 1 号编起。"),
            save=_("关闭"), width=52,
        )  # fmt: skip
        self.cancel.hide()
        self.form.hide()
        if not found:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(0, 1)
        heads = (_("机关"), _("文种"), _("年份"), _("登记簿"), _("用到"), _("要查的"))
        for column, words in enumerate(heads):
            grid.addWidget(Label(words, "caption", "muted"), 0, column)
        for line, one in enumerate(found, 1):
            told = (
                one.organ, names.document_kind(one.kind), str(one.year),
                one.mark or (_("本机") if one.own else _("无标记")),
                _("{n} 号").format(n=one.last),
            )  # fmt: skip
            for column, words in enumerate(told):
                grid.addWidget(Label(words, "body", wrap=column == 0), line, column)
            wrong = _wrong(one)
            tone = "red_word" if wrong else "muted"
            grid.addWidget(Label(wrong or _("没有空号、重号"), "body", tone, wrap=True), line, 5)
        self.more.addLayout(grid)

    def submit(self) -> None:
        self.accept()


def _wrong(one: Register) -> str:
    parts = []
    if one.gaps:
        parts.append(_("空号 {numbers}").format(numbers=_("、").join(map(str, one.gaps))))
    if one.doubles:
        parts.append(_("重号 {numbers}").format(numbers=_("、").join(map(str, one.doubles))))
    return _("；").join(parts)
