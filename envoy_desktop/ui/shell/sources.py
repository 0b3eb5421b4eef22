"""What the window asks of the rest of the app; each is called off the UI thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from envoy_desktop.ui.shell.registry import Command, Entry, worded
from envoy_desktop.ui.shell.screen import Count, Hit, Status
from envoy_desktop.words import _


def _no_counts() -> Mapping[str, Count]:
    return {}


def _no_hits(text: str) -> list[Hit]:
    return []


def _no_status() -> Status:
    return Status()


def _own_words(act: str, subject: str) -> str:
    from envoy_desktop.words import names

    return f"{names.act(act)} {subject}".strip()


@dataclass(slots=True)
class Sources:
    """`search(text)`, `counts()` by screen name, `status()`, `word_act(act, subject)` for undo,
    `manual(topic)` (on the UI thread: opens the manual at a screen's name)."""

    search: Callable[[str], list[Hit]] = _no_hits
    counts: Callable[[], Mapping[str, Count]] = _no_counts
    status: Callable[[], Status] = _no_status
    word_act: Callable[[str, str], str] = _own_words
    manual: Callable[[str], None] | None = None
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finder:
    """Commands and screens by their words or pinyin initials, then what the workspace finds."""

    search: Callable[[str], list[Hit]]
    entries: Sequence[Entry]
    commands: Sequence[Command]

    def __call__(self, text: str) -> list[Hit]:
        """All answers for `text`, grouped; for no text the commands."""
        text = text.strip()
        own = [
            Hit("command", command.name, _(command.title), command.keys, _("命令"))
            for command in self.commands
            if matches(text, _(command.title))
        ]
        screens = [
            Hit("screen", entry.name, worded(entry), "", _("前往"))
            for entry in self.entries
            if matches(text, worded(entry))
        ]
        found = self.search(text) if text else []
        return [*screens, *own, *found] if len(text) <= 1 else [*found, *own, *screens]


def matches(text: str, title: str) -> bool:
    """Whether `text` is part of the title or of its pinyin initials (ghj: 规划局)."""
    text = text.lower()
    if text in title.lower():
        return True
    if not text.isascii() or not text.isalnum():
        return False
    from pypinyin import Style, lazy_pinyin  # 0.2 s at first use: here, on the reading lane

    initials = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER)).lower()
    return text in initials
