"""The system's dialogs for a workspace file: which one to open, where a new one goes."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop.words import _

ENDING = ".envoy"


def existing(parent: QWidget | None, near: Path | None = None) -> Path | None:
    """A workspace file that is there."""
    name, _kind = QFileDialog.getOpenFileName(
        parent,
        _("打开工作区"),
        str(near.parent if near else home()),
        _("工作区 (*.envoy);;所有文件 (*)"),
    )
    return Path(name) if name else None


def folder(parent: QWidget | None, title: str, near: Path | None = None) -> Path | None:
    """A folder."""
    name = QFileDialog.getExistingDirectory(parent, title, str(near or home()))
    return Path(name) if name else None


def home() -> Path:
    """Where a person keeps documents, else the home folder."""
    import platformdirs

    found = Path(platformdirs.user_documents_dir())
    return found if found.is_dir() else Path.home()
