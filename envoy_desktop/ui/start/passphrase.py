"""The field for a passphrase: an eye to look at it, a word about caps lock, its strength."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from envoy_desktop.store import keys
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.fields import Field
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import N_, _

STRENGTHS = (N_("太短"), N_("弱"), N_("一般"), N_("好"), N_("很好"))
_TONES = ("red", "red", "yellow", "green", "green")


class PassphraseField(Field):
    """One passphrase, taken as it was typed, spaces and all."""

    def __init__(self, *, required: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(required=required, parent=parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(1024)
        self.line.textChanged.connect(self._was_changed)
        self.line.installEventFilter(self)
        self._eye = self.line.addAction(
            theme.icon("eye"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.setToolTip(_("显示或隐藏口令"))
        self._eye.triggered.connect(self._look)
        self._set_up(self.line)
        self._caps = Label(_("大写锁定已打开"), "caption", "yellow_word")
        self._caps.hide()
        self._column.addWidget(self._caps)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> str:
        return self.line.text()

    def set_value(self, value: object) -> None:
        self.line.setText(str(value or ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._notice(event)
        return False

    def _notice(self, event: QKeyEvent) -> None:
        """Qt does not tell about caps lock: a capital without Shift gives it away."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.hide()
        elif len(letter) == 1 and letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(letter.isupper() != shift)

    @Slot()
    def _look(self) -> None:
        hidden = self.line.echoMode() is QLineEdit.EchoMode.Password
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)


class StrengthBar(QWidget):
    """How strong a passphrase is: four pieces and a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = -1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._pieces = _Pieces()
        row.addWidget(self._pieces)
        self._word = Label("", "caption", "muted", wrap=True)
        row.addWidget(self._word, 1)

    def show_strength(self, passphrase: str) -> None:
        """Show how strong this one is; blank: nothing."""
        level = keys.strength(passphrase) if passphrase else -1
        self._pieces.set_level(level)
        if level < 0:
            text = _("至少 {n} 个字符，汉字一个算两个；几个不相干的词连起来，好记又难猜").format(
                n=keys.MINIMUM_LENGTH
            )
        else:
            text = _("强度：{word}").format(word=_(STRENGTHS[level]))
        self._word.setText(text)


class _Pieces(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._level = -1
        self.setFixedSize(theme.px(132), theme.px(6))

    def set_level(self, level: int) -> None:
        self._level = level
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = theme.px(4)
        width = (self.width() - 3 * gap) // 4
        for number in range(4):
            lit = self._level > number or (self._level == 0 and number == 0)
            tone = _TONES[max(self._level, 0)] if lit else "line"
            painter.fillRect(number * (width + gap), 0, width, self.height(), theme.colour(tone))
