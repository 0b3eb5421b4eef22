"""协调会: the office leads the meeting here; the envoy sees what it decided."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from envoy_desktop.casework import meetings
from envoy_desktop.casework.agenda import Line
from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow
from envoy_desktop.ui.meeting import meeting_reading as reading
from envoy_desktop.ui.meeting.meeting_forms import BeginForm, DecideForm, ItemForm, StatementForm
from envoy_desktop.ui.meeting.meeting_reading import Seen
from envoy_desktop.ui.meeting.projector import Projector
from envoy_desktop.ui.meeting.table_page import TablePage
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _, names, ngettext, pgettext
from envoy_desktop.words import agenda as words

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed


class MeetingScreen(Screen):
    """The monthly coordination meeting."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._seen: Seen | None = None
        self.projector: Projector | None = None

    def title(self) -> str:
        return _("协调会")

    # -- building ------------------------------------------------------------------------------

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        self.head = PageTitle(_("协调会"))
        self.begin = Button(_("召开"), primary=True, on=self._begin)
        self.told = Button(_("会议信息"), on=self._tell)
        self.project = Button(_("投影"), icon="eye", on=self.show_projector, tip="F11")
        self.book = Button(_("会议材料"), icon="book-open", on=self._book)
        self.minutes = Button(_("纪要"), icon="file-text", on=self._minutes)
        self.paper = Button(_("纪要公文"), icon="pencil-simple", on=self._draft)
        self.paper.setToolTip(_("起草一份纪要公文，可以修改、编号、印发"))
        self.end = Button(_("结束会议"), on=self._end)
        for button in (
            self.begin, self.told, self.project, self.book, self.minutes, self.paper, self.end,
        ):  # fmt: skip
            self.head.add(button)
        body.addWidget(self.head)
        self.items = RowList(_("议程"), lamp=False, share=0.62)
        self.items.acted.connect(self._acted)
        self.items.opened.connect(self._open_matter)
        self.items.chosen.connect(self._follow)
        self.decided = RowList(_("议定事项"), share=0.62)
        self.decided.acted.connect(self._replace)
        self.decided.opened.connect(self._open_duty)
        self.only = RowList(_("收到的议定事项"), share=0.62)
        self.only.opened.connect(self._open_duty)
        self._pages = {"agenda": self._make_agenda(), "decisions": self._make_decisions()}
        self.tabs = Tabs()
        self.tabs.add("agenda", _("议程"), self._agenda)
        self.tabs.add("decisions", pgettext("list", "议定事项"), self._decisions)
        self.tabs.add("table", _("部门效能"), self._table)
        self.received = self._received()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tabs)
        self.stack.addWidget(self.received)
        body.addWidget(self.stack, 1)
        for keys, slot in (
            ("Alt+Up", self._up), ("Alt+Down", self._down), ("F11", self.show_projector),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), page, slot, context=_WITHIN)
        return page

    def _agenda(self) -> QWidget:
        return self._pages["agenda"]

    def _decisions(self) -> QWidget:
        return self._pages["decisions"]

    def _make_agenda(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(0, 8, 0, 12), gap=8)
        bar = QWidget()
        line = Flow(bar, gap=8)
        self._tools = [
            Button(_("部门说明"), on=self._state),
            Button(_("上移"), on=self._up, tip="Alt+↑"),
            Button(_("下移"), on=self._down, tip="Alt+↓"),
            Button(_("撤下"), on=self._drop),
            Button(_("增加议题"), icon="plus", on=self._add),
        ]
        for button in self._tools:
            line.addWidget(button)
        self.order = ChoiceField(
            [("urgency", _("按紧急程度")), ("department", _("按部门"))], "urgency"
        )
        self.order.input().setAccessibleName(_("议程的次序"))
        self.order.changed.connect(self._show_agenda)
        line.addWidget(self.order)
        self.weights = Button(_("权重"), on=self._weights)
        self.weights.setToolTip(_("工期、投资、拖延、失信各占多大分量，在设置的“预警与提醒”页改"))
        line.addWidget(self.weights)
        body.addWidget(bar)
        body.addWidget(self.items, 1)
        self._no_items = EmptyState(
            _("没有需要会议协调的事项"),
            _("未解决的障碍、逾期的督办事项和没有兑现的承诺会列在这里。"),
        )
        body.addWidget(self._no_items, 1)
        return page

    def _make_decisions(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(0, 8, 0, 12), gap=8)
        body.addWidget(self.decided, 1)
        self._none_decided = EmptyState(
            _("还没有议定事项"), _("在议程上选一项，按回车记录；每一条成为一个督办事项。")
        )
        body.addWidget(self._none_decided, 1)
        return page

    def _table(self) -> QWidget:
        return TablePage(self.context)

    def _received(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(0, 8, 0, 12), gap=8)
        body.addWidget(self.only, 1)
        self._none_received = EmptyState(
            _("还没有收到议定事项"),
            _("每月协调推进会之后，协调办发回数据包；在“数据交换”里接收，议定事项就列在这里和台账、今日里。"),
            button=_("去接收"), on=self._receive,
        )  # fmt: skip
        body.addWidget(self._none_received, 1)
        return page

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, changed: "Changed | None") -> None:
        self._again()
        table = self.tabs.page("table")
        if isinstance(table, TablePage):
            table.again()

    def entered(self) -> None:
        self._again()
        (self.tabs if self.stack.currentWidget() is self.tabs else self.only).setFocus()

    def _again(self) -> None:
        self.widget()
        self.context.jobs.read(
            reading.read, done=self._came, key="meeting", workspace=self.context.workspace
        )

    @Slot(object)
    def _came(self, seen: Seen) -> None:
        self._seen = seen
        self.stack.setCurrentWidget(self.tabs if seen.office else self.received)
        self.head.set(_("协调会"), _line(seen))
        going = seen.open
        self.begin.setVisible(seen.office and not going)
        for button in (self.told, self.project, self.end):
            button.setVisible(seen.office and going)
        self.book.setVisible(seen.office)
        held = seen.office and seen.meeting is not None
        self.minutes.setVisible(held)
        self.paper.setVisible(held and not going)
        self._show_agenda()
        rows = seen.items if going else seen.proposed
        self.items.setVisible(bool(rows))
        self._no_items.setVisible(not rows)
        for button in self._tools:
            button.setVisible(going)
        if rows and self.items.current() is None:
            self.items.choose_first()
        self.tabs.set_count("agenda", len(rows))
        decided = list(reversed(seen.decisions))
        self.decided.set_rows([_decision(one, replace=seen.office) for one in decided])
        self.only.set_rows([_decision(one, replace=False) for one in decided])
        self.only.setVisible(bool(decided))
        self._none_received.setVisible(not decided)
        self.tabs.set_count("decisions", sum(one.replaced_by is None for one in decided))
        self.decided.setVisible(bool(decided))
        self._none_decided.setVisible(not decided)
        self._follow()

    @Slot()
    def _show_agenda(self, *_ignored: Any) -> None:
        """The agenda in its order, or by department, whose most urgent matter stands highest."""
        seen = self._seen
        if seen is None:
            return
        going = seen.open
        rows = (
            [_item(n, one) for n, one in enumerate(seen.items, 1)]
            if going
            else [_proposed(one) for one in seen.proposed]
        )
        if self.order.value() != "department":
            self.items.set_rows(rows)
            return
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(row.second, []).append(row)
        listed: list[Row | Group] = []
        for name, group in found.items():
            listed += [Group(name or _("没有写明部门"), len(group)), *group]
        self.items.set_rows(listed)

    @Slot()
    def _weights(self) -> None:
        self.context.go("settings")

    # -- the meeting ---------------------------------------------------------------------------

    def _item(self) -> ItemRow | None:
        row = self.items.current()
        return row.data if row is not None and isinstance(row.data, ItemRow) else None

    @Slot()
    def _begin(self) -> None:
        if self._seen is not None:
            BeginForm(self.context, self._seen, going=False).open()

    @Slot()
    def _tell(self) -> None:
        if self._seen is not None:
            BeginForm(self.context, self._seen, going=True).open()

    @Slot()
    def _end(self) -> None:
        seen = self._seen
        if seen is None or seen.meeting is None:
            return
        if self.context.messages.ask(
            _("结束“{name}”？").format(name=seen.meeting.name), yes=_("结束"),
            more=_("结束以后议定事项只能更正，不能再增加；出席的人可以补写。"),
        ):  # fmt: skip
            self.context.jobs.act(
                _("会议已结束"), meetings.close, done=self._done, meeting=seen.meeting.id
            )

    @Slot(object, str)
    def _acted(self, row: Row, _action: str) -> None:
        if self._seen is not None and isinstance(row.data, ItemRow):
            DecideForm(self.context, self._seen, row.data).open()
        elif isinstance(row.data, Line):
            self._open_matter(row)

    @Slot(object, str)
    def _replace(self, row: Row, _action: str) -> None:
        if self._seen is not None and isinstance(row.data, DecisionRow):
            DecideForm(self.context, self._seen, replaces=row.data).open()

    @Slot()
    def _state(self) -> None:
        item = self._item()
        if item is not None:
            StatementForm(self.context, item).open()

    @Slot()
    def _add(self) -> None:
        if self._seen is not None:
            ItemForm(self.context, self._seen).open()

    @Slot()
    def _drop(self) -> None:
        item = self._item()
        if item is not None:
            self.context.jobs.act(
                _("已撤下议题"), meetings.drop_item, done=self._done, item=item.id
            )

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        item, seen = self._item(), self._seen
        if item is None or seen is None or not seen.open:
            return
        place = [one.id for one in seen.items].index(item.id) + 1 + by
        if 1 <= place <= len(seen.items):
            self.context.jobs.act(_("正在调整议程"), meetings.move_item, item=item.id, to=place)

    @Slot(object)
    def _done(self, _made: object) -> None:
        self.context.messages.done(_("已记录"), undo=True)

    # -- going on to what it rests on ----------------------------------------------------------

    @Slot(object)
    def _open_matter(self, row: Row) -> None:
        if isinstance(row.data, Line):
            matter = row.data.placed.matter
            kind = "obstacle" if matter.kind == "obstacle" else "duty"
            self.context.open_object(kind, matter.id)
        elif isinstance(row.data, ItemRow):
            if row.data.obstacle:
                self.context.open_object("obstacle", row.data.obstacle)
            elif row.data.duty:
                self.context.open_object("duty", row.data.duty)

    @Slot(object)
    def _open_duty(self, row: Row) -> None:
        if isinstance(row.data, DecisionRow) and row.data.duty:
            self.context.open_object("duty", row.data.duty)

    @Slot()
    def _receive(self) -> None:
        self.context.go("exchange")

    # -- the projector -------------------------------------------------------------------------

    @Slot()
    def show_projector(self) -> None:
        """Open the second window, or close it."""
        if self._seen is None or not self._seen.open:
            return
        if self.projector is not None and self.projector.isVisible():
            self.projector.close()
            return
        if self.projector is None:
            self.projector = Projector(self.context.window)
            self.projector.stepped.connect(self._step)
        self._follow()
        self.projector.begin()

    @Slot(int)
    def _step(self, by: int) -> None:
        item, seen = self._item(), self._seen
        if item is None or seen is None:
            return
        ids = [one.id for one in seen.items]
        place = ids.index(item.id) + by
        if 0 <= place < len(ids):
            self.items.choose(ids[place])

    @Slot(object)
    def _follow(self, _row: object = None) -> None:
        seen = self._seen
        if self.projector is None or seen is None or seen.meeting is None:
            return
        item = self._item()
        ids = [one.id for one in seen.items]
        place = ids.index(item.id) + 1 if item is not None and item.id in ids else 0
        decided = tuple(
            one
            for one in seen.decisions
            if item is not None and one.item == item.id and one.replaced_by is None
        )
        self.projector.show_item(seen.meeting.name, item, place, len(ids), decided)

    # -- papers --------------------------------------------------------------------------------

    @Slot()
    def _book(self) -> None:
        seen = self._seen
        if seen is not None:
            coming = () if seen.open else ((0, _("下一次会议")),)
            self._choose(self.book, self._book_of, coming)

    def _book_of(self, meeting: int) -> None:
        write = partial(reading.write_book, meeting=meeting or None)
        self._write(_("会议材料"), _("正在排会议材料"), write)

    @Slot()
    def _minutes(self) -> None:
        self._choose(self.minutes, self._minutes_of)

    def _minutes_of(self, meeting: int) -> None:
        write = partial(reading.write_minutes, meeting=meeting)
        kinds = _("PDF 文件 (*.pdf);;Word 文档 (*.docx)")
        self._write(_("会议纪要"), _("正在排会议纪要"), write, kinds)

    def _choose(
        self, button: Button, write: Callable[[int], None], first: tuple[tuple[int, str], ...] = ()
    ) -> None:
        """Ask of which meeting a paper shall be, where there are several."""
        seen = self._seen
        if seen is None:
            return
        choices = [*first, *((one.id, one.name) for one in seen.held)]
        if len(choices) == 1:
            write(choices[0][0])
        if len(choices) < 2:
            return
        self._write_of = write
        self.which = QMenu(button)
        for id, name in choices:
            self.which.addAction(name).setData(id)
        self.which.triggered.connect(self._chosen)
        self.which.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot(object)
    def _chosen(self, action: QAction) -> None:
        self._write_of(int(action.data()))

    @Slot()
    def _draft(self) -> None:
        if self._seen is not None and self._seen.meeting is not None:
            values = {"workspace": self.context.workspace, "meeting": self._seen.meeting.id}
            job = Job(_("正在起草纪要"), reading.draft_minutes, values)
            self.context.jobs.run(job, done=self._drafted, lane="write")

    @Slot(object)
    def _drafted(self, memo: int) -> None:
        self.context.messages.done(_("已起草纪要公文"), undo=True)
        self.context.open_object("memo", memo)

    def _write(self, name: str, title: str, function: object, kinds: str = "") -> None:
        out = ask_path(
            self.context.window, name, str(home() / f"{name}.pdf"),
            kinds or _("PDF 文件 (*.pdf)"), "pdf",
        )  # fmt: skip
        if out is not None:
            job = Job(title, function, {"workspace": self.context.workspace, "path": out})  # type: ignore[arg-type]
            self._out: Path = out
            self.context.jobs.run(job, done=self._written)

    @Slot(object)
    def _written(self, written: reading.Written) -> None:
        n, path = written.pages, self._out.name
        self.context.messages.done(_("已写出 {path}，{n} 页").format(path=path, n=n))
        if written.lacking:
            self.context.messages.tell(names.lacking(written.lacking))


