"""The projector's window: one item of the agenda in big type, following the meeting's list."""

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from envoy_desktop.store.queries.meetings import DecisionRow, ItemRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Panel
from envoy_desktop.words import _
from envoy_desktop.words import agenda as words


class Projector(Panel):
    """Opens on the second screen where there is one; arrow keys go on, Esc or F11 leaves."""

    stepped = Signal(int)  # one item on (1) or back (-1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin=(48, 36, 48, 36), gap=18)
        self.setParent(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("协调会"))
        self.setAccessibleName(_("投影"))
        self._labels: list[tuple[Label, float, bool]] = []
        body = self.body
        self._meeting = self._line(body, 3.0, "muted")
        self._about = self._line(body, 3.6, "accent")
        self._topic = self._line(body, 6.2, "ink", bold=True)
        self._why = self._line(body, 3.0, "muted")
        self._statement = self._line(body, 3.4, "ink")
        self._decided = self._line(body, 3.8, "ink", bold=True)
        body.addStretch(1)
        self._foot = self._line(body, 2.6, "muted")

    def _line(self, body: object, share: float, tone: str, bold: bool = False) -> Label:
        label = Label("", "body", tone, wrap=True)
        self._labels.append((label, share, bold))
        body.addWidget(label)  # type: ignore[attr-defined]
        return label

    def begin(self) -> None:
        """Show it full screen, on another screen than the window's if there is one."""
        screens = QGuiApplication.screens()
        parent = self.parentWidget()
        own = parent.screen() if parent is not None else None
        other = next((screen for screen in screens if screen is not own), None)
        if other is not None:
            self.setGeometry(other.geometry())
        self.showFullScreen()

    def show_item(
        self,
        meeting: str,
        item: ItemRow | None,
        place: int,
        count: int,
        decided: tuple[DecisionRow, ...],
    ) -> None:
        """Show an item and what was decided about it; None: the meeting alone."""
        self._meeting.setText(meeting)
        if item is None:
            texts = ("", _("没有议题"), "", "", "", "")
        else:
            kept = json.loads(item.grounds) if item.grounds else {}
            told = [(code, value) for code, value, _f in words.grounds(kept)]
            parts = [part for part in (item.department_name, item.project_name) if part]
            said = _("部门说明：{words}").format(words=item.statement) if item.statement else ""
            texts = (
                _(" · ").join(parts),
                item.topic,
                words.reasons(told) if told else "",
                said,
                "\n".join(
                    _("议定：{text}（{who}）").format(
                        text=one.text,
                        who=words.duty(one.lead_name, one.cooperating_names, one.due_on),
                    )
                    for one in decided
                ),
                _("第 {n} 项，共 {count} 项").format(n=place, count=count),
            )
        shown = (self._about, self._topic, self._why, self._statement, self._decided, self._foot)
        for label, text in zip(shown, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self._size()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size()

    def _size(self) -> None:
        """Type as shares of the window's height: readable from the last row of any room."""
        crowded = sum(len(label.text()) for label, _share, _bold in self._labels) > 260
        for label, share, bold in self._labels:
            font = QFont(theme.font("strong" if bold else "body"))
            size = self.height() * share / 100 * (0.75 if crowded else 1)
            font.setPixelSize(max(theme.px(12), round(size)))
            label.setFont(font)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.stepped.emit(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)
