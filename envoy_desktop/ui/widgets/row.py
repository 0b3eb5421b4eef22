"""One row of a list, finished for showing: lamp, two lines, owner, figure and the next action."""

from dataclasses import dataclass

from envoy_desktop.ui.widgets.lamp import lamp_word
from envoy_desktop.words import _


@dataclass(frozen=True, slots=True)
class Row:
    """`id` and `kind` name the thing; every text is worded already.

    `action` is a code handed back when the button is pressed (or Enter); `action_text` its words.
    `tone` is the figure's token; by default the lamp's word colour. `data` travels along unseen.
    """

    id: int
    title: str
    subtitle: str = ""
    second: str = ""
    second_line: str = ""
    figure: str = ""
    lamp: str = ""
    action: str = ""
    action_text: str = ""
    tone: str = ""
    kind: str = ""
    data: object = None

    def spoken(self) -> str:
        """The row as one sentence for a screen reader."""
        parts = (
            lamp_word(self.lamp),
            self.title,
            self.figure,
            self.subtitle,
            self.second,
            self.second_line,
            self.action_text,
        )
        return _("，").join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Group:
    """The head over a group of rows: its words and how many there are."""

    text: str
    count: int | None = None
