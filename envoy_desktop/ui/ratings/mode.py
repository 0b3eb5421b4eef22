"""The rating mode: the investor at the envoy's laptop, and on the screen nothing but the questions.

The window behind is hidden whole, its keys are off and its title says nothing. What was answered
is kept at once; then the screen thanks and waits until the envoy leaves it with the passphrase, or
in a workspace without one (a demo, a keyring) with a key that nobody presses by chance.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QGridLayout,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from envoy_desktop.domain.ratings import LEAST, MOST, QUESTIONS
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store import keys
from envoy_desktop.store.queries.people import RatingWish
from envoy_desktop.ui import theme
from envoy_desktop.ui.ratings.ask import LEAVE
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.passphrase import PassphraseField
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Line, Scroll, column, row
from envoy_desktop.words import _, names

_shown: list["RatingMode"] = []
NEEDED = 760
"""The height (as the look draws lengths) that all questions take at the text's own size."""


class RatingMode(QDialog):
    """`begin()` fills the screen; it closes only by the passphrase or the deliberate key."""

    def __init__(self, context: Context, wish: RatingWish) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._wish = context, wish
        self._may_leave = False
        self._hidden: Sequence[QWidget] = ()
        self.setWindowTitle(_("评议"))
        self.setAccessibleName(_("评议"))
        # as large as the screen lets it be: the one who answers sits beside, and may be seventy
        high = context.window.screen().geometry().height()
        self._large = min(max(high / theme.px(NEEDED), 1.0), 2.0)
        whole = column(self, margin=(0, 24, 0, 24), gap=0)
        middle = row()
        middle.addStretch(1)
        self._page = QWidget()
        self._page.setMaximumWidth(round(theme.em(56) * self._large))
        middle.addWidget(self._page, 8)
        middle.addStretch(1)
        whole.addLayout(middle, 1)
        self._body = column(self._page, gap=14 * self._large)
        self._groups: dict[str, QButtonGroup] = {}
        self._questions()
        leave = row(gap=8)
        leave.setContentsMargins(theme.px(24), 0, theme.px(24), 0)
        leave.addStretch(1)
        leave.addWidget(Label(_("特派服务员输入口令返回"), "caption", "muted"))
        self._passphrase = PassphraseField()
        self._passphrase.setMaximumWidth(theme.em(14))
        self._passphrase.line.returnPressed.connect(self._leave)
        leave.addWidget(self._passphrase)
        self._back = Button(_("返回"), on=self._leave)
        self._back.setAutoDefault(False)
        leave.addWidget(self._back)
        whole.addLayout(leave)
        shortcut = QShortcut(QKeySequence(LEAVE), self)
        shortcut.activated.connect(self.let_go)

    def begin(self) -> None:
        """Hide everything of ours, then fill the screen."""
        self._hidden = [
            w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self
        ]
        _shown.append(self)  # without a parent nothing else holds it
        self.setGeometry(self._context.window.screen().geometry())
        self.showFullScreen()
        for widget in self._hidden:
            widget.hide()
        self.raise_()
        self.activateWindow()
        first = self._groups[QUESTIONS[0]].button(MOST)
        if first is not None:
            first.setFocus()

    # -- the questions -------------------------------------------------------------------------

    def _questions(self) -> None:
        body = self._body
        body.addWidget(self._label(self._wish.department_name, "title"))
        body.addWidget(self._label(self._wish.name, "figure", "muted"))
        words = _("请照实评价这次办事。1 为很不满意，5 为很满意。您的评价谁也改不了。")
        body.addWidget(self._label(words, "strong"))
        body.addWidget(Line())
        scroll = Scroll(gap=10 * self._large, margin=(0, 0, 8, 0))
        body.addWidget(scroll, 1)
        for question in QUESTIONS:
            scroll.body.addWidget(self._label(names.question(question), "figure"))
            scroll.body.addLayout(self._scale(question))
            scroll.body.addStretch(1)
        scroll.body.addWidget(self._label(_("想说的话（可以不写）"), "strong"))
        self._comment = QPlainTextEdit()
        self._comment.setAccessibleName(_("想说的话"))
        self._comment.setTabChangesFocus(True)
        self._comment.setFont(self._face("body"))
        self._comment.setMinimumHeight(theme.px(70))
        self._comment.setMaximumHeight(round(theme.px(90) * self._large))
        scroll.body.addWidget(self._comment)
        self._wrong = self._label("", "strong", "red_word")
        body.addWidget(self._wrong)
        line = row(gap=8)
        line.addStretch(1)
        self._send = Button(_("提交评价"), primary=True, on=self._record)
        self._send.setFont(self._face("strong"))
        self._send.setMinimumSize(
            round(theme.px(160) * self._large), round(theme.px(44) * self._large)
        )
        self._send.setAutoDefault(False)
        line.addWidget(self._send)
        line.addStretch(1)
        body.addLayout(line)

    def _face(self, face: str) -> QFont:
        font = theme.font(face)
        font.setPixelSize(round(font.pixelSize() * self._large))
        return font

    def _label(self, text: str, face: str, tone: str = "ink") -> Label:
        made = Label(text, face, tone, wrap=True)
        made.setFont(self._face(face))
        return made

    def _scale(self, question: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(round(theme.px(40) * self._large))
        group = QButtonGroup(self)
        font = self._face("figure")
        side = round(theme.px(14) * self._large)
        circle = (
            f"QRadioButton::indicator {{ width: {side}px; height: {side}px;"
            f" border-radius: {side // 2 + 1}px; }}"
        )
        for place, figure in enumerate(range(LEAST, MOST + 1)):
            words = {LEAST: _("1 很不满意"), MOST: _("5 很满意")}.get(figure, str(figure))
            button = QRadioButton(words)
            button.setFont(font)
            button.setStyleSheet(circle)
            button.setMinimumHeight(round(theme.px(36) * self._large))
            button.setAccessibleName(
                _("{question} {figure} 分").format(question=names.question(question), figure=figure)
            )
            group.addButton(button, figure)
            grid.addWidget(button, 0, place)
        grid.setColumnStretch(MOST, 1)
        self._groups[question] = group
        return grid

    @Slot()
    def _record(self) -> None:
        from envoy_desktop.casework import ratings

        answers = {q: g.checkedId() for q, g in self._groups.items() if g.checkedId() > 0}
        if "overall" not in answers:
            self._wrong.setText(_("请回答最后一问：总体满意吗？"))
            return
        self._wrong.setText("")
        self._send.setEnabled(False)
        self._context.jobs.act(
            _("已记录评议"), ratings.record, done=self._thank, failed=self._failed,
            procedure=self._wish.procedure, channel="screen", answers=answers,
            comment=self._comment.toPlainText(),
        )  # fmt: skip

    @Slot(object)
    def _thank(self, _rating: object) -> None:
        from envoy_desktop.ui.widgets.layout import clear

        clear(self._body)
        self._body.addStretch(1)
        thanks = self._label(_("谢谢。您的评价已经记下。"), "title")
        thanks.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.addWidget(thanks)
        after = self._label(_("请把电脑交还给特派服务员。"), "figure", "muted")
        after.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.addWidget(after)
        self._body.addStretch(1)
        self._passphrase.line.setFocus()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        from envoy_desktop.ui.shell.messages import worded

        self._send.setEnabled(True)
        if not isinstance(error, Trouble):
            raise error
        self._wrong.setText(worded(error)[0])

    # -- leaving -------------------------------------------------------------------------------

    @Slot()
    def _leave(self) -> None:
        typed = self._passphrase.line.text()
        self._passphrase.line.clear()
        if typed:
            self._back.setEnabled(False)
            self._context.jobs.read(
                opens, done=self._tried, key="rating-leave",
                path=self._context.workspace.path, passphrase=typed,
            )  # fmt: skip

    @Slot(object)
    def _tried(self, right: Any) -> None:
        self._back.setEnabled(True)
        if right:
            self.let_go()
        else:
            self._passphrase.line.setPlaceholderText(_("口令不对"))
            self._passphrase.line.setFocus()

    @Slot()
    def let_go(self) -> None:
        """Show everything of ours again, and be gone."""
        self._may_leave = True
        for widget in self._hidden:
            widget.show()
        _shown.remove(self)
        self.close()
        self._context.window.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # neither leaves, nor sends before one has pressed the button
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and not QKeySequence(event.keyCombination()).matches(QKeySequence(LEAVE)):
                event.accept()  # the window's own keys reach nothing behind
                return True
        return super().event(event)

    def reject(self) -> None:
        """Escape does not leave."""

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_leave:
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("background"))


def opens(path: Any, passphrase: str) -> bool:
    """Whether a passphrase opens the workspace; takes the time that keys take."""
    from envoy_desktop.store.troubles import NoKey

    try:
        keys.unlock_by_passphrase(path, passphrase)
    except NoKey:
        return False
    return True
