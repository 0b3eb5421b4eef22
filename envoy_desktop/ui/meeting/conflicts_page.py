"""Conflicts: the same place written by several people; all values, who, when; settle one."""

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop.casework import conflicts as acts
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui import theme
from envoy_desktop.ui.meeting.reading import Exchange, Named
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import TextField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_delegate import TWO_LINES
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, column, row
from envoy_desktop.words import _, history, names, ngettext

SEEN, LEAST_SEEN = 6, 2
"""Conflicts seen at once, and in a low window; what each of them says stands under the list."""
LIST_SHARE = 100


class ConflictsPage(QWidget):
    """冲突."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: dict[int, Named] = {}
        body = column(self, margin=(0, 16, 0, 20), gap=12)
        self.list = RowList(_("冲突"), lamp=False, action=False)
        self.list.chosen.connect(self._chosen)
        body.addWidget(self.list, LIST_SHARE)
        self._told = Label("", "strong", wrap=True)
        body.addWidget(self._told)
        self.siblings = RowList(_("各人写的"), lamp=False, fit=True)
        self.siblings.acted.connect(self._take)
        body.addWidget(self.siblings)
        line = row(gap=8)
        self._own_words = Label(_("都不用，另写"))
        line.addWidget(self._own_words)
        self.value = TextField()
        self.value.input().setAccessibleName(_("另写的值"))
        line.addWidget(self.value, 1)
        self.write = Button(_("写下"), on=self._write)
        line.addWidget(self.write)
        body.addLayout(line)
        self._empty = EmptyState(
            _("没有冲突"),
            _("几个人各自改了同一处，会在这里并列出来，由人来定；定下之前，最后写的那个先显示。"),
        )
        body.addWidget(self._empty, 1)
        self._rest = QWidget()
        body.addWidget(self._rest, 1)

    def show_exchange(self, found: Exchange) -> None:
        """Show all conflicts."""
        self._found = dict(enumerate(found.conflicts, 1))
        there = bool(self._found)
        for widget in (self.list, self._told, self.siblings, self._own_words, self.value,
                       self.write):  # fmt: skip
            widget.setVisible(there)
        self._empty.setVisible(not there)
        self._rest.setVisible(there)
        self.list.set_rows([_row(n, one) for n, one in self._found.items()])
        # in a low window the list gives way: what is to be decided stays in sight
        high, count = theme.px(TWO_LINES), len(self._found)
        self.list.setMinimumHeight(high * min(count, LEAST_SEEN) + 1)
        self.list.setMaximumHeight(high * min(count, SEEN) + 1)
        if there and self.list.current() is None:
            self.list.choose_first()
        self._chosen(self.list.current())

    def _current(self) -> Named | None:
        found = self.list.current()
        return self._found.get(found.id) if found is not None else None

    @Slot(object)
    def _chosen(self, _row: Row | None) -> None:
        one = self._current()
        if one is None:
            self.siblings.set_rows([])
            return
        of = one.conflict
        self._told.setText(
            _("{kind}“{subject}”：{field}用哪一个？").format(
                kind=history.kind(of.kind),
                subject=one.subject,
                field=history.field(of.kind, of.field),
            )
        )
        self.siblings.set_rows(
            [
                Row(
                    n,
                    history.field_value(of.kind, of.field, s.value),
                    _("{who}在电脑 {device} 上写的").format(
                        who=s.who, device=s.device or _("未知设备")
                    ),
                    second=names.moment(s.at),
                    second_line=_("对方时钟快了一天以上") if s.ahead else "",
                    figure=_("现在显示的") if s.shown else "",
                    action="take",
                    action_text=_("用这个"),
                )
                for n, s in enumerate(of.siblings, 1)
            ]
        )

    @Slot(object, str)
    def _take(self, of: Row, _action: str) -> None:
        one = self._current()
        if one is not None:
            self._context.jobs.act(
                _("正在定下冲突"), acts.settle, done=self._settled,
                object=one.conflict.object, field=one.conflict.field, take=of.id,
            )  # fmt: skip

    @Slot()
    def _write(self, *_ignored: Any) -> None:
        one = self._current()
        if one is None:
            return
        try:
            value = acts.parsed(one.conflict, str(self.value.value() or ""))
        except Refusal as refusal:
            self._context.messages.show_error(refusal)
            return
        self._context.jobs.act(
            _("正在定下冲突"), acts.settle_with, done=self._settled,
            object=one.conflict.object, field=one.conflict.field, value=value,
        )  # fmt: skip

    @Slot(object)
    def _settled(self, _value: Any) -> None:
        self.value.set_value("")
        self._context.messages.done(_("已定下来"), undo=True)


def _row(n: int, one: Named) -> Row:
    of = one.conflict
    return Row(
        n,
        one.subject or history.kind(of.kind),
        f"{history.kind(of.kind)} · {history.field(of.kind, of.field)}",
        second=names.joined(dict.fromkeys(s.who for s in of.siblings)),
        figure=ngettext("{n} 种写法", "{n} 种写法", len(of.siblings)).format(n=len(of.siblings)),
    )
