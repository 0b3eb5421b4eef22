"""Before issuing: the number to be given, the day of signing, who was heard, what forbids."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.domain.official import REFUSE
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.documents.hearing_line import HearingLine
from envoy_desktop.ui.documents.model import remarks
from envoy_desktop.ui.documents.reading import BeforeIssue
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import LampShape
from envoy_desktop.ui.widgets.section import SectionHeader, column, row
from envoy_desktop.words import _, names, ngettext


class IssueDialog(FormDialog):
    """Nothing is given or frozen before *issue* is pressed; from then on nothing is edited."""

    jump_wanted = Signal(str)

    def __init__(self, context: Context, row_: MemoRow) -> None:
        kind = names.document_kind(row_.kind)
        super().__init__(
            context.window, _("印发{kind}").format(kind=kind), row_.title.replace("\n", ""),
            save=_("印发"), width=44,
        )  # fmt: skip
        self._context, self._row = context, row_
        self._seen: BeforeIssue | None = None
        self._number = Label("", "strong", selectable=True)
        self.form.add(
            "on", _("签发日期"),
            DateField(now.today(), latest=now.today(), required=True),
            _("成文日期用签发人签发的日期。"),
        )  # fmt: skip
        self.form.changed.connect(self._date_changed)
        line = row(gap=12)
        words = Label(_("发文字号"), "body", "muted")
        words.setMinimumWidth(theme.em(7))
        line.addWidget(words)
        line.addWidget(self._number, 1)
        self.more.addLayout(line)
        self._list = column(gap=6)
        self.more.addLayout(self._list)
        self._after = Label(
            _("印发后编号、PDF 和文本封存，不能再改；此后只登记送达和批示。"), "caption", "muted",
            wrap=True,
        )  # fmt: skip
        self.more.addWidget(self._after)
        self.save.setEnabled(False)
        self._hearings: list[HearingLine] = []
        self._ask()

    def _ask(self) -> None:
        on = self.form.fields["on"].value()
        if isinstance(on, date):
            self._context.jobs.read(
                reading.before_issue, done=self._came, failed=self.failed,
                key=f"issue-{id(self)}", workspace=self._context.workspace,
                memo=self._row.id, on=on,
            )  # fmt: skip

    @Slot(str)
    def _date_changed(self, _name: str) -> None:
        self._ask()

    @Slot(object)
    def _came(self, seen: BeforeIssue) -> None:
        first = self._seen is None
        self._seen = seen
        self._number.setText(seen.number)
        forbidden = any(finding.severity == REFUSE for finding in seen.findings)
        self.save.setEnabled(not forbidden)
        if first:
            self._fill(seen)

    def _fill(self, seen: BeforeIssue) -> None:
        body = self._list
        # who was not heard stands below, each with a line for what they say
        hearing = {names.finding(f) for f in seen.findings if f.rule == "not-heard"}
        found = [r for r in remarks(seen.findings, (), None) if r.words not in hearing]
        for remark in found:
            line = QWidget()
            inside = row(line, gap=8)
            inside.addWidget(LampShape(remark.lamp))
            inside.addWidget(Label(remark.words, "body", wrap=True), 1)
            jump = Button(_("去修改"), link=True, on=self._jump)
            jump.setProperty("place", remark.place)
            inside.addWidget(jump)
            body.addWidget(line)
        if seen.unheard:
            n = len(seen.unheard)
            words = ngettext("征求过这个部门的意见吗？", "征求过这些部门的意见吗？", n)
            body.addWidget(SectionHeader(words, n))
        for name, department in seen.unheard:
            line_ = HearingLine(name, department)
            self._hearings.append(line_)
            body.addWidget(line_)
        if not found and not seen.unheard:
            line = QWidget()
            inside = row(line, gap=8)
            inside.addWidget(LampShape("green"))
            inside.addWidget(
                Label(_("格式没有问题，涉及的部门都已征求意见。"), "body", wrap=True), 1
            )
            body.addWidget(line)

    @Slot()
    def _jump(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QObject)
        self.jump_wanted.emit(str(sender.property("place")))
        self.reject()

    def submit(self) -> None:
        on = self.form.fields["on"].value()
        told = [hearing for line in self._hearings if (hearing := line.hearing()) is not None]
        self.save.setEnabled(False)
        self.show_refusal("", "")
        job = Job(
            _("正在印发"), issue,
            {"workspace": self._context.workspace, "memo": self._row.id, "on": on, "told": told},
        )  # fmt: skip
        self._context.jobs.run(job, done=self._issued, failed=self.failed, lane="write")

    @Slot(object)
    def _issued(self, issued: Any) -> None:
        self._context.messages.done(_("已印发：{number}").format(number=issued.number))
        self._finished(issued)


def issue(workspace: Workspace, memo: int, on: date, told: Sequence[Mapping[str, Any]]) -> Any:
    """Keep which departments were heard and what they said, then issue; on the writing lane."""
    from envoy_desktop.documents import claims
    from envoy_desktop.documents import memo as papers

    for hearing in told:
        workspace.do(claims.hear, memo=memo, **hearing)
    return papers.issue(workspace, memo, on)
