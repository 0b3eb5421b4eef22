"""Rows of a form: a label that is the field's buddy and name, the field, its problem under it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.fields import Field, YesNoField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import SectionHeader


class Form(QWidget):
    """`add("investor", "投资方", TextField())`; `values()`; `check()` shows what is wrong."""

    changed = Signal(str)  # the field's name

    def __init__(self, *, label_width: float = 7, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(10))
        self._grid.setColumnMinimumWidth(0, theme.em(label_width))
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, Label] = {}

    def section(self, text: str) -> None:
        """A head over the next rows."""
        line = self._grid.rowCount()
        self._grid.addWidget(SectionHeader(text), line, 0, 1, 2)

    def add(self, name: str, label: str, field: Field, hint: str = "") -> Field:
        """A row; `hint` is a muted line under the field."""
        line = self._grid.rowCount()
        words = Label(label, "body", "muted")
        words.setMinimumHeight(theme.px(30))
        words.setBuddy(field.input())
        words.setWordWrap(True)
        self._grid.addWidget(words, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, line, 1)
        field.input().setAccessibleName(label)
        if isinstance(field, YesNoField):
            field.name(label)
        self.fields[name] = field
        self._labels[name] = words
        if hint:
            field.say(hint)
        field.setProperty("form_name", name)
        field.changed.connect(self._field_changed)
        return field

    def add_widget(self, widget: QWidget, *, wide: bool = True) -> None:
        """Any widget as a row of its own."""
        line = self._grid.rowCount()
        if wide:
            self._grid.addWidget(widget, line, 0, 1, 2)
        else:
            self._grid.addWidget(widget, line, 1)

    def values(self) -> dict[str, object]:
        """What all fields hold, by name."""
        return {name: field.value() for name, field in self.fields.items()}

    def set_values(self, values: dict[str, object]) -> None:
        """Show these values in the fields that are named."""
        for name, value in values.items():
            self.fields[name].set_value(value)

    def show_row(self, name: str, shown: bool) -> None:
        """Show or hide a row."""
        self.fields[name].setVisible(shown)
        self._labels[name].setVisible(shown)

    def check(self) -> bool:
        """Show every problem, go to the first; whether there is none."""
        wrong = [
            field for field in self.fields.values() if not field.isHidden() and not field.check()
        ]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    @Slot()
    def _field_changed(self) -> None:
        field = self.sender()
        if isinstance(field, Field):
            self.changed.emit(str(field.property("form_name")))
