"""The look that holds now: scheme, text scale, motion; told to Qt as palette, font and sheet."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from envoy_desktop.ui.theme.fonts import body_font
from envoy_desktop.ui.theme.sheet import sheet
from envoy_desktop.ui.theme.tokens import DARK, LIGHT, Tokens, stronger

SMALLEST_SCALE, LARGEST_SCALE = 1.0, 2.0


class Scheme(StrEnum):
    """Which theme the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Look(QObject):
    """Holds the look; `changed` after new colours, `rescaled` after a new text size."""

    changed = Signal()
    rescaled = Signal()

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._system_font = QFont(app.font())
        self._system_was_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._scheme = Scheme.SYSTEM
        self._scale = 1.0
        self._colours: dict[str, QColor] = {}
        self._tokens = LIGHT
        self._body = body_font(1.0, self._system_font)
        self._started = False
        self._patterns = False
        self._still = False

    @property
    def tokens(self) -> Tokens:
        """The colours that hold now."""
        return self._tokens

    @property
    def scheme(self) -> Scheme:
        """What the person chose: system, light or dark."""
        return self._scheme

    @property
    def scale(self) -> float:
        """The text scale, 1.0–2.0."""
        return self._scale

    @property
    def dark(self) -> bool:
        """Whether the dark theme holds now."""
        if self._scheme is not Scheme.SYSTEM:
            return self._scheme is Scheme.DARK
        system = self._app.styleHints().colorScheme()
        if system is Qt.ColorScheme.Unknown:
            return self._system_was_dark
        return system is Qt.ColorScheme.Dark

    @property
    def patterns(self) -> bool:
        """Whether parties are hatched besides their colour."""
        return self._patterns or self._wants_contrast()

    def set_patterns(self, patterns: bool) -> None:
        """Hatch the charged parties, for who sees no colours."""
        self._patterns = patterns
        self._dress()

    @property
    def body(self) -> QFont:
        """The body face at the scale that holds now."""
        return self._body

    def start(self, scheme: Scheme = Scheme.SYSTEM, scale: float = 1.0) -> None:
        """Dress the application; called once before the first window."""
        if not self._started:
            self._started = True
            self._app.setStyle("Fusion")
            self._app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._scheme = Scheme(scheme)
        self._scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
        self._dress()

    def set_scheme(self, scheme: Scheme | str) -> None:
        """Choose system, light or dark."""
        self._scheme = Scheme(scheme)
        self._dress()

    def set_scale(self, scale: float) -> None:
        """Choose the text size, 1.0–2.0; the window builds its screens anew."""
        scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
        if scale != self._scale:
            self._scale = scale
            self._dress()
            self.rescaled.emit()

    def set_still(self, still: bool) -> None:
        """Without motion, whatever the system says."""
        self._still = still

    def motion(self, milliseconds: int) -> int:
        """How long a motion may take: at most 150 ms, 0 where the system asks for stillness."""
        if self._still:
            return 0
        hints = self._app.styleHints()
        accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10
        motion = getattr(accessibility() if accessibility else None, "motionPreference", None)
        if motion is not None and "Reduce" in str(motion()):
            return 0
        if not self._app.isEffectEnabled(Qt.UIEffect.UI_General):
            return 0
        return min(milliseconds, 150)

    def colour(self, name: str) -> QColor:
        """The token `name` as a colour; shared, do not change it."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(self._tokens.value(name))
        return found

    def _wants_contrast(self) -> bool:
        accessibility = getattr(self._app.styleHints(), "accessibility", None)  # since Qt 6.10
        wish = getattr(accessibility() if accessibility else None, "contrastPreference", None)
        return wish is not None and "High" in str(wish())

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._dress()

    def _dress(self) -> None:
        tokens = DARK if self.dark else LIGHT
        self._tokens = stronger(tokens) if self._wants_contrast() else tokens
        self._colours.clear()
        self._body = body_font(self._scale, self._system_font)
        self._app.setFont(self._body)
        self._app.setPalette(palette(self._tokens))
        self._app.setStyleSheet(sheet(self._tokens, self._body.pixelSize()))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """Every role named: `QPalette(QColor)` leaves black fields."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for which, colour in (
        (role.Window, tokens.background),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.background),
        (role.Text, tokens.ink),
        (role.Button, tokens.panel),
        (role.ButtonText, tokens.ink),
        (role.BrightText, tokens.red_word),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.ink),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.selection),
        (role.HighlightedText, tokens.ink),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Accent, tokens.accent),
        (role.Light, tokens.panel),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.faint),
        (role.Shadow, tokens.line),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, which, QColor(tokens.faint))
    return made
