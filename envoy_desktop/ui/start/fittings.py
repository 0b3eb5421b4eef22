"""What the session adds to the window's top bar: the mark of the demo city, the workspace menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.ui.shell.window import MainWindow
    from envoy_desktop.ui.start.session import Session

MENU = (
    ("backup-now", "restore"),
    ("change-passphrase", "lock"),
    ("open-workspace", "new-workspace", "look-around"),
    ("history", "settings", "manual", "keys"),
)


class Fittings(QObject):
    """Lives with the window; puts its widgets into each top bar the window builds."""

    def __init__(self, window: "MainWindow", session: "Session") -> None:
        super().__init__(window)
        self._window, self._session = window, session
        window.rebuilt.connect(self.put)
        self.put()

    @Slot()
    def put(self) -> None:
        """Fit the top bar."""
        row = self._window.top.layout()
        assert row is not None
        if self._session.demo:
            mark = Label(_("示例城市"), "caption", "muted")
            mark.setToolTip(_("这里的项目、企业和人都是编造的，可以随意改动。"))
            row.addWidget(mark)
        button = QToolButton()
        button.setIcon(theme.icon("list"))
        button.setIconSize(QSize(theme.px(20), theme.px(20)))
        button.setAccessibleName(_("工作区菜单"))
        button.setToolTip(_("工作区菜单"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setMenu(self._menu(button))
        row.addWidget(button)

    def _menu(self, parent: QToolButton) -> QMenu:
        menu = QMenu(parent)
        for group in MENU:
            for name in group:
                command = self._window.commands.get(name)
                if command is None:
                    continue
                action = menu.addAction(_(command.title))
                action.setData(name)
                if command.keys:
                    # shown, not bound: the window's own action takes the key
                    action.setText(
                        f"{_(command.title)}\t"
                        + QKeySequence(command.keys).toString(
                            QKeySequence.SequenceFormat.NativeText
                        )
                    )
            menu.addSeparator()
        menu.triggered.connect(self._chosen)
        return menu

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self._window.run_command(str(action.data()))
