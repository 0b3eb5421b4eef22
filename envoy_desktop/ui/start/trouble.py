"""A message of its own while no window is open: what happened, what was kept, what to do next."""

from PySide6.QtWidgets import QMessageBox, QWidget

from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.ui.shell.messages import worded
from envoy_desktop.words import _


def box_for(trouble: Trouble, parent: QWidget | None = None, *, about: str = "") -> QMessageBox:
    """A message box with the trouble's words and no button yet; `about`: what it came of."""
    what, kept, after = worded(trouble)
    if about:
        what = _("{about}：{what}").format(about=about, what=what)
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("特派服务员工作台"))
    box.setText(what)
    box.setInformativeText("\n".join(part for part in (kept, after) if part))
    return box


def tell_plainly(trouble: Trouble, parent: QWidget | None = None, *, about: str = "") -> None:
    """Say it, with one button to go on."""
    box = box_for(trouble, parent, about=about)
    box.addButton(_("知道了"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
