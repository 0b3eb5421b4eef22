"""The chosen duty in full: its words, where they stand, who owes it, and what can be done."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout

from envoy_desktop.store.queries.duties import PostponementRow, ReminderRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.ledger import model
from envoy_desktop.ui.ledger.model import Duty
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.section import Line, Panel, column, row
from envoy_desktop.words import N_, _, names


class DutyDetail(Panel):
    """`show_duty(duty)`; `wanted(what)` when a button is pressed."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(margin=16, gap=8)
        self._context = context
        body = self.body
        self._text = Label("", "strong", wrap=True, selectable=True)
        body.addWidget(self._text)
        self._lamp = Lamp("", "")
        body.addWidget(self._lamp, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(Line())
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.px(12))
        self._facts.setVerticalSpacing(theme.px(6))
        self._facts.setColumnStretch(1, 1)
        body.addLayout(self._facts)
        self._stages = column(gap=4)
        body.addLayout(self._stages)
        body.addWidget(Line())
        self._buttons: dict[str, Button] = {}
        for names_ in (
            ("remind", "close", "reopen"),
            ("done", "sheet", "postpone", "stage"),
            ("edit", "project", "history", "remove"),
        ):
            line = Flow(gap=6)
            for what in names_:
                button = Button(_(_WORDS[what]), on=self._pressed, link=what not in _PLAIN)
                button.setProperty("what", what)
                self._buttons[what] = button
                line.addWidget(button)
            body.addLayout(line)
        body.addStretch(1)
        self.show_duty(None)

    def show_duty(self, duty: Duty | None) -> None:
        """Show one duty, or that none is chosen."""
        clear(self._facts)
        clear(self._stages)
        self._lamp.setVisible(duty is not None and duty.reading.is_open)
        for button in self._buttons.values():
            button.setVisible(duty is not None)
        if duty is None:
            self._text.setText(_("选中一项，这里显示它的来龙去脉。"))
            self._text.set_tone("muted")
            return
        self._text.set_tone("ink")
        self._text.setText(duty.row.text)
        self._lamp.set(model.LAMPS.get(duty.reading.state, ""), model.figure(duty.reading))
        for number, (what, value) in enumerate(_facts(duty)):
            label = Label(what, "caption", "muted")
            self._facts.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(Label(value, "caption", wrap=True), number, 1)
        self._show_stages(duty)
        for what in ("done", "remind", "sheet", "postpone", "stage"):
            self._buttons[what].setVisible(duty.reading.is_open)
        gone = duty.reading.closed or bool(duty.row.withdrawn_on)
        self._buttons["close"].setVisible(not gone)
        self._buttons["reopen"].setVisible(not duty.reading.is_open)
        self._buttons["project"].setVisible(bool(duty.row.project_name))

    def _show_stages(self, duty: Duty) -> None:
        for stage in duty.row.stages:
            line = row(gap=6)
            words = f"{names.short_day(stage.due_on)}　{stage.text}"
            if stage.done_on:
                words += "　" + _("{day}完成").format(day=names.short_day(stage.done_on))
            tone = "muted" if stage.done_on else "ink"
            line.addWidget(Label(words, "caption", tone, wrap=True), 1)
            if not stage.done_on and duty.reading.is_open:
                button = Button(_("完成"), link=True, on=self._pressed)
                button.setProperty("what", f"stage-done:{stage.id}")
                button.setAccessibleName(_("完成阶段：{text}").format(text=stage.text))
                line.addWidget(button)
            self._stages.addLayout(line)

    @Slot()
    def _pressed(self) -> None:
        self.wanted.emit(str(self.sender().property("what")))


def _postponed(row: PostponementRow) -> str:
    return _("至 {day}：{reason}（{by}同意）").format(
        day=names.short_day(row.to_on), reason=row.reason, by=row.agreed_by
    )


def _reminded(row: ReminderRow) -> str:
    parts = (
        names.short_day(row.on),
        names.reminder(row.level),
        row.number or names.channel(row.channel),
        row.note,
    )
    return " · ".join(part for part in parts if part)


_PLAIN = ("remind", "close", "reopen")
_WORDS = {
    "remind": N_("催办"),
    "close": N_("销号"),
    "sheet": N_("督办单"),
    "postpone": N_("推迟"),
    "stage": N_("加阶段"),
    "done": N_("办结"),
    "reopen": N_("重开"),
    "edit": N_("修改"),
    "project": N_("打开项目"),
    "history": N_("变更记录"),
    "remove": N_("移除"),
}


def _facts(duty: Duty) -> list[tuple[str, str]]:
    row, reading = duty.row, duty.reading
    facts = [
        (_("来源"), names.duty_source(row.source)),
        (_("出处"), row.basis),
        (_("项目"), row.project_name or (_("不在这个工作区里") if row.project else "")),
        (_("责任单位"), duty.owner),
        (_("交办"), names.day(row.given_on)),
        (_("配合部门"), row.cooperating_names),
        (_("原定"), names.day(row.due_on) if row.postponements else ""),
        (_("截止"), names.day(reading.due.isoformat())),
        *((_("推迟"), _postponed(p)) for p in row.postponements),
        (_("办结"), names.day(row.done_on)),
        (_("说明"), row.done_note),
        (_("凭据"), _("{n} 份").format(n=row.proofs) if row.proofs else ""),
        (_("销号"), " ".join(p for p in (names.day(row.closed_on), row.closed_by) if p)),
        (_("撤销"), row.withdrawn_reason),
        (_("现在应"), names.reminder(reading.to_remind) if reading.to_remind else ""),
        *((_("已催"), _reminded(r)) for r in row.reminders[-4:]),
    ]
    return [(what, value) for what, value in facts if value]
