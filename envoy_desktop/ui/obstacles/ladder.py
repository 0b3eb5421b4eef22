"""Cards of an obstacle's page: whom it was brought to, and what shares its one root."""

from datetime import date

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from envoy_desktop import now
from envoy_desktop.domain import escalations as rules
from envoy_desktop.domain import iso
from envoy_desktop.ui import theme
from envoy_desktop.ui.obstacles.reading import Case
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Card, SectionHeader, row
from envoy_desktop.words import _, names, ngettext


class LadderCard(Card):
    """Each level that was asked with its dates and its answer; the next step as a button."""

    escalate_wanted = Signal()
    answer_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=8, parent=parent)
        self.add(SectionHeader(_("逐级协调")))
        self._where = Label("", "body", "muted", wrap=True)
        self.add(self._where)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.em(6))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        line = row(gap=8)
        self._up = Button(_("报上一级…"), on=self.escalate_wanted)
        self._answer = Button(_("记答复…"), on=self.answer_wanted)
        line.addWidget(self._up)
        line.addWidget(self._answer)
        line.addStretch(1)
        self.body.addLayout(line)

    def show_case(self, case: Case) -> None:
        """Show where it stands on the ladder."""
        clear(self._grid)
        for line, one in enumerate(case.asked):
            self._grid.addWidget(Label(names.level(one.level), "body"), line, 0)
            parts = [names.short_day(one.on), one.to or one.contact_name]
            if one.answered_on:
                told = _("{day}答复：{words}")
                parts.append(told.format(day=names.short_day(one.answered_on), words=one.answer))
            elif one.answer_due:
                parts.append(_("应于 {day}答复").format(day=names.short_day(one.answer_due)))
            words = _(" · ").join(part for part in parts if part)
            self._grid.addWidget(Label(words, "body", wrap=True, selectable=True), line, 1)
        standing = standing_of(case)
        open = not case.row.resolved_on
        self._up.setVisible(open and standing.level != rules.LEVELS[-1])
        self._answer.setVisible(open and bool(standing.owes))
        above = rules.next_level(standing.level)
        self._up.setText(_("报{level}…").format(level=names.level(above)) if above else "")
        self._where.setText(where(standing) if open else "")
        self._where.setVisible(open)
        self.setVisible(open or bool(case.asked))


class KinCard(Card):
    """The obstacles of one root: the root first; a link opens one of them."""

    opened = Signal(str, object)
    link_wanted = Signal()
    unlink_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=8, parent=parent)
        self._head = SectionHeader(_("同一根源"))
        self.add(self._head)
        self._none = Label(
            _("几处卡在同一个原因上时，把它们连到一条根源上，一并解决。"),
            "body",
            "muted",
            wrap=True,
        )
        self.add(self._none)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        line = row(gap=8)
        self._link = Button(_("连到根源…"), on=self.link_wanted)
        self._unlink = Button(_("解除"), link=True, on=self.unlink_wanted)
        line.addWidget(self._link)
        line.addWidget(self._unlink)
        line.addStretch(1)
        self.body.addLayout(line)

    def show_case(self, case: Case) -> None:
        """Show the kin of an obstacle."""
        clear(self._grid)
        self._none.setVisible(not case.kin)
        self._head.set(_("同一根源"), len(case.kin) or None)
        self._unlink.setVisible(case.row.root is not None)
        for line, one in enumerate(case.kin):
            state = _("根源") if one.is_root else _("已解决") if one.resolved_on else _("未解决")
            self._grid.addWidget(Label(state, "caption", "muted"), line, 0)
            words = _(" · ").join(part for part in (one.text, one.project_name) if part)
            if one.id == case.row.id:
                self._grid.addWidget(Label(words, "strong", wrap=True), line, 1)
                continue
            button = Button(short(words), link=True, on=self._go)
            button.setToolTip(words)
            button.setProperty("target", one.id)
            self._grid.addWidget(button, line, 1)

    @Slot()
    def _go(self) -> None:
        button = self.sender()
        assert isinstance(button, QObject)
        self.opened.emit("obstacle", button.property("target"))


def standing_of(case: Case) -> rules.Standing:
    """Where an obstacle stands on the ladder today."""
    asked = [
        rules.Asked(
            one.level, date.fromisoformat(one.on), iso.day(one.answer_due), iso.day(one.answered_on)
        )
        for one in case.asked
    ]
    return rules.standing(asked, case.calendar, now.today())


def where(standing: rules.Standing) -> str:
    """Where it stands in a line: who owes an answer, how late it is, that it may go up."""
    if not standing.level:
        return _("还没有正式提请哪一级答复。")
    level = names.level(standing.level)
    if standing.days_over:
        n = standing.days_over
        late = ngettext(
            "{level}逾期 {n} 个工作日没有答复，可以报上一级。",
            "{level}逾期 {n} 个工作日没有答复，可以报上一级。",
            n,
        )
        return late.format(level=level, n=n)
    if standing.owes and standing.due:
        return _("等{level}在 {day}前答复。").format(level=level, day=names.day(standing.due))
    if standing.next:
        return _("{level}已经答复；没有解决的，可以报上一级。").format(level=level)
    return _("{level}已经答复。").format(level=level)


def short(text: str, most: int = 36) -> str:
    """A text that fits a button."""
    return names.short(text, most)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
