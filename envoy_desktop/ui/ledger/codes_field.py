"""Several departments in one field: chosen one by one, each a chip that a click takes off."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import Field
from envoy_desktop.ui.widgets.flow import Flow
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.words import _


class CodesField(Field):
    """The value is the chosen codes, separated by semicolons, in the order of the list."""

    def __init__(self, offered: Sequence[tuple[str, str]], chosen: Sequence[str] = ()) -> None:
        super().__init__()
        self._names = dict(offered)
        self._chosen = [code for code in chosen if code]
        self._box = QComboBox()
        self._box.setMaximumWidth(theme.em(18))
        self._box.addItem(_("添加……"), "")
        for code, name in offered:
            self._box.addItem(name, code)
        self._box.activated.connect(self._add)
        holder = QWidget()
        self._chips = Flow(holder, gap=6)
        self._set_up(self._box)
        self._column.addWidget(holder)
        self._show()

    def input(self) -> QWidget:
        return self._box

    def value(self) -> str:
        return ";".join(code for code in self._names if code in self._chosen)

    def set_value(self, value: Any) -> None:
        self._chosen = [code for code in str(value or "").split(";") if code]
        self._show()

    @Slot(int)
    def _add(self, place: int) -> None:
        code = str(self._box.itemData(place) or "")
        self._box.setCurrentIndex(0)
        if code and code not in self._chosen:
            self._chosen.append(code)
            self._show()
            self._was_changed()

    @Slot()
    def _take_off(self) -> None:
        code = str(self.sender().property("code"))
        self._chosen = [held for held in self._chosen if held != code]
        self._show()
        self._was_changed()

    def _show(self) -> None:
        clear(self._chips)
        for code in self.value().split(";"):
            if code:
                name = self._names.get(code, code)
                chip = Button(f"{name} ×", link=True, on=self._take_off)
                chip.setAccessibleName(_("去掉{name}").format(name=name))
                chip.setProperty("code", code)
                self._chips.addWidget(chip)
