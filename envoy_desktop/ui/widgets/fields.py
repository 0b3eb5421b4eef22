"""Fields of a form: each gives a finished value, words its problem, and tells of changes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _


class Field(QWidget):
    """`value()`, `set_value(v)`, `changed`; `problem()` is "" or why the value cannot stand."""

    changed = Signal()

    def __init__(self, *, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.required = required
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._wrong = Label("", "caption", "red_word", wrap=True)
        self._wrong.hide()

    def value(self) -> Any:
        """What was entered, finished; None or "" where nothing was."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show `value`."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why the value cannot stand, or ""."""
        if self.required and self.value() in (None, ""):
            return _("此项必填")
        return ""

    def input(self) -> QWidget:
        """The widget that takes the keyboard: the label's buddy."""
        raise NotImplementedError

    def show_problem(self, text: str) -> None:
        """Show (or with "" take away) a problem under the field."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        self.input().setProperty("wrong", bool(text))
        self.input().style().unpolish(self.input())
        self.input().style().polish(self.input())
        self.input().setAccessibleDescription(text)

    def say(self, hint: str) -> None:
        """A muted line under the field."""
        self._column.addWidget(Label(hint, "caption", "muted", wrap=True))

    def check(self) -> bool:
        """Show the problem if there is one; whether there is none."""
        problem = self.problem()
        self.show_problem(problem)
        return not problem

    def _set_up(self, line: QWidget | QHBoxLayout) -> None:
        if isinstance(line, QWidget):
            self._column.addWidget(line)
        else:
            self._column.addLayout(line)
        self._column.addWidget(self._wrong)
        self.setFocusProxy(self.input())

    @Slot()
    def _was_changed(self) -> None:
        if self._wrong.isVisible():
            self.show_problem("")
        self.changed.emit()


class TextField(Field):
    """One line of text."""

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        secret: bool = False,
        longest: int = 0,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self.line = QLineEdit(value)
        self.line.setPlaceholderText(hint)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if longest:
            self.line.setMaxLength(longest)
        self.line.textChanged.connect(self._was_changed)
        self._set_up(self.line)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> str:
        return self.line.text().strip()

    def set_value(self, value: Any) -> None:
        self.line.setText(value or "")


class NumberField(Field):
    """A number with its unit behind it; full-width digits and 万/亿 are understood."""

    def __init__(
        self,
        value: float | None = None,
        *,
        unit: str = "",
        decimals: int = 0,
        least: float | None = 0,
        most: float | None = None,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self._decimals, self._least, self._most = decimals, least, most
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        self.line = QLineEdit()
        self.line.setMaximumWidth(theme.em(12))
        self.line.textChanged.connect(self._was_changed)
        line.addWidget(self.line)
        if unit:
            line.addWidget(Label(unit, "body", "muted"))
        line.addStretch(1)
        self._set_up(line)
        self.set_value(value)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> float | int | None:
        return self._read()

    def set_value(self, value: Any) -> None:
        if value is None:
            self.line.clear()
        else:
            self.line.setText(
                f"{value:.{self._decimals}f}".rstrip("0").rstrip(".")
                if self._decimals
                else str(value)
            )

    def problem(self) -> str:
        text = self.line.text().strip()
        if not text:
            return super().problem()
        number = self._read()
        if number is None:
            return _("这里要填数字，例如 12")
        if self._least is not None and number < self._least:
            return _("不能小于 {least}").format(least=self._least)
        if self._most is not None and number > self._most:
            return _("不能大于 {most}").format(most=self._most)
        return ""

    def _read(self) -> float | int | None:
        text = self.line.text().strip().replace(",", "").replace("，", "").replace("．", ".")
        times = 1
        for ending, factor in (("万", 10_000), ("亿", 100_000_000)):
            if text.endswith(ending):
                text, times = text[: -len(ending)], factor
        try:
            number = float(text) * times
        except ValueError:
            return None
        if number != number or number in (float("inf"), float("-inf")):
            return None
        if self._decimals == 0:
            return int(number) if number == int(number) else None
        return round(number, self._decimals)


class _Combo(QComboBox):
    """A combo that a wheel over a scrolling page does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(Field):
    """One of given choices: `ChoiceField([(value, words), …])`; with `search` typing finds one."""

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]] = (),
        value: Any = None,
        *,
        none: str = "",
        search: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self._none = none
        self.box = _Combo()
        if search:
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = self.box.completer()
            assert completer is not None
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.box.currentIndexChanged.connect(self._was_changed)
        line = QHBoxLayout()
        line.addWidget(self.box, 1 if search else 0)
        if not search:
            line.addStretch(1)
        self._set_up(line)
        self.set_choices(choices, value)

    def input(self) -> QWidget:
        return self.box

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Offer other choices, `value` chosen (or what was chosen, if it is still offered)."""
        keep = value if value is not None else self.value()
        self.box.blockSignals(True)
        self.box.clear()
        if self._none:
            self.box.addItem(self._none, None)
        for choice, words in choices:
            self.box.addItem(words, choice)
        self.box.blockSignals(False)
        self.set_value(keep)

    def value(self) -> Any:
        if self.box.isEditable():
            place = self.box.findText(self.box.currentText())
            return self.box.itemData(place) if place >= 0 else None
        return self.box.currentData()

    def set_value(self, value: Any) -> None:
        for place in range(self.box.count()):
            if self.box.itemData(place) == value:
                self.box.setCurrentIndex(place)
                return
        self.box.setCurrentIndex(0 if self.box.count() else -1)

    def problem(self) -> str:
        typed = self.box.isEditable() and self.box.currentText().strip()
        if typed and self.box.findText(self.box.currentText()) < 0:
            return _("没有“{text}”这一项，请从列表里选").format(text=typed)
        return super().problem()


class YesNoField(Field):
    """是 or 否; nothing chosen at first is None."""

    def __init__(
        self,
        value: bool | None = None,
        *,
        yes: str = "",
        no: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self._yes = QRadioButton(yes or _("是"))
        self._no = QRadioButton(no or _("否"))
        line = QHBoxLayout()
        line.setSpacing(theme.px(16))
        for button in (self._yes, self._no):
            button.setAutoExclusive(False)
            button.setMinimumHeight(theme.px(28))
            line.addWidget(button)
        line.addStretch(1)
        self._yes.clicked.connect(self._yes_pressed)
        self._no.clicked.connect(self._no_pressed)
        self._set_up(line)
        self.set_value(value)

    def input(self) -> QWidget:
        return self._yes

    def value(self) -> bool | None:
        if self._yes.isChecked():
            return True
        return False if self._no.isChecked() else None

    def set_value(self, value: Any) -> None:
        self._yes.setChecked(value is True)
        self._no.setChecked(value is False)

    def name(self, words: str) -> None:
        """Both buttons name the question for a screen reader."""
        for button in (self._yes, self._no):
            button.setAccessibleName(f"{words} {button.text()}")

    @Slot()
    def _yes_pressed(self) -> None:
        self.set_value(True)
        self._was_changed()

    @Slot()
    def _no_pressed(self) -> None:
        self.set_value(False)
        self._was_changed()


class _Lines(QPlainTextEdit):
    """Tells when the person goes on: what was typed is kept then."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LinesField(Field):
    """Several lines of text; Tab goes on to the next field."""

    left = Signal()

    def __init__(
        self,
        value: str = "",
        *,
        hint: str = "",
        lines: int = 3,
        grow: bool = False,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        self.text = _Lines(value)
        self.text.setPlaceholderText(hint)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * lines + theme.px(16))
        if not grow:
            self.text.setMaximumHeight(self.text.minimumHeight())
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.text.textChanged.connect(self._was_changed)
        self.text.left.connect(self.left)
        self._set_up(self.text)

    def input(self) -> QWidget:
        return self.text

    def value(self) -> str:
        return self.text.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self.text.setPlainText(value or "")


__all__ = [
    "ChoiceField", "Field", "LinesField", "NumberField", "TextField", "YesNoField",
]  # fmt: skip
