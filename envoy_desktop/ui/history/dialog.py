"""The history in a window of its own: by day, older pages on demand, undo and redo at hand."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.history import model
from envoy_desktop.ui.history.model import Page, Told
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.section import Card, Scroll, column, row
from envoy_desktop.words import _, names


class HistoryList(QWidget):
    """Acts by day; `show_page` begins anew, `add_page` puts older ones under them."""

    def __init__(self) -> None:
        super().__init__()
        body = column(self)
        self._scroll = Scroll(margin=(0, 0, 12, 12), gap=8)
        body.addWidget(self._scroll)
        self._day: object = None
        self._card: Card | None = None
        self.count = 0

    def clear(self) -> None:
        """Show nothing."""
        clear(self._scroll.body)
        self._day, self._card, self.count = None, None, 0

    def add(self, acts: tuple[Told, ...]) -> None:
        """Put these under the others."""
        body = self._scroll.body
        last = body.itemAt(body.count() - 1)
        if last is not None and last.spacerItem():
            body.takeAt(body.count() - 1)
        for act in acts:
            if act.day != self._day or self._card is None:
                self._day = act.day
                body.addWidget(Label(names.day(act.day), "caption-strong", "muted"))
                self._card = Card(margin=12, gap=8)
                body.addWidget(self._card)
            self._card.add(_Act(act))
            self.count += 1
        body.addStretch(1)


class _Act(QWidget):
    def __init__(self, act: Told) -> None:
        super().__init__()
        line = row(self, gap=12)
        line.addWidget(Label(act.time, "body", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        texts = column(gap=1)
        texts.addWidget(
            Label(act.words, "body", "muted" if act.undoes else "ink", wrap=True, selectable=True)
        )
        if act.changes:
            texts.addWidget(
                Label("\n".join(act.changes), "small", "muted", wrap=True, selectable=True)
            )
        line.addLayout(texts, 1)


class HistoryDialog(QDialog):
    """Of everything, or of one thing (`object_id`) called `about`."""

    def __init__(self, context: Context, object_id: int = 0, about: str = "") -> None:
        super().__init__(context.window)
        self._context, self._object = context, object_id
        self._last = 0
        self.setWindowTitle(_("变更记录"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[theme.px(20)] * 4)
        whole.setSpacing(theme.px(10))
        whole.addWidget(Label(_("变更记录"), "title"))
        line = about or _("谁在什么时候改了什么；撤销也记在这里，什么都不会抹去。")
        whole.addWidget(Label(line, "body", "muted", wrap=True))
        self.list = HistoryList()
        whole.addWidget(self.list, 1)
        buttons = row(gap=8)
        self.undo = Button(_("撤销"), icon="arrow-u-up-left", on=self._undo)
        self.redo = Button(_("重做"), icon="arrow-u-up-right", on=self._redo)
        for button in (self.undo, self.redo):
            button.hide()
            buttons.addWidget(button)
        self.older = Button(_("更早的"), icon="caret-down", on=self._older)
        self.older.hide()
        buttons.addWidget(self.older)
        buttons.addStretch(1)
        close = Button(_("关闭"), primary=True, on=self.accept)
        buttons.addWidget(close)
        whole.addLayout(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(720), room.width() - 40), min(theme.px(640), room.height() - 80))
        window = context.settings["session"].window
        if window is not None:
            window.changed.connect(self.reload)
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the newest page."""
        self._context.jobs.read(
            model.read_page, done=self._came, key=f"history-{id(self)}",
            workspace=self._context.workspace, object_id=self._object,
        )  # fmt: skip

    @Slot(object)
    def _came(self, page: Page) -> None:
        self.list.clear()
        self._add(page)
        for button, step, words in (
            (self.undo, page.undo, _("撤销：{what}")),
            (self.redo, page.redo, _("重做：{what}")),
        ):
            told = model.step_words(step)
            button.setVisible(bool(told) and not self._object)
            button.setText(words.format(what=names.short(told)))
            button.setToolTip(told)

    @Slot(object)
    def _add(self, page: Page) -> None:
        self.list.add(page.acts)
        self._last = page.acts[-1].unit if page.acts else 0
        self.older.setVisible(page.more)

    @Slot()
    def _older(self) -> None:
        self._context.jobs.read(
            model.read_page, done=self._add, key=f"history-older-{id(self)}",
            workspace=self._context.workspace, object_id=self._object, before=self._last,
        )  # fmt: skip

    @Slot()
    def _undo(self) -> None:
        window = self._context.settings["session"].window
        if window is not None:
            window.undo()

    @Slot()
    def _redo(self) -> None:
        window = self._context.settings["session"].window
        if window is not None:
            window.redo()


def open_history(context: Context) -> None:
    """The command: the history of everything."""
    HistoryDialog(context).open()
