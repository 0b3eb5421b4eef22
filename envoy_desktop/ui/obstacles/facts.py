"""What is known of an obstacle, name by name, and the ways to what it belongs to."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.obstacles.ladder import clear
from envoy_desktop.ui.obstacles.reading import Case
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Card, row
from envoy_desktop.words import _, names


class FactsCard(Card):
    """`show_case(case)`; `opened(kind, id)` for project, procedure and papers."""

    opened = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=16, gap=8, parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.em(5))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._links = row(gap=4)
        self.body.addLayout(self._links)

    def show_case(self, case: Case) -> None:
        """Show an obstacle's facts."""
        clear(self._grid)
        found, rule = case.row, KINDS.get(case.row.kind, KINDS["other"])
        due = names.day(found.answer_due) if found.answer_due else _("没有定")
        lines = [
            (_("种类"), names.obstacle_kind(found.kind)),
            (_("违反"), rule.article),
            (_("程度"), names.severity(found.severity)),
            (_("发生"), names.day(found.on)),
            (_("登记"), names.day(found.entered_on) if found.entered_on != found.on else ""),
            (_("应当答复"), due),
            (_("解决"), names.day(found.resolved_on)),
            (_("怎么解决的"), found.resolution),
            (_("投资方验证"), verified(found)),
        ]
        if case.urgency is not None:
            parts = [
                names.urgency_part(p.code, p.figure)
                for p in case.urgency.parts
                if p.code != "severity"
            ]
            lines.append((_("紧急程度"), f"{case.urgency.score}　" + names.joined(parts)))
        for line, (name, value) in enumerate((n, v) for n, v in lines if v):
            self._grid.addWidget(Label(name, "body", "muted"), line, 0)
            text = Label(value, "body", wrap=True, selectable=True)
            self._grid.addWidget(text, line, 1)
        clear(self._links)
        links = [("project", found.project, found.project_name),
                 ("procedure", found.procedure, found.procedure_name)]  # fmt: skip
        links += [("memo", m.id, m.number or _("公文草稿")) for m in case.memos]
        for kind, id, words in links:
            if id:
                button = Button(words, link=True, icon="arrow-square-out", on=self._go)
                button.setProperty("target", (kind, id))
                self._links.addWidget(button)
        self._links.addStretch(1)

    @Slot()
    def _go(self) -> None:
        button = self.sender()
        assert isinstance(button, QObject)
        kind, id = button.property("target")
        self.opened.emit(kind, id)


def verified(found: ObstacleRow) -> str:
    """Who of the investor's says that it is gone; that nobody does yet; "" while it stands."""
    if not found.resolved_on:
        return ""
    if not found.verified_on:
        return _("还没有，请投资方确认")
    return _("{day}，{who}").format(day=names.day(found.verified_on), who=found.verified_by)
