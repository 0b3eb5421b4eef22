"""The three cards over a project's tabs: forecast, critical procedure, obstacles and promises."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.projects.forecast_panel import (
    chance_words,
    day_tone,
    target_name,
)
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.widgets.label import Elided, Label
from envoy_desktop.ui.widgets.section import Card, row
from envoy_desktop.words import _, names, ngettext


class SummaryCard(Card):
    """A caption, then words of different weight in a line; pressed, it leads to what it tells."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=14, gap=2, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._caption = Elided("", "body", "muted")
        self.body.addWidget(self._caption)
        self._line = row(gap=6)
        self.body.addLayout(self._line)
        self._strong = Elided("", "strong")
        self._figure = Label("", "figure")
        self._after = Label("", "body", "muted")
        self._line.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        self._strong.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._line.addWidget(self._strong, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self._after, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addStretch(1)

    def show_words(
        self,
        caption: str,
        *,
        figure: str = "",
        strong: str = "",
        after: str = "",
        tone: str = "ink",
        tip: str = "",
    ) -> None:
        """Show other words; `tone` colours the figure, or the words after the strong ones."""
        self._caption.setText(caption)
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))
        self._figure.set_tone(tone if figure else "ink")
        self._strong.setText(strong)
        self._strong.setVisible(bool(strong))
        self._after.setText(after)
        self._after.setVisible(bool(after))
        self._after.set_tone("muted" if figure or tone == "ink" else tone)
        self._after.setFont(theme.font("strong" if not figure and tone != "ink" else "body"))
        self.setToolTip(tip)
        spoken = (caption, figure, strong, after, tip)
        self.setAccessibleName(_("，").join(part for part in spoken if part))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.colour("accent"))
            radius = theme.px(6)
            box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, radius, radius)


def show_forecast(card: SummaryCard, page: ProjectPage) -> None:
    """动工 · 目标 3月1日: 3月18日 五成把握 · 九成 4月22日."""
    seen = page.seen
    caption = target_name(seen)
    if seen.target_on is not None:
        target = names.short_day(seen.target_on)
        caption = _("{what} · 目标 {day}").format(what=caption, day=target)
    if not seen.generated:
        card.show_words(caption, strong=names.no_plan(), after=_("请先生成计划"))
        return
    if seen.reached_on is not None:
        day = names.short_day(seen.reached_on)
        card.show_words(caption, figure=day, after=_("手续已齐"), tone="green_word")
        return
    if seen.p50 is None or seen.p90 is None:
        card.show_words(caption, figure=names.short_day(seen.finish), after=_("按计划"))
        return
    after = _("五成把握 · 九成 {day}").format(day=names.short_day(seen.p90))
    tips = [chance_words(seen.chance)] if seen.chance is not None else []
    if seen.provisional:
        words = _("{year} 年节假日安排尚未公布，该年的日期待定")
        tips.append(words.format(year=seen.unpublished))
    tip = "\n".join(tips)
    card.show_words(
        caption, figure=names.short_day(seen.p50), after=after,
        tone=day_tone(seen.p50, seen.target_on), tip=tip,
    )  # fmt: skip


def show_critical(card: SummaryCard, page: ProjectPage) -> None:
    """关键事项: 建设工程规划许可证 比目标晚 4 日."""
    chain = page.seen.critical
    if not chain:
        done = _("全部办结") if page.seen.reached_on else _("还没有事项")
        if not page.seen.generated:
            done = names.no_plan()
        card.show_words(_("关键事项"), strong=done)
        return
    margin = page.seen.margin
    if margin is None:
        words, tone = _("计划 {day}").format(day=names.short_day(chain[0].finish)), "ink"
    elif margin < 0:
        words = ngettext("比目标晚 {n} 日", "比目标晚 {n} 日", -margin).format(n=-margin)
        tone = "red_word"
    elif margin == 0:
        words, tone = _("没有机动"), "red_word"
    else:
        words = ngettext("还有 {n} 日机动", "还有 {n} 日机动", margin).format(n=margin)
        tone = "yellow_word" if margin <= 5 else "ink"
    tip = " → ".join(step.name for step in chain)
    card.show_words(_("关键事项"), strong=chain[0].name, after=words, tone=tone, tip=tip)


def show_troubles(card: SummaryCard, page: ProjectPage) -> None:
    """未解决障碍 3 · 对企业承诺 2: the oldest obstacle and how long it has stood."""
    standing = sorted(page.standing, key=lambda o: o.on)
    count = len(standing)
    caption = _("未解决障碍 {obstacles} · 对企业承诺 {promises}").format(
        obstacles=count, promises=page.promised
    )
    if page.broken:  # a promise that was not kept stands first (守信重诺)
        worst = page.broken[0]
        n = page.calendar.working_days(date.fromisoformat(worst.due_now), page.today)
        card.show_words(
            caption, strong=worst.text, tip=worst.text,
            after=ngettext("承诺逾期 {n} 日", "承诺逾期 {n} 日", n).format(n=n), tone="red_word",
        )  # fmt: skip
        return
    if not standing:
        card.show_words(caption, strong=_("没有未解决的障碍"))
        return
    oldest = standing[0]
    n = page.calendar.working_days(date.fromisoformat(oldest.on), page.today)
    late = oldest.answer_due is not None and oldest.answer_due < page.today.isoformat()
    card.show_words(
        caption, strong=oldest.text, tip=oldest.text,
        after=ngettext("第 {n} 日", "第 {n} 日", n).format(n=n) if n else _("刚登记"),
        tone="red_word" if late else "ink",
    )  # fmt: skip
