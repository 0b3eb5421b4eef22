"""What this laptop remembers outside any workspace: its settings and where workspaces lie.

A plain file: it holds no names, no texts of the work, and nothing that opens a workspace.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from envoy_desktop.domain import settings
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import replace_file, told

RECENT = 8


@dataclass
class Device:
    """This laptop's settings; `path` is the file they lie in."""

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)

    def value(self, key: str) -> Any:
        """The value of a setting of this laptop, or its default."""
        try:
            return settings.parse_setting(key, self.values.get(key, ""))
        except Refusal:  # a file from another version: the default holds
            return settings.SETTINGS[key].default

    def set(self, key: str, text: str) -> None:
        """Set a setting and keep it; refuses "unknown-setting" and "bad-setting"."""
        self.values[key] = settings.format_setting(settings.parse_setting(key, text))
        self.save()

    def opened(self, workspace: Path) -> None:
        """Remember the workspace opened last."""
        text = str(workspace.absolute())
        self.recent = [text, *(other for other in self.recent if other != text)][:RECENT]
        self.save()

    @property
    def last(self) -> Path | None:
        """The workspace opened last that is still there."""
        return next((Path(text) for text in self.recent if Path(text).is_file()), None)

    def backup_folder(self, workspace: Path) -> Path:
        """Where the backups of the workspace at a path go: as set here, else beside it."""
        from envoy_desktop.store import backup

        chosen = str(self.value("backup.folder"))
        return Path(chosen) if chosen else backup.folder_of(workspace)

    def save(self) -> None:
        """Write the file in one step; raises SystemFailed."""
        with told(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        held = {"settings": self.values, "recent": self.recent}
        replace_file(self.path, json.dumps(held, ensure_ascii=False, indent=1).encode())


def load(path: Path | None = None) -> Device:
    """This laptop's settings; a missing or unreadable file gives the defaults."""
    if path is None:
        import platformdirs

        path = Path(platformdirs.user_config_dir("envoy-desktop", False)) / "device.json"
    try:
        held = json.loads(path.read_text("utf-8"))
        return Device(
            path,
            {str(k): str(v) for k, v in held.get("settings", {}).items()},
            [str(text) for text in held.get("recent", [])],
        )
    except (OSError, ValueError, AttributeError):
        return Device(path)