_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


def _line(seen: Seen) -> str:
    meeting = seen.meeting
    if not seen.office:
        return _("协调推进会议定的事项，成为督办事项，在今日和台账里跟踪")
    if meeting is None or meeting.closed_on:
        told = _("下一次会议的议程，按紧急程度提出；选一项可看它的来由")
        if not seen.left:
            return told
        n = seen.left
        more = ngettext("还有 {n} 项没有列入", "还有 {n} 项没有列入", n).format(n=n)
        return _("；").join((told, more))
    parts = [meeting.name, names.full_day(meeting.on), meeting.place, meeting.chair]
    return _(" · ").join(part for part in parts if part)


def _item(place: int, one: ItemRow) -> Row:
    kept = json.loads(one.grounds) if one.grounds else {}
    told = [(code, value) for code, value, _factor in words.grounds(kept)]
    parts = [words.kind(kept.get("kind", "")), words.reasons(told) if told else ""]
    if one.statement:
        parts.append(_("部门说明：{words}").format(words=one.statement))
    return Row(
        one.id,
        _("{n}. {topic}").format(n=place, topic=one.topic),
        _(" · ").join(part for part in parts if part),
        second=one.department_name,
        second_line=one.project_name,
        figure=_("已议定") if one.decisions else str(kept.get("urgency", "")),
        action="decide",
        action_text=_("记录议定"),
        data=one,
    )


