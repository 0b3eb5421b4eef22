"""The left side of a procedure's page: what the city's list says, papers, what comes before."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from envoy_desktop import now
from envoy_desktop.store.queries.procedures import ProcedureRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures.reading import Page
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import LampShape
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.section import Line, SectionHeader, column
from envoy_desktop.words import _, names, ngettext, pgettext


def state_words(row: ProcedureRow) -> str:
    """A procedure's state with the day it ended: 已送达 11月3日."""
    words = names.state(row.state)
    if row.ended_on:
        day = names.short_day(date.fromisoformat(row.ended_on))
        return _("{state} {day}").format(state=words, day=day)
    return words


def row_lamp(row: ProcedureRow) -> str:
    """The lamp beside a procedure: delivered is green, what has not begun has none."""
    if row.ended_on:
        return "green" if row.state == "delivered" else ""
    return row.lamp(now.today())


class FactsView(QWidget):
    """`show_page(page)`; `opened(kind, id)` where a link was pressed."""

    opened = Signal(str, object)
    limit_wanted = Signal()
    centre_wanted = Signal()
    paper_wanted = Signal(object, object)  # MaterialRow, the pressed button
    file_wanted = Signal(object)  # AttachmentRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column(self, gap=6)

    def show_page(self, page: Page) -> None:
        """Show the facts of a page."""
        clear(self._column)
        self._rules(page)
        self._before(page)
        self._papers(page)
        self._trouble(page)
        self._evidence(page)
        self._column.addStretch(1)

    # --- parts --------------------------------------------------------------------------------

    def _rules(self, page: Page) -> None:
        item, case = page.case.item, page.case
        self._head(_("办理依据"))
        grid = self._grid()
        lead = page.departments.get(item.lead_department, item.lead_department)
        self._fact(grid, _("主办部门"), lead)
        helpers = names.joined(page.departments.get(c, c) for c in item.cooperating_departments)
        self._fact(grid, _("协办部门"), helpers)
        self._fact(grid, _("事项性质"), item.kind)
        self._fact(grid, _("法律依据"), item.legal_basis)
        limit = item.decision_limit
        if limit is not None:
            words = names.days(limit, item.limit_unit)
            start = names.limit_start(item.limit_from)
            self._fact(grid, _("法定时限"), _("{days}，{start}").format(days=words, start=start))
        else:
            self._fact(grid, _("法定时限"), _("没有法定时限"))
        if item.promised_limit is not None:
            words = names.days(item.promised_limit, item.limit_unit)
            if item.promise_too_long:
                words = _("{days}（超过法定时限的三分之二）").format(days=words)
            self._fact(grid, _("承诺时限"), words)
        plan = case.terms.plan_limit
        words = names.days(plan, case.terms.unit.value) if plan else _("未商定")
        self._fact(grid, _("计划时限"), words, _("修改"), self.limit_wanted)
        if item.extension:
            self._fact(grid, _("延期"), names.days(item.extension, item.limit_unit))
        stops = [e.text for e in item.exclusion_grounds if e.stops_clock]
        self._fact(grid, _("不计入时限"), names.joined(stops))
        if not item.is_intermediary:
            self._windows(grid, page)
        self._fact(grid, _("收费"), item.fee_basis)
        self._fact(grid, _("办件编号"), page.reference)
        self._fact(grid, _("备注"), page.note)

    def _windows(self, grid: QGridLayout, page: Page) -> None:
        """Whether the centre handles it and the window decides, and the department's figure."""
        listed, seen = page.listed_in_centre, page.in_centre
        here = listed if seen is None else seen
        words = _("在大厅办理") if here else _("不在大厅办理")
        self._fact(grid, _("政务大厅"), _as_seen(words, seen), _("修改"), self.centre_wanted)
        decides = page.window_decides
        power = page.case.item.window_decides if decides is None else decides
        words = _("窗口可以决定") if power else _("窗口不能决定")
        self._fact(grid, _("窗口权限"), _as_seen(words, decides))
        own = page.windows
        if own is not None and own.back_office + own.cannot_decide:
            words = _("转回科室 {a} 次，窗口不能决定 {b} 次").format(
                a=own.back_office, b=own.cannot_decide
            )
            self._fact(grid, _("本部门窗口"), words)

    def _before(self, page: Page) -> None:
        if page.prerequisites:
            self._head(_("前置事项"), len(page.prerequisites))
            for name, row in page.prerequisites:
                self._procedure(name, row)
        if page.later:
            self._head(_("等着它的事项"), len(page.later))
            for row in page.later:
                self._procedure(row.name, row)
        if page.again:
            self._head(_("同一事项的其他申报"), len(page.again))
            for row in page.again:
                self._procedure(row.name, row)

    def _papers(self, page: Page) -> None:
        own = [m for m in page.case.materials if not m.is_shared]
        shared = [m for m in page.case.materials if m.is_shared]
        if not page.case.materials:
            return
        self._head(_("申请材料"), len(own))
        for material in own:
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            by = "" if material.issuer_code == "applicant" else material.issued_by
            text = material.name
            if by:
                text = _("{name}（{by}出具）").format(name=material.name, by=by)
            line.addWidget(Label(text, "body", wrap=True), 1)
            state = Button(names.material_state(material.state), link=True)
            state.setAccessibleName(
                _("{name}：{state}，按下修改").format(
                    name=material.name, state=names.material_state(material.state)
                )
            )
            state.setProperty("material", material)
            state.clicked.connect(self._paper_pressed)
            line.addWidget(state, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(line)
        if shared:
            text = _("部门共享，不得再要：{papers}").format(
                papers=names.joined(m.name for m in shared)
            )
            self._column.addWidget(Label(text, "caption", "muted", wrap=True))

    def _trouble(self, page: Page) -> None:
        standing = [o for o in page.obstacles if not o.resolved_on]
        if standing:
            self._head(pgettext("screen", "障碍"), len(standing))
        for obstacle in standing:
            kind = names.obstacle_kind(obstacle.kind)
            day = names.short_day(date.fromisoformat(obstacle.on))
            self._link("obstacle", obstacle.id, obstacle.text, f"{kind} · {day}")
        if page.attempts:
            self._head(_("协调记录"), len(page.attempts))
        for attempt in reversed(page.attempts):
            day = names.short_day(date.fromisoformat(attempt.on))
            what = f"{day} · {names.channel(attempt.channel)}"
            self._column.addWidget(Label(attempt.text, "body", wrap=True))
            if attempt.promised_on:
                promised = names.short_day(date.fromisoformat(attempt.promised_on))
                what += " · " + _("答应 {day} 答复").format(day=promised)
            self._column.addWidget(Label(what, "small", "muted", wrap=True))

    def _evidence(self, page: Page) -> None:
        if not page.attachments:
            return
        self._head(_("附件"), len(page.attachments))
        for attachment in page.attachments:
            button = Button(attachment.name, link=True, icon="paperclip")
            button.setToolTip(size_words(attachment.size))
            button.setProperty("attachment", attachment)
            button.clicked.connect(self._file_pressed)
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    # --- furniture ----------------------------------------------------------------------------

    def _head(self, text: str, count: int | None = None) -> None:
        if self._column.count():
            self._column.addSpacing(theme.px(6))
            self._column.addWidget(Line())
        self._column.addWidget(SectionHeader(text, count))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnMinimumWidth(0, theme.em(5))
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        return grid

    def _fact(
        self,
        grid: QGridLayout,
        name: str,
        value: str,
        button: str = "",
        on: Callable[..., Any] | Any = None,
    ) -> None:
        if not value:
            return
        line = grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Label(name, "body", "muted"), line, 0, top)
        text = Label(value, "body", wrap=True, selectable=True)
        if not button:
            grid.addWidget(text, line, 1, top)
            return
        both = QHBoxLayout()
        both.setSpacing(theme.px(8))
        text.setWordWrap(False)
        both.addWidget(text, 0, Qt.AlignmentFlag.AlignVCenter)
        press = Button(button, link=True, on=on)
        press.setAccessibleName(f"{button} {name}")
        both.addWidget(press)
        both.addStretch(1)
        grid.addLayout(both, line, 1, top)

    def _procedure(self, name: str, row: ProcedureRow | None) -> None:
        if row is None:
            return
        line = QGridLayout()
        line.setHorizontalSpacing(theme.px(6))
        line.setVerticalSpacing(0)
        line.setColumnStretch(1, 1)
        line.addWidget(LampShape(row_lamp(row)), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        button = Button(name, link=True)
        button.setProperty("target", ("procedure", row.procedure))
        button.clicked.connect(self._link_pressed)
        line.addWidget(button, 0, 1, Qt.AlignmentFlag.AlignLeft)
        about = f"{row.department_name} · {state_words(row)}"
        line.addWidget(Label(about, "small", "muted", wrap=True), 1, 1)
        self._column.addLayout(line)

    def _link(self, kind: str, id: int, words: str, about: str) -> None:
        button = Button(names.short(words), link=True)
        button.setToolTip(words)
        button.setProperty("target", (kind, id))
        button.clicked.connect(self._link_pressed)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(Label(about, "small", "muted", wrap=True))

    @Slot()
    def _link_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            kind, id = sender.property("target")
            self.opened.emit(kind, id)

    @Slot()
    def _paper_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.paper_wanted.emit(sender.property("material"), sender)

    @Slot()
    def _file_pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.file_wanted.emit(sender.property("attachment"))


def _as_seen(words: str, seen: bool | None) -> str:
    """Whether it is the list's word or what was seen at the window."""
    return _("{words}（按目录）").format(words=words) if seen is None else words


def size_words(size: int) -> str:
    """A file's size: 1.4 MB, 812 KB."""
    if size >= 1 << 20:
        return _("{n} MB").format(n=f"{size / (1 << 20):.1f}")
    return ngettext("{n} KB", "{n} KB", max(1, size >> 10)).format(n=max(1, size >> 10))
