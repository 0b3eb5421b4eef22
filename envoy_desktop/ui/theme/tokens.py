"""The colours of the look, light and dark, and the arithmetic of contrast."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours as #RRGGBB. Lamps have two: the shape, and the darker or lighter word."""

    background: str
    panel: str
    line: str
    ink: str
    muted: str
    faint: str
    accent: str
    tint: str
    button: str
    button_ink: str
    selection: str
    green: str
    yellow: str
    red: str
    green_word: str
    yellow_word: str
    red_word: str
    department: str
    investor: str
    intermediary: str
    nobody: str

    def value(self, name: str) -> str:
        """The colour called `name`."""
        return str(getattr(self, name))


LIGHT = Tokens(
    background="#F6F7F8",
    panel="#FFFFFF",
    line="#E3E6E9",
    ink="#1C2430",
    muted="#5C6672",  # the drawn #6B7684 reached 3.8 on a selected row
    faint="#9AA3AD",
    accent="#1F5C99",
    tint="#E8F0F8",
    button="#1F5C99",
    button_ink="#FFFFFF",
    selection="#DCEBF9",
    green="#2E8B57",
    yellow="#C08400",
    red="#C62F2F",
    green_word="#1B7343",
    yellow_word="#875D00",
    red_word="#B92828",
    department="#8A3B3B",
    investor="#B08A3E",
    intermediary="#6B8A5A",
    nobody="#9AA3AD",
)

DARK = Tokens(
    background="#16191D",
    panel="#1E2227",
    line="#30363D",
    ink="#E6E9EC",
    muted="#9FA9B4",
    faint="#666F79",
    accent="#6AAEF0",
    tint="#1D3247",
    button="#2869AB",
    button_ink="#FFFFFF",
    selection="#22384D",
    green="#4FB37F",
    yellow="#E0A93B",
    red="#EF6A63",
    green_word="#5BBE8B",
    yellow_word="#E0A93B",
    red_word="#F5857E",
    department="#A04747",
    investor="#B9933F",
    intermediary="#6F935C",
    nobody="#98A2AD",
)

TEXTS = ("ink", "muted", "accent", "green_word", "yellow_word", "red_word")
GROUNDS = ("background", "panel", "tint", "selection")
SHAPES = ("green", "yellow", "red")


def stronger(tokens: Tokens) -> Tokens:
    """The same theme where the system asks for more contrast: second lines and hairlines in ink."""
    return replace(tokens, muted=tokens.ink, faint=tokens.muted, line=tokens.muted)
