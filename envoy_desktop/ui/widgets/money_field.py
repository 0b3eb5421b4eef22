"""A sum of money in the unit one thinks in: 元, 万元 or 亿元; its value is yuan, a Decimal."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from envoy_desktop.domain import fees
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.fields import Field
from envoy_desktop.words import N_, _

UNITS = ((10**8, N_("亿元")), (10**4, N_("万元")), (1, N_("元")))


class MoneyField(Field):
    """A number and its unit; 3万 or 12.6亿 typed into it is understood as it stands."""

    def __init__(
        self,
        value: Decimal | None = None,
        *,
        scale: int = 1,
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(required=required, parent=parent)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        self.line = QLineEdit()
        self.line.setMaximumWidth(theme.em(12))
        self.line.textChanged.connect(self._was_changed)
        line.addWidget(self.line)
        self.unit = QComboBox()
        self.unit.setAccessibleName(_("单位"))
        for by, name in UNITS:
            self.unit.addItem(_(name), by)
        self.unit.setCurrentIndex(self.unit.findData(scale))
        self.unit.currentIndexChanged.connect(self._turned)
        line.addWidget(self.unit)
        line.addStretch(1)
        self._set_up(line)
        if value is not None:
            self.set_value(value)

    def input(self) -> QWidget:
        return self.line

    def value(self) -> Decimal | None:
        text = self.line.text().strip()
        if not text:
            return None
        if not text.endswith(("元", "万", "亿")):
            text = text + dict(UNITS)[self.unit.currentData()]
        try:
            return fees.money(text)
        except Refusal:
            return None

    def set_value(self, value: Any) -> None:
        if value is None:
            self.line.clear()
            return
        yuan = Decimal(str(value))
        scale = next((by for by, _name in UNITS if yuan >= by), 1)
        if scale == 10**8 and yuan % 10**4:
            scale = 1  # to the yuan: a sum of hundreds of millions would get eight decimals
        self.unit.setCurrentIndex(self.unit.findData(scale))
        self.line.setText(f"{(yuan / scale).normalize():f}")

    def problem(self) -> str:
        if not self.line.text().strip():
            return super().problem()
        return "" if self.value() is not None else _("这里要填金额，例如 1100 或 12.6亿")

    @Slot(int)
    def _turned(self, _place: int) -> None:
        self._was_changed()
