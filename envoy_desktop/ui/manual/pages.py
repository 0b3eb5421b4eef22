"""The manual's pages as shipped; the list of settings is written from their declaration."""

from dataclasses import dataclass
from functools import cache

from envoy_desktop.domain.settings import SETTINGS
from envoy_desktop.places import shipped
from envoy_desktop.words import language, names

ORDER = (
    "start", "today", "projects", "procedures", "obstacles", "documents", "ledger",
    "departments", "meeting", "exchange", "contacts", "settings", "safety", "keys",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its topic (a screen's name or another word), its title, its Markdown."""

    topic: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Whether the page holds these words."""
        return words.lower() in self.text.lower()


def pages() -> tuple[Page, ...]:
    """All pages in the language spoken now, in the order of the manual."""
    return _pages(language())


@cache
def _pages(spoken: str) -> tuple[Page, ...]:
    found = []
    for topic in ORDER:
        text = shipped("resources", "manual", spoken, f"{topic}.md").read_text("utf-8")
        if topic == "settings":
            text += "\n" + _settings()
        title = text.partition("\n")[0].removeprefix("# ").strip()
        found.append(Page(topic, title, text))
    return tuple(found)


def _settings() -> str:
    return "\n".join(
        f"- **{names.setting_label(key)}** ({names.setting_value(key, setting.default)}) "
        f"{names.setting(key)}"
        for key, setting in SETTINGS.items()
    )