def _proposed(line: Line) -> Row:
    matter = line.placed.matter
    told = [(reason.code, reason.figure, reason.factor) for reason in line.placed.reasons]
    return Row(
        matter.id,
        _("{n}. {topic}").format(n=line.placed.place, topic=line.topic),
        words.why(matter.kind, told),
        second=line.owner,
        second_line=line.project_name,
        figure=str(line.placed.urgency),
        action="open",
        action_text=_("看来由"),
        data=line,
    )


def _decision(one: DecisionRow, *, replace: bool) -> Row:
    from envoy_desktop import now

    gone = one.replaced_by is not None
    late = not one.done_on and date.fromisoformat(one.due_on) < now.today()
    state = _("已更正") if gone else _("已办结") if one.done_on else names.short_day(one.due_on)
    said = [one.project_name, one.text, words.votes(one), words.dissent(one)]
    return Row(
        one.id,
        one.topic,
        _(" · ").join(part for part in said if part),
        second=one.lead_name,
        second_line=_("{name}配合").format(name=one.cooperating_names)
        if one.cooperating_names
        else one.meeting_name,
        figure=state,
        lamp="" if gone else "green" if one.done_on else "red" if late else "yellow",
        action="replace" if replace and not gone else "",
        action_text=_("更正") if replace and not gone else "",
        data=one,
    )
