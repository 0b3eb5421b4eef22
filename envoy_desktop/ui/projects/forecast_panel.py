"""When ground can be broken: target, forecast, what would bring it nearer; a small panel."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from envoy_desktop.casework.outlook import Lengths, Outlook, outlook
from envoy_desktop.store.queries import reference
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.section import column
from envoy_desktop.words import _, names, ngettext


def read_outlook(workspace: Any, project: int, today: date) -> Outlook:
    """The outlook of a project; called off the UI thread (it imports numpy)."""
    with workspace.read() as reader:
        return outlook(reader, project, today)


def read_outlooks(workspace: Any, projects: tuple[int, ...], today: date) -> list[Outlook]:
    """The outlooks of several projects, the learnt lengths shared."""
    with workspace.read() as reader:
        lengths = Lengths(reader, today, reference.calendar(reader))
        return [outlook(reader, id, today, lengths=lengths) for id in projects]


def target_name(seen: Outlook) -> str:
    """动工 or 全部办结: what the forecast is about."""
    ground = seen.target == "ground_breaking" or not seen.generated
    return _("动工") if ground else _("全部办结")


def chance_words(chance: float) -> str:
    """The chance of meeting the target, never said more sharply than it is known."""
    if chance >= 0.995:
        return _("几乎肯定能按期")
    if chance < 0.01:
        return _("几乎不可能按期")
    return _("按期的把握 {percent}%").format(percent=round(chance * 100))


def day_tone(on: date | None, target: date | None) -> str:
    """Red where a forecast day lies after the target."""
    return "red_word" if on is not None and target is not None and on > target else "ink"


class ForecastPanel(QWidget):
    """`show_outlook(outlook)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column(self, gap=6)
        self._title = Label("", "strong", wrap=True)
        self._target = Label("", "body", "muted", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(self._target)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.px(8))
        self._rows.setVerticalSpacing(theme.px(4))
        self._rows.setColumnStretch(0, 1)
        self._column.addLayout(self._rows)
        self._note = Label("", "small", "muted", wrap=True)
        self._column.addWidget(self._note)

    def show_outlook(self, seen: Outlook | None, project_name: str = "") -> None:
        """Show a forecast; None hides it."""
        self.setVisible(seen is not None)
        if seen is None:
            return
        what = target_name(seen)
        self._title.setText(_("{what}预测").format(what=what))
        target = names.full_day(seen.target_on) if seen.target_on else ""
        if target and seen.target == "all" and seen.generated:
            # the target is a day for breaking ground, and nothing here leads to it
            line = _("动工目标 {day}；清单里没有通向动工的办件").format(day=target)
        else:
            line = _("目标 {day}").format(day=target) if target else _("没有定目标日期")
        self._target.setText(" · ".join(part for part in (project_name, line) if part))
        clear(self._rows)
        if not seen.generated:
            self._row(names.no_plan(), "", "ink")
            self._row(_("打开项目，生成计划后再看日期"), "", "muted")
            self._note.hide()
            return
        if seen.reached_on is not None:
            self._row(_("已于"), names.short_day(seen.reached_on), "green_word")
            self._note.hide()
            return
        for words, on in ((_("五成把握"), seen.p50), (_("九成把握"), seen.p90)):
            if on is not None:
                self._row(words, names.short_day(on), day_tone(on, seen.target_on))
        if seen.chance is not None:
            self._row(chance_words(seen.chance), "", "ink")
        if seen.wins:
            win = seen.wins[0]
            words = _("{name}若 {days} 日办结").format(name=win.name, days=win.length)
            gained = ngettext("可提前 {n} 日", "可提前 {n} 日", win.days).format(n=win.days)
            self._row(words, gained, "green_word")
        notes = []
        few = len(seen.no_history)
        if few:
            words = ngettext(
                "{n} 个事项还没有足够的历史，按承诺和法定时限推算",
                "{n} 个事项还没有足够的历史，按承诺和法定时限推算",
                few,
            )
            notes.append(words.format(n=few))
        if seen.provisional:
            words = _("{year} 年节假日安排尚未公布，该年的日期待定")
            notes.append(words.format(year=seen.unpublished))
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))

    def _row(self, words: str, figure: str, tone: str) -> None:
        line = self._rows.rowCount()
        self._rows.addWidget(
            Label(words, "caption", "muted", wrap=True), line, 0, 1, 1 if figure else 2
        )
        if figure:
            self._rows.addWidget(
                Label(figure, "caption-strong", tone), line, 1,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
            )  # fmt: skip
