"""Asks where a file goes: a name without its ending gets it, nothing is replaced unasked."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_path(parent: QWidget, title: str, proposed: str, kinds: str, ending: str) -> Path | None:
    """The path a person chose, ending in `.ending` where they typed none; None: dismissed."""
    while True:
        name, _kind = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
        if not name:
            return None
        path = Path(name)
        if path.suffix:
            return path
        path = path.with_name(f"{path.name}.{ending}")
        if not path.exists():
            return path
        proposed = str(path)  # the dialog itself asks before it replaces that one
