"""One department before issuing: was its own statement sought, what did it say, or why not."""

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from envoy_desktop import now
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _

ANSWERED, ASKED, NOT_ASKED = "answered", "asked", "not-asked"


class HearingLine(QWidget):
    """`hearing()` gives what was told, for the act; None where nothing was."""

    def __init__(self, name: str, department: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._department = department
        whole = column(self, margin=(0, 0, 0, 6), gap=4)
        whole.addWidget(Label(name, "body", wrap=True))
        line = row(gap=8)
        self.how = ChoiceField(
            [
                (ANSWERED, _("征求过，已答复")),
                (ASKED, _("征求过，没有答复")),
                (NOT_ASKED, _("没有征求")),
            ],
            none=_("还没有说明"),
        )
        self.how.input().setAccessibleName(_("{name}的意见").format(name=name))
        self.how.changed.connect(self._chosen)
        line.addWidget(self.how)
        self.on = DateField(now.today(), latest=now.today())
        line.addWidget(self.on)
        self.words = TextField()
        self._named = name
        line.addStretch(1)
        whole.addLayout(line)
        whole.addWidget(self.words)
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        how = self.how.value()
        self.on.setVisible(how in (ANSWERED, ASKED))
        self.words.setVisible(how in (ANSWERED, NOT_ASKED))
        asks = _("部门的答复，照原话") if how == ANSWERED else _("没有征求的原因")
        words = self.words.line
        words.setPlaceholderText(asks)
        words.setAccessibleName(_("{name}：{what}").format(name=self._named, what=asks))
        when = _("征求日期") if how == ASKED else _("答复日期")
        self.on.input().setAccessibleName(_("{name}：{what}").format(name=self._named, what=when))

    def hearing(self) -> dict[str, Any] | None:
        """What was told of the department."""
        how, words = self.how.value(), str(self.words.value() or "")
        told: dict[str, Any] = {"department": self._department}
        if how == ASKED:
            return {**told, "asked_on": self.on.value()}
        if how == ANSWERED and words:
            return {**told, "statement": words, "answered_on": self.on.value()}
        if how == NOT_ASKED and words:
            return {**told, "not_asked_because": words}
        return None
